//! Notes to oneself: words in capitals, `[citation needed]`, filler text.

use std::sync::LazyLock;

use regex::Regex;

use crate::check::context::SourceContext;
use crate::check::prose::rules::LEFTOVER_NOTE;
use crate::check::sink::Sink;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::inline;
use crate::manuscript::PassageKind;

/// What people write where something is still to come.
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        \b(?: TODO | TBC | TBD | FIXME | X{3,} )\b
        | (?i: \blorem\ ipsum\b )
        | (?i: \[ \s* (?: citations? | references? | refs? | source | sources | page | quote )
               (?: \s+ (?: needed | missing | required | here | to\ come ) )? \s* \??\s* \] )
        | (?i: \[ \s* (?: insert | add | check | expand | rewrite | write | to\ do | to\ be )
               \s [^\]\n]{1,80} \] )
        | \?{3,}
        ",
    )
    .expect("the pattern is a constant that a test compiles")
});

/// Finds what was left in the text by mistake.
pub(super) fn leftover_note(context: &SourceContext<'_>, sink: &mut Sink) {
    for passage in context.manuscript.passages() {
        for found in NOTE.find_iter(&passage.text) {
            let is_masked_name =
                found.as_str().starts_with("XXX") && passage.kind == PassageKind::Quotation;
            if is_masked_name {
                continue;
            }
            let message = format!("`{}` is left in the text", inline(found.as_str(), 40));
            sink.push(
                Diagnostic::of(&LEFTOVER_NOTE, message)
                    .at(passage.place(found.range()))
                    .hint("write what is missing, or take the note out")
                    .hint("a note that is not printed: `<!-- … -->` in Markdown, `// …` in Typst"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::prose::SEARCHES;
    use crate::check::testing::found;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let file = ("chapters/01-a.md", text);
        let found = found(SEARCHES, &[file]);
        let notes: Vec<String> = found
            .iter()
            .filter(|line| line.contains(" leftover-note "))
            .map(|line| {
                line.replace("chapters/01-a.md:", "")
                    .replace(" leftover-note", "")
            })
            .collect();
        assert_eq!(notes, expected);
    }

    #[test]
    fn notes_to_oneself_are_found_where_they_stand() {
        case("# A TODO\n", &["1:5 `TODO` is left in the text"]);
        case(
            "\u{feff}# A\r\n\r\nÉté TBC, so *it\r\nis* XXX.\r\n",
            &[
                "3:5 `TBC` is left in the text",
                "4:5 `XXX` is left in the text",
            ],
        );
        case(
            "# A\n\nAs shown [citation needed] or [ref], [insert the table].\n\n| a |\n|---|\n| ??? |\n",
            &[
                "3:10 `[citation needed]` is left in the text",
                "3:31 `[ref]` is left in the text",
                "3:38 `[insert the table]` is left in the text",
                "7:3 `???` is left in the text",
            ],
        );
        case(
            "# A\n\nLorem ipsum dolor.\n",
            &["3:1 `Lorem ipsum` is left in the text"],
        );
    }

    #[test]
    fn text_that_only_looks_like_a_note_is_none() {
        case(
            "# A\n\nA todo list in Mixxx; TBCs, XXXIV and `TODO` in code. What?? [Check] \\
             <!-- TODO: more --> The [reference manual](https://example.org) says so.\n\n\
             > We went to XXX hospital.\n",
            &[],
        );
    }

    #[test]
    fn a_chapter_in_typst_is_read_too() {
        let file = (
            "chapters/01-a.typ",
            "= A\n\n// TODO\n\tFor _TBC_ see `XXX`.\n",
        );
        let found = found(SEARCHES, &[file]);
        assert_eq!(
            found,
            ["chapters/01-a.typ:4:7 leftover-note `TBC` is left in the text"]
        );
    }
}
