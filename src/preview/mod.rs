//! Write on the left, read on the right: the pages of one project, live, in this computer's own
//! browser.
//!
//! A thread notices changes (`changes`), a loop keeps the pages as the files are (`live`), another
//! judges while nobody writes (`judging`), and a small server answers the page (`server`, `guard`).
//! What they know they share (`shared`).
//!
//! # Decisions
//!
//! - 2026-11: two workers: a check takes a second and more, and nobody who writes waits for it.
//! - 2026-11: a layout is shown at once, set with what the one before told (its number of words, its
//!   citations), and set again until it stays as it is.
//! - 2026-11: the last good pages stay while something cannot be set. If it stands in another file
//!   than the one that is being written, the chapter is left out, as in a draft.
//! - 2026-11: nothing is written but by a button, which runs the command that it names.

mod changes;
mod guard;
mod judging;
mod live;
mod opening;
mod relevance;
mod server;
mod shared;
mod view;

use std::ffi::OsString;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread;

use tiny_http::Server;

use crate::diagnostics::{Diagnostic, SourceMap};
use crate::dissertation::{CountSummary, OpenRequest};
use crate::pipeline::Judged;
use crate::preview::changes::Watching;
use crate::preview::guard::Guard;
use crate::preview::live::{Live, Message};
use crate::preview::server::{Site, serve};
use crate::preview::shared::Shared;
use crate::worker::{Limits, WorkError};

pub use opening::Editor;
pub use shared::Cover;

/// So many requests are answered at once, beside those that wait for a picture.
const SERVERS: usize = 4;

/// What a preview is of, and whom it tells.
pub struct Settings {
    /// This program.
    pub program: PathBuf,
    /// The project's folder, canonical.
    pub root: PathBuf,
    /// Files elsewhere by which it is opened, such as an office's rules.
    pub beside: Vec<PathBuf>,
    /// What tells this project from another one to the browser.
    pub project_id: String,
    /// How to open the project, on the day that it then is.
    pub open: Box<dyn Fn() -> OpenRequest + Send + Sync>,
    /// What a question may use.
    pub limits: Limits,
    /// Returns what covers the names that may not appear, as they are listed then.
    pub cover: Box<dyn Fn() -> Cover + Send + Sync>,
    /// Puts into words why nothing came back.
    pub in_words: fn(WorkError) -> Trouble,
    /// Told how it stands.
    pub on_status: Box<dyn Fn(&Status<'_>) + Send + Sync>,
    /// What opens a place.
    pub editor: Option<Editor>,
    /// What can be made.
    pub buttons: Vec<Button>,
}

/// Something that can be made by a command.
#[derive(Clone, Debug)]
pub struct Button {
    /// Its id.
    pub id: String,
    /// What it says.
    pub label: String,
    /// The command as it would be typed.
    pub command: String,
    /// What the program is given.
    pub arguments: Vec<OsString>,
}

/// Why the pages are not as the files are.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// What could not be done, as a sentence without full stop.
    pub message: String,
    /// What to do next.
    pub hints: Vec<String>,
    /// What is wrong in the files.
    pub findings: Vec<Diagnostic>,
    /// The texts that the findings quote.
    pub sources: SourceMap,
}

/// How it stands.
#[derive(Debug)]
pub enum Status<'a> {
    /// Pages were set.
    Shown {
        /// Their count.
        counted: &'a CountSummary,
        /// How many they are.
        pages: usize,
        /// Seconds from the change.
        seconds: f64,
        /// What must be fixed, as far as the pages show it.
        findings: &'a [Diagnostic],
        /// The texts that the findings quote.
        sources: &'a SourceMap,
    },
    /// They could not be.
    Failed(&'a Trouble),
    /// Everything else was looked at.
    Judged(&'a Judged),
}

/// A preview that has an address, and has not begun.
pub struct Preview {
    server: Server,
    guard: Guard,
}

impl Preview {
    /// Takes an address of this computer: a port that is asked for, or the preferred one, or any.
    /// `token` is what nobody can guess.
    ///
    /// # Errors
    ///
    /// If the port is taken, or this computer does not let the program have an address.
    pub fn bind(port: Option<u16>, preferred: u16, token: String) -> std::io::Result<Self> {
        let at = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = match port {
            Some(port) => at(port),
            None => at(preferred).or_else(|_| at(0)),
        }?;
        let port = listener.local_addr()?.port();
        let server = Server::from_listener(listener, None).map_err(std::io::Error::other)?;
        let guard = Guard::new(port, token);
        Ok(Self { server, guard })
    }

    /// Returns the address to open.
    pub fn address(&self) -> String {
        self.guard.address()
    }

    /// Shows the project for as long as the program runs.
    pub fn run(self, settings: Settings) {
        let settings = Arc::new(settings);
        let shared = Arc::new(Shared::new((settings.cover)()));
        let (to_live, messages) = mpsc::channel();
        let (judge, signals) = mpsc::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let site = Arc::new(Site {
            settings: settings.clone(),
            shared: shared.clone(),
            guard: self.guard,
            live: Mutex::new(to_live.clone()),
            is_at_work: AtomicBool::new(false),
        });
        let server = Arc::new(self.server);
        for _ in 0..SERVERS {
            let (server, site) = (server.clone(), site.clone());
            thread::spawn(move || serve(&server, &site));
        }
        {
            let (settings, shared) = (settings.clone(), shared.clone());
            thread::spawn(move || judging::run(&settings, &shared, &signals));
        }
        {
            let (watching, waiting) = (
                Watching::begin(&settings.root, &settings.beside),
                waiting.clone(),
            );
            thread::spawn(move || {
                watching.tell(|changes| {
                    waiting.fetch_add(1, Ordering::Relaxed);
                    to_live.send(Message::Changed(changes)).is_ok()
                });
            });
        }
        let live = Live {
            settings,
            shared,
            messages,
            waiting,
            judge,
        };
        live.run();
    }
}

/// Watches a folder and calls `on_change` at once and whenever something changes that the pages are
/// made of, with whether the folder is to be opened anew, as when a file `beside` it changed; for
/// those who want no server.
pub fn on_each_change(root: &std::path::Path, beside: &[PathBuf], mut on_change: impl FnMut(bool)) {
    let (sender, changes) = mpsc::channel();
    let watching = Watching::begin(root, beside);
    thread::spawn(move || watching.tell(|changes| sender.send(changes).is_ok()));
    on_change(false);
    while let Ok(mut change) = changes.recv() {
        changes.try_iter().for_each(|more| change.join(more));
        if change.concern_pages() {
            on_change(change.is_folder_new);
        }
    }
}
