//! The project's own object identifiers, all under one arc.
//!
//! The arc is `1.3.6.1.4.1.32473.1`: 32473 is the enterprise number that
//! [RFC 5612](https://www.rfc-editor.org/rfc/rfc5612) sets aside for documentation, and serves until the
//! project has a number of its own. Nothing else in the project spells one of these identifiers.
//!
//! | Sub-arc | Holds |
//! | --- | --- |
//! | `.1.1` | CMS content types |
//! | `.1.2` | attributes: signed attributes of CMS, attributes of PKCS#10 |
//! | `.1.3` | purposes, the second field of `SmenaContext` |
//! | `.1.4` | extended key usages |
//!
//! A number once given is never given again. The arcs of content types, attributes and purposes do not share
//! members, so that a purpose is never mistaken for a content type.

use const_oid::ObjectIdentifier;

/// The arc that holds all the others.
pub const ARC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1");

/// Content type `id-smena-signIn` of a sign-in.
pub const CONTENT_SIGN_IN: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1.1.1");
/// Content type `id-smena-endorsement` of an endorsement.
pub const CONTENT_ENDORSEMENT: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1.1.2");
/// Content type `id-smena-receipt` of a receipt.
pub const CONTENT_RECEIPT: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1.1.3");
/// Content type `id-smena-decision` of an operator's decision.
pub const CONTENT_DECISION: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1.1.4");

/// Signed attribute `id-smena-applicationBinding` of an application's CMS.
pub const ATTRIBUTE_APPLICATION_BINDING: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1.2.1");
/// Attribute `id-smena-requestBinding` of a PKCS#10 request.
pub const ATTRIBUTE_REQUEST_BINDING: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1.2.2");

/// Purpose of a sign-in.
pub const PURPOSE_SIGN_IN: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1.3.1");
/// Purpose of an application.
pub const PURPOSE_APPLICATION: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1.3.2");
/// Purpose of an endorsement.
pub const PURPOSE_ENDORSEMENT: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1.3.3");
/// Purpose of a certification request.
pub const PURPOSE_REQUEST: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1.3.4");
/// Purpose of a receipt.
pub const PURPOSE_RECEIPT: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1.3.5");

/// Extended key usage of an authority's errand key.
pub const USAGE_ERRAND_KEY: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1.4.1");

/// All identifiers above with their names in ASN.1, for tools that show them in words.
pub const NAMES: &[(ObjectIdentifier, &str)] = &[
    (CONTENT_SIGN_IN, "id-smena-signIn"),
    (CONTENT_ENDORSEMENT, "id-smena-endorsement"),
    (CONTENT_RECEIPT, "id-smena-receipt"),
    (CONTENT_DECISION, "id-smena-decision"),
    (ATTRIBUTE_APPLICATION_BINDING, "id-smena-applicationBinding"),
    (ATTRIBUTE_REQUEST_BINDING, "id-smena-requestBinding"),
    (PURPOSE_SIGN_IN, "id-smena-purpose-signIn"),
    (PURPOSE_APPLICATION, "id-smena-purpose-application"),
    (PURPOSE_ENDORSEMENT, "id-smena-purpose-endorsement"),
    (PURPOSE_REQUEST, "id-smena-purpose-request"),
    (PURPOSE_RECEIPT, "id-smena-purpose-receipt"),
    (USAGE_ERRAND_KEY, "id-smena-kp-errandKey"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_identifier_is_under_the_arc_and_stands_once() {
        let arc = format!("{ARC}.");
        for (position, (oid, name)) in NAMES.iter().enumerate() {
            assert!(
                oid.to_string().starts_with(&arc),
                "{name} is outside the arc"
            );
            for (other, other_name) in &NAMES[position + 1..] {
                assert_ne!(
                    oid, other,
                    "{name} and {other_name} are the same identifier"
                );
                assert_ne!(name, other_name);
            }
        }
    }
}
