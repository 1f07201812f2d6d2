//! Every key of the manifest: what it may hold, what it means, and what is done without it.

use crate::project::abbreviations::Expansion;
use crate::project::shape::{Key, Kind, Shape};

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

const fn key(name: &'static str, kind: Kind, default: &'static str, doc: &'static str) -> Key {
    Key {
        name,
        kind,
        default,
        doc,
    }
}

/// The manifest.
pub(crate) static MANIFEST: Shape = Shape {
    keys: &[
        key(
            "profile",
            Kind::Filled,
            "imperial-digital-health",
            "The rules of the programme: a built-in name, or the path of a file in the project, such as `rules.toml`.",
        ),
        key(
            "dissertation",
            Kind::Table(&DISSERTATION),
            "",
            "What is on the title page.",
        ),
        key(
            "words",
            Kind::Table(&WORDS),
            "the profile's",
            "The word limit and how words are counted.",
        ),
        key(
            "policies",
            Kind::Map(&Kind::Table(&POLICY)),
            "none",
            "Counting policies of your own, each a table `[policies.NAME]`.",
        ),
        key(
            "milestones",
            Kind::Map(&Kind::Moment),
            "no dates",
            "When each milestone is due: its id and a day, such as `tutorial-1 = 2026-12-07`.",
        ),
        key(
            "milestone",
            Kind::List(&Kind::Table(&MILESTONE)),
            "the profile's",
            "Adds a milestone, or changes the profile's milestone of that id.",
        ),
        key(
            "bibliography",
            Kind::Table(&BIBLIOGRAPHY),
            "references.bib, if there is one",
            "The references and their style.",
        ),
        key(
            "people",
            Kind::Map(&Kind::Filled),
            "none",
            "Who is who in the milestones: a role and an e-mail address.",
        ),
        key(
            "ethics",
            Kind::Table(&ETHICS),
            "nothing recorded",
            "The outcome of the ethics and governance gate. It is recorded, never decided, here.",
        ),
        key(
            "check",
            Kind::Table(&CHECK),
            "the profile's levels",
            "How much findings matter, and which are accepted.",
        ),
        key(
            "abbreviations",
            Kind::Map(&Kind::Filled),
            "none",
            "Abbreviations and their meaning, such as `EPR = \"electronic patient record\"`: written out at their first use, and printed as a list. `*[EPR]: electronic patient record` in a chapter is the same.",
        ),
        key(
            "outline",
            Kind::Table(&OUTLINE),
            "the folders and the profile's order",
            "The order of files, when names are not enough.",
        ),
        key(
            "format",
            Kind::Table(&FORMAT),
            "the classic look",
            "How the pages look.",
        ),
    ],
};

static DISSERTATION: Shape = Shape {
    keys: &[
        key("title", Kind::Filled, "", "The title."),
        key("subtitle", Kind::Text, "none", "The subtitle."),
        key("author", Kind::Filled, "", "Your full registered name."),
        key(
            "cid",
            Kind::Text,
            "none",
            "Your college number. It identifies you: never printed when anonymous.",
        ),
        key(
            "candidate",
            Kind::Text,
            "none",
            "Your examination number, printed instead of your name when anonymous.",
        ),
        key("programme", Kind::Text, "the profile's", "The degree."),
        key("department", Kind::Text, "the profile's", "The department."),
        key(
            "college",
            Kind::Text,
            "the profile's",
            "The college or university.",
        ),
        key(
            "supervisor",
            Kind::Text,
            "none",
            "Your academic supervisor.",
        ),
        key(
            "executive-sponsor",
            Kind::Text,
            "none",
            "Your sponsor in the organisation; not the research sponsor of `[ethics]`.",
        ),
        key(
            "organisation",
            Kind::Text,
            "none",
            "Your organisation, as it may be named.",
        ),
    ],
};

static WORDS: Shape = Shape {
    keys: &[
        key(
            "limit",
            Kind::Whole(1, ANY),
            "the profile's",
            "The most words that may count.",
        ),
        key(
            "minimum",
            Kind::Whole(1, ANY),
            "the profile's, else none",
            "The least words that must count.",
        ),
        key(
            "policy",
            Kind::Filled,
            "main-text",
            "Which words count: the name of a built-in policy, or of one in `[policies.NAME]`.",
        ),
        key(
            "convention",
            Kind::Choice(CONVENTIONS),
            "folio",
            "What a word is.",
        ),
        key(
            "tolerance",
            Kind::Share,
            "0",
            "How far over the limit is tolerated: words, or a share of the limit such as `\"10 %\"`.",
        ),
        key(
            "confirmed",
            Kind::Filled,
            "not confirmed",
            "Where you read the rule, such as `\"Handbook 2026/27, p. 14\"`. Until then every verdict says that the rule is not confirmed.",
        ),
        key(
            "limits",
            Kind::Map(&Kind::WholeOr(&BOUNDS)),
            "the profile's",
            "Limits of single parts or chapters by id: `abstract = 300`, or `introduction = { minimum = 1200, limit = 1500 }`.",
        ),
    ],
};

pub(crate) static BOUNDS: Shape = Shape {
    keys: &[
        key("minimum", Kind::Whole(1, ANY), "none", "The least words."),
        key("limit", Kind::Whole(1, ANY), "none", "The most words."),
    ],
};

pub(crate) static POLICY: Shape = Shape {
    keys: &[
        key(
            "base",
            Kind::Filled,
            "nothing counts until it is included",
            "The policy it starts from.",
        ),
        key(
            "include",
            Kind::List(&Kind::Choice(CATEGORIES)),
            "none",
            "Categories that count besides.",
        ),
        key(
            "exclude",
            Kind::List(&Kind::Choice(CATEGORIES)),
            "none",
            "Categories that do not count.",
        ),
        key(
            "caps",
            Kind::MapOf(CATEGORIES, &Kind::Whole(0, ANY)),
            "none",
            "The most words of a category that count.",
        ),
        key(
            "rates",
            Kind::MapOf(CATEGORIES, &Kind::Whole(0, ANY)),
            "none",
            "So many words for each page that carries a category, whatever it holds.",
        ),
    ],
};

static MILESTONE: Shape = Shape {
    keys: &[
        key("id", Kind::Filled, "", "Its name in commands."),
        key(
            "title",
            Kind::Filled,
            "the profile's, else the id",
            "Its name for people.",
        ),
        key(
            "chapters",
            Kind::List(&Kind::Filled),
            "the profile's, else none",
            "The ids of its chapters.",
        ),
        key(
            "due",
            Kind::Moment,
            "the date in `[milestones]`",
            "When it is due.",
        ),
        key(
            "criteria",
            Kind::List(&Kind::Table(&CRITERION)),
            "the profile's, else none",
            "What must be true of it.",
        ),
    ],
};

static CRITERION: Shape = Shape {
    keys: &[
        key(
            "id",
            Kind::Filled,
            "",
            "What is asked: `chapter-words`, `required-sections`, `citations`, `ethics-record`, `recommendations`, or `no-open-findings`.",
        ),
        key(
            "chapter",
            Kind::Filled,
            "each chapter of the milestone",
            "The chapter it is about.",
        ),
        key("at-least", Kind::Whole(0, ANY), "none", "The least number."),
        key(
            "at-most",
            Kind::Whole(0, ANY),
            "none",
            "The largest number.",
        ),
        key(
            "codes",
            Kind::List(&Kind::Filled),
            "none",
            "For `no-open-findings`: the codes of findings that may not be open.",
        ),
    ],
};

static BIBLIOGRAPHY: Shape = Shape {
    keys: &[
        key(
            "files",
            Kind::List(&Kind::File),
            "references.bib, if there is one",
            "Files of references: BibTeX, hayagriva YAML or CSL-JSON.",
        ),
        key(
            "style",
            Kind::Filled,
            "harvard-cite-them-right",
            "The citation style: a name, or a CSL file in the project.",
        ),
    ],
};

static ETHICS: Shape = Shape {
    keys: &[
        key(
            "classification",
            Kind::Choice(&["research", "service-evaluation", "audit"]),
            "not recorded",
            "What the work is, by the decision tool of the Health Research Authority.",
        ),
        key(
            "body",
            Kind::Text,
            "not recorded",
            "Who gave the approval or the registration.",
        ),
        key("reference", Kind::Text, "not recorded", "Its reference."),
        key(
            "approval-needed",
            Kind::Flag,
            "not recorded",
            "Whether an approval is needed at all.",
        ),
        key(
            "approved",
            Kind::Day,
            "not recorded",
            "The day of the approval.",
        ),
        key(
            "amendments",
            Kind::List(&Kind::Filled),
            "none",
            "Amendments, each with its reference and date.",
        ),
        key(
            "data-collection-began",
            Kind::Day,
            "not recorded",
            "The first day of data collection.",
        ),
        key(
            "dpia",
            Kind::Text,
            "not recorded",
            "The reference of the data protection impact assessment or its screening.",
        ),
        key(
            "research-sponsor",
            Kind::Text,
            "not recorded",
            "The body with legal responsibility for research; not the executive sponsor.",
        ),
        key(
            "evidence",
            Kind::Text,
            "not recorded",
            "Where the evidence is kept.",
        ),
    ],
};

pub(crate) static LEVELS: &[&str] = &["deny", "warn", "off"];

static CHECK: Shape = Shape {
    keys: &[
        key(
            "levels",
            Kind::Map(&Kind::Choice(LEVELS)),
            "the profile's, else the rule's own",
            "The level of a rule by its code: `deny` must be fixed, `warn` is worth fixing, `off` is not looked at.",
        ),
        key(
            "waive",
            Kind::List(&Kind::Table(&WAIVER)),
            "none",
            "A finding that is accepted, with the reason.",
        ),
    ],
};

static WAIVER: Shape = Shape {
    keys: &[
        key("code", Kind::Filled, "", "The code of the rule."),
        key("path", Kind::File, "all files", "The file it is about."),
        key("reason", Kind::Filled, "", "Why it is accepted."),
        key(
            "expires",
            Kind::Day,
            "never",
            "The last day on which it is accepted.",
        ),
    ],
};

static OUTLINE: Shape = Shape {
    keys: &[
        key(
            "chapters",
            Kind::List(&Kind::File),
            "the files of `chapters/` in the order of their names",
            "The chapters in order.",
        ),
        key(
            "appendices",
            Kind::List(&Kind::File),
            "the files of `appendices/` in the order of their names",
            "The appendices in order.",
        ),
        key(
            "front",
            Kind::List(&Kind::Filled),
            "the profile's",
            "The parts before the first chapter in order, by id: the profile's, or files of `front/`.",
        ),
        key(
            "back",
            Kind::List(&Kind::Filled),
            "the profile's",
            "The parts after the last chapter in order, by id.",
        ),
        key(
            "hide",
            Kind::List(&Kind::Filled),
            "none",
            "Parts that are not printed, by id, such as `list-of-tables`.",
        ),
    ],
};

static FORMAT: Shape = Shape {
    keys: &[
        key(
            "look",
            Kind::Choice(&["classic", "accessible"]),
            "classic",
            "The look: `classic` is a printed thesis, `accessible` is large, sans serif and left-aligned.",
        ),
        key(
            "text-font",
            Kind::Filled,
            "the look's",
            "A font family for the text, from the system or the folder `fonts/`.",
        ),
        key(
            "spacing",
            Kind::Number(1.0, 3.0),
            "the look's",
            "Line spacing, such as 1.5 or 2.0.",
        ),
        key(
            "page-numbering",
            Kind::Choice(&["arabic", "roman-front"]),
            "arabic",
            "`arabic` numbers all pages from the title page; `roman-front` gives the front matter roman numerals.",
        ),
        key(
            "expand-abbreviations",
            Kind::Choice(Expansion::NAMES),
            "the profile's, else first-use",
            "`first-use` writes an abbreviation out where it is used first; `never` prints it as you wrote it.",
        ),
        key(
            "accent",
            Kind::Colour,
            "the look's",
            "The colour of links and rules, such as `\"#1f4e79\"`.",
        ),
        key(
            "title-page",
            Kind::Table(&TITLE_PAGE),
            "see its keys",
            "What the title page shows.",
        ),
    ],
};

static TITLE_PAGE: Shape = Shape {
    keys: &[
        key(
            "supervisor",
            Kind::Flag,
            "true",
            "Whether the supervisor is named.",
        ),
        key(
            "cid",
            Kind::Flag,
            "false",
            "Whether the college number is printed.",
        ),
        key(
            "organisation",
            Kind::Flag,
            "false",
            "Whether the organisation is named.",
        ),
        key(
            "word-count",
            Kind::Flag,
            "true",
            "Whether the word count is printed.",
        ),
    ],
};
