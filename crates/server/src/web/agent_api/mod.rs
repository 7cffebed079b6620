//! The interface for agents, version 1 (`docs/protocol.md`): JSON, door D.

pub(super) mod errands;
pub(super) mod parts;
pub(super) mod renewals;
pub(super) mod session;
