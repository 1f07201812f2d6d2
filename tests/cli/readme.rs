//! Every command that the README and the pages beside it show is run, in its order.

use std::fs;
use std::path::Path;

use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

/// The pages whose commands a student types one after the other.
const PAGES: [&str; 4] = [
    "docs/students.md",
    "docs/counting.md",
    "docs/milestones.md",
    "docs/handing-in.md",
];

/// Returns the text of a page beside the code.
pub(crate) fn page(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Returns the rows of the table between two marks of a page, each with its cells; the head is the
/// first.
pub(crate) fn table(path: &str, mark: &str) -> Vec<Vec<String>> {
    let text = page(path);
    let (_, rest) = text.split_once(&format!("<!-- {mark} -->")).unwrap();
    let (table, _) = rest.split_once(&format!("<!-- /{mark} -->")).unwrap();
    let rows = table.trim().lines().filter(|line| !line.starts_with("|--"));
    rows.map(|row| {
        let cells = row.trim().trim_matches('|').split('|');
        cells.map(|cell| cell.trim().to_owned()).collect()
    })
    .collect()
}

/// Returns the lines of the fenced blocks that are marked with a language.
fn blocks(pages: &[&str], language: &str) -> Vec<Vec<String>> {
    let mut blocks = Vec::new();
    let mut open: Option<Vec<String>> = None;
    let text: String = pages.iter().map(|path| page(path)).collect();
    for line in text.lines() {
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
fn the_readme_is_a_page_and_the_links_of_all_pages_lead_somewhere() {
    assert!(page("README.md").lines().count() <= 120);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = Vec::new();
    for folder in ["", "docs/"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".md") {
                let path = format!("{folder}{name}");
                let text = page(&path);
                pages.push((path, text));
            }
        }
    }
    for (path, text) in &pages {
        for link in text.split("](").skip(1) {
            let to = link.split([')', '#', ' ']).next().unwrap();
            let is_file = to.contains(".md") || to.contains(".png") || to.contains(".toml");
            // What the pages show to be typed are examples.
            let is_example = to.starts_with("figures/") || path == "docs/writing.md";
            if is_file && !to.contains("://") && !is_example {
                let file = root.join(path);
                let file = file.parent().unwrap().join(to);
                assert!(file.exists(), "{path}: {to}");
            }
        }
    }
}

#[test]
fn the_commands_for_people_work_in_their_order() {
    // An archive of a release holds the samples beside the program.
    let sandbox = Sandbox::empty().with_sample("digital-readiness", "samples/digital-readiness");
    let mut folder = sandbox.path("");
    let mut run = 0;
    for line in blocks(&PAGES, "console").into_iter().flatten() {
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
fn the_chapter_that_the_readme_shows_builds_without_a_finding() {
    let chapters = blocks(&["docs/writing.md"], "markdown");
    assert_eq!(chapters.len(), 1);
    let sandbox = Sandbox::small()
        .write("figures/x.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>")
        .write("folio.toml", "[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\n[outline]\nhide = [\"abstract\", \"originality\", \"ai-use\"]\n")
        .write("references.bib", "@book{key,\n author = {Weber, Max},\n title = {Wirtschaft und Gesellschaft},\n publisher = {Mohr},\n year = {1922}\n}\n")
        .write("chapters/01-introduction.md", chapters[0].join("\n"));
    let transcript = sandbox.run(["build", "--strict"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    assert!(!transcript.contains("warning["), "{transcript}");
    let text = Pdf::read(sandbox.pdf()).text();
    for shown in [
        "Weber (1922) argues",
        "Weber, 1922, p. 4",
        "Figure 1.1",
        "Table 1.1",
        "Chapter 1",
        "£5 a day",
    ] {
        assert!(text.contains(shown), "{shown}\n{text}");
    }
}

#[test]
fn the_manifests_that_the_readme_shows_are_read() {
    let manifests = blocks(&["docs/students.md", "docs/manifest.md"], "toml");
    assert!(!manifests.is_empty());
    for manifest in manifests {
        let transcript = Sandbox::small()
            .write("folio.toml", manifest.join("\n"))
            .run([]);
        assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    }
}
