//! Takes the citation styles and the languages out of the archive that the engine's tree carries,
//! and packs each by itself.
//!
//! The archive can only be unpacked as a whole, which takes longer than setting a short
//! dissertation (80 ms for the 63 languages, measured in a release build); a run needs one style
//! and two languages.

use std::env;
use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::LocaleFile;

#[expect(
    clippy::disallowed_methods,
    reason = "cargo says where through the environment"
)]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo names no folder")?);
    let mut index = String::from("pub(super) const LANGUAGES: &[(&str, &[u8])] = &[\n");
    for locale in locales() {
        let Some(lang) = locale.lang else { continue };
        let file = LocaleFile {
            version: "1.0".to_owned(),
            lang: lang.clone(),
            info: None,
            terms: locale.terms,
            date: locale.date,
            style_options: locale.style_options,
        };
        let packed = pack(&folder, &format!("language-{}", lang.0), &file.to_xml()?)?;
        index += &format!("    ({:?}, include_bytes!({packed:?})),\n", lang.0);
    }
    index += "];\n\n/// Names, title, and the style itself.\n";
    index += "pub(super) const STYLES: &[(&[&str], &str, &[u8])] = &[\n";
    for style in ArchivedStyle::all() {
        let Some(name) = style.names().first() else {
            continue;
        };
        let packed = pack(&folder, &format!("style-{name}"), &style.get().to_xml()?)?;
        let (names, title) = (style.names(), style.display_name());
        index += &format!("    (&{names:?}, {title:?}, include_bytes!({packed:?})),\n");
    }
    index += "];\n";
    fs::write(folder.join("csl.rs"), index)?;
    Ok(())
}

/// Writes a text in small, and returns where.
fn pack(folder: &Path, name: &str, text: &str) -> Result<PathBuf, Box<dyn Error>> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(text.as_bytes())?;
    let path = folder.join(name);
    fs::write(&path, packed.finish()?)?;
    Ok(path)
}
