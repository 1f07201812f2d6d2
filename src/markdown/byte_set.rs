//! Signs that are looked for in every byte of a text.

/// A set of bytes.
pub(crate) struct ByteSet([bool; 256]);

impl ByteSet {
    pub(crate) const fn of(bytes: &[u8]) -> Self {
        let mut known = [false; 256];
        let mut at = 0;
        while at < bytes.len() {
            known[bytes[at] as usize] = true;
            at += 1;
        }
        Self(known)
    }

    pub(crate) fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }

    /// Returns where one of them stands first.
    pub(crate) fn first_in(&self, bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|byte| self.has(*byte))
    }

    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.first_in(text.as_bytes()).is_some()
    }
}
