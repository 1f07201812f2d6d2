//! Problem, questions, findings and recommendations, as the chapters' labels tie them.
//!
//! What carries a label `q:…`, `find:…` or `rec:…` is a heading, a block of its own, or a stretch
//! of text; what it names are the references in it. A heading holds all that stands below it up to
//! the next heading of its level, or the next label of the chain.

pub(super) mod facts;
mod nodes;

use typst_syntax::{SyntaxKind, SyntaxNode};

use crate::diagnostics::text::slug;
use crate::manuscript::chain::facts::{
    MethodMention, Recommendation, TraceFacts, TraceItem, TraceLink,
};
use crate::manuscript::chain::nodes::{arguments, bare, label_behind, level, names, said, words};
use crate::manuscript::texts::Texts;
use crate::project::Project;

/// The tree of a chapter.
struct Chapter<'a> {
    /// Its id.
    id: &'a str,
    /// Its tree, also of a chapter in Markdown.
    root: &'a SyntaxNode,
    /// Whether it is the chapter on methods.
    is_method: bool,
}

/// Headings that state the problem.
const PROBLEM: &[&str] = &["problem", "gap"];
/// How the attributes of a recommendation are called in prose, before a colon.
const OWNER: &[&str] = &["owner", "lead", "responsible"];
const TIMESCALE: &[&str] = &["timescale", "when", "date", "deadline"];
const MEASURE: &[&str] = &["measure", "indicator", "success"];

/// Returns the chain; the chapter on methods is the one that stands where the programme has it.
pub fn trace_facts(project: &Project, texts: &Texts) -> TraceFacts {
    let method = project
        .profile
        .chapters
        .iter()
        .position(|rule| rule.id.starts_with("method"));
    let method = method.and_then(|at| project.outline.chapters.get(at));
    let chapters: Vec<Chapter<'_>> = texts
        .chapters(project)
        .map(|(chapter, root)| Chapter {
            id: &chapter.id,
            root,
            is_method: method.is_some_and(|method| method.id == chapter.id),
        })
        .collect();
    read(&chapters)
}

/// Reads the chain off the chapters, in their order.
fn read(chapters: &[Chapter<'_>]) -> TraceFacts {
    let mut facts = TraceFacts::default();
    for (at, chapter) in chapters.iter().enumerate() {
        let mut reader = Reader {
            chapter: chapter.id,
            open: Vec::new(),
            sections: Vec::new(),
            items: Vec::new(),
            mentions: Vec::new(),
        };
        reader.markup(chapter.root);
        if at == 0 {
            facts.problem = problem(chapter.root);
        }
        if chapter.is_method {
            facts.methods.extend(reader.mentions);
        }
        for item in reader.items {
            match TraceLink::of_label(&item.labelled.label) {
                Some(TraceLink::Question) => facts.questions.push(item.labelled),
                Some(TraceLink::ResearchFinding) => facts.research_findings.push(item.labelled),
                Some(TraceLink::Recommendation) => facts.recommendations.push(Recommendation {
                    owner: item.said(OWNER),
                    timescale: item.said(TIMESCALE),
                    measure: item.said(MEASURE),
                    item: item.labelled,
                }),
                None => {}
            }
        }
    }
    facts
}

/// Returns the heading of the problem in the first chapter.
fn problem(root: &SyntaxNode) -> Option<String> {
    let headings = root
        .children()
        .filter(|node| node.kind() == SyntaxKind::Heading && level(node) > 1);
    headings.map(words).find(|title| {
        let plain = slug(title, usize::MAX);
        plain.split('-').any(|word| PROBLEM.contains(&word))
    })
}

/// Something with a label of the chain.
struct Item {
    labelled: TraceItem,
    /// The level of the heading that carries the label; `None` for anything else.
    level: Option<usize>,
    /// "Owner: chief pharmacist", and the attributes of a block.
    said: Vec<(String, String)>,
}

impl Item {
    /// Returns what is said under one of several names; a name may be one of several words.
    fn said(&self, names: &[&str]) -> Option<String> {
        let is_meant = |name: &str| {
            let plain = slug(name, usize::MAX);
            plain.split('-').any(|word| names.contains(&word))
        };
        self.said
            .iter()
            .find(|(name, value)| is_meant(name) && !value.is_empty())
            .map(|(_, value)| value.clone())
    }
}

/// A heading, and the questions that are named below it before the next heading.
struct Section {
    level: usize,
    title: String,
    questions: Vec<String>,
}

struct Reader<'a> {
    chapter: &'a str,
    /// The items, by index, whose headings hold what is read.
    open: Vec<usize>,
    /// The headings above.
    sections: Vec<Section>,
    items: Vec<Item>,
    mentions: Vec<MethodMention>,
}

impl Reader<'_> {
    fn markup(&mut self, root: &SyntaxNode) {
        let children: Vec<&SyntaxNode> = root.children().collect();
        for (at, node) in children.iter().enumerate() {
            match node.kind() {
                SyntaxKind::Heading => self.heading(node, label_behind(&children[at + 1..])),
                SyntaxKind::Label => {
                    let label = bare(node);
                    let before = children[..at]
                        .iter()
                        .rev()
                        .find(|node| node.kind() != SyntaxKind::Space);
                    if let Some(before) = before
                        && before.kind() != SyntaxKind::Heading
                        && TraceLink::of_label(&label).is_some()
                    {
                        self.labelled(label, before);
                    }
                }
                SyntaxKind::FuncCall => self.call(node),
                _ => self.text(node),
            }
        }
    }

    fn heading(&mut self, node: &SyntaxNode, label: Option<String>) {
        let level = level(node);
        let title = words(node);
        let items = &self.items;
        self.open
            .retain(|item| items[*item].level.is_some_and(|above| above < level));
        self.sections.retain(|section| section.level < level);
        // A finding below a heading answers the questions that are named under that heading.
        let named: Vec<String> = self
            .sections
            .iter()
            .flat_map(|section| section.questions.iter().cloned())
            .collect();
        self.sections.push(Section {
            level,
            title: title.clone(),
            questions: Vec::new(),
        });
        // The heading itself may name something.
        self.text(node);
        let Some(label) = label.filter(|label| TraceLink::of_label(label).is_some()) else {
            return;
        };
        let above = self
            .open
            .iter()
            .map(|item| self.items[*item].labelled.label.clone());
        let mut names: Vec<String> = above.collect();
        if TraceLink::of_label(&label) == Some(TraceLink::ResearchFinding) {
            names.extend(named);
        }
        self.open.push(self.items.len());
        self.items.push(Item {
            labelled: TraceItem {
                label,
                title,
                chapter: self.chapter.to_owned(),
                names,
            },
            level: Some(level),
            said: Vec::new(),
        });
    }

    /// Something that ends with its label: a paragraph, a stretch in brackets.
    fn labelled(&mut self, label: String, node: &SyntaxNode) {
        self.items.push(Item {
            labelled: TraceItem {
                label,
                title: words(node),
                chapter: self.chapter.to_owned(),
                names: names(node),
            },
            level: None,
            said: said(node),
        });
    }

    /// A call may make a block that carries its label as an argument.
    fn call(&mut self, node: &SyntaxNode) {
        let arguments = arguments(node);
        let value = |name: &str| {
            let found = arguments.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone())
        };
        let label = value("name").filter(|label| TraceLink::of_label(label).is_some());
        let Some(label) = label else {
            self.text(node);
            return;
        };
        let mut said = said(node);
        said.extend(arguments.iter().cloned());
        self.items.push(Item {
            labelled: TraceItem {
                label,
                title: value("title").unwrap_or_else(|| words(node)),
                chapter: self.chapter.to_owned(),
                names: names(node),
            },
            level: None,
            said,
        });
        self.mention(node);
    }

    /// Text belongs to every heading above it.
    fn text(&mut self, node: &SyntaxNode) {
        let found = names(node);
        let told = match self.open.is_empty() {
            true => Vec::new(),
            false => said(node),
        };
        for item in &self.open {
            let item = &mut self.items[*item];
            for name in &found {
                if *name != item.labelled.label && !item.labelled.names.contains(name) {
                    item.labelled.names.push(name.clone());
                }
            }
            item.said.extend(told.iter().cloned());
        }
        self.mention(node);
    }

    fn mention(&mut self, node: &SyntaxNode) {
        let section = self
            .sections
            .last()
            .map_or(String::new(), |section| section.title.clone());
        for label in names(node) {
            if TraceLink::of_label(&label) == Some(TraceLink::Question) {
                if let Some(section) = self.sections.last_mut() {
                    section.questions.push(label.clone());
                }
                self.mentions.push(MethodMention {
                    label,
                    section: section.clone(),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(chapters: &[(&str, &str)]) -> TraceFacts {
        let roots: Vec<SyntaxNode> = chapters
            .iter()
            .map(|(_, text)| typst_syntax::parse(text))
            .collect();
        let chapters: Vec<Chapter<'_>> = chapters
            .iter()
            .zip(&roots)
            .map(|((id, _), root)| Chapter {
                id,
                root,
                is_method: *id == "method",
            })
            .collect();
        read(&chapters)
    }

    #[test]
    fn headings_hold_what_stands_below_them() {
        let facts = chain(&[(
            "findings",
            "= Findings\n\n== Question 1 <q:one>\n\n=== Late <find:late>\nSee @fig:x.\n\n\
             = Advice\n\n== Ring <rec:ring>\nIt answers @find:late.\n\n- *Owner:* the board\n\
             - *Priority and timescale:* high; by May\n- *Measure:* fewer calls\n\n== Other\n@find:other\n",
        )]);
        assert_eq!(facts.questions[0].label, "q:one");
        assert_eq!(facts.research_findings[0].title, "Late");
        assert_eq!(facts.research_findings[0].names, ["q:one"]);
        let ring = &facts.recommendations[0];
        assert_eq!(ring.item.names, ["find:late"]);
        assert_eq!(ring.owner.as_deref(), Some("the board"));
        assert_eq!(ring.timescale.as_deref(), Some("high; by May"));
        assert_eq!(ring.measure.as_deref(), Some("fewer calls"));
    }

    #[test]
    fn a_finding_answers_the_questions_that_are_named_above_it() {
        let facts = chain(&[(
            "findings",
            "= Findings\n\n== First\n\nTwo answer @q:one.\n\n=== Late <find:late>\n\n=== Lost <find:lost>\n\n\
             == Second\n\n=== Liked <find:liked>\n",
        )]);
        let names: Vec<&[String]> = facts
            .research_findings
            .iter()
            .map(|it| it.names.as_slice())
            .collect();
        assert_eq!(names, [["q:one"].as_slice(), &["q:one"], &[]]);
    }

    #[test]
    fn blocks_carry_their_labels_as_arguments() {
        let facts = chain(&[(
            "advice",
            "#folio.recommendation(title: \"Ring \\\"them\\\"\", owner: \"The board\", name: label(\"rec:ring\"))[\nSee @find:late.\n]\n",
        )]);
        let ring = &facts.recommendations[0];
        assert_eq!(ring.item.title, "Ring \"them\"");
        assert_eq!(ring.item.names, ["find:late"]);
        assert_eq!(
            (ring.owner.as_deref(), ring.measure.as_deref()),
            (Some("The board"), None)
        );
    }

    #[test]
    fn a_stretch_of_text_may_be_a_question_and_a_method_names_it() {
        let facts = chain(&[
            (
                "introduction",
                "= Introduction\n\n== The problem of delay\n\n#[How late?] <q:late>\n",
            ),
            ("method", "= Method\n\n== Audit\n\nIt answers @q:late.\n"),
        ]);
        assert_eq!(facts.problem.as_deref(), Some("The problem of delay"));
        assert_eq!(facts.questions[0].title, "How late?");
        assert_eq!(
            facts.methods,
            [MethodMention {
                label: "q:late".into(),
                section: "Audit".into()
            }]
        );
    }
}
