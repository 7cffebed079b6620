//! Rules that hold under every procedure: what happens to an old certificate between signature and issue, who may
//! decide, what an operator may not do.

use smena_domain::certificate::{CertificateStatus, Provenance, RevocationReason};
use smena_domain::permission::Involvement;
use smena_domain::procedure::{Procedure, ValidAt};
use smena_domain::renewal::{
    Command, CommandName, DecisionFacts, Effect, Notice, ProvedDecision, ReferralReason, Rights,
    RightsEnd, Stage, StageName, Standing,
};

use crate::sample;
use crate::walk::Walk;

/// A renewal of the plainest procedure, changed a little, up to the decision.
fn checked(change: impl Fn(&mut Procedure)) -> Walk {
    let mut walk = Walk::of("plain-renewal");
    change(&mut walk.procedure);
    walk.go(CommandName::Start, StageName::Drafted, "");
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "");
    walk.go(CommandName::AcceptRequest, StageName::Keyed, "");
    walk.go(CommandName::AcceptApplication, StageName::Checked, "");
    walk
}

fn referral(walk: &Walk) -> ReferralReason {
    match walk.renewal().stage() {
        Stage::Referred {
            reason, evidence, ..
        } => {
            assert!(evidence.is_some(), "the application stays as evidence");
            *reason
        }
        stage => panic!("{}", stage.name()),
    }
}

fn revoked(walk: &Walk) -> Standing {
    let reason = RevocationReason::KeyCompromise;
    let status = CertificateStatus::Revoked {
        at: walk.now,
        reason,
    };
    Standing {
        status,
        rights: Rights::Held,
    }
}

#[test]
fn revoked_after_signing_it_goes_to_the_office() {
    let mut walk = checked(|_| {});
    let command = Command::ApproveByRule {
        standing: revoked(&walk),
        plan: sample::plan(),
    };
    walk.accept(command, StageName::Referred, "");
    assert_eq!(
        referral(&walk),
        ReferralReason::Revoked(RevocationReason::KeyCompromise)
    );
}

#[test]
fn revoked_before_the_intent_it_goes_to_the_office_and_nothing_is_issued() {
    let mut walk = checked(|_| {});
    walk.go(CommandName::ApproveByRule, StageName::Cleared, "");
    let prepare = |walk: &Walk| {
        let Command::PrepareIssue {
            intent, key, plan, ..
        } = sample::command(
            CommandName::PrepareIssue,
            walk.renewal(),
            &walk.procedure,
            walk.now,
        )
        else {
            unreachable!()
        };
        Command::PrepareIssue {
            intent,
            standing: revoked(walk),
            key,
            plan,
        }
    };
    let mut intended = walk.branch();
    let command = prepare(&walk);
    walk.accept(command, StageName::Referred, "");
    assert_eq!(
        referral(&walk),
        ReferralReason::Revoked(RevocationReason::KeyCompromise)
    );
    // With the intent stored, its serial is burned besides.
    intended.go(CommandName::PrepareIssue, StageName::Intended, "");
    let command = prepare(&intended);
    let effects = intended.accept(command, StageName::Referred, "").to_vec();
    assert!(
        matches!(effects.last(), Some(Effect::BurnSerial(_))),
        "{effects:?}"
    );
}

#[test]
fn rights_that_end_before_the_approval_send_it_to_the_office() {
    let mut walk = checked(|_| {});
    let standing = Standing {
        status: CertificateStatus::Good,
        rights: Rights::Ended(RightsEnd::Dismissal),
    };
    walk.accept(
        Command::ApproveByRule {
            standing,
            plan: sample::plan(),
        },
        StageName::Referred,
        "",
    );
    assert_eq!(
        referral(&walk),
        ReferralReason::RightsEnded(RightsEnd::Dismissal)
    );
}

#[test]
fn expired_between_it_goes_to_the_office_where_the_approval_counts() {
    let mut walk = checked(|_| {});
    walk.now = walk.now.plus_days(20);
    walk.branch()
        .go(CommandName::ApproveByRule, StageName::Cleared, "");
    walk.now = walk.now.plus_seconds(1);
    walk.go(CommandName::ApproveByRule, StageName::Referred, "");
    assert_eq!(referral(&walk), ReferralReason::ExpiredMeanwhile);
}

#[test]
fn expired_between_it_goes_on_for_some_days_where_the_signing_counts() {
    let mut walk =
        checked(|procedure| procedure.admission.valid_at = ValidAt::Signing { days_max: 25 });
    walk.now = walk.now.plus_days(25);
    walk.branch()
        .go(CommandName::ApproveByRule, StageName::Cleared, "");
    walk.now = walk.now.plus_seconds(1);
    walk.go(CommandName::ApproveByRule, StageName::Referred, "");
}

#[test]
fn the_rule_leaves_what_deviates_to_an_operator() {
    let mut walk = checked(|procedure| procedure.examination.approval.by_rule = false);
    walk.refuse_sample(CommandName::ApproveByRule, "not-by-rule", "");
    walk.go(CommandName::Approve, StageName::Cleared, "");
}

#[test]
fn a_foreign_certificate_needs_two_operators() {
    let mut walk = Walk::of("plain-renewal");
    walk.procedure.admission.foreign_issuers = vec![sample::OLD_KEY];
    let mut start = sample::start(&walk.procedure, walk.now, 20);
    start.old.provenance = Provenance::Foreign {
        issuer_key: sample::OLD_KEY,
    };
    walk.accept(Command::Start(Box::new(start)), StageName::Drafted, "");
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "");
    walk.go(CommandName::AcceptRequest, StageName::Keyed, "");
    walk.go(CommandName::AcceptApplication, StageName::Checked, "");
    walk.refuse_sample(CommandName::ApproveByRule, "not-by-rule", "");
    walk.go(CommandName::Approve, StageName::Checked, "");
    // The first cannot be the second; an operator without the right cannot either.
    walk.refuse_sample(CommandName::Approve, "no-right", "");
    let second = Command::Approve {
        decision: sample::decision(walk.renewal(), 2, walk.now),
        standing: Standing::good(),
        plan: sample::plan(),
    };
    walk.accept(second, StageName::Cleared, "");
}

fn approve_as(walk: &Walk, change: impl Fn(&mut DecisionFacts)) -> Command {
    let mut facts = sample::decision(walk.renewal(), 1, walk.now)
        .facts()
        .clone();
    change(&mut facts);
    Command::Approve {
        decision: Box::new(ProvedDecision::from_verifier(facts)),
        standing: Standing::good(),
        plan: sample::plan(),
    }
}

/// Spoils one fact of a decision.
type Change = fn(&mut DecisionFacts);

#[test]
fn nobody_decides_what_he_has_not_seen_or_is_part_of() {
    let mut walk = checked(|procedure| {
        procedure.examination.approval.by_rule = false;
        procedure.examination.approval.operator_signature = true;
    });
    let cases: [(&str, Change); 5] = [
        ("operator-involved", |facts| {
            facts.operator.involvements.push(Involvement::Holder);
        }),
        ("stale-revision", |facts| facts.revision -= 1),
        ("plan-changed", |facts| facts.plan = sample::hash(91)),
        ("decision-not-signed", |facts| facts.signature = None),
        ("decision-of-other-renewal", |facts| {
            facts.renewal = smena_domain::renewal::RenewalId::new([98; 16]);
        }),
    ];
    for (code, change) in cases {
        let command = approve_as(&walk, change);
        walk.refuse(command, code, "");
    }
    let command = approve_as(&walk, |_| {});
    walk.accept(command, StageName::Cleared, "");
}

#[test]
fn an_operator_with_new_rights_decides_with_a_second() {
    let mut walk = checked(|procedure| procedure.examination.approval.by_rule = false);
    let now = walk.now;
    let new = approve_as(&walk, |facts| facts.operator.rights_changed_at = Some(now));
    walk.branch().accept(new, StageName::Checked, "");
    let old = |facts: &mut DecisionFacts| facts.operator.rights_changed_at = None;
    let command = approve_as(&walk, old);
    walk.accept(command, StageName::Cleared, "");
}

#[test]
fn a_returned_renewal_can_be_signed_again() {
    let mut walk = checked(|procedure| procedure.examination.approval.by_rule = false);
    walk.go(CommandName::ReturnToHolder, StageName::Drafted, "");
    assert!(walk.renewal().gathered().question.is_some());
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "");
    walk.go(CommandName::AcceptRequest, StageName::Keyed, "");
    walk.go(CommandName::AcceptApplication, StageName::Checked, "");
    walk.go(CommandName::Approve, StageName::Cleared, "");
}

#[test]
fn a_rejection_says_why() {
    let mut walk = checked(|procedure| procedure.examination.approval.by_rule = false);
    let Command::Reject {
        decision, reason, ..
    } = sample::command(
        CommandName::Reject,
        walk.renewal(),
        &walk.procedure,
        walk.now,
    )
    else {
        unreachable!()
    };
    let reject = |length: usize| Command::Reject {
        decision: decision.clone(),
        reason,
        explanation: "я".repeat(length),
    };
    walk.refuse(reject(0), "text-missing", "");
    walk.refuse(reject(2_001), "text-too-long", "");
    walk.accept(reject(2_000), StageName::Rejected, "");
    assert!(!walk.renewal().is_open());
}

#[test]
fn a_changed_datum_makes_the_request_fall_away() {
    let mut walk = Walk::of("plain-renewal");
    walk.go(CommandName::Start, StageName::Drafted, "");
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "");
    walk.go(CommandName::AcceptRequest, StageName::Keyed, "");
    walk.go(CommandName::ChangeData, StageName::Drafted, "");
    assert!(walk.renewal().stage().request().is_none());
}

/// Each limit of the model, at it and one beyond it, that no walk passes by.
#[test]
fn limits_hold_at_the_limit_and_not_beyond() {
    // Abandonments: the third is still possible, a fourth renewal is not.
    for (abandonments, accepted) in [(2, true), (3, false)] {
        let mut walk = Walk::of("plain-renewal");
        let mut start = sample::start(&walk.procedure, walk.now, 20);
        start.facts.abandonments = abandonments;
        let start = Command::Start(Box::new(start));
        if accepted {
            walk.accept(start, StageName::Drafted, "");
        } else {
            walk.refuse(start, "abandonments-exhausted", "");
        }
    }
    // The age of an intent, in seconds.
    let mut walk = checked(|_| {});
    walk.go(CommandName::ApproveByRule, StageName::Cleared, "");
    walk.go(CommandName::PrepareIssue, StageName::Intended, "");
    let prepare = sample::command(
        CommandName::PrepareIssue,
        walk.renewal(),
        &walk.procedure,
        walk.now,
    );
    walk.now = walk.now.plus_seconds(3_600);
    walk.repeat(prepare.clone());
    walk.refuse_sample(CommandName::DropIntent, "intent-fresh", "");
    walk.now = walk.now.plus_seconds(1);
    walk.refuse(prepare, "intent-too-old", "");
}

/// A phone number changed in the running renewal confirms nothing for a day; the old number is told.
#[test]
fn a_new_phone_number_confirms_nothing_for_a_day() {
    let mut walk = Walk::of("phone-cabinet");
    walk.procedure.gathering.contacts.phone = true;
    walk.go(CommandName::Start, StageName::Drafted, "");
    walk.go(CommandName::ReportWorkplace, StageName::Drafted, "");
    walk.go(CommandName::GiveIdentityDocument, StageName::Drafted, "");
    let contacts = Command::GiveContacts {
        phone: Some("+7 900 111-11-11".to_owned()),
        email: Some("test@msk.ru".to_owned()),
    };
    let effects = walk.accept(contacts, StageName::Drafted, "").to_vec();
    assert_eq!(effects, [Effect::NotifyHolder(Notice::PhoneChanged)]);
    let changed = walk.now;
    for (name, to) in [
        (CommandName::ConfirmData, StageName::Confirmed),
        (CommandName::AcceptApplication, StageName::Signed),
        (CommandName::SubmitApplication, StageName::Checked),
        (CommandName::ApproveByRule, StageName::Approved),
        (CommandName::RecordBill, StageName::Approved),
        (CommandName::GiveConsent, StageName::Approved),
        (CommandName::ChooseKeyOptions, StageName::Approved),
        (CommandName::AcceptRequest, StageName::Approved),
        (CommandName::AcceptEndorsement, StageName::Approved),
    ] {
        walk.go(name, to, "");
    }
    walk.now = changed.plus_days(1).plus_seconds(-1);
    walk.refuse_sample(CommandName::ConfirmByCode, "contact-too-new", "");
    walk.now = changed.plus_days(1);
    walk.go(CommandName::ConfirmByCode, StageName::Cleared, "");
}
