//! Parameters of the four 256-bit curves (RFC 7836 appendix A.2, RFC 4357 section 11.4).

use super::backend::curve;

curve! {
    /// id-tc26-gost-3410-2012-256-paramSetA: p = 2²⁵⁶ − 617, cofactor 4 (RFC 7836 appendix A.2).
    name: Tc26256A,
    module: tc26_256_a,
    uint: U256,
    size: 32,
    octets: U32,
    table: 33,
    p: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd97",
    q: "400000000000000000000000000000000fd8cddfc87b6635c115af556c360c67",
    cofactor: 4,
    equation_a: generic,
    a: "c2173f1513981673af4892c23035a27ce25e2013bf95aa33b22c656f277e7335",
    b: "295f9bae7428ed9ccc20e7c359a9d41a22fccd9108e17bf7ba9337a6f8ae9513",
    x: "91e38443a5e82c0d880923425712b2bb658b9196932e02c78b2582fe742daa28",
    y: "32879423ab1a0375895786c4bb46e9565fde0b5344766740af268adb32322e5c",
    generators: (7, 5),
}

curve! {
    /// id-tc26-gost-3410-2012-256-paramSetB, CryptoPro-A, CryptoPro-XchA: p = 2²⁵⁶ − 617 (RFC 4357 section 11.4).
    name: Tc26256B,
    module: tc26_256_b,
    uint: U256,
    size: 32,
    octets: U32,
    table: 33,
    p: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd97",
    q: "ffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893",
    cofactor: 1,
    equation_a: minus_three,
    a: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd94",
    b: "00000000000000000000000000000000000000000000000000000000000000a6",
    x: "0000000000000000000000000000000000000000000000000000000000000001",
    y: "8d91e471e0989cda27df505a453f2b7635294f2ddf23e3b122acc99c9e9f1e14",
    generators: (7, 2),
}

curve! {
    /// id-tc26-gost-3410-2012-256-paramSetC, CryptoPro-B: p = 2²⁵⁵ + 3225 (RFC 4357 section 11.4).
    name: Tc26256C,
    module: tc26_256_c,
    uint: U256,
    size: 32,
    octets: U32,
    table: 33,
    p: "8000000000000000000000000000000000000000000000000000000000000c99",
    q: "800000000000000000000000000000015f700cfff1a624e5e497161bcc8a198f",
    cofactor: 1,
    equation_a: minus_three,
    a: "8000000000000000000000000000000000000000000000000000000000000c96",
    b: "3e1af419a269a5f866a7d3c25c3df80ae979259373ff2b182f49d4ce7e1bbc8b",
    x: "0000000000000000000000000000000000000000000000000000000000000001",
    y: "3fa8124359f96680b83d1c3eb2c070e5c545c9858d03ecfb744bf8d717717efc",
    generators: (3, 5),
}

curve! {
    /// id-tc26-gost-3410-2012-256-paramSetD, CryptoPro-C, CryptoPro-XchB (RFC 4357 section 11.4).
    name: Tc26256D,
    module: tc26_256_d,
    uint: U256,
    size: 32,
    octets: U32,
    table: 33,
    p: "9b9f605f5a858107ab1ec85e6b41c8aacf846e86789051d37998f7b9022d759b",
    q: "9b9f605f5a858107ab1ec85e6b41c8aa582ca3511eddfb74f02f3a6598980bb9",
    cofactor: 1,
    equation_a: minus_three,
    a: "9b9f605f5a858107ab1ec85e6b41c8aacf846e86789051d37998f7b9022d7598",
    b: "000000000000000000000000000000000000000000000000000000000000805a",
    x: "0000000000000000000000000000000000000000000000000000000000000000",
    y: "41ece55743711a8c3cbf3783cd08c0ee4d4dc440d4641a8f366e550dfdb3bb67",
    generators: (2, 7),
}
