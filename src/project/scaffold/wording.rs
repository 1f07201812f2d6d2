//! How texts are written into the files of a new project, so that none can break a file.

use crate::project::scaffold::answers::Markup;

/// The longest line of a comment in characters, its mark left aside.
const WIDTH: usize = 88;

/// Returns a text as a TOML string on one line.
pub(crate) fn toml_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns a text as a key of TOML, in quotation marks if it needs them.
pub(crate) fn toml_key(text: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !text.is_empty() && text.chars().all(is_bare) {
        text.to_owned()
    } else {
        toml_string(text)
    }
}

/// Returns a text on one line, for a comment of TOML.
pub(crate) fn one_line(text: &str) -> String {
    without_breaks(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns a text with a space for each character that ends a line or has no glyph.
fn without_breaks(text: &str) -> String {
    let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.chars()
        .map(|c| if is_break(c) { ' ' } else { c })
        .collect()
}

/// Returns a heading whose text is printed as it stands.
pub(crate) fn heading(markup: Markup, title: &str, level: usize) -> String {
    let (mark, special) = match markup {
        Markup::Markdown => ("#", r"\`*_{}[]<>#@$~^|&!"),
        Markup::Typst => ("=", r"\`*_[]<>#@$~/"),
    };
    let mut out = mark.repeat(level);
    out.push(' ');
    for c in one_line(title).chars() {
        if special.contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns a text as a comment: it is neither printed nor counted.
///
/// Paragraphs are wrapped; lines that start with four spaces keep their form.
pub(crate) fn comment(markup: Markup, text: &str) -> String {
    let lines = wrap(text);
    match markup {
        Markup::Markdown => format!("<!--\n{}\n-->\n", harmless(&lines.join("\n"))),
        Markup::Typst => lines
            .iter()
            .map(|line| format!("// {line}").trim_end().to_owned() + "\n")
            .collect(),
    }
}

/// Returns a text in which no comment of HTML can end: no two hyphens meet.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '-' if out.ends_with('-') => {
                out.pop();
                out.push('–');
            }
            c => out.push(c),
        }
    }
    out
}

/// Returns the lines of a text, none empty at either end and no two empty ones together.
fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        let words = one_line(line);
        if words.is_empty() {
            if lines.last().is_some_and(|line| !line.is_empty()) {
                lines.push(String::new());
            }
            is_open = false;
        } else if line.starts_with("    ") {
            let depth = line.len() - line.trim_start_matches(' ').len();
            lines.push(format!("{:depth$}{}", "", without_breaks(line.trim())));
            is_open = false;
        } else {
            for word in words.split(' ') {
                match lines.last_mut() {
                    Some(last)
                        if is_open && last.chars().count() + 1 + word.chars().count() <= WIDTH =>
                    {
                        last.push(' ');
                        last.push_str(word);
                    }
                    Some(_) | None => lines.push(word.to_owned()),
                }
                is_open = true;
            }
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_of_toml_means_the_text_it_was_made_from() {
        for text in [
            "",
            "Closing the discharge-summary gap",
            r#"A "quoted" \ path\u0041 and 'more'"#,
            "\"\"\"\n[words]\nlimit = 1\r\n\t\u{0}\u{7f}\u{85}\u{2028}",
            "# no comment = \"x\"",
            "café 研究 🩺 \u{202e}",
        ] {
            let line = format!("key = {}", toml_string(text));
            assert_eq!(line.lines().count(), 1, "{line}");
            let table: toml::Table = toml::from_str(&line).unwrap();
            assert_eq!(table["key"].as_str(), Some(text));
            let line = format!("{} = 1", toml_key(text));
            let table: toml::Table = toml::from_str(&line).unwrap();
            assert!(table.contains_key(text), "{line}");
        }
    }

    #[test]
    fn a_heading_prints_its_text_as_it_stands() {
        let title = "A *b* _c_ #d @e [f](g) $h$ <i> `j` // k & l {#m}";
        let printed: String = pulldown_cmark::Parser::new(&heading(Markup::Markdown, title, 2))
            .filter_map(|event| match event {
                pulldown_cmark::Event::Text(text) => Some(text.to_string()),
                _ => None,
            })
            .collect();
        assert_eq!(printed, title);
        let root = typst_syntax::parse(&heading(Markup::Typst, title, 2));
        assert!(root.errors_and_warnings().0.is_empty());
        let kinds: Vec<_> = root.children().map(|node| node.kind()).collect();
        assert_eq!(kinds, [typst_syntax::SyntaxKind::Heading]);
        assert_eq!(heading(Markup::Typst, "one\n= two", 1), "= one = two");
    }

    #[test]
    fn no_text_ends_a_comment_before_its_end() {
        for text in [
            "--> x",
            "->",
            ">",
            "a ---- b",
            "-",
            "--",
            "x --!> y\n\n--> z",
            "    --> kept",
        ] {
            let markdown = comment(Markup::Markdown, text);
            let body = &markdown["<!--\n".len()..markdown.len() - "\n-->\n".len()];
            assert!(!body.contains("--"), "{markdown}");
            let only_html = pulldown_cmark::Parser::new(&markdown).all(|event| {
                use pulldown_cmark::{Event, Tag, TagEnd};
                matches!(
                    event,
                    Event::Html(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock)
                )
            });
            assert!(only_html, "{markdown}");
        }
    }

    #[test]
    fn a_comment_of_typst_marks_every_line() {
        let text = "one\u{2028}#two\u{85}#three\u{b}#four\r#five\n\n\n    */ #six\n";
        let written = comment(Markup::Typst, text);
        assert_eq!(
            written,
            "// one #two #three #four #five\n//\n//     */ #six\n"
        );
    }

    #[test]
    fn long_paragraphs_are_wrapped() {
        let written = comment(Markup::Typst, &"word ".repeat(60));
        assert!(written.lines().count() > 3);
        assert!(
            written
                .lines()
                .all(|line| line.chars().count() <= WIDTH + 3)
        );
    }
}
