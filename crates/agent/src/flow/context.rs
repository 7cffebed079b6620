//! What every errand needs at hand.

use std::{cell::RefCell, path::PathBuf};

use rand_core::CryptoRng;
use smena_media::KeyMedium;
use smena_pki::{
    certificate::Certificate,
    key::{PrivateKey, PublicKey},
};
use smena_protocol::v1::{Moment, Origin, Sha256};
use smena_ui::Language;

use super::{error::FlowError, person::Person};
use crate::{
    client::Client,
    clock::Clock,
    state::{AuthorityFolder, Home, TrustEntry},
};

/// What every errand needs: the trusted authority, the media, the person, the clock.
pub struct Context<'a> {
    pub(super) home: &'a Home,
    pub(super) trust: TrustEntry,
    pub(super) folder: AuthorityFolder,
    pub(super) agent_key: PrivateKey,
    pub(super) errand_key: PublicKey,
    pub(super) root: Certificate,
    pub(super) media: &'a [Box<dyn KeyMedium>],
    pub(super) person: &'a dyn Person,
    pub(super) clock: &'a dyn Clock,
    pub(super) client: Client,
    pub(super) language: Language,
    pub(super) modules: Vec<PathBuf>,
    pub(super) look_around: bool,
    rng: RefCell<Box<dyn CryptoRng>>,
}

impl<'a> Context<'a> {
    /// Puts it together; makes the agent key for this authority at the first time.
    ///
    /// # Errors
    ///
    /// The agent's files cannot be used, or the trust entry's certificates cannot be read.
    pub fn new(
        home: &'a Home,
        trust: TrustEntry,
        media: &'a [Box<dyn KeyMedium>],
        person: &'a dyn Person,
        clock: &'a dyn Clock,
        language: Language,
        mut rng: Box<dyn CryptoRng>,
    ) -> Result<Self, FlowError> {
        let folder = home.authority_folder(&trust.origin)?;
        let agent_key = folder.agent_key(&mut rng)?;
        let root =
            Certificate::from_der(trust.root.as_bytes()).map_err(FlowError::TrustCertificate)?;
        let errand_certificate = trust.errand_chain.first().ok_or(FlowError::TrustEmpty)?;
        let errand_key = Certificate::from_der(errand_certificate.as_bytes())
            .map_err(FlowError::TrustCertificate)?
            .public_key()
            .map_err(FlowError::Key)?;
        let client = Client::new(&trust.origin, language);
        Ok(Self {
            home,
            trust,
            folder,
            agent_key,
            errand_key,
            root,
            media,
            person,
            clock,
            client,
            language,
            modules: Vec::new(),
            look_around: false,
            rng: RefCell::new(rng),
        })
    }

    /// The same, where the check of the workplace looks at these modules of tokens, and at the usual places if it shall
    /// look around.
    #[must_use]
    pub fn looking_at(mut self, modules: &[PathBuf], look_around: bool) -> Self {
        self.modules = modules.to_vec();
        self.look_around = look_around;
        self
    }

    /// The authority.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.trust.origin
    }

    /// Draws from the random source.
    pub(super) fn random<T>(&self, draw: impl FnOnce(&mut dyn CryptoRng) -> T) -> T {
        draw(&mut **self.rng.borrow_mut())
    }

    /// Draws from another source from now on: one that a person has taken part in.
    pub(super) fn draw_from(&self, rng: Box<dyn CryptoRng>) {
        *self.rng.borrow_mut() = rng;
    }

    /// The present instant, as it stands in signed objects.
    pub(super) fn now(&self) -> Moment {
        Moment::new(self.clock.now())
    }

    /// Whether a certificate's issuer is one whose certificates this authority may ask for.
    pub(super) fn in_scope(&self, issuer_key: &PublicKey) -> bool {
        self.trust
            .allowed_issuers
            .contains(&Sha256::new(issuer_key.spki_sha256()))
    }
}
