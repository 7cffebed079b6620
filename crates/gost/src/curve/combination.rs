//! Sums of two multiples in variable time, for verification: both multiples share the doublings
//! (Straus), and are taken in sparse digits of signs.
//!
//! A multiple can be cut into spans, each with a table of its own for P, 2ˢ·P, 2²ˢ·P and so on;
//! then there are only as many doublings as a span has bits. That pays for a point that comes
//! often: the generator, whose table always has the spans, and a key that is prepared.
//!
//! Signatures of GOST R 34.10 are not verified in batches: they carry r, the abscissa of a point
//! modulo q, and not the point, so that a random sum of several equations cannot be compared with
//! anything before each point is recovered, sign unknown, by a square root of its own; that and its
//! share of the sum costs as much as the doublings saved.

use super::{
    Scalar,
    multiples::{self, Law, Order, Summand},
    recoding,
};

/// Spans of a multiple of a prepared point.
const SPANS: usize = 4;

/// Width of the sparse digits of a multiple of the generator: 256 multiples for each span.
const GENERATOR_WIDTH: usize = 10;

/// Width for a point that is prepared: 32 multiples for each span.
const PREPARED_WIDTH: usize = 7;

/// Width for a point that comes once: 8 multiples, or 16 where the digits are many.
const fn once_width<L: Law>() -> usize {
    if bits::<L>() > 256 { 6 } else { 5 }
}

/// The multiples of one point for the spans of a multiple.
pub(crate) struct SpanTable<E> {
    entries: Vec<E>,
    width: usize,
}

/// Digits with the table they point into; the digits of position i count 2ⁱ.
struct Stream<'a, S> {
    digits: Vec<i16>,
    table: &'a [S],
}

impl<S: Summand> Stream<'_, S> {
    fn len(&self) -> usize {
        self.digits.len()
    }

    fn is_idle(&self, at: usize) -> bool {
        self.digits.get(at).is_none_or(|digit| *digit == 0)
    }

    fn summand(&self, at: usize) -> Option<S> {
        let digit = *self.digits.get(at).filter(|digit| **digit != 0)?;
        let found = &self.table[usize::from(digit.unsigned_abs() / 2)];
        Some(found.negated_if_public(digit < 0))
    }
}

/// The table for the generator.
pub(crate) fn generator_spans<L: Law>() -> SpanTable<L::Entry> {
    span_table::<L>(&L::generator(), GENERATOR_WIDTH)
}

/// The table for a point of the group that verifies often; not the identity.
pub(crate) fn prepared_spans<L: Law>(point: &L::Point) -> SpanTable<L::Entry> {
    span_table::<L>(point, PREPARED_WIDTH)
}

fn span_table<L: Law>(point: &L::Point, width: usize) -> SpanTable<L::Entry> {
    let mut points = Vec::new();
    let mut base = *point;
    for span in 0..SPANS {
        if span > 0 {
            for _ in 0..span_bits::<L>() {
                base = L::double(&base, true);
            }
        }
        points.extend(multiples::odd_multiples::<L>(&base, 1 << (width - 2)));
    }
    SpanTable {
        entries: L::entries_vartime(&points),
        width,
    }
}

const fn bits<L: Law>() -> usize {
    recoding::digit_count(<L::Scalar as Scalar>::BITS, 1)
}

const fn span_bits<L: Law>() -> usize {
    bits::<L>().div_ceil(SPANS)
}

/// The streams of a multiple cut into spans.
fn spans<'a, L: Law>(
    table: &'a SpanTable<L::Entry>,
    multiple: &L::Scalar,
) -> impl Iterator<Item = Stream<'a, L::Entry>> {
    let words = multiple.words();
    let tables = table.entries.chunks(1 << (table.width - 2));
    tables.enumerate().map(move |(span, entries)| Stream {
        digits: recoding::sparse_digits(
            words.as_ref(),
            span * span_bits::<L>(),
            span_bits::<L>(),
            table.width,
        ),
        table: entries,
    })
}

/// `a` times the generator and `b` times a prepared point.
#[inline(always)]
pub(crate) fn combine_prepared<L: Law>(
    generator: &SpanTable<L::Entry>,
    a: &L::Scalar,
    point: &SpanTable<L::Entry>,
    b: &L::Scalar,
) -> L::Point {
    let streams: Vec<_> = spans::<L>(generator, a)
        .chain(spans::<L>(point, b))
        .collect();
    sum::<L>(&streams, None)
}

/// `a` times the generator and `b` times a point of the group, which is not the identity.
#[inline(always)]
pub(crate) fn combine<L: Law>(
    generator: &SpanTable<L::Entry>,
    a: &L::Scalar,
    point: &L::Point,
    b: &L::Scalar,
) -> L::Point {
    let multiples = multiples::odd_multiples::<L>(point, 1 << (once_width::<L>() - 2));
    let cached: Vec<_> = multiples.iter().map(L::cache).collect();
    let whole = |multiple: &L::Scalar, width| {
        recoding::sparse_digits(multiple.words().as_ref(), 0, bits::<L>(), width)
    };
    let generator = Stream {
        digits: whole(a, generator.width),
        table: &generator.entries[..1 << (generator.width - 2)],
    };
    let point = Stream {
        digits: whole(b, once_width::<L>()),
        table: &cached,
    };
    sum::<L>(&[generator], Some(&point))
}

/// The sum of all streams, without what only an addition needs.
#[inline(always)]
fn sum<L: Law>(
    entries: &[Stream<'_, L::Entry>],
    cached: Option<&Stream<'_, L::Cached>>,
) -> L::Point {
    let lengths = entries.iter().map(Stream::len);
    let length = lengths.chain(cached.map(Stream::len)).max().unwrap_or(0);
    let is_idle = |at| {
        cached.is_none_or(|stream| stream.is_idle(at))
            && entries.iter().all(|stream| stream.is_idle(at))
    };
    let mut sum = L::IDENTITY;
    for at in (0..length).rev().skip_while(|at| is_idle(*at)) {
        let mut left = entries.iter().filter(|stream| !stream.is_idle(at)).count();
        let summand = cached.and_then(|stream| stream.summand(at));
        sum = L::double(&sum, left > 0 || summand.is_some());
        if let Some(summand) = summand {
            sum = L::add_vartime(&sum, &summand, left > 0);
        }
        for summand in entries.iter().filter_map(|stream| stream.summand(at)) {
            left -= 1;
            sum = L::add_entry_vartime(&sum, &summand, left > 0);
        }
    }
    sum
}
