//! The styles and the numbering of a Word file, resolved: what a paragraph is, not what it is called.

use std::collections::BTreeMap;

use crate::word::read::model::{ListItem, Look, Role};
use crate::word::read::xml::Element;

/// How long a chain of styles is followed.
const MAX_CHAIN: usize = 20;

/// The styles and lists of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The style of a paragraph that names none.
    default: Option<String>,
    lists: BTreeMap<String, List>,
}

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<usize>,
    list: Option<(Option<String>, Option<usize>)>,
    look: Look,
    indents: (Option<i64>, Option<i64>),
    breaks_before: bool,
}

/// What one number of a list leads to.
#[derive(Clone, Debug, Default)]
struct List {
    levels: BTreeMap<usize, Level>,
}

#[derive(Clone, Debug)]
struct Level {
    format: String,
    start: u64,
    around: String,
    indent: Option<i64>,
}

impl Styles {
    /// Reads both parts; either may be missing.
    pub(crate) fn of(styles: Option<&Element>, numbering: Option<&Element>) -> Self {
        let mut out = Self::default();
        for element in styles.into_iter().flat_map(Element::elements) {
            if element.name != "w:style" {
                continue;
            }
            let Some(id) = element.get("w:styleId") else {
                continue;
            };
            let is_default = matches!(element.get("w:default"), Some("1" | "true"));
            if is_default && element.get("w:type") == Some("paragraph") {
                out.default = Some(id.to_owned());
            }
            out.styles.insert(id.to_owned(), Style::of(element));
        }
        let Some(numbering) = numbering else {
            return out;
        };
        let mut kinds = BTreeMap::new();
        for kind in numbering.elements().filter(|it| it.name == "w:abstractNum") {
            if let Some(id) = kind.get("w:abstractNumId") {
                kinds.insert(id, kind);
            }
        }
        let kind_of = |list: &str| {
            let list = numbering
                .elements()
                .find(|it| it.name == "w:num" && it.get("w:numId") == Some(list))?;
            kinds.get(list.value("w:abstractNumId")?).copied()
        };
        for list in numbering.elements().filter(|it| it.name == "w:num") {
            let Some(id) = list.get("w:numId") else {
                continue;
            };
            let mut kind = list
                .value("w:abstractNumId")
                .and_then(|kind| kinds.get(kind))
                .copied();
            // A list style: the levels stand where the style leads.
            if let Some(style) = kind.and_then(|kind| kind.value("w:numStyleLink")) {
                let linked = out
                    .styles
                    .get(style)
                    .and_then(|style| style.list.clone()?.0);
                kind = linked.and_then(|list| kind_of(&list)).or(kind);
            }
            let mut levels = List::default();
            for level in kind
                .into_iter()
                .flat_map(Element::elements)
                .filter(|it| it.name == "w:lvl")
            {
                levels.add(level);
            }
            for changed in list.elements().filter(|it| it.name == "w:lvlOverride") {
                if let Some(level) = changed.child("w:lvl") {
                    levels.add(level);
                }
                let at = changed.get("w:ilvl").and_then(|at| at.parse().ok());
                let start = changed
                    .value("w:startOverride")
                    .and_then(|start| start.parse().ok());
                if let (Some(at), Some(start)) = (at, start) {
                    levels
                        .levels
                        .entry(at)
                        .and_modify(|level| level.start = start);
                }
            }
            out.lists.insert(id.to_owned(), levels);
        }
        out
    }

    /// Returns a style and those that it is based on, nearest first.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a Style> {
        let mut next = id.or(self.default.as_deref());
        std::iter::from_fn(move || {
            let style = self.styles.get(next?)?;
            next = style.based_on.as_deref();
            Some(style)
        })
        .take(MAX_CHAIN)
    }

    /// Returns the name of a style as Word shows it.
    pub(crate) fn name(&self, id: Option<&str>) -> String {
        self.chain(id)
            .next()
            .map(|style| style.name.clone())
            .unwrap_or_default()
    }

    /// Returns what a paragraph of a style is.
    pub(crate) fn role(&self, id: Option<&str>, outline: Option<usize>) -> Role {
        for style in self.chain(id) {
            if let Some(role) = role_of(&style.name) {
                return role;
            }
        }
        let outline = outline.or_else(|| self.chain(id).find_map(|style| style.outline));
        match outline {
            // Word's level 9 is the text.
            Some(level) if level < 9 => Role::Heading(level + 1),
            Some(_) | None => Role::Text,
        }
    }

    /// Returns the indents that the style gives.
    pub(crate) fn indents(&self, id: Option<&str>) -> (i64, i64) {
        let left = self.chain(id).find_map(|style| style.indents.0);
        let right = self.chain(id).find_map(|style| style.indents.1);
        (left.unwrap_or(0), right.unwrap_or(0))
    }

    /// Returns whether paragraphs of the style begin a page.
    pub(crate) fn breaks_before(&self, id: Option<&str>) -> bool {
        self.chain(id).any(|style| style.breaks_before)
    }

    /// Returns the look that a style of signs gives; a paragraph's own look says nothing here.
    pub(crate) fn look(&self, id: Option<&str>) -> Look {
        let mut look = Look::default();
        let Some(id) = id else { return look };
        for style in self.chain(Some(id)) {
            let its = style.look;
            look.bold |= its.bold;
            look.italic |= its.italic;
            look.struck |= its.struck;
            look.small_caps |= its.small_caps;
            look.raised |= its.raised;
            look.lowered |= its.lowered;
            look.hidden |= its.hidden;
            look.code |= its.code || is_code(&style.name);
        }
        look
    }

    /// Returns whether the text of a style is bold, as that of headings made by hand.
    pub(crate) fn is_bold(&self, id: Option<&str>) -> bool {
        self.chain(id).any(|style| style.look.bold)
    }

    /// Returns where in a list a paragraph stands: by its own properties, or by its style.
    pub(crate) fn list(&self, id: Option<&str>, own: Option<&Element>) -> Option<ListItem> {
        let own_list = own.and_then(|own| own.value("w:numId")).map(str::to_owned);
        let own_level = own.and_then(|own| own.value("w:ilvl")?.parse().ok());
        let by_style = self.chain(id).find_map(|style| style.list.clone());
        let (style_list, style_level) = by_style.unwrap_or_default();
        let list = own_list.or(style_list)?;
        let level: usize = own_level.or(style_level).unwrap_or(0).min(8);
        // The list 0 is Word's word for none.
        let found = self.lists.get(&list).filter(|_| list != "0")?;
        let format = found.levels.get(&level);
        let number = format
            .map(|it| it.format.clone())
            .filter(|it| it != "bullet");
        if number.as_deref() == Some("none") {
            return None;
        }
        Some(ListItem {
            list,
            level,
            number,
            indent: format.and_then(|it| it.indent).unwrap_or(0),
            start: format.map_or(1, |it| it.start),
            around: format.map(|it| it.around.clone()).unwrap_or_default(),
        })
    }
}

impl List {
    fn add(&mut self, level: &Element) {
        let Some(at) = level.get("w:ilvl").and_then(|at| at.parse().ok()) else {
            return;
        };
        let format = level.value("w:numFmt").unwrap_or("decimal").to_owned();
        let start = level
            .value("w:start")
            .and_then(|start| start.parse().ok())
            .unwrap_or(1);
        let around = level.value("w:lvlText").unwrap_or_default().to_owned();
        let indent = level.child("w:pPr").and_then(|it| indents(it).0);
        self.levels.insert(
            at,
            Level {
                format,
                start,
                around,
                indent,
            },
        );
    }
}

impl Style {
    fn of(element: &Element) -> Self {
        let paragraph = element.child("w:pPr");
        let outline = paragraph.and_then(|it| it.value("w:outlineLvl")?.parse().ok());
        let numbering = paragraph.and_then(|it| it.child("w:numPr"));
        let list = numbering.map(|it| {
            (
                it.value("w:numId").map(str::to_owned),
                it.value("w:ilvl").and_then(|at| at.parse().ok()),
            )
        });
        Self {
            name: element.value("w:name").unwrap_or_default().to_owned(),
            based_on: element.value("w:basedOn").map(str::to_owned),
            outline,
            list,
            look: element
                .child("w:rPr")
                .map(|it| look(it, Look::default()))
                .unwrap_or_default(),
            indents: paragraph.map(indents).unwrap_or_default(),
            breaks_before: paragraph.and_then(|it| it.switch("w:pageBreakBefore")) == Some(true),
        }
    }
}

/// Returns the indents that properties of a paragraph name.
pub(crate) fn indents(properties: &Element) -> (Option<i64>, Option<i64>) {
    let Some(indents) = properties.child("w:ind") else {
        return (None, None);
    };
    let number = |names: [&str; 2]| {
        let text = names.iter().find_map(|name| indents.get(name))?;
        text.parse::<f64>().ok().map(|number| number as i64)
    };
    (number(["w:left", "w:start"]), number(["w:right", "w:end"]))
}

/// Returns the look that properties of a run name, on top of another.
pub(crate) fn look(properties: &Element, mut look: Look) -> Look {
    let on = |names: &[&str], before: bool| {
        names
            .iter()
            .find_map(|name| properties.switch(name))
            .unwrap_or(before)
    };
    look.bold = on(&["w:b"], look.bold);
    look.italic = on(&["w:i"], look.italic);
    look.struck = on(&["w:strike", "w:dstrike"], look.struck);
    look.small_caps = on(&["w:smallCaps"], look.small_caps);
    look.hidden = on(&["w:vanish"], look.hidden);
    look.underlined = on(&["w:u"], look.underlined);
    look.marked = on(&["w:highlight"], look.marked);
    match properties.value("w:vertAlign") {
        Some("superscript") => (look.raised, look.lowered) = (true, false),
        Some("subscript") => (look.raised, look.lowered) = (false, true),
        Some(_) => (look.raised, look.lowered) = (false, false),
        None => {}
    }
    let font = properties
        .child("w:rFonts")
        .and_then(|it| it.get("w:ascii"));
    if let Some(font) = font {
        look.code = ["Courier", "Consolas", "Mono", "Menlo"]
            .iter()
            .any(|part| font.contains(part));
    }
    look.size = properties
        .value("w:sz")
        .and_then(|size| size.parse().ok())
        .or(look.size);
    look
}

/// Returns what the name of a style says. Word keeps these names in English whatever its language,
/// and so do LibreOffice and Google Docs.
fn role_of(name: &str) -> Option<Role> {
    let name = name.to_lowercase();
    let level = |rest: &str| {
        rest.trim()
            .parse()
            .ok()
            .filter(|level| (1..=9).contains(level))
    };
    if let Some(level) = name.strip_prefix("heading").and_then(level) {
        return Some(Role::Heading(level));
    }
    let starts = |names: &[&str]| names.iter().any(|start| name.starts_with(start));
    match name.as_str() {
        "unlisted heading" => Some(Role::Heading(1)),
        "title" => Some(Role::Title),
        "subtitle" => Some(Role::Subtitle),
        "caption"
        | "image caption"
        | "table caption"
        | "figure caption"
        | "captioned figure caption" => Some(Role::Caption),
        "quote" | "intense quote" | "block text" | "quotations" | "block quotation" => {
            Some(Role::Quote)
        }
        "bibliography" | "endnote bibliography" => Some(Role::Bibliography),
        _ if starts(&["bibliography ", "endnote bibliography "]) => Some(Role::Bibliography),
        _ if starts(&[
            "toc ",
            "table of figures",
            "contents ",
            "toc heading",
            "index heading",
            "figure index",
        ]) =>
        {
            Some(Role::Contents)
        }
        _ if is_code(&name) => Some(Role::Code),
        _ => None,
    }
}

fn is_code(name: &str) -> bool {
    let name = name.to_lowercase();
    [
        "code",
        "code text",
        "source code",
        "verbatim char",
        "html preformatted",
        "preformatted text",
        "html code",
        "source text",
    ]
    .contains(&name.as_str())
}
