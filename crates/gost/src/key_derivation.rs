//! PBKDF2 with HMAC over the 512-bit hash of GOST R 34.11-2012 (RFC 9337 section 4).
//!
//! Which numbers of iterations are acceptable is decided by the reader of key files, not here.

use crate::streebog::Streebog512;

/// Fills `out` with a key derived from `password` (RFC 9337 section 4, RFC 8018 section 5.2).
pub fn pbkdf2_streebog512(password: &[u8], salt: &[u8], iterations: u32, out: &mut [u8]) {
    pbkdf2::pbkdf2_hmac::<Streebog512>(password, salt, iterations, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_vectors::vectors;

    #[test]
    fn examples_of_rfc_9337_have_their_keys() {
        for vector in vectors(include_str!("../tests/vectors/rfc9337-pbkdf2.txt")) {
            let expected = vector.bytes("key");
            let mut key = vec![0; expected.len()];
            let iterations = vector.number("iterations");
            pbkdf2_streebog512(
                &vector.text("password"),
                &vector.text("salt"),
                iterations,
                &mut key,
            );
            assert_eq!(key, expected);
        }
    }
}
