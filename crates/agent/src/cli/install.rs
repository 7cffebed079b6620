//! `smena install`: goes on with a renewal whose certificate is to be fetched.

use super::{
    Common,
    renew::{self, Arguments},
};
use crate::{
    failure::{Failure, Kind},
    flow::{self, FlowError},
    output::{Printer, Report},
};

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    renew::with_authority(
        common,
        arguments,
        printer,
        |opened, context, certificate| {
            let outcome = flow::continue_renewal(context, certificate)
                .map_err(FlowError::into_failure)?
                .ok_or_else(|| Failure::new(Kind::Refused, "renewal-none"))?;
            Ok(renew::report(&outcome, opened, printer))
        },
    )
}
