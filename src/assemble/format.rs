//! How a book looks, and the words that its template prints by itself.

/// The look and its switches. A measure that is `None` is the look's own.
#[derive(Clone, Debug)]
pub struct Format {
    /// The look.
    pub look: Look,
    /// The text's font family instead of the look's.
    pub font: Option<String>,
    /// The text's size in points.
    pub size_pt: Option<f64>,
    /// Line spacing as word processors say it: 1 is single, 1.5 one and a half, 2 double.
    pub line_spacing: Option<f64>,
    /// The left and the right margin in millimetres.
    pub margin_mm: Option<f64>,
    /// How pages are numbered.
    pub page_numbers: PageNumbers,
    /// How figures, tables and equations are numbered.
    pub figure_numbers: FigureNumbers,
    /// Where figures and tables stand.
    pub figure_placement: FigurePlacement,
    /// How many levels of headings have numbers.
    pub numbered_levels: u8,
    /// Whether pages carry the chapter's title at their head.
    pub running_heads: bool,
}

impl Default for Format {
    fn default() -> Self {
        Self {
            look: Look::Classic,
            font: None,
            size_pt: None,
            line_spacing: None,
            margin_mm: None,
            page_numbers: PageNumbers::Arabic,
            figure_numbers: FigureNumbers::ByChapter,
            figure_placement: FigurePlacement::Float,
            numbered_levels: 3,
            running_heads: true,
        }
    }
}

/// A set of typographic decisions; each is a file in `templates/typst/looks`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// A serif, justified, as books are set.
    #[default]
    Classic,
    /// A sans serif of 12 points, ranged left, as public bodies ask for.
    Accessible,
}

impl Look {
    /// Every look.
    pub const ALL: [Self; 2] = [Self::Classic, Self::Accessible];

    /// Returns the name, as the manifest writes it and as the file is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::Accessible => "accessible",
        }
    }

    /// Returns the look with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.name() == name)
    }
}

/// How pages are numbered. The title page is page 1 and does not say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageNumbers {
    /// One arabic sequence from the title page to the end.
    #[default]
    Arabic,
    /// Roman up to the first chapter, which is page 1.
    RomanFront,
}

/// How figures, tables and equations are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FigureNumbers {
    /// By chapter: 2.1.
    #[default]
    ByChapter,
    /// From the first to the last: 7. In appendices by appendix all the same: A.1.
    Throughout,
}

/// Where figures and tables stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FigurePlacement {
    /// At the head or the foot of the page, so that no page has a hole. A table too high for
    /// that stands where it is written and breaks.
    #[default]
    Float,
    /// Where they are written.
    Here,
}

/// The words that the template prints by itself.
#[derive(Clone, Debug)]
pub struct Wording {
    /// Before a chapter's number.
    pub chapter: String,
    /// Before a section's number, in references.
    pub section: String,
    /// Before an appendix's letter.
    pub appendix: String,
    /// Before a figure's number.
    pub figure: String,
    /// Before a table's number.
    pub table: String,
    /// Before a listing's number.
    pub listing: String,
    /// Before an equation's number, in references.
    pub equation: String,
    /// Before the number of an anonymous candidate.
    pub candidate: String,
}

impl Default for Wording {
    fn default() -> Self {
        Self {
            chapter: "Chapter".to_owned(),
            section: "Section".to_owned(),
            appendix: "Appendix".to_owned(),
            figure: "Figure".to_owned(),
            table: "Table".to_owned(),
            listing: "Listing".to_owned(),
            equation: "Equation".to_owned(),
            candidate: "Candidate".to_owned(),
        }
    }
}
