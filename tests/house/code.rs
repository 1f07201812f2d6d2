//! The code of the crate as the other tests of the house read it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;
use walkdir::WalkDir;

static USES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\buse crate::([^;]+);").unwrap());
static PATHS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bcrate::((?:\w+::)*\w+)").unwrap());

/// A file of `src` that is not for tests alone.
pub(crate) struct CodeFile {
    /// Its path below `src`, with `/`.
    pub(crate) path: String,
    /// Its lines, those that only tests use left out.
    pub(crate) code: String,
}

impl CodeFile {
    /// Returns the room that it is in; none for the roots of the two crates.
    pub(crate) fn room(&self) -> Option<&str> {
        self.path.split_once('/').map(|(room, _)| room)
    }

    /// Returns the paths of the crate that its code names, without `crate::`, comments left out.
    pub(crate) fn imports(&self) -> BTreeSet<String> {
        let lines = self.code.lines();
        let code: Vec<&str> = lines
            .map(|line| line.split("//").next().unwrap_or_default())
            .collect();
        let code = code.join("\n");
        let mut found = BTreeSet::new();
        for path in USES.captures_iter(&code) {
            expand("", &path[1], &mut found);
        }
        let others = USES.replace_all(&code, "");
        found.extend(PATHS.captures_iter(&others).map(|it| it[1].to_owned()));
        found
    }
}

/// Takes `a::{b, c::{d}}` apart into `a::b` and `a::c::d`.
fn expand(before: &str, path: &str, found: &mut BTreeSet<String>) {
    let path = path.trim();
    let Some((head, rest)) = path.split_once('{') else {
        let name = path.split(" as ").next().unwrap_or(path);
        if !name.is_empty() {
            found.insert(format!("{before}{name}"));
        }
        return;
    };
    let before = format!("{before}{head}");
    let (mut depth, mut start) = (0, 0);
    let rest = rest.strip_suffix('}').unwrap();
    for (at, sign) in rest.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&before, &rest[start..at], found);
                start = at + 1;
            }
            _ => {}
        }
    }
    expand(&before, &rest[start..], found);
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Returns every file of `src` with its text, by its path below it.
pub(crate) fn texts() -> Vec<(String, String)> {
    let files = WalkDir::new(root()).sort_by_file_name().into_iter();
    files
        .map(|file| file.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|it| it == "rs"))
        .map(|path| {
            let below = path.strip_prefix(root()).unwrap().to_str().unwrap();
            (below.replace('\\', "/"), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// Returns the code of the crate, tests and what only tests use left out.
pub(crate) fn code() -> Vec<CodeFile> {
    let texts = texts();
    let for_tests = Regex::new(r"#\[cfg\((?:all\()?test.*\]\s*(?:pub(?:\([a-z]+\))? )?mod (\w+);");
    let for_tests = for_tests.unwrap();
    let mut aside = BTreeSet::new();
    for (path, text) in &texts {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = match name {
            "mod.rs" | "lib.rs" | "main.rs" => folder.to_owned(),
            _ => path.trim_end_matches(".rs").to_owned(),
        };
        for module in for_tests.captures_iter(text) {
            aside.insert(format!("{folder}/{}", &module[1]));
        }
    }
    let is_aside = |path: &str| {
        aside.iter().any(|module| {
            let rest = path.strip_prefix(module.as_str());
            rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        })
    };
    texts
        .into_iter()
        .filter(|(path, _)| !is_aside(path))
        .map(|(path, text)| CodeFile {
            path,
            code: without_tests(&text),
        })
        .collect()
}

/// Leaves out every item below `#[cfg(test)]`: it ends where a line as far to the left closes it.
fn without_tests(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        if !line[indent..].starts_with("#[cfg(test")
            && !line[indent..].starts_with("#[cfg(all(test")
        {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        for line in lines.by_ref() {
            let is_outside = line.len() - line.trim_start().len() == indent;
            if is_outside && (line[indent..].starts_with('}') || line.ends_with(';')) {
                break;
            }
        }
    }
    out
}
