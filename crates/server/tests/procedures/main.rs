//! The shipped procedures, read by `server/config` and walked by calling `domain` alone: from the first command to
//! the last in the order of the guide that each was made after, with its numbers, its refusals and its paper path.
//! Nothing is read but the files; nothing runs but `decide` and `obligations`.
//!
//! The items named C12, T7, K18, F15, R30 … are those of the guides' numbered contents. The stage × command table
//! and `docs/workflow.md` are made from the same walks.
#![cfg(test)]

mod paper;
mod phone_cabinet;
mod plain_renewal;
mod provider_wizard;
mod reader;
mod reporting_client;
mod rules;
mod sample;
mod smartcard_powers;
mod treasury_portal;
mod walk;
mod words;
mod workflow;
