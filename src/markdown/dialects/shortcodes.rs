//! Quarto's shortcodes: `{{< pagebreak >}}`.

use crate::markdown::inline::scanner::LineScanner;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::rules::SHORTCODE_NOT_RUN;
use crate::markdown::trouble::Trouble;

/// Longer than any shortcode; it keeps the work linear.
const MAX_BYTES: usize = 512;

/// A shortcode as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shortcode<'a> {
    pub(crate) name: &'a str,
    pub(crate) arguments: &'a str,
    /// Its bytes, with the braces.
    pub(crate) length: usize,
}

/// Reads the shortcode that a text starts with.
pub(crate) fn read(text: &str) -> Option<Shortcode<'_>> {
    let body = text.strip_prefix("{{<")?;
    let body = &body[..body.floor_char_boundary(MAX_BYTES)];
    let end = body.find(">}}")?;
    let inner = body[..end].trim();
    if inner.contains("{{<") || inner.contains("\n\n") {
        return None;
    }
    let (name, arguments) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    (!name.is_empty()).then_some(Shortcode {
        name,
        arguments: arguments.trim(),
        length: end + 6,
    })
}

/// Whether a shortcode ends the page.
pub(crate) fn breaks_page(found: &Shortcode<'_>) -> bool {
    found.name == "pagebreak"
}

/// Says what becomes of a shortcode that prints nothing here.
pub(crate) fn shortcode(name: &str, arguments: &str, place: &BodyRange, trouble: &mut Trouble) {
    let hint = match name {
        "pagebreak" | "include" => "put it on a line of its own".to_owned(),
        "meta" | "var" | "env" => "write its value".to_owned(),
        "video" => {
            "show a still picture with `![…](…)`, and give the address in the text".to_owned()
        }
        "embed" => "export the figure and show it with `![Caption](file){#fig:x}`".to_owned(),
        "kbd" => format!("write `{arguments}`"),
        _ => "remove it, or write in Markdown what it stood for".to_owned(),
    };
    let message = format!("the shortcode `{name}` is not run, so it prints nothing");
    trouble.tell(&SHORTCODE_NOT_RUN, place, message, &hint);
}

impl LineScanner<'_, '_, '_> {
    /// A shortcode at byte `at` in a run of text of which all before `start` is used up.
    pub(crate) fn shortcode(&mut self, start: usize, at: usize, limit: usize) -> Option<usize> {
        let source = self.reader.source;
        // `{{{< name >}}}` shows how one is written.
        if source[..at].ends_with('{') {
            return None;
        }
        let found = read(&source[at..limit])?;
        let place = at..at + found.length;
        self.push_slice(start..at);
        shortcode(found.name, found.arguments, &place, self.reader.trouble);
        Some(place.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortcode_has_a_name_and_arguments() {
        let found = read("{{< video https://a.b x=1 >}} text").unwrap();
        assert_eq!(
            (found.name, found.arguments, found.length),
            ("video", "https://a.b x=1", 29)
        );
        assert!(breaks_page(&read("{{<pagebreak>}}").unwrap()));
        for text in ["{{<", "{{< >}}", "{{< a {{< b >}}", "{{ x }}"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
