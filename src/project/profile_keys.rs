//! Every key of a profile, which is also the form of a file for `--rules`.

use crate::project::abbreviations::Expansion;
use crate::project::keys::{BOUNDS, CONVENTIONS, LEVELS, POLICY};
use crate::project::shape::{Key, Kind, Shape};

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

const fn key(name: &'static str, kind: Kind) -> Key {
    Key {
        name,
        kind,
        default: "",
        doc: "",
    }
}

/// A profile.
pub(crate) static PROFILE: Shape = Shape {
    keys: &[
        key("format", Kind::Whole(1, 1)),
        key("title", Kind::Filled),
        key("sources", Kind::Map(&Kind::Table(&SOURCE))),
        key("programme", Kind::Table(&PROGRAMME)),
        key("words", Kind::Table(&WORDS)),
        key("front", Kind::List(&Kind::Table(&PART))),
        key("back", Kind::List(&Kind::Table(&PART))),
        key("chapter", Kind::List(&Kind::Table(&CHAPTER))),
        key("milestone", Kind::List(&Kind::Table(&MILESTONE))),
        key("title-page", Kind::Table(&TITLE_PAGE)),
        key("submission", Kind::Table(&SUBMISSION)),
        key("bibliography", Kind::Table(&BIBLIOGRAPHY)),
        key("abbreviations", Kind::Table(&ABBREVIATIONS)),
        key("levels", Kind::Map(&Kind::Table(&RULED_LEVEL))),
        key("policies", Kind::Map(&Kind::Table(&POLICY))),
    ],
};

static SOURCE: Shape = Shape {
    keys: &[
        key("title", Kind::Filled),
        key(
            "status",
            Kind::Choice(&["published", "analogue", "assumed"]),
        ),
        key("checked", Kind::Day),
    ],
};

static RULED_TEXT: Shape = Shape {
    keys: &[key("value", Kind::Filled), key("source", Kind::Filled)],
};

static RULED_WORDS: Shape = Shape {
    keys: &[
        key("value", Kind::Whole(1, ANY)),
        key("source", Kind::Filled),
    ],
};

static RULED_CONVENTION: Shape = Shape {
    keys: &[
        key("value", Kind::Choice(CONVENTIONS)),
        key("source", Kind::Filled),
    ],
};

static RULED_SHARE: Shape = Shape {
    keys: &[key("value", Kind::Share), key("source", Kind::Filled)],
};

static RULED_LEVEL: Shape = Shape {
    keys: &[
        key("value", Kind::Choice(LEVELS)),
        key("source", Kind::Filled),
    ],
};

static RULED_EXPANSION: Shape = Shape {
    keys: &[
        key("value", Kind::Choice(Expansion::NAMES)),
        key("source", Kind::Filled),
    ],
};

static ABBREVIATIONS: Shape = Shape {
    keys: &[key("expand", Kind::Table(&RULED_EXPANSION))],
};

static RULED_BOUNDS: Shape = Shape {
    keys: &[
        key("minimum", Kind::Whole(1, ANY)),
        key("limit", Kind::Whole(1, ANY)),
        key("source", Kind::Filled),
    ],
};

static PROGRAMME: Shape = Shape {
    keys: &[
        key("name", Kind::Table(&RULED_TEXT)),
        key("department", Kind::Table(&RULED_TEXT)),
        key("college", Kind::Table(&RULED_TEXT)),
    ],
};

static WORDS: Shape = Shape {
    keys: &[
        key("limit", Kind::Table(&RULED_WORDS)),
        key("minimum", Kind::Table(&RULED_WORDS)),
        key("policy", Kind::Table(&RULED_TEXT)),
        key("convention", Kind::Table(&RULED_CONVENTION)),
        key("tolerance", Kind::Table(&RULED_SHARE)),
        key("confirmed", Kind::Filled),
        key("limits", Kind::Map(&Kind::Table(&RULED_BOUNDS))),
    ],
};

static PART: Shape = Shape {
    keys: &[
        key("id", Kind::Filled),
        key("kind", Kind::Choice(PART_KINDS)),
        key("heading", Kind::Filled),
        key("optional", Kind::Flag),
        key("text", Kind::Filled),
        key("guidance", Kind::Filled),
        key("anonymous", Kind::Choice(&["keep", "drop"])),
        key("source", Kind::Filled),
    ],
};

static CHAPTER: Shape = Shape {
    keys: &[
        key("id", Kind::Filled),
        key("title", Kind::Filled),
        key("words", Kind::Table(&BOUNDS)),
        key("section", Kind::List(&Kind::Table(&SECTION))),
        key("source", Kind::Filled),
    ],
};

static SECTION: Shape = Shape {
    keys: &[
        key("title", Kind::Filled),
        key("synonyms", Kind::List(&Kind::Filled)),
        key("guidance", Kind::Filled),
    ],
};

static MILESTONE: Shape = Shape {
    keys: &[
        key("id", Kind::Filled),
        key("title", Kind::Filled),
        key("chapters", Kind::List(&Kind::Whole(1, 99))),
        key("criteria", Kind::List(&Kind::Table(&CRITERION))),
        key("source", Kind::Filled),
    ],
};

static CRITERION: Shape = Shape {
    keys: &[
        key("id", Kind::Filled),
        key("chapter", Kind::Filled),
        key("at-least", Kind::Whole(0, ANY)),
        key("at-most", Kind::Whole(0, ANY)),
        key("codes", Kind::List(&Kind::Filled)),
        key("source", Kind::Filled),
    ],
};

static TITLE_PAGE: Shape = Shape {
    keys: &[
        key("submission", Kind::Table(&RULED_TEXT)),
        key("word-count", Kind::Table(&RULED_TEXT)),
    ],
};

static SUBMISSION: Shape = Shape {
    keys: &[key("file-name", Kind::Table(&RULED_TEXT))],
};

static BIBLIOGRAPHY: Shape = Shape {
    keys: &[
        key("style", Kind::Table(&RULED_TEXT)),
        key("aliases", Kind::Map(&Kind::Filled)),
        key("without-authors", Kind::List(&Kind::Filled)),
    ],
};
