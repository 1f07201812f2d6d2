//! The author's files, read once and in order: what they open with, what they say of themselves,
//! and the tree of each, of its own text or of the Typst that its Markdown became.
//!
//! # Decisions
//!
//! - 2026-11: abbreviations are introduced in the order in which a reader meets the chapters,
//!   appendices last. Each part of the front matter is read by itself, so it introduces its own.
//!   The list of abbreviations that an author wrote by hand stays as it is.
//! - 2026-11: chapters in Typst are never changed. What they use is listed, and what they introduce
//!   by hand ("electronic patient record (EPR)") is not introduced again in Markdown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use typst_syntax::SyntaxNode;

use crate::diagnostics::{Diagnostic, Place, ProjectPath, SourceMap, Store};
use crate::manuscript::Parsed;
use crate::manuscript::cite_groups::{LiteralCluster, literal_clusters};
use crate::manuscript::converted::{Converted, chapter_file};
use crate::manuscript::facts::{Manuscript, Role};
use crate::manuscript::glossary::Glossary;
use crate::manuscript::named::{FileNames, known_names};
use crate::manuscript::opening::{Opening, opening, prose, second_title, title};
use crate::manuscript::order::{definitions, wanted};
use crate::manuscript::parts::joined;
use crate::manuscript::read::{labels, read};
use crate::manuscript::rules::{CHAPTER_WITHOUT_TITLE, EMPTY_CHAPTER, SECOND_TITLE};
use crate::manuscript::wanted::{Reading, Wanted};
use crate::markdown::rules::BOOK_DIVISION;
use crate::markdown::{self, Macros, Met, Settings};
use crate::project::{Chapter, OutlineItem, Project};

/// What a chapter or an appendix says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its title as printed, without marks; `None` if its file gives none.
    pub title: Option<String>,
    /// `short-title`: for running heads.
    pub short_title: Option<String>,
    /// `status`: the author's own words, such as `draft`.
    pub status: Option<String>,
    /// `words`: how many the author means to write.
    pub target: Option<Target>,
}

/// How many words an author means to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The number.
    pub words: usize,
    /// Where it stands.
    pub place: Place,
}

/// The author's files.
#[derive(Debug, Default)]
pub struct Texts {
    files: Vec<File>,
    /// The abbreviations that are used, with what they stand for, as the list prints them.
    pub abbreviations: Vec<(String, String)>,
    /// Chapters without a title or without text, and what is wrong with abbreviations.
    pub findings: Vec<Diagnostic>,
}

/// A file of the outline, read.
#[derive(Debug)]
struct File {
    path: ProjectPath,
    role: Role,
    content: Content,
    opening: Opening,
    about: About,
    /// The file that includes it, and where.
    included: Option<(ProjectPath, usize)>,
}

#[derive(Debug)]
enum Content {
    Typst { text: String, root: SyntaxNode },
    Markdown(Arc<Converted>),
}

impl Texts {
    /// Reads every file of the outline. Of one that cannot be read the engine says more.
    ///
    /// `keys` are those of the works. What did not change since `before` is not converted again.
    pub fn read(
        project: &Project,
        store: &Store,
        keys: &BTreeSet<&str>,
        before: Option<&Texts>,
    ) -> Self {
        let works = keys.iter().filter(|key| markdown::may_be_label(key));
        let works: BTreeSet<String> = works.map(|key| (*key).to_owned()).collect();
        let files = wanted(project, store);
        let mut glossary = Glossary::new(
            definitions(project, &files),
            project.manifest.format.expand_abbreviations,
        );
        let mut macros = Macros::default();
        for (name, body) in &project.manifest.maths.macros {
            macros.define(name, body);
        }
        let mut texts = Self::default();
        let mut introduced = BTreeSet::new();
        let parts: Vec<_> = files
            .iter()
            .filter_map(|file| Some((file.included.as_ref()?.0.clone(), file.path.clone())))
            .collect();
        for file in files {
            let reading = file.reading;
            let first = BTreeSet::new();
            let met_before = match reading {
                Reading::InOrder => &introduced,
                Reading::Alone | Reading::List => &first,
            };
            let settings = Settings {
                abbreviations: glossary.known(met_before, reading != Reading::List),
                macros: macros.clone(),
                works: works.clone(),
                notes: parts
                    .iter()
                    .filter(|(whole, _)| *whole == file.path)
                    .map(|(_, part)| part.clone())
                    .collect(),
                ..Settings::default()
            };
            let earlier = before.and_then(|before| before.converted_file(&file.path));
            let met = texts.add(file, settings, earlier);
            glossary.note(&met);
            if reading == Reading::InOrder {
                introduced.extend(met.introduced);
            }
        }
        texts.tie(&|name| keys.contains(name));
        for chapter in project.outline.texts() {
            texts.judge(&chapter.path);
        }
        texts.findings.extend(glossary.findings());
        texts.abbreviations = glossary.listed();
        texts
    }

    /// Tells each chapter in Markdown where the names lead that it does not have itself.
    fn tie(&mut self, is_key: &dyn Fn(&str) -> bool) {
        let says = |file: &File| match &file.content {
            Content::Markdown(converted) => !converted.conversion.names.wanted.is_empty(),
            Content::Typst { .. } => false,
        };
        let known = match self.files.iter().any(says) {
            true => {
                let names: Vec<FileNames<'_>> = self.files.iter().map(File::names).collect();
                known_names(&names, is_key)
            }
            false => BTreeMap::new(),
        };
        for file in &mut self.files {
            if let Content::Markdown(converted) = &mut file.content
                && let Some(id) = chapter_file(&file.path)
            {
                let names = known.get(&file.path).cloned().unwrap_or_default();
                *converted = converted.knowing(id, &file.path, names);
            }
        }
    }

    fn file(&self, path: &ProjectPath) -> Option<&File> {
        self.files.iter().find(|file| file.path == *path)
    }

    fn converted_file(&self, path: &ProjectPath) -> Option<&Arc<Converted>> {
        match &self.file(path)?.content {
            Content::Markdown(converted) => Some(converted),
            Content::Typst { .. } => None,
        }
    }

    /// Returns what a file opens with.
    pub fn opening(&self, path: &ProjectPath) -> Opening {
        self.file(path).map_or(Opening::Text, |file| file.opening)
    }

    /// Returns whether a file held nothing but the heading of the list of references.
    pub fn is_for_references(&self, path: &ProjectPath) -> bool {
        let is_told = |finding: &Diagnostic| finding.is(&BOOK_DIVISION);
        let findings = self.converted_file(path).map(|it| &it.conversion.findings);
        self.opening(path) == Opening::Nothing
            && findings.is_some_and(|findings| findings.iter().any(is_told))
    }

    /// Returns what a chapter says of itself; a file that could not be read says nothing.
    pub fn about(&self, path: &ProjectPath) -> About {
        self.file(path)
            .map(|file| file.about.clone())
            .unwrap_or_default()
    }

    /// Returns how many words a file writes down below its title; what code makes is left out.
    pub fn written(&self, path: &ProjectPath, count: &dyn Fn(&str) -> usize) -> usize {
        let Some(file) = self.file(path) else {
            return 0;
        };
        let title = title(file.root()).map_or(0, |title| count(&title));
        count(&prose(file.root())).saturating_sub(title)
    }

    /// Returns the Markdown files, converted, so that the engine need not do it again.
    pub fn converted(&self) -> BTreeMap<ProjectPath, Arc<Converted>> {
        let files = self.files.iter().filter_map(|file| match &file.content {
            Content::Markdown(converted) => Some((file.path.clone(), converted.clone())),
            Content::Typst { .. } => None,
        });
        files.collect()
    }

    /// Returns the chapters that could be read, each with its tree.
    pub fn chapters<'a>(
        &'a self,
        project: &'a Project,
    ) -> impl Iterator<Item = (&'a Chapter, &'a SyntaxNode)> {
        let chapters = project.outline.chapters.iter();
        chapters.filter_map(|chapter| Some((chapter, self.file(&chapter.path)?.root())))
    }

    /// Returns the citations that stand literally in the files, in the order of the book.
    pub fn cited(&self, project: &Project, is_key: &dyn Fn(&str) -> bool) -> Vec<LiteralCluster> {
        let paths = project.outline.in_order().filter_map(OutlineItem::path);
        let files = paths.filter_map(|path| self.files.iter().position(|file| file.path == *path));
        let with_parts = files.flat_map(|at| {
            let parts = self.files[at + 1..].iter();
            let parts = parts.take_while(|file| file.included.is_some());
            [&self.files[at]].into_iter().chain(parts)
        });
        with_parts.flat_map(|file| file.cited(is_key)).collect()
    }

    /// Returns the texts that places point into.
    pub fn sources(&self) -> SourceMap {
        let mut sources = SourceMap::default();
        let files = self.files.iter();
        files.for_each(|file| sources.insert(file.path.clone(), file.text()));
        sources
    }

    /// Reads the facts off every file.
    pub fn facts(&self) -> Manuscript {
        let parsed: Vec<Parsed<'_>> = self.files.iter().map(File::parsed).collect();
        let included = self.files.iter().map(|file| file.included.clone());
        joined(read(&parsed), &included.collect::<Vec<_>>())
    }

    fn add(&mut self, file: Wanted, settings: Settings, earlier: Option<&Arc<Converted>>) -> Met {
        let Wanted {
            path,
            role,
            text,
            reading: _,
            included,
        } = file;
        let (content, second, met, about) = match chapter_file(&path) {
            Some(id) if path.is_markdown() => {
                let converted = Converted::of(id, &path, text, settings, earlier);
                let made = &converted.conversion;
                let root = made.source.root();
                let second = second_title(root).map(|range| made.origins.to_markdown(range));
                let about = about(&path, title(root), &made.front_matter);
                let met = made.met.clone();
                (Content::Markdown(converted), second, met, about)
            }
            Some(_) | None => {
                let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
                let bom = text.len() - plain.len();
                let root = typst_syntax::parse(plain);
                let second = second_title(&root).map(|range| range.start + bom..range.end + bom);
                let about = About {
                    title: title(&root),
                    ..About::default()
                };
                let met = markdown::met_in(&prose(&root), &settings.abbreviations);
                (Content::Typst { text, root }, second, met, about)
            }
        };
        if let Some(range) = second {
            let finding = Diagnostic::of(&SECOND_TITLE, "this chapter has a second title")
                .at(Place::range(path.clone(), range))
                .hint("a file is one chapter: make it a section, or move it to a file of its own");
            self.findings.push(finding);
        }
        let opening = opening(content.root());
        self.files.push(File {
            path,
            role,
            content,
            opening,
            about,
            included,
        });
        met
    }

    fn judge(&mut self, path: &ProjectPath) {
        let sign = if path.is_markdown() { "#" } else { "=" };
        let finding = match self.opening(path) {
            Opening::Title => return,
            Opening::Nothing if self.is_for_references(path) => return,
            Opening::Text => Diagnostic::of(
                &CHAPTER_WITHOUT_TITLE,
                "this chapter does not begin with its title",
            )
            .hint(format!(
                "begin it with `{sign} Title`; until then its file's name stands there"
            )),
            Opening::Nothing => Diagnostic::of(&EMPTY_CHAPTER, "this chapter has no text")
                .hint(format!("begin it with `{sign} Title`, or remove the file")),
        };
        self.findings.push(finding.at(Place::file(path.clone())));
    }
}

fn about(path: &ProjectPath, title: Option<String>, says: &markdown::FrontMatter) -> About {
    let target = says.words.map(|words| Target {
        words,
        place: match &says.words_place {
            Some(range) => Place::range(path.clone(), range.clone()),
            None => Place::file(path.clone()),
        },
    });
    About {
        title,
        short_title: says.short_title.clone(),
        status: says.status.clone(),
        target,
    }
}

impl Content {
    fn root(&self) -> &SyntaxNode {
        match self {
            Content::Typst { root, .. } => root,
            Content::Markdown(converted) => converted.conversion.source.root(),
        }
    }
}

impl File {
    fn root(&self) -> &SyntaxNode {
        self.content.root()
    }

    fn cited(&self, is_key: &dyn Fn(&str) -> bool) -> Vec<LiteralCluster> {
        let told = match &self.content {
            Content::Markdown(converted) => &converted.conversion.citations[..],
            Content::Typst { .. } => &[],
        };
        literal_clusters(self.root(), told, is_key)
    }

    fn text(&self) -> &str {
        match &self.content {
            Content::Typst { text, .. } => text,
            Content::Markdown(converted) => &converted.text,
        }
    }

    fn names(&self) -> FileNames<'_> {
        let (labels, has_unseen) = labels(self.parsed());
        FileNames {
            path: &self.path,
            labels,
            has_unseen,
            says: match &self.content {
                Content::Markdown(converted) => Some(&converted.conversion.names),
                Content::Typst { .. } => None,
            },
        }
    }

    fn parsed(&self) -> Parsed<'_> {
        Parsed {
            path: &self.path,
            role: &self.role,
            text: self.text(),
            root: self.root(),
            origins: match &self.content {
                Content::Typst { .. } => None,
                Content::Markdown(converted) => Some(&converted.conversion.origins),
            },
        }
    }
}

#[cfg(test)]
mod tests;
