//! Every key of the manifest: what it may hold, what it means, and what is done without it.

use crate::project::table::shape::ValueKind::{
    Choice, Colour, Day, File, Filled, Flag, List, Map, MapOf, Moment, Number, Share, Table, Text,
    Whole, WholeOr, WholeOrOff,
};
use crate::project::table::shape::{TableShape, key, table};

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

/// What is done with abbreviations, by name.
pub(crate) const EXPANSIONS: &[&str] = &["first-use", "never"];

/// The editions of the rules.
pub(crate) const EDITIONS: &[&str] = &["2026", "2027"];

/// How pages are numbered.
pub(crate) const PAGE_NUMBERINGS: &[&str] = &["arabic", "roman-front"];

/// How "organise" is spelt, by name.
pub(crate) const SPELLINGS: &[&str] = &["ise", "ize"];

const ANY: u32 = u32::MAX;

/// The manifest.
pub(crate) static MANIFEST: TableShape = table(&[
    key("profile", Filled, "imperial-digital-health").doc(
        "The rules of the programme: a built-in name, or the path of a file in the project, such \
         as `rules.toml`.",
    ),
    key("dissertation", Table(&DISSERTATION), "").doc("What is on the title page."),
    key("words", Table(&WORDS), "the profile's").doc("The word limit and how words are counted."),
    key("policies", Map(&Table(&POLICY)), "none")
        .doc("Counting policies of your own, each a table `[policies.NAME]`."),
    key("milestones", Map(&Moment), "no dates")
        .doc("When each milestone is due: its id and a day, such as `tutorial-1 = 2026-12-07`."),
    key("milestone", List(&Table(&MILESTONE)), "the profile's")
        .doc("Adds a milestone, or changes the profile's milestone of that id."),
    key("holidays", List(&Table(&HOLIDAY)), "none").doc(
        "Days on which you do not write, such as `[{ from = 2026-12-24, until = 2027-01-03 }]`: the \
         words a day that are left to write are reckoned without them.",
    ),
    key(
        "bibliography",
        Table(&BIBLIOGRAPHY),
        "references.bib, if there is one",
    )
    .doc("The references and their style."),
    key("people", Map(&Filled), "none")
        .doc("Who is who in the milestones: a role and an e-mail address."),
    key("ethics", Table(&ETHICS), "nothing recorded")
        .doc("The outcome of the ethics and governance gate. It is recorded, never decided, here."),
    key("check", Table(&CHECK), "the profile's levels")
        .doc("How much findings matter, and which are accepted."),
    key("abbreviations", Map(&Filled), "none").doc(
        "Abbreviations and their meaning, such as `EPR = \"electronic patient record\"`: written \
         out at their first use, and printed as a list. `*[EPR]: electronic patient record` in a \
         chapter is the same.",
    ),
    key("language", Table(&LANGUAGE), "British English").doc("How words are spelt."),
    key("maths", Table(&MATHS), "nothing").doc("What formulas of every chapter may use."),
    key(
        "outline",
        Table(&OUTLINE),
        "the folders and the profile's order",
    )
    .doc("The order of files, when names are not enough."),
    key("format", Table(&FORMAT), "the classic look").doc("How the pages look."),
    key("word", Table(&WORD), "nothing").doc("What files for Word look like."),
]);

static WORD: TableShape = table(&[key("reference", File, "the look of the pages").doc(
    "A Word file of the project whose styles, margins, heads and feet those of `build --to docx` \
     have, such as the university's template.",
)]);

static DISSERTATION: TableShape = table(&[
    key("title", Filled, "").doc("The title."),
    key("subtitle", Text, "none").doc("The subtitle."),
    key("author", Filled, "").doc("Your full registered name."),
    key("cid", Text, "none")
        .doc("Your college number. It identifies you: never printed when anonymous."),
    key("candidate", Text, "none")
        .doc("Your examination number, printed instead of your name when anonymous."),
    key("programme", Text, "the profile's").doc("The degree."),
    key("department", Text, "the profile's").doc("The department."),
    key("college", Text, "the profile's").doc("The college or university."),
    key("supervisor", Text, "none").doc("Your academic supervisor."),
    key("executive-sponsor", Text, "none")
        .doc("Your sponsor in the organisation; not the research sponsor of `[ethics]`."),
    key("organisation", Text, "none").doc("Your organisation, as it may be named."),
]);

static WORDS: TableShape = table(&[
    key("limit", Whole(1, ANY), "the profile's").doc("The most words that may count."),
    key("minimum", Whole(1, ANY), "the profile's, else none")
        .doc("The least words that must count."),
    key("policy", Filled, "main-text")
        .doc("Which words count: the name of a built-in policy, or of one in `[policies.NAME]`."),
    key("convention", Choice(CONVENTIONS), "folio").doc("What a word is."),
    key("tolerance", Share, "0").doc(
        "How far over the limit is tolerated: words, or a share of the limit such as `\"10 %\"`.",
    ),
    key("confirmed", Filled, "not confirmed").doc(
        "Where you read the rule, such as `\"Handbook 2026/27, p. 14\"`. Until then every verdict \
         says that the rule is not confirmed.",
    ),
    key("limits", Map(&WholeOr(&BOUNDS)), "the profile's").doc(
        "Limits of single parts or chapters by id: `abstract = 300`, or `introduction = { minimum \
         = 1200, limit = 1500 }`.",
    ),
]);

pub(crate) static BOUNDS: TableShape = table(&[
    key("minimum", Whole(1, ANY), "none").doc("The least words."),
    key("limit", Whole(1, ANY), "none").doc("The most words."),
]);

pub(crate) static POLICY: TableShape = table(&[
    key("base", Filled, "nothing counts until it is included").doc("The policy it starts from."),
    key("include", List(&Choice(CATEGORIES)), "none").doc("Categories that count besides."),
    key("exclude", List(&Choice(CATEGORIES)), "none").doc("Categories that do not count."),
    key("caps", MapOf(CATEGORIES, &Whole(0, ANY)), "none")
        .doc("The most words of a category that count."),
    key("rates", MapOf(CATEGORIES, &Whole(0, ANY)), "none")
        .doc("So many words for each page that carries a category, whatever it holds."),
    key("valid-until", Day, "without end")
        .doc("The last day on which it holds; every verdict after it says so."),
]);

static MILESTONE: TableShape = table(&[
    key("id", Filled, "").doc("Its name in commands."),
    key("title", Filled, "the profile's, else the id").doc("Its name for people."),
    key("chapters", List(&Filled), "the profile's, else none").doc("The ids of its chapters."),
    key("due", Moment, "the date in `[milestones]`").doc("When it is due."),
    key(
        "criteria",
        List(&Table(&CRITERION)),
        "the profile's, else none",
    )
    .doc("What must be true of it."),
]);

static HOLIDAY: TableShape = table(&[
    key("from", Day, "").doc("The first day."),
    key("until", Day, "the same day").doc("The last day."),
]);

static CRITERION: TableShape = table(&[
    key("id", Filled, "").doc(
        "What is asked: `chapter-words`, `required-sections`, `citations`, `ethics-record`, \
         `recommendations`, or `no-open-findings`.",
    ),
    key("chapter", Filled, "each chapter of the milestone").doc("The chapter it is about."),
    key("at-least", Whole(0, ANY), "none").doc("The least number."),
    key("at-most", Whole(0, ANY), "none").doc("The largest number."),
    key("codes", List(&Filled), "none")
        .doc("For `no-open-findings`: the codes of findings that may not be open."),
]);

static BIBLIOGRAPHY: TableShape = table(&[
    key("files", List(&File), "references.bib, if there is one")
        .doc("Files of references: BibTeX, hayagriva YAML or CSL-JSON."),
    key("style", Filled, "harvard-cite-them-right")
        .doc("The citation style: a name, or a CSL file in the project."),
]);

static ETHICS: TableShape = table(&[
    key(
        "classification",
        Choice(&["research", "service-evaluation", "audit"]),
        "not recorded",
    )
    .doc("What the work is, by the decision tool of the Health Research Authority."),
    key("body", Text, "not recorded").doc("Who gave the approval or the registration."),
    key("reference", Text, "not recorded").doc("Its reference."),
    key("approval-needed", Flag, "not recorded").doc("Whether an approval is needed at all."),
    key("approved", Day, "not recorded").doc("The day of the approval."),
    key("amendments", List(&Filled), "none").doc("Amendments, each with its reference and date."),
    key("data-collection-began", Day, "not recorded").doc("The first day of data collection."),
    key("dpia", Text, "not recorded")
        .doc("The reference of the data protection impact assessment or its screening."),
    key("research-sponsor", Text, "not recorded")
        .doc("The body with legal responsibility for research; not the executive sponsor."),
    key("evidence", Text, "not recorded").doc("Where the evidence is kept."),
]);

pub(crate) static LEVELS: &[&str] = &["deny", "warn", "off"];

static LANGUAGE: TableShape = table(&[key("spelling", Choice(SPELLINGS), "either").doc(
    "`ise` or `ize`: how \"organise\" is spelt. Until it is chosen both are right, and only their \
     mixture is told.",
)]);

static MATHS: TableShape = table(&[key("macros", Map(&Filled), "none").doc(
    "Commands of your own for formulas, such as `vect = '\\mathbf{#1}'`: they hold in every chapter \
     in Markdown. `\\newcommand` in a chapter holds in that chapter.",
)]);

static CHECK: TableShape = table(&[
    key(
        "levels",
        Map(&Choice(LEVELS)),
        "the profile's, else the rule's own",
    )
    .doc(
        "The level of a rule by its code: `deny` must be fixed, `warn` is worth fixing, `off` is \
         not looked at.",
    ),
    key("edition", Choice(EDITIONS), "the profile's, else 2026").doc(
        "The edition of the rules that you take: a rule that came later warns and stops nothing, \
         so that a new version of folio turns nothing red.",
    ),
    key("waive", List(&Table(&WAIVER)), "none").doc("A finding that is accepted, with the reason."),
]);

static WAIVER: TableShape = table(&[
    key("code", Filled, "").doc("The code of the rule."),
    key("path", File, "all files").doc("The file it is about."),
    key("reason", Filled, "").doc("Why it is accepted."),
    key("expires", Day, "never").doc("The last day on which it is accepted."),
]);

static OUTLINE: TableShape = table(&[
    key(
        "chapters",
        List(&File),
        "the files of `chapters/` in the order of their names",
    )
    .doc("The chapters in order."),
    key(
        "appendices",
        List(&File),
        "the files of `appendices/` in the order of their names",
    )
    .doc("The appendices in order."),
    key("front", List(&Filled), "the profile's").doc(
        "The parts before the first chapter in order, by id: the profile's, or files of \
         `front/`.",
    ),
    key("back", List(&Filled), "the profile's")
        .doc("The parts after the last chapter in order, by id."),
    key("hide", List(&Filled), "none")
        .doc("Parts that are not printed, by id, such as `list-of-tables`."),
]);

static FORMAT: TableShape = table(&[
    key("look", Choice(&["classic", "accessible"]), "classic").doc(
        "The look: `classic` is a printed thesis, `accessible` is large, sans serif and \
         left-aligned.",
    ),
    key("text-font", Filled, "the look's")
        .doc("A font family for the text, from the system or the folder `fonts/`."),
    key("spacing", Number(1.0, 3.0), "the look's").doc("Line spacing, such as 1.5 or 2.0."),
    key(
        "page-numbering",
        Choice(PAGE_NUMBERINGS),
        "the profile's, else arabic",
    )
    .doc(
        "`arabic` numbers all pages from the title page; `roman-front` gives the front matter \
         roman numerals.",
    ),
    key(
        "expand-abbreviations",
        Choice(EXPANSIONS),
        "the profile's, else first-use",
    )
    .doc(
        "`first-use` writes an abbreviation out where it is used first; `never` prints it as you \
         wrote it.",
    ),
    key("accent", Colour, "the look's").doc(
        "The colour of links that leave the document, such as `\"#1f4e79\"`; take a dark one.",
    ),
    key("picture-ppi", WholeOrOff(36, 2_400), "300").doc(
        "How many pixels an inch a picture has in print at most: finer ones are scaled down. \
         `\"off\"` leaves them as they are.",
    ),
    key("title-page", Table(&TITLE_PAGE), "see its keys").doc("What the title page shows."),
]);

static TITLE_PAGE: TableShape = table(&[
    key("supervisor", Flag, "true").doc("Whether the supervisor is named."),
    key("cid", Flag, "false").doc("Whether the college number is printed."),
    key("organisation", Flag, "false").doc("Whether the organisation is named."),
    key("word-count", Flag, "true").doc("Whether the word count is printed."),
]);
