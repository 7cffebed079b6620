//! The extensions that these rules look into have the contents that their identifiers promise.

use crate::extension::{
    AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, ExtendedKeyUsage, Extension,
    KeyUsage, PrivateKeyUsagePeriod, SubjectKeyIdentifier, TypedExtension,
};
use crate::lint::input::Input;
use crate::lint::input::extension_path;
use crate::lint::{Hit, Rule, Severity};
use crate::oid;

pub(super) const RULE: Rule = Rule {
    id: "rfc5280-extensions-readable",
    severity: Severity::Error,
    source: "RFC 5280, 4.2.1",
    check,
};

fn check(input: &Input<'_>) -> Vec<Hit> {
    input
        .extensions()
        .filter(|extension| !reads(extension))
        .map(|extension| Hit::at(extension_path(&extension.oid())))
        .collect()
}

fn reads(extension: &Extension) -> bool {
    fn as_type<T: TypedExtension>(extension: &Extension) -> bool {
        extension.decode::<T>().is_ok()
    }
    match extension.oid() {
        oid::KEY_USAGE => as_type::<KeyUsage>(extension),
        oid::BASIC_CONSTRAINTS => as_type::<BasicConstraints>(extension),
        oid::CERTIFICATE_POLICIES => as_type::<CertificatePolicies>(extension),
        oid::EXTENDED_KEY_USAGE => as_type::<ExtendedKeyUsage>(extension),
        oid::AUTHORITY_KEY_IDENTIFIER => as_type::<AuthorityKeyIdentifier>(extension),
        oid::SUBJECT_KEY_IDENTIFIER => as_type::<SubjectKeyIdentifier>(extension),
        oid::PRIVATE_KEY_USAGE_PERIOD => as_type::<PrivateKeyUsagePeriod>(extension),
        _ => true,
    }
}
