//! What a profile promises, whether it is built in, the project's own, or brought with `--rules`.

use std::fs;

use crate::diagnostics::Level;
use crate::project::load_tests::{Sandbox, show, with};
use crate::project::{
    Origin, ProjectError, Status, Tolerance, built_in_profile, built_in_profiles, load,
};

#[test]
fn rules_from_outside_win_and_say_what_they_overruled() {
    let rules = tempfile::NamedTempFile::new().unwrap();
    fs::write(
        rules.path(),
        "title = \"Handbook\"\n[words]\nlimit = { value = 8_000 }\npolicy = { value = \"strict\" }\n\
         [policies.strict]\nbase = \"everything-but-references\"\n\
         [levels]\nword-limit-exceeded = { value = \"deny\" }\n",
    )
    .unwrap();
    let sandbox = Sandbox::new(&with(
        "[words]\nlimit = 12_000\ntolerance = \"5 %\"\n[policies.strict]\nbase = \"prose-only\"\n\
         [check.levels]\nword-limit-exceeded = \"off\"\n\
         [[check.waive]]\ncode = \"word-limit-exceeded\"\nreason = \"because\"\n",
    ));
    let project = load(sandbox.root(), Some(rules.path())).unwrap();
    let words = &project.manifest.words;
    let limit = words.limit.as_ref().unwrap();
    let handbook = Origin {
        status: Status::Rules,
        source: "Handbook".into(),
        checked: None,
    };
    assert_eq!((limit.value, &limit.origin), (8_000, &handbook));
    assert_eq!(words.tolerance.value, Tolerance::Percent(5));
    assert_eq!(
        project.manifest.policies["strict"].base.as_deref(),
        Some("everything-but-references")
    );
    assert_eq!(
        project.manifest.check.levels["word-limit-exceeded"].value,
        Some(Level::Deny)
    );
    assert_eq!(project.manifest.check.waivers, []);
    let overruled: Vec<&str> = project
        .overruled
        .iter()
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(
        overruled,
        [
            "the policy `strict` is defined by the rules, not by the manifest",
            "`words.limit` is 8,000 by the rules, not 12,000",
            "the level of `word-limit-exceeded` is set by the rules, not by the manifest",
            "`word-limit-exceeded` cannot be waived: the rules set its level",
        ]
    );
}

#[test]
fn a_mistake_in_the_rules_is_shown_in_the_rules() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("handbook.toml");
    fs::write(&rules, "[words]\nlimt = { value = 8_000 }\n").unwrap();
    let error = load(Sandbox::new(&with("")).root(), Some(&rules)).unwrap_err();
    let ProjectError::Invalid { findings, sources } = error else {
        panic!("{error}");
    };
    assert_eq!(
        findings[0].place.as_ref().unwrap().path.as_str(),
        "--rules handbook.toml"
    );
    assert_eq!(
        show(&findings, &sources),
        ["2:1 unknown-key: `[words]` has no key `limt` (did you mean `limit`?)"]
    );
}

#[test]
fn another_programmes_profile_is_read_from_the_project() {
    let sandbox = Sandbox::new(&format!("profile = \"rules/mba.toml\"\n{}", with(""))).write(
        "rules/mba.toml",
        "title = \"MBA\"\n[sources.handbook]\ntitle = \"MBA handbook, p. 3\"\nstatus = \"published\"\nchecked = 2026-10-01\n\
         [words.limit]\nvalue = 15_000\nsource = \"handbook\"\n\
         [[front]]\nid = \"title-page\"\nkind = \"title-page\"\n\
         [[milestone]]\nid = \"proposal\"\ntitle = \"Proposal\"\nchapters = [1]\n",
    );
    let project = sandbox.load();
    let limit = project.manifest.words.limit.unwrap();
    assert_eq!(
        (limit.value, limit.origin.source.as_str()),
        (15_000, "MBA handbook, p. 3")
    );
    assert_eq!(project.manifest.milestones[0].chapters, ["introduction"]);
    assert_eq!(project.outline.front.len(), 1);

    let outside = Sandbox::new(&format!("profile = \"../mba.toml\"\n{}", with("")));
    assert!(outside.findings()[0].starts_with("1:11 path-outside-project"));
}

#[test]
fn each_value_of_a_built_in_profile_names_its_source() {
    for name in built_in_profiles() {
        let profile = built_in_profile(name).unwrap();
        let origins = [
            profile.programme.as_ref().map(|it| &it.origin),
            profile.words.limit.as_ref().map(|it| &it.origin),
            profile.words.policy.as_ref().map(|it| &it.origin),
            profile.words.tolerance.as_ref().map(|it| &it.origin),
            profile.file_name.as_ref().map(|it| &it.origin),
            profile.bibliography.style.as_ref().map(|it| &it.origin),
        ];
        let parts = profile.parts().map(|it| &it.origin);
        let chapters = profile.chapters.iter().map(|it| &it.origin);
        let milestones = profile.milestones.iter().map(|it| &it.origin);
        let all = origins
            .into_iter()
            .flatten()
            .chain(parts)
            .chain(chapters)
            .chain(milestones);
        for origin in all {
            assert!(origin.checked.is_some(), "{name}: {origin:?}");
        }
    }
}

#[test]
fn only_what_the_programme_published_is_marked_as_published() {
    let profile = built_in_profile("imperial-digital-health").unwrap();
    let status = |rule: Option<Status>| rule.unwrap();
    assert_eq!(
        status(profile.words.limit.map(|it| it.origin.status)),
        Status::Published
    );
    assert_eq!(
        status(profile.words.policy.map(|it| it.origin.status)),
        Status::Assumed
    );
    assert_eq!(
        status(profile.words.tolerance.map(|it| it.origin.status)),
        Status::Assumed
    );
    assert!(
        profile
            .chapters
            .iter()
            .all(|it| it.origin.status == Status::Assumed)
    );
    assert_eq!(profile.words.minimum, None);
    assert_eq!(profile.department, None);
}
