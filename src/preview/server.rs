//! The server of the page: for this computer's own browser alone, and only what the page needs.

use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use tiny_http::{Method, Request, Response, Server};

use crate::check::rule;
use crate::preview::Settings;
use crate::preview::guard::{Entry, Guard, header, headers, written_headers};
use crate::preview::live::Message;
use crate::preview::opening::{Place, open_in_editor};
use crate::preview::shared::{Shared, picture_name};
use crate::preview::view::json;

const PAGE: &str = include_str!("../../templates/preview/page.html");
const STYLE: &str = include_str!("../../templates/preview/page.css");
const SCRIPTS: [(&str, &str); 3] = [
    (
        "/pages.js",
        include_str!("../../templates/preview/pages.js"),
    ),
    ("/text.js", include_str!("../../templates/preview/text.js")),
    (
        "/panel.js",
        include_str!("../../templates/preview/panel.js"),
    ),
];

/// What a browser may send at most.
const MOST_BYTES: u64 = 4 << 10;
/// So long a picture or a search is waited for.
const WAIT: Duration = Duration::from_secs(20);
/// So often a browser that listens is seen to be there.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// What a command says is shown up to so many bytes.
const MOST_SAID: usize = 64 << 10;

/// What answers the page.
pub(super) struct Site {
    pub(super) settings: Arc<Settings>,
    pub(super) shared: Arc<Shared>,
    pub(super) guard: Guard,
    /// The loop that has the pages.
    pub(super) live: Mutex<Sender<Message>>,
    /// Whether a command runs that somebody pressed a button for.
    pub(super) is_at_work: AtomicBool,
}

/// What the page shows.
#[derive(Deserialize)]
struct Seen {
    from: usize,
    to: usize,
    follow: bool,
    scale: f64,
}

#[derive(Deserialize)]
struct Press {
    id: String,
}

#[derive(Serialize)]
struct Said<'a> {
    command: &'a str,
    well: bool,
    text: String,
}

#[derive(Serialize)]
struct Start<'a> {
    project: &'a str,
    editor: Option<&'a str>,
    buttons: Vec<[&'a str; 3]>,
}

#[derive(Serialize)]
struct Explained<'a> {
    summary: &'a str,
    text: &'a str,
}

/// What is answered: a status, a kind of content, and it.
type Answer = (u16, &'static str, Vec<u8>);

const JSON: &str = "application/json";

/// Answers for as long as the program runs.
pub(super) fn serve(server: &Server, site: &Arc<Site>) {
    while let Ok(request) = server.recv() {
        match request.body_length() {
            None | Some(0) => answer(request, site),
            Some(length) if length as u64 <= MOST_BYTES => {
                // What is still to come of it may be slow: others are answered meanwhile.
                let site = site.clone();
                std::thread::spawn(move || answer(request, &site));
            }
            // Whoever lets go of a request reads the rest of it first, into room for as much as it
            // says there is.
            Some(_) => std::mem::forget(request),
        }
    }
}

fn answer(mut request: Request, site: &Arc<Site>) {
    let entry = site.guard.entry(&request);
    let url = request.url().to_owned();
    let (path, query) = url.split_once('?').unwrap_or((&url, ""));
    let is_get = matches!(request.method(), Method::Get);
    let is_post = matches!(request.method(), Method::Post);
    match entry {
        Entry::ByToken => {
            let to_page = Response::empty(303)
                .with_header(header("Location", "/"))
                .with_header(header("Set-Cookie", &site.guard.cookie()));
            let _ = request.respond(headers().fold(to_page, Response::with_header));
        }
        Entry::Refused => {
            let said = "This page opens with the address that folio prints in its window.\n";
            respond(request, (403, "text/plain; charset=utf-8", said.into()));
        }
        Entry::Welcome if is_get && path == "/events" => events(request, site),
        Entry::Welcome if is_get => {
            // A picture may take its time: others are answered meanwhile.
            let is_quick = !matches!(path.split('/').nth(1), Some("picture" | "find"));
            let answer = get(path, query, site, request, is_quick);
            if let Some((request, answer)) = answer {
                respond(request, answer);
            }
        }
        Entry::Welcome if is_post => {
            let mut body = String::new();
            let read = request
                .as_reader()
                .take(MOST_BYTES)
                .read_to_string(&mut body);
            if read.is_err() {
                return respond(request, refused(400));
            }
            if path == "/run" {
                let site = site.clone();
                std::thread::spawn(move || {
                    let answer = run(&body, &site);
                    respond(request, answer);
                });
            } else {
                let answer = post(path, &body, site);
                respond(request, answer);
            }
        }
        Entry::Welcome => respond(request, refused(405)),
    }
}

fn respond(request: Request, (status, kind, content): Answer) {
    let response = Response::from_data(content)
        .with_status_code(status)
        .with_header(header("Content-Type", kind));
    // A browser that has gone needs no answer.
    let _ = request.respond(headers().fold(response, Response::with_header));
}

fn refused(status: u16) -> Answer {
    (status, "text/plain; charset=utf-8", Vec::new())
}

/// Answers what is asked for; what takes time is answered by a thread of its own.
fn get(
    path: &str,
    query: &str,
    site: &Arc<Site>,
    request: Request,
    is_quick: bool,
) -> Option<(Request, Answer)> {
    if is_quick {
        return Some((request, quick(path, site)));
    }
    let (path, query, site) = (path.to_owned(), query.to_owned(), site.clone());
    let live = lock(&site.live).clone();
    std::thread::spawn(move || {
        let parts: Vec<&str> = path.split('/').collect();
        let answer = match parts.as_slice() {
            ["", "picture", looks] => picture(looks, &query, &site, &live),
            _ => find(&query, &site, &live),
        };
        respond(request, answer);
    });
    None
}

fn quick(path: &str, site: &Site) -> Answer {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["", ""] => (200, "text/html; charset=utf-8", PAGE.into()),
        ["", "page.css"] => (200, "text/css; charset=utf-8", STYLE.into()),
        ["", "start"] => (200, JSON, start(site).into_bytes()),
        ["", "rule", code] => match rule(code) {
            Some(rule) => {
                let explained = Explained {
                    summary: rule.summary,
                    text: rule.explanation,
                };
                (200, JSON, json(&explained).into_bytes())
            }
            None => refused(404),
        },
        ["", "text", stamp, page] => {
            let text = stamp.parse().ok().zip(page.parse().ok());
            let text = text.and_then(|(stamp, page)| site.shared.text(stamp, page));
            text.map_or(refused(404), |text| (200, JSON, text.to_vec()))
        }
        _ => {
            let script = SCRIPTS.iter().find(|(name, _)| *name == path);
            script.map_or(refused(404), |(_, script)| {
                (200, "text/javascript; charset=utf-8", (*script).into())
            })
        }
    }
}

fn start(site: &Site) -> String {
    let settings = &site.settings;
    let buttons = settings.buttons.iter();
    site.shared.covered(&json(&Start {
        project: &settings.project_id,
        editor: settings.editor.as_ref().map(|editor| editor.name.as_str()),
        buttons: buttons
            .map(|button| [&*button.id, &*button.label, &*button.command])
            .collect(),
    }))
}

fn picture(looks: &str, query: &str, site: &Site, live: &Sender<Message>) -> Answer {
    let scale = value(query, "scale").and_then(|scale| scale.parse::<f64>().ok());
    let scale = scale
        .filter(|scale| (0.1..=8.0).contains(scale))
        .unwrap_or(1.0);
    let known = site.shared.picture(&picture_name(looks, scale));
    let drawn = known.or_else(|| {
        let (reply, answer) = mpsc::channel();
        let wish = Message::Picture {
            looks: looks.to_owned(),
            pixels_per_point: scale,
            reply,
        };
        live.send(wish).ok()?;
        answer.recv_timeout(WAIT).ok()?
    });
    drawn.map_or(refused(404), |png| (200, "image/png", png.to_vec()))
}

fn find(query: &str, site: &Site, live: &Sender<Message>) -> Answer {
    let words = value(query, "words").unwrap_or_default();
    let (reply, answer) = mpsc::channel();
    let sent = live.send(Message::Find { words, reply });
    let found = sent.ok().and_then(|()| answer.recv_timeout(WAIT).ok());
    found.map_or(refused(503), |found| {
        (200, JSON, site.shared.covered(&found).into_bytes())
    })
}

fn value(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(known, _)| *known == name)?;
    let plain = value.replace('+', " ");
    Some(percent_decode_str(&plain).decode_utf8_lossy().into_owned())
}

fn post(path: &str, body: &str, site: &Site) -> Answer {
    match path {
        "/seen" => match serde_json::from_str::<Seen>(body) {
            Ok(Seen {
                from,
                to,
                follow,
                scale,
            }) if from >= 1 && to >= from && scale.is_finite() => {
                let scale = scale.clamp(0.1, 8.0);
                site.shared.set_seen(from..to + 1, follow, scale);
                refused(204)
            }
            Ok(_) | Err(_) => refused(400),
        },
        "/open" => match serde_json::from_str::<Place>(body) {
            Ok(place) => match open_in_editor(&place, &site.settings) {
                Ok(()) => refused(204),
                Err(said) => (409, "text/plain; charset=utf-8", said.into_bytes()),
            },
            Err(_) => refused(400),
        },
        _ => refused(404),
    }
}

/// Runs the command of a button, and returns what it said.
fn run(body: &str, site: &Site) -> Answer {
    let press: Option<Press> = serde_json::from_str(body).ok();
    let buttons = &site.settings.buttons;
    let button = press.and_then(|press| buttons.iter().find(|button| button.id == press.id));
    let Some(button) = button else {
        return refused(400);
    };
    if site.is_at_work.swap(true, Ordering::SeqCst) {
        return refused(409);
    }
    let done = Command::new(&site.settings.program)
        .args(&button.arguments)
        .stdin(Stdio::null())
        .output();
    site.is_at_work.store(false, Ordering::SeqCst);
    let (well, text) = match done {
        Ok(done) => {
            let both = [done.stderr, done.stdout].concat();
            let shown = both.get(..MOST_SAID).unwrap_or(&both);
            let is_done = done.status.code().is_some_and(|code| code < 2);
            (is_done, String::from_utf8_lossy(shown).into_owned())
        }
        Err(error) => (false, format!("failed to run it: {error}")),
    };
    let said = Said {
        command: &button.command,
        well,
        text,
    };
    (200, JSON, site.shared.covered(&json(&said)).into_bytes())
}

/// Tells a browser what happens, for as long as it listens.
fn events(request: Request, site: &Arc<Site>) {
    let Some(events) = site.shared.listen() else {
        return respond(request, refused(503));
    };
    let _ = lock(&site.live).send(Message::Joined);
    std::thread::spawn(move || {
        let mut out = request.into_writer();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n{}\r\nretry: 700\n\n",
            written_headers()
        );
        let mut send = |text: &str| -> io::Result<()> {
            out.write_all(text.as_bytes())?;
            out.flush()
        };
        let mut sent = send(&head);
        while sent.is_ok() {
            sent = match events.recv_timeout(HEARTBEAT) {
                Ok(event) => send(&event),
                Err(RecvTimeoutError::Timeout) => send(": \n\n"),
                Err(RecvTimeoutError::Disconnected) => return,
            };
        }
    });
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
