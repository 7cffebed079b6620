//! Codes that are sent to telephones: to sign in (K6 to K8), and to confirm an issue (K30, K31).
//!
//! A code has six digits and is bound to what it does and for whom: a sign-in to the session that asked, a confirmation
//! to the plan of the certificate. What is stored is HMAC-SHA256 of all of it under a key that is in no table: six
//! digits alone are guessed from any plain hash. A try is counted before anything is compared: five tries a code, and
//! ten a day for a number or a renewal, whichever code and session it was. A newer code voids the former. Whether a
//! number is known nobody learns: known and unknown ones are written down and answered alike, and the message goes out
//! by a job.
//!
//! A telephone is not an identity: whoever has it fills in and sends (`smena_domain::permission::telephone_may`), is shown
//! nothing of the holder's, and signs nothing.

mod code;
mod confirm;
mod enter;
mod send;
mod sign_in;

pub use code::CodesKey;
pub use confirm::{confirmation, prove, require_another, send_confirmation};
pub use enter::{Entering, Waiting};
pub use send::SendError;
pub use sign_in::{SEND_SIGN_IN, ask, send_sign_in, sign_in, waited_for};
