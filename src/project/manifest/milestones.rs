//! `[milestones]` and `[[milestone]]`: the profile's milestones with the author's dates.

use crate::diagnostics::text::{did_you_mean, inline};
use crate::diagnostics::{Diagnostic, Level, Place, british};
use crate::project::manifest::due::Due;
use crate::project::manifest::read::{ManifestReader, known};
use crate::project::manifest::tables::Milestone;
use crate::project::origin::Origin;
use crate::project::outline::order::Outline;
use crate::project::profile::read::criterion;
use crate::project::profile::rules::{ChapterRule, MilestoneRule, Profile};
use crate::project::rules::{DUPLICATE_KEY, DUPLICATE_NAME, MILESTONES_OUT_OF_ORDER, UNKNOWN_NAME};
use crate::project::table::given::Given;
use crate::project::table::reader::TableReader;

impl ManifestReader<'_> {
    /// Returns the milestones in order: the profile's, then those that the manifest adds.
    pub(crate) fn milestones(
        &mut self,
        file: &TableReader<'_>,
        outline: &Outline,
    ) -> Vec<Milestone> {
        let mut milestones: Vec<Milestone> = self
            .profile
            .milestones
            .iter()
            .map(|rule| of_rule(rule, self.profile, outline))
            .collect();
        self.rows(file, outline, &mut milestones);
        self.dates(file, &mut milestones);
        self.set_dates(outline, &mut milestones);
        self.order(&milestones);
        milestones
    }

    /// Reads `[[milestone]]`: a row changes what it names.
    fn rows(&mut self, file: &TableReader<'_>, outline: &Outline, milestones: &mut Vec<Milestone>) {
        let mut seen: Vec<String> = Vec::new();
        for row in file.tables("milestone") {
            let Some(id) = row.required("id", "a milestone", self.found) else {
                continue;
            };
            let written = inline(&id.value, 40);
            if seen.contains(&id.value) {
                self.found.push(
                    Diagnostic::of(
                        &DUPLICATE_NAME,
                        format!("two milestones are called `{written}`"),
                    )
                    .at(id.place.clone())
                    .hint("give one of them another id"),
                );
            }
            seen.push(id.value.clone());
            let at = match milestones.iter().position(|known| known.id == id.value) {
                Some(at) => at,
                None => {
                    milestones.push(Milestone {
                        title: id.value.clone(),
                        id: id.value,
                        chapters: Vec::new(),
                        missing: Vec::new(),
                        due: None,
                        criteria: Vec::new(),
                        place: None,
                    });
                    milestones.len() - 1
                }
            };
            let criteria = row.has("criteria").then(|| {
                let rows = row.tables("criteria").into_iter();
                rows.filter_map(|row| criterion(&row, Origin::manifest(), self.found))
                    .collect()
            });
            let chapters = row
                .list("chapters")
                .map(|given| self.chapters(given, outline));
            let milestone = &mut milestones[at];
            let due = row.given::<Due>("due");
            milestone.due = due.as_ref().map(|due| due.value).or(milestone.due);
            milestone.place = Some(due.map_or(id.place, |due| due.place));
            if let Some(title) = row.get("title") {
                milestone.title = title;
            }
            if let Some(criteria) = criteria {
                milestone.criteria = criteria;
            }
            if let Some((chapters, missing)) = chapters {
                milestone.chapters = chapters;
                milestone.missing = missing;
            }
        }
    }

    /// Returns the chapters that are there, and those that are not written yet.
    fn chapters(
        &mut self,
        given: Vec<Given<String>>,
        outline: &Outline,
    ) -> (Vec<String>, Vec<String>) {
        let ids: Vec<String> = outline
            .chapters
            .iter()
            .map(|chapter| chapter.id.clone())
            .collect();
        let mut chapters = Vec::new();
        let mut missing = Vec::new();
        for given in given {
            if ids.contains(&given.value) {
                chapters.push(given.value);
                continue;
            }
            let written = inline(&given.value, 40);
            // It may just not be written yet: that is for the milestone to say.
            self.found.push(
                Diagnostic::judged(
                    Level::Warn,
                    &UNKNOWN_NAME,
                    format!("there is no chapter `{written}`"),
                )
                .at(given.place)
                .hint(known(&written, &ids)),
            );
            missing.push(written);
        }
        (chapters, missing)
    }

    /// Reads `[milestones]`: dates only.
    fn dates(&mut self, file: &TableReader<'_>, milestones: &mut [Milestone]) {
        for (id, entry) in file.entries("milestones") {
            let ids: Vec<String> = milestones
                .iter()
                .map(|milestone| milestone.id.clone())
                .collect();
            let Some(milestone) = milestones
                .iter_mut()
                .find(|milestone| milestone.id == id.value)
            else {
                let written = inline(&id.value, 40);
                let finding =
                    Diagnostic::of(&UNKNOWN_NAME, format!("there is no milestone `{written}`"))
                        .at(id.place);
                let finding = if ids.is_empty() {
                    finding
                } else {
                    finding.hint(did_you_mean(&written, &ids))
                };
                self.found.push(
                    finding.hint("a milestone of your own is a table `[[milestone]]` with an `id`"),
                );
                continue;
            };
            let Some(due) = entry.get::<Due>() else {
                continue;
            };
            if milestone.due.is_some_and(|other| other != due) {
                let also = milestone.place.clone().unwrap_or(entry.place.clone());
                self.found.push(
                    Diagnostic::of(
                        &DUPLICATE_KEY,
                        format!("`{}` has two dates", inline(&id.value, 40)),
                    )
                    .at(entry.place.clone())
                    .also(also, "the other one")
                    .hint("keep one of the two"),
                );
            }
            milestone.due = Some(due);
            milestone.place = Some(entry.place.clone());
        }
    }

    /// Sets the dates of the profile, then those of `--rules`, over the author's. A milestone that
    /// the rules date stays one, whatever profile the author chose.
    fn set_dates(&mut self, outline: &Outline, milestones: &mut Vec<Milestone>) {
        for profile in [Some(self.profile), self.rules].into_iter().flatten() {
            for rule in &profile.milestones {
                let Some(due) = rule.due else {
                    continue;
                };
                let Some(milestone) = milestones.iter_mut().find(|it| it.id == rule.id) else {
                    milestones.push(Milestone {
                        due: Some(due),
                        ..of_rule(rule, profile, outline)
                    });
                    continue;
                };
                let (own, place) = (milestone.due.replace(due), milestone.place.take());
                if let (Some(own), Some(place)) = (own.filter(|own| *own != due), place) {
                    self.overrule(
                        format!(
                            "`{}` is due on {}, as the programme says, and not on {}",
                            inline(&rule.id, 40),
                            in_words(due),
                            in_words(own)
                        ),
                        place,
                    );
                }
            }
        }
    }

    /// Warns of a milestone that is due before the one in front of it.
    fn order(&mut self, milestones: &[Milestone]) {
        let mut before: Option<(&Milestone, Due, &Place)> = None;
        for milestone in milestones {
            let (Some(due), Some(place)) = (milestone.due, &milestone.place) else {
                continue;
            };
            if let Some((earlier, other, other_place)) = before
                && due.at() < other.at()
            {
                self.found.push(
                    Diagnostic::of(
                        &MILESTONES_OUT_OF_ORDER,
                        format!(
                            "`{}` is due on {}, before `{}` on {}",
                            milestone.id,
                            british(due.day()),
                            earlier.id,
                            british(other.day())
                        ),
                    )
                    .at(place.clone())
                    .also(other_place.clone(), "due later, though it comes first")
                    .hint("see whether one of the two dates is mistyped"),
                );
            }
            before = Some((milestone, due, place));
        }
    }
}

fn of_rule(rule: &MilestoneRule, profile: &Profile, outline: &Outline) -> Milestone {
    Milestone {
        id: rule.id.clone(),
        title: rule.title.clone(),
        chapters: by_position(&rule.chapters, outline),
        missing: missing(&rule.chapters, &profile.chapters, outline),
        due: None,
        criteria: rule.criteria.clone(),
        place: None,
    }
}

fn in_words(due: Due) -> String {
    match due {
        Due::Day(day) => british(day).to_string(),
        Due::Moment(moment) => {
            format!("{} at {}", british(moment.date()), moment.strftime("%H:%M"))
        }
    }
}

/// Returns the ids of chapters by position; chapters that are not written yet are left out.
fn by_position(positions: &[u32], outline: &Outline) -> Vec<String> {
    positions
        .iter()
        .filter_map(|position| {
            let at = usize::try_from(*position).ok()?.checked_sub(1)?;
            outline.chapters.get(at).map(|chapter| chapter.id.clone())
        })
        .collect()
}

/// Returns what people call the chapters of a milestone that are not there yet.
fn missing(positions: &[u32], rules: &[ChapterRule], outline: &Outline) -> Vec<String> {
    positions
        .iter()
        .filter_map(|position| {
            let at = usize::try_from(*position).ok()?.checked_sub(1)?;
            let title = rules.get(at).map(|rule| rule.title.clone());
            let title = title.unwrap_or_else(|| format!("chapter {position}"));
            (at >= outline.chapters.len()).then_some(title)
        })
        .collect()
}
