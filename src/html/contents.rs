//! The lists that the document asks for: the contents, and those of tables and figures.

/// How deep contents are where the document asks for none.
pub(super) const DEPTH: usize = 3;

/// The lists that the document has.
#[derive(Default)]
pub(super) struct Lists {
    /// The heading that stood last above a list.
    title: Option<String>,
    /// The title of the contents, and how deep they are.
    pub(super) contents: Option<(String, usize)>,
    /// The title of each list of figures, and the kind that it lists.
    pub(super) listed: Vec<(String, String)>,
}

impl Lists {
    pub(super) fn title(&mut self, title: String) {
        self.title = Some(title);
    }

    pub(super) fn ask_contents(&mut self, depth: &str) {
        let title = self.title.take().unwrap_or_else(|| "Contents".to_owned());
        self.contents = Some((title, depth.parse().unwrap_or(DEPTH)));
    }

    pub(super) fn ask_listed(&mut self, of: &str) {
        let title = self.title.take().unwrap_or_else(|| match of {
            "table" => "Tables".to_owned(),
            _ => "Figures".to_owned(),
        });
        self.listed.push((title, of.to_owned()));
    }
}
