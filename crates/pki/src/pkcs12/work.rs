//! The budget of one attempt to open a file: parameters come from outside, so their sum is bounded.

use super::error::Pkcs12Error;
use crate::limits;

/// What may still be computed.
#[derive(Debug)]
pub(super) struct Work {
    left: u64,
}

impl Work {
    pub(super) const fn new() -> Self {
        Self {
            left: limits::PFX_WORK_MAX,
        }
    }

    /// Takes the cost of a derivation before it is begun.
    pub(super) fn spend(&mut self, cost: u64) -> Result<(), Pkcs12Error> {
        self.left = self.left.checked_sub(cost).ok_or(Pkcs12Error::Work)?;
        Ok(())
    }
}

/// Reads a number of iterations that stands in a file.
pub(super) fn iterations(found: u64) -> Result<u32, Pkcs12Error> {
    u32::try_from(found)
        .ok()
        .filter(|number| (1..=limits::PBKDF2_ITERATIONS_MAX).contains(number))
        .ok_or(Pkcs12Error::Iterations { found })
}

/// Takes a salt that stands in a file.
pub(super) fn salt(octets: &[u8]) -> Result<Vec<u8>, Pkcs12Error> {
    if octets.len() > limits::SALT_OCTETS_MAX {
        return Err(Pkcs12Error::Cost);
    }
    Ok(octets.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_budget_can_be_spent_and_nothing_beyond() {
        let mut work = Work::new();
        assert_eq!(work.spend(limits::PFX_WORK_MAX), Ok(()));
        assert_eq!(work.spend(0), Ok(()));
        assert_eq!(work.spend(1), Err(Pkcs12Error::Work));
    }

    #[test]
    fn iterations_and_salts_at_their_limits_are_taken_and_one_beyond_refused() {
        let most = limits::PBKDF2_ITERATIONS_MAX;
        assert_eq!(iterations(1), Ok(1));
        assert_eq!(iterations(most.into()), Ok(most));
        for found in [0, u64::from(most) + 1, u64::MAX] {
            assert_eq!(iterations(found), Err(Pkcs12Error::Iterations { found }));
        }
        let longest = vec![1; limits::SALT_OCTETS_MAX];
        assert_eq!(salt(&longest), Ok(longest.clone()));
        assert_eq!(
            salt(&vec![1; limits::SALT_OCTETS_MAX + 1]),
            Err(Pkcs12Error::Cost)
        );
    }
}
