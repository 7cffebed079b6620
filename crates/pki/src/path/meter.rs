//! Counts the work of one validation against its budget.

use crate::limits::{PATH_NAME_COMPARISONS_MAX, PATH_SIGNATURES_MAX, PATH_STEPS_MAX};

/// How much work one validation may do. The pool is other people's: without a bound, a few hundred
/// certificates of one name cost exponential time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Signatures that may be verified, those of revocation lists included.
    pub signatures: usize,
    /// Candidates that may be looked at as an issuer.
    pub steps: usize,
    /// Comparisons of a name with a name constraint.
    pub name_comparisons: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            signatures: PATH_SIGNATURES_MAX,
            steps: PATH_STEPS_MAX,
            name_comparisons: PATH_NAME_COMPARISONS_MAX,
        }
    }
}

/// A kind of work that a [`Budget`] bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Work {
    /// Verifying a signature.
    Signature,
    /// Looking at a candidate issuer.
    Step,
    /// Comparing a name with a constraint.
    NameComparison,
}

/// What is left of a budget.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meter {
    left: Budget,
}

impl Meter {
    pub(super) const fn new(budget: Budget) -> Self {
        Self { left: budget }
    }

    /// Takes one unit of `work`, or says that none is left.
    pub(super) fn spend(&mut self, work: Work) -> Result<(), Work> {
        let left = match work {
            Work::Signature => &mut self.left.signatures,
            Work::Step => &mut self.left.steps,
            Work::NameComparison => &mut self.left.name_comparisons,
        };
        *left = left.checked_sub(1).ok_or(work)?;
        Ok(())
    }
}
