//! Policies as people say them.

use crate::diagnostics::text::thousands;
use crate::words::category::Category;
use crate::words::policy::Policy;

impl Policy {
    /// Returns the policy in words, short and true, for the title page: "excluding tables,
    /// references and appendices".
    pub fn in_words(&self) -> String {
        const FRONT: [(Category, &str); 5] = [
            (Category::Abstract, "the abstract"),
            (Category::Declaration, "declarations"),
            (Category::Acknowledgements, "acknowledgements"),
            (Category::Contents, "the contents"),
            (Category::Abbreviations, "abbreviations"),
        ];
        let mut included = Vec::new();
        if FRONT.iter().all(|(category, _)| self.counts(*category)) {
            included.push("the front matter");
        } else {
            included.extend(FRONT.iter().filter(|it| self.counts(it.0)).map(|it| it.1));
        }
        if self.counts(Category::Appendix) {
            included.push("appendices");
        }
        if self.counts(Category::References) {
            included.push("references");
        }
        let captions = [Category::TableCaption, Category::FigureCaption];
        let excluded: Vec<&str> = [
            ("headings", self.counts(Category::Heading)),
            ("quotations", self.counts(Category::Quotation)),
            ("citations", self.counts(Category::Citation)),
            ("footnotes", self.counts(Category::Footnote)),
            ("tables", self.counts(Category::TableCell)),
            (
                "captions",
                captions.iter().any(|category| self.counts(*category)),
            ),
            ("references", self.counts(Category::References)),
            ("appendices", self.counts(Category::Appendix)),
        ]
        .into_iter()
        .filter_map(|(name, counts)| (!counts).then_some(name))
        .collect();
        let mut parts = Vec::new();
        if !included.is_empty() {
            parts.push(format!("including {}", and(&included)));
        }
        if !excluded.is_empty() {
            parts.push(format!("excluding {}", and(&excluded)));
        }
        for (category, rate) in &self.rates {
            parts.push(format!("{category} at {} words a page", thousands(*rate)));
        }
        for (category, cap) in &self.caps {
            parts.push(format!("at most {} words of {category}", thousands(*cap)));
        }
        parts.join(", ")
    }
}

/// Returns names as plain prose: "a, b and c".
fn and(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
