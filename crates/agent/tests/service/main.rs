//! The agent's pages over real sockets: the rules of HTTP, held by every route of the table.

#![cfg(test)]

mod browser;
mod doctor;
mod rules;
