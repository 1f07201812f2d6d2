//! Which words this dissertation knows: the lists that folio brings, and what it says of itself.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::check::confidential::Confidential;
use crate::check::context::SourceContext;
use crate::check::prose::lexicon::{is_known, with_s, with_z};
use crate::check::prose::spelling::is_american;
use crate::check::prose::words::{ProseWord, words};
use crate::csl::Value;
use crate::diagnostics::ProjectPath;
use crate::project::Spelling;

/// The project's own words, one or more a line; what stands behind a `#` is a remark.
pub(super) const OWN_WORDS: &str = "words.txt";

/// Shorter words are short forms more often than slips.
const MIN_LETTERS: usize = 3;

/// A word that no list has, as it stands in a text.
pub(super) struct UnknownWord {
    /// In small letters, and without its genitive.
    pub(super) bare: String,
    /// As it is written.
    pub(super) written: String,
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
}

/// Every word that is right.
pub(super) struct KnownWords<'a> {
    /// Those of this dissertation, in small letters.
    own: BTreeSet<String>,
    spelling: Option<Spelling>,
    confidential: &'a Confidential,
    /// What was said of each word: most of a text is the same words again.
    judged: RefCell<HashMap<String, bool>>,
}

impl<'a> KnownWords<'a> {
    /// Gathers the words.
    pub(super) fn of(context: &SourceContext<'a>) -> Self {
        Self {
            own: own_words(context),
            spelling: context.project.manifest.spelling,
            confidential: context.confidential,
            judged: RefCell::default(),
        }
    }

    /// Returns the words of a text that are in no list, in their order.
    pub(super) fn unknown_in(&self, text: &str) -> Vec<UnknownWord> {
        // A name that may not appear is told by its own rule, which does not print it.
        let hidden = self.confidential.find_in(text);
        let is_hidden = |word: &ProseWord<'_>| {
            let at = &word.range;
            let mut names = hidden.iter();
            names.any(|name| name.start < at.end && at.start < name.end)
        };
        let judged = words(text)
            .into_iter()
            .filter(|word| !is_hidden(word) && is_judged(text, word));
        let unknown = judged.filter_map(|word| {
            let written = plain(word.text);
            let bare = bare(&written);
            let is_right = self.is_right(&written) || self.own.contains(&bare);
            (!is_right).then_some(UnknownWord {
                bare,
                written,
                range: word.range,
            })
        });
        unknown.collect()
    }

    fn is_right(&self, word: &str) -> bool {
        if let Some(judged) = self.judged.borrow().get(word) {
            return *judged;
        }
        let is_small = word.chars().all(|c| c.is_lowercase() || c == '\'');
        let is_right = is_known(word) && !(is_small && self.other_spelling(word).is_some());
        self.judged.borrow_mut().insert(word.to_owned(), is_right);
        is_right
    }

    /// Returns the form that the manifest asks for, if a word has the other one.
    pub(super) fn other_spelling(&self, word: &str) -> Option<String> {
        match self.spelling? {
            Spelling::Ise => with_s(word).filter(|own| is_known(own)),
            Spelling::Ize => with_z(word),
        }
    }
}

/// Returns a word with straight apostrophes.
fn plain(word: &str) -> String {
    word.replace('\u{2019}', "'")
}

/// Returns a word as lists have it: in small letters, and without its genitive.
pub(super) fn bare(word: &str) -> String {
    let plain = plain(word);
    plain.strip_suffix("'s").unwrap_or(&plain).to_lowercase()
}

/// Returns whether a word is one that lists of words are about.
fn is_judged(all: &str, word: &ProseWord<'_>) -> bool {
    let text = word.text;
    let (before, after) = (&all[..word.range.start], &all[word.range.end..]);
    // `q3b`, `name@place`, `file.md`, `a_b`, `[sandbox]/x`: a part of something that is no word.
    let is_inner = |c: char| c.is_ascii_digit() || matches!(c, '_' | '@' | '\\' | '=' | '&');
    let is_dotted = |rest: &str| {
        let mut next = rest.chars();
        matches!(next.next(), Some('.' | '/' | ':'))
            && next.next().is_some_and(|c| c.is_alphanumeric() || c == '/')
    };
    let is_path = before.ends_with(['.', '/', ':'])
        && before
            .chars()
            .rev()
            .nth(1)
            .is_some_and(|c| c.is_alphanumeric() || c == '/');
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let capitals = letters.clone().skip(1).filter(|c| c.is_uppercase()).count();
    // `the Center for Medicare`: inside a sentence a capital is a name's, and names keep their
    // spelling.
    let is_first =
        before.trim_end().is_empty() || before.trim_end().ends_with(['.', '!', '?', ':']);
    let is_name = !is_first && text.starts_with(char::is_uppercase) && is_american(&bare(text));
    letters.count() >= MIN_LETTERS
        && !is_name
        && !word.is_quoted
        // Words with letters that English has not are of another language.
        && text.chars().all(|c| c.is_ascii() || c == '\u{2019}')
        // `NHS`, `GPs`, `eHealth`, `PubMed`: a short form or a name of its own making.
        && capitals == 0
        && !before.ends_with(is_inner)
        && !after.starts_with(is_inner)
        && !is_dotted(after)
        && !is_path
}

/// Returns the words, in small letters, that this dissertation knows by itself: its own list, the
/// names and titles of its references, what its title page and its abbreviations say.
fn own_words(context: &SourceContext<'_>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut take = |text: &str| {
        let plain = plain(text);
        let words = plain.split(|c: char| !c.is_alphabetic() && c != '\'');
        all.extend(words.filter(|word| !word.is_empty()).map(str::to_lowercase));
    };
    for entry in &context.references.entries {
        for value in entry.item.values.values() {
            match value {
                Value::Text(text) => take(text),
                Value::Names(names) => {
                    for name in names {
                        take(&name.family);
                        take(&name.given);
                        take(&name.literal);
                    }
                }
                Value::Date(_) => {}
            }
        }
    }
    let manifest = &context.project.manifest;
    let about = &manifest.dissertation;
    take(&about.title);
    take(&about.author);
    for text in [
        &about.subtitle,
        &about.programme,
        &about.department,
        &about.college,
        &about.supervisor,
        &about.executive_sponsor,
        &about.organisation,
    ] {
        take(text.as_deref().unwrap_or_default());
    }
    for abbreviation in &manifest.abbreviations {
        take(&abbreviation.long);
    }
    if let Some(path) = ProjectPath::new(OWN_WORDS).filter(|path| context.store.is_file(path)) {
        // A list that cannot be read knows nothing, and what it would have known is told.
        for line in context.store.text(&path).unwrap_or_default().lines() {
            take(line.split('#').next().unwrap_or_default());
        }
    }
    all
}
