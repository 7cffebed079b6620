//! What the holder gives and confirms.
//!
//! Data, kind and powers stand in the certificate plan: a change after the confirmation leads back to it, and a
//! request made for the former plan falls away (the key may serve again). Documents, contacts and the office do
//! not stand in the plan and may be given until the application is signed.

use super::rules::strictest_change;
use super::{Case, Change, limit, require_gathered};
use crate::certificate::CertificateKind;
use crate::limits::{COMMON_NAME_CHARS_MAX, DOCUMENTS_MAX, VALUE_CHARS_MAX};
use crate::organisation::{Ogrn, OrganisationInn, Region};
use crate::person::{Inn, Snils};
use crate::procedure::{
    ChangeRule, Exportable, Field, IdentityDocumentPolicy, KeyMade, PasswordPolicy, Slug,
    WorkplaceCheck,
};
use crate::renewal::{
    AttachedDocument, DataChange, Duty, Effect, Evidence, Fields, IdentityDocument,
    IdentityDocumentKind, KeyOptions, Notice, PaperReason, ReferralReason, Refusal, Renewal, Route,
    Stage,
};

pub(super) fn workplace(case: &Case<'_>, failed: &[WorkplaceCheck]) -> Result<Change, Refusal> {
    if !matches!(
        case.stage(),
        Stage::Held { .. } | Stage::Drafted | Stage::Confirmed { .. } | Stage::Keyed { .. }
    ) {
        return Err(case.not_now());
    }
    if case.procedure.admission.workplace.is_empty() {
        return Err(Refusal::NotAsked {
            step: Duty::ReadyWorkplace,
        });
    }
    let asked = case
        .procedure
        .admission
        .workplace
        .iter()
        .find(|check| failed.contains(check));
    if let Some(check) = asked {
        return Err(Refusal::WorkplaceNotReady { check: *check });
    }
    let mut change = case.stay();
    change.next.gathered.workplace_ready = true;
    Ok(change)
}

pub(super) fn snils(case: &Case<'_>, typed: &str) -> Result<Change, Refusal> {
    require_open_draft(case)?;
    if !case.procedure.gathering.asks_snils {
        return Err(Refusal::NotAsked {
            step: Duty::IdentifyBySnils,
        });
    }
    let typed = Snils::parse(typed).ok_or(Refusal::ValueNotValid {
        field: Field::Snils,
    })?;
    let known = case
        .renewal
        .gathered
        .row(Field::Snils)
        .and_then(|row| row.was.as_deref());
    if known.and_then(Snils::parse) != Some(typed) {
        return Err(Refusal::WrongSnils {});
    }
    let mut change = case.stay();
    change.next.gathered.snils_given = true;
    Ok(change)
}

pub(super) fn change_data(case: &Case<'_>, changes: Vec<DataChange>) -> Result<Change, Refusal> {
    if !matches!(case.stage(), Stage::Papered { .. }) {
        require_draft(case)?;
    }
    let mut change = case.to(Stage::Drafted);
    for DataChange { field, value } in changes {
        let rule = case
            .procedure
            .gathering
            .rule(field)
            .ok_or(Refusal::UnknownField { field })?;
        match &value {
            None if rule.required => return Err(Refusal::ValueMissing { field }),
            None => {}
            Some(text) => {
                require_borne(case, field)?;
                require_value(field, text)?;
            }
        }
        if let Some(row) = change
            .next
            .gathered
            .rows
            .iter_mut()
            .find(|row| row.field == field)
        {
            row.value = value;
        }
        change.notes.push(field.as_str().to_owned());
    }
    Ok(change)
}

/// A value that would not stand in the certificate is not taken: its owner would think that it does.
fn require_borne(case: &Case<'_>, field: Field) -> Result<(), Refusal> {
    match case.renewal.other_kind() {
        Some(kind) if !kind.bears(field) => Err(Refusal::DatumOutsideKind { field, kind }),
        _ => Ok(()),
    }
}

fn require_value(field: Field, text: &str) -> Result<(), Refusal> {
    if text.chars().count() > VALUE_CHARS_MAX {
        return Err(Refusal::TextTooLong {
            limit: limit(VALUE_CHARS_MAX),
        });
    }
    let well_formed = match field {
        Field::Snils => Snils::parse(text).is_some(),
        Field::Inn => Inn::parse(text).is_some(),
        Field::OrganisationInn => OrganisationInn::parse(text).is_some(),
        Field::Ogrn => Ogrn::parse(text).is_some(),
        Field::Region => Region::parse(text).is_some(),
        Field::Country => text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()),
        Field::Email => text.is_ascii() && text.split('@').filter(|p| !p.is_empty()).count() == 2,
        _ => !text.trim().is_empty(),
    };
    if !well_formed || text.chars().any(is_deceptive) {
        return Err(Refusal::ValueNotValid { field });
    }
    Ok(())
}

/// Control, bidirectional, zero-width and private-use characters: a name shown with them is not the name signed.
fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0x00AD | 0x061C | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
            | 0xE000..=0xF8FF | 0xFEFF | 0xF_0000..=0x10_FFFF)
}

pub(super) fn dispute_data(case: &Case<'_>) -> Result<Change, Refusal> {
    require_draft(case)?;
    Ok(case.refer(ReferralReason::DataDisputed, None))
}

/// The data are right: on to the key or the application; to paper or the office where a changed datum, or an
/// ended certificate, says so.
pub(super) fn confirm_data(case: &Case<'_>) -> Result<Change, Refusal> {
    if matches!(case.stage(), Stage::Confirmed { .. }) {
        return Ok(case.repeated());
    }
    if !matches!(case.stage(), Stage::Drafted) {
        return Err(case.not_now());
    }
    require_gathered(case, |duty| {
        matches!(
            duty,
            Duty::ReadyWorkplace | Duty::IdentifyBySnils | Duty::ChooseKind
        )
    })?;
    for rule in case
        .procedure
        .gathering
        .fields
        .iter()
        .filter(|rule| rule.required && case.renewal.bears(rule.field))
    {
        if case.renewal.value(rule.field).is_none() {
            return Err(Refusal::ValueMissing { field: rule.field });
        }
    }
    require_complete(case.renewal)?;
    let strictest = strictest_change(case).map_or(ChangeRule::Remote, |(rule, _)| rule);
    let route = match (case.renewal.route, strictest) {
        (_, ChangeRule::Office) => return Ok(case.refer(ReferralReason::DataChanged, None)),
        (Route::Paper(PaperReason::Expired), _) => Route::Paper(PaperReason::Expired),
        (_, ChangeRule::Paper) => Route::Paper(PaperReason::DataChanged),
        (_, ChangeRule::Remote) => Route::Remote,
    };
    let mut change = match route {
        Route::Remote => case.to(Stage::Confirmed { at: case.now }),
        Route::Paper(reason) => case
            .to(Stage::Papered { reason })
            .effect(Effect::RenderPaperApplication)
            .effect(Effect::NotifyHolder(Notice::PaperNeeded)),
    };
    change.next.route = route;
    change.next.gathered.question = None;
    Ok(change)
}

pub(super) fn identity_document(
    case: &Case<'_>,
    document: Option<IdentityDocument>,
) -> Result<Change, Refusal> {
    require_unsigned(case)?;
    let policy = case.procedure.gathering.identity_document;
    match (&document, policy) {
        (_, IdentityDocumentPolicy::NotAsked) => {
            return Err(Refusal::NotAsked {
                step: Duty::GiveIdentityDocument,
            });
        }
        (None, IdentityDocumentPolicy::Always) => {
            return Err(Refusal::StepMissing {
                step: Duty::GiveIdentityDocument,
            });
        }
        (Some(given), _)
            if given.kind == IdentityDocumentKind::Other && given.citizenship.is_none() =>
        {
            return Err(Refusal::CitizenshipMissing {});
        }
        _ => {}
    }
    let mut change = case.stay();
    change.next.gathered.identity_document = document;
    change.next.gathered.identity_document_given = true;
    Ok(change)
}

pub(super) fn office(case: &Case<'_>, office: Slug) -> Result<Change, Refusal> {
    require_unsigned(case)?;
    let offices = &case.procedure.gathering.offices;
    if offices.is_empty() {
        return Err(Refusal::NotAsked {
            step: Duty::ChooseOffice,
        });
    }
    if !offices.iter().any(|known| known.name == office) {
        return Err(Refusal::UnknownOffice { office });
    }
    let mut change = case.stay();
    change.next.gathered.office = Some(office);
    Ok(change)
}

pub(super) fn kind(case: &Case<'_>, kind: CertificateKind) -> Result<Change, Refusal> {
    require_draft(case)?;
    let kinds = &case.procedure.gathering.kinds;
    if kinds.is_empty() {
        return Err(Refusal::NotAsked {
            step: Duty::ChooseKind,
        });
    }
    if !kinds.contains(&kind) {
        return Err(Refusal::KindNotOffered { kind });
    }
    let mut change = case.to(Stage::Drafted);
    change.next.gathered.kind = Some(kind);
    require_complete(&change.next)?;
    Ok(change)
}

/// The data are all that the chosen kind cannot do without, and its common name has room.
fn require_complete(renewal: &Renewal) -> Result<(), Refusal> {
    let Some(kind) = renewal.other_kind() else {
        return Ok(());
    };
    let fields = Fields(renewal.lacking());
    if !fields.0.is_empty() {
        return Err(Refusal::KindLacksData { kind, fields });
    }
    let name = renewal.value(Field::CommonName).unwrap_or_default();
    if name.chars().count() > COMMON_NAME_CHARS_MAX {
        return Err(Refusal::CommonNameTooLong {
            limit: limit(COMMON_NAME_CHARS_MAX),
        });
    }
    Ok(())
}

pub(super) fn system_powers(case: &Case<'_>, powers: Vec<Slug>) -> Result<Change, Refusal> {
    require_draft(case)?;
    let known = &case.procedure.gathering.system_powers;
    if known.is_empty() {
        return Err(Refusal::NotAsked {
            step: Duty::ChooseSystemPowers,
        });
    }
    if let Some(power) = powers
        .iter()
        .find(|power| !known.iter().any(|k| k.name == **power))
    {
        return Err(Refusal::UnknownSystemPower {
            power: power.clone(),
        });
    }
    let mut change = case.to(Stage::Drafted);
    change.next.gathered.system_powers = Some(powers);
    Ok(change)
}

/// The key's medium and options: before the key is made, or again before another is made.
pub(super) fn key_options(case: &Case<'_>, options: KeyOptions) -> Result<Change, Refusal> {
    let stage = match case.stage() {
        Stage::Drafted | Stage::Confirmed { .. } => case.stage().clone(),
        Stage::Keyed { .. } => Stage::Confirmed { at: case.now },
        Stage::Approved(approved) if approved.filing.request.is_none() => case.stage().clone(),
        _ => return Err(case.not_now()),
    };
    let policy = &case.procedure.key;
    if policy.media.is_empty() {
        return Err(Refusal::NotAsked {
            step: Duty::ChooseKeyOptions,
        });
    }
    if !policy.media.contains(&options.medium) {
        return Err(Refusal::MediumNotOffered {
            medium: options.medium,
        });
    }
    match policy.exportable {
        Exportable::Never if options.exportable => return Err(Refusal::ExportNotOffered {}),
        Exportable::Always if !options.exportable => return Err(Refusal::ExportNotOffered {}),
        _ => {}
    }
    let password_fits = match policy.password {
        PasswordPolicy::NotAsked => !options.password,
        // A PIN guards the medium itself.
        PasswordPolicy::Optional => !(options.password && options.medium.has_pin()),
        PasswordPolicy::Required => options.password || options.medium.has_pin(),
    };
    if !password_fits {
        return Err(Refusal::PasswordNotOffered {});
    }
    let mut change = case.to(stage);
    change.next.gathered.key_options = Some(options);
    Ok(change)
}

pub(super) fn attach(case: &Case<'_>, document: AttachedDocument) -> Result<Change, Refusal> {
    require_unsigned(case)?;
    let asked = &case.procedure.gathering.documents;
    if !asked.iter().any(|known| known.name == document.kind) {
        return Err(Refusal::UnknownDocument {
            document: document.kind,
        });
    }
    if document.name.trim().is_empty() || document.number.trim().is_empty() {
        return Err(Refusal::TextMissing {});
    }
    if [&document.name, &document.number]
        .iter()
        .any(|t| t.chars().count() > VALUE_CHARS_MAX)
    {
        return Err(Refusal::TextTooLong {
            limit: limit(VALUE_CHARS_MAX),
        });
    }
    let mut change = case.stay();
    let documents = &mut change.next.gathered.documents;
    documents.retain(|known| known.kind != document.kind);
    if documents.len() >= DOCUMENTS_MAX {
        return Err(Refusal::TooManyDocuments {
            limit: limit(DOCUMENTS_MAX),
        });
    }
    documents.push(document);
    Ok(change)
}

pub(super) fn contacts(
    case: &Case<'_>,
    phone: Option<String>,
    email: Option<String>,
) -> Result<Change, Refusal> {
    require_unsigned(case)?;
    let asked = case.procedure.gathering.contacts;
    if !asked.any() {
        return Err(Refusal::NotAsked {
            step: Duty::GiveContacts,
        });
    }
    if (asked.phone && phone.is_none()) || (asked.email && email.is_none()) {
        return Err(Refusal::ContactMissing {});
    }
    let mut change = case.stay();
    let known = &mut change.next.gathered.contacts;
    let phone_changed = known.phone.is_some() && known.phone != phone;
    let email_changed = known.email.is_some() && known.email != email;
    if known.phone != phone {
        known.phone_changed_at = Some(case.now);
    }
    known.phone = phone;
    known.email = email;
    known.given = true;
    let told = |changed: bool, notice| changed.then_some(Effect::NotifyHolder(notice));
    Ok(change
        .effects(told(phone_changed, Notice::PhoneChanged))
        .effects(told(email_changed, Notice::EmailChanged)))
}

/// Lets data be given while they are looked through.
fn require_open_draft(case: &Case<'_>) -> Result<(), Refusal> {
    match case.stage() {
        Stage::Drafted => Ok(()),
        _ => Err(case.not_now()),
    }
}

/// Lets the plan be changed until the application is signed.
fn require_draft(case: &Case<'_>) -> Result<(), Refusal> {
    match case.stage() {
        Stage::Drafted | Stage::Confirmed { .. } | Stage::Keyed { .. } => Ok(()),
        _ => Err(case.not_now()),
    }
}

/// Lets what is not in the plan be given until the application is signed or brought.
fn require_unsigned(case: &Case<'_>) -> Result<(), Refusal> {
    match case.stage() {
        Stage::Drafted | Stage::Confirmed { .. } | Stage::Keyed { .. } | Stage::Papered { .. } => {
            Ok(())
        }
        _ => Err(case.not_now()),
    }
}

/// Tells whether this renewal's key is made after the approval: the procedure says so, or there is no old key
/// whose signature could bind it.
pub(super) fn key_after_approval(case: &Case<'_>, evidence: &Evidence) -> bool {
    matches!(case.procedure.key.made, KeyMade::AfterApproval(_))
        || matches!(evidence, Evidence::Paper(_))
}
