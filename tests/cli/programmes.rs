//! Programmes are data: another kind of programme, from the first folder to the package.

use std::path::Path;

use serde_json::Value;

use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

/// Returns so many words, in sentences and paragraphs.
fn words(count: usize) -> String {
    let mut out = String::new();
    for at in 1..=count {
        let word = ["calls", "were", "missed", "because", "nobody", "counted"][at % 6];
        out.push_str(word);
        out.push_str(match at {
            _ if at == count || at % 120 == 0 => ".\n\n",
            _ if at % 12 == 0 => ". Then ",
            _ => " ",
        });
    }
    out
}

fn json(transcript: &str) -> Value {
    let (_, rest) = transcript.split_once("--- stdout\n").unwrap();
    let text = rest.split("\n--- ").next().unwrap();
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{transcript}"))
}

fn begun() -> Sandbox {
    let sandbox = Sandbox::empty();
    let made = sandbox.run([
        "new",
        "mine",
        "--profile",
        "example-programme",
        "--title",
        "Missed calls",
        "--author",
        "A. Student",
        "--due",
        "proposal=2026-12-07",
        "--due",
        "submission=2027-08-02T12:00",
    ]);
    assert!(made.starts_with("exit 0\n"), "{made}");
    sandbox
}

#[test]
fn a_programme_of_another_kind_goes_from_a_new_folder_to_a_package() {
    let mut sandbox = begun();
    let status = json(&sandbox.run(["status", "mine", "--format", "json"]));
    let milestones = status["milestones"].as_array().unwrap();
    let ids: Vec<&str> = milestones
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["proposal", "review", "draft", "submission"]);
    assert_eq!(milestones[0]["due"], "2026-12-07");
    assert_eq!(milestones[3]["due"], "2027-08-02T12:00:00");

    let chapters = [
        ("01-introduction", "Introduction", 2_000),
        ("02-background", "Background", 4_000),
        ("03-study", "The study", 5_000),
        ("04-conclusions", "Conclusions", 1_500),
    ];
    for (file, title, count) in chapters {
        let text = format!("# {title}\n\n{}", words(count));
        sandbox = sandbox.write(&format!("mine/chapters/{file}.md"), text);
    }
    sandbox = sandbox
        .write("mine/front/abstract.md", words(100))
        .write(
            "mine/appendices/a-sheet.md",
            "# The sheet\n\nAsked of all.\n",
        )
        .write("mine/references.bib", "");
    let built = sandbox.run(["build", "mine", "--output", "a.pdf"]);
    assert!(built.starts_with("exit 0\n"), "{built}");
    let text = Pdf::read(std::fs::read(sandbox.path("a.pdf")).unwrap()).text();
    assert!(text.contains("MSc in an Example Subject"), "{text}");

    let counted = json(&sandbox.run(["count", "mine", "--format", "json"]));
    // Every chapter and the summary, which counts here, each with its title.
    let titles = 1 + 1 + 2 + 1 + 1;
    let then = |count: usize| {
        (1..count)
            .filter(|at| at % 12 == 0 && at % 120 != 0)
            .count()
    };
    let filled: usize = [2_000, 4_000, 5_000, 1_500, 100]
        .map(|n| n + then(n))
        .iter()
        .sum();
    assert_eq!(counted["counted"], filled + titles);
    assert_eq!(counted["tolerance"], 1_500);
    assert_eq!(counted["policy"]["name"], "abstract-counts");

    let packaged = sandbox.run(["package", "mine"]);
    assert!(packaged.starts_with("exit 0\n"), "{packaged}");
    let verified = sandbox.run(["verify", "mine/submission/2026-11-22"]);
    assert!(verified.starts_with("exit 0\n"), "{verified}");
}

#[test]
fn an_over_length_falls_into_a_band_and_rules_that_lapsed_say_so() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/profiles");
    let rules = std::fs::read_to_string(folder.join("example-programme.toml")).unwrap();
    let text = format!("# Introduction\n\n{}", words(15_800));
    let said = |last_day: &str| {
        let rules = rules.replace(
            "valid-until = 2027-08-31",
            &format!("valid-until = {last_day}"),
        );
        let sandbox = Sandbox::empty()
            .write(
                "folio.toml",
                "profile = \"ours.toml\"\n[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n",
            )
            .write("ours.toml", rules)
            .write("chapters/01-introduction.md", &text);
        sandbox.run(["count"])
    };
    let lapsed = said("2026-11-21");
    assert!(
        lapsed.contains(" (the band above 10 and up to 20 %)\n"),
        "{lapsed}"
    );
    assert!(
        lapsed.contains("these rules were valid until 21 November 2026"),
        "{lapsed}"
    );
    let holds = said("2026-11-22");
    assert!(!holds.contains("were valid until"), "{holds}");
}

#[test]
fn a_profile_of_ones_own_comes_into_the_new_folder() {
    let rules = "format = 1\ntitle = \"Our rules\"\n[[chapter]]\nid = \"one\"\ntitle = \"One\"\n\
                 [[milestone]]\nid = \"viva\"\ntitle = \"Viva\"\nchapters = [1]\n";
    let sandbox = Sandbox::empty().write("rules/ours.toml", rules);
    let made = sandbox.run([
        "new",
        "mine",
        "--profile",
        "rules/ours.toml",
        "--title",
        "T",
        "--author",
        "A",
        "--due",
        "viva=2027-01-31",
    ]);
    assert!(made.starts_with("exit 0\n"), "{made}");
    let manifest = std::fs::read_to_string(sandbox.path("mine/folio.toml")).unwrap();
    assert!(
        manifest.contains("\nprofile = \"ours.toml\"\n"),
        "{manifest}"
    );
    assert!(manifest.contains("\nviva = 2027-01-31\n"), "{manifest}");
    assert_eq!(
        std::fs::read_to_string(sandbox.path("mine/ours.toml")).unwrap(),
        rules
    );
    let built = sandbox.run(["build", "mine", "--output", "a.pdf"]);
    assert!(built.starts_with("exit 0\n"), "{built}");
}

#[test]
fn what_cannot_be_a_profile_or_a_milestone_is_refused_before_anything_is_written() {
    let sandbox = Sandbox::empty().write("bad.toml", "title = 3\n[[milestone]]\n");
    let said = |extra: [&str; 2]| {
        let [option, value] = extra;
        sandbox.run([
            "new", "mine", "--title", "T", "--author", "A", option, value,
        ])
    };
    for (extra, expected) in [
        (
            ["--profile", "example-program"],
            "did you mean `example-programme`?",
        ),
        (["--profile", "bad.toml"], "bad.toml"),
        (
            ["--due", "tutorial-9=2027-01-01"],
            "there is no milestone `tutorial-9`",
        ),
        (["--due", "2027-01-01"], "such as tutorial-1=2026-12-07"),
        (["--due", "tutorial-1=soon"], "write it as 15 February 2027"),
    ] {
        let said = said(extra);
        assert!(
            said.starts_with("exit 2\n") && said.contains(expected),
            "{said}"
        );
    }
    assert_eq!(sandbox.files(), ["bad.toml"]);
}
