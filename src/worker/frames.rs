//! What the child says to its parent: a stream of frames on its standard output.
//!
//! A frame is one byte for its kind, eight for the number of its question, eight for its length
//! (little endian), and its bytes. Texts are JSON; files travel as they are.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A frame is never larger: what is asked for beyond that is a damaged stream.
const MAX_FRAME_BYTES: u64 = 4 << 30;

/// What a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrameKind {
    /// JSON: how far the work is.
    Progress,
    /// A [`FileHeader`] as JSON; the file's bytes follow as a frame of kind `Bytes`.
    File,
    /// The bytes of the file announced before.
    Bytes,
    /// JSON: the work is done, and what came of it.
    Done,
    /// JSON: the work could not be done, and why.
    Failed,
    /// JSON: everything is said, and the child waits.
    Rest,
}

impl FrameKind {
    const ALL: [FrameKind; 6] = [
        FrameKind::Progress,
        FrameKind::File,
        FrameKind::Bytes,
        FrameKind::Done,
        FrameKind::Failed,
        FrameKind::Rest,
    ];

    fn byte(self) -> u8 {
        match self {
            FrameKind::Progress => b'p',
            FrameKind::File => b'f',
            FrameKind::Bytes => b'b',
            FrameKind::Done => b'd',
            FrameKind::Failed => b'x',
            FrameKind::Rest => b'r',
        }
    }
}

/// The path of a file whose bytes follow.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FileHeader {
    pub(super) path: String,
}

/// One frame.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    /// The number of its question.
    pub(super) id: u64,
    pub(super) bytes: Vec<u8>,
}

impl Frame {
    /// Reads the bytes as JSON.
    pub(super) fn json<T: DeserializeOwned>(&self) -> io::Result<T> {
        serde_json::from_slice(&self.bytes).map_err(io::Error::from)
    }
}

/// Writes a frame.
pub(super) fn write(out: &mut dyn Write, kind: FrameKind, id: u64, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&[kind.byte()])?;
    out.write_all(&id.to_le_bytes())?;
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(bytes)
}

/// Reads the next frame, or `None` at the end of the stream.
pub(super) fn read(input: &mut dyn Read) -> io::Result<Option<Frame>> {
    let mut kind = [0; 1];
    if input.read(&mut kind)? == 0 {
        return Ok(None);
    }
    let mut number = || {
        let mut bytes = [0; 8];
        input.read_exact(&mut bytes)?;
        io::Result::Ok(u64::from_le_bytes(bytes))
    };
    let (id, length) = (number()?, number()?);
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "a damaged frame");
    let mut known = FrameKind::ALL.into_iter();
    let kind = known
        .find(|known| known.byte() == kind[0])
        .ok_or_else(damaged)?;
    if length > MAX_FRAME_BYTES {
        return Err(damaged());
    }
    let mut bytes = Vec::new();
    if input.take(length).read_to_end(&mut bytes)? as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(Frame { kind, id, bytes }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_as_they_went_in() {
        let mut stream = Vec::new();
        for kind in FrameKind::ALL {
            write(&mut stream, kind, 7, &[kind.byte(), 0, 255]).unwrap();
        }
        let mut input = stream.as_slice();
        for kind in FrameKind::ALL {
            let frame = read(&mut input).unwrap().unwrap();
            assert_eq!((frame.kind, frame.bytes), (kind, vec![kind.byte(), 0, 255]));
            assert_eq!(frame.id, 7);
        }
        assert!(read(&mut input).unwrap().is_none());
    }

    #[test]
    fn a_stream_cut_short_is_an_error() {
        let mut stream = Vec::new();
        write(&mut stream, FrameKind::Bytes, 1, b"%PDF").unwrap();
        for end in 1..stream.len() {
            assert!(read(&mut &stream[..end]).is_err(), "{end}");
        }
    }
}
