//! Who may begin, with which certificate, when.

use crate::certificate::KeyHash;
use crate::organisation::Region;
use crate::procedure::ProcedureName;

/// Who and what is let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    /// Days before the end of validity from which a planned renewal is open (K1, R1).
    pub window_days: u16,
    /// Reasons for which a renewal is open outside the window (K2).
    pub unplanned: Vec<UnplannedReason>,
    /// Procedures, besides this one, whose certificates are renewed here.
    pub ancestors: Vec<ProcedureName>,
    /// Keys of other authorities' issuers whose certificates are taken.
    pub foreign_issuers: Vec<KeyHash>,
    /// Region and issuer that are not served (K3).
    pub exclusions: Vec<Exclusion>,
    /// Ways to sign in.
    pub sign_in: Vec<SignInMethod>,
    /// What an expired certificate leads to (K16).
    pub expired: ExpiredPath,
    /// Up to which moment the old certificate has to be valid.
    pub valid_at: ValidAt,
    /// What is looked at on the holder's computer before anything else (C7 to C10, F2).
    pub workplace: Vec<WorkplaceCheck>,
}

/// A region and issuer that are not served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Any of these regions …
    pub regions: Vec<Region>,
    /// … with a certificate of this issuer.
    pub issuer: String,
}

crate::bytes::words!(
    /// Why a renewal is asked for outside the window.
    UnplannedReason {
        /// The data of the certificate changed.
        DataChanged = "data-changed",
        /// The private key is or may be in other hands: its signature may not bring its own successor.
        KeyCompromised = "key-compromised",
        /// The medium is damaged or lost.
        MediumLost = "medium-lost",
        /// The container's password is lost (T19, R16).
        PasswordLost = "password-lost",
        /// The service centre was asked for it (K2).
        ServiceCentre = "service-centre",
    }
);

crate::bytes::words!(
    /// How a holder signs in.
    SignInMethod {
        /// By the certificate itself (F5, R8).
        Certificate = "certificate",
        /// By a code sent to a phone (K6, K7).
        PhoneCode = "phone-code",
    }
);

crate::bytes::words!(
    /// What an expired certificate leads to.
    ExpiredPath {
        /// Nothing here: the office.
        Office = "office",
        /// An application printed and signed by hand (K16).
        Paper = "paper",
    }
);

/// Up to which moment the old certificate has to be valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValidAt {
    /// Up to the approval and the instant before the intent: the cautious reading of the law.
    Approval,
    /// At signing, proved by the time of arrival or a time stamp, and decided so many days after it at most.
    Signing {
        /// Days from signing to the intent.
        days_max: u16,
    },
}

crate::bytes::words!(
    /// Something on the holder's computer that has to be in order.
    WorkplaceCheck {
        /// The agent answers and is new enough (K9, R5 to R7).
        Agent = "agent",
        /// A card reader is connected (C7).
        Reader = "reader",
        /// A card, token or drive is inserted (C8, F4).
        Medium = "medium",
        /// A provider of the needed version is installed (C9).
        Provider = "provider",
        /// A source of random numbers is set up (C10).
        Sensor = "sensor",
    }
);
