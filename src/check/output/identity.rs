//! What an anonymous copy tells of its author: in the file's properties, its name, what is attached
//! to it, and on pages where no file of the author's says so.

use crate::check::context::OutputContext;
use crate::check::output::rules::AUTHOR_IN_OUTPUT;
use crate::check::sink::Sink;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::inline;

/// Something that identifies the author, and what it is called.
struct Mark {
    what: &'static str,
    words: Vec<String>,
}

/// Tells where an anonymous copy names its author.
pub(super) fn author(context: &OutputContext<'_>, sink: &mut Sink) {
    if !context.is_anonymous {
        return;
    }
    let marks = marks(context);
    let named_in = |text: &str| marks.iter().find(|mark| find(text, &mark.words).is_some());
    let mut tell = |text: &str, holder: &str, hint: &str| {
        if let Some(mark) = named_in(text) {
            sink.push(finding(format!("{holder} {}", mark.what), hint));
        }
    };
    let output = context.output;
    tell(
        &output.file_name,
        "the name of the file holds",
        "take it out of the pattern of the profile's `[submission.file-name]`",
    );
    if let Ok(pdf) = &output.pdf {
        let hint = "take it out of the title and the keywords in folio.toml";
        for (property, value) in &pdf.properties {
            let holder = format!("the PDF's property `{}` holds", inline(property, 40));
            tell(value, &holder, hint);
        }
        let is_property = |line: &str| pdf.properties.iter().any(|(_, value)| value.contains(line));
        let mut hidden = pdf.metadata.lines().filter(|line| !is_property(line));
        if let Some(line) = hidden.find(|line| named_in(line).is_some()) {
            tell(line, "the PDF's metadata hold", hint);
        }
        for name in &pdf.attachments {
            tell(
                name,
                "the name of an attached file holds",
                "rename the file that is attached",
            );
        }
    }
    on_pages(context, &marks, sink);
}

/// Tells the first page on which generated text names the author.
fn on_pages(context: &OutputContext<'_>, marks: &[Mark], sink: &mut Sink) {
    for mark in marks {
        let pages = context.output.texts.iter();
        let found = pages
            .filter_map(|page| Some((page, find(&page.text, &mark.words)?)))
            .find(|(page, at)| page.place(*at).is_none());
        if let Some((page, _)) = found {
            let message = format!("page {} shows {}", page.number, mark.what);
            sink.push(finding(
                message,
                "it comes from folio.toml or from code: take it out there",
            ));
        }
    }
}

fn finding(message: String, hint: &str) -> Diagnostic {
    Diagnostic::of(&AUTHOR_IN_OUTPUT, message).hint(hint)
}

fn marks(context: &OutputContext<'_>) -> Vec<Mark> {
    let manifest = &context.project.manifest;
    let student = manifest.people.get("student");
    let mark = |what, text: &str| Mark {
        what,
        words: words(text).map(|(_, word)| word.to_owned()).collect(),
    };
    let mut marks = vec![mark("the author's name", &manifest.dissertation.author)];
    if let Some(number) = &manifest.dissertation.cid {
        marks.push(mark("the author's college number", number));
    }
    if let Some(address) = student {
        marks.push(mark("the author's e-mail address", address));
    }
    // A single short word is in every text.
    marks.retain(|mark| mark.words.iter().map(String::len).sum::<usize>() > 3);
    marks
}

/// Returns where words stand one after the other, whatever is between them; a name in capitals is
/// the same name, one in small letters is not: "a student" is nobody's name.
fn find(text: &str, wanted: &[String]) -> Option<usize> {
    let all: Vec<(usize, &str)> = words(text).collect();
    let is = |word: &str, wanted: &String| {
        word == wanted || (wanted.chars().count() > 1 && word == wanted.to_uppercase())
    };
    let windows = all.windows(wanted.len().max(1));
    let mut found = windows.filter(|window| {
        !wanted.is_empty()
            && window
                .iter()
                .zip(wanted)
                .all(|((_, word), wanted)| is(word, wanted))
    });
    found.next().and_then(|window| Some(window.first()?.0))
}

/// Returns the words of a text with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    text.split(|c: char| !c.is_alphanumeric())
        .map(move |word| {
            let at = from;
            from += word.len();
            // The sign that parts two words may take several bytes.
            from += text[from..].chars().next().map_or(0, char::len_utf8);
            (at, word)
        })
        .filter(|(_, word)| !word.is_empty())
}

#[cfg(test)]
mod tests;
