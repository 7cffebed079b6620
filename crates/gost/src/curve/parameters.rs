//! Makes the type of a curve from its parameters.
//!
//! Constants are hexadecimal in the full size. The field says its prime by its type; only a field of
//! no special form is given `p`.

/// A prime with its name.
macro_rules! modulus {
    ($(#[$documentation:meta])* $name:ident, $words:literal, $value:expr) => {
        $(#[$documentation])*
        #[derive(Clone, Copy)]
        pub(crate) struct $name;

        impl $crate::curve::field::Modulus<$words> for $name {
            const PRIME: [u64; $words] = $crate::curve::limbs::from_hex($value);
        }
    };
}
pub(super) use modulus;

/// A curve of prime order in short Weierstrass form.
macro_rules! weierstrass {
    (
        $(#[$documentation:meta])*
        name: $name:ident,
        module: $module:ident,
        words: $words:literal,
        field: $field:ty,
        $(p: $p:expr,)?
        q: $q:expr,
        a_is_minus_three: $a_is_minus_three:literal,
        a: $a:expr,
        b: $b:expr,
        generator: ($x:expr, $y:expr),
    ) => {
        $(#[$documentation])*
        pub(crate) type $name = $crate::curve::weierstrass::Weierstrass<$module::Curve>;

        mod $module {
            use $crate::curve::{
                field::Residue,
                parameters::modulus,
                tables::Tables,
                weierstrass::{Affine, Parameters},
            };

            $(modulus! {
                /// The prime of the field.
                Prime, $words, $p
            })?
            modulus! {
                /// The order of the generator.
                Order, $words, $q
            }
            type Field = $field;

            static TABLES: Tables<Affine<Field>> = Tables::new();

            /// The parameters.
            pub(crate) struct Curve;

            impl Parameters for Curve {
                type Field = Field;
                type Scalar = Residue<Order, $words>;

                const SIZE: usize = 8 * $words;
                const A_IS_MINUS_THREE: bool = $a_is_minus_three;
                const A: Field = <$field>::from_hex($a);
                const B: Field = <$field>::from_hex($b);
                const GENERATOR: (Field, Field) =
                    (<$field>::from_hex($x), <$field>::from_hex($y));

                fn tables() -> &'static Tables<Affine<Field>> {
                    &TABLES
                }
            }
        }
    };
}
pub(super) use weierstrass;

/// A curve of cofactor 4 with a twisted Edwards form; s and t are those of the maps in `edwards`.
macro_rules! edwards {
    (
        $(#[$documentation:meta])*
        name: $name:ident,
        module: $module:ident,
        words: $words:literal,
        field: $field:ty,
        q: $q:expr,
        a: $a:expr,
        b: $b:expr,
        d: $d:expr,
        s: $s:expr,
        t: $t:expr,
        generator: ($u:expr, $v:expr),
    ) => {
        $(#[$documentation])*
        pub(crate) type $name = $crate::curve::edwards::Edwards<$module::Curve>;

        mod $module {
            use $crate::curve::{
                edwards::{Affine, Parameters},
                field::Residue,
                parameters::modulus,
                tables::Tables,
            };

            modulus! {
                /// The order of the generator.
                Order, $words, $q
            }
            type Field = $field;

            static TABLES: Tables<Affine<Field>> = Tables::new();

            /// The parameters.
            pub(crate) struct Curve;

            impl Parameters for Curve {
                type Field = Field;
                type Scalar = Residue<Order, $words>;

                const SIZE: usize = 8 * $words;
                const A: Field = <$field>::from_hex($a);
                const B: Field = <$field>::from_hex($b);
                const D: Field = <$field>::from_hex($d);
                const S: Field = <$field>::from_hex($s);
                const T: Field = <$field>::from_hex($t);
                const GENERATOR: (Field, Field) =
                    (<$field>::from_hex($u), <$field>::from_hex($v));

                fn tables() -> &'static Tables<Affine<Field>> {
                    &TABLES
                }
            }
        }
    };
}
pub(super) use edwards;
