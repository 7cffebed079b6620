//! The holder's side: his agent's home, and renewals by the agent's own code.

use std::path::{Path, PathBuf};

use smena_agent::{
    client::Client,
    clock::system_rng,
    flow::{self, Context, FlowError, Outcome, Person},
    media,
    state::Home,
};
use smena_media::{EntryState, KeyMedium, Survey};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::{Origin, Sha256};
use smena_ui::Language;

use crate::{HolderMedium, Medium, WorldClock};

/// An agent with a home of its own.
#[derive(Clone)]
pub struct Agent {
    home: PathBuf,
    origin: Origin,
    medium: HolderMedium,
    /// Its clock.
    pub clock: WorldClock,
    /// The language in which the authority answers it.
    pub language: Language,
}

impl Agent {
    /// An agent whose home is this folder, and which renews at this authority.
    #[must_use]
    pub fn new(home: PathBuf, origin: Origin, clock: WorldClock) -> Self {
        let medium = HolderMedium::of(Medium::Folder, &home);
        Self {
            home,
            origin,
            medium,
            clock,
            language: Language::default(),
        }
    }

    /// The same agent, whose holder has his keys there.
    #[must_use]
    pub fn with_medium(self, medium: HolderMedium) -> Self {
        Self { medium, ..self }
    }

    /// The same agent with another clock.
    #[must_use]
    pub fn with_clock(&self, clock: WorldClock) -> Self {
        Self {
            clock,
            ..self.clone()
        }
    }

    /// The same agent, answered in this language.
    #[must_use]
    pub fn speaking(&self, language: Language) -> Self {
        Self {
            language,
            ..self.clone()
        }
    }

    /// Its home.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Opens its home.
    ///
    /// # Errors
    ///
    /// A file operation failed.
    pub fn open(&self) -> Result<Home, FlowError> {
        Ok(Home::open(&self.home)?)
    }

    /// Opens its media: the user's own store, and what the holder has besides.
    ///
    /// # Errors
    ///
    /// One of them cannot be opened.
    pub fn media(&self) -> Result<Vec<Box<dyn KeyMedium>>, FlowError> {
        Ok(media::open(&self.open()?, &self.medium.wanted())?.media)
    }

    /// What it has to open besides its own store.
    #[must_use]
    pub fn wanted(&self) -> media::Wanted<'_> {
        self.medium.wanted()
    }

    /// How the program `smena` is called so that it sees what this agent sees.
    #[must_use]
    pub fn as_called(&self, smena: &str) -> String {
        self.medium.as_called(smena)
    }

    /// The PIN of the holder's token, where he has one.
    #[must_use]
    pub fn pin(&self) -> Option<&'static str> {
        self.medium.pin()
    }

    /// The one among them on which the holder's keys lie.
    ///
    /// # Errors
    ///
    /// It is not there.
    pub fn key_medium<'a>(
        &self,
        media: &'a [Box<dyn KeyMedium>],
    ) -> Result<&'a dyn KeyMedium, FlowError> {
        self.medium.among(media).ok_or(FlowError::KeyAbsent)
    }

    /// Trusts the authority, if it shows this root; the same again is the same.
    ///
    /// # Errors
    ///
    /// The authority cannot be reached or shows another root.
    pub fn trust(&self, root: &Certificate) -> Result<(), FlowError> {
        let home = self.open()?;
        let client = Client::new(&self.origin, self.language);
        let introduced = flow::introduce(&client, &self.origin, &self.clock)?;
        if introduced.root_thumbprint() != Sha256::new(root.thumbprint()) {
            return Err(FlowError::OtherRoot);
        }
        Ok(home
            .authority_folder(&self.origin)?
            .keep_trust(&introduced.entry)?)
    }

    /// The certificates on its media, that which ends last at the end, and the newest last among equals.
    ///
    /// # Errors
    ///
    /// The store cannot be read.
    pub fn certificates(&self) -> Result<Vec<Certificate>, FlowError> {
        let media = self.media()?;
        let all = Survey::of(&media).whole()?.into_iter();
        let installed = all.filter(|held| held.entry.state == EntryState::Installed);
        let mut found: Vec<_> = installed
            .filter_map(|held| Some((held.entry.created, held.entry.certificate?)))
            .collect();
        found.sort_by_key(|(created, certificate)| (certificate.not_after(), *created));
        Ok(found
            .into_iter()
            .map(|(_, certificate)| certificate)
            .collect())
    }

    /// The last of them.
    ///
    /// # Errors
    ///
    /// The store cannot be read, or holds no certificate.
    pub fn certificate(&self) -> Result<Certificate, FlowError> {
        self.certificates()?
            .pop()
            .ok_or(FlowError::CertificateAbsent)
    }

    /// Renews a certificate, or goes on with a renewal that was begun.
    ///
    /// # Errors
    ///
    /// As [`flow::renew`].
    pub fn renew(
        &self,
        certificate: &Certificate,
        person: &dyn Person,
    ) -> Result<Outcome, FlowError> {
        self.with(person, |context| flow::renew(context, certificate))
    }

    /// Does something as this agent.
    ///
    /// # Errors
    ///
    /// The agent's files cannot be used, or what is done fails.
    pub fn with<T>(
        &self,
        person: &dyn Person,
        act: impl FnOnce(&Context<'_>) -> Result<T, FlowError>,
    ) -> Result<T, FlowError> {
        self.with_media(&self.media()?, person, act)
    }

    /// Does something as this agent, with these media attached and no others.
    ///
    /// # Errors
    ///
    /// As [`Agent::with`].
    pub fn with_media<T>(
        &self,
        media: &[Box<dyn KeyMedium>],
        person: &dyn Person,
        act: impl FnOnce(&Context<'_>) -> Result<T, FlowError>,
    ) -> Result<T, FlowError> {
        let home = self.open()?;
        let _lock = home.lock()?;
        let trust = home.authority(Some(&self.origin))?;
        let context = Context::new(
            &home,
            trust,
            media,
            person,
            &self.clock,
            self.language,
            Box::new(system_rng()),
        )?;
        act(&context)
    }

    /// Fetches something that anybody may fetch.
    ///
    /// # Errors
    ///
    /// The authority cannot be reached or refuses.
    pub fn fetch(&self, path: &str) -> Result<Vec<u8>, FlowError> {
        Ok(Client::new(&self.origin, self.language).get_bytes(path, None)?)
    }
}
