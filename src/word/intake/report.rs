//! What came over from a draft, what did not, and where: as text for its author.

use std::collections::BTreeMap;

use crate::diagnostics::text;

/// How many places of one kind are named.
const MOST_PLACES: usize = 12;

/// What is told about an import.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What came over, a line each.
    pub(crate) brought: Vec<String>,
    /// What needs somebody's eye, by what it is: details with their places.
    told: Vec<(&'static str, Vec<(String, String)>)>,
    /// What a word of the draft became that is not in a chapter: kinds with their numbers of words.
    pub(crate) elsewhere: BTreeMap<&'static str, usize>,
    /// The words of the draft, and those in the new files.
    pub(crate) words: (usize, usize),
    /// What else differs, a line each.
    pub(crate) unexplained: Vec<String>,
}

impl Report {
    /// Tells something about a place, such as `chapters/01-introduction.md:12`.
    pub(crate) fn tell(&mut self, what: &'static str, detail: &str, place: &str) {
        let detail = text::inline(detail.trim(), 90);
        let row = (detail, place.to_owned());
        match self.told.iter_mut().find(|(known, _)| *known == what) {
            Some((_, rows)) => rows.push(row),
            None => self.told.push((what, vec![row])),
        }
    }

    /// Returns how many things of all kinds were told.
    pub fn concerns(&self) -> usize {
        self.told.iter().map(|(_, rows)| rows.len()).sum()
    }

    /// Returns the whole report as Markdown.
    pub fn markdown(&self, name: &str) -> String {
        let mut out = format!("# What came over from {}\n\n", text::inline(name, 120));
        for line in &self.brought {
            out.push_str(&format!("- {line}\n"));
        }
        out.push_str("\n## Words\n\n");
        out.push_str(&self.word_lines());
        if !self.told.is_empty() {
            out.push_str("\n## Please look at these\n");
        }
        for (what, rows) in &self.told {
            out.push_str(&format!(
                "\n{} ({}):\n\n",
                text::capitalised(what),
                text::thousands(rows.len())
            ));
            for (detail, place) in rows {
                out.push_str(&line_of(detail, place, "- "));
            }
        }
        out
    }

    /// Returns the report for a terminal, long lists cut short.
    pub fn short(&self) -> String {
        let mut out = String::new();
        for line in &self.brought {
            out.push_str(&format!("  {line}\n"));
        }
        out.push_str(&format!("\nWords:\n{}", indented(&self.word_lines())));
        if !self.told.is_empty() {
            out.push_str("\nPlease look at these:\n");
        }
        for (what, rows) in &self.told {
            out.push_str(&format!(
                "  {} ({})\n",
                text::capitalised(what),
                text::thousands(rows.len())
            ));
            for (detail, place) in rows.iter().take(MOST_PLACES) {
                out.push_str(&line_of(detail, place, "    "));
            }
            if rows.len() > MOST_PLACES {
                out.push_str(&format!(
                    "    and {} more\n",
                    text::thousands(rows.len() - MOST_PLACES)
                ));
            }
        }
        out
    }

    fn word_lines(&self) -> String {
        let (before, after) = self.words;
        let mut out = format!("- in the Word file: {}\n", text::thousands(before));
        for (kind, number) in self.elsewhere.iter().filter(|(_, number)| **number > 0) {
            out.push_str(&format!("- {kind}: {}\n", text::thousands(*number)));
        }
        out.push_str(&format!(
            "- the text of the new files: {}\n",
            text::thousands(after)
        ));
        let named: usize = self.elsewhere.values().sum();
        match (self.unexplained.is_empty(), before == named + after) {
            (true, true) => {
                out.push_str(
                    "- nothing is missing: the numbers add up, and the new files print each word\n",
                );
            }
            (_, true) => {}
            (_, false) => {
                let gap = before.abs_diff(named + after);
                out.push_str(&format!("- not accounted for: {}\n", text::thousands(gap)));
            }
        }
        for line in &self.unexplained {
            out.push_str(&format!("- {line}\n"));
        }
        out
    }
}

fn line_of(detail: &str, place: &str, before: &str) -> String {
    match (detail.is_empty(), place.is_empty()) {
        (true, _) => format!("{before}{place}\n"),
        (false, true) => format!("{before}{detail}\n"),
        (false, false) => format!("{before}{place}: {detail}\n"),
    }
}

fn indented(text: &str) -> String {
    text.lines()
        .map(|line| format!("  {}\n", line.trim_start_matches("- ")))
        .collect()
}
