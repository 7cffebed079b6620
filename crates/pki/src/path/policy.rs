//! Certificate policies (RFC 5280 §6.1), as a table instead of a tree.
//!
//! The tree of RFC 5280 can grow exponentially; what it decides is only which policies of the anchor's
//! domain are still alive. So each policy that the next certificate may name (in the domain where
//! processing stands) is kept with the policies of the anchor's domain it stands for (RFC 9618 has the
//! same idea as a graph).

use std::collections::{BTreeMap, BTreeSet};

use const_oid::ObjectIdentifier;

use super::error::Fault;
use super::facts::Facts;
use crate::extension::PolicyMapping;
use crate::limits::PATH_POLICIES_MAX;
use crate::oid::ANY_POLICY;

/// The inputs of policy processing (RFC 5280 §6.1.1 c, e, f, g).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct PolicyOptions {
    /// The acceptable policies; empty accepts any.
    pub accepted: Vec<ObjectIdentifier>,
    /// The path must be valid under at least one policy.
    pub require_explicit: bool,
    /// Policy mappings are not followed.
    pub inhibit_mapping: bool,
    /// anyPolicy does not stand for other policies.
    pub inhibit_any: bool,
}

/// The policies of the anchor's domain that a policy stands for.
type Roots = BTreeSet<ObjectIdentifier>;

/// The state of processing.
#[derive(Clone, Debug)]
pub(super) struct Policies {
    alive: BTreeMap<ObjectIdentifier, Roots>,
    explicit: u64,
    mapping: u64,
    any: u64,
}

impl Policies {
    /// Begins at the anchor of a path of `length` certificates.
    pub(super) fn new(options: &PolicyOptions, length: usize) -> Self {
        let unset = u64::try_from(length).unwrap_or(u64::MAX).saturating_add(1);
        let start = |set: bool| if set { 0 } else { unset };
        Self {
            alive: BTreeMap::from([(ANY_POLICY, BTreeSet::from([ANY_POLICY]))]),
            explicit: start(options.require_explicit),
            mapping: start(options.inhibit_mapping),
            any: start(options.inhibit_any),
        }
    }

    /// Takes the policies of the next certificate (§6.1.3 d to f).
    pub(super) fn take(
        &mut self,
        facts: &Facts,
        self_issued: bool,
        last: bool,
    ) -> Result<(), Fault> {
        let mut next: BTreeMap<ObjectIdentifier, Roots> = BTreeMap::new();
        let named: Vec<ObjectIdentifier> = facts
            .policies
            .iter()
            .flat_map(|all| &all.0)
            .map(|one| one.policy)
            .collect();
        for policy in named.iter().filter(|policy| **policy != ANY_POLICY) {
            if let Some(roots) = self.alive.get(policy) {
                next.entry(*policy).or_default().extend(roots);
            } else if self.alive.contains_key(&ANY_POLICY) {
                next.entry(*policy).or_default().insert(*policy);
            }
        }
        let any_counts = self.any > 0 || (!last && self_issued);
        if named.contains(&ANY_POLICY) && any_counts {
            for (policy, roots) in &self.alive {
                next.entry(*policy).or_insert_with(|| roots.clone());
            }
        }
        self.alive = next;
        if self.alive.len() > PATH_POLICIES_MAX || (self.alive.is_empty() && self.explicit == 0) {
            return Err(Fault::Policy);
        }
        Ok(())
    }

    /// Prepares for the next certificate: mappings and counters of an authority (§6.1.4 a, b, h to j).
    pub(super) fn descend(&mut self, facts: &Facts, self_issued: bool) -> Result<(), Fault> {
        let mappings: &[PolicyMapping] = facts.mappings.as_ref().map_or(&[], |all| &all.0);
        if mappings
            .iter()
            .any(|one| one.issuer == ANY_POLICY || one.subject == ANY_POLICY)
        {
            return Err(Fault::PolicyMapping);
        }
        self.map(mappings)?;
        if !self_issued {
            self.explicit = self.explicit.saturating_sub(1);
            self.mapping = self.mapping.saturating_sub(1);
            self.any = self.any.saturating_sub(1);
        }
        if let Some(constraints) = &facts.policy_constraints {
            let limit = |own: u64, set: Option<u64>| own.min(set.unwrap_or(u64::MAX));
            self.explicit = limit(self.explicit, constraints.require_explicit_policy);
            self.mapping = limit(self.mapping, constraints.inhibit_policy_mapping);
        }
        if let Some(inhibit) = &facts.inhibit_any_policy {
            self.any = self.any.min(inhibit.0);
        }
        Ok(())
    }

    fn map(&mut self, mappings: &[PolicyMapping]) -> Result<(), Fault> {
        let mut mapped: BTreeMap<ObjectIdentifier, Roots> = BTreeMap::new();
        for PolicyMapping { issuer, subject } in mappings {
            let roots = match self.alive.get(issuer) {
                Some(roots) => roots.clone(),
                None if self.alive.contains_key(&ANY_POLICY) => BTreeSet::from([*issuer]),
                None => continue,
            };
            if self.mapping > 0 {
                mapped.entry(*subject).or_default().extend(roots);
            }
        }
        for mapping in mappings {
            self.alive.remove(&mapping.issuer);
        }
        for (to, roots) in mapped {
            self.alive.entry(to).or_default().extend(roots);
        }
        if self.alive.len() > PATH_POLICIES_MAX {
            Err(Fault::Policy)
        } else {
            Ok(())
        }
    }

    /// Ends at the certificate itself (§6.1.5): the policies under which the path is valid.
    pub(super) fn finish(
        mut self,
        facts: &Facts,
        options: &PolicyOptions,
    ) -> Result<Vec<ObjectIdentifier>, Fault> {
        self.explicit = self.explicit.saturating_sub(1);
        let constraints = facts.policy_constraints.as_ref();
        if constraints.is_some_and(|set| set.require_explicit_policy == Some(0)) {
            self.explicit = 0;
        }
        let valid: Roots = self.alive.into_values().flatten().collect();
        let accepted: Vec<ObjectIdentifier> =
            if options.accepted.is_empty() || options.accepted.contains(&ANY_POLICY) {
                valid.into_iter().collect()
            } else if valid.contains(&ANY_POLICY) {
                options.accepted.clone()
            } else {
                valid
                    .into_iter()
                    .filter(|policy| options.accepted.contains(policy))
                    .collect()
            };
        if accepted.is_empty() && self.explicit == 0 {
            Err(Fault::Policy)
        } else {
            Ok(accepted)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extension::{
        CertificatePolicies, InhibitAnyPolicy, PolicyConstraints, PolicyMappings,
    };

    const A: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.9.1");
    const B: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.9.2");

    fn facts(policies: &[ObjectIdentifier]) -> Facts {
        Facts {
            policies: Some(CertificatePolicies::new(policies)),
            ..Facts::default()
        }
    }

    /// Runs a path given from the anchor down, its certificate last.
    fn run(options: &PolicyOptions, path: &[Facts]) -> Result<Vec<ObjectIdentifier>, Fault> {
        let mut state = Policies::new(options, path.len());
        let (last, authorities) = path.split_last().expect("a path has a certificate");
        for authority in authorities {
            state.take(authority, false, false)?;
            state.descend(authority, false)?;
        }
        state.take(last, false, true)?;
        state.finish(last, options)
    }

    fn explicit(accepted: &[ObjectIdentifier]) -> PolicyOptions {
        PolicyOptions {
            accepted: accepted.to_vec(),
            require_explicit: true,
            ..PolicyOptions::default()
        }
    }

    #[test]
    fn a_policy_counts_when_every_authority_has_it_or_any() {
        assert_eq!(
            run(&explicit(&[]), &[facts(&[A]), facts(&[A, B])]),
            Ok(vec![A])
        );
        assert_eq!(
            run(&explicit(&[]), &[facts(&[ANY_POLICY]), facts(&[B])]),
            Ok(vec![B])
        );
        assert_eq!(
            run(
                &explicit(&[A]),
                &[facts(&[ANY_POLICY]), facts(&[ANY_POLICY])]
            ),
            Ok(vec![A])
        );
        assert_eq!(
            run(&explicit(&[]), &[facts(&[A]), facts(&[B])]),
            Err(Fault::Policy)
        );
        assert_eq!(
            run(&explicit(&[B]), &[facts(&[A]), facts(&[A])]),
            Err(Fault::Policy)
        );
        assert_eq!(
            run(&explicit(&[]), &[Facts::default(), facts(&[A])]),
            Err(Fault::Policy)
        );
    }

    #[test]
    fn without_the_demand_no_policy_is_needed() {
        assert_eq!(
            run(&PolicyOptions::default(), &[Facts::default(), facts(&[A])]),
            Ok(vec![])
        );
    }

    #[test]
    fn an_authority_can_demand_a_policy() {
        let demanding = Facts {
            policy_constraints: Some(PolicyConstraints {
                require_explicit_policy: Some(0),
                inhibit_policy_mapping: None,
            }),
            ..facts(&[A])
        };
        let options = PolicyOptions::default();
        assert_eq!(
            run(&options, &[demanding.clone(), facts(&[A])]),
            Ok(vec![A])
        );
        assert_eq!(run(&options, &[demanding, facts(&[B])]), Err(Fault::Policy));
    }

    fn mapped(issuer: ObjectIdentifier, subject: ObjectIdentifier) -> Facts {
        let mappings = PolicyMappings(vec![PolicyMapping { issuer, subject }]);
        Facts {
            mappings: Some(mappings),
            ..facts(&[A])
        }
    }

    #[test]
    fn mapped_policies_stand_for_those_of_the_anchor() {
        let mapping = mapped(A, B);
        assert_eq!(
            run(&explicit(&[A]), &[mapping.clone(), facts(&[B])]),
            Ok(vec![A])
        );
        assert_eq!(
            run(&explicit(&[]), &[mapping.clone(), facts(&[A])]),
            Err(Fault::Policy)
        );
        let inhibited = PolicyOptions {
            inhibit_mapping: true,
            ..explicit(&[])
        };
        assert_eq!(run(&inhibited, &[mapping, facts(&[B])]), Err(Fault::Policy));
        let of_any = mapped(ANY_POLICY, B);
        assert_eq!(
            run(&explicit(&[]), &[of_any, facts(&[B])]),
            Err(Fault::PolicyMapping)
        );
    }

    #[test]
    fn any_policy_can_be_inhibited() {
        let options = PolicyOptions {
            inhibit_any: true,
            ..explicit(&[])
        };
        assert_eq!(
            run(&options, &[facts(&[ANY_POLICY]), facts(&[A])]),
            Err(Fault::Policy)
        );
        let inhibiting = Facts {
            inhibit_any_policy: Some(InhibitAnyPolicy(0)),
            ..facts(&[A])
        };
        assert_eq!(
            run(&explicit(&[]), &[inhibiting, facts(&[ANY_POLICY])]),
            Err(Fault::Policy)
        );
    }

    #[test]
    fn policies_at_the_limit_are_taken_and_one_more_refused() {
        let many = |count: usize| -> Vec<ObjectIdentifier> {
            (0..count)
                .map(|n| format!("1.3.6.1.4.1.32473.{n}").parse().expect("an OID"))
                .collect()
        };
        let options = PolicyOptions::default();
        assert!(run(&options, &[facts(&many(PATH_POLICIES_MAX))]).is_ok());
        assert_eq!(
            run(&options, &[facts(&many(PATH_POLICIES_MAX + 1))]),
            Err(Fault::Policy)
        );
    }
}
