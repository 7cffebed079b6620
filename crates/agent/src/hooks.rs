//! The hook with which the crash tests end the agent at a named point.
//!
//! Only builds with debug assertions have it: `SMENA_AGENT_ABORT_AT=NAME` ends the process, without cleaning up, when the
//! point is reached. A release build contains neither the check nor the name.

/// Ends the process here if the environment asks for it.
#[cfg(debug_assertions)]
pub(crate) fn reached(point: &str) {
    if std::env::var("SMENA_AGENT_ABORT_AT").is_ok_and(|asked| asked == point) {
        std::process::abort();
    }
}

/// A release build goes on.
#[cfg(not(debug_assertions))]
pub(crate) fn reached(_point: &str) {}
