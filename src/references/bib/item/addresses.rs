//! DOIs, addresses, and numbers in archives.

use crate::csl::Value;
use crate::csl::escaped;
use crate::references::bib::item::Maker;
use crate::references::bib::parts::wholly_braced;
use crate::references::bib::tex::verbatim;

impl Maker<'_, '_> {
    pub(super) fn addresses(&mut self) {
        if let Some(said) = self.said(&["doi"]) {
            let doi = verbatim(&said.raw);
            self.put("DOI", Value::Text(escaped(bare_doi(&doi))), said);
        }
        if let Some(said) = self.said(&["url", "urlraw"]) {
            self.put("URL", Value::Text(escaped(&verbatim(&said.raw))), said);
        }
        for field in ["howpublished", "note"] {
            if let Some(said) = self.said(&[field])
                && let Some(address) = address(&said.raw)
            {
                self.put("URL", Value::Text(escaped(&address)), said);
            }
        }
        self.eprint();
        // A page of the web, if it is nothing else: so reference managers without a type for one
        // write it.
        let is_more = [
            "publisher",
            "genre",
            "container-title",
            "number",
            "event-title",
        ]
        .iter()
        .any(|variable| self.entry.item.values.contains_key(*variable));
        if self.entry.kind == "misc"
            && self.csl == "document"
            && !is_more
            && self.entry.item.values.contains_key("URL")
        {
            self.csl = "webpage";
        }
    }

    /// Takes the number of a work in an archive of papers.
    fn eprint(&mut self) {
        let Some(said) = self.said(&["eprint", "arxivid"]) else {
            return;
        };
        let id = verbatim(&said.raw);
        let written = self
            .word(&["eprinttype", "archiveprefix"])
            .unwrap_or_default();
        let archive = match written.as_str() {
            "" if said.name == "arxivid" => "arxiv",
            other => other,
        };
        let id = id.trim_start_matches("arXiv:").trim_start_matches("arxiv:");
        match archive {
            "arxiv" => {
                self.put(
                    "URL",
                    Value::Text(escaped(&format!("https://arxiv.org/abs/{id}"))),
                    said,
                );
                let is_preprint = matches!(self.csl, "article-journal" | "document" | "webpage")
                    && !self.entry.item.values.contains_key("container-title");
                if is_preprint {
                    self.csl = "article";
                    self.put("publisher", Value::Text("arXiv".into()), said);
                    self.put(
                        "number",
                        Value::Text(format!("arXiv:{}", escaped(id))),
                        said,
                    );
                }
            }
            "pmid" | "pubmed" => self.put("PMID", Value::Text(escaped(id)), said),
            "pmcid" => self.put("PMCID", Value::Text(escaped(id)), said),
            "jstor" => self.put(
                "URL",
                Value::Text(escaped(&format!("https://www.jstor.org/stable/{id}"))),
                said,
            ),
            "googlebooks" => self.put(
                "URL",
                Value::Text(escaped(&format!("https://books.google.com?id={id}"))),
                said,
            ),
            "hdl" => self.put(
                "URL",
                Value::Text(escaped(&format!("https://hdl.handle.net/{id}"))),
                said,
            ),
            _ => {}
        }
    }
}

/// Returns a DOI without the address that leads to it.
pub(in crate::references) fn bare_doi(doi: &str) -> &str {
    let without = |text: &'_ str, beginning: &str| {
        let start = text.get(..beginning.len())?;
        start
            .eq_ignore_ascii_case(beginning)
            .then_some(beginning.len())
    };
    let mut bare = doi;
    for beginnings in [
        &["https://", "http://"][..],
        &["dx.doi.org/", "www.doi.org/", "doi.org/"],
        &["doi:"],
    ] {
        let length = beginnings
            .iter()
            .find_map(|beginning| without(bare, beginning));
        bare = bare[length.unwrap_or(0)..].trim_start();
    }
    if bare.starts_with("10.") { bare } else { doi }
}

/// Returns the address that is all that a field says.
pub(super) fn address(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let raw = wholly_braced(raw).unwrap_or(raw);
    let address = verbatim(raw);
    let is_one = !address.contains(char::is_whitespace);
    let is_web = address.starts_with("http://") || address.starts_with("https://");
    (is_one && is_web).then_some(address)
}
