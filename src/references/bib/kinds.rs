//! The types of entries, and what CSL calls them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Types of entries by name, each with the type of CSL.
///
/// Source: the BibLaTeX manual, "Entry Types"; what CSL has no type for is a `document`. Types
/// that Zotero, Mendeley, JabRef and Citavi write beside them stand at the end.
const KINDS: &str = "
    article article-journal artwork graphic audio song bibnote document book book
    bookinbook chapter booklet pamphlet collection book commentary book
    conference paper-conference dataset dataset electronic webpage image graphic
    inbook chapter incollection chapter inproceedings paper-conference
    inreference entry-encyclopedia jurisdiction legal_case legal treaty
    legislation legislation letter personal_communication manual book mastersthesis thesis
    misc document movie motion_picture music song mvbook book mvcollection book
    mvproceedings book mvreference book online webpage patent patent performance performance
    periodical periodical phdthesis thesis proceedings book reference book report report
    review review set document software software standard standard suppbook chapter
    suppcollection chapter suppperiodical article-journal techreport report thesis thesis
    unpublished manuscript video motion_picture www webpage xdata document
    newspaper article-newspaper magazine article-magazine newsarticle article-newspaper
    webpage webpage website webpage internet webpage bill bill case legal_case map map
    interview interview lecture speech presentation speech speech speech podcast broadcast
    broadcast broadcast statute legislation hearing hearing encyclopedia entry-encyclopedia
    computerprogram software data dataset preprint article unspecified document
    generic document";

/// Returns the type of CSL for a type of an entry, by its name in small letters.
pub(super) fn kind(name: &str) -> Option<&'static str> {
    table().get(name).copied()
}

/// Returns the types that people use.
pub(super) fn known() -> impl Iterator<Item = &'static str> {
    table().keys().copied()
}

fn table() -> &'static BTreeMap<&'static str, &'static str> {
    static TABLE: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let names = KINDS.split_whitespace().step_by(2);
        let kinds = KINDS.split_whitespace().skip(1).step_by(2);
        names.zip(kinds).collect()
    })
}

/// Returns what the words that BibLaTeX keeps for types of works say.
///
/// Source: the BibLaTeX manual, "Localization Keys", in British English.
pub(super) fn genre(key: &str) -> Option<&'static str> {
    Some(match key {
        "phdthesis" => "PhD thesis",
        "mathesis" | "mastersthesis" => "Master’s thesis",
        "bathesis" => "Bachelor’s thesis",
        "candthesis" => "Candidate thesis",
        "techreport" => "technical report",
        "resreport" => "research report",
        "software" => "computer software",
        "datacd" => "data CD",
        "audiocd" => "audio CD",
        "patent" => "patent",
        "patentus" => "U.S. patent",
        "patenteu" => "European patent",
        "patentuk" => "British patent",
        "patentde" => "German patent",
        "patentfr" => "French patent",
        "patreq" => "patent request",
        "patrequs" => "U.S. patent request",
        "patreqeu" => "European patent request",
        "patrequk" => "British patent request",
        _ => return None,
    })
}

/// Returns the country that a key of BibLaTeX names.
pub(super) fn country(key: &str) -> Option<&'static str> {
    Some(match key {
        "countryde" => "Germany",
        "countryeu" => "European Union",
        "countryep" => "European Union",
        "countryfr" => "France",
        "countryuk" => "United Kingdom",
        "countryus" => "United States of America",
        _ => return None,
    })
}

/// Returns how the state of a publication is printed.
pub(super) fn state(key: &str) -> Option<&'static str> {
    Some(match key {
        "inpreparation" => "in preparation",
        "submitted" => "submitted",
        "forthcoming" => "forthcoming",
        "inpress" => "in press",
        "prepublished" => "pre-published",
        _ => return None,
    })
}

/// Returns the code of a language that BibLaTeX names.
pub(super) fn language(name: &str) -> Option<&'static str> {
    Some(match name {
        "english" => "en",
        "british" | "ukenglish" => "en-GB",
        "american" | "usenglish" => "en-US",
        "australian" => "en-AU",
        "canadian" => "en-CA",
        "newzealand" => "en-NZ",
        "german" | "ngerman" => "de-DE",
        "austrian" | "naustrian" => "de-AT",
        "swissgerman" | "nswissgerman" => "de-CH",
        "french" | "francais" | "acadian" | "canadien" => "fr-FR",
        "spanish" => "es-ES",
        "italian" => "it-IT",
        "portuguese" | "portuges" => "pt-PT",
        "brazilian" | "brazil" => "pt-BR",
        "dutch" => "nl-NL",
        "danish" => "da-DK",
        "swedish" => "sv-SE",
        "norwegian" | "norsk" => "nb-NO",
        "nynorsk" => "nn-NO",
        "finnish" => "fi-FI",
        "icelandic" => "is-IS",
        "polish" => "pl-PL",
        "czech" => "cs-CZ",
        "slovak" => "sk-SK",
        "hungarian" | "magyar" => "hu-HU",
        "romanian" => "ro-RO",
        "russian" => "ru-RU",
        "ukrainian" => "uk-UA",
        "greek" => "el-GR",
        "turkish" => "tr-TR",
        "arabic" => "ar",
        "hebrew" => "he-IL",
        "chinese" => "zh-CN",
        "japanese" => "ja-JP",
        "korean" => "ko-KR",
        "latin" => "la",
        "welsh" => "cy-GB",
        _ => return None,
    })
}
