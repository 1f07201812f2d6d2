//! What an office accepts: with a list of its own keys, and with a programme that takes signed
//! decisions alone.

use crate::copies::{
    Answer, Copies, SUPERVISOR, approval, ready, record, signed, test_key, write_key,
};

fn public(seed: u8) -> String {
    test_key(seed).public_key().to_openssh().unwrap()
}

fn verify(copies: &Copies, more: &[&str]) -> Answer {
    let mut args = vec!["milestone", "verify"];
    args.extend_from_slice(more);
    copies.run("a", "2026-12-06", &args)
}

/// Returns the colour of the first tutorial, and what `status` says of it.
fn status(copies: &Copies, more: &[&str]) -> (String, Answer) {
    let mut args = vec!["status"];
    args.extend_from_slice(more);
    let answer = copies.run("a", "2026-12-06", &args);
    args.extend_from_slice(&["--format", "json"]);
    let json = copies.run("a", "2026-12-06", &args).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let first = &json["milestones"][0];
    assert_eq!(first["id"], "tutorial-1");
    (first["rag"].as_str().unwrap().to_owned(), answer)
}

#[test]
fn a_signature_counts_only_if_the_list_that_was_brought_vouches_for_it() {
    let copies = signed();
    let gate = ["--signers", "../office"];
    let case = |list: &str, why: &str| {
        copies.write("office", list);
        verify(&copies, &gate).exits(1).says(why);
        let (rag, said) = status(&copies, &gate);
        assert_eq!(rag, "amber", "{why}");
        // A cell of the table is as wide as the terminal allows.
        said.says("vouched");
    };
    let key = public(7);
    case(
        &format!("{SUPERVISOR} {}\n", public(8)),
        "must fix: the decision of b.supervisor@example.org in line 2 is not vouched for: the key \
         is not in the list of allowed signers",
    );
    case(
        &format!("{SUPERVISOR} valid-before=\"20261115\" {key}\nx@example.org {key}\n"),
        "not vouched for: the key had expired on that day: line 1 of the list expired on 15 \
         November 2026",
    );
    case(
        &format!("{SUPERVISOR} valid-after=\"20270115\" {key}\n"),
        "not vouched for: the key was not valid yet on that day: line 1 of the list begins on 15 \
         January 2027",
    );
    case(
        &format!("{SUPERVISOR} namespaces=\"git\" {key}\n"),
        "not vouched for: line 1 of the list does not allow the key to sign decisions",
    );
    case(
        &format!("*@example.org,!{SUPERVISOR} {key}\n"),
        "not vouched for: the key is not allowed for `b.supervisor@example.org`",
    );
    let package = || {
        let args = ["package", "--signers", "../office", "--format", "json"];
        copies.run("a", "2026-12-06", &args).stdout
    };
    assert!(package().contains("signature-not-vouched"), "{}", package());
    copies.write("office", format!("{SUPERVISOR} {key}\n"));
    assert!(
        !package().contains("signature-not-vouched"),
        "{}",
        package()
    );
    verify(&copies, &gate)
        .exits(0)
        .says("key as listed in the file of `--signers`");
    assert_eq!(status(&copies, &gate).0, "green");
    // Without the list nothing is asked of it.
    verify(&copies, &[]).exits(0);
    assert_eq!(status(&copies, &[]).0, "green");
}

#[test]
fn a_key_that_no_list_has_fails_whatever_the_programme_accepts() {
    let copies = signed();
    copies.write(
        "a/milestones/allowed_signers",
        format!("{SUPERVISOR} {}\n", public(8)),
    );
    for more in [&[][..], &["--signers", "../office"]] {
        copies.write("office", format!("{SUPERVISOR} {}\n", public(9)));
        verify(&copies, more)
            .exits(1)
            .says("line 2 has no effect: the key is not in the list of allowed signers");
    }
}

#[test]
fn a_list_that_can_vouch_for_nobody_is_an_error() {
    let copies = signed();
    let key = public(7);
    let case = |list: &str, why: &str| {
        copies.write("office", list);
        for command in [&["milestone", "verify"][..], &["status"]] {
            let mut args = command.to_vec();
            args.extend_from_slice(&["--signers", "../office"]);
            copies.run("a", "2026-12-06", &args).exits(2).says(why);
        }
    };
    case("", "can vouch for nobody: it lists no key");
    case("# nobody yet\n", "it lists no key");
    case(
        &format!("{SUPERVISOR} namespaces=\"a\",namespaces=\"b\" {key}\n"),
        "no line of it can be used; line 1: `namespaces` stands twice",
    );
    case(
        &format!("{SUPERVISOR} valid-before=\"20261203\" {key}\n"),
        "every key in it has expired, the last on 3 December 2026",
    );
    verify(&copies, &["--signers", "../nowhere"]).exits(2);
}

#[test]
fn a_programme_may_take_signed_decisions_alone() {
    let copies = ready();
    let approve = approval("mail");
    record(&copies, "2026-12-02", &approve).exits(0);
    copies.write(
        "rules.toml",
        "format = 1\ntitle = \"Rules\"\ndecisions = \"signed\"\n",
    );
    let rules = ["--rules", "../rules.toml"];
    verify(&copies, &[]).exits(0);
    assert_eq!(status(&copies, &[]).0, "green");
    verify(&copies, &rules).exits(1).says(
        "the decision of b.supervisor@example.org in line 2 is recorded in words, where the \
         programme takes signed decisions alone",
    );
    assert_eq!(status(&copies, &rules).0, "amber");
    copies.write(
        "rules.toml",
        "format = 1\ntitle = \"Rules\"\ndecisions = \"recorded\"\n",
    );
    verify(&copies, &rules).exits(0);
}

#[test]
fn dates_of_the_programme_win_over_those_of_the_author() {
    let copies = Copies::new();
    let rules = "format = 1\ntitle = \"Rules\"\n\
                 [[milestone]]\nid = \"tutorial-1\"\ndue = 2026-11-20\n\
                 [[milestone]]\nid = \"viva\"\ntitle = \"Viva\"\ndue = 2027-10-01T14:00\n";
    copies.write("rules.toml", rules);
    let due = |more: &[&str], at: usize| {
        let mut args = vec!["status", "--format", "json"];
        args.extend_from_slice(more);
        let json = copies.run("a", "2026-12-06", &args).stdout;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        json["milestones"][at]["due"].clone()
    };
    let rules = ["--rules", "../rules.toml"];
    assert_eq!(due(&[], 0), "2026-12-07");
    assert_eq!(due(&rules, 0), "2026-11-20");
    assert_eq!(due(&rules, 7), "2027-10-01T14:00:00");
    // Taken out of the manifest, it is due all the same.
    let manifest = copies.read("a/folio.toml");
    copies.write(
        "a/folio.toml",
        manifest.replace("tutorial-1 = 2026-12-07\n", ""),
    );
    assert_eq!(due(&rules, 0), "2026-11-20");
}

#[test]
fn handing_in_is_late_to_the_minute_or_its_time_is_not_recorded() {
    let submitted = |on: &str| {
        let copies = Copies::new();
        let args = ["submitted", "--evidence", "receipt 1", "--on", on];
        record(&copies, "2027-09-03", &args).exits(0);
        let json = ["status", "--format", "json"];
        let json = copies.run("a", "2027-09-03", &json).stdout;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let late = json["milestones"][6]["submitted"]["minutes-late"].clone();
        let html = ["status", "--html", "../page.html"];
        copies.run("a", "2027-09-03", &html);
        (
            late,
            copies.run("a", "2027-09-03", &["status"]),
            copies.read("page.html"),
        )
    };
    let (late, said, page) = submitted("2027-09-01T16:07");
    assert_eq!(late, 7);
    let sentence = "anded in on 1 September 2027 at 16:07, 7 minutes late; evidence: receipt 1";
    assert!(page.contains(sentence));
    said.says(sentence);
    let (late, said, _) = submitted("2027-09-01T16:00");
    assert_eq!(late, 0);
    said.says("at 16:00, in time");
    let (late, said, page) = submitted("2027-09-01");
    assert!(late.is_null());
    said.says("handed in on 1 September 2027, time not recorded");
    assert!(page.contains("time not recorded"));
}

#[test]
fn an_extension_counts_for_the_office_that_signed_it() {
    let copies = Copies::new();
    let office = "office@example.org";
    let ask = [
        "extend",
        "tutorial-1",
        "--to",
        "2026-12-20",
        "--reference",
        "EXT-7",
    ];
    record(&copies, "2026-12-01", &ask).exits(0);
    copies.send("a", "office");
    write_key(&copies, "office-key", 9);
    copies.write("keys", format!("{office} {}\n", public(9)));
    copies.write("office/milestones/allowed_signers", copies.read("keys"));
    copies.write("a/milestones/allowed_signers", copies.read("keys"));
    let mut grant = vec!["milestone"];
    grant.extend_from_slice(&ask);
    grant.extend_from_slice(&["--granted-by", office, "--key", "../office-key"]);
    copies
        .run("office", "2026-12-02", &grant)
        .exits(0)
        .says("granted and signed by office@example.org");
    let theirs = "../office/milestones/ledger.jsonl";
    record(&copies, "2026-12-03", &["receive", theirs]).exits(0);

    let to = |more: &[&str]| {
        let mut args = vec!["status", "--format", "json"];
        args.extend_from_slice(more);
        let json = copies.run("a", "2026-12-10", &args).stdout;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let first = &json["milestones"][0];
        ["recorded-to", "extended-to", "rag"].map(|key| first[key].as_str().map(str::to_owned))
    };
    let is = |recorded: Option<&str>, extended: Option<&str>, rag: &str| {
        [recorded, extended, Some(rag)].map(|it| it.map(str::to_owned))
    };
    let day = Some("2026-12-20");
    copies.write("rules.toml", "format = 1\ntitle = \"Rules\"\n");
    copies.write("others", format!("{office} {}\n", public(10)));
    assert_eq!(to(&["--signers", "../keys"]), is(None, day, "amber"));
    assert_eq!(to(&["--rules", "../rules.toml"]), is(day, None, "red"));
    assert_eq!(to(&["--signers", "../others"]), is(day, None, "red"));
    verify(&copies, &["--signers", "../keys"]).exits(0);
    verify(&copies, &["--signers", "../others"])
        .exits(1)
        .says("the extension that office@example.org granted in line 2 is not vouched for");
    copies
        .run("a", "2026-12-10", &["status", "--signers", "../keys"])
        .says("by office@example.org");
}
