//! The words of `docs/workflow.md` for what the model names in kebab-case.

use smena_domain::procedure::ChangeRule;
use smena_domain::renewal::{Duty, Effect};

pub(crate) const INTRODUCTION: &str = "\
# The six procedures, step by step

This file is made by a test from `procedures/*.toml` and from the rules in `crates/domain`; do not edit it
(`UPDATE_DOCS=1 cargo test -p smena-server --test procedures` writes it anew). What it shows has been walked through:
each command was accepted, each refusal was met, each date computed.

How to read it. A renewal stands at a *stage*; a *command* moves it to another or is *refused*, and a refused command
changes nothing. Who owes which *step* is computed from the stage. Items such as C12 or K18 are those of the guide
that the procedure was made after. In the examples the renewal begins on Monday 1 June 2026 at 09:00 UTC with an old
certificate that ends twenty days later; nobody lets time pass unless it is said.

What every procedure shares:

- The old certificate is looked at five times: at the start, at the signing, when the application is handed in (these
  refuse), at the approval and at the instant before the certificate is made (these send the renewal to the office,
  where the application stays as evidence). \"Could not check\" is never a pass and never called revoked.
- One open renewal of a certificate at a time. Asked again, the same request, application or receipt gets the same
  answer.
- Before the issue the holder withdraws at will. After the issue and before the receipt only the holder of the old key
  abandons: the new certificate is revoked and its key refused for ever; three times at most.
- A foreign certificate, another person, an overridden register and an operator with rights younger than a day need
  two operators, whatever the procedure says.
- A renewal that an operator returns keeps everything that was given; it is confirmed and signed again.
";

pub(crate) fn change_words(rule: ChangeRule) -> &'static str {
    match rule {
        ChangeRule::Remote => "carried by the old key's signature",
        ChangeRule::Paper => "on paper only",
        ChangeRule::Office => "in the office only",
    }
}

pub(crate) fn duty_words(duty: Duty) -> &'static str {
    match duty {
        Duty::SupplyPowers => "have a valid power of attorney on record",
        Duty::ReadyWorkplace => "have the computer looked at and in order",
        Duty::IdentifyBySnils => "type the SNILS",
        Duty::CheckData => "look through the data and confirm them",
        Duty::GiveIdentityDocument => "give the identity document, or say that it is unchanged",
        Duty::ChooseOffice => "choose region and office",
        Duty::ChooseKind => "choose the kind of certificate",
        Duty::ChooseSystemPowers => "choose powers in information systems",
        Duty::ChooseKeyOptions => "choose where and how the key is made",
        Duty::MakeKey => "make the key",
        Duty::AttachDocuments => "attach a document with name, date, number and scan",
        Duty::GiveContacts => "give phone and e-mail",
        Duty::SignApplication => "sign the application with the old key",
        Duty::BringPaperApplication => "bring the application signed by hand",
        Duty::SubmitApplication => "look through the documents and hand in",
        Duty::AnswerCheck => "answer",
        Duty::Decide => "decide",
        Duty::PayBill => "pay the bill, if there is one",
        Duty::GiveConsent => "agree to the issue with the data as shown",
        Duty::BindKey => "stand for the new key with the old one",
        Duty::ConfirmByCode => "type the code from the phone",
        Duty::IssueCertificate => "issue the certificate",
        Duty::InstallCertificate => "install the certificate beside the old key",
        Duty::Familiarise => "look through the certificate's contents",
        Duty::SignReceipt => "sign the receipt with the new key",
        Duty::MakeBackup => "make a backup, or decline it",
        Duty::TreatOldKey => "delete the old key from the card, or keep it",
        Duty::RegisterCertificate => "register the certificate",
        Duty::TellSystem => "send the certificate to the support",
        Duty::SwitchPrograms => "switch the programs to the new certificate",
        Duty::SettleReferral => "deal with it",
    }
}

pub(crate) fn effect_words(effect: &Effect) -> String {
    match effect {
        Effect::ApproveByRule => "the rule is run".to_owned(),
        Effect::AskBilling => "the billing is asked".to_owned(),
        Effect::AskRegister(check) => format!("{check} is asked"),
        Effect::BurnSerial(_) => "the serial is burned".to_owned(),
        Effect::IssueCertificate => "the issuing job runs".to_owned(),
        Effect::NotifyHolder(notice) => format!("letter to the holder: {notice}"),
        Effect::NotifyOperators(notice) => format!("operators are told: {notice}"),
        Effect::PublishCertificate(_) => "the certificate is published".to_owned(),
        Effect::RefuseKeyForever(_) => "the key is refused for ever".to_owned(),
        Effect::RegisterWithBody(body) => format!("{body} is asked to register"),
        Effect::RenderPaperApplication => "the application is offered to be printed".to_owned(),
        Effect::RevokeCertificate { .. } => "the certificate is revoked".to_owned(),
        Effect::SendConfirmationCode => "a code is sent to the phone".to_owned(),
        Effect::StampApplication => "the application is time-stamped".to_owned(),
    }
}
