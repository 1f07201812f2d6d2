//! A work while it is read, and the parts that all forms share.

use std::collections::BTreeMap;

use crate::csl::{Item, Name, Value, escaped};
use crate::references::bib::edition;
use crate::references::date;
use crate::references::entry::Entry;
use crate::references::incoming::{Incoming, names};
use crate::references::markup::{cleaned, plain};

pub(super) use crate::references::bib::bare_doi;

/// A work that is being read.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) kind: &'static str,
    values: BTreeMap<String, Value>,
    doubtful: Vec<String>,
    pub(super) is_retracted: bool,
}

impl Work {
    pub(super) fn new(kind: &'static str) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// Returns whether something is said under a variable.
    pub(super) fn says(&self, variable: &str) -> bool {
        self.values.contains_key(variable)
    }

    /// Puts text under a variable that has none; the markup of CSL-JSON in it stays.
    pub(super) fn put(&mut self, variable: &str, text: Option<&str>) {
        let text = text
            .map(|text| cleaned(&unspaced(text)))
            .filter(|text| !text.is_empty());
        if let Some(text) = text {
            self.values
                .entry(variable.to_owned())
                .or_insert(Value::Text(text));
        }
    }

    /// Puts names under a variable.
    pub(super) fn names<'n>(&mut self, variable: &str, said: impl Iterator<Item = &'n str>) {
        let mut found = Vec::new();
        for text in said {
            let (name, is_doubtful) = names::name(&unspaced(text));
            if is_doubtful {
                self.doubtful.push(name.literal.clone());
            }
            found.push(name);
        }
        self.persons(variable, found);
    }

    /// Puts names that are read already under a variable.
    pub(super) fn persons(&mut self, variable: &str, names: Vec<Name>) {
        if !names.is_empty() {
            self.values
                .entry(variable.to_owned())
                .or_insert(Value::Names(names));
        }
    }

    /// Puts a date under a variable.
    pub(super) fn date(&mut self, variable: &str, text: Option<&str>) {
        if let Some(date) = text.and_then(|text| date::read(&unspaced(text)).date) {
            self.put_date(variable, date);
        }
    }

    /// Puts a date that is read already under a variable.
    pub(super) fn put_date(&mut self, variable: &str, date: crate::csl::Date) {
        self.values
            .entry(variable.to_owned())
            .or_insert(Value::Date(date));
    }

    /// Puts pages; the end of a range may be shortened: `517-37`.
    pub(super) fn pages(&mut self, text: Option<&str>) {
        let text = text.map(|text| text.replace(['–', '—', '‒', '−'], "-"));
        let text = text.map(|text| match text.split_once('-') {
            Some((from, to)) => full_range(from.trim(), to.trim_start_matches('-').trim()),
            None => text,
        });
        self.put("page", text.as_deref());
    }

    /// Puts a DOI without the address that leads to it, if it is one.
    pub(super) fn doi(&mut self, text: Option<&str>) {
        let doi = text.map(|text| bare_doi(text.trim()).trim_end_matches('.'));
        if let Some(doi) = doi.filter(|doi| doi.starts_with("10.")) {
            self.values
                .entry("DOI".to_owned())
                .or_insert_with(|| Value::Text(escaped(doi)));
        }
    }

    /// Puts an address; one that leads to a DOI is the DOI.
    pub(super) fn url(&mut self, text: Option<&str>) {
        let Some(url) = text.map(str::trim).filter(|url| url.starts_with("http")) else {
            return;
        };
        if bare_doi(url).starts_with("10.") {
            return self.doi(Some(url));
        }
        self.values
            .entry("URL".to_owned())
            .or_insert_with(|| Value::Text(escaped(url)));
    }

    /// Puts the number of a book or of a journal, by its form.
    pub(super) fn serial(&mut self, text: Option<&str>) {
        for number in text.unwrap_or_default().split([' ', ';', ',', '(']) {
            let signs = number
                .chars()
                .filter(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x'));
            match signs.count() {
                8 if number.len() <= 9 => self.put("ISSN", Some(number)),
                10 | 13 => self.put("ISBN", Some(number)),
                _ => {}
            }
        }
    }

    /// Returns the work.
    pub(super) fn finished(mut self, line: usize) -> Incoming {
        for variable in ["title", "container-title", "collection-title"] {
            if let Some(Value::Text(title)) = self.values.get_mut(variable) {
                let is_abbreviated = variable != "title" && title.contains(". ");
                if !is_abbreviated {
                    *title = unstopped(title).to_owned();
                }
            }
        }
        if let Some(Value::Text(said)) = self.values.get_mut("edition") {
            *said = edition(said);
        }
        if let Some(Value::Text(said)) = self.values.get_mut("language") {
            *said = language(said).to_owned();
        }
        let title = match self.values.get("title") {
            Some(Value::Text(title)) => title.clone(),
            _ => String::new(),
        };
        self.is_retracted |= is_marked(&title);
        Incoming {
            item: Item {
                key: String::new(),
                kind: self.kind.to_owned(),
                values: self.values,
            },
            line,
            is_retracted: self.is_retracted,
            doubtful: self.doubtful,
        }
    }
}

/// Returns whether an entry says that its work was retracted: in its title, as a keyword or in a
/// note, as exports have it. That it does not say so means nothing.
pub fn is_retracted(entry: &Entry) -> bool {
    let says = |name: &str| entry.value(name).unwrap_or_default().to_lowercase();
    ["keywords", "note"]
        .iter()
        .any(|name| says(name).contains("retracted publication"))
        || is_marked(&plain(entry.item.text("title").unwrap_or_default()))
}

/// Returns whether a title says that the work was retracted: `RETRACTED: …`.
pub(super) fn is_marked(title: &str) -> bool {
    let small = title.trim_start_matches(['[', '(']).to_lowercase();
    small.strip_prefix("retracted").is_some_and(|rest| {
        let rest = rest.strip_prefix(" article").unwrap_or(rest);
        rest.starts_with([':', ']', ')']) || rest.starts_with(" –") || rest.starts_with(" -")
    })
}

/// Returns a range whose end is as long as its beginning: 517–537 for `517-37`.
fn full_range(from: &str, to: &str) -> String {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match to {
        "" => from.to_owned(),
        to if to == from => from.to_owned(),
        to if is_number(from) && is_number(to) && to.len() < from.len() => {
            format!("{from}-{}{to}", &from[..from.len() - to.len()])
        }
        to => format!("{from}-{to}"),
    }
}

/// Returns the code of a language that catalogues name in full or in three letters.
fn language(said: &str) -> &str {
    const CODES: [(&str, &str, &str); 7] = [
        ("eng", "english", "en"),
        ("fre", "french", "fr"),
        ("ger", "german", "de"),
        ("spa", "spanish", "es"),
        ("ita", "italian", "it"),
        ("por", "portuguese", "pt"),
        ("dut", "dutch", "nl"),
    ];
    let small = said.to_lowercase();
    let found = CODES
        .iter()
        .find(|(three, name, _)| small == *three || small == *name);
    found.map_or(said, |(_, _, code)| code)
}

/// Returns a title without the full stop that catalogues put behind it; an ellipsis and the stop of
/// an abbreviation (`U.S.`, `Inc.`) stay.
fn unstopped(title: &str) -> &str {
    const SHORT: [&str; 9] = ["al", "co", "ed", "eds", "etc", "inc", "jr", "ltd", "sr"];
    let bare = title.strip_suffix('.').unwrap_or(title);
    let last = bare.rsplit([' ', '(']).next().unwrap_or_default();
    let is_short = last.chars().count() < 2 || SHORT.contains(&last.to_lowercase().as_str());
    match is_short || last.contains('.') {
        true => title,
        false => bare,
    }
}

/// Returns a text on one line.
pub(super) fn unspaced(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
