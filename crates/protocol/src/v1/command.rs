//! What a holder's session can do to a renewal without an errand.
//!
//! Names of offices, documents, powers and systems are those of the procedure, days are written `YYYY-MM-DD`. All of
//! it is what a person typed or chose: the server reads it and names the field that it cannot take.

use serde::{Deserialize, Serialize};

/// Body of `POST /api/v1/renewals/{id}/commands`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandRequested {
    /// The revision that the person saw.
    pub revision: u64,
    /// What is to happen.
    pub command: HolderCommand,
}

/// What a holder can do to a renewal without an errand.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "kebab-case", deny_unknown_fields)]
pub enum HolderCommand {
    /// The computer was looked at.
    ReportWorkplace(ReportWorkplace),
    /// The SNILS of the person the certificate is for.
    IdentifyBySnils(IdentifyBySnils),
    /// The data are right as shown.
    ConfirmData(ConfirmData),
    /// Some data are to be others.
    ChangeData(ChangeData),
    /// The data are wrong and cannot be put right here.
    DisputeData(DisputeData),
    /// The identity document.
    GiveIdentityDocument(GiveIdentityDocument),
    /// The office.
    ChooseOffice(ChooseOffice),
    /// The kind of certificate.
    ChooseKind(ChooseKind),
    /// The powers in information systems.
    ChooseSystemPowers(ChooseSystemPowers),
    /// Where and how the key is to be made.
    ChooseKeyOptions(ChooseKeyOptions),
    /// A document with its scan; one of the same kind is replaced.
    AttachDocument(AttachDocument),
    /// The contacts.
    GiveContacts(GiveContacts),
    /// The signed application is handed in.
    SubmitApplication(SubmitApplication),
    /// A scan of a lacking power of attorney.
    SupplyPower(SupplyPower),
    /// A comment for the office about the powers of attorney.
    CommentTicket(CommentTicket),
    /// The powers of attorney are to be looked at again.
    RecheckPowers(RecheckPowers),
    /// The certificate may be issued with the data as shown.
    GiveConsent(GiveConsent),
    /// The confirmation code is to be sent again.
    ResendCode(ResendCode),
    /// The confirmation code.
    ConfirmByCode(ConfirmByCode),
    /// The code that the office gave out.
    EnterIssueCode(EnterIssueCode),
    /// The contents of the certificate were looked through.
    Familiarise(Familiarise),
    /// A backup of the new key was made, or none is wanted.
    RecordBackup(RecordBackup),
    /// The old key was kept or deleted.
    RecordOldKey(RecordOldKey),
    /// The certificate was sent to the support of an information system.
    RecordSystemTold(RecordSystemTold),
    /// The renewal is given up before anything was issued.
    Withdraw(Withdraw),
    /// The issued certificate is given up before its receipt, because its key is lost.
    Abandon(Abandon),
}

/// `report-workplace`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportWorkplace {
    /// The checks that are not in order; empty when all are.
    pub failed: Vec<String>,
}

/// `identify-by-snils`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentifyBySnils {
    /// The number as typed.
    pub snils: String,
}

/// `confirm-data`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmData {}

/// `change-data`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeData {
    /// The new values, by the identifiers of their labels.
    pub changes: Vec<DataChange>,
}

/// A new value.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataChange {
    /// The identifier of the label.
    pub key: String,
    /// The value; empty takes it out.
    pub value: String,
}

/// `dispute-data`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeData {}

/// `give-identity-document`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GiveIdentityDocument {
    /// The document; absent when the one of the last time holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<IdentityDocument>,
}

/// An identity document.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityDocument {
    /// `passport` or `other`.
    pub kind: String,
    /// Series and number.
    pub number: String,
    /// The day on which it was issued.
    pub issued_on: String,
    /// The holder's birth date.
    pub birth_date: String,
    /// The holder's birth place.
    pub birth_place: String,
    /// `female` or `male`.
    pub sex: String,
    /// The citizenship, for another document than a passport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citizenship: Option<String>,
}

/// `choose-office`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChooseOffice {
    /// Its name.
    pub office: String,
}

/// `choose-kind`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChooseKind {
    /// Its name.
    pub kind: String,
}

/// `choose-system-powers`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChooseSystemPowers {
    /// Their names.
    pub powers: Vec<String>,
}

/// `choose-key-options`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChooseKeyOptions {
    /// The medium.
    pub medium: String,
    /// The private key may leave it.
    pub exportable: bool,
    /// The container has a password.
    pub password: bool,
}

/// `attach-document`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachDocument {
    /// Which of the documents of the procedure it is.
    pub document: String,
    /// What it is called.
    pub title: String,
    /// Its date.
    pub date: String,
    /// Its number.
    pub number: String,
    /// The id of the scan that was sent before.
    pub scan: String,
}

/// `give-contacts`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GiveContacts {
    /// The phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// `submit-application`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubmitApplication {}

/// `supply-power`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplyPower {
    /// Which power.
    pub power: String,
    /// The id of the scan that was sent before.
    pub scan: String,
}

/// `comment-ticket`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommentTicket {
    /// What.
    pub text: String,
}

/// `recheck-powers`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecheckPowers {}

/// `give-consent`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GiveConsent {}

/// `resend-code`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResendCode {}

/// `confirm-by-code`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmByCode {
    /// As typed.
    pub code: String,
}

/// `enter-issue-code`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnterIssueCode {
    /// As typed.
    pub code: String,
}

/// `familiarise`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Familiarise {}

/// `record-backup`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordBackup {
    /// The medium that it lies on; absent when none is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
}

/// `record-old-key`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordOldKey {
    /// `kept` or `deleted`.
    pub treatment: String,
}

/// `record-system-told`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordSystemTold {
    /// Which.
    pub system: String,
}

/// `withdraw`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {}

/// `abandon`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abandon {}
