//! Pages as values: one context for each template, flat and formatted for people.
//!
//! A context is made from what the use cases give and from a [`Frame`]; it knows no HTTP. The template of the same name
//! stands in `templates/portal/`. Every context has samples ([`previews::Sampled`]), also with the longest legal values,
//! from which the pictures for review are made.

pub mod authority;
pub mod calendar;
pub mod certificate;
pub mod certificates;
pub mod check_data;
pub mod door;
pub mod downloads;
pub mod errand_step;
pub mod finish;
pub mod frame;
pub mod leave;
pub mod notices;
pub mod previews;
pub mod problem;
pub mod progress;
pub mod renewal;
pub mod returned;
pub mod sample;
pub mod sign_in;
pub mod sign_in_code;
pub mod sign_in_phone;
pub mod start;
pub mod steps;
pub mod tasks;
pub mod told;

pub use frame::{Frame, Section};
pub use told::Told;
