//! What a project from elsewhere may not do: claims about the room as a whole.

use crate::typeset::sandbox::{Sandbox, lines};
use crate::typeset::session::TypesetError;

#[track_caller]
fn refused(sandbox: &Sandbox, expected: &str) {
    let (session, findings) = sandbox.refused();
    assert_eq!(lines(&session, &findings), [expected]);
}

fn chapter(text: &str) -> Sandbox {
    Sandbox::new("#include \"/a.typ\"").file("a.typ", text)
}

#[test]
fn no_path_leads_out_of_the_project() {
    let outside = "file-outside-project a.typ:1:7 this leads out of the project's folder, which is not allowed";
    refused(&chapter("#read(\"../x.txt\")"), outside);
    refused(&chapter("#read(\"/../x.txt\")"), outside);
    refused(
        &chapter("#read(\"/etc/passwd\")"),
        "file-not-found a.typ:1:7 there is no file `etc/passwd`",
    );
    refused(
        &chapter(r#"#read("..\\x.txt")"#),
        "path-backslash a.typ:1:7 a path is written with `/`, on Windows too",
    );
}

#[test]
fn what_is_private_stands_in_no_document() {
    let private = "file-private a.typ:1:7 this file is never read into a document";
    for path in [
        "folio.toml",
        "confidential.txt",
        "milestones/ledger.jsonl",
        ".git/config",
        "data/.env",
    ] {
        let text = format!("#read(\"/{path}\")");
        refused(&chapter(&text).file(path, "secret"), private);
    }
    #[cfg(unix)]
    {
        let sandbox = chapter("#read(\"/x.txt\")").file(".env", "secret");
        std::os::unix::fs::symlink(".env", sandbox.root().join("x.txt")).unwrap();
        refused(&sandbox, private);
    }
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_project() {
    use std::os::unix::fs::symlink;

    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("x.txt"), "secret").unwrap();
    let outside = "file-outside-project a.typ:1:7 this leads out of the project's folder, which is not allowed";

    let sandbox = chapter("#read(\"x.txt\")");
    symlink(elsewhere.path().join("x.txt"), sandbox.root().join("x.txt")).unwrap();
    refused(&sandbox, outside);

    let sandbox = chapter("#read(\"folder/x.txt\")");
    symlink(elsewhere.path(), sandbox.root().join("folder")).unwrap();
    refused(&sandbox, outside);

    let sandbox = chapter("#read(\"folder/x.txt\")").file("real/x.txt", "inside");
    symlink(sandbox.root().join("real"), sandbox.root().join("folder")).unwrap();
    sandbox.typeset();
}

#[cfg(unix)]
#[test]
fn a_vendored_package_may_not_be_a_link_elsewhere() {
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(elsewhere.path().join("1.0.0")).unwrap();
    std::fs::write(elsewhere.path().join("1.0.0/typst.toml"), "").unwrap();
    let sandbox = chapter("#import \"@preview/p:1.0.0\": x").file("packages/preview/readme", "");
    std::os::unix::fs::symlink(elsewhere.path(), sandbox.root().join("packages/preview/p"))
        .unwrap();
    refused(
        &sandbox,
        "file-outside-project a.typ:1:9 this leads out of the project's folder, which is not allowed",
    );
}

#[test]
fn a_package_comes_from_the_projects_folder_and_from_nowhere_else() {
    let manifest = "[package]\nname = \"p\"\nversion = \"1.0.0\"\nentrypoint = \"lib.typ\"\n";
    let sandbox = chapter("#import \"@preview/p:1.0.0\": x\n#x")
        .file("packages/preview/p/1.0.0/typst.toml", manifest)
        .file("packages/preview/p/1.0.0/lib.typ", "#let x = [Hello]");
    sandbox.typeset();
    refused(
        &chapter("#import \"@preview/p:1.0.0\": x"),
        "package-missing a.typ:1:9 the package `@preview/p:1.0.0` is not in the project",
    );
    let other = chapter("#import \"@preview/p:2.0.0\": x")
        .file("packages/preview/p/1.0.0/typst.toml", manifest);
    refused(
        &other,
        "package-missing a.typ:1:9 the project has another version of this package: 1.0.0",
    );
    let escape = chapter("#import \"@preview/p:1.0.0\": x")
        .file("packages/preview/p/1.0.0/typst.toml", manifest)
        .file(
            "packages/preview/p/1.0.0/lib.typ",
            "#let x = read(\"../../../../folio.toml\")",
        )
        .file("folio.toml", "secret");
    let (session, findings) = escape.refused();
    assert_eq!(
        lines(&session, &findings)[0].split(' ').next(),
        Some("file-outside-project")
    );
}

#[test]
fn a_plugin_runs_only_inside_a_vendored_package() {
    let message =
        "plugins run only inside packages that are kept in the project's `packages/` folder";
    let wasm = b"\0asm\x01\0\0\0";
    refused(
        &chapter("#plugin(\"x.wasm\")").file("x.wasm", wasm),
        &format!("plugin-refused a.typ:1:2 {message}"),
    );
    let with_packages = chapter("#plugin(\"x.wasm\")")
        .file("x.wasm", wasm)
        .file("packages/readme", "");
    refused(
        &with_packages,
        &format!("plugin-refused a.typ:1:9 {message}"),
    );
}

#[test]
fn a_file_that_includes_itself_is_named() {
    let sandbox = chapter("#include \"b.typ\"").file("b.typ", "text\n#include \"a.typ\"");
    refused(
        &sandbox,
        "cyclic-include b.typ:2:10 this file includes itself, directly or through another",
    );
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    let nested = |open: &str, close: &str, levels: usize| {
        chapter(&format!("{}x{}", open.repeat(levels), close.repeat(levels)))
    };
    for sandbox in [
        nested("#[", "]", 5_000),
        nested("#box[", "]", 200),
        nested("$(", ")$", 1),
        chapter(&format!("${}x{}$", "(".repeat(3_000), ")".repeat(3_000))),
        chapter("#let f(n) = f(n + 1)\n#f(0)"),
        chapter("#let f(n) = if n == 0 { [x] } else { box(f(n - 1)) }\n#f(75)"),
        chapter("#show \"a\": [aa]\na"),
    ] {
        let mut session = sandbox.session();
        if let Err(error) = session.compile() {
            assert!(matches!(error, TypesetError::Findings(_)), "{error:?}");
        }
    }
}

#[test]
fn a_file_that_is_too_large_or_no_file_at_all_is_refused() {
    let big = chapter("#read(\"big.txt\")").file("big.txt", vec![b'a'; 9 << 20]);
    refused(
        &big,
        "file-too-large a.typ:1:7 this file is too large: at most 8 MB of text, 200 MB of anything else",
    );
    let folder = chapter("#read(\"folder\")").file("folder/x", "");
    refused(
        &folder,
        "file-not-found a.typ:1:7 this is a folder, not a file",
    );
}

#[test]
fn nothing_of_the_machine_reaches_the_document() {
    let sandbox = chapter(
        "#assert.eq(sys.inputs, (:))\n#assert.eq(datetime.today(), datetime(year: 2027, month: 9, day: 1))\n#assert.eq(datetime.today(offset: 2).day(), 1)",
    );
    sandbox.typeset();
}
