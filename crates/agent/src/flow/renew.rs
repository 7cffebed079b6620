//! A whole renewal: from one errand to the next, as the authority says what the holder owes.

use std::time::{Duration, Instant};

use smena_media::Held;
use smena_pki::certificate::Certificate;
use smena_protocol::v1::{
    ConfirmData, ErrandKind, HolderCommand, IdempotencyKey, RenewalId, RenewalRequested,
    RenewalStatus, Sha256,
};

use super::{
    aftercare, application,
    context::Context,
    endorse, errand,
    error::FlowError,
    generate, install,
    person::{Advice, Step},
    receipt,
    session::Session,
    sign_in::sign_in,
    sitting::{Sitting, find_certificate},
    switch::switch,
    workplace,
};
use crate::{client::ClientError, limits::ISSUE_WAIT_MAX, state::UnderWay};

/// The party of the wire that is us.
pub const HOLDER: &str = "holder";
/// The party whose work takes seconds and is worth waiting for.
const AUTHORITY: &str = "authority";
/// The stage in which nothing is left that belongs to the renewal itself.
pub(super) const COMPLETED: &str = "completed";
/// The duty that a confirmation of the data fulfils.
const CHECK_DATA: &str = "check-data";
/// Most steps of one renewal; a server that sends us in circles ends here.
const STEPS_MAX: usize = 32;
/// First and longest pause between two questions whether the authority is ready.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));

/// What a renewal has left behind, as far as this run made or fetched it.
#[derive(Clone, Debug, Default)]
pub struct Artefacts {
    /// The certification request.
    pub request: Option<Vec<u8>>,
    /// The application's document.
    pub document: Option<Vec<u8>>,
    /// The application's signature.
    pub application: Option<Vec<u8>>,
    /// The endorsement of the new key by the old one.
    pub endorsement: Option<Vec<u8>>,
    /// The new certificate.
    pub certificate: Option<Certificate>,
    /// The receipt.
    pub receipt: Option<Vec<u8>>,
}

/// How far a run came.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The renewal as the authority sees it.
    pub status: RenewalStatus,
    /// Whether nothing is left for the holder or anybody else to do.
    pub completed: bool,
    /// What was made.
    pub artefacts: Artefacts,
}

/// Renews a certificate, or goes on with a renewal that was begun.
///
/// # Errors
///
/// See [`FlowError`]. Whatever was done stays done, and the next run goes on from there.
pub fn renew(context: &Context<'_>, certificate: &Certificate) -> Result<Outcome, FlowError> {
    begin(context, certificate, |context, session| {
        // One that this computer has under way is gone on with, also when all that is left is on this side.
        if UnderWay::current(&context.folder)?.is_some_and(|under_way| under_way.is_of(certificate))
            && let Some(status) = begun(context, session, certificate)?
        {
            return Ok(Some(status));
        }
        context.person.step(Step::Start);
        let requested = RenewalRequested {
            certificate: Sha256::new(certificate.thumbprint()),
            idempotency_key: context.random(IdempotencyKey::draw),
            unplanned_reason: None,
        };
        let status: RenewalStatus =
            context
                .client
                .post("/api/v1/renewals", Some(&session.bearer()), &requested)?;
        context.person.done(Step::Start);
        Ok(Some(status))
    })?
    .ok_or(FlowError::CertificateAbsent)
}

/// Goes on with the open renewal of a certificate; nothing when there is none.
///
/// # Errors
///
/// As [`renew`].
pub fn continue_renewal(
    context: &Context<'_>,
    certificate: &Certificate,
) -> Result<Option<Outcome>, FlowError> {
    begin(context, certificate, |context, session| {
        begun(context, session, certificate)
    })
}

/// The renewal of a certificate that the authority knows, if there is one.
fn begun(
    context: &Context<'_>,
    session: &Session,
    certificate: &Certificate,
) -> Result<Option<RenewalStatus>, FlowError> {
    let thumbprint = Sha256::new(certificate.thumbprint());
    let mut all = session.renewals(context)?.into_iter();
    Ok(all.find(|status| status.old_certificate == thumbprint))
}

/// All renewals of the holder of a certificate.
///
/// # Errors
///
/// As [`renew`].
pub fn overview(
    context: &Context<'_>,
    certificate: &Certificate,
) -> Result<Vec<RenewalStatus>, FlowError> {
    let mut sitting = Sitting::begin(context.media);
    let old = find_certificate(context, certificate)?;
    let session = sign_in(context, &mut sitting, &old)?;
    let all = session.renewals(context)?;
    session.close(context);
    Ok(all)
}

fn begin(
    context: &Context<'_>,
    certificate: &Certificate,
    find: impl FnOnce(&Context<'_>, &Session) -> Result<Option<RenewalStatus>, FlowError>,
) -> Result<Option<Outcome>, FlowError> {
    let old = find_certificate(context, certificate)?;
    if errand::resend(context, &errand::outbox(context)?)? {
        context.person.done(Step::Resend);
    }
    let mut sitting = Sitting::begin(context.media);
    let session = sign_in(context, &mut sitting, &old)?;
    let outcome = match find(context, &session)? {
        None => None,
        Some(status) => {
            let mut run = Run {
                context,
                session: &session,
                sitting: &mut sitting,
                old: &old,
                certificate,
                artefacts: Artefacts::default(),
            };
            let thumbprint = Sha256::new(certificate.thumbprint());
            UnderWay {
                certificate: thumbprint,
            }
            .keep(&context.folder)?;
            let outcome = run.finish(status)?;
            if outcome.completed && switch(context, &old, outcome.status.certificate) {
                UnderWay::clear(&context.folder)?;
            }
            Some(outcome)
        }
    };
    session.close(context);
    Ok(outcome)
}

/// What is owed next.
enum Next {
    ConfirmData,
    Errand(ErrandKind),
    /// The authority's own programs are at work.
    Authority,
    /// People or other bodies are, or nobody: there is nothing to do from here.
    Others,
    /// Everything is done.
    Nothing,
}

struct Run<'r, 'a> {
    context: &'r Context<'a>,
    session: &'r Session,
    sitting: &'r mut Sitting<'a>,
    old: &'r Held<'a>,
    certificate: &'r Certificate,
    artefacts: Artefacts,
}

impl Run<'_, '_> {
    fn finish(&mut self, mut status: RenewalStatus) -> Result<Outcome, FlowError> {
        for _ in 0..STEPS_MAX {
            match next(&status) {
                Next::ConfirmData => status = self.confirm(&status)?,
                Next::Errand(kind) => {
                    self.errand(kind, status.id)?;
                    status = self.status(status.id)?;
                }
                Next::Authority => match self.wait(&status)? {
                    Some(changed) => status = changed,
                    None => return Ok(self.outcome(status, false)),
                },
                Next::Others => match self.told(&status)? {
                    Some(changed) => status = changed,
                    None => return Ok(self.outcome(status, false)),
                },
                Next::Nothing => return Ok(self.outcome(status, true)),
            }
        }
        Err(FlowError::Errand("steps"))
    }

    fn outcome(&mut self, status: RenewalStatus, completed: bool) -> Outcome {
        Outcome {
            status,
            completed,
            artefacts: std::mem::take(&mut self.artefacts),
        }
    }

    fn confirm(&self, status: &RenewalStatus) -> Result<RenewalStatus, FlowError> {
        let context = self.context;
        context.person.step(Step::ConfirmData);
        if !context
            .person
            .data_right(&context.trust.name, &status.data)?
        {
            return Err(FlowError::Declined);
        }
        let command = HolderCommand::ConfirmData(ConfirmData {});
        let status = self.session.command(context, status, command)?;
        context.person.done(Step::ConfirmData);
        Ok(status)
    }

    /// Tells what is owed and stands in the agent's own record; nothing where that says nothing new. A refusal is no
    /// failure of the renewal: the person is told, and can answer otherwise.
    fn told(&self, status: &RenewalStatus) -> Result<Option<RenewalStatus>, FlowError> {
        let context = self.context;
        let Some(command) = aftercare::on_record(context, status)? else {
            return Ok(None);
        };
        match self.session.command(context, status, command) {
            Ok(changed) => Ok(Some(changed)),
            Err(FlowError::Client(ClientError::Problem(problem, _))) => {
                let refused = format!("{} {}", problem.message, problem.remedy);
                context.person.advise(Advice::NotTold(&refused));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn errand(&mut self, kind: ErrandKind, renewal: RenewalId) -> Result<(), FlowError> {
        let (context, session) = (self.context, self.session);
        match kind {
            ErrandKind::GenerateKey => {
                let request =
                    generate::generate(context, self.sitting, session, renewal, self.old)?;
                self.artefacts.request = Some(request);
            }
            ErrandKind::SignApplication => {
                let signed = application::sign(context, self.sitting, session, renewal, self.old)?;
                self.artefacts.document = Some(signed.document);
                self.artefacts.application = Some(signed.signature);
            }
            ErrandKind::Endorse => {
                let endorsement =
                    endorse::endorse(context, self.sitting, session, renewal, self.old)?;
                self.artefacts.endorsement = Some(endorsement);
            }
            ErrandKind::Install => {
                let new =
                    install::install(context, self.sitting, session, renewal, self.certificate)?;
                self.artefacts.certificate = Some(new);
            }
            ErrandKind::SignReceipt => {
                let receipt = receipt::sign(
                    context,
                    self.sitting,
                    session,
                    renewal,
                    self.old.entry.certificate.as_ref(),
                )?;
                self.artefacts.receipt = Some(receipt);
            }
            ErrandKind::CheckWorkplace => workplace::check(context, session, renewal)?,
            kind => return Err(FlowError::Kind(kind)),
        }
        Ok(())
    }

    fn status(&self, renewal: RenewalId) -> Result<RenewalStatus, FlowError> {
        let path = format!("/api/v1/renewals/{renewal}");
        Ok(self
            .context
            .client
            .get(&path, Some(&self.session.bearer()))?)
    }

    /// Waits until the authority's programs are done; nothing when that takes too long.
    fn wait(&self, status: &RenewalStatus) -> Result<Option<RenewalStatus>, FlowError> {
        self.context.person.step(Step::Wait);
        let until = Instant::now() + ISSUE_WAIT_MAX;
        let (mut pause, longest) = PAUSES;
        while Instant::now() < until {
            crate::clock::pause(pause);
            pause = (pause * 2).min(longest);
            let status = self.status(status.id)?;
            if !matches!(next(&status), Next::Authority) {
                self.context.person.done(Step::Wait);
                return Ok(Some(status));
            }
        }
        Ok(None)
    }
}

fn next(status: &RenewalStatus) -> Next {
    if status.stage == COMPLETED {
        return Next::Nothing;
    }
    let own = || status.obligations.iter().filter(|duty| duty.who == HOLDER);
    if let Some(errand) = own().find_map(|duty| duty.errand) {
        Next::Errand(errand)
    } else if own().any(|duty| duty.what == CHECK_DATA) {
        Next::ConfirmData
    } else if status.obligations.iter().any(|duty| duty.who == AUTHORITY) {
        Next::Authority
    } else {
        Next::Others
    }
}
