//! Object identifiers of the Russian algorithms, as certificates and key files name them.
//!
//! Sources: RFC 9215 (keys, signatures, digests, curves), RFC 9337 (password-based encryption),
//! RFC 9189 and R 1323565.1.025 (key wrap), RFC 4357 and RFC 4491 (the identifiers of 2001).
//! The list knows names only; what a name means is said where it is used.

use const_oid::ObjectIdentifier;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// Public key of GOST R 34.10-2012, 256 bit.
pub const GOST3410_2012_256: ObjectIdentifier = oid("1.2.643.7.1.1.1.1");
/// Public key of GOST R 34.10-2012, 512 bit.
pub const GOST3410_2012_512: ObjectIdentifier = oid("1.2.643.7.1.1.1.2");
/// Hash of GOST R 34.11-2012, 256 bit.
pub const STREEBOG_256: ObjectIdentifier = oid("1.2.643.7.1.1.2.2");
/// Hash of GOST R 34.11-2012, 512 bit.
pub const STREEBOG_512: ObjectIdentifier = oid("1.2.643.7.1.1.2.3");
/// Signature of GOST R 34.10-2012 over the 256-bit hash.
pub const SIGNATURE_STREEBOG_256: ObjectIdentifier = oid("1.2.643.7.1.1.3.2");
/// Signature of GOST R 34.10-2012 over the 512-bit hash.
pub const SIGNATURE_STREEBOG_512: ObjectIdentifier = oid("1.2.643.7.1.1.3.3");
/// HMAC over the 256-bit hash.
pub const HMAC_STREEBOG_256: ObjectIdentifier = oid("1.2.643.7.1.1.4.1");
/// HMAC over the 512-bit hash; the pseudorandom function of RFC 9337.
pub const HMAC_STREEBOG_512: ObjectIdentifier = oid("1.2.643.7.1.1.4.2");
/// Magma in CTR-ACPKM mode.
pub const MAGMA_CTR_ACPKM: ObjectIdentifier = oid("1.2.643.7.1.1.5.1.1");
/// Magma in CTR-ACPKM mode with OMAC.
pub const MAGMA_CTR_ACPKM_OMAC: ObjectIdentifier = oid("1.2.643.7.1.1.5.1.2");
/// Kuznyechik in CTR-ACPKM mode.
pub const KUZNYECHIK_CTR_ACPKM: ObjectIdentifier = oid("1.2.643.7.1.1.5.2.1");
/// Kuznyechik in CTR-ACPKM mode with OMAC.
pub const KUZNYECHIK_CTR_ACPKM_OMAC: ObjectIdentifier = oid("1.2.643.7.1.1.5.2.2");
/// Key agreement VKO, 256 bit.
pub const AGREEMENT_256: ObjectIdentifier = oid("1.2.643.7.1.1.6.1");
/// Key agreement VKO, 512 bit.
pub const AGREEMENT_512: ObjectIdentifier = oid("1.2.643.7.1.1.6.2");
/// Key wrap `KExp15` with Magma.
pub const WRAP_MAGMA_KEXP15: ObjectIdentifier = oid("1.2.643.7.1.1.7.1.1");
/// Key wrap `KExp15` with Kuznyechik.
pub const WRAP_KUZNYECHIK_KEXP15: ObjectIdentifier = oid("1.2.643.7.1.1.7.2.1");

/// id-tc26-gost-3410-2012-256-paramSetA.
pub const TC26_256_A: ObjectIdentifier = oid("1.2.643.7.1.2.1.1.1");
/// id-tc26-gost-3410-2012-256-paramSetB, the curve of [`CRYPTOPRO_A`].
pub const TC26_256_B: ObjectIdentifier = oid("1.2.643.7.1.2.1.1.2");
/// id-tc26-gost-3410-2012-256-paramSetC, the curve of [`CRYPTOPRO_B`].
pub const TC26_256_C: ObjectIdentifier = oid("1.2.643.7.1.2.1.1.3");
/// id-tc26-gost-3410-2012-256-paramSetD, the curve of [`CRYPTOPRO_C`].
pub const TC26_256_D: ObjectIdentifier = oid("1.2.643.7.1.2.1.1.4");
/// id-tc26-gost-3410-2012-512-paramSetTest, the 512-bit example of RFC 7091.
pub const TC26_512_TEST: ObjectIdentifier = oid("1.2.643.7.1.2.1.2.0");
/// id-tc26-gost-3410-2012-512-paramSetA.
pub const TC26_512_A: ObjectIdentifier = oid("1.2.643.7.1.2.1.2.1");
/// id-tc26-gost-3410-2012-512-paramSetB.
pub const TC26_512_B: ObjectIdentifier = oid("1.2.643.7.1.2.1.2.2");
/// id-tc26-gost-3410-2012-512-paramSetC.
pub const TC26_512_C: ObjectIdentifier = oid("1.2.643.7.1.2.1.2.3");
/// id-tc26-gost-28147-param-Z.
pub const GOST28147_PARAM_Z: ObjectIdentifier = oid("1.2.643.7.1.2.5.1.1");

/// Block cipher GOST 28147-89.
pub const GOST28147: ObjectIdentifier = oid("1.2.643.2.2.21");
/// id-Gost28147-89-CryptoPro-A-ParamSet.
pub const GOST28147_CRYPTOPRO_A: ObjectIdentifier = oid("1.2.643.2.2.31.1");
/// id-Gost28147-89-CryptoPro-B-ParamSet.
pub const GOST28147_CRYPTOPRO_B: ObjectIdentifier = oid("1.2.643.2.2.31.2");
/// id-Gost28147-89-CryptoPro-C-ParamSet.
pub const GOST28147_CRYPTOPRO_C: ObjectIdentifier = oid("1.2.643.2.2.31.3");
/// id-Gost28147-89-CryptoPro-D-ParamSet.
pub const GOST28147_CRYPTOPRO_D: ObjectIdentifier = oid("1.2.643.2.2.31.4");
/// id-Gost28147-89-None-KeyWrap.
pub const WRAP_GOST28147: ObjectIdentifier = oid("1.2.643.2.2.13.0");
/// id-Gost28147-89-CryptoPro-KeyWrap.
pub const WRAP_CRYPTOPRO: ObjectIdentifier = oid("1.2.643.2.2.13.1");
/// No key meshing.
pub const KEY_MESHING_NONE: ObjectIdentifier = oid("1.2.643.2.2.14.0");
/// CryptoPro key meshing.
pub const KEY_MESHING_CRYPTOPRO: ObjectIdentifier = oid("1.2.643.2.2.14.1");
/// Public key of GOST R 34.10-2001.
pub const GOST3410_2001: ObjectIdentifier = oid("1.2.643.2.2.19");
/// Signature of GOST R 34.10-2001 over GOST R 34.11-94.
pub const SIGNATURE_GOST3411_94: ObjectIdentifier = oid("1.2.643.2.2.3");
/// Hash of GOST R 34.11-94.
pub const GOST3411_94: ObjectIdentifier = oid("1.2.643.2.2.9");
/// id-GostR3411-94-CryptoProParamSet.
pub const GOST3411_94_CRYPTOPRO: ObjectIdentifier = oid("1.2.643.2.2.30.1");
/// id-GostR3410-2001-TestParamSet, the 256-bit example of RFC 7091.
pub const GOST3410_2001_TEST: ObjectIdentifier = oid("1.2.643.2.2.35.0");
/// id-GostR3410-2001-CryptoPro-A-ParamSet.
pub const CRYPTOPRO_A: ObjectIdentifier = oid("1.2.643.2.2.35.1");
/// id-GostR3410-2001-CryptoPro-B-ParamSet.
pub const CRYPTOPRO_B: ObjectIdentifier = oid("1.2.643.2.2.35.2");
/// id-GostR3410-2001-CryptoPro-C-ParamSet.
pub const CRYPTOPRO_C: ObjectIdentifier = oid("1.2.643.2.2.35.3");
/// id-GostR3410-2001-CryptoPro-XchA-ParamSet, the curve of [`CRYPTOPRO_A`].
pub const CRYPTOPRO_XCH_A: ObjectIdentifier = oid("1.2.643.2.2.36.0");
/// id-GostR3410-2001-CryptoPro-XchB-ParamSet, the curve of [`CRYPTOPRO_C`].
pub const CRYPTOPRO_XCH_B: ObjectIdentifier = oid("1.2.643.2.2.36.1");
/// Key agreement with keys of GOST R 34.10-2001.
pub const AGREEMENT_2001: ObjectIdentifier = oid("1.2.643.2.2.98");
