//! The names of hidden bookmarks, by which a Word file finds its way back to the author's files.
//!
//! Word hides a bookmark whose name begins with `_`, and keeps at most 40 characters of it.

use crate::diagnostics::{ProjectPath, sha256};

/// Who makes the changes that an export shows as not decided: they are the chapter's own.
pub(in crate::word) const OWN_AUTHOR: &str = "folio";

/// The bookmark around a block of an author's file: where it is written, and its words.
///
/// `line` counts from 1; `text` is the whole file. The words of a block are its lines from there up
/// to the next blank one, without white space at their ends.
pub fn block(path: &ProjectPath, line: usize, text: &str) -> String {
    let lines = text.lines().skip(line.saturating_sub(1));
    let own: Vec<&str> = lines
        .map(str::trim_end)
        .take_while(|line| !line.is_empty())
        .collect();
    let path = &sha256(path.as_str().as_bytes())[..8];
    let words = &sha256(own.join("\n").as_bytes())[..8];
    format!("_folio_{path}_{line}_{words}")
}

/// The id of a citation as it was typed: its bookmark is `_folio_c_` and this.
pub fn citation(typed: &str) -> String {
    sha256(typed.as_bytes())[..12].to_owned()
}

/// The id of a work: the bookmark of its reference is `_folio_w_` and this.
pub fn work(key: &str) -> String {
    sha256(key.as_bytes())[..12].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_named_by_its_file_its_line_and_its_words() {
        let path = ProjectPath::new("chapters/02-method.md").unwrap();
        let text = "# Method\n\nOne  \ntwo.\n\nThree.\n";
        let name = block(&path, 3, text);
        assert_eq!(name, block(&path, 3, "\n\nOne\r\ntwo.\n"));
        assert_ne!(name, block(&path, 3, "\n\nOne\ntwo!\n"));
        assert!(name.starts_with("_folio_") && name.contains("_3_") && name.len() <= 40);
        assert!(
            block(&path, 1_234_567, text).len() <= 36,
            "room for a count"
        );
    }
}
