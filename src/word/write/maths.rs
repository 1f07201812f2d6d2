//! Formulas: the engine's MathML as Word's own.

use typst_html::{HtmlElement, HtmlNode};

use crate::flow::{elements, escaped, given};

/// The signs that stand before what they sum up.
const LARGE: &str = "∑∏∐∫∬∭∮∯∰⋀⋁⋂⋃⨀⨁⨂⨄⨆";

/// Returns a formula in a line.
pub(super) fn formula(math: &HtmlElement) -> String {
    format!("<m:oMath>{}</m:oMath>", row(&math.children))
}

/// Returns a formula on lines of its own.
pub(super) fn display(math: &HtmlElement) -> String {
    format!(
        "<m:oMathPara><m:oMathParaPr><m:jc m:val=\"center\"/></m:oMathParaPr>{}</m:oMathPara>",
        formula(math)
    )
}

fn row(nodes: &[HtmlNode]) -> String {
    let parts: Vec<&HtmlElement> = elements(nodes).collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        at += 1;
        match large(part) {
            // What is summed up is all that follows, up to a relation.
            Some(begin) => {
                let rest = parts[at..].iter().position(|it| is_relation(it));
                let end = rest.map_or(parts.len(), |rest| at + rest);
                let body: String = parts[at..end].iter().map(|it| element(it)).collect();
                out.push_str(&format!("{begin}<m:e>{body}</m:e></m:nary>"));
                at = end;
            }
            None => out.push_str(&element(part)),
        }
    }
    out
}

fn is_relation(element: &HtmlElement) -> bool {
    let text = text_of(element);
    name(element) == "mo"
        && matches!(
            text.as_str(),
            "=" | "≠" | "<" | ">" | "≤" | "≥" | "≈" | "≡" | "∼" | "→" | "⇒" | "," | ";"
        )
}

/// Returns the beginning of a sum or an integral with its limits, up to what is summed up.
fn large(element: &HtmlElement) -> Option<String> {
    let parts: Vec<&HtmlElement> = elements(&element.children).collect();
    let (sign, lower, upper, place) = match (name(element).as_str(), parts.as_slice()) {
        ("mo", _) => (element, None, None, "subSup"),
        ("munder", [sign, lower]) => (*sign, Some(*lower), None, "undOvr"),
        ("mover", [sign, upper]) => (*sign, None, Some(*upper), "undOvr"),
        ("munderover", [sign, lower, upper]) => (*sign, Some(*lower), Some(*upper), "undOvr"),
        ("msub", [sign, lower]) => (*sign, Some(*lower), None, "subSup"),
        ("msup", [sign, upper]) => (*sign, None, Some(*upper), "subSup"),
        ("msubsup", [sign, lower, upper]) => (*sign, Some(*lower), Some(*upper), "subSup"),
        _ => return None,
    };
    let text = text_of(sign);
    if name(sign) != "mo" || text.is_empty() || !text.chars().all(|c| LARGE.contains(c)) {
        return None;
    }
    let hide = |limit: Option<_>, what: &str| match limit {
        Some(_) => String::new(),
        None => format!("<m:{what} m:val=\"1\"/>"),
    };
    let limit = |limit: Option<&HtmlElement>| limit.map(self::element).unwrap_or_default();
    Some(format!(
        "<m:nary><m:naryPr><m:chr m:val=\"{}\"/><m:limLoc m:val=\"{place}\"/>{}{}</m:naryPr>\
         <m:sub>{}</m:sub><m:sup>{}</m:sup>",
        escaped(&text),
        hide(lower, "subHide"),
        hide(upper, "supHide"),
        limit(lower),
        limit(upper),
    ))
}

fn element(it: &HtmlElement) -> String {
    let parts: Vec<&HtmlElement> = elements(&it.children).collect();
    let whole = |at: usize| parts.get(at).map(|it| element(it)).unwrap_or_default();
    let (first, second, third) = (|| whole(0), || whole(1), || whole(2));
    match name(it).as_str() {
        "mi" => {
            let text = text_of(it);
            let is_upright = text.chars().count() > 1 || given(it, "mathvariant") == Some("normal");
            run(
                &text,
                if is_upright {
                    "<m:rPr><m:sty m:val=\"p\"/></m:rPr>"
                } else {
                    ""
                },
            )
        }
        "mn" | "mo" => run(&text_of(it), ""),
        "mtext" | "ms" => run(&text_of(it), "<m:rPr><m:nor/></m:rPr>"),
        "mspace" => match given(it, "width").is_some_and(|width| !width.starts_with('0')) {
            true => run("\u{2003}", ""),
            false if given(it, "width").is_some_and(|width| width.starts_with("0.2")) => {
                run("\u{2005}", "")
            }
            false => String::new(),
        },
        "mfrac" => {
            let bar = match given(it, "linethickness") {
                Some("0") => "<m:fPr><m:type m:val=\"noBar\"/></m:fPr>",
                _ => "",
            };
            format!(
                "<m:f>{bar}<m:num>{}</m:num><m:den>{}</m:den></m:f>",
                first(),
                second()
            )
        }
        "msqrt" => format!(
            "<m:rad><m:radPr><m:degHide m:val=\"1\"/></m:radPr><m:deg/><m:e>{}</m:e></m:rad>",
            row(&it.children)
        ),
        "mroot" => format!(
            "<m:rad><m:deg>{}</m:deg><m:e>{}</m:e></m:rad>",
            second(),
            first()
        ),
        "msub" => format!(
            "<m:sSub><m:e>{}</m:e><m:sub>{}</m:sub></m:sSub>",
            first(),
            second()
        ),
        "msup" => format!(
            "<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>",
            first(),
            second()
        ),
        "msubsup" => format!(
            "<m:sSubSup><m:e>{}</m:e><m:sub>{}</m:sub><m:sup>{}</m:sup></m:sSubSup>",
            first(),
            second(),
            third()
        ),
        "mmultiscripts" => format!(
            "<m:sPre><m:sub>{}</m:sub><m:sup>{}</m:sup><m:e><m:sSubSup><m:e>{}</m:e><m:sub>{}</m:sub><m:sup>{}</m:sup></m:sSubSup></m:e></m:sPre>",
            whole(4),
            whole(5),
            first(),
            second(),
            third()
        ),
        "mover" if given(it, "accent") == Some("true") => format!(
            "<m:acc><m:accPr><m:chr m:val=\"{}\"/></m:accPr><m:e>{}</m:e></m:acc>",
            escaped(&combining(
                &parts.get(1).map(|it| text_of(it)).unwrap_or_default()
            )),
            first()
        ),
        "mover" => format!(
            "<m:limUpp><m:e>{}</m:e><m:lim>{}</m:lim></m:limUpp>",
            first(),
            second()
        ),
        "munder" => format!(
            "<m:limLow><m:e>{}</m:e><m:lim>{}</m:lim></m:limLow>",
            first(),
            second()
        ),
        "munderover" => format!(
            "<m:limUpp><m:e><m:limLow><m:e>{}</m:e><m:lim>{}</m:lim></m:limLow></m:e><m:lim>{}</m:lim></m:limUpp>",
            first(),
            second(),
            third()
        ),
        "mtable" => table(it, &parts),
        "mprescripts" | "annotation" => String::new(),
        _ if parts.is_empty() => run(&text_of(it), ""),
        _ => match fenced(&parts) {
            Some(fenced) => fenced,
            None => row(&it.children),
        },
    }
}

/// Rows that are ranged at their signs are an array of equations, any others a matrix.
fn table(it: &HtmlElement, rows: &[&HtmlElement]) -> String {
    let class = given(it, "class").unwrap_or_default();
    let cells = |row: &HtmlElement| -> Vec<String> {
        elements(&row.children)
            .map(|cell| self::row(&cell.children))
            .collect()
    };
    if class.contains("multiline-equation") || class.contains("cases") {
        let rows = rows
            .iter()
            .map(|row| format!("<m:e>{}</m:e>", cells(row).join(&run("&", ""))));
        return format!("<m:eqArr>{}</m:eqArr>", rows.collect::<String>());
    }
    let rows = rows.iter().map(|row| {
        let cells = cells(row)
            .into_iter()
            .map(|cell| format!("<m:e>{cell}</m:e>"));
        format!("<m:mr>{}</m:mr>", cells.collect::<String>())
    });
    format!("<m:m>{}</m:m>", rows.collect::<String>())
}

/// Brackets that belong together grow with what is between them.
fn fenced(parts: &[&HtmlElement]) -> Option<String> {
    let [open, middle @ .., close] = parts else {
        return None;
    };
    let sign = |it: &HtmlElement| (name(it) == "mo").then(|| text_of(it));
    let (open, close) = (sign(open)?, sign(close));
    if !matches!(open.as_str(), "(" | "[" | "{" | "|" | "‖" | "⟨" | "⌊" | "⌈") {
        return None;
    }
    let has_end = close
        .as_deref()
        .is_some_and(|it| matches!(it, ")" | "]" | "}" | "|" | "‖" | "⟩" | "⌋" | "⌉"));
    // A brace before the rows of a case has no other side.
    let is_open = open == "{" && middle.is_empty() && name(parts[1]) == "mtable";
    if !has_end && !is_open {
        return None;
    }
    let end = if has_end {
        close.unwrap_or_default()
    } else {
        String::new()
    };
    let body = if has_end { middle } else { &parts[1..] };
    Some(format!(
        "<m:d><m:dPr><m:begChr m:val=\"{}\"/><m:endChr m:val=\"{}\"/></m:dPr><m:e>{}</m:e></m:d>",
        escaped(&open),
        escaped(&end),
        body.iter().map(|it| element(it)).collect::<String>()
    ))
}

fn run(text: &str, properties: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!(
        "<m:r>{properties}<w:rPr><w:rFonts w:ascii=\"Cambria Math\" w:hAnsi=\"Cambria Math\"/></w:rPr>\
         <m:t xml:space=\"preserve\">{}</m:t></m:r>",
        escaped(text)
    )
}

fn name(element: &HtmlElement) -> String {
    element.tag.resolve().as_str().to_owned()
}

fn text_of(element: &HtmlElement) -> String {
    let texts = element.children.iter().map(|node| match node {
        HtmlNode::Text(text, _) => text.to_string(),
        HtmlNode::Element(element) => text_of(element),
        HtmlNode::Tag(_) | HtmlNode::Frame(_) => String::new(),
    });
    texts.collect()
}

/// An accent as Word wants it: one that stands on the letter before it.
fn combining(accent: &str) -> String {
    match accent {
        "^" | "ˆ" => "\u{302}",
        "~" | "˜" => "\u{303}",
        "¯" | "‾" | "―" => "\u{305}",
        "→" => "\u{20d7}",
        "." | "˙" => "\u{307}",
        "¨" => "\u{308}",
        other => other,
    }
    .to_owned()
}
