//! What must not change a count, and what must change it by one.

use std::collections::BTreeMap;

use crate::words::tests::testing::{CITING, PRELUDE, TestProject, cited};
use crate::words::{Category, Policy, Tally, tally};

/// Two chapters with something of everything.
const ONE: &str = "= First chapter\nThe internationalisation of well-established, state-of-the-art \
    telecommunications#footnote[A note about characteristically long words.] is known @smith.\n\n\
    #figure(rect(width: 60%)[drawn], caption: [What *it* shows]) <fig>\n\n\
    Responsibility for quasi-experimental methodology follows, as @fig shows; see \
    https://example.org/a/very/long/path/that/breaks/index.html for more.\n\n\
    - counterrevolutionary items\n- and others\n\n\
    #table(columns: 2, table.header[Head][Line], [one], [two], [three], [four])\n\n\
    #quote(block: true)[Electroencephalography was not misunderstood.]\n\n\
    == Second part\nHalf#strong[bold] words and $x + y$ and `code` end here.\n";
const TWO: &str = "= Next chapter\nDisproportionate responsibilities, they said.\n\n\
    Another paragraph of uncharacteristically unimaginative words.\n";

/// One way to lay out the chapters.
#[derive(Clone)]
struct Arrangement {
    layout: String,
    chapters: Vec<String>,
}

impl Arrangement {
    fn new() -> Self {
        Self {
            layout: String::new(),
            chapters: vec![ONE.to_owned(), TWO.to_owned()],
        }
    }

    fn layout(layout: &str) -> Self {
        Self {
            layout: layout.to_owned(),
            ..Self::new()
        }
    }

    #[track_caller]
    fn replace(from: &str, to: &str) -> Self {
        assert!(ONE.contains(from), "{from}");
        Self {
            chapters: vec![ONE.replacen(from, to, 1), TWO.to_owned()],
            ..Self::new()
        }
    }

    fn tally(&self) -> Tally {
        let mut main = format!(
            "{PRELUDE}{CITING}#set heading(numbering: \"1.1\")\n{}\n",
            self.layout
        );
        for at in 0..self.chapters.len() {
            main.push_str(&format!(
                "#metadata(\"folio:chapter:c{at}\")\n#include \"/chapters/{at}.typ\"\n#pagebreak()\n"
            ));
        }
        main.push_str("#metadata(\"folio:references\")\n= References\nSmith, A. On waiting.\n");
        let one = format!("[{}]", cited("smith", None));
        let mut project = TestProject::with_main(&main)
            .citing(&["smith"], &[(&one, "#\"(Smith and Jones, 2020)\"")]);
        for (at, chapter) in self.chapters.iter().enumerate() {
            project = project.write(&format!("/chapters/{at}.typ"), chapter);
        }
        tally(&project.census(), Policy::named("main-text").unwrap())
    }
}

/// Returns how many words of each category there are, furniture aside.
fn by_category(tally: &Tally) -> BTreeMap<Category, usize> {
    tally
        .categories
        .iter()
        .filter(|it| it.category != Category::Furniture && it.words > 0)
        .map(|it| (it.category, it.words))
        .collect()
}

#[test]
fn the_layout_never_changes_the_count() {
    let plain = Arrangement::new().tally();
    let layouts = [
        "#set page(paper: \"a5\")",
        "#set page(width: 70mm, height: 90mm, margin: 6mm)",
        "#set page(width: 45mm, height: 60mm, margin: 3mm)\n#set text(lang: \"en\", size: 9pt)",
        "#set page(columns: 2)\n#set par(justify: true)\n#set text(lang: \"en\")",
        "#set page(paper: \"a6\", columns: 3, margin: 5mm)\n#set text(size: 6pt)",
        "#set text(font: \"New Computer Modern\", size: 14pt)\n#set par(leading: 2em)",
        "#set text(font: \"DejaVu Sans Mono\", tracking: 0.1em)",
        "#set page(header: [Running head], numbering: \"1 of 1\")\n#set par.line(numbering: \"1\")",
        "#set text(hyphenate: true)\n#set page(width: 60mm)\n#set par(justify: true)",
        "#set figure(placement: top)\n#set page(height: 70mm)",
        "#show figure: set place(clearance: 1em)\n#set figure(placement: bottom)",
    ];
    for layout in layouts {
        let other = Arrangement::layout(layout).tally();
        assert_eq!(by_category(&other), by_category(&plain), "{layout}");
        assert_eq!(other.counted, plain.counted, "{layout}");
    }
}

#[test]
fn what_is_no_word_never_changes_the_count() {
    let plain = Arrangement::new().tally();
    let edits = [
        ("is known", "// a comment\nis known"),
        ("is known", "is /* a comment */ known"),
        ("is known", "is *known*"),
        ("is known", "_is known_"),
        ("is known", "is\nknown"),
        ("follows,", "follows, "),
        ("== Second part", "\n\n\n== Second part"),
        ("== Second part", "== Second part <part>"),
        (
            "Responsibility for",
            "#metadata(\"folio:chapter:c1\")Responsibility for",
        ),
        ("methodology follows", "method#emph[ology] follows"),
        ("#figure(rect", "#figure(placement: top, rect"),
        ("end here.", "end here.#hide[hidden words]"),
    ];
    for (from, to) in edits {
        let other = Arrangement::replace(from, to).tally();
        assert_eq!(by_category(&other), by_category(&plain), "{to}");
        assert_eq!(other.counted, plain.counted, "{to}");
    }
}

#[test]
fn a_chapter_may_be_split_in_two() {
    let plain = Arrangement::new().tally();
    for (at, _) in ONE.match_indices("\n\n") {
        let (first, second) = ONE.split_at(at);
        let chapters = vec![first.to_owned(), second.to_owned(), TWO.to_owned()];
        let split = Arrangement {
            chapters,
            ..Arrangement::new()
        }
        .tally();
        assert_eq!(by_category(&split), by_category(&plain), "{second}");
        let sum: usize = split.chapters().map(|chapter| chapter.counted).sum();
        assert_eq!(sum, split.counted);
    }
}

#[test]
fn one_more_word_counts_one_more_in_its_category_and_chapter() {
    #[track_caller]
    fn case(from: &str, to: &str, category: Category) {
        let plain = Arrangement::new().tally();
        let more = Arrangement::replace(from, to).tally();
        let mut expected = by_category(&plain);
        *expected.entry(category).or_default() += 1;
        assert_eq!(by_category(&more), expected, "{to}");
        assert_eq!(more.total, plain.total + 1);
        let counts = usize::from(plain.policy.counts(category));
        assert_eq!(more.counted, plain.counted + counts);
        let chapter = |tally: &Tally, at: usize| tally.chapters().nth(at).unwrap().counted;
        assert_eq!(chapter(&more, 0), chapter(&plain, 0) + counts);
        assert_eq!(chapter(&more, 1), chapter(&plain, 1));
    }

    case("is known", "is well known", Category::Body);
    case("A note", "A short note", Category::Footnote);
    case("= First chapter", "= The first chapter", Category::Heading);
    case(
        "What *it* shows",
        "What *it* all shows",
        Category::FigureCaption,
    );
    case("[drawn]", "[drawn here]", Category::FigureText);
    case("[three]", "[three more]", Category::TableCell);
    case("Electro", "Indeed electro", Category::Quotation);
    case("`code`", "`my code`", Category::InlineCode);
    case("$x + y$", "$x + y$ $z$", Category::InlineMaths);
}

#[test]
fn each_word_counts_under_its_section_too() {
    let tally = Arrangement::new().tally();
    let first = tally.scope("c0").unwrap();
    assert_eq!(first.title, "First chapter");
    assert_eq!(first.sections.len(), 1);
    assert_eq!(first.sections[0].title, "Second part");
    // "Second part" and "Halfbold words and and end here." and `code`.
    assert_eq!(first.sections[0].counted, 2 + 6 + 1);
    assert_eq!(first.sections[0].total, first.sections[0].counted + 2);
}

#[test]
fn caps_and_rates_change_what_a_category_adds() {
    use crate::project::OwnPolicy;

    let project = TestProject::chapter("One two#footnote[a b c d].\n#table(columns: 2, [x], [y])");
    let own = OwnPolicy {
        base: Some("main-text".into()),
        include: Vec::new(),
        exclude: Vec::new(),
        caps: [("footnote".to_owned(), 3)].into(),
        rates: [("table-cell".to_owned(), 150)].into(),
        valid_until: None,
        place: None,
    };
    let policy = Policy::define("own", &own).unwrap();
    let tally = tally(&project.census(), &policy);
    assert_eq!(tally.counted, 2 + 3 + 150);
    // The chapters add up to the count and what the caps take off.
    assert_eq!(tally.capped(), 1);
    let chapters: usize = tally.chapters().map(|chapter| chapter.counted).sum();
    assert_eq!(chapters, tally.counted + tally.capped());
    assert_eq!(tally.total, 2 + 4 + 2);
}

#[test]
fn a_limit_of_the_abstract_leaves_out_its_own_title() {
    let main = format!(
        "{PRELUDE}#metadata(\"folio:abstract\")\n= Abstract\nFour words and more.\n== Aims\nOne."
    );
    let tally = tally(
        &TestProject::with_main(&main).census(),
        Policy::named("main-text").unwrap(),
    );
    let part = tally.scope("abstract").unwrap();
    assert_eq!((part.counted, part.own, part.total), (0, 4 + 2, 7));
}

#[test]
fn exempted_passages_are_listed_with_their_places() {
    let project = TestProject::chapter("Some #[left out here] <no-count> and #[again] <no-count>.");
    let tally = tally(&project.census(), Policy::named("main-text").unwrap());
    let passages: Vec<(usize, &str)> = tally
        .exempt
        .iter()
        .map(|it| (it.words, it.text.as_str()))
        .collect();
    assert_eq!(passages, [(3, "left out here"), (1, "again")]);
    assert_eq!(tally.exempted(), 4);
    assert!(tally.exempt.iter().all(|it| it.place.is_some()));
}
