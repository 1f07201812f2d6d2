//! The pictures of a draft as files, each with a name and an ending that say what it is.

use std::collections::BTreeMap;

use crate::diagnostics::text;
use crate::word::read::model::{What, WordFile};
use crate::word::read::paragraphs;

/// Names the files of pictures, each once however often it is shown.
pub(super) fn picture_files(
    file: &WordFile,
) -> (BTreeMap<String, String>, BTreeMap<String, Vec<u8>>) {
    let mut names = BTreeMap::new();
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut all = Vec::new();
    paragraphs(&file.blocks, &mut all);
    for note in file.footnotes.values().chain(file.endnotes.values()) {
        paragraphs(note, &mut all);
    }
    let pictures = all
        .iter()
        .flat_map(|it| &it.pieces)
        .filter_map(|piece| match &piece.what {
            What::Picture(picture) if !picture.is_outside => Some(picture),
            _ => None,
        });
    for picture in pictures {
        let Some(bytes) = file.pictures.get(&picture.target) else {
            continue;
        };
        if names.contains_key(&picture.target) {
            continue;
        }
        let own = picture
            .target
            .rsplit('/')
            .next()
            .and_then(|name| name.rsplit_once('.'))
            .map(|(stem, _)| stem);
        let stem = text::slug(own.unwrap_or("picture"), 40);
        let stem = if stem.is_empty() {
            "picture".to_owned()
        } else {
            stem
        };
        let ending = ending(bytes, &picture.target);
        let mut name = format!("figures/{stem}.{ending}");
        let mut number = 2;
        while files.contains_key(&name) {
            name = format!("figures/{stem}-{number}.{ending}");
            number += 1;
        }
        files.insert(name.clone(), bytes.clone());
        names.insert(picture.target.clone(), name);
    }
    (names, files)
}

/// Returns what a picture is by how it begins, whatever it is called.
fn ending(bytes: &[u8], name: &str) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]);
    match bytes {
        _ if bytes.starts_with(b"\x89PNG") => "png".into(),
        _ if bytes.starts_with(b"\xff\xd8") => "jpg".into(),
        _ if bytes.starts_with(b"GIF8") => "gif".into(),
        _ if bytes.starts_with(b"%PDF") => "pdf".into(),
        _ if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => "webp".into(),
        _ if head.contains("<svg") => "svg".into(),
        _ => text::slug(name.rsplit('.').next().unwrap_or("bin"), 5),
    }
}
