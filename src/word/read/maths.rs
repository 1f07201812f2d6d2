//! A formula of Word's as LaTeX.

use crate::word::read::xml::Element;

/// Returns a formula (`m:oMath`) as LaTeX without signs around it.
pub(crate) fn tex(formula: &Element) -> String {
    row(formula).trim().to_owned()
}

/// Returns what stands beside each other.
fn row(parent: &Element) -> String {
    let mut out = String::new();
    for element in parent.elements() {
        let part = one(element);
        // A command must not run into the letter behind it.
        let meets = ends_with_command(&out) && part.starts_with(|c: char| c.is_ascii_alphabetic());
        if meets {
            out.push(' ');
        }
        out.push_str(&part);
    }
    out
}

fn ends_with_command(text: &str) -> bool {
    let letters = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    letters.len() < text.len() && letters.ends_with('\\')
}

/// Returns a part by its name, in braces.
fn group(parent: &Element, name: &str) -> String {
    format!(
        "{{{}}}",
        parent.child(name).map(row).unwrap_or_default().trim()
    )
}

fn property<'a>(element: &'a Element, properties: &str, name: &str) -> Option<&'a str> {
    element.child(properties)?.child(name)?.get("m:val")
}

fn one(element: &Element) -> String {
    match element.name.as_str() {
        "m:r" => run(element),
        "m:f" => match property(element, "m:fPr", "m:type") {
            Some("lin") => format!("{} / {}", group(element, "m:num"), group(element, "m:den")),
            Some("noBar") => format!(
                "\\binom{}{}",
                group(element, "m:num"),
                group(element, "m:den")
            ),
            _ => format!(
                "\\frac{}{}",
                group(element, "m:num"),
                group(element, "m:den")
            ),
        },
        "m:sSup" => format!("{}^{}", base(element), group(element, "m:sup")),
        "m:sSub" => format!("{}_{}", base(element), group(element, "m:sub")),
        "m:sSubSup" => {
            format!(
                "{}_{}^{}",
                base(element),
                group(element, "m:sub"),
                group(element, "m:sup")
            )
        }
        "m:sPre" => format!(
            "{{}}_{}^{}{}",
            group(element, "m:sub"),
            group(element, "m:sup"),
            group(element, "m:e")
        ),
        "m:rad" => {
            let is_hidden = element
                .child("m:radPr")
                .and_then(|it| it.switch("m:degHide"))
                == Some(true);
            let degree = element.child("m:deg").map(row).unwrap_or_default();
            match is_hidden || degree.is_empty() {
                true => format!("\\sqrt{}", group(element, "m:e")),
                false => format!("\\sqrt[{degree}]{}", group(element, "m:e")),
            }
        }
        "m:nary" => nary(element),
        "m:d" => fenced(element),
        "m:func" => {
            let name = element.child("m:fName").map(row).unwrap_or_default();
            let name = name.trim();
            let plain = name.trim_start_matches("\\mathrm{").trim_end_matches('}');
            let shown = match FUNCTIONS.contains(&plain) {
                true => format!("\\{plain}"),
                false => name.to_owned(),
            };
            format!("{shown}{}", group(element, "m:e"))
        }
        "m:limLow" => match group(element, "m:e").as_str() {
            "{\\mathrm{lim}}" | "{lim}" => format!("\\lim_{}", group(element, "m:lim")),
            base => format!("\\underset{}{base}", group(element, "m:lim")),
        },
        "m:limUpp" => format!(
            "\\overset{}{}",
            group(element, "m:lim"),
            group(element, "m:e")
        ),
        "m:acc" => {
            let sign = property(element, "m:accPr", "m:chr").unwrap_or("\u{302}");
            let known = ACCENTS.iter().find(|(known, _)| *known == sign);
            format!(
                "\\{}{}",
                known.map_or("hat", |(_, name)| name),
                group(element, "m:e")
            )
        }
        "m:bar" => match property(element, "m:barPr", "m:pos") {
            Some("top") => format!("\\overline{}", group(element, "m:e")),
            _ => format!("\\underline{}", group(element, "m:e")),
        },
        "m:groupChr" => match property(element, "m:groupChrPr", "m:pos") {
            Some("top") => format!("\\overbrace{}", group(element, "m:e")),
            _ => format!("\\underbrace{}", group(element, "m:e")),
        },
        "m:m" => format!("\\begin{{matrix}}{}\\end{{matrix}}", rows(element)),
        "m:eqArr" => {
            let lines = element.elements().filter(|it| it.name == "m:e").map(row);
            let lines: Vec<String> = lines.collect();
            format!("\\begin{{aligned}}{}\\end{{aligned}}", lines.join(" \\\\ "))
        }
        "m:borderBox" => format!("\\boxed{}", group(element, "m:e")),
        "m:phant" => match element
            .child("m:phantPr")
            .and_then(|it| it.switch("m:show"))
        {
            Some(false) => format!("\\phantom{}", group(element, "m:e")),
            Some(true) | None => group(element, "m:e"),
        },
        // What changes nothing in a formula, and properties.
        name if name.ends_with("Pr") || name == "w:rPr" => String::new(),
        _ => row(element),
    }
}

/// Returns what a power or an index stands at, in braces if it is longer than a sign.
fn base(element: &Element) -> String {
    let base = element.child("m:e").map(row).unwrap_or_default();
    match base.chars().count() {
        1 => base,
        _ => format!("{{{base}}}"),
    }
}

fn rows(matrix: &Element) -> String {
    let rows = matrix
        .elements()
        .filter(|it| it.name == "m:mr")
        .map(|line| {
            let cells: Vec<String> = line
                .elements()
                .filter(|it| it.name == "m:e")
                .map(row)
                .collect();
            cells.join(" & ")
        });
    rows.collect::<Vec<_>>().join(" \\\\ ")
}

fn nary(element: &Element) -> String {
    let sign = property(element, "m:naryPr", "m:chr").unwrap_or("\u{222b}");
    let mut out = signs(sign);
    out.truncate(out.trim_end().len());
    for (part, mark) in [("m:sub", '_'), ("m:sup", '^')] {
        let text = element.child(part).map(row).unwrap_or_default();
        if !text.trim().is_empty() {
            out.push_str(&format!("{mark}{{{}}}", text.trim()));
        }
    }
    out + &group(element, "m:e")
}

fn fenced(element: &Element) -> String {
    let inner: Vec<&Element> = element.elements().filter(|it| it.name == "m:e").collect();
    let open = property(element, "m:dPr", "m:begChr").unwrap_or("(");
    let close = property(element, "m:dPr", "m:endChr").unwrap_or(")");
    let between = property(element, "m:dPr", "m:sepChr").unwrap_or("|");
    if let [only] = inner.as_slice() {
        let parts: Vec<&Element> = only
            .elements()
            .filter(|it| !it.name.ends_with("Pr"))
            .collect();
        let kind = match (open, close, parts.as_slice()) {
            ("(", ")", [one]) if one.name == "m:m" => Some(("pmatrix", *one)),
            ("[", "]", [one]) if one.name == "m:m" => Some(("bmatrix", *one)),
            ("(", ")", [one])
                if one.name == "m:f" && property(one, "m:fPr", "m:type") == Some("noBar") =>
            {
                return self::one(one);
            }
            _ => None,
        };
        if let Some((kind, matrix)) = kind {
            return format!("\\begin{{{kind}}}{}\\end{{{kind}}}", rows(matrix));
        }
    }
    let inner: Vec<String> = inner.into_iter().map(row).collect();
    let fence = |sign: &str| match sign {
        "" => ".".to_owned(),
        "{" => "\\{".to_owned(),
        "}" => "\\}".to_owned(),
        sign => signs(sign).trim().to_owned(),
    };
    format!(
        "\\left{} {} \\right{}",
        fence(open),
        inner.join(&format!(" {between} ")),
        fence(close)
    )
}

fn run(run: &Element) -> String {
    let properties = run.child("m:rPr");
    let text: String = run
        .elements()
        .filter(|it| it.name == "m:t")
        .map(Element::text)
        .collect();
    let is_text = properties.is_some_and(|it| it.switch("m:nor") == Some(true));
    let style = properties.and_then(|it| it.child("m:sty")?.get("m:val"));
    let script = properties.and_then(|it| it.child("m:scr")?.get("m:val"));
    if text.trim().is_empty() {
        return match text.is_empty() {
            true => text,
            false => "\\ ".to_owned(),
        };
    }
    if is_text && text.chars().any(char::is_alphabetic) {
        return format!("\\text{{{}}}", text.replace(['{', '}', '\\', '$'], ""));
    }
    let body = signs(&text);
    match (script, style) {
        (Some("double-struck"), _) => format!("\\mathbb{{{body}}}"),
        (Some("script"), _) => format!("\\mathcal{{{body}}}"),
        (_, Some("b" | "bi")) => format!("\\mathbf{{{body}}}"),
        (_, Some("p")) if text.chars().filter(|c| c.is_ascii_alphabetic()).count() > 1 => {
            match FUNCTIONS.contains(&text.trim()) {
                true => format!("\\{}", text.trim()),
                false => format!("\\mathrm{{{body}}}"),
            }
        }
        _ => body,
    }
}

/// Returns signs as LaTeX writes them.
fn signs(text: &str) -> String {
    let mut out = String::new();
    for sign in text.chars() {
        let known = SIGNS.iter().find(|(known, _)| *known == sign);
        match (known, sign) {
            (Some((_, name)), _) => {
                out.push('\\');
                out.push_str(name);
                out.push(' ');
            }
            (None, '\u{2212}' | '\u{2010}') => out.push('-'),
            (None, '{' | '}' | '%' | '$' | '#' | '&' | '_') => {
                out.push('\\');
                out.push(sign);
            }
            (None, '\u{2061}'..='\u{2064}') => {}
            (None, '\\') => out.push_str("\\backslash "),
            // The slanted letters of mathematics are plain letters there.
            (None, sign) => out.extend(unicode_normalization::UnicodeNormalization::nfkc(
                std::iter::once(sign).filter(|sign| !sign.is_control()),
            )),
        }
    }
    out
}

const FUNCTIONS: [&str; 20] = [
    "sin", "cos", "tan", "log", "ln", "exp", "min", "max", "lim", "arcsin", "arccos", "arctan",
    "sinh", "cosh", "tanh", "det", "dim", "gcd", "inf", "sup",
];

const ACCENTS: [(&str, &str); 9] = [
    ("\u{302}", "hat"),
    ("\u{303}", "tilde"),
    ("\u{304}", "bar"),
    ("\u{305}", "bar"),
    ("\u{af}", "bar"),
    ("\u{307}", "dot"),
    ("\u{308}", "ddot"),
    ("\u{20d7}", "vec"),
    ("\u{30c}", "check"),
];

const SIGNS: [(char, &str); 75] = [
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "varepsilon"),
    ('ϵ', "epsilon"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ι', "iota"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('π', "pi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('ς', "varsigma"),
    ('τ', "tau"),
    ('υ', "upsilon"),
    ('φ', "varphi"),
    ('ϕ', "phi"),
    ('χ', "chi"),
    ('ψ', "psi"),
    ('ω', "omega"),
    ('Γ', "Gamma"),
    ('Δ', "Delta"),
    ('Θ', "Theta"),
    ('Λ', "Lambda"),
    ('Ξ', "Xi"),
    ('Π', "Pi"),
    ('Σ', "Sigma"),
    ('Φ', "Phi"),
    ('Ψ', "Psi"),
    ('Ω', "Omega"),
    ('×', "times"),
    ('÷', "div"),
    ('±', "pm"),
    ('∓', "mp"),
    ('⋅', "cdot"),
    ('·', "cdot"),
    ('∗', "ast"),
    ('≤', "leq"),
    ('≥', "geq"),
    ('≠', "neq"),
    ('≈', "approx"),
    ('≡', "equiv"),
    ('∼', "sim"),
    ('∝', "propto"),
    ('∞', "infty"),
    ('∂', "partial"),
    ('∇', "nabla"),
    ('∑', "sum"),
    ('∏', "prod"),
    ('∫', "int"),
    ('∬', "iint"),
    ('∮', "oint"),
    ('√', "surd"),
    ('∈', "in"),
    ('∉', "notin"),
    ('⊂', "subset"),
    ('⊆', "subseteq"),
    ('∪', "cup"),
    ('∩', "cap"),
    ('∅', "emptyset"),
    ('∀', "forall"),
    ('∃', "exists"),
    ('→', "to"),
    ('⇒', "Rightarrow"),
    ('⇔', "Leftrightarrow"),
    ('↔', "leftrightarrow"),
    ('…', "ldots"),
    ('⋯', "cdots"),
    ('∣', "mid"),
];
