//! The codes of an errand that a browser asked for: derived from the session's token and the errand's id, and never stored.
//! The page can be loaded anew and shows the same ones, while the database holds only their hashes.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use smena_protocol::v1::{Code, ErrandId, SessionToken};
use smena_store::errands::Errand;

/// The codes of an errand.
pub struct Codes {
    /// What stands in the links of doors A and B.
    pub code: Code,
}

/// The codes of an errand of the session that has this token.
#[must_use]
pub fn codes(token: &SessionToken, errand: &Errand) -> Codes {
    let id = ErrandId::new(*errand.id.as_bytes());
    Codes {
        code: derived_code(token, id),
    }
}

pub(super) fn derived_code(token: &SessionToken, id: ErrandId) -> Code {
    let mut mac =
        <Hmac<Sha256>>::new_from_slice(token.as_ref()).expect("HMAC takes a key of any length");
    mac.update(b"smena errand code");
    mac.update(id.as_bytes());
    Code::from_slice(&mac.finalize().into_bytes()).expect("SHA-256 has the size of a code")
}
