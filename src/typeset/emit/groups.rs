//! Adjacent citations, which only folio's library tells the template of: in an emitted project they
//! are one call.

use std::collections::BTreeSet;

use typst::syntax::parse;

use crate::manuscript::{GroupCite, LiteralCitation, group_id, literal_citations};

/// Rewrites the citations beside each other whose keys stand literally in a Typst file, and adds
/// their names to `known`.
pub(super) fn together(
    text: &str,
    is_key: &dyn Fn(&str) -> bool,
    known: &mut BTreeSet<String>,
) -> String {
    let mut out = text.to_owned();
    for citation in literal_citations(&parse(text), is_key).into_iter().rev() {
        let LiteralCitation::Group(cites) = citation else {
            continue;
        };
        let calls: Option<Vec<String>> = cites
            .iter()
            .map(|(cite, range)| call(cite, &text[range.clone()]))
            .collect();
        if let ([(_, first), .., (_, last)], Some(calls)) = (&cites[..], calls) {
            let range = first.start..last.end;
            let all: Vec<GroupCite> = cites.iter().map(|(cite, _)| cite.clone()).collect();
            known.insert(group_id(&all));
            let made = format!(
                "#{{ import \"/.folio/citing.typ\": together; together({}) }}",
                calls.join(", ")
            );
            out.replace_range(range, &made);
        }
    }
    out
}

/// Returns a citation as a call in code; none if it stands in code already.
fn call(cite: &GroupCite, written: &str) -> Option<String> {
    if let Some(call) = written.strip_prefix('#') {
        return Some(call.to_owned());
    }
    let words = written.strip_prefix('@')?.strip_prefix(cite.key.as_str())?;
    Some(match words {
        "" => format!("cite(<{}>)", cite.key),
        words => format!("cite(<{}>, supplement: {words})", cite.key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_beside_each_other_are_rewritten() {
        let made = |text: &str| together(text, &|key| key.len() == 1, &mut BTreeSet::new());
        let call = |cites: &str| {
            format!("#{{ import \"/.folio/citing.typ\": together; together({cites}) }}")
        };
        for same in [
            "@a, @b and @fig @x-y",
            "#cite(<a>) @fig",
            "#{ cite(<a>) cite(<b>) }",
        ] {
            assert_eq!(made(same), same);
        }
        assert_eq!(
            made("Ö @a @b[p. 4]\n#cite(<c>, form: \"year\"). @d"),
            format!(
                "Ö {}. @d",
                call("cite(<a>), cite(<b>, supplement: [p. 4]), cite(<c>, form: \"year\")")
            )
        );
    }
}
