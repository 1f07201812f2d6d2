//! Citations in Typst: keys beside each other, which the engine takes for one citation, and the
//! calls that converted Markdown makes.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use typst_syntax::ast::{self, AstNode};
use typst_syntax::{SyntaxKind, SyntaxNode};

use crate::csl::{Cite, Cluster, Form, Locator, escaped};
use crate::markdown::PlacedCluster;

/// A key of a group, as the template hands it over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCite {
    /// The key.
    pub key: String,
    /// The form in the engine's words; none for a work that is only listed.
    pub form: Option<String>,
    /// What stands in brackets behind the key.
    pub words: Option<String>,
}

/// A citation that stands literally in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiteralCitation {
    /// Keys that are written beside each other, each with the bytes of its reference or call.
    Group(Vec<(GroupCite, Range<usize>)>),
    /// The name of a citation of a chapter in Markdown.
    Named(String),
}

/// Returns the name of a group, as the template makes it.
pub fn group_id(cites: &[GroupCite]) -> String {
    serde_json::to_string(cites).unwrap_or_default()
}

/// Returns the keys of a group by its name; none if it is the name of something else.
pub fn group_named(id: &str) -> Option<Vec<GroupCite>> {
    serde_json::from_str(id).ok()
}

/// Returns what a group prints, and the keys that it only puts on the list.
pub fn group_cluster(cites: &[GroupCite]) -> (Cluster, Vec<String>) {
    let mut cluster = Cluster::default();
    let mut listed = Vec::new();
    for GroupCite { key, form, words } in cites {
        let Some(form) = form else {
            listed.push(key.clone());
            continue;
        };
        let words = words.as_deref().unwrap_or_default().trim();
        let (locator, suffix) = match Locator::read(words) {
            (Some(locator), "") => (Some(locator), String::new()),
            _ if words.is_empty() => (None, String::new()),
            _ => (None, format!(", {}", escaped(words))),
        };
        cluster.cites.push(Cite {
            key: key.clone(),
            form: match form.as_str() {
                "prose" => Form::Narrative,
                "author" => Form::Author,
                "year" => Form::Year,
                "full" => Form::Full,
                _ => Form::Bracket,
            },
            prefix: String::new(),
            locator,
            suffix,
        });
    }
    (cluster, listed)
}

/// Returns the citations that stand literally in a tree, in order.
pub fn literal_citations(root: &SyntaxNode, is_key: &dyn Fn(&str) -> bool) -> Vec<LiteralCitation> {
    let mut finder = Finder {
        is_key,
        found: Vec::new(),
        is_open: false,
    };
    finder.children(root, 0);
    finder.found
}

/// A citation that stands literally in a file: its name, what it prints, and the works that it only
/// puts on the list.
pub type LiteralCluster = (String, Cluster, Vec<String>);

/// Returns the citations of a tree with what they print; `told` is what its conversion told.
pub(super) fn literal_clusters(
    root: &SyntaxNode,
    told: &[PlacedCluster],
    is_key: &dyn Fn(&str) -> bool,
) -> Vec<LiteralCluster> {
    let known: BTreeMap<String, &Cluster> = told
        .iter()
        .map(|placed| (placed.cluster.id(), &placed.cluster))
        .collect();
    let found = literal_citations(root, is_key).into_iter();
    let cited = found.filter_map(|citation| match citation {
        LiteralCitation::Group(cites) => {
            let cites: Vec<_> = cites.into_iter().map(|(cite, _)| cite).collect();
            let (cluster, listed) = group_cluster(&cites);
            Some((group_id(&cites), cluster, listed))
        }
        LiteralCitation::Named(id) => {
            let cluster = (*known.get(&id)?).clone();
            Some((id, cluster, Vec::new()))
        }
    });
    cited.collect()
}

struct Finder<'k> {
    is_key: &'k dyn Fn(&str) -> bool,
    found: Vec<LiteralCitation>,
    /// Whether a key that comes now belongs to the group that came last.
    is_open: bool,
}

impl Finder<'_> {
    fn children(&mut self, node: &SyntaxNode, mut at: usize) {
        self.is_open = false;
        for child in node.children() {
            self.child(child, at);
            at += child.len();
        }
        self.is_open = false;
    }

    fn child(&mut self, node: &SyntaxNode, at: usize) {
        if let Some(cite) = self.cite(node) {
            // The sign before a call belongs to it.
            let sign = usize::from(node.kind() == SyntaxKind::FuncCall);
            let cite = (cite, at.saturating_sub(sign)..at + node.len());
            match self.found.last_mut() {
                Some(LiteralCitation::Group(group)) if self.is_open => group.push(cite),
                _ => self.found.push(LiteralCitation::Group(vec![cite])),
            }
            self.is_open = true;
            return;
        }
        if let Some(name) = named(node) {
            self.found.push(LiteralCitation::Named(name));
            self.is_open = false;
            return;
        }
        match node.kind() {
            SyntaxKind::Space
            | SyntaxKind::Hash
            | SyntaxKind::LineComment
            | SyntaxKind::BlockComment => {}
            _ => self.children(node, at),
        }
    }

    fn cite(&self, node: &SyntaxNode) -> Option<GroupCite> {
        if let Some(reference) = node.cast::<ast::Ref<'_>>() {
            let key = reference.target().to_string();
            let words = reference
                .supplement()
                .map(|block| words(block.to_untyped()));
            return (self.is_key)(&key).then_some(GroupCite {
                key,
                form: Some("normal".to_owned()),
                words,
            });
        }
        let call = node.cast::<ast::FuncCall<'_>>()?;
        let is_cite = matches!(call.callee(), ast::Expr::Ident(name) if name.as_str() == "cite");
        is_cite
            .then(|| called(call))?
            .filter(|cite| (self.is_key)(&cite.key))
    }
}

/// Returns the name of a citation that converted Markdown prints by a call.
fn named(node: &SyntaxNode) -> Option<String> {
    let call = node.cast::<ast::FuncCall<'_>>()?;
    let is_cited = matches!(call.callee(), ast::Expr::FieldAccess(access) if access.field().as_str() == "cited");
    match call.args().items().next().filter(|_| is_cited)? {
        ast::Arg::Pos(ast::Expr::Str(name)) => Some(name.get().to_string()),
        _ => None,
    }
}

fn called(call: ast::FuncCall<'_>) -> Option<GroupCite> {
    let mut cite = GroupCite {
        key: String::new(),
        form: Some("normal".to_owned()),
        words: None,
    };
    for argument in call.args().items() {
        match argument {
            ast::Arg::Pos(ast::Expr::Label(label)) => cite.key = label.get().to_owned(),
            ast::Arg::Named(named) => match (named.name().as_str(), named.expr()) {
                ("form", ast::Expr::Str(form)) => cite.form = Some(form.get().to_string()),
                ("form", ast::Expr::None(_)) => cite.form = None,
                ("supplement", ast::Expr::ContentBlock(block)) => {
                    cite.words = Some(words(block.to_untyped()));
                }
                ("supplement", ast::Expr::None(_)) => cite.words = None,
                _ => return None,
            },
            _ => return None,
        }
    }
    (!cite.key.is_empty()).then_some(cite)
}

/// Returns the words of a block of content as the template reads them.
fn words(node: &SyntaxNode) -> String {
    let mut text = String::new();
    collect(node, &mut text);
    text.trim().to_owned()
}

fn collect(node: &SyntaxNode, text: &mut String) {
    match node.kind() {
        SyntaxKind::Text => text.push_str(node.leaf_text()),
        SyntaxKind::Space | SyntaxKind::Linebreak => text.push(' '),
        SyntaxKind::SmartQuote => text.push_str(node.leaf_text()),
        SyntaxKind::Shorthand => {
            text.extend(node.cast::<ast::Shorthand<'_>>().map(ast::Shorthand::get));
        }
        SyntaxKind::Escape => text.extend(node.cast::<ast::Escape<'_>>().map(ast::Escape::get)),
        _ => node.children().for_each(|child| collect(child, text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<String> {
        let root = typst_syntax::parse(text);
        let found = literal_citations(&root, &|key| key.len() == 1);
        let id = |citation| match citation {
            LiteralCitation::Group(cites) => {
                let cites: Vec<GroupCite> = cites.into_iter().map(|(cite, _)| cite).collect();
                group_id(&cites)
            }
            LiteralCitation::Named(name) => name,
        };
        found.into_iter().map(id).collect()
    }

    #[test]
    fn keys_beside_each_other_are_a_group_and_other_names_are_none() {
        let plain = |key: &str| format!("{{\"key\":\"{key}\",\"form\":\"normal\",\"words\":null}}");
        assert_eq!(
            ids(
                "= H @a\nSee @fig and @a @b\n@c. #folio.cited(\"x\", (key: \"a\"))*@a*@b\n\n@a#footnote[@b]"
            ),
            [
                format!("[{}]", plain("a")),
                format!("[{},{},{}]", plain("a"), plain("b"), plain("c")),
                "x".to_owned(),
                format!("[{}]", plain("a")),
                format!("[{}]", plain("b")),
                format!("[{}]", plain("a")),
                format!("[{}]", plain("b")),
            ]
        );
        let text = "@a[pp.~4--5] #cite(<b>, form: \"prose\", supplement: [see _it_]) #cite(<c>, form: none)";
        assert_eq!(
            ids(text),
            [
                "[{\"key\":\"a\",\"form\":\"normal\",\"words\":\"pp.\u{a0}4–5\"},\
               {\"key\":\"b\",\"form\":\"prose\",\"words\":\"see it\"},\
               {\"key\":\"c\",\"form\":null,\"words\":null}]"
            ]
        );
        let found = literal_citations(&typst_syntax::parse(text), &|_| true);
        let [LiteralCitation::Group(cites)] = &found[..] else {
            panic!("{found:?}");
        };
        assert_eq!(&text[cites[0].1.clone()], "@a[pp.~4--5]");
        assert!(text[cites[1].1.clone()].starts_with("#cite(<b>"));
    }

    #[test]
    fn a_supplement_is_a_place_or_words_of_the_author() {
        let read = |words: &str| {
            let cite = GroupCite {
                key: "a".into(),
                form: Some("prose".into()),
                words: Some(words.into()),
            };
            let (cluster, _) = group_cluster(&[cite]);
            let cite = cluster.cites[0].clone();
            assert_eq!(cite.form, Form::Narrative);
            (cite.locator.map(|it| (it.label, it.text)), cite.suffix)
        };
        let place = |label: &str, text: &str| (Some((label.into(), text.into())), String::new());
        assert_eq!(read("p. 4"), place("page", "4"));
        assert_eq!(read("pp.\u{a0}3–5"), place("page", "3–5"));
        assert_eq!(read("chapter 2"), place("chapter", "2"));
        assert_eq!(read("33"), place("page", "33"));
        assert_eq!(read("a < b"), (None, ", a &lt; b".into()));
    }

    #[test]
    fn a_name_is_read_back_and_a_work_without_form_is_only_listed() {
        let cites = [
            GroupCite {
                key: "a \"b\"".into(),
                form: Some("normal".into()),
                words: None,
            },
            GroupCite {
                key: "c".into(),
                form: None,
                words: None,
            },
        ];
        assert_eq!(group_named(&group_id(&cites)).unwrap(), cites);
        assert_eq!(group_named("bracket \"a\""), None);
        let (cluster, listed) = group_cluster(&cites);
        assert_eq!(cluster.cites.len(), 1);
        assert_eq!(listed, ["c"]);
    }
}
