//! Callouts, participants' words, findings and other blocks of an export that comes back as a draft.

use crate::word::intake::groups::numbered_title;
use crate::word::intake::marks::{guarded, quoted};
use crate::word::intake::outline::plain;
use crate::word::intake::writer::Writer;
use crate::word::kinds::{ATTRIBUTION, CALLOUT_TITLE, Kind};
use crate::word::read::model::{Paragraph, What};

/// What folio prints of a block besides its words.
pub(super) const NUMBERS: &str =
    "numbers and names of findings, recommendations and what participants said, which folio prints";

impl<'a> Writer<'a> {
    /// Returns blocks of a kind that follow each other; `first` is the number of the first paragraph.
    pub(super) fn set_apart(
        &mut self,
        kind: &Kind,
        paragraphs: &[&'a Paragraph],
        first: Option<usize>,
    ) -> String {
        let mut starts = Vec::new();
        for (at, paragraph) in paragraphs.iter().enumerate() {
            let is_behind = at > 0 && paragraphs[at - 1].style == ATTRIBUTION;
            let begins = match kind.is_numbered() {
                true => numbered_title(paragraph).is_some(),
                false => paragraph.style == CALLOUT_TITLE,
            };
            if at == 0 || begins || is_behind && paragraph.style != ATTRIBUTION {
                starts.push(at);
            }
        }
        let ends = starts.iter().skip(1).copied().chain([paragraphs.len()]);
        let blocks: Vec<String> = starts
            .iter()
            .zip(ends)
            .map(|(start, end)| {
                let label = first.and_then(|first| self.labels.blocks.get(&(first + start)));
                let label = label.map(|label| format!(" #{label}"));
                self.one_apart(kind, &paragraphs[*start..end], &label.unwrap_or_default())
            })
            .collect();
        blocks.join("\n\n")
    }

    fn one_apart(&mut self, kind: &Kind, paragraphs: &[&'a Paragraph], label: &str) -> String {
        let mut class = kind.class.to_owned();
        let mut given = Vec::new();
        let mut rest = paragraphs;
        if let Some((word, skip)) = numbered_title(paragraphs[0]).filter(|_| kind.is_numbered()) {
            if class == "statement" {
                class = word.to_lowercase();
            }
            let title = self.line(paragraphs[0], skip, true);
            // All of it is bold wherever it is printed.
            let plain = title
                .strip_prefix("**")
                .and_then(|it| it.strip_suffix("**"));
            let plain = plain.filter(|it| !it.contains("**")).map(str::to_owned);
            given.push(("title", plain.unwrap_or(title)));
            rest = &rest[1..];
        } else if paragraphs[0].style == CALLOUT_TITLE {
            given.push(("title", self.line(paragraphs[0], 0, true)));
            rest = &rest[1..];
        }
        let by = rest
            .iter()
            .rposition(|it| it.style != ATTRIBUTION)
            .map_or(0, |at| at + 1);
        let (mut rest, by) = rest.split_at(by);
        let whole: Vec<String> = by.iter().map(|it| plain(it)).collect();
        let whole = whole.join(" ");
        let id = whole.trim_start_matches(['—', ' ']);
        let is_id = class == "participant"
            && !id.is_empty()
            && id.chars().all(|c| c.is_ascii_alphanumeric());
        if is_id {
            self.replace(NUMBERS, &format!("{id} "));
            given.push(("id", id.to_owned()));
        }
        let by = if is_id { &[] } else { by };
        let by: Vec<String> = by
            .iter()
            .map(|it| {
                self.line(it, 0, true)
                    .trim_start_matches(['—', ' '])
                    .to_owned()
            })
            .collect();
        let plan = [
            ("owner", "Owner: "),
            ("timescale", "Timescale: "),
            ("measure", "Measure: "),
        ];
        let mut last = Vec::new();
        while class == "recommendation"
            && let Some((paragraph, before)) = rest.split_last()
            && let text = paragraph.text(self.reading())
            && let Some((name, word)) = plan.iter().find(|(_, word)| text.starts_with(word))
        {
            last.push((*name, self.line(paragraph, word.len(), true)));
            rest = before;
        }
        given.extend(last.into_iter().rev());
        given.push(("by", by.join(" ")));
        let given = given.iter().filter(|(_, value)| !value.is_empty());
        let given: String = given
            .map(|(name, value)| format!(" {name}=\"{}\"", value.replace('"', "'")))
            .collect();
        let body = self.within(rest);
        if class == "quote" {
            self.count("quotations");
        }
        if class == "quote" && given.is_empty() {
            return quoted(&body);
        }
        format!("::: {{.{class}{label}{given}}}\n{body}\n:::")
    }

    /// Returns terms with their meanings, which stand behind a tab.
    pub(super) fn definitions(&mut self, paragraphs: &[&'a Paragraph]) -> String {
        let mut all = Vec::new();
        for paragraph in paragraphs.iter().copied() {
            let tab = paragraph.pieces.iter().position(|it| it.what == What::Tab);
            match tab.map(|tab| paragraph.pieces.split_at(tab)) {
                Some((term, meaning)) => {
                    let term = self.pieces(term, 0, true);
                    let meaning = self.pieces(meaning, 0, false);
                    let term = term.trim_matches('*');
                    all.push(format!("{term}\n:   {meaning}"));
                }
                None => all.push(format!("    {}", self.line(paragraph, 0, false))),
            }
        }
        all.join("\n\n")
    }

    /// Returns paragraphs and lists.
    fn within(&mut self, paragraphs: &[&'a Paragraph]) -> String {
        let is_list = |it: &&Paragraph| it.list.is_some();
        let groups = paragraphs.chunk_by(|left, right| is_list(left) == is_list(right));
        let mut all = Vec::new();
        for group in groups {
            match is_list(&group[0]) {
                true => all.push(self.list(group).trim_end().to_owned()),
                false => all.extend(group.iter().map(|it| guarded(&self.line(it, 0, false)))),
            }
        }
        all.retain(|text| !text.is_empty());
        all.join("\n\n")
    }
}
