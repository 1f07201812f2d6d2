//! Printed text that looks like markup: what was meant for TeX, R, Quarto, Obsidian or a browser and
//! stands on the page as it was typed.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;
use typst::syntax::Span;

use crate::words::category::Category;
use crate::words::census::piece::{TextPiece, node_at};
use crate::words::census::walked::WalkedText;

/// Text that looks like markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawMarkup {
    /// What it looks like, for a message.
    pub(crate) of: &'static str,
    /// The text.
    pub(crate) text: String,
    /// The node that it comes from, and the byte in it.
    pub(crate) from: (Span, u16),
    /// The nearest element that an author wrote.
    pub(crate) author: Span,
    /// The page, from 1.
    pub(crate) page: u32,
}

/// A kind of markup: what it is called, a sign without which there is none, and how it looks.
struct Look {
    of: &'static str,
    sign: &'static str,
    pattern: &'static str,
    /// Made when its sign is first met: making all of them costs more than all else here.
    made: OnceLock<Option<Regex>>,
}

impl Look {
    const fn new(of: &'static str, sign: &'static str, pattern: &'static str) -> Self {
        Self {
            of,
            sign,
            pattern,
            made: OnceLock::new(),
        }
    }

    /// Returns the pattern if there may be something of its kind in a text.
    fn in_text(&self, text: &str) -> Option<&Regex> {
        let made = || self.made.get_or_init(|| Regex::new(self.pattern).ok());
        text.contains(self.sign).then(made)?.as_ref()
    }
}

static LOOKS: [Look; 16] = [
    Look::new(
        "a fenced block",
        ":::",
        r"(?:^|\s):{3,}(?:\s*\{[^}]*\}|\s|$)",
    ),
    Look::new(
        "a LaTeX command",
        "\\",
        r"\\[A-Za-z]+\*?[\[{]|\\(?:begin|end|item|noindent|newpage|clearpage|par|LaTeX)\b",
    ),
    Look::new(
        "a LaTeX formula",
        "$",
        r"\$[^$\s](?:[^$]{0,80}[\\^_{][^$]{0,80})\$",
    ),
    Look::new(
        "a shortcode",
        "{{",
        r"\{\{[<%][^}]*[>%]\}\}|\{\{\w[^}\n]*\}\}",
    ),
    Look::new(
        "a link of Obsidian",
        "[[",
        r"(?:^|[^\w\]])!?\[\[[^\[\]\d][^\[\]]*\]\]",
    ),
    Look::new(
        "an HTML entity",
        "&",
        r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#x[0-9A-Fa-f]{2,6});",
    ),
    Look::new(
        "an HTML tag",
        "<",
        r"(?i)</?(?:a|b|big|br|center|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*=[^<>]*)?\s?/?>",
    ),
    Look::new("a reference of bookdown", "@ref(", r"\\?@ref\([^)\s]+\)"),
    Look::new(
        "attributes",
        "{",
        r"\{(?:[#.][A-Za-z][\w:.-]*)(?:\s[^{}]*)?\}",
    ),
    Look::new(
        "a mark of bold text",
        "**",
        r"(?:^|[\s(\[“‘])\*\*[A-Za-z][^*\d]{0,80}[A-Za-z.!?]\*\*",
    ),
    Look::new(
        "a mark of highlighted text",
        "==",
        r"(?:^|\s)==[A-Za-z][^=]{0,80}[A-Za-z.!?]==",
    ),
    Look::new("a comment of Obsidian", "%%", r"(?:^|\s)%%[^%]{1,200}%%"),
    Look::new("a fence of code", "```", r"```"),
    Look::new("a note of Markdown", "[^", r"\[\^[\w-]+\]"),
    Look::new(
        "a link of Markdown",
        "](",
        r"\[[^\[\]\n]*[A-Za-z]{2}[^\[\]\n]*\]\([^()\n]*[A-Za-z]{2} [^()\n]*\)",
    ),
    Look::new(
        "a citation of Markdown",
        "@",
        r"\[-?@[A-Za-z][\w:.-]*[^\[\]]*\]",
    ),
];

/// The most that is found of one kind.
const MAX_FOUND: usize = 200;

/// Returns printed text that looks like markup, in the order of the pages; code, formulas, citations
/// and lists of references are left out.
pub(crate) fn raw_markup(walked: &WalkedText<'_>) -> Vec<RawMarkup> {
    let mut found = Vec::new();
    for flow in &walked.flows {
        let mut told: Vec<Range<usize>> = Vec::new();
        for look in &LOOKS {
            let pattern = look.in_text(&flow.text).into_iter();
            for part in pattern.flat_map(|it| it.find_iter(&flow.text).take(MAX_FOUND)) {
                let indent = part
                    .as_str()
                    .find(|c: char| !c.is_whitespace())
                    .unwrap_or(0);
                let start = part.start() + indent;
                let at = flow.pieces.partition_point(|piece| piece.start <= start);
                let touched = flow.pieces[at.saturating_sub(1)..].iter();
                let mut touched = touched.take_while(|piece| piece.start < part.end());
                let Some(piece) = touched.clone().next() else {
                    continue;
                };
                let is_set_apart = |piece: &TextPiece| {
                    piece.facts.is_code || piece.formula.is_some() || !is_prose(piece.facts.kind)
                };
                if touched.any(is_set_apart) {
                    continue;
                }
                if told
                    .iter()
                    .any(|it| it.start < part.end() && start < it.end)
                {
                    continue;
                }
                told.push(start..part.end());
                let byte = (piece.from + (start - piece.start)).min(piece.drawn.item.text.len());
                let (span, offset) = node_at(piece.drawn.item, byte);
                found.push(RawMarkup {
                    of: look.of,
                    text: part.as_str().trim().to_owned(),
                    from: (span, u16::try_from(offset).unwrap_or(0)),
                    author: piece.facts.author,
                    page: piece.drawn.page,
                });
            }
        }
    }
    found
}

/// Whether text of a kind is read as text.
fn is_prose(kind: Category) -> bool {
    !matches!(
        kind,
        Category::InlineMaths
            | Category::DisplayMaths
            | Category::Citation
            | Category::CrossReference
            | Category::References
            | Category::Contents
            | Category::Furniture
            | Category::FigureText
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::census::walk::walk;
    use crate::words::tests::testing::TestProject;

    /// Returns what looks like markup in a chapter whose text is a string.
    fn found(text: &str) -> Vec<&'static str> {
        let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
        let project = TestProject::chapter(&format!("#\"{quoted}\""));
        let document = project.typeset();
        let found = raw_markup(&walk(&document)).into_iter();
        found.map(|it| it.of).collect()
    }

    #[test]
    fn markup_that_is_printed_is_found_by_its_kind() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            assert_eq!(found(text), [expected], "{text}");
        }

        case(r"As \textit{Smith} says", "a LaTeX command");
        case(r"\begin{itemize} one", "a LaTeX command");
        case(r"where $x_i$ is", "a LaTeX formula");
        case(r"A {{< video a.mp4 >}} here", "a shortcode");
        case(r"See [[Notes on it]] and", "a link of Obsidian");
        case(r"one&nbsp;two", "an HTML entity");
        case(r"one<br>two", "an HTML tag");
        case(r#"a <span class="x"> b"#, "an HTML tag");
        case(r"see Table \@ref(tab:x).", "a reference of bookdown");
        case(r"Methods {#sec-methods}", "attributes");
        case(r"This is **very important** here", "a mark of bold text");
        case(r"This is ==important== here", "a mark of highlighted text");
        case(r"::: {.note}", "a fenced block");
        case(r"as said[^3] before", "a note of Markdown");
        case(r"as said [@smith2020, p. 4]", "a citation of Markdown");
        case(
            r"see [the notes](my notes on it) here",
            "a link of Markdown",
        );
    }

    #[test]
    fn code_is_no_markup_wherever_it_stands() {
        let text = "= Use of `<p>`\n\nText `<p>`.#footnote[Code `<p>` here.]\n\n#figure(table(columns: 2, [`\\textbf{x}`], [bold]), caption: [Of `[@smith]`])";
        let document = TestProject::chapter(text).typeset();
        assert_eq!(raw_markup(&walk(&document)), []);
    }

    #[test]
    fn prose_with_signs_is_no_markup() {
        for text in [
            "p < .05, *p* < 0.01, **p < .01; 0.32** and 0.5***",
            "It cost $5 or $6, or US$10_000, AT&T; R&D; x[[1]] and a[b]",
            "C:\\Users\\name, \\ alone, {a, b} and {1} and 5%% of it",
            "f[i](t), x[1](a b), [sic] (as it stood) and [12](3 4)",
            "a == b, a <b and c> d, <2 years>, i<j, one: two :: three",
            "(see [1], [a], [sic], [@] and me@example.org) ~ ^ | # @handle",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
        let project = TestProject::chapter("`\\textit{a}` and ```\n**a**\n``` and $x_i$");
        assert_eq!(raw_markup(&walk(&project.typeset())), []);
    }
}
