//! YAML with the place of every value.

use yaml_rust::Event;
use yaml_rust::parser::Parser;
use yaml_rust::scanner::{Marker, TScalarStyle};

use crate::references::node::{MAX_DEPTH, Mistake, Node, Value};

/// Reads the first document of a text; what stands before a mistake is kept.
pub(super) fn parse(text: &str) -> (Node, Option<Mistake>) {
    let mut builder = Builder {
        text,
        offsets: Offsets::new(text),
        open: Vec::new(),
        whole: None,
    };
    let mut parser = Parser::new(text.chars());
    let mut mistake = None;
    loop {
        match parser.next() {
            Ok((Event::StreamEnd | Event::DocumentEnd, _)) => break,
            Ok((event, mark)) => {
                let at = builder.offsets.at(mark);
                if let Err(message) = builder.take(event, at) {
                    mistake = Some(Mistake { at, message });
                    break;
                }
            }
            Err(error) => {
                let at = builder.offsets.at(*error.marker());
                let said = error.to_string();
                let message = said.split(" at line ").next().unwrap_or(&said).to_owned();
                mistake = Some(Mistake { at, message });
                break;
            }
        }
    }
    while !builder.open.is_empty() {
        builder.close(text.len());
    }
    let nothing = Node {
        range: 0..0,
        value: Value::Null,
    };
    (builder.whole.unwrap_or(nothing), mistake)
}

/// Places in bytes for those in characters.
struct Offsets {
    /// Where each character begins; empty where all of them are one byte long.
    starts: Vec<usize>,
    length: usize,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let starts = match text.is_ascii() {
            true => Vec::new(),
            false => text.char_indices().map(|(at, _)| at).collect(),
        };
        Self {
            starts,
            length: text.len(),
        }
    }

    fn at(&self, mark: Marker) -> usize {
        match self.starts.is_empty() {
            true => mark.index().min(self.length),
            false => self
                .starts
                .get(mark.index())
                .copied()
                .unwrap_or(self.length),
        }
    }
}

/// A list or a map that is not closed yet; in a map names and values follow each other.
struct Open {
    from: usize,
    is_map: bool,
    nodes: Vec<Node>,
}

struct Builder<'t> {
    text: &'t str,
    offsets: Offsets,
    open: Vec<Open>,
    whole: Option<Node>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event, at: usize) -> Result<(), String> {
        match event {
            Event::SequenceStart(_) | Event::MappingStart(_) => {
                if self.open.len() >= MAX_DEPTH {
                    return Err("too many lists stand in each other".into());
                }
                let is_map = matches!(event, Event::MappingStart(_));
                self.open.push(Open {
                    from: at,
                    is_map,
                    nodes: Vec::new(),
                });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at),
            Event::Scalar(text, style, _, _) => {
                let is_null =
                    style == TScalarStyle::Plain && matches!(text.as_str(), "~" | "null" | "");
                let range = self.extent(at, &text, style);
                let value = if is_null {
                    Value::Null
                } else {
                    Value::Scalar(text)
                };
                self.add(Node { range, value });
            }
            // Nobody exports references that point to each other.
            Event::Alias(_) => {
                self.add(Node {
                    range: at..at,
                    value: Value::Null,
                });
                return Err("a `*` that points to another value is not followed".into());
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart
            | Event::DocumentEnd => {}
        }
        Ok(())
    }

    /// Returns where a scalar stands, without quotation marks.
    fn extent(&self, at: usize, value: &str, style: TScalarStyle) -> std::ops::Range<usize> {
        let rest = &self.text[at..];
        let quote = match style {
            TScalarStyle::SingleQuoted => Some('\''),
            TScalarStyle::DoubleQuoted => Some('"'),
            TScalarStyle::Any
            | TScalarStyle::Plain
            | TScalarStyle::Literal
            | TScalarStyle::Foled => None,
        };
        let (from, length) = match quote {
            Some(quote) => {
                let inner = rest.get(1..).unwrap_or_default();
                (at + 1, inner.find(quote).unwrap_or(0))
            }
            None if rest.starts_with(value) => (at, value.len()),
            None => (at, rest.lines().next().unwrap_or_default().trim_end().len()),
        };
        from.min(self.text.len())..(from + length).min(self.text.len())
    }

    fn close(&mut self, at: usize) {
        let Some(Open {
            from,
            is_map,
            nodes,
        }) = self.open.pop()
        else {
            return;
        };
        let value = match is_map {
            false => Value::List(nodes),
            true => {
                let mut members = Vec::with_capacity(nodes.len() / 2);
                let mut nodes = nodes.into_iter();
                while let Some(name) = nodes.next() {
                    let end = name.range.end..name.range.end;
                    let value = nodes.next().unwrap_or(Node {
                        range: end,
                        value: Value::Null,
                    });
                    members.push((name, value));
                }
                Value::Map(members)
            }
        };
        let end = self.text[..at.max(from)].trim_end().len().max(from);
        self.add(Node {
            range: from..end,
            value,
        });
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(open) => open.nodes.push(node),
            None => self.whole = Some(node),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_place() {
        let text = "é:\n  a: 'b c'\n  d: [1, two]\n  e: \"f\"\n  g:\n";
        let (node, mistake) = parse(text);
        assert!(mistake.is_none());
        let (name, map) = &node.members()[0];
        assert_eq!(&text[name.range.clone()], "é");
        let at = |name: &str| &text[map.get(name).unwrap().range.clone()];
        assert_eq!((at("a"), at("e")), ("b c", "f"));
        assert_eq!(map.get("d").unwrap().each()[1].scalar(), Some("two"));
        assert_eq!(map.get("g").unwrap().value, Value::Null);
    }

    #[test]
    fn what_stands_before_a_mistake_is_kept() {
        let (node, mistake) = parse("a:\n  b: c\nd:\n  e: [\n");
        assert_eq!(node.get("a").and_then(|a| a.said("b")), Some("c"));
        assert!(mistake.is_some());
    }

    #[test]
    fn lists_without_end_are_refused() {
        let (_, mistake) = parse(&"- ".repeat(10_000));
        assert_eq!(
            mistake.unwrap().message,
            "too many lists stand in each other"
        );
    }
}
