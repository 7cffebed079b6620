//! The tables on both engines: what the rules of `docs/formats/database.md` let through and what
//! they stop.

#[path = "../common/mod.rs"]
mod common;
mod engine;
mod engines;
mod errands;
mod issuance;
mod jobs;
mod office;
mod phone_codes;
mod rate_buckets;
mod renewals;
