//! Drawings that cost too much, and near misses.

use super::*;

const HEAD: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'>";

/// A chain of `tag`s, in which each is shown by so many parts of the next.
fn chain(tag: &str, by: &str, length: usize, times: usize) -> String {
    let mut text = format!("{HEAD}<{tag} id='c0'><rect width='5' height='5'/></{tag}>");
    for at in 1..length {
        let part = format!("<rect width='6' height='6' {by}='url(#c{})'/>", at - 1);
        text += &format!("<{tag} id='c{at}'>{}</{tag}>", part.repeat(times));
    }
    format!(
        "{text}<rect width='9' height='9' {by}='url(#c{})'/></svg>",
        length - 1
    )
}

#[track_caller]
fn case(text: &str, expected: Option<&str>) {
    let cost = Cost::of(text.as_bytes());
    let endless = cost.are_effects_endless(10_000.0);
    assert_eq!(cost.excess().or(endless.then_some("effects")), expected);
}

#[test]
fn parts_that_show_each_other_cost_as_often_as_they_are_drawn() {
    let many = Some("it has more parts than can be drawn");
    for (tag, by) in [
        ("clipPath", "clip-path"),
        ("mask", "mask"),
        ("pattern", "fill"),
    ] {
        case(&chain(tag, by, 20, 2), many);
        case(&chain(tag, by, 8, 2), None);
    }
    let marks = "<marker id='m'>".to_owned() + &"<rect/>".repeat(1_000) + "</marker>";
    let line = "L 1 1 ".repeat(1_000);
    case(
        &format!("{HEAD}{marks}<path d='M 0 0 {line}' style='marker-mid: url(#m)'/></svg>"),
        many,
    );
    let classes: String = (1..40)
        .map(|at| {
            format!(
                "<g id='u{at}'><use href='#u{0}'/><use href='#u{0}'/></g>",
                at - 1
            )
        })
        .collect();
    case(&format!("{HEAD}<rect id='u0'/>{classes}</svg>"), many);
}

#[test]
fn long_chains_and_circles_end() {
    let deep = Some("its parts lie or show each other too deeply to be drawn");
    case(&chain("mask", "mask", 3_000, 1), deep);
    let groups = "<g opacity='.5'>".repeat(300);
    case(&format!("{HEAD}{groups}{}</svg>", "</g>".repeat(300)), deep);
    case(
        &format!(
            "{HEAD}<g id='a'><use href='#a'/></g><style>.b{{mask:url(#m)}}</style><mask id='m'><g class='b'/></mask></svg>"
        ),
        None,
    );
}

#[test]
fn effects_cost_by_their_steps_their_region_and_how_often_they_are_shown() {
    let filtered = |filter: &str, times: usize| {
        let rects = "<rect width='9' height='9' filter='url(#f)'/>".repeat(times);
        format!("{HEAD}{filter}{rects}</svg>")
    };
    let blur = "<filter id='f'><feGaussianBlur stdDeviation='9'/></filter>";
    case(&filtered(blur, 20), None);
    case(&filtered(blur, 1_000), Some("effects"));
    for filter in [
        "<filter id='f' width='400' height='400'><feGaussianBlur stdDeviation='9'/></filter>",
        "<filter id='f'><feMorphology radius='5000'/></filter>",
        "<filter id='f'><feConvolveMatrix order='200'/></filter>",
        "<filter id='f'><feTurbulence numOctaves='1000000'/></filter>",
    ] {
        case(&filtered(filter, 1), Some("effects"));
    }
}

#[test]
fn pictures_inside_are_reckoned_too() {
    let inside = |text: &str| {
        let held = STANDARD.encode(text);
        format!(
            "{HEAD}<image id='i' href='data:image/svg+xml;base64,{held}'/><use href='#i'/></svg>"
        )
    };
    let once = inside(&chain("mask", "mask", 20, 2));
    case(&once, Some("it has more parts than can be drawn"));
    let small = format!("{HEAD}<rect/></svg>");
    case(&inside(&inside(&small)), None);
    case(
        &inside(&inside(&inside(&inside(&inside(&small))))),
        Some("its parts lie or show each other too deeply to be drawn"),
    );
}
