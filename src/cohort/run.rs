//! Opening many dissertations, each in a child of its own within its own bounds, and a row for each
//! whatever happens to it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::cohort::find::{Found, LONG, Shard, digest_of};
use crate::cohort::inputs::digest;
use crate::cohort::kind::Kind;
use crate::cohort::register::{Matches, Register, RegisterLine};
use crate::cohort::row::Row;
use crate::cohort::why::{DEATH, in_words};
use crate::diagnostics::read_text;
use crate::dissertation::{Moment, OpenRequest};
use crate::package::Answer as Verdict;
use crate::pipeline::{Overview, OverviewRequest, Request, Surveyed, Verified, VerifyRequest};
use crate::project::{Profile, Project, built_in_profile, built_in_profiles};
use crate::worker::{Answer, Limits, WorkError, Worker};

/// How often whoever waits looks whether to go on.
const LOOK: Duration = Duration::from_millis(100);
/// A child that a signal ended is heard of before the signal itself.
const AFTER_A_DEATH: Duration = Duration::from_millis(300);

/// What makes the page about a student, and says where it is; `None`: it could not be made.
pub type MakePage =
    dyn Fn(&Row, &Project, Answer<Surveyed>) -> Option<String> + Send + Sync + 'static;

/// What answers whether a package is what its source makes; `None`: nobody can say.
pub type Conclude = fn(&Verified) -> Option<Verdict>;

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
    /// What answers whether a package is what its source makes.
    pub conclude: Conclude,
    /// What makes a page about each, where pages were asked for.
    pub page: Option<Arc<MakePage>>,
}

/// What came of one of them.
#[derive(Debug)]
pub enum Step {
    /// A new row.
    Made(Box<Row>),
    /// The row that there was still holds.
    Kept {
        /// Whether it is one with an error.
        has_error: bool,
    },
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
    let mut request = request;
    let register = request.register.take();
    let register = register.map(|it| Matches::new(it.lines, &request.names));
    let jobs = request.jobs.max(1).min(found.len().max(1));
    let todo = Arc::new(Mutex::new(VecDeque::from(found)));
    let shared = Arc::new(Shared {
        request,
        register,
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

/// What the threads share.
struct Shared {
    request: RunRequest,
    register: Option<Matches>,
    before: BTreeMap<String, Row>,
    keeps: bool,
    /// The lines of the register that a folder was found for.
    matched: Mutex<BTreeSet<usize>>,
}

impl Shared {
    fn one(&self, found: &Found) -> Step {
        let begun = Instant::now();
        let register = self.register.as_ref();
        let by_name = register.and_then(|it| it.by_name(&found.name));
        let office = match (by_name, register) {
            (Some(line), _) => format!("{line:?}"),
            // Of whom a line speaks that names no folder is only known when it is open.
            (None, Some(register)) => register.digest().to_owned(),
            (None, None) => String::new(),
        };
        let rules = by_name.and_then(|line| line.rules.as_ref());
        let rules = rules.and_then(|path| read_text(path).ok());
        let judged_by = &self.request.judged_by;
        let judged_by = format!("{judged_by}\n{office}\n{rules:?}\n{}", found.name);
        // Whatever a link leads to is nobody's business.
        let path = found.trouble.is_none().then_some(&*found.path);
        let mut inputs = digest(path, &judged_by);
        let before = self.before.get(&found.id);
        if let Some(row) = before.filter(|_| self.keeps)
            && row.digest.is_some()
            && row.digest == inputs
            && let Some(line) = self.line_of_kept(row, by_name)
        {
            self.matched().extend(line);
            let has_error = row.error.is_some();
            return Step::Kept { has_error };
        }
        let (mut row, mut line) = self.looked_at(found, before, by_name);
        for is_last in [false, true] {
            let now = digest(path, &judged_by);
            if now == inputs {
                break;
            }
            // Somebody was writing to it, or it went away: what was read is nothing that ever stood
            // there.
            inputs = now;
            if is_last {
                let error = Some("it changed while it was being read".to_owned());
                row = Row {
                    error,
                    ..self.empty(found)
                };
                inputs = None;
            } else {
                (row, line) = self.looked_at(found, before, by_name);
            }
        }
        if row.digest.is_some() {
            row.digest = inputs;
        }
        // A name is surer than a number, and a number than a pattern.
        let by_pattern = || register.and_then(|it| it.by_pattern(&found.name));
        match line.or_else(by_pattern) {
            Some(line) => {
                row.overrule(line);
                self.matched().insert(line.line);
            }
            None if register.is_some() => {
                row.remarks.push("not on the register".into());
            }
            None => {}
        }
        row.seconds = (begun.elapsed().as_secs_f64() * 100.0).round() / 100.0;
        Step::Made(Box::new(row.limited()))
    }

    /// Returns the number of the line that a kept row is about, or that there is none; `None`: nobody
    /// can say, and the row is made anew.
    fn line_of_kept(&self, row: &Row, by_name: Option<&RegisterLine>) -> Option<Option<usize>> {
        match (&self.register, row.kind) {
            (None, _) => Some(None),
            (Some(_), Kind::Triage | Kind::Office) => Some(row.register),
            // What markers see does not say which line it was.
            (Some(register), Kind::Marking) => {
                let by_candidate = || register.by_candidate(row.candidate.as_deref()?);
                Some(Some(by_name.or_else(by_candidate)?.line))
            }
        }
    }

    /// Returns a row of which nothing is known yet.
    fn empty(&self, found: &Found) -> Row {
        let RunRequest {
            kind,
            version,
            moment,
            ..
        } = &self.request;
        Row::of(found, *kind, version, moment.today.0)
    }

    /// Returns a row of what is there now, and the line of the register that is about it.
    fn looked_at<'a>(
        &'a self,
        found: &Found,
        before: Option<&Row>,
        by_name: Option<&'a RegisterLine>,
    ) -> (Row, Option<&'a RegisterLine>) {
        let (mut row, mut line) = (self.empty(found), by_name);
        // Whoever calls this knows it; what is to be done again has none.
        row.digest = Some(String::new());
        match found.trouble {
            Some(trouble) => row.error = Some(trouble.to_owned()),
            None => self.open(found, before, &mut line, &mut row),
        }
        (row, line)
    }

    /// Opens a dissertation and asks for everything; whatever goes wrong is the row's error.
    fn open<'a>(
        &'a self,
        found: &Found,
        before: Option<&Row>,
        line: &mut Option<&'a RegisterLine>,
        row: &mut Row,
    ) {
        let limits = self.request.limits;
        let begun = Instant::now();
        let left = || Limits {
            time: limits.time.saturating_sub(begun.elapsed()),
            ..limits
        };
        let mut worker = Worker::new(&self.request.program, limits, |_| {}).one_of_many();
        let mut ask = || -> Result<(), WorkError> {
            let mut project = self.opened(&mut worker, found, None)?;
            row.identify(&project.manifest.dissertation);
            if let (None, Some(register)) = (&line, &self.register) {
                let by_number = register.by_number(&project.manifest.dissertation);
                *line = by_number.or_else(|| register.by_pattern(&found.name));
            }
            let rules = line.and_then(|line| line.rules.as_ref());
            if let Some(rules) = rules {
                worker.limit(left());
                project = self.opened(&mut worker, found, Some(rules))?;
            }
            worker.limit(left());
            let request = OverviewRequest {
                signers: self.request.signers.clone(),
                dates: line.map(|line| line.dates.clone()).unwrap_or_default(),
            };
            let overview = worker.ask::<Overview>(Request::Overview(request))?.said;
            let is_package = overview.packed.is_some();
            row.fill(overview, before);
            let dated = line.map(|line| &line.dates[..]).unwrap_or_default();
            let is_there = |id: &str| row.milestones.iter().any(|it| *it.id == *id);
            if !dated.iter().all(|it| is_there(&it.milestone)) {
                row.remarks
                    .push("the register dates a milestone that is not in the rules".into());
            }
            row.call_as(&known_rules(&project));
            if let Some(page) = &self.request.page {
                worker.limit(left());
                let surveyed = worker.ask::<Surveyed>(Request::Survey)?;
                row.page = page(row, &project, surveyed);
                if row.page.is_none() {
                    row.remarks.push("its page could not be written".into());
                    row.digest = None;
                }
            }
            if is_package {
                worker.limit(left());
                row.verify(self.verdict(&mut worker, found));
            }
            Ok(())
        };
        if let Err(error) = ask() {
            row.error = Some(in_words(&error, limits));
            if let WorkError::Died { .. } | WorkError::Io(_) = error {
                // That says nothing of the folder: it is asked again the next time.
                row.digest = None;
            }
        }
    }

    /// Builds a package again from the source that it holds, as `folio verify` does.
    fn verdict(&self, worker: &mut Worker, found: &Found) -> Verdict {
        let request = VerifyRequest {
            package: found.path.clone(),
            pdf: None,
            version: self.request.version.clone(),
            is_exact: false,
            rules: None,
        };
        let verified = worker.ask::<Verified>(Request::Verify(request));
        let verdict = verified
            .ok()
            .and_then(|it| (self.request.conclude)(&it.said));
        // Whatever stopped it speaks against nobody.
        verdict.unwrap_or(Verdict::Unknown)
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

    fn matched(&self) -> std::sync::MutexGuard<'_, BTreeSet<usize>> {
        self.matched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns a row for each line of the register that no folder was found for. What other runs
    /// find is not known here: a merge leaves out those that have one there.
    fn nothing_received(&self) -> Vec<Row> {
        let RunRequest {
            names, shard, kind, ..
        } = &self.request;
        let mut rows = Vec::new();
        let matched = self.matched();
        for line in self.register.iter().flat_map(Matches::lines) {
            let key = line.key();
            let is_ours = shard.is_none_or(|shard| shard.holds(&key));
            // What another part finds is left out when they are joined: by its number of the line,
            // or the candidate number, if there is any.
            let is_known = *kind != Kind::Marking || line.candidate.is_some();
            let fits = || names.iter().any(|name| line.fits(name));
            let is_there = shard.is_some() && (!is_known || fits());
            if matched.contains(&line.line) || !is_ours || is_there {
                continue;
            }
            let mut id = digest_of(&key, *kind);
            // No folder has a number of that length, but one of two that met.
            id.truncate(LONG);
            let found = Found {
                name: key,
                path: PathBuf::new(),
                id,
                trouble: None,
            };
            let mut row = self.empty(&found);
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
