//! Tests of the wire and of the signed structures: round trips, refusals, frozen vectors, examples of the
//! documentation.

#![cfg(test)]

mod documentation;
mod envelope;
mod example;
mod messages;
mod seeded;
mod signed;
mod vectors;
