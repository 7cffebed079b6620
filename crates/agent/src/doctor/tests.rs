//! What each check says of what was found.

use smena_gost::ParameterSet;
use smena_media::{Guard, KeysLeave, MediumKind, PinState, Place, Tries};
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::{Certificate, SerialNumber},
    extension::Extensions,
    issue::{self, RootContents},
    key::PrivateKey,
    name::NameBuilder,
    oid,
};
use smena_protocol::v1::{AuthorityStatement, Bytes, Moment, Origin, Protocol, Sha256};
use time::{Duration, OffsetDateTime, macros::datetime};

use super::*;
use crate::{clock::system_rng, failure::Kind, state::TrustEntry, text::catalogue};

const NOW: OffsetDateTime = datetime!(2026-11-20 12:00 UTC);

fn certificate(since: i64, days: i64) -> Certificate {
    let algorithm = KeyAlgorithm::Gost(ParameterSet::CryptoProA);
    let key = PrivateKey::generate(algorithm, &mut system_rng()).expect("a key");
    let subject = NameBuilder::new().push(oid::COMMON_NAME, "Ivanova Maria");
    let contents = RootContents {
        serial: SerialNumber::from_magnitude(&[0x11, 0x22, 0x33]).expect("a number"),
        subject: subject.expect("a name").build(),
        not_before: NOW - Duration::days(since),
        not_after: NOW + Duration::days(days),
        extensions: Extensions::new(),
    };
    issue::self_signed_root(&contents, &key, &mut system_rng()).expect("a certificate")
}

fn place(kind: MediumKind) -> Place {
    Place {
        kind,
        name: "/users/maria/keys".to_owned(),
        guards_access: true,
        guard: match kind {
            MediumKind::Token => Guard::Pin,
            _ => Guard::Password,
        },
        keys_leave: KeysLeave::Always,
        device: None,
    }
}

fn medium(kind: MediumKind) -> SeenMedium {
    let state = PinState {
        tries: Tries::Left(10),
        is_set: true,
        must_change: false,
    };
    SeenMedium {
        place: place(kind),
        keys: 1,
        pin: (kind == MediumKind::Token).then_some(state),
        free_bytes: Some(1 << 20),
    }
}

fn seen(certificate: Certificate, kind: MediumKind) -> SeenCertificate {
    SeenCertificate {
        certificate,
        place: place(kind),
        key_fits: true,
        is_replaced: false,
        revocation: Revocation::Listed(Listing {
            next_update: Some(NOW + Duration::days(1)),
            revoked: None,
        }),
    }
}

/// A computer on which everything is in order.
fn findings() -> Findings {
    let root = certificate(1_000, 1_000);
    let origin = Origin::parse("https://ca.example").expect("an origin");
    let der = |certificate: &Certificate| Bytes::new(certificate.der().to_vec());
    let trust = TrustEntry {
        origin: origin.clone(),
        name: "Example CA".to_owned(),
        root: der(&root),
        root_key: Sha256::new([1; 32]),
        errand_chain: vec![der(&root)],
        allowed_issuers: Vec::new(),
        since: Moment::new(NOW),
    };
    let statement = AuthorityStatement {
        protocol: Protocol::CURRENT,
        origin,
        name: trust.name.clone(),
        root: trust.root.clone(),
        errand_chain: trust.errand_chain.clone(),
        issuers: Vec::new(),
        protocol_floor: Protocol::CURRENT,
        server_time: Moment::new(NOW),
    };
    let answer = Announced { statement, at: NOW };
    Findings {
        now: NOW,
        language: Language::English,
        program: Program {
            version: "1.2.3",
            path: Some("/usr/bin/smena".to_owned()),
            sha256: Some(Sha256::new([0xab; 32])),
            is_replaced: false,
        },
        users: Some(1),
        authorities: vec![Heard {
            trust,
            answer: Ok(answer),
        }],
        modules: Vec::new(),
        module_problems: Vec::new(),
        empty_readers: Vec::new(),
        media: vec![medium(MediumKind::FlashDrive)],
        silent: Vec::new(),
        damaged: Vec::new(),
        certificates: vec![seen(certificate(100, 265), MediumKind::FlashDrive)],
        random_differs: true,
    }
}

/// Checks what one change makes of a good computer: the code of the worst line of that check, its verdict, and what a
/// procedure would call not in order.
#[track_caller]
fn check(
    change: impl FnOnce(&mut Findings),
    at: Check,
    expected: (Verdict, &str),
    failed: &[&str],
) {
    let mut findings = findings();
    change(&mut findings);
    let report = Report::of(&findings);
    let worst = report
        .lines
        .iter()
        .filter(|line| line.check == at)
        .max_by_key(|line| line.verdict)
        .expect("a line");
    assert_eq!((worst.verdict, worst.code()), expected);
    assert_eq!(failed_checks(&report), failed, "{expected:?}");
    for line in &report.lines {
        let read =
            |language| [Surface::CommandLine, Surface::Page].map(|surface| (language, surface));
        for (language, surface) in Language::ALL.into_iter().flat_map(read) {
            let (evidence, remedy) = line.words(catalogue(), language, surface);
            let texts = std::iter::once(&evidence).chain(&remedy);
            for text in texts {
                let complete = !text.contains("{$") && !text.contains("doctor-");
                assert!(complete && !text.is_empty(), "{}: {text}", line.code());
            }
            assert_eq!(remedy.is_none(), line.verdict == Verdict::Good);
        }
    }
}

fn answer(findings: &mut Findings) -> &mut Announced {
    findings.authorities[0].answer.as_mut().expect("an answer")
}

#[test]
fn a_computer_in_order_is_good_in_every_line_and_each_check_has_one() {
    let report = Report::of(&findings());
    assert_eq!(report.worst(), Verdict::Good);
    assert_eq!(failed_checks(&report), [""; 0]);
    for check in Check::ALL {
        // Only tokens have PINs.
        let expected = check != Check::Pin;
        assert_eq!(
            report.lines.iter().any(|line| line.check == check),
            expected,
            "{check:?}"
        );
    }
}

#[test]
fn the_program_is_too_old_or_cannot_be_compared() {
    check(
        |findings| answer(findings).statement.protocol_floor = Protocol::new(9),
        Check::Agent,
        (Verdict::Bad, "doctor-agent-old"),
        &["agent"],
    );
    let unreachable = || Failure::new(Kind::OtherSide, "authority-unreachable").with("origin", "x");
    let cut_off = |findings: &mut Findings| findings.authorities[0].answer = Err(unreachable());
    check(
        cut_off,
        Check::Agent,
        (Verdict::Unchecked, "doctor-agent-unasked"),
        &[],
    );
    check(
        cut_off,
        Check::Network,
        (Verdict::Bad, "authority-unreachable"),
        &[],
    );
    check(
        cut_off,
        Check::Clock,
        (Verdict::Unchecked, "doctor-clock-unknown"),
        &[],
    );
    check(
        |findings| findings.authorities.clear(),
        Check::Authority,
        (Verdict::Bad, "doctor-authority-none"),
        &[],
    );
}

#[test]
fn roots_and_clocks_are_judged_by_what_the_authority_shows() {
    check(
        |findings| answer(findings).statement.server_time = Moment::new(NOW - Duration::hours(1)),
        Check::Clock,
        (Verdict::Bad, "doctor-clock-apart"),
        &[],
    );
    check(
        |findings| answer(findings).statement.root = Bytes::new(vec![1]),
        Check::Roots,
        (Verdict::Bad, "doctor-roots-other"),
        &[],
    );
    check(
        |findings| answer(findings).statement.errand_chain.clear(),
        Check::Roots,
        (Verdict::Act, "doctor-roots-errand-key"),
        &[],
    );
    let pinned = |since, days| {
        move |findings: &mut Findings| {
            let root = Bytes::new(certificate(since, days).der().to_vec());
            answer(findings).statement.root = root.clone();
            findings.authorities[0].trust.root = root;
        }
    };
    for (since, days, expected) in [
        (100, 31, (Verdict::Good, "doctor-roots-good")),
        (100, 30, (Verdict::Act, "doctor-roots-soon")),
        (100, -1, (Verdict::Bad, "doctor-roots-expired")),
        (-1, 100, (Verdict::Bad, "doctor-roots-expired")),
    ] {
        check(pinned(since, days), Check::Roots, expected, &[]);
    }
    check(
        |findings| {
            answer(findings).statement.root = Bytes::new(vec![1]);
            findings.authorities[0].trust.root = Bytes::new(vec![1]);
        },
        Check::Roots,
        (Verdict::Bad, "doctor-roots-unreadable"),
        &[],
    );
}

#[test]
fn readers_matter_where_no_key_lies_elsewhere() {
    let on_token = |findings: &mut Findings| {
        findings.certificates.clear();
        findings.media.clear();
    };
    check(
        on_token,
        Check::Reader,
        (Verdict::Act, "doctor-reader-none"),
        &["reader", "medium"],
    );
    check(
        |findings| {
            on_token(findings);
            findings.empty_readers = vec!["ACS".to_owned()];
        },
        Check::Reader,
        (Verdict::Act, "doctor-reader-empty"),
        &["reader", "medium"],
    );
    check(
        |findings| findings.empty_readers = vec!["ACS".to_owned()],
        Check::Reader,
        (Verdict::Good, "doctor-reader-empty"),
        &[],
    );
    check(
        |findings| {
            findings.media = vec![medium(MediumKind::Token)];
            findings.certificates = vec![seen(certificate(1, 100), MediumKind::Token)];
        },
        Check::Reader,
        (Verdict::Good, "doctor-reader-token"),
        &[],
    );
}

#[test]
fn a_locked_pin_a_broken_module_and_a_damaged_key_are_told() {
    check(
        |findings| {
            let mut token = medium(MediumKind::Token);
            token.pin = token.pin.map(|pin| PinState {
                tries: Tries::Locked,
                ..pin
            });
            findings.media.push(token);
        },
        Check::Pin,
        (Verdict::Bad, "doctor-pin-locked"),
        &["medium"],
    );
    let failure = |code| {
        Failure::new(Kind::OtherSide, code)
            .with("path", "x")
            .with("key", "x")
    };
    check(
        |findings| findings.module_problems = vec![failure("medium-module")],
        Check::Provider,
        (Verdict::Bad, "medium-module"),
        &["provider"],
    );
    check(
        |findings| {
            findings.damaged = vec![Trouble {
                name: "key".to_owned(),
                failure: failure("medium-description"),
            }];
        },
        Check::Medium,
        (Verdict::Bad, "medium-description"),
        &["medium"],
    );
    check(
        |findings| findings.random_differs = false,
        Check::Random,
        (Verdict::Bad, "doctor-random-stuck"),
        &["sensor"],
    );
}

#[test]
fn room_is_counted_by_the_sort_of_medium() {
    for (kind, free, expected) in [
        (MediumKind::Token, Some(8_192), Verdict::Good),
        (MediumKind::Token, Some(8_191), Verdict::Bad),
        (MediumKind::FlashDrive, Some(262_144), Verdict::Good),
        (MediumKind::FlashDrive, Some(262_143), Verdict::Bad),
        (MediumKind::Token, None, Verdict::Unchecked),
    ] {
        let code = match expected {
            Verdict::Good => "doctor-space-good",
            Verdict::Bad => "doctor-space-short",
            _ => "doctor-space-untold",
        };
        let change = |findings: &mut Findings| {
            findings.media = vec![SeenMedium {
                free_bytes: free,
                ..medium(kind)
            }];
        };
        check(change, Check::Space, (expected, code), &[]);
    }
}

#[test]
fn a_certificate_is_judged_by_its_term_its_key_and_its_issuers_list() {
    let with = |since, days| {
        move |findings: &mut Findings| {
            findings.certificates = vec![seen(certificate(since, days), MediumKind::FlashDrive)];
        }
    };
    for (since, days, expected) in [
        (100, 61, (Verdict::Good, "doctor-certificate-valid")),
        (100, 60, (Verdict::Act, "doctor-certificate-soon")),
        (100, 0, (Verdict::Act, "doctor-certificate-soon")),
        (100, -1, (Verdict::Bad, "doctor-certificate-expired")),
        (-1, 100, (Verdict::Bad, "doctor-certificate-early")),
    ] {
        check(with(since, days), Check::Certificate, expected, &[]);
    }
    check(
        |findings| {
            with(100, -1)(findings);
            findings.certificates[0].is_replaced = true;
        },
        Check::Certificate,
        (Verdict::Good, "doctor-certificate-replaced"),
        &[],
    );
    check(
        |findings| findings.certificates[0].key_fits = false,
        Check::Certificate,
        (Verdict::Bad, "doctor-certificate-other-key"),
        &[],
    );
    let listed = |next_update: i64, revoked| {
        move |findings: &mut Findings| {
            findings.certificates[0].revocation = Revocation::Listed(Listing {
                next_update: Some(NOW + Duration::hours(next_update)),
                revoked,
            });
        }
    };
    check(
        listed(1, Some(NOW)),
        Check::Revocation,
        (Verdict::Bad, "doctor-revocation-revoked"),
        &[],
    );
    check(
        listed(-1, None),
        Check::Revocation,
        (Verdict::Unchecked, "doctor-revocation-old"),
        &[],
    );
    for (revocation, code) in [
        (Revocation::Foreign, "doctor-revocation-foreign"),
        (Revocation::Unasked, "doctor-revocation-unasked"),
        (Revocation::Unbelievable, "doctor-revocation-unbelievable"),
        (
            Revocation::Unheard(Failure::new(Kind::OtherSide, "list-unreadable")),
            "list-unreadable",
        ),
    ] {
        let change = |findings: &mut Findings| findings.certificates[0].revocation = revocation;
        check(change, Check::Revocation, (Verdict::Unchecked, code), &[]);
    }
}

#[test]
fn on_a_shared_computer_the_link_is_the_door() {
    for (users, code) in [
        (Some(0), "doctor-door-port"),
        (Some(1), "doctor-door-port"),
        (Some(2), "doctor-door-link"),
        (None, "doctor-door-unknown"),
    ] {
        let change = |findings: &mut Findings| findings.users = users;
        check(change, Check::Door, (Verdict::Good, code), &[]);
    }
}

#[test]
fn a_replaced_or_unreadable_program_is_told() {
    check(
        |findings| findings.program.is_replaced = true,
        Check::Binary,
        (Verdict::Act, "doctor-binary-replaced"),
        &[],
    );
    check(
        |findings| findings.program.sha256 = None,
        Check::Binary,
        (Verdict::Unchecked, "doctor-binary-unreadable"),
        &[],
    );
}

#[test]
fn a_report_names_no_person_and_hides_the_users_folder() {
    let report = Report::of(&findings());
    let folder = std::path::Path::new("/users/maria");
    for language in Language::ALL {
        let rows = report.rows(catalogue(), language, Surface::CommandLine, Some(folder));
        let text = serde_json::to_string(&rows).expect("JSON");
        assert!(text.contains("~/keys") && text.contains("112233"), "{text}");
        assert!(!text.contains("maria") && !text.contains("Maria"), "{text}");
    }
}
