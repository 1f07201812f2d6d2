//! Every key of the manifest: what it may hold, what it means, and what is done without it.

use crate::project::manifest::tables::Expansion;
use crate::project::table::shape::{Key, TableShape, ValueKind};

/// The kinds of text that a counting policy speaks of.
pub(crate) const CATEGORIES: &[&str] = &[
    "title-page",
    "abstract",
    "declaration",
    "acknowledgements",
    "contents",
    "abbreviations",
    "body",
    "heading",
    "heading-number",
    "quotation",
    "list-marker",
    "citation",
    "cross-reference",
    "footnote",
    "table-cell",
    "table-caption",
    "figure-caption",
    "caption-label",
    "figure-text",
    "inline-maths",
    "display-maths",
    "inline-code",
    "code-block",
    "references",
    "appendix",
    "exempt",
    "furniture",
];

/// What a word is, by name.
pub(crate) const CONVENTIONS: &[&str] =
    &["folio", "libreoffice", "texcount", "unicode", "whitespace"];

const ANY: u32 = u32::MAX;

const fn key(name: &'static str, kind: ValueKind, default: &'static str, doc: &'static str) -> Key {
    Key {
        name,
        kind,
        default,
        doc,
    }
}

/// The manifest.
pub(crate) static MANIFEST: TableShape = TableShape {
    keys: &[
        key(
            "profile",
            ValueKind::Filled,
            "imperial-digital-health",
            "The rules of the programme: a built-in name, or the path of a file in the project, such as `rules.toml`.",
        ),
        key(
            "dissertation",
            ValueKind::Table(&DISSERTATION),
            "",
            "What is on the title page.",
        ),
        key(
            "words",
            ValueKind::Table(&WORDS),
            "the profile's",
            "The word limit and how words are counted.",
        ),
        key(
            "policies",
            ValueKind::Map(&ValueKind::Table(&POLICY)),
            "none",
            "Counting policies of your own, each a table `[policies.NAME]`.",
        ),
        key(
            "milestones",
            ValueKind::Map(&ValueKind::Moment),
            "no dates",
            "When each milestone is due: its id and a day, such as `tutorial-1 = 2026-12-07`.",
        ),
        key(
            "milestone",
            ValueKind::List(&ValueKind::Table(&MILESTONE)),
            "the profile's",
            "Adds a milestone, or changes the profile's milestone of that id.",
        ),
        key(
            "bibliography",
            ValueKind::Table(&BIBLIOGRAPHY),
            "references.bib, if there is one",
            "The references and their style.",
        ),
        key(
            "people",
            ValueKind::Map(&ValueKind::Filled),
            "none",
            "Who is who in the milestones: a role and an e-mail address.",
        ),
        key(
            "ethics",
            ValueKind::Table(&ETHICS),
            "nothing recorded",
            "The outcome of the ethics and governance gate. It is recorded, never decided, here.",
        ),
        key(
            "check",
            ValueKind::Table(&CHECK),
            "the profile's levels",
            "How much findings matter, and which are accepted.",
        ),
        key(
            "abbreviations",
            ValueKind::Map(&ValueKind::Filled),
            "none",
            "Abbreviations and their meaning, such as `EPR = \"electronic patient record\"`: written out at their first use, and printed as a list. `*[EPR]: electronic patient record` in a chapter is the same.",
        ),
        key(
            "outline",
            ValueKind::Table(&OUTLINE),
            "the folders and the profile's order",
            "The order of files, when names are not enough.",
        ),
        key(
            "format",
            ValueKind::Table(&FORMAT),
            "the classic look",
            "How the pages look.",
        ),
    ],
};

static DISSERTATION: TableShape = TableShape {
    keys: &[
        key("title", ValueKind::Filled, "", "The title."),
        key("subtitle", ValueKind::Text, "none", "The subtitle."),
        key(
            "author",
            ValueKind::Filled,
            "",
            "Your full registered name.",
        ),
        key(
            "cid",
            ValueKind::Text,
            "none",
            "Your college number. It identifies you: never printed when anonymous.",
        ),
        key(
            "candidate",
            ValueKind::Text,
            "none",
            "Your examination number, printed instead of your name when anonymous.",
        ),
        key("programme", ValueKind::Text, "the profile's", "The degree."),
        key(
            "department",
            ValueKind::Text,
            "the profile's",
            "The department.",
        ),
        key(
            "college",
            ValueKind::Text,
            "the profile's",
            "The college or university.",
        ),
        key(
            "supervisor",
            ValueKind::Text,
            "none",
            "Your academic supervisor.",
        ),
        key(
            "executive-sponsor",
            ValueKind::Text,
            "none",
            "Your sponsor in the organisation; not the research sponsor of `[ethics]`.",
        ),
        key(
            "organisation",
            ValueKind::Text,
            "none",
            "Your organisation, as it may be named.",
        ),
    ],
};

static WORDS: TableShape = TableShape {
    keys: &[
        key(
            "limit",
            ValueKind::Whole(1, ANY),
            "the profile's",
            "The most words that may count.",
        ),
        key(
            "minimum",
            ValueKind::Whole(1, ANY),
            "the profile's, else none",
            "The least words that must count.",
        ),
        key(
            "policy",
            ValueKind::Filled,
            "main-text",
            "Which words count: the name of a built-in policy, or of one in `[policies.NAME]`.",
        ),
        key(
            "convention",
            ValueKind::Choice(CONVENTIONS),
            "folio",
            "What a word is.",
        ),
        key(
            "tolerance",
            ValueKind::Share,
            "0",
            "How far over the limit is tolerated: words, or a share of the limit such as `\"10 %\"`.",
        ),
        key(
            "confirmed",
            ValueKind::Filled,
            "not confirmed",
            "Where you read the rule, such as `\"Handbook 2026/27, p. 14\"`. Until then every verdict says that the rule is not confirmed.",
        ),
        key(
            "limits",
            ValueKind::Map(&ValueKind::WholeOr(&BOUNDS)),
            "the profile's",
            "Limits of single parts or chapters by id: `abstract = 300`, or `introduction = { minimum = 1200, limit = 1500 }`.",
        ),
    ],
};

pub(crate) static BOUNDS: TableShape = TableShape {
    keys: &[
        key(
            "minimum",
            ValueKind::Whole(1, ANY),
            "none",
            "The least words.",
        ),
        key("limit", ValueKind::Whole(1, ANY), "none", "The most words."),
    ],
};

pub(crate) static POLICY: TableShape = TableShape {
    keys: &[
        key(
            "base",
            ValueKind::Filled,
            "nothing counts until it is included",
            "The policy it starts from.",
        ),
        key(
            "include",
            ValueKind::List(&ValueKind::Choice(CATEGORIES)),
            "none",
            "Categories that count besides.",
        ),
        key(
            "exclude",
            ValueKind::List(&ValueKind::Choice(CATEGORIES)),
            "none",
            "Categories that do not count.",
        ),
        key(
            "caps",
            ValueKind::MapOf(CATEGORIES, &ValueKind::Whole(0, ANY)),
            "none",
            "The most words of a category that count.",
        ),
        key(
            "rates",
            ValueKind::MapOf(CATEGORIES, &ValueKind::Whole(0, ANY)),
            "none",
            "So many words for each page that carries a category, whatever it holds.",
        ),
    ],
};

static MILESTONE: TableShape = TableShape {
    keys: &[
        key("id", ValueKind::Filled, "", "Its name in commands."),
        key(
            "title",
            ValueKind::Filled,
            "the profile's, else the id",
            "Its name for people.",
        ),
        key(
            "chapters",
            ValueKind::List(&ValueKind::Filled),
            "the profile's, else none",
            "The ids of its chapters.",
        ),
        key(
            "due",
            ValueKind::Moment,
            "the date in `[milestones]`",
            "When it is due.",
        ),
        key(
            "criteria",
            ValueKind::List(&ValueKind::Table(&CRITERION)),
            "the profile's, else none",
            "What must be true of it.",
        ),
    ],
};

static CRITERION: TableShape = TableShape {
    keys: &[
        key(
            "id",
            ValueKind::Filled,
            "",
            "What is asked: `chapter-words`, `required-sections`, `citations`, `ethics-record`, `recommendations`, or `no-open-findings`.",
        ),
        key(
            "chapter",
            ValueKind::Filled,
            "each chapter of the milestone",
            "The chapter it is about.",
        ),
        key(
            "at-least",
            ValueKind::Whole(0, ANY),
            "none",
            "The least number.",
        ),
        key(
            "at-most",
            ValueKind::Whole(0, ANY),
            "none",
            "The largest number.",
        ),
        key(
            "codes",
            ValueKind::List(&ValueKind::Filled),
            "none",
            "For `no-open-findings`: the codes of findings that may not be open.",
        ),
    ],
};

static BIBLIOGRAPHY: TableShape = TableShape {
    keys: &[
        key(
            "files",
            ValueKind::List(&ValueKind::File),
            "references.bib, if there is one",
            "Files of references: BibTeX, hayagriva YAML or CSL-JSON.",
        ),
        key(
            "style",
            ValueKind::Filled,
            "harvard-cite-them-right",
            "The citation style: a name, or a CSL file in the project.",
        ),
    ],
};

static ETHICS: TableShape = TableShape {
    keys: &[
        key(
            "classification",
            ValueKind::Choice(&["research", "service-evaluation", "audit"]),
            "not recorded",
            "What the work is, by the decision tool of the Health Research Authority.",
        ),
        key(
            "body",
            ValueKind::Text,
            "not recorded",
            "Who gave the approval or the registration.",
        ),
        key(
            "reference",
            ValueKind::Text,
            "not recorded",
            "Its reference.",
        ),
        key(
            "approval-needed",
            ValueKind::Flag,
            "not recorded",
            "Whether an approval is needed at all.",
        ),
        key(
            "approved",
            ValueKind::Day,
            "not recorded",
            "The day of the approval.",
        ),
        key(
            "amendments",
            ValueKind::List(&ValueKind::Filled),
            "none",
            "Amendments, each with its reference and date.",
        ),
        key(
            "data-collection-began",
            ValueKind::Day,
            "not recorded",
            "The first day of data collection.",
        ),
        key(
            "dpia",
            ValueKind::Text,
            "not recorded",
            "The reference of the data protection impact assessment or its screening.",
        ),
        key(
            "research-sponsor",
            ValueKind::Text,
            "not recorded",
            "The body with legal responsibility for research; not the executive sponsor.",
        ),
        key(
            "evidence",
            ValueKind::Text,
            "not recorded",
            "Where the evidence is kept.",
        ),
    ],
};

pub(crate) static LEVELS: &[&str] = &["deny", "warn", "off"];

static CHECK: TableShape = TableShape {
    keys: &[
        key(
            "levels",
            ValueKind::Map(&ValueKind::Choice(LEVELS)),
            "the profile's, else the rule's own",
            "The level of a rule by its code: `deny` must be fixed, `warn` is worth fixing, `off` is not looked at.",
        ),
        key(
            "waive",
            ValueKind::List(&ValueKind::Table(&WAIVER)),
            "none",
            "A finding that is accepted, with the reason.",
        ),
    ],
};

static WAIVER: TableShape = TableShape {
    keys: &[
        key("code", ValueKind::Filled, "", "The code of the rule."),
        key(
            "path",
            ValueKind::File,
            "all files",
            "The file it is about.",
        ),
        key("reason", ValueKind::Filled, "", "Why it is accepted."),
        key(
            "expires",
            ValueKind::Day,
            "never",
            "The last day on which it is accepted.",
        ),
    ],
};

static OUTLINE: TableShape = TableShape {
    keys: &[
        key(
            "chapters",
            ValueKind::List(&ValueKind::File),
            "the files of `chapters/` in the order of their names",
            "The chapters in order.",
        ),
        key(
            "appendices",
            ValueKind::List(&ValueKind::File),
            "the files of `appendices/` in the order of their names",
            "The appendices in order.",
        ),
        key(
            "front",
            ValueKind::List(&ValueKind::Filled),
            "the profile's",
            "The parts before the first chapter in order, by id: the profile's, or files of `front/`.",
        ),
        key(
            "back",
            ValueKind::List(&ValueKind::Filled),
            "the profile's",
            "The parts after the last chapter in order, by id.",
        ),
        key(
            "hide",
            ValueKind::List(&ValueKind::Filled),
            "none",
            "Parts that are not printed, by id, such as `list-of-tables`.",
        ),
    ],
};

static FORMAT: TableShape = TableShape {
    keys: &[
        key(
            "look",
            ValueKind::Choice(&["classic", "accessible"]),
            "classic",
            "The look: `classic` is a printed thesis, `accessible` is large, sans serif and left-aligned.",
        ),
        key(
            "text-font",
            ValueKind::Filled,
            "the look's",
            "A font family for the text, from the system or the folder `fonts/`.",
        ),
        key(
            "spacing",
            ValueKind::Number(1.0, 3.0),
            "the look's",
            "Line spacing, such as 1.5 or 2.0.",
        ),
        key(
            "page-numbering",
            ValueKind::Choice(&["arabic", "roman-front"]),
            "arabic",
            "`arabic` numbers all pages from the title page; `roman-front` gives the front matter roman numerals.",
        ),
        key(
            "expand-abbreviations",
            ValueKind::Choice(Expansion::NAMES),
            "the profile's, else first-use",
            "`first-use` writes an abbreviation out where it is used first; `never` prints it as you wrote it.",
        ),
        key(
            "accent",
            ValueKind::Colour,
            "the look's",
            "The colour of links and rules, such as `\"#1f4e79\"`.",
        ),
        key(
            "title-page",
            ValueKind::Table(&TITLE_PAGE),
            "see its keys",
            "What the title page shows.",
        ),
    ],
};

static TITLE_PAGE: TableShape = TableShape {
    keys: &[
        key(
            "supervisor",
            ValueKind::Flag,
            "true",
            "Whether the supervisor is named.",
        ),
        key(
            "cid",
            ValueKind::Flag,
            "false",
            "Whether the college number is printed.",
        ),
        key(
            "organisation",
            ValueKind::Flag,
            "false",
            "Whether the organisation is named.",
        ),
        key(
            "word-count",
            ValueKind::Flag,
            "true",
            "Whether the word count is printed.",
        ),
    ],
};
