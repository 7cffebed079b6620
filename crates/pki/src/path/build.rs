//! Builds a path upwards, depth first, and goes back when a way turns out wrong.

use std::cmp::Reverse;
use std::collections::HashMap;

use time::OffsetDateTime;

use super::conformance::{self, Role};
use super::error::{Fault, PathError};
use super::facts::Facts;
use super::meter::{Meter, Work};
use super::process::{Link, process};
use super::{Conformance, PathOptions, ValidatedPath, revocation};
use crate::algorithm::KeyAlgorithm;
use crate::certificate::Certificate;
use crate::extension::KeyUsage;
use crate::key::PublicKey;
use crate::key::policy::RSA_BITS_MIN;
use crate::limits::PATH_CERTIFICATES_MAX;
use crate::time::whole_seconds;

/// A certificate opened for use as an issuer.
struct Opened {
    facts: Facts,
    key: PublicKey,
}

/// A certificate among those given: the target, one of the pool, or an anchor.
type Index = usize;

/// One run of the search.
pub(super) struct Search<'a> {
    certificates: Vec<&'a Certificate>,
    first_anchor: Index,
    by_subject: HashMap<&'a [u8], Vec<Index>>,
    opened: HashMap<Index, Result<Opened, Fault>>,
    verified: HashMap<(Index, Index), Result<(), Fault>>,
    options: &'a PathOptions<'a>,
    at: OffsetDateTime,
    meter: Meter,
    best: Option<PathError>,
}

/// The end of a search that must not go on: the budget is spent.
struct Stop(PathError);

impl<'a> Search<'a> {
    pub(super) fn new(
        target: &'a Certificate,
        pool: &'a [Certificate],
        anchors: &'a [Certificate],
        options: &'a PathOptions<'a>,
    ) -> Self {
        let mut certificates = vec![target];
        // An anchor that lies in the pool too is only an anchor.
        certificates.extend(pool.iter().filter(|one| !anchors.contains(one)));
        let first_anchor = certificates.len();
        certificates.extend(anchors);
        let mut by_subject: HashMap<&[u8], Vec<Index>> = HashMap::new();
        for (index, certificate) in certificates.iter().enumerate().skip(1) {
            by_subject
                .entry(certificate.subject().der())
                .or_default()
                .push(index);
        }
        Self {
            certificates,
            first_anchor,
            by_subject,
            opened: HashMap::new(),
            verified: HashMap::new(),
            options,
            // Certificates know whole seconds: the second in which the validity ends belongs to it.
            at: whole_seconds(options.at),
            meter: Meter::new(options.budget),
            best: None,
        }
    }

    pub(super) fn run(mut self) -> Result<ValidatedPath, PathError> {
        let target = self.certificates[0];
        self.check_target()
            .map_err(|fault| PathError::new(target, fault))?;
        let anchor = self.certificates[self.first_anchor..]
            .iter()
            .position(|one| **one == *target);
        if let Some(position) = anchor {
            let anchor = self.first_anchor + position;
            return self.end_at_target(anchor);
        }
        let mut path = vec![0];
        match self.extend(&mut path) {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err(self.best.unwrap_or_else(|| no_issuer(target))),
            Err(Stop(error)) => Err(error),
        }
    }

    /// The target is itself trusted: nothing above it is looked at.
    fn end_at_target(mut self, anchor: Index) -> Result<ValidatedPath, PathError> {
        let target = self.certificates[0];
        self.open(0)
            .map_err(|fault| PathError::new(target, fault))?;
        let facts = &self.opened[&0]
            .as_ref()
            .map_err(|fault| PathError::new(target, fault.clone()))?
            .facts;
        let link = Link {
            certificate: target,
            facts,
        };
        let policies = process(link, &[], self.options, &mut self.meter)?;
        Ok(ValidatedPath {
            certificates: vec![self.certificates[anchor].clone()],
            at: self.options.at,
            revocation_checked: self.options.revocation.is_some(),
            policies,
        })
    }

    fn check_target(&mut self) -> Result<(), Fault> {
        self.open(0)?;
        let target = self.certificates[0];
        let facts = match &self.opened[&0] {
            Ok(opened) => &opened.facts,
            Err(fault) => return Err(fault.clone()),
        };
        let is_anchor = self.certificates[self.first_anchor..]
            .iter()
            .any(|one| **one == *target);
        let role = if is_anchor {
            Role::Anchor
        } else {
            Role::Target
        };
        if self.options.conformance == Conformance::Rfc5280 {
            let role = if is_anchor && !facts.is_authority() {
                Role::Target
            } else {
                role
            };
            conformance::check(target, facts, role)?;
        }
        check_validity(target, self.at)?;
        let usage = self.options.usage;
        if facts.allows(usage) {
            Ok(())
        } else {
            Err(Fault::KeyUsage(usage))
        }
    }

    /// Looks for a way from the end of `path` to an anchor.
    fn extend(&mut self, path: &mut Vec<Index>) -> Result<Option<ValidatedPath>, Stop> {
        let child = path[path.len() - 1];
        let candidates = self.candidates(child);
        if candidates.is_empty() {
            self.note(no_issuer(self.certificates[child]));
        }
        for candidate in candidates {
            self.spend(Work::Step, child)?;
            if self.repeats(path, candidate) {
                self.note(no_issuer(self.certificates[child]));
                continue;
            }
            if let Err(fault) = self.check_issuer(path, candidate) {
                self.note(PathError::new(self.certificates[candidate], fault));
                continue;
            }
            if let Err(fault) = self.check_signature(child, candidate)? {
                self.note(PathError::new(self.certificates[child], fault));
                continue;
            }
            path.push(candidate);
            let found = if candidate >= self.first_anchor {
                self.finish(path)?
            } else {
                self.extend(path)?
            };
            path.pop();
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Certificates that have the name of the issuer of `child`, the likeliest first: those whose key
    /// identifier is the one that `child` names (a hint, no more), anchors before the pool, the youngest.
    fn candidates(&mut self, child: Index) -> Vec<Index> {
        let wanted = match self.opened.get(&child) {
            Some(Ok(opened)) => opened
                .facts
                .authority_key
                .as_ref()
                .and_then(|authority| authority.key_identifier.clone()),
            _ => None,
        };
        let issuer = self.certificates[child].issuer().der();
        let mut candidates = self.by_subject.get(issuer).cloned().unwrap_or_default();
        let rank = |index: &Index| {
            let own = super::subject_key_identifier(self.certificates[*index]);
            let other_key = match (&wanted, &own) {
                (Some(wanted), Some(own)) => wanted != own,
                _ => false,
            };
            let in_pool = *index < self.first_anchor;
            (
                other_key,
                in_pool,
                Reverse(self.certificates[*index].not_before()),
            )
        };
        candidates.sort_by_cached_key(rank);
        candidates
    }

    /// Tells whether the path already has this certificate, or this name with this key.
    fn repeats(&self, path: &[Index], candidate: Index) -> bool {
        let new = self.certificates[candidate];
        path.iter()
            .map(|index| self.certificates[*index])
            .any(|old| {
                old == new || (old.subject() == new.subject() && old.spki_der() == new.spki_der())
            })
    }

    /// Reads a certificate's extensions and key, once.
    fn open(&mut self, index: Index) -> Result<(), Fault> {
        let certificate = self.certificates[index];
        let opened = self.opened.entry(index).or_insert_with(|| {
            let facts = Facts::read(certificate)?;
            let key = certificate.public_key().map_err(|_| Fault::Key)?;
            match key.algorithm() {
                KeyAlgorithm::Rsa { bits } if bits < RSA_BITS_MIN => return Err(Fault::Key),
                _ => {}
            }
            Ok(Opened { facts, key })
        });
        opened.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// Everything that makes a certificate an issuer at the time, but for its signature.
    fn check_issuer(&mut self, path: &[Index], candidate: Index) -> Result<(), Fault> {
        self.open(candidate)?;
        let certificate = self.certificates[candidate];
        let anchor = candidate >= self.first_anchor;
        let Some(Ok(opened)) = self.opened.get(&candidate) else {
            return Err(Fault::Key);
        };
        if !opened.facts.is_authority() {
            return Err(Fault::NotAuthority);
        }
        if !opened.facts.allows(KeyUsage::KEY_CERT_SIGN) {
            return Err(Fault::NoCertificateSign);
        }
        if self.options.conformance == Conformance::Rfc5280 {
            let role = if anchor {
                Role::Anchor
            } else {
                Role::Authority
            };
            conformance::check(certificate, &opened.facts, role)?;
        }
        check_validity(certificate, self.at)?;
        let counted = |index: &&Index| !self.certificates[**index].is_self_issued();
        let between = path[1..].iter().filter(counted).count()
            + usize::from(!anchor && !certificate.is_self_issued());
        if between > self.options.intermediates_max || path.len() >= PATH_CERTIFICATES_MAX {
            return Err(Fault::TooManyIntermediates(self.options.intermediates_max));
        }
        Ok(())
    }

    /// Verifies the signature of `child` with the key of `issuer`, each pair once.
    fn check_signature(&mut self, child: Index, issuer: Index) -> Result<Result<(), Fault>, Stop> {
        if let Some(known) = self.verified.get(&(child, issuer)) {
            return Ok(known.clone());
        }
        self.spend(Work::Signature, child)?;
        let verdict = match self.opened.get(&issuer) {
            Some(Ok(opened)) => verify(self.certificates[child], &opened.key),
            _ => Err(Fault::Key),
        };
        self.verified.insert((child, issuer), verdict.clone());
        Ok(verdict)
    }

    /// A path has reached an anchor: the checks that need the whole of it.
    fn finish(&mut self, path: &[Index]) -> Result<Option<ValidatedPath>, Stop> {
        let mut links = Vec::with_capacity(path.len());
        let mut keys = Vec::with_capacity(path.len());
        for &index in path.iter().rev() {
            let Some(Ok(opened)) = self.opened.get(&index) else {
                return Ok(None);
            };
            links.push(Link {
                certificate: self.certificates[index],
                facts: &opened.facts,
            });
            keys.push(&opened.key);
        }
        let policies = match process(links[0], &links[1..], self.options, &mut self.meter) {
            Ok(policies) => policies,
            Err(error) => return self.note_or_stop(error).map(|()| None),
        };
        if let Some(lists) = self.options.revocation {
            let checked = revocation::check(&links, &keys, lists, self.at, &mut self.meter);
            if let Err(error) = checked {
                return self.note_or_stop(error).map(|()| None);
            }
        }
        Ok(Some(ValidatedPath {
            certificates: path
                .iter()
                .map(|index| self.certificates[*index].clone())
                .collect(),
            at: self.options.at,
            revocation_checked: self.options.revocation.is_some(),
            policies,
        }))
    }

    fn spend(&mut self, work: Work, certificate: Index) -> Result<(), Stop> {
        let spent = self.meter.spend(work);
        spent.map_err(|work| {
            Stop(PathError::new(
                self.certificates[certificate],
                Fault::Budget(work),
            ))
        })
    }

    fn note_or_stop(&mut self, error: PathError) -> Result<(), Stop> {
        if matches!(error.fault(), Fault::Budget(_)) {
            return Err(Stop(error));
        }
        self.note(error);
        Ok(())
    }

    /// Keeps the error of the way that got furthest.
    fn note(&mut self, error: PathError) {
        let further = |best: &PathError| error.fault().progress() > best.fault().progress();
        if self.best.as_ref().is_none_or(further) {
            self.best = Some(error);
        }
    }
}

fn no_issuer(certificate: &Certificate) -> PathError {
    let issuer = certificate.issuer().to_string();
    PathError::new(certificate, Fault::NoIssuer { issuer })
}

fn check_validity(certificate: &Certificate, at: OffsetDateTime) -> Result<(), Fault> {
    let (not_before, not_after) = (certificate.not_before(), certificate.not_after());
    if at < not_before {
        Err(Fault::NotYetValid { not_before, at })
    } else if at > not_after {
        Err(Fault::Expired { not_after, at })
    } else {
        Ok(())
    }
}

fn verify(child: &Certificate, issuer: &PublicKey) -> Result<(), Fault> {
    if !same_algorithm_inside(child) {
        return Err(Fault::AlgorithmMismatch);
    }
    child
        .signature_algorithm()
        .map_err(|_| Fault::SignatureAlgorithm)?;
    child
        .verify_signed_by(issuer)
        .map_err(|_| Fault::Signature {
            issuer: child.issuer().to_string(),
        })
}

/// RFC 5280 §4.1.1.2: the algorithm outside the signed part must be the one inside.
fn same_algorithm_inside(certificate: &Certificate) -> bool {
    use crate::asn1::{Asn1Error, Walker, tag};
    fn compare(der: &[u8]) -> Result<bool, Asn1Error> {
        let mut outer = Walker::new(der).enter(tag::SEQUENCE)?;
        let mut tbs = outer.enter(tag::SEQUENCE)?;
        tbs.optional(tag::context(0))?;
        tbs.expect(tag::INTEGER)?;
        Ok(tbs.expect(tag::SEQUENCE)?.full == outer.expect(tag::SEQUENCE)?.full)
    }
    compare(certificate.der()).unwrap_or(false)
}
