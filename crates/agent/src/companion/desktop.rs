//! Notices on the desktop: by the notification service of Linux, macOS or Windows.

use std::error::Error;

use super::Notice;

/// Where notices are shown.
pub trait Notify: Send {
    /// Shows a notice.
    ///
    /// # Errors
    ///
    /// [`NotShown`]: there is no desktop, or it refuses.
    fn show(&self, notice: &Notice) -> Result<(), NotShown>;
}

/// A notice could not be shown.
#[derive(Debug, thiserror::Error)]
#[error("the notice could not be shown on the desktop")]
pub struct NotShown(#[source] pub Box<dyn Error + Send + Sync>);

/// The user's desktop.
#[derive(Debug, Default)]
pub struct Desktop;

#[cfg(any(target_os = "linux", target_os = "macos", windows))]
impl Notify for Desktop {
    fn show(&self, notice: &Notice) -> Result<(), NotShown> {
        let mut notification = notify_rust::Notification::new();
        notification
            .appname("smena")
            .summary(&notice.summary)
            .body(&notice.body);
        #[cfg(target_os = "linux")]
        notification.icon("dialog-information");
        notification
            .show()
            .map(drop)
            .map_err(|error| NotShown(Box::new(error)))
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
impl Notify for Desktop {
    fn show(&self, _notice: &Notice) -> Result<(), NotShown> {
        Err(NotShown("this system has no notices".into()))
    }
}
