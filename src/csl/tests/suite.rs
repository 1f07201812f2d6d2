//! The public test suite of CSL, where a folder with it is named.
//!
//! `FOLIO_CSL_SUITE` names the folder of fixtures (`processor-tests/humans`); the suite states no
//! licence, so it is never a part of the project. Without it nothing is compared, and the test
//! says so.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::csl::tests::json::{item, text};
use crate::csl::{
    Cite, Cluster, Display, Face, Form, Formatted, Item, Locator, Piece, Side, Style, format,
};

struct Fixture {
    name: String,
    sections: BTreeMap<String, String>,
}

impl Fixture {
    fn read(name: &str, text: &str) -> Self {
        let mut sections = BTreeMap::new();
        let mut open: Option<(String, Vec<&str>)> = None;
        for line in text.trim_start_matches('\u{feff}').lines() {
            let is_name = |c: &char| c.is_ascii_alphabetic() || *c == '-';
            match &mut open {
                None if line.starts_with(">>==") => {
                    let name: String = line.chars().filter(is_name).collect();
                    open = Some((name.to_lowercase(), Vec::new()));
                }
                None => {}
                Some((name, lines)) if line.starts_with("<<==") => {
                    sections.insert(std::mem::take(name), lines.join("\n"));
                    open = None;
                }
                Some((_, lines)) => lines.push(line),
            }
        }
        Self {
            name: name.to_owned(),
            sections,
        }
    }

    fn json(&self, name: &str) -> Option<Json> {
        serde_json::from_str(self.sections.get(name)?).ok()
    }

    fn run(&self) -> Option<(String, String)> {
        let mode = self.sections.get("mode")?.trim();
        let style = Style::from_xml(self.sections.get("csl")?).ok()?;
        let input = self.json("input")?;
        let mut order: Vec<String> = Vec::new();
        let mut items: BTreeMap<String, Item> = BTreeMap::new();
        for item in input.as_array()?.iter().map(item) {
            if !items.contains_key(&item.key) {
                order.push(item.key.clone());
            }
            items.insert(item.key.clone(), item);
        }
        let clusters = self.clusters(mode, &order)?;
        let texts: Vec<Vec<(String, String)>> = clusters
            .iter()
            .map(|cluster| {
                cluster
                    .cites
                    .iter()
                    .map(|cite| (cite.prefix.clone(), cite.suffix.clone()))
                    .collect()
            })
            .collect();
        let done = format(&style, None, &items, &clusters);
        let mut wanted = self.sections.get("result")?.trim().to_owned();
        let shown = match mode {
            "citation" => {
                if self.sections.contains_key("citations") {
                    wanted = without_numbers(&wanted);
                }
                let shown = done.clusters.iter().zip(&texts).take(texts.len());
                let shown: Vec<String> = shown
                    .map(|(pieces, own)| or_error(html(pieces, own)))
                    .collect();
                shown.join("\n")
            }
            "bibliography" => list(&done),
            _ => return None,
        };
        Some((tidy(&wanted), tidy(&shown)))
    }

    fn clusters(&self, mode: &str, order: &[String]) -> Option<Vec<Cluster>> {
        let cite = |json: &Json| {
            let field = |name: &str| json.get(name).map(text).unwrap_or_default();
            let flag =
                |name: &str| matches!(json.get(name), Some(Json::Bool(true))) || field(name) == "1";
            let label = field("label");
            let locator = field("locator");
            Cite {
                key: field("id"),
                form: match () {
                    () if flag("author-only") => Form::Author,
                    () if flag("suppress-author") => Form::WithoutAuthor,
                    () => Form::Bracket,
                },
                prefix: field("prefix"),
                locator: (!locator.trim().is_empty()).then(|| Locator {
                    label: if label.is_empty() {
                        "page".into()
                    } else {
                        label
                    },
                    text: locator.trim().to_owned(),
                }),
                suffix: field("suffix"),
            }
        };
        let cluster = |cites: &[Json]| Cluster {
            cites: cites.iter().map(cite).collect(),
            ..Cluster::default()
        };
        if let Some(citations) = self.json("citations") {
            let mut out: Vec<(String, Cluster)> = Vec::new();
            for citation in citations.as_array()? {
                let first = citation.get(0)?;
                let mut made = cluster(first.get("citationItems")?.as_array()?);
                let number = |json: Option<&Json>| {
                    let number = json.and_then(Json::as_u64);
                    number
                        .and_then(|number| u32::try_from(number).ok())
                        .filter(|note| *note > 0)
                };
                made.note = number(first.get("properties").and_then(|own| own.get("noteIndex")));
                let id = first.get("citationID").map(text).unwrap_or_default();
                // Each says which citations stand before and behind it, with their notes now.
                let mut ordered = Vec::new();
                let mut this = Some((id.clone(), made));
                for (at, around) in [citation.get(1), None, citation.get(2)]
                    .into_iter()
                    .enumerate()
                {
                    if at == 1 {
                        ordered.extend(this.take());
                    }
                    for pair in around.and_then(Json::as_array).into_iter().flatten() {
                        let own = pair.get(0).map(text).unwrap_or_default();
                        if let Some(at) = out.iter().position(|(key, _)| *key == own) {
                            let (key, mut cluster) = out.remove(at);
                            cluster.note = number(pair.get(1));
                            ordered.push((key, cluster));
                        }
                    }
                }
                out.retain(|(key, _)| *key != id);
                out.extend(ordered);
            }
            return Some(out.into_iter().map(|(_, cluster)| cluster).collect());
        }
        if let Some(items) = self.json("citation-items") {
            let clusters = items.as_array()?.iter().filter_map(Json::as_array);
            return Some(clusters.map(|cites| cluster(cites)).collect());
        }
        let one = |key: &String| Cite {
            key: key.clone(),
            ..Cite::default()
        };
        Some(match mode {
            "citation" => vec![Cluster {
                cites: order.iter().map(one).collect(),
                ..Cluster::default()
            }],
            _ => order
                .iter()
                .map(|key| Cluster {
                    cites: vec![one(key)],
                    ..Cluster::default()
                })
                .collect(),
        })
    }
}

fn or_error(text: String) -> String {
    match text.is_empty() {
        true => "[CSL STYLE ERROR: reference with no printed form.]".to_owned(),
        false => text,
    }
}

/// Takes off what says which citation a line is: `>>[0] `.
fn without_numbers(text: &str) -> String {
    let line = |line: &str| {
        let line = line.trim_start();
        line.trim_start_matches(|c: char| ">.[]".contains(c) || c.is_ascii_digit())
            .trim_start()
            .to_owned()
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn tidy(text: &str) -> String {
    let text = text
        .replace("&#38;", "&amp;")
        .replace("&#60;", "&lt;")
        .replace("&#62;", "&gt;");
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n").replace(">\n<", "><")
}

fn list(done: &Formatted) -> String {
    let mut out = String::from("<div class=\"csl-bib-body\">\n");
    for reference in &done.list {
        let text = or_error(html(&reference.pieces, &[]));
        let _ = match text.starts_with("<div") {
            true => writeln!(out, "<div class=\"csl-entry\">\n{text}\n</div>"),
            false if text.ends_with("</div>") => {
                writeln!(out, "<div class=\"csl-entry\">{text}\n</div>")
            }
            false => writeln!(out, "<div class=\"csl-entry\">{text}</div>"),
        };
    }
    out + "</div>"
}

fn html(pieces: &[Piece], own: &[(String, String)]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text { text, .. } => {
                out += &text
                    .replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('>', "&gt;");
            }
            Piece::Styled(face, inner) => {
                let (open, close) = match face {
                    Face::Italic => ("<i>", "</i>"),
                    Face::Upright => ("<span style=\"font-style:normal;\">", "</span>"),
                    Face::Bold => ("<b>", "</b>"),
                    Face::Light => ("", ""),
                    Face::Regular => ("<span style=\"font-weight:normal;\">", "</span>"),
                    Face::SmallCaps => ("<span style=\"font-variant:small-caps;\">", "</span>"),
                    Face::NormalCaps => ("<span style=\"font-variant:normal;\">", "</span>"),
                    Face::Underline => ("<span style=\"text-decoration:underline;\">", "</span>"),
                    Face::Superscript => ("<sup>", "</sup>"),
                    Face::Subscript => ("<sub>", "</sub>"),
                    Face::Baseline => ("<span style=\"baseline\">", "</span>"),
                };
                let _ = write!(out, "{open}{}{close}", html(inner, own));
            }
            Piece::Link(_, inner) | Piece::Work(_, inner) | Piece::Note(inner) => {
                out += &html(inner, own);
            }
            Piece::Own(cite, side) => {
                let text = own.get(*cite).map(|(before, after)| match side {
                    Side::Before => before.trim(),
                    Side::After => after.trim(),
                });
                let nodes = crate::csl::rich::parse(text.unwrap_or_default());
                let marks = crate::csl::archive::language("en-US").marks();
                out += &html(&crate::csl::rich::settle(nodes, &marks, false), &[]);
            }
            Piece::Block(display, inner) => {
                let class = match display {
                    Display::Block => "block",
                    Display::LeftMargin => "left-margin",
                    Display::RightInline => "right-inline",
                    Display::Indent => "indent",
                };
                let _ = write!(out, "<div class=\"csl-{class}\">{}</div>", html(inner, own));
            }
        }
    }
    out
}

#[test]
fn the_public_suite_is_printed_as_it_says() {
    let Some(folder) = std::env::var_os("FOLIO_CSL_SUITE") else {
        println!("skipped: FOLIO_CSL_SUITE names no folder");
        return;
    };
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    let only = std::env::var("FOLIO_CSL_ONLY").unwrap_or_default();
    let mut sections: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut modes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for path in names {
        let Some(name) = path.file_stem().and_then(|name| name.to_str()) else {
            continue;
        };
        if path.extension().is_none_or(|ext| ext != "txt") || !name.contains(&only) {
            continue;
        }
        let fixture = Fixture::read(name, &std::fs::read_to_string(&path).unwrap());
        let Some((wanted, shown)) = fixture.run() else {
            println!("NOT RUN {name}");
            continue;
        };
        let mode = fixture.sections["mode"].trim().to_owned();
        let section = name.split('_').next().unwrap().to_owned();
        let passes = wanted == shown;
        for count in [
            sections.entry(section).or_default(),
            modes.entry(mode).or_default(),
        ] {
            count.0 += usize::from(passes);
            count.1 += 1;
        }
        if !passes {
            println!(
                "FAILED {}\n  wanted: {wanted}\n  shown:  {shown}",
                fixture.name
            );
        }
    }
    let total = modes
        .values()
        .fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
    println!("sections {sections:?}\nmodes {modes:?}\ntotal {total:?}");
    assert!(
        !only.is_empty() || total.0 * 100 >= total.1 * 93,
        "{total:?}"
    );
}
