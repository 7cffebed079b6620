//! The built `smena`, run as a person or a program runs it; no authority is needed.

#![cfg(test)]

mod commands;
mod common;
mod containers;
mod inspect;
mod verify;
mod words;
mod workplace;
