//! Digests of files.

use sha2::{Digest, Sha256};

/// Returns the SHA-256 of bytes as 64 hexadecimal digits, as `sha256sum` prints it.
pub fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

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
    fn a_digest_is_the_one_that_other_programs_print() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), known);
    }

    #[test]
    fn the_digest_of_a_text_does_not_depend_on_the_system_that_saved_it() {
        assert_eq!(sha256_of_text(b"a\r\nb\r\n"), sha256(b"a\nb\n"));
        assert_eq!(sha256_of_text(b"a\rb\r"), sha256(b"a\rb\r"));
    }
}
