//! Why the rules say no. A refusal is part of the contract: it has a stable code, typed arguments for its pair
//! of messages (`err-<code>` says what happened, `rec-<code>` what to do), and a [`Remedy`] in one word.
//!
//! The English words here serve logs and the generated `docs/workflow.md`; people read the locales.

use crate::calendar::Moment;
use crate::certificate::{CertificateKind, RevocationReason, Thumbprint};
use crate::organisation::Region;
use crate::permission::{Act, Involvement, Role};
use crate::procedure::{Field, Medium, SignInMethod, Slug, UnplannedReason, WorkplaceCheck};
use crate::renewal::{Argument, CommandName, Duty, Fields, RenewalId, RightsEnd, StageName};

crate::bytes::words!(
    /// What to do after a refusal, in one word. The words of the locales say it at length.
    Remedy {
        /// Choose or type something else.
        Correct = "correct",
        /// Fetch the state again and act on what it shows.
        Reload = "reload",
        /// Do the named step first.
        DoStepFirst = "do-step-first",
        /// Come again at the named time.
        Wait = "wait",
        /// Nothing now: the server tries again by itself.
        TryAgainLater = "try-again-later",
        /// Set the computer's clock.
        SetClock = "set-clock",
        /// Make a new key.
        MakeNewKey = "make-new-key",
        /// Sign again what is shown now.
        SignAgain = "sign-again",
        /// Use the certificate that this renewal is of.
        UseOldCertificate = "use-old-certificate",
        /// Go on with the renewal that is open.
        GoOnWithOpenOne = "go-on-with-open-one",
        /// Use the certificate that was issued already.
        UseNewCertificate = "use-new-certificate",
        /// Print the application and sign it by hand.
        PaperApplication = "paper-application",
        /// Send the power of attorney.
        SendPower = "send-power",
        /// Put the computer in order as the check says.
        FixWorkplace = "fix-workplace",
        /// Pay the bill.
        PayBill = "pay-bill",
        /// Go to the office.
        VisitOffice = "visit-office",
        /// Let another operator decide.
        AnotherOperator = "another-operator",
    }
);

impl Remedy {
    /// The remedy in an English sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Correct => "Choose or type something else.",
            Self::Reload => "Fetch the state again and act on what it shows; nothing is lost.",
            Self::DoStepFirst => "Do the named step first.",
            Self::Wait => "Come again at the named time.",
            Self::TryAgainLater => {
                "Nothing: the server tries again by itself and tells the holder."
            }
            Self::SetClock => "Set the computer's clock and try again.",
            Self::MakeNewKey => "Make a new key.",
            Self::SignAgain => "Sign again what is shown now.",
            Self::UseOldCertificate => "Use the certificate that is being renewed.",
            Self::GoOnWithOpenOne => "Go on with the renewal that is open.",
            Self::UseNewCertificate => "Use the certificate that was issued already.",
            Self::PaperApplication => "Print the application, sign it by hand and bring it.",
            Self::SendPower => "Send a scan of the valid power of attorney and try again.",
            Self::FixWorkplace => "Put the computer in order as the check says.",
            Self::PayBill => "Pay the bill.",
            Self::VisitOffice => "Go to the office.",
            Self::AnotherOperator => "Let another operator decide.",
        }
    }
}

/// Declares the refusals with code, remedy, words and arguments in one place, so that none of them can part.
macro_rules! refusals {
    ($($name:ident { $($field:ident: $type:ty),* } $code:literal $remedy:ident $words:literal;)+) => {
        /// Why the rules say no.
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $(
                #[doc = concat!("Refused as `", $code, "`.")]
                #[error($words)]
                $name {
                    $(
                        #[doc = concat!("The argument `", stringify!($field), "` of its messages.")]
                        $field: $type
                    ),*
                },
            )+
        }

        impl Refusal {
            /// Every code, in the order of the declaration: each locale has a pair of messages for each.
            pub const ALL_CODES: &'static [&'static str] = &[$($code),+];

            /// Every code with the names of its arguments.
            pub const ALL_ARGUMENTS: &'static [(&'static str, &'static [&'static str])] =
                &[$(($code, &[$(stringify!($field)),*])),+];

            /// Every code with its English words, their arguments in braces, and its remedy: for documents.
            pub const CATALOGUE: &'static [(&'static str, &'static str, Remedy)] =
                &[$(($code, $words, Remedy::$remedy)),+];

            /// The stable code.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $code),+
                }
            }

            /// What to do, in one word.
            #[must_use]
            pub fn remedy(&self) -> Remedy {
                match self {
                    $(Self::$name { .. } => Remedy::$remedy),+
                }
            }

            /// The named arguments of the messages.
            #[must_use]
            pub fn arguments(&self) -> Vec<(&'static str, Argument)> {
                match self {
                    $(Self::$name { $($field),* } => {
                        vec![$((stringify!($field), Argument::from($field))),*]
                    })+
                }
            }
        }
    };
}

refusals! {
    // --- the old certificate ---
    OutsideWindow { opens: Moment, now: Moment } "outside-window" Wait
        "a planned renewal opens on {opens}, and now it is {now}";
    Expired { not_after: Moment, now: Moment } "expired" VisitOffice
        "the certificate ended on {not_after}, and now it is {now}";
    NotYetValid { not_before: Moment, now: Moment } "not-yet-valid" Wait
        "the certificate begins on {not_before}, and now it is {now}";
    PrivateKeyPeriodOver { until: Moment, now: Moment } "private-key-period-over" VisitOffice
        "the private key could be used until {until}, and now it is {now}";
    Revoked { at: Moment, reason: RevocationReason } "revoked" VisitOffice
        "the certificate was revoked on {at} ({reason})";
    OnHold { since: Moment } "on-hold" VisitOffice
        "the certificate is suspended since {since}";
    CouldNotCheck { asked: String } "could-not-check" TryAgainLater
        "whether the certificate is revoked could not be checked: {asked} does not answer";
    CompromisedKey {} "compromised-key" VisitOffice
        "a key that is in other hands cannot sign for its successor";
    NotYourCertificate {} "not-your-certificate" UseOldCertificate
        "the certificate belongs to somebody else";
    UnknownCertificate {} "unknown-certificate" VisitOffice
        "this authority did not issue the certificate";
    OtherProcedure { procedure: Slug } "other-procedure" VisitOffice
        "certificates of the procedure {procedure} are not renewed under this one";
    ForeignIssuer {} "foreign-issuer" VisitOffice
        "certificates of that authority are not taken here";
    RegionNotServed { region: Region, issuer: String } "region-not-served" VisitOffice
        "certificates of {issuer} are not served in region {region}";
    UnplannedNotOffered { reason: UnplannedReason } "unplanned-not-offered" VisitOffice
        "a renewal for the reason {reason} is not offered here";
    AlreadyOpen { renewal: RenewalId } "already-open" GoOnWithOpenOne
        "renewal {renewal} of this certificate is open";
    AlreadyRenewed { successor: Thumbprint } "already-renewed" UseNewCertificate
        "the certificate was renewed; its successor is {successor}";
    AbandonmentsExhausted { limit: i64 } "abandonments-exhausted" VisitOffice
        "{limit} renewals of this certificate were abandoned";
    RightsEnded { reason: RightsEnd } "rights-ended" VisitOffice
        "the person's rights to such a certificate ended ({reason})";
    RightsNotChecked { asked: String } "rights-not-checked" TryAgainLater
        "the person's rights could not be checked: {asked} does not answer";
    SignInMethodNotOffered { method: SignInMethod } "sign-in-method-not-offered" Correct
        "signing in by {method} does not open a renewal here";
    // --- the renewal itself ---
    NotStarted {} "not-started" Reload "there is no such renewal";
    Closed { stage: StageName } "closed" Reload "the renewal is {stage}; nothing moves it any more";
    NotNow { command: CommandName, stage: StageName } "not-now" Reload
        "{command} has no place while the renewal is {stage}";
    WrongProcedure { procedure: Slug } "wrong-procedure" Reload
        "the renewal runs under the procedure {procedure}";
    NotAsked { step: Duty } "not-asked" Reload "this procedure does not ask for the step {step}";
    StepMissing { step: Duty } "step-missing" DoStepFirst "the step {step} comes first";
    // --- powers of attorney ---
    PowersLacking { power: Slug } "powers-lacking" SendPower
        "the power of attorney {power} is lacking or has ended";
    UnknownPower { power: Slug } "unknown-power" Correct
        "the power of attorney {power} is not one of those required";
    TicketNotOpen {} "ticket-not-open" Reload "nothing on the ticket waits for the office";
    TicketFull { limit: i64 } "ticket-full" VisitOffice "the ticket holds {limit} comments and no more";
    // --- gathering ---
    WorkplaceNotReady { check: WorkplaceCheck } "workplace-not-ready" FixWorkplace
        "the computer is not in order: {check}";
    WrongSnils {} "wrong-snils" Correct
        "the number is not the SNILS of the person the certificate is for";
    UnknownField { field: Field } "unknown-field" Correct "{field} is not a datum of this procedure";
    ValueMissing { field: Field } "value-missing" Correct "{field} may not be absent";
    ValueNotValid { field: Field } "value-not-valid" Correct
        "the value of {field} is not well formed: a wrong check digit, or characters that do not belong there";
    TextTooLong { limit: i64 } "text-too-long" Correct "the text is longer than {limit} characters";
    TextMissing {} "text-missing" Correct "a reason in words is needed";
    PaperNeeded { field: Field } "paper-needed" PaperApplication
        "a changed {field} needs an application signed by hand";
    OfficeNeeded { field: Field } "office-needed" VisitOffice
        "a changed {field} is dealt with in the office";
    CitizenshipMissing {} "citizenship-missing" Correct
        "for another document than a passport the citizenship is needed";
    UnknownOffice { office: Slug } "unknown-office" Correct "{office} is not an office of this procedure";
    KindNotOffered { kind: CertificateKind } "kind-not-offered" Correct
        "certificates of the kind {kind} are not offered here";
    KindLacksData { kind: CertificateKind, fields: Fields } "kind-lacks-data" Correct
        "a certificate of the kind {kind} cannot do without {fields}, which the data do not have";
    DatumOutsideKind { field: Field, kind: CertificateKind } "datum-outside-kind" Correct
        "{field} does not stand in a certificate of the kind {kind}";
    CommonNameTooLong { limit: i64 } "common-name-too-long" Correct
        "the common name of the chosen kind would be longer than {limit} characters";
    UnknownSystemPower { power: Slug } "unknown-system-power" Correct
        "{power} is not a power of this procedure";
    MediumNotOffered { medium: Medium } "medium-not-offered" Correct
        "keys are not made on the medium {medium} here";
    ExportNotOffered {} "export-not-offered" Correct
        "whether the private key may leave its medium is settled by the procedure";
    PasswordNotOffered {} "password-not-offered" Correct
        "whether the container has a password is settled by the procedure or the medium";
    UnknownDocument { document: Slug } "unknown-document" Correct
        "{document} is not a document of this procedure";
    TooManyDocuments { limit: i64 } "too-many-documents" Correct "no more than {limit} documents are taken";
    ContactMissing {} "contact-missing" Correct "a phone number or an e-mail address is lacking";
    // --- the key ---
    KeyOfOldCertificate {} "key-of-old-certificate" MakeNewKey
        "the request holds the key of the old certificate; a renewal needs a new key";
    KeyIssuedBefore {} "key-issued-before" MakeNewKey "a certificate was issued for this key before";
    KeyCompromised {} "key-compromised" MakeNewKey "this key is refused for ever";
    KeyInOtherRenewal {} "key-in-other-renewal" MakeNewKey "another open renewal holds this key";
    KeyOfAuthority {} "key-of-authority" MakeNewKey "this is a key of the authority";
    KeyPublished {} "key-published" MakeNewKey "the private part of this key is published";
    KeyWeak {} "key-weak" MakeNewKey "the key is too weak or not of an allowed kind";
    RequestOfOtherRenewal {} "request-of-other-renewal" Reload "the request was made for another renewal";
    RequestNotBound {} "request-not-bound" MakeNewKey
        "the request does not name the renewal and nothing binds it";
    // --- the application ---
    ApplicationOfOtherRenewal {} "application-of-other-renewal" Reload
        "the application was signed for another renewal";
    StaleRevision { signed: i64, current: i64 } "stale-revision" SignAgain
        "revision {signed} was signed, and the renewal stands at {current}";
    ProcedureChanged {} "procedure-changed" SignAgain "the procedure changed after the application was shown";
    OtherSigner {} "other-signer" UseOldCertificate
        "the signature was not made with the certificate that is being renewed";
    RequestHashDiffers {} "request-hash-differs" SignAgain
        "the application binds another request than the one that was made";
    ClockDiffers { signer: Moment, server: Moment, limit_minutes: i64 } "clock-differs" SetClock
        "the signer's clock says {signer}, the server's {server}; {limit_minutes} minutes are allowed";
    ApplicationTooLate { valid_until: Moment, arrived: Moment } "application-too-late" SignAgain
        "the application was to be accepted until {valid_until} and arrived at {arrived}";
    // --- examination ---
    UnknownCheck { check: Slug } "unknown-check" Reload "{check} is not a register of this procedure";
    CheckNotFailed { check: Slug } "check-not-failed" Reload
        "{check} neither said no nor is overdue, so there is nothing to override";
    CheckStillAwaited { check: Slug, due: Moment } "check-still-awaited" Wait
        "{check} has until {due} to answer";
    NotByRule {} "not-by-rule" TryAgainLater "something deviates, so an operator has to decide";
    NoRight { role: Role, act: Act } "no-right" AnotherOperator "the role {role} may not {act}";
    OperatorInvolved { involvement: Involvement } "operator-involved" AnotherOperator
        "nobody decides a renewal in which he is {involvement}";
    SameOperator {} "same-operator" AnotherOperator "two decisions need two persons";
    DecisionOfOtherRenewal {} "decision-of-other-renewal" Reload "the decision was made on another renewal";
    DecisionNotSigned {} "decision-not-signed" SignAgain
        "this procedure has operators sign their decisions";
    PlanChanged {} "plan-changed" Reload "the certificate plan is not the one that was seen";
    // --- what the issue still needs ---
    BillUnpaid {} "bill-unpaid" PayBill "the bill is not paid";
    EndorsementDiffers {} "endorsement-differs" SignAgain
        "the endorsement names another application, request or key";
    EndorsementNotOffered {} "endorsement-not-offered" VisitOffice
        "here a code of the office binds the key, not an endorsement";
    IssueCodeNotOffered {} "issue-code-not-offered" UseOldCertificate
        "here the old key binds the new one, not a code";
    WrongCode {} "wrong-code" Correct "the code was made for something else";
    CodesExhausted { limit: i64 } "codes-exhausted" VisitOffice "{limit} codes were sent and no more are";
    CodeTooSoon { until: Moment } "code-too-soon" Wait "the code may arrive until {until}";
    ContactTooNew { until: Moment } "contact-too-new" Wait
        "the phone number was changed in this renewal and confirms nothing before {until}";
    // --- issuing ---
    IssuingUnderWay {} "issuing-under-way" TryAgainLater
        "the certificate is being made; giving up is possible once it is there";
    IntentDiffers {} "intent-differs" TryAgainLater "another intent is stored";
    IntentTooOld { not_before: Moment, now: Moment } "intent-too-old" TryAgainLater
        "the intent begins at {not_before} and now it is {now}";
    IntentFresh {} "intent-fresh" TryAgainLater "the stored intent is still to be used";
    CertificateDiffers {} "certificate-differs" Reload
        "the certificate is not the one that this renewal made";
    NewCertificateRevoked { at: Moment } "new-certificate-revoked" VisitOffice
        "the new certificate was revoked on {at}";
    // --- the end ---
    ReceiptOfOtherRenewal {} "receipt-of-other-renewal" Reload "the receipt was signed for another renewal";
    ReceiptDiffers {} "receipt-differs" SignAgain "the receipt names another application";
    SecondReceipt {} "second-receipt" UseNewCertificate "there is a receipt already";
    BackupOnSameMedium { medium: Medium } "backup-on-same-medium" Correct
        "a backup on {medium}, where the key itself lies, would be lost with it";
    OldKeyStays {} "old-key-stays" Correct
        "the old key is needed to read old documents and stays here";
    BackupUndecided {} "backup-undecided" DoStepFirst
        "before the old key is deleted, make a backup or choose to do without";
    UnknownBody { body: Slug } "unknown-body" Reload "{body} is not a body of this procedure";
    UnknownSystem { system: Slug } "unknown-system" Reload "{system} is not a system of this procedure";
    OldKeyNeeded {} "old-key-needed" UseOldCertificate
        "giving up after the issue needs a sign-in by the old certificate";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Argument, Refusal, Remedy};
    use crate::calendar::Moment;

    #[test]
    fn codes_are_kebab_case_and_none_is_given_twice() {
        let mut seen = BTreeSet::new();
        for code in Refusal::ALL_CODES {
            assert!(
                code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
                "{code}"
            );
            assert!(seen.insert(code), "{code}");
        }
    }

    #[test]
    fn the_clock_refusal_names_both_clocks() {
        let signer = Moment::from_unix_seconds(1_780_000_000).expect("in range");
        let refusal = Refusal::ClockDiffers {
            signer,
            server: signer.plus_days(1),
            limit_minutes: 10,
        };
        let text = refusal.to_string();
        assert!(text.contains(&signer.to_string()), "{text}");
        assert!(text.contains(&signer.plus_days(1).to_string()), "{text}");
        assert_eq!(refusal.remedy(), Remedy::SetClock);
        assert_eq!(
            refusal.arguments()[2],
            ("limit_minutes", Argument::Number(10))
        );
    }
}
