//! Rules by example: small projects that show one, and others that look like it and must not.
//!
//! The examples are files under `tests/data/rules`, one a code; the README there says how they are
//! written. What the program finds of this code must be exactly what the example says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use folio::check::rules;
use regex::Regex;
use serde_json::Value;

use crate::sandbox::Sandbox;

/// The folders of examples; each is a test, so that they run side by side.
macro_rules! families {
    ($($name:ident)*) => {
        const FAMILIES: &[&str] = &[$(stringify!($name)),*];

        $(#[test]
        fn $name() {
            holds(stringify!($name));
        })*
    };
}

families! { structure prose figures }

/// One project, and where the rule finds something in it.
#[derive(Default)]
struct Example {
    title: String,
    options: Vec<String>,
    files: Vec<(String, Vec<u8>)>,
    commands: Vec<Vec<String>>,
    expected: Vec<String>,
}

/// What is said of one code.
struct Examples {
    code: String,
    shown: Vec<Example>,
    silent: Vec<Example>,
    /// Why no project can show it, where none can.
    beyond: Option<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rules")
}

/// Takes a file of examples apart.
fn read(path: &Path) -> Examples {
    let text = fs::read_to_string(path).unwrap();
    let mut examples = Examples {
        code: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        shown: Vec::new(),
        silent: Vec::new(),
        beyond: None,
    };
    let mut current: Option<(bool, Example)> = None;
    let mut form = String::new();
    for line in text.lines().chain(["%% end"]) {
        let Some((mark, rest)) = marked(line) else {
            if let Some((_, example)) = &mut current
                && let Some((_, bytes)) = example.files.last_mut()
            {
                add(
                    bytes,
                    line.strip_prefix('\\')
                        .filter(|rest| marked(rest).is_some())
                        .unwrap_or(line),
                    &form,
                );
            }
            continue;
        };
        let words = || {
            rest.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        match (mark, &mut current) {
            ("%% ", _) => {
                if let Some((is_shown, example)) = current.take() {
                    let list = if is_shown {
                        &mut examples.shown
                    } else {
                        &mut examples.silent
                    };
                    list.push(example);
                }
                let (kind, title) = rest.split_once(": ").unwrap_or((rest, ""));
                let example = Example {
                    title: title.to_owned(),
                    ..Example::default()
                };
                match kind {
                    "shows" => current = Some((true, example)),
                    "silent" => current = Some((false, example)),
                    "beyond a project" => examples.beyond = Some(title.to_owned()),
                    "end" => {}
                    other => panic!("{}: what is `{other}`?", path.display()),
                }
            }
            (_, None) => panic!(
                "{}: `{line}` stands before the first example",
                path.display()
            ),
            ("%file ", Some((_, example))) => {
                let (name, given) = rest.split_once(" (").unwrap_or((rest, ")"));
                form = given.trim_end_matches(')').to_owned();
                let start = if form.contains("bom") { "\u{feff}" } else { "" };
                example.files.push((name.to_owned(), start.into()));
            }
            ("%finds ", Some((_, example))) => example.expected.push(rest.to_owned()),
            ("%run ", Some((_, example))) => example.commands.push(words()),
            (_, Some((_, example))) => example.options.extend(words()),
        }
    }
    examples
}

/// Returns the mark that a line begins with, and the rest of it.
fn marked(line: &str) -> Option<(&'static str, &str)> {
    let marks = ["%% ", "%file ", "%finds ", "%run ", "%options "];
    marks
        .into_iter()
        .find_map(|mark| Some((mark, line.strip_prefix(mark)?)))
}

fn add(bytes: &mut Vec<u8>, line: &str, form: &str) {
    if form.contains("hex") {
        let digits: Vec<char> = line.chars().filter(char::is_ascii_hexdigit).collect();
        let pairs = digits.chunks(2).map(String::from_iter);
        bytes.extend(pairs.map(|pair| u8::from_str_radix(&pair, 16).unwrap()));
        return;
    }
    bytes.extend(line.as_bytes());
    bytes.extend(if form.contains("crlf") { "\r\n" } else { "\n" }.as_bytes());
}

/// Returns where the program finds something of this code, as `path:line:column`.
fn found(code: &str, example: &Example) -> Vec<String> {
    let has_chapter = |(path, _): &(String, _)| path.starts_with("chapters/");
    let mut sandbox = match example.files.iter().any(has_chapter) {
        true => Sandbox::without_chapters(),
        false => Sandbox::small(),
    };
    for (path, bytes) in &example.files {
        sandbox = sandbox.write(path, bytes);
    }
    for command in &example.commands {
        let done = sandbox.command([]).args(command).output().unwrap();
        assert!(
            done.status.success(),
            "{command:?}: {}",
            sandbox.transcript(&done)
        );
    }
    let given = |option: &str| example.options.iter().any(|it| it == option);
    let mut command = sandbox.command(["check", "--format", "json"]);
    command.args(&example.options);
    if !given("--for") {
        command.args(["--for", "submission"]);
    }
    let done = command.output().unwrap();
    let mut places = match serde_json::from_slice::<Value>(&done.stdout) {
        Ok(report) => in_report(code, &report),
        Err(_) => in_errors(code, &String::from_utf8_lossy(&done.stderr)),
    };
    assert!(
        done.status.code().is_some_and(|status| status < 2)
            || !places.is_empty()
            || example.expected.is_empty(),
        "{}",
        sandbox.transcript(&done)
    );
    places.sort();
    places
}

fn in_report(code: &str, report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap();
    let place = |finding: &Value| {
        let Some(path) = finding["path"].as_str() else {
            return "-".to_owned();
        };
        match (finding["line"].as_u64(), finding["column"].as_u64()) {
            (Some(line), Some(column)) => format!("{path}:{line}:{column}"),
            _ => path.to_owned(),
        }
    };
    let of_this = findings.iter().filter(|finding| finding["code"] == code);
    of_this.map(place).collect()
}

/// The same for what stops the program before there is a report.
fn in_errors(code: &str, said: &str) -> Vec<String> {
    let head = Regex::new(r"^(?:error|warning)\[([a-z0-9-]+)\]").unwrap();
    let mut is_this = false;
    let mut places = Vec::new();
    for line in said.lines() {
        if let Some(found) = head.captures(line) {
            is_this = &found[1] == code;
            if is_this {
                places.push("-".to_owned());
            }
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && is_this
            && let Some(last) = places.last_mut()
        {
            *last = place.to_owned();
            is_this = false;
        }
    }
    places
}

/// Holds the program to the examples of a family.
fn holds(family: &str) {
    let mut wrong = Vec::new();
    let mut files: Vec<PathBuf> = fs::read_dir(folder().join(family))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    for path in files {
        let Examples {
            code,
            shown,
            silent,
            beyond: _,
        } = read(&path);
        for example in shown.iter().chain(&silent) {
            let mut expected = example.expected.clone();
            expected.sort();
            let found = found(&code, example);
            if found != expected {
                wrong.push(format!(
                    "{code}, {}: {found:?}, not {expected:?}",
                    example.title
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_example_shows_a_rule_and_has_one_that_must_not() {
    let mut examples = Vec::new();
    for family in fs::read_dir(folder()).unwrap() {
        let family = family.unwrap().path();
        if family.is_dir() {
            let name = family.file_name().unwrap().to_str().unwrap();
            assert!(FAMILIES.contains(&name), "nothing runs {name}");
            for file in fs::read_dir(family).unwrap() {
                examples.push(read(&file.unwrap().path()));
            }
        }
    }
    for Examples {
        code,
        shown,
        silent,
        beyond,
    } in &examples
    {
        let says_where = shown.iter().all(|example| !example.expected.is_empty());
        assert!(says_where, "{code}: where is it found?");
        let says_nothing = silent.iter().all(|example| example.expected.is_empty());
        assert!(says_nothing, "{code}: it must not be found here");
        let has_both = !shown.is_empty() && !silent.is_empty();
        assert!(has_both || beyond.is_some(), "{code}: one of each, please");
    }
    let known: BTreeSet<&str> = rules().iter().map(|rule| rule.code).collect();
    let told: BTreeSet<&str> = examples.iter().map(|it| it.code.as_str()).collect();
    let unknown: Vec<_> = told.difference(&known).collect();
    assert!(unknown.is_empty(), "these are no rules: {unknown:?}");
}
