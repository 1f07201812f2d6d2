//! What the programme asks for and the draft lacks, as far as it is due.

use crate::check::context::SourceContext;
use crate::check::sink::Sink;
use crate::check::structure::rules::{CHAPTER_MISSING, PART_EMPTY, SECTION_MISSING};
use crate::check::structure::{has_text, words};
use crate::diagnostics::text::{count, list};
use crate::diagnostics::{Diagnostic, Place};
use crate::manuscript::rules::EMPTY_CHAPTER;
use crate::manuscript::{Role, Text};
use crate::project::{ChapterRule, MANIFEST, SectionRule, manifest_path};

/// Parts with a file that prints nothing.
pub(super) fn parts(context: &SourceContext<'_>, sink: &mut Sink) {
    if !context.due.is_whole() {
        return;
    }
    for text in &context.manuscript.texts {
        let Role::Part(id, _) = &text.role else {
            continue;
        };
        let mut rules = context.project.profile.parts();
        let is_wanted = rules.any(|rule| rule.id == *id && !rule.is_optional);
        if is_wanted && !has_text(text) {
            let message = format!("the part `{id}` has no text");
            sink.push(
                Diagnostic::of(&PART_EMPTY, message)
                    .at(Place::file(text.path.clone()))
                    .hint("write it: notes to yourself are not printed")
                    .hint(format!(
                        "if your programme does not ask for it: `hide = [\"{id}\"]` under `[outline]` in folio.toml"
                    )),
            );
        }
    }
}

/// Chapters of the programme that are not there.
pub(super) fn chapters(context: &SourceContext<'_>, sink: &mut Sink) {
    let project = context.project;
    let there = project.outline.chapters.len();
    let titles: Vec<Vec<String>> = context
        .manuscript
        .chapters()
        .map(|text| words(&named(text)))
        .collect();
    let missing: Vec<&str> = project
        .profile
        .chapters
        .iter()
        .enumerate()
        .skip(there)
        .filter(|(at, _)| is_due(context, *at))
        .filter(|(_, rule)| {
            let wanted = words(&rule.title);
            !titles
                .iter()
                .any(|title| title.iter().any(|word| wanted.contains(word)))
        })
        .map(|(_, rule)| rule.title.as_str())
        .collect();
    if missing.is_empty() {
        return;
    }
    let message = match missing.as_slice() {
        [one] => format!("there is no chapter `{one}` yet"),
        several => format!(
            "{} are not there yet: {}",
            count(several.len(), "chapter"),
            list(several)
        ),
    };
    sink.push(
        Diagnostic::of(&CHAPTER_MISSING, message)
            .at(Place::file(manifest_path()))
            .hint("a chapter is a file in `chapters`, with a number in front that says where it stands: `07-conclusion.md`")
            .hint(format!(
                "a chapter that you have under another name or as part of another is fine: switch this off with `chapter-missing = \"off\"` under `[check.levels]` in {MANIFEST}"
            )),
    );
}

/// Returns whether the chapter of the programme at a position is due.
fn is_due(context: &SourceContext<'_>, at: usize) -> bool {
    if context.due.is_whole() {
        return true;
    }
    let milestones = &context.project.profile.milestones;
    let last = milestones
        .iter()
        .position(|known| known.id == context.due.milestone);
    let until = last.map_or(&[][..], |last| &milestones[..=last]);
    until
        .iter()
        .flat_map(|known| &known.chapters)
        .any(|position| usize::try_from(*position).is_ok_and(|position| position == at + 1))
}

/// Chapters with nothing but headings. Of an empty file the reading of the files says the same.
pub(super) fn text(context: &SourceContext<'_>, sink: &mut Sink) {
    for text in context.manuscript.body() {
        if !text.headings.is_empty() && is_text_due(context, text) && !has_text(text) {
            let message = match text.headings.len() {
                1 => "this chapter has a title and no text",
                _ => "this chapter has nothing but headings",
            };
            sink.push(
                Diagnostic::of(&EMPTY_CHAPTER, message)
                    .at(text.headings[0].place.clone())
                    .hint("write it, or remove its file"),
            );
        }
    }
}

/// Returns whether a chapter, an appendix or a part is due.
pub(super) fn is_text_due(context: &SourceContext<'_>, text: &Text) -> bool {
    match &text.role {
        Role::Chapter(id) => context.due.has(id),
        Role::Appendix(_) | Role::Part(..) => context.due.is_whole(),
    }
}

/// Sections that the programme expects in a chapter.
pub(super) fn sections(context: &SourceContext<'_>, sink: &mut Sink) {
    let rules = &context.project.profile.chapters;
    for (text, rule) in context.manuscript.chapters().zip(rules) {
        let is_divided = text.headings.iter().any(|heading| heading.level > 1);
        let is_judged = rule.origin.is_binding() || (is_divided && is_the_same(text, rule));
        if rule.sections.is_empty()
            || !is_judged
            || !has_text(text)
            || !is_text_due(context, text)
            || text.has_unseen_labels
        {
            continue;
        }
        let missing: Vec<&str> = rule
            .sections
            .iter()
            .filter(|section| !has_section(text, section))
            .map(|section| section.title.as_str())
            .collect();
        // A heading that is nobody's may be one of them in words that nobody thought of.
        let others = match rule.origin.is_binding() {
            true => 0,
            false => others(text, rule),
        };
        if missing.len() <= others {
            continue;
        }
        let verb = if missing.len() == 1 { "is" } else { "are" };
        let message = format!("there {verb} no {} here yet", headings(&missing));
        let place = match text.headings.first() {
            Some(title) => title.place.clone(),
            None => Place::file(text.path.clone()),
        };
        let finding = Diagnostic::of(&SECTION_MISSING, message)
            .at(place)
            .hint("give each a heading of its own; other words for the same are understood");
        let source = match rule.origin.is_binding() {
            true => format!("asked for by the {}", rule.origin.source),
            false => "nobody has set these sections: your handbook decides".to_owned(),
        };
        sink.push(finding.hint(source));
    }
}

fn headings(missing: &[&str]) -> String {
    match missing {
        [one] => format!("section `{one}`"),
        several => format!("sections {}", list(several)),
    }
}

/// Returns whether a chapter is the one that a rule speaks of, by its title.
fn is_the_same(text: &Text, rule: &ChapterRule) -> bool {
    let wanted = words(&rule.title);
    words(&named(text)).iter().any(|word| wanted.contains(word))
}

/// Returns the title of a chapter with its file's name.
fn named(text: &Text) -> String {
    let title = text.headings.iter().find(|heading| heading.level == 1);
    let title = title.map_or("", |heading| heading.title.as_str());
    format!("{title} {}", text.role.id())
}

fn has_section(text: &Text, section: &SectionRule) -> bool {
    let mut headings = text.headings.iter().filter(|heading| heading.level > 1);
    headings.any(|heading| is_section(&heading.title, section))
}

fn is_section(heading: &str, section: &SectionRule) -> bool {
    let mut names = std::iter::once(&section.title).chain(&section.synonyms);
    names.any(|name| means(heading, name))
}

/// Returns how many sections of a chapter are none that the programme expects.
fn others(text: &Text, rule: &ChapterRule) -> usize {
    let own = text.headings.iter().filter(|heading| heading.level == 2);
    own.filter(|heading| {
        let mut sections = rule.sections.iter();
        !sections.any(|section| is_section(&heading.title, section))
    })
    .count()
}

/// Returns whether a heading is the one that a name stands for: the same words, or, if the name
/// has several, those words among others.
fn means(heading: &str, name: &str) -> bool {
    let (heading, name) = (words(heading), words(name));
    heading == name
        || (name.len() > 1
            && heading
                .windows(name.len())
                .any(|part| part == name.as_slice()))
}
