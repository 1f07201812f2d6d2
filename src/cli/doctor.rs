//! `folio doctor`: whether this computer and this folder are as folio needs them, a line each, to
//! be mailed to whoever helps: no name, no path and no text of the dissertation stands in it.

use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use folio::diagnostics::{Door, Store, british, text};
use folio::project::{self, Project};
use folio::typeset::{FONTS, FontHome, font_home, unreadable_fonts};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::cli::args::Format;
use crate::cli::args::computer::DoctorArgs;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::gate::Gate;
use crate::cli::output::{OUTPUT, submission_path};

/// Less free space than this, in MiB, and a build may not find room for its PDF.
const MIN_FREE_MIB: u64 = 200;

/// Longer paths stop Windows programs that know no longer ones.
const MAX_PATH: usize = 200;

/// Folders that are copies of what lies elsewhere, in small letters.
const CLOUDS: [&str; 6] = [
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "box sync",
];

/// Something that was looked at.
#[derive(Serialize)]
struct Look {
    name: &'static str,
    right: bool,
    message: String,
    hint: Option<String>,
}

#[derive(Serialize)]
struct DoctorView {
    format: u32,
    looks: Vec<Look>,
}

/// Looks at everything.
pub(crate) fn run(args: &DoctorArgs, context: &Context) -> Result<Exit, CommandError> {
    let root = context.root(args.folder.named()).ok();
    let mut looks = vec![program(context)];
    looks.extend(clock(context, root.as_deref()));
    match &root {
        None => looks.push(wrong(
            "project",
            "there is no folio.toml here or above",
            "go to your dissertation's folder first, or name it: `folio doctor FOLDER`",
        )),
        Some(root) => folder(root, &context.gate, &mut looks),
    }
    match args.format {
        Format::Json => context.print_json(&DoctorView { format: 1, looks })?,
        Format::Human => {
            let lines = looks.iter().map(|look| {
                let sign = if look.right { "right" } else { "LOOK " };
                let hint = look
                    .hint
                    .as_ref()
                    .map(|hint| format!("\n                  {hint}"));
                format!(
                    "{sign}  {:<9} {}{}\n",
                    look.name,
                    look.message,
                    hint.unwrap_or_default()
                )
            });
            context.print(&lines.collect::<String>())?;
        }
    }
    Ok(Exit::Success)
}

fn right(name: &'static str, message: impl Into<String>) -> Look {
    Look {
        name,
        right: true,
        message: message.into(),
        hint: None,
    }
}

fn wrong(name: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Look {
    Look {
        name,
        right: false,
        message: message.into(),
        hint: Some(hint.into()),
    }
}

fn program(context: &Context) -> Look {
    let (system, kind) = (std::env::consts::OS, std::env::consts::ARCH);
    let message = format!("folio {} for {system}, {kind}", env!("CARGO_PKG_VERSION"));
    match context.program == "folio" {
        true => right("program", message),
        false => wrong(
            "program",
            format!("{message}; typed with its path"),
            "`folio setup` puts it where `folio` alone is found",
        ),
    }
}

/// A clock that is behind dates the document and the record wrongly; files from the future show it.
fn clock(context: &Context, root: Option<&Path>) -> Option<Look> {
    let today = context.clock?;
    let shown = british(today);
    let newest = root.into_iter().flat_map(|root| {
        let files = [
            root.join(project::MANIFEST),
            root.join("chapters"),
            root.join("milestones"),
        ];
        files
            .into_iter()
            .filter_map(|file| day_of(file.metadata().ok()?.modified().ok()?))
    });
    let newest = newest.max();
    Some(match newest {
        Some(day) if (day - today).get_days() > 1 => wrong(
            "clock",
            format!(
                "the clock says {shown}, and files here are of {}",
                british(day)
            ),
            "set the clock: the record of the year and the deadlines go by it",
        ),
        _ if today.year() < 2026 => {
            wrong("clock", format!("the clock says {shown}"), "set the clock")
        }
        _ => right("clock", shown.to_string()),
    })
}

fn day_of(time: SystemTime) -> Option<Date> {
    let time = Timestamp::try_from(time).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).date())
}

fn folder(root: &Path, gate: &Gate, looks: &mut Vec<Look>) {
    let store = project::open(root).ok();
    let read = store
        .as_ref()
        .and_then(|store| Some((project::read_project(store, None).ok()?, store)));
    looks.push(match &read {
        Some((project, _)) => {
            let chapters = text::count(project.outline.chapters.len(), "chapter");
            right("project", format!("folio.toml can be read; {chapters}"))
        }
        None => wrong(
            "project",
            "folio.toml cannot be read to its end",
            "`folio check` shows each mistake with its line",
        ),
    });
    looks.push(cloud(root));
    looks.push(characters(root));
    looks.push(space(root));
    if let Some((project, store)) = &read {
        looks.push(files(root, project, gate));
        looks.push(fonts(project, store));
    }
}

/// Files that a program of the cloud has not fetched are empty until it does.
fn cloud(root: &Path) -> Look {
    let name = |part: Component<'_>| part.as_os_str().to_string_lossy().to_lowercase();
    let is_cloud = root
        .components()
        .map(name)
        .any(|part| CLOUDS.iter().any(|cloud| part.starts_with(cloud)));
    match is_cloud {
        true => wrong(
            "cloud",
            "the folder is kept in the cloud",
            "choose “Always keep on this device” for it, and let one computer write at a time",
        ),
        false => right("cloud", "the folder is on this computer"),
    }
}

fn characters(root: &Path) -> Look {
    let path = root.to_string_lossy();
    let is_odd = |c: char| c.is_control() || c == '\u{fffd}' || "\"*?<>|".contains(c);
    if path.chars().count() > MAX_PATH {
        return wrong(
            "path",
            format!("the path has {} characters", path.chars().count()),
            "move the folder nearer to the top of the disk: some programs stop at 260",
        );
    }
    match path.chars().find(|c| is_odd(*c)) {
        Some(sign) => wrong(
            "path",
            format!("the path holds {}", text::sign_name(sign)),
            "give the folder a name of letters, figures and hyphens",
        ),
        None => right("path", "nothing in the path stands in the way"),
    }
}

fn space(root: &Path) -> Look {
    let Ok(free) = fs4::available_space(root) else {
        return right("disk", "the system does not say what is free");
    };
    let free = free >> 20;
    match free < MIN_FREE_MIB {
        true => wrong(
            "disk",
            format!("{free} MiB are free"),
            "make room before you build",
        ),
        false if free < 1024 => right("disk", format!("{free} MiB are free")),
        false => right("disk", format!("{} GiB are free", free >> 10)),
    }
}

/// A PDF that a viewer holds open cannot be replaced on Windows; a folder may be read only.
fn files(root: &Path, project: &Project, gate: &Gate) -> Look {
    let pdf = submission_path(project, gate);
    let name = pdf.file_name().unwrap_or_default();
    // Nothing is made for the look: where there is no PDF yet, the manifest stands for it.
    let file = match root.join(OUTPUT).is_dir() {
        true => Path::new(OUTPUT).join(name),
        false => PathBuf::from(project::MANIFEST),
    };
    match Door::open(root).and_then(|door| door.check_writable(file)) {
        Ok(()) => right("files", "the PDF can be written"),
        Err(_) => wrong(
            "files",
            "the PDF cannot be written",
            "close it in every viewer, and see that the folder is not read only",
        ),
    }
}

/// The fonts that the project names and brings; those that its code names are found by a build.
fn fonts(project: &Project, store: &Store) -> Look {
    let unreadable = unreadable_fonts(store);
    if unreadable > 0 {
        let files = text::count(unreadable, "file");
        return wrong(
            "fonts",
            format!("{files} in `{FONTS}/` cannot be read as fonts"),
            "`folio check` names each; take the .ttf or .otf file from its maker again",
        );
    }
    let named = project.manifest.format.text_font.as_ref();
    let home = named.map(|family| font_home(store, &family.value));
    match home {
        None => right("fonts", "those that folio brings"),
        Some(FontHome::Program) => right("fonts", "folio brings the one that is asked for"),
        Some(FontHome::Project) => right("fonts", "the one that is asked for lies in the project"),
        Some(FontHome::Computer) => Look {
            hint: Some(format!(
                "copy its files into `{FONTS}/` if another computer builds it too"
            )),
            ..right("fonts", "the one that is asked for is on this computer")
        },
        Some(FontHome::Nowhere) => wrong(
            "fonts",
            "the one that is asked for is nowhere",
            format!("copy its files (.ttf or .otf) into `{FONTS}/`, or correct `text-font`"),
        ),
    }
}
