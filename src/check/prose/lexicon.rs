//! The words of British English, and which of them a misspelt one may have been meant to be.
//!
//! They lie in the program as one sorted text (`build.rs` makes it of `templates/words`), and are
//! unpacked when the first is looked up.

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;

/// Every form of every word, one a line, sorted by bytes.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words"));

/// Beginnings that make words of words: "preregistered", "cybercrime". What follows has so many
/// letters at least that no slip makes one of it by chance.
const BEGINNINGS: &[&str] = &[
    "anti", "auto", "bio", "cardio", "co", "counter", "cyber", "de", "electro", "haemo", "hyper",
    "hypo", "immuno", "inter", "intra", "micro", "mis", "multi", "neuro", "non", "over", "peri",
    "pharmaco", "poly", "post", "pre", "psycho", "radio", "re", "self", "semi", "socio", "sub",
    "super", "tele", "trans", "ultra", "un", "under",
];
const MIN_REST: usize = 5;

/// Endings of `-ise` and `-ize`, behind the letter that tells them apart.
pub(super) const ENDINGS: &[&str] = &[
    "e",
    "ed",
    "es",
    "ing",
    "er",
    "ers",
    "ation",
    "ations",
    "ational",
    "ationally",
    "able",
];

/// Words that end in `-ise` whoever writes them.
const ALWAYS: &[&str] = &[
    "adv", "advert", "ar", "chast", "circumc", "compr", "comprom", "dem", "desp", "dev", "disgu",
    "enterpr", "exc", "exerc", "expert", "franch", "improv", "inc", "merchand", "prec", "prem",
    "prom", "ra", "repr", "rev", "r", "superv", "surm", "surpr", "telev", "underr", "w",
];

/// Returns whether there is a word, with `-ise` or with `-ize`; capitals of a name must be there.
pub(super) fn is_known(word: &str) -> bool {
    let word = word
        .strip_suffix("'s")
        .unwrap_or(word)
        .trim_end_matches('\'');
    let small = word.to_lowercase();
    has(word)
        || has(&small)
        || is_made(&small)
        || with_s(&small).is_some_and(|own| has(&own) || is_made(&own))
}

fn is_made(word: &str) -> bool {
    BEGINNINGS.iter().any(|beginning| {
        let rest = word.strip_prefix(beginning);
        rest.is_some_and(|rest| rest.len() >= MIN_REST && has(rest))
    })
}

/// Returns the word with an `s` in place of its `z`, if `-ize` is all that tells them apart.
pub(super) fn with_s(word: &str) -> Option<String> {
    ENDINGS.iter().find_map(|ending| {
        let stem = word.strip_suffix(ending)?;
        let stem = stem
            .strip_suffix("iz")
            .map(|stem| format!("{stem}is"))
            .or_else(|| {
                let stem = stem.strip_suffix("yz")?;
                Some(format!("{stem}ys"))
            })?;
        Some(format!("{stem}{ending}"))
    })
}

/// Returns the word with a `z` in place of its `s`, if `-ise` and `-ize` are both right in it.
pub(super) fn with_z(word: &str) -> Option<String> {
    ENDINGS.iter().find_map(|ending| {
        let stem = word.strip_suffix(ending)?.strip_suffix("is")?;
        let is_always = ALWAYS.contains(&stem);
        // "Wiser" and "noisier" are no verbs, and neither is what has no form with `-ise`.
        let is_verb = stem.len() > 2 && has(&format!("{stem}ise")) && has(&format!("{stem}ising"));
        (is_verb && !is_always).then(|| format!("{stem}iz{ending}"))
    })
}

/// Returns up to three words that may have been meant, the likeliest first.
pub(super) fn near(word: &str) -> Vec<String> {
    let small = word.to_lowercase();
    let letters = one_step(&small).into_iter().filter(|word| has(word));
    // Two words without their space: "alot", "thewards".
    let spaced = small.char_indices().skip(1).filter_map(|(at, _)| {
        let (one, two) = small.split_at(at);
        let are_words = (one == "a" || one.len() > 1 && has(one)) && two.len() > 2 && has(two);
        are_words.then(|| format!("{one} {two}"))
    });
    let mut found: Vec<String> = Vec::new();
    for candidate in letters.chain(spaced) {
        if found.len() < 3 && !found.contains(&candidate) {
            found.push(candidate);
        }
    }
    match found.is_empty() {
        true => two_steps(&small),
        false => found,
    }
}

/// Returns what one slip of a finger makes of a word: letters turned round, too many, wrong or
/// missing, in this order.
fn one_step(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let made = |letters: Vec<char>| letters.into_iter().collect::<String>();
    let mut all = Vec::new();
    for at in 1..letters.len() {
        let mut turned = letters.clone();
        turned.swap(at - 1, at);
        all.push(made(turned));
    }
    for at in 0..letters.len() {
        let mut fewer = letters.clone();
        fewer.remove(at);
        all.push(made(fewer));
    }
    for at in 0..=letters.len() {
        for letter in 'a'..='z' {
            let mut more = letters.clone();
            more.insert(at, letter);
            all.push(made(more));
        }
    }
    for at in 0..letters.len() {
        for letter in 'a'..='z' {
            let mut other = letters.clone();
            other[at] = letter;
            all.push(made(other));
        }
    }
    all
}

/// Returns words two slips away that begin with the same letter, nearest first.
fn two_steps(word: &str) -> Vec<String> {
    let Some(first) = word.chars().next().filter(|_| word.len() > 4) else {
        return Vec::new();
    };
    let from = lines().partition_point(&first.to_string());
    let rest = lines().0[from..]
        .lines()
        .take_while(|own| own.starts_with(first));
    let is_near =
        |own: &&str| own.len().abs_diff(word.len()) <= 2 && strsim::osa_distance(own, word) == 2;
    rest.filter(is_near).take(3).map(str::to_owned).collect()
}

fn has(word: &str) -> bool {
    lines().has(word)
}

/// A sorted text of lines.
struct Lines(String);

impl Lines {
    /// Returns where the first line begins that is not before a word.
    fn partition_point(&self, word: &str) -> usize {
        let (mut low, mut high) = (0, self.0.len());
        while low < high {
            let middle = self.0.floor_char_boundary(low.midpoint(high));
            let start = self.0[..middle].rfind('\n').map_or(0, |at| at + 1).max(low);
            let line = self.0[start..].lines().next().unwrap_or_default();
            match line < word {
                true => low = (start + line.len() + 1).min(self.0.len()),
                false => high = start,
            }
        }
        low
    }

    fn has(&self, word: &str) -> bool {
        let rest = &self.0[self.partition_point(word)..];
        !word.is_empty()
            && rest
                .strip_prefix(word)
                .is_some_and(|rest| rest.starts_with('\n'))
    }
}

fn lines() -> &'static Lines {
    static LINES: OnceLock<Lines> = OnceLock::new();
    LINES.get_or_init(|| {
        let mut text = String::new();
        let read = DeflateDecoder::new(PACKED).read_to_string(&mut text);
        // The text was packed when the program was built; what is not there knows no word.
        if read.is_err() {
            text.clear();
        }
        Lines(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_what_is_between_is_not() {
        let all = &lines().0;
        assert!(all.lines().count() > 80_000);
        assert!(all.lines().is_sorted());
        assert!(all.lines().step_by(997).all(has));
        assert!(has(all.lines().next().unwrap()) && has(all.lines().next_back().unwrap()));
        let others = ["", "a b", "zzzz", "Aa", "wor", "recieve", "~"];
        assert_eq!(others.map(has), [false; 7]);
    }

    #[test]
    fn words_of_the_field_and_of_both_spellings_are_known() {
        #[track_caller]
        fn case(word: &str, expected: bool) {
            assert_eq!(is_known(word), expected, "{word}");
        }

        for word in [
            "organise",
            "organized",
            "analyzed",
            "colour",
            "London",
            "London's",
            "wouldn't",
            "positionality",
            "Polypharmacy",
            "preregistered",
            "nonadoption",
            "patients'",
        ] {
            case(word, true);
        }
        for word in [
            "color", "london", "recieve", "exercize", "thier", "beteen", "reteh",
        ] {
            case(word, word == "exercize");
        }
    }

    #[test]
    fn what_was_meant_is_near() {
        #[track_caller]
        fn case(word: &str, first: &str) {
            assert_eq!(
                near(word).first().map(String::as_str),
                Some(first),
                "{word}: {:?}",
                near(word)
            );
        }

        case("thier", "their");
        case("beteen", "between");
        case("accesible", "accessible");
        case("uderstanding", "understanding");
        case("alot", "alto");
        assert_eq!(near("thewards"), ["the wards"]);
        case("thewards", "the wards");
        case("Recieve", "receive");
        case("anonymisde", "anonymised");
        assert!(near("qzxvkj").is_empty());
    }

    #[test]
    fn ise_and_ize_are_told_from_words_that_have_one_form() {
        assert_eq!(with_z("organisations").as_deref(), Some("organizations"));
        assert_eq!(with_z("recognised").as_deref(), Some("recognized"));
        for word in [
            "exercise", "advised", "wiser", "promises", "noise", "analyse", "rise",
        ] {
            assert_eq!(with_z(word), None, "{word}");
        }
        assert_eq!(with_s("analyzes").as_deref(), Some("analyses"));
    }
}
