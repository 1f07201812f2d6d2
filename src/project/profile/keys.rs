//! Every key of a profile, which is also the form of a file for `--rules`.

use crate::project::manifest::keys::{BOUNDS, CONVENTIONS, LEVELS, POLICY};
use crate::project::manifest::tables::Expansion;
use crate::project::table::shape::{Key, TableShape, ValueKind};

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

const fn key(name: &'static str, kind: ValueKind) -> Key {
    Key {
        name,
        kind,
        default: "",
        doc: "",
    }
}

/// A profile.
pub(crate) static PROFILE: TableShape = TableShape {
    keys: &[
        key("format", ValueKind::Whole(1, 1)),
        key("title", ValueKind::Filled),
        key("sources", ValueKind::Map(&ValueKind::Table(&SOURCE))),
        key("programme", ValueKind::Table(&PROGRAMME)),
        key("words", ValueKind::Table(&WORDS)),
        key("front", ValueKind::List(&ValueKind::Table(&PART))),
        key("back", ValueKind::List(&ValueKind::Table(&PART))),
        key("chapter", ValueKind::List(&ValueKind::Table(&CHAPTER))),
        key("milestone", ValueKind::List(&ValueKind::Table(&MILESTONE))),
        key("title-page", ValueKind::Table(&TITLE_PAGE)),
        key("submission", ValueKind::Table(&SUBMISSION)),
        key("bibliography", ValueKind::Table(&BIBLIOGRAPHY)),
        key("abbreviations", ValueKind::Table(&ABBREVIATIONS)),
        key("levels", ValueKind::Map(&ValueKind::Table(&RULED_LEVEL))),
        key("policies", ValueKind::Map(&ValueKind::Table(&POLICY))),
    ],
};

static SOURCE: TableShape = TableShape {
    keys: &[
        key("title", ValueKind::Filled),
        key(
            "status",
            ValueKind::Choice(&["published", "analogue", "assumed"]),
        ),
        key("checked", ValueKind::Day),
    ],
};

static RULED_TEXT: TableShape = TableShape {
    keys: &[
        key("value", ValueKind::Filled),
        key("source", ValueKind::Filled),
    ],
};

static RULED_WORDS: TableShape = TableShape {
    keys: &[
        key("value", ValueKind::Whole(1, ANY)),
        key("source", ValueKind::Filled),
    ],
};

static RULED_CONVENTION: TableShape = TableShape {
    keys: &[
        key("value", ValueKind::Choice(CONVENTIONS)),
        key("source", ValueKind::Filled),
    ],
};

static RULED_SHARE: TableShape = TableShape {
    keys: &[
        key("value", ValueKind::Share),
        key("source", ValueKind::Filled),
    ],
};

static RULED_LEVEL: TableShape = TableShape {
    keys: &[
        key("value", ValueKind::Choice(LEVELS)),
        key("source", ValueKind::Filled),
    ],
};

static RULED_EXPANSION: TableShape = TableShape {
    keys: &[
        key("value", ValueKind::Choice(Expansion::NAMES)),
        key("source", ValueKind::Filled),
    ],
};

static ABBREVIATIONS: TableShape = TableShape {
    keys: &[key("expand", ValueKind::Table(&RULED_EXPANSION))],
};

static RULED_BOUNDS: TableShape = TableShape {
    keys: &[
        key("minimum", ValueKind::Whole(1, ANY)),
        key("limit", ValueKind::Whole(1, ANY)),
        key("source", ValueKind::Filled),
    ],
};

static PROGRAMME: TableShape = TableShape {
    keys: &[
        key("name", ValueKind::Table(&RULED_TEXT)),
        key("department", ValueKind::Table(&RULED_TEXT)),
        key("college", ValueKind::Table(&RULED_TEXT)),
    ],
};

static WORDS: TableShape = TableShape {
    keys: &[
        key("limit", ValueKind::Table(&RULED_WORDS)),
        key("minimum", ValueKind::Table(&RULED_WORDS)),
        key("policy", ValueKind::Table(&RULED_TEXT)),
        key("convention", ValueKind::Table(&RULED_CONVENTION)),
        key("tolerance", ValueKind::Table(&RULED_SHARE)),
        key("confirmed", ValueKind::Filled),
        key("limits", ValueKind::Map(&ValueKind::Table(&RULED_BOUNDS))),
    ],
};

static PART: TableShape = TableShape {
    keys: &[
        key("id", ValueKind::Filled),
        key("kind", ValueKind::Choice(PART_KINDS)),
        key("heading", ValueKind::Filled),
        key("optional", ValueKind::Flag),
        key("text", ValueKind::Filled),
        key("guidance", ValueKind::Filled),
        key("anonymous", ValueKind::Choice(&["keep", "drop"])),
        key("source", ValueKind::Filled),
    ],
};

static CHAPTER: TableShape = TableShape {
    keys: &[
        key("id", ValueKind::Filled),
        key("title", ValueKind::Filled),
        key("words", ValueKind::Table(&BOUNDS)),
        key("section", ValueKind::List(&ValueKind::Table(&SECTION))),
        key("source", ValueKind::Filled),
    ],
};

static SECTION: TableShape = TableShape {
    keys: &[
        key("title", ValueKind::Filled),
        key("synonyms", ValueKind::List(&ValueKind::Filled)),
        key("guidance", ValueKind::Filled),
    ],
};

static MILESTONE: TableShape = TableShape {
    keys: &[
        key("id", ValueKind::Filled),
        key("title", ValueKind::Filled),
        key("chapters", ValueKind::List(&ValueKind::Whole(1, 99))),
        key("criteria", ValueKind::List(&ValueKind::Table(&CRITERION))),
        key("source", ValueKind::Filled),
    ],
};

static CRITERION: TableShape = TableShape {
    keys: &[
        key("id", ValueKind::Filled),
        key("chapter", ValueKind::Filled),
        key("at-least", ValueKind::Whole(0, ANY)),
        key("at-most", ValueKind::Whole(0, ANY)),
        key("codes", ValueKind::List(&ValueKind::Filled)),
        key("source", ValueKind::Filled),
    ],
};

static TITLE_PAGE: TableShape = TableShape {
    keys: &[
        key("submission", ValueKind::Table(&RULED_TEXT)),
        key("word-count", ValueKind::Table(&RULED_TEXT)),
    ],
};

static SUBMISSION: TableShape = TableShape {
    keys: &[key("file-name", ValueKind::Table(&RULED_TEXT))],
};

static BIBLIOGRAPHY: TableShape = TableShape {
    keys: &[
        key("style", ValueKind::Table(&RULED_TEXT)),
        key("aliases", ValueKind::Map(&ValueKind::Filled)),
        key("without-authors", ValueKind::List(&ValueKind::Filled)),
    ],
};
