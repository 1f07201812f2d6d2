//! What the threads of a preview share: what was seen last, and who is to be told.

use std::ops::Range;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use strum::IntoStaticStr;

use crate::pipeline::Draw;

/// Pictures are kept up to so many bytes.
const KEPT_BYTES: usize = 96 << 20;
/// So many browsers may listen.
const MOST_LISTENERS: usize = 32;
/// How fine pages are drawn before a browser says how fine it shows them.
const PIXELS_PER_POINT: f64 = 1.5;

/// What covers names that may not appear in a text of JSON.
pub type Cover = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// What the threads share.
pub(super) struct Shared(Mutex<Inner>);

struct Inner {
    cover: Cover,
    /// The number of the last layout.
    stamp: u64,
    /// The last event of each kind, in the order in which they are told to who joins.
    last: [Option<Arc<str>>; 4],
    pictures: Vec<(String, Arc<[u8]>)>,
    /// The texts of the pages of a layout.
    texts: (u64, Vec<Arc<[u8]>>),
    draw: Draw,
    listeners: Vec<Sender<Arc<str>>>,
}

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Kind {
    /// The pages and their count.
    Pages,
    /// What is to be known besides.
    Panel,
    /// What is wrong, or that nothing is any more.
    Trouble,
    /// The texts of the pages can be had.
    Texts,
    /// What is going on; nobody needs to know it later.
    Working,
}

impl Kind {
    fn name(self) -> &'static str {
        self.into()
    }

    fn slot(self) -> Option<usize> {
        match self {
            Kind::Pages => Some(0),
            Kind::Panel => Some(1),
            Kind::Trouble => Some(2),
            Kind::Texts => Some(3),
            Kind::Working => None,
        }
    }
}

impl Shared {
    pub(super) fn new(cover: Cover) -> Self {
        Self(Mutex::new(Inner {
            cover,
            stamp: 0,
            last: Default::default(),
            pictures: Vec::new(),
            texts: (0, Vec::new()),
            draw: Draw {
                seen: 1..3,
                follows: true,
                pixels_per_point: PIXELS_PER_POINT,
            },
            listeners: Vec::new(),
        }))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Nothing is left half done behind this lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes another cover, when the list of names changed.
    pub(super) fn set_cover(&self, cover: Cover) {
        self.inner().cover = cover;
    }

    /// Returns a text of JSON with its names covered.
    pub(super) fn covered(&self, json: &str) -> String {
        let cover = self.inner().cover.clone();
        cover(json)
    }

    /// Tells everybody who listens.
    pub(super) fn tell(&self, kind: Kind, json: &str) {
        let json = self.covered(json);
        // JSON that is written compactly has no line of its own, but a cover may leave some.
        let json = json.replace(['\n', '\r'], " ");
        let event: Arc<str> = format!("event: {}\ndata: {json}\n\n", kind.name()).into();
        let mut inner = self.inner();
        if let Some(slot) = kind.slot() {
            inner.last[slot] = Some(event.clone());
        }
        inner.listeners.retain(|to| to.send(event.clone()).is_ok());
    }

    /// Begins to listen: what was told last comes first. `None`: too many listen already.
    pub(super) fn listen(&self) -> Option<Receiver<Arc<str>>> {
        let mut inner = self.inner();
        // A browser that has gone is noticed when it is spoken to.
        let comment: Arc<str> = ": \n\n".into();
        inner
            .listeners
            .retain(|to| to.send(comment.clone()).is_ok());
        if inner.listeners.len() >= MOST_LISTENERS {
            return None;
        }
        let (sender, receiver) = mpsc::channel();
        for event in inner.last.iter().flatten() {
            let _ = sender.send(event.clone());
        }
        inner.listeners.push(sender);
        Some(receiver)
    }

    /// Returns whether anybody listens.
    pub(super) fn has_listeners(&self) -> bool {
        !self.inner().listeners.is_empty()
    }

    /// Returns the number of the next layout.
    pub(super) fn next_stamp(&self) -> u64 {
        let mut inner = self.inner();
        inner.stamp += 1;
        inner.stamp
    }

    /// Returns the number of the last layout.
    pub(super) fn stamp(&self) -> u64 {
        self.inner().stamp
    }

    pub(super) fn keep_picture(&self, name: String, png: Arc<[u8]>) {
        let mut inner = self.inner();
        inner.pictures.retain(|(known, _)| *known != name);
        inner.pictures.push((name, png));
        let mut bytes: usize = inner.pictures.iter().map(|(_, png)| png.len()).sum();
        while bytes > KEPT_BYTES && inner.pictures.len() > 1 {
            bytes -= inner.pictures.remove(0).1.len();
        }
    }

    pub(super) fn picture(&self, name: &str) -> Option<Arc<[u8]>> {
        let inner = self.inner();
        let mut known = inner.pictures.iter().rev();
        known
            .find(|(known, _)| known == name)
            .map(|(_, png)| png.clone())
    }

    pub(super) fn set_texts(&self, stamp: u64, texts: Vec<Arc<[u8]>>) {
        self.inner().texts = (stamp, texts);
    }

    /// Returns the text of a page, from 1, of a layout.
    pub(super) fn text(&self, stamp: u64, page: usize) -> Option<Arc<[u8]>> {
        let inner = self.inner();
        let (known, texts) = &inner.texts;
        let text = texts.get(page.checked_sub(1)?)?;
        (*known == stamp).then(|| text.clone())
    }

    pub(super) fn draw(&self) -> Draw {
        self.inner().draw.clone()
    }

    pub(super) fn set_seen(&self, seen: Range<usize>, follows: bool, pixels_per_point: f64) {
        self.inner().draw = Draw {
            seen,
            follows,
            pixels_per_point,
        };
    }
}

/// Returns the name under which a picture is kept: what it shows and how fine.
pub(super) fn picture_name(looks: &str, pixels_per_point: f64) -> String {
    format!("{looks}@{pixels_per_point:.2}")
}
