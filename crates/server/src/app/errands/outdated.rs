//! An agent that is older than this authority works with: it is told which version is due, in an errand of the kind
//! `update`, and the errand that it came for stays open. Whoever waits for it is shown the download, and the page goes on
//! by itself once a newer agent comes (security design, 1.2 and 1.3 step 4).

use smena_protocol::v1::{
    Claim, ClaimToken, Claimed, Errand, ErrandId, Moment, Nonce, ReturnPath, Sha256, UpdateWork,
    Work,
};
use smena_store::{
    AgentKeyHash,
    errands::{self, AGENT_TOO_OLD, ErrandRefusal, ErrandState},
};

use super::{claim::RETURN_PATH, details_of, subject_of};
use crate::{
    app::{
        App, Ctx,
        failure::{Denial, Failure},
        record::{Entry, record},
        wire,
    },
    config::AgentVersion,
    limits::ERRAND_SIGN_IN_SECONDS,
};

/// The page with the program.
const DOWNLOADS_PATH: &str = "/downloads";

/// The lowest version that errands are given to, where this one is below it. What cannot be read is below all.
pub(super) fn minimum_above(app: &App, version: &str) -> Option<AgentVersion> {
    let minimum = app.config.portal.agent_minimum?;
    let high_enough = AgentVersion::parse(version).is_some_and(|version| version >= minimum);
    (!high_enough).then_some(minimum)
}

/// Notes on the errand that the agent is too old, and answers with what it has to become. Nothing of the errand but its
/// id is told: it was given to nobody.
pub(super) async fn turn_away(
    app: &App,
    ctx: &Ctx,
    claim: &Claim,
    agent_key: AgentKeyHash,
    minimum: AgentVersion,
) -> Result<Claimed, Failure> {
    let mut tx = app.store.write().await?;
    let row = errands::by_code(&mut tx, wire::stored(claim.code.stored_hash()), ctx.now)
        .await?
        .ok_or_else(|| Denial::from(ErrandRefusal::Unknown))?;
    if !errands::note_outdated(&mut tx, row.id, ctx.now).await? {
        let refusal = match row.state {
            ErrandState::Open => ErrandRefusal::Expired,
            state => ErrandRefusal::NotNow(state),
        };
        return Err(Denial::from(refusal).into());
    }
    let entry = Entry {
        command: "claim-errand",
        subject: subject_of(row.id),
        outcome: AGENT_TOO_OLD,
        details: details_of(&row),
    };
    record(&mut tx, ctx, &entry).await?;
    tx.commit().await?;
    let (nonce, claim_token) = {
        let mut rng = ctx.rng();
        // A token that opens nothing: there are no parts.
        (Nonce::draw(rng.as_mut()), ClaimToken::draw(rng.as_mut()))
    };
    let expires = ctx.now + time::Duration::seconds(ERRAND_SIGN_IN_SECONDS);
    let errand = Errand {
        protocol: smena_protocol::v1::Protocol::CURRENT,
        errand_id: ErrandId::new(*row.id.as_bytes()),
        origin: app.config.origin.clone(),
        nonce,
        agent_nonce: claim.agent_nonce,
        agent_key: Sha256::new(*agent_key.as_bytes()),
        issued: Moment::new(ctx.now),
        errand_expires: Moment::new(expires),
        return_path: ReturnPath::parse(RETURN_PATH).map_err(Failure::ours)?,
        server_time: Moment::new(ctx.now),
        work: Work::Update(UpdateWork {
            minimum_version: minimum.to_string(),
            address: format!("{}{DOWNLOADS_PATH}", app.config.origin),
        }),
    };
    Ok(Claimed {
        errand: app.authority.seal(errand, ctx).await?,
        claim_token,
    })
}
