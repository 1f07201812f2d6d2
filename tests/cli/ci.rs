//! `folio new --ci`, and what this repository offers to the workflows of others.
//!
//! That the files are what the services understand, and that their commands do what they say, is
//! tried in `.ci/workflows.py`, which reads YAML and runs every step.

use crate::sandbox::Sandbox;

const SERVICES: [(&str, &str); 2] = [
    ("github", ".github/workflows/dissertation.yml"),
    ("gitlab", ".gitlab-ci.yml"),
];

fn made(service: &str) -> (Sandbox, String) {
    let sandbox = Sandbox::empty();
    let transcript = sandbox.run([
        "new", "mine", "--title", "T", "--author", "A", "--ci", service,
    ]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    (sandbox, transcript)
}

fn of_this_repository(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_workflow_is_written_where_its_service_looks_for_it() {
    for (service, path) in SERVICES {
        let (sandbox, transcript) = made(service);
        let text = std::fs::read_to_string(sandbox.path("mine").join(path)).unwrap();
        assert!(text.contains("PRIVATE REPOSITORY ONLY"));
        assert!(text.contains(concat!("\"", env!("CARGO_PKG_VERSION"), "\"")));
        assert!(!text.contains("<<") && !text.contains(">> \n"), "{text}");
        assert!(transcript.contains(&format!(
            "\nEvery push will be checked by {path}: its first lines say what to set.\n\
             Keep the repository private"
        )));
        let others = SERVICES.iter().filter(|(other, _)| *other != service);
        for (_, path) in others {
            assert!(!sandbox.path("mine").join(path).exists());
        }
    }
}

#[test]
fn without_the_option_there_is_no_workflow() {
    let sandbox = Sandbox::empty();
    sandbox.run(["new", "mine", "--title", "T", "--author", "A"]);
    let is_workflow = |path: &String| path.ends_with(".yml");
    assert!(!sandbox.files().iter().any(is_workflow));
}

#[test]
fn a_service_that_is_not_known_is_refused_before_anything_is_written() {
    let sandbox = Sandbox::empty();
    let transcript = sandbox.run(["new", "mine", "--ci", "jenkins"]);
    insta::assert_snapshot!(transcript, @r"
    exit 2
    --- stderr
    error: invalid value 'jenkins' for '--ci <SERVICE>'
      [possible values: github, gitlab]

    For more information, try '--help'.
    ");
    assert!(sandbox.files().is_empty());
}

#[test]
fn a_workflow_that_is_there_already_is_kept() {
    let sandbox = Sandbox::empty().write("mine/.gitlab-ci.yml", "mine: true\n");
    let transcript = sandbox.run([
        "new", "mine", "--title", "T", "--author", "A", "--ci", "gitlab",
    ]);
    insta::assert_snapshot!(transcript, @r"
    exit 2
    --- stderr
    error: mine has `.gitlab-ci.yml` already
      = hint: nothing was written; name a folder that does not exist yet
    ");
    assert_eq!(sandbox.files(), ["mine/.gitlab-ci.yml"]);
}

#[test]
fn a_workflow_may_read_and_nothing_else_and_names_stay_out_of_the_log() {
    let (sandbox, _) = made("github");
    let text =
        std::fs::read_to_string(sandbox.path("mine/.github/workflows/dissertation.yml")).unwrap();
    assert!(text.contains("\npermissions:\n  contents: read\n"));
    assert_eq!(text.matches("\npermissions:").count(), 1);
    assert!(text.contains("persist-credentials: false"));
    // A secret reaches a step as a variable, never as text of its script.
    let with_secret: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("${{ secrets."))
        .collect();
    assert_eq!(
        with_secret,
        ["          CONFIDENTIAL: ${{ secrets.FOLIO_CONFIDENTIAL }}"]
    );
}

#[test]
fn archives_are_fetched_by_the_names_that_a_release_gives_them() {
    let release = of_this_repository(".github/workflows/release.yml");
    let packages = of_this_repository("deploy/packages.py");
    assert!(packages.contains("f\"folio-{release.version}-{program.target}\""));
    let action = of_this_repository("action.yml");
    let targets = release.lines().filter_map(|line| {
        let (_, rest) = line.split_once("target: ")?;
        rest.split_once(',').map(|(target, _)| target)
    });
    let targets: Vec<&str> = targets.collect();
    assert_eq!(targets.len(), 4);
    for target in targets {
        assert!(action.contains(&format!("target={target};")), "{target}");
    }
    for (service, path) in SERVICES {
        let (sandbox, _) = made(service);
        let text = std::fs::read_to_string(sandbox.path("mine").join(path)).unwrap();
        assert!(text.contains("folio-$FOLIO_VERSION-x86_64-unknown-linux-musl"));
    }
}

#[test]
fn nothing_that_somebody_typed_becomes_part_of_a_script_of_the_action() {
    let action = of_this_repository("action.yml");
    let scripts = action.split("run: |\n").skip(1);
    for script in scripts {
        let end = script.find("\n    - name:").unwrap_or(script.len());
        let body = script[..end].split("\n    #").next().unwrap();
        assert!(!body.contains("${{"), "{body}");
    }
}
