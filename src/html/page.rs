//! The frame of the page: what it says of itself, its policy, its style sheet, its parts in order.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::flow::escaped;
use crate::html::Letters;
use crate::html::writer::Writer;

const STYLE: &str = include_str!("../../templates/html/page.css");

/// Puts the page together of what is written.
pub(super) fn page(writer: &Writer<'_>, notes: &str) -> String {
    let page = writer.page;
    let style = style(writer);
    let Writer {
        title_page,
        main,
        has_title,
        ..
    } = writer;
    let ways = writer.ways();
    let (title, author) = (escaped(page.title), escaped(page.author));
    let note = page.note.map(escaped);
    // An early copy that lies open by mistake is found by nobody.
    let hidden = match note {
        Some(_) => "<meta name=\"robots\" content=\"noindex\"/>\n",
        None => "",
    };
    let note = note.map(|it| format!("<p class=\"note\" data-own=\"\">{it}</p>\n"));
    let note = note.unwrap_or_default();
    let own_title = match has_title {
        true => String::new(),
        false => format!(
            "<p class=\"part-of\" data-own=\"\">Part of the dissertation</p>\n\
             <h1 data-own=\"\">{title}</h1>\n<p class=\"byline\" data-own=\"\">{author}</p>\n"
        ),
    };
    let letters = match page.letters {
        Letters::Serif => "serif",
        Letters::SansSerif => "sans-serif",
    };
    let review = if page.is_review {
        " class=\"review\""
    } else {
        ""
    };
    let digest = STANDARD.encode(Sha256::digest(&style));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\" class=\"{letters}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"referrer\" content=\"no-referrer\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n{hidden}\
         <meta name=\"author\" content=\"{author}\"/>\n<title>{title}</title>\n<style>{style}</style>\n</head>\n\
         <body{review}>\n<a class=\"skip\" href=\"#_main\" data-own=\"\">Skip to the text</a>\n\
         <header>\n{note}{own_title}{title_page}</header>\n{ways}\
         <main id=\"_main\" tabindex=\"-1\">\n{main}{notes}</main>\n\
         <footer data-own=\"\"><p>Made by folio from the text that the PDF is made from. This page loads nothing and sends nothing.</p></footer>\n\
         </body>\n</html>\n"
    )
}

/// Returns the style sheet, with the widths of columns that are asked for.
fn style(writer: &Writer<'_>) -> String {
    let widths = writer.widths.iter();
    let widths: String = widths
        .map(|width| format!(".w{width} {{ width: {width}%; }}\n"))
        .collect();
    format!("\n{STYLE}{widths}")
}
