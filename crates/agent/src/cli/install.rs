//! `smena install`: goes on with a renewal whose certificate is to be fetched.

use super::{
    Common, place, renew,
    terminal::{Answers, Terminal},
};
use crate::{
    failure::{Failure, Kind},
    flow::{self, FlowError},
    output::{Printer, Report},
};

/// What `smena install` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "ID")]
    certificate: Option<String>,
    #[arg(long, value_name = "URL")]
    authority: Option<String>,
    #[command(flatten)]
    answers: Answers,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let opened = place::open(common)?;
    let _lock = opened.home.lock()?;
    let certificate = place::certificate(&opened, arguments.certificate.as_deref())?;
    let person = Terminal::new(printer, &arguments.answers);
    let context = renew::context(&opened, arguments.authority.as_deref(), &person, printer)?;
    let outcome = flow::continue_renewal(&context, &certificate)
        .map_err(FlowError::into_failure)?
        .ok_or_else(|| Failure::new(Kind::Refused, "renewal-none"))?;
    Ok(renew::report(&outcome, &opened, printer))
}
