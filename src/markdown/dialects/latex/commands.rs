//! What LaTeX commands mean in running text.

use crate::csl::Form;
use crate::markdown::document::{Shown, TextStyle};
use crate::markdown::formulas::macros::is_definer;

/// What the words in the braces of a LaTeX command become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Style(TextStyle),
    SmallCaps,
    Typewriter,
    Footnote,
    Link,
    /// `\hypertarget{name}{words}`
    Target,
    /// Nothing but words.
    Words,
    /// Braces inside those of a command.
    Braces,
}

/// What a command means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// `\textbf{words}`
    Open(Group),
    /// A sign that is written as a command.
    Text(&'static str),
    /// A line ends.
    Break,
    /// `\newpage`
    PageBreak,
    Url,
    Href,
    /// `\hyperlink{name}{words}`, and `\hypertarget`, which it leads to.
    Hyper(Group),
    /// `\cite[see][p. 4]{a,b}`; in a note of its own or not.
    Cite {
        form: Form,
        in_note: bool,
    },
    /// `\ref{x}`
    Refer(Shown),
    Label,
    /// `\newcommand` and its like.
    Define,
    /// `\SI{5}{\milli\gram}`: a formula wherever it stands.
    Unit,
    Begin,
    End,
    /// `\verb|x|`
    Verbatim,
    /// Nothing here, with so many groups that are no words.
    Vanish {
        groups: usize,
    },
    /// Nothing here, and nobody misses it.
    Quiet,
}

/// The commands that print a sign.
const SIGNS: [(&str, &str); 38] = [
    ("ldots", "…"),
    ("dots", "…"),
    ("textellipsis", "…"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textquotesingle", "'"),
    ("textquotedbl", "\""),
    ("lq", "‘"),
    ("rq", "’"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textbackslash", "\\"),
    ("textasciitilde", "~"),
    ("textasciicircum", "^"),
    ("textunderscore", "_"),
    ("textless", "<"),
    ("textgreater", ">"),
    ("textbar", "|"),
    ("textbraceleft", "{"),
    ("textbraceright", "}"),
    ("textdollar", "$"),
    ("textdegree", "°"),
    ("textmu", "µ"),
    ("textpm", "±"),
    ("texttimes", "×"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("textcopyright", "©"),
    ("copyright", "©"),
    ("pounds", "£"),
    ("textsterling", "£"),
    ("euro", "€"),
    ("texteuro", "€"),
    ("LaTeX", "LaTeX"),
    ("TeX", "TeX"),
    ("BibTeX", "BibTeX"),
];

/// Letters that are commands of one or two letters, and so only with `{}` behind them.
const LETTERS: [(&str, &str); 14] = [
    ("ss", "ß"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("aa", "å"),
    ("AA", "Å"),
    ("o", "ø"),
    ("O", "Ø"),
    ("l", "ł"),
    ("L", "Ł"),
    ("i", "ı"),
    ("S", "§"),
    ("P", "¶"),
];

/// Returns what a command means; `rest` is what stands behind its name.
pub(crate) fn meaning(name: &str, rest: &str) -> Option<Meaning> {
    let sign = |table: &[(&str, &'static str)]| {
        let found = table.iter().find(|(command, _)| *command == name);
        found.map(|(_, sign)| Meaning::Text(sign))
    };
    let cite = |form| {
        Some(Meaning::Cite {
            form,
            in_note: false,
        })
    };
    let style = |style| Some(Meaning::Open(Group::Style(style)));
    match name {
        "textit" | "emph" | "textsl" => style(TextStyle::Emph),
        "textbf" => style(TextStyle::Strong),
        "underline" | "uline" => style(TextStyle::Underline),
        "textsuperscript" => style(TextStyle::Super),
        "textsubscript" => style(TextStyle::Sub),
        "sout" => style(TextStyle::Strike),
        "hl" => style(TextStyle::Mark),
        "textsc" => Some(Meaning::Open(Group::SmallCaps)),
        "texttt" => Some(Meaning::Open(Group::Typewriter)),
        "textrm" | "textsf" | "textup" | "textmd" | "textnormal" | "mbox" | "hbox" | "fbox"
        | "ensuremath" => Some(Meaning::Open(Group::Words)),
        "footnote" => Some(Meaning::Open(Group::Footnote)),
        "cite" | "citep" | "Citep" | "parencite" | "Parencite" | "autocite" | "Autocite"
        | "supercite" | "citealp" => cite(Form::Bracket),
        "citet" | "Citet" | "textcite" | "Textcite" | "citealt" => cite(Form::Narrative),
        "citeyearpar" => cite(Form::WithoutAuthor),
        "citeyear" => cite(Form::Year),
        "citeauthor" | "Citeauthor" => cite(Form::Author),
        "fullcite" => cite(Form::Full),
        "footcite" | "footcitetext" => Some(Meaning::Cite {
            form: Form::Bracket,
            in_note: true,
        }),
        "eqref" => Some(Meaning::Refer(Shown::Bracketed)),
        "ref" | "subref" => Some(Meaning::Refer(Shown::Number)),
        "autoref" | "cref" | "Cref" | "vref" => Some(Meaning::Refer(Shown::WordAndNumber)),
        "pageref" => Some(Meaning::Refer(Shown::Page)),
        "label" => Some(Meaning::Label),
        "url" | "path" => Some(Meaning::Url),
        "href" => Some(Meaning::Href),
        "hyperlink" => Some(Meaning::Hyper(Group::Link)),
        "hypertarget" => Some(Meaning::Hyper(Group::Target)),
        "newline" | "linebreak" => Some(Meaning::Break),
        "newpage" | "pagebreak" | "clearpage" | "cleardoublepage" => Some(Meaning::PageBreak),
        "begin" => Some(Meaning::Begin),
        "end" => Some(Meaning::End),
        "verb" => Some(Meaning::Verbatim),
        "item" | "maketitle" | "tableofcontents" | "listoffigures" | "listoftables"
        | "printbibliography" | "appendix" | "frontmatter" | "mainmatter" | "backmatter"
        | "hline" | "toprule" | "midrule" | "bottomrule" | "hfill" | "vfill" | "bigskip"
        | "medskip" | "smallskip" | "doublespacing" | "singlespacing" | "onehalfspacing"
        | "minitoc" | "dominitoc" | "adjustmtc" | "phantomsection" => {
            Some(Meaning::Vanish { groups: 0 })
        }
        "noindent" | "indent" | "par" | "centering" | "raggedright" | "protect" | "xspace"
        | "sloppy" | "allowbreak" | "nobreak" | "null" | "relax" | "leavevmode" | "small"
        | "footnotesize" | "scriptsize" | "normalsize" | "large" | "Large" | "LARGE" | "huge"
        | "tiny" | "FloatBarrier" => Some(Meaning::Quiet),
        "hspace" | "vspace" | "input" | "include" | "usepackage" | "documentclass"
        | "bibliography" | "bibliographystyle" | "pagestyle" | "thispagestyle"
        | "pagenumbering" | "nocite" | "includegraphics" | "index" | "markright" | "linespread"
        | "titleformat" | "lstinputlisting" | "verbatiminput" | "chaptermark" | "sectionmark"
        | "setstretch" | "enlargethispage" => Some(Meaning::Vanish { groups: 1 }),
        "addtocontents" | "markboth" | "inputminted" | "setcounter" | "addtocounter"
        | "setlength" | "addtolength" => Some(Meaning::Vanish { groups: 2 }),
        "addcontentsline" => Some(Meaning::Vanish { groups: 3 }),
        "SI" | "si" | "num" | "qty" | "unit" | "ang" | "SIrange" | "qtyrange" | "numrange" => {
            Some(Meaning::Unit)
        }
        _ if is_definer(name) => Some(Meaning::Define),
        _ if rest.starts_with("{}") && name.len() <= 2 => sign(&LETTERS),
        "S" | "P" if is_before_number(rest) => sign(&LETTERS),
        _ => sign(&SIGNS),
    }
}

/// Whether a sign for sections stands before the number of one.
fn is_before_number(rest: &str) -> bool {
    let rest = rest.strip_prefix([' ', '~']).unwrap_or(rest);
    rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns what a command of the author's own prints, if that is nothing but words.
pub(crate) fn plain_words(body: &str) -> Option<String> {
    let body = body.trim();
    let body = body.strip_suffix("\\xspace").unwrap_or(body);
    let mut words = String::with_capacity(body.len());
    let mut chars = body.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => words.push(chars.next().filter(|c| "%&_#$".contains(*c))?),
            '~' => words.push('\u{a0}'),
            '$' | '{' | '}' | '^' | '_' | '#' | '&' => return None,
            c => words.push(c),
        }
    }
    (!words.trim().is_empty()).then_some(words)
}

/// Returns the command at the start of a text, without its backslash and without a star.
pub(crate) fn name_at(text: &str) -> Option<&str> {
    let body = text.strip_prefix('\\')?;
    let is_letter = |byte: u8| byte.is_ascii_alphabetic();
    let end = body
        .bytes()
        .take(32)
        .take_while(|byte| is_letter(*byte))
        .count();
    (end > 0).then(|| &body[..end])
}

/// Whether a text starts with a command that cites or refers.
pub(crate) fn refers(text: &str) -> bool {
    let Some(name) = name_at(text) else {
        return false;
    };
    let rest = &text[1 + name.len()..];
    rest.starts_with(['{', '[', '*'])
        && matches!(
            meaning(name, rest),
            Some(Meaning::Cite { .. } | Meaning::Refer(_))
        )
}

/// Whether a text starts with a command that ends the page, and how long it is.
pub(crate) fn page_break(text: &str) -> Option<usize> {
    let name = name_at(text)?;
    let rest = &text[1 + name.len()..];
    if meaning(name, rest) != Some(Meaning::PageBreak) {
        return None;
    }
    // `\pagebreak[4]`, `\newpage{}`
    let behind = rest.strip_prefix("{}").unwrap_or(rest);
    let behind = match behind.strip_prefix('[') {
        Some(inner) => inner
            .get(1..)
            .and_then(|rest| rest.strip_prefix(']'))
            .unwrap_or(behind),
        None => behind,
    };
    Some(text.len() - behind.len())
}

/// Whether the tilde at byte `at` stands directly before what cites or refers.
pub(crate) fn is_tie(source: &str, at: usize) -> bool {
    let rest = &source[at + 1..];
    let is_behind_word = source[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || ".,)]}*_".contains(c));
    let is_key = |rest: &str| {
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        rest.strip_prefix('@')
            .is_some_and(|key| key.starts_with(|c: char| c.is_alphanumeric() || c == '{'))
    };
    is_behind_word
        && (refers(rest)
            || rest.starts_with("\\@ref(")
            || is_key(rest)
            || rest.strip_prefix('[').is_some_and(is_key))
}
