//! `smena install`: goes on with a renewal whose certificate is to be fetched.

use super::{
    Common,
    renew::{self, MakingArguments},
};
use crate::{
    failure::{Failure, Kind},
    flow::{self, FlowError},
    output::{Printer, Report},
};

pub(super) fn run(
    common: &Common,
    arguments: &MakingArguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    renew::making(
        common,
        arguments,
        printer,
        |opened, context, certificate| {
            let outcome = flow::continue_renewal(context, certificate)
                .map_err(FlowError::into_failure)?
                .ok_or_else(|| Failure::new(Kind::Refused, "renewal-none"))?;
            Ok(renew::report(&outcome, opened, context.origin(), printer))
        },
    )
}
