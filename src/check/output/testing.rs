//! A project with a PDF of which everything is well, for this family's tests.

use tempfile::TempDir;

use crate::check::confidential::Confidential;
use crate::check::context::{Lengths, OutputContext, OutputFacts};
use crate::check::due::DueWork;
use crate::check::sink::Sink;
use crate::diagnostics::{Diagnostic, Level, SourceMap, Store};
use crate::project::{self, Project};
use crate::typeset::{FontFacts, PageText, PdfFacts};

/// A project in a folder, and what is known of its output.
pub(super) struct Case {
    _folder: TempDir,
    project: Project,
    due: DueWork,
    pub(super) output: OutputFacts,
    pub(super) is_anonymous: bool,
    confidential: Confidential,
}

impl Case {
    /// A sound project of `Zoë Ann Smith`.
    pub(super) fn sound() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[dissertation]\ntitle = \"T\"\nauthor = \"Zoë Ann Smith\"\ncid = \"01234567\"\ncandidate = \"DHL-042\"\n[people]\nstudent = \"z.smith@example.org\"\n";
        std::fs::write(folder.path().join("folio.toml"), manifest).unwrap();
        std::fs::create_dir(folder.path().join("chapters")).unwrap();
        std::fs::write(folder.path().join("chapters/01-a.md"), "# A\n\nText.\n").unwrap();
        let project = project::load(folder.path(), None).unwrap();
        let font = FontFacts {
            name: "Face".into(),
            is_embedded: true,
            is_extractable: true,
        };
        let page = PageText {
            number: 1,
            text: "some words ".repeat(20),
            pieces: vec![(0, None)],
        };
        Self {
            due: DueWork::everything(&project),
            project,
            output: OutputFacts {
                pdf: Ok(PdfFacts {
                    bytes: 50_000_000,
                    pages: 800,
                    fonts: vec![font],
                    ..PdfFacts::default()
                }),
                headings: Vec::new(),
                texts: vec![page],
                gave_up: Vec::new(),
                file_name: "a-name_2027-09-01.pdf".into(),
            },
            is_anonymous: false,
            confidential: Confidential::default(),
            _folder: folder,
        }
    }

    /// The same, only its first chapter due.
    pub(super) fn draft(mut self) -> Self {
        self.due = DueWork::by(&self.project, "tutorial-1").unwrap();
        self
    }

    /// The same with a list of confidential names.
    pub(super) fn confidential(mut self, names: &str) -> Self {
        self.confidential =
            Confidential::read(&Store::folder(&self.project.root).unwrap(), Some(names));
        self
    }

    /// Changes what was read back from the file.
    pub(super) fn pdf(mut self, change: impl FnOnce(&mut PdfFacts)) -> Self {
        change(self.output.pdf.as_mut().unwrap());
        self
    }

    /// Changes what is known of the output.
    pub(super) fn with(mut self, change: impl FnOnce(&mut OutputFacts)) -> Self {
        change(&mut self.output);
        self
    }

    pub(super) fn anonymous(mut self) -> Self {
        self.is_anonymous = true;
        self
    }

    /// Runs the rules of the family.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        let context = OutputContext {
            project: &self.project,
            due: &self.due,
            lengths: &Lengths::default(),
            output: &self.output,
            sources: &SourceMap::default(),
            confidential: &self.confidential,
            is_anonymous: self.is_anonymous,
            has_outside_rules: false,
        };
        let mut sink = Sink::default();
        context.search(super::SEARCHES, &mut sink);
        sink.into_findings()
    }

    /// Expects these findings, each as `deny code: message` or `warn code: message`.
    #[track_caller]
    pub(super) fn finds(&self, expected: &[&str]) {
        let found: Vec<String> = self
            .findings()
            .iter()
            .map(|finding| {
                let level = match finding.level {
                    Level::Deny => "deny",
                    Level::Warn => "warn",
                };
                assert!(!finding.hints.is_empty(), "{}", finding.message);
                format!("{level} {}: {}", finding.code, finding.message)
            })
            .collect();
        assert_eq!(found, expected);
    }
}
