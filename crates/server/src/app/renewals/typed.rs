//! From what a holder typed to a command of the model, field by field; and back from a refusal to the field.

use smena_domain::{
    certificate::CertificateKind,
    journal::Actor,
    procedure::{Field, Medium, Slug, WorkplaceCheck},
    renewal::{
        AttachedDocument, Backup, Command, DataChange, IdentityDocument, IdentityDocumentKind,
        KeyOptions, OldKeyTreatment, Refusal, Renewal, Sex,
    },
};
use smena_protocol::v1::{self, HolderCommand, text};
use time::{Date, macros::format_description};

use crate::app::{
    App, Ctx,
    failure::{Denial, Failure},
    issue_codes, phone_codes, powers, standing,
    uploads::{self, UploadPurpose},
};

/// Reads a command. What needs the session itself, `abandon`, is not read here.
pub(super) async fn command_of(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    command: HolderCommand,
) -> Result<Command, Failure> {
    Ok(match command {
        HolderCommand::AttachDocument(given) => attach(app, renewal, given).await?,
        HolderCommand::SupplyPower(given) => Command::SupplyPower {
            power: slug("power", &given.power)?,
            document: uploads::require(app, renewal.id(), UploadPurpose::Power, &given.scan)
                .await?,
        },
        HolderCommand::SubmitApplication(_) => Command::SubmitApplication {
            standing: standing::standing_of(app, ctx.now, renewal.old_thumbprint()).await,
        },
        HolderCommand::RecheckPowers(_) => {
            let procedure = app
                .procedure(&renewal.procedure().name)
                .ok_or(Refusal::ProcedureChanged {})?;
            Command::RecheckPowers {
                powers: powers::of_holder(app, renewal.holder(), procedure).await?,
            }
        }
        HolderCommand::EnterIssueCode(given) => Command::AcceptIssueCode {
            code: Box::new(issue_codes::prove(app, ctx, renewal, &given.code).await?),
        },
        HolderCommand::ConfirmByCode(given) => Command::ConfirmByCode {
            code: Box::new(phone_codes::prove(app, ctx, renewal, &given.code).await?),
        },
        HolderCommand::ResendCode(_) => {
            phone_codes::require_another(app, ctx, renewal).await?;
            Command::ResendCode
        }
        HolderCommand::Abandon(_) => return Err(Denial::HolderSessionNeeded {}.into()),
        plain => of_words(renewal, plain)?,
    })
}

/// Reads a command that its own words make whole.
fn of_words(renewal: &Renewal, command: HolderCommand) -> Result<Command, Failure> {
    Ok(match command {
        HolderCommand::ReportWorkplace(given) => Command::ReportWorkplace {
            failed: words("failed", &given.failed, WorkplaceCheck::parse)?,
        },
        HolderCommand::IdentifyBySnils(given) => Command::IdentifyBySnils {
            typed: required("snils", &given.snils)?,
        },
        HolderCommand::ConfirmData(_) => Command::ConfirmData,
        HolderCommand::ChangeData(given) => Command::ChangeData {
            changes: given
                .changes
                .into_iter()
                .map(change_of_datum)
                .collect::<Result<_, _>>()?,
        },
        HolderCommand::DisputeData(_) => Command::DisputeData,
        HolderCommand::GiveIdentityDocument(given) => Command::GiveIdentityDocument {
            document: given.document.map(identity_document).transpose()?,
        },
        HolderCommand::ChooseOffice(given) => Command::ChooseOffice {
            office: slug("office", &given.office)?,
        },
        HolderCommand::ChooseKind(given) => Command::ChooseKind {
            kind: word("kind", &given.kind, CertificateKind::parse)?,
        },
        HolderCommand::ChooseSystemPowers(given) => Command::ChooseSystemPowers {
            powers: words("powers", &given.powers, Slug::parse)?,
        },
        HolderCommand::ChooseKeyOptions(given) => Command::ChooseKeyOptions {
            options: KeyOptions {
                medium: word("medium", &given.medium, Medium::parse)?,
                exportable: given.exportable,
                password: given.password,
            },
        },
        HolderCommand::GiveContacts(given) => Command::GiveContacts {
            phone: phone(given.phone)?,
            email: email(given.email)?,
        },
        HolderCommand::CommentTicket(given) => Command::CommentTicket {
            author: Actor::Holder(renewal.holder()),
            text: required("text", &given.text)?,
        },
        HolderCommand::GiveConsent(_) => Command::GiveConsent,
        HolderCommand::Familiarise(_) => Command::Familiarise,
        HolderCommand::RecordBackup(given) => Command::RecordBackup {
            backup: match given.medium {
                None => Backup::Declined,
                Some(medium) => Backup::Verified {
                    medium: word("medium", &medium, Medium::parse)?,
                },
            },
        },
        HolderCommand::RecordOldKey(given) => Command::RecordOldKey {
            treatment: word("treatment", &given.treatment, OldKeyTreatment::parse)?,
        },
        HolderCommand::RecordSystemTold(given) => Command::RecordSystemTold {
            system: slug("system", &given.system)?,
        },
        HolderCommand::Withdraw(_) => Command::Withdraw,
        // The caller has taken these.
        HolderCommand::AttachDocument(_)
        | HolderCommand::SupplyPower(_)
        | HolderCommand::SubmitApplication(_)
        | HolderCommand::RecheckPowers(_)
        | HolderCommand::EnterIssueCode(_)
        | HolderCommand::ConfirmByCode(_)
        | HolderCommand::ResendCode(_)
        | HolderCommand::Abandon(_) => return Err(Denial::BadRequest {}.into()),
    })
}

async fn attach(
    app: &App,
    renewal: &Renewal,
    given: v1::AttachDocument,
) -> Result<Command, Failure> {
    let document = AttachedDocument {
        kind: slug("document", &given.document)?,
        name: required("title", &given.title)?,
        date: date("date", &given.date)?,
        number: required("number", &given.number)?,
        scan: uploads::require(app, renewal.id(), UploadPurpose::Document, &given.scan).await?,
    };
    Ok(Command::AttachDocument { document })
}

fn identity_document(given: v1::IdentityDocument) -> Result<IdentityDocument, Failure> {
    let kind = word("kind", &given.kind, IdentityDocumentKind::parse)?;
    let citizenship = given.citizenship.filter(|text| !text.trim().is_empty());
    let document = IdentityDocument {
        kind,
        number: required("number", &given.number)?,
        issued_on: date("issued_on", &given.issued_on)?,
        birth_date: date("birth_date", &given.birth_date)?,
        birth_place: required("birth_place", &given.birth_place)?,
        sex: word("sex", &given.sex, Sex::parse)?,
        citizenship: citizenship
            .map(|text| required("citizenship", &text))
            .transpose()?,
    };
    if document.birth_date >= document.issued_on {
        return Err(not_valid("birth_date"));
    }
    Ok(document)
}

fn change_of_datum(change: v1::DataChange) -> Result<DataChange, Failure> {
    let key = change.key;
    let field = Field::parse(&key).ok_or(Denial::DatumUnknown { key })?;
    text::check_value(&change.value).map_err(|_| Refusal::ValueNotValid { field })?;
    let value = change.value.trim();
    Ok(DataChange {
        field,
        value: (!value.is_empty()).then(|| value.to_owned()),
    })
}

/// A phone number as `+` and digits: what people put between them is not kept.
fn phone(given: Option<String>) -> Result<Option<String>, Failure> {
    let Some(given) = given.filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let plain: String = given
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')'))
        .collect();
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    let all_digits = digits.bytes().all(|b| b.is_ascii_digit());
    // ITU-T E.164: at most fifteen digits; within Russia a leading 8 stands for the country.
    match (digits.len(), plain.starts_with('+')) {
        (10..=15, true) if all_digits => Ok(Some(plain)),
        (11, false) if all_digits && digits.starts_with(['7', '8']) => {
            Ok(Some(format!("+7{}", &digits[1..])))
        }
        (10, false) if all_digits => Ok(Some(format!("+7{digits}"))),
        _ => Err(not_valid("phone")),
    }
}

fn email(given: Option<String>) -> Result<Option<String>, Failure> {
    let Some(given) = given.filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let text = required("email", &given)?;
    let sound = text.is_ascii()
        && text.len() <= 254
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@') && !host.starts_with('.')
        });
    if sound {
        Ok(Some(text))
    } else {
        Err(not_valid("email"))
    }
}

/// A text that is there and can be printed; white space around it is not kept.
fn required(field: &str, given: &str) -> Result<String, Failure> {
    let given = given.trim();
    if given.is_empty() {
        return Err(missing(field));
    }
    text::check_value(given).map_err(|_| not_valid(field))?;
    Ok(given.to_owned())
}

fn date(field: &str, given: &str) -> Result<Date, Failure> {
    let given = required(field, given)?;
    Date::parse(&given, format_description!("[year]-[month]-[day]")).map_err(|_| not_valid(field))
}

fn slug(field: &str, given: &str) -> Result<Slug, Failure> {
    word(field, given, Slug::parse)
}

fn word<T>(field: &str, given: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, Failure> {
    if given.is_empty() {
        return Err(missing(field));
    }
    parse(given).ok_or_else(|| not_valid(field))
}

fn words<T>(
    field: &str,
    given: &[String],
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, Failure> {
    given.iter().map(|text| word(field, text, &parse)).collect()
}

fn missing(field: &str) -> Failure {
    let field = field.to_owned();
    Denial::FieldMissing { field }.into()
}

fn not_valid(field: &str) -> Failure {
    let field = field.to_owned();
    Denial::FieldNotValid { field }.into()
}

/// The field of a form that a failure is about, by its name in the command; a datum of the table by its key. None when
/// it is about the form as a whole.
#[must_use]
pub fn field_of(failure: &Failure) -> Option<&str> {
    match failure {
        Failure::Refused(refusal) => field_of_refusal(refusal),
        Failure::Denied(Denial::FieldMissing { field } | Denial::FieldNotValid { field }) => {
            Some(field)
        }
        Failure::Denied(Denial::DatumUnknown { key }) => Some(key),
        Failure::Denied(Denial::SignInAgain {}) => Some("phone"),
        Failure::Denied(Denial::CodeTriedOften {} | Denial::ConfirmationsOverToday {}) => {
            Some("code")
        }
        Failure::Denied(denial) if denial.code().starts_with("upload") => Some("scan"),
        Failure::Denied(_) | Failure::Ours(_) => None,
    }
}

fn field_of_refusal(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::UnknownField { field }
        | Refusal::ValueMissing { field }
        | Refusal::ValueNotValid { field }
        | Refusal::DatumOutsideKind { field, .. }
        | Refusal::PaperNeeded { field }
        | Refusal::OfficeNeeded { field } => field.as_str(),
        Refusal::WrongSnils {} => "snils",
        Refusal::CitizenshipMissing {} => "citizenship",
        Refusal::UnknownOffice { .. } => "office",
        Refusal::KindNotOffered { .. }
        | Refusal::KindLacksData { .. }
        | Refusal::CommonNameTooLong { .. } => "kind",
        Refusal::UnknownSystemPower { .. } => "powers",
        Refusal::MediumNotOffered { .. } | Refusal::BackupOnSameMedium { .. } => "medium",
        Refusal::ExportNotOffered {} => "exportable",
        Refusal::PasswordNotOffered {} => "password",
        Refusal::UnknownDocument { .. } | Refusal::TooManyDocuments { .. } => "document",
        Refusal::UnknownPower { .. } => "power",
        Refusal::ContactMissing {} => "phone",
        Refusal::WorkplaceNotReady { .. } => "failed",
        Refusal::TextMissing {} | Refusal::TextTooLong { .. } | Refusal::TicketFull { .. } => {
            "text"
        }
        Refusal::WrongCode {} | Refusal::CodesExhausted { .. } | Refusal::ContactTooNew { .. } => {
            "code"
        }
        Refusal::OldKeyStays {} | Refusal::BackupUndecided {} => "treatment",
        Refusal::UnknownSystem { .. } => "system",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{date, email, field_of, phone, required};

    #[test]
    fn a_phone_number_is_kept_as_its_digits() {
        for (typed, kept) in [
            ("+7 (999) 123-45-67", "+79991234567"),
            ("8 999 123-45-67", "+79991234567"),
            ("9991234567", "+79991234567"),
            ("+44 20 7946 0958", "+442079460958"),
        ] {
            let read = phone(Some(typed.to_owned())).unwrap_or_else(|e| panic!("{typed}: {e:?}"));
            assert_eq!(read.as_deref(), Some(kept), "{typed}");
        }
        for typed in ["12", "+7999123456789012", "8-800-GOSUSLUGI", "99912345678"] {
            let refused = phone(Some(typed.to_owned())).expect_err(typed);
            assert_eq!(field_of(&refused), Some("phone"), "{typed}");
        }
        assert_eq!(phone(Some(" ".to_owned())).ok(), Some(None));
    }

    #[test]
    fn an_address_has_a_name_and_a_host() {
        for typed in ["a@b", "a b@c.d", "@c.d", "a@.d", "я@c.d", "a@b@c.d"] {
            let refused = email(Some(typed.to_owned())).expect_err(typed);
            assert_eq!(field_of(&refused), Some("email"), "{typed}");
        }
        assert!(email(Some("a@b.c".to_owned())).is_ok());
    }

    #[test]
    fn what_is_absent_and_what_is_wrong_are_told_apart() {
        let code = |failure: crate::app::failure::Failure| failure.code().expect("a refusal");
        assert_eq!(
            code(required("title", "  ").expect_err("absent")),
            "field-missing"
        );
        assert_eq!(
            code(required("title", "a\u{202e}b").expect_err("deceptive")),
            "field-not-valid"
        );
        assert_eq!(code(date("date", "").expect_err("absent")), "field-missing");
        for wrong in ["2026-02-30", "12.03.2026", "2026-3-1"] {
            assert_eq!(
                code(date("date", wrong).expect_err(wrong)),
                "field-not-valid"
            );
        }
        assert!(date("date", "2026-02-28").is_ok());
    }
}
