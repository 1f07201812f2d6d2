//! Opening many dissertations, each in a child of its own within its own bounds, and a row for each
//! whatever happens to it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::cohort::find::{Found, Shard, digest_of};
use crate::cohort::inputs::digest;
use crate::cohort::kind::Kind;
use crate::cohort::register::{Register, RegisterLine};
use crate::cohort::row::Row;
use crate::diagnostics::text::{list, thousands};
use crate::diagnostics::{Level, read_text};
use crate::dissertation::{Failure, FailureKind, Moment, OpenRequest};
use crate::pipeline::{Overview, OverviewRequest, Request, Surveyed};
use crate::project::{Profile, Project, built_in_profile, built_in_profiles};
use crate::worker::{Answer, Limits, WorkError, Worker};

/// How often whoever waits looks whether to go on.
const LOOK: Duration = Duration::from_millis(100);
/// A child that a signal ended is heard of before the signal itself.
const AFTER_A_DEATH: Duration = Duration::from_millis(300);

/// What makes the page about a student, and says where it is; `None`: it could not be made.
pub type MakePage =
    dyn Fn(&Row, &Project, Answer<Surveyed>) -> Option<String> + Send + Sync + 'static;

/// What all rows are made by.
pub struct RunRequest {
    /// This program.
    pub program: PathBuf,
    /// What each student may use.
    pub limits: Limits,
    /// So many are opened at once.
    pub jobs: usize,
    /// The day.
    pub moment: Moment,
    /// A profile from outside.
    pub rules: Option<PathBuf>,
    /// The digest of everything that judges: rules, keys, register line left out.
    pub judged_by: String,
    /// The text of a list of keys from outside.
    pub signers: Option<String>,
    /// The office's own list.
    pub register: Option<Register>,
    /// The part of the register that this run answers for.
    pub shard: Option<Shard>,
    /// The names of all that was found, also of other parts.
    pub names: Vec<String>,
    /// What rows may show.
    pub kind: Kind,
    /// The version of folio.
    pub version: String,
    /// What makes a page about each, where pages were asked for.
    pub page: Option<Arc<MakePage>>,
}

/// What came of one of them.
#[derive(Debug)]
pub enum Step {
    /// A new row.
    Made(Box<Row>),
    /// The row that there was still holds.
    Kept,
}

/// What whoever runs it is told of, a few times a second.
pub enum News {
    /// One is done.
    Step(Step),
    /// Nothing new.
    Waiting,
}

/// Makes a row of each dissertation, in no order. `before` are the rows that there were: with
/// `keeps` those whose inputs have not changed are kept. Ends early when it is told to.
pub fn run(
    request: RunRequest,
    found: Vec<Found>,
    before: BTreeMap<String, Row>,
    keeps: bool,
    on_news: &mut dyn FnMut(News) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let jobs = request.jobs.max(1).min(found.len().max(1));
    let todo = Arc::new(Mutex::new(VecDeque::from(found)));
    let shared = Arc::new(Shared {
        request,
        before,
        keeps,
        matched: Mutex::default(),
    });
    let (sender, news) = mpsc::channel();
    for _ in 0..jobs {
        let (todo, shared, sender) = (todo.clone(), shared.clone(), sender.clone());
        thread::spawn(move || {
            loop {
                let next = todo
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .pop_front();
                let Some(found) = next else { return };
                if sender.send(shared.one(&found)).is_err() {
                    return;
                }
            }
        });
    }
    drop(sender);
    loop {
        let news = match news.recv_timeout(LOOK) {
            Ok(Step::Made(row)) if is_death(&row) => {
                thread::sleep(AFTER_A_DEATH);
                on_news(News::Waiting)?;
                News::Step(Step::Made(row))
            }
            Ok(step) => News::Step(step),
            Err(RecvTimeoutError::Timeout) => News::Waiting,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        on_news(news)?;
    }
    for row in shared.nothing_received() {
        on_news(News::Step(Step::Made(Box::new(row))))?;
    }
    ControlFlow::Continue(())
}

/// Whether a child ended without a word.
fn is_death(row: &Row) -> bool {
    row.error.as_deref().is_some_and(|it| it.starts_with(DEATH))
}

const DEATH: &str = "folio ended unexpectedly";

/// What the threads share.
struct Shared {
    request: RunRequest,
    before: BTreeMap<String, Row>,
    keeps: bool,
    /// The lines of the register that a folder was found for.
    matched: Mutex<BTreeSet<usize>>,
}

impl Shared {
    fn one(&self, found: &Found) -> Step {
        let begun = Instant::now();
        let by_name = self.line(|line| line.is_exact() && line.fits(&found.name));
        let office = match &self.request.register {
            // Of whom a line speaks that names no folder is only known when all are open.
            Some(register) if !register.names_folders() => format!("{:?}", register.lines),
            Some(_) | None => format!("{by_name:?}"),
        };
        let rules = by_name.and_then(|line| line.rules.as_ref());
        let rules = rules.and_then(|path| read_text(path).ok());
        let judged_by = &self.request.judged_by;
        let judged_by = format!("{judged_by}\n{office}\n{rules:?}\n{}", found.name);
        // Whatever a link leads to is nobody's business.
        let is_opened = found.trouble.is_none();
        let digest = digest(is_opened.then_some(&*found.path), &judged_by);
        let before = self.before.get(&found.id);
        if let Some(row) = before.filter(|_| self.keeps)
            && row.digest.as_ref() == Some(&digest)
        {
            self.matched().extend(row.register);
            return Step::Kept;
        }
        let mut row = Row::of(
            found,
            self.request.kind,
            &self.request.version,
            self.request.moment.today.0,
        );
        row.digest = Some(digest);
        let mut line = by_name;
        match found.trouble {
            Some(trouble) => row.error = Some(trouble.to_owned()),
            None => self.open(found, before, &mut line, &mut row),
        }
        // A name is surer than a number, and a number than a pattern.
        match line.or_else(|| self.line(|line| line.fits(&found.name))) {
            Some(line) => {
                row.overrule(line);
                self.matched().insert(line.line);
            }
            None if self.request.register.is_some() => {
                row.remarks.push("not on the register".into());
            }
            None => {}
        }
        row.seconds = (begun.elapsed().as_secs_f64() * 100.0).round() / 100.0;
        Step::Made(Box::new(row.limited()))
    }

    /// Opens a dissertation and asks for everything; whatever goes wrong is the row's error.
    fn open<'a>(
        &'a self,
        found: &Found,
        before: Option<&Row>,
        line: &mut Option<&'a RegisterLine>,
        row: &mut Row,
    ) {
        let RunRequest {
            program, limits, ..
        } = &self.request;
        let begun = Instant::now();
        let mut worker = Worker::new(program, *limits, |_| {});
        let mut ask = || -> Result<(), WorkError> {
            let mut project = self.opened(&mut worker, found, None)?;
            row.identify(&project.manifest.dissertation);
            if line.is_none() {
                let is_it = |line: &RegisterLine| line.names(&project.manifest.dissertation);
                *line = self
                    .line(is_it)
                    .or_else(|| self.line(|line| line.fits(&found.name)));
            }
            let rules = line.and_then(|line| line.rules.as_ref());
            if let Some(rules) = rules {
                project = self.opened(&mut worker, found, Some(rules))?;
            }
            worker.limit(Limits {
                time: limits.time.saturating_sub(begun.elapsed()),
                ..*limits
            });
            let request = OverviewRequest {
                signers: self.request.signers.clone(),
                dates: line.map(|line| line.dates.clone()).unwrap_or_default(),
            };
            let overview = worker.ask::<Overview>(Request::Overview(request))?;
            row.fill(overview.said, before);
            let dated = line.map(|line| &line.dates[..]).unwrap_or_default();
            let is_there = |id: &str| row.milestones.iter().any(|it| *it.id == *id);
            if !dated.iter().all(|it| is_there(&it.milestone)) {
                row.remarks
                    .push("the register dates a milestone that is not in the rules".into());
            }
            row.call_as(&known_rules(&project));
            if let Some(page) = &self.request.page {
                let surveyed = worker.ask::<Surveyed>(Request::Survey)?;
                row.page = page(row, &project, surveyed);
            }
            Ok(())
        };
        if let Err(error) = ask() {
            row.error = Some(in_words(&error, *limits));
            if let WorkError::Died { .. } | WorkError::Io(_) = error {
                // That says nothing of the folder: it is asked again the next time.
                row.digest = None;
            }
        }
    }

    fn opened(
        &self,
        worker: &mut Worker,
        found: &Found,
        rules: Option<&PathBuf>,
    ) -> Result<Project, WorkError> {
        let opened = worker.open(OpenRequest {
            root: found.path.clone(),
            rules: rules.or(self.request.rules.as_ref()).cloned(),
            moment: self.request.moment.clone(),
            despite_mistakes: false,
            as_received: true,
        })?;
        Ok(opened.said.project)
    }

    fn line(&self, is_it: impl Fn(&RegisterLine) -> bool) -> Option<&RegisterLine> {
        let register = self.request.register.as_ref()?;
        register.lines.iter().find(|line| is_it(line))
    }

    fn matched(&self) -> std::sync::MutexGuard<'_, BTreeSet<usize>> {
        self.matched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns a row for each line of the register that no folder was found for. What other runs
    /// find is not known here: a merge leaves out those that have one there.
    fn nothing_received(&self) -> Vec<Row> {
        let RunRequest {
            names,
            register,
            shard,
            kind,
            version,
            moment,
            ..
        } = &self.request;
        let mut rows = Vec::new();
        let matched = self.matched();
        for line in register.iter().flat_map(|register| &register.lines) {
            let key = line.key();
            let is_ours = shard.is_none_or(|shard| shard.holds(&key));
            let is_there = shard.is_some() && names.iter().any(|name| line.fits(name));
            if matched.contains(&line.line) || !is_ours || is_there {
                continue;
            }
            let mut id = digest_of(&key, *kind);
            id.truncate(8);
            let found = Found {
                name: key,
                path: PathBuf::new(),
                id,
                trouble: None,
            };
            let mut row = Row::of(&found, *kind, version, moment.today.0);
            row.folder = None;
            row.received = false;
            row.error = Some("nothing received".into());
            row.overrule(line);
            rows.push(row.limited());
        }
        rows
    }
}

/// Returns the rules that say nothing of a student: folio's own, and those from outside. A profile
/// that lies in the folder is the student's.
fn known_rules(project: &Project) -> Vec<Profile> {
    let own = built_in_profiles().into_iter().filter_map(built_in_profile);
    let brought = project.manifest.is_judged_from_outside;
    own.chain(brought.then(|| project.profile.clone()))
        .collect()
}

/// Says why there is no row in words that name no file and no path: tables in which nobody may be
/// recognised have them.
fn in_words(error: &WorkError, limits: Limits) -> String {
    match error {
        WorkError::Failed(failure) => failed(failure),
        WorkError::TimedOut { .. } => {
            format!(
                "it took longer than {} seconds and was stopped",
                limits.time.as_secs()
            )
        }
        WorkError::OutOfMemory { limit_bytes, .. } => format!(
            "it needed more than {} MiB of memory and was stopped",
            thousands(limit_bytes >> 20)
        ),
        WorkError::Died { .. } => format!("{DEATH} at it"),
        WorkError::Io(_) => "folio could not be started for it".to_owned(),
    }
}

fn failed(failure: &Failure) -> String {
    let denied = failure.findings.iter().filter(|it| it.level == Level::Deny);
    let mut codes: Vec<&str> = denied.map(|it| &*it.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let what = match failure.kind {
        FailureKind::Received => return failure.message.clone(),
        FailureKind::Project => "its `folio.toml` or its ledger cannot be worked with",
        FailureKind::Typesetting => "its pages cannot be set",
        FailureKind::Counting => "its words cannot be counted",
        FailureKind::Refused => "it was refused",
    };
    match codes.as_slice() {
        [] => what.to_owned(),
        codes => format!("{what}: {}", list(codes)),
    }
}
