//! The styles and languages that folio brings: those that the engine's own tree carries, each
//! packed by itself when folio is built.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

use crate::csl::locale::Locale;
use crate::csl::style::{Style, locale_of};

mod packed {
    include!(concat!(env!("OUT_DIR"), "/csl.rs"));
}

/// The language whose terms every other falls back to.
const FALLBACK: &str = "en-US";

/// The largest text that is unpacked; the largest style has 400 kB.
const MAX_TEXT: u64 = 8 << 20;

impl Style {
    /// Returns a style that folio brings, by its name.
    pub fn built_in(name: &str) -> Option<Self> {
        let found = packed::STYLES
            .iter()
            .find(|(names, ..)| names.contains(&name))?;
        Self::from_xml(&unpacked(found.2)?).ok()
    }
}

/// Returns the names of the styles that folio brings, sorted, each with its title.
pub fn built_in_styles() -> Vec<(&'static str, &'static str)> {
    let styles = packed::STYLES.iter();
    let mut named: Vec<(&str, &str)> = styles
        .flat_map(|(names, title, _)| names.iter().map(|name| (*name, *title)))
        .collect();
    named.sort_unstable();
    named
}

/// Returns the terms of a language: those of its own variant, of its main variant, and English
/// where it has none.
pub(crate) fn language(code: &str) -> Locale {
    let mut locale = stored(FALLBACK).unwrap_or_default();
    let main = main_variant(code);
    for variant in [main.as_str(), code] {
        let is_new = variant != FALLBACK && (variant == main || code != main);
        if let Some(over) = is_new.then(|| stored(variant)).flatten() {
            locale.change(&over);
        }
    }
    locale.lang = Some(code.to_owned());
    locale
}

/// Returns the variant of a language that stands for it.
fn main_variant(code: &str) -> String {
    let primary = code.split('-').next().unwrap_or_default().to_lowercase();
    let region = match primary.as_str() {
        "af" => "ZA",
        "ca" => "AD",
        "cs" => "CZ",
        "cy" => "GB",
        "da" => "DK",
        "el" => "GR",
        "en" => "US",
        "et" => "EE",
        "fa" => "IR",
        "he" => "IL",
        "hi" => "IN",
        "ja" => "JP",
        "km" => "KH",
        "ko" => "KR",
        "nb" | "nn" => "NO",
        "sl" => "SI",
        "sr" => "RS",
        "sv" => "SE",
        "uk" => "UA",
        "vi" => "VN",
        "zh" => "CN",
        // Named like its main region, or without regions.
        other => {
            let doubled = format!("{other}-{}", other.to_uppercase());
            return match packed::LANGUAGES.iter().any(|(code, _)| *code == doubled) {
                true => doubled,
                false => primary,
            };
        }
    };
    format!("{primary}-{region}")
}

fn stored(code: &str) -> Option<Locale> {
    let found = packed::LANGUAGES
        .iter()
        .find(|(own, _)| own.eq_ignore_ascii_case(code))?;
    locale_of(&unpacked(found.1)?)
}

fn unpacked(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    DeflateDecoder::new(bytes)
        .take(MAX_TEXT)
        .read_to_string(&mut text)
        .ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_and_language_can_be_read() {
        let unread: Vec<&str> = built_in_styles()
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| Style::built_in(name).is_none())
            .collect();
        assert_eq!(unread, [""; 0]);
        let languages = packed::LANGUAGES.iter().map(|(code, _)| *code);
        let unread: Vec<&str> = languages.filter(|code| stored(code).is_none()).collect();
        assert_eq!(unread, [""; 0]);
    }

    #[test]
    fn a_variant_has_its_own_words_before_the_main_one() {
        let edition = |code: &str| {
            let form = crate::csl::style::TermForm::Short;
            let locale = language(code);
            locale.term_text("edition", form, false).map(str::to_owned)
        };
        assert_eq!(edition("en-US").as_deref(), Some("ed."));
        assert_eq!(edition("en-GB").as_deref(), Some("edn"));
        assert_eq!(edition("en-XX").as_deref(), Some("ed."));
        assert_eq!(language("nn-NO").lang.as_deref(), Some("nn-NO"));
    }
}
