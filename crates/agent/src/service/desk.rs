//! What is going on at the agent: its conversations, the sitting, and what it runs with.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    thread,
};

use smena_protocol::v1::{Code, Nonce, Origin, Sha256};
use smena_ui::Language;

use super::{
    pin_window::FindWindow,
    purse::Purse,
    talk::{Phase, Talk},
    work::{self, LocalAct},
    workstation,
};
use crate::{
    clock::{SystemClock, system_rng},
    limits::{ERRANDS_MAX, TALKS_MAX},
    media::{Attached, Wanted},
    state::{Home, HomeLock, StateError},
};

/// Where the agent's files and media are.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The agent's folder.
    pub home: PathBuf,
    /// Folders with keys that were named.
    pub folders: Vec<PathBuf>,
    /// Folders with containers that were named.
    pub containers: Vec<PathBuf>,
    /// Modules of tokens that were named.
    pub modules: Vec<PathBuf>,
    /// Whether to look for media where they usually are.
    pub look_around: bool,
}

/// How the agent runs.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where its files and media are.
    pub place: Place,
    /// The language where a browser wishes for none.
    pub language: Language,
    /// Whether door B is open: a port that every page knows.
    pub fixed_door: bool,
    /// Whether a connection whose owner the system does not tell is answered.
    pub unknown_peers: bool,
    /// The window in which PINs are typed and acts confirmed; without one the pages take both.
    pub pin_window: Option<FindWindow>,
}

/// The agent, as its pages and its socket see it.
pub struct Served {
    pub(super) settings: Settings,
    pub(super) port: u16,
    pub(super) phrase: String,
    /// The secret in the path of the files of pages that belong to no conversation.
    pub(super) assets: Nonce,
    pub(super) purse: Purse,
    talks: Mutex<Talks>,
    lock: Mutex<Weak<HomeLock>>,
    /// The conversation of the check of the workplace, of which there is one.
    workstation: Mutex<Option<Arc<Talk>>>,
}

#[derive(Default)]
struct Talks {
    /// By the hash of the secret in their path: what is looked up says nothing about what is there.
    pages: BTreeMap<Sha256, Arc<Talk>>,
    entries: BTreeMap<Sha256, Arc<Talk>>,
    /// The errands, by the hash of authority and code.
    codes: BTreeMap<Sha256, Arc<Talk>>,
}

impl Served {
    /// Puts it together for a port that is bound already.
    ///
    /// # Errors
    ///
    /// The agent's folder cannot be used.
    pub fn new(settings: Settings, port: u16) -> Result<Arc<Self>, StateError> {
        let home = Home::open(&settings.place.home)?;
        let phrase = super::phrase::of(&home, &mut system_rng())?;
        Ok(Arc::new(Self {
            settings,
            port,
            phrase,
            assets: Nonce::draw(&mut system_rng()),
            purse: Purse::default(),
            talks: Mutex::default(),
            lock: Mutex::default(),
            workstation: Mutex::default(),
        }))
    }

    /// The only value of `Host` that is answered.
    pub(super) fn own_host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The address by which a browser comes in to a conversation.
    pub(super) fn entry_address(&self, talk: &Talk) -> String {
        format!("http://{}/e/{}", self.own_host(), talk.entry)
    }

    /// The agent's folder.
    pub(super) fn home(&self) -> Result<Home, StateError> {
        Home::open(&self.settings.place.home)
    }

    /// The media that are attached now.
    pub(super) fn media(&self, home: &Home) -> Result<Attached, smena_media::MediumError> {
        let place = &self.settings.place;
        let wanted = Wanted {
            folders: &place.folders,
            containers: &place.containers,
            modules: &place.modules,
            look_around: place.look_around,
        };
        crate::media::open(home, &wanted)
    }

    /// The lock that keeps the commands of this user out while something is under way; the errands share it.
    pub(super) fn lock(&self, home: &Home) -> Result<Arc<HomeLock>, StateError> {
        let mut held = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = held.upgrade() {
            return Ok(lock);
        }
        let lock = Arc::new(home.lock()?);
        *held = Arc::downgrade(&lock);
        Ok(lock)
    }

    /// Takes an errand in; the same code again is the same conversation. Nothing when too many are under way.
    pub(super) fn take_errand(
        self: &Arc<Self>,
        origin: &Origin,
        code: Code,
        language: Language,
        tells_address: bool,
    ) -> Option<Arc<Talk>> {
        let known_by = Sha256::of(format!("{origin} {}", code.stored_hash()).as_bytes());
        let mut talks = self.talks();
        if let Some(talk) = talks.codes.get(&known_by) {
            return Some(Arc::clone(talk));
        }
        if talks.under_way() >= ERRANDS_MAX {
            return None;
        }
        let talk = talks.add(language, Some(origin.clone()), Phase::Working);
        talks.codes.insert(known_by, Arc::clone(&talk));
        drop(talks);
        let (served, at_work) = (Arc::clone(self), Arc::clone(&talk));
        let address = tells_address.then(|| self.entry_address(&talk));
        thread::spawn(move || {
            let keeps = work::errand(&served, &at_work, code, address);
            if !keeps {
                // It can be started again, by the same link.
                served.talks().codes.remove(&known_by);
            }
        });
        Some(talk)
    }

    /// Begins something that needs no authority, from the last page of an errand; nothing when too much is under way.
    pub(super) fn begin_local(self: &Arc<Self>, from: &Talk, act: LocalAct) -> Option<Arc<Talk>> {
        let mut talks = self.talks();
        if talks.under_way() >= ERRANDS_MAX {
            return None;
        }
        let talk = talks.add(from.language, from.origin.clone(), Phase::Working);
        drop(talks);
        let (served, at_work) = (Arc::clone(self), Arc::clone(&talk));
        let begun_at = from.address();
        thread::spawn(move || work::local(&served, &at_work, &act, begun_at));
        Some(talk)
    }

    /// The address of a new start page, for the browser of this user.
    #[must_use]
    pub fn start_address(&self) -> String {
        self.entry_address(&self.start_page(self.settings.language))
    }

    /// A start page.
    pub(super) fn start_page(&self, language: Language) -> Arc<Talk> {
        self.talks().add(language, None, Phase::Start)
    }

    /// The address of the page of the check, for the browser of this user.
    #[must_use]
    pub fn check_address(self: &Arc<Self>) -> String {
        self.entry_address(&self.check_page(self.settings.language))
    }

    /// The page of the check of the workplace: the one that is there, or a new one whose check begins.
    pub(super) fn check_page(self: &Arc<Self>, language: Language) -> Arc<Talk> {
        let mut known = self
            .workstation
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let standing = known.as_ref().filter(|talk| {
            // Pages that are over are forgotten when many others were opened since.
            let is_there = self.by_page(&talk.page.to_string()).is_some();
            is_there && talk.language == language
        });
        if let Some(talk) = standing {
            return Arc::clone(talk);
        }
        let talk = self.talks().add(language, None, Phase::Working);
        *known = Some(Arc::clone(&talk));
        self.check(&talk);
        talk
    }

    /// Makes the check of this page anew, unless it is under way.
    pub(super) fn check_again(self: &Arc<Self>, talk: &Arc<Talk>) {
        if talk.begin_again() {
            self.check(talk);
        }
    }

    fn check(self: &Arc<Self>, talk: &Arc<Talk>) {
        let (served, at_work) = (Arc::clone(self), Arc::clone(talk));
        thread::spawn(move || workstation::check(&served, &at_work));
    }

    /// The conversation of a page.
    pub(super) fn by_page(&self, secret: &str) -> Option<Arc<Talk>> {
        self.talks()
            .pages
            .get(&Sha256::of(secret.as_bytes()))
            .cloned()
    }

    /// The conversation of an entry.
    pub(super) fn by_entry(&self, secret: &str) -> Option<Arc<Talk>> {
        self.talks()
            .entries
            .get(&Sha256::of(secret.as_bytes()))
            .cloned()
    }

    /// How many errands are under way.
    pub(super) fn under_way(&self) -> usize {
        self.talks().under_way()
    }

    /// Wipes what a sitting has left: nobody acts, or its medium is gone.
    pub fn look_after_sitting(&self) {
        if self.purse.is_empty() {
            return;
        }
        self.purse.wipe_idle(std::time::Instant::now());
        if self.purse.is_empty() {
            return;
        }
        let places = self.home().ok().and_then(|home| {
            let attached = self.media(&home).ok()?;
            let names = attached.media.iter();
            Some(
                names
                    .map(|medium| medium.place().name.clone())
                    .collect::<Vec<_>>(),
            )
        });
        self.purse.keep_attached(&places.unwrap_or_default());
    }

    fn talks(&self) -> MutexGuard<'_, Talks> {
        self.talks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Talks {
    fn under_way(&self) -> usize {
        self.pages.values().filter(|talk| !talk.is_over()).count()
    }

    fn add(&mut self, language: Language, origin: Option<Origin>, phase: Phase) -> Arc<Talk> {
        if self.pages.len() >= TALKS_MAX {
            self.drop_oldest();
        }
        let mut rng = system_rng();
        let secrets = [(); 3].map(|()| Nonce::draw(&mut rng));
        let talk = Arc::new(Talk::new(secrets, language, origin, phase));
        let hash = |secret: &Nonce| Sha256::of(secret.to_string().as_bytes());
        self.pages.insert(hash(&talk.page), Arc::clone(&talk));
        self.entries.insert(hash(&talk.entry), Arc::clone(&talk));
        talk
    }

    /// Forgets the conversation that is over and was looked at longest ago.
    fn drop_oldest(&mut self) {
        let over = self.pages.values().filter(|talk| talk.is_over());
        let Some(oldest) = over.min_by_key(|talk| talk.touched()).cloned() else {
            return;
        };
        for map in [&mut self.pages, &mut self.entries, &mut self.codes] {
            map.retain(|_, talk| !Arc::ptr_eq(talk, &oldest));
        }
    }
}

/// The clock of the agent.
pub(super) const CLOCK: SystemClock = SystemClock;
