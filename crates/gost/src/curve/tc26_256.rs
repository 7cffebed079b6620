//! Parameters of the four 256-bit curves (RFC 7836 appendix A.2, RFC 4357 section 11.4).

use super::parameters::{edwards, weierstrass};

edwards! {
    /// id-tc26-gost-3410-2012-256-paramSetA: p = 2²⁵⁶ − 617, cofactor 4 (RFC 7836 appendix A.2).
    name: Tc26256A,
    module: tc26_256_a,
    words: 4,
    field: crate::curve::field::Near<4, 617>,
    q: "400000000000000000000000000000000fd8cddfc87b6635c115af556c360c67",
    a: "c2173f1513981673af4892c23035a27ce25e2013bf95aa33b22c656f277e7335",
    b: "295f9bae7428ed9ccc20e7c359a9d41a22fccd9108e17bf7ba9337a6f8ae9513",
    d: "0605f6b7c183fa81578bc39cfad518132b9df62897009af7e522c32d6dc7bffb",
    s: "7e7e82520f9f015faa1d0f18c14ab9fb35188275da3fd94206b74f34a48e0ecd",
    t: "0100fe73f595ff158e974b44d478d9588744fe5c192ac47ea63075dce7a14aaa",
    generator: ("000000000000000000000000000000000000000000000000000000000000000d", "60ca1e32aa475b348488c38fab07649ce7ef8dbe87f22e81f92b2592dba300e7"),
}

weierstrass! {
    /// id-tc26-gost-3410-2012-256-paramSetB, CryptoPro-A, CryptoPro-XchA: p = 2²⁵⁶ − 617 (RFC 4357 section 11.4).
    name: Tc26256B,
    module: tc26_256_b,
    words: 4,
    field: crate::curve::field::Near<4, 617>,
    q: "ffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893",
    a_is_minus_three: true,
    a: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd94",
    b: "00000000000000000000000000000000000000000000000000000000000000a6",
    generator: ("0000000000000000000000000000000000000000000000000000000000000001", "8d91e471e0989cda27df505a453f2b7635294f2ddf23e3b122acc99c9e9f1e14"),
}

weierstrass! {
    /// id-tc26-gost-3410-2012-256-paramSetC, CryptoPro-B: p = 2²⁵⁵ + 3225 (RFC 4357 section 11.4).
    name: Tc26256C,
    module: tc26_256_c,
    words: 4,
    field: crate::curve::field::Near<4, -6450>,
    q: "800000000000000000000000000000015f700cfff1a624e5e497161bcc8a198f",
    a_is_minus_three: true,
    a: "8000000000000000000000000000000000000000000000000000000000000c96",
    b: "3e1af419a269a5f866a7d3c25c3df80ae979259373ff2b182f49d4ce7e1bbc8b",
    generator: ("0000000000000000000000000000000000000000000000000000000000000001", "3fa8124359f96680b83d1c3eb2c070e5c545c9858d03ecfb744bf8d717717efc"),
}

weierstrass! {
    /// id-tc26-gost-3410-2012-256-paramSetD, CryptoPro-C, CryptoPro-XchB (RFC 4357 section 11.4).
    name: Tc26256D,
    module: tc26_256_d,
    words: 4,
    field: Residue<Prime, 4>,
    p: "9b9f605f5a858107ab1ec85e6b41c8aacf846e86789051d37998f7b9022d759b",
    q: "9b9f605f5a858107ab1ec85e6b41c8aa582ca3511eddfb74f02f3a6598980bb9",
    a_is_minus_three: true,
    a: "9b9f605f5a858107ab1ec85e6b41c8aacf846e86789051d37998f7b9022d7598",
    b: "000000000000000000000000000000000000000000000000000000000000805a",
    generator: ("0000000000000000000000000000000000000000000000000000000000000000", "41ece55743711a8c3cbf3783cd08c0ee4d4dc440d4641a8f366e550dfdb3bb67"),
}
