//! The signs of Word's symbol fonts as everybody else writes them.

use crate::word::read::xml::Element;

/// Returns a sign of Word's symbol fonts as everybody else writes it.
pub(super) fn symbol(element: &Element) -> Option<char> {
    let code = u32::from_str_radix(element.get("w:char")?, 16).ok()?;
    let font = element.get("w:font").unwrap_or_default();
    match (font, code & 0xff) {
        ("Symbol", code) => SYMBOLS
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(_, sign)| *sign),
        ("Wingdings", 0xfc) => Some('✓'),
        ("Wingdings", 0xfb) => Some('✗'),
        ("Wingdings", 0xe0) => Some('→'),
        ("Wingdings", 0xa8 | 0x6f) => Some('☐'),
        ("Wingdings", 0xfe) => Some('☑'),
        (_, _) => char::from_u32(code).filter(|_| !(0xe000..0xf900).contains(&code)),
    }
}

const SYMBOLS: [(u32, char); 22] = [
    (0xb7, '•'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb4, '×'),
    (0xb8, '÷'),
    (0xa3, '≤'),
    (0xb3, '≥'),
    (0xb9, '≠'),
    (0xbb, '≈'),
    (0xae, '→'),
    (0xac, '←'),
    (0xad, '↑'),
    (0xaf, '↓'),
    (0xa5, '∞'),
    (0xd6, '√'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x67, 'γ'),
    (0x6d, 'μ'),
    (0x70, 'π'),
    (0x73, 'σ'),
    (0x63, 'χ'),
];
