//! Where something stands in the author's files.

use std::fmt;
use std::num::NonZeroU32;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

/// A line number as people and file formats write it: the first line is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LineNumber(NonZeroU32);

/// A column in Unicode scalar values: the first column is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Column(NonZeroU32);

macro_rules! one_based {
    ($name:ident) => {
        impl $name {
            /// Returns the number for a position counted from zero; it saturates at the top.
            pub fn from_zero_based(index: usize) -> Self {
                let index = u32::try_from(index).unwrap_or(u32::MAX - 1);
                Self(NonZeroU32::MIN.saturating_add(index))
            }

            /// Returns the number, counted from 1.
            pub fn number(self) -> u32 {
                self.0.get()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}
one_based!(LineNumber);
one_based!(Column);

/// What the names of Markdown files end with.
pub const MARKDOWN_EXTENSIONS: [&str; 3] = ["md", "markdown", "mdown"];

/// What those end with that are Markdown where they are named as texts of the dissertation.
const MARKDOWN_IF_NAMED: [&str; 3] = ["txt", "qmd", "rmd"];

/// A path relative to the project's folder, written with `/` on every system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProjectPath(String);

impl ProjectPath {
    /// Returns the path with `\` turned to `/` and `.` left out.
    ///
    /// Returns `None` if it is absolute, has a drive letter, or climbs above the project.
    pub fn new(path: &str) -> Option<Self> {
        let path = path.replace('\\', "/");
        let bytes = path.as_bytes();
        let has_drive = bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':';
        if path.starts_with('/') || has_drive {
            return None;
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self(parts.join("/")))
    }

    /// Returns the place of `path` below `root`, or `None` if it lies elsewhere or is not UTF-8.
    pub fn relative(root: &Path, path: &Path) -> Option<Self> {
        let below = path.strip_prefix(root).ok()?;
        let mut parts = Vec::new();
        for component in below.components() {
            match component {
                Component::Normal(part) => parts.push(part.to_str()?),
                Component::CurDir => {}
                Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
            }
        }
        Some(Self(parts.join("/")))
    }

    /// Returns the path as it is written in messages and JSON.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the path on this machine, below `root`.
    pub fn below(&self, root: &Path) -> PathBuf {
        let mut path = root.to_path_buf();
        path.extend(self.0.split('/').filter(|part| !part.is_empty()));
        path
    }

    /// Returns the last part of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// Returns the extension in lower case, without its dot; empty if there is none.
    pub fn extension(&self) -> String {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
            _ => String::new(),
        }
    }

    /// Returns whether a text of the dissertation of this name is Markdown: also a `.txt`, which is
    /// one only where it is named.
    pub fn is_markdown(&self) -> bool {
        let extension = self.extension();
        let mut known = MARKDOWN_EXTENSIONS.iter().chain(&MARKDOWN_IF_NAMED);
        known.any(|known| *known == extension)
    }

    /// Returns the rest of the path below a folder; the project's folder is empty.
    pub fn below_folder(&self, folder: &ProjectPath) -> Option<&str> {
        match folder.0.as_str() {
            "" => Some(&self.0),
            folder => self.0.strip_prefix(folder)?.strip_prefix('/'),
        }
    }

    /// Returns the folder that holds the file, empty for the project's own folder.
    pub fn parent(&self) -> ProjectPath {
        ProjectPath(
            self.0
                .rsplit_once('/')
                .map_or(String::new(), |(parent, _)| parent.to_owned()),
        )
    }

    /// Returns `other` as seen from this folder, or `None` if it climbs above the project.
    ///
    /// A leading `/` means the project's folder, as in Typst.
    pub fn join(&self, other: &str) -> Option<ProjectPath> {
        match other.strip_prefix('/') {
            Some(from_root) => ProjectPath::new(from_root),
            None => ProjectPath::new(format!("{}/{other}", self.0).trim_start_matches('/')),
        }
    }
}

impl fmt::Display for ProjectPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place in one of the author's files: the whole file, or a range of its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file.
    pub path: ProjectPath,
    /// The bytes meant, as they stand in the file; `None` means the file as a whole.
    pub range: Option<Range<usize>>,
}

impl Place {
    /// Returns the place of a whole file.
    pub fn file(path: ProjectPath) -> Self {
        Self { path, range: None }
    }

    /// Returns the place of some bytes of a file.
    pub fn range(path: ProjectPath, range: Range<usize>) -> Self {
        Self {
            path,
            range: Some(range),
        }
    }

    /// Returns where it starts, for sorting: files by name, whole files first.
    pub fn sort_key(&self) -> (&str, Option<usize>) {
        (
            self.path.as_str(),
            self.range.as_ref().map(|range| range.start),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_path_never_leaves_the_project() {
        #[track_caller]
        fn case(path: &str, expected: Option<&str>) {
            assert_eq!(
                ProjectPath::new(path).as_ref().map(ProjectPath::as_str),
                expected
            );
        }

        case("chapters/01-a.md", Some("chapters/01-a.md"));
        case(r"chapters\01-a.md", Some("chapters/01-a.md"));
        case("./figures/../x.svg", Some("x.svg"));
        case("../x.svg", None);
        case("a/../../x.svg", None);
        case("/etc/passwd", None);
        case(r"C:\Users\x", None);
        case(r"\\server\share", None);
    }

    #[test]
    fn a_joined_path_starts_at_its_folder_or_at_the_project() {
        let folder = ProjectPath::new("chapters/01-a.md").unwrap().parent();
        assert_eq!(
            folder.join("../figures/x.svg").unwrap().as_str(),
            "figures/x.svg"
        );
        assert_eq!(
            folder.join("/figures/x.svg").unwrap().as_str(),
            "figures/x.svg"
        );
        assert_eq!(folder.join("../../x.svg"), None);
        assert_eq!(
            ProjectPath::new("a.md")
                .unwrap()
                .parent()
                .join("b.svg")
                .unwrap()
                .as_str(),
            "b.svg"
        );
    }

    #[test]
    fn the_first_line_is_one() {
        assert_eq!(LineNumber::from_zero_based(0).number(), 1);
        assert_eq!(Column::from_zero_based(6).to_string(), "7");
    }
}
