//! `text`: a variable or a term.

use std::rc::Rc;

use crate::csl::eval::{Eval, year_letters};
use crate::csl::item::Value;
use crate::csl::out::{Out, Tag, beside, words};
use crate::csl::rich::{change, from_variable, parse, plain};
use crate::csl::style::TermForm;

impl<'a> Eval<'a> {
    pub(super) fn variable(&mut self, name: &'a Rc<str>, is_short: bool) -> Option<Out> {
        match &**name {
            "locator" => return self.locator_text(name),
            "year-suffix" => return self.year_suffix_here(),
            "citation-number" => {
                let number = self.work.number;
                self.count(true);
                return Some(words(number.to_string()).tagged(Tag::CitationNumber(number)));
            }
            "citation-label" => return self.citation_label(),
            "DOI" | "URL" | "PMID" | "PMCID" => return self.identifier(name),
            "page-first" | "first-reference-note-number" | "citation-key" => {
                let text = self.text_of(name);
                self.count(text.is_some());
                return text.map(|text| Out::Text(from_variable(plain(text), name)));
            }
            _ => {}
        }
        let short: Rc<str> = format!("{name}-short").into();
        let value = match is_short {
            true => {
                let own = self.ask(&short);
                let long = self.ask(name);
                own.or(long)
            }
            false => self.ask(name),
        };
        let text = match value? {
            Value::Text(text) => text,
            Value::Names(_) | Value::Date(_) => return None,
        };
        self.used_in_place(&if is_short {
            vec![name, &short]
        } else {
            vec![name]
        });
        let shown = match &**name {
            "page" => return Some(self.pages(text, name)),
            "volume" | "issue" if super::number::is_numeric(text) => {
                parse(&super::pages::dashes(text))
            }
            _ => parse(text),
        };
        Some(Out::Text(from_variable(shown, name)))
    }

    /// Returns the place in the work; a range of pages is written as the style writes ranges.
    fn locator_text(&mut self, name: &Rc<str>) -> Option<Out> {
        let Some(locator) = self.locator else {
            self.count(false);
            return None;
        };
        self.count(true);
        let mut text = locator.text.clone();
        if text.contains('&') {
            let and = self.run.locale.term_text("and", TermForm::Symbol, false);
            text = text.replace('&', and.filter(|and| !and.is_empty()).unwrap_or("&"));
        }
        let part = match locator.label.as_str() {
            "page" => self.pages(&text, name),
            _ => {
                let mut shown = parse(&text);
                change(&mut shown, &mut |text| *text = super::pages::dashes(text));
                Out::Text(from_variable(shown, name))
            }
        };
        Some(part.tagged(Tag::Locator))
    }

    /// Prints the letter of the year where the style puts it.
    fn year_suffix_here(&mut self) -> Option<Out> {
        let number = self.work.told.year_suffix?;
        Some(words(year_letters(number)).tagged(Tag::YearSuffix(number)))
    }

    /// Prints the letter of the year behind the first date, if the style does not put it itself.
    pub(super) fn year_suffix(&mut self) -> Option<Out> {
        if self.run.style.options.places_year_suffix || self.has_year_suffix {
            return None;
        }
        let suffix = self.year_suffix_here();
        self.has_year_suffix = suffix.is_some();
        suffix
    }

    fn citation_label(&mut self) -> Option<Out> {
        self.count(true);
        let label = label_of(self.work.item);
        let mut parts = vec![words(label)];
        parts.extend(self.year_suffix());
        beside(parts).map(|part| part.tagged(Tag::CitationLabel))
    }

    /// Returns an identifier that leads to where it points.
    fn identifier(&mut self, name: &'a Rc<str>) -> Option<Out> {
        let Some(Value::Text(text)) = self.ask(name) else {
            return None;
        };
        self.used_in_place(&[name]);
        // Addresses have no markup and no quotation marks.
        let shown = crate::csl::rich::letters(&from_variable(unescaped(text), name));
        // Whoever reads the PDF follows a link in good faith.
        let is_web = shown.starts_with("https://") || shown.starts_with("http://");
        let url = match &**name {
            "URL" if !is_web => return Some(Out::Text(from_variable(plain(shown), name))),
            "URL" => shown.clone(),
            "DOI" => prefixed("https://doi.org/", &shown),
            "PMID" => prefixed("https://www.ncbi.nlm.nih.gov/pubmed/", &shown),
            _ => prefixed("https://www.ncbi.nlm.nih.gov/pmc/articles/", &shown),
        };
        Some(Out::Link(
            url,
            vec![Out::Text(from_variable(plain(shown), name))],
        ))
    }

    pub(super) fn term(&mut self, name: &str, form: TermForm, plural: bool) -> Option<Out> {
        let text = self.run.locale.term(name, form, plural);
        let mut part = text.map(Out::Text);
        if name == "no date"
            && let Some(suffix) = self.year_suffix()
        {
            let mut parts: Vec<Out> = part.into_iter().collect();
            if form == TermForm::Long {
                parts.push(words(" "));
            }
            parts.push(suffix);
            part = beside(parts);
        }
        part.map(|part| part.tagged(Tag::Term(name.to_owned())))
    }
}

fn unescaped(text: &str) -> crate::csl::rich::Rich {
    plain(
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

fn prefixed(address: &str, id: &str) -> String {
    match id.starts_with("http://") || id.starts_with("https://") {
        true => id.to_owned(),
        false => format!("{address}{id}"),
    }
}

/// Returns the label of a work; of one that has none the first letters of its names, and the year.
pub(crate) fn label_of(item: &crate::csl::item::Item) -> String {
    item.text("citation-label")
        .map_or_else(|| trigraph(item), str::to_owned)
}

fn trigraph(item: &crate::csl::item::Item) -> String {
    let names = match item.names("author") {
        [] => item.values.values().find_map(|value| match value {
            Value::Names(names) => Some(names.as_slice()),
            Value::Text(_) | Value::Date(_) => None,
        }),
        names => Some(names),
    };
    let letters = match names {
        Some(names) => {
            let most = match names.len() {
                1 => 4,
                2 | 3 => 2,
                _ => 1,
            };
            let first = |name: &crate::csl::item::Name| -> String {
                let shown = if name.family.is_empty() {
                    &name.literal
                } else {
                    &name.family
                };
                shown.chars().take(most).collect()
            };
            names.iter().take(4).map(first).collect()
        }
        None => "Xyz".to_owned(),
    };
    let year = item.date("issued").and_then(|date| date.start);
    let year = year.map_or(String::new(), |start| {
        format!("{:02}", start.year.rem_euclid(100))
    });
    format!("{letters}{year}")
}
