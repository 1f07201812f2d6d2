//! `folio` alone: where you stand, and the next command.

use crate::sandbox::Sandbox;

#[test]
fn outside_a_project_the_next_command_is_new() {
    let transcript = Sandbox::empty().run([]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    assert!(transcript.contains("folio new"), "{transcript}");
}

#[test]
fn inside_a_project_the_next_command_is_build() {
    let sandbox = Sandbox::small();
    let transcript = sandbox.run([]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    assert!(
        transcript.contains("A title") && transcript.contains("folio build"),
        "{transcript}"
    );
}
