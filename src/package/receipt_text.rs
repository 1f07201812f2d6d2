//! The receipt as a text for people that folio can read again.
//!
//! Lines are `key: value` below headings in square brackets; a key may stand more than once. Before
//! the first heading is free text. The last line is the digest of everything above it, whatever
//! line ends a system has given the file.

use std::collections::BTreeMap;

use crate::diagnostics::text::inline;
use crate::package::digest::sha256_of_text;
use crate::package::receipt::{Despite, Listed, Receipt, ReceiptError};

/// The version of the form.
const FORMAT: u32 = 1;

/// No value is longer; a receipt is read by people.
const MAX_VALUE: usize = 4_000;

/// How the last line begins.
const END: &str = "sha256 of everything above: ";

const HEAD: &str = "\
This is the receipt of a package made by folio. It says what was packaged, by which rule the
words were counted, and what each file's SHA-256 digest is.
To check the package, now or in years, on any computer:  folio verify FOLDER
";

/// What an examiner may be given.
const UNNAMED_SOURCE: &str = "source.zip makes this PDF again; the folio.toml in it names nobody";

impl Receipt {
    /// Writes the receipt.
    pub fn write(&self) -> String {
        let mut out = Lines(format!("{HEAD}\nformat: {FORMAT}\n"));
        out.section("package");
        out.line("title", &self.title);
        let by = match self.is_anonymous {
            true => "candidate",
            false => "author",
        };
        out.line(by, &self.by);
        if self.is_anonymous {
            out.line("note", UNNAMED_SOURCE);
        }
        out.line("packaged on", &self.packaged_on.to_string());
        out.line("file", &self.file);
        out.line("pages", &self.pages.to_string());
        out.lines("pdf standard", &self.standards);
        out.lines("given up", &self.gave_up);

        out.section("words");
        out.line("verdict", &self.verdict);
        out.line("counted", &self.counted.to_string());
        out.line("all words", &self.total.to_string());
        out.maybe("limit", self.limit);
        out.line("policy", &self.policy);
        out.line("convention", &self.convention);
        out.lines("rule", &self.rule);

        out.section("what was set aside");
        for despite in &self.despite {
            let reason = inline(&despite.reason, MAX_VALUE);
            out.line("despite", &format!("{}: {}", despite.code, reason.trim()));
            out.lines("which had found", &despite.found);
        }
        out.lines("waived in folio.toml", &self.waived);
        out.lines("tried in folio.toml and overruled", &self.overruled);
        out.lines("not checked", &self.not_checked);
        let is_clean = self.despite.is_empty() && self.waived.is_empty();
        if is_clean && self.overruled.is_empty() && self.not_checked.is_empty() {
            out.line("nothing", "every rule held");
        }

        out.section("to make it again");
        out.line("folio", &self.folio);
        out.line("typst", &self.typst);
        out.line("document date", &self.document_date.to_string());
        out.line("document date from", &self.document_date_source);
        out.maybe("SOURCE_DATE_EPOCH", self.source_date_epoch);
        out.maybe("rules.toml", self.rules.as_ref());
        out.maybe("git commit", self.commit.as_ref());

        out.section("files");
        for file in &self.files {
            let Listed {
                name,
                bytes,
                sha256,
            } = file;
            out.line(name, &format!("{sha256} {bytes} bytes"));
        }
        out.0.push('\n');
        let digest = sha256_of_text(out.0.as_bytes());
        out.0.push_str(&format!("{END}{digest}\n"));
        out.0
    }

    /// Reads a receipt.
    ///
    /// # Errors
    ///
    /// If the text is no receipt, or of a form that this version does not know.
    pub fn read(text: &str) -> Result<Self, ReceiptError> {
        let none = |what: &str| ReceiptError::NoReceipt(what.to_owned());
        let at = text
            .rfind(END)
            .ok_or_else(|| none("its last line is missing"))?;
        let (above, end) = text.split_at(at);
        let fields = Fields::read(above);
        match fields.number::<u32>("", "format") {
            None => return Err(none("it has no `format`")),
            Some(found) if found > FORMAT => return Err(ReceiptError::Newer(found)),
            Some(_) => {}
        }
        let digest = end[END.len()..].trim_end_matches(['\r', '\n']);
        if digest != sha256_of_text(above.as_bytes()) {
            return Err(ReceiptError::Changed);
        }
        fields
            .receipt()
            .ok_or_else(|| none("a line of it is missing"))
    }
}

/// The lines of a receipt, growing.
struct Lines(String);

impl Lines {
    fn section(&mut self, name: &str) {
        self.0.push_str(&format!("\n[{name}]\n"));
    }

    fn line(&mut self, key: &str, value: &str) {
        let line = format!("{key}: {}", inline(value, MAX_VALUE).trim());
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }

    fn lines(&mut self, key: &str, values: &[String]) {
        for value in values {
            self.line(key, value);
        }
    }

    fn maybe(&mut self, key: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            self.line(key, &value.to_string());
        }
    }
}

/// The lines of a receipt by section, in order.
struct Fields<'a>(BTreeMap<&'a str, Vec<(&'a str, &'a str)>>);

impl<'a> Fields<'a> {
    fn read(text: &'a str) -> Self {
        let mut sections: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        let mut section = "";
        for line in text.lines() {
            let heading = line.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
            if let Some(name) = heading {
                section = name;
            } else if let Some((key, value)) = line.split_once(':') {
                let lines = sections.entry(section).or_default();
                lines.push((key, value.trim()));
            }
        }
        Self(sections)
    }

    fn section(&self, name: &str) -> &[(&'a str, &'a str)] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    fn all(&self, section: &str, key: &str) -> Vec<String> {
        let lines = self.section(section).iter();
        lines
            .filter(|(found, _)| *found == key)
            .map(|(_, value)| (*value).to_owned())
            .collect()
    }

    fn one(&self, section: &str, key: &str) -> Option<String> {
        self.all(section, key).into_iter().next()
    }

    fn number<T: std::str::FromStr>(&self, section: &str, key: &str) -> Option<T> {
        self.one(section, key)?.parse().ok()
    }

    fn receipt(&self) -> Option<Receipt> {
        let candidate = self.one("package", "candidate");
        let is_anonymous = candidate.is_some();
        let again = "to make it again";
        let aside = "what was set aside";
        Some(Receipt {
            title: self.one("package", "title")?,
            by: candidate.or_else(|| self.one("package", "author"))?,
            is_anonymous,
            file: self.one("package", "file")?,
            pages: self.number("package", "pages")?,
            standards: self.all("package", "pdf standard"),
            gave_up: self.all("package", "given up"),
            packaged_on: self.number("package", "packaged on")?,
            document_date: self.number(again, "document date")?,
            document_date_source: self.one(again, "document date from")?,
            source_date_epoch: self.number(again, "SOURCE_DATE_EPOCH"),
            folio: self.one(again, "folio")?,
            typst: self.one(again, "typst")?,
            commit: self.one(again, "git commit"),
            rules: self.one(again, "rules.toml"),
            counted: self.number("words", "counted")?,
            total: self.number("words", "all words")?,
            limit: self.number("words", "limit"),
            verdict: self.one("words", "verdict")?,
            policy: self.one("words", "policy")?,
            convention: self.one("words", "convention")?,
            rule: self.all("words", "rule"),
            despite: self.despite(),
            waived: self.all(aside, "waived in folio.toml"),
            overruled: self.all(aside, "tried in folio.toml and overruled"),
            not_checked: self.all(aside, "not checked"),
            files: self.files()?,
        })
    }

    fn despite(&self) -> Vec<Despite> {
        let mut all: Vec<Despite> = Vec::new();
        for (key, value) in self.section("what was set aside") {
            match (*key, all.last_mut()) {
                ("despite", _) => {
                    let (code, reason) = value.split_once(':').unwrap_or((value, ""));
                    all.push(Despite {
                        code: code.to_owned(),
                        reason: reason.trim().to_owned(),
                        found: Vec::new(),
                    });
                }
                ("which had found", Some(last)) => last.found.push((*value).to_owned()),
                (_, _) => {}
            }
        }
        all
    }

    fn files(&self) -> Option<Vec<Listed>> {
        let lines = self.section("files").iter();
        lines
            .map(|(name, value)| {
                let (sha256, size) = value.split_once(' ')?;
                let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
                let is_digest = sha256.len() == 64 && sha256.bytes().all(is_hex);
                // A name that leads out of the folder would be read from there.
                let is_name = !name.is_empty() && !name.contains(['/', '\\']) && *name != "..";
                (is_digest && is_name).then_some(())?;
                Some(Listed {
                    name: (*name).to_owned(),
                    bytes: size.strip_suffix(" bytes")?.parse().ok()?,
                    sha256: sha256.to_owned(),
                })
            })
            .collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostics::sha256;

    /// Returns the receipt of a package that nothing is wrong with.
    pub(in crate::package) fn usual() -> Receipt {
        let listed = |name: &str, content: &[u8]| Listed {
            name: name.to_owned(),
            bytes: content.len() as u64,
            sha256: sha256(content),
        };
        Receipt {
            title: "A title: with a colon".into(),
            by: "A. Student".into(),
            is_anonymous: false,
            file: "A_Student_20270901.pdf".into(),
            pages: 42,
            standards: vec!["PDF/A-2a".into(), "PDF/UA-1".into()],
            gave_up: Vec::new(),
            packaged_on: date(2027, 8, 30),
            document_date: date(2027, 9, 1).at(16, 0, 0, 0),
            document_date_source: "the submission date in folio.toml".into(),
            source_date_epoch: None,
            folio: "0.1.0".into(),
            typst: "0.15.1".into(),
            commit: None,
            rules: None,
            counted: 9_412,
            total: 12_903,
            limit: Some(10_000),
            verdict: "9,412 of 10,000 words: 588 left".into(),
            policy: "main-text".into(),
            convention: "folio".into(),
            rule: vec![
                "What counts: the main text.".into(),
                "A word is a run.".into(),
            ],
            despite: vec![Despite {
                code: "word-limit-exceeded".into(),
                reason: "agreed: by e-mail".into(),
                found: vec!["one".into(), "two".into()],
            }],
            waived: Vec::new(),
            overruled: Vec::new(),
            not_checked: vec!["names: there is no confidential.txt".into()],
            files: vec![
                listed("A_Student_20270901.pdf", b"pdf"),
                listed("proof.pdf", b"x"),
            ],
        }
    }

    #[test]
    fn a_receipt_comes_back_as_it_was_also_with_other_line_ends() {
        let text = usual().write();
        assert_eq!(Receipt::read(&text), Ok(usual()));
        assert_eq!(Receipt::read(&text.replace('\n', "\r\n")), Ok(usual()));
    }

    #[test]
    fn a_changed_letter_is_noticed() {
        let text = usual().write();
        let forged = text.replace("counted: 9412", "counted: 9312");
        assert_eq!(Receipt::read(&forged), Err(ReceiptError::Changed));
        let added = text.replace("[files]", "[files]\nmore.pdf: 1");
        assert_eq!(Receipt::read(&added), Err(ReceiptError::Changed));
    }

    #[test]
    fn something_else_is_no_receipt_and_a_newer_one_says_so() {
        assert!(matches!(Receipt::read(""), Err(ReceiptError::NoReceipt(_))));
        assert!(matches!(
            Receipt::read("Dear all"),
            Err(ReceiptError::NoReceipt(_))
        ));
        let newer = usual().write().replace("format: 1", "format: 2");
        assert_eq!(Receipt::read(&newer), Err(ReceiptError::Newer(2)));
    }

    #[test]
    fn a_file_outside_the_folder_cannot_be_listed() {
        for name in ["../a.pdf", "..", "a/b.pdf", "a\\b.pdf"] {
            let mut receipt = usual();
            receipt.files[0].name = name.into();
            assert!(Receipt::read(&receipt.write()).is_err(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn whatever_people_write_it_stays_one_line_and_comes_back(
            title in ".{0,40}", reason in "(?s).{0,40}",
        ) {
            let mut receipt = usual();
            receipt.title = title;
            receipt.despite[0].reason = reason;
            let text = receipt.write();
            let once = Receipt::read(&text).unwrap();
            prop_assert_eq!(&once.files, &receipt.files);
            prop_assert_eq!(once.despite.len(), 1);
            prop_assert_eq!(once.write(), text);
        }
    }
}
