//! Lines and columns of very many places.

use std::collections::BTreeMap;

use crate::diagnostics::{Place, ProjectPath, SourceMap};
use crate::pipeline::count::report::At;

/// Answers where places stand, in time that does not grow with the file: a census asks once a
/// word.
pub(crate) struct Positions<'a> {
    sources: &'a SourceMap,
    /// Where the lines of the files begin that were asked for.
    lines: BTreeMap<ProjectPath, Vec<usize>>,
}

impl<'a> Positions<'a> {
    pub(crate) fn new(sources: &'a SourceMap) -> Self {
        Self {
            sources,
            lines: BTreeMap::new(),
        }
    }

    /// Returns where a place starts, or `None` for a whole file or a file that was not read.
    pub(crate) fn at(&mut self, place: &Place) -> Option<At> {
        let text = self.sources.text(&place.path)?;
        let start = place.range.as_ref()?.start;
        if !self.lines.contains_key(&place.path) {
            self.lines.insert(place.path.clone(), line_starts(text));
        }
        let lines = self.lines.get(&place.path)?;
        let line = lines.partition_point(|line| *line <= start).max(1) - 1;
        let line_start = lines[line];
        let before = text.get(line_start..start.min(text.len()))?;
        let is_mark = |c: &char| line_start == 0 && *c == '\u{feff}';
        let columns = before
            .chars()
            .filter(|c| !is_mark(c) && !matches!(c, '\r' | '\n'))
            .count();
        Some(At {
            path: place.path.to_string(),
            line: u32::try_from(line + 1).unwrap_or(u32::MAX),
            column: u32::try_from(columns + 1).unwrap_or(u32::MAX),
        })
    }
}

/// Returns where lines begin; a line ends at `\n`, `\r\n` or `\r`.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(at, byte)| {
        **byte == b'\n' || (**byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
    });
    std::iter::once(0)
        .chain(ends.map(|(at, _)| at + 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_stands_where_the_source_map_says() {
        let text = "\u{feff}# Éins\r\n\r\nzwei\rdrei — vier\n\n\tfünf\n";
        let path = ProjectPath::new("chapters/a.md").unwrap();
        let mut sources = SourceMap::default();
        sources.insert(path.clone(), text);
        let mut positions = Positions::new(&sources);
        for (start, c) in text.char_indices() {
            let place = Place::range(path.clone(), start..start + c.len_utf8());
            let (line, column) = sources.position(&place).unwrap();
            let at = positions.at(&place).unwrap();
            assert_eq!(
                (at.line, at.column),
                (line.number(), column.number()),
                "{start} {c:?}"
            );
        }
        assert_eq!(positions.at(&Place::file(path)), None);
    }
}
