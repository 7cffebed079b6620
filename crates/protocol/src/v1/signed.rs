//! The structures that are signed, in DER, and the two that are hashed into them.
//!
//! Module `Smena1 DEFINITIONS IMPLICIT TAGS`; the text of each type stands at the type. Reading is strict:
//! what does not come back octet for octet when written again is refused, so that one value has one form and
//! a hash over it means one thing. Each structure is checked beyond its shape when it is read and when it is
//! written ([`Structure::check`]).
//!
//! Nothing is verified here: signatures and their certificates are `smena_pki`'s. What is compared with what
//! the verifier knows is compared by `matches`, which names the first field that differs.

mod application;
mod application_data;
mod certificate_plan;
mod context;
mod decision;
mod issuer_and_serial;
mod mismatch;
mod receipt;
mod request;
mod sign_in;
mod structure;

pub use application::{ApplicationBinding, ApplicationFiles, ProcedureIdentity};
pub use application_data::{ApplicationData, ApplicationField};
pub use certificate_plan::CertificatePlan;
pub use context::{One, Purpose, SmenaContext};
pub use decision::OperatorDecision;
pub use issuer_and_serial::IssuerAndSerial;
pub use mismatch::{Field, Mismatch};
pub use receipt::{RECEIPT_STATEMENT, Receipt};
pub use request::{Endorsement, RequestBinding};
pub use sign_in::{SignIn, sign_in_statement};
pub use structure::{Structure, StructureError, digest_of};

/// What [`SmenaContext::matches`] returns: the field in which two contexts differ.
pub type ContextMismatch = Mismatch;
