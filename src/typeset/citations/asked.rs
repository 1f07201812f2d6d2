//! Which citations a document has, in the order of its text.

use typst::foundations::{Dict, Label, NativeElement, Selector, Smart, StyleChain, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst::model::{BibliographyElem, CiteElem, CiteGroup};
use typst::syntax::Span;
use typst_layout::PagedDocument;

use crate::csl::{Cite, Cluster, Form, Locator, escaped};
use crate::diagnostics::Diagnostic;
use crate::manuscript::{group_cluster, group_named};
use crate::typeset::rules::{OWN_BIBLIOGRAPHY, OWN_CITATION_STYLE};
use crate::typeset::session::Session;

/// The label under which the template tells of citations, and of copies of text that has some.
const TOLD: &str = "folio-cite";

/// The ways in which a converted chapter may cite.
const FORMS: [Form; 6] = [
    Form::Bracket,
    Form::Narrative,
    Form::Author,
    Form::WithoutAuthor,
    Form::Year,
    Form::Full,
];

/// A citation that is to be printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The name by which the template asks for its text.
    pub id: String,
    /// What it prints.
    pub cluster: Cluster,
    /// Works that it only puts on the list.
    pub listed: Vec<String>,
}

impl Asked {
    /// Reads a citation of Typst's own from its name.
    pub fn group(id: String) -> Option<Self> {
        let (cluster, listed) = group_cluster(&group_named(&id)?);
        Some(Self {
            id,
            cluster,
            listed,
        })
    }
}

/// Returns the citations of a document. Copies of headings and captions are left out.
///
/// `in_notes` says that the style cites in notes, so that each citation of the text is a note.
pub fn asked(document: &PagedDocument, in_notes: bool) -> Vec<Asked> {
    let Ok(label) = Label::construct(TOLD.into()) else {
        return Vec::new();
    };
    let mut copies = 0_usize;
    let mut asked = Vec::new();
    for told in document.introspector().query(&Selector::Label(label)) {
        let Some(told) = told.to_packed::<MetadataElem>() else {
            continue;
        };
        match &told.value {
            Value::Str(mark) if mark.as_str() == "copy" => copies += 1,
            Value::Str(_) => copies = copies.saturating_sub(1),
            Value::Dict(citation) if copies == 0 => asked.extend(read(citation, in_notes)),
            _ => {}
        }
    }
    asked
}

fn read(citation: &Dict, in_notes: bool) -> Option<Asked> {
    let id = text(citation, "id")?;
    let mut asked = match citation.get("cites") {
        Ok(Value::Array(cites)) => Asked {
            id,
            cluster: Cluster {
                cites: cites.iter().filter_map(cite).collect(),
                ..Cluster::default()
            },
            listed: Vec::new(),
        },
        _ => Asked::group(id)?,
    };
    if let Ok(Value::Dict(stands)) = citation.get("stands")
        && let Ok(Value::Int(before)) = stands.get("note")
    {
        let is_inside = matches!(stands.get("inside"), Ok(Value::Bool(true)));
        let before = u32::try_from(*before).unwrap_or(0);
        asked.cluster.is_inside = is_inside;
        asked.cluster.note = match (is_inside, in_notes) {
            (true, _) => Some(before),
            (false, true) => Some(before.saturating_add(1)),
            (false, false) => None,
        };
    }
    Some(asked)
}

fn cite(value: &Value) -> Option<Cite> {
    let Value::Dict(given) = value else {
        return None;
    };
    let own = |side: &str| match given.get(side) {
        Ok(Value::Content(words)) => escaped(words.plain_text().trim()),
        _ => String::new(),
    };
    let form = text(given, "form").unwrap_or_default();
    let locator = text(given, "label").zip(text(given, "locator"));
    Some(Cite {
        key: text(given, "key")?,
        form: FORMS
            .into_iter()
            .find(|known| known.name() == form)
            .unwrap_or_default(),
        prefix: own("before"),
        locator: locator.map(|(label, text)| Locator { label, text }),
        suffix: own("after"),
    })
}

fn text(from: &Dict, name: &str) -> Option<String> {
    match from.get(name) {
        Ok(Value::Str(text)) => Some(text.to_string()),
        _ => None,
    }
}

/// Finds what chapters set of citations for themselves, which has no effect.
pub(in crate::typeset) fn own_settings(
    session: &Session,
    document: &PagedDocument,
) -> Vec<Diagnostic> {
    let introspector = document.introspector();
    let place = |span: Span| session.place(span, 0);
    let lists = introspector.query(&BibliographyElem::ELEM.select());
    let lists = lists.iter().filter_map(|list| {
        let finding = Diagnostic::of(&OWN_BIBLIOGRAPHY, "a chapter's own list of references is not printed")
            .hint("remove it, and name its file under `[bibliography]` in folio.toml: all that is cited is listed at the end");
        Some(finding.at(place(list.span())?))
    });
    let groups = introspector.query(&CiteGroup::ELEM.select());
    let cites = groups
        .iter()
        .filter_map(|group| group.to_packed::<CiteGroup>());
    let cites = cites.flat_map(|group| &group.children).filter_map(|child| {
        let cite = child.to_packed::<CiteElem>()?;
        let is_own = matches!(
            cite.style.get_ref(StyleChain::default()),
            Smart::Custom(_)
        );
        let finding = Diagnostic::of(&OWN_CITATION_STYLE, "a citation's own style has no effect")
            .hint("remove `style:`; the style of the whole document stands under `[bibliography]` in folio.toml");
        is_own.then(|| Some(finding.at(place(child.span())?)))?
    });
    lists.chain(cites).collect()
}
