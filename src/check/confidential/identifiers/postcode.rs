//! Full postcodes of the United Kingdom.
//!
//! Source: the formats of Royal Mail's Postcode Address File (BS 7666): an area of one or two
//! letters, a district, then a digit and two letters without C, I, K, M, O and V. Only areas that
//! exist are taken, which leaves out the codes for nobody's address (ZZ99 and the like); capitals
//! and the space are asked for, which leaves out the codes of a ward or a form.

use crate::check::confidential::identifiers::identifier::{Identifier, IdentifierKind};
use crate::check::confidential::identifiers::web_address::is_in_address;

/// The areas.
const AREAS: &str = " AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE ";

pub(super) fn find(text: &str) -> Vec<Identifier> {
    let mut found = Vec::new();
    for (space, sign) in text.char_indices() {
        if !matches!(sign, ' ' | '\u{a0}' | '\u{202f}' | '~') {
            continue;
        }
        let inward = space + sign.len_utf8();
        let Some(end) = inward_end(text, inward) else {
            continue;
        };
        let Some(start) = outward_start(text, space) else {
            continue;
        };
        if is_in_address(text, start) {
            continue;
        }
        let initial = &text[start..=start];
        found.push(Identifier {
            kind: IdentifierKind::Postcode,
            range: start..end,
            masked: format!("postcode that begins with `{initial}…`"),
        });
    }
    found
}

/// Returns where the second half ends: a digit and two letters, and nothing that goes on.
fn inward_end(text: &str, at: usize) -> Option<usize> {
    let half = text.as_bytes().get(at..at + 3)?;
    let is_letter = |byte: u8| {
        byte.is_ascii_uppercase() && !matches!(byte, b'C' | b'I' | b'K' | b'M' | b'O' | b'V')
    };
    let is_half = half[0].is_ascii_digit() && is_letter(half[1]) && is_letter(half[2]);
    let goes_on = text
        .get(at + 3..)?
        .starts_with(|c: char| c.is_alphanumeric() || c == '-');
    (is_half && !goes_on).then_some(at + 3)
}

/// Returns where the first half starts: an area that exists and a district.
fn outward_start(text: &str, end: usize) -> Option<usize> {
    let head = &text.as_bytes()[..end];
    let length = head
        .iter()
        .rev()
        .take(5)
        .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        .count();
    let start = end - length;
    let half = &text[start..end];
    let goes_on =
        text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '_'));
    if goes_on || !(2..=4).contains(&length) {
        return None;
    }
    let letters = half.bytes().take_while(u8::is_ascii_uppercase).count();
    let (area, district) = half.split_at(letters);
    let digits = district.bytes().take_while(u8::is_ascii_digit).count();
    let is_district = match district.len() - digits {
        0 => matches!(digits, 1 | 2),
        1 => digits == 1,
        _ => false,
    };
    let is_area = matches!(letters, 1 | 2) && AREAS.contains(&format!(" {area} "));
    (is_area && is_district).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::confidential::identifiers::identifier::cuts;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        assert_eq!(cuts(text, &find(text)), expected, "{text}");
    }

    #[test]
    fn a_full_postcode_of_an_area_that_exists_is_found() {
        case("lives at SW7 2AZ, London", &["SW7 2AZ"]);
        case(
            "M1 1AE W1A 1HQ EC1A 1BB DN55\u{a0}1PT",
            &["M1 1AE", "W1A 1HQ", "EC1A 1BB", "DN55\u{a0}1PT"],
        );
    }

    #[test]
    fn codes_that_only_look_like_one_are_not() {
        case("ward B12 3CD, form ZZ99 3WZ, Q1 2AB", &[]);
        case("sw7 2az, SW7, XSW7 2AZ, SW7 2AZT, M1 2NDS", &[]);
        case("GP1 2AB SARS2 2AB COVID19 2AB", &[]);
    }
}
