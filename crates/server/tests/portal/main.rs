//! The portal through the router, as a browser meets it: a server in a temporary folder, a clock set by hand, real keys.
//!
//! Files mirror `src/web/portal`: [`sign_in`] is the way in by certificate and the return, [`forms`] what every form must
//! carry, [`headers`] what every answer carries, [`links`] where pages lead, [`matrix`] every route against every role, [`pages`] the words on them,
//! [`renewal`] a whole renewal, [`telephone`] the way of somebody who has only his telephone, [`steps`] the pages of its steps.

#![cfg(test)]

#[path = "../api/agent.rs"]
#[expect(
    dead_code,
    reason = "shared with the tests of the interface for programs"
)]
mod agent;
mod browser;
mod forms;
mod headers;
#[path = "../api/holders.rs"]
#[expect(
    dead_code,
    reason = "shared with the tests of the interface for programs"
)]
mod holders;
mod links;
mod matrix;
#[path = "../api/office.rs"]
mod office;
mod pages;
mod renewal;
mod sign_in;
mod steps;
mod story;
mod telephone;
mod words;
#[path = "../api/world.rs"]
#[expect(
    dead_code,
    reason = "shared with the tests of the interface for programs"
)]
mod world;
