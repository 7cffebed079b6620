//! The seam answered with `primeorder`, `primefield` and `crypto-bigint`, for tests.
//!
//! The macro makes one curve from its parameters. Three traps of these crates are dealt with here:
//! the scalar field of a curve with cofactor 4 is much smaller than its coordinates, so integers are
//! reduced in full and not by one subtraction; the crates call every curve one of prime order, so
//! the check of the subgroup is ours; and their addition formulas are complete only among points of
//! odd order, which shapes that check.

/// Defines a curve as a type with its `Group`.
///
/// `equation_a` is `minus_three` or `generic`, which selects the addition formulas; `generators`
/// are quadratic non-residues modulo `p` and `q`, which `ff` asks for and nothing here uses;
/// `table` is the size of the table of multiples, the octets of a scalar and one.
macro_rules! curve {
    (
        $(#[$documentation:meta])*
        name: $name:ident,
        module: $module:ident,
        uint: $uint:ident,
        size: $size:literal,
        octets: $octets:ident,
        table: $table:literal,
        p: $p:expr,
        q: $q:expr,
        cofactor: $cofactor:literal,
        equation_a: $formulas:ident,
        a: $a:expr,
        b: $b:expr,
        x: $x:expr,
        y: $y:expr,
        generators: ($p_generator:literal, $q_generator:literal),
    ) => {
        $(#[$documentation])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name;

        mod $module {
            use elliptic_curve::{
                Curve, CurveArithmetic, PrimeCurve, PrimeCurveArithmetic,
                bigint::{Odd, $uint},
                consts::$octets,
                group::Group as _,
                hazmat::FieldArithmetic,
                ops::LinearCombination as _,
                point::{AffineCoordinates as _, PointCompaction, PointCompression},
                subtle::{Choice, CtOption},
            };
            use primeorder::{PrimeCurveParams, PrimeCurveWithBasepointTable};
            use zeroize::{Zeroize as _, Zeroizing};

            use super::$name;
            use crate::curve::{Coordinates, Group, PointRefusal};

            /// Integers modulo p.
            mod field {
                use elliptic_curve::{
                    bigint::$uint,
                    ff::PrimeField as _,
                    ops::BatchInvert,
                    subtle::{Choice, ConstantTimeEq as _, CtOption},
                };

                primefield::monty_field_params! {
                    name: FieldParams,
                    modulus: $p,
                    uint: $uint,
                    byte_order: primefield::ByteOrder::BigEndian,
                    multiplicative_generator: $p_generator,
                    doc: "The prime of the field."
                }
                primefield::monty_field_element! {
                    name: FieldElement,
                    params: FieldParams,
                    uint: $uint,
                    doc: "An integer modulo p."
                }
                primefield::monty_field_arithmetic! {
                    name: FieldElement,
                    params: FieldParams,
                    uint: $uint
                }
                impl BatchInvert for FieldElement {}
            }

            /// Integers modulo q.
            mod scalar {
                use elliptic_curve::{
                    Curve as _,
                    bigint::$uint,
                    ff::PrimeField as _,
                    scalar::{FromUintUnchecked, IsHigh},
                    subtle::{Choice, ConstantTimeEq as _, CtOption},
                };
                use primeorder::wnaf;

                use super::$name;

                primefield::monty_field_params! {
                    name: ScalarParams,
                    modulus: $q,
                    uint: $uint,
                    byte_order: primefield::ByteOrder::BigEndian,
                    multiplicative_generator: $q_generator,
                    doc: "The order of the generator."
                }
                primefield::monty_field_element! {
                    name: ScalarElement,
                    params: ScalarParams,
                    uint: $uint,
                    doc: "An integer modulo q."
                }
                primefield::monty_field_arithmetic! {
                    name: ScalarElement,
                    params: ScalarParams,
                    uint: $uint
                }
                primefield::monty_field_reduce! {
                    name: ScalarElement,
                    params: ScalarParams,
                    uint: $uint,
                }
                elliptic_curve::scalar_impls!($name, ScalarElement);
                wnaf::impl_wnaf_size_for_scalar!(ScalarElement);

                impl AsRef<ScalarElement> for ScalarElement {
                    fn as_ref(&self) -> &ScalarElement {
                        self
                    }
                }

                impl FromUintUnchecked for ScalarElement {
                    type Uint = $uint;

                    fn from_uint_unchecked(uint: $uint) -> Self {
                        Self::from_uint_unchecked(uint)
                    }
                }

                impl IsHigh for ScalarElement {
                    fn is_high(&self) -> Choice {
                        const HALF: $uint = $name::ORDER.as_ref().shr_vartime(1);
                        elliptic_curve::subtle::ConstantTimeGreater::ct_gt(
                            &self.to_canonical(),
                            &HALF,
                        )
                    }
                }
            }

            use self::{field::FieldElement, scalar::ScalarElement};

            type AffinePoint = primeorder::AffinePoint<$name>;
            type ProjectivePoint = primeorder::ProjectivePoint<$name>;
            type Table = primeorder::BasepointTable<ProjectivePoint, $table>;

            static TABLE: Table = Table::new();

            impl Curve for $name {
                type FieldBytesSize = $octets;
                type Uint = $uint;
                const ORDER: Odd<$uint> = Odd::<$uint>::from_be_hex($q);
            }

            impl PrimeCurve for $name {}

            impl PointCompression for $name {
                const COMPRESS_POINTS: bool = false;
            }

            impl PointCompaction for $name {
                const COMPACT_POINTS: bool = false;
            }

            impl CurveArithmetic for $name {
                type AffinePoint = AffinePoint;
                type ProjectivePoint = ProjectivePoint;
                type Scalar = ScalarElement;
            }

            impl FieldArithmetic for $name {
                type FieldElement = FieldElement;
            }

            impl PrimeCurveArithmetic for $name {
                type CurveGroup = ProjectivePoint;
            }

            impl PrimeCurveParams for $name {
                type PointArithmetic = $crate::curve::oracle::backend::formulas!($formulas);
                type Backend = primeorder::mul_backend::PrecomputedTables<$table>;
                const EQUATION_A: FieldElement = FieldElement::from_hex_vartime($a);
                const EQUATION_B: FieldElement = FieldElement::from_hex_vartime($b);
                const GENERATOR: (FieldElement, FieldElement) = (
                    FieldElement::from_hex_vartime($x),
                    FieldElement::from_hex_vartime($y),
                );
            }

            impl PrimeCurveWithBasepointTable<$table> for $name {
                const BASEPOINT_TABLE: &'static Table = &TABLE;
            }

            impl crate::curve::Scalar for ScalarElement {
                const BITS: u32 = <Self as elliptic_curve::ff::PrimeField>::NUM_BITS;

                fn from_canonical(octets: &[u8]) -> CtOption<Self> {
                    Self::from_uint(&$uint::from_be_slice(octets))
                }

                fn from_reduced(octets: &[u8]) -> Self {
                    use elliptic_curve::ops::Reduce as _;
                    Self::reduce(&$uint::from_be_slice(octets))
                }

                fn to_octets(&self) -> Zeroizing<Vec<u8>> {
                    let mut octets = self.to_bytes();
                    let copy = Zeroizing::new(octets.to_vec());
                    octets.as_mut_slice().zeroize();
                    copy
                }

                fn is_zero(&self) -> Choice {
                    Self::is_zero(self)
                }

                fn plus(&self, other: &Self) -> Self {
                    Self::add(self, other)
                }

                fn minus(&self, other: &Self) -> Self {
                    Self::sub(self, other)
                }

                fn times(&self, other: &Self) -> Self {
                    Self::multiply(self, other)
                }

                fn negated(&self) -> Self {
                    Self::neg(self)
                }

                fn inverted_vartime(&self) -> Option<Self> {
                    Self::invert_vartime(self).into_option()
                }
            }

            impl Group for $name {
                const SIZE: usize = $size;
                const COFACTOR: u8 = $cofactor;
                type Scalar = ScalarElement;
                type Point = ProjectivePoint;
                type Prepared = ProjectivePoint;

                fn multiply_generator(multiple: &ScalarElement) -> ProjectivePoint {
                    ProjectivePoint::mul_by_generator(multiple)
                }

                fn combine_vartime(
                    a: &ScalarElement,
                    b: &ScalarElement,
                    point: &ProjectivePoint,
                ) -> ProjectivePoint {
                    ProjectivePoint::lincomb_vartime(&[
                        (ProjectivePoint::GENERATOR, *a),
                        (*point, *b),
                    ])
                }

                fn multiply(point: &ProjectivePoint, multiple: &ScalarElement) -> ProjectivePoint {
                    point.mul(multiple)
                }

                fn prepare(point: &ProjectivePoint) -> ProjectivePoint {
                    *point
                }

                fn combine_prepared_vartime(
                    a: &ScalarElement,
                    b: &ScalarElement,
                    point: &ProjectivePoint,
                ) -> ProjectivePoint {
                    Self::combine_vartime(a, b, point)
                }

                fn has_abscissa_vartime(point: &ProjectivePoint, r: &ScalarElement) -> bool {
                    use crate::curve::Scalar as _;
                    Self::coordinates(point)
                        .is_some_and(|found| ScalarElement::from_reduced(&found.x) == *r)
                }

                fn decode(x: &[u8], y: &[u8]) -> Result<ProjectivePoint, PointRefusal> {
                    let point = Self::decode_accepted(x, y)?;
                    if Self::COFACTOR == 1 {
                        return Ok(point);
                    }
                    // (q − 1)·P = −P says that P is in the subgroup. It is not asked whether
                    // q·P is the identity: for a P with an even order the addition formulas may
                    // end in the meaningless (0, 0, 0), which `primeorder` takes for the identity.
                    // That value absorbs whatever is added to it and so never equals −P.
                    let last = ScalarElement::ONE.neg();
                    let multiple = point.mul(&last).to_affine();
                    if multiple == point.neg().to_affine() {
                        Ok(point)
                    } else {
                        Err(PointRefusal::NotInSubgroup)
                    }
                }

                fn decode_accepted(x: &[u8], y: &[u8]) -> Result<ProjectivePoint, PointRefusal> {
                    let (x, y) = x
                        .try_into()
                        .ok()
                        .zip(y.try_into().ok())
                        .ok_or(PointRefusal::NotOnCurve)?;
                    AffinePoint::from_coordinates(x, y)
                        .into_option()
                        .map(ProjectivePoint::from)
                        .ok_or(PointRefusal::NotOnCurve)
                }

                fn coordinates(point: &ProjectivePoint) -> Option<Coordinates> {
                    let affine = point.to_affine();
                    let finite = !bool::from(affine.is_identity());
                    finite.then(|| Coordinates { x: affine.x().to_vec(), y: affine.y().to_vec() })
                }
            }
        }
    };
}
pub(super) use curve;

/// The addition formulas for a coefficient a of −3 or of any value.
macro_rules! formulas {
    (minus_three) => {
        primeorder::point_arithmetic::EquationAIsMinusThree
    };
    (generic) => {
        primeorder::point_arithmetic::EquationAIsGeneric
    };
}
pub(super) use formulas;
