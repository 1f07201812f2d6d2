//! Every reader of what others write, on files that were changed by chance: no panic, and an answer
//! within ten seconds.
//!
//! `FOLIO_FUZZ_SECONDS=3600 cargo test --test cli fuzz -- --ignored --nocapture` goes on for an hour,
//! a share for each reader; `FOLIO_FUZZ_ONLY=bib` for one alone. A file that does harm is left in
//! the temporary folder; put it into `tests/data/fuzz/READER/`, where it is read ever after.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use folio::csl::{Cluster, Form, Style, format};
use folio::diagnostics::{ProjectPath, Store};
use folio::markdown::{Settings, convert};
use folio::milestones::{
    AllowedSigners, Basis, Facts, History, People, Plan, Words, extract, verify,
};
use folio::package::{Receipt, pack, unpack};
use folio::project::read_project;
use folio::references::prepare;
use folio::word::{Intake, Review, intake, source_file};
use ssh_key::PublicKey;
use typst::syntax::{RootedPath, VirtualPath, VirtualRoot};

use crate::docx::{Docx, added, deleted, marked, run};

/// So long may a reader take.
const PATIENCE: Duration = Duration::from_secs(10);

/// One reader, with files that are right and words that mean something to it.
struct Reader {
    name: &'static str,
    corpus: Vec<Vec<u8>>,
    words: &'static [&'static str],
    read: fn(&[u8]),
    /// Whether files are archives, whose parts are changed too.
    is_archive: bool,
}

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn kept(paths: &[&str]) -> Vec<Vec<u8>> {
    paths
        .iter()
        .map(|path| fs::read(data(path)).unwrap())
        .collect()
}

fn path(text: &str) -> ProjectPath {
    ProjectPath::new(text).unwrap()
}

fn memory(files: &[(&str, &[u8])]) -> Store {
    let file = |(name, bytes): &(&str, &[u8])| (path(name), Arc::from(*bytes));
    Store::memory(files.iter().map(file).collect())
}

const SMALL: &[u8] = b"[dissertation]\ntitle = \"T\"\nauthor = \"A\"\nsupervisor = \"B\"\n";

fn readers() -> Vec<Reader> {
    let old = "tests/data/v0.1.0/project";
    let of_old = |name: &str| fs::read(data(old).join(name)).unwrap();
    let package = "submission/2027-08-30";
    let word = Docx::default()
        .paragraph("Heading1", &run("Introduction"))
        .paragraph(
            "Normal",
            &marked(
                "chapters/01-a.md",
                3,
                "Some words.",
                &format!("{}{}{}", run("Some "), added("new "), deleted("words.")),
            ),
        )
        .footnote(2, "A note")
        .comment(1, "B", "Says who?");
    let style = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"note\" version=\"1.0\"><info><title>x</title></info><macro name=\"m\"><names variable=\"author editor\"><name and=\"text\" et-al-min=\"3\" et-al-use-first=\"1\" initialize-with=\". \"/><et-al term=\"and others\"/><substitute><text variable=\"title\"/></substitute></names></macro><citation disambiguate-add-year-suffix=\"true\" collapse=\"year\"><sort><key macro=\"m\"/></sort><layout delimiter=\"; \"><choose><if type=\"book\" match=\"any\" position=\"first\"><text macro=\"m\"/></if><else><group delimiter=\", \"><date variable=\"issued\" form=\"text\" date-parts=\"year\"/><number variable=\"volume\" form=\"ordinal\"/><label variable=\"page\"/><text variable=\"page\" text-case=\"title\" quotes=\"true\"/></group></else></choose></layout></citation><bibliography subsequent-author-substitute=\"-\"><layout suffix=\".\"><text macro=\"m\"/></layout></bibliography></style>";
    vec![
        Reader {
            name: "manifest",
            corpus: kept(&[
                "samples/digital-readiness/folio.toml",
                "samples/minimal/folio.toml",
                "tests/data/v0.1.0/project/folio.toml",
                "templates/profiles/imperial-digital-health.toml",
            ]),
            words: &["[[milestone]]\n", "[policies.a]\nbase = \"a\"\n", "due = 2027-10-31T01:30", "\"10 %\"", "{ a = ", "99999999999999999999", "1e400", "'''", "profile = \"../x\"\n", "\\U0010FFFF", "= [[[["],
            read: read_manifest,
            is_archive: false,
        },
        Reader {
            name: "markdown",
            corpus: kept(&["tests/data/markdown/dialect.md", "tests/data/markdown/cases.txt", "tests/data/markdown/tables.txt", "samples/minimal/chapters/01-introduction.md"]),
            words: &["[^1]", ":::", "```", "$$", "|---|", "[@a; -@b, p. 3]", "{++", "<!--", "\\begin{figure}", "![](", "::: {#tbl:x}", "%%", "&#x41;", "\u{202e}", "\t"],
            read: read_markdown,
            is_archive: false,
        },
        Reader {
            name: "bib",
            corpus: kept(&["tests/data/references/golden.bib", "tests/data/references/works.bib", "samples/digital-readiness/references.bib", "tests/data/incoming/works.nbib", "tests/data/incoming/works.ris", "tests/data/incoming/works.xml"]),
            words: &["@string{a = a # a}", "@article{", "{\\\"o}", "author = {", " and ", "\\uppercase{", "{{{{{{", "}}}}}}", "2020-13-45/..", "crossref = {a}", "$^{2}$", "# a # a"],
            read: read_bib,
            is_archive: false,
        },
        Reader {
            name: "csl",
            corpus: vec![style.into()],
            words: &["<text macro=\"m\"/>", "<group>", "</group>", "<choose><if>", "form=\"short\"", "text-case=\"sentence\"", "<date variable=\"issued\">", "et-al-min=\"0\"", "year-suffix", "<institution/>", "second-field-align=\"flush\"", "&#0;"],
            read: read_csl,
            is_archive: false,
        },
        Reader {
            name: "ledger",
            corpus: vec![of_old("milestones/ledger.jsonl")],
            words: &["\"previous\":null", "\"n\":18446744073709551615", "\"at\":\"9999-12-31T23:59:59Z\"", "\"at\":\"-009999-01-01T00:00:00Z\"", "\"kind\":\"correction\"", "\"kind\":\"merge\"", "\n<<<<<<< a\n", "{\"salt\":\"", "\"chapters\":[]", "sha256:", "\"on\":\"2027-10-31T01:30\""],
            read: read_ledger,
            is_archive: false,
        },
        Reader {
            name: "signers",
            corpus: vec![of_old("milestones/allowed_signers"), b"a@b,!c@*,d?@e namespaces=\"folio-*,!x\",valid-after=\"20260101\",valid-before=\"20261231235959Z\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdQFyxEyLnrVmAcWfWY8+Je4ceyV2Z4DbpzWLtR3z2f x\n".to_vec()],
            words: &["namespaces=\"", "valid-after=", "20261301", "cert-authority", "!", "*", "?", "\\\"", ",,", "ssh-rsa AAAA", "\u{a0}"],
            read: read_signers,
            is_archive: false,
        },
        Reader {
            name: "receipt",
            corpus: vec![of_old(&format!("{package}/receipt.txt"))],
            words: &["format: 4294967295", "sha256 of everything above: ", "[files]", "../x: ", "counted: -1", "document date: 99999-01-01", "despite: a: b"],
            read: read_receipt,
            is_archive: false,
        },
        Reader {
            name: "zip",
            corpus: vec![of_old(&format!("{package}/source.zip"))],
            words: &["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "../", "\u{0}"],
            read: |bytes| drop(unpack(bytes)),
            is_archive: false,
        },
        Reader {
            name: "docx",
            corpus: vec![word.bytes()],
            words: &["<w:p>", "</w:p>", "<w:tbl><w:tr><w:tc>", "w:gridSpan w:val=\"99999\"", "<w:fldChar w:fldCharType=\"begin\"/>", "<w:instrText>ADDIN ZOTERO_ITEM CSL_CITATION {</w:instrText>", "<m:oMath><m:f>", "<w:ins w:id=\"1\">", "<!ENTITY a \"&a;&a;\">", "<w:drawing>", "<w:numId w:val=\"-1\"/>", "<w:footnoteReference w:id=\"2\"/>"],
            read: read_docx,
            is_archive: true,
        },
    ]
}

fn read_manifest(bytes: &[u8]) {
    let store = memory(&[("folio.toml", bytes), ("chapters/01-a.md", b"# A\n")]);
    drop(read_project(&store, None));
    let own = [b"profile = \"p.toml\"\n", SMALL].concat();
    drop(read_project(
        &memory(&[("folio.toml", &own), ("p.toml", bytes)]),
        None,
    ));
}

fn read_markdown(bytes: &[u8]) {
    let (file, text) = (path("chapters/01-a.md"), String::from_utf8_lossy(bytes));
    let rooted = VirtualPath::new("/chapters/01-a.md").unwrap();
    let id = RootedPath::new(VirtualRoot::Project, rooted).intern();
    drop(convert(id, &file, &text, &Settings::default()));
}

fn read_bib(bytes: &[u8]) {
    for name in ["r.bib", "r.json", "r.yaml"] {
        let made = prepare(&memory(&[(name, bytes)]), &[path(name)], "apa", None);
        let keys: Vec<Cluster> = made
            .entries
            .iter()
            .take(20)
            .map(|entry| Cluster::of(&entry.key, Form::Bracket))
            .collect();
        drop(made.printed(&keys));
    }
}

fn read_csl(bytes: &[u8]) {
    let Ok(style) = Style::from_xml(&String::from_utf8_lossy(bytes)) else {
        return;
    };
    let bib = fs::read(data("tests/data/references/golden.bib")).unwrap();
    let made = prepare(&memory(&[("r.bib", &bib)]), &[path("r.bib")], "apa", None);
    let items: BTreeMap<_, _> = made
        .entries
        .iter()
        .take(12)
        .map(|entry| (entry.key.clone(), entry.item.clone()))
        .collect();
    let clusters: Vec<Cluster> = items
        .keys()
        .chain(items.keys())
        .map(|key| Cluster::of(key, Form::Bracket))
        .collect();
    drop(format(&style, Some("en-GB"), &items, &clusters));
}

fn read_ledger(bytes: &[u8]) {
    let old = data("tests/data/v0.1.0/project");
    let manifest = fs::read(old.join("folio.toml")).unwrap();
    let keys = fs::read_to_string(old.join("milestones/allowed_signers")).unwrap();
    let store = memory(&[
        ("folio.toml", &manifest),
        ("chapters/01-introduction.md", b"# A\n"),
        ("references.bib", b""),
    ]);
    let project = read_project(&store, None).unwrap();
    let history = History::parse(bytes).with_words(&Words::parse(bytes));
    let signers = AllowedSigners::parse(&keys);
    for outside in [None, Some(&signers)] {
        let basis = Basis {
            plan: &Plan::of(&project),
            people: &People::of(&project),
            history: &history,
            facts: &Facts::default(),
            signers: &signers,
            outside,
            at: "2027-09-02T00:00:00Z".parse().unwrap(),
            today: "2027-09-02".parse().unwrap(),
            entered_by: "a@example.org",
            clock: None,
            seed: b"seed",
        };
        verify(&basis).vouched_in_words();
    }
    drop(extract(&history));
}

fn read_signers(bytes: &[u8]) {
    let list = AllowedSigners::parse(&String::from_utf8_lossy(bytes));
    let at = "2026-06-01T00:00:00Z".parse().unwrap();
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdQFyxEyLnrVmAcWfWY8+Je4ceyV2Z4DbpzWLtR3z2f";
    let key = PublicKey::from_openssh(key).unwrap();
    drop(list.check("a@b", &key, at));
    list.why_useless(at);
}

fn read_receipt(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    drop(Receipt::read(&text));
    // With a seal that fits, what is above it is read.
    let end = "sha256 of everything above: ";
    let above = text.rfind(end).map_or(&*text, |at| &text[..at]);
    let sealed = format!(
        "{above}{end}{}\n",
        folio::package::sha256_of_text(above.as_bytes())
    );
    if let Ok(receipt) = Receipt::read(&sealed) {
        receipt.write();
    }
}

fn read_docx(bytes: &[u8]) {
    drop(intake(bytes, &Intake::default()));
    let chapter = source_file(
        &path("chapters/01-a.md"),
        "# Introduction\n\nSome words.\n".into(),
    );
    drop(Review::of(bytes, vec![chapter]));
}

/// Numbers by chance, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// Changes a file in a few places: bytes, stretches, words that mean something, pieces of others.
fn changed(file: &[u8], reader: &Reader, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = file.to_vec();
    // A stretch of a long file says as much, and is read sooner.
    if bytes.len() > 6_000 && chance.below(4) > 0 {
        let start = chance.below(bytes.len() - 3_000);
        bytes = bytes[start..start + 3_000].to_vec();
    }
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(40)).min(bytes.len());
        match chance.below(8) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            2 => {
                let piece = bytes[at..end].to_vec();
                let most = if chance.below(20) == 0 { 400 } else { 4 };
                let times = chance.below(most);
                bytes.splice(at..at, piece.repeat(times));
            }
            3 => {
                let other = &reader.corpus[chance.below(reader.corpus.len())];
                let from = chance.below(other.len());
                let to = (from + chance.below(200)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            4 => {
                let sign = [
                    "\u{0}",
                    "\u{feff}",
                    "\u{2028}",
                    "é",
                    "\u{10ffff}",
                    "\r",
                    "\"",
                    "\\",
                    "{",
                    "-",
                ];
                bytes.splice(at..at, sign[chance.below(sign.len())].bytes());
            }
            5 => bytes.truncate(at.max(1)),
            _ => {
                let word = reader.words[chance.below(reader.words.len())];
                bytes.splice(at..at, word.bytes());
            }
        }
    }
    bytes
}

/// Changes an archive, or one of its parts.
fn changed_archive(file: &[u8], reader: &Reader, chance: &mut Chance) -> Vec<u8> {
    let Ok(mut parts) = unpack(file) else {
        return changed(file, reader, chance);
    };
    if chance.below(8) == 0 {
        return changed(file, reader, chance);
    }
    let at = chance.below(parts.len());
    if let Some(part) = parts.values_mut().nth(at) {
        *part = changed(part, reader, chance);
    }
    pack(&parts).unwrap_or_else(|_| file.to_vec())
}

/// What is being read, for whoever watches the time.
#[derive(Default)]
struct Watched {
    since: Mutex<Option<Instant>>,
    file: Mutex<Vec<u8>>,
}

fn leave(reader: &str, file: &[u8]) -> PathBuf {
    let place = std::env::temp_dir().join(format!("folio-fuzz-{reader}-{}", std::process::id()));
    fs::write(&place, file).unwrap();
    place
}

#[test]
#[ignore = "goes on for FOLIO_FUZZ_SECONDS; see the head of the file"]
#[expect(clippy::print_stderr, reason = "its figures are what it is run for")]
#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs it says in the environment for how long"
)]
fn an_hour_of_changed_files_does_no_harm() {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .and_then(|it| it.parse::<u64>().ok())
    };
    let only = std::env::var("FOLIO_FUZZ_ONLY").ok();
    let seed = number("FOLIO_FUZZ_SEED").unwrap_or_else(|| u64::from(std::process::id()));
    let readers = readers().into_iter();
    let readers: Vec<Reader> = readers
        .filter(|it| only.as_ref().is_none_or(|only| only == it.name))
        .collect();
    let whole = Duration::from_secs(number("FOLIO_FUZZ_SECONDS").unwrap_or(90));
    let share = whole / u32::try_from(readers.len()).unwrap();
    let watched = Arc::new(Watched::default());
    let watcher = Arc::clone(&watched);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(500));
            let since = *watcher.since.lock().unwrap();
            if since.is_some_and(|since| since.elapsed() > 3 * PATIENCE) {
                let place = leave("hang", &watcher.file.lock().unwrap());
                eprintln!("it does not end: {}", place.display());
                std::process::abort();
            }
        }
    });
    let mut harm = Vec::new();
    for reader in &readers {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let (begun, mut files, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
        while begun.elapsed() < share && harm.len() < 40 {
            let file = &reader.corpus[chance.below(reader.corpus.len())];
            let file = match reader.is_archive {
                true => changed_archive(file, reader, &mut chance),
                false => changed(file, reader, &mut chance),
            };
            watched.file.lock().unwrap().clone_from(&file);
            let since = Instant::now();
            *watched.since.lock().unwrap() = Some(since);
            let is_well = catch_unwind(AssertUnwindSafe(|| (reader.read)(&file))).is_ok();
            *watched.since.lock().unwrap() = None;
            let took = since.elapsed();
            slowest = slowest.max(took);
            files += 1;
            if !is_well || took > PATIENCE {
                let place = leave(&format!("{}-{files}", reader.name), &file);
                harm.push(format!(
                    "{}: {} after {took:?}",
                    reader.name,
                    place.display()
                ));
            }
        }
        eprintln!(
            "{}: {files} files in {:?}, slowest {slowest:?}, seed {seed}",
            reader.name,
            begun.elapsed()
        );
    }
    assert!(harm.is_empty(), "{harm:#?}");
}

#[test]
fn what_did_harm_once_and_what_is_right_are_read() {
    for reader in readers() {
        let folder = data("tests/data/fuzz").join(reader.name);
        let harmful = fs::read_dir(folder).into_iter().flatten();
        let harmful = harmful.map(|entry| fs::read(entry.unwrap().path()).unwrap());
        for file in reader.corpus.iter().cloned().chain(harmful) {
            let begun = Instant::now();
            (reader.read)(&file);
            assert!(begun.elapsed() < PATIENCE, "{}", reader.name);
        }
    }
}
