//! What the supervised child says to its parent: a stream of frames on its standard output.
//!
//! A frame is one byte for its kind, eight for its length (little endian), and its bytes. Texts
//! are JSON; the PDF and the emitted files travel as they are.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A frame is never larger: what is asked for beyond that is a damaged stream.
const MAX_FRAME_BYTES: u64 = 4 << 30;

/// What a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// JSON: how far the work is.
    Progress,
    /// The bytes of the PDF.
    Pdf,
    /// A [`FileHeader`] as JSON; the file's bytes follow as a frame of kind `Bytes`.
    File,
    /// The bytes of the file announced before.
    Bytes,
    /// JSON: the work is done, and what came of it.
    Done,
    /// JSON: the work could not be done, and why.
    Failed,
}

impl Kind {
    const ALL: [Kind; 6] = [
        Kind::Progress,
        Kind::Pdf,
        Kind::File,
        Kind::Bytes,
        Kind::Done,
        Kind::Failed,
    ];

    fn byte(self) -> u8 {
        match self {
            Kind::Progress => b'p',
            Kind::Pdf => b'P',
            Kind::File => b'f',
            Kind::Bytes => b'b',
            Kind::Done => b'd',
            Kind::Failed => b'x',
        }
    }
}

/// The path of a file whose bytes follow.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FileHeader {
    pub(crate) path: String,
}

/// One frame.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
}

impl Frame {
    /// Reads the bytes as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> io::Result<T> {
        serde_json::from_slice(&self.bytes).map_err(io::Error::from)
    }
}

/// Writes a frame and sends it on its way.
pub(crate) fn write(out: &mut dyn Write, kind: Kind, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&[kind.byte()])?;
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(bytes)?;
    out.flush()
}

/// Reads the next frame, or `None` at the end of the stream.
pub(crate) fn read(input: &mut dyn Read) -> io::Result<Option<Frame>> {
    let mut head = [0; 9];
    match input.read(&mut head[..1])? {
        0 => return Ok(None),
        _ => input.read_exact(&mut head[1..])?,
    }
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "a damaged frame");
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| kind.byte() == head[0])
        .ok_or_else(damaged)?;
    let length = head[1..]
        .iter()
        .rev()
        .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    if length > MAX_FRAME_BYTES {
        return Err(damaged());
    }
    let mut bytes = Vec::new();
    if input.take(length).read_to_end(&mut bytes)? as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(Frame { kind, bytes }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_as_they_went_in() {
        let mut stream = Vec::new();
        for kind in Kind::ALL {
            write(&mut stream, kind, &[kind.byte(), 0, 255]).unwrap();
        }
        let mut input = stream.as_slice();
        for kind in Kind::ALL {
            let frame = read(&mut input).unwrap().unwrap();
            assert_eq!((frame.kind, frame.bytes), (kind, vec![kind.byte(), 0, 255]));
        }
        assert!(read(&mut input).unwrap().is_none());
    }

    #[test]
    fn a_stream_cut_short_is_an_error() {
        let mut stream = Vec::new();
        write(&mut stream, Kind::Pdf, b"%PDF").unwrap();
        for end in 1..stream.len() {
            assert!(read(&mut &stream[..end]).is_err(), "{end}");
        }
    }
}
