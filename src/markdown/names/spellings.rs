//! The spellings of one label: `fig:x`, `fig-x`, `Fig:x`.

/// How labels begin, by what carries them, with all the beginnings that mean the same.
const THINGS: [(&str, &[&str]); 10] = [
    ("figure", &["fig"]),
    ("table", &["tbl", "tab"]),
    ("section", &["sec"]),
    ("formula", &["eq"]),
    ("listing", &["lst"]),
    ("chapter", &["ch"]),
    ("appendix", &["app"]),
    ("finding", &["find", "finding"]),
    ("recommendation", &["rec"]),
    ("question", &["q"]),
];

/// The same of the blocks of bookdown and Quarto that have a number: `{theorem, x}`, `{#thm-x}`.
const STATEMENTS: [(&str, &[&str]); 11] = [
    ("theorem", &["thm"]),
    ("lemma", &["lem"]),
    ("corollary", &["cor"]),
    ("proposition", &["prp"]),
    ("conjecture", &["cnj"]),
    ("definition", &["def"]),
    ("example", &["exm"]),
    ("exercise", &["exr"]),
    ("hypothesis", &["hyp"]),
    ("remark", &["rem"]),
    ("solution", &["sol"]),
];

/// Those that have no number unless they have a label.
pub(crate) const UNNUMBERED: [&str; 3] = ["proof", "remark", "solution"];

/// Returns a block that has a number, by its word, with what its label begins with.
pub(crate) fn statement(word: &str) -> Option<(&'static str, &'static str)> {
    let found = STATEMENTS.iter().find(|(statement, _)| *statement == word);
    found.map(|(statement, all)| (*statement, all[0]))
}

/// Returns what a name means by its beginning, the beginnings of that, and the rest of the name.
fn read(name: &str) -> Option<(&'static str, &'static [&'static str], &str)> {
    let at = name.find([':', '-'])?;
    let (prefix, rest) = (&name[..at], &name[at + 1..]);
    let is_it = |beginning: &&str| {
        let first = beginning.len().min(1);
        prefix.len() == beginning.len()
            && prefix[..].is_ascii()
            && prefix[..first].eq_ignore_ascii_case(&beginning[..first])
            && prefix[first..] == beginning[first..]
    };
    let mut things = THINGS.iter().chain(&STATEMENTS);
    let found = things.find(|(_, all)| all.iter().any(&is_it));
    let (thing, all) = found.filter(|_| !rest.is_empty())?;
    Some((thing, all, rest))
}

/// Returns what a name asks for by its beginning: a figure for `fig:x` and `fig-x`.
pub fn thing_named(name: &str) -> Option<&'static str> {
    read(name).map(|(thing, _, _)| thing)
}

/// Returns how else a label can be written.
pub fn other_spellings(name: &str) -> Vec<String> {
    let Some((_, beginnings, rest)) = read(name) else {
        return Vec::new();
    };
    let all = beginnings
        .iter()
        .flat_map(|beginning| [':', '-'].map(|sign| format!("{beginning}{sign}{rest}")));
    all.filter(|other| other != name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_has_its_other_spellings() {
        assert_eq!(other_spellings("fig:a-b"), ["fig-a-b"]);
        assert_eq!(other_spellings("Fig-a"), ["fig:a", "fig-a"]);
        assert_eq!(other_spellings("tab:a"), ["tbl:a", "tbl-a", "tab-a"]);
        for other in [
            "smith2020",
            "interview:x",
            "figaro-x",
            "fig:",
            "é:x",
            "FIG:x",
        ] {
            assert_eq!(other_spellings(other), [""; 0], "{other}");
        }
        assert_eq!(thing_named("sec-x"), Some("section"));
    }
}
