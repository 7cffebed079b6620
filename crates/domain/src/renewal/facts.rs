//! Facts that `app` gathers before a command: what the world says, without anybody's signature.

use serde::{Deserialize, Serialize};

use crate::calendar::Moment;
use crate::certificate::{CertificateStatus, ContentHash, KeyHash, SerialNumber};
use crate::procedure::{Medium, Slug};

/// How the old certificate and the person's rights stand at one of the moments of check.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The old certificate's revocation status.
    pub status: CertificateStatus,
    /// The person's rights.
    pub rights: Rights,
}

impl Standing {
    /// Everything is in order.
    #[must_use]
    pub fn good() -> Self {
        Self {
            status: CertificateStatus::Good,
            rights: Rights::Held,
        }
    }
}

/// Whether the person may still hold such a certificate.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rights {
    /// The source could not be asked.
    CouldNotCheck {
        /// The source, in words that a person may read.
        source: String,
    },
    /// They ended.
    Ended(RightsEnd),
    /// Nothing speaks against it.
    Held,
}

crate::bytes::words!(
    /// Why a person's rights ended.
    RightsEnd {
        /// The person died.
        Death = "death",
        /// The person no longer works there.
        Dismissal = "dismissal",
        /// The organisation no longer exists.
        Liquidation = "liquidation",
        /// The power of attorney ended.
        PowerOfAttorney = "power-of-attorney",
    }
);

/// What is known of one required power of attorney (C12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PowerFact {
    /// Its name in the procedure.
    pub power: Slug,
    /// What is known.
    pub state: PowerState,
}

/// What is known of a power of attorney.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PowerState {
    /// It ended.
    Expired {
        /// When.
        at: Moment,
    },
    /// None is known.
    Missing,
    /// Its giver took it back.
    Revoked {
        /// When.
        at: Moment,
    },
    /// It holds.
    Valid {
        /// Until then.
        until: Moment,
    },
}

impl PowerState {
    /// Tells whether the power holds at an instant.
    #[must_use]
    pub fn holds(self, at: Moment) -> bool {
        matches!(self, Self::Valid { until } if at < until)
    }
}

/// What a register answered (F29 to F31).
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The answer speaks against the renewal.
    Failed {
        /// The register's reason, in words that a person may read.
        reason: String,
    },
    /// The answer agrees.
    Passed,
    /// No answer; the job asks again.
    Unavailable,
}

/// What the billing says (K23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bill {
    /// A bill waits to be paid.
    Due,
    /// There is none.
    None,
    /// It is paid.
    Paid,
}

/// What was built before signing (issuance step 2): stored as the intent with the decision (step 4).
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// The reserved serial number.
    pub serial: SerialNumber,
    /// The hash of the TBS bytes.
    pub tbs: ContentHash,
    /// The public key in it.
    pub key: KeyHash,
    /// The frozen start of validity.
    pub not_before: Moment,
    /// The end of validity.
    pub not_after: Moment,
}

crate::bytes::words!(
    /// Why an operator rejects: a code besides the explanation in words (F34).
    RejectionReason {
        /// Data and registers disagree.
        DataDiffer = "data-differ",
        /// A document is missing, unreadable or not valid.
        Document = "document",
        /// The holder could not be identified.
        Identification = "identification",
        /// The holder has no right to such a certificate.
        NoRight = "no-right",
        /// Something else, said in the explanation.
        Other = "other",
    }
);

/// How the office settled a renewal that was referred to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Settlement {
    /// Done there in another way; this renewal ends.
    Closed,
    /// The obstacle is gone; the holder goes on where the data are confirmed.
    Resumed,
}

/// What the holder did about a backup.
// Stored: a change needs a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Backup {
    /// Chose to have none.
    Declined,
    /// Made one and the agent read it back.
    Verified {
        /// Where it lies.
        medium: Medium,
    },
}

crate::bytes::words!(
    /// What became of the old key.
    OldKeyTreatment {
        /// It stays.
        Kept = "kept",
        /// It was deleted from the card.
        Deleted = "deleted",
    }
);

/// What a body answered to the registration (R30).
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Registration {
    /// Not answered yet.
    Pending,
    /// Refused; the authority's staff deal with it.
    Refused {
        /// The body's reason.
        reason: String,
    },
    /// Registered.
    Registered {
        /// When.
        at: Moment,
    },
}
