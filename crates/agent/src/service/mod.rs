//! The agent as a service with pages of its own, for browsers on this computer (`docs/protocol.md`, "The doors").
//!
//! ```text
//! browser ──▶ listener: 127.0.0.1 alone, this user's connections alone
//!               └▶ rules: Host, Origin, fetch metadata, page secret ──▶ handlers ──▶ page
//! smena errand ──▶ local: the user's own socket                     │ answer
//!                                                                   ▼
//!                                              talk ◀── person ◀── work: one thread for each errand, over `flow`
//! ```
//!
//! An errand runs in a thread of its own and asks its questions as the command line does, through
//! [`Person`](crate::flow::Person); a `Talk` holds the question until the browser brings its answer. So a page that is
//! loaded anew shows where things stand, and no request signs anything by itself. No cookie is set or read. Where the system
//! has a window for it, the PIN is typed there and not in the browser, and what was agreed to on a page is confirmed there.

mod desk;
mod form;
mod handlers;
mod listener;
#[cfg(unix)]
pub mod local;
pub mod look_alike;
mod peer;
mod person;
pub mod phrase;
mod pin_window;
mod purse;
mod routes;
mod rules;
mod talk;
mod view;
mod work;
mod workstation;

pub use desk::{Place, Served, Settings};
pub use listener::{ListenError, Listening, bind, serve};
pub use pin_window::{FindWindow, Lookup, NoWindow, PROGRAM_VARIABLE, PinWindow};
pub use routes::{Class, Route, TABLE};
pub(crate) use view::ASSETS;
pub use view::previews;

use smena_protocol::v1::{Code, Origin, TypedCode};

/// A code as a person brings it: the short one that is typed, or the long one of a link.
pub(crate) fn code(text: &str) -> Option<Code> {
    let text = text.trim();
    text.parse()
        .ok()
        .or_else(|| TypedCode::parse(text).map(|typed| typed.code()))
}

/// What a link of the portal names: the authority and the code.
pub(crate) fn link(query: &str) -> Option<(Origin, Code)> {
    let form = form::query(query)?;
    let origin = Origin::parse(form.text("authority")).ok()?;
    Some((origin, form.text("code").parse().ok()?))
}
