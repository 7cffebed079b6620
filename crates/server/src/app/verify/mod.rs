//! The verifier: what agents send is believed here and nowhere else.
//!
//! One file for each thing that is signed (security design, 1.6 a to d). The constructors of the model's proofs are
//! called in this folder alone, so that "forgot to verify" does not compile. A signature is checked before the content
//! under it is believed; the other checks stand in the order of the design, each with a refusal of its own.
//!
//! Nothing here opens a write transaction; what a proof leads to is decided elsewhere.

pub mod application;
pub mod certificate;
pub mod decision;
pub mod endorsement;
pub mod issue_code;
pub mod paper;
pub mod phone_code;
pub mod receipt;
pub mod request;
pub mod sign_in;

use smena_domain::{calendar::Moment, renewal::Refusal};
use smena_pki::cms::{SignedData, VerifiedCms};
use smena_protocol::v1::{
    ErrandId, Nonce, Sha256,
    signed::{Mismatch, One, Purpose, SmenaContext},
};
use smena_store::errands::Errand;
use time::OffsetDateTime;

use super::{
    App,
    failure::{Denial, Failure},
};
use crate::limits::CLOCK_MINUTES_MAX;

/// The context that the product of an errand must have been signed in.
///
/// # Errors
/// [`Denial::ErrandUnknown`] for an errand that nobody has claimed; faults of ours.
pub fn expected_context(
    app: &App,
    errand: &Errand,
    purpose: Purpose,
) -> Result<SmenaContext, Failure> {
    let agent = errand.agent.as_ref().ok_or(Denial::ErrandUnknown {})?;
    let root = app.authority.root().public_key().map_err(Failure::ours)?;
    Ok(SmenaContext {
        version: One,
        purpose,
        origin: app.config.origin.clone(),
        authority_key: Sha256::new(root.spki_sha256()),
        errand_id: ErrandId::new(*errand.id.as_bytes()),
        server_nonce: Nonce::new(errand.nonce),
        agent_nonce: Nonce::new(agent.nonce),
        agent_key: Sha256::new(*agent.key.as_bytes()),
    })
}

/// Reads and verifies a CMS strictly.
fn open_cms(
    der: &[u8],
    content_type: &const_oid::ObjectIdentifier,
    detached: Option<&[u8]>,
    attributes: &[(const_oid::ObjectIdentifier, &'static str)],
) -> Result<VerifiedCms, Denial> {
    let cms = SignedData::from_der(der).map_err(|error| Denial::from(&error))?;
    let verified = cms
        .verify_strict(content_type, detached)
        .map_err(|error| Denial::from(&error))?;
    verified
        .require_exactly(attributes)
        .map_err(|error| Denial::from(&error))?;
    Ok(verified)
}

/// Refuses a signer's clock too far from ours, naming both.
fn require_clock(signer: OffsetDateTime, server: OffsetDateTime) -> Result<(), Refusal> {
    if (server - signer).abs() > time::Duration::minutes(CLOCK_MINUTES_MAX) {
        return Err(Refusal::ClockDiffers {
            signer: Moment::new(signer),
            server: Moment::new(server),
            limit_minutes: CLOCK_MINUTES_MAX,
        });
    }
    Ok(())
}

fn differs(mismatch: Mismatch) -> Denial {
    Denial::Differs(mismatch.field)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::require_clock;
    use crate::limits::CLOCK_MINUTES_MAX;

    #[test]
    fn clocks_may_differ_by_the_limit_and_not_a_second_more() {
        let server = datetime!(2026-11-23 12:00 UTC);
        let limit = time::Duration::minutes(CLOCK_MINUTES_MAX);
        let second = time::Duration::seconds(1);
        for signer in [server, server - limit, server + limit] {
            assert!(require_clock(signer, server).is_ok());
        }
        for signer in [server - limit - second, server + limit + second] {
            assert!(require_clock(signer, server).is_err());
        }
    }
}
