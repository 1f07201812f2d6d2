//! The live pages as a browser gets them; what is seen of them stands in `.ci/watch.py`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::sandbox::Sandbox;

/// A `folio watch` that is ended with the test.
struct Watch {
    process: Child,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Watch {
    fn start(sandbox: &Sandbox, options: &[&str]) -> Self {
        let process = Command::new(assert_cmd::cargo::cargo_bin!("folio"))
            .arg("watch")
            .args(options)
            .current_dir(sandbox.path(""))
            .env("NO_COLOR", "1")
            .args(["--today", "2026-11-22"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self { process }
    }

    /// Returns the port and the token of the address that stands alone on its line.
    fn address(&mut self) -> (u16, String) {
        let mut line = String::new();
        let out = self.process.stdout.as_mut().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let rest = line.trim_end().strip_prefix("http://127.0.0.1:").unwrap();
        let (port, token) = rest.split_once("/?token=").unwrap();
        (port.parse().unwrap(), token.to_owned())
    }

    fn lines(&mut self) -> impl Iterator<Item = String> {
        let lines = BufReader::new(self.process.stderr.take().unwrap()).lines();
        lines.map(Result::unwrap)
    }
}

fn ask(port: u16, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(120)))
        .unwrap();
    let request = format!("{request}\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

fn answer(port: u16, request: &str) -> String {
    let mut text = Vec::new();
    ask(port, request).read_to_end(&mut text).unwrap();
    String::from_utf8_lossy(&text).into_owned()
}

/// Returns the next event of a kind.
fn next(events: &mut impl Iterator<Item = String>, kind: &str) -> Value {
    let wanted = format!("event: {kind}");
    loop {
        let line = events.next().unwrap();
        if line == wanted {
            let data = events.next().unwrap();
            return serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
        }
    }
}

#[test]
fn an_edit_reaches_the_browser_and_nobody_else() {
    let sandbox = Sandbox::small().write("confidential.txt", "Northern Trust\n");
    let mut watch = Watch::start(&sandbox, &["--no-browser"]);
    let (port, token) = watch.address();
    let greeted = answer(port, &format!("GET /?token={token} HTTP/1.1"));
    assert!(greeted.starts_with("HTTP/1.1 303"), "{greeted}");
    let cookie = format!("Cookie: folio-{port}={token}");
    assert!(greeted.contains("HttpOnly; SameSite=Strict"), "{greeted}");
    let page = answer(port, &format!("GET / HTTP/1.1\r\n{cookie}"));
    assert!(page.contains("default-src 'none'"), "{page}");
    let refused = answer(port, "GET / HTTP/1.1");
    assert!(refused.starts_with("HTTP/1.1 403"), "{refused}");

    let stream = ask(port, &format!("GET /events HTTP/1.1\r\n{cookie}"));
    let mut events = BufReader::new(stream).lines().map(Result::unwrap);
    let before = next(&mut events, "pages");
    assert_eq!(before["counted"], 5);
    let sandbox = sandbox.write(
        "chapters/01-introduction.md",
        "# Introduction of Northern Trust\n\nFour words of text and three more.\n",
    );
    let mut after = next(&mut events, "pages");
    while after["counted"] == before["counted"] {
        after = next(&mut events, "pages");
    }
    assert_eq!(after["counted"], 11);
    assert_eq!(after["sitting"], 6);
    let contents = after["contents"].to_string();
    assert!(
        contents.contains("\"Introduction of ******** *****\""),
        "{contents}"
    );
    let changed = &after["changed"]["page"];
    let page = usize::try_from(changed.as_u64().unwrap()).unwrap();
    assert_ne!(after["pages"][page - 1][0], before["pages"][page - 1][0]);

    // A slip in the manifest: the last good pages stay, and where it is is said.
    let sandbox = sandbox.write("folio.toml", "[dissertation\n");
    let trouble = loop {
        let trouble = next(&mut events, "trouble");
        if !trouble.is_null() {
            break trouble;
        }
    };
    assert_eq!(trouble["findings"][0]["path"], "folio.toml");
    assert_eq!(trouble["findings"][0]["line"], 1);
    assert!(!sandbox.path("output").exists());
}

#[test]
fn a_draft_is_kept_as_the_files_are() {
    let sandbox = Sandbox::small();
    let mut watch = Watch::start(&sandbox, &["--file"]);
    let mut lines = watch.lines();
    let mut said = |wanted: &str| {
        let line = lines.by_ref().find(|line| line.starts_with("output"));
        assert!(
            line.as_ref().is_some_and(|line| line.contains(wanted)),
            "{line:?}"
        );
    };
    said("a-title-draft.pdf: 4 pages, 5 of 10,000 words");
    let text = "# Introduction\n\nFour words of text and more.\n";
    let sandbox = sandbox.write("chapters/01-introduction.md", text);
    said("a-title-draft.pdf: 4 pages, 7 of 10,000 words");
    assert_eq!(&sandbox.pdf()[..4], b"%PDF");
}

#[test]
fn a_port_that_is_taken_and_an_editor_without_a_file_are_said() {
    let sandbox = Sandbox::small();
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = sandbox.run(["watch", "--no-browser", "--port", &port]);
    insta::assert_snapshot!(said.replace(&port, "[port]"), @r"
    exit 2
    --- stderr
    error: another program of this computer uses port [port]
      = hint: leave `--port` out: a free one is found
    ");
    insta::assert_snapshot!(sandbox.run(["watch", "--editor", "code"]), @r#"
    exit 2
    --- stderr
    error: `--editor` does not say where the file goes: `{file}`
      = hint: for example `--editor "code -g {file}:{line}:{column}"`
    "#);
}
