//! An operator's decision: by whom, of which renewal as it stands, and signed where the procedure has operators sign.

use smena_domain::{
    calendar::Moment,
    certificate::{ContentHash, Thumbprint},
    permission::Operator,
    renewal::{DecisionFacts, ProvedDecision, Refusal, Renewal},
};
use smena_pki::extension::KeyUsage;
use smena_protocol::{
    limits::PRODUCT_BYTES_MAX,
    oid,
    v1::{
        Moment as WireMoment, Sha256,
        signed::{One, OperatorDecision, Structure as _},
    },
};

use super::{certificate, differs, open_cms, require_clock};
use crate::app::{
    App, Ctx,
    failure::{Denial, Failure},
    wire,
};

/// What an operator decided on.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The renewal as it stands.
    pub renewal: &'a Renewal,
    /// The revision that the operator saw.
    pub revision: i64,
    /// The hash of the certificate plan as it is now.
    pub plan: &'a ContentHash,
    /// What he decided.
    pub decision: &'static str,
    /// His words; empty for an approval.
    pub reason: &'a str,
}

/// The structure that has to be signed.
///
/// # Errors
/// Faults of ours alone.
pub fn to_sign(app: &App, ctx: &Ctx, seen: &Seen<'_>) -> Result<OperatorDecision, Failure> {
    let root = app.authority.root().public_key().map_err(Failure::ours)?;
    Ok(OperatorDecision {
        version: One,
        origin: app.config.origin.clone(),
        authority_key: Sha256::new(root.spki_sha256()),
        renewal_id: wire::wire_renewal_id(seen.renewal.id()),
        revision: u64::try_from(seen.revision).unwrap_or_default(),
        plan: Sha256::from_slice(seen.plan.as_bytes()).map_err(Failure::ours)?,
        decision: seen.decision.to_owned(),
        reason: seen.reason.to_owned(),
        at: WireMoment::new(ctx.now),
    })
}

/// A decision by the account alone: the caller has looked the account up.
pub(in crate::app) fn unsigned(ctx: &Ctx, seen: &Seen<'_>, operator: Operator) -> ProvedDecision {
    proved(ctx, seen, operator, None)
}

/// Verifies a signed decision: by the certificate that is bound to the account, and by nothing else.
///
/// # Errors
/// The first thing that is wrong.
pub(in crate::app) async fn signed(
    app: &App,
    ctx: &Ctx,
    seen: &Seen<'_>,
    operator: Operator,
    bound: Thumbprint,
    cms: &[u8],
) -> Result<ProvedDecision, Failure> {
    if cms.len() > PRODUCT_BYTES_MAX {
        return Err(Denial::ProductTooLarge {}.into());
    }
    let verified = open_cms(cms, &oid::CONTENT_DECISION, None, &[])?;
    let decision = OperatorDecision::from_bytes(verified.content())
        .map_err(|_| Denial::StructureUnreadable {})?;
    decision
        .matches(&to_sign(app, ctx, seen)?)
        .map_err(differs)?;
    require_clock(decision.at.time(), ctx.now)?;
    require_clock(verified.signing_time(), ctx.now)?;
    let signer = verified.signer();
    if Thumbprint::new(signer.thumbprint()) != bound {
        return Err(Refusal::DecisionNotSigned {}.into());
    }
    certificate::check(app, ctx, signer, KeyUsage::DIGITAL_SIGNATURE).await?;
    Ok(proved(ctx, seen, operator, Some(wire::content_hash(cms))))
}

fn proved(
    ctx: &Ctx,
    seen: &Seen<'_>,
    operator: Operator,
    signature: Option<ContentHash>,
) -> ProvedDecision {
    ProvedDecision::from_verifier(DecisionFacts {
        renewal: seen.renewal.id(),
        revision: seen.revision,
        plan: seen.plan.clone(),
        operator,
        signature,
        at: Moment::new(ctx.now),
    })
}
