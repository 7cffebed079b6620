//! The tables of a generator: built when they are first used, kept for the life of the program.
//!
//! What they take: with digits of 6 bits the table for multiples in constant time has 43·32 points of
//! a 256-bit curve (88 KiB, in Edwards form 129 KiB) or 86·32 of a 512-bit one (344 KiB, 510 KiB in
//! Edwards form); the table for verification has 4·256 points (64 or 128 KiB, 96 or 192 KiB). A
//! program that uses one curve builds the tables of that curve only.

use std::sync::OnceLock;

use super::{
    combination::{self, SpanTable},
    multiples::{self, Law},
};

/// Tables of a generator, each built when it is first used.
pub(crate) struct Tables<E> {
    windows: OnceLock<Vec<E>>,
    spans: OnceLock<SpanTable<E>>,
}

impl<E> Tables<E> {
    /// Tables that are not built yet.
    pub(crate) const fn new() -> Self {
        Self {
            windows: OnceLock::new(),
            spans: OnceLock::new(),
        }
    }

    /// The table for multiples in constant time.
    pub(crate) fn windows<L: Law<Entry = E>>(&self) -> &[E] {
        self.windows.get_or_init(multiples::generator_windows::<L>)
    }

    /// The table for sums in variable time.
    pub(crate) fn spans<L: Law<Entry = E>>(&self) -> &SpanTable<E> {
        self.spans.get_or_init(combination::generator_spans::<L>)
    }
}
