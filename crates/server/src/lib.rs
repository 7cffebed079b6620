//! The authority's server: it takes errands' results, decides by the rules of `smena-domain`, issues certificates.
//!
//! - [`app`]: the use cases; they know no HTTP.
//! - [`web`]: thin handlers over one table of routes; they know no database. [`view`]: pages as values.
//! - [`jobs`]: the worker that carries out stored effects.
//! - [`outbound`]: what is asked outside of the database.
//! - [`config`]: the server's own file and the procedures.
//! - [`compose`]: puts everything together; the only place that names the system's clock and random source.
//! - [`cli`]: the commands of `smena-server`.

pub mod app;
pub mod cli;
pub mod clock;
pub mod compose;
pub mod config;
mod crash;
pub mod jobs;
pub mod limits;
pub mod outbound;
pub mod randomness;
pub mod text;
pub mod view;
pub mod web;
mod world;
