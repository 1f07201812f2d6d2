//! Who has brought a work out, and what kind of work it is.

use crate::csl::Value;
use crate::references::bib::item::Maker;
use crate::references::bib::item::addresses::address;
use crate::references::bib::kinds::{country, genre, language, state};
use crate::references::bib::parts::{listed, wholly_braced};
use crate::references::bib::tex::{Braces, decoded};

impl Maker<'_, '_> {
    pub(super) fn publishers(&mut self) {
        let mut parts: Vec<String> = Vec::new();
        let mut first = None;
        for field in [
            "school",
            "institution",
            "organization",
            "howpublished",
            "publisher",
        ] {
            let Some(said) = self.said(&[field]) else {
                continue;
            };
            if field == "howpublished" && address(&said.raw).is_some() {
                continue;
            }
            let names = match field {
                "publisher" => publishers(&said.raw),
                _ => vec![said.raw.trim()],
            };
            for name in names {
                let text = decoded(name, Braces::Group, &mut self.unknown);
                if !parts.contains(&text) {
                    parts.push(text);
                }
            }
            first = first.or(Some(said));
        }
        if let Some(said) = first {
            self.put("publisher", Value::Text(parts.join("; ")), said);
        }
        if let Some(said) = self.said(&["location", "address"]) {
            let places: Vec<String> = listed(&said.raw)
                .into_iter()
                .map(|place| {
                    let text = decoded(place, Braces::Group, &mut self.unknown);
                    country(&text).map(str::to_owned).unwrap_or(text)
                })
                .collect();
            let is_patent = self.csl == "patent";
            let variable = if is_patent {
                "jurisdiction"
            } else {
                "publisher-place"
            };
            // Of a list in running words the "and" stays: "New York, London and Paris".
            let between = if places.iter().any(|place| place.contains(',')) && !is_patent {
                " and "
            } else {
                "; "
            };
            self.put(variable, Value::Text(places.join(between)), said);
        }
        if self.csl == "legal_case"
            && let Some(said) = self.said(&["court", "institution"])
        {
            let text = self.text(said, Braces::Group);
            self.put("authority", Value::Text(text), said);
        }
    }

    pub(super) fn kind_and_genre(&mut self) {
        let subtype = self.word(&["entrysubtype"]).unwrap_or_default();
        self.csl = match (self.csl, subtype.as_str()) {
            ("article-journal", "newspaper") => "article-newspaper",
            ("article-journal", "magazine") => "article-magazine",
            ("manuscript", _) if self.said(&["eventtitle"]).is_some() => "speech",
            ("webpage", "post-weblog" | "blog") => "post-weblog",
            (other, _) => other,
        };
        let written = self.said(&["type"]);
        match written {
            // EndNote says of every article that it is one.
            Some(said) if self.is_periodical() && said.raw.to_lowercase().contains("article") => {}
            Some(said) => {
                let text = self.text(said, Braces::Group);
                let text = genre(&text.to_lowercase())
                    .map(str::to_owned)
                    .unwrap_or(text);
                self.put("genre", Value::Text(text), said);
            }
            None => {
                let key = self.entry.kind.clone();
                if let (Some(text), Some(said)) = (
                    genre(&key).filter(|_| self.csl == "thesis"),
                    self.said(&["title"]),
                ) {
                    self.put("genre", Value::Text(text.to_owned()), said);
                    self.entry
                        .places
                        .insert("genre".into(), self.entry.key_place.clone());
                }
            }
        }
        if let Some(said) = self.said(&["pubstate"]) {
            let text = self.text(said, Braces::Group);
            let text = state(&text.to_lowercase())
                .map(str::to_owned)
                .unwrap_or(text);
            self.put("status", Value::Text(text), said);
        }
        if let Some(said) = self.said(&["langid", "language", "hyphenation"]) {
            let text = self.text(said, Braces::Group);
            let text = language(&text.to_lowercase())
                .map(str::to_owned)
                .unwrap_or(text);
            self.put("language", Value::Text(text), said);
        }
    }
}

/// Splits a list of publishers; a name that holds an "and" stays whole.
fn publishers(raw: &str) -> Vec<&str> {
    let parts = listed(raw);
    let is_house = |part: &&str| {
        [
            "Press",
            "Verlag",
            "Books",
            "Publishing",
            "Publishers",
            "Publications",
        ]
        .iter()
        .any(|word| part.contains(word))
    };
    let is_list = parts.len() > 2 || parts.len() == 2 && parts.iter().all(is_house);
    let is_braced = parts.iter().any(|part| wholly_braced(part).is_some());
    match is_list || is_braced {
        true => parts,
        false => vec![raw.trim()],
    }
}
