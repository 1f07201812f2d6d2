//! What a file's syntax tree says of it: what it opens with, its title and headings, its words, and
//! how often it cites.
//!
//! A chapter in Markdown has such a tree too, once it is converted.

use std::ops::Range;

use typst_syntax::{SyntaxKind, SyntaxNode, ast};

/// What a file opens with, comments and generated imports aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// A heading of level 1.
    Title,
    /// Anything else.
    Text,
    /// It holds nothing that is printed.
    Nothing,
}

/// Returns what a file's tree opens with.
pub(crate) fn opening(root: &SyntaxNode) -> Opening {
    for node in root.children() {
        match node.kind() {
            SyntaxKind::Space
            | SyntaxKind::Parbreak
            | SyntaxKind::LineComment
            | SyntaxKind::BlockComment
            | SyntaxKind::Hash
            | SyntaxKind::Semicolon
            | SyntaxKind::ModuleImport
            | SyntaxKind::LetBinding
            | SyntaxKind::SetRule
            | SyntaxKind::ShowRule => {}
            SyntaxKind::Heading | SyntaxKind::FuncCall if is_title(node) => return Opening::Title,
            _ => return Opening::Text,
        }
    }
    Opening::Nothing
}

/// Returns where the second heading of level 1 stands, in bytes of the tree's text.
pub(crate) fn second_title(root: &SyntaxNode) -> Option<Range<usize>> {
    let mut at = 0;
    let mut titles = Vec::new();
    for node in root.children() {
        let range = at..at + node.len();
        at = range.end;
        if is_title(node) {
            titles.push(range);
        }
    }
    titles.into_iter().nth(1)
}

/// Returns whether a node is a heading of level 1, as a mark or as a call.
fn is_title(node: &SyntaxNode) -> bool {
    match node.kind() {
        SyntaxKind::Heading => node
            .children()
            .find(|child| child.kind() == SyntaxKind::HeadingMarker)
            .is_some_and(|marker| marker.leaf_text().len() == 1),
        SyntaxKind::FuncCall => {
            let call = node.full_text();
            let head = call.split('[').next().unwrap_or_default().replace(' ', "");
            head.starts_with("heading") && (!head.contains("level:") || head.contains("level:1"))
        }
        _ => false,
    }
}

/// Returns the words of the first heading of level 1.
pub fn title(root: &SyntaxNode) -> Option<String> {
    let title = root.children().find(|node| is_title(node))?;
    let words = prose(title);
    let words: Vec<&str> = words.split_whitespace().collect();
    Some(words.join(" ")).filter(|title| !title.is_empty())
}

/// Returns the words that a tree writes down, with an empty line between paragraphs; what code
/// makes, formulas, citations and raw text are left out.
pub fn prose(root: &SyntaxNode) -> String {
    fn add(node: &SyntaxNode, out: &mut String) {
        match node.kind() {
            SyntaxKind::Text | SyntaxKind::SmartQuote | SyntaxKind::Shorthand => {
                out.push_str(node.leaf_text());
            }
            SyntaxKind::Escape => out.extend(node.cast::<ast::Escape<'_>>().map(ast::Escape::get)),
            SyntaxKind::Space | SyntaxKind::Linebreak => out.push(' '),
            SyntaxKind::Parbreak => out.push_str("\n\n"),
            SyntaxKind::Raw | SyntaxKind::Equation => out.push('\u{fffc}'),
            _ => node.children().for_each(|child| add(child, out)),
        }
    }
    let mut out = String::new();
    add(root, &mut out);
    out
}

/// Returns the headings below the title, in order.
pub fn headings(tree: &SyntaxNode) -> Vec<String> {
    let headings = tree.children().filter(|node| {
        let is_title = |node: &&SyntaxNode| {
            node.children().any(|child| {
                child.kind() == SyntaxKind::HeadingMarker && child.leaf_text().len() == 1
            })
        };
        node.kind() == SyntaxKind::Heading && !is_title(node)
    });
    headings
        .map(|heading| {
            prose(heading)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

/// Returns how often works are cited, each work at each place.
pub fn citations(tree: &SyntaxNode, is_key: &dyn Fn(&str) -> bool) -> u32 {
    let own = match tree.kind() {
        SyntaxKind::RefMarker | SyntaxKind::Label => {
            let name = tree.leaf_text();
            let name = name.trim_matches(|c| matches!(c, '<' | '>' | '@'));
            u32::from(is_key(name))
        }
        // `label("key")`, where a key has signs that a label cannot have, and `(key: "key")`.
        SyntaxKind::Str => u32::from(is_key(tree.leaf_text().trim_matches('"'))),
        _ => 0,
    };
    tree.children().fold(own, |sum, child| {
        sum.saturating_add(citations(child, is_key))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_title_is_found_where_it_stands() {
        let text = "= One\n\n== Section\n\n= Two\ntext";
        let range = second_title(&typst_syntax::parse(text)).unwrap();
        assert_eq!(&text[range], "= Two");
        assert_eq!(
            second_title(&typst_syntax::parse("= One\n== Section")),
            None
        );
    }

    #[test]
    fn a_file_opens_with_its_title_when_nothing_printed_stands_before_it() {
        #[track_caller]
        fn case(text: &str, expected: Opening) {
            assert_eq!(opening(&typst_syntax::parse(text)), expected, "{text}");
        }

        case("= Title\ntext", Opening::Title);
        case(
            "// note\n#import \"a.typ\": b\n#set text(red)\n\n= Title",
            Opening::Title,
        );
        case(
            "#heading(level: 1, numbering: none)[Preface]",
            Opening::Title,
        );
        case("#heading[Preface]", Opening::Title);
        case("#heading(level: 2)[Section]", Opening::Text);
        case("== Section", Opening::Text);
        case("text\n= Title", Opening::Text);
        case("// only a note\n", Opening::Nothing);
    }

    #[test]
    fn words_are_read_and_what_code_does_is_not() {
        let text =
            "= The _long_ title\n\n#let x = \"no\"\nIt's #emph[read] `no` $n o$ @no\\*\n\nEnd";
        let root = typst_syntax::parse(text);
        assert_eq!(title(&root).as_deref(), Some("The long title"));
        let words = prose(&root);
        let words: Vec<&str> = words.split_whitespace().collect();
        assert_eq!(
            words.join(" "),
            "The long title It's read \u{fffc} \u{fffc} * End"
        );
        let call = typst_syntax::parse("#heading(level: 1, numbering: none)[Preface]");
        assert_eq!(title(&call).as_deref(), Some("Preface"));
        assert_eq!(title(&typst_syntax::parse("== Section")), None);
    }

    #[test]
    fn each_work_counts_at_each_place() {
        let tree = typst_syntax::parse(
            "See @a, @b[p. 4] and #cite(<a>, form: \"prose\"); not @fig:x, <b2> or #cite(label(\"c d\")).",
        );
        let is_key = |key: &str| ["a", "b", "c d"].contains(&key);
        assert_eq!(citations(&tree, &is_key), 4);
        let tree = typst_syntax::parse(
            "#folio.cited(\"bracket \\\"a\\\"; bracket \\\"c d\\\"\", (key: \"a\", before: [a]), (key: \"c d\"))",
        );
        assert_eq!(citations(&tree, &is_key), 2);
    }

    #[test]
    fn headings_are_those_below_the_title() {
        let tree = typst_syntax::parse("= Title\n\n== The _first_ <sec:a>\n\n=== Second\n\ntext\n");
        assert_eq!(headings(&tree), ["The first", "Second"]);
    }
}
