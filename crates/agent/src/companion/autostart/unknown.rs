//! A system of which nothing is known: the agent is started by hand.

use super::{AutostartError, Installation, Part};

pub(super) fn install(_wanted: &Installation) -> Result<(), AutostartError> {
    Err(AutostartError::Unknown)
}

pub(super) fn uninstall(_wanted: &Installation) -> Result<(), AutostartError> {
    Err(AutostartError::Unknown)
}

pub(super) fn status(_wanted: &Installation) -> Result<Vec<Part>, AutostartError> {
    Err(AutostartError::Unknown)
}
