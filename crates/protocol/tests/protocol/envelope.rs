//! What is opened was signed, by the right key, as the right message.

use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::certificate::SerialNumber;
use smena_pki::extension::Extensions;
use smena_pki::issue::{RootContents, self_signed_root};
use smena_pki::key::{PrivateKey, Signer as _};
use smena_pki::name::NameBuilder;
use smena_protocol::limits::{CLAIM_BYTES_MAX, ENVELOPE_BYTES_MAX};
use smena_protocol::v1::*;

use super::example;
use super::seeded::{Seeded, key};

fn sealed<T: Message>(message: &T, key: &PrivateKey) -> Envelope {
    Envelope::sign(message, key, &mut Seeded::new("signature")).expect("a signature")
}

#[test]
fn a_message_comes_out_as_it_went_in() {
    for algorithm in [KeyAlgorithm::EcdsaP256, KeyAlgorithm::Ed25519] {
        let errand_key =
            PrivateKey::generate(algorithm, &mut Seeded::new("errand key")).expect("a key");
        let errand = example::errand(example::sign_application());
        let body = sealed(&errand, &errand_key).to_json().expect("JSON");
        let envelope = Envelope::from_json(&body).expect("an envelope");
        let opened = envelope
            .open::<Errand>(errand_key.public_key())
            .expect("our own signature");
        assert_eq!(opened.message(), &errand);
        assert_eq!(opened.payload(), envelope.payload.as_bytes());
        assert_eq!(opened.key(), errand_key.public_key());
        assert_eq!(opened.into_message(), errand);
    }
}

#[test]
fn another_key_is_refused_even_under_the_right_name() {
    let (own, other) = (key("errand key"), key("other key"));
    let errand = example::errand(example::sign_application());
    let mut envelope = sealed(&errand, &other);
    assert!(matches!(
        envelope.open::<Errand>(own.public_key()),
        Err(EnvelopeError::OtherKey { .. })
    ));
    envelope.key = key_id(own.public_key());
    assert!(matches!(
        envelope.open::<Errand>(own.public_key()),
        Err(EnvelopeError::Verify(_))
    ));
}

#[test]
fn a_message_is_not_taken_for_another() {
    let own = key("errand key");
    let errand = example::errand(example::sign_application());
    let payload = serde_json::to_vec(&errand).expect("JSON");
    let signature = own
        .sign(
            &signed_input("claim", &payload),
            &mut Seeded::new("signature"),
        )
        .expect("a signature");
    let envelope = Envelope {
        payload: Bytes::new(payload),
        key: key_id(own.public_key()),
        signature: Bytes::new(signature),
    };
    assert!(matches!(
        envelope.open::<Errand>(own.public_key()),
        Err(EnvelopeError::Verify(_))
    ));
}

#[test]
fn nothing_is_parsed_before_it_is_verified() {
    let own = key("errand key");
    let mut envelope = sealed(&example::errand(example::sign_application()), &own);
    envelope.payload = Bytes::new(b"not even JSON".to_vec());
    assert!(matches!(
        envelope.open::<Errand>(own.public_key()),
        Err(EnvelopeError::Verify(_))
    ));
}

#[test]
fn a_claim_introduces_its_key() {
    let agent = example::agent_key();
    let claim = example::claim();
    let envelope = sealed(&claim, &agent);
    let opened = envelope
        .open_introduction::<Claim>()
        .expect("the agent's own signature");
    assert_eq!(
        (opened.message(), opened.key()),
        (&claim, agent.public_key())
    );

    let by_another = sealed(&claim, &key("another agent"));
    assert!(matches!(
        by_another.open_introduction::<Claim>(),
        Err(EnvelopeError::OtherKey { .. })
    ));
    let keyless = Claim {
        agent_key: Bytes::new(vec![0x30, 0x00]),
        ..claim
    };
    assert!(matches!(
        sealed(&keyless, &agent).open_introduction::<Claim>(),
        Err(EnvelopeError::NoKey)
    ));
}

#[test]
fn a_statement_introduces_the_key_of_its_first_certificate() {
    let errand_key = key("errand key");
    let name = NameBuilder::default()
        .push("2.5.4.3".parse().expect("an identifier"), "Errand key")
        .expect("a common name")
        .build();
    let contents = RootContents {
        serial: SerialNumber::from_magnitude(&[1]).expect("a serial number"),
        subject: name,
        not_before: example::at("2026-01-01T00:00:00Z").time(),
        not_after: example::at("2027-01-01T00:00:00Z").time(),
        extensions: Extensions::new(),
    };
    let certificate = self_signed_root(&contents, &errand_key, &mut Seeded::new("certificate"))
        .expect("a certificate");
    let mut statement = example::statement();
    statement.errand_chain = vec![Bytes::new(certificate.der().to_vec())];
    let opened = sealed(&statement, &errand_key)
        .open_introduction::<AuthorityStatement>()
        .expect("signed by the key of the first certificate");
    assert_eq!(opened.key(), errand_key.public_key());
    statement.errand_chain.clear();
    assert!(matches!(
        sealed(&statement, &errand_key).open_introduction::<AuthorityStatement>(),
        Err(EnvelopeError::NoKey)
    ));
}

#[test]
fn sizes_end_at_their_limits() {
    let body = |size: usize| {
        let mut body = sealed(
            &example::result(Outcome::Declined(Declined {})),
            &example::agent_key(),
        )
        .to_json()
        .expect("JSON");
        body.resize(size, b' ');
        Envelope::from_json(&body)
    };
    body(ENVELOPE_BYTES_MAX).expect("at the limit");
    assert!(matches!(
        body(ENVELOPE_BYTES_MAX + 1),
        Err(EnvelopeError::TooLarge { .. })
    ));

    let agent = example::agent_key();
    let claim = |spare: usize| {
        let mut claim = example::claim();
        let size = serde_json::to_vec(&claim).expect("JSON").len();
        claim
            .agent_version
            .push_str(&"9".repeat(CLAIM_BYTES_MAX - size + spare));
        claim
    };
    let envelope = sealed(&claim(0), &agent);
    envelope.open_introduction::<Claim>().expect("at the limit");
    assert!(matches!(
        Envelope::sign(&claim(1), &agent, &mut Seeded::new("signature")),
        Err(EnvelopeError::TooLarge { .. })
    ));
}
