//! The processing of a whole path (RFC 5280 §6.1.3 to §6.1.5), from the anchor down.

use const_oid::ObjectIdentifier;

use super::PathOptions;
use super::error::{Fault, PathError};
use super::facts::Facts;
use super::meter::Meter;
use super::names::Constraints;
use super::policy::Policies;
use crate::certificate::Certificate;
use crate::oid;

/// A certificate with what its extensions say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link<'a> {
    pub(super) certificate: &'a Certificate,
    pub(super) facts: &'a Facts,
}

impl Link<'_> {
    fn fault(&self, fault: Fault) -> PathError {
        PathError::new(self.certificate, fault)
    }
}

/// Processes `below`, the path from just under `anchor` down to the certificate; returns the policies
/// under which it is valid. Signatures and validity were checked while the path was built.
pub(super) fn process(
    anchor: Link<'_>,
    below: &[Link<'_>],
    options: &PathOptions<'_>,
    meter: &mut Meter,
) -> Result<Vec<ObjectIdentifier>, PathError> {
    let mut names = Constraints::default();
    if let Some(constraints) = &anchor.facts.name_constraints {
        names.add(constraints);
    }
    let mut policies = Policies::new(&options.policies, below.len());
    let mut lengths = PathLength::of(anchor.facts);
    let mut valid = Vec::new();
    for (index, link) in below.iter().enumerate() {
        let last = index + 1 == below.len();
        let self_issued = link.certificate.is_self_issued();
        if last || !self_issued {
            names
                .check(link.certificate, link.facts, meter)
                .map_err(|fault| link.fault(fault))?;
        }
        policies
            .take(link.facts, self_issued, last)
            .map_err(|fault| link.fault(fault))?;
        if last {
            valid = policies
                .clone()
                .finish(link.facts, &options.policies)
                .map_err(|fault| link.fault(fault))?;
        } else {
            policies
                .descend(link.facts, self_issued)
                .map_err(|fault| link.fault(fault))?;
            lengths
                .pass(link.facts, self_issued)
                .map_err(|fault| link.fault(fault))?;
            if let Some(constraints) = &link.facts.name_constraints {
                names.add(constraints);
            }
        }
        check_purpose(link.facts, options).map_err(|fault| link.fault(fault))?;
    }
    Ok(valid)
}

/// How many authorities may still follow (§6.1.4 l and m).
struct PathLength(u64);

impl PathLength {
    fn of(anchor: &Facts) -> Self {
        Self(anchor.path_length().unwrap_or(u64::MAX))
    }

    fn pass(&mut self, facts: &Facts, self_issued: bool) -> Result<(), Fault> {
        if !self_issued {
            self.0 = self.0.checked_sub(1).ok_or(Fault::PathLength)?;
        }
        self.0 = self.0.min(facts.path_length().unwrap_or(u64::MAX));
        Ok(())
    }
}

/// The certificate, and every authority that limits its purposes, must allow the one asked for.
fn check_purpose(facts: &Facts, options: &PathOptions<'_>) -> Result<(), Fault> {
    match (&options.purpose, &facts.purposes) {
        (Some(wanted), Some(allowed))
            if !allowed.0.contains(wanted) && !allowed.0.contains(&oid::ANY_EXTENDED_KEY_USAGE) =>
        {
            Err(Fault::Purpose(*wanted))
        }
        _ => Ok(()),
    }
}
