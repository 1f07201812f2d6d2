//! One opened dissertation: the project, its texts, references, schedule, pages, count and PDF.
//!
//! Each is made when it is first asked for, from files that are read once, and kept until
//! [`Dissertation::refresh`] says that they changed. Whoever wants to know something asks this one
//! opened thing; nobody opens the project a second time.
//!
//! # Decisions
//!
//! - 2026-11: what is kept is one edition, the one that was asked for last. Another one costs its
//!   layout anew, but not its texts; the engine's own memory answers what both have in common.
//! - 2026-11: a failure is kept like a result. It is the answer to every question until the files
//!   change.

mod book;
mod citing;
mod counting_rule;
mod date;
mod draft;
mod expected;
mod failure;
mod glance;
mod marks;
mod naming;
mod pages;
mod pdf;
mod received;
mod schedule;
mod settings;
mod summary;
mod title_page;
mod vanished;

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::DateTime;

use crate::diagnostics::{DocumentDate, ProjectPath, SourceMap, Store};
use crate::manuscript::{Manuscript, Texts, TraceFacts, trace_facts};
use crate::project::{self, Project, ProjectError, RulesFile, read_despite_mistakes, read_project};
use crate::references::{self, Bibliography};
use crate::typeset::Session;

pub(crate) use counting_rule::{
    CountByRule, CountingRule, count_alone, take_census, take_census_with_shapes,
};
pub(crate) use draft::{Draft, as_due};
pub(crate) use failure::quoted;
pub(crate) use glance::Glance;
pub(crate) use naming::naming;
pub(crate) use pages::Pages;
pub(crate) use pdf::wanted_standards;
pub(crate) use received::packed;
pub(crate) use schedule::Schedule;

pub use failure::{Failure, FailureKind};
pub use received::Packed;
pub use settings::{Edition, Listener, Moment, OpenRequest, Progress, Purpose, Stage};
pub use summary::{CountSummary, LimitCount, Otherwise, PolicyCount};

use date::{document_date, from_epoch};
use glance::Foreseen;
use pages::Laid;
use received::{Received, receive};

/// The key of the manifest that findings about the citation style point at.
const STYLE: &[&str] = &["bibliography", "style"];

/// What reads the project: as a whole or not at all, or as far as it can be read.
type ReadProject = fn(&Store, Option<&RulesFile>) -> Result<Project, ProjectError>;

/// An opened dissertation.
pub struct Dissertation {
    read: ReadProject,
    store: Store,
    rules: Option<RulesFile>,
    /// What its receipt says, where a package was opened.
    packed: Option<Packed>,
    moment: Moment,
    listener: Listener,
    project: Arc<Project>,
    /// The texts as they were before the last refresh, for what did not change in them.
    before: Option<Texts>,
    texts: OnceCell<Texts>,
    manuscript: OnceCell<Manuscript>,
    references: OnceCell<Rc<Bibliography>>,
    schedule: OnceCell<Result<Schedule, Failure>>,
    session: Option<Session>,
    laid: Option<Laid>,
    /// The pages that somebody looked at last, and what their next layout is set with.
    glance: Option<Rc<Glance>>,
    foreseen: Option<Foreseen>,
}

impl Dissertation {
    /// Opens the project in a folder: reads manifest, profile and outline, and nothing else yet.
    ///
    /// # Errors
    ///
    /// If there is no project, or one that cannot be worked with.
    pub fn open(request: &OpenRequest, listener: Listener) -> Result<Self, Failure> {
        listener(&Progress::Stage {
            stage: Stage::Reading,
        });
        let OpenRequest {
            root,
            rules,
            moment,
            despite_mistakes,
            as_received,
        } = request;
        let rules = rules.as_deref().map(RulesFile::read).transpose();
        let rules = rules.map_err(ProjectError::from)?;
        let received = match as_received {
            true => receive(root)?,
            false => Received {
                store: project::open(root)?,
                rules: None,
                packed: None,
            },
        };
        let rules = rules.or(received.rules);
        let read = match despite_mistakes {
            true => read_despite_mistakes,
            false => read_project,
        };
        let opened = Self::read_by(read, received.store, rules, moment.clone(), listener)?;
        Ok(Self {
            packed: received.packed,
            ..opened
        })
    }

    /// Opens the project in a store.
    ///
    /// # Errors
    ///
    /// As for [`Dissertation::open`].
    pub fn over(
        store: Store,
        rules: Option<RulesFile>,
        moment: Moment,
        listener: Listener,
    ) -> Result<Self, Failure> {
        Self::read_by(read_project, store, rules, moment, listener)
    }

    fn read_by(
        read: ReadProject,
        store: Store,
        rules: Option<RulesFile>,
        moment: Moment,
        listener: Listener,
    ) -> Result<Self, Failure> {
        let project = Arc::new(read(&store, rules.as_ref())?);
        Ok(Self {
            read,
            store,
            rules,
            packed: None,
            moment,
            listener,
            project,
            before: None,
            texts: OnceCell::new(),
            manuscript: OnceCell::new(),
            references: OnceCell::new(),
            schedule: OnceCell::new(),
            session: None,
            laid: None,
            glance: None,
            foreseen: None,
        })
    }

    /// Looks at the files again, all of them or only those under `changed`, and keeps whatever did
    /// not change. Returns the files that did, among those that were read.
    ///
    /// # Errors
    ///
    /// If the project cannot be worked with any more; what was opened waits for the next refresh.
    pub fn refresh(
        &mut self,
        changed: Option<&[ProjectPath]>,
    ) -> Result<Vec<ProjectPath>, Failure> {
        let different = self.store.refresh(changed);
        let before = &self.project.manifest.bibliography;
        let is_changed = |path: ProjectPath| {
            let real = self.store.resolve(&path).unwrap_or(path);
            different.contains(&real)
        };
        if before.paths().any(is_changed) {
            self.references = OnceCell::new();
        }
        if let Some(texts) = self.texts.take() {
            self.before = Some(texts);
        }
        self.manuscript = OnceCell::new();
        self.schedule = OnceCell::new();
        self.laid = None;
        let project = (self.read)(&self.store, self.rules.as_ref())?;
        if project.manifest.bibliography != self.project.manifest.bibliography
            || project.written_at(STYLE) != self.project.written_at(STYLE)
        {
            self.references = OnceCell::new();
        }
        self.project = Arc::new(project);
        Ok(different)
    }

    /// Returns the project: manifest, profile, outline.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Returns the project to whoever changes the dissertation while looking at it.
    pub(crate) fn shared_project(&self) -> Arc<Project> {
        self.project.clone()
    }

    /// Returns the files that everything is read from.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Returns the rules from outside, if somebody brought some.
    pub(crate) fn rules(&self) -> Option<&RulesFile> {
        self.rules.as_ref()
    }

    /// Returns what its receipt says, where a package was opened.
    pub(crate) fn packed(&self) -> Option<&Packed> {
        self.packed.as_ref()
    }

    /// Returns the dates that everything is judged by.
    pub(crate) fn moment(&self) -> &Moment {
        &self.moment
    }

    /// Returns whoever is told how far the work is.
    pub(crate) fn listener(&self) -> Listener {
        self.listener.clone()
    }

    /// Says that a stage begins.
    pub(crate) fn begin(&self, stage: Stage) {
        (self.listener)(&Progress::Stage { stage });
    }

    /// Returns the files of the outline, read.
    pub(crate) fn texts(&self) -> &Texts {
        self.texts.get_or_init(|| {
            let keys = self
                .read_references()
                .keys
                .keys()
                .map(String::as_str)
                .collect();
            Texts::read(&self.project, &self.store, &keys, self.before.as_ref())
        })
    }

    /// Returns the facts of the files.
    pub(crate) fn manuscript(&self) -> &Manuscript {
        self.manuscript.get_or_init(|| self.texts().facts())
    }

    /// Returns the reference files and the citation style.
    pub(crate) fn references(&self) -> &Bibliography {
        self.read_references()
    }

    /// Returns the reference files to whoever changes the dissertation while looking at them.
    fn shared_references(&self) -> Rc<Bibliography> {
        self.read_references().clone()
    }

    fn read_references(&self) -> &Rc<Bibliography> {
        self.references.get_or_init(|| {
            let wanted = &self.project.manifest.bibliography;
            if wanted.files.is_empty() {
                return Rc::default();
            }
            let style = match &wanted.style {
                project::StyleChoice::Named(name) => name.clone(),
                project::StyleChoice::File(path) => path.to_string(),
            };
            let place = self.project.written_at(STYLE);
            let read = references::prepare(&self.store, &wanted.files, &style, Some(place));
            Rc::new(read)
        })
    }

    /// Returns the ledger, read, and where everything stands by it.
    pub(crate) fn schedule(&self) -> Result<&Schedule, Failure> {
        let schedule = self
            .schedule
            .get_or_init(|| Schedule::read(&self.project, &self.store));
        schedule.as_ref().map_err(Failure::clone)
    }

    /// Returns questions, findings and recommendations, as the chapters' labels tie them.
    pub(crate) fn trace_facts(&self) -> TraceFacts {
        trace_facts(&self.project, self.texts())
    }

    /// Returns the date that the document carries.
    pub(crate) fn document_date(&self) -> DocumentDate {
        let known = self.moment.document_date.clone();
        known.unwrap_or_else(|| self.own_document_date())
    }

    /// Returns the date that the files give, whatever is known of it from elsewhere.
    pub(crate) fn own_document_date(&self) -> DocumentDate {
        let handing_in = schedule::handing_in(self);
        let Moment {
            today,
            source_date_epoch,
            ..
        } = self.moment;
        document_date(handing_in, source_date_epoch, today)
    }

    /// Returns when a PDF says that it was made, if it is not dated as the document is.
    pub(crate) fn made_at(&self) -> Option<DateTime> {
        let Moment {
            source_date_epoch,
            made_at,
            ..
        } = &self.moment;
        made_at.or_else(|| from_epoch(*source_date_epoch))
    }

    /// Sets when a PDF says that it was made; returns what was set before.
    pub(crate) fn set_made_at(&mut self, at: Option<DateTime>) -> Option<DateTime> {
        std::mem::replace(&mut self.moment.made_at, at)
    }

    /// Returns the texts of manifest, profile and references, which places point into.
    pub(crate) fn sources(&self) -> SourceMap {
        let mut sources = self.project.sources.clone();
        sources.extend(self.references().sources.clone());
        sources
    }

    /// Returns the engine's view of the project, which the pages were set with.
    pub(crate) fn session(&self) -> &Session {
        self.session
            .as_ref()
            .expect("who asks has pages, and a session set them")
    }
}
