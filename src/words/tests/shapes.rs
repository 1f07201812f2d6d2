//! Where words are drawn, on pages small enough to be reckoned by hand.

use crate::words::tests::testing::TestProject;
use crate::words::{Category, Convention, Word, WordShape, census, census_with_shapes};

/// A small page without anything in its margins.
const PAGE: &str = "#set page(width: 200pt, height: 300pt, margin: 20pt)\n#set text(size: 10pt, hyphenate: false)\n";

fn drawn(text: &str) -> Vec<(Word, Vec<WordShape>)> {
    let project = TestProject::chapter(&format!("{PAGE}{text}"));
    let document = project.typeset();
    let locate = |span, offset| project.locate(span, offset);
    let (taken, shapes) = census_with_shapes(&document, Convention::Folio, &locate).unwrap();
    assert_eq!(
        taken,
        census(&document, Convention::Folio, &locate).unwrap(),
        "drawing changed the census"
    );
    assert_eq!(taken.words.len(), shapes.len());
    taken.words.into_iter().zip(shapes).collect()
}

#[track_caller]
fn shapes_of<'a>(drawn: &'a [(Word, Vec<WordShape>)], text: &str) -> &'a [WordShape] {
    let found = drawn.iter().find(|(word, _)| word.text == text);
    let (_, shapes) = found.unwrap_or_else(|| panic!("no `{text}` in {drawn:?}"));
    shapes
}

fn width(shape: &WordShape) -> f64 {
    shape.corners[1].0 - shape.corners[0].0
}

#[test]
fn a_word_lies_where_it_is_placed_and_is_as_wide_as_its_glyphs() {
    let drawn = drawn(
        "#set text(top-edge: \"baseline\")\n#place(top + left, dx: 30pt, dy: 40pt)[mm imm m]",
    );
    let [two] = shapes_of(&drawn, "mm") else {
        panic!("one shape");
    };
    let [one] = shapes_of(&drawn, "m") else {
        panic!("one shape");
    };
    assert_eq!(two.page, 1);
    let [(left, top), (right, level), (_, bottom), _] = two.corners;
    assert!((left - 50.0).abs() < 0.01, "{two:?}");
    assert!((top - 52.5).abs() < 0.01, "{two:?}");
    assert!((bottom - 62.2).abs() < 0.01, "{two:?}");
    assert_eq!(top, level);
    assert!(((right - left) - 2.0 * width(one)).abs() < 0.2, "{one:?}");
    let [middle] = shapes_of(&drawn, "imm") else {
        panic!("one shape");
    };
    assert!(middle.corners[0].0 > right + 1.0, "a space lies between");
}

#[test]
fn a_word_broken_over_lines_has_a_shape_on_each() {
    let drawn = drawn(
        "#set text(hyphenate: true)\n#block(width: 60pt)[an incomprehensible word] and a#strong[bso]lute",
    );
    let [upper, lower] = shapes_of(&drawn, "incomprehensible") else {
        panic!("two shapes: {drawn:?}");
    };
    assert!(lower.corners[0].1 > upper.corners[2].1 - 3.0);
    assert!((lower.corners[0].0 - 20.0).abs() < 0.01, "{lower:?}");
    assert!(upper.corners[1].0 <= 80.01, "{upper:?}");
    assert_eq!(
        shapes_of(&drawn, "absolute").len(),
        1,
        "one line, one shape"
    );
}

#[test]
fn what_is_turned_is_turned_with_its_text() {
    let drawn = drawn("#place(center + horizon, rotate(90deg)[sideways])");
    let [shape] = shapes_of(&drawn, "sideways") else {
        panic!("one shape");
    };
    let [start, end, _, below] = shape.corners;
    assert!((start.0 - end.0).abs() < 0.01, "{shape:?}");
    assert!(end.1 - start.1 > 20.0, "{shape:?}");
    assert!(start.0 - below.0 > 9.0, "{shape:?}");
}

#[test]
fn a_formula_has_the_box_of_its_glyphs_and_a_row_of_a_table_its_cells() {
    let drawn = drawn("See $x^2 + 1/y$ here. #table(columns: 2)[left][right]");
    let formula = drawn
        .iter()
        .find(|(word, _)| word.category == Category::InlineMaths);
    let (_, shapes) = formula.unwrap();
    assert_eq!(shapes.len(), 1, "{shapes:?}");
    let [see] = shapes_of(&drawn, "See") else {
        panic!("one shape");
    };
    assert!(shapes[0].corners[0].0 > see.corners[1].0);
    assert!(width(&shapes[0]) > 20.0, "{shapes:?}");
    let (left, right) = (shapes_of(&drawn, "left"), shapes_of(&drawn, "right"));
    assert!(right[0].corners[0].0 > left[0].corners[1].0);
}

#[test]
fn every_word_has_a_shape_inside_its_page() {
    let drawn = drawn(
        "#set text(hyphenate: true)\n#outline()\n= Heading\n#lorem(300)#footnote[#lorem(30)] \
         `code` ﬁne ﬂow #columns(2, lorem(60)) #figure(table([a]), caption: [Words])\n- item\n",
    );
    assert!(drawn.len() > 390);
    for (word, shapes) in &drawn {
        assert!(!shapes.is_empty(), "{word:?}");
        assert!(
            shapes.iter().any(|shape| shape.page == word.page),
            "{word:?}"
        );
        for (x, y) in shapes.iter().flat_map(|shape| shape.corners) {
            assert!((0.0..=200.0).contains(&x), "{word:?} at {x}");
            assert!((0.0..=300.0).contains(&y), "{word:?} at {y}");
        }
    }
}
