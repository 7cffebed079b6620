//! The plainest renewal: data, key, application, rule, issue, installation, receipt.

use smena_domain::calendar::Moment;
use smena_domain::certificate::{
    CertificateStatus, KeyStanding, Provenance, RevocationReason, Thumbprint,
};
use smena_domain::person::HolderId;
use smena_domain::procedure::{Field, UnplannedReason};
use smena_domain::renewal::{
    Command, CommandName, DataChange, Duty, DutyState, Effect, Notice, ProvedSignIn, Reason,
    RenewalId, Rights, RightsEnd, SignInFacts, SignedInBy, StageName, Standing,
};

use crate::sample;
use crate::walk::Walk;

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::of("plain-renewal");
    refused_at_the_start(&mut walk);
    walk.go(CommandName::Start, StageName::Drafted, "");
    assert_eq!(walk.owed(), [Duty::CheckData]);
    // The approval has to fall before the old key ends: shown from the first day.
    assert_eq!(walk.due(Duty::Decide), Some(walk.now.plus_days(20)));
    walk.refuse_sample(CommandName::Start, "already-open", "");
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "");
    refused_keys(&mut walk);
    walk.refuse_sample(CommandName::AcceptApplication, "step-missing", "");
    walk.go(CommandName::AcceptRequest, StageName::Keyed, "");
    // The same request again is the same ticket.
    walk.repeat(sample::command(
        CommandName::AcceptRequest,
        walk.renewal(),
        &walk.procedure,
        walk.now,
    ));
    refused_applications(&mut walk);
    let application = sample::application_facts(walk.renewal(), &walk.procedure, walk.now);
    let effects = walk
        .accept(
            sample::application(application.clone()),
            StageName::Checked,
            "",
        )
        .to_vec();
    assert_eq!(effects, [Effect::ApproveByRule]);
    walk.repeat(sample::application(application));
    let effects = walk
        .go(CommandName::ApproveByRule, StageName::Cleared, "")
        .to_vec();
    assert_eq!(effects, [Effect::IssueCertificate]);
    assert_eq!(walk.owed(), [Duty::IssueCertificate]);
    walk.refuse_sample(CommandName::Withdraw, "issuing-under-way", "");
    issue(&mut walk);
    walk.refuse_sample(CommandName::AcceptReceipt, "step-missing", "");
    walk.go(CommandName::RecordInstallation, StageName::Installed, "");
    refused_receipts(&mut walk);
    let receipt = sample::receipt_facts(walk.renewal(), walk.now);
    walk.accept(sample::receipt(receipt.clone()), StageName::Completed, "");
    assert!(!walk.renewal().is_open());
    assert!(
        walk.obligations()
            .iter()
            .all(|o| o.state == DutyState::Done)
    );
    // Sent again after the answer was lost: the same answer; another receipt: refused.
    walk.repeat(sample::receipt(receipt.clone()));
    let other = smena_domain::renewal::ReceiptFacts {
        receipt: sample::hash(99),
        ..receipt
    };
    walk.refuse(sample::receipt(other), "second-receipt", "");
    walk.refuse_sample(CommandName::Abandon, "closed", "");
    walk
}

fn refused_at_the_start(walk: &mut Walk) {
    let start = |days| sample::start(&walk.procedure, walk.now, days);
    let now = walk.now;
    let mut cases = Vec::new();
    // Sixty days before the end, and a second more.
    let mut early = start(60);
    early.old.not_after = early.old.not_after.plus_seconds(1);
    cases.push((early, "outside-window"));
    let mut expired = start(0);
    expired.old.not_after = now.plus_seconds(-1);
    cases.push((expired, "expired"));
    let mut future = start(20);
    future.old.not_before = now.plus_seconds(1);
    cases.push((future, "not-yet-valid"));
    let mut key_over = start(20);
    key_over.old.private_key_until = Some(now.plus_seconds(-1));
    cases.push((key_over, "private-key-period-over"));
    let mut elsewhere = start(20);
    elsewhere.old.holder = HolderId::new([99; 16]);
    cases.push((elsewhere, "not-your-certificate"));
    let mut unknown = start(20);
    unknown.old.provenance = Provenance::Unknown;
    cases.push((unknown, "unknown-certificate"));
    let mut other = start(20);
    other.old.provenance = Provenance::Ours {
        procedure: sample::slug("other"),
    };
    cases.push((other, "other-procedure"));
    let mut foreign = start(20);
    foreign.old.provenance = Provenance::Foreign {
        issuer_key: sample::OLD_KEY,
    };
    cases.push((foreign, "foreign-issuer"));
    let mut open = start(20);
    open.facts.open_renewal = Some(RenewalId::new([98; 16]));
    cases.push((open, "already-open"));
    let mut renewed = start(20);
    renewed.facts.successor = Some(sample::NEW);
    cases.push((renewed, "already-renewed"));
    let mut abandoned = start(20);
    abandoned.facts.abandonments = 3;
    cases.push((abandoned, "abandonments-exhausted"));
    for (standing, code) in bad_standings(now) {
        let mut bad = start(20);
        bad.facts.standing = standing;
        cases.push((bad, code));
    }
    for (reason, code) in [
        (UnplannedReason::KeyCompromised, "compromised-key"),
        (UnplannedReason::DataChanged, "unplanned-not-offered"),
    ] {
        let mut unplanned = start(20);
        unplanned.reason = Reason::Unplanned(reason);
        cases.push((unplanned, code));
    }
    let mut by_phone = start(20);
    by_phone.sign_in = sample::sign_in(smena_domain::procedure::SignInMethod::PhoneCode, now);
    cases.push((by_phone, "sign-in-method-not-offered"));
    for (start, code) in cases {
        walk.refuse(Command::Start(Box::new(start)), code, "");
    }
}

fn bad_standings(now: Moment) -> Vec<(Standing, &'static str)> {
    let status = |status| Standing {
        status,
        rights: Rights::Held,
    };
    let rights = |rights| Standing {
        status: CertificateStatus::Good,
        rights,
    };
    let reason = RevocationReason::Unspecified;
    vec![
        (
            status(CertificateStatus::Revoked { at: now, reason }),
            "revoked",
        ),
        (status(CertificateStatus::OnHold { since: now }), "on-hold"),
        (
            status(CertificateStatus::CouldNotCheck {
                source: "OCSP".to_owned(),
            }),
            "could-not-check",
        ),
        (rights(Rights::Ended(RightsEnd::Dismissal)), "rights-ended"),
        (
            rights(Rights::CouldNotCheck {
                source: "HR".to_owned(),
            }),
            "rights-not-checked",
        ),
    ]
}

fn refused_keys(walk: &mut Walk) {
    for (standing, code) in [
        (KeyStanding::OldCertificate, "key-of-old-certificate"),
        (KeyStanding::Issued, "key-issued-before"),
        (KeyStanding::Compromised, "key-compromised"),
        (KeyStanding::OtherRenewal, "key-in-other-renewal"),
        (KeyStanding::Authority, "key-of-authority"),
        (KeyStanding::Published, "key-published"),
        (KeyStanding::Weak, "key-weak"),
    ] {
        let facts = sample::request_facts(walk.renewal(), walk.now);
        walk.refuse(sample::request(facts, standing), code, "");
    }
    let mut facts = sample::request_facts(walk.renewal(), walk.now);
    facts.bound = false;
    walk.refuse(
        sample::request(facts, KeyStanding::Fresh),
        "request-not-bound",
        "",
    );
    let mut facts = sample::request_facts(walk.renewal(), walk.now);
    facts.renewal = RenewalId::new([98; 16]);
    walk.refuse(
        sample::request(facts, KeyStanding::Fresh),
        "request-of-other-renewal",
        "",
    );
}

fn refused_applications(walk: &mut Walk) {
    let facts = sample::application_facts(walk.renewal(), &walk.procedure, walk.now);
    let now = walk.now;
    let mut cases = Vec::new();
    let mut other = facts.clone();
    other.renewal = RenewalId::new([98; 16]);
    cases.push((other, "application-of-other-renewal"));
    // A sibling certificate of the same person.
    let mut sibling = facts.clone();
    sibling.signer = Thumbprint::new([97; 32]);
    cases.push((sibling, "other-signer"));
    let mut stale = facts.clone();
    stale.revision -= 1;
    cases.push((stale, "stale-revision"));
    let mut procedure = facts.clone();
    procedure.procedure = sample::hash(96);
    cases.push((procedure, "procedure-changed"));
    let mut request = facts.clone();
    request.request = Some(sample::hash(95));
    cases.push((request, "request-hash-differs"));
    for seconds in [-86_400, 86_400, 601, -601] {
        let mut skewed = facts.clone();
        skewed.signed_at = now.plus_seconds(seconds);
        cases.push((skewed, "clock-differs"));
    }
    let mut late = facts.clone();
    late.valid_until = now.plus_seconds(-1);
    cases.push((late, "application-too-late"));
    for (facts, code) in cases {
        walk.refuse(sample::application(facts), code, "");
    }
    for (standing, code) in bad_standings(now) {
        let command = sample::application(facts.clone());
        let Command::AcceptApplication { application, .. } = command else {
            unreachable!()
        };
        walk.refuse(
            Command::AcceptApplication {
                application,
                standing,
            },
            code,
            "",
        );
    }
    // The last second of validity, and one beyond it.
    let mut branch = walk.branch();
    branch.now = now.plus_days(20).plus_seconds(1);
    branch.refuse_sample(CommandName::AcceptApplication, "expired", "");
    branch.now = now.plus_days(20);
    branch.go(CommandName::AcceptApplication, StageName::Checked, "");
}

fn issue(walk: &mut Walk) {
    let command = |walk: &Walk| {
        sample::command(
            CommandName::PrepareIssue,
            walk.renewal(),
            &walk.procedure,
            walk.now,
        )
    };
    let Command::PrepareIssue {
        intent,
        standing,
        key,
        plan,
    } = command(walk)
    else {
        unreachable!()
    };
    let prepare = |standing, key, plan| Command::PrepareIssue {
        intent: intent.clone(),
        standing,
        key,
        plan,
    };
    let unchecked = Standing {
        status: CertificateStatus::CouldNotCheck {
            source: "OCSP".to_owned(),
        },
        rights: Rights::Held,
    };
    walk.refuse(prepare(unchecked, key, plan.clone()), "could-not-check", "");
    walk.refuse(
        prepare(standing.clone(), key, sample::hash(94)),
        "plan-changed",
        "",
    );
    walk.refuse(
        prepare(standing.clone(), KeyStanding::Compromised, plan.clone()),
        "key-compromised",
        "",
    );
    walk.go(CommandName::PrepareIssue, StageName::Intended, "");
    // After a restart: the same intent is looked at again; another one is refused; an old one is dropped.
    walk.repeat(prepare(standing.clone(), key, plan.clone()));
    let mut other = intent.clone();
    other.tbs = sample::hash(93);
    let command = Command::PrepareIssue {
        intent: other,
        standing: standing.clone(),
        key,
        plan: plan.clone(),
    };
    walk.refuse(command, "intent-differs", "");
    walk.refuse_sample(CommandName::DropIntent, "intent-fresh", "");
    let mut late = walk.branch();
    late.now = walk.now.plus_seconds(3_601);
    late.refuse(prepare(standing, key, plan), "intent-too-old", "");
    let effects = late
        .go(CommandName::DropIntent, StageName::Cleared, "")
        .to_vec();
    assert_eq!(
        effects,
        [Effect::BurnSerial(intent.serial), Effect::IssueCertificate]
    );
    store_the_certificate(walk);
}

fn store_the_certificate(walk: &mut Walk) {
    let mut other = sample::new_certificate(walk.renewal(), walk.now);
    other.key = sample::OLD_KEY;
    walk.refuse(
        Command::RecordIssue { certificate: other },
        "certificate-differs",
        "",
    );
    let effects = walk
        .go(CommandName::RecordIssue, StageName::Issued, "")
        .to_vec();
    assert_eq!(
        effects,
        [
            Effect::PublishCertificate(sample::NEW),
            Effect::NotifyHolder(Notice::Issued)
        ]
    );
    assert_eq!(walk.renewal().new_thumbprint(), Some(sample::NEW));
    walk.repeat(Command::RecordIssue {
        certificate: sample::new_certificate(&walk.seen[walk.seen.len() - 2], walk.now),
    });
}

fn refused_receipts(walk: &mut Walk) {
    let facts = sample::receipt_facts(walk.renewal(), walk.now);
    let mut other = facts.clone();
    other.renewal = RenewalId::new([98; 16]);
    walk.refuse(sample::receipt(other), "receipt-of-other-renewal", "");
    let mut old = facts.clone();
    old.certificate = sample::OLD;
    walk.refuse(sample::receipt(old), "certificate-differs", "");
    let mut application = facts.clone();
    application.application = Some(sample::hash(92));
    walk.refuse(sample::receipt(application), "receipt-differs", "");
    let Command::AcceptReceipt { receipt, .. } = sample::receipt(facts) else {
        unreachable!()
    };
    let status = CertificateStatus::Revoked {
        at: walk.now,
        reason: RevocationReason::Unspecified,
    };
    walk.refuse(
        Command::AcceptReceipt { receipt, status },
        "new-certificate-revoked",
        "",
    );
}

#[test]
fn it_walks_from_the_first_command_to_the_last() {
    walk();
}

#[test]
fn sixty_days_before_the_end_the_window_is_open() {
    let mut walk = Walk::of("plain-renewal");
    let start = sample::start(&walk.procedure, walk.now, 60);
    walk.accept(Command::Start(Box::new(start)), StageName::Drafted, "");
}

#[test]
fn any_changed_datum_goes_to_the_office() {
    for rule in Walk::of("plain-renewal").procedure.gathering.fields {
        let text = match rule.field {
            Field::Snils => "11223344595",
            Field::Inn => "500100732259",
            Field::OrganisationInn => "7707083893",
            Field::Ogrn => "1027700132195",
            Field::Country => "BY",
            Field::Region => "72 Тюменская область",
            Field::Email => "new@msk.ru",
            _ => "Иное",
        };
        let mut walk = Walk::of("plain-renewal");
        walk.go(CommandName::Start, StageName::Drafted, "");
        let changes = vec![DataChange {
            field: rule.field,
            value: Some(text.to_owned()),
        }];
        walk.accept(Command::ChangeData { changes }, StageName::Drafted, "");
        walk.go(CommandName::ConfirmData, StageName::Referred, "");
        assert_eq!(walk.owed(), [Duty::SettleReferral]);
        // Nothing is lost: the office lets it go on.
        walk.go(CommandName::SettleReferral, StageName::Drafted, "");
    }
}

#[test]
fn a_lost_key_is_abandoned_by_the_old_one_and_by_nobody_else() {
    let mut walk = Walk::of("plain-renewal");
    for (name, to) in [
        (CommandName::Start, StageName::Drafted),
        (CommandName::ConfirmData, StageName::Confirmed),
        (CommandName::AcceptRequest, StageName::Keyed),
        (CommandName::AcceptApplication, StageName::Checked),
        (CommandName::ApproveByRule, StageName::Cleared),
    ] {
        walk.go(name, to, "");
    }
    walk.issue("");
    let by = |holder, by| {
        let facts = SignInFacts {
            holder,
            by,
            at: walk.now,
        };
        Command::Abandon {
            sign_in: ProvedSignIn::from_verifier(facts),
        }
    };
    let phone = by(sample::HOLDER, SignedInBy::PhoneCode);
    let sibling = by(
        sample::HOLDER,
        SignedInBy::Certificate(Thumbprint::new([97; 32])),
    );
    let stranger = by(
        HolderId::new([99; 16]),
        SignedInBy::Certificate(sample::OLD),
    );
    walk.refuse(phone, "old-key-needed", "");
    walk.refuse(sibling, "old-key-needed", "");
    walk.refuse(stranger, "not-your-certificate", "");
    let effects = walk
        .go(CommandName::Abandon, StageName::Abandoned, "")
        .to_vec();
    let revoke = Effect::RevokeCertificate {
        certificate: sample::NEW,
        reason: RevocationReason::CessationOfOperation,
    };
    assert_eq!(effects, [revoke, Effect::RefuseKeyForever(sample::NEW_KEY)]);
}
