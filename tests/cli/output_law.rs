//! The law of what leaves: no output of any command on a hostile project has a control character
//! beyond line feed and tab, or a name of `confidential.txt`, however it is spelt.

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::docx::{Docx, added, marked, run};
use crate::sandbox::Sandbox;

/// How people, editors and addresses write the name `Zanthe Orbison`.
const SPELT: [&str; 16] = [
    "Zanthe Orbison",
    "ZANTHE  ORBISON",
    "\u{1d22}\u{1d00}\u{274}\u{1d1b}\u{29c}\u{1d07} \u{1d0f}\u{280}\u{299}\u{26a}\u{a731}\u{1d0f}\u{274}",
    "Orbison, Zanthe",
    "Z. Orbison",
    "Orbison, Z.",
    "Zanthe%20Orbison",
    "Z a n t h e  O r b i s o n",
    "Zan\u{ad}the Orb\u{200b}ison",
    "Z\u{430}nthe Orbis\u{43e}n",
    "the Zanthe Orbisons",
    "Zanthe Orbison’s",
    "Zànthe Ørbison",
    "Zanthe&nbsp;Orbison",
    "zanthe-orbison",
    "\u{ff3a}\u{ff41}\u{ff4e}\u{ff54}\u{ff48}\u{ff45} \u{ff2f}\u{ff52}\u{ff42}\u{ff49}\u{ff53}\u{ff4f}\u{ff4e}",
];

/// What a terminal obeys.
const STEERS: [&str; 5] = [
    "\u{202e}",
    "\u{9b}2J",
    "\u{1b}]0;t\u{7}",
    "\u{1b}[31m",
    "\u{8}",
];

/// Gives each field another spelling, with a sign for the terminal in it.
struct Hostile {
    next: usize,
}

impl Hostile {
    fn name(&mut self) -> String {
        self.next += 1;
        format!(
            "{}{}",
            SPELT[self.next % SPELT.len()],
            STEERS[self.next % STEERS.len()]
        )
    }

    /// A name as a file format of XML can hold it.
    fn plain(&mut self) -> String {
        self.next += 1;
        SPELT[self.next % SPELT.len()].replace('&', "&amp;")
    }

    /// Puts a spelling for each `@N@`, as a value of TOML has its signs.
    fn toml(&mut self, text: &str) -> String {
        self.filled(text, |name| {
            let signs = name.chars().map(|c| match c {
                c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
                c => c.to_string(),
            });
            signs.collect()
        })
    }

    fn text(&mut self, text: &str) -> String {
        self.filled(text, |name| name)
    }

    fn filled(&mut self, text: &str, written: impl Fn(String) -> String) -> String {
        let mut parts = text.split("@N@");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            out.push_str(&written(self.name()));
            out.push_str(part);
        }
        out
    }
}

const MANIFEST: &str = "\
[dissertation]
title = \"At @N@\"
subtitle = \"With @N@\"
author = \"A. Student\"
candidate = \"D-1\"
programme = \"MSc @N@\"
department = \"@N@\"
college = \"@N@\"
supervisor = \"Dr @N@\"
executive-sponsor = \"@N@\"
organisation = \"@N@\"

[words]
limit = 20
confirmed = \"Handbook of @N@\"

[milestones]
tutorial-1 = 2026-01-01
tutorial-2 = 2027-02-15

[[milestone]]
id = \"tutorial-1\"
title = \"A talk with @N@\"

[people]
student = \"a.student@example.org\"
supervisor = \"b.supervisor@example.org\"

[ethics]
classification = \"audit\"
body = \"@N@\"
reference = \"@N@\"
evidence = \"@N@\"

[abbreviations]
ZO = \"@N@\"

[[check.waive]]
code = \"word-repeated\"
reason = \"@N@ said so\"

[bibliography]
files = [\"references.bib\"]
style = \"own.csl\"
";

const CHAPTER: &str = "\
# First of @N@

## Why @N@

::: {.question #q-1}
What does @N@ do?
:::

At @N@ the the ZO met @N@ [@smith2020; @nobody], see @fig:none and [@N@](https://example.org/?q=@N@ \"@N@\").
A note[^1] and ==@N@== `@N@` $\\unknown{@N@}$ and [@N@]{.odd}. Call 943 476 5919.

[^1]: Of @N@.

[^2]: Never used: @N@.

| @N@ | b |
|---|---|
| @N@ | c |

: A table of @N@ {#tbl:a}

![@N@](figures/none.png \"@N@\")

<!-- @N@ -->

::: {.recommendation timescale=\"@N@\" measure=\"@N@\"}
Ask @N@.
:::

``` {.@N@}
code of @N@
```
";

const BIB: &str = "\
@string{x = {@N@}}
@article{smith2020, author = {Smith, Ann and @N@}, title = {The @N@}, journal = {J of @N@}, year = {@N@}, url = {http://x.org/@N@}, note = {@N@}, odd = {@N@}}
@book{unused1, author = {@N@}, title = {@N@}, publisher = x, year = 2019}
@book{unused1, title = {@N@}}
";

const STYLE: &str = "<?xml version=\"1.0\"?><style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>@N@</title><id>x</id></info><citation><layout delimiter=\"; \"><names variable=\"author\"/><text value=\" of @N@\"/></layout></citation><bibliography><layout><names variable=\"author\"/><text variable=\"title\" prefix=\". \"/></layout></bibliography></style>";

const CHAPTER_FILE: &str = "chapters/01-first.md";

fn project(hostile: &mut Hostile) -> Sandbox {
    let chapter = hostile.text(CHAPTER);
    let style = STYLE.replace("@N@", &hostile.plain());
    let line = "A word that comes back.";
    let reviewed = Docx::default()
        .paragraph(
            "Normal",
            &marked(
                CHAPTER_FILE,
                9,
                line,
                &format!("{}{}", run(line), added(&hostile.plain())),
            ),
        )
        .comment(1, &hostile.plain(), &hostile.plain());
    let register = format!("folder,name,supervisor,number\np,{},x,7\n", hostile.plain());
    let sandbox = Sandbox::empty()
        .write("p/folio.toml", hostile.toml(MANIFEST))
        .write("p/confidential.txt", "Zanthe Orbison\n")
        .write(format!("p/{CHAPTER_FILE}").as_str(), chapter)
        .write(
            "p/chapters/02-second.typ",
            hostile.text("= Second of @N@\n\nText of @N@. #unknown(\"@N@\")\n\n@nothing\n"),
        )
        .write("p/references.bib", hostile.text(BIB))
        .write("p/own.csl", style)
        .write("p/back.docx", reviewed.bytes())
        .write(
            "p/new.ris",
            hostile.text("TY  - BOOK\nAU  - @N@\nTI  - About @N@\nER  - \n"),
        )
        .write("register.csv", register)
        .write("broken/confidential.txt", "Zanthe Orbison\n")
        .write(
            "broken/folio.toml",
            hostile.text("[dissertation]\ntitle = @N@\n@N@ = 1\n"),
        );
    sandbox.write(
        "bare/folio.toml",
        "[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\n",
    )
}

/// Each command of the program in each of its forms; `@N@` is the name as somebody types it. What
/// is on the left is where it runs.
const COMMANDS: &[(&str, &str)] = &[
    ("p", ""),
    ("p", "build --draft"),
    ("p", "build --strict"),
    ("p", "build --draft --format json"),
    ("p", "build --draft --to docx"),
    ("p", "build --draft --to html"),
    ("p", "build --chapter @N@"),
    ("p", "@N@"),
    ("p", "build --format @N@"),
    ("p", "status --@N@"),
    ("p", "where @N@"),
    ("p", "where p3 --format json"),
    ("p", "cite find smith"),
    ("p", "cite find @N@ --format json"),
    ("p", "cite list"),
    ("p", "cite show smith2020 unused1 @N@"),
    ("p", "cite show smith2020 --format json"),
    ("p", "cite styles @N@"),
    ("p", "cite import new.ris"),
    ("p", "count"),
    ("p", "count --sections --all-policies"),
    ("p", "count --words"),
    ("p", "count --words --format json"),
    ("p", "count --format json"),
    ("p", "count --policy @N@"),
    ("p", "count --since @N@"),
    ("p", "check"),
    ("p", "check --anonymous"),
    ("p", "check --fast --format short"),
    ("p", "check --format json"),
    ("p", "check --format sarif"),
    ("p", "check --format github"),
    ("p", "check --format junit"),
    ("p", "check --only @N@"),
    ("p", "check --for @N@"),
    ("p", "check --explain @N@"),
    (
        "p",
        "milestone ready tutorial-1 --despite --reason @N@ --note @N@",
    ),
    (
        "p",
        "milestone approve tutorial-1 --by b.supervisor@example.org --evidence @N@ --note @N@ --action @N@;@N@;2027-01-01 --out ../decision.json",
    ),
    ("p", "milestone return tutorial-1 --by @N@ --evidence @N@"),
    (
        "p",
        "milestone meeting --date 2026-11-01 --with @N@ --point @N@ --action @N@",
    ),
    (
        "p",
        "milestone extend tutorial-2 --to 2027-03-01 --reference @N@ --granted-by @N@",
    ),
    (
        "p",
        "milestone supervisor @N@ --email c@example.org --from 2026-11-01",
    ),
    ("p", "milestone done @N@ --note @N@"),
    ("p", "milestone correct @N@ --reason @N@"),
    ("p", "milestone erase @N@ --field note"),
    ("p", "milestone receive ../decision.json"),
    ("p", "milestone log"),
    ("p", "milestone log --format json"),
    ("p", "milestone verify"),
    ("p", "status"),
    ("p", "status --trace"),
    ("p", "status --trace --format json"),
    ("p", "status --format json"),
    ("p", "status --html ../status.html"),
    ("p", "status --html ../brief.html --brief"),
    ("p", "status --ics ../dates.ics"),
    ("p", "diff tutorial-1"),
    ("p", "diff tutorial-1 --format json"),
    ("p", "diff tutorial-1 --html ../diff.html"),
    ("p", "diff @N@"),
    ("p", "comments back.docx"),
    ("p", "comments back.docx --format json"),
    ("p", "comments back.docx --html ../comments.html"),
    ("p", "comments back.docx --into-meeting"),
    ("p", "comments @N@.docx"),
    ("p", "package"),
    ("p", "package --anonymous"),
    ("p", "package --despite all --reason @N@ --format json"),
    ("p", "milestone submitted --evidence @N@"),
    ("p", "verify"),
    ("p", "verify . ../bare --format json"),
    ("p", "verify @N@"),
    ("p", "doctor"),
    ("", "cohort . --as triage"),
    (
        "",
        "cohort . --as office --register register.csv -o rows.jsonl --pages pages",
    ),
    ("", "cohort . --as marking"),
    (
        "",
        "cohort merge rows.jsonl --html cohort.html --csv cohort.csv --ics cohort.ics --reminders r.txt",
    ),
    ("broken", "build"),
    ("broken", "check --format json"),
    ("broken", "status"),
    ("broken", "milestone log"),
    ("bare", "new fresh"),
    ("bare", "completions bash"),
    ("bare", "schema"),
];

/// Commands that are not run here: the live pages have tests of their own, and the setup changes
/// the machine.
const NOT_RUN: [&str; 2] = ["watch", "setup"];

/// Returns the letters alone, as a reader takes them.
fn letters(text: &str) -> String {
    let text = text
        .replace("&nbsp;", " ")
        .replace("\\u00ad", "")
        .replace("\\u200b", "");
    let parts = text.nfkd().filter(|c| !is_combining_mark(*c));
    let small = parts.flat_map(char::to_lowercase).map(|c| match c {
        'ø' | '\u{43e}' | '\u{1d0f}' => 'o',
        '\u{430}' | '\u{1d00}' => 'a',
        '\u{1d22}' => 'z',
        '\u{274}' => 'n',
        '\u{1d1b}' => 't',
        '\u{29c}' => 'h',
        '\u{1d07}' => 'e',
        '\u{280}' => 'r',
        '\u{299}' => 'b',
        '\u{26a}' => 'i',
        '\u{a731}' => 's',
        c => c,
    });
    small.filter(|c| c.is_alphabetic()).collect()
}

#[track_caller]
fn keeps_the_law(what: &str, said: &str) {
    names_nobody(what, said);
    steers_nothing(what, said);
}

#[track_caller]
fn steers_nothing(what: &str, said: &str) {
    let steers = |c: char| {
        (c.is_control() && !"\n\t".contains(c))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!said.contains(steers), "{what}: {said:?}");
}

#[track_caller]
fn names_nobody(what: &str, said: &str) {
    // A path or an id in JSON stays true: who cannot find the file cannot mend it.
    let is_place = |line: &str| {
        let keys = ["output", "path", "file", "folder", "id", "uri"];
        keys.iter()
            .any(|key| line.trim_start().starts_with(&format!("\"{key}\":")))
    };
    for line in said.lines().filter(|line| !is_place(line)) {
        let bare = letters(line);
        for name in ["zantheorbison", "orbisonzanthe", "zorbison", "orbisonz"] {
            assert!(!bare.contains(name), "{what}: a name leaves: {line:?}");
        }
    }
}

/// Runs every command on one hostile project and holds all that is said and written to the law.
fn all_commands(seed: usize) {
    let mut hostile = Hostile { next: seed };
    let sandbox = project(&mut hostile);
    let before: BTreeSet<String> = sandbox.files().into_iter().collect();
    for (folder, command) in COMMANDS {
        let args = command
            .split_whitespace()
            .map(|arg| hostile.text(arg).replace('\0', ""));
        let output = sandbox
            .command([])
            .current_dir(sandbox.path(folder))
            .args(args)
            .output()
            .unwrap();
        let what = format!("seed {seed}, `{command}`");
        for said in [output.stdout, output.stderr] {
            keeps_the_law(&what, &String::from_utf8(said).expect("it is text"));
        }
        assert!(output.status.code().is_some_and(|code| code <= 2), "{what}");
    }
    let written = sandbox
        .files()
        .into_iter()
        .filter(|it| !before.contains(it));
    let is_own = |path: &String| path.contains("milestones/") || path.starts_with("bare/");
    let mut pages = 0;
    for path in written.filter(|it| !is_own(it)) {
        let is_page = [".html", ".ics", ".csv", ".jsonl", "reply.txt"]
            .iter()
            .any(|it| path.ends_with(it));
        if is_page {
            pages += 1;
            // A calendar has the line ends that its format asks for.
            let text = fs::read_to_string(sandbox.path(&path))
                .unwrap()
                .replace("\r\n", "\n");
            let what = format!("seed {seed}, {path}");
            let is_dissertation = path
                .strip_prefix("p/output/")
                .is_some_and(|name| !name.contains('/'));
            match is_dissertation {
                // The text itself has what its author wrote; the check tells the names in it.
                true => assert!(!text.contains(|c: char| c.is_control() && !"\n\t".contains(c))),
                false => keeps_the_law(&what, &text),
            }
        }
    }
    assert!(pages >= 5, "{pages}");
}

#[test]
fn no_output_of_any_command_has_a_name_or_a_sign_for_the_terminal() {
    all_commands(0);
}

#[test]
#[ignore = "takes minutes; run with `cargo test --test cli output_law -- --ignored`"]
fn no_output_has_a_name_wherever_each_spelling_stands() {
    let broken: Vec<usize> = (1..SPELT.len())
        .filter(|seed| catch_unwind(|| all_commands(*seed)).is_err())
        .collect();
    assert!(broken.is_empty(), "seeds {broken:?}, each told above");
}

#[test]
fn every_command_is_held_to_the_law() {
    let help = String::from_utf8(Sandbox::empty().output(["--help"]).stdout).unwrap();
    let listed = help.lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?.split_whitespace().next()?;
        let is_name = name.chars().all(|c| c.is_ascii_lowercase());
        (is_name && line.starts_with("  ") && !line.starts_with("   ")).then_some(name)
    });
    let listed: BTreeSet<&str> = listed.collect();
    assert!(listed.len() >= 15, "{help}");
    let run = COMMANDS
        .iter()
        .filter_map(|(_, command)| command.split(' ').next());
    let run: BTreeSet<&str> = run.chain(NOT_RUN).collect();
    let missing: Vec<&&str> = listed.difference(&run).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
