//! The authority's certificates and keys.
//!
//! A serving process holds two keys: the issuing key, which signs certificates (only from a [`StoredIntent`], which
//! only the store makes) and revocation lists, and the errand key, which signs messages to agents. A third one, made
//! anew at each start and trusted by nobody, signs what is only to be linted. The root's key is never opened here:
//! [`found`](found::found) makes it, in a process that ends.

pub mod found;
mod key_thread;

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use rand_core::CryptoRng;
use smena_media::{EntryState, FolderMedium, KeyMedium as _, MediumError, MediumKind, Secret};
use smena_pki::{
    certificate::Certificate,
    crl::{CrlBuilder, CrlError, RevokedEntry},
    issue::{self, IssueError, TbsBytes},
    key::{PublicKey, SignError},
};
use smena_protocol::v1::{Envelope, EnvelopeError, Message};
use smena_store::{IssuerKeyId, StoredIntent};
use time::OffsetDateTime;

use self::key_thread::KeyThread;
use super::Ctx;

/// Why the authority's keys could not be opened or used.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// A medium did not open, or its key did not.
    #[error("the {key} key of the authority cannot be opened")]
    OpenKey {
        /// Which key.
        key: &'static str,
        /// Why.
        #[source]
        source: MediumError,
    },
    /// The medium holds no key with a certificate.
    #[error("the folder of the {key} key holds no key with a certificate")]
    NoKey {
        /// Which key.
        key: &'static str,
    },
    /// The certificates of the folder do not belong together.
    #[error("the {key} certificate was not issued by the root beside it")]
    NotOfRoot {
        /// Which key.
        key: &'static str,
    },
    /// The issuing certificate names no key identifier.
    #[error("the issuing certificate has no key identifier")]
    NoKeyIdentifier,
    /// No thread could be started.
    #[error("no thread could be started for a key")]
    StartThread {
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The thread of a key ended.
    #[error("the thread of a key has ended")]
    KeyThreadGone,
    /// A message could not be signed.
    #[error("a message could not be signed")]
    Seal(#[source] EnvelopeError),
    /// The intent is for another issuing key.
    #[error("the intent is for another issuing key")]
    OtherIssuer,
    /// The key did not sign.
    #[error("the key did not sign")]
    Sign(#[source] SignError),
    /// The throw-away certificate for the linter could not be made.
    #[error("no certificate could be made for the linter")]
    Trial(#[source] IssueError),
    /// The revocation list could not be made.
    #[error("the revocation list could not be made")]
    SignList(#[source] CrlError),
}

/// What is needed to open the authority.
pub struct AuthorityFiles<'a> {
    /// The folder that `ca init` made.
    pub folder: &'a Path,
    /// The root's certificate.
    pub root: Certificate,
    /// The password of the issuing key, if it has one.
    pub issuing_password: Option<Secret>,
}

/// What a revocation list is to say.
#[derive(Clone, Debug)]
pub struct ListDraft {
    /// Its number.
    pub number: u64,
    /// When it is made.
    pub this_update: OffsetDateTime,
    /// When the next one comes at the latest.
    pub next_update: OffsetDateTime,
    /// What is revoked.
    pub entries: Vec<RevokedEntry>,
}

/// The authority of a serving process.
#[derive(Debug)]
pub struct Authority {
    root: Certificate,
    root_key: PublicKey,
    issuing: Certificate,
    issuing_public: PublicKey,
    errand: Certificate,
    issuer_key_id: IssuerKeyId,
    issuing_key: KeyThread,
    errand_key: KeyThread,
    trial_key: KeyThread,
    suspect: AtomicBool,
}

impl Authority {
    /// Opens the issuing and the errand key.
    ///
    /// # Errors
    ///
    /// [`AuthorityError`]; a certificate that is not of this root is one.
    pub fn open(
        files: AuthorityFiles<'_>,
        rng: Box<dyn CryptoRng + Send>,
    ) -> Result<Self, AuthorityError> {
        let AuthorityFiles {
            folder,
            root,
            issuing_password,
        } = files;
        let (issuing_key, issuing) = open_key("issuing", folder, issuing_password)?;
        let (errand_key, errand) = open_key("errand", folder, None)?;
        let issuer_key_id = issuing
            .extensions()
            .subject_key_identifier()
            .ok()
            .flatten()
            .map(|id| IssuerKeyId::from_bytes(&id.0))
            .ok_or(AuthorityError::NoKeyIdentifier)?;
        let root_key = root
            .public_key()
            .map_err(|_| AuthorityError::NotOfRoot { key: "root" })?;
        for (key, certificate) in [("root", &root), ("issuing", &issuing), ("errand", &errand)] {
            certificate
                .verify_signed_by(&root_key)
                .map_err(|_| AuthorityError::NotOfRoot { key })?;
        }
        let issuing_public = issuing
            .public_key()
            .map_err(|_| AuthorityError::NotOfRoot { key: "issuing" })?;
        let trial_key = KeyThread::start_with_new("trial", issuing_public.algorithm(), rng)?;
        Ok(Self {
            root,
            root_key,
            issuing,
            issuing_public,
            errand,
            issuer_key_id,
            issuing_key,
            errand_key,
            trial_key,
            suspect: AtomicBool::new(false),
        })
    }

    /// The root's certificate.
    #[must_use]
    pub fn root(&self) -> &Certificate {
        &self.root
    }

    /// The root's key, whose hash agents pin.
    #[must_use]
    pub fn root_key(&self) -> &PublicKey {
        &self.root_key
    }

    /// The issuing authority's certificate.
    #[must_use]
    pub fn issuing(&self) -> &Certificate {
        &self.issuing
    }

    /// The issuing authority's key.
    #[must_use]
    pub fn issuing_key(&self) -> &PublicKey {
        &self.issuing_public
    }

    /// The certificate of the errand key.
    #[must_use]
    pub fn errand_certificate(&self) -> &Certificate {
        &self.errand
    }

    /// The key identifier of the issuing authority.
    #[must_use]
    pub fn issuer_key_id(&self) -> &IssuerKeyId {
        &self.issuer_key_id
    }

    /// Whether the issuing key once made a signature that did not verify. Nothing is signed with it then.
    #[must_use]
    pub fn is_suspect(&self) -> bool {
        self.suspect.load(Ordering::SeqCst)
    }

    /// Stops the issuing key until somebody has looked at it and started the server anew.
    pub(in crate::app) fn suspect(&self) {
        self.suspect.store(true, Ordering::SeqCst);
    }

    /// Signs a message to an agent with the errand key.
    ///
    /// # Errors
    ///
    /// [`AuthorityError::Seal`] or [`AuthorityError::KeyThreadGone`].
    pub async fn seal<M>(&self, message: M, ctx: &Ctx) -> Result<Envelope, AuthorityError>
    where
        M: Message + Send + 'static,
    {
        let mut rng = ctx.rng();
        self.errand_key
            .with(move |signer| Envelope::sign(&message, signer, rng.as_mut()))
            .await?
            .map_err(AuthorityError::Seal)
    }

    /// Signs what an intent has recorded with the issuing key (issuance step 5). It is not verified here.
    ///
    /// # Errors
    ///
    /// [`AuthorityError::OtherIssuer`], [`AuthorityError::Sign`] or [`AuthorityError::KeyThreadGone`].
    pub(in crate::app) async fn sign_intent(
        &self,
        intent: &StoredIntent,
        ctx: &Ctx,
    ) -> Result<Vec<u8>, AuthorityError> {
        if intent.issuer_key_id() != &self.issuer_key_id {
            return Err(AuthorityError::OtherIssuer);
        }
        let (tbs, mut rng) = (intent.tbs().to_vec(), ctx.rng());
        self.issuing_key
            .with(move |signer| signer.sign(&tbs, rng.as_mut()))
            .await?
            .map_err(AuthorityError::Sign)
    }

    /// Makes the whole certificate with the throw-away key, for the linter alone (issuance step 3).
    ///
    /// # Errors
    ///
    /// [`AuthorityError::Trial`] or [`AuthorityError::KeyThreadGone`].
    pub(in crate::app) async fn sign_trial(
        &self,
        tbs: &TbsBytes,
        ctx: &Ctx,
    ) -> Result<Certificate, AuthorityError> {
        let (tbs, mut rng) = (tbs.clone(), ctx.rng());
        self.trial_key
            .with(move |signer| issue::sign(&tbs, signer, rng.as_mut()))
            .await?
            .map_err(AuthorityError::Trial)
    }

    /// Signs a revocation list with the issuing key. It is not verified here.
    ///
    /// # Errors
    ///
    /// [`AuthorityError::SignList`] or [`AuthorityError::KeyThreadGone`].
    pub(in crate::app) async fn sign_list(
        &self,
        draft: ListDraft,
        ctx: &Ctx,
    ) -> Result<Vec<u8>, AuthorityError> {
        let (issuing, mut rng) = (self.issuing.clone(), ctx.rng());
        self.issuing_key
            .with(move |signer| {
                CrlBuilder::new(&issuing, draft.number, draft.this_update, draft.next_update)
                    .sorted()
                    .sign(&draft.entries, signer, rng.as_mut())
            })
            .await?
            .map_err(AuthorityError::SignList)
    }
}

/// The folder of one of the authority's keys.
#[must_use]
pub fn key_folder(folder: &Path, key: &str) -> PathBuf {
    folder.join(key)
}

fn open_key(
    key: &'static str,
    folder: &Path,
    password: Option<Secret>,
) -> Result<(KeyThread, Certificate), AuthorityError> {
    let path = key_folder(folder, key);
    KeyThread::start(key, move || {
        let failed = |source| AuthorityError::OpenKey { key, source };
        let medium = FolderMedium::open(&path, MediumKind::Computer).map_err(failed)?;
        let entries = medium.contents().map_err(failed)?.entries;
        // The newest: after a change of keys the former one stays for its documents.
        let entry = entries
            .into_iter()
            .rev()
            .find(|entry| entry.state == EntryState::Installed)
            .ok_or(AuthorityError::NoKey { key })?;
        let certificate = entry.certificate.ok_or(AuthorityError::NoKey { key })?;
        let unlocked = medium
            .unlock(&entry.id, password.as_ref())
            .map_err(failed)?;
        Ok((unlocked, certificate))
    })
}
