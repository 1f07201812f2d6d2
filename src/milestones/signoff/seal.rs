//! Whether a signature holds, and whose it is.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use ssh_key::{HashAlg, PublicKey, SshSig};

use crate::diagnostics::text::{inline, slug};
use crate::milestones::basis::Basis;
use crate::milestones::digest::Digest;
use crate::milestones::ledger::{
    Confirmation, Decision, Entry, History, Line, lines_of, short, texts_of,
};
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::binding::belongs;
use crate::milestones::signoff::key::SigningKey;
use crate::milestones::signoff::message::{NAMESPACE, Signed, message};
use crate::milestones::signoff::signers::{AllowedSigners, SIGNERS, SignerError};
use crate::milestones::standings::state::Strength;

/// A signature that holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Seal {
    /// The fingerprint of the key, as `ssh-keygen -l` shows it.
    pub fingerprint: String,
    /// Whether the key stands in a list from outside the project.
    pub is_vouched: bool,
    /// Why a list that was brought from outside does not vouch for it.
    pub not_vouched: Option<String>,
    /// Whether the signature names the dissertation; before 0.3 none did.
    pub is_bound: bool,
}

/// Why a signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SealError {
    /// It is no signature.
    #[error("the signature cannot be read")]
    Unreadable,
    /// It was made for something else.
    #[error("the signature was made for something else than a decision")]
    OtherPurpose,
    /// It does not fit what it stands under.
    #[error("the signature does not fit: the decision was changed, or it belongs to another one")]
    Changed,
    /// Nobody listed the key.
    #[error("{0}")]
    Signer(#[from] SignerError),
}

impl SealError {
    /// Says what to do about it.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::Unreadable | Self::Changed => {
                "ask the supervisor for the decision once more".into()
            }
            Self::OtherPurpose => "sign with `folio milestone approve … --key FILE`".into(),
            Self::Signer(SignerError::UnknownKey) => {
                format!("add a line with the address and the public key to {SIGNERS}")
            }
            Self::Signer(
                SignerError::OtherPerson { .. }
                | SignerError::OtherPurpose { .. }
                | SignerError::TooEarly { .. }
                | SignerError::Expired { .. },
            ) => format!("see the line in {SIGNERS}, or sign with another key"),
        }
    }
}

impl From<SealError> for Refusal {
    fn from(error: SealError) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

/// Checks the signature in an entry.
///
/// `outside` is the list that whoever judges brought. A key that stands there is vouched for; a
/// key that stands only in the project's own list is valid, and not more.
pub(crate) fn check_seal(
    entry: &Entry,
    signed: &Signed<'_>,
    signers: &AllowedSigners,
    outside: Option<&AllowedSigners>,
) -> Result<Seal, SealError> {
    let Signed {
        by,
        signature,
        dissertation,
        message,
    } = signed;
    let signature = SshSig::from_pem(signature.trim()).map_err(|_| SealError::Unreadable)?;
    if signature.namespace() != NAMESPACE {
        return Err(SealError::OtherPurpose);
    }
    let key = PublicKey::from(signature.public_key().clone());
    key.verify(NAMESPACE, message, &signature)
        .map_err(|_| SealError::Changed)?;
    let at = signed_at(entry);
    let vouched = outside.map(|list| list.check(by, &key, at));
    let not_vouched = match vouched {
        None | Some(Ok(_)) => None,
        Some(Err(why)) => Some(why),
    };
    let is_vouched = outside.is_some() && not_vouched.is_none();
    if !is_vouched {
        let own = signers.check(by, &key, at);
        own.map_err(|error| match &not_vouched {
            // Both lists say no: the one from outside has the better reason, if it knows the key.
            Some(outside) if *outside != SignerError::UnknownKey => outside.clone(),
            _ => error,
        })?;
    }
    Ok(Seal {
        fingerprint: key.fingerprint(HashAlg::Sha256).to_string(),
        is_vouched,
        not_vouched: not_vouched.map(|why| why.to_string()),
        is_bound: dissertation.is_some(),
    })
}

/// Returns the moment at which a key must hold: that of the entry, or the day by the clock if that
/// was later. Else a key that has ended would sign for every day before its end.
fn signed_at(entry: &Entry) -> Timestamp {
    let clock = entry
        .entered_at
        .and_then(|day| day.to_zoned(TimeZone::UTC).ok());
    clock.map_or(entry.at, |clock| clock.timestamp().max(entry.at))
}

/// How a decision is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// Typed in, with its evidence.
    Recorded {
        /// Such as `e-mail of 3 March`.
        evidence: String,
    },
    /// Signed, and the signature holds.
    Signed(Seal),
}

impl Known {
    /// Returns the signature, if there is one.
    pub(crate) fn seal(self) -> Option<Seal> {
        match self {
            Self::Recorded { .. } => None,
            Self::Signed(seal) => Some(seal),
        }
    }

    /// Returns the strength that the table of states knows.
    pub fn strength(&self) -> Strength {
        match self {
            Self::Recorded { .. } => Strength::Recorded,
            Self::Signed(seal) => Strength::of(Some(seal)),
        }
    }
}

/// Returns the signature in an entry, or why the entry has no effect: it must hold, be for this
/// dissertation, and be another's than the student's.
pub(crate) fn seal_of(basis: &Basis<'_>, entry: &Entry) -> Result<Option<Seal>, Refusal> {
    let Some(signed) = Signed::of(entry) else {
        return Ok(None);
    };
    if basis.people.is_student(signed.by) {
        return Err(is_the_students(signed.by));
    }
    let seal = check_seal(entry, &signed, basis.signers, basis.outside)?;
    belongs(basis, entry, signed.dissertation)?;
    Ok(Some(seal))
}

fn is_the_students(by: &str) -> Refusal {
    Refusal::new(
        format!("`{by}` is the student, who cannot decide on the own work"),
        "the supervisor decides",
    )
}

/// Returns how a decision is known, or why it has no effect: the student cannot decide, and a
/// signature must hold.
pub(crate) fn known(
    basis: &Basis<'_>,
    entry: &Entry,
    decision: &Decision,
) -> Result<Known, Refusal> {
    if basis.people.is_student(&decision.by) {
        return Err(is_the_students(&decision.by));
    }
    Ok(match &decision.confirmation {
        Confirmation::Recorded { evidence } => Known::Recorded {
            evidence: evidence.to_string(),
        },
        // A correction never puts a signed decision in the place of another.
        Confirmation::Ssh { .. } => match seal_of(basis, entry)? {
            Some(seal) => Known::Signed(seal),
            None => return Err(SealError::Unreadable.into()),
        },
    })
}

/// Signs an entry, and refuses a key that nobody lists.
pub(crate) fn sign(
    basis: &Basis<'_>,
    entry: &Entry,
    by: &str,
    key: &SigningKey,
) -> Result<String, Refusal> {
    let message = message(entry).unwrap_or_default();
    let signature = key
        .sign(&message)
        .map_err(|error| Refusal::new(error.to_string(), error.hint()))?;
    let signed = Signed {
        by,
        signature: &signature,
        dissertation: None,
        message,
    };
    check_seal(entry, &signed, basis.signers, basis.outside).map_err(|error| {
        let is_unknown = error == SealError::Signer(SignerError::UnknownKey);
        let mut refusal = Refusal::from(error);
        if is_unknown {
            refusal.hint = format!(
                "add this line to {SIGNERS}: {} namespaces=\"{NAMESPACE}\" {}",
                inline(by, 80),
                key.public()
            );
        }
        refusal
    })?;
    Ok(signature)
}

/// A signed entry as files for `ssh-keygen -Y verify`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extract {
    /// The line of the ledger.
    pub line: usize,
    /// The name of the files without extension: safe on every system.
    pub stem: String,
    /// The digest of the entry.
    pub digest: Digest,
    /// The principal to be given with `-I`.
    pub principal: String,
    /// The time to be given with `-O verify-time=`, as `YYYYMMDDHHMMSSZ`.
    pub time: String,
    /// The bytes that were signed, for `STEM.message`.
    pub message: Vec<u8>,
    /// The signature, for `STEM.sig`.
    pub signature: String,
    /// The texts of which the message has the digests, for `STEM.words.jsonl`.
    pub words: Vec<u8>,
}

/// Returns every signed entry of a ledger as files.
pub fn extract(history: &History) -> Vec<Extract> {
    let of = |(line, entry): (&Line, &Entry)| {
        let Signed {
            by,
            signature,
            dissertation: _,
            message,
        } = Signed::of(entry)?;
        let name = short(&line.digest);
        let milestone = slug(entry.event.milestone().unwrap_or_default(), 40);
        let stem = format!("{milestone}-{name}");
        Some(Extract {
            line: line.line,
            stem: stem.trim_start_matches('-').to_owned(),
            digest: line.digest.clone(),
            principal: by.to_owned(),
            time: signed_at(entry).strftime("%Y%m%d%H%M%SZ").to_string(),
            message,
            signature: signature.to_owned(),
            words: lines_of(texts_of(entry).iter()),
        })
    };
    history.entries().filter_map(of).collect()
}
