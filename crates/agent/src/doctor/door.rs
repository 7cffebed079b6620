//! By which door a browser reaches this program, and why.
//!
//! The fixed port is for computers with one user: on a shared one another user's program could listen there first. Then the
//! portal's link is opened by the system (`smena:`), or a code is typed.

use smena_ui::Message;

use super::{Check, Findings, Line};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let key = match findings.users {
        Some(0 | 1) => "doctor-door-port",
        Some(_) => "doctor-door-link",
        None => "doctor-door-unknown",
    };
    let users = findings.users.unwrap_or_default().to_string();
    let evidence = Message::new(key).with("users", users);
    vec![Line::good(Check::Door, evidence)]
}
