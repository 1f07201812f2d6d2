//! The fonts of a document: those in the binary, those of the project, and by name those of the
//! system.
//!
//! A look must not depend on the machine. So the system is asked only for families that the
//! manifest names, and only when neither the binary nor the project has them.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontInfo};
use typst_kit::fonts::{FontPath, FontStore, embedded, system};

use crate::diagnostics::text::{inline, nearest};
use crate::diagnostics::{Diagnostic, Place, ProjectPath, Store};
use crate::typeset::files::MAX_BYTES;
use crate::typeset::rules::{FONT_UNREADABLE, UNKNOWN_FONT};

/// The folder of a project that holds its own fonts.
pub const FONTS: &str = "fonts";

/// A font family that the manifest names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFamily {
    /// Its name, in any case.
    pub name: String,
    /// Where the manifest names it.
    pub place: Option<Place>,
}

impl From<&str> for FontFamily {
    fn from(name: &str) -> Self {
        Self {
            name: name.into(),
            place: None,
        }
    }
}

/// Where a family of fonts was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FontHome {
    /// In the project's own folder.
    Project,
    /// In the program.
    Program,
    /// Among the fonts of this computer.
    Computer,
    /// Nowhere.
    Nowhere,
}

/// Returns where a family is found, without setting a page.
pub fn font_home(store: &Store, family: &str) -> FontHome {
    let mut fonts = Fonts::default();
    fonts.add_project(store);
    if fonts.has(family) {
        return FontHome::Project;
    }
    fonts.store.extend(in_binary().iter().cloned());
    if fonts.has(family) {
        return FontHome::Program;
    }
    fonts.add_named(&[family.into()]);
    match fonts.has(family) {
        true => FontHome::Computer,
        false => FontHome::Nowhere,
    }
}

/// Returns how many files of the project's own folder are no fonts that can be read.
pub fn unreadable_fonts(store: &Store) -> usize {
    let mut fonts = Fonts::default();
    fonts.add_project(store);
    fonts.findings.len()
}

/// The fonts of a session, and what is wrong with them.
#[derive(Default)]
pub(super) struct Fonts {
    pub(super) store: FontStore,
    pub(super) findings: Vec<Diagnostic>,
}

/// Gathers the fonts of a project.
pub(super) fn gather(store: &Store, named: &[FontFamily]) -> Fonts {
    let mut fonts = Fonts::default();
    // A font of the project comes first: it may be a newer cut of an embedded family.
    fonts.add_project(store);
    fonts.store.extend(in_binary().iter().cloned());
    fonts.add_named(named);
    fonts
}

/// The faces of the sans-serif that the engine's own assets lack.
const SANS_SERIF: [&[u8]; 4] = [
    notosans::REGULAR_TTF,
    notosans::ITALIC_TTF,
    notosans::BOLD_TTF,
    notosans::BOLD_ITALIC_TTF,
];

/// The faces of the sans-serif in the binary.
pub(super) fn sans_serif() -> Vec<Font> {
    let faces = SANS_SERIF.into_iter();
    faces
        .filter_map(|bytes| Font::new(Bytes::new(bytes), 0))
        .collect()
}

/// The faces inside the binary: the engine's own, and a sans-serif for text.
fn in_binary() -> &'static [(Font, FontInfo)] {
    static FACES: OnceLock<Vec<(Font, FontInfo)>> = OnceLock::new();
    FACES.get_or_init(|| {
        embedded()
            .chain(
                SANS_SERIF
                    .into_iter()
                    .flat_map(|bytes| faces(Bytes::new(bytes))),
            )
            .collect()
    })
}

/// Returns whether a font's file is one of those inside the binary.
pub(super) fn is_in_binary(bytes: &[u8]) -> bool {
    in_binary()
        .iter()
        .any(|(font, _)| font.data().as_slice() == bytes)
}

/// Returns whether a collection of fonts declares more of them than any has (OpenType, "TTC
/// Header": the number stands behind twelve bytes' worth of tag, version and itself).
fn declares_too_many(bytes: &[u8]) -> bool {
    const MOST: u32 = 256;
    let number = bytes.get(8..12).and_then(|it| it.try_into().ok());
    bytes.starts_with(b"ttcf") && number.map(u32::from_be_bytes).is_none_or(|it| it > MOST)
}

fn faces(bytes: Bytes) -> impl Iterator<Item = (Font, FontInfo)> {
    Font::iter(bytes).map(|font| {
        let info = font.info().clone();
        (font, info)
    })
}

impl Fonts {
    fn add_project(&mut self, store: &Store) {
        for path in font_files(store) {
            let finding = match store.bytes(&path, MAX_BYTES) {
                Ok(bytes) if declares_too_many(&bytes) => Diagnostic::of(
                    &FONT_UNREADABLE,
                    "this file says that it holds more fonts than it has room for",
                )
                .hint("take the font's file from its maker again"),
                Ok(bytes) => {
                    let found: Vec<_> = faces(Bytes::new(bytes)).collect();
                    if !found.is_empty() {
                        self.store.extend(found);
                        continue;
                    }
                    let what = "this file is not a font that can be read";
                    Diagnostic::of(&FONT_UNREADABLE, what)
                        .hint("take the .ttf or .otf file; web fonts (.woff) cannot be used")
                }
                Err(error) => Diagnostic::of(&FONT_UNREADABLE, error.to_string())
                    .hint("put the font file itself into `fonts/`, not a link to it elsewhere"),
            };
            self.findings.push(finding.at(Place::file(path)));
        }
    }

    fn add_named(&mut self, named: &[FontFamily]) {
        let mut missing: Vec<&FontFamily> = named
            .iter()
            .filter(|family| !self.has(&family.name))
            .collect();
        if missing.is_empty() {
            return;
        }
        // Looking through the system's fonts takes a tenth of a second: only when it is asked for.
        let wanted: BTreeSet<String> = missing.iter().map(|f| f.name.to_lowercase()).collect();
        let mut found: Vec<(FontPath, FontInfo)> = system()
            .filter(|(_, info)| wanted.contains(&info.family.to_lowercase()))
            .collect();
        found.sort_by(|a, b| (&a.0.path, a.0.index).cmp(&(&b.0.path, b.0.index)));
        self.store.extend(found);

        missing.retain(|family| !self.has(&family.name));
        for family in missing {
            let finding = self.unknown(family);
            self.findings.push(finding);
        }
    }

    fn has(&self, family: &str) -> bool {
        self.store.book().contains_family(&family.to_lowercase())
    }

    fn unknown(&self, family: &FontFamily) -> Diagnostic {
        let families: Vec<&str> = self.store.book().families().map(|(name, _)| name).collect();
        unknown_family(&family.name, &families).maybe_at(family.place.clone())
    }
}

/// Returns the finding for a family that is nowhere to be found.
pub(super) fn unknown_family(name: &str, families: &[&str]) -> Diagnostic {
    let name = inline(name, 60);
    let finding = Diagnostic::of(&UNKNOWN_FONT, format!("there is no font called `{name}`"));
    let finding = match nearest(&name, families.iter().copied()) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding,
    };
    finding
        .hint(format!(
            "put the font's files (.ttf or .otf) into the project's `{FONTS}/` folder"
        ))
        .hint("or choose a family that folio brings: Libertinus Serif, New Computer Modern, Noto Sans, DejaVu Sans Mono")
}

/// Returns the font files of a project, folder by folder by name.
pub(super) fn font_files(store: &Store) -> Vec<ProjectPath> {
    let Some(folder) = ProjectPath::new(FONTS).filter(|folder| store.is_folder(folder)) else {
        return Vec::new();
    };
    // Links are not followed here; each file is confined all the same, for the folder itself may
    // be a link.
    let files = store.list(&folder, 8).into_iter().flatten();
    files
        .filter(|entry| !entry.is_folder)
        .filter_map(|entry| entry.path)
        .filter(|path| ["ttf", "otf", "ttc", "otc"].contains(&path.extension().as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binary_brings_a_serif_a_sans_a_mono_and_a_maths_face() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::folder(folder.path()).unwrap();
        let fonts = gather(&store, &["Noto Sans".into(), "libertinus serif".into()]);
        assert_eq!(fonts.findings, []);
        for family in [
            "noto sans",
            "libertinus serif",
            "dejavu sans mono",
            "new computer modern math",
        ] {
            assert!(fonts.store.book().contains_family(family), "{family}");
        }
    }

    #[test]
    fn an_unknown_family_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::folder(folder.path()).unwrap();
        let fonts = gather(&store, &["Libertinus Serrif".into()]);
        assert_eq!(fonts.findings.len(), 1);
        let finding = &fonts.findings[0];
        assert_eq!(finding.code, "unknown-font");
        assert_eq!(finding.hints[0], "did you mean `Libertinus Serif`?");
    }

    #[test]
    fn a_font_in_the_projects_folder_is_found_and_a_broken_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("fonts")).unwrap();
        std::fs::write(root.join("fonts/sans.ttf"), notosans::REGULAR_TTF).unwrap();
        std::fs::write(root.join("fonts/broken.otf"), "no font").unwrap();
        let endless = [&b"ttcf\0\x01\0\0\xff\xff\xff\xff"[..], &[0; 4_000]].concat();
        std::fs::write(root.join("fonts/endless.ttc"), endless).unwrap();
        let store = Store::folder(root).unwrap();
        let fonts = gather(&store, &[]);
        assert_eq!(fonts.store.book().info(0).unwrap().family, "Noto Sans");
        assert_eq!((fonts.findings.len(), unreadable_fonts(&store)), (2, 2));
        assert_eq!(font_home(&store, "noto sans"), FontHome::Project);
        assert_eq!(font_home(&store, "Libertinus Serif"), FontHome::Program);
        assert_eq!(font_home(&store, "No Such Font"), FontHome::Nowhere);
        assert_eq!(
            fonts.findings[0].place.as_ref().unwrap().path.as_str(),
            "fonts/broken.otf"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_font_that_is_a_link_out_of_the_project_is_not_read() {
        let elsewhere = tempfile::tempdir().unwrap();
        let file = elsewhere.path().join("sans.ttf");
        std::fs::write(&file, notosans::REGULAR_TTF).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("fonts")).unwrap();
        std::os::unix::fs::symlink(&file, root.join("fonts/sans.ttf")).unwrap();
        let fonts = gather(&Store::folder(root).unwrap(), &[]);
        assert_eq!(fonts.findings[0].code, "font-unreadable");
        assert_ne!(fonts.store.book().info(0).unwrap().family, "Noto Sans");
    }
}
