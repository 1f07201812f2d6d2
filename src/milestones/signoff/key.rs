//! The key that signs.

use ssh_key::{Algorithm, Error, HashAlg, LineEnding, PrivateKey};

use crate::milestones::signoff::message::NAMESPACE;

/// A private key that is ready to sign.
pub struct SigningKey(PrivateKey);

/// Why a key cannot sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The file is a public key.
    #[error("this is the public half of a key")]
    Public,
    /// The file is a private key in another form.
    #[error("this is a private key in an old form")]
    OldForm,
    /// The file is no key.
    #[error("this is not a private key of SSH")]
    NotAKey,
    /// The key needs a passphrase.
    #[error("the key needs its passphrase")]
    PassphraseNeeded,
    /// The passphrase is another one.
    #[error("the passphrase does not open the key")]
    WrongPassphrase,
    /// folio cannot sign with this kind of key.
    #[error("folio cannot sign with this key: an Ed25519 key always works, an ECDSA key mostly")]
    Kind,
}

impl KeyError {
    /// Says what to do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Public => "give the file of the same name without `.pub`",
            Self::OldForm => "turn it into today's form with `ssh-keygen -p -f FILE`",
            Self::NotAKey => "expected a file such as `~/.ssh/id_ed25519`",
            Self::PassphraseNeeded => "type it when folio asks for it",
            Self::WrongPassphrase => {
                "try again; it is the passphrase of the key, not of an account"
            }
            Self::Kind => {
                "make a key with `ssh-keygen -t ed25519`, and send its `.pub` file to the student \
                 for milestones/allowed_signers"
            }
        }
    }
}

impl SigningKey {
    /// Reads a private key in OpenSSH's form, and opens it with its passphrase if it has one.
    ///
    /// # Errors
    ///
    /// If the text is no private key of OpenSSH, of a kind that cannot sign, or the passphrase is
    /// wrong.
    pub fn read(text: &str, passphrase: Option<&str>) -> Result<Self, KeyError> {
        let text = text.trim_start_matches('\u{feff}').trim();
        if ["ssh-", "ecdsa-", "sk-"]
            .iter()
            .any(|kind| text.starts_with(kind))
        {
            return Err(KeyError::Public);
        }
        if text.starts_with("-----BEGIN") && !text.starts_with("-----BEGIN OPENSSH PRIVATE KEY") {
            return Err(KeyError::OldForm);
        }
        // ssh-key 0.6.7 cannot read an ECDSA key whose number happens to be short: about every
        // second one of P-521, and one in 256 of the others.
        let is_whole = text.ends_with("-----END OPENSSH PRIVATE KEY-----");
        let key =
            PrivateKey::from_openssh(text.replace("\r\n", "\n")).map_err(|_| match is_whole {
                true => KeyError::Kind,
                false => KeyError::NotAKey,
            })?;
        let key = match (key.is_encrypted(), passphrase) {
            (false, _) => key,
            (true, None) => return Err(KeyError::PassphraseNeeded),
            (true, Some(passphrase)) => key.decrypt(passphrase).map_err(|error| match error {
                Error::Crypto => KeyError::WrongPassphrase,
                _ => KeyError::Kind,
            })?,
        };
        match key.algorithm() {
            Algorithm::Ed25519 | Algorithm::Ecdsa { .. } => Ok(Self(key)),
            // ssh-key 0.6.7 takes the first prime of an RSA key for both, and cannot sign with it.
            // It checks RSA signatures that others made.
            _ => Err(KeyError::Kind),
        }
    }

    /// Returns the public half as `allowed_signers` has it: the kind and the key.
    pub fn public(&self) -> String {
        let key = self.0.public_key().to_openssh().unwrap_or_default();
        key.split(' ').take(2).collect::<Vec<_>>().join(" ")
    }

    /// Signs a message: the armoured form of `ssh-keygen -Y sign`.
    ///
    /// # Errors
    ///
    /// If the key cannot sign.
    pub fn sign(&self, message: &[u8]) -> Result<String, KeyError> {
        let signature = self
            .0
            .sign(NAMESPACE, HashAlg::Sha512, message)
            .map_err(|_| KeyError::Kind)?;
        signature.to_pem(LineEnding::LF).map_err(|_| KeyError::Kind)
    }
}
