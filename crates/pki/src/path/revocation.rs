//! Revocation of every certificate of a path, by lists (RFC 5280 §6.3).
//!
//! A list counts when its issuer's key of this path signed it, it is current at the time, and it covers
//! the kind of certificate. Delta lists, indirect lists and lists for some reasons only are not used.
//! What no list says is unknown, and unknown is a refusal.

use time::OffsetDateTime;

use super::error::{Fault, PathError, Unchecked};
use super::facts::Facts;
use super::meter::{Meter, Work};
use super::process::Link;
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::crl::CertificateRevocationList;
use crate::extension::{DistributionPoint, DistributionPointName, KeyUsage};
use crate::key::PublicKey;
use crate::oid;

/// Checks every certificate under the anchor; `links` and `keys` begin with the anchor.
pub(super) fn check(
    links: &[Link<'_>],
    keys: &[&PublicKey],
    lists: &[CertificateRevocationList],
    at: OffsetDateTime,
    meter: &mut Meter,
) -> Result<(), PathError> {
    for (index, pair) in links.windows(2).enumerate() {
        let issuer = Issuer {
            link: pair[0],
            key: keys[index],
        };
        check_one(&issuer, pair[1], lists, at, meter)
            .map_err(|fault| PathError::new(pair[1].certificate, fault))?;
    }
    Ok(())
}

struct Issuer<'a> {
    link: Link<'a>,
    key: &'a PublicKey,
}

fn check_one(
    issuer: &Issuer<'_>,
    link: Link<'_>,
    lists: &[CertificateRevocationList],
    at: OffsetDateTime,
    meter: &mut Meter,
) -> Result<(), Fault> {
    let name = link.certificate.issuer();
    let mut obstacle = Unchecked::NoList(name.to_string());
    let mut good = false;
    for list in lists.iter().filter(|list| list.issuer() == name) {
        if let Err(reason) = usable(list, issuer, link.facts, at, meter)? {
            obstacle = reason;
            continue;
        }
        if let Some(entry) = list.find(link.certificate.serial()) {
            return Err(Fault::Revoked {
                since: entry.date,
                reason: entry.reason,
            });
        }
        good = true;
    }
    if good {
        Ok(())
    } else {
        Err(Fault::RevocationUnknown(obstacle))
    }
}

/// Decides whether a list may be used; the outer error is a spent budget.
fn usable(
    list: &CertificateRevocationList,
    issuer: &Issuer<'_>,
    facts: &Facts,
    at: OffsetDateTime,
    meter: &mut Meter,
) -> Result<Result<(), Unchecked>, Fault> {
    if let Err(obstacle) = current(list, at).and_then(|()| in_scope(list, facts)) {
        return Ok(Err(obstacle));
    }
    if !issuer.link.facts.allows(KeyUsage::CRL_SIGN) {
        return Ok(Err(Unchecked::NoCrlSign));
    }
    meter.spend(Work::Signature).map_err(Fault::Budget)?;
    Ok(list
        .verify_signed_by(issuer.key)
        .map_err(|_| Unchecked::Signature))
}

fn current(list: &CertificateRevocationList, at: OffsetDateTime) -> Result<(), Unchecked> {
    let next_update = list.next_update().ok_or(Unchecked::NoNextUpdate)?;
    if list.this_update() > at || at > next_update {
        return Err(Unchecked::NotCurrent {
            this_update: list.this_update(),
        });
    }
    Ok(())
}

fn in_scope(list: &CertificateRevocationList, facts: &Facts) -> Result<(), Unchecked> {
    let mut scope = Ok(());
    for extension in list.extensions() {
        match extension.oid() {
            oid::CRL_NUMBER if extension.is_critical() => return Err(Unchecked::Number),
            oid::DELTA_CRL_INDICATOR => return Err(Unchecked::Scope),
            oid::ISSUING_DISTRIBUTION_POINT => {
                scope = covers(extension.value(), facts).map_err(|_| Unchecked::Scope)?;
            }
            oid::AUTHORITY_KEY_IDENTIFIER | oid::CRL_NUMBER => {}
            _ if extension.is_critical() => return Err(Unchecked::CriticalExtension),
            _ => {}
        }
    }
    if list.has_foreign_entry_extension() {
        return Err(Unchecked::CriticalExtension);
    }
    list.number().ok_or(Unchecked::Number)?;
    scope
}

/// Reads issuingDistributionPoint and says whether the list covers a certificate.
///
/// ```text
/// IssuingDistributionPoint ::= SEQUENCE {
///   distributionPoint [0] DistributionPointName OPTIONAL,
///   onlyContainsUserCerts [1] BOOLEAN DEFAULT FALSE, onlyContainsCACerts [2] BOOLEAN DEFAULT FALSE,
///   onlySomeReasons [3] ReasonFlags OPTIONAL, indirectCRL [4] BOOLEAN DEFAULT FALSE,
///   onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }
/// ```
fn covers(value: &[u8], facts: &Facts) -> Result<Result<(), Unchecked>, Asn1Error> {
    let mut walker = Walker::new(asn1::only(value, tag::SEQUENCE)?.content);
    let point = walker.optional(tag::context(0))?;
    let mut flag = |number| match walker.optional(tag::context_primitive(number))? {
        None => Ok(false),
        Some(tlv) => asn1::boolean(tlv.content),
    };
    let (only_holders, only_authorities) = (flag(1)?, flag(2)?);
    let some_reasons = walker.optional(tag::context_primitive(3))?.is_some();
    let mut flag = |number| match walker.optional(tag::context_primitive(number))? {
        None => Ok(false),
        Some(tlv) => asn1::boolean(tlv.content),
    };
    let (indirect, only_attributes) = (flag(4)?, flag(5)?);
    walker.finish()?;
    let named = match point {
        None => true,
        Some(explicit) => names_point(explicit.content, facts)?,
    };
    let other_kind =
        (only_holders && facts.is_authority()) || (only_authorities && !facts.is_authority());
    if some_reasons || indirect || only_attributes || other_kind || !named {
        return Ok(Err(Unchecked::Scope));
    }
    Ok(Ok(()))
}

/// Tells whether the certificate names one of the list's distribution points.
fn names_point(point: &[u8], facts: &Facts) -> Result<bool, Asn1Error> {
    let DistributionPointName::Full(wanted) = DistributionPointName::decode(point)? else {
        return Ok(false);
    };
    let points = facts
        .distribution_points
        .iter()
        .flat_map(|points| &points.0);
    // A point for some reasons only, or of another issuer, is not what the list is.
    let own = points.filter(|point| point.reasons.is_none() && point.crl_issuer.is_none());
    let named = |point: &DistributionPoint| match &point.name {
        Some(DistributionPointName::Full(names)) => names.iter().any(|name| wanted.contains(name)),
        _ => false,
    };
    Ok(own.into_iter().any(named))
}
