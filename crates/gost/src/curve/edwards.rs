//! Points of curves that have a twisted Edwards form u² + v² = 1 + d·u²·v² (RFC 7836 appendix A.2,
//! where e = 1).
//!
//! d is no square, so the addition law is complete: it holds for equal and opposite summands and for
//! the identity (0, 1) (Bernstein and Lange, "Faster addition and doubling on elliptic curves",
//! 2007). Extended coordinates u = X/Z, v = Y/Z, T = X·Y/Z (Hisil, Wong, Carter and Dawson, "Twisted
//! Edwards curves revisited", 2008: add-2008-hwcd, dbl-2008-hwcd).
//!
//! Documents carry the short Weierstrass form. With s = (1 − d)/4 and t = (1 + d)/6 the maps are
//! x = s(1 + v)/(1 − v) + t, y = s(1 + v)/((1 − v)·u) and u = (x − t)/y, v = (x − t − s)/(x − t + s).
//! Exceptional for the second are y = 0, a point of order 2, and x = t − s: a point with that x would
//! have order 4 and stand for a point at infinity of the Edwards form, of which there is none over the
//! field where d is no square.

use std::marker::PhantomData;

use zeroize::Zeroize;

use super::{
    Coordinates, Group, PointRefusal, Scalar as _,
    combination::{self, SpanTable},
    field::{Field, Wide, inverted_together_vartime},
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
    /// The coefficient a of the short Weierstrass form.
    const A: Self::Field;
    /// The coefficient b of the short Weierstrass form.
    const B: Self::Field;
    /// The coefficient d.
    const D: Self::Field;
    /// s = (1 − d)/4.
    const S: Self::Field;
    /// t = (1 + d)/6.
    const T: Self::Field;
    /// The generator in Edwards form.
    const GENERATOR: (Self::Field, Self::Field);

    /// The tables of the generator.
    fn tables() -> &'static Tables<Affine<Self::Field>>;
}

/// A curve in twisted Edwards form with the parameters of `P`.
pub(crate) struct Edwards<P>(PhantomData<P>);

/// A point in extended coordinates.
#[derive(Clone, Copy)]
pub(crate) struct Extended<F> {
    x: F,
    y: F,
    z: F,
    t: F,
}

/// A point in affine coordinates, with d·u·v.
#[derive(Clone, Copy)]
pub(crate) struct Affine<F> {
    u: F,
    v: F,
    duv: F,
}

/// A point in extended coordinates, with T times d.
#[derive(Clone, Copy)]
pub(crate) struct CachedExtended<F> {
    x: F,
    y: F,
    z: F,
    dt: F,
    t: F,
}

impl<F: Field> Zeroize for Extended<F> {
    fn zeroize(&mut self) {
        self.x.zeroize();
        self.y.zeroize();
        self.z.zeroize();
        self.t.zeroize();
    }
}

impl<F: Field> Zeroize for Affine<F> {
    fn zeroize(&mut self) {
        self.u.zeroize();
        self.v.zeroize();
        self.duv.zeroize();
    }
}

impl<F: Field> Zeroize for CachedExtended<F> {
    fn zeroize(&mut self) {
        self.x.zeroize();
        self.y.zeroize();
        self.z.zeroize();
        self.dt.zeroize();
        self.t.zeroize();
    }
}

impl<F: Field> Summand for Affine<F> {
    const NOTHING: Self = Self {
        u: F::NOTHING,
        v: F::NOTHING,
        duv: F::NOTHING,
    };

    #[inline(always)]
    fn gather(&mut self, mask: Mask, other: &Self) {
        self.u.gather(mask, &other.u);
        self.v.gather(mask, &other.v);
        self.duv.gather(mask, &other.duv);
    }

    #[inline(always)]
    fn negated_where(&self, mask: Mask) -> Self {
        Self {
            u: self.u.negated_where(mask),
            v: self.v,
            duv: self.duv.negated_where(mask),
        }
    }
}

impl<F: Field> Summand for CachedExtended<F> {
    const NOTHING: Self = Self {
        x: F::NOTHING,
        y: F::NOTHING,
        z: F::NOTHING,
        dt: F::NOTHING,
        t: F::NOTHING,
    };

    #[inline(always)]
    fn gather(&mut self, mask: Mask, other: &Self) {
        self.x.gather(mask, &other.x);
        self.y.gather(mask, &other.y);
        self.z.gather(mask, &other.z);
        self.dt.gather(mask, &other.dt);
        self.t.gather(mask, &other.t);
    }

    #[inline(always)]
    fn negated_where(&self, mask: Mask) -> Self {
        Self {
            x: self.x.negated_where(mask),
            y: self.y,
            z: self.z,
            dt: self.dt.negated_where(mask),
            t: self.t.negated_where(mask),
        }
    }
}

/// The common end of both additions: products of the coordinates of the summands, with d in `t`.
#[inline(always)]
fn join<F: Field>(
    x: &F::Wide,
    y: &F::Wide,
    z: &F::Wide,
    t: &F::Wide,
    cross: &F::Wide,
    extended: bool,
) -> Extended<F> {
    let e = cross.minus(x).minus(y).reduced();
    let f = z.minus(t).reduced();
    let g = z.plus(t).reduced();
    let h = y.minus(x).reduced();
    of_factors(&e, &f, &g, &h, extended)
}

/// The point with X/Z = e/g and Y/Z = h/f.
#[inline(always)]
fn of_factors<F: Field>(e: &F, f: &F, g: &F, h: &F, extended: bool) -> Extended<F> {
    Extended {
        x: e.times(f),
        y: g.times(h),
        z: f.times(g),
        t: if extended { e.times(h) } else { F::ZERO },
    }
}

impl<P: Parameters> Edwards<P> {
    #[inline(always)]
    fn add_affine(
        a: &Extended<P::Field>,
        b: &Affine<P::Field>,
        extended: bool,
    ) -> Extended<P::Field> {
        let cross = a.x.plus(&a.y).product(&b.u.plus(&b.v));
        let (x, y) = (a.x.product(&b.u), a.y.product(&b.v));
        let (z, t) = (a.z.wide(), a.t.product(&b.duv));
        join(&x, &y, &z, &t, &cross, extended)
    }

    /// The point of the Edwards form, projectively, of a point of the short Weierstrass form that is
    /// not exceptional.
    fn of_weierstrass(x: &P::Field, y: &P::Field) -> Extended<P::Field> {
        let from_t = x.minus(&P::T);
        let (above, below) = (from_t.minus(&P::S), from_t.plus(&P::S));
        Extended {
            x: from_t.times(&below),
            y: above.times(y),
            z: y.times(&below),
            t: from_t.times(&above),
        }
    }

    fn is_identity(point: &Extended<P::Field>) -> Mask {
        point.x.is_zero().and(point.y.equals(&point.z))
    }
}

impl<P: Parameters> Law for Edwards<P> {
    type Scalar = P::Scalar;
    type Point = Extended<P::Field>;
    type Entry = Affine<P::Field>;
    type Cached = CachedExtended<P::Field>;
    type Sum = Extended<P::Field>;

    const IDENTITY: Self::Point = Extended {
        x: P::Field::ZERO,
        y: P::Field::ONE,
        z: P::Field::ONE,
        t: P::Field::ZERO,
    };

    fn generator() -> Self::Point {
        let (u, v) = P::GENERATOR;
        Extended {
            x: u,
            y: v,
            z: P::Field::ONE,
            t: u.times(&v),
        }
    }

    fn sum_vartime(a: &Self::Point, b: &Self::Point) -> Self::Point {
        Self::add(a, &Self::cache(b), true)
    }

    #[inline(always)]
    fn double(point: &Self::Point, extended: bool) -> Self::Point {
        let a = point.x.square();
        let b = point.y.square();
        let sum = a.plus(&b);
        let e = point.x.plus(&point.y).square().minus(&sum).reduced();
        let f = sum.minus(&point.z.square().doubled()).reduced();
        let h = a.minus(&b).reduced();
        of_factors(&e, &f, &sum.reduced(), &h, extended)
    }

    fn entries_vartime(points: &[Self::Point]) -> Vec<Self::Entry> {
        let denominators: Vec<_> = points.iter().map(|point| point.z).collect();
        let inverses = inverted_together_vartime(&denominators);
        let affine = |(point, inverse): (&Self::Point, P::Field)| {
            let (u, v) = (point.x.times(&inverse), point.y.times(&inverse));
            let duv = P::D.times(&u).times(&v);
            Affine { u, v, duv }
        };
        points.iter().zip(inverses).map(affine).collect()
    }

    #[inline(always)]
    fn cache(point: &Self::Point) -> Self::Cached {
        CachedExtended {
            x: point.x,
            y: point.y,
            z: point.z,
            dt: P::D.times(&point.t),
            t: point.t,
        }
    }

    fn begin(entry: &Self::Entry) -> Self::Sum {
        Extended {
            x: entry.u,
            y: entry.v,
            z: P::Field::ONE,
            t: entry.u.times(&entry.v),
        }
    }

    #[inline(always)]
    fn accumulate(sum: &mut Self::Sum, entry: &Self::Entry) {
        *sum = Self::add_affine(sum, entry, true);
    }

    fn finish(sum: &Self::Sum, entry: &Self::Entry, _may_double: bool) -> Self::Point {
        Self::add_affine(sum, entry, true)
    }

    #[inline(always)]
    fn add(point: &Self::Point, cached: &Self::Cached, extended: bool) -> Self::Point {
        let cross = point.x.plus(&point.y).product(&cached.x.plus(&cached.y));
        let (x, y) = (point.x.product(&cached.x), point.y.product(&cached.y));
        let (z, t) = (point.z.product(&cached.z), point.t.product(&cached.dt));
        join(&x, &y, &z, &t, &cross, extended)
    }

    fn add_last(point: &Self::Point, cached: &Self::Cached, _may_double: bool) -> Self::Point {
        Self::add(point, cached, true)
    }

    fn uncache(cached: &Self::Cached) -> Self::Point {
        Extended {
            x: cached.x,
            y: cached.y,
            z: cached.z,
            t: cached.t,
        }
    }

    fn negated_where(point: &Self::Point, mask: Mask) -> Self::Point {
        Extended {
            x: point.x.negated_where(mask),
            y: point.y,
            z: point.z,
            t: point.t.negated_where(mask),
        }
    }

    #[inline(always)]
    fn add_entry_vartime(point: &Self::Point, entry: &Self::Entry, extended: bool) -> Self::Point {
        Self::add_affine(point, entry, extended)
    }

    #[inline(always)]
    fn add_vartime(point: &Self::Point, cached: &Self::Cached, extended: bool) -> Self::Point {
        Self::add(point, cached, extended)
    }
}

impl<P: Parameters> Group for Edwards<P> {
    const SIZE: usize = P::SIZE;
    const COFACTOR: u8 = 4;

    type Scalar = P::Scalar;
    type Point = Extended<P::Field>;
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
        // x − t = s(Z + Y)/(Z − Y); at the identity, which has no abscissa, Y = Z.
        let numerator = P::S.times(&point.z.plus(&point.y));
        let denominator = point.z.minus(&point.y);
        let is_it = |x: P::Field| {
            let found = x.minus(&P::T).times(&denominator);
            found.equals(&numerator).reveal()
        };
        !denominator.is_zero().reveal() && multiples::abscissas(r).any(is_it)
    }

    fn decode(x: &[u8], y: &[u8]) -> Result<Self::Point, PointRefusal> {
        let point = Self::decode_accepted(x, y)?;
        // (q − 1)·P = −P: the multiplication is by an integer below q, and the law is complete, so
        // that this holds for a point of any order.
        let zero = P::Scalar::from_reduced(&vec![0; P::SIZE]);
        let mut one = vec![0; P::SIZE];
        one[P::SIZE - 1] = 1;
        let last = P::Scalar::from_reduced(&one).negated();
        let multiple = Self::combine_vartime(&zero, &last, &point);
        let opposite_u = multiple.x.times(&point.z).plus(&point.x.times(&multiple.z));
        let same_v = multiple
            .y
            .times(&point.z)
            .equals(&point.y.times(&multiple.z));
        if opposite_u.is_zero().and(same_v).reveal() {
            Ok(point)
        } else {
            Err(PointRefusal::NotInSubgroup)
        }
    }

    fn decode_accepted(x: &[u8], y: &[u8]) -> Result<Self::Point, PointRefusal> {
        let x = P::Field::decoded(x).ok_or(PointRefusal::NotOnCurve)?;
        let y = P::Field::decoded(y).ok_or(PointRefusal::NotOnCurve)?;
        let right = x.squared().plus(&P::A).times(&x).plus(&P::B);
        if !y.squared().equals(&right).reveal() {
            return Err(PointRefusal::NotOnCurve);
        }
        if y.is_zero().reveal() {
            return Err(PointRefusal::NotInSubgroup);
        }
        Ok(Self::of_weierstrass(&x, &y))
    }

    fn coordinates(point: &Self::Point) -> Option<Coordinates> {
        // In the group only the identity has X = 0 or Y = Z.
        let difference = point.z.minus(&point.y);
        let mut inverse = difference.times(&point.x).inverted();
        let scaled = P::S.times(&point.z.plus(&point.y)).times(&inverse);
        let x = scaled.times(&point.x).plus(&P::T);
        let y = scaled.times(&point.z);
        inverse.zeroize();
        let finite = !Self::is_identity(point).reveal();
        finite.then(|| Coordinates {
            x: x.to_octets(),
            y: y.to_octets(),
        })
    }
}
