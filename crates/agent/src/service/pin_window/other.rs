//! Systems whose window for secrets this version does not speak to: macOS, and the credential window of Windows. PINs are
//! typed on the page there, which says who can read them.

use std::time::Duration;

use super::{Given, Lookup, NoWindow, Shown, Wanted, WindowError};

/// There is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinWindow(std::convert::Infallible);

impl PinWindow {
    /// Finds nothing.
    ///
    /// # Errors
    ///
    /// [`NoWindow::System`], always.
    pub fn find(_variable: Lookup<'_>) -> Result<Self, NoWindow> {
        Err(NoWindow::System)
    }

    pub(in crate::service) fn open(&self, _shown: Shown, _wanted: Wanted) -> Open {
        match self.0 {}
    }
}

/// There is none.
pub(in crate::service) struct Open(std::convert::Infallible);

impl Open {
    pub(in crate::service) fn poll(
        &mut self,
        _wait: Duration,
    ) -> Option<Result<Given, WindowError>> {
        match self.0 {}
    }
}
