//! The digest of a text file of a package.

use crate::diagnostics::sha256;

/// Returns the SHA-256 of a text, whatever line ends a system gave it.
pub fn sha256_of_text(bytes: &[u8]) -> String {
    let mut plain = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            plain.push(*byte);
        }
    }
    sha256(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_a_text_does_not_depend_on_the_system_that_saved_it() {
        assert_eq!(sha256_of_text(b"a\r\nb\r\n"), sha256(b"a\nb\n"));
        assert_eq!(sha256_of_text(b"a\rb\r"), sha256(b"a\rb\r"));
    }
}
