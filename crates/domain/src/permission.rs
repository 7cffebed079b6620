//! What an operator may do, by role and by what he has to do with the renewal; and what whoever has a holder's telephone
//! may.
//!
//! Conflicts are computed from facts (`security` design, operators): nobody decides a renewal in which he is
//! holder, applicant, principal's head, uploader of a document, the one who changed its data, or kin by the
//! same number, phone or address. Gathering the facts is `app`'s.

use serde::{Deserialize, Serialize};

use crate::calendar::Moment;
use crate::person::Snils;
use crate::renewal::{Duty, Refusal};

/// Whether whoever has signed in by a code to the holder's telephone may do this step of his (security design, 1.3 and 1.9).
///
/// A telephone is not an identity: it may be lent or lost. Such a person fills in and sends what is asked for, confirms
/// and consents; he is shown nothing that he did not type himself, signs nothing and settles nothing after the issue. How
/// the holder is reached is not his to change either: codes and notices go there. A key he makes on a computer that was
/// paired with his session is bound by the office's code.
#[must_use]
pub fn telephone_may(duty: Duty) -> bool {
    match duty {
        Duty::ReadyWorkplace
        | Duty::IdentifyBySnils
        | Duty::CheckData
        | Duty::GiveIdentityDocument
        | Duty::ChooseOffice
        | Duty::ChooseKind
        | Duty::ChooseSystemPowers
        | Duty::ChooseKeyOptions
        | Duty::AttachDocuments
        | Duty::BringPaperApplication
        | Duty::PayBill
        | Duty::GiveConsent
        | Duty::MakeKey
        | Duty::BindKey
        | Duty::ConfirmByCode
        | Duty::InstallCertificate => true,
        Duty::GiveContacts
        | Duty::SupplyPowers
        | Duty::SignApplication
        | Duty::SubmitApplication
        | Duty::AnswerCheck
        | Duty::Decide
        | Duty::IssueCertificate
        | Duty::Familiarise
        | Duty::SignReceipt
        | Duty::MakeBackup
        | Duty::TreatOldKey
        | Duty::RegisterCertificate
        | Duty::TellSystem
        | Duty::SwitchPrograms
        | Duty::SettleReferral => false,
    }
}

crate::bytes::byte_newtype!(
    /// Names an operator's account; random.
    OperatorId,
    16
);

crate::bytes::words!(
    /// The role of an account of the console.
    Role {
        /// Decides renewals.
        Operator = "operator",
        /// Decides, gives second approvals, overrides failed checks (never alone).
        Senior = "senior",
        /// Keeps accounts and configuration; sees no renewals.
        Administrator = "administrator",
        /// Reads and verifies; decides nothing.
        Auditor = "auditor",
    }
);

crate::bytes::words!(
    /// An act that needs a right.
    Act {
        /// See renewals of the own body.
        SeeRenewals = "see-renewals",
        /// Approve, reject or return.
        Decide = "decide",
        /// Approve as the second.
        ApproveSecond = "approve-second",
        /// Override a failed check, with a second person.
        OverrideCheck = "override-check",
        /// Revoke at a holder's word.
        Revoke = "revoke",
        /// Keep operators and their rights.
        KeepOperators = "keep-operators",
        /// Export and verify the journal.
        ReadJournal = "read-journal",
    }
);

crate::bytes::words!(
    /// What an operator has to do with a renewal, besides deciding it.
    Involvement {
        /// He is its holder.
        Holder = "holder",
        /// He applied for it.
        Applicant = "applicant",
        /// He is the head of the organisation that gave the power.
        PrincipalsHead = "principals-head",
        /// He uploaded one of its documents.
        Uploader = "uploader",
        /// He changed its data.
        DataChanger = "data-changer",
        /// He shares a number, a phone or an address with its holder.
        Kin = "kin",
    }
);

/// An operator as the verifier of a decision found him.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    /// The account.
    pub id: OperatorId,
    /// Its role.
    pub role: Role,
    /// The person behind it.
    pub person: Snils,
    /// What he has to do with the renewal.
    pub involvements: Vec<Involvement>,
    /// Who created or last enabled the account, and when.
    pub enabled_by: Option<(OperatorId, Moment)>,
    /// When its rights last changed.
    pub rights_changed_at: Option<Moment>,
}

/// Days in which an account does not count as a second person beside the one who created or enabled it.
const ENABLED_DAYS: u32 = 7;
/// Hours after a change of an operator's own rights in which his decisions need a second person.
const RIGHTS_CHANGED_SECONDS: i64 = 24 * 3_600;

/// Tells whether a role has a right.
#[must_use]
pub fn has_right(role: Role, act: Act) -> bool {
    match act {
        Act::SeeRenewals => matches!(role, Role::Operator | Role::Senior | Role::Auditor),
        Act::Decide | Act::Revoke => matches!(role, Role::Operator | Role::Senior),
        Act::ApproveSecond | Act::OverrideCheck => role == Role::Senior,
        Act::KeepOperators => role == Role::Administrator,
        Act::ReadJournal => role == Role::Auditor,
    }
}

/// Lets an operator act on a renewal.
///
/// # Errors
/// [`Refusal::NoRight`] when his role does not have the right, [`Refusal::OperatorInvolved`] when he has
/// something to do with the renewal.
pub fn may(operator: &Operator, act: Act) -> Result<(), Refusal> {
    if !has_right(operator.role, act) {
        return Err(Refusal::NoRight {
            role: operator.role,
            act,
        });
    }
    match operator.involvements.first() {
        Some(involvement) => Err(Refusal::OperatorInvolved {
            involvement: *involvement,
        }),
        None => Ok(()),
    }
}

/// Lets a second operator stand beside a first: two accounts, two persons, neither made by the other lately.
///
/// # Errors
/// [`Refusal::SameOperator`] otherwise.
pub fn two_persons(first: &Operator, second: &Operator, at: Moment) -> Result<(), Refusal> {
    let enabled = |account: &Operator, by: &Operator| {
        account
            .enabled_by
            .is_some_and(|(maker, when)| maker == by.id && at < when.plus_days(ENABLED_DAYS))
    };
    let same = first.id == second.id
        || first.person == second.person
        || enabled(first, second)
        || enabled(second, first);
    if same {
        Err(Refusal::SameOperator {})
    } else {
        Ok(())
    }
}

/// Tells whether an operator's rights changed so lately that a second person is needed.
#[must_use]
pub fn rights_are_new(operator: &Operator, at: Moment) -> bool {
    operator
        .rights_changed_at
        .is_some_and(|changed| at.seconds_since(changed) < RIGHTS_CHANGED_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::{Act, Involvement, Operator, OperatorId, Role, has_right, may, two_persons};
    use crate::calendar::Moment;
    use crate::person::Snils;

    fn operator(id: u8, role: Role, snils: &str) -> Operator {
        Operator {
            id: OperatorId::new([id; 16]),
            role,
            person: Snils::parse(snils).expect("valid"),
            involvements: Vec::new(),
            enabled_by: None,
            rights_changed_at: None,
        }
    }

    const FIRST: &str = "111-111-111 45";
    const SECOND: &str = "112-233-445 95";

    #[test]
    fn rights_are_those_of_the_table() {
        let expected = [
            (Act::SeeRenewals, [true, true, false, true]),
            (Act::Decide, [true, true, false, false]),
            (Act::ApproveSecond, [false, true, false, false]),
            (Act::OverrideCheck, [false, true, false, false]),
            (Act::Revoke, [true, true, false, false]),
            (Act::KeepOperators, [false, false, true, false]),
            (Act::ReadJournal, [false, false, false, true]),
        ];
        for (act, roles) in expected {
            for (role, right) in Role::ALL.iter().zip(roles) {
                assert_eq!(has_right(*role, act), right, "{role} {act}");
            }
        }
    }

    #[test]
    fn nobody_decides_a_renewal_of_his_own() {
        for involvement in Involvement::ALL {
            let mut someone = operator(1, Role::Senior, FIRST);
            someone.involvements.push(*involvement);
            assert_eq!(
                may(&someone, Act::Decide).expect_err("refused").code(),
                "operator-involved"
            );
        }
    }

    #[test]
    fn one_person_with_two_accounts_is_one_person() {
        let now = Moment::from_unix_seconds(1_780_000_000).expect("in range");
        let first = operator(1, Role::Senior, FIRST);
        let mut second = operator(2, Role::Senior, SECOND);
        assert!(two_persons(&first, &second, now).is_ok());
        assert!(two_persons(&first, &operator(2, Role::Senior, FIRST), now).is_err());
        second.enabled_by = Some((first.id, now.minus_days(6)));
        assert!(two_persons(&first, &second, now).is_err());
        second.enabled_by = Some((first.id, now.minus_days(7)));
        assert!(two_persons(&first, &second, now).is_ok());
    }
}
