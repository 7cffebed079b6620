//! An authority and a holder of each algorithm, made by the code under test.

use smena_gost::ParameterSet;
use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::certificate::{Certificate, SerialNumber};
use smena_pki::extension::{
    AuthorityInformationAccess, BasicConstraints, CertificatePolicies, CrlDistributionPoints,
    Extensions, IdentificationKind, IssuerSignTool, KeyUsage, PrivateKeyUsagePeriod,
    SubjectKeyIdentifier, SubjectSignTool,
};
use smena_pki::issue::{self, CertificateContents, RootContents};
use smena_pki::key::{PrivateKey, PublicKey, Signer as _};
use smena_pki::name::{Name, NameBuilder};
use smena_pki::oid;
use time::OffsetDateTime;
use time::macros::datetime;

use super::SeededRng;

pub(crate) const NOT_BEFORE: OffsetDateTime = datetime!(2026-01-01 0:00 UTC);
pub(crate) const NOT_AFTER: OffsetDateTime = datetime!(2049-12-31 23:59:59 UTC);

/// Every algorithm that is issued, every GOST name included.
pub(crate) fn algorithms() -> Vec<KeyAlgorithm> {
    let gost = ParameterSet::all()
        .iter()
        .filter(|set| !set.is_for_examples());
    let others = [
        KeyAlgorithm::EcdsaP256,
        KeyAlgorithm::EcdsaP384,
        KeyAlgorithm::Rsa { bits: 2_048 },
        KeyAlgorithm::Ed25519,
    ];
    gost.map(|set| KeyAlgorithm::Gost(*set))
        .chain(others)
        .collect()
}

/// Makes a key; the same one for the same name.
pub(crate) fn key(algorithm: KeyAlgorithm, name: &str) -> PrivateKey {
    let mut rng = SeededRng::new(&format!("{name} {algorithm:?}"));
    PrivateKey::generate(algorithm, &mut rng).expect("a key")
}

pub(crate) fn authority_name() -> Name {
    NameBuilder::new()
        .push(oid::COUNTRY_NAME, "RU")
        .and_then(|name| name.push(oid::ORGANIZATION_NAME, "Испытательный УЦ"))
        .and_then(|name| name.push(oid::OGRN, "1047797019830"))
        .and_then(|name| name.push(oid::COMMON_NAME, "Корневой УЦ"))
        .expect("the values fit their types")
        .build()
}

pub(crate) fn holder_name() -> Name {
    NameBuilder::new()
        .push(oid::COMMON_NAME, "Иванова Анна Петровна")
        .and_then(|name| name.push(oid::SURNAME, "Иванова"))
        .and_then(|name| name.push(oid::GIVEN_NAME, "Анна Петровна"))
        .and_then(|name| name.push(oid::COUNTRY_NAME, "RU"))
        .and_then(|name| name.push(oid::SNILS, "11111111145"))
        .and_then(|name| name.push(oid::INN, "990100003310"))
        .and_then(|name| name.push(oid::EMAIL_ADDRESS, "anna@holder.example"))
        .expect("the values fit their types")
        .build()
}

/// Makes a self-signed root.
pub(crate) fn root(key: &PrivateKey) -> Certificate {
    let tools = IssuerSignTool {
        sign_tool: "smena".to_owned(),
        ca_tool: "smena-server".to_owned(),
        sign_tool_certificate: "нет".to_owned(),
        ca_tool_certificate: "нет".to_owned(),
    };
    let contents = RootContents {
        serial: SerialNumber::from_magnitude(&[0x80; 16]).expect("17 octets"),
        subject: authority_name(),
        not_before: NOT_BEFORE,
        not_after: NOT_AFTER,
        extensions: Extensions::new().with(&tools, false),
    };
    issue::self_signed_root(&contents, key, &mut SeededRng::new("root")).expect("a root")
}

/// The extensions of a holder's certificate.
pub(crate) fn leaf_extensions(issuer: &Certificate, key: &PublicKey) -> Extensions {
    let class = |number: u32| {
        oid::SIGN_TOOL_CLASSES
            .push_arc(number)
            .expect("a short identifier")
    };
    let usage = KeyUsage::DIGITAL_SIGNATURE
        | KeyUsage::NON_REPUDIATION
        | KeyUsage::KEY_ENCIPHERMENT
        | KeyUsage::DATA_ENCIPHERMENT;
    Extensions::new()
        .with(&usage, true)
        .with(
            &BasicConstraints {
                ca: false,
                path_length: None,
            },
            true,
        )
        .with(&CertificatePolicies::new(&[class(1), class(2)]), false)
        .with(&SubjectSignTool("Средство подписи smena".to_owned()), false)
        .with(&IdentificationKind::RemoteCertificate, false)
        .with(
            &PrivateKeyUsagePeriod::new(NOT_BEFORE, datetime!(2027-04-01 0:00 UTC)),
            false,
        )
        .with(
            &CrlDistributionPoints::from_uris(&["http://ca.example/issuing.crl"]),
            false,
        )
        .with(
            &AuthorityInformationAccess::from_uris(
                &["http://ocsp.example/"],
                &["http://ca.example/issuing.cer"],
            ),
            false,
        )
        .with(&SubjectKeyIdentifier(key.key_identifier().to_vec()), false)
        .with(
            &issue::authority_key_identifier(issuer).expect("an identifier"),
            false,
        )
}

/// Makes a holder's certificate.
pub(crate) fn leaf(issuer: &Certificate, issuer_key: &PrivateKey, key: &PublicKey) -> Certificate {
    let contents = CertificateContents {
        serial: SerialNumber::from_magnitude(&[7; 16]).expect("16 octets"),
        signature_algorithm: issuer_key.public_key().algorithm().signature_algorithm(),
        issuer: issuer.subject().clone(),
        not_before: NOT_BEFORE,
        not_after: datetime!(2050-01-01 0:00 UTC),
        subject: holder_name(),
        public_key: key.clone(),
        extensions: leaf_extensions(issuer, key),
    };
    let tbs = contents.freeze().expect("it may be written");
    issue::sign(&tbs, issuer_key, &mut SeededRng::new("leaf")).expect("a certificate")
}
