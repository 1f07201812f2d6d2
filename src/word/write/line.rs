//! The runs of one paragraph: text with its face, white space as it is printed.

use crate::diagnostics::Place;
use crate::flow::escaped;

/// Whether text is raised or lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Raised,
    Lowered,
}

/// How text looks, where it is not as its paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Face {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) small_capitals: bool,
    pub(super) struck: bool,
    pub(super) underlined: bool,
    pub(super) marked: bool,
    pub(super) code: bool,
    pub(super) link: bool,
    pub(super) script: Option<Script>,
}

impl Face {
    /// Returns the properties of a run, in the order of the format.
    pub(super) fn properties(self) -> String {
        let style = match (self.code, self.link) {
            (true, _) => "<w:rStyle w:val=\"CodeText\"/>",
            (false, true) => "<w:rStyle w:val=\"Hyperlink\"/>",
            (false, false) => "",
        };
        let script = match self.script {
            Some(Script::Raised) => "<w:vertAlign w:val=\"superscript\"/>",
            Some(Script::Lowered) => "<w:vertAlign w:val=\"subscript\"/>",
            None => "",
        };
        let parts = [
            (true, style),
            (self.bold, "<w:b/><w:bCs/>"),
            (self.italic, "<w:i/><w:iCs/>"),
            (self.small_capitals, "<w:smallCaps/>"),
            (self.struck, "<w:strike/>"),
            (self.marked, "<w:highlight w:val=\"yellow\"/>"),
            (self.underlined, "<w:u w:val=\"single\"/>"),
            (true, script),
        ];
        let parts: String = parts
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, xml)| *xml)
            .collect();
        match parts.is_empty() {
            true => parts,
            false => format!("<w:rPr>{parts}</w:rPr>"),
        }
    }
}

/// A paragraph's runs while they are written.
#[derive(Default)]
pub(super) struct Line {
    /// What is written already.
    xml: String,
    text: String,
    face: Face,
    /// Whether white space comes before the next sign.
    has_space: bool,
    /// Whether anything that is seen was written.
    pub(super) is_empty: bool,
    /// Whether white space is kept as it is.
    pub(super) keeps_space: bool,
    /// Whether the text is a note that was deleted: it is kept, and none of the words.
    pub(super) is_deleted: bool,
    /// Where the words begin and end that were marked last.
    marked: Option<(usize, usize)>,
    /// Where its first word is written.
    pub(super) place: Option<Place>,
}

impl Line {
    pub(super) fn new() -> Self {
        Self {
            is_empty: true,
            ..Self::default()
        }
    }

    /// Adds text; white space is one space, and none at the beginning.
    pub(super) fn push(&mut self, text: &str, face: Face) {
        for c in text.chars() {
            if self.keeps_space && c == '\n' {
                self.sign("<w:r><w:br/></w:r>");
                continue;
            }
            if !self.keeps_space && matches!(c, ' ' | '\n' | '\t' | '\r') {
                self.has_space = !self.is_empty;
                continue;
            }
            if face != self.face {
                self.flush();
                self.face = face;
            }
            if std::mem::take(&mut self.has_space) {
                self.text.push(' ');
            }
            self.text.push(c);
            self.is_empty = false;
        }
    }

    /// Adds white space.
    pub(super) fn space(&mut self) {
        self.has_space = !self.is_empty;
    }

    /// Adds something that is seen.
    pub(super) fn object(&mut self, xml: &str) {
        if std::mem::take(&mut self.has_space) {
            self.text.push(' ');
        }
        self.sign(xml);
        self.is_empty = false;
    }

    /// Adds something that nobody sees, or that has text in it.
    pub(super) fn sign(&mut self, xml: &str) {
        self.flush();
        self.xml.push_str(xml);
    }

    /// Returns where what comes next begins.
    pub(super) fn end(&mut self) -> usize {
        if std::mem::take(&mut self.has_space) {
            self.text.push(' ');
        }
        self.flush();
        self.xml.len()
    }

    /// Says that what was written since then is marked.
    pub(super) fn mark(&mut self, start: usize) {
        let end = self.end();
        self.marked = Some((start, end));
    }

    /// Adds something that nobody sees before the words that were just marked, or here.
    pub(super) fn before_mark(&mut self, xml: &str) {
        let end = self.end();
        let start = self.marked.take().filter(|(_, at)| *at == end);
        self.xml
            .insert_str(start.map_or(end, |(start, _)| start), xml);
    }

    fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let name = if self.is_deleted { "delText" } else { "t" };
        let (properties, text) = (self.face.properties(), escaped(&self.text));
        self.xml.push_str(&format!(
            "<w:r>{properties}<w:{name} xml:space=\"preserve\">{text}</w:{name}></w:r>"
        ));
        self.text.clear();
    }

    /// Returns the runs.
    pub(super) fn finish(mut self) -> String {
        self.flush();
        self.xml
    }
}

/// Returns a field with what it shows until it is updated.
pub(super) fn field(asks: &str, shown: &str, is_stale: bool) -> String {
    let stale = if is_stale { " w:dirty=\"true\"" } else { "" };
    // Who sets the field anew takes its look from where it begins.
    let face = shown.strip_prefix("<w:r><w:rPr>").and_then(|rest| {
        let end = rest.find("</w:rPr>")?;
        Some(format!("<w:rPr>{}</w:rPr>", &rest[..end]))
    });
    let face = face.unwrap_or_default();
    format!(
        "<w:r>{face}<w:fldChar w:fldCharType=\"begin\"{stale}/></w:r>\
         <w:r>{face}<w:instrText xml:space=\"preserve\"> {asks} </w:instrText></w:r>\
         <w:r>{face}<w:fldChar w:fldCharType=\"separate\"/></w:r>{shown}\
         <w:r>{face}<w:fldChar w:fldCharType=\"end\"/></w:r>",
        asks = escaped(asks)
    )
}

/// Returns a run of text.
pub(super) fn run(text: &str, face: Face) -> String {
    let mut line = Line::new();
    line.keeps_space = true;
    line.push(text, face);
    line.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_one_space_and_none_at_the_ends() {
        let mut line = Line::new();
        let bold = Face {
            bold: true,
            ..Face::default()
        };
        line.push(" One ", Face::default());
        line.push(" two", bold);
        line.push("\n", Face::default());
        assert_eq!(
            line.finish(),
            "<w:r><w:t xml:space=\"preserve\">One</w:t></w:r>\
             <w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space=\"preserve\"> two</w:t></w:r>"
        );
    }
}
