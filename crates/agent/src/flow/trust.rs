//! An authority introduces itself; a person decides whether to trust it.

use smena_pki::{
    certificate::Certificate,
    path::{self, PathOptions},
};
use smena_protocol::{
    oid,
    v1::{AuthorityStatement, Envelope, Origin, Protocol, Sha256},
};

use super::error::FlowError;
use crate::{client::Client, clock::Clock, state::TrustEntry};

/// An authority that has introduced itself; not trusted yet.
#[derive(Debug)]
pub struct Introduced {
    /// What would be remembered.
    pub entry: TrustEntry,
    /// The root certificate.
    pub root: Certificate,
}

impl Introduced {
    /// SHA-256 of the root certificate: what a person compares with paper.
    #[must_use]
    pub fn root_thumbprint(&self) -> Sha256 {
        Sha256::new(self.root.thumbprint())
    }
}

/// Fetches the authority's statement and checks that it holds in itself: signed by its errand key, whose certificate leads
/// to the root that it names. Whether that root is the right one, only a person can say.
///
/// # Errors
///
/// The authority cannot be reached, or its statement does not hold.
pub fn introduce(
    client: &Client,
    origin: &Origin,
    clock: &dyn Clock,
) -> Result<Introduced, FlowError> {
    let envelope: Envelope = client.get("/.well-known/smena", None)?;
    let statement = envelope
        .open_introduction::<AuthorityStatement>()?
        .into_message();
    if statement.origin != *origin {
        return Err(FlowError::Statement("origin"));
    }
    if Protocol::CURRENT.check(statement.protocol_floor).is_err() {
        return Err(FlowError::Statement("protocol"));
    }
    let root =
        Certificate::from_der(statement.root.as_bytes()).map_err(FlowError::TrustCertificate)?;
    let chain: Vec<Certificate> = statement
        .errand_chain
        .iter()
        .map(|der| Certificate::from_der(der.as_bytes()))
        .collect::<Result<_, _>>()
        .map_err(FlowError::TrustCertificate)?;
    let errand = chain.first().ok_or(FlowError::TrustEmpty)?;
    path::validate(
        errand,
        &chain[1..],
        std::slice::from_ref(&root),
        &PathOptions::at(clock.now()),
    )
    .map_err(FlowError::NewCertificatePath)?;
    if !has_errand_usage(errand) {
        return Err(FlowError::Statement("errand-key"));
    }
    let root_key = root.public_key().map_err(FlowError::Key)?;
    let entry = TrustEntry {
        origin: origin.clone(),
        name: statement.name,
        root: statement.root,
        root_key: Sha256::new(root_key.spki_sha256()),
        errand_chain: statement.errand_chain,
        allowed_issuers: statement.issuers,
        since: smena_protocol::v1::Moment::new(clock.now()),
    };
    Ok(Introduced { entry, root })
}

fn has_errand_usage(certificate: &Certificate) -> bool {
    certificate
        .extensions()
        .extended_key_usage()
        .ok()
        .flatten()
        .is_some_and(|usages| usages.0.contains(&oid::USAGE_ERRAND_KEY))
}
