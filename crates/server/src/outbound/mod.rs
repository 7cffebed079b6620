//! What the server asks outside of its own database.
//!
//! Each source can fail by itself, and says so: "could not check" is never taken for an answer.

pub mod sms;
pub mod status_list;
