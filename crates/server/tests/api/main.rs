//! The interface for agents, through the router, with a server in a temporary folder, a clock set by hand and real keys.
//!
//! Files mirror `src/web`: [`routes`] walks the table, [`sessions`], [`errands`] and [`renewals`] are the routes of
//! `agent_api`; [`phone_codes`] are sent by a gateway; [`aftercare`] tells what follows the certificate; [`status`] is
//! about a source of status that fails;
//! [`uploads`] are documents that holders send; [`whole`] walks each shipped procedure to its end;
//! [`products`] holds what is refused of what agents send; [`words`] the messages.

#![cfg(test)]

mod aftercare;
mod agent;
mod errands;
mod holders;
mod office;
mod phone_codes;
mod products;
mod renewals;
mod routes;
mod sessions;
mod status;
mod uploads;
mod whole;
mod words;
mod world;
