//! What is found beside the rules, mostly by other rooms while they read and typeset the files:
//! rows for their codes.
//!
//! Such a finding is made where its cause is known, by the room that reads the file. It has a row
//! here all the same, so that it has a level that can be set, and an explanation. A row says
//! whether the code is found without typesetting.

use crate::check::rule::{Rule, rows};

/// The rules of this family.
pub(crate) const RULES: &[Rule] = rows! {
    // folio.toml and the profile.
    "manifest-syntax" Deny Source "folio.toml is not written as TOML asks";
    "duplicate-key" Deny Source "something is set twice";
    "unknown-key" Deny Source "folio.toml has a key that folio does not know";
    "wrong-type" Deny Source "a value of folio.toml is of the wrong kind";
    "wrong-value" Deny Source "a value of folio.toml is out of range";
    "limit-not-positive" Deny Source "a word limit is not a whole number above nothing";
    "empty-value" Deny Source "a value of folio.toml is empty";
    "impossible-date" Deny Source "a date is none of the calendar";
    "unknown-name" Deny Source "something is named that does not exist";
    "duplicate-number" Deny Source "two files have the same number";
    "duplicate-name" Deny Source "two things have the same name";
    "missing-key" Deny Source "something is missing that is needed";
    "path-outside-project" Deny Source "a path leads out of the project's folder";
    "link-outside-project" Deny Source "a link leads out of the project's folder";
    "missing-file" Deny Source "a file is named that is not there";
    "not-utf8" Deny Source "a file is not written as UTF-8 text";
    "text-in-utf-16" Warn Source "a text file is written as UTF-16";
    "file-too-large" Deny Source "a file is too large";
    "unreadable-file" Deny Source "a file or folder cannot be read";
    "wrong-file-type" Deny Source "a file is of a kind that cannot be used there";
    "file-name-not-utf8" Deny Source "the name of a file is not written as UTF-8";
    "file-name-not-portable" Warn Source "the name of a file does not work on every computer";
    "file-not-in-outline" Warn Source "a file is in no part of the dissertation";
    "no-chapters" Deny Source "there is no chapter";
    "milestones-out-of-order" Warn Source "the dates of the milestones are not in their order";
    "minimum-over-limit" Deny Source "a minimum is above its limit";
    "count-not-settled" Deny Output "the number that is printed is not the number that is counted";
    "citations-not-settled" Deny Output "printing the citations changes what is cited each time";
    "limit-without-section" Warn Source "a limit names a section that is not there";
    "policy-not-understood" Deny Source "a counting rule of your own cannot be read";
    "candidate-identifies" Warn Source "the candidate number tells who you are";
    "odd-identifier" Warn Source "a number or an address looks wrong";
    "overruled" Warn Source "folio.toml wants what the rules from outside forbid";
    // Chapters in Markdown, and what stands at their head.
    "chapter-without-title" Warn Source "a chapter begins without a title";
    "second-title" Warn Source "a chapter has a second title";
    "title-differs" Warn Source "the title at the head of a file is another than its heading";
    "front-matter-key" Warn Source "the block at the head of a file has a key that folio does not know";
    "front-matter-not-closed" Warn Source "the block at the head of a file has no end";
    "front-matter-unreadable" Warn Source "the block at the head of a file cannot be read";
    "front-matter-words" Warn Source "the planned length of a chapter is no number";
    "abbreviation-without-meaning" Warn Source "an abbreviation is listed without its meaning";
    "abbreviation-conflict" Warn Source "an abbreviation has two meanings";
    "abbreviation-unused" Warn Source "an abbreviation is listed and never used";
    "changes-undecided" Warn Source "changes and comments of a draft are not decided";
    "change-not-closed" Warn Source "a change or a comment is left open";
    "note-link" Warn Source "a link leads to a note of another program";
    "embedded-note" Deny Source "a note of another program is to be put in";
    "hidden-comment" Warn Source "a comment between percent signs is not printed";
    "tag-typed" Warn Source "tags of a note-taking program are printed";
    "block-id" Warn Source "a paragraph has a name for a note-taking program";
    "brace-order" Warn Source "an order to another program stands in the text";
    "heading-numbered-by-hand" Warn Source "a heading has a number typed into it";
    "heading-typed" Warn Source "a heading with its number is typed as a paragraph";
    "heading-by-line" Warn Source "a sentence is a heading because of the line below it";
    "caption-typed" Warn Source "a caption with its number is typed as a paragraph";
    "caption-numbered-by-hand" Warn Source "a caption has a number typed into it";
    "table-of-tabs" Warn Source "lines with tabs that look like a table";
    "indented-paragraph" Warn Source "a paragraph is indented as code is";
    "word-field-lost" Warn Source "a cross-reference of Word that has lost its target";
    "heading-without-space" Warn Source "a line is no heading for want of a space";
    "unseen-sign" Warn Source "a sign that nobody sees stands in the text";
    "title-with-marks" Warn Source "the title at the head of a file has marks of Markdown";
    "heading-empty" Warn Source "a heading has no words";
    "emphasis-not-closed" Warn Source "a star or an underscore is left open";
    "code-not-closed" Warn Source "code is left open";
    "formula-not-closed" Warn Source "a formula is left open";
    "formula-unreadable" Deny Source "a formula cannot be read";
    "link-not-closed" Warn Source "a link is left open";
    "link-without-target" Warn Source "a link leads nowhere";
    "link-without-text" Warn Source "a link has no text";
    "link-target-unused" Deny Source "a line that looks like the target of a link is not printed";
    "citation-not-closed" Warn Source "a citation is left open";
    "footnote-unknown" Warn Source "a footnote is called that is not there";
    "footnote-twice" Deny Source "two footnotes have the same name";
    "footnote-unused" Warn Source "a footnote is written and never called";
    "footnote-in-itself" Deny Source "a footnote calls itself";
    "include-unreadable" Deny Source "a file cannot be included";
    "html-tag" Warn Source "an HTML tag is left out";
    "comment-not-closed" Deny Source "a comment is left open";
    "latex-command" Warn Source "a LaTeX command stands in the text";
    "latex-command-printed" Warn Source "a LaTeX command is printed as it stands";
    "latex-environment" Warn Source "LaTeX's `\\begin` stands in the text";
    "latex-not-closed" Warn Source "the brace of a LaTeX command is left open";
    "label-behind-nothing" Warn Source "a label stands behind nothing that has a number";
    "chunk-not-run" Warn Source "a block of code that another program would run is left out";
    "inline-code-not-run" Deny Source "code in a sentence stands for a result that is missing";
    "shortcode-not-run" Warn Source "a shortcode prints nothing";
    "text-reference-unknown" Warn Source "a text is asked for by a name that nothing explains";
    "text-reference-unused" Warn Source "a text with a name is shown nowhere";
    "book-division" Warn Source "a heading opens a part of a book";
    "page-break-inside" Warn Source "a page is to end inside a list or a block";
    "raw-block" Warn Source "a block for another program is left out";
    "raw-inline" Warn Source "a piece for another program is left out";
    "table-unreadable" Warn Source "a table cannot be read as one";
    "table-cell-lost" Deny Source "a table has a cell beyond its last column";
    "bullet-typed" Warn Source "a list is typed with signs of its own";
    "caption-alone" Warn Source "a caption has nothing above it";
    "sub-figures" Warn Source "several pictures stand in one paragraph";
    "attribute-unknown" Warn Source "a picture or table has a setting that folio does not know";
    "attributes-unreadable" Warn Source "settings between curly brackets cannot be read";
    "class-unknown" Warn Source "a word after a dot is none that folio knows";
    "length-unknown" Warn Source "a width or height cannot be read";
    "placement-unknown" Warn Source "the place of a figure cannot be read";
    "widths-unknown" Warn Source "the widths of a table do not fit its columns";
    "words-behind-fence" Warn Source "words stand behind the `:::` of a block";
    "div-not-closed" Warn Source "a block is left open";
    "div-not-open" Warn Source "a block is closed that was never opened";
    "nesting-too-deep" Deny Source "lists or blocks are nested too deeply";
    // What the typesetting engine says of the text.
    "typst-error" Deny Output "the typesetting engine cannot go on";
    "typst-warning" Warn Output "the typesetting engine finds something odd";
    "typst-syntax" Deny Output "a line of Typst is not written as Typst asks";
    "unknown-variable" Deny Output "Typst code names something that is not there";
    "cannot-reference" Deny Output "a reference points to something without a number";
    "no-bibliography" Deny Output "a work is cited, and there are no references";
    "style-faulty" Warn Output "the citation style has a mistake";
    "own-bibliography" Warn Output "a chapter brings a list of references of its own";
    "own-citation-style" Warn Output "a citation asks for a style of its own";
    "file-not-found" Deny Output "a chapter asks for a file that is not there";
    "file-name-case" Deny Output "the name of a file differs in capitals";
    "file-outside-project" Deny Output "a chapter reaches out of the project's folder";
    "path-backslash" Deny Output "a path is written with backslashes";
    "package-missing" Deny Output "a Typst package is not in the project";
    "plugin-refused" Deny Output "a program inside a chapter is refused";
    "unknown-font" Deny Output "a font is named that is not there";
    "font-unreadable" Warn Output "a file in `fonts/` is no font";
    "endless-loop" Deny Output "code goes on for ever";
    "cyclic-include" Deny Output "files include each other in a circle";
    "nested-too-deeply" Deny Output "something is nested too deeply";
    "not-settled" Warn Output "page numbers did not settle";
    // Pictures, and what readers need who cannot see.
    "image-from-web" Warn Source "a picture would have to be fetched";
    "image-missing" Warn Output "a picture is not there";
    "image-unreadable" Warn Output "a picture cannot be read";
    "image-format" Warn Output "a picture is of a kind that cannot be printed";
    "heading-first-level" Warn Output "the first heading is not of the highest level";
    "no-title" Warn Output "the PDF has no title";
    "no-date" Warn Output "the PDF has no date";
    "pdf-standard" Warn Output "something does not fit the standard of the PDF";
    "pdf-structure" Warn Output "a screen reader cannot follow something";
    // `[check]` of folio.toml.
    "waiver-ended" Warn Source "a waiver has passed its last day";
    "unknown-rule" Warn Source "`[check]` names a rule that does not exist";
};
