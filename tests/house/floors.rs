//! Who may import whom among the rooms, and how the files of a room hang together; the map of the
//! floors stands in `src/lib.rs`.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use crate::code::{CodeFile, code, root, texts};

/// Each room with the rooms that it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("diagnostics", &[]),
    ("markdown", &["csl", "diagnostics"]),
    ("csl", &[]),
    ("references", &["csl", "diagnostics"]),
    ("project", &["csl", "diagnostics"]),
    ("repository", &["diagnostics"]),
    ("report", &["diagnostics"]),
    ("manuscript", &["csl", "diagnostics", "markdown", "project"]),
    ("assemble", &["diagnostics", "project"]),
    ("typeset", &["csl", "diagnostics", "manuscript", "markdown"]),
    ("words", &["diagnostics", "project"]),
    ("milestones", &["diagnostics", "manuscript", "project"]),
    (
        "check",
        &[
            "csl",
            "diagnostics",
            "manuscript",
            "markdown",
            "project",
            "references",
            "typeset",
            "words",
        ],
    ),
    ("flow", &["typeset"]),
    ("html", &["diagnostics", "flow", "typeset"]),
    ("package", &["diagnostics", "project", "typeset", "words"]),
    ("proof", &["diagnostics", "typeset", "words"]),
    (
        "web",
        &["diagnostics", "milestones", "project", "report", "words"],
    ),
    (
        "word",
        &["csl", "diagnostics", "flow", "manuscript", "markdown"],
    ),
    (
        "dissertation",
        &[
            "assemble",
            "check",
            "csl",
            "diagnostics",
            "manuscript",
            "milestones",
            "package",
            "project",
            "references",
            "typeset",
            "words",
        ],
    ),
    (
        "pipeline",
        &[
            "check",
            "csl",
            "diagnostics",
            "dissertation",
            "flow",
            "html",
            "manuscript",
            "markdown",
            "milestones",
            "package",
            "project",
            "proof",
            "references",
            "repository",
            "typeset",
            "word",
            "words",
        ],
    ),
    (
        "cohort",
        &[
            "diagnostics",
            "dissertation",
            "milestones",
            "package",
            "pipeline",
            "project",
            "web",
            "words",
            "worker",
        ],
    ),
    (
        "preview",
        &[
            "check",
            "diagnostics",
            "dissertation",
            "pipeline",
            "project",
            "worker",
        ],
    ),
    (
        "worker",
        &["diagnostics", "dissertation", "pipeline", "project"],
    ),
];

/// So many rings of files that import each other may be left, each file with a line
/// `//! In a ring with …: reason` in its header.
const MOST_RINGS: usize = 8;

/// The longest file.
const MOST_LINES: usize = 450;
/// Files that are longer still.
const TOO_LONG: &[&str] = &[];

/// Reads the floors from the map in the header of `src/lib.rs`.
fn floors() -> BTreeMap<String, u32> {
    let map = std::fs::read_to_string(root().join("lib.rs")).unwrap();
    let row = Regex::new(r"(?m)^//!\s+(\d)\s+([a-z]+)\s").unwrap();
    row.captures_iter(&map)
        .map(|row| (row[2].to_owned(), row[1].parse().unwrap()))
        .collect()
}

/// Returns which room imports which other, with a file that does, the command line left out.
fn imports() -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for (path, text) in texts() {
        let Some((room, _)) = path.split_once('/').filter(|(room, _)| *room != "cli") else {
            continue;
        };
        let room = room.to_owned();
        let file = CodeFile { path, code: text };
        for target in file.imports() {
            let target = target.split("::").next().unwrap_or_default().to_owned();
            if target != room {
                found.insert((room.clone(), target), file.path.clone());
            }
        }
    }
    found
}

/// Returns everything that can be reached from something.
fn reached<'a>(from: &'a str, edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        for target in edges.get(next).into_iter().flatten() {
            if reached.insert(*target) {
                open.push(target);
            }
        }
    }
    reached
}

/// Returns the rings: what reaches each other.
fn rings<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<BTreeSet<&'a str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = edges
        .keys()
        .map(|from| (*from, reached(from, edges)))
        .collect();
    let ring = |from: &&'a str| -> BTreeSet<&'a str> {
        let there = reached[from].iter();
        let back = there.filter(|there| reached.get(*there).is_some_and(|it| it.contains(from)));
        back.copied().collect()
    };
    let rings = edges.keys().map(ring);
    rings.filter(|ring| !ring.is_empty()).collect()
}

#[test]
fn every_room_is_on_the_map_and_in_the_table() {
    let on_the_map: Vec<String> = floors().into_keys().collect();
    let mut there: Vec<String> = std::fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir() && entry.file_name() != "cli")
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    there.sort();
    assert_eq!(on_the_map, there);
    let in_the_table: BTreeSet<&str> = MAY_IMPORT.iter().map(|(room, _)| *room).collect();
    assert_eq!(in_the_table, there.iter().map(String::as_str).collect());
}

#[test]
fn a_room_imports_what_the_table_says_and_all_of_it() {
    let table: BTreeSet<(&str, &str)> = MAY_IMPORT
        .iter()
        .flat_map(|(room, targets)| targets.iter().map(move |target| (*room, *target)))
        .collect();
    let imports = imports();
    assert!(imports.len() > 20, "the imports were not found");
    let mut wrong: Vec<String> = imports
        .iter()
        .filter(|((room, target), _)| !table.contains(&(room.as_str(), target.as_str())))
        .map(|((room, target), file)| format!("{room} may not import {target}: {file}"))
        .collect();
    let unused = table.iter().filter(|(room, target)| {
        let row = ((*room).to_owned(), (*target).to_owned());
        !imports.contains_key(&row)
    });
    wrong.extend(unused.map(|(room, target)| format!("{room} does not import {target}")));
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_table_has_no_ring_and_nothing_in_it_goes_up() {
    let edges = MAY_IMPORT.iter();
    let edges = edges.map(|(room, targets)| (*room, targets.iter().copied().collect()));
    assert_eq!(rings(&edges.collect()), BTreeSet::new());
    let floors = floors();
    for (room, targets) in MAY_IMPORT {
        for target in *targets {
            assert!(floors[*target] <= floors[*room], "{room} imports {target}");
        }
    }
}

#[test]
fn files_of_a_room_form_few_rings_and_each_says_why() {
    let files = code();
    let module = |path: &str| {
        let path = path.trim_end_matches(".rs");
        path.trim_end_matches("/mod").replace('/', "::")
    };
    let modules: BTreeMap<String, &CodeFile> = files
        .iter()
        .map(|file| (module(&file.path), file))
        .collect();
    // A path names an item of a file, or something in it: the longest module that it begins with.
    let file_of = |path: &str| {
        let mut path = path;
        loop {
            if let Some(file) = modules.get(path) {
                return Some(*file);
            }
            path = path.rsplit_once("::")?.0;
        }
    };
    let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in &files {
        let targets = edges.entry(&file.path).or_default();
        for target in file.imports().iter().filter_map(|path| file_of(path)) {
            let is_beside = target.room() == file.room() && target.path != file.path;
            if is_beside && !target.path.ends_with("/mod.rs") {
                targets.insert(&target.path);
            }
        }
    }
    let rings = rings(&edges);
    assert!(
        rings.len() <= MOST_RINGS,
        "{} rings: {rings:#?}",
        rings.len()
    );
    let is_explained = |path: &&str| {
        let file = files.iter().find(|file| file.path == **path).unwrap();
        file.code.contains("//! In a ring with ")
    };
    let unexplained = rings.iter().filter(|ring| !ring.iter().all(is_explained));
    let unexplained: Vec<_> = unexplained.collect();
    assert!(
        unexplained.is_empty(),
        "these do not say why: {unexplained:#?}"
    );
}

#[test]
fn no_file_is_too_long() {
    let lengths = texts();
    let lengths = lengths
        .iter()
        .map(|(path, text)| (path.as_str(), text.lines().count()));
    let too_long = lengths.filter(|(_, lines)| *lines > MOST_LINES);
    let too_long: Vec<&str> = too_long.map(|(path, _)| path).collect();
    assert_eq!(too_long, TOO_LONG);
}

#[test]
fn the_library_does_not_know_the_command_line() {
    let imports = imports();
    let wrong: Vec<_> = imports
        .iter()
        .filter(|((_, target), _)| target == "cli")
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
