//! What leaves the program: no name that may not appear, and nothing that steers a terminal, in any
//! command and format.

use crate::docx::{Docx, added};
use crate::sandbox::Sandbox;

/// A name in a title, a heading, a caption, a citation, a field of the manifest, a comment and a
/// file's name, and signs that a terminal obeys in the same places.
fn hostile() -> Sandbox {
    let steers = "\u{202e}\u{9b}2J\u{1b}]0;title\u{7}\u{1b}[31m";
    let manifest = format!(
        "[dissertation]\ntitle = \"Discharge at Quillmere General\"\nauthor = \"A. Student\"\n\
         organisation = \"Quillmere General\"\n[words]\nlimit = 5\n\
         confirmed = \"Handbook {}\"\n[milestones]\ntutorial-1 = 2026-01-01\n",
        "\\u202E\\u009B2J\\u001B]0;x\\u0007"
    );
    Sandbox::empty()
        .write("folio.toml", manifest)
        .write("confidential.txt", "Quillmere General\nZanthe Orbison\n")
        .write(
            "chapters/01-quillmere-general.md",
            format!(
                "# Quillmere **General** {steers}\n\n## N\u{ad}o z\u{e0}nthe orbison\n\nAt \
                 QUILLMERE\nGENERAL [@smith2020] we met Z a n t h e  O r b i s o n, see \
                 @fig:quillmere-general.\n\n![Zanthe Orbison](figures/quillmere-general.png)\n\n\
                 Z\u{430}nthe Orbison{steers} called 943 476 5919.\n"
            ),
        )
        .write("chapters/02-b.typ", "= Two\n#unknown(\"Zanthe Orbison\")\n")
        .write(
            "back.docx",
            Docx::default()
                .paragraph("Normal", &added("Met Zanthe Orbison."))
                .comment(1, "Zanthe Orbison", "At Quillmere General\u{202e}?")
                .bytes(),
        )
}

const SECRETS: [&str; 5] = ["quillmere", "zanthe", "orbison", "z a n t h e", "5919"];

#[track_caller]
fn says_nothing(what: &str, text: &str) {
    let plain = text.to_lowercase().replace('\u{ad}', "").replace('à', "a");
    for secret in SECRETS {
        let at = plain.find(secret);
        let around = at.map(|at| plain[..at].lines().last().unwrap_or_default().to_owned());
        assert!(at.is_none(), "{what}: `{secret}` behind {around:?}");
    }
    let steers =
        |c: char| (c.is_control() && !"\n\t".contains(c)) || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!text.contains(steers), "{what}: {text:?}");
}

#[test]
fn no_command_lets_a_name_or_a_sign_for_the_terminal_out() {
    let sandbox = hostile();
    let commands: [&[&str]; 15] = [
        &["comments", "back.docx"],
        &[],
        &["build"],
        &["build", "--draft"],
        &["build", "--strict"],
        &["count"],
        &["count", "--sections", "--all-policies"],
        &["check"],
        &["check", "--fast", "--format", "short"],
        &["status", "--html", "-"],
        &["status", "--trace"],
        &["status", "--html", "-", "--brief"],
        &["milestone", "ready", "tutorial-1"],
        &["milestone", "log"],
        &["package"],
    ];
    for args in commands {
        let mut command = sandbox.command([]);
        let output = command.args(args).output().unwrap();
        for said in [output.stdout, output.stderr] {
            says_nothing(&format!("{args:?}"), &String::from_utf8(said).unwrap());
        }
    }
}

#[test]
fn in_formats_for_programs_only_places_are_true() {
    let sandbox = hostile();
    let commands: [&[&str]; 8] = [
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["check", "--format", "github"],
        &["check", "--format", "junit"],
        &["count", "--format", "json"],
        &["status", "--format", "json"],
        &["build", "--draft", "--format", "json"],
        &["package", "--format", "json"],
    ];
    for args in commands {
        let mut command = sandbox.command([]);
        let output = command.args(args).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let mut without_places = said;
        for place in [
            "quillmere-general.md",
            "quillmere-general.png",
            "quillmere-general.pdf",
            "01-quillmere-general",
        ] {
            without_places = without_places.replace(place, "…");
        }
        // The id of a chapter is the name of its file.
        let without_ids = without_places.replace("\"id\": \"quillmere-general\"", "");
        let without_ids = without_ids.replace("at-quillmere-general", "");
        let without_ids = without_ids.replace("\"quillmere-general\"", "");
        says_nothing(&format!("{args:?}"), &without_ids);
    }
}

#[test]
fn a_name_in_the_name_of_a_file_is_a_finding_of_its_own() {
    let said = hostile().run(["check", "--fast", "--only", "confidential-name-found"]);
    assert!(
        said.contains("the name of this file or of its folder"),
        "{said}"
    );
}

#[test]
fn a_list_that_is_brought_holds_also_where_the_dissertation_cannot_be_opened() {
    let sandbox = Sandbox::small()
        .write("names.txt", "Zanthe Orbison\n")
        .write("p/folio.toml", "[dissertation]\ntitle = Zanthe Orbison\n");
    for format in ["json", "sarif", "github", "junit"] {
        let args = [
            "check",
            "p",
            "--confidential",
            "names.txt",
            "--format",
            format,
        ];
        let output = sandbox.output(args);
        assert_eq!(output.status.code(), Some(2));
        for said in [output.stdout, output.stderr] {
            says_nothing(format, &String::from_utf8(said).unwrap());
        }
    }
}
