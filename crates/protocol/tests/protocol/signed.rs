//! The signed structures: round trips, one form of each value, and which field a comparison names.

use der::{Decode as _, Encode as _};
use proptest::prelude::*;
use smena_pki::algorithm::DigestAlgorithm;
use smena_pki::certificate::{Certificate, SerialNumber};
use smena_pki::extension::{Extension, Extensions};
use smena_pki::issue::{RootContents, self_signed_root};
use smena_pki::name::{Name, NameBuilder};
use smena_protocol::limits::APPLICATION_FIELDS_MAX;
use smena_protocol::v1::signed::*;
use smena_protocol::v1::*;

use super::example;
use super::seeded::{Seeded, key};

pub(crate) fn name(common_name: &str) -> Name {
    NameBuilder::default()
        .push("2.5.4.3".parse().expect("an identifier"), common_name)
        .expect("a common name")
        .build()
}

/// A self-signed certificate; its key does not matter.
pub(crate) fn certificate(common_name: &str) -> Certificate {
    let contents = RootContents {
        serial: SerialNumber::from_magnitude(&[0x80, 1]).expect("a serial number"),
        subject: name(common_name),
        not_before: example::at("2026-01-01T00:00:00Z").time(),
        not_after: example::at("2027-01-01T00:00:00Z").time(),
        extensions: Extensions::new(),
    };
    self_signed_root(
        &contents,
        &key(common_name),
        &mut Seeded::new("certificate"),
    )
    .expect("a certificate")
}

pub(crate) fn context(purpose: Purpose) -> SmenaContext {
    let errand = example::errand(example::sign_application());
    SmenaContext::of(purpose, &example::origin(), Sha256::of(b"root"), &errand)
}

pub(crate) fn binding(request: Option<&[u8]>, algorithm: DigestAlgorithm) -> ApplicationBinding {
    let Work::SignApplication(work) = example::sign_application() else {
        panic!("another kind")
    };
    let old_certificate = &certificate("old");
    let files = ApplicationFiles {
        document: b"PDF",
        data: b"data",
        request,
        old_certificate,
    };
    let valid_until = example::at("2026-11-24T09:00:00Z");
    ApplicationBinding::over(
        context(Purpose::Application),
        &work,
        algorithm,
        &files,
        valid_until,
    )
    .expect("a binding")
}

pub(crate) fn request_binding() -> RequestBinding {
    let renewal = RenewalId::new([2; 16]);
    RequestBinding::over(
        context(Purpose::Request),
        renewal,
        DigestAlgorithm::Streebog256,
        b"plan",
    )
    .expect("a binding")
}

pub(crate) fn endorsement() -> Endorsement {
    let digest = |bytes| digest_of(DigestAlgorithm::Sha256, bytes).expect("a hash");
    Endorsement {
        context: context(Purpose::Endorsement),
        renewal_id: RenewalId::new([2; 16]),
        application: digest(b"application"),
        request: digest(b"request"),
        spki: digest(b"key"),
        at: example::at("2026-11-23T09:00:00Z"),
    }
}

pub(crate) fn receipt() -> Receipt {
    Receipt::over(
        context(Purpose::Receipt),
        RenewalId::new([2; 16]),
        DigestAlgorithm::Streebog512,
        &certificate("new"),
        b"application",
        example::at("2026-11-23T10:00:00Z"),
    )
    .expect("a receipt")
}

pub(crate) fn sign_in() -> SignIn {
    SignIn::new(
        context(Purpose::SignIn),
        example::at("2026-11-23T09:00:00Z"),
    )
}

pub(crate) fn data() -> ApplicationData {
    let field = |key: &str, was: Option<&str>, value: &str| ApplicationField {
        key: key.to_owned(),
        was: was.map(str::to_owned),
        value: value.to_owned(),
    };
    let fields = vec![
        field("surname", Some("Иванова"), "Иванова"),
        field("email", None, "m.ivanova@example.org"),
        field("note", Some(""), ""),
    ];
    ApplicationData::new(fields).expect("data that can be signed")
}

pub(crate) fn plan() -> CertificatePlan {
    let mut extensions = Extensions::new();
    // keyUsage: digitalSignature and nonRepudiation, by hand so that the vector stands alone.
    let usage = Extension::new(
        "2.5.29.15".parse().expect("an identifier"),
        true,
        vec![0x03, 0x02, 0x06, 0xc0],
    );
    extensions.push(usage);
    CertificatePlan::new(
        "qualified-person",
        1,
        &name("Иванова Мария Петровна"),
        &extensions,
        455,
    )
    .expect("a plan")
}

/// Writes, reads and compares; then no change of an octet may give a second form of a value.
#[track_caller]
fn check<T: Structure + PartialEq + std::fmt::Debug>(value: &T) {
    let bytes = value.to_bytes().expect("it can be written");
    assert_eq!(&T::from_bytes(&bytes).expect("it can be read"), value);
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(T::from_bytes(&longer).is_err(), "an octet after the end");
    for end in 0..bytes.len() {
        assert!(T::from_bytes(&bytes[..end]).is_err(), "cut at {end}");
    }
    for position in 0..bytes.len() {
        for flip in [0x01, 0x20, 0x80] {
            let mut other = bytes.clone();
            other[position] ^= flip;
            if let Ok(read) = T::from_bytes(&other) {
                assert_eq!(
                    read.to_bytes().expect("it was read"),
                    other,
                    "octet {position}"
                );
                assert_ne!(&read, value);
            }
        }
    }
}

#[test]
fn every_structure_has_one_form() {
    for purpose in Purpose::ALL {
        check(&context(purpose));
        assert_eq!(Purpose::from_oid(&purpose.oid()), Some(purpose));
    }
    check(&sign_in());
    check(&binding(Some(b"request"), DigestAlgorithm::Streebog256));
    check(&binding(None, DigestAlgorithm::Streebog512));
    check(&binding(Some(b"request"), DigestAlgorithm::Sha256));
    check(&request_binding());
    check(&endorsement());
    check(&receipt());
    let mut full = receipt();
    full.contents = Some(full.application.clone());
    check(&full);
    full.guide.clone_from(&full.contents);
    check(&full);
    full.contents = None;
    check(&full);
    check(&data());
    check(&plan());
}

#[test]
fn a_long_form_of_a_length_is_not_der() {
    let bytes = sign_in().to_bytes().expect("it can be written");
    assert_eq!(bytes[1], 0x82, "a length of two octets");
    let mut longer = vec![0x30, 0x83, 0];
    longer.extend(&bytes[2..]);
    assert!(SignIn::from_bytes(&longer).is_err());
}

#[test]
fn a_context_names_the_field_that_differs() {
    let own = context(Purpose::SignIn);
    let check = |change: fn(&mut SmenaContext), field: Field| {
        let mut other = own.clone();
        change(&mut other);
        assert_eq!(other.matches(&own), Err(ContextMismatch { field }));
    };
    assert_eq!(own.matches(&own), Ok(()));
    check(|other| other.purpose = Purpose::Receipt, Field::Purpose);
    check(
        |other| other.origin = Origin::parse("https://ca.example:8443").expect("an origin"),
        Field::Origin,
    );
    check(
        |other| other.authority_key = Sha256::new([0; 32]),
        Field::AuthorityKey,
    );
    check(
        |other| other.errand_id = ErrandId::new([0; 16]),
        Field::Errand,
    );
    check(
        |other| other.server_nonce = Nonce::new([0; 32]),
        Field::ServerNonce,
    );
    check(
        |other| other.agent_nonce = Nonce::new([0; 32]),
        Field::AgentNonce,
    );
    check(
        |other| other.agent_key = Sha256::new([0; 32]),
        Field::AgentKey,
    );
}

#[test]
fn a_sign_in_says_nothing_but_the_sentence() {
    let own = context(Purpose::SignIn);
    assert_eq!(sign_in().matches(&own), Ok(()));
    let mut other = sign_in();
    other.statement = "Согласен с выпуском сертификата".to_owned();
    assert_eq!(
        other.matches(&own),
        Err(Mismatch {
            field: Field::Statement
        })
    );
    // The purpose of another structure does not become right by being expected.
    let receipt = context(Purpose::Receipt);
    let disguised = SignIn::new(receipt.clone(), example::at("2026-11-23T09:00:00Z"));
    assert_eq!(
        disguised.matches(&receipt),
        Err(Mismatch {
            field: Field::Purpose
        })
    );
    assert_eq!(
        disguised.matches(&own),
        Err(Mismatch {
            field: Field::Purpose
        })
    );
}

fn another() -> Digest {
    digest_of(DigestAlgorithm::Streebog256, b"another").expect("a hash")
}

#[test]
fn a_binding_names_the_field_that_differs() {
    let own = binding(Some(b"request"), DigestAlgorithm::Streebog256);
    let check = |change: fn(&mut ApplicationBinding), field: Field| {
        let mut other = own.clone();
        change(&mut other);
        assert_eq!(other.matches(&own), Err(Mismatch { field }));
    };
    let mut later = own.clone();
    later.valid_until = example::at("2026-12-01T00:00:00Z");
    assert_eq!(later.matches(&own), Ok(()), "the signer's own field");
    check(
        |other| other.context.purpose = Purpose::SignIn,
        Field::Purpose,
    );
    check(
        |other| other.context.errand_id = ErrandId::new([0; 16]),
        Field::Errand,
    );
    check(
        |other| other.renewal_id = RenewalId::new([0; 16]),
        Field::Renewal,
    );
    check(|other| other.revision += 1, Field::Revision);
    check(|other| other.procedure.version += 1, Field::Procedure);
    check(
        |other| other.digest = DigestAlgorithm::Sha256.algorithm_identifier(),
        Field::DigestAlgorithm,
    );
    check(|other| other.document = another(), Field::Document);
    check(|other| other.data = another(), Field::Data);
    check(|other| other.request = Some(another()), Field::Request);
    check(|other| other.request = None, Field::Request);
    check(
        |other| other.old_certificate = another(),
        Field::OldCertificate,
    );
    check(
        |other| {
            other.old_issuer_and_serial =
                IssuerAndSerial::of(&certificate("sibling")).expect("issuer and serial");
        },
        Field::IssuerAndSerial,
    );
}

#[test]
fn a_request_binding_names_the_field_that_differs() {
    let own = request_binding();
    let other = RequestBinding {
        plan: another(),
        ..own.clone()
    };
    assert_eq!(other.matches(&own), Err(Mismatch { field: Field::Plan }));
    let other = RequestBinding {
        renewal_id: RenewalId::new([0; 16]),
        ..own.clone()
    };
    assert_eq!(
        other.matches(&own),
        Err(Mismatch {
            field: Field::Renewal
        })
    );
    assert_eq!(own.matches(&own), Ok(()));
}

#[test]
fn an_endorsement_names_the_field_that_differs() {
    let own = endorsement();
    let other = Endorsement {
        spki: another(),
        ..own.clone()
    };
    assert_eq!(other.matches(&own), Err(Mismatch { field: Field::Key }));
    let other = Endorsement {
        request: another(),
        ..own.clone()
    };
    assert_eq!(
        other.matches(&own),
        Err(Mismatch {
            field: Field::Request
        })
    );
    let other = Endorsement {
        application: another(),
        ..own.clone()
    };
    assert_eq!(
        other.matches(&own),
        Err(Mismatch {
            field: Field::Application
        })
    );
    assert_eq!(own.matches(&own), Ok(()));
}

#[test]
fn a_receipt_names_the_field_that_differs() {
    let own = receipt();
    let other = Receipt {
        certificate: another(),
        ..own.clone()
    };
    assert_eq!(
        other.matches(&own),
        Err(Mismatch {
            field: Field::Certificate
        })
    );
    let other = Receipt {
        application: another(),
        ..own.clone()
    };
    assert_eq!(
        other.matches(&own),
        Err(Mismatch {
            field: Field::Application
        })
    );
    let other = Receipt {
        contents: Some(another()),
        ..own.clone()
    };
    assert_eq!(
        other.matches(&own),
        Err(Mismatch {
            field: Field::Contents
        })
    );
    let other = Receipt {
        guide: Some(another()),
        ..own.clone()
    };
    assert_eq!(
        other.matches(&own),
        Err(Mismatch {
            field: Field::Guide
        })
    );
    let other = Receipt {
        statement: String::new(),
        ..own.clone()
    };
    assert_eq!(
        other.matches(&own),
        Err(Mismatch {
            field: Field::Statement
        })
    );
    assert_eq!(own.matches(&own), Ok(()));
}

#[test]
fn hashes_have_the_size_of_their_algorithm() {
    let mut binding = binding(None, DigestAlgorithm::Streebog512);
    binding.data = Digest::from_slice(&[0; 32]).expect("32 octets");
    assert!(matches!(
        binding.to_bytes(),
        Err(StructureError::DigestSize)
    ));
    binding.digest = DigestAlgorithm::Sha1.algorithm_identifier();
    assert!(matches!(
        binding.to_bytes(),
        Err(StructureError::DigestAlgorithm)
    ));
    assert!(matches!(
        digest_of(DigestAlgorithm::Sha1, b""),
        Err(StructureError::DigestAlgorithm)
    ));
    assert!(matches!(
        digest_of(DigestAlgorithm::Sha512, b""),
        Err(StructureError::DigestAlgorithm)
    ));
}

#[test]
fn data_that_cannot_be_signed_are_refused() {
    let field = |key: &str, value: &str| ApplicationField {
        key: key.to_owned(),
        was: None,
        value: value.to_owned(),
    };
    assert!(matches!(
        ApplicationData::new(vec![field("name", "Ива\u{202e}нова")]),
        Err(StructureError::Text { .. })
    ));
    assert!(matches!(
        ApplicationData::new(vec![field("", "x")]),
        Err(StructureError::Text { .. })
    ));
    assert!(matches!(
        ApplicationData::new(vec![field("a", "1"), field("a", "2")]),
        Err(StructureError::RepeatedField { .. })
    ));
    let many = |count: usize| {
        ApplicationData::new(
            (0..count)
                .map(|number| field(&number.to_string(), "x"))
                .collect(),
        )
    };
    many(APPLICATION_FIELDS_MAX).expect("at the limit");
    assert!(matches!(
        many(APPLICATION_FIELDS_MAX + 1),
        Err(StructureError::TooManyFields { .. })
    ));
    // What could not be written is not read either.
    let bytes = data().to_bytes().expect("it can be written");
    let position = bytes
        .windows(5)
        .position(|window| window == b"email")
        .expect("the key");
    let mut spoilt = bytes;
    spoilt[position] = 7;
    assert!(matches!(
        ApplicationData::from_bytes(&spoilt),
        Err(StructureError::Text { .. })
    ));
}

#[test]
fn a_plan_gives_back_its_names_and_extensions() {
    let plan = plan();
    let subject = name("Иванова Мария Петровна");
    assert_eq!(plan.subject().expect("a name").der(), subject.der());
    assert_eq!(plan.extensions().expect("extensions").iter().count(), 1);
    assert_eq!(
        (plan.profile(), plan.profile_version(), plan.validity_days()),
        ("qualified-person", 1, 455)
    );
    assert!(matches!(
        CertificatePlan::new("p", 1, &subject, &Extensions::new(), 0),
        Err(StructureError::Range { .. })
    ));
}

#[test]
fn structures_end_at_their_size() {
    let max = smena_protocol::limits::STRUCTURE_BYTES_MAX;
    assert!(matches!(
        SignIn::from_bytes(&vec![0x30; max]),
        Err(StructureError::Read { .. })
    ));
    assert!(matches!(
        SignIn::from_bytes(&vec![0x30; max + 1]),
        Err(StructureError::TooLarge { .. })
    ));
}

proptest! {
    #[test]
    fn contexts_come_back(
        purpose in 0_usize..5, host in "[a-z]{1,20}(\\.[a-z]{1,20}){1,3}", port in 1024_u16..,
        id in any::<[u8; 16]>(), octets in any::<[[u8; 32]; 4]>(),
    ) {
        let context = SmenaContext {
            version: One,
            purpose: Purpose::ALL[purpose],
            origin: Origin::parse(&format!("https://{host}:{port}")).expect("an origin"),
            authority_key: Sha256::new(octets[0]),
            errand_id: ErrandId::new(id),
            server_nonce: Nonce::new(octets[1]),
            agent_nonce: Nonce::new(octets[2]),
            agent_key: Sha256::new(octets[3]),
        };
        let bytes = context.to_bytes().expect("it can be written");
        prop_assert_eq!(SmenaContext::from_bytes(&bytes).expect("it can be read"), context);
    }

    #[test]
    fn bindings_come_back(revision in any::<u64>(), version in any::<u32>(), seconds in 0_i64..253_402_300_800) {
        let mut binding = binding(Some(b"request"), DigestAlgorithm::Sha256);
        binding.revision = revision;
        binding.procedure.version = version;
        binding.valid_until = Moment::from_unix_seconds(seconds).expect("in range");
        let bytes = binding.to_bytes().expect("it can be written");
        prop_assert_eq!(ApplicationBinding::from_bytes(&bytes).expect("it can be read"), binding);
    }

    #[test]
    fn data_come_back(
        values in proptest::collection::vec(("[а-яёa-z0-9 «»№-]{0,40}", proptest::option::of("[А-Я]{0,9}")), 0..20),
    ) {
        let fields = values.into_iter().enumerate().map(|(number, (value, was))| ApplicationField {
            key: format!("field-{number}"),
            was,
            value,
        });
        let data = ApplicationData::new(fields.collect()).expect("plain text");
        let bytes = data.to_bytes().expect("it can be written");
        prop_assert_eq!(ApplicationData::from_bytes(&bytes).expect("it can be read"), data);
    }

    #[test]
    fn any_octets_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = SignIn::from_bytes(&bytes);
        let _ = ApplicationBinding::from_bytes(&bytes);
        let _ = Receipt::from_bytes(&bytes);
        let _ = CertificatePlan::from_bytes(&bytes);
        let _ = ApplicationData::from_bytes(&bytes);
    }
}

#[test]
fn the_derived_and_the_strict_reader_see_the_same() {
    let own = endorsement();
    let bytes = own.to_der().expect("it can be written");
    assert_eq!(bytes, own.to_bytes().expect("it can be written"));
    assert_eq!(Endorsement::from_der(&bytes).expect("it can be read"), own);
}
