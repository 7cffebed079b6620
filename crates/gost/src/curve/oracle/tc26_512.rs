//! Parameters of the three 512-bit curves (RFC 7836 appendix A).

use super::backend::curve;

curve! {
    /// id-tc26-gost-3410-12-512-paramSetA: p = 2⁵¹² − 569 (RFC 7836 appendix A.1).
    name: Tc26512A,
    module: tc26_512_a,
    uint: U512,
    size: 64,
    octets: U64,
    table: 65,
    p: concat!(
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc7"
    ),
    q: concat!(
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275"
    ),
    cofactor: 1,
    equation_a: minus_three,
    a: concat!(
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc4"
    ),
    b: concat!(
        "e8c2505dedfc86ddc1bd0b2b6667f1da34b82574761cb0e879bd081cfd0b6265",
        "ee3cb090f30d27614cb4574010da90dd862ef9d4ebee4761503190785a71c760"
    ),
    x: concat!(
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000003"
    ),
    y: concat!(
        "7503cfe87a836ae3a61b8816e25450e6ce5e1c93acf1abc1778064fdcbefa921",
        "df1626be4fd036e93d75e6a50e3a41e98028fe5fc235f5b889a589cb5215f2a4"
    ),
    generators: (5, 2),
}

curve! {
    /// id-tc26-gost-3410-12-512-paramSetB: p = 2⁵¹¹ + 111 (RFC 7836 appendix A.1).
    name: Tc26512B,
    module: tc26_512_b,
    uint: U512,
    size: 64,
    octets: U64,
    table: 65,
    p: concat!(
        "8000000000000000000000000000000000000000000000000000000000000000",
        "000000000000000000000000000000000000000000000000000000000000006f"
    ),
    q: concat!(
        "8000000000000000000000000000000000000000000000000000000000000001",
        "49a1ec142565a545acfdb77bd9d40cfa8b996712101bea0ec6346c54374f25bd"
    ),
    cofactor: 1,
    equation_a: minus_three,
    a: concat!(
        "8000000000000000000000000000000000000000000000000000000000000000",
        "000000000000000000000000000000000000000000000000000000000000006c"
    ),
    b: concat!(
        "687d1b459dc841457e3e06cf6f5e2517b97c7d614af138bcbf85dc806c4b289f",
        "3e965d2db1416d217f8b276fad1ab69c50f78bee1fa3106efb8ccbc7c5140116"
    ),
    x: concat!(
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000002"
    ),
    y: concat!(
        "1a8f7eda389b094c2c071e3647a8940f3c123b697578c213be6dd9e6c8ec7335",
        "dcb228fd1edf4a39152cbcaaf8c0398828041055f94ceeec7e21340780fe41bd"
    ),
    generators: (7, 2),
}

curve! {
    /// id-tc26-gost-3410-2012-512-paramSetC: p = 2⁵¹² − 569, cofactor 4 (RFC 7836 appendix A.2).
    name: Tc26512C,
    module: tc26_512_c,
    uint: U512,
    size: 64,
    octets: U64,
    table: 65,
    p: concat!(
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc7"
    ),
    q: concat!(
        "3fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "c98cdba46506ab004c33a9ff5147502cc8eda9e7a769a12694623cef47f023ed"
    ),
    cofactor: 4,
    equation_a: generic,
    a: concat!(
        "dc9203e514a721875485a529d2c722fb187bc8980eb866644de41c68e1430645",
        "46e861c0e2c9edd92ade71f46fcf50ff2ad97f951fda9f2a2eb6546f39689bd3"
    ),
    b: concat!(
        "b4c4ee28cebc6c2c8ac12952cf37f16ac7efb6a9f69f4b57ffda2e4f0de5ade0",
        "38cbc2fff719d2c18de0284b8bfef3b52b8cc7a5f5bf0a3c8d2319a5312557e1"
    ),
    x: concat!(
        "e2e31edfc23de7bdebe241ce593ef5de2295b7a9cbaef021d385f7074cea043a",
        "a27272a7ae602bf2a7b9033db9ed3610c6fb85487eae97aac5bc7928c1950148"
    ),
    y: concat!(
        "f5ce40d95b5eb899abbccff5911cb8577939804d6527378b8c108c3d2090ff9b",
        "e18e2d33e3021ed2ef32d85822423b6304f726aa854bae07d0396e9a9addc40f"
    ),
    generators: (5, 2),
}
