//! The lists of names that may not appear.

use std::ops::Range;
use std::sync::Arc;

use crate::check::confidential::names::{Hit, ListedNames};
use crate::check::confidential::ways::Likeness;
use crate::diagnostics::text::count;
use crate::diagnostics::{FileError, ProjectPath, Store};

/// The file in the project's folder.
pub const CONFIDENTIAL: &str = "confidential.txt";
/// A longer list is none.
const MAX_BYTES: u64 = 1 << 20;

/// The names that may not appear, as `confidential.txt` and `--confidential` list them.
///
/// The default lists nothing, and says so.
#[derive(Clone, Debug, Default)]
pub struct Confidential {
    names: ListedNames,
    /// Whether anybody has listed names: without a list, nothing was looked for.
    is_listed: bool,
    /// Why the project's own list was not read.
    pub(super) unreadable: Option<String>,
    /// So many lines cannot be looked for.
    refused: usize,
}

impl Confidential {
    /// Reads the lists of names, the project's own and one from outside: all of both hold.
    pub fn read(store: &Store, outside: Option<&str>) -> Self {
        let own = match own(store) {
            Ok(own) => own.map(|bytes| decoded(&bytes)),
            Err(error) => {
                return Self {
                    unreadable: Some(why(&error)),
                    ..Self::of(&[outside.unwrap_or_default()], outside.is_some())
                };
            }
        };
        let lists: Vec<&str> = own.iter().map(String::as_str).chain(outside).collect();
        Self::of(&lists, !lists.is_empty())
    }

    /// Returns why a list finds nothing, if it does not.
    pub fn why_useless(list: &str) -> Option<&'static str> {
        let (names, refused) = ListedNames::new(lines(list));
        match (names.is_empty(), refused) {
            (false, _) => None,
            (true, 0) => Some("it lists no name"),
            (true, _) => Some("what it lists is too short or too long for a name"),
        }
    }

    /// Takes the names of lists: one name a line, `#` begins a comment.
    fn of(lists: &[&str], is_listed: bool) -> Self {
        let lines = lists.iter().flat_map(|list| lines(list));
        let (names, refused) = ListedNames::new(lines);
        Self {
            // A list without a name (a new project has one) asks for nothing.
            is_listed: is_listed && (!names.is_empty() || refused > 0),
            names,
            unreadable: None,
            refused,
        }
    }

    /// Returns what was not looked for, as a sentence without full stop.
    pub fn not_checked(&self) -> Option<String> {
        if let Some(why) = &self.unreadable {
            return Some(format!(
                "confidential names: `{CONFIDENTIAL}` cannot be read: {why}"
            ));
        }
        if !self.is_listed {
            return Some(format!("confidential names: `{CONFIDENTIAL}` lists none"));
        }
        (self.refused > 0).then(|| {
            let lines = count(self.refused, "line");
            format!("confidential names: {lines} too short or too long to look for")
        })
    }

    /// Returns where names stand in a text, however they are written, in order; ranges may
    /// overlap. Initials and a surname are anybody's there.
    pub fn find_in(&self, text: &str) -> Vec<Range<usize>> {
        self.certain(text).map(|hit| hit.range).collect()
    }

    /// Returns the masked names that stand in a text, each once: `N… T…`.
    pub fn masked_in(&self, text: &str) -> Vec<String> {
        let mut masked: Vec<String> = Vec::new();
        for hit in self.certain(text) {
            let name = self.names.masked(hit.name);
            if !masked.contains(&name) {
                masked.push(name);
            }
        }
        masked
    }

    fn certain(&self, text: &str) -> impl Iterator<Item = Hit> {
        let hits = self.names.find(text).into_iter();
        hits.filter(|hit| hit.likeness == Likeness::Name)
    }

    /// Returns the names to look for.
    pub(super) fn names(&self) -> &ListedNames {
        &self.names
    }
}

/// Reads the project's own list, if there is one.
fn own(store: &Store) -> Result<Option<Arc<[u8]>>, FileError> {
    let path = ProjectPath::new(CONFIDENTIAL).filter(|path| store.stands(path));
    path.map(|path| store.private_bytes(&path, MAX_BYTES))
        .transpose()
}

fn why(error: &FileError) -> String {
    match error {
        FileError::TooLarge { .. } => "it is larger than 1 MiB".into(),
        FileError::Outside { .. } => "it leads out of the project".into(),
        FileError::Io { .. }
        | FileError::NotUtf8 { .. }
        | FileError::Private { .. }
        | FileError::Exists { .. } => "the system refuses it".into(),
    }
}

/// Reads bytes as the editors of people write them: UTF-8, UTF-16 with its mark, Latin-1.
fn decoded(bytes: &[u8]) -> String {
    let wide = |rest: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest
            .chunks_exact(2)
            .map(|pair| read([pair[0], pair[1]]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    }
}

fn lines(list: &str) -> impl Iterator<Item = &str> {
    let list = list.strip_prefix('\u{feff}').unwrap_or(list);
    list.split(['\n', '\r'])
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_one_name_a_line() {
        let list = Confidential::of(
            &["\u{feff}# who\r\n\r\nNorthern Trust\r\n  Ann Lee \n"],
            true,
        );
        assert!(list.is_listed);
        assert_eq!(list.not_checked(), None);
        assert_eq!(list.find_in("at Northern Trust, ann lee"), [3..17, 19..26]);
        assert_eq!(list.masked_in("Ann Lee and ANN LEE"), ["A… L…"]);
    }

    #[test]
    fn without_a_name_nothing_was_looked_for() {
        for list in [
            Confidential::default(),
            Confidential::of(&["# none yet\n"], true),
        ] {
            assert!(!list.is_listed);
            assert!(list.not_checked().is_some());
            assert!(list.find_in("anything").is_empty());
        }
    }

    #[test]
    fn a_line_that_cannot_be_looked_for_is_said() {
        let list = Confidential::of(&["x\nNorthern Trust"], true);
        let said = list.not_checked().unwrap();
        assert!(said.contains("1 line too short"), "{said}");
    }

    #[test]
    fn a_list_is_read_however_an_editor_saved_it() {
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("Zoë".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(decoded(&wide), "Zoë");
        assert_eq!(decoded(b"Zo\xeb"), "Zoë");
        assert_eq!(decoded("Zoë".as_bytes()), "Zoë");
    }
}
