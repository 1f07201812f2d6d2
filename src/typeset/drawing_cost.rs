//! What it costs to draw an SVG, reckoned before anybody draws it: a kilobyte of parts that show each
//! other twice would take for ever, and a long chain of them more stack than there is.
//!
//! The reckoning goes once over the elements. Each costs itself, what it holds, and what it shows
//! besides: what it uses, clips, masks, marks or fills itself with. What drawing programs write stays
//! far below the bounds; which effects are too many depends on the size of the picture.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use roxmltree::{Document, Node, ParsingOptions};

use crate::typeset::files::MAX_BYTES;

/// A drawing of so many parts takes seconds.
const MOST_PARTS: f64 = 500_000.0;
/// Deeper than people nest; the engine goes down one call a level.
const DEEPEST: u32 = 100;
/// Pictures inside it, in points of colour: two of the largest cameras'.
const MOST_PIXELS: f64 = 200e6;
/// A drawing in a drawing in a drawing.
const MOST_INSIDE: u32 = 3;
/// So many effects are drawn in some seconds, however small the picture.
const MOST_STEPS: f64 = 500.0;
/// So many points of colour of an effect are worked out in some seconds.
const MOST_EFFECTS: f64 = 200e6;
/// Turbulence of more octaves than a colour has bits looks no finer.
const MOST_OCTAVES: f64 = 30.0;

/// What a drawing costs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    /// The parts that are drawn, each time.
    parts: f64,
    /// How deep they lie in each other.
    depth: u32,
    /// The effects of each part, by how much of the picture they are worked out for.
    effects: f64,
    /// The points of colour of the effects that say themselves where they are worked out.
    own_effects: f64,
    /// The points of colour of the pictures inside.
    pixels: f64,
}

impl Cost {
    /// Reckons what a drawing costs. One that cannot be read costs nothing: it is not drawn.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self::inside(bytes, 0)
    }

    fn inside(bytes: &[u8], level: u32) -> Self {
        let mut unpacked = Vec::new();
        let bytes = match bytes.starts_with(&[0x1f, 0x8b]) {
            true => {
                let mut read = GzDecoder::new(bytes).take(MAX_BYTES);
                // What cannot be unpacked is not drawn either.
                let _ = read.read_to_end(&mut unpacked);
                &unpacked
            }
            false => bytes,
        };
        let options = ParsingOptions {
            allow_dtd: true,
            ..ParsingOptions::default()
        };
        let text = str::from_utf8(bytes).ok();
        let document = text.and_then(|text| Document::parse_with_options(text, options).ok());
        document.map_or_else(Self::default, |document| {
            Reckoning::of(&document, level).root(&document)
        })
    }

    /// Says why a drawing cannot be drawn, whatever its size.
    pub(super) fn excess(&self) -> Option<&'static str> {
        if self.depth > DEEPEST {
            return Some("its parts lie or show each other too deeply to be drawn");
        }
        if self.parts > MOST_PARTS {
            return Some("it has more parts than can be drawn");
        }
        (self.pixels > MOST_PIXELS).then_some("the pictures inside it are too large")
    }

    /// Returns whether the effects of a drawing of some size would take minutes.
    pub(super) fn are_effects_endless(&self, area: f64) -> bool {
        self.effects > MOST_STEPS || self.effects * area + self.own_effects > MOST_EFFECTS
    }

    fn add(&mut self, other: &Self, times: f64) {
        self.parts += other.parts * times;
        self.depth = self.depth.max(other.depth + 1);
        self.effects += other.effects * times;
        self.own_effects += other.own_effects * times;
        self.pixels += other.pixels;
    }
}

/// Where the reckoning of an element is.
#[derive(Clone, Copy)]
enum State {
    Begun,
    Done(Cost),
}

struct Reckoning<'a, 'input> {
    by_id: HashMap<&'a str, Node<'a, 'input>>,
    /// What style sheets have elements show, by a class, an id or the name of the element.
    by_style: HashMap<String, Vec<String>>,
    /// What looking up its style costs each element.
    styling: f64,
    level: u32,
    states: HashMap<roxmltree::NodeId, State>,
}

impl<'a, 'input> Reckoning<'a, 'input> {
    fn of(document: &'a Document<'input>, level: u32) -> Self {
        let mut made = Self {
            by_id: HashMap::new(),
            by_style: HashMap::new(),
            styling: 0.0,
            level,
            states: HashMap::new(),
        };
        for node in document.descendants().filter(Node::is_element) {
            if let Some(id) = node.attribute("id") {
                made.by_id.entry(id).or_insert(node);
            }
            if node.tag_name().name() == "style" {
                made.style_sheet(node.text().unwrap_or_default());
            }
        }
        made
    }

    fn style_sheet(&mut self, text: &str) {
        for (selector, body) in text.split('}').filter_map(|rule| rule.split_once('{')) {
            self.styling += 0.01;
            let shown: Vec<String> = shown_by(body).map(str::to_owned).collect();
            if shown.is_empty() {
                continue;
            }
            let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
            let names = selector.split(|c| !is_of_name(c));
            for name in names.filter(|name| !name.is_empty()) {
                let all = self.by_style.entry(name.to_owned()).or_default();
                all.extend(shown.iter().cloned());
            }
        }
    }

    fn root(mut self, document: &'a Document<'input>) -> Cost {
        let root = document.root_element();
        // No recursion: a file may be as deep as it likes.
        let mut open = vec![root];
        while let Some(node) = open.last().copied() {
            match self.states.get(&node.id()) {
                None => {
                    self.states.insert(node.id(), State::Begun);
                    let shown = self.shown(node).into_iter().map(|(node, _)| node);
                    let below = node.children().filter(Node::is_element).chain(shown);
                    open.extend(below.filter(|it| !self.states.contains_key(&it.id())));
                }
                Some(State::Begun) => {
                    let cost = self.cost(node);
                    self.states.insert(node.id(), State::Done(cost));
                    open.pop();
                }
                Some(State::Done(_)) => {
                    open.pop();
                }
            }
        }
        match self.states.get(&root.id()) {
            Some(State::Done(cost)) => *cost,
            Some(State::Begun) | None => Cost::default(),
        }
    }

    /// Returns what an element shows besides what it holds, and how often.
    fn shown(&self, node: Node<'a, 'input>) -> Vec<(Node<'a, 'input>, f64)> {
        let mut shown = Vec::new();
        let mut add = |id: &str, times: f64| {
            shown.extend(self.by_id.get(id).map(|node| (*node, times)));
        };
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            if name == "href" {
                if let Some(id) = value.trim().strip_prefix('#') {
                    add(id, 1.0);
                }
                continue;
            }
            // In a style a marker may be among others.
            let has_marks =
                name.starts_with("marker") || name == "style" && value.contains("marker");
            let times = if has_marks { corners(node) } else { 1.0 };
            shown_by(value).for_each(|id| add(id, times));
        }
        if !self.by_style.is_empty() {
            let classes = node.attribute("class").unwrap_or_default();
            let names = classes.split_whitespace();
            let names = names
                .chain(node.attribute("id"))
                .chain([node.tag_name().name()]);
            for ids in names.filter_map(|name| self.by_style.get(name)) {
                ids.iter().for_each(|id| add(id, corners(node)));
            }
        }
        shown
    }

    /// Reckons an element whose parts were reckoned.
    fn cost(&self, node: Node<'a, 'input>) -> Cost {
        let mut cost = Cost {
            parts: 1.0 + self.styling,
            depth: 1,
            ..Cost::default()
        };
        match node.tag_name().name() {
            // Each letter is looked up among all of its text.
            "text" => {
                cost.parts += letters_in(node).powi(2) / 2_000.0;
            }
            "image" => {
                let href = node.attributes().find(|it| it.name() == "href");
                if let Some(inside) = href.and_then(|it| self.picture(it.value())) {
                    cost.add(&inside, 1.0);
                }
            }
            "filter" => {
                let steps = node.children().filter(Node::is_element);
                let weight: f64 = steps.map(weight).sum();
                match region(node) {
                    Region::Share(share) => cost.effects = weight * share,
                    Region::Points(points) => cost.own_effects = weight * points,
                }
            }
            _ => {}
        }
        for child in node.children().filter(Node::is_element) {
            let is_defined = matches!(
                child.tag_name().name(),
                "filter" | "mask" | "clipPath" | "pattern" | "marker" | "symbol"
            );
            if let Some(State::Done(below)) = self.states.get(&child.id()) {
                match is_defined {
                    // It is drawn where it is shown.
                    true => cost.parts += 1.0,
                    false => cost.add(below, 1.0),
                }
            }
        }
        for (shown, times) in self.shown(node) {
            if let Some(State::Done(below)) = self.states.get(&shown.id()) {
                let times = match node.tag_name().name() {
                    "textPath" => corners(shown) * letters_in(node) / 50.0,
                    _ => times,
                };
                cost.add(below, times.max(1.0));
            }
        }
        cost
    }

    /// Reckons a picture that stands in the drawing itself.
    fn picture(&self, href: &str) -> Option<Cost> {
        let (kind, data) = href.trim_start().split_once(',')?;
        if !kind.starts_with("data:") {
            return None;
        }
        let bytes = match kind.ends_with(";base64") {
            true => {
                let plain: String = data.split_whitespace().collect();
                STANDARD.decode(plain).ok()?
            }
            false => data.as_bytes().to_vec(),
        };
        if kind.contains("svg") {
            return Some(match self.level < MOST_INSIDE {
                true => Cost::inside(&bytes, self.level + 1),
                false => Cost {
                    depth: DEEPEST,
                    ..Cost::default()
                },
            });
        }
        Some(Cost {
            pixels: pixels(&bytes),
            ..Cost::default()
        })
    }
}

/// Returns whether a picture has more points of colour than are read in some seconds.
pub(super) fn is_endless(picture: &[u8]) -> bool {
    pixels(picture) > MOST_PIXELS
}

/// Returns how many points of colour a picture says that it has.
fn pixels(picture: &[u8]) -> f64 {
    let reader = image::ImageReader::new(Cursor::new(picture)).with_guessed_format();
    let size = reader.ok().and_then(|it| it.into_dimensions().ok());
    size.map_or(0.0, |(width, height)| f64::from(width) * f64::from(height))
}

/// Returns the ids that a value or a style shows: `url(#a)`.
fn shown_by(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once(')')?;
        let name = name.trim().trim_matches(['"', '\'']);
        name.strip_prefix('#')
    })
}

/// Returns about how many corners a line has, each of which may have a mark.
fn corners(node: Node<'_, '_>) -> f64 {
    let drawn = node.attribute("d").or_else(|| node.attribute("points"));
    let of_path = |c: char| c.is_ascii_alphabetic() || c.is_whitespace() || c == ',';
    drawn.map_or(1.0, |it| number_of(it.matches(of_path).count()).max(1.0))
}

fn letters_in(node: Node<'_, '_>) -> f64 {
    let texts = node.descendants().filter(Node::is_text);
    number_of(texts.filter_map(|it| it.text()).map(str::len).sum())
}

#[expect(clippy::cast_precision_loss, reason = "it is compared with a bound")]
fn number_of(count: usize) -> f64 {
    count as f64
}

/// Where an effect is worked out.
enum Region {
    /// For so much of the picture.
    Share(f64),
    /// For so many points of colour.
    Points(f64),
}

fn region(filter: Node<'_, '_>) -> Region {
    let side = |name: &str| {
        let value = filter.attribute(name).unwrap_or("120%").trim();
        match value.strip_suffix('%') {
            Some(share) => share.parse().map_or(1.2, |share: f64| share / 100.0),
            None => value.parse().unwrap_or(1.2),
        }
    };
    let product = side("width") * side("height");
    let is_share = filter.attribute("filterUnits") != Some("userSpaceOnUse");
    match is_share || product < 4.0 {
        // What lies outside the picture is worked out too; what lies inside a part is less than all.
        true => Region::Share(product.max(1.0)),
        false => Region::Points(product),
    }
}

/// Returns how often an effect looks at each point of colour.
fn weight(step: Node<'_, '_>) -> f64 {
    let product = |name: &str| {
        let value = step.attribute(name).unwrap_or("1");
        let mut sides = value
            .split([' ', ','])
            .filter_map(|it| it.parse::<f64>().ok());
        let first = sides.next().unwrap_or(1.0);
        first * sides.next().unwrap_or(first)
    };
    let weight = match step.tag_name().name() {
        "feMorphology" => product("radius"),
        "feConvolveMatrix" => product("order"),
        "feTurbulence" => {
            let octaves = step.attribute("numOctaves").map(str::parse);
            match octaves {
                Some(Ok(octaves)) if octaves > MOST_OCTAVES => f64::INFINITY,
                Some(Ok(octaves)) => octaves,
                Some(Err(_)) | None => 1.0,
            }
        }
        _ => 1.0,
    };
    weight.max(1.0)
}

#[cfg(test)]
mod tests;
