//! The loop that keeps the pages as the files are: one opened dissertation, asked again and again.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::dissertation::Progress;
use crate::pipeline::{FindRequest, FoundWork, LookRequest, Looked, PictureRequest, Request};
use crate::preview::changes::Changes;
use crate::preview::shared::{Kind, Shared, picture_name};
use crate::preview::view::{PagesView, TroubleView, json};
use crate::preview::{Settings, Status, Trouble};
use crate::project::manifest_path;
use crate::worker::{Answer, PICTURE, Refreshed, WorkError, Worker};

/// An edit is set so often until its pages stay as they are.
const MOST_LAYOUTS: usize = 4;
/// Before the texts of the pages are read, so long nobody may want anything else.
const IDLE: Duration = Duration::from_millis(40);
/// A layout that takes longer than this is given up for the next change, unless layouts take long.
const PATIENCE: Duration = Duration::from_secs(5);
/// A layout is given so many times what the longest one took.
const PATIENCE_TIMES: u32 = 4;
/// What takes longer than this is told to be at work.
const TOLD_AFTER: Duration = Duration::from_millis(900);
/// So many works are found at most.
const MOST_FOUND: usize = 40;

/// What is wanted of the loop.
pub(super) enum Message {
    /// The files changed.
    Changed(Changes),
    /// A page is wanted as a picture.
    Picture {
        looks: String,
        pixels_per_point: f64,
        reply: Sender<Option<Arc<[u8]>>>,
    },
    /// Works are looked for.
    Find {
        words: String,
        reply: Sender<String>,
    },
    /// A browser came.
    Joined,
}

/// The loop.
pub(super) struct Live {
    pub(super) settings: Arc<Settings>,
    pub(super) shared: Arc<Shared>,
    pub(super) messages: Receiver<Message>,
    /// How many changes wait to be taken.
    pub(super) waiting: Arc<AtomicUsize>,
    /// Told after each layout, so that everything else is judged.
    pub(super) judge: Sender<()>,
}

/// How the project was opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    Not,
    Sound,
    /// As far as it could be read.
    DespiteMistakes,
}

struct State {
    worker: Worker,
    opened: Opened,
    changes: Option<Changes>,
    wishes: VecDeque<Message>,
    /// The last layout that was good.
    looked: Option<Looked>,
    is_settled: bool,
    /// How many words counted when the preview began.
    at_first: Option<i64>,
    layouts: usize,
    leaves_out: bool,
    has_trouble: bool,
    /// Whether the texts of the last layout are still to be read.
    wants_texts: bool,
    begun: Instant,
    longest: Arc<Mutex<Duration>>,
    /// Whether pages are being set.
    is_setting: Arc<AtomicBool>,
}

#[derive(Serialize)]
struct Working<'a> {
    what: &'a str,
    seconds: u64,
}

impl Live {
    /// Runs until nobody wants anything any more.
    pub(super) fn run(self) {
        let longest = Arc::new(Mutex::new(Duration::ZERO));
        let is_setting = Arc::new(AtomicBool::new(false));
        let mut state = State {
            worker: self.worker(&longest, &is_setting),
            opened: Opened::Not,
            changes: Some(Changes::everything()),
            wishes: VecDeque::new(),
            looked: None,
            is_settled: true,
            at_first: None,
            layouts: 0,
            leaves_out: true,
            has_trouble: false,
            wants_texts: false,
            begun: Instant::now(),
            longest,
            is_setting,
        };
        while self.gather(&mut state) {
            if let Some(changes) = state.changes.take() {
                state.is_setting.store(true, Ordering::Relaxed);
                self.turn(&mut state, &changes);
                state.is_setting.store(false, Ordering::Relaxed);
            } else if let Some(wish) = state.wishes.pop_front() {
                self.grant(&mut state, wish);
            } else if !state.is_settled {
                self.look(&mut state, &Changes::default());
            } else if state.wants_texts && self.shared.has_listeners() {
                self.texts(&mut state);
            }
        }
    }

    fn worker(&self, longest: &Arc<Mutex<Duration>>, is_setting: &Arc<AtomicBool>) -> Worker {
        let settings = &self.settings;
        let shared = self.shared.clone();
        let begun = Arc::new(Mutex::new((Instant::now(), String::new())));
        let told = begun.clone();
        let on_progress = move |progress: &Progress| {
            let what = match progress {
                Progress::Stage { stage } => stage.doing().to_owned(),
                Progress::Chapter { path } => format!("typesetting {path}"),
            };
            told.lock().unwrap_or_else(PoisonError::into_inner).1 = what;
        };
        let mut worker = Worker::new(&settings.program, settings.limits, on_progress);
        let (waiting, longest) = (self.waiting.clone(), longest.clone());
        let is_setting = is_setting.clone();
        let second = Mutex::new(0);
        worker.stop_when(move |elapsed| {
            if elapsed > TOLD_AFTER && is_setting.load(Ordering::Relaxed) {
                let mut last = second.lock().unwrap_or_else(PoisonError::into_inner);
                let seconds = elapsed.as_secs();
                if *last != seconds {
                    *last = seconds;
                    let now = begun.lock().unwrap_or_else(PoisonError::into_inner);
                    let working = Working {
                        what: &now.1,
                        seconds,
                    };
                    shared.tell(Kind::Working, &json(&working));
                }
            }
            let longest = *longest.lock().unwrap_or_else(PoisonError::into_inner);
            let patience = PATIENCE.max(longest * PATIENCE_TIMES);
            waiting.load(Ordering::Relaxed) > 0 && elapsed > patience
        });
        worker
    }

    /// Takes what is wanted; waits only if there is nothing to do. Returns whether to go on.
    fn gather(&self, state: &mut State) -> bool {
        loop {
            let is_idle = state.changes.is_none() && state.wishes.is_empty() && state.is_settled;
            let wants_texts = state.wants_texts && self.shared.has_listeners();
            let message = match (is_idle, wants_texts) {
                (true, true) => match self.messages.recv_timeout(IDLE) {
                    Err(RecvTimeoutError::Timeout) => return true,
                    Err(RecvTimeoutError::Disconnected) => return false,
                    Ok(message) => message,
                },
                (true, false) => match self.messages.recv() {
                    Err(_) => return false,
                    Ok(message) => message,
                },
                (false, _) => match self.messages.try_recv() {
                    Err(TryRecvError::Empty) => return true,
                    Err(TryRecvError::Disconnected) => return false,
                    Ok(message) => message,
                },
            };
            match message {
                Message::Changed(changes) => {
                    self.waiting.fetch_sub(1, Ordering::Relaxed);
                    if changes.concern_pages() {
                        state.begun = Instant::now();
                        let known = state.changes.get_or_insert_default();
                        known.join(changes);
                    } else {
                        let _ = self.judge.send(());
                    }
                }
                Message::Joined => {}
                wish @ (Message::Picture { .. } | Message::Find { .. }) => {
                    state.wishes.push_back(wish);
                }
            }
        }
    }

    /// Sees the files as they are now, and sets the pages.
    fn turn(&self, state: &mut State, changes: &Changes) {
        state.layouts = 0;
        let is_listed =
            |path: &crate::diagnostics::ProjectPath| path.as_str() == "confidential.txt";
        if changes.is_everything || changes.files.iter().any(is_listed) {
            self.shared.set_cover((self.settings.cover)());
        }
        let concerns_manifest =
            changes.is_everything || changes.files.iter().any(|path| *path == manifest_path());
        let goes_on = match state.opened {
            Opened::Not => false,
            Opened::Sound => !changes.is_folder_new,
            Opened::DespiteMistakes => !changes.is_folder_new && !concerns_manifest,
        };
        let seen = match goes_on {
            true => {
                let files = changes.files.iter().cloned().collect();
                let files = (!changes.is_everything).then_some(files);
                let seen: Result<Answer<Refreshed>, _> = state.worker.refresh(files);
                seen.map(drop)
            }
            false => self.open(state),
        };
        match seen {
            Ok(()) => self.look(state, changes),
            Err(error) => self.fail(state, error),
        }
    }

    /// Opens the project. One that has mistakes is opened as far as it can be read, unless there are
    /// good pages of it already.
    fn open(&self, state: &mut State) -> Result<(), WorkError> {
        let mut request = (self.settings.open)();
        let opened = state.worker.open(request.clone());
        (state.opened, request.despite_mistakes) = match (&opened, state.opened) {
            (Ok(_), _) => (Opened::Sound, false),
            (Err(_), Opened::DespiteMistakes) => (Opened::Not, true),
            (Err(_), _) => (Opened::Not, state.looked.is_none()),
        };
        if !request.despite_mistakes {
            return opened.map(drop);
        }
        state.worker.open(request)?;
        state.opened = Opened::DespiteMistakes;
        Ok(())
    }

    /// Sets the pages once.
    fn look(&self, state: &mut State, changes: &Changes) {
        state.layouts += 1;
        let mut request = LookRequest {
            leaves_out: state.leaves_out,
            draw: self.shared.has_listeners().then(|| self.shared.draw()),
        };
        let begun = Instant::now();
        let mut answer = state.worker.ask::<Looked>(Request::Look(request.clone()));
        // What was being written just now is shown as it was last; the work on anything else goes on.
        if let Err(WorkError::Failed(failure)) = &answer
            && !request.leaves_out
            && !concerns(&failure.findings, changes)
        {
            request.leaves_out = true;
            answer = state.worker.ask::<Looked>(Request::Look(request));
        }
        match answer {
            Ok(answer) => {
                if !answer.is_cold {
                    let longest =
                        &mut *state.longest.lock().unwrap_or_else(PoisonError::into_inner);
                    *longest = begun.elapsed().max(*longest / 2);
                }
                self.show(state, answer);
            }
            Err(error) => self.fail(state, error),
        }
    }

    fn show(&self, state: &mut State, answer: Answer<Looked>) {
        let Answer { said, files, .. } = answer;
        let fine = self.shared.draw().pixels_per_point;
        for (looks, png) in files {
            let name = picture_name(&looks, fine);
            self.shared.keep_picture(name, png.into());
        }
        state.leaves_out = !said.left_out.is_empty();
        state.is_settled = said.is_settled || state.layouts >= MOST_LAYOUTS;
        state.wants_texts = true;
        let stamp = self.shared.next_stamp();
        let seconds = state.begun.elapsed().as_secs_f64();
        let counted = i64::try_from(said.counted.counted).unwrap_or(i64::MAX);
        let sitting = counted - *state.at_first.get_or_insert(counted);
        let view = PagesView::new(&said, stamp, sitting, seconds);
        self.shared.tell(Kind::Pages, &json(&view));
        if std::mem::take(&mut state.has_trouble) || stamp == 1 {
            self.shared.tell(Kind::Trouble, "null");
        }
        (self.settings.on_status)(&Status::Shown {
            counted: &said.counted,
            pages: said.pages.len(),
            seconds,
            findings: &said.findings,
            sources: &said.sources,
        });
        state.looked = Some(said);
        if state.is_settled {
            let _ = self.judge.send(());
        }
    }

    /// Says what is wrong; the last good pages stay.
    fn fail(&self, state: &mut State, error: WorkError) {
        state.is_settled = true;
        state.has_trouble = true;
        if state.looked.is_none() {
            state.leaves_out = true;
        }
        let trouble: Trouble = (self.settings.in_words)(error);
        self.shared
            .tell(Kind::Trouble, &json(&TroubleView::new(&trouble)));
        (self.settings.on_status)(&Status::Failed(&trouble));
    }

    fn grant(&self, state: &mut State, wish: Message) {
        match wish {
            Message::Picture {
                looks,
                pixels_per_point,
                reply,
            } => {
                let name = picture_name(&looks, pixels_per_point);
                let known = self.shared.picture(&name);
                let drawn = known.or_else(|| {
                    let request = PictureRequest {
                        looks,
                        pixels_per_point,
                    };
                    let mut answer = state.worker.ask::<()>(Request::Picture(request)).ok()?;
                    let png: Arc<[u8]> = answer.take(PICTURE).into();
                    self.shared.keep_picture(name, png.clone());
                    Some(png)
                });
                let _ = reply.send(drawn);
            }
            Message::Find { words, reply } => {
                let request = FindRequest {
                    words,
                    most: MOST_FOUND,
                };
                let found = state.worker.ask::<Vec<FoundWork>>(Request::Find(request));
                let found = found.map(|answer| answer.said).unwrap_or_default();
                let _ = reply.send(json(&found));
            }
            Message::Changed(_) | Message::Joined => {}
        }
    }

    fn texts(&self, state: &mut State) {
        state.wants_texts = false;
        let stamp = self.shared.stamp();
        if let Ok(answer) = state.worker.ask::<()>(Request::Texts) {
            let texts = answer.files.into_iter().map(|(_, text)| text.into());
            self.shared.set_texts(stamp, texts.collect());
            self.shared.tell(Kind::Texts, &stamp.to_string());
        }
    }
}

/// Returns whether what is wrong stands in a file that has just been changed.
fn concerns(findings: &[Diagnostic], changes: &Changes) -> bool {
    let places = findings.iter().filter_map(|finding| finding.place.as_ref());
    let mut paths = places.map(|place| &place.path);
    changes.is_everything || paths.any(|path| changes.files.contains(path))
}
