//! A Markdown file and what became of it.

use std::sync::Arc;

use typst_syntax::{FileId, RootedPath, VirtualPath, VirtualRoot};

use crate::diagnostics::ProjectPath;
use crate::markdown::{Conversion, KnownNames, Settings, convert};

/// A Markdown file that was converted.
#[derive(Clone, Debug)]
pub struct Converted {
    /// The text, exactly as it was read.
    pub text: String,
    /// What became of it, under the name that [`chapter_file`] gives.
    pub conversion: Conversion,
    /// What was known of the other files, and what the manifest says.
    settings: Settings,
}

impl Converted {
    /// Converts a file, or takes what was made of the very same text with the same settings.
    ///
    /// Blocks that did not change keep the places that they had `earlier` in the made tree, so that
    /// the engine does over only what did.
    pub fn of(
        id: FileId,
        path: &ProjectPath,
        text: String,
        settings: Settings,
        earlier: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        if let Some(earlier) = earlier
            && earlier.text == text
            && earlier.settings.abbreviations == settings.abbreviations
            && earlier.settings.macros == settings.macros
            && earlier.settings.works == settings.works
        {
            return earlier.clone();
        }
        let settings = Settings {
            names: earlier.map_or_else(KnownNames::default, |it| it.settings.names.clone()),
            ..settings
        };
        Self::with(id, path, text, settings, earlier)
    }

    /// Converts the file again if more is known now of the names in other files.
    pub fn knowing(
        self: &Arc<Self>,
        id: FileId,
        path: &ProjectPath,
        names: KnownNames,
    ) -> Arc<Self> {
        if self.settings.names == names {
            return self.clone();
        }
        let settings = Settings {
            names,
            ..self.settings.clone()
        };
        Self::with(id, path, self.text.clone(), settings, Some(self))
    }

    fn with(
        id: FileId,
        path: &ProjectPath,
        text: String,
        settings: Settings,
        earlier: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        let mut conversion = convert(id, path, &text, &settings);
        if let Some(earlier) = earlier {
            let mut source = earlier.conversion.source.clone();
            source.replace(conversion.source.text());
            conversion.source = source;
        }
        Arc::new(Self {
            text,
            conversion,
            settings,
        })
    }
}

/// Returns the engine's name for a file of the project.
///
/// The engine keeps each name for ever and has 65,535 of them.
pub fn chapter_file(path: &ProjectPath) -> Option<FileId> {
    let path = VirtualPath::new(path.as_str()).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}
