//! One name: which parts, in which order, given names in full or as initials.

use std::rc::Rc;

use crate::csl::eval::{Eval, Mode, NameHint};
use crate::csl::item::Name;
use crate::csl::out::{Out, Tag, beside, group, words};
use crate::csl::rich::{from_variable, last_char, parse};
use crate::csl::style::{Demote, Format, NameForm, NameOptions, NameRule, SortOrder};

impl Eval<'_> {
    /// Writes the name at a position, the first being 1.
    pub(super) fn name(
        &self,
        name: &Name,
        position: usize,
        options: &NameOptions,
        rule: Option<&NameRule>,
        looks: &Rc<Format>,
        variable: &Rc<str>,
    ) -> Option<Out> {
        let hint = self
            .work
            .told
            .names
            .get(&name.for_comparison())
            .copied()
            .filter(|hint| match hint {
                NameHint::Initials | NameHint::Given => true,
                NameHint::InitialsIfFirst | NameHint::GivenIfFirst => position == 1,
            });
        let form = match hint {
            Some(_) => NameForm::Long,
            None => options.form.unwrap_or(NameForm::Long),
        };
        let initialize = match hint {
            Some(NameHint::Given | NameHint::GivenIfFirst) => false,
            _ => options.initialize.unwrap_or(true),
        };
        let writing = Writing {
            name,
            family: rule.and_then(|rule| rule.family.as_ref()),
            given: rule.and_then(|rule| rule.given.as_ref()),
            variable,
            initials: options
                .initialize_with
                .as_deref()
                .filter(|_| !name.family.is_empty()),
            initialize,
            keeps_hyphen: self.run.style.options.initialize_with_hyphen,
            separator: options.sort_separator.as_deref().unwrap_or(", "),
        };
        let is_sort_key = self.mode == Mode::SortKey;
        let is_inverted = is_sort_key
            || match options.sort_order {
                Some(SortOrder::All) => true,
                Some(SortOrder::First) => position == 1,
                None => false,
            };
        let demote = self.run.style.options.demote_particle;
        let part = match () {
            () if !name.literal.is_empty() => writing.dressed(&name.literal, writing.family),
            () if !name.static_ordering && is_spaced(&name.family) => match form {
                NameForm::Short => writing.affixed(
                    writing.family,
                    spaced([writing.particle(), writing.family_name()]),
                ),
                NameForm::Long | NameForm::Count if is_inverted => writing.inverted(
                    demote == Demote::DisplayAndSort || demote == Demote::SortOnly && is_sort_key,
                ),
                NameForm::Long | NameForm::Count => writing.in_order(),
            },
            () if form == NameForm::Short => writing.affixed(writing.family, writing.family_name()),
            () if name.static_ordering && is_spaced(&name.family) => {
                spaced([writing.family_name(), writing.given_names()])
            }
            () => beside(
                writing
                    .family_name()
                    .into_iter()
                    .chain(writing.dressed(&name.given, writing.given))
                    .collect(),
            ),
        };
        let part = group(looks, vec![part?])?;
        Some(part.tagged(Tag::Name(Rc::new(name.clone()))))
    }
}

/// A name, and how it is written.
struct Writing<'w> {
    name: &'w Name,
    family: Option<&'w Rc<Format>>,
    given: Option<&'w Rc<Format>>,
    variable: &'w Rc<str>,
    /// What stands behind an initial; names stay whole without.
    initials: Option<&'w str>,
    initialize: bool,
    keeps_hyphen: bool,
    separator: &'w str,
}

impl Writing<'_> {
    fn dressed(&self, text: &str, format: Option<&Rc<Format>>) -> Option<Out> {
        if text.is_empty() {
            return None;
        }
        let part = Out::Text(from_variable(parse(text), self.variable));
        match format {
            Some(format) => group(&Rc::new(format.looks()), vec![part]),
            None => Some(part),
        }
    }

    fn affixed(&self, format: Option<&Rc<Format>>, part: Option<Out>) -> Option<Out> {
        let format = format.map_or_else(Rc::default, |format| Rc::new(format.affixes()));
        group(&format, vec![part?])
    }

    fn particle(&self) -> Option<Out> {
        self.dressed(&self.name.non_dropping_particle, self.family)
    }

    fn dropping(&self) -> Option<Out> {
        self.dressed(&self.name.dropping_particle, self.given)
    }

    fn family_name(&self) -> Option<Out> {
        self.dressed(&self.name.family, self.family)
    }

    fn given_names(&self) -> Option<Out> {
        let given = match self.initials {
            Some(with) => initials(&self.name.given, self.initialize, self.keeps_hyphen, with),
            None => self.name.given.clone(),
        };
        self.dressed(&given, self.given)
    }

    fn suffix(&self) -> Option<Out> {
        self.dressed(&self.name.suffix, None)
    }

    fn separated<const N: usize>(&self, parts: [Option<Out>; N]) -> Option<Out> {
        let between = Rc::new(Format::delimited(self.separator));
        group(&between, parts.into_iter().flatten().collect())
    }

    /// "de Beauvoir, Simone", or "Beauvoir, Simone de" where the particle is demoted.
    fn inverted(&self, demotes: bool) -> Option<Out> {
        let (before, behind) = match demotes {
            true => (None, self.particle()),
            false => (self.particle(), None),
        };
        let family = self.affixed(self.family, spaced([before, self.family_name()]));
        let given = spaced([self.given_names(), self.dropping(), behind]);
        self.separated([family, self.affixed(self.given, given), self.suffix()])
    }

    /// "Simone de Beauvoir".
    fn in_order(&self) -> Option<Out> {
        let family = spaced([self.dropping(), self.particle(), self.family_name()]);
        let family = match self.name.comma_suffix {
            true => {
                let between = Rc::new(Format::delimited(", "));
                group(
                    &between,
                    [family, self.suffix()].into_iter().flatten().collect(),
                )
            }
            false => spaced([family, self.suffix()]),
        };
        spaced([
            self.affixed(self.given, self.given_names()),
            self.affixed(self.family, family),
        ])
    }
}

/// Puts a space between parts; none behind an apostrophe or a hyphen ("d’Aubigné").
fn spaced<const N: usize>(parts: [Option<Out>; N]) -> Option<Out> {
    let mut whole: Vec<Out> = Vec::new();
    for part in parts.into_iter().flatten() {
        if let Some(last) = whole.last().and_then(|last| last_char(&last.render()))
            && !matches!(last, '’' | '\'' | '-' | '–' | '\u{a0}')
            && !last.is_whitespace()
        {
            whole.push(words(" "));
        }
        whole.push(part);
    }
    beside(whole)
}

/// Returns whether a name is of a script that puts spaces between names: Latin, Greek, Cyrillic,
/// Arabic, Hebrew, Thai.
fn is_spaced(family: &str) -> bool {
    family.is_empty()
        || family.chars().any(|c| {
            c.is_ascii_alphanumeric()
                || matches!(c, '-' | '\u{c0}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '\u{370}'..='\u{52f}')
                || matches!(c, '\u{590}'..='\u{6ff}' | '\u{e01}'..='\u{e5b}' | '\u{1e00}'..='\u{1fff}')
        })
}

/// Returns the initials of given names.
///
/// With `initialize` off, only what is an initial already is set like one.
pub(super) fn initials(given: &str, initialize: bool, keeps_hyphen: bool, with: &str) -> String {
    let mut out = String::new();
    for (word, is_initial) in given_words(given) {
        if is_initial {
            out.push_str(&word);
            out.push_str(with);
        } else if word.chars().all(char::is_lowercase) {
            // A particle among the given names stays a word.
            if !with.ends_with(' ') {
                out.push(' ');
            }
            out.push_str(&word);
            out.push(' ');
        } else if initialize {
            let initial = initial(&word, keeps_hyphen);
            if !initial.is_empty() {
                out.push_str(&initial);
                out.push_str(with);
            }
        } else {
            out.push_str(&word);
            out.push(' ');
        }
    }
    out.replace(" -", "-").trim_matches(' ').to_owned()
}

/// Splits given names into words, each with whether it is an initial already; a hyphen goes with
/// the word behind it.
fn given_words(given: &str) -> Vec<(String, bool)> {
    let mut words = Vec::new();
    let mut word = String::new();
    let end = |word: &mut String, words: &mut Vec<(String, bool)>, is_dotted: bool| {
        if !word.is_empty() {
            let is_initial = is_dotted || word.chars().count() == 1;
            words.push((std::mem::take(word), is_initial));
        }
    };
    for c in given.chars() {
        match c {
            '.' => end(&mut word, &mut words, true),
            '-' | '‐' => {
                end(&mut word, &mut words, false);
                word.push('-');
            }
            ' ' | '\u{a0}' => end(&mut word, &mut words, false),
            other => word.push(other),
        }
    }
    end(&mut word, &mut words, false);
    words
}

fn initial(word: &str, keeps_hyphen: bool) -> String {
    if let Some(rest) = word.strip_prefix('-') {
        // "Ji-ping" is one name: J., not J.-p.
        let first = rest.chars().next().filter(|c| c.is_uppercase());
        return match first {
            Some(first) if keeps_hyphen => format!("-{first}"),
            Some(first) => first.to_string(),
            None => String::new(),
        };
    }
    let mut chars = word.chars();
    let Some(first) = chars.next().filter(|c| c.is_uppercase()) else {
        return word.to_owned();
    };
    let second = chars.next().filter(|c| c.is_uppercase());
    match second {
        // A name that begins with two letters in one: "LJubomir".
        Some(second)
            if !chars.as_str().is_empty() && chars.as_str().chars().all(char::is_lowercase) =>
        {
            format!("{first}{}", second.to_lowercase())
        }
        _ => first.to_string(),
    }
}

/// Returns whether two names have the same initials.
pub(crate) fn initials_alike(a: &Name, b: &Name) -> bool {
    !a.given.is_empty() && !b.given.is_empty() && initials_of(a) == initials_of(b)
}

/// Returns the initials of a name's given names.
pub(crate) fn initials_of(name: &Name) -> String {
    initials(&name.given, true, false, "")
}

/// Returns the letters for a number: 1 is a, 27 is aa.
pub(crate) fn year_letters(number: usize) -> String {
    let mut left = number;
    let mut letters = Vec::new();
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'a' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.iter().rev().collect()
}
