//! Where the pieces of a file begin and end, and which form each has.

/// The form of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Ris,
    Nbib,
    EndNote,
    Json,
    Bib,
    /// A DOI that nothing stands behind.
    Doi,
    /// Words that are none of these.
    Unknown,
}

/// A piece of a file.
#[derive(Debug)]
pub(super) struct Piece<'t> {
    pub(super) form: Form,
    pub(super) text: &'t str,
    /// The line where it begins, from 1.
    pub(super) line: usize,
    /// A DOI on the line before it.
    pub(super) doi: Option<&'t str>,
}

/// Cuts a file into pieces.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    if text.trim_start().starts_with('<') {
        return vec![Piece {
            form: Form::EndNote,
            text,
            line: 1,
            doi: None,
        }];
    }
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut doi: Option<(usize, &str)> = None;
    let (mut at, mut line) = (0, 1);
    while at < text.len() {
        let rest = &text[at..];
        let first = rest.lines().next().unwrap_or_default();
        let plain = first.trim();
        let found = begins(plain);
        let length = match found {
            _ if plain.is_empty() => length_of_line(rest),
            Some(Form::Ris) => until(rest, |line| line.starts_with("ER") && is_tag(line)),
            Some(Form::Nbib) => until(rest, |line| line.trim().is_empty()),
            Some(Form::Json | Form::Bib) => balanced(rest),
            Some(Form::Doi | Form::EndNote | Form::Unknown) | None => length_of_line(rest),
        };
        let piece = &rest[..length];
        match found {
            _ if plain.is_empty() => {}
            Some(Form::Doi) => {
                if let Some((line, text)) = doi.replace((line, plain)) {
                    pieces.push(Piece {
                        form: Form::Doi,
                        text,
                        line,
                        doi: None,
                    });
                }
            }
            Some(form) => {
                let doi = doi.take().map(|(_, doi)| doi);
                pieces.push(Piece {
                    form,
                    text: piece,
                    line,
                    doi,
                });
            }
            // Only the first of many lines of prose is told.
            None if pieces.last().is_some_and(|it| it.form == Form::Unknown) => {}
            None => pieces.push(Piece {
                form: Form::Unknown,
                text: plain,
                line,
                doi: None,
            }),
        }
        line += piece.matches('\n').count();
        at += length;
    }
    if let Some((line, text)) = doi {
        pieces.push(Piece {
            form: Form::Doi,
            text,
            line,
            doi: None,
        });
    }
    pieces
}

fn begins(line: &str) -> Option<Form> {
    if line.starts_with("TY") && is_tag(line) {
        return Some(Form::Ris);
    }
    if line.starts_with("PMID") && line[4..].trim_start().starts_with('-') {
        return Some(Form::Nbib);
    }
    if line.starts_with(['{', '[']) {
        return Some(Form::Json);
    }
    if line
        .strip_prefix('@')
        .is_some_and(|it| it.contains(['{', '(']))
    {
        return Some(Form::Bib);
    }
    let small = line.to_ascii_lowercase();
    let bare = super::work::bare_doi(&small);
    let is_doi =
        bare.starts_with("10.") && bare.contains('/') && !bare.contains(char::is_whitespace);
    is_doi.then_some(Form::Doi)
}

/// Returns whether a line is one of RIS: two signs, spaces, a hyphen.
pub(super) fn is_tag(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.len() > 3
        && bytes[0].is_ascii_uppercase()
        && bytes[1].is_ascii_alphanumeric()
        && line.is_char_boundary(2)
        && bytes[2] == b' '
        && line[2..].trim_start().starts_with('-')
        && line[2..].find('-').is_some_and(|at| at <= 2)
}

fn length_of_line(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |at| at + 1)
}

/// Returns the length up to the end of the first line of which something is true, or of all.
fn until(text: &str, is_last: impl Fn(&str) -> bool) -> usize {
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        length += line.len();
        if is_last(line) {
            break;
        }
    }
    length
}

/// Returns the length up to the end of the brackets that a text begins with; a text in quotation
/// marks holds none that count.
fn balanced(text: &str) -> usize {
    let (mut depth, mut is_text, mut is_escaped) = (0_usize, false, false);
    let is_json = !text.trim_start().starts_with('@');
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' if is_json => is_text = !is_text,
            b'{' | b'[' if !is_text => depth += 1,
            b'}' | b']' if !is_text => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}
