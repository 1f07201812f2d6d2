//! `folio schema` and `folio completions`.

use crate::sandbox::Sandbox;

fn schema() -> jsonschema::Validator {
    let output = Sandbox::empty().output(["schema"]);
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn as_json(manifest: &str) -> serde_json::Value {
    fn convert(value: toml::Value) -> serde_json::Value {
        match value {
            toml::Value::Datetime(date) => date.to_string().into(),
            toml::Value::Table(table) => table
                .into_iter()
                .map(|(key, value)| (key, convert(value)))
                .collect(),
            toml::Value::Array(items) => items.into_iter().map(convert).collect(),
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(truth) => truth.into(),
        }
    }
    convert(
        manifest
            .parse::<toml::Table>()
            .map(toml::Value::Table)
            .unwrap(),
    )
}

#[test]
fn the_schema_accepts_the_samples() {
    for name in ["digital-readiness", "minimal"] {
        let manifest = std::fs::read_to_string(Sandbox::sample(name).path("folio.toml")).unwrap();
        let errors: Vec<String> = schema()
            .iter_errors(&as_json(&manifest))
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_schema_refuses_what_the_program_refuses() {
    for manifest in [
        "[dissertation]\ntittle = \"A\"\nauthor = \"B\"\n",
        "[dissertation]\ntitle = 3\nauthor = \"B\"\n",
        "[dissertation]\ntitle = \"A\"\nauthor = \"B\"\n[words]\nlimit = \"many\"\n",
    ] {
        assert!(!schema().is_valid(&as_json(manifest)), "{manifest}");
        let transcript = Sandbox::small()
            .write("folio.toml", manifest)
            .run(["build"]);
        assert!(transcript.starts_with("exit 2\n"), "{transcript}");
    }
}

#[test]
fn one_page_of_the_manual_has_every_command() {
    let output = Sandbox::empty().output(["completions", "man"]);
    assert!(output.status.success());
    let page = String::from_utf8(output.stdout).unwrap();
    let heads: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix(".S"))
        .collect();
    insta::assert_snapshot!(heads.join("\n"));
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = Sandbox::empty().output(["completions", shell]);
        assert!(output.status.success());
        assert!(
            String::from_utf8(output.stdout).unwrap().contains("build"),
            "{shell}"
        );
    }
}
