//! Step 1: a session asks for an errand. What the agent will be shown is fixed, and stored, now.

use smena_domain::{
    certificate::ContentHash,
    renewal::{CommandName, Duty, Evidence, Refusal, Renewal, Route, Stage},
};
use smena_pki::{certificate::Certificate, key::PublicKey, request::CertificationRequest};
use smena_protocol::v1::{
    CheckWorkplaceWork, Code, EndorseWork, ErrandId, ErrandKind, ErrandMade, ErrandRequested,
    GenerateKeyWork, InstallWork, Moment, Nonce, PairWork, Part, SessionToken, SignApplicationWork,
    SignInWork, SignReceiptWork, Work,
};
use smena_store::{
    documents::{self, DocumentKind},
    errands::{self, NewErrand, OpenedErrand},
    sessions::{Session, SessionClass},
};

use super::{derive::derived, medium::medium_rules, stored_kind};
use crate::{
    app::{
        Actor, App, Ctx,
        documents::{Sources, application, procedure_reference},
        failure::{Denial, Failure},
        plan::certificate_plan,
        record::{self, Entry, record},
        renewals,
        sessions::KnownSession,
        shelf, wire,
    },
    limits::{ERRAND_CODE_SECONDS, TYPED_CODE_SECONDS},
};

/// A part that is larger than any part may be.
#[derive(Debug, thiserror::Error)]
#[error("a part of an errand is too large")]
struct PartTooLarge;

/// The work of an errand with the documents that become durable with it.
struct Prepared {
    work: Work,
    renewal: Option<Renewal>,
    documents: Vec<(DocumentKind, Vec<u8>)>,
}

/// Makes an errand for a session.
///
/// # Errors
/// A refusal, journalled; or faults of ours.
pub async fn make(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    asked: &ErrandRequested,
) -> Result<ErrandMade, Failure> {
    make_with(app, ctx, session, asked, None).await
}

/// Makes an errand for a browser: its code is derived from the session's token, so that its page can be loaded anew.
///
/// # Errors
/// As [`make`].
pub async fn make_in_browser(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    token: &SessionToken,
    asked: &ErrandRequested,
) -> Result<ErrandId, Failure> {
    let made = make_with(app, ctx, session, asked, Some(token)).await?;
    Ok(made.errand_id)
}

async fn make_with(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    asked: &ErrandRequested,
    token: Option<&SessionToken>,
) -> Result<ErrandMade, Failure> {
    let ctx = &ctx.acting_as(session.holder.map_or(Actor::Anybody, Actor::Holder));
    match try_make(app, ctx, session, asked, token).await {
        Ok(made) => Ok(made),
        Err(failure) => {
            let subject = asked.renewal.map_or_else(
                || format!("session:{}", session.id),
                |renewal| format!("renewal:{renewal}"),
            );
            Err(record::refused(app, ctx, "make-errand", subject, failure).await)
        }
    }
}

async fn try_make(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    asked: &ErrandRequested,
    token: Option<&SessionToken>,
) -> Result<ErrandMade, Failure> {
    let prepared = prepare(app, ctx, session, asked).await?;
    open(app, ctx, session, asked.kind, &prepared, token).await
}

async fn open(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    kind: ErrandKind,
    prepared: &Prepared,
    token: Option<&SessionToken>,
) -> Result<ErrandMade, Failure> {
    let (id, code, typed, nonce) = {
        let mut rng = ctx.rng();
        let id = ErrandId::draw(rng.as_mut());
        let (code, typed) = match token.map(|token| derived(token, id)) {
            Some(codes) => (codes.code, Some(codes.typed)),
            None => (Code::draw(rng.as_mut()), None),
        };
        (id, code, typed, Nonce::draw(rng.as_mut()))
    };
    let details = serde_json::to_value(&prepared.work).map_err(Failure::ours)?;
    let code_expires = ctx.now + time::Duration::seconds(ERRAND_CODE_SECONDS);
    let renewal = prepared
        .renewal
        .as_ref()
        .map(|renewal| (renewal.id(), renewal.revision()));
    let new = NewErrand {
        id: smena_store::ErrandId::new(*id.as_bytes()),
        code: wire::stored(code.stored_hash()),
        session: session.id,
        renewal,
        kind: stored_kind(kind).ok_or_else(|| Denial::ErrandKindNotOffered {
            kind: kind.as_str().to_owned(),
        })?,
        nonce: *nonce.as_bytes(),
        details: &details,
        code_expires,
        typed: typed.map(|typed| {
            let expires = ctx.now + time::Duration::seconds(TYPED_CODE_SECONDS);
            (wire::stored(typed.code().stored_hash()), expires)
        }),
    };
    let mut tx = app.store.write().await?;
    let closed = match errands::open(&mut tx, &new, ctx.now).await? {
        OpenedErrand::Opened { closed } => closed,
        OpenedErrand::TooMany => return Err(Denial::ErrandsTooMany {}.into()),
        OpenedErrand::NoSession => return Err(Denial::SessionNeeded {}.into()),
    };
    if let Some((renewal, _)) = renewal {
        for (kind, bytes) in &prepared.documents {
            documents::insert(&mut tx, renewal, *kind, bytes, ctx.now).await?;
        }
    }
    let entry = Entry {
        command: "make-errand",
        subject: super::subject_of(new.id),
        outcome: "done",
        details: serde_json::json!({
            "kind": kind.as_str(),
            "renewal": renewal.map(|(id, _)| id.to_string()),
            "closed": closed,
        }),
    };
    record(&mut tx, ctx, &entry).await?;
    tx.commit().await?;
    Ok(ErrandMade {
        errand_id: id,
        authority: app.config.origin.clone(),
        code,
        code_expires: Moment::new(code_expires),
    })
}

async fn prepare(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    asked: &ErrandRequested,
) -> Result<Prepared, Failure> {
    if asked.kind == ErrandKind::SignIn {
        if session.class == SessionClass::Holder {
            return Err(Denial::SignedInAlready {}.into());
        }
        let work = Work::SignIn(SignInWork {});
        return Ok(Prepared {
            work,
            renewal: None,
            documents: Vec::new(),
        });
    }
    let session = KnownSession::of(session)?;
    let id = asked.renewal.ok_or(Denial::ErrandNeedsRenewal {})?;
    let renewal = renewals::of_holder(app, session.holder, wire::renewal_id(id))
        .await?
        .state;
    if session.is_by_telephone() {
        expect_telephone_may(&session, asked.kind, renewal.route())?;
    }
    match asked.kind {
        ErrandKind::Pair => pair(ctx, &session, renewal),
        ErrandKind::GenerateKey => generate_key(app, renewal).await,
        ErrandKind::SignApplication => sign_application(app, ctx, renewal).await,
        ErrandKind::Endorse => endorse(app, renewal).await,
        ErrandKind::Install => install(app, renewal).await,
        ErrandKind::SignReceipt => sign_receipt(app, renewal).await,
        ErrandKind::CheckWorkplace => check_workplace(app, renewal),
        kind => Err(Denial::ErrandKindNotOffered {
            kind: kind.as_str().to_owned(),
        }
        .into()),
    }
}

/// Whoever has only the holder's telephone is paired with an agent first. His key is made on the paper path alone, after an
/// operator has seen the person and his document: what the certificate will say goes to that computer with the errand.
fn expect_telephone_may(
    session: &KnownSession,
    kind: ErrandKind,
    route: Route,
) -> Result<(), Denial> {
    match (kind, route) {
        (ErrandKind::Pair, _) => Ok(()),
        (ErrandKind::CheckWorkplace, _)
        | (ErrandKind::GenerateKey | ErrandKind::Install, Route::Paper(_)) => {
            session.agent_key.map(drop).ok_or(Denial::PairingNeeded {})
        }
        _ => Err(Denial::HolderSessionNeeded {}),
    }
}

/// A session that was opened with a certificate has its agent from that.
fn pair(ctx: &Ctx, session: &KnownSession, renewal: Renewal) -> Result<Prepared, Failure> {
    if !session.is_by_telephone() {
        return Err(Denial::SignedInAlready {}.into());
    }
    Ok(Prepared {
        work: Work::Pair(PairWork {
            session_nonce: Nonce::draw(ctx.rng().as_mut()),
        }),
        renewal: Some(renewal),
        documents: Vec::new(),
    })
}

fn not_now(renewal: &Renewal, command: CommandName) -> Refusal {
    let stage = renewal.stage_name();
    if stage.is_closed() {
        Refusal::Closed { stage }
    } else {
        Refusal::NotNow { command, stage }
    }
}

async fn generate_key(app: &App, renewal: Renewal) -> Result<Prepared, Failure> {
    if !matches!(
        renewal.stage(),
        Stage::Confirmed { .. } | Stage::Keyed { .. } | Stage::Approved(_)
    ) {
        return Err(not_now(&renewal, CommandName::AcceptRequest).into());
    }
    let (_, old) = shelf::certificate(app, renewal.old_thumbprint()).await?;
    let plan = certificate_plan(app, &renewal, &old)?.der;
    let old_key = old.public_key().map_err(Failure::ours)?;
    let work = Work::GenerateKey(GenerateKeyWork {
        renewal_id: wire::wire_renewal_id(renewal.id()),
        plan: part_of(&plan)?,
        medium: medium_rules(&renewal, old_key.algorithm()),
    });
    let documents = vec![(DocumentKind::Plan, plan)];
    Ok(Prepared {
        work,
        renewal: Some(renewal),
        documents,
    })
}

fn check_workplace(app: &App, renewal: Renewal) -> Result<Prepared, Failure> {
    let procedure = app
        .procedure(&renewal.procedure().name)
        .ok_or(Refusal::ProcedureChanged {})?;
    if procedure.admission.workplace.is_empty() {
        let step = Duty::ReadyWorkplace;
        return Err(Refusal::NotAsked { step }.into());
    }
    let work = Work::CheckWorkplace(CheckWorkplaceWork {
        renewal_id: wire::wire_renewal_id(renewal.id()),
    });
    Ok(Prepared {
        work,
        renewal: Some(renewal),
        documents: Vec::new(),
    })
}

async fn sign_application(app: &App, ctx: &Ctx, renewal: Renewal) -> Result<Prepared, Failure> {
    if !matches!(
        renewal.stage(),
        Stage::Confirmed { .. } | Stage::Keyed { .. }
    ) {
        return Err(not_now(&renewal, CommandName::AcceptApplication).into());
    }
    let procedure = app
        .procedure(&renewal.procedure().name)
        .ok_or(Refusal::ProcedureChanged {})?;
    let (_, old) = shelf::certificate(app, renewal.old_thumbprint()).await?;
    let request = match renewal.stage() {
        Stage::Keyed { .. } => Some(request_of(app, &renewal).await?),
        _ => None,
    };
    let key = request.as_deref().map(key_of).transpose()?;
    let sources = Sources {
        renewal: &renewal,
        procedure,
        old: &old,
        key: key.as_ref(),
        now: ctx.now,
    };
    let made = application(app, &sources).await?;
    let digest = old
        .public_key()
        .map_err(Failure::ours)?
        .algorithm()
        .binding_digest();
    let work = Work::SignApplication(SignApplicationWork {
        renewal_id: wire::wire_renewal_id(renewal.id()),
        revision: u64::try_from(renewal.revision()).unwrap_or_default(),
        procedure: procedure_reference(app, procedure, digest)?,
        document: part_of(&made.document)?,
        data: part_of(&made.data)?,
        request: request.as_deref().map(part_of).transpose()?,
        old_certificate: part_of(old.der())?,
    });
    let documents = vec![
        (DocumentKind::ApplicationPdf, made.document),
        (DocumentKind::ApplicationFields, made.data),
    ];
    Ok(Prepared {
        work,
        renewal: Some(renewal),
        documents,
    })
}

async fn endorse(app: &App, renewal: Renewal) -> Result<Prepared, Failure> {
    let Stage::Approved(approved) = renewal.stage() else {
        return Err(not_now(&renewal, CommandName::AcceptEndorsement).into());
    };
    let Evidence::Electronic(application) = &approved.filing.evidence else {
        return Err(Refusal::EndorsementNotOffered {}.into());
    };
    if approved.filing.request.is_none() {
        let step = Duty::MakeKey;
        return Err(Refusal::StepMissing { step }.into());
    }
    let application = application.facts().application.clone();
    let application = named(
        app,
        &renewal,
        &application,
        DocumentKind::ApplicationSignature,
    )
    .await?;
    let request = request_of(app, &renewal).await?;
    let work = Work::Endorse(EndorseWork {
        renewal_id: wire::wire_renewal_id(renewal.id()),
        application: part_of(&application)?,
        request: part_of(&request)?,
        old_certificate: wire::wire_thumbprint(renewal.old_thumbprint()),
    });
    Ok(Prepared {
        work,
        renewal: Some(renewal),
        documents: Vec::new(),
    })
}

async fn install(app: &App, renewal: Renewal) -> Result<Prepared, Failure> {
    if !matches!(renewal.stage(), Stage::Issued(_) | Stage::Installed { .. }) {
        return Err(not_now(&renewal, CommandName::RecordInstallation).into());
    }
    let work = Work::Install(InstallWork {
        renewal_id: wire::wire_renewal_id(renewal.id()),
        certificate: part_of(new_certificate(app, &renewal).await?.der())?,
        old_certificate: wire::wire_thumbprint(renewal.old_thumbprint()),
    });
    Ok(Prepared {
        work,
        renewal: Some(renewal),
        documents: Vec::new(),
    })
}

async fn sign_receipt(app: &App, renewal: Renewal) -> Result<Prepared, Failure> {
    if !matches!(renewal.stage(), Stage::Installed { .. }) {
        return Err(not_now(&renewal, CommandName::AcceptReceipt).into());
    }
    let application = evidence_of(app, &renewal).await?;
    let work = Work::SignReceipt(SignReceiptWork {
        renewal_id: wire::wire_renewal_id(renewal.id()),
        certificate: part_of(new_certificate(app, &renewal).await?.der())?,
        application: part_of(&application)?,
        contents: None,
        guide: None,
    });
    Ok(Prepared {
        work,
        renewal: Some(renewal),
        documents: Vec::new(),
    })
}

async fn new_certificate(app: &App, renewal: &Renewal) -> Result<Certificate, Failure> {
    let thumbprint = renewal
        .new_thumbprint()
        .ok_or_else(|| not_now(renewal, CommandName::RecordInstallation))?;
    Ok(shelf::certificate(app, thumbprint).await?.1)
}

/// The application that the certificate was issued upon: its message, or the print that was signed by hand.
async fn evidence_of(app: &App, renewal: &Renewal) -> Result<Vec<u8>, Failure> {
    match renewal.stage().evidence() {
        Some(Evidence::Electronic(application)) => {
            let hash = &application.facts().application;
            named(app, renewal, hash, DocumentKind::ApplicationSignature).await
        }
        Some(Evidence::Paper(paper)) => {
            let hash = &paper.facts().document;
            named(app, renewal, hash, DocumentKind::PaperApplication).await
        }
        None => Err(not_now(renewal, CommandName::AcceptReceipt).into()),
    }
}

/// A document that the renewal stands on, by its hash.
async fn named(
    app: &App,
    renewal: &Renewal,
    hash: &ContentHash,
    kind: DocumentKind,
) -> Result<Vec<u8>, Failure> {
    let sha256 = smena_protocol::v1::Sha256::from_slice(hash.as_bytes()).map_err(Failure::ours)?;
    let renewal = renewal.id();
    shelf::document(app, renewal, sha256)
        .await?
        .ok_or_else(|| Failure::ours(shelf::ShelfError::Document { renewal, kind }))
}

/// The request that the renewal stands on, not merely the last one that was stored.
async fn request_of(app: &App, renewal: &Renewal) -> Result<Vec<u8>, Failure> {
    let kind = DocumentKind::Request;
    let Some(request) = renewal.stage().request() else {
        let renewal = renewal.id();
        return Err(Failure::ours(shelf::ShelfError::Document { renewal, kind }));
    };
    named(app, renewal, &request.facts().request, kind).await
}

fn key_of(request: &[u8]) -> Result<PublicKey, Failure> {
    CertificationRequest::from_der(request)
        .map_err(Failure::ours)?
        .public_key()
        .map_err(Failure::ours)
}

fn part_of(octets: &[u8]) -> Result<Part, Failure> {
    Part::of(octets).ok_or_else(|| Failure::ours(PartTooLarge))
}
