//! The commands of TeX that people write in references.

use crate::references::bib::letters::{accent, accented, sign};
use crate::references::bib::tex::{
    Braces, MAX_TAGGED, NO_CASE, SMALL_CAPS, Tex, command, end_of, group, verbatim,
};
use crate::references::markup::plain;

impl<'t> Tex<'t, '_> {
    /// Takes the argument of a command: a bracket, a command, or one sign.
    pub(super) fn argument(&mut self) -> &'t str {
        self.rest = self.rest.trim_start();
        let rest = self.rest;
        let (length, inner) = match rest.chars().next() {
            None => (0, ""),
            Some('{') => group(rest),
            Some('\\') => {
                let length = 1 + command(&rest[1..]).len();
                (length, &rest[..length])
            }
            Some(c) => (c.len_utf8(), &rest[..c.len_utf8()]),
        };
        self.skip(length);
        inner
    }

    /// Takes an argument in square brackets, which nobody prints.
    pub(super) fn option(&mut self) {
        let limit = self
            .rest
            .floor_char_boundary(MAX_TAGGED.min(self.rest.len()));
        let near = &self.rest[..limit];
        if let Some(end) = near.strip_prefix('[').and_then(|near| near.find(']')) {
            self.skip(end + 2);
        }
    }

    pub(super) fn command(&mut self, braces: Braces, depth: usize, open: &mut Vec<&str>) {
        self.skip(1);
        let name = command(self.rest);
        if name == "&" {
            return self.ampersand();
        }
        self.skip(name.len());
        let is_spaced = self.rest.starts_with(char::is_whitespace);
        let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if let Some(mark) = accent(name) {
            let argument = self.argument();
            let argument = plain(&self.aside(argument, depth));
            return self.push(&accented(&argument, mark));
        }
        if is_word {
            let is_argument = self.rest.trim_start().starts_with('{');
            let is_option = self.rest.starts_with('[');
            if !is_argument && !is_option {
                self.rest = self.rest.trim_start();
            }
        }
        if let Some(sign) = sign(name) {
            self.rest = self.rest.strip_prefix("{}").unwrap_or(self.rest);
            return match sign {
                " " => self.space(' '),
                sign => self.push(sign),
            };
        }
        let face = match name {
            "emph" | "textit" | "textsl" | "mkbibemph" | "mkbibitalic" => "<i>",
            "textbf" | "mkbibbold" => "<b>",
            "textsc" => SMALL_CAPS,
            "textsuperscript" | "mkbibsuperscript" | "sp" => "<sup>",
            "textsubscript" | "mkbibsubscript" | "sb" => "<sub>",
            "NoCaseChange" => NO_CASE,
            _ => "",
        };
        if !face.is_empty() {
            let argument = self.argument();
            return self.enclosed(face, argument, braces, depth);
        }
        let declared = match name {
            "em" | "it" | "itshape" | "sl" | "slshape" => "<i>",
            "bf" | "bfseries" => "<b>",
            "sc" | "scshape" => SMALL_CAPS,
            _ => "",
        };
        if !declared.is_empty() {
            self.out.push_str(declared);
            return open.push(end_of(declared));
        }
        match name {
            "%" | "$" | "#" | "_" | "{" | "}" => self.push(name),
            " " | "\\" | "\n" | "\t" | ";" | ":" => self.space(' '),
            "," | "thinspace" => self.space('\u{202f}'),
            "" | "-" | "/" | "@" | "!" | "relax" | "protect" | "rm" | "normalfont" | "upshape"
            | "noopsort" | "left" | "right" | "displaystyle" | "bibrangedash" | "leavevmode"
            | "allowbreak" | "penalty" => match name {
                "bibrangedash" => self.out.push('–'),
                // Words that only sort.
                "noopsort" => {
                    self.argument();
                }
                _ => {}
            },
            "(" | "[" => {
                let end = if name == "(" { "\\)" } else { "\\]" };
                let inner = self.rest.split(end).next().unwrap_or_default();
                self.skip(inner.len() + end.len());
                self.maths(inner, depth);
            }
            "ensuremath" | "mathrm" | "mathit" | "mathbf" | "mathsf" | "mathcal" | "mathbb"
            | "operatorname" => {
                let inner = self.argument();
                self.maths(inner, depth);
            }
            "enquote" | "mkbibquote" | "textquote" => {
                let (begin, end) = match self.quotes % 2 {
                    0 => ('“', '”'),
                    _ => ('‘', '’'),
                };
                self.rest = self.rest.strip_prefix('*').unwrap_or(self.rest);
                let argument = self.argument();
                self.out.push(begin);
                self.quotes += 1;
                self.part(argument, braces, depth);
                self.quotes -= 1;
                self.out.push(end);
            }
            "mkbibparens" | "mkbibbrackets" => {
                let signs = if name == "mkbibparens" {
                    ["(", ")"]
                } else {
                    ["[", "]"]
                };
                let argument = self.argument();
                self.out.push_str(signs[0]);
                self.part(argument, braces, depth);
                self.out.push_str(signs[1]);
            }
            "url" | "path" | "nolinkurl" => {
                let address = verbatim(self.argument());
                self.push(&address);
            }
            "href" | "textcolor" | "color" | "foreignlanguage" | "hspace" | "vspace" | "hskip" => {
                self.option();
                self.argument();
                if matches!(name, "href" | "textcolor" | "foreignlanguage") {
                    let argument = self.argument();
                    self.part(argument, braces, depth);
                }
            }
            "ce" => {
                let argument = self.argument();
                self.chemistry(argument);
            }
            "mbox" | "hbox" | "text" | "textrm" | "textup" | "textnormal" | "textsf" | "texttt"
            | "textmd" | "textlf" | "uline" | "underline" | "autocap" | "uppercase"
            | "MakeUppercase" | "lowercase" | "MakeLowercase" | "fbox" | "textlatin"
            | "textgreek" | "textcyrillic" | "textcyr" | "emdash" | "mathchar" => {
                let argument = self.argument();
                self.part(argument, braces, depth);
            }
            name => {
                self.unknown(name, braces, depth);
                if is_spaced && !self.rest.is_empty() {
                    self.space(' ');
                }
            }
        }
    }

    fn unknown(&mut self, name: &str, braces: Braces, depth: usize) {
        if !self.unknown.iter().any(|known| known == name) {
            self.unknown.push(name.to_owned());
        }
        self.option();
        let mut has_argument = false;
        while self.rest.starts_with('{') {
            let argument = self.argument();
            self.part(argument, braces, depth);
            has_argument = true;
        }
        if !has_argument {
            self.push(name);
        }
    }
}
