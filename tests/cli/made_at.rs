//! When a PDF says that it was made: the clock is never asked.

use crate::package::{DAY, PDF, files, project};
use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

/// Returns the day that a PDF says it was made on, and changed on.
fn days(bytes: Vec<u8>) -> [String; 2] {
    let information = Pdf::read(bytes).information();
    ["CreationDate", "ModDate"].map(|name| information[name][2..10].to_owned())
}

/// Builds without a day on the command line.
fn built(sandbox: &Sandbox, epoch: Option<&str>) -> Vec<u8> {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("folio"));
    command.current_dir(sandbox.path("")).arg("build");
    match epoch {
        Some(epoch) => command.env("SOURCE_DATE_EPOCH", epoch),
        None => command.env_remove("SOURCE_DATE_EPOCH"),
    };
    assert!(command.output().unwrap().status.success());
    sandbox.pdf()
}

#[test]
fn every_pdf_of_a_package_says_the_day_of_packaging() {
    let sandbox = project();
    sandbox.output(["package"]);
    let mut files = files(&sandbox.path(DAY));
    for name in [PDF, "word-count.pdf", "proof.pdf"] {
        let bytes = files.remove(name).unwrap();
        assert_eq!(days(bytes), ["20261122", "20261122"], "{name}");
    }
}

#[test]
fn a_pdf_says_the_day_that_is_given_and_otherwise_the_day_of_the_document() {
    let sandbox = project();
    assert_eq!(days(built(&sandbox, None)), ["20270901", "20270901"]);
    assert_eq!(
        days(built(&sandbox, Some("86400"))),
        ["19700102", "19700102"]
    );
    sandbox.output(["build"]);
    assert_eq!(days(sandbox.pdf()), ["20261122", "20261122"]);
}
