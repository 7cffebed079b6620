//! Points of y² = x³ + a·x + b.
//!
//! Jacobian coordinates (x = X/Z², y = Y/Z³) where points are doubled; coordinates with ZZ and ZZZ
//! (x = X/ZZ, y = Y/ZZZ, ZZ³ = ZZZ²), whose addition of an affine point is cheaper, where entries
//! of a table are only summed. The formulas are those of the Explicit-Formulas Database of Bernstein
//! and Lange: madd, add-1998-cmo-2, and for ZZ and ZZZ madd-2008-s and mdbl-2008-s-1; doubling is
//! dbl-1998-cmo-2 with X/4, Y/8 and Z/2 in the place of X, Y and Z, which stand for the same point.
//! They are not complete; `multiples` proves where that does not matter and says where a double must
//! be chosen. The identity has Z = 0.

use std::marker::PhantomData;

use zeroize::Zeroize;

use super::{
    Coordinates, Group, PointRefusal,
    combination::{self, SpanTable},
    field::{Field, Wide as _, inverted_together_vartime},
    limbs::Mask,
    multiples::{self, Law, Order, Summand},
    tables::Tables,
};

/// The parameters of a curve, and where its tables lie.
pub(crate) trait Parameters: 'static {
    /// The field.
    type Field: Field;
    /// The integers modulo the order of the generator.
    type Scalar: Order;

    /// Octets of a coordinate.
    const SIZE: usize;
    /// Whether a is −3, for which doubling is cheaper.
    const A_IS_MINUS_THREE: bool;
    /// The coefficient a.
    const A: Self::Field;
    /// The coefficient b.
    const B: Self::Field;
    /// The generator.
    const GENERATOR: (Self::Field, Self::Field);

    /// The tables of the generator.
    fn tables() -> &'static Tables<Affine<Self::Field>>;
}

/// A curve in short Weierstrass form with the parameters of `P`.
pub(crate) struct Weierstrass<P>(PhantomData<P>);

/// A point in Jacobian coordinates.
#[derive(Clone, Copy)]
pub(crate) struct Jacobian<F> {
    x: F,
    y: F,
    z: F,
}

/// A point in affine coordinates.
#[derive(Clone, Copy)]
pub(crate) struct Affine<F> {
    x: F,
    y: F,
}

/// A point in Jacobian coordinates with what adding it needs of Z.
#[derive(Clone, Copy)]
pub(crate) struct CachedJacobian<F> {
    point: Jacobian<F>,
    z2: F,
    z3: F,
}

/// A sum of affine points.
pub(crate) struct Sum<F> {
    x: F,
    y: F,
    zz: F,
    zzz: F,
}

impl<F: Field> Zeroize for Jacobian<F> {
    fn zeroize(&mut self) {
        self.x.zeroize();
        self.y.zeroize();
        self.z.zeroize();
    }
}

impl<F: Field> Zeroize for Affine<F> {
    fn zeroize(&mut self) {
        self.x.zeroize();
        self.y.zeroize();
    }
}

impl<F: Field> Zeroize for CachedJacobian<F> {
    fn zeroize(&mut self) {
        self.point.zeroize();
        self.z2.zeroize();
        self.z3.zeroize();
    }
}

impl<F: Field> Zeroize for Sum<F> {
    fn zeroize(&mut self) {
        self.x.zeroize();
        self.y.zeroize();
        self.zz.zeroize();
        self.zzz.zeroize();
    }
}

impl<F: Field> Summand for Affine<F> {
    const NOTHING: Self = Self {
        x: F::NOTHING,
        y: F::NOTHING,
    };

    #[inline(always)]
    fn gather(&mut self, mask: Mask, other: &Self) {
        self.x.gather(mask, &other.x);
        self.y.gather(mask, &other.y);
    }

    #[inline(always)]
    fn negated_where(&self, mask: Mask) -> Self {
        Self {
            x: self.x,
            y: self.y.negated_where(mask),
        }
    }
}

impl<F: Field> Summand for CachedJacobian<F> {
    const NOTHING: Self = Self {
        point: Jacobian {
            x: F::NOTHING,
            y: F::NOTHING,
            z: F::NOTHING,
        },
        z2: F::NOTHING,
        z3: F::NOTHING,
    };

    #[inline(always)]
    fn gather(&mut self, mask: Mask, other: &Self) {
        self.point.x.gather(mask, &other.point.x);
        self.point.y.gather(mask, &other.point.y);
        self.point.z.gather(mask, &other.point.z);
        self.z2.gather(mask, &other.z2);
        self.z3.gather(mask, &other.z3);
    }

    #[inline(always)]
    fn negated_where(&self, mask: Mask) -> Self {
        let mut copy = *self;
        copy.point.y = self.point.y.negated_where(mask);
        copy
    }
}

impl<F: Field> Jacobian<F> {
    #[inline(always)]
    fn choose(mask: Mask, then: &Self, other: &Self) -> Self {
        Self {
            x: F::choose(mask, &then.x, &other.x),
            y: F::choose(mask, &then.y, &other.y),
            z: F::choose(mask, &then.z, &other.z),
        }
    }
}

/// What an addition finds before it divides: the summands are equal where both are zero, opposite
/// where only the first is.
struct Differences<F> {
    of_x: F,
    of_y: F,
}

impl<F: Field> Differences<F> {
    fn are_zero(&self) -> Mask {
        self.of_x.is_zero().and(self.of_y.is_zero())
    }
}

/// m² − 2v as an abscissa, and v less that, for `square` = m².
#[inline(always)]
fn abscissa<F: Field>(square: &F::Wide, v: &F) -> (F, F) {
    let twice = v.wide().doubled();
    let x = square.minus(&twice).reduced();
    (x, twice.plus(&v.wide()).minus(square).reduced())
}

/// The common end of both Jacobian additions: u1 and s1 are X and Y of the first summand over the
/// common denominator, z is the product of the two.
#[inline(always)]
fn join<F: Field>(differences: &Differences<F>, u1: &F, s1: &F, z: &F) -> Jacobian<F> {
    let Differences { of_x: h, of_y: r } = differences;
    let h2 = h.squared();
    let h3 = h2.times(h);
    let v = u1.times(&h2);
    let (x, from_x) = abscissa(&r.square().minus(&h3.wide()), &v);
    Jacobian {
        x,
        y: r.product(&from_x).minus(&s1.product(&h3)).reduced(),
        z: z.times(h),
    }
}

impl<P: Parameters> Weierstrass<P> {
    #[inline(always)]
    fn add_any(
        a: &Jacobian<P::Field>,
        b: &CachedJacobian<P::Field>,
    ) -> (Jacobian<P::Field>, Differences<P::Field>) {
        let a_z2 = a.z.squared();
        let a_z3 = a_z2.times(&a.z);
        let u1 = a.x.times(&b.z2);
        let s1 = a.y.times(&b.z3);
        let differences = Differences {
            of_x: b.point.x.product(&a_z2).minus(&u1.wide()).reduced(),
            of_y: b.point.y.product(&a_z3).minus(&s1.wide()).reduced(),
        };
        let z = a.z.times(&b.point.z);
        (join(&differences, &u1, &s1, &z), differences)
    }

    #[inline(always)]
    fn add_affine(
        a: &Jacobian<P::Field>,
        b: &Affine<P::Field>,
    ) -> (Jacobian<P::Field>, Differences<P::Field>) {
        let a_z2 = a.z.squared();
        let a_z3 = a_z2.times(&a.z);
        let differences = Differences {
            of_x: b.x.product(&a_z2).minus(&a.x.wide()).reduced(),
            of_y: b.y.product(&a_z3).minus(&a.y.wide()).reduced(),
        };
        (join(&differences, &a.x, &a.y, &a.z), differences)
    }

    /// The sum of an addition in variable time, with its exceptional cases.
    fn settled(
        a: &Jacobian<P::Field>,
        b: &Jacobian<P::Field>,
        (sum, differences): (Jacobian<P::Field>, Differences<P::Field>),
    ) -> Jacobian<P::Field> {
        // Z of the sum is the product of both with the difference of the abscissas.
        if !sum.z.is_zero().reveal() {
            sum
        } else if a.z.is_zero().reveal() {
            *b
        } else if b.z.is_zero().reveal() {
            *a
        } else if differences.are_zero().reveal() {
            Self::double(a, true)
        } else {
            // Opposite summands have a sum with Z = 0, which is the identity.
            sum
        }
    }

    /// Adds an affine point to a sum; the differences say whether the summands were special.
    #[inline(always)]
    fn added(
        sum: &Sum<P::Field>,
        entry: &Affine<P::Field>,
    ) -> (Sum<P::Field>, Differences<P::Field>) {
        let h = entry.x.product(&sum.zz).minus(&sum.x.wide()).reduced();
        let r = entry.y.product(&sum.zzz).minus(&sum.y.wide()).reduced();
        let h2 = h.squared();
        let h3 = h2.times(&h);
        let v = sum.x.times(&h2);
        let (x, from_x) = abscissa(&r.square().minus(&h3.wide()), &v);
        let added = Sum {
            x,
            y: r.product(&from_x).minus(&sum.y.product(&h3)).reduced(),
            zz: sum.zz.times(&h2),
            zzz: sum.zzz.times(&h3),
        };
        (added, Differences { of_x: h, of_y: r })
    }

    /// The point of a sum in Jacobian coordinates with Z = ZZZ, since ZZZ² = ZZ³.
    #[inline(always)]
    fn jacobian(sum: &Sum<P::Field>) -> Jacobian<P::Field> {
        Jacobian {
            x: sum.x.times(&sum.zz.squared()),
            y: sum.y.times(&sum.zzz.squared()),
            z: sum.zzz,
        }
    }

    const fn of_affine(affine: &Affine<P::Field>) -> Jacobian<P::Field> {
        Jacobian {
            x: affine.x,
            y: affine.y,
            z: P::Field::ONE,
        }
    }

    fn is_on_curve(x: &P::Field, y: &P::Field) -> bool {
        let right = x.squared().plus(&P::A).times(x).plus(&P::B);
        y.squared().equals(&right).reveal()
    }
}

impl<P: Parameters> Law for Weierstrass<P> {
    type Scalar = P::Scalar;
    type Point = Jacobian<P::Field>;
    type Entry = Affine<P::Field>;
    type Cached = CachedJacobian<P::Field>;
    type Sum = Sum<P::Field>;

    const IDENTITY: Self::Point = Jacobian {
        x: P::Field::ONE,
        y: P::Field::ONE,
        z: P::Field::ZERO,
    };

    fn generator() -> Self::Point {
        let (x, y) = P::GENERATOR;
        Self::of_affine(&Affine { x, y })
    }

    fn sum_vartime(a: &Self::Point, b: &Self::Point) -> Self::Point {
        Self::add_vartime(a, &Self::cache(b), true)
    }

    #[inline(always)]
    fn double(point: &Self::Point, _extended: bool) -> Self::Point {
        let Jacobian { x, y, z } = point;
        let z2 = z.square();
        // Half of the slope, which leaves Y·Z in the place of 2·Y·Z.
        let slope = if P::A_IS_MINUS_THREE {
            let below = x.wide().minus(&z2).reduced();
            let above = x.wide().plus(&z2).reduced();
            below.product(&above).tripled()
        } else {
            let a_z4 = P::A.product(&z2.reduced().squared());
            x.square().tripled().plus(&a_z4)
        };
        let slope = slope.halved().reduced();
        let y2 = y.squared();
        let (new_x, from_x) = abscissa(&slope.square(), &x.times(&y2));
        Jacobian {
            x: new_x,
            y: slope.product(&from_x).minus(&y2.square()).reduced(),
            z: y.times(z),
        }
    }

    fn entries_vartime(points: &[Self::Point]) -> Vec<Self::Entry> {
        let denominators: Vec<_> = points.iter().map(|point| point.z).collect();
        let inverses = inverted_together_vartime(&denominators);
        let affine = |(point, inverse): (&Self::Point, P::Field)| {
            let inverse2 = inverse.squared();
            Affine {
                x: point.x.times(&inverse2),
                y: point.y.times(&inverse2.times(&inverse)),
            }
        };
        points.iter().zip(inverses).map(affine).collect()
    }

    #[inline(always)]
    fn cache(point: &Self::Point) -> Self::Cached {
        let z2 = point.z.squared();
        CachedJacobian {
            point: *point,
            z2,
            z3: z2.times(&point.z),
        }
    }

    fn begin(entry: &Self::Entry) -> Self::Sum {
        Sum {
            x: entry.x,
            y: entry.y,
            zz: P::Field::ONE,
            zzz: P::Field::ONE,
        }
    }

    #[inline(always)]
    fn accumulate(sum: &mut Self::Sum, entry: &Self::Entry) {
        (*sum, _) = Self::added(sum, entry);
    }

    fn finish(sum: &Self::Sum, entry: &Self::Entry, may_double: bool) -> Self::Point {
        let (added, differences) = Self::added(sum, entry);
        let point = Self::jacobian(&added);
        if may_double {
            let double = Self::double(&Self::of_affine(entry), true);
            Jacobian::choose(differences.are_zero(), &double, &point)
        } else {
            point
        }
    }

    #[inline(always)]
    fn add(point: &Self::Point, cached: &Self::Cached, _extended: bool) -> Self::Point {
        Self::add_any(point, cached).0
    }

    fn add_last(point: &Self::Point, cached: &Self::Cached, may_double: bool) -> Self::Point {
        let (sum, differences) = Self::add_any(point, cached);
        if may_double {
            let double = Self::double(point, true);
            Jacobian::choose(differences.are_zero(), &double, &sum)
        } else {
            sum
        }
    }

    fn uncache(cached: &Self::Cached) -> Self::Point {
        cached.point
    }

    fn negated_where(point: &Self::Point, mask: Mask) -> Self::Point {
        let mut copy = *point;
        copy.y = point.y.negated_where(mask);
        copy
    }

    #[inline(always)]
    fn add_entry_vartime(point: &Self::Point, entry: &Self::Entry, _extended: bool) -> Self::Point {
        Self::settled(
            point,
            &Self::of_affine(entry),
            Self::add_affine(point, entry),
        )
    }

    #[inline(always)]
    fn add_vartime(point: &Self::Point, cached: &Self::Cached, _extended: bool) -> Self::Point {
        Self::settled(point, &cached.point, Self::add_any(point, cached))
    }
}

impl<P: Parameters> Group for Weierstrass<P> {
    const SIZE: usize = P::SIZE;
    const COFACTOR: u8 = 1;

    type Scalar = P::Scalar;
    type Point = Jacobian<P::Field>;
    type Prepared = SpanTable<Affine<P::Field>>;

    fn multiply_generator(multiple: &P::Scalar) -> Self::Point {
        multiples::multiply_generator::<Self>(P::tables().windows::<Self>(), multiple)
    }

    fn multiply(point: &Self::Point, multiple: &P::Scalar) -> Self::Point {
        multiples::multiply::<Self>(point, multiple)
    }

    fn prepare(point: &Self::Point) -> Self::Prepared {
        combination::prepared_spans::<Self>(point)
    }

    fn combine_vartime(a: &P::Scalar, b: &P::Scalar, point: &Self::Point) -> Self::Point {
        combination::combine::<Self>(P::tables().spans::<Self>(), a, point, b)
    }

    fn combine_prepared_vartime(
        a: &P::Scalar,
        b: &P::Scalar,
        point: &Self::Prepared,
    ) -> Self::Point {
        combination::combine_prepared::<Self>(P::tables().spans::<Self>(), a, point, b)
    }

    fn has_abscissa_vartime(point: &Self::Point, r: &P::Scalar) -> bool {
        // x = X/Z², so X is compared with the abscissa times Z²; the identity has none.
        let z2 = point.z.squared();
        let is_it = |x: P::Field| x.times(&z2).equals(&point.x).reveal();
        !z2.is_zero().reveal() && multiples::abscissas(r).any(is_it)
    }

    fn decode(x: &[u8], y: &[u8]) -> Result<Self::Point, PointRefusal> {
        // The order of the curve is prime: each of its points is in the group.
        Self::decode_accepted(x, y)
    }

    fn decode_accepted(x: &[u8], y: &[u8]) -> Result<Self::Point, PointRefusal> {
        let x = P::Field::decoded(x).ok_or(PointRefusal::NotOnCurve)?;
        let y = P::Field::decoded(y).ok_or(PointRefusal::NotOnCurve)?;
        if !Self::is_on_curve(&x, &y) {
            return Err(PointRefusal::NotOnCurve);
        }
        Ok(Self::of_affine(&Affine { x, y }))
    }

    fn coordinates(point: &Self::Point) -> Option<Coordinates> {
        let mut inverse = point.z.inverted();
        let inverse2 = inverse.squared();
        let x = point.x.times(&inverse2);
        let y = point.y.times(&inverse2.times(&inverse));
        inverse.zeroize();
        let finite = !point.z.is_zero().reveal();
        finite.then(|| Coordinates {
            x: x.to_octets(),
            y: y.to_octets(),
        })
    }
}
