//! A line of dashes, whose groups say where the columns of a table are.

use crate::markdown::tables::columns::{characters, indent};

/// A line of dashes in groups.
#[derive(Debug, PartialEq)]
pub(super) struct DashLine {
    /// Where each group starts, and how many dashes it has.
    pub(super) groups: Vec<(usize, usize)>,
}

impl DashLine {
    /// Reads a line of nothing but dashes and space, less than four columns in; single dashes
    /// alone are a rule or a list.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (start, rest) = indent(text);
        if start > 3 || !rest.starts_with("-") || !rest.bytes().all(|byte| b"- \t".contains(&byte))
        {
            return None;
        }
        let mut groups: Vec<(usize, usize)> = Vec::new();
        for (_, _, column, _) in characters(text).filter(|(_, c, _, _)| *c == '-') {
            match groups.last_mut() {
                Some((start, length)) if *start + *length == column => *length += 1,
                Some(_) | None => groups.push((column, 1)),
            }
        }
        let is_drawn = groups.iter().any(|(_, length)| *length > 1);
        is_drawn.then_some(Self { groups })
    }

    pub(super) fn has_columns(&self) -> bool {
        self.groups.len() > 1
    }

    pub(super) fn starts(&self) -> Vec<usize> {
        self.groups.iter().map(|(start, _)| *start).collect()
    }

    pub(super) fn end(&self) -> usize {
        self.groups
            .last()
            .map_or(0, |(start, length)| start + length)
    }

    /// Whether it closes a table with these columns: it is as long, or drawn as they are.
    pub(super) fn closes(&self, columns: &DashLine) -> bool {
        self.groups == columns.groups || self.end() + 2 >= columns.end()
    }
}
