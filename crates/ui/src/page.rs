//! What the pages of portal and agent share: the frame around every page ([`Shell`]), the parts that pages are put
//! together from ([`part`]), the files that pages load ([`asset`]) and pictures of pages for review ([`preview`]).
//!
//! A page is an askama template in the crate that serves it. It extends `layout.html` of this crate (the serving crate names
//! `../ui/templates` in its `askama.toml`) and has a field `shell`. Nothing here knows a rule, an address or a message of
//! a program: contexts come formatted for people.

pub mod asset;
pub mod part;
pub mod preview;
mod shell;

pub use shell::{Area, Live, Masthead, NavItem, Shell, SignOut};
