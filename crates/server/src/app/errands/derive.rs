//! The codes of an errand that a browser asked for: derived from the session's token and the errand's id, and never stored.
//! The page can be loaded anew and shows the same ones, while the database holds only their hashes.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use smena_protocol::v1::{Code, ErrandId, SessionToken, TypedCode};
use smena_store::errands::Errand;

/// The codes of an errand.
pub struct Codes {
    /// What stands in the links of doors A and B.
    pub code: Code,
    /// What is typed at door C.
    pub typed: TypedCode,
}

/// The codes of an errand of the session that has this token.
#[must_use]
pub fn codes(token: &SessionToken, errand: &Errand) -> Codes {
    derived(token, ErrandId::new(*errand.id.as_bytes()))
}

pub(super) fn derived(token: &SessionToken, id: ErrandId) -> Codes {
    let code = keyed(token, b"smena errand code", id);
    let typed = keyed(token, b"smena typed code", id);
    let (bits, _) = typed.split_first_chunk().expect("a hash has more octets");
    Codes {
        code: Code::from_slice(&code).expect("SHA-256 has the size of a code"),
        typed: TypedCode::of_bits(u64::from_be_bytes(*bits)),
    }
}

fn keyed(token: &SessionToken, label: &[u8], id: ErrandId) -> [u8; 32] {
    let mut mac =
        <Hmac<Sha256>>::new_from_slice(token.as_ref()).expect("HMAC takes a key of any length");
    mac.update(label);
    mac.update(id.as_bytes());
    mac.finalize().into_bytes().into()
}
