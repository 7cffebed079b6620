//! The model of a renewal: what a procedure asks for, at which stage a renewal stands, which command moves it,
//! who owes what next, and why something is refused.
//!
//! Two functions carry it: [`renewal::decide`] and [`renewal::obligations`]. Both are pure: the time is an
//! argument, what was looked up or verified arrives as *facts* inside the command, and what is to be done
//! afterwards leaves as [`renewal::Effect`] values.
//!
//! It does not know DER, SQL, HTTP, TOML, clocks or keys. It holds facts about certificates, never their bytes;
//! the server's `app` layer translates. See `docs/architecture.md` and the generated `docs/workflow.md`.

mod bytes;

pub mod calendar;
pub mod certificate;
pub mod journal;
pub mod limits;
pub mod organisation;
pub mod permission;
pub mod person;
pub mod procedure;
pub mod renewal;
