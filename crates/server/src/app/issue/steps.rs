//! The steps of the issuance cycle, by the numbers of `docs/issuance-cycle.md`.

use smena_domain::{
    calendar::Moment,
    certificate::{ContentHash, NewCertificate, SerialNumber},
    renewal::{Command, Intent, Renewal, Stage},
};
use smena_pki::{
    certificate::{Certificate, SerialNumber as SerialOctets},
    issue::{self, CertificateContents, TbsBytes},
    lint::{self, LintContext, Origin, Severity},
    profile::{CertificateProfile, IssueFacts, Places},
};
use smena_store::{
    IntentId, Serial, StoredIntent, Thumbprint, certificates::NewCertificate as NewRow,
    intents::NewIntent,
};
use time::{Duration, OffsetDateTime};

use super::{IssueError, material};
use crate::{
    app::{
        App, Ctx,
        holders::{fake_numbers, private_key_until},
        plan::{certificate_plan, profile_of},
        renewals::{ExecuteError, Executed, Within, execute_with},
        standing::{key_standing, standing_of},
    },
    crash,
    limits::BACKDATE_MINUTES,
};

/// What step 2 built.
pub(super) struct Draft {
    /// Names the intent to be.
    pub(super) id: IntentId,
    tbs: TbsBytes,
    serial: SerialOctets,
    not_before: OffsetDateTime,
    intent: Intent,
}

/// Step 2: draws the serial number, freezes the begin of validity and builds the signed part.
pub(super) async fn build(app: &App, ctx: &Ctx, renewal: &Renewal) -> Result<Draft, IssueError> {
    crash::before(2);
    let material = material::read(app, renewal).await?;
    let planned = certificate_plan(app, renewal, &material.old)?;
    let profile = profile_of(app, renewal)?.for_key(material.key.algorithm());
    let issuing = app.authority.issuing();
    let not_before = (ctx.now - Duration::minutes(BACKDATE_MINUTES)).max(issuing.not_before());
    let not_after = not_before.saturating_add(Duration::days(profile.validity_days.into()));
    let extensions = profile
        .extensions_at_issue(&IssueFacts {
            public_key: &material.key,
            issuer: issuing,
            not_before,
            not_after,
            places: Places {
                revocation_lists: std::slice::from_ref(&app.config.crl_url),
                issuer_certificates: std::slice::from_ref(&app.config.issuer_url),
                status_services: &[],
            },
        })
        .map_err(IssueError::Profile)?;
    let serial =
        SerialOctets::from_magnitude(&ctx.draw::<16>()).map_err(|_| IssueError::Serials)?;
    let tbs = CertificateContents {
        serial: serial.clone(),
        signature_algorithm: app
            .authority
            .issuing_key()
            .algorithm()
            .signature_algorithm(),
        issuer: issuing.subject().clone(),
        not_before,
        not_after,
        subject: planned.subject,
        public_key: material.key,
        extensions,
    }
    .freeze()
    .map_err(IssueError::Write)?;
    let intent = Intent {
        serial: SerialNumber::new(serial.content()).ok_or(IssueError::Serials)?,
        tbs: hash_of(tbs.der()),
        key: material.key_hash,
        not_before: Moment::new(not_before),
        not_after: Moment::new(not_after),
    };
    Ok(Draft {
        id: IntentId::new(ctx.draw()),
        tbs,
        serial,
        not_before,
        intent,
    })
}

/// Step 3, first half: signs with the throw-away key and lints the whole.
pub(super) async fn lint_trial(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    draft: &Draft,
) -> Result<(), IssueError> {
    crash::before(3);
    let trial = app.authority.sign_trial(&draft.tbs, ctx).await?;
    lint(app, renewal, &trial)
}

/// Step 3, second half, and step 4: decides with fresh facts and stores the intent with the decision.
pub(super) async fn store_intent(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    draft: &Draft,
) -> Result<Executed, ExecuteError> {
    let command = match prepare(app, ctx, renewal, draft.intent.clone()).await {
        Ok(command) => command,
        Err(IssueError::Execute(error)) => return Err(error),
        Err(IssueError::Store(error)) => return Err(error.into()),
        // What was read a moment ago for step 2 cannot be read now: look again at the whole.
        Err(_) => return Err(ExecuteError::Contended(renewal.id())),
    };
    crash::before(4);
    let row = NewIntent {
        id: draft.id,
        renewal: renewal.id(),
        issuer_key_id: app.authority.issuer_key_id().clone(),
        serial: Serial::from_bytes(draft.serial.content()),
        not_before: draft.not_before,
        tbs: draft.tbs.der(),
    };
    execute_with(app, ctx, renewal.id(), command, &[Within::Intent(&row)]).await
}

/// Step 4 for an intent that is stored: the same rules with facts of this instant.
pub(super) async fn look_again(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    stored: &StoredIntent,
    within: &[Within<'_>],
) -> Result<Executed, IssueError> {
    let Stage::Intended { intent, .. } = renewal.stage() else {
        return Err(IssueError::OtherIntent);
    };
    let same = intent.tbs == hash_of(stored.tbs())
        && intent.serial.as_bytes() == stored.serial().as_bytes();
    if !same {
        return Err(IssueError::OtherIntent);
    }
    let command = prepare(app, ctx, renewal, intent.clone()).await?;
    Ok(execute_with(app, ctx, renewal.id(), command, within).await?)
}

/// Step 5: the issuing key signs what the intent has recorded.
pub(super) async fn sign(
    app: &App,
    ctx: &Ctx,
    intent: &StoredIntent,
) -> Result<Vec<u8>, IssueError> {
    crash::before(5);
    if app.authority.is_suspect() {
        return Err(IssueError::Stopped(
            crate::app::issuing::StopReason::KeySuspect,
        ));
    }
    Ok(app.authority.sign_intent(intent, ctx).await?)
}

/// Step 6: verifies the signature, compares the signed part with the intent, lints the whole.
pub(super) fn verify(
    app: &App,
    renewal: &Renewal,
    intent: &StoredIntent,
    signature: &[u8],
) -> Result<Certificate, IssueError> {
    crash::before(6);
    let key = app.authority.issuing_key();
    let tbs = TbsBytes::from_der(intent.tbs()).map_err(IssueError::Write)?;
    let certificate = issue::assemble(&tbs, key.algorithm().signature_algorithm(), signature)
        .map_err(IssueError::Write)?;
    if certificate.verify_signed_by(key).is_err() || certificate.tbs_der() != intent.tbs() {
        app.authority.suspect();
        tracing::error!(
            renewal.id = %renewal.id(),
            intent = %intent.id(),
            "the issuing key made a signature that does not verify; issuing is stopped"
        );
        return Err(IssueError::Made);
    }
    lint(app, renewal, &certificate)?;
    Ok(certificate)
}

/// Step 7: stores the certificate, once for each intent.
pub(super) async fn store_certificate(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    intent: &StoredIntent,
    certificate: &Certificate,
) -> Result<Executed, IssueError> {
    let Some(proved) = renewal.stage().request() else {
        return Err(IssueError::NoRequest);
    };
    let thumbprint = Thumbprint::new(certificate.thumbprint());
    let command = Command::RecordIssue {
        certificate: NewCertificate {
            thumbprint,
            serial: SerialNumber::new(certificate.serial().content()).ok_or(IssueError::Made)?,
            key: proved.facts().key,
            not_before: Moment::new(certificate.not_before()),
            not_after: Moment::new(certificate.not_after()),
        },
    };
    let row = NewRow {
        thumbprint,
        issuer_key_id: app.authority.issuer_key_id().clone(),
        serial: Serial::from_bytes(certificate.serial().content()),
        der: certificate.der(),
        key: proved.facts().key,
        subject: &certificate.subject().to_string(),
        holder: Some(renewal.holder()),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
        private_key_not_after: private_key_until(certificate),
    };
    crash::before(7);
    let within = [Within::Certificate(intent, &row)];
    Ok(execute_with(app, ctx, renewal.id(), command, &within).await?)
}

/// The command of the last look, with facts of this instant.
async fn prepare(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    intent: Intent,
) -> Result<Command, IssueError> {
    let material = material::read(app, renewal).await?;
    let planned = certificate_plan(app, renewal, &material.old)?;
    Ok(Command::PrepareIssue {
        intent,
        standing: standing_of(app, ctx.now, renewal.old_thumbprint()).await,
        key: key_standing(app, &material.key, renewal).await?,
        plan: planned.hash,
    })
}

fn lint(app: &App, renewal: &Renewal, certificate: &Certificate) -> Result<(), IssueError> {
    let profile: &CertificateProfile = &profile_of(app, renewal)?;
    let policies = profile.all_policies();
    let context = LintContext {
        shape: profile.shape,
        origin: Origin::Ours,
        fakes: fake_numbers(app),
        holder: None,
        policies: Some(&policies),
    };
    let mut rules = Vec::new();
    for finding in lint::lint_certificate(certificate, Some(app.authority.issuing()), &context) {
        match finding.severity {
            Severity::Error => rules.push(finding.rule),
            Severity::Warning => tracing::warn!(
                renewal.id = %renewal.id(),
                rule = finding.rule,
                location = finding.location,
                "the linter warns"
            ),
            Severity::Notice => {}
        }
    }
    if rules.is_empty() {
        Ok(())
    } else {
        Err(IssueError::Lint { rules })
    }
}

fn hash_of(octets: &[u8]) -> ContentHash {
    ContentHash::from(*smena_store::Sha256::of(octets).as_bytes())
}
