//! Findings for people, with excerpts.

use std::ops::Range;

use codespan_reporting::diagnostic::{self, Label, LabelStyle};
use codespan_reporting::files::{self, Files};
use codespan_reporting::term::termcolor::{Ansi, NoColor};
use codespan_reporting::term::{self, Chars, Config, Styles, StylesWriter};

use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Level, Place, SourceMap};
use crate::report::gathered::{Gathered, gathered};
use crate::report::window::{Quote, WIDTH};
use crate::report::words::clean;

/// Whether the text may carry colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// ANSI colours, for a terminal of so many columns.
    Ansi {
        /// How many characters fit in a line.
        columns: usize,
    },
    /// Plain text.
    Plain,
}

/// Draws findings one below the other, each followed by an empty line; of many of one kind in a
/// file the first, with the lines of the next ones.
///
/// What the project wrote (texts, names) cannot steer the terminal.
pub fn human(findings: &[Diagnostic], sources: &SourceMap, colour: Colour) -> String {
    let all: Vec<&Diagnostic> = findings.iter().collect();
    drawn(&gathered(&all), sources, colour)
}

/// Draws findings that were gathered.
pub(super) fn drawn(gathered: &[Gathered], sources: &SourceMap, colour: Colour) -> String {
    let mut out = Vec::new();
    // The number of the line and what frames it want eight columns.
    let width = match colour {
        Colour::Ansi { columns } => columns.saturating_sub(8).clamp(24, WIDTH),
        Colour::Plain => WIDTH,
    };
    for one in gathered {
        let mut drawn = Drawn::new(one.first, sources, width);
        drawn.diagnostic.notes.extend(one.others(sources));
        let config = Config {
            chars: Chars::ascii(),
            ..Config::default()
        };
        let styles = Styles::default();
        let result = match colour {
            Colour::Ansi { columns: _ } => {
                let mut writer = StylesWriter::new(Ansi::new(&mut out), &styles);
                term::emit_to_write_style(&mut writer, &config, &drawn.quotes, &drawn.diagnostic)
            }
            Colour::Plain => {
                let mut writer = StylesWriter::new(NoColor::new(&mut out), &styles);
                term::emit_to_write_style(&mut writer, &config, &drawn.quotes, &drawn.diagnostic)
            }
        };
        result
            .expect("a quote holds every place that it is asked for, and memory takes every byte");
    }
    String::from_utf8_lossy(&out).into_owned()
}

struct Drawn {
    diagnostic: diagnostic::Diagnostic<usize>,
    quotes: Quotes,
}

impl Drawn {
    fn new(finding: &Diagnostic, sources: &SourceMap, width: usize) -> Self {
        let Diagnostic {
            code,
            level,
            message,
            place,
            related,
            hints,
            unresolved: _,
        } = finding;
        let mut drawn = Self {
            diagnostic: diagnostic::Diagnostic::new(match level {
                Level::Deny => diagnostic::Severity::Error,
                Level::Warn => diagnostic::Severity::Warning,
            })
            .with_code(code)
            .with_message(clean(message)),
            quotes: Quotes(Vec::new()),
        };
        if let Some(place) = place {
            drawn.label(LabelStyle::Primary, place, "", sources, width);
        }
        for (place, word) in related {
            drawn.label(LabelStyle::Secondary, place, word, sources, width);
        }
        for hint in hints {
            drawn
                .diagnostic
                .notes
                .push(format!("hint: {}", clean(hint)));
        }
        drawn
    }

    fn label(
        &mut self,
        style: LabelStyle,
        place: &Place,
        word: &str,
        sources: &SourceMap,
        width: usize,
    ) {
        let word = clean(word);
        match Quote::of(place, sources, width) {
            Some(quote) => {
                let id = self.quotes.0.len();
                let label = Label::new(style, id, quote.part.clone()).with_message(word);
                self.diagnostic.labels.push(label);
                self.quotes.0.push(quote);
            }
            None if word.is_empty() => self.diagnostic.notes.push(format!("in {}", place.path)),
            None => self
                .diagnostic
                .notes
                .push(format!("{word} in {}", inline(place.path.as_str(), 300))),
        }
    }
}

/// One line of text each, numbered as in the file that it was cut from.
struct Quotes(Vec<Quote>);

impl Quotes {
    fn get(&self, id: usize) -> Result<&Quote, files::Error> {
        self.0.get(id).ok_or(files::Error::FileMissing)
    }
}

impl<'a> Files<'a> for Quotes {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, files::Error> {
        Ok(&self.get(id)?.path)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, files::Error> {
        Ok(&self.get(id)?.text)
    }

    fn line_index(&'a self, id: usize, _: usize) -> Result<usize, files::Error> {
        self.get(id).map(|_| 0)
    }

    fn line_number(&'a self, id: usize, _: usize) -> Result<usize, files::Error> {
        Ok(self.get(id)?.line.number() as usize)
    }

    fn column_number(&'a self, id: usize, _: usize, _: usize) -> Result<usize, files::Error> {
        Ok(self.get(id)?.column.number() as usize)
    }

    fn line_range(&'a self, id: usize, _: usize) -> Result<Range<usize>, files::Error> {
        Ok(0..self.get(id)?.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::ProjectPath;

    fn path(text: &str) -> ProjectPath {
        ProjectPath::new(text).unwrap()
    }

    #[test]
    fn a_finding_is_shown_with_its_line() {
        let mut sources = SourceMap::default();
        sources.insert(path("folio.toml"), "[dissertation]\r\ntittle = \"A\"\r\n");
        let findings = [
            Diagnostic::deny("unknown-key", "`tittle` is no key of `[dissertation]`")
                .at(Place::range(path("folio.toml"), 16..22))
                .hint("did you mean `title`?"),
            Diagnostic::warn("empty-chapter", "chapter `method` has no text")
                .at(Place::file(path("chapters/03-method.typ"))),
            Diagnostic::warn("no-place", "nothing\u{1b} to point at"),
        ];
        insta::assert_snapshot!(human(&findings, &sources, Colour::Plain), @r#"
        error[unknown-key]: `tittle` is no key of `[dissertation]`
          --> folio.toml:2:1
          |
        2 | tittle = "A"
          | ^^^^^^
          |
          = hint: did you mean `title`?

        warning[empty-chapter]: chapter `method` has no text
         = in chapters/03-method.typ

        warning[no-place]: nothing  to point at
        "#);
    }

    #[test]
    fn two_places_and_a_tab_before_them_are_shown() {
        let mut sources = SourceMap::default();
        sources.insert(path("a.md"), "one\n\ttwo three\n");
        let finding = Diagnostic::warn("two", "two places")
            .at(Place::range(path("a.md"), 5..8))
            .also(Place::range(path("a.md"), 0..3), "first here");
        insta::assert_snapshot!(human(&[finding], &sources, Colour::Plain), @r"
        warning[two]: two places
          --> a.md:2:2
          |
        2 |     two three
          |     ^^^
          |
          --> a.md:1:1
          |
        1 | one
          | --- first here
        ");
    }

    #[test]
    fn many_of_one_kind_are_shown_as_one() {
        let mut sources = SourceMap::default();
        sources.insert(path("a.md"), "one\ntwo\nthree\nfour\nfive\nsix\nseven\n");
        let at = |start| {
            Diagnostic::warn("html-tag", "a tag")
                .at(Place::range(path("a.md"), start..start + 1))
                .hint("remove it")
        };
        let three = [at(0), at(4), at(8)];
        insta::assert_snapshot!(human(&three, &sources, Colour::Plain), @r"
        warning[html-tag]: a tag
          --> a.md:1:1
          |
        1 | one
          | ^
          |
          = hint: remove it
          = 2 more like it in this file: lines 2 and 3
        ");
        let many = [at(0), at(4), at(8), at(14), at(19), at(24), at(28)];
        let drawn = human(&many, &sources, Colour::Plain);
        assert!(drawn.ends_with("6 more like it in this file: lines 2, 3, 4, 5, 6 and 1 more\n\n"));
        assert_eq!(
            human(&many[..2], &sources, Colour::Plain)
                .matches("html-tag")
                .count(),
            2
        );
    }

    #[test]
    fn an_excerpt_fits_into_a_narrow_terminal() {
        let mut sources = SourceMap::default();
        let line = format!("{}wrod{}", "a ".repeat(60), " b".repeat(60));
        sources.insert(path("a.md"), &line);
        let finding = Diagnostic::warn("unknown-word", "`wrod` is in no list of words")
            .at(Place::range(path("a.md"), 120..124));
        let narrow = human(&[finding], &sources, Colour::Ansi { columns: 40 });
        let plain = anstream::adapter::strip_str(&narrow).to_string();
        insta::assert_snapshot!(plain, @r"
            warning[unknown-word]: `wrod` is in no list of words
              --> a.md:1:121
              |
            1 | …a a a a a wrod b b b b b b b b b…
              |            ^^^^
            ");
    }

    #[test]
    fn colour_is_only_there_when_asked_for() {
        let finding = [Diagnostic::warn("a", "b")];
        assert!(
            human(
                &finding,
                &SourceMap::default(),
                Colour::Ansi { columns: 80 }
            )
            .contains('\u{1b}')
        );
        assert!(!human(&finding, &SourceMap::default(), Colour::Plain).contains('\u{1b}'));
    }
}
