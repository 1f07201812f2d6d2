//! Chunks of R Markdown that hold text: `{block, type="rmdnote"}`, `{theorem, name="…"}`.

use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::chunks::Options;
use crate::markdown::document::Block;
use crate::markdown::names::{statement, thing_named};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::reader::EventReader;

/// What is set apart, with its word above it.
const NAMED: [&str; 19] = [
    "theorem",
    "lemma",
    "corollary",
    "proposition",
    "conjecture",
    "definition",
    "example",
    "exercise",
    "hypothesis",
    "proof",
    "remark",
    "solution",
    "rmdnote",
    "rmdtip",
    "rmdwarning",
    "rmdimportant",
    "rmdcaution",
    "rmdcomment",
    "rmdsummary",
];

/// Returns the word of a class that bookdown sets apart: `note` for `rmdnote`.
pub(crate) fn set_apart(class: &str) -> Option<&str> {
    class.strip_prefix("rmd").filter(|_| NAMED.contains(&class))
}

/// Returns what a chunk of text is, from the line with its fence.
pub(crate) fn kind(line: &str) -> Option<&str> {
    let head = line.trim_start_matches('`').trim();
    let body = head.strip_prefix('{')?.strip_suffix('}')?;
    let length = body.find(|c: char| !c.is_ascii_alphanumeric());
    let (kind, rest) = body.split_at(length.unwrap_or(body.len()));
    let is_text = NAMED.contains(&kind) || matches!(kind, "block" | "block2" | "asis");
    (is_text && (rest.is_empty() || rest.starts_with([' ', ',']))).then_some(kind)
}

impl<'a> EventReader<'a, '_> {
    /// Reads the fence of a chunk of text as that of a block.
    pub(crate) fn text_fence(&self, line: BodyRange) -> Block<'a> {
        let text = &self.source[line.clone()];
        let Some(kind) = kind(text) else {
            return Block::DivClose(line);
        };
        let head = text.trim_start_matches('`').trim();
        let options = Options::read(&head[1 + kind.len()..], &[]);
        let given = options.value("type").unwrap_or_else(|| kind.to_owned());
        let is_motto = given == "savequote";
        let place_of = |value: &str| {
            let at = text.find(value).map(|at| line.start + at);
            at.map_or(line.clone(), |at| at..at + value.len())
        };
        let set_apart = Some(given).filter(|kind| NAMED.contains(&kind.as_str()));
        let mut attributes = Attributes {
            place: line.clone(),
            ..Attributes::default()
        };
        if let Some(kind) = set_apart {
            let word = self::set_apart(&kind).unwrap_or(&kind);
            let class = (format!("callout-{word}"), line.clone());
            attributes.classes.push(class);
            let label = options.label();
            if let Some(((_, beginning), label)) = statement(word).zip(label) {
                let label = match thing_named(&label) {
                    Some(_) => label,
                    None => format!("{beginning}:{label}"),
                };
                attributes.id = Some((label, line.clone()));
            }
            if let Some(name) = options.value("name") {
                let at = place_of(&name);
                attributes.pairs.push(("name".to_owned(), name, at));
            }
        }
        if is_motto {
            // What a thesis has above the title of a chapter.
            let class = ("epigraph".to_owned(), line.clone());
            attributes.classes.push(class);
            let author = options.value("quote_author");
            if let Some(author) = author {
                let at = place_of(&author);
                let pair = ("attribution".to_owned(), author, at);
                attributes.pairs.push(pair);
            }
        }
        Block::DivOpen {
            attributes: Box::new(attributes),
            place: line,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::tests::testing::shows;

    #[test]
    fn text_in_a_chunk_is_text() {
        shows(
            "```{block2, type='rmdsummary'}\nSome **bold**\n\n- a\n- b\n```\n\nc",
            "Summary Some bold a b c",
            &[],
        );
        shows("```{block}\n*a*\n```", "a", &[]);
        shows("```{block, type='FOO'}\n*a*\n```\nb", "a b", &[]);
        shows(
            "```{exercise, ex}\n| a |\n|---|\n| *b* |\n```",
            "Exercise 1 a b",
            &[],
        );
        shows(
            "```{theorem, name=\"Of P\"}\n$a$\n\n```r\nx *y*\n```\nb\n```\n*c*",
            "Theorem 1. Of P 𝑎 x *y* b c",
            &[],
        );
        shows(
            "```{proof, name=\"P (*z*)\"}\nb\n```",
            "Proof (P (z)) b",
            &[],
        );
        shows(
            "::: {.proof name=\"of *x*\"}\nb\n:::",
            "Proof (of x) b",
            &[],
        );
        shows("::: {.remark}\n## R\n\nb\n:::", "Remark (R) b", &[]);
        shows(":::rmdnote\nb\n:::", "Note b", &[]);
        shows("::: {.proof}\nb\n:::", "Proof b", &[]);
        shows("- a\n\n  ```{proof}\n  *b*\n  ```\n- c", "a Proof b c", &[]);
        shows(
            "````\n```{proof}\n*b*\n```\n````",
            "```{proof} *b* ```",
            &[],
        );
    }

    #[test]
    fn code_is_no_text() {
        for (markdown, page) in [
            ("```{.block}\n*b*\n```", "*b*"),
            ("```block\n*b*\n```", "*b*"),
            ("```{blocks}\n*b*\n```", "*b*"),
        ] {
            shows(markdown, page, &[]);
        }
        let open = "```{proof}\n*b*";
        shows(open, "*b*", &[("code-not-closed", "```")]);
    }
}
