//! The names of people and organisations, as BibTeX and BibLaTeX write them.
//!
//! Source: the BibLaTeX manual, "Data Annotations" and "Name formats" (`family=…, given=…`), and
//! the rules of BibTeX for `von`, `Jr` and commas. As in pandoc, a particle is left out where the
//! family name stands alone unless `useprefix` says otherwise.

use crate::csl::Name;
use crate::references::bib::parts::{apart, listed, top_words, wholly_braced};
use crate::references::bib::tex::words;

/// Names, and what is doubtful about them.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) names: Vec<Name>,
    /// Names that read like organisations and are split like persons.
    pub(super) organisations: Vec<String>,
    /// Names with more commas than a name has, as written.
    pub(super) crowded: Vec<String>,
}

/// Words that no person is called by, in small letters.
const CORPORATE: &str = "
    academy agency alliance association authority bank board bureau centre center centers
    coalition college collaboration commission committee company confederation consortium
    corporation council department directorate executive federation forum foundation fund
    government group health hospital hospitals initiative institute institution laboratory
    ministry nations network nhs nhsx office organisation organization panel parliament
    partnership programme service services society sport team trust union university unit";

/// Reads a list of names.
pub(super) fn names(raw: &str, use_prefix: bool) -> Names {
    let mut read = Names::default();
    let mut list = listed(raw);
    // `Smith, J.; Doe, A.`: other programs put semicolons where BibTeX has `and`.
    if let [one] = list.as_slice()
        && let parts = apart(one, b';')
        && parts.len() > 1
        && !one.contains('&')
    {
        read.crowded.push(spaced(&words(one)));
        list = parts;
    }
    read.organisations.extend(torn(&list));
    for raw in list {
        if raw == "others" {
            read.names.push(literal("others"));
        } else if let Some(inner) = wholly_braced(raw) {
            read.names.push(literal(&words(inner)));
        } else if is_extended(raw) {
            read.names.push(extended(raw, use_prefix));
        } else {
            read.person(raw, use_prefix);
        }
    }
    read.names.retain(|name| *name != Name::default());
    read
}

/// Returns an organisation that was split at its own “and”: “Department of Health and Social Care”.
fn torn(list: &[&str]) -> Option<String> {
    let [first, second] = list else {
        return None;
    };
    let words = |text| -> Vec<&str> { top_words(text).into_iter().map(|it| it.1).collect() };
    let (own, rest) = (words(first), words(second));
    let is_open = own.iter().any(|word| matches!(*word, "of" | "for"));
    let is_whole = is_corporate(&rest) || second.contains([',', '{', '.']);
    let is_one = is_open && is_corporate(&own) && !first.contains([',', '{']) && !is_whole;
    is_one.then(|| format!("{} and {}", join(&own), join(&rest)))
}

/// Reads the name of one person or organisation, plain: `Family, Given`, `von Family, Jr, Given`.
pub(in crate::references) fn person(text: &str) -> Name {
    let parts = apart(text, b',');
    let family: Vec<&str> = parts[0].split_whitespace().collect();
    match parts.as_slice() {
        [_, given] => sorted(&family, given, "", true),
        [_, suffix, given] => sorted(&family, given, suffix, true),
        _ => literal(text),
    }
}

fn literal(name: &str) -> Name {
    Name {
        literal: name.to_owned(),
        ..Name::default()
    }
}

fn is_extended(raw: &str) -> bool {
    ["family", "given", "prefix"].iter().any(|part| {
        raw.strip_prefix(part)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    })
}

/// Reads `family=Vreese, given=Claes H., prefix=de, useprefix=true`.
fn extended(raw: &str, use_prefix: bool) -> Name {
    let mut name = Name::default();
    let (mut prefix, mut keeps) = (String::new(), use_prefix);
    for part in apart(raw, b',') {
        let Some((key, value)) = part.split_once('=') else {
            continue;
        };
        let value = spaced(&words(value.trim().trim_matches('"')));
        match key.trim() {
            "family" => name.family = value,
            "given" => name.given = value,
            "suffix" => name.suffix = value,
            "prefix" => prefix = value,
            "useprefix" => keeps = value == "true",
            _ => {}
        }
    }
    with_particle(name, prefix, keeps)
}

fn with_particle(mut name: Name, particle: String, keeps: bool) -> Name {
    match keeps {
        true => name.non_dropping_particle = particle,
        false => name.dropping_particle = particle,
    }
    let mut name = with_own_particle(name);
    // Chinese, Japanese and Korean names are never turned round.
    let is_east_asian = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| {
                matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
            })
    };
    name.static_ordering = is_east_asian(&name.family) && is_east_asian(&name.given);
    name
}

/// Takes the particle off that stands in the family name itself.
pub(in crate::references) fn with_own_particle(mut name: Name) -> Name {
    // "{von der Leyen}", "al-Hakim", "d’Ormesson": what belongs to the name in print and is passed
    // over in sorting.
    if name.non_dropping_particle.is_empty() {
        let length = own_particle(&name.family);
        let particle = name.family[..length].trim_end().to_owned();
        name.family.drain(..length);
        name.non_dropping_particle = particle;
    }
    name
}

/// Returns the length of the particle that a family name begins with.
fn own_particle(family: &str) -> usize {
    let words = family.split_inclusive(' ');
    let small = |word: &&str| word.ends_with(' ') && word.starts_with(char::is_lowercase);
    match words.take_while(small).map(str::len).sum() {
        0 => [
            "al-", "el-", "ad-", "ar-", "as-", "at-", "az-", "an-", "d’", "l’",
        ]
        .iter()
        .find(|article| {
            family
                .strip_prefix(**article)
                .is_some_and(|rest| !rest.is_empty())
        })
        .map_or(0, |article| article.len()),
        length => length,
    }
}

/// Returns a text with plain spaces alone: `J.\,R.` has a thin one.
fn spaced(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn join(parts: &[&str]) -> String {
    spaced(&words(&parts.join(" ")))
}

impl Names {
    fn person(&mut self, raw: &str, use_prefix: bool) {
        let commas = apart(raw, b',');
        let parts: Vec<&str> = commas
            .iter()
            .copied()
            .filter(|part| !part.is_empty())
            .collect();
        let split = |text| -> Vec<&str> { top_words(text).into_iter().map(|it| it.1).collect() };
        match parts.as_slice() {
            [] => {}
            [whole] => {
                let all = split(whole);
                let last = all.len().saturating_sub(1);
                let is_told = self
                    .organisations
                    .iter()
                    .any(|own| own.starts_with(&join(&all)));
                if commas.len() == 1 && is_corporate(&all) && !is_told {
                    self.organisations.push(join(&all));
                }
                let von = (0..last).find(|at| is_small(all[*at]));
                let (given, family) = match von {
                    Some(von) => {
                        let end = (von..last)
                            .rev()
                            .find(|at| is_small(all[*at]))
                            .unwrap_or(von);
                        let particle = join(&all[von..=end]);
                        let name = Name {
                            given: join(&all[..von]),
                            family: join(&all[end + 1..]),
                            ..Name::default()
                        };
                        self.names.push(with_particle(name, particle, use_prefix));
                        return;
                    }
                    None => all.split_at(last),
                };
                let name = Name {
                    given: join(given),
                    family: join(family),
                    ..Name::default()
                };
                self.names
                    .push(with_particle(name, String::new(), use_prefix));
            }
            [family, given] => self
                .names
                .push(sorted(&split(family), given, "", use_prefix)),
            [family, given, suffix] if is_suffix(suffix) && !is_suffix(given) => {
                self.names
                    .push(sorted(&split(family), given, suffix, use_prefix));
            }
            [family, suffix, given] if !is_initials(suffix) || is_suffix(suffix) => {
                self.names
                    .push(sorted(&split(family), given, suffix, use_prefix));
            }
            more => {
                // `Smith, J., Doe, A.`: somebody has put commas where `and` belongs.
                self.crowded.push(spaced(&words(raw)));
                let are_pairs = more.len() % 2 == 0
                    && more.iter().skip(1).step_by(2).all(|part| is_initials(part));
                match are_pairs {
                    true => self.names.extend(
                        more.chunks(2)
                            .map(|pair| sorted(&split(pair[0]), pair[1], "", use_prefix)),
                    ),
                    false => self.names.push(sorted(
                        &split(more[0]),
                        &more[2..].join(" "),
                        more[1],
                        use_prefix,
                    )),
                }
            }
        }
    }
}

/// Makes the name of a person whose family name stands first.
fn sorted(family: &[&str], given: &str, suffix: &str, use_prefix: bool) -> Name {
    let last = family.len().saturating_sub(1);
    let small = family[..last]
        .iter()
        .take_while(|word| is_small(word))
        .count();
    // "De La Cruz y Vega": only what stands before the name is a particle.
    let name = Name {
        family: join(&family[small..]),
        given: spaced(&words(given)),
        suffix: spaced(&words(suffix)),
        ..Name::default()
    };
    with_particle(name, join(&family[..small]), use_prefix)
}

/// Returns whether the first letter of a word is small; braces make a word neither.
fn is_small(word: &str) -> bool {
    if word.starts_with('{') && !word.starts_with("{\\") {
        return false;
    }
    let plain = words(word);
    plain
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_lowercase)
        && !plain.contains('-')
}

fn is_initials(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    !letters.is_empty() && letters.len() <= 4 && letters.iter().all(|c| c.is_uppercase())
}

fn is_suffix(text: &str) -> bool {
    matches!(
        text.trim_matches(['.', '{', '}']),
        "Jr" | "Sr" | "II" | "III" | "IV" | "V" | "PhD" | "MD"
    )
}

/// Returns whether words name an organisation, as no person is named.
pub(in crate::references) fn is_corporate(all: &[&str]) -> bool {
    let words = all.iter().map(|word| word.to_lowercase());
    all.len() > 1
        && (words
            .into_iter()
            .any(|word| CORPORATE.split_whitespace().any(|known| known == word))
            || all
                .iter()
                .any(|word| matches!(*word, "of" | "for" | "the" | "The" | "\\&" | "&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes names as `particle|particle|family|given|suffix`.
    fn shown(raw: &str, use_prefix: bool) -> Vec<String> {
        let read = names(raw, use_prefix);
        read.names
            .iter()
            .map(|name| match name.literal.as_str() {
                "" => {
                    let Name {
                        family,
                        given,
                        dropping_particle,
                        non_dropping_particle,
                        suffix,
                        ..
                    } = name;
                    format!("{dropping_particle}|{non_dropping_particle}|{family}|{given}|{suffix}")
                }
                literal => literal.to_owned(),
            })
            .collect()
    }

    #[test]
    fn a_name_has_the_parts_that_bibtex_gives_it() {
        #[track_caller]
        fn case(raw: &str, expected: &str) {
            assert_eq!(shown(raw, false).join(" + "), expected);
        }

        case("Ann Lee", "||Lee|Ann|");
        case("Lee, Ann", "||Lee|Ann|");
        case("Plato", "||Plato||");
        case("de Beauvoir, Simone", "de||Beauvoir|Simone|");
        case("Ludwig van Beethoven", "van||Beethoven|Ludwig|");
        case(
            "Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
            "de la||Vallée Poussin|Charles Louis Xavier Joseph|",
        );
        case("King, Jr., Martin Luther", "||King|Martin Luther|Jr.");
        case("Smith, III, John", "||Smith|John|III");
        case("Smith, John, Jr.", "||Smith|John|Jr.");
        case("Smith, J.; Doe, A.", "||Smith|J.| + ||Doe|A.|");
        case("{Della Porta}, Donatella", "||Della Porta|Donatella|");
        case("{World Health Organization}", "World Health Organization");
        case(
            "{{Barnes and Noble, Inc.}} and {The King's Fund}",
            "Barnes and Noble, Inc. + The King’s Fund",
        );
        case("{\\'E}mile Zola", "||Zola|Émile|");
        case(
            "{\\v C}apek, Karel and \\v Cech, A",
            "||Čapek|Karel| + ||Čech|A|",
        );
        case("Lee, A and\n others", "||Lee|A| + others");
        case("Tolkien, J.\\,R.~R.", "||Tolkien|J. R. R.|");
        case("al-Hakim, Tawfiq", "|al-|Hakim|Tawfiq|");
        case("d'Ormesson, Jean", "|d’|Ormesson|Jean|");
        case("Ursula {von der Leyen}", "|von der|Leyen|Ursula|");
        case("", "");
    }

    #[test]
    fn a_particle_stays_with_the_name_where_the_entry_says_so() {
        assert_eq!(shown("de Vries, Joey", true), ["|de|Vries|Joey|"]);
        assert_eq!(
            shown(
                "family=Vreese, given=Claes H., prefix=de, useprefix=true and family=Hasselt, given=\"Hado\", prefix=van, useprefix=false",
                false
            ),
            ["|de|Vreese|Claes H.|", "van||Hasselt|Hado|"]
        );
    }

    #[test]
    fn an_organisation_without_its_braces_is_noticed() {
        assert_eq!(
            names("NHS England and Ann Lee", false).organisations,
            ["NHS England"]
        );
        assert_eq!(
            names("Department of Health and Social Care", false).organisations,
            ["Department of Health and Social Care"]
        );
        assert_eq!(
            names("Department of Health and Lee, Ann", false).organisations,
            ["Department of Health"]
        );
        assert_eq!(
            names("European Research Council", false)
                .organisations
                .len(),
            1
        );
        assert!(
            names("{{NHS England}} and Lynda England-Smith", false)
                .organisations
                .is_empty()
        );
    }

    #[test]
    fn commas_where_and_belongs_are_noticed_and_read_as_meant() {
        let read = names("Smith, J., Doe, A. B.", false);
        assert_eq!(read.crowded.len(), 1);
        assert_eq!(
            shown("Smith, J., Doe, A. B.", false),
            ["||Smith|J.|", "||Doe|A. B.|"]
        );
    }

    #[test]
    fn names_in_chinese_are_never_turned_round() {
        assert!(names("王, 小明", false).names[0].static_ordering);
    }
}
