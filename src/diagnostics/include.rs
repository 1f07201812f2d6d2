//! `{{< include _part.md >}}`: a line that brings in another file, as Quarto has it.

use crate::diagnostics::ProjectPath;

/// Returns the file that a line brings in, as it is written there.
pub fn include_target(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix("{{<")?.strip_suffix(">}}")?;
    let target = inner.trim().strip_prefix("include")?;
    let shown = target.trim().trim_matches(['"', '\'']);
    let is_one = target.starts_with([' ', '\t']) && !shown.is_empty() && !shown.contains(">}}");
    is_one.then_some(shown)
}

/// Returns the note that a line of Obsidian's puts in, `![[note]]`, by its name with an ending.
pub fn embedded_note(line: &str) -> Option<String> {
    let name = line.trim().strip_prefix("![[")?.strip_suffix("]]")?.trim();
    let is_name = !name.is_empty() && !name.contains(['[', ']', '|', '#', '^', '@']);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    // `Dr. Smith` has no ending.
    let has_ending = !ending.is_empty()
        && !stem.is_empty()
        && ending.len() <= 5
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match (is_name, has_ending, ending) {
        (true, true, "md") => Some(name.to_owned()),
        (true, false, _) => Some(format!("{name}.md")),
        _ => None,
    }
}

/// Returns the files of the project that a text brings in, outside fenced code, each with the byte
/// where its line starts. A note may lie beside the text or where its name leads from the project.
pub fn included(path: &ProjectPath, text: &str) -> Vec<(ProjectPath, usize)> {
    let mut found = Vec::new();
    if !text.contains("{{<") && !text.contains("![[") {
        return found;
    }
    let mut fence = "";
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let shown = line.trim();
        let marks = shown.len() - shown.trim_start_matches(['`', '~']).len();
        match fence {
            "" if marks > 2 => fence = &shown[..marks],
            "" => {
                let target = include_target(line).and_then(|target| path.parent().join(target));
                found.extend(target.map(|target| (target, start)));
                let notes = embedded_note(line).map(|name| notes(path, &name));
                found.extend(notes.into_iter().flatten().map(|note| (note, start)));
            }
            open if marks == shown.len() && shown.starts_with(open) => fence = "",
            _ => {}
        }
        start += line.len();
    }
    found
}

/// Returns where a note may lie that a file names.
pub fn notes(path: &ProjectPath, name: &str) -> Vec<ProjectPath> {
    let beside = path.parent().join(name);
    let mut all: Vec<ProjectPath> = beside.into_iter().chain(ProjectPath::new(name)).collect();
    all.retain(|note| note != path);
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_from_the_folder_of_the_text() {
        let text = "é\n\n{{< include _a.md >}}\n\n```\n{{< include _b.md >}}\n```\n\n  {{< include \"../c d.md\" >}}\n{{< include ../../e.md >}}\n{{< include /f.md >}}\n![[g h]]\n![[x.png]]\na ![[b]]\n{{< includes g.md >}} {{<pagebreak>}}\n";
        let path = ProjectPath::new("chapters/one.md").unwrap();
        let found = included(&path, text);
        let found: Vec<(&str, usize)> = found
            .iter()
            .map(|(path, at)| (path.as_str(), *at))
            .collect();
        assert_eq!(
            found,
            [
                ("chapters/_a.md", 4),
                ("c d.md", 58),
                ("f.md", 115),
                ("chapters/g h.md", 137),
                ("g h.md", 137),
            ]
        );
    }
}
