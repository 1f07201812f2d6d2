//! A project of a page or two, for this room's tests.

use std::fs;
use std::path::Path;

use jiff::civil::date;
use tempfile::TempDir;

use crate::csl::{Cluster, Date, DateParts, Item, Name, Style, Value, format};
use crate::diagnostics::text::capitalised;
use crate::diagnostics::{Diagnostic, Level, Store};
use crate::markdown::FUNCTIONS_PATH;
use crate::typeset::citations::{Asked, CITATIONS, CitationsFile, Printed, asked, citations_file};
use crate::typeset::job::Job;
use crate::typeset::pdf::{Pdf, PdfRequest, export};
use crate::typeset::session::{Session, Typeset, TypesetError};

pub(super) struct Sandbox {
    folder: TempDir,
    pub(super) job: Job,
}

impl Sandbox {
    /// A project whose main document, a virtual file, is `main`.
    pub(super) fn new(main: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let head = "#set document(title: \"A title\", date: datetime(year: 2027, month: 9, day: 1))\n#set text(lang: \"en\", region: \"GB\")\n#set page(width: 12cm, height: 16cm)\n";
        let templates = [
            (
                FUNCTIONS_PATH,
                include_str!("../../templates/typst/markdown.typ"),
            ),
            ("/.folio/book.typ", "#let book = (mode: \"final\")"),
            (
                "/.folio/citing.typ",
                include_str!("../../templates/typst/citing.typ"),
            ),
            (
                "/.folio/medium.typ",
                include_str!("../../templates/typst/medium.typ"),
            ),
            (
                "/.folio/signs.typ",
                include_str!("../../templates/typst/signs.typ"),
            ),
            (
                "/.folio/first.typ",
                include_str!("../../templates/typst/first.typ"),
            ),
            ("/.folio/expected.json", "{\"references\":{}}"),
            (
                "/.folio/cite-groups.typ",
                include_str!("../../templates/typst/cite-groups.typ"),
            ),
            (
                "/.folio/work-links.typ",
                include_str!("../../templates/typst/work-links.typ"),
            ),
            (
                "/.folio/citation-pieces.typ",
                include_str!("../../templates/typst/citation-pieces.typ"),
            ),
            ("/.folio/main.typ", &format!("{head}{main}")),
            (CITATIONS, &citations(&[], &[], "apa").text),
        ];
        let job = Job {
            main: "/.folio/main.typ".into(),
            files: templates
                .map(|(path, text)| (path.to_owned(), text.to_owned()))
                .into(),
            date: Some(date(2027, 9, 1).at(16, 0, 0, 0)),
            ..Job::new(Store::folder(folder.path()).unwrap())
        };
        Self { folder, job }
    }

    /// A project that cites by the rules of the template what is known under some keys.
    pub(super) fn citing(main: &str, keys: &[&str]) -> Self {
        let rules = "#import \"/.folio/citing.typ\": citing-rules\n#import \"/.folio/cite-groups.typ\": group-rules\n#show: citing-rules\n#show: group-rules\n";
        let list = "\n#import \"/.folio/citations.typ\": reference-list\n#import \"/.folio/citation-pieces.typ\": place-of\n#for (key, _, body) in reference-list [#block(body)#place-of(key)]";
        let text = citations(keys, &[], "apa").text;
        Self::new(&format!("{rules}{main}{list}")).virtual_file(CITATIONS, &text)
    }

    /// Prints in a style what its pages cite. The work under `smith` is by Smith, of 2020.
    pub(super) fn printed(mut self, keys: &[&str], style: &str) -> Self {
        let in_notes = Style::built_in(style).unwrap().cites_in_notes();
        for _ in 0..2 {
            let (_, typeset) = self.typeset();
            let asked = asked(&typeset.document, in_notes);
            let file = citations(keys, &asked, style);
            self = self.virtual_file(CITATIONS, &file.text);
        }
        self
    }

    pub(super) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub(super) fn virtual_file(mut self, path: &str, content: &str) -> Self {
        self.job.files.insert(path.into(), content.into());
        self
    }

    /// The job over the files as they are now.
    pub(super) fn job(&self) -> Job {
        Job {
            store: Store::folder(self.root()).unwrap(),
            ..self.job.clone()
        }
    }

    pub(super) fn session(&self) -> Session {
        Session::new(self.job()).unwrap()
    }

    /// Compiles, and expects pages.
    #[track_caller]
    pub(super) fn typeset(&self) -> (Session, Typeset) {
        let mut session = self.session();
        match session.compile() {
            Ok(typeset) => (session, typeset),
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Compiles, and expects to be refused.
    #[track_caller]
    pub(super) fn refused(&self) -> (Session, Vec<Diagnostic>) {
        let mut session = self.session();
        match session.compile() {
            Err(TypesetError::Findings(findings)) => (session, findings),
            Ok(Typeset { findings, .. })
                if findings.iter().any(|finding| finding.level == Level::Deny) =>
            {
                (session, findings)
            }
            other => panic!("{other:?}"),
        }
    }

    /// Compiles and exports.
    #[track_caller]
    pub(super) fn pdf(&self, request: &PdfRequest) -> Pdf {
        let (session, typeset) = self.typeset();
        export(&typeset.document, &session, request).unwrap()
    }
}

/// Writes what a style prints.
pub(super) fn citations(keys: &[&str], asked: &[Asked], style: &str) -> CitationsFile {
    let item = |key: &&str| {
        let name = Name {
            family: capitalised(key),
            given: "Ann".into(),
            ..Name::default()
        };
        let start = DateParts {
            year: 2020,
            ..DateParts::default()
        };
        let date = Date {
            start: Some(start),
            ..Date::default()
        };
        let values = [
            ("author", Value::Names(vec![name])),
            ("title", Value::Text(format!("On #{key}"))),
            ("issued", Value::Date(date)),
            ("DOI", Value::Text(format!("10.1/{key}"))),
        ];
        let item = Item {
            key: (*key).to_owned(),
            kind: "book".into(),
            values: values.map(|(name, value)| (name.to_owned(), value)).into(),
        };
        ((*key).to_owned(), item)
    };
    let items = keys.iter().map(item).collect();
    let style = Style::built_in(style).unwrap();
    let clusters: Vec<Cluster> = asked.iter().map(|asked| asked.cluster.clone()).collect();
    let formatted = format(&style, Some("en-GB"), &items, &clusters);
    citations_file(&Printed {
        keys,
        asked,
        formatted: &formatted,
        by_position: style.uses_position(),
        has_list: true,
    })
}

/// Writes findings as `code path:line:column message`, one a line.
pub(super) fn lines(session: &Session, findings: &[Diagnostic]) -> Vec<String> {
    let sources = session.sources();
    let line = |finding: &Diagnostic| {
        let place = match &finding.place {
            None => "-".to_owned(),
            Some(place) => match sources.position(place) {
                Some((line, column)) => format!("{}:{line}:{column}", place.path),
                None => place.path.to_string(),
            },
        };
        format!("{} {place} {}", finding.code, finding.message)
    };
    findings.iter().map(line).collect()
}

/// The kinds of the structure elements of a tagged PDF, with their alternative texts.
pub(super) fn tags(pdf: &Pdf) -> Vec<(String, Option<String>)> {
    let document = lopdf::Document::load_mem(&pdf.bytes).unwrap();
    let mut found = Vec::new();
    for object in document.objects.values() {
        let Ok(dictionary) = object.as_dict() else {
            continue;
        };
        if let Ok(kind) = dictionary.get(b"S").and_then(lopdf::Object::as_name)
            && dictionary.has(b"P")
        {
            let alt = dictionary
                .get(b"Alt")
                .ok()
                .map(|alt| lopdf::decode_text_string(alt).unwrap());
            found.push((String::from_utf8_lossy(kind).into_owned(), alt));
        }
    }
    found
}

/// Returns the picture objects of a PDF: width, height, bytes.
pub(super) fn drawn(pdf: &Pdf) -> Vec<(i64, i64, usize)> {
    let document = lopdf::Document::load_mem(&pdf.bytes).unwrap();
    let streams = document
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok());
    let pictures = streams.filter(|it| {
        it.dict
            .get(b"Subtype")
            .and_then(lopdf::Object::as_name)
            .is_ok_and(|name| name == b"Image")
    });
    let number =
        |it: &lopdf::Stream, key: &[u8]| it.dict.get(key).and_then(lopdf::Object::as_i64).unwrap();
    pictures
        .map(|it| {
            (
                number(it, b"Width"),
                number(it, b"Height"),
                it.content.len(),
            )
        })
        .collect()
}
