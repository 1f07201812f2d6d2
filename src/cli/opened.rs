//! What every command about milestones begins with: the project, its ledger, its keys, the moment.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use folio::diagnostics::text::{did_you_mean, inline};
use folio::diagnostics::{FileError, MAX_TEXT_BYTES, ProjectPath, Store, read_text};
use folio::dissertation::Moment;
use folio::milestones::{
    AllowedSigners, Basis, ChaptersNow, Drift, Facts, History, Ledger, People, Plan, Planned,
    Standing, kept,
};
use folio::pipeline::{Request, Surveyed};
use folio::project::{self, Project, RulesFile};
use folio::worker::Answer;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::cli::args::LimitArgs;
use crate::cli::at_work::AtWork;
use crate::cli::context::Context;
use crate::cli::error::CommandError;

/// A project that can be recorded in.
pub(crate) struct Opened {
    examined: Examined,
    pub(crate) ledger: Ledger,
    /// The child that surveyed it, where the project stays open.
    pub(crate) worker: Option<AtWork>,
}

impl Deref for Opened {
    type Target = Examined;

    fn deref(&self) -> &Examined {
        &self.examined
    }
}

/// A project with everything that its milestones are judged by.
pub(crate) struct Examined {
    pub(crate) project: Project,
    pub(crate) plan: Plan,
    pub(crate) people: People,
    pub(crate) signers: AllowedSigners,
    pub(crate) outside: Option<AllowedSigners>,
    /// Its files, each read once; after a survey those that milestones are judged by.
    pub(crate) store: Store,
    /// What is known of the text; nothing, where no survey was asked for.
    pub(crate) surveyed: Option<Surveyed>,
    at: Timestamp,
    today: Date,
    clock: Option<Date>,
    seed: [u8; 32],
    no_facts: Facts,
}

/// Reads the list of `--signers`; one that can vouch for nobody is an error, not a list by which
/// nothing holds.
pub(crate) fn brought(
    path: &Path,
    context: &Context,
) -> Result<(String, AllowedSigners), CommandError> {
    let text = read_text(&context.current_dir.join(path))?;
    let list = AllowedSigners::parse(&text);
    match list.why_useless(context.now) {
        None => Ok((text, list)),
        Some(why) => {
            let shown = inline(&path.display().to_string(), 200);
            let message = format!("the list of keys {shown} can vouch for nobody: {why}");
            let hint = "give a list in the form of OpenSSH's `allowed_signers` with `--signers`";
            Err(CommandError::new(message).hint(hint))
        }
    }
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
        let outside = signers.map(|path| brought(path, context)).transpose()?;
        let outside = outside.map(|(_, list)| list);
        let (examined, worker) = match text {
            Text::Unread => {
                let rules = context.rules.as_deref().map(RulesFile::read).transpose()?;
                let store = project::open(&root)?;
                let project = project::read_project(&store, rules.as_ref())?;
                context.gate.let_pass(&project);
                let moment = context.moment();
                (Examined::of(project, store, None, outside, &moment)?, None)
            }
            Text::Surveyed(limits) => {
                let (mut at_work, project) = AtWork::open(&root, limits, context)?;
                let answer = at_work.ask::<Surveyed>(Request::Survey)?;
                let examined = Examined::surveyed(project, answer, outside, &context.moment())?;
                (examined, Some(at_work))
            }
        };
        Ok(Self {
            ledger: Ledger::of(&examined.project.root)?,
            examined: Examined {
                clock: context.clock,
                seed: context.seed,
                ..examined
            },
            worker,
        })
    }
}

impl Examined {
    /// Returns a project whose text was surveyed, with the files that came with the survey.
    pub(crate) fn surveyed(
        project: Project,
        answer: Answer<Surveyed>,
        outside: Option<AllowedSigners>,
        moment: &Moment,
    ) -> Result<Self, FileError> {
        let files = answer.files.into_iter();
        let files =
            files.filter_map(|(path, bytes)| Some((ProjectPath::new(&path)?, Arc::from(bytes))));
        let store = Store::memory(files.collect());
        Self::of(project, store, Some(answer.said), outside, moment)
    }

    fn of(
        project: Project,
        store: Store,
        surveyed: Option<Surveyed>,
        outside: Option<AllowedSigners>,
        moment: &Moment,
    ) -> Result<Self, FileError> {
        Ok(Self {
            plan: Plan::of(&project),
            people: People::of(&project),
            signers: AllowedSigners::of(&store)?,
            store,
            project,
            outside,
            surveyed,
            at: moment.now,
            today: moment.today.0,
            clock: None,
            seed: [0; 32],
            no_facts: Facts::default(),
        })
    }

    /// Returns the ledger as it was when the project was opened.
    pub(crate) fn history(&self) -> Result<History, CommandError> {
        Ok(History::of(&self.store)?)
    }

    /// Returns what a history is judged by; `entered_by` is who types.
    pub(crate) fn basis<'a>(&'a self, history: &'a History, entered_by: &'a str) -> Basis<'a> {
        Basis {
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
            clock: self.clock,
            seed: &self.seed,
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

    /// Returns the chapters of a milestone as they are now.
    pub(crate) fn texts_of(&self, planned: &Planned) -> Result<Vec<Vec<u8>>, CommandError> {
        let texts = planned.chapters.iter().map(|chapter| {
            let path = ProjectPath::new(&chapter.path);
            let path = path.expect("the outline's paths are paths of the project");
            Ok(self.store.bytes(&path, MAX_TEXT_BYTES)?.to_vec())
        });
        texts.collect()
    }

    /// Returns what changed in the chapters of a milestone since they were marked ready; `None`: they
    /// were not, or a copy that was kept is gone, and no number is better than half of one.
    pub(crate) fn drift(&self, standing: &Standing, now: ChaptersNow<'_>) -> Option<Drift> {
        let ready = &standing.ready.as_ref()?.ready;
        now.drift_of(&kept(&self.store, ready))
    }

    /// Returns the chapters as they are now, their texts being known.
    pub(crate) fn now<'a>(&'a self, texts: &'a BTreeMap<String, String>) -> ChaptersNow<'a> {
        let counted = self.surveyed.as_ref().and_then(|it| it.words.as_ref());
        ChaptersNow { texts, counted }
    }

    /// Returns the title of a chapter, its id where it has none.
    pub(crate) fn title_of(&self, id: &str) -> String {
        let facts = self.surveyed.as_ref().map(|it| &it.facts.chapters);
        let title = facts.and_then(|all| all.get(id)).map(|it| &*it.title);
        title.filter(|it| !it.is_empty()).unwrap_or(id).to_owned()
    }

    /// Returns the texts of the chapters as they are now, by id; one that cannot be read is left
    /// out.
    pub(crate) fn chapter_texts(&self) -> BTreeMap<String, String> {
        let chapters = self.project.outline.chapters.iter();
        let texts = chapters.filter_map(|chapter| {
            let text = self.store.text(&chapter.path).ok()?;
            Some((chapter.id.clone(), text))
        });
        texts.collect()
    }
}
