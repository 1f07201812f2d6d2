//! The author's files, read once before the book is made: what they open with, what they say of
//! themselves, and what became of their Markdown.
//!
//! # Decisions
//!
//! - 2026-11: abbreviations are introduced in the order in which a reader meets the chapters,
//!   appendices last. Each part of the front matter is read by itself, so it introduces its own.
//!   The list of abbreviations that an author wrote by hand stays as it is.
//! - 2026-11: chapters in Typst are never changed. What they use is listed, and what they introduce
//!   by hand ("electronic patient record (EPR)") is not introduced again in Markdown.

use std::collections::{BTreeMap, BTreeSet};

use typst::syntax::FileId;

use crate::diagnostics::{Diagnostic, Place, ProjectPath, read_text};
use crate::markdown::{self, Met};
use crate::pipeline::glossary::Glossary;
use crate::pipeline::tree::{Opening, opening, prose, second_title, title};
use crate::project::{Abbreviation, PartKind, Project};
use crate::typeset::{self, Converted};

/// What a chapter or an appendix says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct About {
    /// Its title as printed, without marks; `None` if its file gives none.
    pub(crate) title: Option<String>,
    /// `short-title`: for running heads.
    pub(crate) short_title: Option<String>,
    /// `status`: the author's own words, such as `draft`.
    pub(crate) status: Option<String>,
    /// `words`: how many the author means to write.
    pub(crate) target: Option<Target>,
}

/// How many words an author means to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) words: usize,
    /// Where the number stands.
    pub(crate) place: Place,
}

/// What is known of the author's files.
#[derive(Debug, Default)]
pub(crate) struct Chapters {
    openings: BTreeMap<ProjectPath, Opening>,
    about: BTreeMap<ProjectPath, About>,
    /// The abbreviations that are used, with what they stand for, as the list prints them.
    pub(crate) abbreviations: Vec<(String, String)>,
    /// The Markdown files, converted, so that the engine need not do it again.
    pub(crate) converted: BTreeMap<ProjectPath, Converted>,
    /// Chapters without a title or without text, and what is wrong with abbreviations.
    pub(crate) findings: Vec<Diagnostic>,
}

/// A file of the outline.
struct File {
    path: ProjectPath,
    text: String,
    /// The engine's name for it, if it is Markdown.
    markdown: Option<FileId>,
    reading: Reading,
}

/// How a reader comes to a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// By itself.
    Alone,
    /// After the chapters before it.
    InOrder,
    /// To look something up.
    List,
}

impl Chapters {
    /// Reads every file of the outline. Of one that cannot be read the engine says more.
    pub(crate) fn read(project: &Project) -> Self {
        let files = files(project);
        let mut glossary = Glossary::new(
            definitions(project, &files),
            project.manifest.format.expand_abbreviations,
        );
        let mut chapters = Self::default();
        let mut introduced = BTreeSet::new();
        for file in files {
            let reading = file.reading;
            let before = match reading {
                Reading::InOrder => introduced.clone(),
                Reading::Alone | Reading::List => BTreeSet::new(),
            };
            let met = chapters.add(file, &glossary, &before);
            glossary.note(&met);
            if reading == Reading::InOrder {
                introduced.extend(met.introduced);
            }
        }
        let outline = &project.outline;
        for chapter in outline.chapters.iter().chain(&outline.appendices) {
            chapters.check_opening(&chapter.path);
        }
        chapters.findings.extend(glossary.findings());
        chapters.abbreviations = glossary.listed();
        chapters
    }

    /// Returns what a file opens with.
    pub(crate) fn opening(&self, path: &ProjectPath) -> Opening {
        self.openings.get(path).copied().unwrap_or(Opening::Text)
    }

    /// Returns what a chapter says of itself; a file that could not be read says nothing.
    pub(crate) fn about(&self, path: &ProjectPath) -> About {
        self.about.get(path).cloned().unwrap_or_default()
    }

    fn add(&mut self, file: File, glossary: &Glossary, introduced: &BTreeSet<String>) -> Met {
        let File {
            path,
            text,
            markdown,
            reading,
        } = file;
        let known = glossary.known(introduced, reading != Reading::List);
        let (found, second, about, met) = match markdown {
            None => {
                let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
                let bom = text.len() - plain.len();
                let root = typst_syntax::parse(plain);
                let second = second_title(&root).map(|range| range.start + bom..range.end + bom);
                let about = About {
                    title: title(&root),
                    ..About::default()
                };
                let met = markdown::met_in(&prose(&root), &known);
                (opening(&root), second, about, met)
            }
            Some(id) => {
                let settings = markdown::Settings {
                    abbreviations: known,
                    ..markdown::Settings::default()
                };
                let conversion = markdown::convert(id, &path, &text, &settings);
                let root = conversion.source.root();
                let second = second_title(root).map(|range| conversion.origins.to_markdown(range));
                let found = opening(root);
                let about = about(&path, title(root), &conversion.front_matter);
                let met = conversion.met.clone();
                self.converted
                    .insert(path.clone(), Converted { text, conversion });
                (found, second, about, met)
            }
        };
        if let Some(range) = second {
            let finding = Diagnostic::warn("second-title", "this chapter has a second title")
                .at(Place::range(path.clone(), range))
                .hint("a file is one chapter: make it a section, or move it to a file of its own");
            self.findings.push(finding);
        }
        self.about.insert(path.clone(), about);
        self.openings.insert(path, found);
        met
    }

    fn check_opening(&mut self, path: &ProjectPath) {
        let sign = if path.extension() == "md" { "#" } else { "=" };
        let finding = match self.opening(path) {
            Opening::Title => return,
            Opening::Text => Diagnostic::warn(
                "chapter-without-title",
                "this chapter does not begin with its title",
            )
            .hint(format!(
                "begin it with `{sign} Title`; until then its file's name stands there"
            )),
            Opening::Nothing => Diagnostic::warn("empty-chapter", "this chapter has no text")
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

/// Returns the files of the outline that can be read, in the order of the book.
fn files(project: &Project) -> Vec<File> {
    let outline = &project.outline;
    let mut wanted: Vec<(&ProjectPath, Reading)> = Vec::new();
    let reading = |kind: PartKind, usual: Reading| match kind {
        PartKind::Abbreviations => Reading::List,
        PartKind::TitlePage
        | PartKind::Abstract
        | PartKind::Declaration
        | PartKind::Acknowledgements
        | PartKind::Contents
        | PartKind::ListOfTables
        | PartKind::ListOfFigures
        | PartKind::References
        | PartKind::Appendices
        | PartKind::Other => usual,
    };
    for part in &outline.front {
        let path = part.path.as_ref();
        wanted.extend(path.map(|path| (path, reading(part.kind, Reading::Alone))));
    }
    let chapters = outline.chapters.iter();
    wanted.extend(chapters.map(|chapter| (&chapter.path, Reading::InOrder)));
    for part in &outline.back {
        let path = part.path.as_ref();
        wanted.extend(path.map(|path| (path, reading(part.kind, Reading::InOrder))));
        if part.kind == PartKind::Appendices {
            let appendices = outline.appendices.iter();
            wanted.extend(appendices.map(|appendix| (&appendix.path, Reading::InOrder)));
        }
    }
    let files = wanted.into_iter().filter_map(|(path, reading)| {
        let text = read_text(&path.below(&project.root)).ok()?;
        let markdown = typeset::chapter_file(path).filter(|_| path.extension() == "md");
        Some(File {
            path: path.clone(),
            text,
            markdown,
            reading,
        })
    });
    files.collect()
}

/// Returns every definition, those of the manifest first.
fn definitions(project: &Project, files: &[File]) -> Vec<Abbreviation> {
    let mut all = project.manifest.abbreviations.clone();
    for file in files.iter().filter(|file| file.markdown.is_some()) {
        let found = markdown::definitions(&file.text).into_iter();
        all.extend(found.map(|one| Abbreviation {
            short: one.short,
            long: one.long,
            place: Place::range(file.path.clone(), one.place),
        }));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::load;

    fn read(files: &[(&str, &str)]) -> (Project, Chapters) {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n";
        for (path, text) in [("folio.toml", manifest)].iter().chain(files) {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let project = load(folder.path(), None).unwrap();
        let chapters = Chapters::read(&project);
        (project, chapters)
    }

    fn typst(chapters: &Chapters, path: &str) -> String {
        let path = ProjectPath::new(path).unwrap();
        let text = chapters.converted[&path].conversion.source.text();
        // A stop behind words that were put in is escaped, which keeps the places apart.
        let text = text.replace('\\', "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_definition_holds_in_every_file_and_each_part_of_the_front_is_read_by_itself() {
        let (_, chapters) = read(&[
            ("front/abstract.md", "The EPR. The EPR."),
            ("front/acknowledgements.md", "The EPR."),
            ("chapters/01-one.md", "# One\n\n> EPR\n"),
            ("chapters/02-two.typ", "= Two\n\nThe EPR."),
            ("chapters/03-three.md", "# Three\n\nThe EPR and GP."),
            ("chapters/04-four.typ", "= Four\n\nLength of stay (LoS)."),
            (
                "chapters/05-five.md",
                "# Five\n\nThe EPR and LoS.\n\n*[LoS]: length of stay",
            ),
            (
                "appendices/a.md",
                "# A\n\nGP, EPR.\n\n*[EPR]: record\n*[GP]: doctor\n*[X]: y",
            ),
        ]);
        let made = |path: &str| typst(&chapters, path);
        assert_eq!(made("front/abstract.md"), "The record (EPR). The EPR.");
        assert_eq!(made("front/acknowledgements.md"), "The record (EPR).");
        assert_eq!(
            made("chapters/03-three.md"),
            "= Three The record (EPR) and doctor (GP)."
        );
        assert_eq!(made("chapters/05-five.md"), "= Five The EPR and LoS.");
        assert_eq!(made("appendices/a.md"), "= A GP, EPR.");
        let shorts: Vec<&str> = chapters
            .abbreviations
            .iter()
            .map(|(short, _)| short.as_str())
            .collect();
        assert_eq!(shorts, ["EPR", "GP", "LoS"]);
        let codes: Vec<&str> = chapters
            .findings
            .iter()
            .map(|finding| finding.code.as_ref())
            .collect();
        assert_eq!(codes, ["abbreviation-unused"]);
    }

    #[test]
    fn a_chapter_says_what_it_is_called_how_far_it_is_and_how_long_it_is_to_be() {
        let text = "\u{feff}---\ntitle: \"One's *title*\"\nshort-title: One\nstatus: with supervisor\nwords: 1,500\n---\nText";
        let (project, chapters) = read(&[
            ("chapters/01-one.md", text),
            ("chapters/02-two.typ", "= Two _more_\n\nText"),
            ("chapters/03-three.md", "Text"),
        ]);
        let about = |at: usize| chapters.about(&project.outline.chapters[at].path);
        let one = about(0);
        assert_eq!(one.title.as_deref(), Some("One's *title*"));
        assert_eq!(one.short_title.as_deref(), Some("One"));
        assert_eq!(one.status.as_deref(), Some("with supervisor"));
        let target = one.target.unwrap();
        assert_eq!(target.words, 1500);
        assert_eq!(&text[target.place.range.unwrap()], "1,500");
        assert_eq!(about(1).title.as_deref(), Some("Two more"));
        assert_eq!(about(2), About::default());
    }
}
