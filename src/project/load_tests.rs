//! What reading a project promises, whatever stands in its manifest.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::diagnostics::{Diagnostic, SourceMap};
use crate::project::{
    Due, Project, ProjectError, Status, StyleChoice, Tolerance, load, manifest_keys,
};

/// A project on disk: `chapters/01-introduction.md`, `references.bib` and a manifest.
pub(crate) struct Sandbox(tempfile::TempDir);

impl Sandbox {
    pub(crate) fn new(manifest: &str) -> Self {
        let sandbox = Self(tempfile::tempdir().unwrap());
        sandbox
            .write("folio.toml", manifest)
            .write("chapters/01-introduction.md", "# Introduction\n")
            .write("references.bib", "")
    }

    pub(crate) fn write(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn remove(self, path: &str) -> Self {
        fs::remove_file(self.0.path().join(path)).unwrap();
        self
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    #[track_caller]
    pub(crate) fn load(&self) -> Project {
        match load(self.root(), None) {
            Ok(project) => project,
            Err(ProjectError::Invalid { findings, sources }) => {
                panic!("{}", show(&findings, &sources).join("\n"))
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Returns what must be fixed, or, if nothing must, what is worth fixing.
    pub(crate) fn findings(&self) -> Vec<String> {
        match load(self.root(), None) {
            Ok(project) => show(&project.findings, &project.sources),
            Err(ProjectError::Invalid { findings, sources }) => show(&findings, &sources),
            Err(error) => panic!("{error}"),
        }
    }
}

/// Writes each finding as `line:column code: message (hint)`.
pub(crate) fn show(findings: &[Diagnostic], sources: &SourceMap) -> Vec<String> {
    let line =
        |finding: &Diagnostic| {
            let place = finding.place.as_ref().map_or(String::new(), |place| {
                match sources.position(place) {
                    Some((line, column)) => format!("{line}:{column} "),
                    None => format!("{} ", place.path),
                }
            });
            let hints = finding.hints.join("; ");
            format!("{place}{}: {} ({hints})", finding.code, finding.message)
        };
    findings
        .iter()
        .filter(|finding| finding.code != "missing-part")
        .map(line)
        .collect()
}

/// The smallest manifest, and something behind it.
pub(crate) fn with(more: &str) -> String {
    format!("[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n{more}")
}

#[test]
fn a_sample_loads_without_a_finding() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let project = load(&samples.join("digital-readiness"), None).unwrap();
    assert_eq!(project.findings, []);
    assert_eq!(project.outline.chapters.len(), 7);
    let project = load(&samples.join("minimal"), None).unwrap();
    assert_eq!(project.outline.chapters.len(), 3);
}

#[test]
fn the_smallest_manifest_takes_everything_else_from_the_profile() {
    let project = Sandbox::new(&with("")).load();
    let manifest = &project.manifest;
    assert_eq!(
        manifest.dissertation.programme.as_deref(),
        Some("MSc Digital Health Leadership")
    );
    let limit = manifest.words.limit.as_ref().unwrap();
    assert_eq!(
        (limit.value, limit.origin.status),
        (10_000, Status::Published)
    );
    assert_eq!(manifest.words.policy.value, "main-text");
    assert!(!manifest.words.policy.is_binding());
    assert_eq!(manifest.words.confirmed, None);
    assert_eq!(manifest.bibliography.files.len(), 1);
    assert_eq!(manifest.milestones.len(), 7);
    assert_eq!(manifest.milestones[0].chapters, ["introduction"]);
    assert_eq!(manifest.milestones[1].chapters, [] as [&str; 0]);
    assert_eq!(manifest.milestones[1].missing, ["Literature review"]);
}

#[test]
fn every_mistake_is_reported_in_one_run() {
    let manifest = r#"profile = "imperial-digital-helth"
[dissertation]
tittle = "T"
author = " "
cid = "a.student@example.org"
supervisor = 7
[words]
limit = 0
policy = "main-txt"
convention = "word"
tolerance = "a lot"
limits = { abstrat = 300 }
[policies.main-text]
base = "prose-only"
[policies.mine]
base = "prose-ony"
exclude = ["footnotes"]
caps = { footnot = 10 }
[milestones]
tutorial-1 = 2027-02-30
tutorial-2 = "30 February"
tutorial-9 = 2027-02-01
tutorial-3 = 2027-04-12
submission = 2027-01-01
[[milestone]]
id = "tutorial-1"
chapters = ["introductoin"]
[bibliography]
files = ["reference.bib", "../x.bib"]
style = "harvard-cite-them-rite"
[ethics]
classification = "service evaluation"
approval-needed = "yes"
[check.levels]
word-limit-exceeded = "error"
[outline]
hide = ["list-of-table"]
[format]
spacing = 15
accent = "blue"
[wrods]
"#;
    insta::assert_snapshot!(Sandbox::new(manifest).findings().join("\n"), @r##"
1:11 unknown-name: there is no profile `imperial-digital-helth` (did you mean `imperial-digital-health`?; a profile of your own is named by its file, such as `rules.toml`)
2:1 missing-key: `[dissertation]` has no `title` (add `title = "…"`)
3:1 unknown-key: `[dissertation]` has no key `tittle` (did you mean `title`?)
4:10 empty-value: `dissertation.author` is empty (write the author between the quotation marks)
6:14 wrong-type: `dissertation.supervisor` is the number 7 (expected text in quotation marks)
8:9 limit-not-positive: `words.limit` is the number 0 (expected a whole number of at least 1)
9:10 unknown-name: there is no counting policy `main-txt` (did you mean `main-text`?)
10:14 unknown-name: `words.convention` cannot be `word` (expected `folio`, `libreoffice`, `texcount`, `unicode`, or `whitespace`)
11:13 wrong-type: `words.tolerance` is the text "a lot" (expected a number of words such as 500, or a share such as "10 %")
12:12 unknown-name: there is no chapter or part `abstrat` to limit (did you mean `abstract`?)
13:11 duplicate-name: the policy `main-text` is built in and cannot be changed (give it a name of its own, with `base = "main-text"`)
16:8 unknown-name: there is no counting policy `prose-ony` (did you mean `prose-only`?)
17:12 unknown-name: `policies.mine.exclude` cannot be `footnotes` (did you mean `footnote`?)
18:10 unknown-name: `policies.mine.caps` cannot have `footnot` (did you mean `footnote`?)
20:14 impossible-date: `2027-02-30` is not a day of the calendar (expected a day between 01 and 28)
21:14 impossible-date: `milestones.tutorial-2`: `30 February` is not a date (expected a day such as 2027-02-15, or a time such as 2027-02-15T16:00)
22:1 unknown-name: there is no milestone `tutorial-9` (did you mean `tutorial-1`?; a milestone of your own is a table `[[milestone]]` with an `id`)
29:27 path-outside-project: the bibliography file `../x.bib` lies outside the project (copy the file into the project, and write its path from the project's folder)
30:9 unknown-name: there is no citation style `harvard-cite-them-rite` (did you mean `harvard-cite-them-right`?; a style of your own is a CSL file in the project, such as `style.csl`)
32:18 unknown-name: `ethics.classification` cannot be `service evaluation` (did you mean `service-evaluation`?)
33:19 wrong-type: `ethics.approval-needed` is the text "yes" (expected `true` or `false`)
35:23 unknown-name: `check.levels.word-limit-exceeded` cannot be `error` (expected `deny`, `warn`, or `off`)
37:9 unknown-name: there is no part `list-of-table` (did you mean `list-of-tables`?)
39:11 wrong-type: `format.spacing` is the number 15 (expected a number from 1 to 3)
40:10 wrong-type: `format.accent` is the text "blue" (expected a colour such as "#1f4e79")
41:2 unknown-key: there is no key `wrods` (did you mean `words`?)
5:7 odd-identifier: `cid` is an e-mail address (write your college number, or leave the line out)
24:14 milestones-out-of-order: `submission` is due on 1 January 2027, before `tutorial-3` on 12 April 2027 (see whether one of the two dates is mistyped)
27:13 unknown-name: there is no chapter `introductoin` (did you mean `introduction`?)
29:10 references-missing: the bibliography file `reference.bib` does not exist (did you mean `references.bib`?)
"##);
}

#[test]
fn a_text_that_is_no_toml_says_what_to_write() {
    #[track_caller]
    fn case(line: &str, expected: &str) {
        let findings = Sandbox::new(&with(line)).findings();
        assert_eq!(findings, [expected], "{line}");
    }

    case(
        "subtitle = My subtitle",
        "4:12 manifest-syntax: `My subtitle` stands without quotation marks (write \"My subtitle\")",
    );
    case(
        "subtitle = “Mine”",
        "4:12 manifest-syntax: curly quotation marks do not mark text here (use straight quotation marks: \"…\")",
    );
    case(
        "[words]\nlimit = 10,000",
        "5:11 manifest-syntax: a number is written with a comma (leave the comma out: `10000`, or `10_000`)",
    );
    case(
        "title = \"Again\"",
        "4:1 duplicate-key: `title` is set twice (keep one of the two)",
    );
    case(
        "subtitle: \"Mine\"",
        "4:9 manifest-syntax: a key and its value are joined by `=` (write `key = \"value\"`)",
    );
}

#[test]
fn what_stands_behind_a_syntax_error_is_judged_too() {
    let sandbox = Sandbox::new("[dissertation]\ntitle = My title\n[words]\nlimit = -1\n");
    assert_eq!(
        sandbox.findings(),
        [
            "1:1 missing-key: `[dissertation]` has no `author` (add `author = \"…\"`)",
            "2:9 manifest-syntax: `My title` stands without quotation marks (write \"My title\")",
            "4:9 limit-not-positive: `words.limit` is the number -1 (expected a whole number of at least 1)",
        ]
    );
}

#[test]
fn a_line_end_of_windows_moves_no_place() {
    let findings = Sandbox::new(&with("cidd = \"1\"\n").replace('\n', "\r\n")).findings();
    assert_eq!(
        findings,
        ["4:1 unknown-key: `[dissertation]` has no key `cidd` (did you mean `cid`?)"]
    );
}

#[test]
fn dates_are_dates_of_toml_or_texts() {
    let project = Sandbox::new(&with(
        "[milestones]\ntutorial-1 = 2026-12-07\ntutorial-2 = \"2027-02-15\"\n\
         tutorial-3 = 2027-04-12 09:30:00\nsubmission = \"2027-09-01T16:00\"\n",
    ))
    .load();
    let due: Vec<String> = project
        .manifest
        .milestones
        .iter()
        .filter_map(|milestone| milestone.due)
        .map(|due| match due {
            Due::Day(day) => day.to_string(),
            Due::Moment(moment) => moment.to_string(),
        })
        .collect();
    assert_eq!(
        due,
        [
            "2026-12-07",
            "2027-02-15",
            "2027-04-12T09:30:00",
            "2027-09-01T16:00:00"
        ]
    );
}

#[test]
fn a_milestone_of_ones_own_comes_behind_the_profiles() {
    let project = Sandbox::new(&with(
        "[[milestone]]\nid = \"mock\"\ntitle = \"Mock viva\"\nchapters = [\"introduction\"]\n\
         criteria = [{ id = \"chapter-words\", at-least = 1200 }]\n[milestones]\nmock = 2027-08-01\n",
    ))
    .load();
    let mock = project.manifest.milestones.last().unwrap();
    assert_eq!(
        (mock.id.as_str(), mock.title.as_str()),
        ("mock", "Mock viva")
    );
    assert_eq!(mock.criteria[0].at_least, Some(1200));
    assert!(mock.due.is_some());
}

#[test]
fn a_style_is_a_name_or_a_file() {
    let project = Sandbox::new(&with("[bibliography]\nstyle = \"vancouver\"\n")).load();
    assert_eq!(
        project.manifest.bibliography.style,
        StyleChoice::Named("nlm-citation-sequence".into())
    );
    let project = Sandbox::new(&with("[bibliography]\nstyle = \"my.csl\"\n"))
        .write("my.csl", "")
        .load();
    assert!(matches!(
        project.manifest.bibliography.style,
        StyleChoice::File(_)
    ));
}

#[test]
fn a_tolerance_is_words_or_a_share() {
    let tolerance = |text: &str| {
        let project = Sandbox::new(&with(&format!("[words]\ntolerance = {text}\n"))).load();
        project.manifest.words.tolerance.value
    };
    assert_eq!(tolerance("500"), Tolerance::Words(500));
    assert_eq!(tolerance("\"10 %\""), Tolerance::Percent(10));
    assert_eq!(Tolerance::Percent(10).of(10_005), 1_000);
}

#[test]
fn a_folder_without_a_manifest_says_so() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(
        load(folder.path(), None),
        Err(ProjectError::Missing { .. })
    ));
    assert!(matches!(
        load(&folder.path().join("nowhere"), None),
        Err(ProjectError::Missing { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_text_stops_the_reading(text in "(\\PC|\n|[\\[\\]=\"'#.,{}a-z0-9-]){0,200}") {
        let _ = load(Sandbox::new(&text).root(), None);
    }

    #[test]
    fn no_value_of_a_known_key_stops_the_reading(
        at in 0..manifest_keys().len(),
        value in prop::sample::select(vec![
            "1", "-1", "99999999999999999999", "0xFF", "1.5", "nan", "inf", "true", "\"\"", "\"x\"", "\"é%\"",
            "\"10 %\"", "\"2027-02-29\"", "\"2027-é\"", "2027-01-01", "2027-01-01T00:00:00Z", "07:32:00", "[]", "[1]",
            "[\"x\"]", "[{}]", "{}", "{ x = 1 }", "\"../x\"", "\"/\"", "\"#é1234\"", "''",
        ]),
    ) {
        let path = manifest_keys()[at].replace("[]", "").replace("NAME", "n");
        let _ = load(Sandbox::new(&format!("{path} = {value}\n")).root(), None);
    }
}
