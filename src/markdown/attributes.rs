//! Attributes in braces: `{#fig:x .class width=80% alt="A picture"}` and `{=typst}`.

use crate::markdown::placed_text::BodyRange;

/// What stood between the braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    /// `#id`, without the sign, and its bytes.
    pub(crate) id: Option<(String, BodyRange)>,
    /// Other names that lead to it: the labels of the further lines of a formula.
    pub(crate) also: Vec<String>,
    /// `.class`, without the dot.
    pub(crate) classes: Vec<(String, BodyRange)>,
    /// `key=value`, and the bytes of the value.
    pub(crate) pairs: Vec<(String, String, BodyRange)>,
    /// `=typst`: the text is written in another language.
    pub(crate) raw: Option<String>,
    /// The bytes with the braces; empty if there were none.
    pub(crate) place: BodyRange,
}

/// Longer than anything a person writes; it keeps the work linear.
const MAX_BYTES: usize = 8 * 1024;

impl Attributes {
    /// Reads attributes that start with `{` at byte `at`.
    ///
    /// Kramdown's have a colon behind the brace: `{: .class}`.
    ///
    /// Returns `None` if what stands there is no attribute list, such as `{braces in prose}`.
    pub(crate) fn read(text: &str, at: usize) -> Option<Self> {
        let mut cursor = Cursor { text, at };
        cursor.eat('{')?;
        let is_kramdown = cursor.eat(':').is_some();
        let mut found = Attributes::default();
        let mut is_known_form = false;
        loop {
            let had_space = cursor.skip_space(at + MAX_BYTES)?;
            if cursor.eat('}').is_some() {
                break;
            }
            if is_known_form && !had_space {
                return None;
            }
            let start = cursor.at;
            match cursor.peek()? {
                '#' => {
                    cursor.at += 1;
                    let name = cursor.word(|c| !c.is_whitespace() && !"{}\"'=".contains(c))?;
                    found.id = Some((name, start..cursor.at));
                }
                '.' => {
                    cursor.at += 1;
                    let name = match cursor.word(is_name)? {
                        name if is_kramdown && name == "no_toc" => "unlisted".to_owned(),
                        name => name,
                    };
                    found.classes.push((name, start..cursor.at));
                }
                '=' => {
                    cursor.at += 1;
                    found.raw = Some(cursor.word(is_name)?);
                }
                '-' if text[start..].starts_with("-}") || text[start..].starts_with("- ") => {
                    cursor.at += 1;
                    let class = "unnumbered".to_owned();
                    found.classes.push((class, start..cursor.at));
                }
                _ => {
                    let key = cursor.word(is_name)?;
                    cursor.eat('=')?;
                    let value_start = cursor.at;
                    let value = cursor.value()?;
                    let is_for_screens = matches!(key.as_str(), "target" | "rel");
                    if !(is_kramdown && is_for_screens) {
                        found.pairs.push((key, value, value_start..cursor.at));
                    }
                }
            }
            is_known_form = true;
        }
        found.place = at..cursor.at;
        (is_known_form || found.place.len() == 2).then_some(found)
    }

    /// Says that all of them stand at one place.
    pub(crate) fn move_to(&mut self, place: &BodyRange) {
        self.place = place.clone();
        let id = self.id.iter_mut().map(|(_, at)| at);
        let classes = self.classes.iter_mut().map(|(_, at)| at);
        let pairs = self.pairs.iter_mut().map(|(_, _, at)| at);
        id.chain(classes)
            .chain(pairs)
            .for_each(|at| at.clone_from(place));
    }

    /// Returns them without some classes and keys.
    pub(crate) fn without(&self, classes: &[&str], keys: &[&str]) -> Self {
        let mut left = self.clone();
        left.classes
            .retain(|(class, _)| !classes.contains(&class.as_str()));
        left.pairs.retain(|(key, ..)| !keys.contains(&key.as_str()));
        left
    }

    /// Returns whether there is nothing between the braces, or no braces.
    pub(crate) fn is_empty(&self) -> bool {
        self.id.is_none() && self.classes.is_empty() && self.pairs.is_empty() && self.raw.is_none()
    }

    /// Returns whether the class was given.
    pub(crate) fn has(&self, class: &str) -> bool {
        self.classes.iter().any(|(name, _)| name == class)
    }

    /// Returns the value of a key and its bytes; the last one if it was given twice.
    pub(crate) fn pair(&self, key: &str) -> Option<(&str, &BodyRange)> {
        let found = self.pairs.iter().rfind(|(name, _, _)| name == key);
        found.map(|(_, value, place)| (value.as_str(), place))
    }

    /// Returns the value of a key.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        self.pair(key).map(|(value, _)| value)
    }

    /// Returns the id.
    pub(crate) fn label(&self) -> Option<&str> {
        self.id.as_ref().map(|(name, _)| name.as_str())
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn eat(&mut self, wanted: char) -> Option<()> {
        (self.peek()? == wanted).then(|| self.at += wanted.len_utf8())
    }

    /// Skips white space, at most one line end, and the sign of a quotation before the next line;
    /// `None` behind `limit` and at a blank line.
    fn skip_space(&mut self, limit: usize) -> Option<bool> {
        let start = self.at;
        let rest = &self.text[start..];
        let mut has_ended = false;
        let trimmed = rest.trim_start_matches(|c: char| {
            has_ended |= c == '\n';
            matches!(c, ' ' | '\t' | '\r' | '\n') || (has_ended && c == '>')
        });
        let space = &rest[..rest.len() - trimmed.len()];
        self.at += space.len();
        (self.at <= limit && space.matches('\n').count() < 2).then_some(!space.is_empty())
    }

    fn word(&mut self, is_part: impl Fn(char) -> bool) -> Option<String> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.at += end;
        (end > 0 && end <= MAX_BYTES).then(|| rest[..end].to_owned())
    }

    fn value(&mut self) -> Option<String> {
        let quote = self.peek()?;
        if quote != '"' && quote != '\'' {
            return self.word(|c| !c.is_whitespace() && !"{}\"'".contains(c));
        }
        self.at += 1;
        let mut value = String::new();
        let rest = &self.text[self.at..];
        let mut chars = rest.char_indices();
        while let Some((offset, c)) = chars.next() {
            if offset > MAX_BYTES {
                return None;
            }
            if c == quote {
                self.at += offset + 1;
                return Some(value);
            }
            match c {
                '\\' => match chars.next()?.1 {
                    escaped if escaped.is_ascii_punctuation() => value.push(escaped),
                    other => value.extend(['\\', other]),
                },
                '\n' => {
                    if rest[offset + 1..]
                        .trim_start_matches([' ', '\t', '\r'])
                        .starts_with('\n')
                    {
                        return None;
                    }
                    value.push(' ');
                }
                '\r' => {}
                _ => value.push(c),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_classes_and_pairs_are_read_with_their_places() {
        let text = r#"x {#fig:a .wide width=80% alt="Six \"steps\""} y"#;
        let found = Attributes::read(text, 2).unwrap();
        assert_eq!(found.label(), Some("fig:a"));
        assert!(found.has("wide"));
        assert_eq!(found.value("width"), Some("80%"));
        assert_eq!(found.value("alt"), Some("Six \"steps\""));
        assert_eq!(&text[found.place.clone()], &text[2..text.len() - 2]);
        assert_eq!(&text[found.pairs[0].2.clone()], "80%");
    }

    #[test]
    fn braces_in_prose_are_no_attributes() {
        for text in [
            "{a b}",
            "{",
            "{#}",
            "{a=}",
            "{.}",
            "{a=\"b}",
            "{a, b}",
            "{#a\n\n.b}",
            "{.a.b c}",
        ] {
            assert_eq!(Attributes::read(text, 0), None, "{text}");
        }
    }

    #[test]
    fn the_short_forms_of_pandoc_are_known() {
        assert!(Attributes::read("{-}", 0).unwrap().has("unnumbered"));
        assert_eq!(
            Attributes::read("{=typst}", 0).unwrap().raw.as_deref(),
            Some("typst")
        );
        assert!(Attributes::read("{}", 0).unwrap().is_empty());
    }
}
