//! The numbers of lists, which go on behind what interrupts them.

use std::collections::BTreeMap;

use crate::csl::roman;
use crate::word::read::model::ListItem;

/// The numbers that lists have reached.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    next: BTreeMap<(String, usize), u64>,
}

impl Lists {
    /// Returns the number of a point, and counts on.
    pub(super) fn number(&mut self, item: &ListItem) -> u64 {
        let number = *self
            .next
            .entry((item.list.clone(), item.level))
            .or_insert(item.start);
        self.next
            .insert((item.list.clone(), item.level), number + 1);
        // What lies deeper begins anew.
        self.next
            .retain(|(list, level), _| *list != item.list || *level <= item.level);
        number
    }
}

/// Returns a number as Markdown has it.
pub(super) fn numbered(number: u64, format: &str, around: &str) -> String {
    let letter = |first: u8| {
        let at = u8::try_from((number.max(1) - 1) % 26).unwrap_or(0);
        char::from(first + at).to_string()
    };
    let text = match format {
        "lowerLetter" => letter(b'a'),
        "upperLetter" => letter(b'A'),
        "lowerRoman" => roman(number),
        "upperRoman" => roman(number).to_uppercase(),
        _ => number.to_string(),
    };
    let is_capital = text.starts_with(|c: char| c.is_ascii_uppercase());
    match () {
        () if around.starts_with('(') && around.ends_with(')') => format!("({text})"),
        // A capital with a point may be somebody's initial.
        () if around.ends_with(')') || is_capital => format!("{text})"),
        () => format!("{text}."),
    }
}
