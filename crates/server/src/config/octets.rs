//! The octets of a procedure's file, which applications are bound to.

use std::{fs, io, path::Path};

use smena_domain::procedure::Procedure;
use smena_pki::algorithm::DigestAlgorithm;

/// Reads the file of a procedure, if it still is the one that the procedure was read from.
///
/// # Errors
/// The file cannot be read, or was changed since the server has started.
pub fn of_procedure(folder: &Path, procedure: &Procedure) -> io::Result<Vec<u8>> {
    let octets = fs::read(folder.join(format!("{}.toml", procedure.name)))?;
    if DigestAlgorithm::Sha256.digest(&octets) == procedure.hash.as_bytes() {
        return Ok(octets);
    }
    Err(io::Error::other(
        "the file of the procedure was changed since the server has started",
    ))
}
