//! A token as a key medium.
//!
//! What is written for a key, and in which order, so that a crash or a pulled-out token leaves a whole key that is found
//! again, or nothing that is listed: the note first (alone it means nothing), then the pair in one act of the token, then
//! the trial signature.

use std::sync::Arc;

use cryptoki::{
    object::{Attribute, AttributeType, CertificateType, ObjectClass, ObjectHandle},
    slot::TokenInfo,
};
use rand_core::CryptoRng;
use smena_pki::{
    algorithm::KeyAlgorithm,
    asn1::{self, tag},
    certificate::Certificate,
    key::PrivateKey,
};

use super::{
    keys::{self, Recipe},
    profile::DeleteFlow,
    record::{self, Note},
    shelf::{Pair, Shelf},
    signing::{self, DeviceKey, Owner},
    token::{Link, Token},
};
use crate::{
    error::MediumError,
    medium::{
        Contents, Entry, EntryId, Keeping, KeyMedium, NewKey, Place, UnlockedKey, expect_same_key,
        test_sign,
    },
    pin::{LoggedIn, PinState},
    secret::Secret,
};

/// Octets of `CKA_ID` of a new key.
const NAME_SIZE_BYTES: usize = 20;

/// Free space for a GOST or ECDSA key pair with its note and a qualified certificate of the usual size, in octets; the
/// certificate comes later, and has to find room then.
const SPACE_CURVE_BYTES: u64 = 8 * 1024;

/// The same for RSA, where the private key alone takes more than a kilobyte.
const SPACE_RSA_BYTES: u64 = 10 * 1024;

/// A token or smart card that is spoken to by PKCS#11.
///
/// It stays the same medium while the token is away and when it comes back in another slot; what it was logged in for ends
/// with the first.
#[derive(Clone)]
pub struct TokenMedium {
    token: Arc<Token>,
}

impl TokenMedium {
    pub(super) fn new(token: Arc<Token>) -> Self {
        Self { token }
    }

    /// How keys are deleted from this token.
    #[must_use]
    pub fn delete_flow(&self) -> DeleteFlow {
        self.token.delete_flow()
    }

    /// Says how keys are deleted from this token, which ends a login: with [`DeleteFlow::SetPinSame`] the PIN of the next
    /// one is kept in memory until the logout.
    pub fn set_delete_flow(&self, flow: DeleteFlow) {
        self.token.set_delete_flow(flow);
    }

    fn key(&self, owner: Owner) -> DeviceKey {
        DeviceKey {
            token: Arc::clone(&self.token),
            owner,
        }
    }

    fn not_supported(&self, operation: &'static str) -> MediumError {
        MediumError::NotSupported {
            place: self.place().name.clone(),
            operation,
        }
    }

    /// Makes the pair and reads it back; what fails half-way leaves nothing behind.
    fn make_pair(&self, new: &NewKey<'_>, name: &[u8]) -> Result<Pair, MediumError> {
        self.token.work(|link| {
            if !makes(link, new.algorithm)? {
                return Err(self.not_supported("generate"));
            }
            expect_space(link, new.algorithm)?;
            sweep(link)?;
            let note = Note {
                created: new.keeping.now,
                made_for: new.keeping.made_for.clone(),
                archived: false,
            };
            note.write(link, name)?;
            generate_pair(link, new, name).inspect_err(|_| {
                // The error that is reported is the first. What cannot be removed now is removed by the next sweep.
                drop(destroy_named(link, name));
            })
        })
    }
}

impl KeyMedium for TokenMedium {
    fn place(&self) -> &Place {
        self.token.place()
    }

    fn contents(&self) -> Result<Contents, MediumError> {
        self.token
            .read(|link| Shelf::read(link).map(Shelf::into_contents))
    }

    fn makes(&self, algorithm: KeyAlgorithm) -> bool {
        self.token
            .read(|link| makes(link, algorithm))
            .unwrap_or(false)
    }

    fn generate(&self, new: &NewKey<'_>, rng: &mut dyn CryptoRng) -> Result<Entry, MediumError> {
        let mut name = [0_u8; NAME_SIZE_BYTES];
        rng.fill_bytes(&mut name);
        let pair = self.make_pair(new, &name)?;
        let key = self.key(Owner::of(&pair));
        match test_sign(&pair.id, &key, rng) {
            Ok(()) => Ok(pair.entry()),
            Err(error) => {
                // As above: the first error is the one to report. Of a token that was pulled out nothing is removed; the
                // key is whole and is found again by what it was made for.
                drop(self.token.work(|link| destroy_named(link, &name)));
                Err(error)
            }
        }
    }

    fn unlock(&self, id: &EntryId, secret: Option<&Secret>) -> Result<UnlockedKey, MediumError> {
        if secret.is_some() {
            return Err(MediumError::NoPassword(id.clone()));
        }
        let owner = self.token.work(|link| {
            let owner = Owner::of(&Shelf::read(link)?.pair(id)?);
            DeviceKey::expect_usable(link, &owner)?;
            Ok(owner)
        })?;
        Ok(UnlockedKey::new(id.clone(), self.key(owner)))
    }

    fn install(&self, id: &EntryId, certificate: &Certificate) -> Result<Entry, MediumError> {
        self.token.work(|link| {
            let pair = Shelf::read(link)?.pair(id)?;
            expect_same_key(id, certificate, &pair.public_key)?;
            let mut present = pair.certificates.iter().map(|(_, present)| present);
            if present.any(|present| present.der() == certificate.der()) {
                return Ok(pair.entry());
            }
            if pair.certificate().is_some() {
                return Err(MediumError::OtherCertificate(id.clone()));
            }
            write_certificate(link, &pair, certificate)?;
            Ok(Shelf::read(link)?.pair(id)?.entry())
        })
    }

    fn archive(&self, id: &EntryId) -> Result<(), MediumError> {
        self.token.work(|link| {
            let lying = Shelf::read(link)?;
            let old: Vec<_> = lying
                .notes
                .iter()
                .map(|noted| (noted.id.clone(), noted.object))
                .collect();
            let pair = lying.pair(id)?;
            let mut note = pair.note();
            if note.archived {
                return Ok(());
            }
            // A key without a name of its own on the token has nothing that a note could be tied to.
            let Some(name) = pair.names.first() else {
                return Err(self.not_supported("archive"));
            };
            note.archived = true;
            note.write(link, name)?;
            for (_, object) in old.iter().filter(|(of, _)| pair.names.contains(of)) {
                link.destroy(*object)?;
            }
            Ok(())
        })
    }

    fn export(&self, id: &EntryId, _secret: Option<&Secret>) -> Result<PrivateKey, MediumError> {
        Err(MediumError::NotExportable(id.clone()))
    }

    fn import(
        &self,
        _key: &PrivateKey,
        _certificate: Option<&Certificate>,
        _keeping: &Keeping<'_>,
        _rng: &mut dyn CryptoRng,
    ) -> Result<Entry, MediumError> {
        Err(self.not_supported("import"))
    }

    fn remove(&self, id: &EntryId) -> Result<(), MediumError> {
        self.token.work(|link| {
            let lying = Shelf::read(link)?;
            let notes: Vec<_> = lying
                .notes
                .iter()
                .map(|noted| (noted.id.clone(), noted.object))
                .collect();
            let pair = match lying.pair(id) {
                Ok(pair) => pair,
                Err(MediumError::NoSuchEntry(_)) => return Ok(()),
                Err(error) => return Err(error),
            };
            let private = private_keys_of(link, &pair)?;
            link.allow_deletion()?;
            // The certificate goes last, so that what is left after a failure is still listed.
            let notes = notes.into_iter().filter(|(of, _)| pair.names.contains(of));
            let objects = private
                .into_iter()
                .chain(pair.publics.iter().copied())
                .chain(notes.map(|(_, object)| object))
                .chain(pair.certificates.iter().map(|(object, _)| *object));
            for object in objects {
                link.destroy(object)?;
            }
            Ok(())
        })
    }

    fn free_bytes(&self) -> Result<Option<u64>, MediumError> {
        self.token.read(|link| {
            let token = link.token_info()?;
            Ok(free_bytes(&token))
        })
    }

    fn pin(&self) -> Result<Option<PinState>, MediumError> {
        self.token.pin().map(Some)
    }

    fn is_open(&self) -> bool {
        self.token.is_open()
    }

    fn log_in(&self, pin: &Secret) -> Result<LoggedIn, MediumError> {
        self.token.log_in(pin)
    }

    fn log_out(&self) {
        self.token.log_out();
    }
}

/// Whether the token makes keys of this algorithm and signs with them, by what it says of each mechanism.
fn makes(link: &Link<'_>, algorithm: KeyAlgorithm) -> Result<bool, MediumError> {
    let Some(recipe) = Recipe::of(algorithm) else {
        return Ok(false);
    };
    let Some(offered) = link.offers(recipe.mechanism)? else {
        return Ok(false);
    };
    // GOST has one size for each mechanism, and libraries count it in bits or octets as they like; 0 is no limit.
    let fits = recipe
        .bits
        .and_then(|bits| usize::try_from(bits).ok())
        .is_none_or(|bits| {
            let (smallest, largest) = (offered.min_key_size(), offered.max_key_size());
            bits >= smallest && (largest == 0 || bits <= largest)
        });
    Ok(offered.generate_key_pair()
        && fits
        && signing::can_sign(link, algorithm.signature_algorithm())?)
}

/// Refuses to begin what the token has no space for. Many tokens do not say; then the generation itself will.
fn expect_space(link: &Link<'_>, algorithm: KeyAlgorithm) -> Result<(), MediumError> {
    let wanted = match algorithm {
        KeyAlgorithm::Rsa { .. } => SPACE_RSA_BYTES,
        _ => SPACE_CURVE_BYTES,
    };
    let token = link.token_info()?;
    if free_bytes(&token).is_some_and(|free| free < wanted) {
        return Err(MediumError::NoSpace {
            place: link.place().name.clone(),
        });
    }
    Ok(())
}

/// The room that a token tells of, for public or private objects, whichever is less.
fn free_bytes(token: &TokenInfo) -> Option<u64> {
    // A memory of no size at all is one that is not counted.
    let counted = |total: Option<usize>, free: Option<usize>| free.filter(|_| total != Some(0));
    let public = counted(token.total_public_memory(), token.free_public_memory());
    let private = counted(token.total_private_memory(), token.free_private_memory());
    let least = public.into_iter().chain(private).min()?;
    u64::try_from(least).ok()
}

fn generate_pair(link: &Link<'_>, new: &NewKey<'_>, name: &[u8]) -> Result<Pair, MediumError> {
    let unsupported = || MediumError::NotSupported {
        place: link.place().name.clone(),
        operation: "generate",
    };
    let recipe = Recipe::of(new.algorithm).ok_or_else(unsupported)?;
    let kind = keys::key_type(new.algorithm).ok_or_else(unsupported)?;
    let made_up = || format!("smena {}", new.keeping.now.date());
    let label = new.keeping.label.clone().unwrap_or_else(made_up);
    let mechanism = recipe.generation();
    let (public, private) = recipe.templates(kind, name, &label, new.keeping.exportable);
    let made = link
        .session()
        .generate_key_pair(&mechanism, &public, &private);
    let (_, private) = made.map_err(|error| link.fault(&error))?;
    expect_kept(link, private, new.keeping.exportable)?;
    let shelf = Shelf::read(link)?;
    let found = shelf
        .pairs
        .into_iter()
        .find(|pair| pair.names.iter().any(|known| known == name));
    match found {
        Some(pair) if pair.public_key.algorithm() == new.algorithm => Ok(pair),
        // It took the order and made something else.
        _ => Err(unsupported()),
    }
}

/// Reads back how the token keeps the private key: what it was asked for counts for nothing.
fn expect_kept(link: &Link<'_>, key: ObjectHandle, exportable: bool) -> Result<(), MediumError> {
    let kinds = [
        AttributeType::Private,
        AttributeType::Sensitive,
        AttributeType::Extractable,
    ];
    let read = link.attributes(key, &kinds)?;
    let lax = read.contains(&Attribute::Private(false))
        || read.contains(&Attribute::Sensitive(false))
        || (!exportable && read.contains(&Attribute::Extractable(true)));
    if lax {
        return Err(MediumError::NotSupported {
            place: link.place().name.clone(),
            operation: "keep-private",
        });
    }
    Ok(())
}

/// Removes notes and public keys of ours that a generation left behind when the token was pulled out in the middle.
fn sweep(link: &Link<'_>) -> Result<(), MediumError> {
    let shelf = Shelf::read(link)?;
    let named = |name: &Vec<u8>| shelf.pairs.iter().any(|pair| pair.names.contains(name));
    for noted in shelf.notes.iter().filter(|noted| !named(&noted.id)) {
        destroy_named(link, &noted.id)?;
    }
    Ok(())
}

/// Destroys everything that goes by a `CKA_ID`, and its notes.
fn destroy_named(link: &Link<'_>, name: &[u8]) -> Result<(), MediumError> {
    for object in link.find(&[Attribute::Id(name.to_vec())])? {
        link.destroy(object)?;
    }
    for noted in record::read_all(link)? {
        if noted.id == name {
            link.destroy(noted.object)?;
        }
    }
    Ok(())
}

/// The private keys of a pair, and of no other. Where names do not tell, a signature does.
fn private_keys_of(link: &Link<'_>, pair: &Pair) -> Result<Vec<ObjectHandle>, MediumError> {
    let owner = Owner::of(pair);
    let found = owner
        .private_keys(link)
        .and_then(|keys| match keys.as_slice() {
            [_] if !pair.names.is_empty() && is_named(link, keys[0], &pair.names)? => Ok(keys),
            _ => Ok(vec![owner.sign(link, b"smena-which-key")?.key]),
        });
    match found {
        // A certificate alone, or one whose key is elsewhere.
        Err(MediumError::PrivateKeyMissing(_) | MediumError::ForeignPrivateKey(_)) => {
            Ok(Vec::new())
        }
        found => found,
    }
}

fn is_named(link: &Link<'_>, key: ObjectHandle, names: &[Vec<u8>]) -> Result<bool, MediumError> {
    let read = link.attributes(key, &[AttributeType::Id])?;
    Ok(read
        .iter()
        .any(|attribute| matches!(attribute, Attribute::Id(id) if names.contains(id))))
}

fn write_certificate(
    link: &Link<'_>,
    pair: &Pair,
    certificate: &Certificate,
) -> Result<(), MediumError> {
    let mut template = vec![
        Attribute::Class(ObjectClass::CERTIFICATE),
        Attribute::CertificateType(CertificateType::X_509),
        Attribute::Token(true),
        Attribute::Private(false),
        Attribute::Subject(certificate.subject().der().to_vec()),
        Attribute::Issuer(certificate.issuer().der().to_vec()),
        Attribute::SerialNumber(asn1::tlv(tag::INTEGER, certificate.serial().content())),
        Attribute::Value(certificate.der().to_vec()),
    ];
    if let Some(name) = pair.names.first() {
        template.push(Attribute::Id(name.clone()));
    }
    if let Some(label) = &pair.label {
        template.push(Attribute::Label(label.clone().into_bytes()));
    }
    let object = link.create(&template)?;
    let written = link.attributes(object, &[AttributeType::Value])?;
    if written.contains(&Attribute::Value(certificate.der().to_vec())) {
        return Ok(());
    }
    link.destroy(object)?;
    Err(MediumError::ReadBack {
        path: link.place().name.clone(),
    })
}
