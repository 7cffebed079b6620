//! The vendors' libraries and the tokens that they see.
//!
//! A library is loaded and initialised once in a process and stays: other parts of the process, and sessions that are
//! open, use it. What a token holds is not known here.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, Weak},
};

use cryptoki::{
    context::{CInitializeArgs, CInitializeFlags, Pkcs11},
    error::{Error, RvError},
    slot::Slot,
};

use super::{
    fault::fault,
    gost::Raw,
    medium::TokenMedium,
    places,
    token::{Identity, Token},
};
use crate::error::MediumError;

static LOADED: Mutex<BTreeMap<PathBuf, Arc<Module>>> = Mutex::new(BTreeMap::new());

/// The PKCS#11 modules that could be loaded.
pub struct Modules {
    modules: Vec<Arc<Module>>,
    problems: Vec<MediumError>,
}

/// What one look into all modules found.
#[derive(Default)]
pub struct Found {
    /// The tokens that are there now.
    pub tokens: Vec<TokenMedium>,
    /// The readers without a token, each once.
    pub empty_readers: Vec<String>,
    /// What could not be looked at; it hides nothing else.
    pub problems: Vec<MediumError>,
}

/// One loaded module.
pub(super) struct Module {
    pub(super) pkcs11: Pkcs11,
    pub(super) raw: Raw,
    path: PathBuf,
    /// The tokens that somebody still holds: one that is looked up again is the same, with its session.
    tokens: Mutex<HashMap<Identity, Weak<Token>>>,
}

impl Modules {
    /// Loads the configured modules and, when it shall look around, those at the usual places of the vendors' installers.
    ///
    /// A module that fails hides no other ([`Modules::problems`]); one that is named twice, or by a link, is one.
    #[must_use]
    pub fn open(configured: &[PathBuf], look_around: bool) -> Self {
        let mut paths = configured.to_vec();
        if look_around {
            paths.extend(places::installed());
        }
        let mut opened = Self {
            modules: Vec::new(),
            problems: Vec::new(),
        };
        for path in paths {
            match Module::load(&path) {
                Ok(module) if opened.modules.iter().any(|other| other.path == module.path) => {}
                Ok(module) => opened.modules.push(module),
                Err(problem) => opened.problems.push(problem),
            }
        }
        opened
    }

    /// Gives away the modules that could not be loaded, with the reason.
    #[must_use]
    pub fn into_problems(self) -> Vec<MediumError> {
        self.problems
    }

    /// The modules that could not be loaded, with the reason.
    #[must_use]
    pub fn problems(&self) -> &[MediumError] {
        &self.problems
    }

    /// The paths of the modules that are loaded.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.modules.iter().map(|module| module.path.as_path())
    }

    /// Looks which tokens are there now.
    ///
    /// A token is known by manufacturer, label and serial number: one that comes back in another slot is the same, and as
    /// long as a medium of it is held, a new look gives the same session. No PIN is used.
    #[must_use]
    pub fn look(&self) -> Found {
        let mut found = Found::default();
        let mut readers = Vec::new();
        for (number, module) in self.modules.iter().enumerate() {
            if let Err(problem) = module.look(number, &mut readers, &mut found) {
                found.problems.push(problem);
            }
        }
        let occupied: Vec<String> = readers.into_iter().map(|(_, reader)| reader).collect();
        found
            .empty_readers
            .retain(|reader| !occupied.contains(reader));
        found.empty_readers.sort();
        found.empty_readers.dedup();
        found
    }
}

impl Module {
    fn load(path: &Path) -> Result<Arc<Self>, MediumError> {
        let unusable = |source: Box<dyn std::error::Error + Send + Sync>| MediumError::Module {
            path: path.display().to_string(),
            source,
        };
        let real = path
            .canonicalize()
            .map_err(|error| unusable(error.into()))?;
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(module) = loaded.get(&real) {
            return Ok(Arc::clone(module));
        }
        let module = Self::initialised(real.clone()).map_err(|error| unusable(error.into()))?;
        let module = Arc::new(module);
        loaded.insert(real, Arc::clone(&module));
        Ok(module)
    }

    fn initialised(path: PathBuf) -> Result<Self, Error> {
        let pkcs11 = Pkcs11::new(&path)?;
        let raw = Raw::open(&path)?;
        match pkcs11.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            // Some other part of the process has done it, and goes on using the module.
            Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(error) => return Err(error),
        }
        Ok(Self {
            pkcs11,
            raw,
            path,
            tokens: Mutex::default(),
        })
    }

    /// Looks at every slot. `readers` are the readers of hardware seen so far, with the number of the module: where two
    /// modules drive one reader, the first has it.
    fn look(
        self: &Arc<Self>,
        number: usize,
        readers: &mut Vec<(usize, String)>,
        found: &mut Found,
    ) -> Result<(), MediumError> {
        let name = self.path.display().to_string();
        let failed = |error: Error| fault(&name, &error);
        let with_token = self.pkcs11.get_slots_with_token().map_err(failed)?;
        for slot in self.pkcs11.get_all_slots().map_err(failed)? {
            let reader = match self.pkcs11.get_slot_info(slot) {
                Ok(reader) => reader,
                Err(error) => {
                    found.problems.push(failed(error));
                    continue;
                }
            };
            let description = reader.slot_description().to_owned();
            if !with_token.contains(&slot) {
                found.empty_readers.push(description);
                continue;
            }
            if reader.hardware_slot() && !description.is_empty() {
                let elsewhere =
                    |(other, seen): &(usize, String)| *other != number && *seen == description;
                if readers.iter().any(elsewhere) {
                    continue;
                }
                readers.push((number, description.clone()));
            }
            match self.token(slot) {
                Ok(token) => found.tokens.extend(token.map(TokenMedium::new)),
                Err(error) => found.problems.push(fault(&description, &error)),
            }
        }
        Ok(())
    }

    /// The token in a slot; nothing where it has not been initialised by its vendor's program.
    fn token(self: &Arc<Self>, slot: Slot) -> Result<Option<Arc<Token>>, Error> {
        let info = self.pkcs11.get_token_info(slot)?;
        if !info.token_initialized() {
            return Ok(None);
        }
        let identity = Identity::of(&info);
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = tokens.get(&identity).and_then(Weak::upgrade) {
            return Ok(Some(token));
        }
        let token = Arc::new(Token::new(Arc::clone(self), identity.clone(), slot, &info));
        tokens.retain(|_, held| held.strong_count() > 0);
        tokens.insert(identity, Arc::downgrade(&token));
        Ok(Some(token))
    }
}
