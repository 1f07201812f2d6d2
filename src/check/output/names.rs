//! Confidential names in the PDF: in its properties, its metadata, the names of what is attached,
//! its own name, and on pages where no file of the author's holds them as they are printed.

use std::collections::BTreeSet;

use crate::check::context::OutputContext;
use crate::check::output::rules::CONFIDENTIAL_NAME_IN_PDF;
use crate::check::sink::Sink;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::series;
use crate::typeset::PageText;

/// Tells confidential names that the file carries.
pub(super) fn in_pdf(context: &OutputContext<'_>, sink: &mut Sink) {
    let output = context.output;
    let mut tell = |what: &str, text: &str| {
        let masked = context.confidential.masked_in(text);
        if !masked.is_empty() {
            sink.push(finding(what, &masked));
        }
    };
    tell("the name of the file", &output.file_name);
    if let Ok(pdf) = &output.pdf {
        let properties: Vec<&str> = pdf.properties.iter().map(|(_, value)| &**value).collect();
        let hidden = pdf.metadata.lines();
        let hidden = hidden.filter(|line| !properties.iter().any(|value| value.contains(line)));
        tell("what the PDF says of itself", &properties.join("\n"));
        tell(
            "the metadata of the PDF",
            &hidden.collect::<Vec<_>>().join("\n"),
        );
        tell("the name of an attached file", &pdf.attachments.join("\n"));
    }
    let mut told = BTreeSet::new();
    for page in &output.texts {
        on_page(context, page, &mut told, sink);
    }
}

/// Tells the names on a page that the rules for files cannot have seen, each once.
fn on_page(
    context: &OutputContext<'_>,
    page: &PageText,
    told: &mut BTreeSet<String>,
    sink: &mut Sink,
) {
    for range in context.confidential.find_in(&page.text) {
        let place = page.place(range.start);
        let is_in_its_file = place
            .and_then(|place| context.sources.text(&place.path))
            .is_some_and(|text| !context.confidential.find_in(text).is_empty());
        if is_in_its_file {
            continue;
        }
        let shown = page.text.get(range).unwrap_or_default();
        let mut masked = context.confidential.masked_in(shown);
        masked.retain(|name| told.insert(name.clone()));
        if masked.is_empty() {
            continue;
        }
        let finding = finding(&format!("page {}", page.number), &masked);
        sink.push(finding.maybe_at(place.cloned()));
    }
}

fn finding(what: &str, masked: &[String]) -> Diagnostic {
    let message = format!("{what} shows a confidential name: {}", series(masked));
    Diagnostic::of(&CONFIDENTIAL_NAME_IN_PDF, message).hint(
        "it comes from folio.toml or from code: write what stands for it, such as `the trust`",
    )
}

#[cfg(test)]
mod tests {
    use crate::check::output::testing::Case;

    #[test]
    fn a_name_in_the_file_or_on_a_page_is_told_masked() {
        let case = || Case::sound().confidential("Northumbria Ferncliffe\n");
        case().finds(&[]);
        case()
            .pdf(|pdf| {
                pdf.properties
                    .push(("Keywords".into(), "Northumbria Ferncliffe".into()));
                pdf.metadata = "Northumbria Ferncliffe".into();
            })
            .finds(&["deny confidential-name-in-pdf: what the PDF says of itself shows a confidential name: N… F…"]);
        case()
            .with(|output| output.texts[0].text.push_str("at northumbria\nFerncliffe"))
            .finds(&["deny confidential-name-in-pdf: page 1 shows a confidential name: N… F…"]);
    }

    #[test]
    fn words_of_a_name_apart_are_no_finding() {
        Case::sound()
            .confidential("Northumbria Ferncliffe\n")
            .with(|output| output.texts[0].text.push_str("Northumbria and Ferncliffe"))
            .finds(&[]);
    }
}
