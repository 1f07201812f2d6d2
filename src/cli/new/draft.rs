//! `folio new --from`: a Word draft in place of empty chapters.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use folio::csl::Value;
use folio::diagnostics::{MAX_TEXT_BYTES, ProjectPath, Store, read_bytes, text};
use folio::project::{Answers, Profile};
use folio::references;
use folio::word::{
    Arrival, Changes, Draft, Intake, KnownWork, MAX_FILE_BYTES, Unreadable, UnstyledHeadings,
    intake,
};

use crate::cli::args::{ChangesChoice, HeadingsChoice, NewArgs};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::new::questions;
use crate::cli::output::shown_path;

/// A style that is always there: only keys, authors and years are asked for.
const STYLE: &str = "harvard-cite-them-right";

/// A draft that was read, before anything is written.
pub(super) struct Arrived {
    draft: Draft,
    /// The file of references that was given with it.
    references: Option<Vec<u8>>,
    name: String,
}

/// Reads the draft that was named, if one was. Headings without styles are asked about.
pub(super) fn arrived(
    args: &NewArgs,
    profile: &Profile,
    context: &Context,
) -> Result<Option<Arrived>, CommandError> {
    let Some(from) = &args.from else {
        return Ok(None);
    };
    let path = context.current_dir.join(from);
    let name = shown_path(&path, &context.current_dir);
    let bytes = read_bytes(&path, MAX_FILE_BYTES)?;
    let references = args.references.as_deref();
    let references = references
        .map(|file| read_bytes(&context.current_dir.join(file), MAX_TEXT_BYTES))
        .transpose()?;
    let mut wanted = Intake {
        front: front(profile),
        changes: match args.changes {
            ChangesChoice::Accept => Changes::Accepted,
            ChangesChoice::Refuse => Changes::Refused,
            ChangesChoice::Keep => Changes::Kept,
        },
        headings: match args.headings {
            None => UnstyledHeadings::Asked,
            Some(HeadingsChoice::Accept) => UnstyledHeadings::Accepted,
            Some(HeadingsChoice::None) => UnstyledHeadings::None,
        },
        known: known(args.references.as_deref(), references.as_deref()),
    };
    let read = |wanted: &Intake| intake(&bytes, wanted).map_err(|error| unread(&name, &error));
    let draft = match read(&wanted)? {
        Arrival::Draft(draft) => draft,
        Arrival::Proposal(headings) => {
            let lines = headings.iter().map(|heading| {
                let indent = "  ".repeat(heading.level);
                format!("{indent}{}\n", text::inline(&heading.text, 100))
            });
            let lines: String = lines.collect();
            context.say(&format!(
                "No paragraph of {name} has the style of a heading. These lines look like chapters \
                 and sections:\n{lines}"
            ));
            if !context.can_ask() {
                return Err(CommandError::new(format!(
                    "{name} has no headings, so nobody can say where its chapters begin"
                ))
                .hint("to take the lines above as headings: `--headings accept`")
                .hint("to bring everything in as one chapter: `--headings none`")
                .hint("or give the headings in Word the styles Heading 1, Heading 2 and so on"));
            }
            wanted.headings = match questions::is_right("Take these lines as headings?")? {
                true => UnstyledHeadings::Accepted,
                false => UnstyledHeadings::None,
            };
            match read(&wanted)? {
                Arrival::Draft(draft) => draft,
                Arrival::Proposal(_) => return Ok(None),
            }
        }
    };
    Ok(Some(Arrived {
        draft: *draft,
        references,
        name,
    }))
}

/// Says why a Word file is not read.
pub(crate) fn unread(name: &str, error: &Unreadable) -> CommandError {
    CommandError::new(format!("{name} was not read: {error}")).hint(error.hint())
}

/// Returns the parts of front matter that authors write themselves.
fn front(profile: &Profile) -> Vec<(String, String)> {
    let parts = profile.front.iter();
    let parts = parts.filter(|part| part.kind.is_written());
    parts
        .map(|part| (part.id.clone(), part.heading.clone().unwrap_or_default()))
        .collect()
}

/// Returns the works of a file of references by author and year.
fn known(path: Option<&Path>, bytes: Option<&[u8]>) -> Vec<KnownWork> {
    let name = path
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy());
    let path = name.and_then(|name| ProjectPath::new(&name));
    let (Some(path), Some(bytes)) = (path, bytes) else {
        return Vec::new();
    };
    let store = Store::memory(BTreeMap::from([(path.clone(), Arc::from(bytes))]));
    let works = references::prepare(&store, &[path], STYLE, None)
        .entries
        .into_iter();
    let works = works.map(|entry| {
        let author = match entry.item.values.get("author") {
            Some(Value::Names(names)) => names.first().map(|name| name.family.clone()),
            _ => None,
        };
        let year = match entry.item.values.get("issued") {
            Some(Value::Date(date)) => date.start.as_ref().map(|day| day.year.to_string()),
            _ => None,
        };
        KnownWork {
            key: entry.key,
            author: author.unwrap_or_default(),
            year: year.unwrap_or_default(),
        }
    });
    works.collect()
}

impl Arrived {
    /// Answers what the draft says of itself and nobody else has said.
    pub(super) fn answer(&self, answers: &mut Answers) {
        let one_line = |text: &Option<String>| super::one_line(text);
        answers.title = answers.title.take().or_else(|| one_line(&self.draft.title));
        answers.author = answers
            .author
            .take()
            .or_else(|| one_line(&self.draft.author));
    }

    /// Puts the draft's files in the place of those that only say what belongs in them.
    pub(super) fn put_into(&self, files: &mut BTreeMap<ProjectPath, Vec<u8>>) {
        let Draft {
            files: brought,
            abbreviations,
            has_references,
            report,
            ..
        } = &self.draft;
        files.retain(|path, _| !path.as_str().starts_with("chapters/"));
        for (path, bytes) in brought {
            if let Some(path) = ProjectPath::new(path) {
                files.insert(path, bytes.clone());
            }
        }
        let mut lists = Vec::new();
        let own = ProjectPath::new("references.bib");
        match (own, &self.references) {
            (Some(path), Some(bytes)) => {
                files.insert(path, bytes.clone());
                lists.push("\"references.bib\"");
            }
            (Some(path), None) if *has_references => drop(files.remove(&path)),
            _ => lists.push("\"references.bib\""),
        }
        if *has_references {
            lists.push("\"references.json\"");
        }
        if let Some(path) = ProjectPath::new("from-word/report.md") {
            files.insert(path, report.markdown(&self.name).into_bytes());
        }
        let manifest = folio::project::manifest_path();
        if let Some(bytes) = files.get_mut(&manifest) {
            let text = String::from_utf8_lossy(bytes).into_owned();
            *bytes = with_settings(&text, &lists.join(", "), abbreviations).into_bytes();
        }
    }

    /// Returns what came over, in sentences.
    pub(super) fn report(&self) -> String {
        let report = &self.draft.report;
        let look = match report.concerns() {
            0 => String::new(),
            _ => "\nThe whole list is in from-word/report.md.\n".to_owned(),
        };
        format!("From {}:\n{}{look}\n", self.name, report.short())
    }
}

/// Returns a new manifest with the files of references and the abbreviations of a draft. A draft
/// writes its abbreviations out itself.
fn with_settings(manifest: &str, files: &str, abbreviations: &[(String, String)]) -> String {
    let mut out = String::new();
    for line in manifest.lines() {
        match line {
            "files = [\"references.bib\"]" => out.push_str(&format!("files = [{files}]")),
            "# expand-abbreviations = \"first-use\"" => {
                out.push_str("expand-abbreviations = \"never\"");
            }
            _ => out.push_str(line),
        }
        out.push('\n');
        if line == "[abbreviations]" {
            for (short, long) in abbreviations {
                out.push_str(&format!("{} = {}\n", toml(short), toml(long)));
            }
        }
    }
    out
}

/// Returns a text as TOML writes it; JSON's strings are TOML's but for what no line has.
fn toml(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_gets_the_files_and_abbreviations_of_a_draft() {
        let manifest = "[bibliography]\nfiles = [\"references.bib\"]\n[abbreviations]\n\n# x\n";
        let short = [("GP".to_owned(), "a \"general\" practitioner".to_owned())];
        let expected = "[bibliography]\nfiles = [\"references.json\"]\n[abbreviations]\n\
                        \"GP\" = \"a \\\"general\\\" practitioner\"\n\n# x\n";
        assert_eq!(
            with_settings(manifest, "\"references.json\"", &short),
            expected
        );
    }
}
