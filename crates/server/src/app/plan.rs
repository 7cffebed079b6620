//! The plan of a certificate: what is decided about it before there is a key.
//!
//! The plan is made anew from the renewal and the profile whenever it is needed; its hash stands in the request and in
//! the approval, so a profile that was changed meanwhile is found.

use const_oid::ObjectIdentifier;
use smena_domain::{certificate::ContentHash, procedure::Slug, renewal::Renewal};
use smena_pki::{
    certificate::Certificate,
    key::KeyError,
    name::Name,
    profile::{
        AttributeKind, CertificateProfile, Inn, NumberError, Ogrn, Ogrnip, ProfileError, Snils,
        Subject, SubjectError,
    },
};
use smena_protocol::v1::signed::{CertificatePlan, Structure as _, StructureError};
use smena_store::Sha256;

use super::{
    App,
    holders::{attribute_of, fake_numbers, holder_kind, subject_of},
};

/// A plan with its octets.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The plan.
    pub plan: CertificatePlan,
    /// Its DER, as it is stored and shown to the agent.
    pub der: Vec<u8>,
    /// SHA-256 of the DER.
    pub hash: ContentHash,
    /// The subject of the certificate.
    pub subject: Name,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The procedure names a profile that the configuration does not describe.
    #[error("there is no certificate profile named {0}")]
    NoProfile(Slug),
    /// The server does not have the renewal's procedure.
    #[error("there is no procedure named {0}")]
    NoProcedure(Slug),
    /// A power that the holder chose is none of the procedure's any more, or its identifier is none.
    #[error("the power {0} has no identifier in the procedure")]
    NoPower(Slug),
    /// The key of the old certificate cannot be read.
    #[error("the key of the old certificate cannot be read")]
    OldKey(#[source] KeyError),
    /// A number among the data breaks its own rules.
    #[error("a number among the data is not valid")]
    Number(#[source] NumberError),
    /// The data do not make a subject.
    #[error("the data do not make the subject of a certificate")]
    Subject(#[source] SubjectError),
    /// The profile gives no extensions.
    #[error("the profile gives no extensions")]
    Profile(#[source] ProfileError),
    /// The plan cannot be written.
    #[error("the plan of the certificate cannot be written")]
    Write(#[source] StructureError),
}

/// Plans the certificate of a renewal. The new key is of the old key's algorithm, so the uses that such a key can have
/// are planned; the subject of unchanged data is the old one, octet for octet.
///
/// # Errors
///
/// [`PlanError`].
pub fn certificate_plan(
    app: &App,
    renewal: &Renewal,
    old: &Certificate,
) -> Result<Planned, PlanError> {
    let algorithm = old.public_key().map_err(PlanError::OldKey)?.algorithm();
    let profile = profile_of(app, renewal)?.for_key(algorithm);
    let subject = if renewal.changed_rows().next().is_none() {
        // Written anew, the same data could come in another order or in other string types.
        old.subject().clone()
    } else {
        let subject = subject_for(app, renewal, old)?;
        subject.to_name().map_err(PlanError::Subject)?
    };
    let extensions = profile.planned_extensions().map_err(PlanError::Profile)?;
    let plan = CertificatePlan::new(
        &profile.name,
        profile.version,
        &subject,
        &extensions,
        profile.validity_days,
    )
    .map_err(PlanError::Write)?;
    let der = plan.to_bytes().map_err(PlanError::Write)?;
    let hash = ContentHash::from(*Sha256::of(&der).as_bytes());
    Ok(Planned {
        plan,
        der,
        hash,
        subject,
    })
}

/// The certificate profile of a renewal's procedure, with the powers in information systems that the holder chose: each
/// is an extended key usage of the certificate (F14).
///
/// # Errors
///
/// [`PlanError::NoProcedure`], [`PlanError::NoProfile`] or [`PlanError::NoPower`].
pub fn profile_of(app: &App, renewal: &Renewal) -> Result<CertificateProfile, PlanError> {
    let name = &renewal.procedure().name;
    let procedure = app
        .procedure(name)
        .ok_or_else(|| PlanError::NoProcedure(name.clone()))?;
    let mut profile = app
        .config
        .profiles
        .get(&procedure.profile)
        .ok_or_else(|| PlanError::NoProfile(procedure.profile.clone()))?
        .clone();
    let chosen = renewal.gathered().system_powers.iter().flatten();
    for power in chosen {
        let oid = procedure
            .gathering
            .system_powers
            .iter()
            .find(|known| known.name == *power)
            .and_then(|known| ObjectIdentifier::new(&known.oid).ok())
            .ok_or_else(|| PlanError::NoPower(power.clone()))?;
        if !profile.purposes.contains(&oid) {
            profile.purposes.push(oid);
        }
    }
    Ok(profile)
}

/// The subject of the new certificate: the old one's, with the data of the table in their places. Of another kind it
/// keeps nothing that does not stand there, the table's rows or not.
fn subject_for(app: &App, renewal: &Renewal, old: &Certificate) -> Result<Subject, PlanError> {
    let mut subject = subject_of(app, old);
    if let Some(kind) = renewal.other_kind() {
        subject.kind = holder_kind(kind);
        for attribute in AttributeKind::ALL {
            if !subject.kind.allows(attribute) {
                put(app, &mut subject, attribute, None)?;
            }
        }
    }
    for row in renewal.changed_rows() {
        if let Some(attribute) = attribute_of(row.field) {
            put(app, &mut subject, attribute, row.value)?;
        }
    }
    Ok(subject)
}

fn put(
    app: &App,
    subject: &mut Subject,
    attribute: AttributeKind,
    value: Option<String>,
) -> Result<(), PlanError> {
    use AttributeKind as Kind;
    let fakes = fake_numbers(app);
    let number = value.as_deref();
    match attribute {
        Kind::Country => subject.country = value.unwrap_or_default(),
        Kind::CommonName => subject.common_name = value.unwrap_or_default(),
        Kind::State => subject.state = value,
        Kind::Locality => subject.locality = value,
        Kind::Street => subject.street = value,
        Kind::Organisation => subject.organisation = value,
        Kind::Unit => subject.unit = value,
        Kind::Title => subject.title = value,
        Kind::Surname => subject.surname = value,
        Kind::GivenName => subject.given_name = value,
        Kind::Email => subject.email = value,
        Kind::Ogrn => subject.ogrn = parsed(number, |text| Ogrn::parse(text, fakes))?,
        Kind::Ogrnip => subject.ogrnip = parsed(number, |text| Ogrnip::parse(text, fakes))?,
        Kind::Snils => subject.snils = parsed(number, |text| Snils::parse(text, fakes))?,
        Kind::Inn => subject.inn = parsed(number, |text| Inn::parse(text, fakes))?,
        Kind::InnOrganisation => {
            subject.inn_organisation = parsed(number, |text| Inn::parse(text, fakes))?;
        }
    }
    Ok(())
}

fn parsed<T>(
    text: Option<&str>,
    parse: impl FnOnce(&str) -> Result<T, NumberError>,
) -> Result<Option<T>, PlanError> {
    text.map(parse).transpose().map_err(PlanError::Number)
}
