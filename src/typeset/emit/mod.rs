//! A plain Typst project that the stock engine renders to the same pages: nobody is locked in.
//!
//! Everything that the compile read is there under its own name; Markdown chapters are printed as
//! Typst, generated files stand in a visible folder, and every path between them is rewritten. What
//! folio alone can compute, the texts of citations and the printed count, stands there as it was.

mod groups;
mod paths;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use typst::World;
use typst::layout::FrameItem;
use typst::syntax::ast;
use typst::syntax::package::PackageSpec;
use typst::syntax::{FileId, SyntaxNode, VirtualRoot, parse};
use typst::text::Font;
use typst_layout::PagedDocument;

use crate::manuscript::group_named;
use crate::markdown::print;
use crate::typeset::citations::{asked, citable_keys};
use crate::typeset::emit::groups::together;
use crate::typeset::emit::paths::repoint;
use crate::typeset::files::is_markdown;
use crate::typeset::fonts::FONTS;
use crate::typeset::pages::walk;
use crate::typeset::session::{Session, TypesetError};

/// The folder of generated files in a project's virtual files.
const HIDDEN: &str = "/.folio/";

/// The generated file that names what only folio's library has.
const GROUPS: &str = "/.folio/cite-groups.typ";

/// What stands there for the stock engine.
const PLAIN_GROUPS: &str = include_str!("../../../templates/emit/cite-groups.typ");

/// The generated file whose links to works are looked up after the layout.
const WORK_LINKS: &str = "/.folio/work-links.typ";

/// What stands there for the stock engine.
const PLAIN_WORK_LINKS: &str = include_str!("../../../templates/emit/work-links.typ");

/// What the project says of itself.
const README: &str = include_str!("../../../templates/emit/README.txt");

/// A project for the stock engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emitted {
    /// The files by path, written with `/`; `main.typ` is the entry point.
    pub files: Vec<(String, Vec<u8>)>,
    /// What its user must know, in plain sentences.
    pub notes: Vec<String>,
}

/// Prints the project whose pages are `document`, which this session compiled last.
///
/// It renders to the same pages with
/// `typst compile --root DIR --font-path DIR/fonts --ignore-system-fonts DIR/main.typ`.
///
/// # Errors
///
/// If a file that the pages need cannot be read any more.
pub fn emit(session: &Session, document: &PagedDocument) -> Result<Emitted, TypesetError> {
    let world = &session.world;
    let parsed = world.all_parsed();
    let bytes = world.all_bytes();
    let taken: BTreeSet<String> = parsed
        .iter()
        .map(|(id, _)| *id)
        .chain(bytes.iter().map(|(id, _)| *id))
        .map(place_of)
        .collect();
    let renames = renames(session, &taken)?;

    let keys = citable_keys(world);
    let mut grouped = BTreeSet::new();
    let mut emission = Emission {
        renames: &renames,
        files: BTreeMap::new(),
        packages: BTreeSet::new(),
    };
    for (id, content) in &bytes {
        emission.files.insert(place_of(*id), content.to_vec());
    }
    for (id, file) in &parsed {
        if matches!(id.get().root(), VirtualRoot::Package(_)) {
            emission
                .files
                .insert(place_of(*id), file.text.as_bytes().to_vec());
            continue;
        }
        let text = match world.left_out.get(id) {
            Some(page) => page.text().to_owned(),
            None if is_markdown(*id) => print(file.source.root()),
            None => file.text.to_string(),
        };
        let text = together(&text, &|key| keys.contains(key), &mut grouped);
        emission.add(*id, &text);
    }
    for source in world.all_virtual() {
        let mut text = match source.id().get().vpath().get_with_slash() {
            GROUPS => PLAIN_GROUPS.to_owned(),
            WORK_LINKS => PLAIN_WORK_LINKS.to_owned(),
            _ => source.text().to_owned(),
        };
        if source.id() == world.main()
            && let Some(date) = session.date
        {
            text.insert_str(0, &explicit_date(date));
        }
        emission.add(source.id(), &text);
    }
    let mut notes = Vec::new();
    if !emission.packages.is_empty() {
        notes.push("add `--package-path DIR/packages` to the command: the project uses packages of its own".to_owned());
    }
    let computed: BTreeSet<String> = asked(document, false)
        .into_iter()
        .filter(|asked| !grouped.contains(&asked.id))
        .filter_map(|asked| group_named(&asked.id))
        .filter(|cites| cites.len() > 1)
        .map(|cites| cites.iter().map(|cite| format!("@{} ", cite.key)).collect())
        .collect();
    for keys in computed {
        let keys = keys.trim_end();
        notes.push(format!("citations beside each other that code makes are printed one by one by the stock engine: {keys}"));
    }
    let mut files = emission.files;
    let readme = notes.iter().fold(README.to_owned(), |text, note| {
        format!("{text}\n- {note}\n")
    });
    let readme = readme.replace("FOLDER", generated(&renames));
    files
        .entry("README.txt".to_owned())
        .or_insert(readme.into_bytes());
    files.extend(fonts(document, &files));
    Ok(Emitted {
        files: files.into_iter().collect(),
        notes,
    })
}

struct Emission<'a> {
    renames: &'a BTreeMap<String, String>,
    files: BTreeMap<String, Vec<u8>>,
    packages: BTreeSet<String>,
}

impl Emission<'_> {
    fn add(&mut self, id: FileId, text: &str) {
        let is_typst = is_markdown(id) || id.vpath().extension() == Some("typ");
        let own = id.vpath().get_with_slash();
        let place = self.renames.get(own).map_or(own, String::as_str);
        let text = if is_typst {
            self.collect_packages(&parse(text));
            repoint(text, id.vpath(), self.renames)
        } else {
            text.to_owned()
        };
        self.files
            .insert(place.trim_start_matches('/').to_owned(), text.into_bytes());
    }

    fn collect_packages(&mut self, node: &SyntaxNode) {
        if let Some(text) = node.cast::<ast::Str>()
            && text.get().parse::<PackageSpec>().is_ok()
        {
            self.packages.insert(text.get().to_string());
        }
        node.children()
            .for_each(|child| self.collect_packages(child));
    }
}

/// Where a file goes that keeps its name: its path in the project, or in the folder of packages.
pub(super) fn place_of(id: FileId) -> String {
    match id.get().root() {
        VirtualRoot::Project => id.get().vpath().get_without_slash().to_owned(),
        VirtualRoot::Package(spec) => format!(
            "packages/{}/{}/{}/{}",
            spec.namespace,
            spec.name,
            spec.version,
            id.get().vpath().get_without_slash()
        ),
    }
}

/// The folder of generated files in the emitted project.
fn generated(renames: &BTreeMap<String, String>) -> &str {
    let in_it = renames
        .iter()
        .find(|(old, new)| old.starts_with(HIDDEN) && *new != "/main.typ");
    let folder = in_it.and_then(|(_, new)| new.trim_start_matches('/').split('/').next());
    folder.unwrap_or("folio")
}

/// The files that get another name, by their absolute paths.
fn renames(
    session: &Session,
    taken: &BTreeSet<String>,
) -> Result<BTreeMap<String, String>, TypesetError> {
    let world = &session.world;
    if taken.contains("main.typ") {
        return Err(TypesetError::Request(
            "the project has a file `main.typ` of its own, which is the name of the emitted entry point: rename it".into(),
        ));
    }
    let folder = ["folio", "folio-files", "folio-generated"]
        .into_iter()
        .find(|name| {
            !taken
                .iter()
                .any(|path| path.starts_with(&format!("{name}/")))
        })
        .unwrap_or("folio-of-this-document");
    let mut renames = BTreeMap::new();
    for source in world.all_virtual() {
        let id = source.id().get();
        let path = id.vpath().get_with_slash();
        if source.id() == world.main() {
            renames.insert(path.to_owned(), "/main.typ".to_owned());
        } else if let Some(name) = path.strip_prefix(HIDDEN) {
            renames.insert(path.to_owned(), format!("/{folder}/{name}"));
        }
    }
    for (id, _) in world.all_parsed() {
        if is_markdown(id) {
            let path = id.get().vpath().get_with_slash();
            let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
            let plain = format!("{stem}.typ");
            let is_free = !taken.contains(plain.trim_start_matches('/'))
                && !renames.values().any(|other| *other == plain);
            let extension = path
                .rsplit_once('.')
                .map_or("md", |(_, extension)| extension);
            let place = match is_free {
                true => plain,
                false => format!("{stem}-{extension}.typ"),
            };
            renames.insert(path.to_owned(), place);
        }
    }
    Ok(renames)
}

fn explicit_date(date: DateTime) -> String {
    format!(
        "#set document(date: datetime(year: {}, month: {}, day: {}, hour: {}, minute: {}, second: {}))\n",
        date.year(),
        date.month(),
        date.day(),
        date.hour(),
        date.minute(),
        date.second()
    )
}

/// The fonts of the pages, as files; and the sans-serif that images may ask for.
fn fonts(document: &PagedDocument, files: &BTreeMap<String, Vec<u8>>) -> Vec<(String, Vec<u8>)> {
    let mut out = used_fonts(document);
    // What is written inside an image is on no page; its font is most likely this one.
    if files.keys().any(|path| path.ends_with(".svg")) {
        for font in crate::typeset::fonts::sans_serif() {
            out.push((
                format!("{FONTS}/{}", file_name(&font)),
                font.data().to_vec(),
            ));
        }
    }
    out
}

/// Returns the fonts of the text on the pages, each as a file of the project.
pub(super) fn used_fonts(document: &PagedDocument) -> Vec<(String, Vec<u8>)> {
    let mut used: BTreeMap<String, Font> = BTreeMap::new();
    walk(
        document,
        &mut used,
        &mut |used, item| {
            if let FrameItem::Text(text) = item {
                let font = text.font.font();
                used.entry(file_name(font)).or_insert_with(|| font.clone());
            }
        },
        &mut |_, _| {},
    );
    used.into_iter()
        .map(|(name, font)| (format!("{FONTS}/{name}"), font.data().to_vec()))
        .collect()
}

fn file_name(font: &Font) -> String {
    let data = font.data();
    let ending = match data.get(..4) {
        Some(b"OTTO") => "otf",
        Some(b"ttcf") => "ttc",
        _ => "ttf",
    };
    let name = font
        .post_script_name()
        .unwrap_or_else(|| font.info().family.clone());
    let name: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' {
                c
            } else {
                '-'
            }
        })
        .collect();
    format!("{name}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Store;
    use crate::typeset::job::Job;
    use crate::typeset::pdf::{PdfRequest, export};
    use crate::typeset::sandbox::Sandbox;

    #[test]
    fn the_emitted_project_renders_to_the_same_pages_without_folio() {
        let keys = ["k", "k2"];
        let sandbox = Sandbox::citing(
            "#import \"template.typ\": head, words\n#import \"/.folio/count.typ\": printed\n#show: head\n#set heading(numbering: \"1\")\n#include \"/chapters/a.md\"\n#include \"/chapters/b.typ\"\n#words #printed",
            &keys,
        )
        .virtual_file("/.folio/template.typ", "#import \"parts/x.typ\": words\n#let head(it) = { set text(font: \"Noto Sans\"); it }")
        .virtual_file("/.folio/parts/x.typ", "#let words = [Words:]")
        .virtual_file("/.folio/count.typ", "#let printed = \"9,412\"")
        .file("chapters/a.md", "# Alpha {#sec:a}\n\n![A box](../f/x.svg){alt=\"A box\" width=20%}\n\n[@k] and @k2, `code` and *words*.[^1]\n\n[^1]: A note.")
        .file("chapters/b.typ", "#import \"/lib.typ\": note\n= Beta\nSee @sec:a and $x^2$. Cited @k @k2[p. 4] and @k#footnote[#cite(<k2>, form: \"prose\")\n@k]. #note #image(\"../f/missing.png\", width: 1cm)\n#include \"inner/c.md\"\n#read(\"inner/c.txt\") #datetime.today().display()")
        .file("chapters/inner/c.md", "Gamma and more.")
        .file("chapters/inner/c.txt", "plain")
        .file("lib.typ", "#let note = [Note]")
        .file("f/x.svg", include_bytes!("../placeholder/empty.svg"))
        .printed(&keys, "apa");
        let (session, typeset) = sandbox.typeset();
        let emitted = emit(&session, &typeset.document).unwrap();
        let names: Vec<&str> = emitted
            .files
            .iter()
            .map(|(path, _)| path.as_str())
            .collect();
        for name in [
            "main.typ",
            "folio/template.typ",
            "folio/parts/x.typ",
            "chapters/a.typ",
            "chapters/inner/c.typ",
            "chapters/inner/c.txt",
            "f/missing.png",
            "fonts/NotoSans.ttf",
        ] {
            assert!(names.contains(&name), "{name} is missing in {names:?}");
        }
        assert!(
            !names
                .iter()
                .any(|name| name.ends_with(".md") || name.contains(".folio")),
            "{names:?}"
        );

        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in &emitted.files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let job = Job {
            main: "/main.typ".into(),
            date: sandbox.job.date,
            ..Job::new(Store::folder(folder.path()).unwrap())
        };
        let mut again = Session::new(job).unwrap();
        let pages = again.compile().unwrap();
        let request = PdfRequest::default();
        let before = export(&typeset.document, &session, &request).unwrap();
        let after = export(&pages.document, &again, &request).unwrap();
        assert_eq!(before.standards, after.standards);
        assert!(before.bytes == after.bytes, "the pages differ");
    }

    #[test]
    fn citations_that_code_puts_together_are_named() {
        let keys = ["k", "l"];
        let text = "#([@k], [ ], [@l]).join(), @k @l[p. 4]";
        let sandbox = Sandbox::citing("#include \"/a.typ\"", &keys).file("a.typ", text);
        let (session, typeset) = sandbox.printed(&keys, "apa").typeset();
        let emitted = emit(&session, &typeset.document).unwrap();
        assert!(emitted.notes[0].ends_with("one by one by the stock engine: @k @l"));
        let (_, readme) = emitted
            .files
            .iter()
            .find(|(path, _)| path == "README.txt")
            .unwrap();
        let readme = String::from_utf8(readme.clone()).unwrap();
        assert!(readme.contains(&emitted.notes[0]) && readme.contains("folio/citations.typ"));
    }

    #[test]
    fn a_vendored_package_goes_along_and_is_mentioned() {
        let sandbox = Sandbox::new("#include \"/a.typ\"")
            .file("a.typ", "#import \"@preview/p:1.0.0\": x\n#x")
            .file(
                "packages/preview/p/1.0.0/typst.toml",
                "[package]\nname = \"p\"\nversion = \"1.0.0\"\nentrypoint = \"lib.typ\"\n",
            )
            .file("packages/preview/p/1.0.0/lib.typ", "#let x = [Hello]");
        let (session, typeset) = sandbox.typeset();
        let emitted = emit(&session, &typeset.document).unwrap();
        let names: Vec<&str> = emitted
            .files
            .iter()
            .map(|(path, _)| path.as_str())
            .collect();
        assert!(names.contains(&"packages/preview/p/1.0.0/lib.typ"));
        assert!(names.contains(&"packages/preview/p/1.0.0/typst.toml"));
        assert_eq!(emitted.notes.len(), 1);
    }

    #[test]
    fn a_file_that_takes_the_name_of_the_entry_point_is_named() {
        let sandbox = Sandbox::new("#include \"/main.typ\"").file("main.typ", "= T");
        let (session, typeset) = sandbox.typeset();
        let error = emit(&session, &typeset.document).unwrap_err();
        assert!(error.to_string().contains("`main.typ`"), "{error}");
    }
}
