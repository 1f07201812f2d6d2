//! Small formulas, of mathematics and of chemistry.

use crate::references::bib::tex::{Braces, MAX_DEPTH, Tex, command, end_of, group};

impl<'t> Tex<'t, '_> {
    pub(super) fn formula(&mut self, depth: usize) {
        self.skip(1);
        let rest = self.rest;
        let rest = rest.strip_prefix('$').unwrap_or(rest);
        let end = rest.bytes().enumerate().find_map(|(at, byte)| {
            let is_escaped = at > 0 && rest.as_bytes()[at - 1] == b'\\';
            (byte == b'$' && !is_escaped).then_some(at)
        });
        let Some(end) = end else {
            return self.out.push('$');
        };
        let inner = &rest[..end];
        self.rest = &rest[end + 1..];
        self.rest = match self.rest.strip_prefix('$') {
            Some(behind) if inner.is_empty() => behind,
            _ => self.rest,
        };
        self.maths(inner, depth);
    }

    /// Takes a formula: a letter alone is italic, as printers set it.
    pub(super) fn maths(&mut self, text: &'t str, depth: usize) {
        if depth >= MAX_DEPTH {
            return self.push(text);
        }
        let behind = std::mem::replace(&mut self.rest, text);
        while let Some(c) = self.rest.chars().next() {
            match c {
                '_' | '^' => {
                    self.skip(1);
                    let inner = self.argument();
                    let out = std::mem::take(&mut self.out);
                    self.maths(inner, depth + 1);
                    let inner = std::mem::replace(&mut self.out, out);
                    let face = if c == '_' { "<sub>" } else { "<sup>" };
                    match inner.as_str() {
                        "°" | "′" | "" => self.out.push_str(&inner),
                        inner => {
                            self.out.push_str(face);
                            self.out.push_str(inner);
                            self.out.push_str(end_of(face));
                        }
                    }
                }
                '{' => {
                    let (length, inner) = group(self.rest);
                    self.skip(length);
                    self.maths(inner, depth + 1);
                }
                '}' => self.skip(1),
                '\\' => match command(&self.rest[1..]) {
                    "frac" | "tfrac" | "dfrac" => {
                        self.skip(1 + command(&self.rest[1..]).len());
                        for end in ["/", ""] {
                            let inner = self.argument();
                            self.maths(inner, depth + 1);
                            self.out.push_str(end);
                        }
                    }
                    "sqrt" => {
                        self.skip(5);
                        self.out.push('√');
                    }
                    "," | ";" | ":" | "!" | "quad" => {
                        let name = command(&self.rest[1..]).len();
                        self.skip(1 + name);
                        self.space(' ');
                    }
                    _ => self.command(Braces::Group, depth + 1, &mut Vec::new()),
                },
                '-' => {
                    self.skip(1);
                    self.out.push('−');
                }
                c if c.is_ascii_alphabetic() => {
                    let word = command(self.rest);
                    self.skip(word.len());
                    match word.len() {
                        1 => {
                            self.out.push_str("<i>");
                            self.out.push_str(word);
                            self.out.push_str("</i>");
                        }
                        _ => self.out.push_str(word),
                    }
                }
                '\'' => {
                    self.skip(1);
                    self.out.push('′');
                }
                '<' => {
                    self.skip(1);
                    self.push("<");
                }
                '&' => self.ampersand(),
                c => self.sign(c),
            }
        }
        self.rest = behind;
    }

    /// Takes a chemical formula: numbers behind letters and brackets stand low.
    pub(super) fn chemistry(&mut self, text: &str) {
        let mut last = ' ';
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 && (last.is_alphabetic() || matches!(last, ')' | ']')) {
                self.out.push_str("<sub>");
                self.out.push_str(&rest[..digits]);
                self.out.push_str("</sub>");
                last = '0';
                rest = &rest[digits..];
                continue;
            }
            if let Some(up) = rest.strip_prefix('^') {
                let (length, inner) = match up.starts_with('{') {
                    true => group(up),
                    false => {
                        let length = up.chars().next().map_or(0, char::len_utf8);
                        (length, &up[..length])
                    }
                };
                self.out.push_str("<sup>");
                let inner = inner.replace('-', "−");
                self.push(&inner);
                self.out.push_str("</sup>");
                rest = &up[length..];
                continue;
            }
            if !matches!(c, '{' | '}' | '\\' | '$' | '_') {
                self.push(c.encode_utf8(&mut [0; 4]));
            }
            last = c;
            rest = &rest[c.len_utf8()..];
        }
    }
}
