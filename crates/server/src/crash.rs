//! The hook with which the crash tests end the server between two steps of the issuance cycle.
//!
//! Only builds with debug assertions have it: `SMENA_ABORT_BEFORE=N` ends the process, without unwinding or cleaning
//! up, before step N of `docs/issuance-cycle.md`. A release build contains neither the check nor the name.

/// Ends the process here if the environment asks for it.
#[cfg(debug_assertions)]
pub(crate) fn before(step: u8) {
    let asked = std::env::var("SMENA_ABORT_BEFORE");
    if asked.is_ok_and(|number| number.parse() == Ok(step)) {
        tracing::warn!(
            step,
            "aborting before this step, as SMENA_ABORT_BEFORE asks"
        );
        std::process::abort();
    }
}

/// A release build goes on.
#[cfg(not(debug_assertions))]
pub(crate) fn before(_step: u8) {}
