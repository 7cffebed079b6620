//! A medium in memory that can be told to fail at its n-th call. For tests, and honest about it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand_core::CryptoRng;
use smena_pki::{
    certificate::Certificate,
    key::{GostAgreement, OpenError, Opener, PrivateKey, PublicKey, RsaPadding, SignError, Signer},
};
use zeroize::Zeroizing;

use crate::{
    error::MediumError,
    medium::{
        Contents, Entry, EntryId, EntryState, Guard, Keeping, KeyMedium, KeysLeave, MediumKind,
        NewKey, Place, UnlockedKey, expect_same_key, test_sign,
    },
    secret::Secret,
};

/// At which side of its n-th call the medium fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Before anything happened.
    Before(u64),
    /// After it happened; only the answer is lost.
    After(u64),
}

/// A medium in memory. A clone is the same medium, seen by somebody else.
#[derive(Clone)]
pub struct MemoryMedium {
    place: Place,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    calls: u64,
    failure: Option<Failure>,
    held: Vec<Held>,
}

struct Held {
    entry: Entry,
    key: Arc<PrivateKey>,
    password: Option<Vec<u8>>,
}

impl MemoryMedium {
    /// An empty medium.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let place = Place {
            kind: MediumKind::Memory,
            name: name.to_owned(),
            guards_access: true,
            guard: Guard::Password,
            keys_leave: KeysLeave::AsChosen,
            device: Some(format!("memory:{name}")),
        };
        Self {
            place,
            state: Arc::default(),
        }
    }

    /// Lets a later call fail, once; calls count from 1 over the whole life of the medium.
    pub fn fail(&self, failure: Failure) {
        self.state().failure = Some(failure);
    }

    /// How many calls there were.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.state().calls
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a call and fails it where that was asked for.
    fn call<T>(
        &self,
        act: impl FnOnce(&mut State) -> Result<T, MediumError>,
    ) -> Result<T, MediumError> {
        let mut state = self.state();
        state.calls += 1;
        let call = state.calls;
        if state.failure == Some(Failure::Before(call)) {
            return Err(MediumError::Device { call });
        }
        let result = act(&mut state)?;
        if state.failure == Some(Failure::After(call)) {
            return Err(MediumError::Device { call });
        }
        Ok(result)
    }
}

impl KeyMedium for MemoryMedium {
    fn place(&self) -> &Place {
        &self.place
    }

    fn contents(&self) -> Result<Contents, MediumError> {
        self.call(|state| {
            let entries = state.held.iter().map(|held| held.entry.clone()).collect();
            Ok(Contents {
                entries,
                damaged: Vec::new(),
            })
        })
    }

    fn generate(&self, new: &NewKey<'_>, rng: &mut dyn CryptoRng) -> Result<Entry, MediumError> {
        self.call(|state| {
            let key = PrivateKey::generate(new.algorithm, rng).map_err(MediumError::Generate)?;
            state.store(key, None, &new.keeping, rng)
        })
    }

    fn unlock(&self, id: &EntryId, secret: Option<&Secret>) -> Result<UnlockedKey, MediumError> {
        self.call(|state| {
            let held = state.find(id)?;
            held.expect_password(secret)?;
            Ok(UnlockedKey::new(id.clone(), Shared(Arc::clone(&held.key))))
        })
    }

    fn install(&self, id: &EntryId, certificate: &Certificate) -> Result<Entry, MediumError> {
        self.call(|state| {
            let held = state.find(id)?;
            expect_same_key(id, certificate, &held.entry.public_key)?;
            match &held.entry.certificate {
                Some(present) if present.der() != certificate.der() => {
                    return Err(MediumError::OtherCertificate(id.clone()));
                }
                Some(_) => {}
                None => {
                    held.entry.certificate = Some(certificate.clone());
                    held.entry.state = EntryState::Installed;
                }
            }
            Ok(held.entry.clone())
        })
    }

    fn archive(&self, id: &EntryId) -> Result<(), MediumError> {
        self.call(|state| {
            state.find(id)?.entry.state = EntryState::Archived;
            Ok(())
        })
    }

    fn export(&self, id: &EntryId, secret: Option<&Secret>) -> Result<PrivateKey, MediumError> {
        self.call(|state| {
            let held = state.find(id)?;
            held.expect_password(secret)?;
            if !held.entry.exportable {
                return Err(MediumError::NotExportable(id.clone()));
            }
            copy(&held.key)
        })
    }

    fn import(
        &self,
        key: &PrivateKey,
        certificate: Option<&Certificate>,
        keeping: &Keeping<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Entry, MediumError> {
        self.call(|state| state.store(copy(key)?, certificate, keeping, rng))
    }

    fn remove(&self, id: &EntryId) -> Result<(), MediumError> {
        self.call(|state| {
            state.held.retain(|held| &held.entry.id != id);
            Ok(())
        })
    }
}

impl Held {
    fn expect_password(&self, given: Option<&Secret>) -> Result<(), MediumError> {
        let id = || self.entry.id.clone();
        match (&self.password, given) {
            (Some(_), None) => Err(MediumError::PasswordNeeded(id())),
            (None, Some(_)) => Err(MediumError::NoPassword(id())),
            (Some(right), Some(given)) if right != given.expose() => {
                Err(MediumError::ForeignPrivateKey(id()))
            }
            _ => Ok(()),
        }
    }
}

impl State {
    fn store(
        &mut self,
        key: PrivateKey,
        certificate: Option<&Certificate>,
        keeping: &Keeping<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Entry, MediumError> {
        let id = EntryId::of_key(key.public_key(), keeping.now);
        if let Some(certificate) = certificate {
            expect_same_key(&id, certificate, key.public_key())?;
        }
        test_sign(&id, &key, rng)?;
        let password = keeping
            .protection
            .secret()
            .map(|secret| secret.expose().to_vec());
        let entry = Entry {
            id,
            state: match certificate {
                Some(_) => EntryState::Installed,
                None => EntryState::Pending,
            },
            public_key: key.public_key().clone(),
            certificate: certificate.cloned(),
            created: keeping.now,
            made_for: keeping.made_for.clone(),
            label: keeping.label.clone(),
            has_password: password.is_some(),
            exportable: keeping.exportable,
            key_until: None,
        };
        self.held.push(Held {
            entry: entry.clone(),
            key: Arc::new(key),
            password,
        });
        Ok(entry)
    }

    fn find(&mut self, id: &EntryId) -> Result<&mut Held, MediumError> {
        self.held
            .iter_mut()
            .find(|held| &held.entry.id == id)
            .ok_or_else(|| MediumError::NoSuchEntry(id.clone()))
    }
}

/// A second value of the same key.
fn copy(key: &PrivateKey) -> Result<PrivateKey, MediumError> {
    let der = key
        .to_pkcs8_der()
        .map_err(|error| MediumError::Wrap(error.into()))?;
    PrivateKey::from_pkcs8_der_for(&der, key.public_key()).map_err(MediumError::Generate)
}

/// A key that the medium goes on holding while it is open.
struct Shared(Arc<PrivateKey>);

impl Signer for Shared {
    fn public_key(&self) -> &PublicKey {
        self.0.public_key()
    }

    fn sign(&self, message: &[u8], rng: &mut dyn CryptoRng) -> Result<Vec<u8>, SignError> {
        self.0.sign(message, rng)
    }
}

impl Opener for Shared {
    fn opening_key(&self) -> &PublicKey {
        self.0.opening_key()
    }

    fn agree_gost(
        &self,
        agreement: GostAgreement,
        other: &PublicKey,
        ukm: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        self.0.agree_gost(agreement, other, ukm)
    }

    fn agree_ecdh(&self, other: &PublicKey) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        self.0.agree_ecdh(other)
    }

    fn decrypt_rsa(
        &self,
        padding: RsaPadding,
        encrypted: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        self.0.decrypt_rsa(padding, encrypted, rng)
    }
}
