//! The built `smena`, run as a person or a program runs it; no authority is needed.

#![cfg(test)]

mod commands;
mod common;
mod inspect;
mod verify;
mod words;
mod workplace;
