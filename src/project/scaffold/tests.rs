//! What a new project promises, whatever is typed and whatever a profile says.

use std::collections::BTreeMap;

use jiff::civil::date;

use crate::project::manifest::due::Due;
use crate::project::origin::Origin;
use crate::project::profile::rules::{
    Bounds, ChapterRule, MilestoneRule, PartKind, PartRule, Profile, SectionRule,
};
use crate::project::scaffold::answers::{
    Answers, Markup, PLACEHOLDER_AUTHOR, PLACEHOLDER_TITLE, ScaffoldError,
};
use crate::project::scaffold::scaffold;

fn part(id: &str, kind: PartKind, is_optional: bool) -> PartRule {
    PartRule {
        id: id.into(),
        kind,
        heading: Some("A heading".into()),
        is_optional,
        text: None,
        guidance: None,
        is_dropped_when_anonymous: false,
        origin: Origin::assumed(),
    }
}

fn chapter(id: &str, title: &str) -> ChapterRule {
    let section = |title: &str, guidance: Option<&str>| SectionRule {
        title: title.into(),
        synonyms: Vec::new(),
        guidance: guidance.map(str::to_owned),
    };
    ChapterRule {
        id: id.into(),
        title: title.into(),
        sections: vec![
            section("Aim & scope", Some("What you want --> and what */ not.")),
            section("Design", None),
        ],
        words: Bounds {
            minimum: Some(1_200),
            limit: Some(1_500),
        },
        origin: Origin::assumed(),
    }
}

fn milestone(id: &str, title: &str, chapters: &[u32]) -> MilestoneRule {
    MilestoneRule {
        id: id.into(),
        title: title.into(),
        chapters: chapters.to_vec(),
        due: None,
        criteria: Vec::new(),
        origin: Origin::assumed(),
    }
}

fn profile() -> Profile {
    Profile {
        name: "imperial-digital-health".into(),
        title: "MSc Digital Health Leadership".into(),
        front: vec![
            part("title-page", PartKind::TitlePage, false),
            part("abstract", PartKind::Abstract, false),
            PartRule {
                text: Some("All rights.".into()),
                ..part("copyright", PartKind::Declaration, false)
            },
            part("acknowledgements", PartKind::Acknowledgements, true),
            part("contents", PartKind::Contents, false),
        ],
        chapters: vec![
            chapter("introduction", "Introduction: why"),
            chapter("method", "Method"),
        ],
        decisions: None,
        deciders: Vec::new(),
        milestones: vec![
            milestone("tutorial-1", "Tutorial 1", &[1]),
            milestone("submission", "Submission", &[1, 2]),
        ],
        ..Profile::default()
    }
}

fn files(answers: &Answers, markup: Markup) -> BTreeMap<String, String> {
    scaffold(&profile(), answers, markup)
        .unwrap()
        .into_iter()
        .map(|(path, text)| (path.as_str().to_owned(), text))
        .collect()
}

fn manifest(answers: &Answers) -> toml::Table {
    toml::from_str(&files(answers, Markup::Markdown)["folio.toml"]).unwrap()
}

#[test]
fn a_project_has_a_file_for_each_part_that_its_author_writes() {
    let names: Vec<_> = files(&Answers::default(), Markup::Typst)
        .into_keys()
        .collect();
    let expected = [
        ".gitattributes",
        ".gitignore",
        "chapters/01-introduction.typ",
        "chapters/02-method.typ",
        "confidential.txt",
        "folio.toml",
        "front/abstract.md",
        "front/acknowledgements.md",
        "references.bib",
    ];
    assert_eq!(names, expected);
}

#[test]
fn an_answer_comes_back_from_the_manifest_as_it_was_typed() {
    let hostile = "\"\"\" \\ ]\n[words]\nlimit = 1 # '''\u{0}\u{7f} {{ title }} << title >> <% if";
    let answers = Answers {
        title: Some(hostile.into()),
        author: Some(hostile.into()),
        candidate: Some(hostile.into()),
        programme: Some(hostile.into()),
        supervisor: Some(hostile.into()),
        executive_sponsor: Some(hostile.into()),
        organisation: Some(hostile.into()),
        ..Answers::default()
    };
    let manifest = manifest(&answers);
    let dissertation = manifest["dissertation"].as_table().unwrap();
    assert_eq!(dissertation.len(), 7);
    assert!(
        dissertation
            .values()
            .all(|value| value.as_str() == Some(hostile))
    );
    assert!(manifest["words"].as_table().unwrap().is_empty());
}

#[test]
fn without_answers_the_manifest_has_placeholders_and_nothing_that_is_not_needed() {
    let blank = Answers {
        supervisor: Some("  ".into()),
        ..Answers::default()
    };
    let manifest = manifest(&blank);
    let dissertation = manifest["dissertation"].as_table().unwrap();
    assert_eq!(dissertation["title"].as_str(), Some(PLACEHOLDER_TITLE));
    assert_eq!(dissertation["author"].as_str(), Some(PLACEHOLDER_AUTHOR));
    assert_eq!(dissertation.len(), 2);
    assert!(manifest["milestones"].as_table().unwrap().is_empty());
    assert!(manifest["ethics"].as_table().unwrap().is_empty());
}

#[test]
fn every_setting_that_is_switched_off_can_be_switched_on() {
    let text = files(&Answers::default(), Markup::Markdown)["folio.toml"].clone();
    let is_setting = |line: &&str| {
        let name = line
            .strip_prefix("# ")
            .and_then(|line| line.split_once(" = "));
        name.is_some_and(|(name, _)| !name.contains(' '))
    };
    assert!(text.lines().filter(is_setting).count() > 25);
    let mut seen = Vec::new();
    let switched_on: String = text
        .lines()
        .map(|line| {
            let line = if is_setting(&line) && !line.starts_with("# style") {
                seen.push(line);
                &line[2..]
            } else {
                line
            };
            format!("{line}\n")
        })
        .collect();
    let manifest: toml::Table = toml::from_str(&switched_on).unwrap();
    assert_eq!(
        manifest["milestones"]["submission"].to_string(),
        "2027-09-01T16:00"
    );
    assert_eq!(
        manifest["ethics"]["classification"].as_str(),
        Some("service-evaluation")
    );
    assert_eq!(
        manifest["format"]["title-page"]["cid"].as_bool(),
        Some(false)
    );
}

#[test]
fn a_date_that_was_given_is_set() {
    let answers = Answers {
        due: BTreeMap::from([
            ("tutorial-1".into(), Due::Day(date(2026, 12, 7))),
            (
                "submission".into(),
                Due::Moment(date(2027, 9, 1).at(16, 0, 0, 0)),
            ),
        ]),
        ..Answers::default()
    };
    let milestones = &manifest(&answers)["milestones"];
    assert_eq!(milestones["tutorial-1"].to_string(), "2026-12-07");
    assert_eq!(milestones["submission"].to_string(), "2027-09-01T16:00:00");
}

#[test]
fn a_date_without_a_milestone_is_an_error() {
    let answers = Answers {
        due: BTreeMap::from([("tutorial-9".into(), Due::Day(date(2027, 2, 15)))]),
        ..Answers::default()
    };
    let error = scaffold(&profile(), &answers, Markup::Markdown).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no milestone `tutorial-9`: did you mean `tutorial-1`?"
    );
}

#[test]
fn an_id_that_is_no_file_name_is_an_error() {
    for id in ["../escape", "a/b", "", "Upper", "con"] {
        let profile = Profile {
            chapters: vec![chapter(id, "x")],
            ..Profile::default()
        };
        let result = scaffold(&profile, &Answers::default(), Markup::Markdown);
        assert!(matches!(result, Err(ScaffoldError::Name { .. })), "{id}");
    }
}

#[test]
fn nothing_of_a_markdown_file_is_printed_but_headings() {
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};

    let files = files(&Answers::default(), Markup::Markdown);
    let printed = |name: &str| {
        let mut is_html = false;
        let mut printed = String::new();
        for event in Parser::new(&files[name]) {
            match event {
                Event::Start(Tag::HtmlBlock) => is_html = true,
                Event::End(TagEnd::HtmlBlock) => is_html = false,
                Event::Start(Tag::Heading { level, .. }) => printed += &format!("{level}:"),
                Event::End(TagEnd::Heading(_)) => printed.push(';'),
                Event::Html(_) if is_html => {}
                Event::Text(text) => printed += &text,
                event => panic!("{name}: {event:?}"),
            }
        }
        printed
    };
    assert_eq!(
        printed("chapters/01-introduction.md"),
        "h1:Introduction: why;h2:Aim & scope;h2:Design;"
    );
    assert_eq!(printed("front/abstract.md"), "");
    assert_eq!(printed("front/acknowledgements.md"), "");
}

#[test]
fn a_typst_chapter_parses_and_holds_only_headings_and_comments() {
    use typst_syntax::SyntaxKind;

    for (name, text) in files(&Answers::default(), Markup::Typst) {
        if name.ends_with(".typ") {
            let root = typst_syntax::parse(&text);
            assert!(root.errors_and_warnings().0.is_empty(), "{name}");
            let is_known = |kind| {
                matches!(
                    kind,
                    SyntaxKind::Heading
                        | SyntaxKind::LineComment
                        | SyntaxKind::Space
                        | SyntaxKind::Parbreak
                )
            };
            assert!(
                root.children().all(|node| is_known(node.kind())),
                "{name}\n{text}"
            );
            let headings = root
                .children()
                .filter(|node| node.kind() == SyntaxKind::Heading);
            assert_eq!(headings.count(), 3);
        }
    }
}

#[test]
fn a_chapter_says_how_long_it_is_and_how_far_that_is_known() {
    let files = files(&Answers::default(), Markup::Typst);
    let plain = files["chapters/01-introduction.typ"].replace("\n// ", " ");
    assert!(
        plain.contains("Usual length: 1,200 to 1,500 words."),
        "{plain}"
    );
    assert!(plain.contains("not a rule of your programme"), "{plain}");
    assert!(
        plain.contains("It usually belongs to Tutorial 1;"),
        "{plain}"
    );
}

#[test]
fn the_references_are_a_file_of_comments_without_entries() {
    let text = &files(&Answers::default(), Markup::Markdown)["references.bib"];
    let is_comment = |line: &str| line.trim().is_empty() || line.starts_with('%');
    assert!(text.lines().all(is_comment), "{text}");
}

#[test]
fn confidential_names_start_empty_and_are_never_shared() {
    let files = files(&Answers::default(), Markup::Markdown);
    assert_eq!(files["confidential.txt"], "");
    assert!(
        files[".gitignore"]
            .lines()
            .any(|line| line == "confidential.txt")
    );
    assert!(
        files[".gitattributes"]
            .lines()
            .any(|line| line == "milestones/** -text")
    );
}
