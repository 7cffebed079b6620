//! The companion: reminds the holder in time, and looks after the workplace.
//!
//! It runs with the user's session, as a part of the agent ([`watch()`]); [`autostart`] makes the system start it.
//! [`ladder`] is the rule of the reminders, pure; `notice` puts them into words, [`desktop`] shows them. A reminder that
//! cannot be shown is logged and tried again; nothing depends on it.

pub mod autostart;
pub mod desktop;
pub mod ladder;
mod notice;
mod watch;

pub(crate) use self::watch::{InUse, case, in_use};
pub use self::{
    notice::Notice,
    watch::{Stop, Watched, round, watch},
};
