//! Hayagriva's own format.

use std::ops::Range;

use hayagriva::Entry as Work;
use hayagriva::types::EntryType;

use crate::diagnostics::ProjectPath;
use crate::references::entry::Entry;
use crate::references::{Read, syntax};

pub(super) fn read(path: &ProjectPath, text: &str) -> Read {
    let mut read = Read::default();
    let library = match hayagriva::io::from_yaml_str(text) {
        Ok(library) => library,
        Err(error) => {
            let at = error.location().map_or(0, |location| location.index());
            let message = format!("this is no Hayagriva reference: {error}");
            read.findings.push(syntax(path, at..at, message));
            return read;
        }
    };
    for work in library.iter() {
        let key = work.key();
        let at = key_at(text, key).unwrap_or(0);
        let range = at..at + key.len();
        read.keys.push((key.to_owned(), range.clone()));
        let whole = at..end_of(text, at);
        let mut entry = Entry::new(path, key, kind(work), whole, range);
        say(&mut entry, work, text);
        read.entries.push(entry);
    }
    read
}

fn key_at(text: &str, key: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(['"', '\'']);
        if bare.strip_prefix(key).is_some_and(|rest| {
            rest.trim_start_matches(['"', '\''])
                .trim_start()
                .starts_with(':')
        }) {
            return Some(at + (line.len() - bare.len()));
        }
        at += line.len();
    }
    None
}

/// Returns where an entry ends: before the next line that is not indented.
fn end_of(text: &str, at: usize) -> usize {
    let mut end = at;
    for (index, line) in text[at..].split_inclusive('\n').enumerate() {
        let goes_on = line.starts_with([' ', '\t', '#']) || line.trim().is_empty();
        if index > 0 && !goes_on {
            break;
        }
        end += line.len();
    }
    end
}

fn kind(work: &Work) -> &'static str {
    match work.entry_type() {
        EntryType::Article => "article",
        EntryType::Book => "book",
        EntryType::Chapter | EntryType::Anthos => "incollection",
        EntryType::Thesis => "thesis",
        EntryType::Report => "report",
        EntryType::Web | EntryType::Post | EntryType::Blog => "online",
        EntryType::Anthology => "collection",
        EntryType::Proceedings => "proceedings",
        EntryType::Legislation => "legislation",
        EntryType::Periodical => "periodical",
        // The engine's own list, which grows.
        _ => "misc",
    }
}

/// Takes what a work says, and what the works say that it is part of.
fn say(entry: &mut Entry, work: &Work, text: &str) {
    let whole = entry.place.range.clone().unwrap_or_default();
    let key = entry.key_place.range.clone().unwrap_or_default();
    let mut said = |name: &str, word: &str, value: Option<String>| {
        if let Some(value) = value {
            let range = line_of(text, &whole, word).unwrap_or_else(|| key.clone());
            entry.say(name, value, range);
        }
    };
    let names = |people: &[hayagriva::types::Person]| {
        let names: Vec<String> = people
            .iter()
            .map(|person| person.name_first(false, true))
            .collect();
        names.join(" and ")
    };
    let parents = work.parents();
    let above = |read: &dyn Fn(&Work) -> Option<String>| {
        read(work).or_else(|| parents.iter().find_map(read))
    };
    said("title", "title", work.title().map(ToString::to_string));
    said("author", "author", work.authors().map(names));
    said("editor", "editor", above(&|work| work.editors().map(names)));
    said(
        "date",
        "date",
        above(&|work| work.date().map(|date| date.year.to_string())),
    );
    said(
        "publisher",
        "publisher",
        above(&|work| work.publisher()?.name().map(ToString::to_string)),
    );
    said(
        "organization",
        "organization",
        work.organization().map(ToString::to_string),
    );
    let parent = parents
        .first()
        .and_then(|parent| parent.title())
        .map(ToString::to_string);
    let container = match kind(work) {
        "article" => "journaltitle",
        _ => "booktitle",
    };
    said(container, "parent", parent);
    said("doi", "doi", work.doi().map(str::to_owned));
    said(
        "url",
        "url",
        above(&|work| work.url().map(|url| url.value.to_string())),
    );
    said(
        "urldate",
        "url",
        above(&|work| {
            work.url()?
                .visit_date
                .as_ref()
                .map(|date| date.year.to_string())
        }),
    );
    said("note", "note", work.note().map(ToString::to_string));
}

/// Returns the value on the first line of an entry that begins with a word.
fn line_of(text: &str, whole: &Range<usize>, word: &str) -> Option<Range<usize>> {
    let mut at = whole.start;
    for line in text.get(whole.clone())?.split_inclusive('\n') {
        let rest = line
            .trim_start()
            .trim_start_matches("- ")
            .strip_prefix(word);
        if let Some(value) = rest.and_then(|rest| rest.trim_start().strip_prefix(':')) {
            let value = value.trim();
            let start = at + line.rfind(value).unwrap_or(0);
            return Some(start..start + value.len());
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_says_what_its_parent_says() {
        let text = "# refs\nk:\n  type: Article\n  title: A title\n  author: Lee, Ann\n  serial-number:\n    doi: 10.1000/x\n  parent:\n    type: Periodical\n    title: BMJ\n    date: 2020\nl:\n  type: Web\n  title: B\n";
        let read = read(&ProjectPath::new("r.yml").unwrap(), text);
        let entry = &read.entries[0];
        assert_eq!((entry.key.as_str(), entry.kind.as_str()), ("k", "article"));
        assert_eq!(entry.value("journaltitle"), Some("BMJ"));
        assert_eq!(entry.value("date"), Some("2020"));
        let doi = entry.field("doi").unwrap().place.range.clone().unwrap();
        assert_eq!(&text[doi], "10.1000/x");
        let whole = entry.place.range.clone().unwrap();
        assert!(text[whole].ends_with("date: 2020\n"));
        assert_eq!(read.entries[1].kind, "online");
    }
}
