//! The parts in a Word file, unpacked one by one within bounds.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::word::read::unreadable::Unreadable;
use crate::word::read::xml::{Element, tree};

/// The largest file that is opened.
pub const MAX_FILE_BYTES: u64 = 256 << 20;
/// How many parts it may have.
const MAX_PARTS: usize = 20_000;
/// How large one part may be when it is unpacked.
const MAX_PART_BYTES: u64 = 160 << 20;
/// How large all parts may be that are unpacked.
const MAX_ALL_BYTES: u64 = 512 << 20;

/// A Word file whose parts can be asked for.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
    /// The parts by their names in small letters: Word does not mind which letters are large.
    names: BTreeMap<String, usize>,
}

impl<'a> Archive<'a> {
    /// Opens a file, or says what it is instead.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        if !bytes.starts_with(b"PK") {
            return Err(what_else(bytes));
        }
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| Unreadable::damaged("(the zip itself)"))?;
        if zip.len() > MAX_PARTS {
            return Err(Unreadable::TooMuch {
                what: "parts",
                most: MAX_PARTS,
            });
        }
        let names = (0..zip.len()).filter_map(|at| {
            let name = zip.name_for_index(at)?.ok()?;
            Some((plain(&name), at))
        });
        let names = names.collect();
        let mut archive = Self {
            zip,
            left: MAX_ALL_BYTES,
            names,
        };
        archive.refuse_others()?;
        Ok(archive)
    }

    fn refuse_others(&mut self) -> Result<(), Unreadable> {
        if let Some(kind) = self.part("mimetype")? {
            if kind.starts_with(b"application/vnd.oasis.opendocument") {
                return Err(Unreadable::Other {
                    what: "an OpenDocument file (.odt)",
                    hint: "open it in LibreOffice, choose File, Save as, \"Word 2007-365 (.docx)\", and use that file",
                });
            }
            if kind.starts_with(b"application/epub") {
                return Err(Unreadable::Other {
                    what: "an e-book",
                    hint: "use the file that it was made from",
                });
            }
        }
        let Some(types) = self.tree("[Content_Types].xml")? else {
            let pages = self
                .names
                .keys()
                .any(|name| name.starts_with("index/") && name.ends_with(".iwa"));
            return Err(match pages {
                true => Unreadable::Other {
                    what: "a file of Apple's Pages",
                    hint: "in Pages choose File, Export To, Word, and use that file",
                },
                false => Unreadable::Other {
                    what: "a zip",
                    hint: "unpack it, and use the .docx in it",
                },
            });
        };
        let has = |text: &str| {
            types
                .elements()
                .any(|it| it.get("ContentType").is_some_and(|is| is.contains(text)))
        };
        let has_macros = has("macroEnabled")
            || self
                .names
                .keys()
                .any(|name| name.ends_with("vbaproject.bin"));
        match () {
            () if has_macros => Err(Unreadable::Macros),
            () if has("wordprocessingml.document.main")
                || has("wordprocessingml.template.main") =>
            {
                Ok(())
            }
            () if has("spreadsheetml") => Err(Unreadable::Other {
                what: "an Excel file",
                hint: "name the Word file",
            }),
            () if has("presentationml") => Err(Unreadable::Other {
                what: "a PowerPoint file",
                hint: "name the Word file",
            }),
            () => Err(Unreadable::damaged("[Content_Types].xml")),
        }
    }

    /// Returns the names of the parts in a folder.
    pub(crate) fn below(&self, folder: &str) -> Vec<String> {
        let names = self.names.keys().filter(|name| name.starts_with(folder));
        names.cloned().collect()
    }

    /// Unpacks a part.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(at) = self.names.get(&plain(name)) else {
            return Ok(None);
        };
        let file = self.zip.by_index(*at).map_err(|error| match error {
            ZipError::UnsupportedArchive(text) if text == ZipError::PASSWORD_REQUIRED => {
                Unreadable::Locked
            }
            _ => Unreadable::damaged(name),
        })?;
        let limit = MAX_PART_BYTES.min(self.left);
        let mut bytes = Vec::new();
        let read = file.take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|_| Unreadable::damaged(name))?;
        if bytes.len() as u64 > limit {
            return Err(Unreadable::TooMuch {
                what: "bytes when it is unpacked",
                most: usize::try_from(limit).unwrap_or(usize::MAX),
            });
        }
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// Unpacks and reads a small part.
    pub(crate) fn tree(&mut self, name: &str) -> Result<Option<Element>, Unreadable> {
        self.part(name)?.map(|bytes| tree(&bytes, name)).transpose()
    }

    /// Returns what a part refers to, by the names that it uses: only what lies in the file.
    pub(crate) fn relations(&mut self, part: &str) -> Result<Relations, Unreadable> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = match folder {
            "" => format!("_rels/{name}.rels"),
            folder => format!("{folder}/_rels/{name}.rels"),
        };
        let mut relations = Relations::default();
        let Some(tree) = self.tree(&path)? else {
            return Ok(relations);
        };
        for relation in tree.elements() {
            let (Some(id), Some(target)) = (relation.get("Id"), relation.get("Target")) else {
                continue;
            };
            let kind = relation
                .get("Type")
                .and_then(|kind| kind.rsplit('/').next());
            let is_outside = relation.get("TargetMode") == Some("External");
            relations.all.push(Relation {
                id: id.to_owned(),
                kind: kind.unwrap_or_default().to_owned(),
                target: match is_outside {
                    true => target.to_owned(),
                    false => joined(folder, target),
                },
                is_outside,
            });
        }
        Ok(relations)
    }
}

/// What a part refers to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relations {
    pub(crate) all: Vec<Relation>,
}

/// One thing that a part refers to.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    pub(crate) id: String,
    /// The last word of its type: `image`, `hyperlink`, `styles`.
    pub(crate) kind: String,
    /// The part, or an address outside, which nobody follows.
    pub(crate) target: String,
    pub(crate) is_outside: bool,
}

impl Relations {
    /// Returns what has a name.
    pub(crate) fn get(&self, id: &str) -> Option<&Relation> {
        self.all.iter().find(|relation| relation.id == id)
    }

    /// Returns the part of a kind.
    pub(crate) fn of_kind(&self, kind: &str) -> Option<&str> {
        let found = self.all.iter().find(|it| it.kind == kind && !it.is_outside);
        found.map(|relation| relation.target.as_str())
    }
}

fn plain(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_ascii_lowercase()
}

/// Returns a path that starts in a folder, `..` resolved; above the top there is nothing.
fn joined(folder: &str, target: &str) -> String {
    let whole = match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Says what a file is that is no zip.
fn what_else(bytes: &[u8]) -> Unreadable {
    const OLE: &[u8] = b"\xd0\xcf\x11\xe0";
    let holds = |text: &str| {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes
            .windows(wide.len())
            .take(4 << 20)
            .any(|window| window == wide)
    };
    let save = "open it in Word or LibreOffice, choose Save as, \"Word Document (.docx)\", and use that file";
    match bytes {
        [] => Unreadable::Other {
            what: "an empty file",
            hint: "save it again in Word, and wait until a cloud drive has brought it",
        },
        _ if bytes.starts_with(OLE) && holds("EncryptedPackage") => Unreadable::Locked,
        _ if bytes.starts_with(OLE) => Unreadable::Other {
            what: "an old Word file (.doc)",
            hint: save,
        },
        _ if bytes.starts_with(b"{\\rtf") => Unreadable::Other {
            what: "a rich text file (.rtf)",
            hint: save,
        },
        _ if bytes.starts_with(b"%PDF") => Unreadable::Other {
            what: "a PDF",
            hint: "use the Word file that it was made from",
        },
        _ if bytes.trim_ascii_start().starts_with(b"<") => Unreadable::Other {
            what: "a web page or another kind of XML",
            hint: save,
        },
        _ => Unreadable::Other {
            what: "something else",
            hint: save,
        },
    }
}
