//! Holders: what is known of them, and how a certificate of this authority makes one known.
//!
//! A holder is known by his number: SNILS, else the person's INN, else the organisation's OGRN. Another certificate
//! of the same number is the same holder's.

use serde::{Deserialize, Serialize};
use smena_domain::{
    certificate::CertificateKind,
    person::HolderId,
    procedure::{Field, Procedure, ProcedureName},
    renewal::{DataRow, PowerFact},
};
use smena_pki::{
    certificate::Certificate,
    extension::PrivateKeyUsagePeriod,
    key::KeyError,
    profile::{self, AttributeKind, FakeNumbers, HolderKind, Subject},
};
use smena_store::{
    KeyHash, Serial, StoreError, Thumbprint, Tx,
    certificates::{self, Imported, NewCertificate},
    holders,
    journal::{self, JournalEntry},
};

use super::{App, Ctx, phone::Phone};

/// What is known of a holder besides his certificates.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolderFacts {
    /// The number by which he is known, with its kind: `snils:…`, `inn:…`, `ogrn:…`.
    pub number: String,
    /// The procedure that his imported certificates count as issued under.
    pub procedure: ProcedureName,
    /// Where notices go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Where codes go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What the office recorded of his powers of attorney.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub powers: Vec<PowerFact>,
}

/// What comes with a certificate that is imported, all of it optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedFacts {
    /// The procedure that it counts as issued under; else the server's usual one.
    pub procedure: Option<ProcedureName>,
    /// Where notices go; else the address in the certificate.
    pub email: Option<String>,
    /// Where codes go.
    pub phone: Option<String>,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedHolder {
    /// The holder.
    pub holder: HolderId,
    /// His name, as the certificate has it.
    pub name: String,
    /// The certificate.
    pub thumbprint: Thumbprint,
    /// Whether anything was stored: false when the very same certificate was there.
    pub stored: bool,
}

/// Why a certificate was not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It was not issued by this authority's key, whatever names it carries.
    #[error("the certificate was not signed by this authority's issuing key")]
    NotOurs,
    /// Its key cannot be read.
    #[error("the key of the certificate cannot be read")]
    Key(#[source] KeyError),
    /// It names neither a person nor an organisation by number.
    #[error("the certificate has no SNILS, INN or OGRN by which its holder is known")]
    NoNumber,
    /// The data name a procedure that the server does not have.
    #[error("there is no procedure named {0}")]
    NoProcedure(ProcedureName),
    /// Another certificate has this issuer and serial.
    #[error("another certificate or an intent has this serial number")]
    SerialTaken,
    /// The database failed.
    #[error("the holder could not be stored")]
    Store(#[from] StoreError),
}

/// Imports a certificate of this authority, and with it its holder.
///
/// # Errors
///
/// [`ImportError`]; nothing was stored then.
pub async fn import(
    app: &App,
    ctx: &Ctx,
    certificate: &Certificate,
    given: ImportedFacts,
) -> Result<ImportedHolder, ImportError> {
    let issuer = app
        .authority
        .issuing()
        .public_key()
        .map_err(ImportError::Key)?;
    certificate
        .verify_signed_by(&issuer)
        .map_err(|_| ImportError::NotOurs)?;
    let key = certificate.public_key().map_err(ImportError::Key)?;
    let subject = subject_of(app, certificate);
    let number = number_of(&subject).ok_or(ImportError::NoNumber)?;
    let procedure = given
        .procedure
        .unwrap_or_else(|| app.config.default_procedure.clone());
    if app.procedure(&procedure).is_none() {
        return Err(ImportError::NoProcedure(procedure));
    }
    let email = given.email.or_else(|| subject.email.clone());
    let facts = HolderFacts {
        number,
        procedure,
        email,
        phone: given.phone,
        powers: Vec::new(),
    };
    let mut tx = app.store.write().await?;
    let holder = find_or_insert(&mut tx, ctx, &subject.common_name, facts).await?;
    let row = NewCertificate {
        thumbprint: Thumbprint::new(certificate.thumbprint()),
        issuer_key_id: app.authority.issuer_key_id().clone(),
        serial: Serial::from_bytes(certificate.serial().content()),
        der: certificate.der(),
        key: KeyHash::new(key.normalised_hash()),
        subject: &certificate.subject().to_string(),
        holder: Some(holder),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
        private_key_not_after: private_key_until(certificate),
    };
    let stored = match certificates::import(&mut tx, &row, ctx.now).await? {
        Imported::Stored => true,
        Imported::AlreadyThere => false,
        Imported::SerialTaken => return Err(ImportError::SerialTaken),
    };
    let thumbprint = row.thumbprint;
    journal::append(
        &mut tx,
        &JournalEntry {
            at: ctx.now,
            actor: &ctx.actor.to_string(),
            command: "import-holder",
            subject: &format!("certificate:{thumbprint}"),
            outcome: if stored { "done" } else { "repeated" },
            details: &serde_json::json!({ "holder": holder.to_string() }),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(ImportedHolder {
        holder,
        name: subject.common_name,
        thumbprint,
        stored,
    })
}

/// The subject of a certificate, as far as the profile can read it.
#[must_use]
pub fn subject_of(app: &App, certificate: &Certificate) -> Subject {
    profile::read(certificate.subject(), fake_numbers(app)).subject
}

/// Whether numbers that fail their check digits are taken, as the configuration says.
#[must_use]
pub fn fake_numbers(app: &App) -> FakeNumbers {
    if app.config.allow_fake_numbers {
        FakeNumbers::Allowed
    } else {
        FakeNumbers::Refused
    }
}

/// The rows of the data table, as the old certificate fills them.
#[must_use]
pub fn rows_of(subject: &Subject, procedure: &Procedure) -> Vec<DataRow> {
    procedure
        .gathering
        .fields
        .iter()
        .map(|rule| {
            let value = attribute_of(rule.field).and_then(|attribute| subject.value(attribute));
            DataRow::unchanged(rule.field, value.map(str::to_owned))
        })
        .collect()
}

/// The attribute of the subject that a datum stands in; one datum stands in none.
#[must_use]
pub fn attribute_of(field: Field) -> Option<AttributeKind> {
    Some(match field {
        Field::CommonName => AttributeKind::CommonName,
        Field::Surname => AttributeKind::Surname,
        Field::GivenName => AttributeKind::GivenName,
        Field::Snils => AttributeKind::Snils,
        Field::Inn => AttributeKind::Inn,
        Field::Email => AttributeKind::Email,
        Field::Title => AttributeKind::Title,
        Field::Department => AttributeKind::Unit,
        Field::Organisation => AttributeKind::Organisation,
        Field::OrganisationInn => AttributeKind::InnOrganisation,
        Field::Ogrn => AttributeKind::Ogrn,
        Field::Ogrnip => AttributeKind::Ogrnip,
        Field::FssNumber => return None,
        Field::Country => AttributeKind::Country,
        Field::Region => AttributeKind::State,
        Field::Locality => AttributeKind::Locality,
        Field::Street => AttributeKind::Street,
    })
}

/// Whose name a subject is.
#[must_use]
pub fn kind_of(subject: &Subject) -> CertificateKind {
    match subject.kind {
        HolderKind::Person | HolderKind::SoleProprietor => CertificateKind::Person,
        HolderKind::Official => CertificateKind::Official,
        HolderKind::OrganisationWithPerson => CertificateKind::LegalEntity,
        HolderKind::OrganisationOnly => CertificateKind::LegalEntityWithoutPerson,
    }
}

/// The kind of subject that a certificate of a chosen kind has.
#[must_use]
pub const fn holder_kind(kind: CertificateKind) -> HolderKind {
    match kind {
        CertificateKind::Person => HolderKind::Person,
        CertificateKind::Official => HolderKind::Official,
        CertificateKind::LegalEntity => HolderKind::OrganisationWithPerson,
        CertificateKind::LegalEntityWithoutPerson => HolderKind::OrganisationOnly,
    }
}

/// The end of the private key's use, where the certificate has one that can be read.
#[must_use]
pub fn private_key_until(certificate: &Certificate) -> Option<time::OffsetDateTime> {
    let period = certificate
        .extensions()
        .typed::<PrivateKeyUsagePeriod>()
        .ok()
        .flatten()?;
    period.not_after.map(|end| end.instant())
}

fn number_of(subject: &Subject) -> Option<String> {
    [
        ("snils", subject.value(AttributeKind::Snils)),
        ("inn", subject.value(AttributeKind::Inn)),
        ("ogrn", subject.value(AttributeKind::Ogrn)),
    ]
    .into_iter()
    .find_map(|(kind, value)| Some(format!("{kind}:{}", value?)))
}

async fn find_or_insert(
    tx: &mut Tx,
    ctx: &Ctx,
    name: &str,
    facts: HolderFacts,
) -> Result<HolderId, StoreError> {
    if let Some(mut holder) = holders::by_number::<HolderFacts>(tx, &facts.number).await? {
        let known = &holder.facts;
        let merged = HolderFacts {
            email: facts.email.or_else(|| known.email.clone()),
            phone: facts.phone.or_else(|| known.phone.clone()),
            powers: known.powers.clone(),
            ..facts
        };
        if merged != holder.facts || holder.label != name {
            holder.facts = merged;
            name.clone_into(&mut holder.label);
            holders::update(tx, &holder, ctx.now).await?;
            find_by_phone(tx, holder.id, &holder.facts).await?;
        }
        return Ok(holder.id);
    }
    let id = HolderId::new(ctx.draw());
    holders::insert(tx, id, &facts.number, name, &facts, ctx.now).await?;
    find_by_phone(tx, id, &facts).await?;
    Ok(id)
}

/// Lets a holder be found by his telephone.
async fn find_by_phone(
    tx: &mut Tx,
    holder: HolderId,
    facts: &HolderFacts,
) -> Result<(), StoreError> {
    let phone = facts.phone.as_deref().and_then(Phone::parse);
    holders::set_phone(tx, holder, phone.as_ref().map(Phone::digits)).await
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use smena_domain::{certificate::CertificateKind, procedure::Field};
    use smena_pki::{key::PrivateKey, profile::AttributeKind};

    use super::{ImportError, ImportedFacts, attribute_of, holder_kind, import};
    use crate::{
        app::Actor,
        world::{GOST, Seeded, World},
    };

    #[test]
    fn the_rules_and_the_profile_agree_on_what_stands_in_each_kind() {
        let fields = || {
            Field::ALL
                .iter()
                .filter_map(|f| Some((*f, attribute_of(*f)?)))
        };
        for kind in CertificateKind::ALL {
            let subject = holder_kind(*kind);
            for (field, attribute) in fields() {
                let (rule, profile) = (kind.bears(field), subject.allows(attribute));
                assert_eq!(rule, profile, "{field} in {kind}");
            }
            let required: BTreeSet<AttributeKind> = fields()
                .filter(|(field, _)| kind.required().contains(field))
                .map(|(_, attribute)| attribute)
                .collect();
            let asked: BTreeSet<AttributeKind> = subject.required().iter().copied().collect();
            assert_eq!(required, asked, "{kind}");
        }
    }

    #[tokio::test]
    async fn a_certificate_makes_its_holder_known_once() {
        let world = World::new().await;
        let ctx = world.app.ctx(Actor::Admin);
        let (first, second) = (world.stranger("First"), world.stranger("Second"));
        let none = ImportedFacts::default;
        let imported = import(&world.app, &ctx, &first.certificate, none())
            .await
            .expect("new");
        assert!(imported.stored);
        let again = import(&world.app, &ctx, &first.certificate, none())
            .await
            .expect("known");
        assert!(!again.stored);
        let other = import(&world.app, &ctx, &second.certificate, none())
            .await
            .expect("new");
        assert!(other.stored);
        assert_eq!(imported.holder, again.holder);
        assert_eq!(imported.holder, other.holder, "one SNILS is one holder");
    }

    #[tokio::test]
    async fn names_alone_do_not_make_a_certificate_ours() {
        let world = World::new().await;
        let ours = world.stranger("Holder").certificate;
        let mut rng = Seeded::new("another authority");
        let issuer = PrivateKey::generate(GOST, &mut rng).expect("a key");
        let key = PrivateKey::generate(GOST, &mut rng).expect("a key");
        let subject = super::subject_of(&world.app, &ours);
        let forged = world.certify(&key, &subject, &issuer, &mut rng);
        assert_eq!(forged.issuer(), ours.issuer());
        let ctx = world.app.ctx(Actor::Admin);
        let refused = import(&world.app, &ctx, &forged, ImportedFacts::default()).await;
        assert!(matches!(refused, Err(ImportError::NotOurs)), "{refused:?}");
    }
}
