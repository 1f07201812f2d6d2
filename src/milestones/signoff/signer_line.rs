//! One line of `allowed_signers`: `principals [options] key-type key [comment]`.

use jiff::Timestamp;
use ssh_key::PublicKey;

use crate::diagnostics::text::inline;

/// A line of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct SignerLine {
    /// Its number, from 1.
    pub line: usize,
    /// The patterns of the people, `*` and `?` standing for anything, `!` in front for nobody.
    pub principals: Vec<String>,
    /// The patterns of the purposes; `None`: any.
    pub namespaces: Option<Vec<String>>,
    /// Not before.
    pub valid_after: Option<Timestamp>,
    /// Not after.
    pub valid_before: Option<Timestamp>,
    /// The key.
    pub key: PublicKey,
}

/// Reads a line that is neither blank nor a comment, or says why it cannot be used.
pub(crate) fn read_line(number: usize, text: &str) -> Result<SignerLine, String> {
    let (principals, mut rest) = word(text)?;
    let principals = list(&principals);
    if principals.is_empty() {
        return Err("it names nobody".into());
    }
    let mut line = None;
    let mut namespaces = None;
    let mut valid_after = None;
    let mut valid_before = None;
    let is_kind = |word: &str| {
        ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"]
            .iter()
            .any(|kind| word.starts_with(kind))
    };
    for _ in 0..2 {
        let (first, after) = word(rest)?;
        if is_kind(&first) {
            let (key, _) = word(after)?;
            line = Some(public(&first, &key)?);
            break;
        }
        for option in options(&first)? {
            let (name, value) = match option.split_once('=') {
                Some((name, value)) => (name, Some(quoted(value)?)),
                None => (option.as_str(), None),
            };
            let name = name.to_ascii_lowercase();
            let is_there = match name.as_str() {
                "namespaces" => namespaces.is_some(),
                "valid-after" => valid_after.is_some(),
                "valid-before" => valid_before.is_some(),
                _ => false,
            };
            if is_there {
                return Err(format!("`{name}` stands twice"));
            }
            match (name.as_str(), value) {
                ("cert-authority", _) => {
                    return Err(
                        "it is for certificates (`cert-authority`), which folio does not \
                                read: list the key itself"
                            .into(),
                    );
                }
                ("namespaces", Some(value)) => namespaces = Some(list(value)),
                ("valid-after", Some(value)) => valid_after = Some(time(value)?),
                ("valid-before", Some(value)) => valid_before = Some(time(value)?),
                _ => {
                    return Err(format!(
                        "`{}` is no option of this file",
                        inline(&option, 40)
                    ));
                }
            }
        }
        rest = after;
    }
    if valid_before.is_some_and(|before| valid_after.is_some_and(|after| before <= after)) {
        return Err("it expires before it begins".into());
    }
    Ok(SignerLine {
        line: number,
        principals,
        namespaces,
        valid_after,
        valid_before,
        key: line.ok_or("it has no key such as `ssh-ed25519 AAAA…`")?,
    })
}

fn public(kind: &str, key: &str) -> Result<PublicKey, String> {
    if kind.contains("-cert-") {
        return Err("it is a certificate, which folio does not read: list the key itself".into());
    }
    PublicKey::from_openssh(&format!("{kind} {key}"))
        .map_err(|_| format!("its key `{}` cannot be read", inline(kind, 40)))
}

/// Returns the first word, quotation marks kept together, and what follows it.
fn word(text: &str) -> Result<(String, &str), String> {
    let text = text.trim_start();
    if text.is_empty() {
        return Err("it ends before the key".into());
    }
    let mut in_quotes = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => in_quotes = !in_quotes,
            c if c.is_whitespace() && !in_quotes => return Ok((text[..at].into(), &text[at..])),
            _ => {}
        }
    }
    if in_quotes {
        return Err("a quotation mark is not closed".into());
    }
    Ok((text.into(), ""))
}

/// Returns what stands between quotation marks, which OpenSSH demands.
fn quoted(value: &str) -> Result<&str, String> {
    let inner = value.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inner.ok_or_else(|| format!("`{}` needs quotation marks", inline(value, 40)))
}

/// Splits options at commas outside quotation marks.
fn options(text: &str) -> Result<Vec<String>, String> {
    let mut options = vec![String::new()];
    let mut in_quotes = false;
    // OpenSSH passes over a comma in front, and over no other.
    for c in text.strip_prefix(',').unwrap_or(text).chars() {
        match c {
            ',' if !in_quotes => options.push(String::new()),
            c => {
                in_quotes ^= c == '"';
                options.last_mut().expect("it starts with one").push(c);
            }
        }
    }
    if options.iter().any(String::is_empty) {
        return Err("two commas have no option between them".into());
    }
    Ok(options)
}

fn list(text: &str) -> Vec<String> {
    text.trim_matches('"')
        .split(',')
        .map(str::trim)
        .filter(|pattern| !pattern.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Reads `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, with or without `Z`.
///
/// OpenSSH reads a time without `Z` by the clock of the machine; here it is UTC, so that every
/// machine judges alike.
fn time(text: &str) -> Result<Timestamp, String> {
    let wrong = || {
        format!(
            "`{}` is no time such as 20270901 or 20270901120000Z",
            inline(text, 40)
        )
    };
    let digits = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(digits.len(), 8 | 12 | 14) {
        return Err(wrong());
    }
    let digits = format!("{digits:0<14}");
    let (day, time) = digits.split_at(8);
    let text = format!(
        "{}-{}-{}T{}:{}:{}Z",
        &day[..4],
        &day[4..6],
        &day[6..],
        &time[..2],
        &time[2..4],
        &time[4..]
    );
    text.parse().map_err(|_| wrong())
}
