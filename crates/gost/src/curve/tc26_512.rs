//! Parameters of the three 512-bit curves (RFC 7836 appendix A).

use super::parameters::{edwards, weierstrass};

weierstrass! {
    /// id-tc26-gost-3410-12-512-paramSetA: p = 2⁵¹² − 569 (RFC 7836 appendix A.1).
    name: Tc26512A,
    module: tc26_512_a,
    words: 8,
    field: crate::curve::field::Near<8, 569>,
    q: concat!(
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275"
    ),
    a_is_minus_three: true,
    a: concat!(
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc4"
    ),
    b: concat!(
        "e8c2505dedfc86ddc1bd0b2b6667f1da34b82574761cb0e879bd081cfd0b6265",
        "ee3cb090f30d27614cb4574010da90dd862ef9d4ebee4761503190785a71c760"
    ),
    generator: (concat!(
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000003"
    ), concat!(
        "7503cfe87a836ae3a61b8816e25450e6ce5e1c93acf1abc1778064fdcbefa921",
        "df1626be4fd036e93d75e6a50e3a41e98028fe5fc235f5b889a589cb5215f2a4"
    )),
}

weierstrass! {
    /// id-tc26-gost-3410-12-512-paramSetB: p = 2⁵¹¹ + 111 (RFC 7836 appendix A.1).
    name: Tc26512B,
    module: tc26_512_b,
    words: 8,
    field: crate::curve::field::Near<8, -222>,
    q: concat!(
        "8000000000000000000000000000000000000000000000000000000000000001",
        "49a1ec142565a545acfdb77bd9d40cfa8b996712101bea0ec6346c54374f25bd"
    ),
    a_is_minus_three: true,
    a: concat!(
        "8000000000000000000000000000000000000000000000000000000000000000",
        "000000000000000000000000000000000000000000000000000000000000006c"
    ),
    b: concat!(
        "687d1b459dc841457e3e06cf6f5e2517b97c7d614af138bcbf85dc806c4b289f",
        "3e965d2db1416d217f8b276fad1ab69c50f78bee1fa3106efb8ccbc7c5140116"
    ),
    generator: (concat!(
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000002"
    ), concat!(
        "1a8f7eda389b094c2c071e3647a8940f3c123b697578c213be6dd9e6c8ec7335",
        "dcb228fd1edf4a39152cbcaaf8c0398828041055f94ceeec7e21340780fe41bd"
    )),
}

edwards! {
    /// id-tc26-gost-3410-2012-512-paramSetC: p = 2⁵¹² − 569, cofactor 4 (RFC 7836 appendix A.2).
    name: Tc26512C,
    module: tc26_512_c,
    words: 8,
    field: crate::curve::field::Near<8, 569>,
    q: concat!(
        "3fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "c98cdba46506ab004c33a9ff5147502cc8eda9e7a769a12694623cef47f023ed"
    ),
    a: concat!(
        "dc9203e514a721875485a529d2c722fb187bc8980eb866644de41c68e1430645",
        "46e861c0e2c9edd92ade71f46fcf50ff2ad97f951fda9f2a2eb6546f39689bd3"
    ),
    b: concat!(
        "b4c4ee28cebc6c2c8ac12952cf37f16ac7efb6a9f69f4b57ffda2e4f0de5ade0",
        "38cbc2fff719d2c18de0284b8bfef3b52b8cc7a5f5bf0a3c8d2319a5312557e1"
    ),
    d: concat!(
        "9e4f5d8c017d8d9f13a5cf3cdf5bfe4dab402d54198e31ebde28a0621050439c",
        "a6b39e0a515c06b304e2ce43e79e369e91a0cfc2bc2a22b4ca302dbb33ee7550"
    ),
    s: concat!(
        "186c289cffa09c983b168c30c829006c952ff4aaf99c73850875d7e77bebef18",
        "d653187d6ba8fe533ec74c6f061872585b97cc0f50f57752cd73f4913304621e"
    ),
    t: concat!(
        "9a628f975594ecefd89ba28a2539ffb79c8ab238aeed0851fa5c1abb02b80b44",
        "c6734501b83a011dd625cd0b5145091a6d9acd4b1f5c5b1e21b2b249ddfd1271"
    ),
    generator: (concat!(
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000012"
    ), concat!(
        "469af79d1fb1f5e16b99592b77a01e2a0fdfb0d01794368d9a56117f7b386695",
        "22dd4b650cf789eebf068c5d139732f0905622c04b2baae7600303ee73001a3d"
    )),
}
