//! The letters and signs that TeX has commands for.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

/// Returns the combining mark of a command for an accent: `\'`, `\v`.
pub(super) fn accent(command: &str) -> Option<char> {
    Some(match command {
        "`" => '\u{300}',
        "'" => '\u{301}',
        "^" => '\u{302}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "u" => '\u{306}',
        "." => '\u{307}',
        "\"" => '\u{308}',
        "r" => '\u{30a}',
        "H" => '\u{30b}',
        "v" => '\u{30c}',
        "G" => '\u{30f}',
        "d" => '\u{323}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        "t" => '\u{361}',
        _ => return None,
    })
}

/// Puts an accent on the first letter of a text; one without a letter stands alone.
pub(super) fn accented(text: &str, mark: char) -> String {
    let mut letters = text.chars();
    let first = match letters.next() {
        Some('ı') if mark != '\u{328}' => 'i',
        Some('ȷ') => 'j',
        Some(first) => first,
        None => {
            return match mark {
                '\u{303}' => "~".into(),
                '\u{302}' => "^".into(),
                '\u{300}' => "`".into(),
                '\u{308}' => "\"".into(),
                '\u{301}' => "´".into(),
                _ => String::new(),
            };
        }
    };
    [first, mark].into_iter().nfc().chain(letters).collect()
}

/// Returns the sign that a command stands for, in text and in formulas.
pub(super) fn sign(command: &str) -> Option<&'static str> {
    static TABLE: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut words = SIGNS.split_whitespace();
        let mut table: BTreeMap<&str, &str> = SPACES.iter().map(|name| (*name, " ")).collect();
        while let (Some(name), Some(sign)) = (words.next(), words.next()) {
            table.insert(name, sign);
        }
        table
    });
    table.get(command).copied()
}

/// Names of commands, each with its sign behind it.
const SIGNS: &str = r#"
    AA Å AE Æ BibTeX BibTeX DH Ð DJ Đ Delta Δ Gamma Γ IJ Ĳ L Ł LaTeX LaTeX Lambda Λ
    Leftrightarrow ⇔ NG Ŋ O Ø OE Œ Omega Ω P ¶ Phi Φ Pi Π Psi Ψ Rightarrow ⇒ S § SS ẞ Sigma Σ
    TH Þ TeX TeX Theta Θ Xi Ξ aa å addcolon : addcomma , adddot . addsemicolon ; ae æ aleph ℵ
    alpha α approx ≈ ast ∗ beta β bullet • cdot · cdots ⋯ chi χ circ ° colon : copyright ©
    cup ∪ dag † dagger † ddag ‡ degree ° delta δ dh ð div ÷ dj đ dots … downarrow ↓ ell ℓ
    epsilon ε equiv ≡ eta η euro € exists ∃ forall ∀ gamma γ ge ≥ geq ≥ geqslant ≥ gg ≫
    guillemotleft « guillemotright » hbar ℏ hyphen - i ı ij ĳ in ∈ infty ∞ int ∫ iota ι j ȷ
    kappa κ l ł lambda λ langle ⟨ ldots … le ≤ leftarrow ← leftrightarrow ↔ leq ≤ leqslant ≤
    ll ≪ lq ‘ mid | mu μ nabla ∇ ne ≠ neq ≠ ng ŋ nu ν o ø oe œ omega ω partial ∂ phi φ pi π
    pm ± pounds £ prime ′ propto ∝ psi ψ rangle ⟩ rho ρ rightarrow → rq ’ sigma σ sim ∼
    simeq ≃ slash / ss ß subset ⊂ sum ∑ tau τ textacutedbl ˝ textalpha α textasciiacute ´
    textasciicircum ^ textasciigrave ` textasciitilde ~ textasteriskcentered ∗ textbackslash \
    textbar | textbeta β textbraceleft { textbraceright } textbullet • textcopyright ©
    textdagger † textdegree ° textdelta δ textdollar $ textellipsis … textemdash —
    textendash – texteuro € textexclamdown ¡ textgamma γ textgreater > textless < textmu µ
    textnumero № textonehalf ½ textonequarter ¼ textordfeminine ª textordmasculine º
    textparagraph ¶ textperiodcentered · textpm ± textquestiondown ¿ textquotedbl "
    textquotedblleft “ textquotedblright ” textquoteleft ‘ textquoteright ’ textquotesingle '
    textregistered ® textsection § textsterling £ textthreequarters ¾ texttimes ×
    texttrademark ™ textunderscore _ th þ theta θ times × to → uparrow ↑ upsilon υ
    varepsilon ε varphi φ vartheta θ xi ξ zeta ζ
"#;

/// Names of commands that are a space.
const SPACES: [&str; 6] = [
    "addspace",
    "newline",
    "par",
    "quad",
    "space",
    "textvisiblespace",
];

/// Returns the sign behind an entity of HTML, which web sites leave in the files that they offer,
/// and its length.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.bytes().take(9).position(|byte| byte == b';')?;
    let name = &rest[..end];
    let sign = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '’',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|sign| !sign.is_control())?
        }
    };
    Some((sign, end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_of_the_table_has_a_sign_of_its_own() {
        let words: Vec<&str> = SIGNS.split_whitespace().collect();
        assert!(words.len().is_multiple_of(2));
        let is_name = |name: &&str| name.bytes().all(|byte| byte.is_ascii_alphabetic());
        assert!(words.iter().step_by(2).all(is_name));
        assert_eq!(
            (sign("geq"), sign("quad"), sign("foo")),
            (Some("≥"), Some(" "), None)
        );
    }

    #[test]
    fn an_accent_without_a_letter_stands_alone() {
        assert_eq!(accented("", '\u{303}'), "~");
        assert_eq!(accented("ıx", '\u{301}'), "íx");
    }
}
