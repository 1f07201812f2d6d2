//! What a link may lead to.

use std::borrow::Cow;

use typst::syntax::link_prefix;

/// Schemes that run something or read the reader's disk.
const DANGEROUS: [&str; 5] = ["javascript:", "vbscript:", "data:", "file:", "blob:"];

/// Returns the target, or why there is none.
pub(crate) fn judge(target: &str) -> Result<&str, &'static str> {
    let trimmed = target.trim();
    if trimmed.is_empty() || trimmed == "#" {
        return Err("leads nowhere");
    }
    if behind_variable(trimmed).is_some() {
        return Err("leads to a page of a website by a name that only the website knows");
    }
    let plain: String = trimmed
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .take(16)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    if DANGEROUS.iter().any(|scheme| plain.starts_with(scheme)) {
        return Err("leads to something that a reader should not open");
    }
    Ok(trimmed)
}

/// Returns whether Typst makes a link of the address wherever it stands.
pub(crate) fn is_plain_address(target: &str) -> bool {
    let has_scheme = target.starts_with("http://") || target.starts_with("https://");
    has_scheme && link_prefix(target) == (target, true) && target.is_ascii()
}

/// Returns whether a picture is to be fetched from elsewhere.
pub(crate) fn is_on_the_web(target: &str) -> bool {
    let target = target.trim_start().to_ascii_lowercase();
    let schemes = ["http:", "https:", "//", "data:", "ftp:", "file:"];
    schemes.iter().any(|scheme| target.starts_with(scheme))
}

/// Returns the file that a target names, and what it names in it: `02-two.md#the-sample`.
pub(crate) fn file(target: &str) -> Option<(&str, &str)> {
    let target = target.trim();
    let (path, part) = target.split_once('#').unwrap_or((target, ""));
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.')?;
    let is_ending = ending.starts_with(|c: char| c.is_ascii_alphabetic())
        && ending.len() <= 5
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_address =
        is_on_the_web(path) || path.contains([':', '@', '?']) || path.starts_with("www.");
    (!stem.is_empty() && is_ending && !is_address).then_some((path, part))
}

/// Endings of files that can be a picture.
const PICTURES: [&str; 10] = [
    ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf", ".bmp", ".tif", ".tiff",
];

/// Returns the path of a picture as it lies on the disk: what a website adds to it is left out, the
/// question behind its name and the variable before it.
pub(crate) fn picture_path(target: &str) -> Cow<'_, str> {
    let behind = behind_variable(target).map(|path| path.trim_start_matches('/'));
    let target = behind.unwrap_or(target);
    let asked = target.split_once('?').map(|(path, _)| path);
    let is_picture = |path: &&str| {
        let path = path.to_ascii_lowercase();
        PICTURES.iter().any(|ending| path.ends_with(ending))
    };
    match file_path(asked.filter(is_picture).unwrap_or(target)) {
        // As Windows writes it.
        path if path.contains('\\') => Cow::Owned(path.replace('\\', "/")),
        path => path,
    }
}

/// Returns what stands behind a variable of a website: `{{ site.baseurl }}/x.png`.
fn behind_variable(target: &str) -> Option<&str> {
    let body = target.trim_start().strip_prefix("{{")?;
    let (variable, behind) = body.split_once("}}")?;
    (!variable.starts_with('<')).then_some(behind)
}

/// Returns the path of a file as the disk knows it: `%20` is a space.
pub(crate) fn file_path(target: &str) -> Cow<'_, str> {
    if !target.contains('%') {
        return Cow::Borrowed(target);
    }
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = tail
            .get(..2)
            .and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(value) if byte == b'%' => {
                bytes.push(value);
                rest = &tail[2..];
            }
            Some(_) | None => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(target), Cow::Owned)
}

/// Returns how many bytes at the start of `text` are a web address written in a sentence.
pub(crate) fn bare_address(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.starts_with(scheme))?;
    // Longer than any address; it keeps the work linear.
    let window = &text[..text.floor_char_boundary(1024)];
    let is_part = |c: char| c.is_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let mut end = window.find(|c| !is_part(c)).unwrap_or(window.len());
    if end == window.len() && end < text.len() {
        return None;
    }
    loop {
        let address = &text[..end];
        let last = address.chars().next_back()?;
        let unbalanced = last == ')' && address.matches(')').count() > address.matches('(').count();
        if unbalanced || ".,:;!?'*_".contains(last) {
            end -= last.len_utf8();
        } else {
            break;
        }
    }
    (end > scheme.len() && text[scheme.len()..end].contains('.')).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_or_leads_nowhere_is_no_target() {
        for target in [
            "",
            " ",
            "#",
            "javascript:alert(1)",
            " JAVA\u{1}script:x",
            "data:text/html,x",
            "{{ site.baseurl }}/x",
        ] {
            assert!(judge(target).is_err(), "{target}");
        }
        for target in ["https://a.b", "mailto:a@b.c", "#sec:x", "../x.pdf"] {
            assert_eq!(judge(target).unwrap(), target);
        }
    }

    #[test]
    fn the_stop_behind_an_address_is_no_part_of_it() {
        #[track_caller]
        fn case(text: &str, address: &str) {
            assert_eq!(bare_address(text).map(|end| &text[..end]), Some(address));
        }

        case("https://a.org/x. Next", "https://a.org/x");
        case("https://a.org/x_(y)) z", "https://a.org/x_(y)");
        case("http://a.org", "http://a.org");
        assert_eq!(bare_address("https://x"), None);
    }

    #[test]
    fn what_a_website_adds_to_a_picture_is_left_out() {
        for (target, path) in [
            ("a(t)%20b.png?raw=true", "a(t) b.png"),
            ("{{ site.baseurl }}/images/x y.jpg", "images/x y.jpg"),
            ("{{site.url}}x.svg", "x.svg"),
            ("what?.png", "what?.png"),
            ("/a/b.PNG?x", "/a/b.PNG"),
            ("fig\\a.png", "fig/a.png"),
            ("{{< var x >}}/a.png", "{{< var x >}}/a.png"),
        ] {
            assert_eq!(picture_path(target), path, "{target}");
        }
    }

    #[test]
    fn a_target_with_an_ending_is_a_file() {
        assert_eq!(
            file("../a%20b.md#the-sample"),
            Some(("../a%20b.md", "the-sample"))
        );
        assert_eq!(file("data/x.xlsx"), Some(("data/x.xlsx", "")));
        for other in [
            "#a.b",
            "/url",
            "https://a.b/c.md",
            "a@b.org",
            "www.a.org",
            "x.y?z",
            "v1.2",
            "..",
        ] {
            assert_eq!(file(other), None, "{other}");
        }
    }

    #[test]
    fn a_path_is_read_as_the_disk_knows_it() {
        assert_eq!(file_path("a%20b.svg"), "a b.svg");
        assert_eq!(file_path("100%.svg"), "100%.svg");
    }
}
