//! JSON with the place of every value.
//!
//! A list that breaks off keeps what stands before and behind the mistake.

use crate::references::node::{MAX_DEPTH, Mistake, Node, Value};

/// Reads a text; of a list of objects those that can be read, however many are broken.
pub(super) fn parse(text: &str) -> (Node, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let mut reader = Reader { text, at: 0 };
    let mut nodes = Vec::new();
    let mut column = None;
    reader.space();
    let is_list = reader.eat(b'[');
    loop {
        reader.space();
        if is_list && (reader.eat(b',') || reader.at >= text.len()) {
            if reader.at >= text.len() {
                break;
            }
            continue;
        }
        if is_list && reader.eat(b']') {
            break;
        }
        let from = reader.at;
        column = column.or(Some(column_of(text, from)));
        match reader.value(0) {
            Ok(node) => nodes.push(node),
            Err(message) => {
                mistakes.push(Mistake {
                    at: reader.at.min(text.len()),
                    message,
                });
                // The next object of a list stands under the first one, as it is usually printed.
                match next_object(text, reader.at.max(from + 1), column.unwrap_or(0)) {
                    Some(next) if is_list => reader.at = next,
                    _ => break,
                }
                continue;
            }
        }
        if !is_list {
            break;
        }
    }
    let range = 0..text.len();
    let node = match (is_list, nodes.pop()) {
        (false, Some(node)) => node,
        (_, last) => {
            nodes.extend(last);
            Node {
                range,
                value: Value::List(nodes),
            }
        }
    };
    (node, mistakes)
}

fn column_of(text: &str, at: usize) -> usize {
    at - text[..at].rfind('\n').map_or(0, |line| line + 1)
}

/// Returns where the next line begins that has an object at a column.
fn next_object(text: &str, from: usize, column: usize) -> Option<usize> {
    let mut at = text.floor_char_boundary(from);
    while let Some(line) = text[at..].find('\n') {
        at += line + 1;
        let rest = &text[at..];
        let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if indent == column && rest[indent..].starts_with('{') {
            return Some(at + indent);
        }
    }
    None
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, sign: u8) -> bool {
        let is_there = self.peek() == Some(sign);
        self.at += usize::from(is_there);
        is_there
    }

    fn value(&mut self, depth: usize) -> Result<Node, String> {
        let from = self.at;
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'{' | b'[') if depth >= MAX_DEPTH => {
                Err("too many brackets stand in each other".into())
            }
            Some(b'{') => {
                self.at += 1;
                let mut members = Vec::new();
                loop {
                    self.space();
                    if self.eat(b'}') {
                        break;
                    }
                    if self.peek() != Some(b'"') {
                        return Err("expected a name in quotation marks, or `}`".into());
                    }
                    let name = self.string()?;
                    self.space();
                    if !self.eat(b':') {
                        return Err("expected `:` behind a name".into());
                    }
                    self.space();
                    members.push((name, self.value(depth + 1)?));
                    self.space();
                    if !self.eat(b',') && self.peek() != Some(b'}') {
                        return Err("expected a comma or `}`".into());
                    }
                }
                Ok(Node {
                    range: from..self.at,
                    value: Value::Map(members),
                })
            }
            Some(b'[') => {
                self.at += 1;
                let mut nodes = Vec::new();
                loop {
                    self.space();
                    if self.eat(b']') {
                        break;
                    }
                    nodes.push(self.value(depth + 1)?);
                    self.space();
                    if !self.eat(b',') && self.peek() != Some(b']') {
                        return Err("expected a comma or `]`".into());
                    }
                }
                Ok(Node {
                    range: from..self.at,
                    value: Value::List(nodes),
                })
            }
            _ => {
                let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                let length = self.text.as_bytes()[from..]
                    .iter()
                    .take_while(|it| is_part(it))
                    .count();
                let word = &self.text[from..from + length];
                let is_number = word.starts_with(|c: char| c == '-' || c.is_ascii_digit());
                if !is_number && !matches!(word, "null" | "true" | "false") {
                    return Err("expected a value".into());
                }
                self.at += length;
                let value = match word {
                    "null" => Value::Null,
                    word => Value::Scalar(word.to_owned()),
                };
                Ok(Node {
                    range: from..self.at,
                    value,
                })
            }
        }
    }

    /// Reads a text in quotation marks.
    fn string(&mut self) -> Result<Node, String> {
        self.at += 1;
        let from = self.at;
        let mut out = String::new();
        loop {
            let rest = &self.text[self.at..];
            let Some(stop) = rest.find(['"', '\\', '\n']) else {
                self.at = from;
                return Err("a text is not closed: a `\"` is missing".into());
            };
            out.push_str(&rest[..stop]);
            self.at += stop;
            match rest.as_bytes()[stop] {
                b'"' => {
                    let range = from..self.at;
                    self.at += 1;
                    return Ok(Node {
                        range,
                        value: Value::Scalar(out),
                    });
                }
                b'\n' => {
                    self.at = from;
                    return Err("a text is not closed: a `\"` is missing".into());
                }
                _ => out.push(self.escape()?),
            }
        }
    }

    fn escape(&mut self) -> Result<char, String> {
        self.at += 1;
        let sign = self.peek();
        self.at += 1;
        Ok(match sign {
            Some(b'n' | b'r') => '\n',
            Some(b't' | b'b' | b'f') => ' ',
            Some(sign @ (b'"' | b'\\' | b'/')) => char::from(sign),
            Some(b'u') => {
                let first = self.hex()?;
                let code = match first {
                    // Signs beyond the first plane are written as two halves.
                    0xd800..=0xdbff if self.text[self.at..].starts_with("\\u") => {
                        self.at += 2;
                        let second = self.hex()?;
                        0x10000 + ((first - 0xd800) << 10) + (second.wrapping_sub(0xdc00) & 0x3ff)
                    }
                    code => code,
                };
                char::from_u32(code).unwrap_or('\u{fffd}')
            }
            _ => {
                self.at -= 1;
                return Err(
                    "expected one of `\\\"`, `\\\\`, `\\n` or `\\u….` behind a backslash".into(),
                );
            }
        })
    }

    fn hex(&mut self) -> Result<u32, String> {
        let digits = self.text.get(self.at..self.at + 4);
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        self.at += if code.is_some() { 4 } else { 0 };
        code.ok_or_else(|| "expected four digits behind `\\u`".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_place() {
        let text = r#"[{"a": "x\u00e9\ud83d\ude00\/", "b": [1, null, true]}]"#;
        let (node, mistakes) = parse(text);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let item = &node.each()[0];
        assert_eq!(item.said("a"), Some("xé😀/"));
        assert_eq!(
            &text[item.get("a").unwrap().range.clone()],
            r"x\u00e9\ud83d\ude00\/"
        );
        assert_eq!(item.get("b").unwrap().each().len(), 3);
    }

    #[test]
    fn a_broken_object_costs_no_other() {
        let text = "[\n  {\"id\": \"a\"},\n  {\"id\": \"b\",, },\n  {\"id\": \"c\"}\n]";
        let (node, mistakes) = parse(text);
        let ids: Vec<_> = node.each().iter().filter_map(|it| it.said("id")).collect();
        assert_eq!(ids, ["a", "c"]);
        assert_eq!(mistakes.len(), 1);
        assert_eq!(&text[mistakes[0].at..][..1], ",");
    }

    #[test]
    fn brackets_without_end_are_refused() {
        let (_, mistakes) = parse(&"[".repeat(100_000));
        assert_eq!(mistakes[0].message, "too many brackets stand in each other");
    }
}
