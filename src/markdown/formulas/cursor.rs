//! A place in a text of LaTeX, and what can be read there.

/// A place in a text of LaTeX.
pub(crate) struct Cursor<'t> {
    pub(crate) text: &'t str,
    pub(crate) at: usize,
}

impl<'t> Cursor<'t> {
    pub(crate) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn eat(&mut self, wanted: char) -> bool {
        let is_there = self.peek() == Some(wanted);
        self.at += if is_there { wanted.len_utf8() } else { 0 };
        is_there
    }

    pub(crate) fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Reads `\name`; a sign behind the backslash is no name.
    pub(crate) fn command(&mut self) -> Option<&'t str> {
        let body = self.rest().strip_prefix('\\')?;
        let end = body
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(body.len());
        if end == 0 {
            return None;
        }
        self.at += end + 1;
        Some(&body[..end])
    }

    /// Reads `{…}` with the braces in it.
    pub(crate) fn braced(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let end = closing_brace(rest)?;
        self.at += end + 1;
        Some(&rest[1..end])
    }

    /// Reads `[…]`, which space may stand before.
    pub(crate) fn bracketed(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let inner = rest.trim_start().strip_prefix('[')?;
        let mut open = 0;
        let end = inner.bytes().position(|byte| {
            match byte {
                b'{' => open += 1,
                b'}' => open -= 1,
                _ => {}
            }
            open < 0 || (byte == b']' && open == 0)
        });
        let end = end.filter(|end| inner[*end..].starts_with(']'))?;
        self.at += rest.len() - inner.len() + end + 1;
        Some(&inner[..end])
    }

    /// Reads `{…}`, a command, or a single sign.
    pub(crate) fn argument(&mut self) -> Option<&'t str> {
        self.skip_space();
        match self.peek()? {
            '{' => self.braced(),
            '}' | '&' => None,
            '\\' => {
                let start = self.at;
                if self.command().is_none() {
                    self.at += 1 + self.text[start + 1..].chars().next()?.len_utf8();
                }
                Some(&self.text[start..self.at])
            }
            c => {
                self.at += c.len_utf8();
                Some(&self.text[self.at - c.len_utf8()..self.at])
            }
        }
    }
}

/// Returns where the brace closes that a text starts with.
pub(crate) fn closing_brace(text: &str) -> Option<usize> {
    if !text.starts_with('{') {
        return None;
    }
    let mut open = 0_usize;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'{' => open += 1,
            b'}' if open == 1 => return Some(at),
            b'}' => open -= 1,
            _ => {}
        }
    }
    None
}
