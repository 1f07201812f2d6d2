//! What stands on the page when Markdown was written, construct by construct.

use typst::syntax::parse;

use crate::markdown::print;
use crate::markdown::tests::testing::{chapter, converted};

/// Reads what HTML shows, without white space.
fn shown(html: &str, with_alt: bool) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        if with_alt
            && tag.starts_with("<img")
            && let Some(alt) = tag.split("alt=\"").nth(1)
        {
            out.push_str(alt.split('"').next().unwrap_or(""));
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    let plain = out
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    let plain = plain
        .replace("---", "—")
        .replace("--", "–")
        .replace("...", "…");
    plain.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Reads a page and the HTML that CommonMark gives for the same text.
#[track_caller]
fn like(markdown: &str, html: &str) {
    assert_eq!(
        chapter(markdown).text().as_deref(),
        Ok(shown(html, true).as_str()),
        "{markdown:?}"
    );
    same_tree(markdown);
}

#[test]
fn structures_of_commonmark_come_out_word_for_word() {
    like("- foo\n\n\tbar", "<ul><li><p>foo</p><p>bar</p></li></ul>");
    like(
        "1.  a\n\n        code\n\n    b",
        "<ol><li><p>a</p><pre>code</pre><p>b</p></li></ol>",
    );
    like("> a\nb\n> c", "<blockquote><p>a b c</p></blockquote>");
    like(
        "> ```\n> a\n\nb",
        "<blockquote><pre>a</pre></blockquote><p>b</p>",
    );
    like(
        "- a\n > b\n ```\n c\n ```\n- d",
        "<ul><li>a<blockquote>b</blockquote><pre>c</pre></li><li>d</li></ul>",
    );
    like("*(*a*)*", "<em>(<em>a</em>)</em>");
    like("**a*b**c", "<strong>a*b</strong>c");
    like("[a [b](c)](d)", "[a <a>b</a>](d)");
    like("`a``", "`a``");
    like("&copy; &#35; &nosuch;", "© # &amp;nosuch;");
    like("\\*a\\* \\\\ \\a", "*a* \\ \\a");
    like(
        "# a #\n## b ##\n### c \\#",
        "<h1>a</h1><h2>b</h2><h3>c #</h3>",
    );
    like("a\n***\nb\n---\nc", "<p>a</p><hr><h2>b</h2><p>c</p>");
    like("[x]: /y 'z'\n\n[x] [X][] [q][x]", "<p>x X q</p>");
    like("a<b>c</b>d", "a<b>c</b>d");
}

fn same_tree(markdown: &str) {
    let conversion = converted(markdown);
    let root = conversion.source.root();
    let printed = print(root);
    assert!(parse(&printed).spanless_eq(root), "{markdown:?}\n{printed}");
    assert!(!root.diagnosis().errors, "{markdown:?}\n{printed}");
}

#[test]
fn printing_and_parsing_gives_the_same_tree() {
    same_tree("# A *b*\n\n- x `y`\n\n> z\n");
}
