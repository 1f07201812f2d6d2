//! Titles, and the numbers beside them.

use crate::csl::Value;
use crate::references::bib::item::Maker;
use crate::references::bib::tex::Braces;
use crate::references::markup::plain;

/// Text that a variable takes over as it is, in the order of preference.
const TEXTS: [(&str, &[&str]); 20] = [
    (
        "container-title-short",
        &["shortjournal", "journalabbr", "abbr", "abbrev_source_title"],
    ),
    ("event-title", &["eventtitle"]),
    ("event-place", &["venue"]),
    ("number-of-volumes", &["volumes"]),
    ("number-of-pages", &["pagetotal", "numpages"]),
    ("version", &["version"]),
    ("chapter-number", &["chapter"]),
    ("ISBN", &["isbn"]),
    ("ISSN", &["issn"]),
    ("PMID", &["pmid"]),
    ("PMCID", &["pmcid"]),
    ("call-number", &["library"]),
    ("original-title", &["origtitle"]),
    ("original-publisher", &["origpublisher"]),
    ("original-publisher-place", &["origlocation"]),
    ("title-short", &["shorttitle"]),
    ("annote", &["annotation", "annote"]),
    ("scale", &["scale"]),
    ("section", &["section"]),
    ("medium", &["medium"]),
];

impl Maker<'_, '_> {
    /// Puts title, subtitle and what is added under a variable.
    fn title(
        &mut self,
        variable: &str,
        title: &[&str],
        subtitle: &str,
        addon: &str,
    ) -> Option<String> {
        let said = self.said(title)?;
        let mut text = self.text(said, Braces::Protect);
        let main = text.clone();
        if let Some(sub) = self.said(&[subtitle]) {
            let sub = self.text(sub, Braces::Protect);
            text += if plain(&text).ends_with(['?', '!', ':', '.']) {
                " "
            } else {
                ": "
            };
            text += &sub;
        }
        if let Some(addon) = self.said(&[addon]) {
            let addon = self.text(addon, Braces::Protect);
            text += if plain(&text).ends_with(['?', '!', '.']) {
                " "
            } else {
                ". "
            };
            text += &addon;
        }
        self.put(variable, Value::Text(text), said);
        Some(main)
    }

    pub(super) fn titles(&mut self) {
        let is_part = matches!(
            self.csl,
            "chapter" | "paper-conference" | "entry-encyclopedia"
        );
        let has_main = self.said(&["maintitle"]).is_some();
        self.put_text("title-short", &["shorttitle"], Braces::Protect);
        let main = match (is_part, has_main) {
            (false, true) if self.csl == "book" => {
                self.title("volume-title", &["title"], "subtitle", "titleaddon");
                self.title("title", &["maintitle"], "mainsubtitle", "maintitleaddon")
            }
            _ => self.title("title", &["title"], "subtitle", "titleaddon"),
        };
        // Up to its colon a title is short enough for notes.
        if let (Some(main), Some(said)) = (main, self.said(&["title"]).filter(|_| !has_main)) {
            let short = match main.split_once(": ") {
                Some((short, _))
                    if short.matches('<').count() == short.matches('>').count()
                        && short.matches("<span").count() == short.matches("</span").count() =>
                {
                    short.to_owned()
                }
                _ => main,
            };
            if self.entry.item.text("title") != Some(&short) {
                self.put("title-short", Value::Text(short), said);
            }
        }
        let issue = self.said(&["issuetitle"]).is_some();
        match self.csl {
            "periodical" if issue => {
                self.entry.item.values.remove("title");
                self.title("title", &["issuetitle"], "issuesubtitle", "");
                self.title("container-title", &["title"], "subtitle", "");
            }
            _ if is_part && has_main => {
                self.title(
                    "container-title",
                    &["maintitle"],
                    "mainsubtitle",
                    "maintitleaddon",
                );
                self.title(
                    "volume-title",
                    &["booktitle"],
                    "booksubtitle",
                    "booktitleaddon",
                );
            }
            _ => {
                self.title(
                    "container-title",
                    &["journaltitle", "journal"],
                    "journalsubtitle",
                    "journaltitleaddon",
                );
                self.title(
                    "container-title",
                    &["booktitle"],
                    "booksubtitle",
                    "booktitleaddon",
                );
            }
        }
        for (variable, fields) in TEXTS {
            let is_title = variable.ends_with("title") || variable.ends_with("title-short");
            let braces = if is_title {
                Braces::Protect
            } else {
                Braces::Group
            };
            self.put_text(variable, fields, braces);
        }
    }

    pub(super) fn is_periodical(&self) -> bool {
        matches!(
            self.csl,
            "article-journal" | "article-magazine" | "article-newspaper" | "periodical" | "review"
        )
    }

    pub(super) fn numbers(&mut self) {
        if let Some(said) = self.said(&["series"]) {
            let text = self.text(said, Braces::Protect);
            let text = match (self.is_periodical(), text.as_str()) {
                (true, "newseries") => "New series".to_owned(),
                (true, "oldseries") => "Old series".to_owned(),
                (true, number) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                    format!("{}{} series", number, ordinal_ending(number))
                }
                _ => text,
            };
            self.put("collection-title", Value::Text(text), said);
        }
        let number = self.said(&["number"]);
        let issue = self.said(&["issue"]);
        let is_manual = self.entry.kind == "manual";
        match self.csl {
            _ if self.is_periodical() => {
                if let Some(said) = number.or(issue) {
                    let mut text = self.text(said, Braces::Group);
                    if let (Some(_), Some(issue)) = (number, issue) {
                        let issue = self.text(issue, Braces::Group);
                        text = format!("{text}, {issue}");
                    }
                    self.put("issue", Value::Text(text), said);
                }
            }
            "book" | "chapter" | "paper-conference" | "entry-encyclopedia" if !is_manual => {
                self.put_text("collection-number", &["number"], Braces::Group);
                self.put_text("issue", &["issue"], Braces::Group);
            }
            _ => {
                self.put_text("number", &["number"], Braces::Group);
                self.put_text("issue", &["issue"], Braces::Group);
            }
        }
        if let Some(said) = self.said(&["volume", "part"]) {
            let mut text = self.text(said, Braces::Group);
            if let Some(part) = self.said(&["part"]).filter(|_| said.name == "volume") {
                text = format!("{text}.{}", self.text(part, Braces::Group));
            }
            self.put("volume", Value::Text(text), said);
        }
        if let Some(said) = self.said(&["edition"]) {
            let text = self.text(said, Braces::Group);
            self.put("edition", Value::Text(edition(&text)), said);
        }
        if let Some(said) = self.said(&["pages", "eid", "articleno", "article-number"]) {
            let text = self.text(said, Braces::Group);
            self.put("page", Value::Text(pages(&text)), said);
        }
    }
}

/// Returns an edition as a number where it says no more: "Second", "2nd ed.".
pub(in crate::references) fn edition(text: &str) -> String {
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth", "eleventh", "twelfth",
    ];
    let small = text.trim().trim_end_matches('.').to_lowercase();
    let bare = ["edition", "edn", "ed"]
        .iter()
        .find_map(|word| small.strip_suffix(word).filter(|rest| rest.ends_with(' ')))
        .unwrap_or(&small)
        .trim();
    if let Some(at) = WORDS.iter().position(|word| *word == bare) {
        return (at + 1).to_string();
    }
    let digits = bare.trim_end_matches(char::is_alphabetic);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match is_number && matches!(&bare[digits.len()..], "" | "st" | "nd" | "rd" | "th") {
        true => digits.to_owned(),
        false => text.to_owned(),
    }
}

/// Returns pages with one hyphen between the ends of a range.
fn pages(text: &str) -> String {
    let text = text.replace(['–', '—', '‒', '−'], "-");
    let parts: Vec<&str> = text
        .split('-')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    match parts.is_empty() {
        true => text,
        false => parts.join("-"),
    }
}

fn ordinal_ending(number: &str) -> &'static str {
    match number.as_bytes() {
        [.., b'1', _] => "th",
        [.., b'1'] => "st",
        [.., b'2'] => "nd",
        [.., b'3'] => "rd",
        _ => "th",
    }
}
