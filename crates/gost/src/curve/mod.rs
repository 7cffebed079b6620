//! The arithmetic of the curves behind a narrow seam.
//!
//! [`Group`] and [`Scalar`] are all that signatures and key agreement need: a multiple of the
//! generator or of any point in constant time, a sum of two multiples in variable time, decoding of a
//! point with all checks, and the integers modulo the order. The seam speaks big-endian octets and
//! knows no parameter sets, digests or signatures.
//!
//! Below it, from the bottom: `limbs` (integers of words), `inversion`, `field` (two kinds of prime),
//! `recoding` (integers as digits), `multiples` (constant time) and `combination` (variable time) over
//! the addition laws of `weierstrass` and `edwards`, `tables` of the generators, and `parameters`,
//! which makes a curve of its numbers in `tc26_256`, `tc26_512` and `rfc7091`. Why it is our own:
//! `docs/decisions/0012-own-curve-arithmetic.md`. In tests `oracle` answers the same seam with
//! `primeorder` and `crypto-bigint`, from numbers of its own.
#![expect(
    clippy::inline_always,
    clippy::many_single_char_names,
    clippy::similar_names,
    reason = "a call costs as much as half an addition in the field; formulas keep the names of their papers"
)]

mod combination;
mod edwards;
mod field;
mod inversion;
mod limbs;
mod multiples;
#[cfg(test)]
mod oracle;
mod parameters;
mod recoding;
mod rfc7091;
mod tables;
mod tc26_256;
mod tc26_512;
mod weierstrass;

use subtle::{Choice, CtOption};
use zeroize::{Zeroize, Zeroizing};

pub(crate) use self::{
    rfc7091::{Test256, Test512},
    tc26_256::{Tc26256A, Tc26256B, Tc26256C, Tc26256D},
    tc26_512::{Tc26512A, Tc26512B, Tc26512C},
};

/// Evaluates an expression with a type name bound to the [`Group`] of a [`crate::Curve`].
macro_rules! on_curve {
    ($curve:expr, $group:ident => $body:expr) => {
        $crate::curve::on_curve!(
            @arms $curve, $group, $body,
            Tc26256A Tc26256B Tc26256C Tc26256D Tc26512A Tc26512B Tc26512C Test256 Test512
        )
    };
    (@arms $curve:expr, $group:ident, $body:expr, $($name:ident)+) => {
        match $curve {
            $($crate::Curve::$name => {
                type $group = $crate::curve::$name;
                $body
            })+
        }
    };
}
pub(crate) use on_curve;

/// Why two coordinates are no public key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PointRefusal {
    /// A coordinate is not below the field's prime, or the equation of the curve does not hold.
    NotOnCurve,
    /// The point has a component outside the group of the generator.
    NotInSubgroup,
}

/// An integer modulo the order of the generator. Operations are in constant time unless named
/// otherwise.
pub(crate) trait Scalar: Copy + Zeroize {
    /// Bits of the order.
    const BITS: u32;

    /// Reads a big-endian integer of the full size; none when it is not below the order.
    fn from_canonical(octets: &[u8]) -> CtOption<Self>;

    /// Reads a big-endian integer of the full size, whatever its value, modulo the order.
    fn from_reduced(octets: &[u8]) -> Self;

    /// Writes the integer big-endian in the full size.
    fn to_octets(&self) -> Zeroizing<Vec<u8>>;

    /// Whether the integer is zero.
    fn is_zero(&self) -> Choice;

    /// The sum.
    fn plus(&self, other: &Self) -> Self;

    /// The difference.
    fn minus(&self, other: &Self) -> Self;

    /// The product.
    fn times(&self, other: &Self) -> Self;

    /// The negative.
    fn negated(&self) -> Self;

    /// The inverse in variable time, for public values; none for zero.
    fn inverted_vartime(&self) -> Option<Self>;
}

/// Affine coordinates, big-endian in the full size.
pub(crate) struct Coordinates {
    /// The abscissa.
    pub(crate) x: Vec<u8>,
    /// The ordinate.
    pub(crate) y: Vec<u8>,
}

/// The group of the generator of one curve.
pub(crate) trait Group {
    /// Octets of a coordinate and of a scalar.
    const SIZE: usize;

    /// Points of the curve divided by points of the group.
    const COFACTOR: u8;

    /// Multiples of the generator are counted in these.
    type Scalar: Scalar;

    /// An element of the group.
    type Point: Copy + Zeroize;

    /// A table of multiples of an element.
    type Prepared: Send + Sync + 'static;

    /// The multiple of the generator, in constant time.
    fn multiply_generator(multiple: &Self::Scalar) -> Self::Point;

    /// The multiple of an element that is not the identity, in constant time.
    fn multiply(point: &Self::Point, multiple: &Self::Scalar) -> Self::Point;

    /// `a` times the generator and `b` times an element that is not the identity, in variable time.
    fn combine_vartime(a: &Self::Scalar, b: &Self::Scalar, point: &Self::Point) -> Self::Point;

    /// Makes the table of an element that is not the identity.
    fn prepare(point: &Self::Point) -> Self::Prepared;

    /// As [`Self::combine_vartime`], faster.
    fn combine_prepared_vartime(
        a: &Self::Scalar,
        b: &Self::Scalar,
        point: &Self::Prepared,
    ) -> Self::Point;

    /// Whether the abscissa of an element is r modulo the order, in variable time; the identity has
    /// no abscissa.
    fn has_abscissa_vartime(point: &Self::Point, r: &Self::Scalar) -> bool;

    /// Reads a point from coordinates of the full size and checks that it is on the curve and in
    /// the group of the generator. The identity has no coordinates and so is never read.
    fn decode(x: &[u8], y: &[u8]) -> Result<Self::Point, PointRefusal>;

    /// Reads a point that [`Self::decode`] has accepted before, without the check of the group.
    fn decode_accepted(x: &[u8], y: &[u8]) -> Result<Self::Point, PointRefusal>;

    /// The affine coordinates, none for the identity.
    fn coordinates(point: &Self::Point) -> Option<Coordinates>;
}

#[cfg(test)]
mod tests;
#[cfg(test)]
#[path = "../../benches/timing/secrets.rs"]
mod timing;
