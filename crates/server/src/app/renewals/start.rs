//! The beginning of a renewal: facts from the store, the rules, and one transaction.

use smena_domain::{
    calendar::Moment,
    certificate::Thumbprint,
    journal::{Actor as JournalActor, JournalEntry},
    procedure::{Procedure, UnplannedReason},
    renewal::{
        Command, CommandName, Reason, Refusal, Renewal, RenewalId, StageName, Start, StartFacts,
        decide,
    },
};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::RenewalRequested;
use smena_store::{
    certificates::CertificateRow,
    holders,
    renewals::{self, Opened},
};

use super::{change_of, load, write_decision, write_refusal};
use crate::{
    app::{
        App, Ctx,
        failure::{Denial, Failure},
        holders::{HolderFacts, rows_of, subject_of},
        powers,
        sessions::{self, KnownSession},
        shelf, standing,
    },
    limits::RENEWALS_SHOWN_MAX,
};

/// Begins the renewal of a certificate. An open one of the same certificate is answered as it is.
///
/// # Errors
/// The rules' refusal, journalled; or faults of ours.
pub async fn start(
    app: &App,
    ctx: &Ctx,
    session: &KnownSession,
    asked: &RenewalRequested,
) -> Result<Renewal, Failure> {
    let id = RenewalId::new(ctx.draw());
    let reason = reason_of(asked)?;
    let thumbprint = Thumbprint::new(*asked.certificate.as_bytes());
    let Some((row, certificate)) = shelf::find_certificate(app, thumbprint).await? else {
        return Err(refuse(app, ctx, session, id, Refusal::UnknownCertificate {}).await);
    };
    let past = past_of(app, thumbprint, session).await?;
    if let Some(open) = past.open {
        return Ok(open);
    }
    let Some((procedure, mut start)) =
        gathered(app, ctx, session, &row, &certificate, id, reason).await?
    else {
        return Err(refuse(app, ctx, session, id, Refusal::UnknownCertificate {}).await);
    };
    start.facts.successor = past.successor;
    start.facts.abandonments = past.abandonments;
    match decide(None, procedure, Command::Start(Box::new(start)), ctx.now) {
        Err(refusal) => Err(refuse(app, ctx, session, id, refusal).await),
        Ok(decision) => {
            let mut tx = app.store.write().await?;
            let opened = renewals::open(&mut tx, &change_of(&decision.next), ctx.now).await?;
            if let Opened::AlreadyOpen(other) = opened {
                tx.rollback().await?;
                return Ok(super::of_holder(app, session.holder, other).await?.state);
            }
            write_decision(&mut tx, ctx, &decision).await?;
            tx.commit().await?;
            app.wake_worker();
            Ok(load(app, id).await?.state)
        }
    }
}

fn reason_of(asked: &RenewalRequested) -> Result<Reason, Failure> {
    match asked.unplanned_reason.as_deref() {
        None => Ok(Reason::Planned),
        Some(word) => UnplannedReason::parse(word)
            .map(Reason::Unplanned)
            .ok_or_else(|| Denial::UnplannedReasonUnknown {}.into()),
    }
}

/// What became of this certificate before.
struct Past {
    open: Option<Renewal>,
    successor: Option<Thumbprint>,
    abandonments: u8,
}

async fn past_of(
    app: &App,
    thumbprint: Thumbprint,
    session: &KnownSession,
) -> Result<Past, Failure> {
    let mut tx = app.store.read().await?;
    let open = renewals::find_open::<Renewal>(&mut tx, thumbprint).await?;
    let all =
        renewals::of_holder::<Renewal>(&mut tx, session.holder, None, RENEWALS_SHOWN_MAX).await?;
    let abandoned =
        renewals::count_at_stage(&mut tx, thumbprint, StageName::Abandoned.as_str()).await?;
    tx.rollback().await?;
    let successor = all
        .iter()
        .filter(|row| row.old_certificate == thumbprint)
        .find(|row| row.state.stage_name() == StageName::Completed)
        .and_then(|row| row.state.new_thumbprint());
    Ok(Past {
        // Somebody else's open renewal is not shown; the rules then say whose certificate it is.
        open: open
            .filter(|row| row.holder == session.holder)
            .map(|row| row.state),
        successor,
        abandonments: u8::try_from(abandoned).unwrap_or(u8::MAX),
    })
}

async fn gathered<'a>(
    app: &'a App,
    ctx: &Ctx,
    session: &KnownSession,
    row: &CertificateRow,
    certificate: &Certificate,
    id: RenewalId,
    reason: Reason,
) -> Result<Option<(&'a Procedure, Start)>, Failure> {
    let Some(old) = standing::old_certificate(app, row, certificate).await? else {
        return Ok(None);
    };
    let Some(procedure) = standing::applicable_procedure(app, &old.provenance) else {
        return Ok(None);
    };
    let mut tx = app.store.read().await?;
    let holder = holders::find::<HolderFacts>(&mut tx, session.holder).await?;
    tx.rollback().await?;
    let (phone, email) = holder.map_or((None, None), |row| (row.facts.phone, row.facts.email));
    let start = Start {
        id,
        sign_in: sessions::sign_in_of(app, session).await?,
        rows: rows_of(&subject_of(app, certificate), procedure),
        old,
        reason,
        phone,
        email,
        facts: StartFacts {
            standing: standing::standing_of(app, ctx.now, row.thumbprint).await,
            open_renewal: None,
            successor: None,
            abandonments: 0,
            powers: powers::of_holder(app, session.holder, procedure).await?,
        },
    };
    Ok(Some((procedure, start)))
}

async fn refuse(
    app: &App,
    ctx: &Ctx,
    session: &KnownSession,
    id: RenewalId,
    refusal: Refusal,
) -> Failure {
    let entry = JournalEntry::refused(
        id,
        CommandName::Start,
        JournalActor::Holder(session.holder),
        None,
        &refusal,
        Moment::new(ctx.now),
    );
    match write_refusal(app, &entry).await {
        Ok(()) => refusal.into(),
        Err(error) => error.into(),
    }
}
