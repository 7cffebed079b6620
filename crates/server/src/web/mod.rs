//! HTTP: thin handlers over one table of routes.
//!
//! A handler takes its request apart, calls one function of `app`, and shows what came of it. The database is not known
//! here.
//!
//! - [`routes`]: the table from which the router is built; [`guard`]: who is let in; [`error`]: what failed, in words.
//! - `agent_api`: the interface for agents; `portal`: the pages for holders.
//! - [`status`], [`well_known`], [`publish`]: what anybody may see.

mod agent_api;
pub mod error;
pub mod guard;
mod limit;
mod portal;
pub mod publish;
mod route;
pub mod router;
pub mod routes;
pub mod status;
pub mod well_known;
