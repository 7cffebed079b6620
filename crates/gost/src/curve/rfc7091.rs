//! Parameters of the two curves of the published examples (RFC 7091 section 7).

use super::parameters::weierstrass;

weierstrass! {
    /// The curve of RFC 7091 section 7.1, id-GostR3410-2001-TestParamSet: p = 2²⁵⁵ + 1073.
    name: Test256,
    module: test256,
    words: 4,
    field: crate::curve::field::Near<4, -2146>,
    q: "8000000000000000000000000000000150fe8a1892976154c59cfc193accf5b3",
    a_is_minus_three: false,
    a: "0000000000000000000000000000000000000000000000000000000000000007",
    b: "5fbff498aa938ce739b8e022fbafef40563f6e6a3472fc2a514c0ce9dae23b7e",
    generator: ("0000000000000000000000000000000000000000000000000000000000000002", "08e2a8a0e65147d4bd6316030e16d19c85c97f0a9ca267122b96abbcea7e8fc8"),
}

weierstrass! {
    /// The curve of RFC 7091 section 7.2, id-tc26-gost-3410-2012-512-paramSetTest: p of no special form.
    name: Test512,
    module: test512,
    words: 8,
    field: Residue<Prime, 8>,
    p: concat!(
        "4531acd1fe0023c7550d267b6b2fee80922b14b2ffb90f04d4eb7c09b5d2d15d",
        "f1d852741af4704a0458047e80e4546d35b8336fac224dd81664bbf528be6373"
    ),
    q: concat!(
        "4531acd1fe0023c7550d267b6b2fee80922b14b2ffb90f04d4eb7c09b5d2d15d",
        "a82f2d7ecb1dbac719905c5eecc423f1d86e25edbe23c595d644aaf187e6e6df"
    ),
    a_is_minus_three: false,
    a: concat!(
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000007"
    ),
    b: concat!(
        "1cff0806a31116da29d8cfa54e57eb748bc5f377e49400fdd788b649eca1ac43",
        "61834013b2ad7322480a89ca58e0cf74bc9e540c2add6897fad0a3084f302adc"
    ),
    generator: (concat!(
        "24d19cc64572ee30f396bf6ebbfd7a6c5213b3b3d7057cc825f91093a68cd762",
        "fd60611262cd838dc6b60aa7eee804e28bc849977fac33b4b530f1b120248a9a"
    ), concat!(
        "2bb312a43bd2ce6e0d020613c857acddcfbf061e91e5f2c3f32447c259f39b2c",
        "83ab156d77f1496bf7eb3351e1ee4e43dc1a18b91b24640b6dbb92cb1add371e"
    )),
}
