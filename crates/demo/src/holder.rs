//! The holder of the demonstration and the certificate that he has.
//!
//! People, organisation and numbers are made up; the numbers have right check digits.

use std::path::Path;

use rand_core::CryptoRng;
use smena_media::{
    EntryState, FolderMedium, Keeping, KeyMedium, MediumKind, NewKey, Protection, Secret,
};
use smena_pki::{
    certificate::{Certificate, SerialNumber},
    issue::{self, CertificateContents},
    key::PublicKey,
    profile::{
        CertificateProfile, FakeNumbers, HolderKind, Inn, IssueFacts, NumberError, Ogrn, Places,
        Snils, Subject,
    },
};
use smena_server::{app::authority::key_folder, config::ServerFile};
use time::{Duration, OffsetDateTime};

use crate::{Algorithm, WorldError};

/// For how long the certificate that expires was issued, in days.
const VALIDITY_DAYS: u32 = 365;

/// The telephone of the first holder, of a range that no operator gives out.
pub const PHONE: &str = "+7 900 123-45-67";

/// A holder: who he is and when his certificate expires.
pub struct Holder {
    /// His name in certificates.
    pub subject: Subject,
    /// When his certificate ends.
    pub not_after: OffsetDateTime,
}

/// An official of an organisation: the first of the demonstration, or another one.
///
/// # Errors
///
/// Never, as a test says; the numbers are parsed like any others.
pub fn official(number: usize) -> Result<Subject, NumberError> {
    let people = [
        (
            "Соколова",
            "Анна Петровна",
            "987-654-320 82",
            "990012345668",
            "a.sokolova@example.org",
        ),
        (
            "Лебедев",
            "Илья Сергеевич",
            "987-654-321 83",
            "990065432152",
            "i.lebedev@example.org",
        ),
    ];
    let (surname, given_name, snils, inn, email) = people[number % people.len()];
    Ok(Subject {
        state: Some("77 г. Москва".to_owned()),
        locality: Some("г. Москва".to_owned()),
        street: Some("ул. Примерная, д. 1".to_owned()),
        organisation: Some("Учреждение «Пример»".to_owned()),
        unit: Some("Бухгалтерия".to_owned()),
        title: Some("Главный бухгалтер".to_owned()),
        surname: Some(surname.to_owned()),
        given_name: Some(given_name.to_owned()),
        ogrn: Some(Ogrn::parse("1029900123450", FakeNumbers::Refused)?),
        snils: Some(Snils::parse(snils, FakeNumbers::Refused)?),
        inn_organisation: Some(Inn::parse("9900123450", FakeNumbers::Refused)?),
        inn: Some(Inn::parse(inn, FakeNumbers::Refused)?),
        email: Some(email.to_owned()),
        ..Subject::new(HolderKind::Official, format!("{surname} {given_name}"))
    })
}

/// Makes the holder's key on his medium, whose PIN is given where it has one, and issues the certificate that will expire, in the past.
///
/// # Errors
///
/// [`WorldError::SetUp`].
pub fn equip(
    holder: &Holder,
    store: &dyn KeyMedium,
    pin: Option<&str>,
    algorithm: Algorithm,
    config: &ServerFile,
    rng: &mut dyn CryptoRng,
) -> Result<Certificate, WorldError> {
    let not_before = holder.not_after - Duration::days(VALIDITY_DAYS.into());
    let new = NewKey {
        algorithm: algorithm.key(),
        keeping: Keeping::new(Protection::None, not_before),
    };
    if let Some(pin) = pin {
        let pin = Secret::from_typed(pin).map_err(WorldError::set_up("holder"))?;
        store.log_in(&pin).map_err(WorldError::set_up("holder"))?;
    }
    let entry = store
        .generate(&new, rng)
        .map_err(WorldError::set_up("holder"))?;
    let certificate = certify(holder, &entry.public_key, config, rng)?;
    store
        .install(&entry.id, &certificate)
        .map_err(WorldError::set_up("holder"))?;
    store.log_out();
    Ok(certificate)
}

/// Issues a certificate with the authority's key, beside the server and in the past.
///
/// # Errors
///
/// [`WorldError::SetUp`].
pub fn certify(
    holder: &Holder,
    public_key: &PublicKey,
    config: &ServerFile,
    rng: &mut dyn CryptoRng,
) -> Result<Certificate, WorldError> {
    let not_before = holder.not_after - Duration::days(VALIDITY_DAYS.into());
    let issuing = IssuingKey::open(&config.authority)?;
    let profile = config
        .profiles
        .values()
        .next()
        .cloned()
        .ok_or_else(|| WorldError::SetUp {
            what: "holder",
            source: "the configuration has no profile".into(),
        })?;
    let profile = CertificateProfile {
        validity_days: VALIDITY_DAYS,
        private_key_days: profile.private_key_days.map(|_| VALIDITY_DAYS),
        ..profile.for_key(public_key.algorithm())
    };
    let places = Places {
        revocation_lists: std::slice::from_ref(&config.crl_url),
        issuer_certificates: std::slice::from_ref(&config.issuer_url),
        status_services: &[],
    };
    let facts = IssueFacts {
        public_key,
        issuer: &issuing.certificate,
        not_before,
        not_after: holder.not_after,
        places,
    };
    let extensions = profile
        .extensions_at_issue(&facts)
        .map_err(WorldError::set_up("holder"))?;
    let mut serial = [0; 16];
    rng.fill_bytes(&mut serial);
    let issuing_key = issuing
        .certificate
        .public_key()
        .map_err(WorldError::set_up("holder"))?;
    let contents = CertificateContents {
        serial: SerialNumber::from_magnitude(&serial).map_err(WorldError::set_up("holder"))?,
        signature_algorithm: issuing_key.algorithm().signature_algorithm(),
        issuer: issuing.certificate.subject().clone(),
        not_before,
        not_after: holder.not_after,
        subject: holder
            .subject
            .to_name()
            .map_err(WorldError::set_up("holder"))?,
        public_key: public_key.clone(),
        extensions,
    };
    let tbs = contents.freeze().map_err(WorldError::set_up("holder"))?;
    issue::sign(&tbs, issuing.key.signer(), rng).map_err(WorldError::set_up("holder"))
}

struct IssuingKey {
    certificate: Certificate,
    key: smena_media::UnlockedKey,
}

impl IssuingKey {
    fn open(authority: &Path) -> Result<Self, WorldError> {
        let path = key_folder(authority, "issuing");
        let medium = FolderMedium::open(&path, MediumKind::Computer)
            .map_err(WorldError::set_up("holder"))?;
        let entries = medium
            .contents()
            .map_err(WorldError::set_up("holder"))?
            .entries;
        let (id, certificate) = entries
            .into_iter()
            .filter(|entry| entry.state == EntryState::Installed)
            .find_map(|entry| Some((entry.id, entry.certificate?)))
            .ok_or_else(|| WorldError::SetUp {
                what: "holder",
                source: "the authority has no issuing certificate".into(),
            })?;
        let key = medium
            .unlock(&id, None)
            .map_err(WorldError::set_up("holder"))?;
        Ok(Self { certificate, key })
    }
}

#[cfg(test)]
mod tests {
    use super::official;

    #[test]
    fn the_people_of_the_demonstration_are_complete() {
        for number in 0..2 {
            let subject = official(number).expect("numbers with right check digits");
            assert_eq!(subject.problems(), []);
        }
    }
}
