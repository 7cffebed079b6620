//! Every bound of this crate in one place.

/// Candidates drawn for a private key or a blinding factor before the generator is called broken.
/// Less than one in two candidates is refused on any curve, so a good generator gets here with a
/// chance below 2⁻¹²⁸.
pub const SCALAR_CANDIDATES_MAX: usize = 128;

/// Candidates taken from the nonce generator for one signature, for the same reason.
pub const NONCE_CANDIDATES_MAX: usize = 128;
