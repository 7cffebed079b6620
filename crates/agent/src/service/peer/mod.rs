//! Whose connection it is: loopback is shared by all users of a computer, the agent is not.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod system;

#[cfg(not(target_os = "linux"))]
#[path = "other.rs"]
mod system;

use std::net::SocketAddr;

/// Who has opened a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// This user.
    Own,
    /// Another one.
    Other,
    /// The system does not tell.
    Unknown,
}

/// Whose the other end of an accepted connection is.
pub(super) fn owner(peer: SocketAddr, own: SocketAddr) -> Owner {
    system::owner(peer, own)
}

/// Who listens on a port of this computer, as far as the system tells it: the number of the user.
pub(super) fn listener_of(port: u16) -> Option<u32> {
    system::listener_of(port)
}
