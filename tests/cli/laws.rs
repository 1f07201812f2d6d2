//! What is printed is proved: the laws of the pages, on whole projects.

use crate::output::found;
use crate::sandbox::Sandbox;

/// The samples in both looks.
fn samples() -> Vec<(String, Sandbox)> {
    let mut all = Vec::new();
    for name in ["minimal", "digital-readiness"] {
        for look in ["classic", "accessible"] {
            let sandbox = Sandbox::sample(name).with_look(look);
            all.push((format!("{name}, {look}"), sandbox));
        }
    }
    all
}

const VANISHED: &str = "text-not-printed,code-prints-nothing";

#[test]
fn words_that_a_rule_hides_are_told_at_their_line_and_must_be_printed_in_the_end() {
    let markdown = "# Introduction\n\nOne two.\n\n```{=typst}\n#show \"secret\": none\n```\n\nA *secret* and [more secret]{.mark} words.\n";
    let typst = "= Review\n#show strong: it => hide(it)\nOne *two three* four.\n\n#let todo(it) = none\n#todo[Ask Ann.]\n";
    let sandbox = Sandbox::small()
        .write("chapters/01-introduction.md", markdown)
        .write("chapters/02-review.typ", typst);
    let lines = |level: &str| {
        [
            format!("chapters/01-introduction.md:9:4 {level} text-not-printed"),
            format!("chapters/01-introduction.md:9:22 {level} text-not-printed"),
            format!("chapters/02-review.typ:3:6 {level} text-not-printed"),
            "chapters/02-review.typ:6:7 warn code-prints-nothing".to_owned(),
        ]
    };
    assert_eq!(found(&sandbox, VANISHED, &[]), lines("warn"));
    let submission = found(&sandbox, VANISHED, &["--for", "submission"]);
    let mut sorted = lines("deny");
    sorted.sort();
    let mut submission = submission;
    submission.sort();
    assert_eq!(submission, sorted);
}

#[test]
fn nothing_is_lost_in_the_samples() {
    for (name, sandbox) in samples() {
        assert_eq!(found(&sandbox, VANISHED, &[]), [""; 0], "{name}");
    }
}
