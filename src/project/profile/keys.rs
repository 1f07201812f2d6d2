//! Every key of a profile, which is also the form of a file for `--rules`.

use crate::project::manifest::keys::{
    BOUNDS, CONVENTIONS, EDITIONS, EXPANSIONS, LEVELS, PAGE_NUMBERINGS, POLICY,
};
use crate::project::table::shape::ValueKind::{
    Choice, Day, Filled, Flag, List, Map, Moment, Share, Table, Whole, Zone,
};
use crate::project::table::shape::{self, Key, TableShape, ValueKind, table};

/// What a part of the front or back matter is, as a profile writes it.
pub(crate) const PART_KINDS: &[&str] = &[
    "title-page",
    "abstract",
    "declaration",
    "acknowledgements",
    "contents",
    "list-of-tables",
    "list-of-figures",
    "abbreviations",
    "references",
    "appendices",
    "other",
];

const ANY: u32 = u32::MAX;

/// Returns a key that a profile may have; its reference is the profiles that are built in.
const fn key(name: &'static str, kind: ValueKind) -> Key {
    shape::key(name, kind, "")
}

/// Returns the keys of a value with the source that it was read in.
const fn ruled(kind: ValueKind) -> [Key; 2] {
    [key("value", kind), key("source", Filled)]
}

/// A profile.
pub(crate) static PROFILE: TableShape = table(&[
    key("format", Whole(1, 1)),
    key("title", Filled),
    key("valid-until", Day),
    key("edition", Choice(EDITIONS)),
    key("sources", Map(&Table(&SOURCE))),
    key("programme", Table(&PROGRAMME)),
    key("words", Table(&WORDS)),
    key("front", List(&Table(&PART))),
    key("back", List(&Table(&PART))),
    key("chapter", List(&Table(&CHAPTER))),
    key("milestone", List(&Table(&MILESTONE))),
    key("zone", Zone),
    key("decisions", Choice(&["recorded", "signed"])),
    key("deciders", List(&Filled)),
    key("title-page", Table(&TITLE_PAGE)),
    key("submission", Table(&SUBMISSION)),
    key("bibliography", Table(&BIBLIOGRAPHY)),
    key("pages", Table(&PAGES)),
    key("abbreviations", Table(&ABBREVIATIONS)),
    key("levels", Map(&Table(&RULED_LEVEL))),
    key("policies", Map(&Table(&POLICY))),
]);

static SOURCE: TableShape = table(&[
    key("title", Filled),
    key("status", Choice(&["published", "analogue", "assumed"])),
    key("checked", Day),
]);

static RULED_TEXT: TableShape = table(&ruled(Filled));
static RULED_WORDS: TableShape = table(&ruled(Whole(1, ANY)));
static RULED_CONVENTION: TableShape = table(&ruled(Choice(CONVENTIONS)));
static RULED_SHARE: TableShape = table(&ruled(Share));
static RULED_BANDS: TableShape = table(&ruled(List(&Whole(0, 1_000))));
static RULED_NUMBERING: TableShape = table(&ruled(Choice(PAGE_NUMBERINGS)));
static RULED_LEVEL: TableShape = table(&ruled(Choice(LEVELS)));
static RULED_EXPANSION: TableShape = table(&ruled(Choice(EXPANSIONS)));

static PAGES: TableShape = table(&[key("numbering", Table(&RULED_NUMBERING))]);

static ABBREVIATIONS: TableShape = table(&[key("expand", Table(&RULED_EXPANSION))]);

static RULED_BOUNDS: TableShape = table(&[
    key("minimum", Whole(1, ANY)),
    key("limit", Whole(1, ANY)),
    key("source", Filled),
]);

static PROGRAMME: TableShape = table(&[
    key("name", Table(&RULED_TEXT)),
    key("department", Table(&RULED_TEXT)),
    key("college", Table(&RULED_TEXT)),
]);

static WORDS: TableShape = table(&[
    key("limit", Table(&RULED_WORDS)),
    key("minimum", Table(&RULED_WORDS)),
    key("policy", Table(&RULED_TEXT)),
    key("convention", Table(&RULED_CONVENTION)),
    key("tolerance", Table(&RULED_SHARE)),
    key("bands", Table(&RULED_BANDS)),
    key("confirmed", Filled),
    key("limits", Map(&Table(&RULED_BOUNDS))),
]);

static PART: TableShape = table(&[
    key("id", Filled),
    key("kind", Choice(PART_KINDS)),
    key("heading", Filled),
    key("optional", Flag),
    key("text", Filled),
    key("guidance", Filled),
    key("anonymous", Choice(&["keep", "drop"])),
    key("source", Filled),
]);

static CHAPTER: TableShape = table(&[
    key("id", Filled),
    key("title", Filled),
    key("words", Table(&BOUNDS)),
    key("section", List(&Table(&SECTION))),
    key("source", Filled),
]);

static SECTION: TableShape = table(&[
    key("title", Filled),
    key("synonyms", List(&Filled)),
    key("guidance", Filled),
]);

static MILESTONE: TableShape = table(&[
    key("id", Filled),
    key("title", Filled),
    key("chapters", List(&Whole(1, 99))),
    key("due", Moment),
    key("criteria", List(&Table(&CRITERION))),
    key("source", Filled),
]);

static CRITERION: TableShape = table(&[
    key("id", Filled),
    key("chapter", Filled),
    key("at-least", Whole(0, ANY)),
    key("at-most", Whole(0, ANY)),
    key("codes", List(&Filled)),
    key("source", Filled),
]);

static TITLE_PAGE: TableShape = table(&[
    key("submission", Table(&RULED_TEXT)),
    key("word-count", Table(&RULED_TEXT)),
]);

static SUBMISSION: TableShape = table(&[key("file-name", Table(&RULED_TEXT))]);

static BIBLIOGRAPHY: TableShape = table(&[
    key("style", Table(&RULED_TEXT)),
    key("aliases", Map(&Filled)),
]);
