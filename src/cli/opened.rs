//! What every command about milestones begins with: the project, its ledger, its keys, the moment.

use std::collections::BTreeMap;
use std::path::Path;

use folio::diagnostics::text::{did_you_mean, inline};
use folio::diagnostics::{MAX_TEXT_BYTES, confine, read_bytes, read_text};
use folio::milestones::{
    AllowedSigners, Desk, Facts, History, Ledger, People, Plan, Planned, signers_of,
};
use folio::pipeline::{Request, SurveyRequest, Surveyed};
use folio::project::{self, Project};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::cli::args::LimitArgs;
use crate::cli::context::Context;
use crate::cli::deliver::deliver;
use crate::cli::error::CommandError;

/// A project with everything that its milestones are judged by.
pub(crate) struct Opened {
    pub(crate) project: Project,
    pub(crate) plan: Plan,
    pub(crate) people: People,
    pub(crate) ledger: Ledger,
    pub(crate) signers: AllowedSigners,
    pub(crate) outside: Option<AllowedSigners>,
    /// What is known of the text; nothing, where no survey was asked for.
    pub(crate) surveyed: Option<Surveyed>,
    at: Timestamp,
    today: Date,
    no_facts: Facts,
}

/// Whether the text must be read and the pages set.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Text<'a> {
    /// It is not needed.
    Unread,
    /// It is, within these bounds.
    Surveyed(&'a LimitArgs),
}

impl Opened {
    /// Opens the project in `path`, or the nearest one upwards. `signers` is a list of keys from
    /// outside the project.
    pub(crate) fn open(
        path: Option<&Path>,
        signers: Option<&Path>,
        text: Text<'_>,
        context: &Context,
    ) -> Result<Self, CommandError> {
        let root = context.root(path)?;
        let project = project::load(&root, context.rules.as_deref())?;
        let outside = signers
            .map(|path| read_text(&context.current_dir.join(path)))
            .transpose()?
            .map(|text| AllowedSigners::read(&text));
        let surveyed = match text {
            Text::Unread => None,
            Text::Surveyed(limits) => {
                let request = SurveyRequest {
                    root: project.root.clone(),
                    rules: context.rules.clone(),
                    today: context.today,
                    source_date_epoch: context.source_date_epoch,
                };
                let delivery = deliver::<Surveyed>(Request::Survey(request), limits, context)?;
                Some(delivery.said)
            }
        };
        Ok(Self {
            plan: Plan::of(&project),
            people: People::of(&project),
            ledger: Ledger::of(&project.root)?,
            signers: signers_of(&project.root)?,
            project,
            outside,
            surveyed,
            at: context.now,
            today: context.today.0,
            no_facts: Facts::default(),
        })
    }

    /// Returns the desk over a history; `entered_by` is who types.
    pub(crate) fn desk<'a>(&'a self, history: &'a History, entered_by: &'a str) -> Desk<'a> {
        Desk {
            plan: &self.plan,
            people: &self.people,
            history,
            facts: self
                .surveyed
                .as_ref()
                .map_or(&self.no_facts, |surveyed| &surveyed.facts),
            signers: &self.signers,
            outside: self.outside.as_ref(),
            at: self.at,
            today: self.today,
            entered_by,
        }
    }

    /// Returns a milestone of the plan; a name that it does not have is a slip, not a refusal.
    pub(crate) fn milestone(&self, id: &str) -> Result<&Planned, CommandError> {
        self.plan.find(id).ok_or_else(|| {
            let written = inline(id, 40);
            CommandError::new(format!("there is no milestone `{written}`"))
                .hint(did_you_mean(&written, &self.plan.ids()))
        })
    }

    /// Returns who types when nobody says so: the folder is the student's.
    pub(crate) fn student(&self) -> &str {
        let people = &self.people;
        people.student.as_deref().unwrap_or(&people.student_name)
    }

    /// Reads the chapters of a milestone as they are now.
    pub(crate) fn texts_of(&self, planned: &Planned) -> Result<Vec<Vec<u8>>, CommandError> {
        let root = &self.project.root;
        let texts = planned.chapters.iter().map(|chapter| {
            let path = confine(root, &root.join(&chapter.path))?;
            Ok(read_bytes(&path, MAX_TEXT_BYTES)?)
        });
        texts.collect()
    }

    /// Returns the texts of the chapters as they are now, by id; one that cannot be read is left
    /// out.
    pub(crate) fn chapter_texts(&self) -> BTreeMap<String, String> {
        let chapters = self.project.outline.chapters.iter();
        chapters
            .filter_map(|chapter| {
                let text = read_text(&chapter.path.below(&self.project.root)).ok()?;
                Some((chapter.id.clone(), text))
            })
            .collect()
    }
}
