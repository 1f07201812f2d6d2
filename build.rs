//! Takes the citation styles and the languages out of the archive that the engine's tree carries,
//! and packs each by itself.
//!
//! The archive can only be unpacked as a whole, which takes longer than setting a short
//! dissertation (80 ms for the 63 languages, measured in a release build); a run needs one style
//! and two languages.
//!
//! And writes out every form of the words of the dictionary, sorted, so that a run looks words up
//! and knows no affixes.

use std::collections::{BTreeMap, BTreeSet};
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
    pack(&folder, "words", &words(Path::new("templates/words"))?)?;
    #[cfg(windows)]
    describe()?;
    Ok(())
}

/// Puts name, version and description into the program's properties, where Windows shows them and
/// rules of an IT department read them. Nothing else does so on a computer that is not Windows.
#[cfg(windows)]
fn describe() -> Result<(), Box<dyn Error>> {
    let mut about = winresource::WindowsResource::new();
    about.set("ProductName", "folio");
    about.set("FileDescription", "folio, for dissertations");
    about.set("OriginalFilename", "folio.exe");
    about.set("LegalCopyright", "The folio authors; MIT or Apache-2.0");
    about.compile()?;
    Ok(())
}

/// What an affix takes off, what it adds, and the ends of words that it goes with.
type Affix = (String, String, String);

/// Returns all forms of the words of the dictionary and of our own lists, one a line, sorted.
///
/// Source: Hunspell's manual, `hunspell(5)`, as far as this dictionary uses it: a prefix goes with
/// every suffix. Genitives are left to whoever looks words up, ordinals hold figures.
fn words(folder: &Path) -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut prefixes: BTreeMap<char, Vec<Affix>> = BTreeMap::new();
    let mut suffixes: BTreeMap<char, Vec<Affix>> = BTreeMap::new();
    for line in fs::read_to_string(folder.join("en_GB-ise.aff"))?.lines() {
        let parts: Vec<&str> = line.split_whitespace().collect();
        if let [kind @ ("PFX" | "SFX"), flag, strip, add, end, ..] = parts.as_slice() {
            let affixes = if *kind == "PFX" {
                &mut prefixes
            } else {
                &mut suffixes
            };
            let bare = |text: &str| {
                if text == "0" {
                    String::new()
                } else {
                    text.to_owned()
                }
            };
            for flag in flag.chars().filter(|flag| *flag != 'M') {
                let affix = (bare(strip), bare(add), (*end).to_owned());
                affixes.entry(flag).or_default().push(affix);
            }
        }
    }
    let mut all = BTreeSet::new();
    for line in fs::read_to_string(folder.join("en_GB-ise.dic"))?
        .lines()
        .skip(1)
    {
        let (word, flags) = line.split_once('/').unwrap_or((line, ""));
        if word.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let mut forms = vec![word.to_owned()];
        for (strip, add, end) in flags
            .chars()
            .filter_map(|flag| suffixes.get(&flag))
            .flatten()
        {
            if let Some(stem) = word
                .strip_suffix(strip.as_str())
                .filter(|_| ends(word, end))
            {
                forms.push(format!("{stem}{add}"));
            }
        }
        for (_, add, _) in flags
            .chars()
            .filter_map(|flag| prefixes.get(&flag))
            .flatten()
        {
            let own: Vec<String> = forms.iter().map(|form| format!("{add}{form}")).collect();
            all.extend(own);
        }
        all.extend(forms);
    }
    for own in ["health", "clinical", "medicines", "places"] {
        let own = fs::read_to_string(folder.join(own).with_extension("txt"))?;
        let own = own.lines().filter(|line| !line.starts_with('#'));
        all.extend(own.flat_map(str::split_whitespace).map(str::to_owned));
    }
    Ok(all.iter().flat_map(|word| [word.as_str(), "\n"]).collect())
}

/// Whether a word ends as an affix asks: letters, `[abc]`, `[^abc]`, and `.` for anything.
fn ends(word: &str, end: &str) -> bool {
    let mut letters = word.chars().rev();
    let mut rest = end;
    while let Some(last) = rest.chars().next_back() {
        let Some(letter) = letters.next() else {
            return false;
        };
        let (class, before) = match last {
            ']' => {
                let start = rest.rfind('[').unwrap_or(0);
                (&rest[start + 1..rest.len() - 1], &rest[..start])
            }
            _ => {
                let (before, letter) = rest.split_at(rest.len() - last.len_utf8());
                (letter, before)
            }
        };
        let is_there = match class.strip_prefix('^') {
            Some(class) => !class.contains(letter),
            None => class == "." || class.contains(letter),
        };
        if !is_there {
            return false;
        }
        rest = before;
    }
    true
}

/// Writes a text in small, and returns where.
fn pack(folder: &Path, name: &str, text: &str) -> Result<PathBuf, Box<dyn Error>> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(text.as_bytes())?;
    let path = folder.join(name);
    fs::write(&path, packed.finish()?)?;
    Ok(path)
}
