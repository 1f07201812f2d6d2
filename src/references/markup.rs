//! The markup of CSL-JSON, with which an item's texts are written.

/// The tags that CSL-JSON knows.
const TAGS: [&str; 12] = [
    "<i>",
    "</i>",
    "<b>",
    "</b>",
    "<sub>",
    "</sub>",
    "<sup>",
    "</sup>",
    "<sc>",
    "</sc>",
    "<span class=\"nocase\">",
    "<span style=\"font-variant:small-caps;\">",
];

const SMALL_CAPS: &str = "<span style=\"font-variant:small-caps;\">";

/// Returns a tag at the beginning of a text.
fn tag(text: &str) -> Option<&'static str> {
    let mut tags = TAGS
        .into_iter()
        .chain(["<span style=\"font-variant: small-caps;\">", "</span>"]);
    tags.find(|tag| text.starts_with(tag))
}

/// Returns text without its markup, as a reader would read it.
pub(super) fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (sign, length) = match c {
            '<' => match tag(rest) {
                Some(tag) => ("", tag.len()),
                None => ("<", 1),
            },
            '&' => ["&lt;", "&gt;", "&amp;"]
                .iter()
                .zip(["<", ">", "&"])
                .find(|(written, _)| rest.starts_with(**written))
                .map_or(("&", 1), |(written, sign)| (sign, written.len())),
            c => (&rest[..c.len_utf8()], c.len_utf8()),
        };
        out.push_str(sign);
        rest = &rest[length..];
    }
    out
}

/// Returns a text of a reference manager, in which signs and tags of CSL-JSON stand side by side:
/// what is no tag is a sign, and every tag is closed.
pub(super) fn cleaned(text: &str) -> String {
    let text = text.trim();
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_entity = ["&lt;", "&gt;", "&amp;"]
            .iter()
            .any(|entity| rest.starts_with(entity));
        let found = tag(rest).map(|tag| (tag, end_of(tag)));
        let length = match (c, found) {
            ('<', Some((tag, Some(end)))) => {
                let is_caps = tag == "<sc>";
                out.push_str(if is_caps { SMALL_CAPS } else { tag });
                open.push(end);
                tag.len()
            }
            ('<', Some((tag, None))) if open.last() == Some(&tag) => {
                out.push_str(if tag == "</sc>" { "</span>" } else { tag });
                open.pop();
                tag.len()
            }
            ('<', _) => {
                out.push_str("&lt;");
                1
            }
            ('&', _) if !is_entity => {
                out.push_str("&amp;");
                1
            }
            (c, _) => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    for end in open.into_iter().rev() {
        out.push_str(if end == "</sc>" { "</span>" } else { end });
    }
    out
}

/// Returns the tag that ends one; none if it is an end itself.
fn end_of(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "<i>" => "</i>",
        "<b>" => "</b>",
        "<sub>" => "</sub>",
        "<sup>" => "</sup>",
        "<sc>" => "</sc>",
        _ if tag.starts_with("<span") => "</span>",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csl::escaped;

    #[test]
    fn markup_and_signs_are_told_apart() {
        assert_eq!(plain("<i>p</i> &lt; 0.05 &amp; <x>"), "p < 0.05 & <x>");
        assert_eq!(
            cleaned("a < b & <i>c</i> <sc>D</sc> &amp;"),
            "a &lt; b &amp; <i>c</i> <span style=\"font-variant:small-caps;\">D</span> &amp;"
        );
        assert_eq!(plain(&escaped("a<b>&amp;")), "a<b>&amp;");
        assert_eq!(cleaned("<i>a <b>b</i>"), "<i>a <b>b&lt;/i></b></i>");
    }
}
