//! What is known of a work: the item of CSL, whatever file it was read from.

use std::collections::BTreeMap;

/// A work that can be cited.
///
/// Kinds and variables have the names of CSL 1.0.2: `article-journal`, `container-title`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The key that it is cited by.
    pub key: String,
    /// What it is, such as `article-journal`; `document` if nothing is known.
    pub kind: String,
    /// What is said of it, by variable.
    pub values: BTreeMap<String, Value>,
}

/// What an item says under one variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text with the markup of CSL-JSON: `<i>`, `<b>`, `<sup>`, `<sub>`, `<span
    /// style="font-variant:small-caps;">`, `<span class="nocase">`; a sign `<` or `&` that is text
    /// is `&lt;` or `&amp;`.
    Text(String),
    /// Persons and organisations, in order.
    Names(Vec<Name>),
    /// A date or a range of dates.
    Date(Date),
}

/// Returns plain text as [`Value::Text`] has it.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A person or an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The family name.
    pub family: String,
    /// The given names, as written.
    pub given: String,
    /// A particle that is left out when only the family name stands: "van" in "Ludwig van
    /// Beethoven".
    pub dropping_particle: String,
    /// A particle that always goes with the family name: "de" in "Simone de Beauvoir".
    pub non_dropping_particle: String,
    /// "Jr", "III".
    pub suffix: String,
    /// Whether a comma stands before the suffix.
    pub comma_suffix: bool,
    /// The whole name of an organisation, or of a person who has no parts; everything else is
    /// empty then. "others" as the last name means that there are more.
    pub literal: String,
    /// Whether the family name always comes first, as in Chinese names.
    pub static_ordering: bool,
}

/// A date as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Date {
    /// Where it begins; absent when only [`Date::literal`] is known.
    pub start: Option<DateParts>,
    /// Where a range ends.
    pub end: Option<RangeEnd>,
    /// Whether it is uncertain.
    pub circa: bool,
    /// A season, 1 (spring) to 4 (winter).
    pub season: Option<u8>,
    /// Words in place of a date: "in press".
    pub literal: Option<String>,
}

/// Where a range of dates ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeEnd {
    /// At a date.
    At(DateParts),
    /// Nobody knows yet: "2019–".
    Open,
}

/// A year, and what is known beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateParts {
    /// The year; negative before Christ.
    pub year: i32,
    /// The month, 1 to 12; 13 to 16 are the seasons from spring to winter.
    pub month: Option<u8>,
    /// The day, 1 to 31.
    pub day: Option<u8>,
}

impl Item {
    /// Returns what is said under a variable as text, with its markup.
    pub fn text(&self, variable: &str) -> Option<&str> {
        match self.values.get(variable) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns the names under a variable; none if there are none.
    pub fn names(&self, variable: &str) -> &[Name] {
        match self.values.get(variable) {
            Some(Value::Names(names)) => names,
            _ => &[],
        }
    }

    /// Returns the date under a variable.
    pub fn date(&self, variable: &str) -> Option<&Date> {
        match self.values.get(variable) {
            Some(Value::Date(date)) => Some(date),
            _ => None,
        }
    }
}

impl Name {
    /// Returns the name as it compares with others: "J. J." is "J.J.", and an organisation is the
    /// same whether it stands whole or as a family name.
    pub(crate) fn for_comparison(&self) -> Self {
        let mut name = self.clone();
        name.given = self.given.replace(". ", ".");
        if name.family.is_empty() {
            name.family = std::mem::take(&mut name.literal);
        }
        name
    }

    /// Takes particles and suffixes out of the parts that they are written in, as CSL-JSON has
    /// them: "van Gogh" has a particle that stays with it, "Ludwig van" one that may go, and
    /// "John, Jr." a suffix. A part in double quotation marks is one whole.
    #[must_use]
    pub fn with_parts_split(mut self) -> Self {
        if let Some(whole) = unquoted(&self.given) {
            self.given = whole;
        } else if self.suffix.is_empty()
            && let Some((given, suffix)) = self.given.split_once(',')
            && !given.is_empty()
        {
            self.comma_suffix |= suffix.starts_with('!');
            self.suffix = suffix.trim_start_matches('!').trim().to_owned();
            self.given = given.to_owned();
        }
        if let Some(whole) = unquoted(&self.family) {
            self.family = whole;
        } else if self.non_dropping_particle.is_empty() {
            let words: Vec<&str> = self.family.split_whitespace().collect();
            let count = words.iter().take_while(|word| is_particle(word)).count();
            if count > 0 && count < words.len() {
                self.non_dropping_particle = words[..count].join(" ");
                self.family = words[count..].join(" ");
            } else if let Some(at) = self.family.find(['\'', '’', '-', '–'])
                && at > 0
                && is_particle(&self.family[..at])
                && let Some(mark) = self.family[at..].chars().next()
                && count == 0
            {
                let family = self.family.split_off(at + mark.len_utf8());
                self.non_dropping_particle = std::mem::replace(&mut self.family, family);
            }
        }
        if self.dropping_particle.is_empty() {
            let words: Vec<&str> = self.given.split_whitespace().collect();
            let count = words
                .iter()
                .rev()
                .take_while(|word| is_particle(word))
                .count();
            if count > 0 && count < words.len() {
                let at = words.len() - count;
                self.dropping_particle = words[at..].join(" ");
                self.given = words[..at].join(" ");
            }
        }
        self
    }
}

fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(inner.to_owned())
}

fn is_particle(word: &str) -> bool {
    let is_mark = |c: char| matches!(c, '\'' | '’' | '-' | '–' | '.');
    word.chars().all(|c| c.is_lowercase() || is_mark(c)) && word.chars().any(char::is_lowercase)
}
