//! What finding the files of a dissertation promises.

use crate::project::load_tests::{Sandbox, with};

fn ids(sandbox: &Sandbox) -> Vec<String> {
    let outline = sandbox.load().outline;
    outline
        .chapters
        .into_iter()
        .map(|chapter| chapter.id)
        .collect()
}

#[test]
fn chapters_come_in_the_order_of_their_numbers() {
    let sandbox = Sandbox::new(&with(""))
        .write("chapters/10-end.md", "")
        .write("chapters/2-method.typ", "")
        .write("chapters/.hidden.md", "")
        .write("chapters/notes.csv", "")
        .write("chapters/parts/03-part.md", "");
    assert_eq!(ids(&sandbox), ["introduction", "method", "end"]);
}

#[test]
fn files_that_share_a_name_keep_their_number() {
    let sandbox = Sandbox::new(&with(""))
        .write("chapters/02-part.md", "")
        .write("chapters/03-part.typ", "");
    assert_eq!(ids(&sandbox), ["introduction", "02-part", "03-part"]);
}

#[test]
fn two_files_with_one_number_are_both_printed_and_told() {
    let sandbox = Sandbox::new(&with("")).write("chapters/1-other.md", "");
    assert_eq!(ids(&sandbox), ["introduction", "other"]);
    assert_eq!(
        sandbox.findings(),
        [
            "chapters/1-other.md duplicate-number: two files have the number 1: \
             `chapters/01-introduction.md` and `chapters/1-other.md` (both are printed, one after the other: rename one, or remove it)"
        ]
    );
}

#[test]
fn files_of_one_name_are_told_apart() {
    let sandbox = Sandbox::new(&with("")).write("chapters/01-introduction.typ", "");
    assert_eq!(ids(&sandbox), ["01-introduction", "01-introduction-typ"]);
}

#[test]
fn a_copy_that_a_cloud_drive_made_is_left_out_and_both_are_named() {
    let sandbox = Sandbox::new(&with(""))
        .write("chapters/01-introduction-LAPTOP.md", "")
        .write("chapters/02-method (1).md", "");
    assert_eq!(ids(&sandbox), ["introduction", "method-1"]);
    assert_eq!(
        sandbox.findings(),
        [
            "chapters/01-introduction-LAPTOP.md conflict-copy: `chapters/01-introduction-LAPTOP.md` \
             looks like a copy of `chapters/01-introduction.md`, and is left out \
             (take what is newer from the copy, then delete it or move it away)"
        ]
    );
}

#[test]
fn a_listed_order_is_the_order() {
    let sandbox = Sandbox::new(&with(
        "[outline]\nchapters = [\"text/b.md\", \"chapters/01-introduction.md\"]\n",
    ))
    .write("text/b.md", "")
    .write("chapters/02-x.md", "");
    assert_eq!(ids(&sandbox), ["b", "introduction"]);
    assert_eq!(
        sandbox.findings(),
        [
            "file-not-in-outline: `chapters/02-x.md` is not listed in `[outline]` and is left out \
             (add it to `chapters`, or move it out of the folder)"
        ]
    );
}

#[test]
fn a_listed_file_that_is_not_there_is_an_error() {
    let sandbox = Sandbox::new(&with(
        "[outline]\nchapters = [\"chapters/01-introducton.md\"]\n",
    ));
    assert_eq!(
        sandbox.findings()[0],
        "5:13 missing-file: the chapter `chapters/01-introducton.md` does not exist \
         (did you mean `chapters/01-introduction.md`?)"
    );
}

#[test]
fn a_chapter_that_is_not_utf8_says_where() {
    let sandbox = Sandbox::new(&with("")).write("chapters/02-x.md", b"# X\ncaf\xe9\n");
    let findings = sandbox.findings();
    assert_eq!(findings.len(), 1);
    assert!(
        findings[0].starts_with(
            "chapters/02-x.md not-utf8: `chapters/02-x.md` is not UTF-8 text: \
             the letter behind `caf` on line 2 cannot be read (save it again with the encoding UTF-8"
        ),
        "{findings:?}"
    );
}

#[test]
fn a_chapter_in_utf_16_is_read_and_said_once() {
    let text: Vec<u8> = "# Ü\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let text = [&[0xff, 0xfe], &text[..]].concat();
    let sandbox = Sandbox::new(&with("")).write("chapters/02-x.md", text);
    assert_eq!(
        sandbox.findings(),
        [
            "chapters/02-x.md text-in-utf-16: `chapters/02-x.md` is UTF-16 text, and was read as such \
             (save it with the encoding UTF-8, which all programs read)"
        ]
    );
}

#[test]
fn a_chapter_may_end_in_markdown_and_a_txt_only_where_it_is_named() {
    let sandbox = Sandbox::new(&with(""))
        .write("chapters/02-a.MD", "")
        .write("chapters/03-b.markdown", "")
        .write("chapters/04-c.mdown", "")
        .write("chapters/05-d.txt", "");
    assert_eq!(ids(&sandbox), ["introduction", "a", "b", "c"]);
    assert_eq!(
        sandbox.findings(),
        [
            "wrong-file-type: `chapters/05-d.txt` is left out: only `.md`, `.markdown` and `.typ` are read \
             (name it `.md` if it is a chapter, or list it in `[outline]`)"
        ]
    );
    let sandbox = Sandbox::new(&with("[outline]\nchapters = [\"chapters/05-d.txt\"]\n"))
        .write("chapters/05-d.txt", "")
        .remove("chapters/01-introduction.md");
    assert_eq!(ids(&sandbox), ["d"]);
    assert_eq!(sandbox.findings(), [""; 0]);
}

#[test]
fn a_project_without_chapters_says_what_to_add() {
    let sandbox = Sandbox::new(&with("")).remove("chapters/01-introduction.md");
    assert_eq!(
        sandbox.findings(),
        ["no-chapters: the folder `chapters` holds no chapter \
             (add a file such as `chapters/01-introduction.md`)"]
    );
}

#[test]
fn a_chapter_in_words_own_format_is_noticed() {
    let sandbox = Sandbox::new(&with(""))
        .write("chapters/02-method.docx", "")
        .write("chapters/~$-method.docx", "")
        .write("chapters/01-introduction.Rmd", "")
        .write("chapters/01-introduction.html", "");
    assert_eq!(
        sandbox.findings(),
        [
            "wrong-file-type: `chapters/02-method.docx` is left out: only `.md`, `.markdown` and `.typ` are read \
             (save its text as Markdown, with the extension `.md`)"
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_project_is_an_error() {
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("secret.md"), "secret").unwrap();
    let sandbox = Sandbox::new(&with(""));
    let link = |from: &std::path::Path, to: &str| {
        std::os::unix::fs::symlink(from, sandbox.root().join(to)).unwrap();
    };
    link(&elsewhere.path().join("secret.md"), "chapters/02-secret.md");
    link(elsewhere.path(), "appendices");
    link(
        &elsewhere.path().join("nothing.md"),
        "chapters/03-broken.md",
    );
    link(
        &sandbox.root().join("references.bib"),
        "chapters/04-inside.md",
    );
    let codes: Vec<String> = sandbox
        .findings()
        .iter()
        .map(|it| it.split(':').next().unwrap().to_owned())
        .collect();
    assert_eq!(
        codes,
        [
            "appendices link-outside-project",
            "chapters/02-secret.md link-outside-project",
            "chapters/03-broken.md unreadable-file",
        ]
    );
}

#[test]
fn front_matter_follows_the_profile_and_prints_only_what_is_there() {
    let sandbox = Sandbox::new(&with("[abbreviations]\nGP = \"general practitioner\"\n"))
        .write("front/abstract.md", "")
        .write("front/acknowledgements.typ", "")
        .write("appendices/b-guide.md", "")
        .write("appendices/a-sheet.md", "");
    let project = sandbox.load();
    let front: Vec<&str> = project
        .outline
        .front
        .iter()
        .map(|part| part.id.as_str())
        .collect();
    assert_eq!(
        front,
        [
            "title-page",
            "abstract",
            "copyright",
            "acknowledgements",
            "contents",
            "list-of-tables",
            "list-of-figures",
            "abbreviations"
        ]
    );
    let back: Vec<&str> = project
        .outline
        .back
        .iter()
        .map(|part| part.id.as_str())
        .collect();
    assert_eq!(back, ["references", "appendices"]);
    let appendices: Vec<&str> = project
        .outline
        .appendices
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(appendices, ["sheet", "guide"]);
    let dropped: Vec<bool> = project
        .outline
        .front
        .iter()
        .map(|it| it.is_dropped_when_anonymous)
        .collect();
    assert_eq!(dropped.iter().position(|it| *it), Some(3));
    let missing = project
        .findings
        .iter()
        .find(|it| it.code == "missing-part")
        .unwrap();
    assert_eq!(
        missing.message,
        "`front/originality.md` and `front/ai-use.md` are not there yet"
    );
}

#[test]
fn the_manifest_may_order_and_hide_parts() {
    let sandbox = Sandbox::new(&with(
        "[outline]\nfront = [\"title-page\", \"dedication\", \"contents\"]\nback = [\"appendices\", \"references\", \"ai-use\"]\nhide = [\"contents\"]\n",
    ))
    .write("front/dedication.md", "")
    .write("front/ai-use.md", "")
    .write("front/poem.md", "")
    .write("appendices/sheet.md", "");
    let project = sandbox.load();
    let id =
        |parts: &[crate::project::Part]| parts.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    assert_eq!(id(&project.outline.front), ["title-page", "dedication"]);
    assert_eq!(project.outline.front[1].region().mark(), "front:dedication");
    assert_eq!(
        id(&project.outline.back),
        ["appendices", "references", "ai-use"]
    );
    assert!(
        sandbox.findings()[0].starts_with("file-not-in-outline: `front/poem.md` is not printed")
    );
}

#[test]
fn files_of_one_name_may_be_listed_from_two_folders() {
    let listed = "[outline]\nchapters = [\"a/index.md\", \"b/index.md\", \"b/index.typ\"]\n";
    let sandbox = Sandbox::new(&with(listed))
        .write("a/index.md", "")
        .write("b/index.md", "")
        .write("b/index.typ", "")
        .remove("chapters/01-introduction.md");
    let findings = sandbox.findings();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].contains("`b/index.md` and `b/index.typ`"));
}

#[test]
fn a_part_with_two_files_is_told() {
    let sandbox = Sandbox::new(&with(""))
        .write("front/abstract.md", "")
        .write("front/abstract.typ", "");
    assert!(sandbox.findings()[0].contains("duplicate-name: two files make the part `abstract`"));
}

#[test]
fn a_name_that_windows_cannot_open_is_worth_fixing() {
    if cfg!(windows) {
        return;
    }
    let sandbox = Sandbox::new(&with("")).write("chapters/aux.md", "");
    assert_eq!(
        sandbox.findings(),
        [
            "file-name-not-portable: `chapters/aux.md` cannot be opened on Windows \
             (rename it with letters, digits and hyphens)"
        ]
    );
}

#[test]
fn a_file_that_a_chapter_includes_is_no_chapter() {
    let sandbox = Sandbox::new(&with(""))
        .write(
            "chapters/02-a.md",
            "# A\n\n{{< include _b.md >}}\n{{< include 03-c.md >}}\n",
        )
        .write("chapters/_b.md", "Text.")
        .write("chapters/_alone.md", "Text.")
        .write("chapters/03-c.md", "Text.");
    assert_eq!(ids(&sandbox), ["introduction", "a"]);
    assert_eq!(
        sandbox.findings(),
        [
            "file-not-in-outline: `chapters/_alone.md` is included nowhere and is left out \
             (write `{{< include _alone.md >}}` where it belongs, or take the `_` off its name)"
        ]
    );
}

#[test]
fn chapters_that_include_each_other_stay_chapters() {
    let sandbox = Sandbox::new(&with(""))
        .write("chapters/02-a.md", "# A\n\n{{< include _b.md >}}\n")
        .write(
            "chapters/_b.md",
            "{{< include 02-a.md >}}\n{{< include 03-c.md >}}\n",
        )
        .write("chapters/03-c.md", "Text.");
    assert_eq!(ids(&sandbox), ["introduction", "a"]);
}
