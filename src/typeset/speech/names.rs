//! What signs are called.

use unicode_normalization::UnicodeNormalization;

use crate::typeset::speech::piece::Sort;

/// What joins or parts, by its sign.
const RELATIONS: &[(char, &str)] = &[
    ('=', "equals"),
    ('≠', "does not equal"),
    ('≈', "is approximately equal to"),
    ('≃', "is asymptotically equal to"),
    ('≅', "is congruent to"),
    ('≡', "is identical to"),
    ('≔', "is defined as"),
    ('≝', "is defined as"),
    ('<', "is less than"),
    ('>', "is greater than"),
    ('≤', "is less than or equal to"),
    ('⩽', "is less than or equal to"),
    ('≥', "is greater than or equal to"),
    ('⩾', "is greater than or equal to"),
    ('≪', "is much less than"),
    ('≫', "is much greater than"),
    ('∼', "is distributed as"),
    ('~', "is distributed as"),
    ('∝', "is proportional to"),
    ('→', "goes to"),
    ('⟶', "goes to"),
    ('←', "comes from"),
    ('↔', "goes both ways to"),
    ('↦', "maps to"),
    ('⇒', "implies"),
    ('⟹', "implies"),
    ('⇔', "if and only if"),
    ('⟺', "if and only if"),
    ('∈', "is in"),
    ('∉', "is not in"),
    ('⊂', "is a subset of"),
    ('⊆', "is a subset of or equal to"),
    ('⊃', "is a superset of"),
    ('⊥', "is perpendicular to"),
    ('⟂', "is perpendicular to"),
    ('⫫', "is independent of"),
    ('≻', "is preferred to"),
    ('≽', "is weakly preferred to"),
    ('≺', "is less preferred than"),
    ('≼', "is at most as preferred as"),
];

const OPERATORS: &[(char, &str)] = &[
    ('+', "plus"),
    ('–', "to"),
    ('-', "minus"),
    ('−', "minus"),
    ('±', "plus or minus"),
    ('∓', "minus or plus"),
    ('×', "times"),
    ('⋅', "times"),
    ('·', "times"),
    ('∗', "times"),
    ('*', "times"),
    ('÷', "divided by"),
    ('/', "divided by"),
    ('∕', "divided by"),
    ('∪', "union"),
    ('∩', "intersection"),
    ('∖', "without"),
    ('\\', "without"),
    ('∧', "and"),
    ('∨', "or"),
    ('⊕', "direct sum"),
    ('⊗', "tensor product"),
    ('∘', "composed with"),
];

const PAUSES: &[(char, &str)] = &[(',', ","), (';', ";"), (':', ":"), ('.', ".")];

const OPERANDS: &[(char, &str)] = &[
    ('∞', "infinity"),
    ('∂', "partial"),
    ('∇', "nabla"),
    ('∅', "the empty set"),
    ('∀', "for all"),
    ('∃', "there is"),
    ('¬', "not"),
    ('%', "percent"),
    ('‰', "per mille"),
    ('!', "factorial"),
    ('°', "degrees"),
    ('…', "and so on"),
    ('⋯', "and so on"),
    ('⋮', "and so on"),
    ('⋱', "and so on"),
    ('′', "prime"),
    ('″', "double prime"),
    ('‴', "triple prime"),
    ('⊤', "transposed"),
    ('†', "dagger"),
    ('⋆', "star"),
    ('ℓ', "l"),
    ('£', "pounds"),
    ('€', "euros"),
    ('$', "dollars"),
    ('&', "and"),
    ('\'', "prime"),
    ('?', "question mark"),
];

/// Greek letters in the order of their alphabet.
const GREEK: [&str; 25] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi",
    "chi", "psi", "omega",
];

/// The sets of numbers, and what else is drawn with a double line.
const DOUBLE_STRUCK: &[(char, &str)] = &[
    ('R', "the real numbers"),
    ('N', "the natural numbers"),
    ('Z', "the integers"),
    ('Q', "the rational numbers"),
    ('C', "the complex numbers"),
    ('P', "the probability"),
    ('E', "the expectation"),
    ('1', "the indicator"),
];

/// What large signs are called, with the word before their range.
const LARGE: &[(char, &str, &str)] = &[
    ('∑', "sum", "over"),
    ('∏', "product", "over"),
    ('∫', "integral", "over"),
    ('∬', "double integral", "over"),
    ('∭', "triple integral", "over"),
    ('∮', "closed integral", "over"),
    ('⋃', "union", "over"),
    ('⋂', "intersection", "over"),
];

const OPERATOR_NAMES: &[(&str, &str)] = &[
    ("ln", "natural log"),
    ("lg", "log"),
    ("sin", "sine"),
    ("cos", "cosine"),
    ("tan", "tangent"),
    ("exp", "exponential"),
    ("lim", "the limit"),
    ("max", "the maximum"),
    ("min", "the minimum"),
    ("sup", "the supremum"),
    ("inf", "the infimum"),
    ("arg max", "the argument of the maximum"),
    ("arg min", "the argument of the minimum"),
    ("argmax", "the argument of the maximum"),
    ("argmin", "the argument of the minimum"),
    ("det", "the determinant"),
    ("Pr", "the probability"),
];

fn find<'t>(table: &'t [(char, &'t str)], sign: char) -> Option<&'t str> {
    let found = table.iter().find(|(of, _)| *of == sign);
    found.map(|(_, name)| *name)
}

/// Returns what a sign is called and what it does; nothing for one that nobody hears.
pub(super) fn symbol(sign: char, is_double_struck: bool) -> Option<(String, Sort)> {
    let drawn = matches!(sign, 'ℝ' | 'ℕ' | 'ℤ' | 'ℚ' | 'ℂ' | 'ℙ' | '𝔼' | '𝟙');
    let plain = sign.nfkc().next().unwrap_or(sign);
    let set = || find(DOUBLE_STRUCK, plain).filter(|_| drawn || is_double_struck);
    let large = || large(sign).map(|(name, _)| (format!("the {name} of"), Sort::Large));
    let named = |name: &str, sort| (name.to_owned(), sort);
    let known = find(RELATIONS, sign)
        .map(|name| named(name, Sort::Relation))
        .or_else(|| find(OPERATORS, sign).map(|name| named(name, Sort::Operator)))
        .or_else(|| find(PAUSES, sign).map(|name| named(name, Sort::Pause)))
        .or_else(|| find(OPERANDS, sign).map(|name| named(name, Sort::Operand)))
        .or_else(|| set().map(|name| named(name, Sort::Operand)))
        .or_else(large)
        .or_else(|| letter(plain).map(|name| (name, Sort::Operand)));
    if known.is_some() || sign.is_whitespace() || sign.is_control() || is_unseen(sign) {
        return known;
    }
    let name = unicode_names2::name(sign).map(|name| name.to_string().to_lowercase());
    Some((name.unwrap_or_else(|| sign.to_string()), Sort::Operand))
}

/// Whether a sign only steers how others are set.
fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}')
}

fn letter(sign: char) -> Option<String> {
    let variant = match sign {
        'ϵ' => 'ε',
        'ϑ' => 'θ',
        'ϕ' => 'φ',
        'ϱ' => 'ρ',
        'ϖ' => 'π',
        'µ' => 'μ',
        other => other,
    };
    let name = match variant {
        'α'..='ω' => GREEK.get(variant as usize - 'α' as usize)?,
        'Α'..='Ω' => {
            let name = GREEK.get(variant as usize - 'Α' as usize)?;
            return Some(format!("capital {name}"));
        }
        _ if variant.is_uppercase() => return Some(format!("capital {variant}")),
        _ if variant.is_alphanumeric() => return Some(variant.to_string()),
        _ => return None,
    };
    Some((*name).to_owned())
}

/// Returns what a large sign is called, with the word before its range.
pub(super) fn large(sign: char) -> Option<(&'static str, &'static str)> {
    let found = LARGE.iter().find(|(of, ..)| *of == sign);
    found.map(|(_, name, link)| (*name, *link))
}

/// Returns what a function is called.
pub(super) fn operator_name(name: &str) -> String {
    let plain: Vec<&str> = name.split_whitespace().collect();
    let plain = plain.join(" ");
    let found = OPERATOR_NAMES.iter().find(|(of, _)| *of == plain);
    found.map_or(plain.clone(), |(_, known)| (*known).to_owned())
}

/// Whether a function is taken over a range.
pub(super) fn has_bounds(name: &str) -> bool {
    name.starts_with("the ") && !matches!(name, "the determinant" | "the probability")
}

/// Returns what a mark over a letter is called.
pub(super) fn accent(mark: char) -> &'static str {
    match mark {
        '\u{302}' | '^' => "hat",
        '\u{303}' | '~' | '∼' => "tilde",
        '\u{304}' | '\u{305}' | '¯' | '‾' => "bar",
        '\u{307}' | '.' => "dot",
        '\u{308}' | '¨' => "double dot",
        '\u{20d7}' | '→' | '\u{20d1}' => "vector",
        '\u{30c}' => "check",
        '\u{306}' => "breve",
        '\u{301}' => "acute",
        '\u{300}' => "grave",
        '\u{30a}' => "ring",
        _ => "with a mark over it",
    }
}

/// Returns what a bracket is called, without its side.
pub(super) fn bracket(sign: char) -> &'static str {
    match sign {
        '(' | ')' => "bracket",
        '[' | ']' => "square bracket",
        '{' | '}' => "curly bracket",
        '⟨' | '⟩' => "angle bracket",
        _ => "bar",
    }
}
