//! A room imports only rooms on lower floors; the map stands in `src/lib.rs`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use regex::Regex;
use walkdir::WalkDir;

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Reads the floors from the map in the header of `src/lib.rs`.
fn floors() -> BTreeMap<String, u32> {
    let map = std::fs::read_to_string(source_root().join("lib.rs")).unwrap();
    let row = Regex::new(r"(?m)^//!\s+(\d)\s+([a-z]+)\s").unwrap();
    row.captures_iter(&map)
        .map(|row| (row[2].to_owned(), row[1].parse().unwrap()))
        .collect()
}

/// Returns each room's folder with the crate paths that its files name, comments left out.
fn imports() -> Vec<(String, PathBuf, String)> {
    let path = Regex::new(r"\bcrate::([a-z_]+)").unwrap();
    let mut found = Vec::new();
    for entry in WalkDir::new(source_root()).sort_by_file_name() {
        let entry = entry.unwrap();
        let below = entry.path().strip_prefix(source_root()).unwrap();
        let is_rust = entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "rs");
        let Some(room) = below
            .components()
            .next()
            .filter(|_| below.components().count() > 1)
        else {
            continue;
        };
        let room = room.as_os_str().to_str().unwrap().to_owned();
        if !is_rust || room == "cli" {
            continue;
        }
        for line in std::fs::read_to_string(entry.path()).unwrap().lines() {
            if !line.trim_start().starts_with("//") {
                for target in path.captures_iter(line) {
                    found.push((room.clone(), below.to_path_buf(), target[1].to_owned()));
                }
            }
        }
    }
    found
}

#[test]
fn every_room_is_on_the_map_and_every_room_on_the_map_is_there() {
    let on_the_map: Vec<String> = floors().into_keys().collect();
    let mut there: Vec<String> = std::fs::read_dir(source_root())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir() && entry.file_name() != "cli")
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    there.sort();
    assert_eq!(on_the_map, there);
}

#[test]
fn no_room_imports_one_above_it_or_beside_it() {
    let floors = floors();
    let imports = imports();
    assert!(imports.len() > 20, "the imports were not found");
    let wrong: Vec<String> = imports
        .iter()
        .filter(|(room, _, target)| room != target && floors[target] >= floors[room])
        .map(|(room, file, target)| format!("{room} imports {target} in {}", file.display()))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_library_does_not_know_the_command_line() {
    let wrong: Vec<_> = imports()
        .into_iter()
        .filter(|(_, _, target)| target == "cli")
        .collect();
    assert_eq!(wrong, []);
}
