//! Sessions of door D: a token in `Authorization: Bearer`, no cookie.

use serde::{Deserialize, Serialize};

use super::moment::Moment;
use super::octets::SessionToken;

/// Answer of `POST /api/v1/session`: a session in which nobody is signed in yet.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionOpened {
    /// The token that every further request of the session carries.
    pub token: SessionToken,
    /// When the session ends at the latest.
    pub expires: Moment,
}
