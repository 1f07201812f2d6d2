//! The findings that every format is tried with.

use crate::diagnostics::{Diagnostic, Level, Place, ProjectPath, SourceMap};
use crate::report::content::{ChapterWords, Report, RuleText, WordsByChapter};

/// A mixed set of findings with their texts.
pub(crate) struct Mixed {
    pub(crate) findings: Vec<Diagnostic>,
    sources: SourceMap,
    words: WordsByChapter<'static>,
    not_checked: Vec<String>,
    waived: Vec<(Diagnostic, String)>,
}

/// A file, and a line and a column in it.
type Where = Option<(&'static str, Option<(u32, u32)>)>;

/// Where the mixed findings are: written by hand, so that no format can be wrong like another.
pub(crate) const PLACES: [(&str, Where); 12] = [
    ("first-line", Some(("chapters/01-start.md", Some((1, 1))))),
    ("behind-a-tab", Some(("chapters/01-start.md", Some((2, 2))))),
    ("non-ascii", Some(("chapters/01-start.md", Some((3, 8))))),
    (
        "several-lines",
        Some(("chapters/01-start.md", Some((2, 6)))),
    ),
    ("crlf", Some(("chapters/02-é name, 100%.md", Some((3, 1))))),
    (
        "two-places",
        Some(("chapters/02-é name, 100%.md", Some((1, 1)))),
    ),
    ("whole-file", Some(("chapters/03-a: b & c.typ", None))),
    ("no-place", None),
    ("nasty-words", Some(("chapters/01-start.md", Some((3, 1))))),
    ("nasty-words", Some(("chapters/01-start.md", Some((3, 1))))),
    ("end-of-file", Some(("chapters/01-start.md", Some((4, 1))))),
    ("not-in-the-list", Some(("unread.bib", None))),
];

/// A message with everything that a format may stumble over.
pub(crate) const NASTY: &str = "100% of \"it\", 'this': <b>&amp;</b> | a_b *c* [d](e) ::error:: %0A @k $x$\nsecond\u{1b}[31m\u{0}\tline ]]> 😀";

const START: &str = "One line\n\ttwo words\ncafé 𝒳😀x end\n";
const SECOND: &str = "\u{feff}first\r\n\r\nthird here\r\n";

impl Mixed {
    /// Returns one of each kind.
    pub(crate) fn new() -> Self {
        let start = path("chapters/01-start.md");
        let second = path("chapters/02-é name, 100%.md");
        let in_start = |part: &str| {
            let at = START.find(part).unwrap();
            Place::range(start.clone(), at..at + part.len())
        };
        let in_second = |part: &str| {
            let at = SECOND.find(part).unwrap();
            Place::range(second.clone(), at..at + part.len())
        };
        let mut sources = SourceMap::default();
        sources.insert(start.clone(), START);
        sources.insert(second.clone(), SECOND);
        sources.insert(path("chapters/03-a: b & c.typ"), "");
        let findings = vec![
            Diagnostic::deny("first-line", "the first line is line 1")
                .at(in_start("One"))
                .hint("do this")
                .hint("then do that"),
            Diagnostic::deny("behind-a-tab", "a tab is one column").at(in_start("two")),
            Diagnostic::warn("non-ascii", "a column is a character").at(in_start("x end")),
            Diagnostic::warn("several-lines", "more than one line").at(in_start("words\ncafé 𝒳")),
            Diagnostic::warn("crlf", "two line ends before it").at(in_second("third")),
            Diagnostic::warn("two-places", "twice the same")
                .at(in_second("first"))
                .also(in_start("two"), "first, here: 50%")
                .also(Place::file(path("chapters/03-a: b & c.typ")), "and here"),
            Diagnostic::warn("whole-file", "the file has no text")
                .at(Place::file(path("chapters/03-a: b & c.typ"))),
            Diagnostic::warn("no-place", "nothing to point at"),
            Diagnostic::deny("nasty-words", NASTY)
                .at(in_start("café"))
                .hint("a, b: 5% <c>"),
            Diagnostic::warn("nasty-words", NASTY).at(in_start("café")),
            Diagnostic::warn("end-of-file", "at the very end").at(Place::range(start, 900..901)),
            Diagnostic::warn("not-in-the-list", "a file that was not read")
                .at(Place::range(path("unread.bib"), 3..5)),
        ];
        Self {
            findings,
            sources,
            words: words(),
            not_checked: vec!["names to keep out: there is no confidential.txt".into()],
            waived: vec![(
                Diagnostic::warn("no-place", "let pass"),
                "agreed on 3 March | see e-mail".into(),
            )],
        }
    }

    /// Returns nothing at all.
    pub(crate) fn empty() -> Self {
        Self {
            findings: Vec::new(),
            sources: SourceMap::default(),
            words: words(),
            not_checked: Vec::new(),
            waived: Vec::new(),
        }
    }

    /// Returns `count` findings in a great file: every kilobyte one, of two codes in turn.
    pub(crate) fn many(count: usize, line: &str) -> Self {
        let mut mixed = Self::empty();
        let great = path("chapters/01-great.md");
        mixed
            .sources
            .insert(great.clone(), line.repeat(count * 800 / line.len() + 800));
        mixed.findings = (0..count)
            .map(|number| {
                let place = Place::range(great.clone(), number * 800..number * 800 + 7);
                match number % 2 {
                    0 => Diagnostic::warn("todo-marker", format!("number {number}")).at(place),
                    _ => Diagnostic::deny("doubled-word", format!("number {number}")).at(place),
                }
            })
            .collect();
        Diagnostic::sort(&mut mixed.findings);
        mixed
    }

    /// Returns the report of all of it.
    pub(crate) fn report(&self) -> Report<'_> {
        Report {
            waived: &self.waived,
            not_checked: &self.not_checked,
            rules: &RULES,
            words: Some(&self.words),
            version: "1.2.3",
            ..Report::new(&self.findings, &self.sources)
        }
    }
}

fn path(text: &str) -> ProjectPath {
    ProjectPath::new(text).unwrap()
}

fn words() -> WordsByChapter<'static> {
    let row = |id, title, counted| ChapterWords {
        id,
        title,
        counted,
        is_estimated: false,
    };
    WordsByChapter {
        verdict: "10,412 words, 412 over the limit of 10,000",
        policy: "main-text",
        convention: "folio",
        counted: 10_412,
        limit: Some(10_000),
        chapters: vec![
            row("introduction", "Introduction", 1_302),
            row("method", "Method | <b>& more</b>", 9_110),
        ],
    }
}

const fn rule(code: &'static str, level: Option<Level>) -> RuleText<'static> {
    RuleText {
        code,
        level,
        was_run: true,
        summary: "a <thing> that is \"wrong\"",
        explanation: "# What it finds\n\nSomething.\n\n# Why it matters\n\nIt does.\n\n# What to do\n\nMend it.\n",
    }
}

const RULES: [RuleText<'static>; 14] = [
    rule("first-line", Some(Level::Deny)),
    rule("behind-a-tab", Some(Level::Deny)),
    rule("non-ascii", Some(Level::Warn)),
    rule("several-lines", Some(Level::Warn)),
    rule("crlf", Some(Level::Warn)),
    rule("two-places", Some(Level::Warn)),
    rule("whole-file", Some(Level::Warn)),
    rule("no-place", Some(Level::Warn)),
    rule("nasty-words", Some(Level::Warn)),
    rule("end-of-file", Some(Level::Warn)),
    rule("never-found", Some(Level::Deny)),
    rule("switched-off", None),
    rule("todo-marker", Some(Level::Warn)),
    rule("doubled-word", Some(Level::Warn)),
];
