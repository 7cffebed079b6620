//! What is signed by hand: the files of an application, contents signed attached, receipts.

use smena_agent::clock::system_rng;
use smena_pki::{certificate::Certificate, cms::SignedDataBuilder, key::Signer};
use smena_protocol::{
    oid,
    v1::{
        Moment, SignApplicationWork, Work,
        signed::{Purpose, Receipt, SmenaContext, Structure as _},
    },
};
use time::OffsetDateTime;

use super::{Hand, Taken};

/// The files of an application, each open to be exchanged.
pub struct Application {
    /// The PDF.
    pub document: Vec<u8>,
    /// The data.
    pub data: Vec<u8>,
    /// The request.
    pub request: Option<Vec<u8>>,
    /// What the errand says.
    pub work: SignApplicationWork,
    /// The context that is signed.
    pub context: SmenaContext,
}

/// What kind of content is signed attached.
#[derive(Clone, Copy, Debug)]
pub enum ContentType {
    /// A sign-in.
    SignIn,
    /// A receipt.
    Receipt,
}

/// Signs content attached.
///
/// # Panics
///
/// When the key does not sign.
#[must_use]
pub fn sign_attached(
    content_type: ContentType,
    content: &[u8],
    key: &dyn Signer,
    certificate: &Certificate,
    at: OffsetDateTime,
) -> Vec<u8> {
    let oid = match content_type {
        ContentType::SignIn => oid::CONTENT_SIGN_IN,
        ContentType::Receipt => oid::CONTENT_RECEIPT,
    };
    let digest = key.public_key().algorithm().binding_digest();
    SignedDataBuilder::new(oid, digest)
        .attached(content)
        .signing_time(at)
        .sign(key, certificate, &mut system_rng())
        .expect("a signature")
}

/// The receipt that belongs to an errand.
///
/// # Panics
///
/// When it cannot be written.
#[must_use]
pub fn receipt(
    hand: &Hand<'_>,
    taken: &Taken,
    certificate: &Certificate,
    application: &[u8],
) -> Vec<u8> {
    let Work::SignReceipt(work) = &taken.errand.work else {
        panic!("an errand of another kind: {:?}", taken.errand.work)
    };
    let digest = certificate
        .public_key()
        .expect("a key")
        .algorithm()
        .binding_digest();
    Receipt::over(
        hand.context(taken, Purpose::Receipt),
        work.renewal_id,
        digest,
        certificate,
        application,
        Moment::new(hand.now()),
    )
    .and_then(|receipt| receipt.to_bytes())
    .expect("a receipt")
}
