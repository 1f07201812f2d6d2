//! The markup of CSL-JSON, and quotation marks in what people write.

use unicode_normalization::UnicodeNormalization;

use crate::csl::output::Face;
use crate::csl::rich::{Node, Rich};

/// How deep markup may stand in itself; deeper tags are passed over.
const MAX_DEPTH: usize = 24;

/// Reads a text with markup: `<i>`, quotation marks, straight or curly, entities.
pub(crate) fn parse(text: &str) -> Rich {
    let is_special = |c: char| {
        matches!(c, '<' | '&' | '"' | '\'' | '“' | '‘' | '’' | '«') || raised(c).is_some()
    };
    if !text.contains(is_special) {
        return super::plain(text);
    }
    Parser::new(text).read()
}

/// Returns the letter that a raised letter of Unicode raises: few fonts have them.
fn raised(c: char) -> Option<char> {
    let is_raised = matches!(
        c,
        'ª' | '²' | '³' | '¹' | 'º' | '\u{2b0}'..='\u{2b8}' | '\u{2e0}'..='\u{2e4}'
            | '\u{1d2c}'..='\u{1d6a}' | '\u{2070}'..='\u{207f}'
    );
    is_raised
        .then(|| std::iter::once(c).nfkc().next())
        .flatten()
        .filter(|letter| *letter != c)
}

/// Something that was opened and is not closed yet.
struct Open {
    what: What,
    nodes: Rich,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Whole,
    Tag(&'static str, Option<Face>),
    /// A `span` without any face.
    Undecorated,
    /// A quotation mark, as written.
    Quote(char),
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    before: Option<char>,
    open: Vec<Open>,
    run: String,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            before: None,
            open: vec![Open {
                what: What::Whole,
                nodes: Vec::new(),
            }],
            run: String::new(),
        }
    }

    fn read(mut self) -> Rich {
        while let Some(c) = self.text[self.at..].chars().next() {
            match c {
                '<' if self.tag() => continue,
                '&' if self.entity() => continue,
                '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»' if self.quote(c) => {
                    self.at += c.len_utf8();
                    continue;
                }
                '\'' => self.run.push('’'),
                other => match raised(other) {
                    Some(letter) => {
                        self.flush();
                        let inner = vec![Node::Text(letter.to_string(), None)];
                        self.push(Node::Face(Face::Superscript, inner));
                    }
                    None => self.run.push(other),
                },
            }
            self.before = Some(c);
            self.at += c.len_utf8();
        }
        while self.open.len() > 1 {
            self.give_up();
        }
        self.flush();
        let whole = self.open.pop();
        whole.map(|whole| whole.nodes).unwrap_or_default()
    }

    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if !run.is_empty() {
            self.push(Node::Text(run, None));
        }
    }

    fn push(&mut self, node: Node) {
        if let Some(open) = self.open.last_mut() {
            open.nodes.push(node);
        }
    }

    /// Takes what was opened last as the letters that it was written with.
    fn give_up(&mut self) {
        self.flush();
        let Some(open) = self.open.pop() else { return };
        if let What::Quote(mark) = open.what {
            let shown = if mark == '\'' { '’' } else { mark };
            self.push(Node::Text(shown.to_string(), None));
        }
        for node in open.nodes {
            self.push(node);
        }
    }

    fn close(&mut self) {
        self.flush();
        let Some(open) = self.open.pop() else { return };
        let node = match open.what {
            What::Whole => return,
            What::Quote(_) => Node::Quoted(open.nodes),
            What::Tag(_, Some(face)) => Node::Face(face, open.nodes),
            What::Tag(_, None) => Node::NoCase(open.nodes),
            What::Undecorated => {
                let faces = [Face::NormalCaps, Face::Regular, Face::Upright];
                let inner = vec![Node::NoCase(open.nodes)];
                let faced = faces
                    .into_iter()
                    .fold(inner, |inner, face| vec![Node::Face(face, inner)]);
                Node::NoCase(faced)
            }
        };
        self.push(node);
    }

    /// Reads a tag; false if it is none that CSL-JSON knows.
    fn tag(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(length) = rest
            .find('>')
            .map(|end| end + 1)
            .filter(|length| *length <= 60)
        else {
            return false;
        };
        let tag: String = rest[1..length - 1]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if let Some(name) = tag.strip_prefix('/') {
            let same = |open: &Open| match open.what {
                What::Tag(own, _) => own == name,
                What::Undecorated => name == "span",
                What::Whole | What::Quote(_) => false,
            };
            let Some(at) = self.open.iter().rposition(same) else {
                return false;
            };
            while self.open.len() > at + 1 {
                self.give_up();
            }
            self.close();
            self.at += length;
            return true;
        }
        let what = match tag.as_str() {
            "i" => What::Tag("i", Some(Face::Italic)),
            "b" => What::Tag("b", Some(Face::Bold)),
            "sup" => What::Tag("sup", Some(Face::Superscript)),
            "sub" => What::Tag("sub", Some(Face::Subscript)),
            "sc" => What::Tag("sc", Some(Face::SmallCaps)),
            span if span.starts_with("span ") && span.contains("small-caps") => {
                What::Tag("span", Some(Face::SmallCaps))
            }
            span if span.starts_with("span ") && span.contains("nodecor") => What::Undecorated,
            span if span.starts_with("span ") => What::Tag("span", None),
            _ => return false,
        };
        if self.open.len() > MAX_DEPTH || !rest[length..].contains("</") {
            return false;
        }
        self.flush();
        self.open.push(Open {
            what,
            nodes: Vec::new(),
        });
        self.at += length;
        true
    }

    fn entity(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let known = [
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&amp;", '&'),
            ("&#60;", '<'),
            ("&#62;", '>'),
            ("&#38;", '&'),
            ("&quot;", '"'),
        ];
        let Some((name, c)) = known.iter().find(|(name, _)| rest.starts_with(name)) else {
            return false;
        };
        self.run.push(*c);
        self.before = Some(*c);
        self.at += name.len();
        true
    }

    /// Opens or closes a quotation; false if the mark is a letter among others, as in "don't".
    fn quote(&mut self, mark: char) -> bool {
        let after = self.text[self.at + mark.len_utf8()..].chars().next();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let opener = match mark {
            '”' => '“',
            '’' => '‘',
            '»' => '«',
            straight => straight,
        };
        let can_close = !matches!(mark, '“' | '‘' | '«')
            && (matches!(mark, '”' | '»') || !is_word(after))
            && self
                .before
                .is_some_and(|c| !c.is_whitespace() || matches!(mark, '»'));
        if can_close {
            let tag = |open: &Open| !matches!(open.what, What::Quote(_));
            let bottom = self.open.iter().rposition(tag).unwrap_or(0);
            let same = |open: &Open| open.what == What::Quote(opener);
            if let Some(at) = self.open[bottom..]
                .iter()
                .rposition(same)
                .map(|at| at + bottom)
            {
                while self.open.len() > at + 1 {
                    self.give_up();
                }
                self.close();
                self.before = Some(mark);
                return true;
            }
        }
        let starts = self
            .before
            .is_none_or(|c| c.is_whitespace() || "([{-–—/“‘\"'’".contains(c));
        let can_open = match mark {
            '“' | '‘' | '«' => true,
            '"' | '\'' => starts && after.is_some_and(|c| !c.is_whitespace()),
            _ => false,
        };
        if can_open && self.open.len() <= MAX_DEPTH {
            self.flush();
            self.open.push(Open {
                what: What::Quote(mark),
                nodes: Vec::new(),
            });
            self.before = Some(mark);
            return true;
        }
        false
    }
}
