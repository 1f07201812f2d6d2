//! Code that R Markdown, Quarto and their like run while they build: blocks `{r}` and inline code.
//!
//! Nothing is run here. A block that would be run is left out, one that would only be shown is a
//! listing.

use crate::diagnostics::Level;
use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::bookdown;
use crate::markdown::dialects::inline_code::{engine, runs};
use crate::markdown::document::Inline;
use crate::markdown::inline::scanner::LineScanner;
use crate::markdown::names::thing_named;
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::{CHUNK_NOT_RUN, INLINE_CODE_NOT_RUN};

/// What stands before an option inside a block.
const OPTION_MARKS: [&str; 4] = ["#|", "//|", "--|", "%%|"];

/// Languages of blocks that a note-taking program shows as what they make, never as they stand.
const MADE_BY_OTHERS: [&str; 3] = ["dataview", "dataviewjs", "mermaid"];

/// What becomes of a block of code with braces behind its fence.
pub(crate) enum Chunk<'a> {
    /// It is shown, in this language, without the lines that are options.
    Listing(&'a str),
    /// It would be run.
    LeftOut,
}

impl<'a> EventReader<'a, '_> {
    /// Reads what stands behind the fence of a block of code.
    pub(crate) fn chunk<'i>(
        &mut self,
        info: &'i str,
        lines: &mut Vec<PlacedText<'a>>,
        place: &BodyRange,
    ) -> Option<Chunk<'i>> {
        if let Some(shown) = info.strip_prefix("{{") {
            let language = engine(shown)?;
            return Some(Chunk::Listing(language));
        }
        if MADE_BY_OTHERS.contains(&info) {
            let message =
                format!("this `{info}` block is not run: neither it nor what it makes is printed");
            let hint = match info {
                "mermaid" => {
                    "export the figure and show it with `![Caption](file){#fig:x}`".to_owned()
                }
                _ => "write what it lists, or remove it".to_owned(),
            };
            let end = place.start + first_line(&self.source[place.clone()]);
            self.trouble
                .tell(&CHUNK_NOT_RUN, &(place.start..end), message, &hint);
            return Some(Chunk::LeftOut);
        }
        let body = info.strip_prefix('{')?;
        let language = engine(body)?;
        let options = Options::read(&body[language.len()..], lines);
        let given = lines.extract_if(.., |line| is_option(&line.text));
        self.trouble.left_out.extend(given.map(|line| line.place));
        let is_off = |names: &[&str]| {
            names.iter().any(|name| {
                let value = options.value(name);
                value.is_some_and(|value| matches!(value.as_str(), "FALSE" | "F" | "false"))
            })
        };
        if is_off(&["eval"]) {
            return match is_off(&["echo", "include"]) {
                true => Some(Chunk::LeftOut),
                false => Some(Chunk::Listing(language)),
            };
        }
        let texts = lines.iter().map(|line| line.text.as_ref());
        for text in texts.chain([options.head.as_str()]) {
            self.asked
                .extend(bookdown::names_in(text).map(str::to_owned));
        }
        let end = place.start + first_line(&self.source[place.clone()]);
        self.unmade.extend(options.names());
        let message = match options.made() {
            Some(made) => format!(
                "this `{{{language}}}` block is not run, so {made} that it makes is missing"
            ),
            None => format!(
                "this `{{{language}}}` block is not run: neither it nor what it makes is printed"
            ),
        };
        let hint = options.advice(lines, self.source);
        self.trouble
            .tell(&CHUNK_NOT_RUN, &(place.start..end), message, &hint);
        Some(Chunk::LeftOut)
    }
}

impl<'a> EventReader<'a, '_> {
    /// Leaves out a paragraph that is nothing but code for another format, which prints LaTeX or
    /// opens the appendices.
    pub(crate) fn is_switch(&mut self, raw: &[Inline<'a>]) -> bool {
        let [Inline::Code { piece, place, .. }] = raw else {
            return false;
        };
        let code = runs(&piece.text, self.has_chunks).filter(|code| code.starts_with("if"));
        let asks = ["latex", "html", "appendi", "word", "pandoc"];
        let is_it = code.is_some_and(|code| {
            let code = code.to_ascii_lowercase();
            asks.iter().any(|format| code.contains(format))
        });
        if is_it {
            let message = "this line is for other formats, and prints nothing here".to_owned();
            let hint = "remove it; put each appendix in a file of its own in `appendices/`";
            self.trouble
                .judged(Level::Warn, &INLINE_CODE_NOT_RUN, place, message, hint);
        }
        is_it
    }
}

impl LineScanner<'_, '_, '_> {
    /// Code in a line that would be run: its source is shown, and does not count.
    pub(crate) fn inline_code(&mut self, text: &str, place: &BodyRange) -> bool {
        let Some(code) = runs(text, self.reader.has_chunks) else {
            return false;
        };
        let message = format!(
            "`{}` is not run, so its result is missing here",
            text.trim()
        );
        let hint = "write the result itself";
        self.reader
            .trouble
            .tell(&INLINE_CODE_NOT_RUN, place, message, hint);
        let language = text.trim_start_matches('{');
        let language =
            &language[..language.len() - language.trim_start_matches(char::is_alphabetic).len()];
        let shown = format!("‹{language} {code}›");
        self.push(Inline::Span {
            attributes: Box::new(Attributes {
                classes: vec![("no-count".to_owned(), place.clone())],
                ..Attributes::default()
            }),
            children: vec![Inline::Text(PlacedText::literal(
                shown,
                place.clone(),
                false,
            ))],
            place: place.clone(),
        });
        true
    }
}

/// Returns how long the first line is.
fn first_line(text: &str) -> usize {
    text.lines().next().map_or(0, str::len)
}

fn is_option(line: &str) -> bool {
    let line = line.trim_start();
    OPTION_MARKS.iter().any(|mark| line.starts_with(mark))
}

/// The options of a chunk, behind its fence and in its first lines.
pub(crate) struct Options {
    head: String,
    /// What stands behind the language without a name before it.
    label: Option<String>,
    lines: Vec<(String, String)>,
}

impl Options {
    pub(crate) fn read(head: &str, lines: &[PlacedText]) -> Self {
        let options = lines.iter().filter(|line| is_option(&line.text));
        let pairs = options.filter_map(|line| {
            let text = line.text.trim_start();
            let text = text.split_once('|')?.1;
            let (key, value) = text.split_once(':')?;
            let value = value.trim().trim_matches(['"', '\'']);
            Some((key.trim().to_owned(), value.to_owned()))
        });
        let lines: Vec<(String, String)> = pairs.collect();
        let all: Vec<&str> = lines.iter().map(|(_, value)| value.as_str()).collect();
        let head = head.trim_end_matches('}');
        let label = head
            .split([',', ' '])
            .find(|word| !word.is_empty())
            .filter(|word| !word.contains('=') && !head.trim_start().starts_with("="));
        Self {
            label: label.map(str::to_owned),
            head: format!("{head} {}", all.join(" ")),
            lines,
        }
    }

    /// Returns the value of an option in either way of writing it: `fig.cap` and `fig-cap`.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let dotted = name.replace('-', ".");
        let found = self
            .lines
            .iter()
            .find(|(key, _)| key == name || *key == dotted);
        if let Some((_, value)) = found {
            return Some(value.clone());
        }
        let mut starts = self
            .head
            .match_indices(&dotted)
            .filter(|(at, _)| self.head[..*at].ends_with([' ', ',']) || *at == 0);
        starts.find_map(|(at, _)| {
            let rest = self.head[at + dotted.len()..].trim_start();
            let value = rest.strip_prefix('=')?.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let value = match quote {
                Some(quote) => value[1..].split(quote).next(),
                None => value.split([',', ' ', '}']).next(),
            };
            value.map(str::to_owned)
        })
    }

    pub(crate) fn label(&self) -> Option<String> {
        self.value("label").or_else(|| self.label.clone())
    }

    /// Returns the names by which the text may ask for what the chunk makes.
    fn names(&self) -> Vec<String> {
        let Some(label) = self.label() else {
            return Vec::new();
        };
        // Quarto's `fig-x` is its own name; to bookdown it is that of a chunk.
        let own = thing_named(&label).map(|_| label.clone());
        let made = ["fig", "tab"].map(|kind| format!("{kind}:{label}"));
        own.into_iter().chain(made).collect()
    }

    /// Returns what the chunk makes, with its name, as far as it says so.
    fn made(&self) -> Option<String> {
        let label = self.label()?;
        let is_thing = |thing| thing_named(&label) == Some(thing);
        if is_thing("figure") || is_thing("table") {
            return Some(format!("the {} `{label}`", thing_named(&label)?));
        }
        self.value("fig-cap")?;
        Some(format!("the figure `fig:{label}`"))
    }

    /// Returns what to write in place of the chunk, with the label that the chapter asks for.
    fn advice(&self, lines: &[PlacedText], chapter: &str) -> String {
        let shown = lines.iter().find_map(|line| {
            let call = line.text.split_once("include_graphics(")?.1;
            let quote = call.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            call[1..].split(quote).next()
        });
        let caption = self.value("fig-cap");
        let name = self.label().unwrap_or_else(|| "x".to_owned());
        let label = match thing_named(&name) {
            Some(_) if !chapter.contains(&format!("fig:{name}")) => name.clone(),
            Some(_) | None => format!("fig:{name}"),
        };
        let name = name.trim_start_matches("fig-");
        let words = caption.as_deref().unwrap_or("Caption");
        match (shown, caption.is_some()) {
            (Some(file), _) => format!("write `![{words}]({file}){{#{label}}}`"),
            (None, true) => format!(
                "export the figure and show it with `![{words}]({name}.png){{#{label}}}`"
            ),
            (None, false) => "export the figure and show it with `![Caption](file){#fig:x}`, write a table as a table; remove what only prepares them".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_in_both_ways() {
        let lines = ["#| label: fig-a", "#| fig-cap: \"A: b\"", "x"];
        let lines = lines.map(|line| PlacedText::literal(line, 0..0, false));
        let options = Options::read("", &lines);
        assert_eq!(options.value("fig-cap").as_deref(), Some("A: b"));
        assert_eq!(
            options.advice(&lines, "as @fig-a shows"),
            "export the figure and show it with `![A: b](a.png){#fig-a}`"
        );
        assert_eq!(
            options.advice(&lines, "as \\@ref(fig:fig-a) shows"),
            "export the figure and show it with `![A: b](a.png){#fig:fig-a}`"
        );
        let options = Options::read(" plot1, echo=FALSE, fig.cap='A, b', eval = F}", &[]);
        assert_eq!(options.label().as_deref(), Some("plot1"));
        assert_eq!(options.value("fig-cap").as_deref(), Some("A, b"));
        assert_eq!(options.value("eval").as_deref(), Some("F"));
        let call = [PlacedText::literal(
            "knitr::include_graphics('a.png')",
            0..0,
            false,
        )];
        assert_eq!(
            options.advice(&call, ""),
            "write `![A, b](a.png){#fig:plot1}`"
        );
    }
}
