//! What certificates do against the documents and readers here tolerate.
//!
//! Each variant is a row of `docs/formats/tolerated-deviations.md`; a test holds the two together.
//! Writers here do none of it.

use const_oid::ObjectIdentifier;

use super::Certificate;
use crate::algorithm::SignatureAlgorithm;
use crate::extension::{BasicConstraints, TypedExtension as _};
use crate::key::GostParameters;
use crate::name::{self, Name};
use crate::oid;

/// One tolerated deviation of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deviation {
    /// Signature parameters are NULL where the document wants none.
    SignatureParametersNull,
    /// Signature parameters are absent where the document wants NULL (RSA).
    SignatureParametersAbsent,
    /// Version 1 is written out, though it is the default.
    DefaultVersionWritten,
    /// Extensions stand in a certificate of version 1 or 2.
    ExtensionsBeforeVersion3,
    /// The list of extensions is there and empty.
    ExtensionsEmpty,
    /// `critical FALSE` is written out, though it is the default.
    DefaultCriticalWritten(ObjectIdentifier),
    /// basicConstraints writes `cA FALSE` out, or TRUE as another octet than FF.
    BasicConstraintsForm,
    /// The same extension stands there twice.
    ExtensionDoubled(ObjectIdentifier),
    /// The serial number is below zero.
    SerialNegative,
    /// The serial number is zero.
    SerialZero,
    /// The serial number has more than 20 octets.
    SerialLong,
    /// The serial number has more octets than it needs.
    SerialPadded,
    /// A time is not written as RFC 5280 has it.
    TimeForm,
    /// A value of a name is longer than its attribute allows.
    NameValueLong(ObjectIdentifier),
    /// A value of a name has characters that its string type does not have.
    NameValueCharacters(ObjectIdentifier),
    /// A value of a name is empty.
    NameValueEmpty(ObjectIdentifier),
    /// A relative name holds several attributes.
    NameSeveralAttributes,
    /// A GOST key has `digestParamSet` where RFC 9215 wants none.
    DigestParameterWritten,
    /// A GOST key has no `digestParamSet` where RFC 9215 wants one.
    DigestParameterMissing,
    /// A key of GOST R 34.10-2012 has a third parameter.
    ThirdKeyParameter,
    /// The parameters of an RSA key are absent instead of NULL.
    RsaParametersAbsent,
}

pub(super) fn of_certificate(certificate: &Certificate) -> Vec<Deviation> {
    let mut found = Vec::new();
    signature(certificate, &mut found);
    structure(certificate, &mut found);
    serial(certificate, &mut found);
    let validity = certificate.validity();
    if !validity.not_before.is_canonical() || !validity.not_after.is_canonical() {
        found.push(Deviation::TimeForm);
    }
    for name in [certificate.issuer(), certificate.subject()] {
        of_name(name, &mut found);
    }
    key(certificate, &mut found);
    let mut seen = Vec::new();
    found.retain(|one| {
        !seen.contains(one) && {
            seen.push(*one);
            true
        }
    });
    found
}

fn signature(certificate: &Certificate, found: &mut Vec<Deviation>) {
    let identifier = certificate.signature_algorithm_identifier();
    let Ok(algorithm) = SignatureAlgorithm::from_algorithm_identifier(identifier) else {
        return;
    };
    match (
        &algorithm.algorithm_identifier().parameters,
        &identifier.parameters,
    ) {
        (None, Some(_)) => found.push(Deviation::SignatureParametersNull),
        (Some(_), None) => found.push(Deviation::SignatureParametersAbsent),
        _ => {}
    }
}

fn structure(certificate: &Certificate, found: &mut Vec<Deviation>) {
    let fields = &certificate.fields;
    if fields.version == Some(0) {
        found.push(Deviation::DefaultVersionWritten);
    }
    if fields.extensions_written && certificate.version() < 3 {
        found.push(Deviation::ExtensionsBeforeVersion3);
    }
    if fields.extensions_written && fields.extensions.is_empty() {
        found.push(Deviation::ExtensionsEmpty);
    }
    let written = fields
        .extensions
        .iter()
        .filter(|extension| extension.writes_default());
    found.extend(written.map(|extension| Deviation::DefaultCriticalWritten(extension.oid())));
    if let Some(extension) = fields.extensions.find(&oid::BASIC_CONSTRAINTS)
        && let Ok(constraints) = extension.decode::<BasicConstraints>()
        && constraints.encode() != extension.value()
    {
        found.push(Deviation::BasicConstraintsForm);
    }
    found.extend(fields.extensions.doubled().map(Deviation::ExtensionDoubled));
}

fn serial(certificate: &Certificate, found: &mut Vec<Deviation>) {
    let serial = certificate.serial();
    let mut push = |holds: bool, deviation| {
        if holds {
            found.push(deviation);
        }
    };
    push(serial.is_negative(), Deviation::SerialNegative);
    push(serial.is_zero(), Deviation::SerialZero);
    push(serial.content().len() > 20, Deviation::SerialLong);
    push(serial.is_padded(), Deviation::SerialPadded);
}

fn of_name(name: &Name, found: &mut Vec<Deviation>) {
    if name.rdns().iter().any(|rdn| rdn.len() > 1) {
        found.push(Deviation::NameSeveralAttributes);
    }
    for attribute in name.attributes() {
        let oid = attribute.oid();
        let Some(text) = attribute.text() else {
            found.push(Deviation::NameValueCharacters(oid));
            continue;
        };
        if text.is_empty() {
            found.push(Deviation::NameValueEmpty(oid));
        }
        if !attribute.kind().holds(&text) {
            found.push(Deviation::NameValueCharacters(oid));
        }
        if name::longest(&oid).is_some_and(|longest| text.chars().count() > longest) {
            found.push(Deviation::NameValueLong(oid));
        }
    }
}

fn key(certificate: &Certificate, found: &mut Vec<Deviation>) {
    let info = certificate.key_info();
    if info.algorithm().oid == oid::RSA_ENCRYPTION && info.algorithm().parameters.is_none() {
        found.push(Deviation::RsaParametersAbsent);
    }
    let Ok(parameters) = GostParameters::of(info.algorithm()) else {
        return;
    };
    if info.algorithm().oid == smena_gost::oid::GOST3410_2001 {
        return;
    }
    let strict = GostParameters::strict(parameters.parameter_set);
    match (strict.digest, parameters.digest) {
        (None, Some(_)) => found.push(Deviation::DigestParameterWritten),
        (Some(_), None) => found.push(Deviation::DigestParameterMissing),
        _ => {}
    }
    if parameters.encryption.is_some() {
        found.push(Deviation::ThirdKeyParameter);
    }
}
