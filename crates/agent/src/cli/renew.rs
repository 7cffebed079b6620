//! `smena renew`: a whole renewal, or as far as it goes today.

use std::fmt::Write as _;

use serde_json::json;
use smena_media::{Entry, Survey, backup};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::{Obligation, Origin};
use smena_ui::{Message, format};

use super::{
    Common,
    keyboard::Random,
    place::{self, Opened},
    terminal::{Answers, Terminal},
};
use crate::{
    clock::{SystemClock, system_rng},
    failure::{Failure, Kind},
    flow::{self, Context, FlowError, HOLDER, MAKE_BACKUP, Outcome},
    output::{Printer, Report},
    state::TrustEntry,
};

/// What every command takes that goes on with a renewal: which certificate, at which authority, and answers.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "ID")]
    certificate: Option<String>,
    #[arg(long, value_name = "URL")]
    authority: Option<String>,
    #[command(flatten)]
    answers: Answers,
}

/// The same with a choice for the new key that may be made.
#[derive(Debug, clap::Args)]
pub(super) struct MakingArguments {
    #[command(flatten)]
    which: Arguments,
    #[arg(
        long,
        value_name = "keyboard|os",
        value_enum,
        default_value = "os",
        hide_possible_values = true
    )]
    random: Random,
}

pub(super) fn run(
    common: &Common,
    arguments: &MakingArguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    making(
        common,
        arguments,
        printer,
        |opened, context, certificate| {
            let outcome = flow::renew(context, certificate).map_err(FlowError::into_failure)?;
            Ok(report(&outcome, opened, context.origin(), printer))
        },
    )
}

/// Goes on with a renewal in which a key may be made.
pub(super) fn making(
    common: &Common,
    arguments: &MakingArguments,
    printer: &Printer,
    act: impl FnOnce(&Opened, &Context<'_>, &Certificate) -> Result<Report, Failure>,
) -> Result<Report, Failure> {
    let MakingArguments { which, random } = arguments;
    random.expect_possible()?;
    let person = Terminal::new(printer, &which.answers).with_random(*random);
    at_authority(common, which, &person, printer, act)
}

/// Finds the certificate and does something with the authority that is meant.
pub(super) fn with_authority(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
    act: impl FnOnce(&Opened, &Context<'_>, &Certificate) -> Result<Report, Failure>,
) -> Result<Report, Failure> {
    let person = Terminal::new(printer, &arguments.answers);
    at_authority(common, arguments, &person, printer, act)
}

/// The same with this person; nothing else of this user runs meanwhile.
fn at_authority(
    common: &Common,
    arguments: &Arguments,
    person: &Terminal<'_>,
    printer: &Printer,
    act: impl FnOnce(&Opened, &Context<'_>, &Certificate) -> Result<Report, Failure>,
) -> Result<Report, Failure> {
    let opened = place::open(common)?;
    let _lock = opened.home.lock()?;
    let certificate = place::certificate(&opened, arguments.certificate.as_deref())?;
    let named = arguments.authority.as_deref().map(origin).transpose()?;
    let trust = opened.home.authority(named.as_ref())?;
    let context = context(&opened, trust, person, printer)
        .map_err(FlowError::into_failure)?
        .looking_at(&common.module, !common.only_named);
    act(&opened, &context, &certificate)
}

/// What errands of this authority need at hand.
pub(super) fn context<'a>(
    opened: &'a Opened,
    trust: TrustEntry,
    person: &'a Terminal<'_>,
    printer: &Printer,
) -> Result<Context<'a>, FlowError> {
    Context::new(
        &opened.home,
        trust,
        &opened.media,
        person,
        &SystemClock,
        printer.language(),
        Box::new(system_rng()),
    )
}

/// Reads the address of an authority.
pub(super) fn origin(text: &str) -> Result<Origin, Failure> {
    Origin::parse(text.trim_end_matches('/'))
        .map_err(|_| Failure::new(Kind::Usage, "origin").with("origin", text))
}

/// Whether the key of a new certificate can be copied; nothing where its medium does not answer any more.
fn can_be_copied(opened: &Opened, certificate: &Certificate) -> Option<bool> {
    let holds = |entry: &Entry| entry.certificate.as_ref() == Some(certificate);
    let found = Survey::of(&opened.media).fitting(holds).ok()?;
    let held = found.first()?;
    Some(backup::expect_possible(held.medium, &held.entry).is_ok())
}

/// How the holder does what he owes: by a command, or in the cabinet; nothing where the same command goes on with it, or
/// where it is no matter of ours.
fn how(owed: &Obligation, can_be_copied: Option<bool>, cabinet: &str) -> Option<Message> {
    if owed.who != HOLDER || owed.errand.is_some() {
        return None;
    }
    Some(match owed.what.as_str() {
        MAKE_BACKUP if can_be_copied == Some(false) => Message::new("renew-how-no-copy"),
        MAKE_BACKUP => Message::new("renew-how-copy"),
        "treat-old-key" => Message::new("renew-how-old-key"),
        "switch-programs" => return None,
        _ => Message::new("renew-how-cabinet").with("address", cabinet),
    })
}

/// What a run has come to.
pub(super) fn report(
    outcome: &Outcome,
    opened: &Opened,
    origin: &Origin,
    printer: &Printer,
) -> Report {
    let status = &outcome.status;
    let mut text = String::new();
    let mut line = |message: &Message| {
        writeln!(text, "{}", printer.text(message)).expect("writing to a String cannot fail");
    };
    if outcome.completed {
        line(&Message::new("renew-completed"));
    } else {
        line(&Message::new("renew-waiting").with("stage", status.stage_text.clone()));
    }
    if let Some(certificate) = &outcome.artefacts.certificate {
        let language = printer.language();
        line(
            &Message::new("renew-certificate")
                .with("serial", certificate.serial().to_string())
                .with(
                    "from",
                    format::date(language, certificate.not_before().date()),
                )
                .with(
                    "until",
                    format::date(language, certificate.not_after().date()),
                ),
        );
    }
    let can_be_copied = outcome
        .artefacts
        .certificate
        .as_ref()
        .and_then(|certificate| can_be_copied(opened, certificate));
    let is_owed = |duty: &str| status.obligations.iter().any(|owed| owed.what == duty);
    match can_be_copied {
        Some(true) if is_owed(MAKE_BACKUP) => {}
        Some(true) => line(&Message::new("renew-copy")),
        Some(false) => line(&Message::new("renew-no-copy")),
        None => {}
    }
    let cabinet = format!("{origin}/renewals/{}", status.id);
    for obligation in &status.obligations {
        line(&Message::new("renew-owed").with("what", obligation.text.clone()));
        if let Some(how) = how(obligation, can_be_copied, &cabinet) {
            line(&how);
        }
    }
    let certificate = outcome.artefacts.certificate.as_ref();
    let value = json!({
        "completed": outcome.completed,
        "renewal": status,
        "can_be_copied": can_be_copied,
        "certificate": certificate.map(|certificate| json!({
            "serial": certificate.serial().to_string(),
            "thumbprint": hex::encode(certificate.thumbprint()),
        })),
    });
    Report { text, value }
}
