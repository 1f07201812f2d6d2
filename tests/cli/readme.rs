//! Every command that the README shows is run, in its order.

use std::fs;
use std::path::Path;

use crate::sandbox::Sandbox;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// Returns the lines of the fenced blocks that are marked with a language.
fn blocks(language: &str) -> Vec<Vec<String>> {
    let mut blocks = Vec::new();
    let mut open: Option<Vec<String>> = None;
    for line in readme().lines() {
        let line = line.trim();
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(found)) if found == language => open = Some(Vec::new()),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(lines), None) => lines.push(line.to_owned()),
            (None, _) => {}
        }
    }
    blocks
}

#[test]
fn the_commands_for_people_work_in_their_order() {
    let sandbox = Sandbox::empty();
    let mut folder = sandbox.path("");
    let mut run = 0;
    for line in blocks("console").into_iter().flatten() {
        let command = line.split("  #").next().unwrap().trim().to_owned();
        let words: Vec<&str> = command.split_whitespace().collect();
        match words.as_slice() {
            ["cd", name] => folder = folder.join(name),
            // A viewer cannot be opened here.
            ["folio", rest @ ..] if !rest.contains(&"--open") => {
                let mut program = sandbox.command([]);
                let output = program.current_dir(&folder).args(rest).output().unwrap();
                let transcript = sandbox.transcript(&output);
                assert_eq!(output.status.code(), Some(0), "{command}\n{transcript}");
                run += 1;
            }
            ["folio", ..] | [] => {}
            _ => panic!("a command that this test does not know: {command}"),
        }
    }
    assert!(run >= 8, "{run} commands were found");
}

#[test]
fn every_row_of_the_markdown_table_builds() {
    let mut rows = 0;
    let table = readme();
    let table = table
        .split("<!-- dialect -->")
        .nth(1)
        .expect("the table stands between two marks");
    let mut chapter = String::from("# Introduction {#sec:introduction}\n\n");
    for row in table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| You write"))
    {
        let cell = row.trim_matches('|').split(" | ").next().unwrap().trim();
        let source = cell.replace("<br>", "\n").replace("\\|", "|");
        let source = source.split("`` ").nth(1).map_or_else(
            || source.trim_matches('`').to_owned(),
            |inside| inside.split(" ``").next().unwrap().to_owned(),
        );
        chapter.push_str(&source);
        chapter.push_str("\n\n");
        rows += 1;
    }
    assert!(rows >= 15, "{rows} rows were found");
    let sandbox = Sandbox::small()
        .write("figures/x.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>")
        .write("folio.toml", "[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\n[bibliography]\nfiles = [\"references.bib\"]\n")
        .write("references.bib", "@book{key,\n author = {Weber, Max},\n title = {Wirtschaft und Gesellschaft},\n publisher = {Mohr},\n year = {1922}\n}\n")
        .write("chapters/01-introduction.md", &chapter);
    let transcript = sandbox.run(["build"]);
    assert!(
        transcript.starts_with("exit 0\n"),
        "{transcript}\n{chapter}"
    );
    assert!(!transcript.contains("warning["), "{transcript}\n{chapter}");
}
