//! What the engine sees: virtual files first, then the project, and nothing else of the machine.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};
use typst_kit::datetime::Time;
use typst_kit::fonts::FontStore;

use crate::diagnostics::{ProjectPath, Store, decoded};
use crate::manuscript::Converted;
use crate::markdown::{Conversion, Settings, bare_identifier, convert};
use crate::typeset::files::{Files, is_markdown, path_of, project_file};
use crate::typeset::images::{ImageTrouble, asked, elsewhere, examine, is_image, placeholder};
use crate::typeset::library::library;
use crate::typeset::on_read::OnRead;
use crate::typeset::parsed::{Parsed, WayBack};
use crate::typeset::pictures::clean;

/// A file as it was loaded.
#[derive(Clone)]
struct Loaded {
    /// What the engine gets: the file's bytes, a picture's without its notes, or a placeholder.
    bytes: Bytes,
    /// The file's bytes as they are.
    came: Bytes,
    trouble: Option<ImageTrouble>,
}

/// An image that was replaced by a placeholder.
#[derive(Clone, Debug)]
pub(super) struct Replaced {
    pub(super) id: FileId,
    pub(super) trouble: ImageTrouble,
}

type Slots<T> = Mutex<HashMap<FileId, Arc<OnceLock<FileResult<T>>>>>;

/// The Markdown files that were converted already.
type ConvertedFiles = BTreeMap<ProjectPath, Arc<Converted>>;

/// The engine's world for one project.
pub(super) struct FolioWorld {
    library: LazyHash<Library>,
    fonts: FontStore,
    files: Files,
    virtual_files: HashMap<FileId, Source>,
    main: FileId,
    date: Option<Time>,
    on_read: OnRead,
    converted: ConvertedFiles,
    parsed: Slots<Parsed>,
    bytes: Slots<Loaded>,
    /// Sources in Typst as they were before their files changed: what did not change in them keeps
    /// its places, so that the engine does not do it over.
    before: Mutex<HashMap<FileId, Source>>,
    /// What chapters in Markdown ask for as pictures.
    pictures: Mutex<HashSet<FileId>>,
    /// Images whose decoding failed in the engine itself.
    condemned: HashMap<FileId, ImageTrouble>,
    /// What stands in the place of chapters that cannot be typeset.
    pub(super) left_out: HashMap<FileId, Source>,
}

impl FolioWorld {
    pub(super) fn new(files: Files, fonts: FontStore, main: FileId, may_plug_in: bool) -> Self {
        Self {
            library: LazyHash::new(library(may_plug_in)),
            fonts,
            files,
            virtual_files: HashMap::new(),
            main,
            date: None,
            on_read: OnRead::default(),
            converted: BTreeMap::new(),
            parsed: Mutex::default(),
            bytes: Mutex::default(),
            before: Mutex::default(),
            pictures: Mutex::default(),
            condemned: HashMap::new(),
            left_out: HashMap::new(),
        }
    }

    /// Sets a virtual file; an edit of one that stands already keeps what did not change.
    pub(super) fn set_virtual(&mut self, id: FileId, text: String) {
        match self.virtual_files.get_mut(&id) {
            Some(source) => {
                source.replace(&text);
            }
            None => {
                self.virtual_files.insert(id, Source::new(id, text));
            }
        }
    }

    /// Sets all virtual files; any other goes.
    pub(super) fn set_all_virtual(&mut self, files: Vec<(FileId, String)>) {
        let wanted: HashSet<FileId> = files.iter().map(|(id, _)| *id).collect();
        self.virtual_files.retain(|id, _| wanted.contains(id));
        for (id, text) in files {
            self.set_virtual(id, text);
        }
    }

    pub(super) fn set_date(&mut self, date: Option<Time>) {
        self.date = date;
    }

    pub(super) fn set_on_read(&mut self, on_read: OnRead) {
        self.on_read = on_read;
    }

    /// Drops what was made of files that are not any more what they were, and takes what was made
    /// of Markdown since.
    pub(super) fn refresh(&mut self, store: Store, converted: ConvertedFiles) {
        self.files = Files::of(store);
        let earlier = std::mem::replace(&mut self.converted, converted);
        let is_converted_alike = |id: FileId| {
            let path = path_of(id).filter(|_| !is_package(id));
            let made = |all: &ConvertedFiles| Some(Arc::as_ptr(all.get(path.as_ref()?)?));
            made(&earlier) == made(&self.converted)
        };
        let is_same = |id: FileId, bytes: &Bytes| {
            let now = self.files.load(id);
            now.is_ok_and(|now| now.as_ptr() == bytes.as_ptr())
        };
        let mut before = HashMap::new();
        lock(&self.parsed).retain(|id, slot| {
            let Some(Ok(parsed)) = slot.get() else {
                return false;
            };
            let is_kept = is_same(*id, &parsed.bytes) && is_converted_alike(*id);
            if !is_kept && matches!(parsed.way_back, WayBack::Shift(_)) {
                before.insert(*id, parsed.source.clone());
            }
            is_kept
        });
        // A picture that had trouble, or was found elsewhere, is looked for anew.
        lock(&self.bytes).retain(|id, slot| {
            let loaded = slot.get().and_then(|loaded| loaded.as_ref().ok());
            loaded.is_some_and(|it| it.trouble.is_none() && is_same(*id, &it.came))
        });
        self.before = Mutex::new(before);
        self.condemned.clear();
        self.left_out.clear();
    }

    /// Whether a heading of a chapter in Markdown has this id of its own accord.
    pub(super) fn has_heading(&self, id: &str) -> bool {
        let bare = bare_identifier(id);
        let mut all = self.converted.values();
        all.any(|one| one.conversion.names.headings.contains_key(&bare))
    }

    /// Whether the file is a virtual one.
    pub(super) fn is_virtual(&self, id: FileId) -> bool {
        self.virtual_files.contains_key(&id)
    }

    /// The file, if it was read as a source.
    pub(super) fn parsed(&self, id: FileId) -> Option<Parsed> {
        if let Some(source) = self.virtual_files.get(&id) {
            return Some(Parsed::plain(source.clone()));
        }
        let slot = lock(&self.parsed).get(&id).cloned()?;
        slot.get()?.clone().ok()
    }

    /// All files of the project that were read as sources, by path.
    pub(super) fn all_parsed(&self) -> Vec<(FileId, Parsed)> {
        let slots: Vec<_> = self.slots_of(&self.parsed);
        slots
            .into_iter()
            .filter_map(|(id, slot)| Some((id, slot.get()?.clone().ok()?)))
            .collect()
    }

    /// All files that were read as bytes, by path, with placeholders where images failed.
    pub(super) fn all_bytes(&self) -> Vec<(FileId, Bytes)> {
        self.slots_of(&self.bytes)
            .into_iter()
            .filter_map(|(id, slot)| Some((id, slot.get()?.clone().ok()?.bytes)))
            .collect()
    }

    /// All virtual files, by path.
    pub(super) fn all_virtual(&self) -> Vec<&Source> {
        let mut all: Vec<&Source> = self.virtual_files.values().collect();
        all.sort_by_key(|source| source.id().get().vpath().get_with_slash());
        all
    }

    /// The images that were replaced, by path.
    pub(super) fn replaced(&self) -> Vec<Replaced> {
        self.slots_of(&self.bytes)
            .into_iter()
            .filter_map(|(id, slot)| {
                let trouble = slot.get()?.as_ref().ok()?.trouble.clone()?;
                Some(Replaced { id, trouble })
            })
            .collect()
    }

    /// Replaces an image that the engine could not decode; returns whether that is news.
    pub(super) fn condemn(&mut self, id: FileId, trouble: ImageTrouble) -> bool {
        let is_news = self.is_picture(id) && !self.condemned.contains_key(&id);
        if is_news {
            self.condemned.insert(id, trouble);
            lock(&self.bytes).remove(&id);
        }
        is_news
    }

    /// The files of the project.
    pub(super) fn store(&self) -> &Store {
        &self.files.store
    }

    fn slots_of<T>(&self, slots: &Slots<T>) -> Vec<(FileId, Arc<OnceLock<FileResult<T>>>)> {
        let mut all: Vec<_> = lock(slots)
            .iter()
            .map(|(id, slot)| (*id, slot.clone()))
            .collect();
        all.sort_by_key(|(id, _)| (is_package(*id), id.get().vpath().get_with_slash()));
        all
    }

    fn parse(&self, id: FileId) -> FileResult<Parsed> {
        let bytes = self.files.load(id)?;
        let text = decoded(&bytes).ok_or(FileError::InvalidUtf8)?;
        if is_markdown(id)
            && let Some(path) = ProjectPath::new(id.vpath().get_without_slash())
        {
            let conversion = self.conversion(id, &path, &text);
            let pictures = asked(id.vpath(), conversion.source.text());
            let pictures = pictures.map(|path| RootedPath::new(id.root().clone(), path).intern());
            lock(&self.pictures).extend(pictures);
            let origins = conversion.origins;
            return Ok(Parsed {
                source: conversion.source,
                text: text.as_ref().into(),
                way_back: WayBack::Made(Arc::new(move |range| origins.to_markdown(range))),
                findings: conversion.findings.into(),
                bytes,
            });
        }
        let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let source = match lock(&self.before).remove(&id) {
            Some(mut source) => {
                source.replace(plain);
                source
            }
            None => Source::new(id, plain.to_owned()),
        };
        Ok(Parsed {
            source,
            way_back: WayBack::Shift(text.len() - plain.len()),
            text: text.as_ref().into(),
            findings: Arc::default(),
            bytes,
        })
    }

    /// Returns what was made of the very same text already, or converts it.
    fn conversion(&self, id: FileId, path: &ProjectPath, text: &str) -> Conversion {
        match self.converted.get(path) {
            Some(known) if known.text == text => known.conversion.clone(),
            Some(_) | None => convert(id, path, text, &Settings::default()),
        }
    }

    fn is_picture(&self, id: FileId) -> bool {
        is_image(id.vpath()) || lock(&self.pictures).contains(&id)
    }

    /// Returns the one picture of the project that has the name of a picture that a chapter asks for
    /// by nothing but its name, as Obsidian does.
    fn alone_of_its_name(&self, id: FileId) -> Option<String> {
        let asked = path_of(id)?;
        let mut chapters = self.converted.keys();
        let is_bare = chapters.any(|chapter| chapter.parent() == asked.parent());
        is_bare.then(|| self.files.alone(asked.file_name()))?
    }

    /// Returns the photograph that a drawing links, by the name from its own folder.
    fn linked(&self, drawing: FileId, name: &str) -> Option<Bytes> {
        let path = drawing.vpath().parent()?.join(name).ok()?;
        if !matches!(path.extension(), Some("jpg" | "jpeg" | "JPG" | "JPEG")) {
            return None;
        }
        let id = RootedPath::new(drawing.root().clone(), path).intern();
        slot(&self.bytes, id, || self.load(id))
            .ok()
            .map(|it| it.bytes)
    }

    fn load(&self, id: FileId) -> FileResult<Loaded> {
        let whole = |bytes: Bytes, came| Loaded {
            bytes,
            came,
            trouble: None,
        };
        let replace = |trouble| {
            let bytes = placeholder(id.vpath());
            Ok(Loaded {
                came: bytes.clone(),
                bytes,
                trouble: Some(trouble),
            })
        };
        if is_package(id) || !self.is_picture(id) {
            let bytes = self.files.load(id)?;
            return Ok(whole(bytes.clone(), bytes));
        }
        if let Some(trouble) = self.condemned.get(&id) {
            return replace(trouble.clone());
        }
        let load = |path: String| self.files.load(project_file(&path)?).ok();
        let found = self.files.load(id);
        let anywhere = || load(self.alone_of_its_name(id)?);
        let other = || elsewhere(id.vpath()).find_map(load).or_else(anywhere);
        match found.or_else(|error| other().ok_or(error)) {
            Ok(mut came) => {
                let links = Cell::new(false);
                let linked = |name: &str| {
                    let found = self.linked(id, name);
                    links.set(links.get() || found.is_some());
                    found
                };
                let bytes = match clean(&came, &linked) {
                    Cow::Borrowed(_) => came.clone(),
                    Cow::Owned(bytes) => Bytes::new(bytes),
                };
                if links.get() {
                    // It is made of two files, and so never the same as one of them.
                    came = bytes.clone();
                }
                match examine(id.vpath(), &bytes) {
                    Some(trouble) => replace(trouble),
                    None => Ok(whole(bytes, came)),
                }
            }
            Err(error) => replace(ImageTrouble::Missing(error)),
        }
    }
}

/// Whether a file belongs to a vendored package.
pub(super) fn is_package(id: FileId) -> bool {
    match id.root() {
        VirtualRoot::Project => false,
        VirtualRoot::Package(_) => true,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing is left half done behind these locks, so a poisoned one is as good as new.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn slot<T: Clone>(
    slots: &Slots<T>,
    id: FileId,
    fill: impl FnOnce() -> FileResult<T>,
) -> FileResult<T> {
    let slot = lock(slots).entry(id).or_default().clone();
    slot.get_or_init(fill).clone()
}

impl World for FolioWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.on_read.tell(id.vpath().get_with_slash());
        let made = self.virtual_files.get(&id).or(self.left_out.get(&id));
        if let Some(source) = made {
            return Ok(source.clone());
        }
        slot(&self.parsed, id, || self.parse(id)).map(|parsed| parsed.source)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if let Some(source) = self.virtual_files.get(&id) {
            return Ok(Bytes::from_string(source.clone()));
        }
        slot(&self.bytes, id, || self.load(id)).map(|loaded| loaded.bytes)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, offset: Option<Duration>) -> Option<Datetime> {
        self.date.as_ref()?.today(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::sandbox::Sandbox;

    #[test]
    fn a_second_pass_sees_the_new_virtual_file_and_converts_nothing_again() {
        let sandbox =
            Sandbox::new("#import \"/.folio/count.typ\": words\n#words\n#include \"/a.md\"")
                .virtual_file("/.folio/count.typ", "#let words = \"0\"")
                .file("a.md", "Text");
        let mut session = sandbox.session();
        let first = session.compile().unwrap();
        let file = project_file("/a.md").unwrap();
        let text = session.world.parsed(file).unwrap().text;
        session.set_virtual("/.folio/count.typ", "#let words = \"9,412\"".into());
        let second = session.compile().unwrap();
        let again = session.world.parsed(file).unwrap().text;
        assert!(
            Arc::ptr_eq(&text, &again),
            "the chapter was converted twice"
        );
        assert_ne!(
            format!("{:?}", first.document.pages()[0].frame),
            format!("{:?}", second.document.pages()[0].frame)
        );
    }
}
