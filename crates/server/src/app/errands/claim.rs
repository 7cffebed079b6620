//! Steps 4 and 5: an agent claims an errand by its code and gets it signed by the authority.

use smena_pki::algorithm::KeyAlgorithm;
use smena_protocol::v1::{
    Claim, ClaimToken, Claimed, Envelope, Errand, ErrandId, Moment, Nonce, Opened, Protocol,
    ReturnPath, Sha256, key_id,
};
use smena_store::{
    AgentKeyHash,
    errands::{self, Claim as StoredClaim, Claimed as StoredClaimed, ErrandKind},
};

use super::{details_of, outdated, seconds_for, subject_of, work_of};
use crate::app::{
    Actor, App, Ctx,
    failure::{Denial, Failure},
    record::{Entry, record},
    wire,
};

/// Where a browser goes back to; door D has none, the field is signed all the same.
pub(super) const RETURN_PATH: &str = "/return";

/// Characters of the secret in the address of an agent's page: 256 bits in base64url.
const PAGE_SECRET_CHARS: usize = 43;

/// Claims an errand.
///
/// # Errors
/// A refusal, journalled; or faults of ours.
pub async fn claim(app: &App, ctx: &Ctx, envelope: &Envelope) -> Result<Claimed, Failure> {
    let opened = open(envelope)?;
    let agent_key = AgentKeyHash::new(*key_id(opened.key()).as_bytes());
    let ctx = &ctx.acting_as(Actor::Agent(agent_key));
    let token = ClaimToken::draw(ctx.rng().as_mut());
    let claim = opened.message();
    if let Some(minimum) = outdated::minimum_above(app, &claim.agent_version) {
        return outdated::turn_away(app, ctx, claim, agent_key, minimum).await;
    }
    let code = wire::stored(claim.code.stored_hash());
    let mut tx = app.store.write().await?;
    let kind = errands::by_code(&mut tx, code, ctx.now)
        .await?
        .map(|errand| errand.kind);
    let seconds = seconds_for(kind.unwrap_or(ErrandKind::SignIn));
    let stored = StoredClaim {
        code,
        agent_key,
        agent_spki: opened.key().spki_der(),
        agent_nonce: *claim.agent_nonce.as_bytes(),
        agent_version: &claim.agent_version,
        agent_protocol: i64::from(claim.protocol.number()),
        token: wire::stored(token.stored_hash()),
        expires: ctx.now + time::Duration::seconds(seconds),
        address: address_of(claim)?,
    };
    let claimed = errands::claim(&mut tx, &stored, ctx.now).await?;
    record(&mut tx, ctx, &entry_of(&claimed)).await?;
    // Whatever came of it: an errand that was burned or closed stays so.
    tx.commit().await?;
    let row = match claimed {
        StoredClaimed::Claimed(row) => row,
        StoredClaimed::Burned(row) => {
            tracing::warn!(errand.id = %row.id, "an errand was claimed by another agent and burned");
            return Err(Denial::ErrandBurned {}.into());
        }
        StoredClaimed::Refused(refusal) => return Err(Denial::from(refusal).into()),
    };
    let errand = errand_of(app, ctx, &row)?;
    let errand = app.authority.seal(errand, ctx).await?;
    Ok(Claimed {
        errand,
        claim_token: token,
    })
}

/// The address of the agent's page, which the portal shows as a link: on this computer, a port and one secret, nothing
/// else.
fn address_of(claim: &Claim) -> Result<Option<&str>, Denial> {
    let Some(address) = claim.address.as_deref() else {
        return Ok(None);
    };
    let sound = address
        .strip_prefix("http://127.0.0.1:")
        .and_then(|rest| rest.split_once("/e/"))
        .is_some_and(|(port, secret)| {
            let port_is_one = port
                .parse::<u16>()
                .is_ok_and(|number| number.to_string() == port);
            let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
            port_is_one && secret.len() == PAGE_SECRET_CHARS && secret.bytes().all(is_plain)
        });
    if sound {
        Ok(Some(address))
    } else {
        Err(Denial::AgentAddress {})
    }
}

fn open(envelope: &Envelope) -> Result<Opened<Claim>, Failure> {
    let opened = envelope
        .open_introduction::<Claim>()
        .map_err(|_| Denial::EnvelopeInvalid {})?;
    check_protocol(opened.message().protocol)?;
    match opened.key().algorithm() {
        KeyAlgorithm::EcdsaP256 | KeyAlgorithm::Ed25519 => Ok(opened),
        _ => Err(Denial::AgentKeyForm {}.into()),
    }
}

/// Refuses a version that is not spoken here.
pub(super) fn check_protocol(protocol: Protocol) -> Result<(), Denial> {
    protocol
        .check(Protocol::CURRENT)
        .map_err(|unknown| Denial::ProtocolUnknown {
            found: unknown.found.to_string(),
            newest: unknown.newest.to_string(),
        })
}

fn entry_of(claimed: &StoredClaimed) -> Entry {
    let (subject, outcome, details) = match claimed {
        StoredClaimed::Claimed(row) => (subject_of(row.id), "done", details_of(row)),
        StoredClaimed::Burned(row) => (
            subject_of(row.id),
            Denial::ErrandBurned {}.code(),
            details_of(row),
        ),
        StoredClaimed::Refused(refusal) => (
            "errand:unknown".to_owned(),
            Denial::from(*refusal).code(),
            serde_json::json!({}),
        ),
    };
    Entry {
        command: "claim-errand",
        subject,
        outcome,
        details,
    }
}

/// The page that takes the return code; of a pairing the errand's own, where the digits are typed.
fn return_path(row: &errands::Errand) -> Result<ReturnPath, Failure> {
    let path = match row.kind {
        ErrandKind::Pair => format!("/errands/{}", row.id),
        _ => RETURN_PATH.to_owned(),
    };
    ReturnPath::parse(&path).map_err(Failure::ours)
}

fn errand_of(app: &App, ctx: &Ctx, row: &errands::Errand) -> Result<Errand, Failure> {
    let agent = row.agent.as_ref().ok_or(Denial::ErrandUnknown {})?;
    Ok(Errand {
        protocol: Protocol::CURRENT,
        errand_id: ErrandId::new(*row.id.as_bytes()),
        origin: app.config.origin.clone(),
        nonce: Nonce::new(row.nonce),
        agent_nonce: Nonce::new(agent.nonce),
        agent_key: Sha256::new(*agent.key.as_bytes()),
        issued: Moment::new(ctx.now),
        errand_expires: Moment::new(agent.expires),
        return_path: return_path(row)?,
        server_time: Moment::new(ctx.now),
        work: work_of(row)?,
    })
}
