//! What is to be done after a decision. Effects are stored as jobs with the decision, in one transaction; each
//! job ends in another command. They may run twice, so each says *what* and never *once more*.

use serde::{Deserialize, Serialize};

use crate::certificate::{KeyHash, RevocationReason, SerialNumber, Thumbprint};
use crate::procedure::Slug;

/// Something to be done.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "do", content = "with")]
pub enum Effect {
    /// Run the rule; ends in `ApproveByRule`.
    ApproveByRule,
    /// Ask the billing; ends in `RecordBill`.
    AskBilling,
    /// Ask a register; ends in `RecordCheck`.
    AskRegister(Slug),
    /// Abandon the intent with this serial, which is listed as revoked from then on.
    BurnSerial(SerialNumber),
    /// Issue; goes through `PrepareIssue` to `RecordIssue`.
    IssueCertificate,
    /// Tell the holder.
    NotifyHolder(Notice),
    /// Tell the operators that something waits for them.
    NotifyOperators(Notice),
    /// Publish the certificate in the register of certificates.
    PublishCertificate(Thumbprint),
    /// Refuse a key in every later request.
    RefuseKeyForever(KeyHash),
    /// Register the certificate with a body; ends in `RecordRegistration`.
    RegisterWithBody(Slug),
    /// Offer the application to be printed.
    RenderPaperApplication,
    /// Revoke a certificate.
    RevokeCertificate {
        /// Which.
        certificate: Thumbprint,
        /// Why.
        reason: RevocationReason,
    },
    /// Send a code to the holder's phone.
    SendConfirmationCode,
    /// Ask for a time stamp over the application's signature.
    StampApplication,
}

crate::bytes::words!(
    /// What a letter is about; `mail-<word>` in the locales.
    Notice {
        /// Approved.
        Approved = "approved",
        /// A register said no or is silent; an operator has to look.
        CheckFailed = "check-failed",
        /// A decision is awaited.
        DecisionAwaited = "decision-awaited",
        /// The e-mail address was changed; told to the old address.
        EmailChanged = "email-changed",
        /// The certificate is ready to be fetched (F33).
        Issued = "issued",
        /// The application has to be printed and signed by hand.
        PaperNeeded = "paper-needed",
        /// The phone was changed; told to the old number.
        PhoneChanged = "phone-changed",
        /// Powers of attorney are lacking, these and these.
        PowersLacking = "powers-lacking",
        /// The office deals with it now.
        Referred = "referred",
        /// A body registered the certificate.
        Registered = "registered",
        /// A body refused the certificate.
        RegistrationRefused = "registration-refused",
        /// Rejected, with the reason (F34).
        Rejected = "rejected",
        /// Returned with a question.
        Returned = "returned",
        /// A second approval is awaited.
        SecondApprovalAwaited = "second-approval-awaited",
        /// The ticket waits for the office.
        TicketOpened = "ticket-opened",
        /// The office did what the ticket asked; try again.
        TicketFulfilled = "ticket-fulfilled",
    }
);
