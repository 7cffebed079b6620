//! The derivation of RFC 7292, appendix B.2: keys and vectors of old ciphers, keys of MACs.
//!
//! The hash of new files is SHA-1 only with old ciphers; which numbers of iterations are acceptable
//! is decided by the readers of parameters.

use zeroize::Zeroizing;

use super::hash::Hash;

/// What is derived, the octet ID of appendix B.3.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Key,
    Vector,
    Mac,
}

impl Purpose {
    const fn octet(self) -> u8 {
        match self {
            Self::Key => 1,
            Self::Vector => 2,
            Self::Mac => 3,
        }
    }
}

/// Fills `out` from a password in one of its wide forms.
pub(super) fn derive(
    hash: Hash,
    purpose: Purpose,
    password: &[u8],
    salt: &[u8],
    iterations: u32,
    out: &mut [u8],
) {
    let block = hash.block_size();
    let diversifier = vec![purpose.octet(); block];
    let (salt_size, password_size) = (filled(salt, block), filled(password, block));
    let mut input = Zeroizing::new(Vec::with_capacity(salt_size + password_size));
    input.extend(salt.iter().cycle().take(salt_size));
    input.extend(password.iter().cycle().take(password_size));
    for chunk in out.chunks_mut(hash.size()) {
        let derived = hash.repeated(&diversifier, &input, iterations);
        chunk.copy_from_slice(&derived[..chunk.len()]);
        for part in input.chunks_mut(block) {
            add_and_one(part, &derived);
        }
    }
}

/// Octets of the whole blocks that `octets` are repeated to.
fn filled(octets: &[u8], block: usize) -> usize {
    octets.len().div_ceil(block) * block
}

/// Adds the repeated `derived` and one to a big-endian number, without the carry out of it.
fn add_and_one(number: &mut [u8], derived: &[u8]) {
    let mut carry = 1_u16;
    let size = derived.len();
    for (position, octet) in number.iter_mut().enumerate().rev() {
        carry += u16::from(*octet) + u16::from(derived[position % size]);
        let [high, low] = carry.to_be_bytes();
        *octet = low;
        carry = u16::from(high);
    }
}

#[cfg(test)]
mod tests {
    use super::super::password::{Form, Password};
    use super::*;

    fn derived(
        hash: Hash,
        purpose: Purpose,
        text: &str,
        salt: &str,
        iterations: u32,
        size: usize,
    ) -> String {
        let password = Password::new(text.as_bytes()).wide(Form::Standard);
        let salt = hex::decode(salt).expect("hexadecimal");
        let mut out = vec![0; size];
        derive(hash, purpose, &password, &salt, iterations, &mut out);
        hex::encode(out)
    }

    #[test]
    fn openssl_derives_the_same() {
        // openssl kdf -keylen N -kdfopt hexpass:... -kdfopt hexsalt:... -kdfopt iter:I
        //   -kdfopt id:1|2|3 -kdfopt digest:D PKCS12KDF
        for (hash, purpose, size, expected) in [
            (
                Hash::Sha1,
                Purpose::Key,
                24,
                "0b63c691c0c174e4b79d869a8219af5cb203591b4f7c6ef1",
            ),
            (Hash::Sha1, Purpose::Vector, 8, "36af6c14b1980ef0"),
            (
                Hash::Sha1,
                Purpose::Mac,
                20,
                "ae57b9a00dce0a9c5cc9aca4bbca002d28374887",
            ),
            (
                Hash::Sha224,
                Purpose::Mac,
                28,
                "28c7e65dd9dc7bc2fdc47983d8fd69d1b519145b8166a162cfaaff01",
            ),
            (
                Hash::Sha256,
                Purpose::Mac,
                32,
                "c017ef245b3de57f8ff47db7a09f0760dfc6db4a40d21937b1bf34bea032dec1",
            ),
            (
                Hash::Sha256,
                Purpose::Key,
                80,
                "27a06ca6df95d9439a84fe5a627c4be712b29b2e8d7c2c4c02cd8c751a177b1822cf7368a09d2c4428b706d505eca31641694c0903e4ddb007209e35f7285f03ccbd8cc78e1c8d949ec19f0e7e1ed45d",
            ),
            (
                Hash::Sha384,
                Purpose::Mac,
                48,
                "d07038e0579d4d8fe6c7e7c67a47db38c4cfbef3bc3ca518d0641b1e43a7e3a5a22056263aaa18433c72e3153d31b490",
            ),
            (
                Hash::Sha512,
                Purpose::Mac,
                64,
                "7b39434a7c432416a3d407908ae3c353711d718ba4f1eba8d8b3694e1ffc17d9df78b65fb40d3f0a693ce956dc15a2738240826b10ade5ae5943f2c2a59b7d94",
            ),
            (
                Hash::Sha512,
                Purpose::Key,
                130,
                "97af43aae0e0b00134affaa05f39587a8caaac2af92dd3f46bb0763b942f5dbba98c0d407b55eb83e45b32783a92a5068d81123573bfb555bbbb033e31da5d5c894cbcdca092befab3bbee0e8cce0207fd6b451e008442743cc88208bf3c7d4c8a63f84e2af81106a7c20d0528c989bd453c5381ddb1ea91d1de151441b2d0a469c8",
            ),
        ] {
            let found = derived(hash, purpose, "пароль€𝄞", "0102030405060708", 3, size);
            assert_eq!(found, expected, "{hash:?} {purpose:?}");
        }
    }

    #[test]
    fn no_password_is_no_octets() {
        let mut out = [0; 20];
        derive(Hash::Sha1, Purpose::Mac, &[], &[1; 8], 1, &mut out);
        let alone = Hash::Sha1.repeated(&[3; 64], &[1; 64], 1);
        assert_eq!(out[..], alone[..]);
    }
}
