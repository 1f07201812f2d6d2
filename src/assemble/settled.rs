//! What can only be known from the layout before: the number that the title page prints.

use serde::Serialize;

use crate::diagnostics::text::thousands;

/// The virtual file that carries it to the template; its text is [`Settled::file`].
pub const SETTLED: &str = "/.folio/settled.json";

/// What a layout is set with, and what is read from it. Pages are final when the two are the same.
///
/// Without a count the title page keeps the room for it, so that the next layout moves nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Words counted under the book's counting rule.
    pub words: Option<usize>,
    /// Whether some of them are only estimated.
    pub is_estimated: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct SettledFile {
    printed_count: Option<String>,
}

impl Settled {
    /// Returns the text of the file.
    pub fn file(&self) -> String {
        let about = if self.is_estimated { "about " } else { "" };
        let printed = self
            .words
            .map(|words| format!("{about}{}", thousands(words)));
        let file = SettledFile {
            printed_count: printed,
        };
        serde_json::to_string(&file).expect("texts can always be written") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_keeps_its_room_until_it_is_known() {
        assert_eq!(Settled::default().file(), "{\"printed-count\":null}\n");
        let mut counted = Settled {
            words: Some(9412),
            is_estimated: false,
        };
        assert_eq!(counted.file(), "{\"printed-count\":\"9,412\"}\n");
        counted.is_estimated = true;
        assert_eq!(counted.file(), "{\"printed-count\":\"about 9,412\"}\n");
    }
}
