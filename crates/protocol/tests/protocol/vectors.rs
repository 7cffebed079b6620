//! Frozen octets of each signed structure: whoever changes them breaks what was signed before.
//!
//! The files in `tests/vectors` were made once by this very code (`SMENA_FREEZE_VECTORS=1 cargo test -p
//! smena-protocol frozen`, which writes only files that do not exist) and read by hand with `openssl asn1parse`.

use std::path::Path;

use der::Decode as _;
use smena_protocol::v1::signed::*;
use smena_protocol::v1::{Digest, RenewalId};

use super::{example, signed};

/// Issuer and serial number written out, so that no vector depends on a certificate.
fn issuer_and_serial() -> IssuerAndSerial {
    let name = signed::name("Issuing authority");
    let serial = [0x02, 0x03, 0x00, 0x80, 0x01];
    let content = [name.der(), &serial].concat();
    let length = u8::try_from(content.len()).expect("a short name");
    assert!(length < 0x80);
    IssuerAndSerial::from_der(&[&[0x30, length][..], &content].concat()).expect("well formed")
}

fn digest(octet: u8, size: usize) -> Digest {
    Digest::from_slice(&vec![octet; size]).expect("the size of a hash")
}

fn check<T: Structure + PartialEq + std::fmt::Debug>(file: &str, value: &T) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(file);
    let written = hex::encode(value.to_bytes().expect("it can be written"));
    if !path.exists() && std::env::var_os("SMENA_FREEZE_VECTORS").is_some() {
        std::fs::write(&path, format!("{written}\n")).expect("the vector can be written");
    }
    let frozen = std::fs::read_to_string(&path).expect("the vector is there");
    assert_eq!(
        frozen.trim(),
        written,
        "{file}: the octets of a signed structure have changed"
    );
    let bytes = hex::decode(frozen.trim()).expect("hex");
    assert_eq!(
        &T::from_bytes(&bytes).expect("a frozen structure is read"),
        value
    );
}

#[test]
fn frozen_structures_have_not_changed() {
    check("context.hex", &signed::context(Purpose::SignIn));
    check("sign-in.hex", &signed::sign_in());
    let mut binding = ApplicationBinding {
        context: signed::context(Purpose::Application),
        renewal_id: RenewalId::new([2; 16]),
        revision: 300,
        procedure: ProcedureIdentity {
            name: "remote-renewal".to_owned(),
            version: 1,
            hash: digest(0x0a, 32),
        },
        digest: smena_pki::algorithm::DigestAlgorithm::Streebog256.algorithm_identifier(),
        document: digest(0x0b, 32),
        data: digest(0x0c, 32),
        request: Some(digest(0x0d, 32)),
        old_certificate: digest(0x0e, 32),
        old_issuer_and_serial: issuer_and_serial(),
        valid_until: example::at("2026-11-24T09:00:00Z"),
    };
    check("application-binding.hex", &binding);
    binding.request = None;
    check("application-binding-without-request.hex", &binding);
    check("request-binding.hex", &signed::request_binding());
    check("endorsement.hex", &signed::endorsement());
    let decision = OperatorDecision {
        version: One,
        origin: example::origin(),
        authority_key: smena_protocol::v1::Sha256::new([0x13; 32]),
        renewal_id: RenewalId::new([2; 16]),
        revision: 300,
        plan: smena_protocol::v1::Sha256::new([0x14; 32]),
        decision: "reject".to_owned(),
        reason: "Скан не читается.".to_owned(),
        at: example::at("2026-11-23T10:00:00Z"),
    };
    check("operator-decision.hex", &decision);
    let mut receipt = Receipt {
        context: signed::context(Purpose::Receipt),
        renewal_id: RenewalId::new([2; 16]),
        certificate: digest(0x0f, 64),
        issuer_and_serial: issuer_and_serial(),
        contents: None,
        guide: None,
        application: digest(0x10, 64),
        statement: RECEIPT_STATEMENT.to_owned(),
        at: example::at("2026-11-23T10:00:00Z"),
    };
    check("receipt.hex", &receipt);
    receipt.contents = Some(digest(0x11, 64));
    receipt.guide = Some(digest(0x12, 64));
    check("receipt-with-papers.hex", &receipt);
    check("application-data.hex", &signed::data());
    check("certificate-plan.hex", &signed::plan());
}
