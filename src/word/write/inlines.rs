//! What stands in a line: text, links, references, citations, notes, formulas.

use typst::foundations::Content;
use typst::introspection::{MetadataElem, Tag};
use typst::model::{CiteElem, CiteGroup, FigureElem, RefElem};
use typst_html::{HtmlElement, HtmlNode};

use crate::flow::{
    Target, TargetKind, class, elements, escaped, figure_alt, first, given, is, words,
};
use crate::manuscript::{GroupCite, LiteralCitation, literal_citations};
use crate::word::marks::{self, OWN_AUTHOR};
use crate::word::write::line::{Face, Line, Script, field, run};
use crate::word::write::maths;
use crate::word::write::writer::{Around, Writer};

impl<'a> Writer<'a> {
    /// Writes what stands in a line.
    pub(super) fn inline(&mut self, nodes: &[&'a HtmlNode], face: Face, line: &mut Line) {
        for node in nodes {
            match node {
                HtmlNode::Tag(Tag::Start(content, _)) => self.begin(content, line),
                HtmlNode::Tag(Tag::End(location, ..)) => {
                    self.open.retain(|(open, _)| open != location);
                }
                HtmlNode::Text(text, span) => {
                    if line.place.is_none() && text.chars().any(char::is_alphanumeric) {
                        line.place = self.place(*span);
                    }
                    line.push(text, face);
                }
                HtmlNode::Element(element) => self.within(element, face, line),
                HtmlNode::Frame(frame) => {
                    let alt = self.alt.clone();
                    if let Some(run) = self.picture(frame, alt.as_deref()) {
                        line.object(&run);
                    }
                }
            }
        }
    }

    fn begin(&mut self, content: &Content, line: &mut Line) {
        if let Some(figure) = content.to_packed::<FigureElem>() {
            self.alt = figure_alt(figure);
        }
        let is_cited = content.is::<MetadataElem>()
            || content.is::<RefElem>()
            || content.is::<CiteElem>()
            || content.is::<CiteGroup>();
        if !is_cited {
            return;
        }
        if let (Some(place), Some(location)) = (self.place(content.span()), content.location()) {
            line.place.get_or_insert_with(|| place.clone());
            self.open.push((location, place));
        }
    }

    fn children(&mut self, element: &'a HtmlElement, face: Face, line: &mut Line) {
        let nodes: Vec<&HtmlNode> = element.children.iter().collect();
        self.inline(&nodes, face, line);
    }

    fn within(&mut self, element: &'a HtmlElement, face: Face, line: &mut Line) {
        let name = element.tag.resolve();
        let face = match name.as_str() {
            "strong" | "b" | "th" => Face { bold: true, ..face },
            "em" | "i" => Face {
                italic: !face.italic,
                ..face
            },
            "s" | "del" => Face {
                struck: true,
                ..face
            },
            "u" => Face {
                underlined: true,
                ..face
            },
            "mark" => {
                let start = line.end();
                let marked = Face {
                    marked: true,
                    ..face
                };
                self.children(element, marked, line);
                return line.mark(start);
            }
            "code" => Face { code: true, ..face },
            "sub" => Face {
                script: Some(Script::Lowered),
                ..face
            },
            "sup" if given(element, "role").is_some() => return self.note_mark(element, line),
            "sup" => Face {
                script: Some(Script::Raised),
                ..face
            },
            "br" => return line.object("<w:r><w:br/></w:r>"),
            "a" => return self.link(element, face, line),
            "cite" => return self.citation(element, face, line),
            "math" => return line.object(&maths::formula(element)),
            "span" => match class(element) {
                "added" => return self.changed("ins", element, face, line),
                "deleted" => return self.changed("del", element, face, line),
                "remark" => return self.remark(element, line),
                _ => span_face(element, face),
            },
            // Blocks within a line are parted by a space.
            "p" | "div" | "li" | "hr" => {
                line.space();
                face
            }
            _ => face,
        };
        match given(element, "id").and_then(|id| self.survey.targets.get(id).cloned()) {
            Some(target) if target.kind == TargetKind::Place => {
                let (begin, end) = self.bookmark(&target.name);
                line.sign(&begin);
                self.children(element, face, line);
                line.sign(&end);
            }
            _ => self.children(element, face, line),
        }
    }

    /// A remark is a comment of Word's, on the words that are marked before it.
    fn remark(&mut self, element: &'a HtmlElement, line: &mut Line) {
        // Word has no comments in notes.
        if self.is_note {
            return;
        }
        let words = words(&element.children);
        let text = words.trim_start_matches('[').trim_end_matches(']');
        let (author, text) = match text.split_once(": ").filter(|(name, _)| is_name(name)) {
            Some((name, text)) => (name, text),
            None => (self.export.author, text),
        };
        let id = self.comments.len();
        self.comments.push(format!(
            "<w:comment w:id=\"{id}\" w:author=\"{}\" w:date=\"{}\"><w:p><w:pPr><w:pStyle w:val=\"Normal\"/></w:pPr>{}</w:p></w:comment>",
            escaped(author),
            self.export.date.strftime("%Y-%m-%dT%H:%M:%SZ"),
            run(text, Face::default())
        ));
        line.before_mark(&format!("<w:commentRangeStart w:id=\"{id}\"/>"));
        line.sign(&format!(
            "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:commentReference w:id=\"{id}\"/></w:r>"
        ));
    }

    /// A change that is not decided is one that Word asks about.
    fn changed(&mut self, what: &str, element: &'a HtmlElement, face: Face, line: &mut Line) {
        let (id, _) = self.bookmark("");
        let id: String = id.chars().filter(char::is_ascii_digit).collect();
        let date = self.export.date.strftime("%Y-%m-%dT%H:%M:%SZ");
        line.sign(&format!(
            "<w:{what} w:id=\"{id}\" w:author=\"{OWN_AUTHOR}\" w:date=\"{date}\">"
        ));
        let was_deleted = std::mem::replace(&mut line.is_deleted, what == "del");
        self.children(element, face, line);
        line.sign("");
        line.is_deleted = was_deleted;
        line.sign(&format!("</w:{what}>"));
    }

    fn citation(&mut self, element: &'a HtmlElement, face: Face, line: &mut Line) {
        let typed = self.open.last().and_then(|(_, place)| {
            let text = self.export.texts.text(&place.path)?;
            let range = place.range.clone()?;
            Some(match place.path.as_str().ends_with(".typ") {
                true => typst_citation(text, range.start)?,
                false => typed_citation(text, range.start, range.end),
            })
        });
        let Some(typed) = typed else {
            return self.children(element, face, line);
        };
        let id = marks::citation(&typed);
        let name = self.survey.unique(&format!("_folio_c_{id}"));
        self.citations.insert(id, typed);
        let (begin, end) = self.bookmark(&name);
        // The space before it is none of its own.
        line.object(&begin);
        self.children(element, face, line);
        line.sign(&end);
    }

    fn link(&mut self, element: &'a HtmlElement, face: Face, line: &mut Line) {
        let to = given(element, "href").unwrap_or_default();
        let Some(id) = to.strip_prefix('#') else {
            let is_address = ["http://", "https://", "mailto:"]
                .iter()
                .any(|it| to.starts_with(it));
            if !is_address {
                return self.children(element, face, line);
            }
            let relation = self.relation("hyperlink", to, true);
            line.object("");
            line.sign(&format!(
                "<w:hyperlink r:id=\"{relation}\" w:history=\"1\">"
            ));
            self.children(element, Face { link: true, ..face }, line);
            return line.sign("</w:hyperlink>");
        };
        let Some(target) = self.survey.targets.get(id).cloned() else {
            return self.children(element, face, line);
        };
        let is_plain = elements(&element.children).all(|it| is(it, "span"));
        let shown = words(&element.children);
        match reference(&target, &shown).filter(|_| is_plain) {
            Some((before, asks, rest)) => {
                self.places_in(element, line);
                if !before.is_empty() {
                    line.push(&before, face);
                }
                line.object(&field(&asks, &run(&rest, face), false));
            }
            None => {
                line.object("");
                line.sign(&format!(
                    "<w:hyperlink w:anchor=\"{}\" w:history=\"1\">",
                    target.name
                ));
                self.children(element, face, line);
                line.sign("</w:hyperlink>");
            }
        }
    }

    /// Reads where the first word of something is written that is not written as it stands.
    fn places_in(&mut self, element: &'a HtmlElement, line: &mut Line) {
        let mut unwritten = Line::new();
        self.children(element, Face::default(), &mut unwritten);
        if line.place.is_none() {
            line.place = unwritten.place;
        }
    }

    fn note_mark(&mut self, element: &'a HtmlElement, line: &mut Line) {
        if given(element, "role") != Some("doc-noteref") {
            return;
        }
        let to = first(&element.children, "a").and_then(|it| given(it, "href"));
        let id = to
            .and_then(|to| to.strip_prefix('#'))
            .unwrap_or_default()
            .to_owned();
        let Some(note) = self.survey.notes.get(&id).copied() else {
            return self.children(
                element,
                Face {
                    script: Some(Script::Raised),
                    ..Face::default()
                },
                line,
            );
        };
        let style = "<w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>";
        if let Some(number) = self.note_numbers.get(&id) {
            let shown = format!("<w:r>{style}<w:t>{number}</w:t></w:r>");
            return line.object(&field(
                &format!("NOTEREF _Note_{number} \\f \\h"),
                &shown,
                false,
            ));
        }
        let number = self.note_numbers.len() + 1;
        self.note_numbers.insert(id, number);
        let mark = format!("<w:r>{style}<w:footnoteReference w:id=\"{number}\"/></w:r>");
        let mark = self.enclosed(&format!("_Note_{number}"), &mark);
        line.object(&mark);
        let around = Around {
            style: Some("FootnoteText"),
            is_inside: true,
            ..Around::default()
        };
        self.is_note = true;
        let text = self.apart(&note.children, &around);
        self.is_note = false;
        // The note begins with its own number.
        let own = format!(
            "</w:pPr><w:r>{style}<w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>"
        );
        let text = match text.is_empty() {
            true => format!("<w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/>{own}</w:p>"),
            false => text.replacen("</w:pPr>", &own, 1),
        };
        self.notes.push_str(&format!(
            "<w:footnote w:id=\"{number}\">{text}</w:footnote>"
        ));
    }
}

/// Returns whether what stands before a remark is who made it: `Dr Lane`.
fn is_name(text: &str) -> bool {
    let mut words = text.split(' ');
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    text.chars().count() <= 40 && words.clone().count() <= 4 && words.all(is_capital)
}

fn span_face(element: &HtmlElement, face: Face) -> Face {
    let style = given(element, "style").unwrap_or_default();
    Face {
        underlined: face.underlined || style.contains("text-decoration: underline"),
        small_capitals: face.small_capitals || style.contains("small-caps"),
        ..face
    }
}

/// Takes what a reference shows apart: the words before, what Word is asked for, and what it answers.
fn reference(target: &Target, shown: &str) -> Option<(String, String, String)> {
    let name = &target.name;
    match &target.kind {
        TargetKind::Work | TargetKind::Place => None,
        TargetKind::Heading { number: None, .. } => {
            Some((String::new(), format!("REF {name} \\h"), shown.to_owned()))
        }
        TargetKind::Heading {
            level,
            number: Some(number),
        } => {
            let before = shown.strip_suffix(&number.number)?;
            // The word is part of a chapter's number.
            match *level == 1 && before.trim_end_matches(['\u{a0}', ' ']) == number.word {
                true => Some((
                    String::new(),
                    format!("REF {name} \\n \\h"),
                    shown.to_owned(),
                )),
                false => Some((
                    before.to_owned(),
                    format!("REF {name} \\n \\t \\h"),
                    number.number.clone(),
                )),
            }
        }
        TargetKind::Numbered(number) => {
            let before = shown.strip_suffix(&number.number)?;
            match before.trim_end_matches(['\u{a0}', ' ']) == number.word
                && !number.number.starts_with('(')
            {
                true => Some((String::new(), format!("REF {name} \\h"), shown.to_owned())),
                false if number.number.starts_with('(') => Some((
                    before.to_owned(),
                    format!("REF {name} \\h"),
                    number.number.clone(),
                )),
                false => Some((
                    before.to_owned(),
                    format!("REF {name}_n \\h"),
                    number.number.clone(),
                )),
            }
        }
    }
}

/// Returns a citation of a chapter in Typst, from the place of one of its keys, as it is typed in
/// Markdown.
fn typst_citation(text: &str, start: usize) -> Option<String> {
    let root = typst::syntax::parse(text);
    let found = literal_citations(&root, &|_| true).into_iter();
    let mut groups = found.filter_map(|it| match it {
        LiteralCitation::Group(group) => Some(group),
        LiteralCitation::Named(_) => None,
    });
    let group = groups.find(|group| group.iter().any(|(_, place)| place.contains(&start)))?;
    let cites = group.into_iter().map(|(cite, _)| cite);
    let cites = cites.map(|GroupCite { key, form, words }| {
        let words = words.unwrap_or_default();
        let words = words.trim().replace(['[', ']'], "");
        (key, form.unwrap_or_default(), words)
    });
    let cites: Vec<(String, String, String)> = cites.collect();
    Some(match cites.as_slice() {
        [(key, form, words)] if form == "prose" => match words.as_str() {
            "" => format!("@{key}"),
            words => format!("@{key} [{words}]"),
        },
        cites => {
            let cites = cites.iter().map(|(key, form, words)| {
                let minus = if form == "year" { "-" } else { "" };
                let comma = if words.is_empty() { "" } else { ", " };
                format!("{minus}@{key}{comma}{words}")
            });
            format!("[{}]", cites.collect::<Vec<_>>().join("; "))
        }
    })
}

/// Returns a citation as it was typed, from the place of one of its keys.
pub(super) fn typed_citation(text: &str, start: usize, end: usize) -> String {
    let line_start = text[..start].rfind("\n\n").map_or(0, |at| at + 2);
    let line_end = text[end..].find("\n\n").map_or(text.len(), |at| end + at);
    let open = text[line_start..start].rfind('[').map(|at| line_start + at);
    let inside = open.filter(|open| !text[*open..start].contains(']'));
    if let (Some(open), Some(close)) = (inside, text[end..line_end].find(']')) {
        return text[open..=end + close].to_owned();
    }
    let own = text[start..end].trim();
    let rest = &text[end..line_end];
    let follows = rest.strip_prefix(' ').unwrap_or(rest);
    match follows.strip_prefix('[').and_then(|after| after.find(']')) {
        Some(close) if !own.contains('[') => {
            let length = rest.len() - follows.len() + close + 2;
            format!("{own}{}", &rest[..length])
        }
        _ => own.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_read_as_it_was_typed() {
        #[track_caller]
        fn case(text: &str, typed: &str) {
            let start = text.find('@').unwrap();
            let length = text[start + 1..]
                .find(|c: char| !c.is_alphanumeric())
                .unwrap();
            assert_eq!(typed_citation(text, start, start + 1 + length), typed);
        }
        case("So [@weiner2009, p. 3] says.", "[@weiner2009, p. 3]");
        case("So [see @one; @two] says.", "[see @one; @two]");
        case("As @one [p. 4] says.", "@one [p. 4]");
        case("As @one says [sic].", "@one");
        case("[a](b) and @one.\n\n[@two].", "@one");
    }

    #[test]
    fn a_citation_of_a_chapter_in_typst_is_typed_in_markdown() {
        #[track_caller]
        fn case(text: &str, typed: &str) {
            let start = text.find(['@', '<']).unwrap();
            assert_eq!(typst_citation(text, start).as_deref(), Some(typed));
        }
        case("So @one.", "[@one]");
        case("So @one[p. 4] @two says.", "[@one, p. 4; @two]");
        case(
            "As #cite(<one>, form: \"prose\", supplement: [p. 4]) says.",
            "@one [p. 4]",
        );
        case("As #cite(<one>, form: \"year\") says.", "[-@one]");
    }
}
