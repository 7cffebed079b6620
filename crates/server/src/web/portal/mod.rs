//! The portal: pages for holders, rendered here, working without script.
//!
//! GET shows, POST decides and leads on. A handler takes its request apart by the guards of [`guard`], calls one
//! function of `app` and shows a page of `view`. A step of a renewal has the file, the address, the template and the
//! context of one name: `check_data` is the one to copy from.

pub(super) mod assets;
pub(super) mod certificates;
pub(super) mod check_data;
pub(super) mod cookie;
pub(super) mod errand_step;
pub(super) mod errands;
pub(super) mod guard;
pub(super) mod headers;
pub(super) mod information;
pub(super) mod language;
pub(super) mod leave;
pub(super) mod notices;
mod page;
pub(super) mod progress;
pub(super) mod renewals;
pub(super) mod result;
pub(super) mod returned;
pub(super) mod sign_in;
pub(super) mod sign_in_phone;
pub(super) mod sign_out;
pub(super) mod start;
pub(super) mod steps;
