//! What the files of a project say, read together.

use super::*;
use crate::project::read_project;

fn read(files: &[(&str, &str)]) -> (Project, Texts) {
    let manifest = "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n";
    let files = [("folio.toml", manifest)]
        .into_iter()
        .chain(files.iter().copied());
    let files = files.map(|(path, text)| {
        let path = ProjectPath::new(path).unwrap();
        (path, Arc::from(text.as_bytes()))
    });
    let store = Store::memory(files.collect());
    let project = read_project(&store, None).unwrap();
    let texts = Texts::read(&project, &store, &BTreeSet::new(), None);
    (project, texts)
}

fn typst(texts: &Texts, path: &str) -> String {
    let path = ProjectPath::new(path).unwrap();
    let text = texts.converted()[&path].conversion.source.text().to_owned();
    // A stop behind words that were put in is escaped, which keeps the places apart.
    let text = text.replace('\\', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_definition_holds_in_every_file_and_each_part_of_the_front_is_read_by_itself() {
    let (_, texts) = read(&[
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
    let made = |path: &str| typst(&texts, path);
    assert_eq!(made("front/abstract.md"), "The record (EPR). The EPR.");
    assert_eq!(made("front/acknowledgements.md"), "The record (EPR).");
    assert_eq!(
        made("chapters/03-three.md"),
        "= Three The record (EPR) and doctor (GP)."
    );
    assert_eq!(made("chapters/05-five.md"), "= Five The EPR and LoS.");
    assert_eq!(made("appendices/a.md"), "= A GP, EPR.");
    let shorts: Vec<&str> = texts
        .abbreviations
        .iter()
        .map(|(short, _)| short.as_str())
        .collect();
    assert_eq!(shorts, ["EPR", "GP", "LoS"]);
    let codes: Vec<&str> = texts
        .findings
        .iter()
        .map(|finding| finding.code.as_ref())
        .collect();
    assert_eq!(codes, ["abbreviation-unused"]);
}

#[test]
fn a_name_leads_to_another_chapter_in_any_spelling() {
    let (_, texts) = read(&[
        (
            "chapters/01-one.md",
            "# One\n\n@fig-map, @Fig:map-b, @sec-two, @tab:rows, [there](#data-collection), [gone](#gone), @fig-none, \\ref{rem}, \\@ref(rem)\n",
        ),
        (
            "chapters/02-two.md",
            "# Two {#sec:two}\n\n## Data collection\n\n## Data collection\n\n::: {#fig:map}\n![a](a.svg)\n\n![b](b.svg){#fig:b}\n\nBoth.\n:::\n\n$$x$$ {#eq:a}\n\n\\eqref{eq:a}\n",
        ),
        (
            "chapters/03-three.typ",
            "= Three\n\n#figure(table([a])) <tbl-rows>\n",
        ),
    ]);
    assert_eq!(
        typst(&texts, "chapters/01-one.md"),
        "= One @fig:map, @fig:b, @sec:two, @tbl-rows, #link(<heading:chapters-02-two-md:data-collection>)[there], gone #strong[[?gone]], #strong[[?fig-none]], #strong[[?rem]], #strong[[?rem]]"
    );
    let two = typst(&texts, "chapters/02-two.md");
    assert!(two.contains("== Data collection <heading:chapters-02-two-md:data-collection> == Data collection #figure("), "{two}");
    let converted = texts.converted();
    let codes: Vec<String> = converted
        .values()
        .flat_map(|one| &one.conversion.findings)
        .map(|one| format!("{} {}", one.code, one.message))
        .collect();
    assert_eq!(
        codes,
        [
            "link-without-target there is no heading or label `gone`, so only the words of this link are printed",
            "unknown-label there is no figure `fig-none`",
            "unknown-label there is no part of the dissertation `rem`",
            "unknown-label there is no part of the dissertation `rem`",
        ]
    );
}

#[test]
fn a_link_to_the_file_of_a_chapter_leads_into_it() {
    let (_, texts) = read(&[
        (
            "chapters/01-one.md",
            "# One\n\n[a](02-two.md), [b](./02-two.md#data-collection), [c](chapters/02-two.md#sec-x), [d](01-one.md), [e](03-three.typ#sec:t), [f](03-three.typ), [g](02-two.md#gone), [h](data/other.pdf)\n",
        ),
        (
            "chapters/02-two.md",
            "---\ntitle: Two\n---\n\n## Data collection\n\n## More {#sec:x}\n",
        ),
        ("chapters/03-three.typ", "= Three <sec:t>\n"),
    ]);
    assert_eq!(
        typst(&texts, "chapters/01-one.md"),
        "= One <heading:chapters-01-one-md:one> #link(<heading:chapters-02-two-md:two>)[a], #link(<heading:chapters-02-two-md:data-collection>)[b], #link(<sec:x>)[c], #link(<heading:chapters-01-one-md:one>)[d], #link(<sec:t>)[e], f, g, h"
    );
    let two = typst(&texts, "chapters/02-two.md");
    assert!(
        two.starts_with("= Two <heading:chapters-02-two-md:two> == Data collection <heading:"),
        "{two}"
    );
    let converted = texts.converted();
    let messages: Vec<&str> = converted
        .values()
        .flat_map(|one| &one.conversion.findings)
        .map(|one| {
            one.message
                .trim_end_matches(", so only the words of this link are printed")
        })
        .collect();
    assert_eq!(
        messages,
        [
            "`03-three.typ` has no heading that a link can lead to",
            "there is no heading or label `gone` in `02-two.md`",
            "`data/other.pdf` is no chapter and no web address",
        ]
    );
}

#[test]
fn a_chapter_says_what_it_is_called_how_far_it_is_and_how_long_it_is_to_be() {
    let text = "\u{feff}---\ntitle: \"One's *title*\"\nshort-title: One\nstatus: with supervisor\nwords: 1,500\n---\nText";
    let (project, texts) = read(&[
        ("chapters/01-one.md", text),
        ("chapters/02-two.typ", "= Two _more_\n\nText"),
        ("chapters/03-three.md", "Text"),
    ]);
    let about = |at: usize| texts.about(&project.outline.chapters[at].path);
    let one = about(0);
    assert_eq!(one.title.as_deref(), Some("One’s title"));
    assert_eq!(one.short_title.as_deref(), Some("One"));
    assert_eq!(one.status.as_deref(), Some("with supervisor"));
    let target = one.target.unwrap();
    assert_eq!(target.words, 1500);
    assert_eq!(&text[target.place.range.unwrap()], "1,500");
    assert_eq!(about(1).title.as_deref(), Some("Two more"));
    assert_eq!(about(2), About::default());
}

#[test]
fn what_did_not_change_is_not_converted_again() {
    let before = [
        ("chapters/01-one.md", "# One\n\nThe EPR.\n"),
        (
            "chapters/02-two.md",
            "# Two\n\nThe EPR.\n\n*[EPR]: record\n",
        ),
        ("chapters/03-three.md", "# Three\n\nText.\n"),
    ];
    let (_, first) = read(&before);
    let mut after = before;
    after[0].1 = "# One\n\nText.\n";
    let files = after.iter().map(|(path, text)| {
        let path = ProjectPath::new(path).unwrap();
        (path, Arc::from(text.as_bytes()))
    });
    let manifest = "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n";
    let manifest = (
        ProjectPath::new("folio.toml").unwrap(),
        manifest.as_bytes().into(),
    );
    let store = Store::memory(files.chain([manifest]).collect());
    let project = read_project(&store, None).unwrap();
    let second = Texts::read(&project, &store, &BTreeSet::new(), Some(&first));
    let is_kept = |path: &str| {
        let path = ProjectPath::new(path).unwrap();
        let (first, second) = (first.converted(), second.converted());
        Arc::ptr_eq(&first[&path], &second[&path])
    };
    // The second chapter is the first now to meet the abbreviation.
    assert!(!is_kept("chapters/01-one.md") && !is_kept("chapters/02-two.md"));
    assert!(is_kept("chapters/03-three.md"));
    assert_eq!(
        typst(&second, "chapters/02-two.md"),
        "= Two The record (EPR)."
    );
}

#[test]
fn the_sample_is_read_with_its_roles_its_text_and_its_typst_chapter() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/digital-readiness");
    let store = Store::folder(&root).unwrap();
    let project = read_project(&store, None).unwrap();
    let texts = Texts::read(&project, &store, &BTreeSet::new(), None);
    let (sources, read) = (texts.sources(), texts.facts());
    assert_eq!(read.chapters().count(), 7);
    assert_eq!(read.body().count(), 10);
    assert_eq!(read.texts[0].role.id(), "abstract");
    let method = read.chapters().nth(2).unwrap();
    assert_eq!(method.path.extension(), "typ");
    assert_eq!(method.headings[0].title, "Methodology");
    assert!(method.mentions.iter().any(|one| one.name == "tbl:methods"));
    for text in &read.texts {
        let written = sources.text(&text.path).unwrap();
        for passage in &text.passages {
            assert!(written.get(passage.whole().range.unwrap()).is_some());
        }
    }
    let figures: usize = read.texts.iter().map(|text| text.figures.len()).sum();
    assert!(figures > 4, "{figures}");
}

#[test]
fn an_included_file_is_read_where_it_is_included() {
    let (project, texts) = read(&[
        (
            "chapters/01-a.md",
            "# A\n\nFirst.\n\n{{< include _b.md >}}\n\n## End {#sec:end}\n\nLast, see @lee.\n",
        ),
        (
            "chapters/_b.md",
            "## Middle {#sec:b}\n\nThe EPR, see @smith.\n\n{{< include parts/c.markdown >}}\n\nDone.\n\n*[EPR]: record\n",
        ),
        (
            "chapters/parts/c.markdown",
            "Deep, see @sec:end.\n\n{{< include ../01-a.md >}}\n",
        ),
        ("chapters/02-z.md", "# Z\n\nThe EPR.\n"),
    ]);
    let facts = texts.facts();
    assert_eq!(facts.texts.len(), 2);
    let first = &facts.texts[0];
    let headings: Vec<&str> = first.headings.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(headings, ["A", "Middle", "End"]);
    let said = |passage: &crate::manuscript::Passage| {
        let place = passage.whole();
        let line = texts.sources().position(&place).unwrap().0.number();
        format!("{}:{line} {}", place.path.file_name(), passage.text)
    };
    let passages: Vec<String> = first.passages.iter().map(said).collect();
    assert_eq!(
        passages,
        [
            "01-a.md:1 A",
            "01-a.md:3 First.",
            "01-a.md:5 \u{fffc}",
            "_b.md:1 Middle",
            "_b.md:3 The record (EPR), see \u{fffc}.",
            "_b.md:5 \u{fffc}",
            "c.markdown:1 Deep, see \u{fffc}.",
            "c.markdown:3 \u{fffc}",
            "_b.md:7 Done.",
            "01-a.md:7 End",
            "01-a.md:9 Last, see \u{fffc}.",
        ]
    );
    assert!(!first.has_unseen_labels);
    assert_eq!(first.mentions[0].name, "sec:end");
    assert_eq!(typst(&texts, "chapters/02-z.md"), "= Z The EPR.");
    assert!(typst(&texts, "chapters/_b.md").contains("#include \"/chapters/parts/c.markdown\""));
    let cited = texts.cited(&project, &|key| ["smith", "lee"].contains(&key));
    assert_eq!(cited.len(), 2);
}
