//! The styles and languages that folio brings: those that the engine's own tree carries.

use std::sync::OnceLock;

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::LocaleFile;

use crate::csl::locale::Locale;
use crate::csl::style::{Style, locale_of};

/// The language whose terms every other falls back to.
const FALLBACK: &str = "en-US";

impl Style {
    /// Returns a style that folio brings, by its name.
    pub fn built_in(name: &str) -> Option<Self> {
        let style = ArchivedStyle::by_name(name)?;
        Self::from_xml(&style.get().to_xml().ok()?).ok()
    }
}

/// Returns the names of the styles that folio brings, sorted, each with its title.
pub fn built_in_styles() -> Vec<(&'static str, &'static str)> {
    let mut styles: Vec<(&str, &str)> = ArchivedStyle::all()
        .iter()
        .flat_map(|style| {
            let names = style.names().iter();
            names.map(|name| (*name, style.display_name()))
        })
        .collect();
    styles.sort_unstable();
    styles
}

/// Returns the terms of a language: those of its own variant, of its main variant, and English
/// where it has none.
pub(crate) fn language(code: &str) -> Locale {
    let mut locale = stored(FALLBACK).unwrap_or_default();
    let main = main_variant(code);
    if main != FALLBACK
        && let Some(over) = stored(&main)
    {
        locale.change(&over);
    }
    if code != main
        && let Some(over) = stored(code)
    {
        locale.change(&over);
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
        "nb" => "NO",
        "nn" => "NO",
        "sl" => "SI",
        "sr" => "RS",
        "sv" => "SE",
        "uk" => "UA",
        "vi" => "VN",
        "zh" => "CN",
        _ => return with_own_region(&primary),
    };
    format!("{primary}-{region}")
}

/// Returns a language that is named like its main region, or that has no regions.
fn with_own_region(primary: &str) -> String {
    let doubled = format!("{primary}-{}", primary.to_uppercase());
    match texts().iter().any(|(code, _)| *code == doubled) {
        true => doubled,
        false => primary.to_owned(),
    }
}

fn stored(code: &str) -> Option<Locale> {
    let found = texts()
        .iter()
        .find(|(own, _)| own.eq_ignore_ascii_case(code))?;
    locale_of(&found.1)
}

/// The languages as XML, by their codes; made once, as all are packed together.
fn texts() -> &'static [(String, String)] {
    static TEXTS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let written = locales().into_iter().filter_map(|locale| {
            let lang = locale.lang?;
            let file = LocaleFile {
                version: "1.0".to_owned(),
                lang: lang.clone(),
                info: None,
                terms: locale.terms,
                date: locale.date,
                style_options: locale.style_options,
            };
            Some((lang.0, file.to_xml().ok()?))
        });
        written.collect()
    })
}
