//! What each kind of errand brings: verified first, then applied together with the product, or not at all.

use smena_domain::{
    certificate::Thumbprint,
    procedure::WorkplaceCheck,
    renewal::{Command, Evidence, Refusal, Renewal},
};
use smena_protocol::v1::{
    Done, EndorseWork, GenerateKeyWork, InstallWork, Product as Made, ReportWorkplace,
    SignApplicationWork, SignReceiptWork, Work,
};
use smena_store::{
    documents::DocumentKind,
    errands::{self, Answered, Errand, Product},
};

use super::{details_of, subject_of, work_of};
use crate::app::{
    App, Ctx,
    failure::{Denial, Failure},
    plan::certificate_plan,
    record::{Entry, record},
    renewals::{Within, execute_with, load},
    shelf, standing, verify, wire,
};

/// Verifies what an errand brought and applies it.
pub(super) async fn accept(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    done: &Done,
    product: &Product<'_>,
) -> Result<(), Failure> {
    match (work_of(errand)?, &done.product) {
        (Work::SignIn(_), Some(Made::Cms(cms))) => {
            verify::sign_in::verify(app, ctx, errand, cms.as_bytes()).await?;
            store(app, ctx, errand, product).await
        }
        (Work::GenerateKey(work), Some(Made::Request(der))) => {
            request(app, ctx, errand, &work, der.as_bytes(), product).await
        }
        (Work::SignApplication(work), Some(Made::Cms(cms))) => {
            application(app, ctx, errand, &work, cms.as_bytes(), product).await
        }
        (Work::Endorse(work), Some(Made::Cms(cms))) => {
            endorsement(app, ctx, errand, &work, cms.as_bytes(), product).await
        }
        (Work::Pair(_), None) => store(app, ctx, errand, product).await,
        (Work::Install(work), None) => installation(app, ctx, errand, &work, product).await,
        (Work::SignReceipt(work), Some(Made::Cms(cms))) => {
            receipt(app, ctx, errand, &work, cms.as_bytes(), product).await
        }
        (Work::CheckWorkplace(_), None) => {
            let found = done.workplace.as_ref().ok_or(Denial::ProductMissing {})?;
            workplace(app, ctx, errand, found, product).await
        }
        (_, None) => Err(Denial::ProductMissing {}.into()),
        _ => Err(Denial::ProductUnexpected {}.into()),
    }
}

/// Stores the product of an errand by itself.
async fn store(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    product: &Product<'_>,
) -> Result<(), Failure> {
    let mut tx = app.store.write().await?;
    if let Answered::Refused(refusal) = errands::fulfil(&mut tx, product, ctx.now).await? {
        // Committed all the same: an errand whose time is over is closed now.
        tx.commit().await?;
        return Err(Denial::from(refusal).into());
    }
    let entry = Entry {
        command: "hand-in-result",
        subject: subject_of(errand.id),
        outcome: "done",
        details: details_of(errand),
    };
    record(&mut tx, ctx, &entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Executes a command with its rows and the product in one transaction.
async fn apply(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    renewal: &Renewal,
    command: Command,
    rows: &[Within<'_>],
    product: &Product<'_>,
) -> Result<(), Failure> {
    let mut within = rows.to_vec();
    within.push(Within::Fulfil(product));
    let executed = execute_with(app, ctx, renewal.id(), command, &within).await?;
    if executed.repeated {
        // The renewal knew it already; this errand is answered all the same.
        store(app, ctx, errand, product).await?;
    }
    Ok(())
}

async fn renewal_of(app: &App, errand: &Errand) -> Result<Renewal, Failure> {
    let (id, _) = errand.renewal.ok_or(Denial::ErrandUnknown {})?;
    Ok(load(app, id).await?.state)
}

async fn request(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    work: &GenerateKeyWork,
    der: &[u8],
    product: &Product<'_>,
) -> Result<(), Failure> {
    let renewal = renewal_of(app, errand).await?;
    let plan = stored(app, &renewal, work.plan.sha256, DocumentKind::Plan).await?;
    let verified = verify::request::verify(app, ctx, errand, work, &plan, der)?;
    let (_, old) = shelf::certificate(app, renewal.old_thumbprint()).await?;
    if certificate_plan(app, &renewal, &old)?.hash != verified.proof.facts().plan {
        return Err(Refusal::PlanChanged {}.into());
    }
    let standing = standing::key_standing(app, &verified.key, &renewal).await?;
    let key = verified.proof.facts().key;
    let command = Command::AcceptRequest {
        request: Box::new(verified.proof),
        standing,
    };
    let rows = [
        Within::Key(key),
        Within::Document(DocumentKind::Request, der),
    ];
    apply(app, ctx, errand, &renewal, command, &rows, product).await
}

async fn application(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    work: &SignApplicationWork,
    cms: &[u8],
    product: &Product<'_>,
) -> Result<(), Failure> {
    let renewal = renewal_of(app, errand).await?;
    let document = work.document.sha256;
    let document = stored(app, &renewal, document, DocumentKind::ApplicationPdf).await?;
    let data = stored(
        app,
        &renewal,
        work.data.sha256,
        DocumentKind::ApplicationFields,
    )
    .await?;
    let request = match &work.request {
        Some(part) => Some(stored(app, &renewal, part.sha256, DocumentKind::Request).await?),
        None => None,
    };
    let (_, old) = shelf::certificate(app, renewal.old_thumbprint()).await?;
    let files = verify::application::Files {
        document: &document,
        data: &data,
        request: request.as_deref(),
        old: &old,
    };
    let verified =
        verify::application::verify(app, ctx, errand, work, &renewal, &files, cms).await?;
    let command = Command::AcceptApplication {
        application: Box::new(verified.proof),
        standing: standing::standing_of(app, ctx.now, renewal.old_thumbprint()).await,
    };
    let rows = [
        Within::Binding(verified.binding, errand.id),
        Within::Document(DocumentKind::ApplicationSignature, cms),
    ];
    apply(app, ctx, errand, &renewal, command, &rows, product).await
}

async fn endorsement(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    work: &EndorseWork,
    cms: &[u8],
    product: &Product<'_>,
) -> Result<(), Failure> {
    let renewal = renewal_of(app, errand).await?;
    let application = work.application.sha256;
    let kind = DocumentKind::ApplicationSignature;
    let application = stored(app, &renewal, application, kind).await?;
    let request = stored(app, &renewal, work.request.sha256, DocumentKind::Request).await?;
    let (_, old) = shelf::certificate(app, renewal.old_thumbprint()).await?;
    let files = verify::endorsement::Files {
        application: &application,
        request: &request,
        old: &old,
    };
    let proof = verify::endorsement::verify(app, ctx, errand, work, &files, cms).await?;
    let command = Command::AcceptEndorsement {
        endorsement: Box::new(proof),
        standing: standing::standing_of(app, ctx.now, renewal.old_thumbprint()).await,
    };
    let rows = [Within::Document(DocumentKind::Endorsement, cms)];
    apply(app, ctx, errand, &renewal, command, &rows, product).await
}

async fn installation(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    work: &InstallWork,
    product: &Product<'_>,
) -> Result<(), Failure> {
    let renewal = renewal_of(app, errand).await?;
    let certificate = Thumbprint::new(*work.certificate.sha256.as_bytes());
    let command = Command::RecordInstallation { certificate };
    apply(app, ctx, errand, &renewal, command, &[], product).await
}

async fn workplace(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    found: &ReportWorkplace,
    product: &Product<'_>,
) -> Result<(), Failure> {
    let renewal = renewal_of(app, errand).await?;
    let failed = workplace_checks(found)?;
    let command = Command::ReportWorkplace { failed };
    apply(app, ctx, errand, &renewal, command, &[], product).await
}

async fn receipt(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    work: &SignReceiptWork,
    cms: &[u8],
    product: &Product<'_>,
) -> Result<(), Failure> {
    let renewal = renewal_of(app, errand).await?;
    let thumbprint = Thumbprint::new(*work.certificate.sha256.as_bytes());
    let (_, certificate) = shelf::certificate(app, thumbprint).await?;
    let application = work.application.sha256;
    let kind = DocumentKind::ApplicationSignature;
    let application = stored(app, &renewal, application, kind).await?;
    let on_paper = matches!(renewal.stage().evidence(), Some(Evidence::Paper(_)));
    let files = verify::receipt::Files {
        certificate: &certificate,
        application: &application,
        on_paper,
    };
    let proof = verify::receipt::verify(app, ctx, errand, work, &files, cms)?;
    let command = Command::AcceptReceipt {
        receipt: Box::new(proof),
        status: standing::status_of(app, ctx.now, thumbprint).await,
    };
    let rows = [Within::Document(DocumentKind::Receipt, cms)];
    apply(app, ctx, errand, &renewal, command, &rows, product).await
}

/// What an agent found not in order, by the names that procedures have for it.
fn workplace_checks(found: &ReportWorkplace) -> Result<Vec<WorkplaceCheck>, Failure> {
    let unknown = || Denial::FieldNotValid {
        field: "failed".to_owned(),
    };
    let checks = found.failed.iter();
    checks
        .map(|name| WorkplaceCheck::parse(name).ok_or_else(|| unknown().into()))
        .collect()
}

/// A document that the errand was made with, which must be stored.
async fn stored(
    app: &App,
    renewal: &Renewal,
    sha256: smena_protocol::v1::Sha256,
    kind: DocumentKind,
) -> Result<Vec<u8>, Failure> {
    let renewal = renewal.id();
    shelf::document(app, renewal, sha256)
        .await?
        .ok_or_else(|| Failure::ours(shelf::ShelfError::Document { renewal, kind }))
}

/// The renewal of an errand as the wire names it.
pub(super) fn applied_to(errand: &Errand) -> Option<smena_protocol::v1::RenewalId> {
    errand.renewal.map(|(id, _)| wire::wire_renewal_id(id))
}
