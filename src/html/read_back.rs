//! The words of a page as whoever reads it has them, read from the page itself: what was written is
//! checked, not believed.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::flow::{FORMULA, Heard};

/// Which words something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    Text,
    Captions,
    Cells,
    Notes,
    /// None of the dissertation's.
    Own,
}

/// What does not part words.
const IN_LINES: [&[u8]; 16] = [
    b"a", b"b", b"i", b"code", b"del", b"em", b"img", b"ins", b"mark", b"s", b"span", b"strong",
    b"sub", b"sup", b"u", b"math",
];

/// Reads the words of a page that was just written; nothing where it cannot be read.
pub fn heard(page: &str) -> Option<Heard> {
    let body = &page[page.find("<body")?..page.rfind("</html>")?];
    let mut reader = Reader::from_str(body);
    let mut heard = Heard::default();
    let mut open: Vec<Stream> = Vec::new();
    let mut within = Stream::Text;
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return open.is_empty().then_some(heard),
            Event::Start(tag) => {
                let name = tag.name();
                part(&mut heard, within, name.as_ref());
                if name.as_ref() == b"math" {
                    push(&mut heard, within, FORMULA);
                }
                open.push(within);
                within = stream(&tag, within)?;
            }
            Event::End(tag) => {
                part(&mut heard, within, tag.name().as_ref());
                within = open.pop()?;
            }
            Event::Empty(tag) => part(&mut heard, within, tag.name().as_ref()),
            Event::Text(text) => {
                let text = text.decode().ok()?;
                text.chars().for_each(|c| push(&mut heard, within, c));
            }
            Event::GeneralRef(name) => push(
                &mut heard,
                within,
                match &name[..] {
                    b"amp" => '&',
                    b"lt" => '<',
                    b"gt" => '>',
                    _ => '"',
                },
            ),
            _ => {}
        }
    }
}

/// Returns which words an element holds within another one.
fn stream(tag: &BytesStart<'_>, within: Stream) -> Option<Stream> {
    let given = |name: &str| {
        let given = tag.try_get_attribute(name).ok()?;
        given.map(|it| it.value.into_owned())
    };
    let role = given("role").unwrap_or_default();
    let is_own = given("data-own").is_some()
        || role == b"doc-noteref"
        || role == b"doc-backlink"
        || tag.name().as_ref() == b"math";
    if is_own || within == Stream::Own {
        return Some(Stream::Own);
    }
    Some(match (within, tag.name().as_ref()) {
        (Stream::Text, b"figcaption") => Stream::Captions,
        (Stream::Text, b"p") if given("class").as_deref() == Some(&b"caption"[..]) => {
            Stream::Captions
        }
        (Stream::Text, b"table") => Stream::Cells,
        (Stream::Text, _) if role == b"doc-endnotes" => Stream::Notes,
        (within, _) => within,
    })
}

/// Parts the words before an element from those after it, if it is none of a line.
fn part(heard: &mut Heard, within: Stream, name: &[u8]) {
    if !IN_LINES.contains(&name) {
        push(heard, within, '\n');
    }
}

fn push(heard: &mut Heard, within: Stream, sign: char) {
    match within {
        Stream::Text => heard.text.push(sign),
        Stream::Captions => heard.captions.push(sign),
        Stream::Cells => heard.cells.push(sign),
        Stream::Notes => heard.notes.push(sign),
        Stream::Own => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_read_where_they_stand_and_those_of_the_page_itself_are_none() {
        let page = "<!DOCTYPE html>\n<html><body><nav data-own=\"\"><p>Contents</p></nav>\
            <p>One<sup><a href=\"#_n1\" role=\"doc-noteref\">1</a></sup> &amp; <em>t</em>wo<br/>three \
            <math alttext=\"x\"><mi>x</mi></math></p><figure><figcaption>Cap</figcaption>\
            <table><tr><td>a</td><td>b</td></tr></table></figure>\
            <section role=\"doc-endnotes\"><h2 data-own=\"\">Notes</h2><p>Note <a role=\"doc-backlink\" href=\"#\">x</a></p></section>\
            </body></html>";
        let heard = heard(page).unwrap();
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&heard.text), "One & two three \u{fffc}");
        assert_eq!(words(&heard.captions), "Cap");
        assert_eq!(words(&heard.cells), "a b");
        assert_eq!(words(&heard.notes), "Note");
    }

    #[test]
    fn what_is_not_well_formed_is_not_read() {
        assert_eq!(heard("<html><body><p>One</body></html>"), None);
        assert_eq!(heard("<p>One</p>"), None);
    }
}
