//! Numbers that live: those of headings, and of lists.

use std::collections::BTreeMap;

use crate::flow::escaped;

/// The numbers of headings in chapters, and in appendices.
pub(super) const CHAPTERS: usize = 1;
pub(super) const APPENDICES: usize = 2;
/// The signs of a list without numbers.
const BULLETS: usize = 3;

/// How deep a list may lie in lists.
const LEVELS: usize = 9;

/// How far an item stands from the one around it, in twentieths of a point.
const STEP: usize = 425;

/// The numberings of a file.
pub(super) struct Lists {
    /// The patterns of lists by the number of their definition.
    patterns: BTreeMap<String, usize>,
    /// What each list says beyond its definition: definition, level and first number.
    given: Vec<(usize, usize, usize)>,
    words: (String, String),
}

impl Lists {
    /// Returns numberings with the words before the number of a chapter and of an appendix.
    pub(super) fn new(chapter: &str, appendix: &str) -> Self {
        Self {
            patterns: BTreeMap::new(),
            given: vec![(CHAPTERS, 0, 0), (APPENDICES, 0, 0), (BULLETS, 0, 0)],
            words: (chapter.to_owned(), appendix.to_owned()),
        }
    }

    /// Says what stands before the number of a chapter or an appendix.
    pub(super) fn word(&mut self, definition: usize, word: &str) {
        match definition {
            APPENDICES => word.clone_into(&mut self.words.1),
            _ => word.clone_into(&mut self.words.0),
        }
    }

    /// Returns the number of a list without numbers.
    pub(super) fn bullets(&self) -> usize {
        BULLETS
    }

    /// Returns the number of a new list that counts by a pattern from a number on.
    pub(super) fn numbered(&mut self, pattern: &str, level: usize, first: usize) -> usize {
        let next = BULLETS + 1 + self.patterns.len();
        let definition = *self.patterns.entry(pattern.to_owned()).or_insert(next);
        self.again(definition, level, first)
    }

    /// Returns the number of headings that go on with a number.
    pub(super) fn again(&mut self, definition: usize, level: usize, first: usize) -> usize {
        self.given.push((definition, level.min(LEVELS - 1), first));
        self.given.len()
    }

    /// Returns the part of the file that defines them.
    pub(super) fn part(&self) -> String {
        let (chapter, appendix) = &self.words;
        let mut out = String::new();
        out.push_str(&headings(CHAPTERS, "decimal", &escaped(chapter)));
        out.push_str(&headings(APPENDICES, "upperLetter", &escaped(appendix)));
        out.push_str(&definition(BULLETS, &|level| {
            let sign = ["•", "–", "▪"][level % 3];
            ("bullet".to_owned(), sign.to_owned())
        }));
        let mut patterns: Vec<_> = self.patterns.iter().collect();
        patterns.sort_by_key(|(_, number)| **number);
        for (pattern, number) in patterns {
            out.push_str(&definition(*number, &|level| numbers(pattern, level)));
        }
        for (at, (definition, level, first)) in self.given.iter().enumerate() {
            let first = match first {
                0 => String::new(),
                first => format!(
                    "<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{first}\"/></w:lvlOverride>"
                ),
            };
            out.push_str(&format!(
                "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{definition}\"/>{first}</w:num>",
                at + 1
            ));
        }
        out
    }
}

/// "Chapter 2" for the first level and "2.1" below; unnumbered from the fourth on.
fn headings(number: usize, format: &str, word: &str) -> String {
    let levels = (0..LEVELS).map(|level| {
        let format = if level == 0 { format } else { "decimal" };
        let text = match level {
            0 => format!("{word} %1"),
            1 | 2 => (1..=level + 1)
                .map(|at| format!("%{at}"))
                .collect::<Vec<_>>()
                .join("."),
            _ => String::new(),
        };
        let (format, style) = match level {
            0..3 if number == CHAPTERS => (
                format,
                format!("<w:pStyle w:val=\"Heading{}\"/>", level + 1),
            ),
            0..3 => (format, String::new()),
            _ => ("none", String::new()),
        };
        let between = if level == 0 { "space" } else { "tab" };
        let indent = if level == 0 { 0 } else { 567 + 142 * level };
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{style}\
             <w:suff w:val=\"{between}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
             <w:pPr><w:ind w:left=\"{indent}\" w:hanging=\"{indent}\"/></w:pPr></w:lvl>"
        )
    });
    let levels: String = levels.collect();
    format!(
        "<w:abstractNum w:abstractNumId=\"{number}\"><w:multiLevelType w:val=\"multilevel\"/>{levels}</w:abstractNum>"
    )
}

fn definition(number: usize, level_of: &dyn Fn(usize) -> (String, String)) -> String {
    let levels = (0..LEVELS).map(|level| {
        let (format, text) = level_of(level);
        let left = STEP * (level + 1);
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
             <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
             <w:pPr><w:ind w:left=\"{left}\" w:hanging=\"{STEP}\"/></w:pPr></w:lvl>"
        )
    });
    let levels: String = levels.collect();
    format!(
        "<w:abstractNum w:abstractNumId=\"{number}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{levels}</w:abstractNum>"
    )
}

/// Returns how far what belongs to an item of a level stands from the text.
pub(super) fn indent(level: usize) -> usize {
    STEP * (level.min(LEVELS - 1) + 1)
}

/// Reads a pattern such as `(a)`: the kind of its numbers, and what stands around them.
fn numbers(pattern: &str, level: usize) -> (String, String) {
    let sign = pattern
        .chars()
        .find(|c| "1aAiI".contains(*c))
        .unwrap_or('1');
    let format = match sign {
        'a' => "lowerLetter",
        'A' => "upperLetter",
        'i' => "lowerRoman",
        'I' => "upperRoman",
        _ => "decimal",
    };
    let (before, after) = pattern.split_once(sign).unwrap_or(("", "."));
    let bare = |text: &str| {
        text.chars()
            .filter(|c| "().:- ".contains(*c))
            .collect::<String>()
    };
    (
        format.to_owned(),
        format!("{}%{}{}", bare(before), level + 1, bare(after)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_says_how_items_count() {
        let case = |pattern: &str, format: &str, text: &str| {
            assert_eq!(numbers(pattern, 0), (format.to_owned(), text.to_owned()));
        };
        case("1.", "decimal", "%1.");
        case("(a)", "lowerLetter", "(%1)");
        case("I)", "upperRoman", "%1)");
    }
}
