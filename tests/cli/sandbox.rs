//! A folder of its own for each test, and a transcript of what the program says there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// A project in a temporary folder.
pub(crate) struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// Returns an empty folder.
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Returns a project with the smallest manifest and one chapter.
    pub(crate) fn small() -> Self {
        Self::without_chapters().write(
            "chapters/01-introduction.md",
            "# Introduction\n\nFour words of text.\n",
        )
    }

    /// Returns the smallest manifest alone.
    pub(crate) fn without_chapters() -> Self {
        Self::empty().write(
            "folio.toml",
            "[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\n",
        )
    }

    /// Returns a copy of one of the samples.
    pub(crate) fn sample(name: &str) -> Self {
        Self::empty().with_sample(name, "")
    }

    /// Copies one of the samples to a folder of the sandbox.
    pub(crate) fn with_sample(self, name: &str, folder: &str) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("samples")
            .join(name);
        self.with_folder(&source, folder)
    }

    /// Copies a project from outside to a folder of the sandbox.
    pub(crate) fn with_folder(self, source: &Path, folder: &str) -> Self {
        for entry in walkdir::WalkDir::new(source) {
            let entry = entry.unwrap();
            let below = entry.path().strip_prefix(source).unwrap();
            if entry.file_type().is_file() && !below.starts_with("output") {
                let target = self.path(folder).join(below);
                fs::create_dir_all(target.parent().unwrap()).unwrap();
                fs::copy(entry.path(), target).unwrap();
            }
        }
        self
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let target = self.path(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
        self
    }

    /// Adds a picture of a square.
    pub(crate) fn with_picture(self, path: &str) -> Self {
        let picture = r#"<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"/>"#;
        self.write(path, picture)
    }

    /// Sets the look of the pages.
    pub(crate) fn with_look(self, look: &str) -> Self {
        let path = self.path("folio.toml");
        let settings = fs::read_to_string(&path).unwrap();
        let line = format!("look = \"{look}\"");
        let settings = match settings.contains("[format]") {
            true => {
                let others = settings.lines().filter(|it| !it.starts_with("look ="));
                let others: Vec<&str> = others.collect();
                others
                    .join("\n")
                    .replace("[format]", &format!("[format]\n{line}"))
            }
            false => format!("{settings}\n[format]\n{line}\n"),
        };
        self.write("folio.toml", settings)
    }

    /// Returns where a file of the sandbox is.
    pub(crate) fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Returns the files, without what stood below `folio.toml` from the start.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut files: Vec<String> = walkdir::WalkDir::new(self.folder.path())
            .into_iter()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let below = entry.path().strip_prefix(self.folder.path()).unwrap();
                below.to_str().unwrap().replace('\\', "/")
            })
            .collect();
        files.sort();
        files
    }

    /// Returns the program, about to run in the sandbox on a fixed day.
    pub(crate) fn command<const N: usize>(&self, args: [&str; N]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("folio"));
        command
            .current_dir(self.folder.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .env_remove("RUST_BACKTRACE")
            .env("NO_COLOR", "1")
            .args(args)
            .args(["--today", "2026-11-22"]);
        command
    }

    /// Runs the program and returns what came of it.
    pub(crate) fn output<const N: usize>(&self, args: [&str; N]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs the program and returns a transcript: exit status, standard output, standard error.
    pub(crate) fn run<const N: usize>(&self, args: [&str; N]) -> String {
        self.transcript(&self.output(args))
    }

    /// Writes down what came of a run, with this machine's paths left out.
    pub(crate) fn transcript(&self, output: &Output) -> String {
        let mut text = format!("exit {}\n", output.status.code().unwrap_or(-1));
        for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            if !bytes.is_empty() {
                text.push_str(&format!("--- {name}\n{}", String::from_utf8_lossy(bytes)));
            }
        }
        let here = self.folder.path();
        let real = here.canonicalize().unwrap();
        for folder in [real.to_str().unwrap(), here.to_str().unwrap()] {
            text = text.replace(folder, "[sandbox]");
        }
        text.replace(env!("CARGO_PKG_VERSION"), "[version]")
            .trim_end()
            .to_owned()
            + "\n"
    }

    /// Returns the bytes of the only PDF in `output/`.
    pub(crate) fn pdf(&self) -> Vec<u8> {
        let mut pdfs: Vec<PathBuf> = fs::read_dir(self.path("output"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
            .collect();
        assert_eq!(pdfs.len(), 1, "{pdfs:?}");
        fs::read(pdfs.remove(0)).unwrap()
    }
}
