//! How a renewal stands and who owes what, as programs and people read it.

use smena_domain::{
    procedure::Procedure,
    renewal::{self, Duty, DutyState, Party, Renewal, Stage},
};
use smena_protocol::v1::{DataRow, ErrandKind, Obligation, ProcedureShown, RenewalStatus};
use smena_ui::{Catalogue, Language};

use crate::{
    app::{App, Ctx, wire},
    text::catalogue,
};

/// How a renewal stands, with what is owed now and by whom.
#[must_use]
pub fn status(app: &App, ctx: &Ctx, renewal: &Renewal, language: Language) -> RenewalStatus {
    let words = catalogue();
    let reference = renewal.procedure();
    let procedure = app.procedure(&reference.name);
    RenewalStatus {
        id: wire::wire_renewal_id(renewal.id()),
        stage: renewal.stage_name().as_str().to_owned(),
        stage_text: words.word(language, &format!("stage-{}", renewal.stage_name())),
        revision: u64::try_from(renewal.revision()).unwrap_or_default(),
        procedure: ProcedureShown {
            name: reference.name.to_string(),
            version: reference.version,
            title: procedure
                .map_or(reference.name.as_str(), |procedure| {
                    title(procedure, language)
                })
                .to_owned(),
        },
        old_certificate: wire::wire_thumbprint(renewal.old_thumbprint()),
        data: data(renewal, words, language),
        obligations: procedure
            .map(|procedure| owed(renewal, procedure, ctx, words, language))
            .unwrap_or_default(),
        certificate: renewal.new_thumbprint().map(wire::wire_thumbprint),
        reason: reason(renewal, words, language),
    }
}

fn title(procedure: &Procedure, language: Language) -> &str {
    match language {
        Language::Russian => procedure.text.russian("title"),
        Language::English => procedure.text.english("title"),
    }
}

fn data(renewal: &Renewal, words: Catalogue, language: Language) -> Vec<DataRow> {
    renewal
        .rows()
        .into_iter()
        .filter(|row| row.value.is_some() || row.was.is_some())
        .map(|row| DataRow {
            key: row.field.as_str().to_owned(),
            label: words.word(language, &format!("label-{}", row.field)),
            was: row.was,
            value: row.value.unwrap_or_default(),
        })
        .collect()
}

fn owed(
    renewal: &Renewal,
    procedure: &Procedure,
    ctx: &Ctx,
    words: Catalogue,
    language: Language,
) -> Vec<Obligation> {
    renewal::obligations(renewal, procedure, ctx.now)
        .into_iter()
        .filter(|obligation| matches!(obligation.state, DutyState::Now { .. }))
        .map(|obligation| Obligation {
            who: party(&obligation.who).to_owned(),
            what: obligation.what.as_str().to_owned(),
            about: obligation.about.map(|about| about.to_string()),
            text: words.word(language, &format!("duty-{}", obligation.what)),
            errand: errand_of(obligation.what).filter(|kind| is_offered(renewal, procedure, *kind)),
            due: obligation.due.map(wire::wire_moment),
        })
        .collect()
}

fn party(party: &Party) -> &'static str {
    match party {
        Party::Authority => "authority",
        Party::Body(_) => "body",
        Party::Holder => "holder",
        Party::Office => "office",
        Party::Operator => "operator",
        Party::Register(_) => "register",
    }
}

/// A key is bound by an endorsement only where an old key can give one and the procedure takes it.
fn is_offered(renewal: &Renewal, procedure: &Procedure, kind: ErrandKind) -> bool {
    use smena_domain::{
        procedure::{Binding, KeyMade},
        renewal::Evidence,
    };
    kind != ErrandKind::Endorse
        || (matches!(renewal.stage().evidence(), Some(Evidence::Electronic(_)))
            && matches!(
                procedure.key.made,
                KeyMade::AfterApproval(Binding::Endorsement | Binding::Either)
            ))
}

/// The kind of errand by which a step is done, where it is done by one.
fn errand_of(duty: Duty) -> Option<ErrandKind> {
    Some(match duty {
        Duty::MakeKey => ErrandKind::GenerateKey,
        Duty::SignApplication => ErrandKind::SignApplication,
        Duty::BindKey => ErrandKind::Endorse,
        Duty::InstallCertificate => ErrandKind::Install,
        Duty::SignReceipt => ErrandKind::SignReceipt,
        Duty::ReadyWorkplace => ErrandKind::CheckWorkplace,
        _ => return None,
    })
}

fn reason(renewal: &Renewal, words: Catalogue, language: Language) -> Option<String> {
    match renewal.stage() {
        Stage::Referred { reason, .. } => {
            Some(words.word(language, &format!("referral-{}", reason.as_str())))
        }
        Stage::Rejected { explanation, .. } => Some(explanation.clone()),
        _ => None,
    }
}
