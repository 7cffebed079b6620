//! Signing, verifying, decrypting and hashing, in one piece or in several (PKCS#11 2.40, sections 5.9 to 5.13).
//!
//! What is signed or hashed in several pieces is collected and computed at the end. An operation ends with its result
//! or an error, save when the caller asked for a length or had too little room.

use cryptoki_sys::{
    CK_ATTRIBUTE_TYPE, CK_OBJECT_HANDLE, CK_SESSION_HANDLE, CKA_DECRYPT, CKA_SIGN, CKA_VERIFY,
};
use smena_pki::{algorithm::DigestAlgorithm, asn1};
use zeroize::Zeroizing;

use super::{Module, Reply, Room, objects::Located};
use crate::{
    error::TokenError,
    key::{self, PrivateMaterial, PublicMaterial},
    limits::MESSAGE_OCTETS_MAX,
    mechanism::{self, Family, Mechanism, Parameter, Purpose},
};

/// What a session is in the middle of.
#[derive(Default)]
pub(super) struct Operations {
    sign: Option<Operation<PrivateMaterial>>,
    verify: Option<Operation<PublicMaterial>>,
    decrypt: Option<PrivateMaterial>,
    digest: Option<Operation<()>>,
}

/// One operation over a text that comes in pieces.
struct Operation<Key> {
    key: Key,
    digest: Option<DigestAlgorithm>,
    /// Whether GOST signatures have their halves exchanged.
    is_reversed: bool,
    text: Zeroizing<Vec<u8>>,
    has_pieces: bool,
}

impl<Key> Operation<Key> {
    fn new(key: Key, digest: Option<DigestAlgorithm>, is_reversed: bool) -> Self {
        Self {
            key,
            digest,
            is_reversed,
            text: Zeroizing::new(Vec::new()),
            has_pieces: false,
        }
    }

    fn add(&mut self, piece: &[u8]) -> Result<(), TokenError> {
        if self.text.len() + piece.len() > MESSAGE_OCTETS_MAX {
            return Err(TokenError::DataLength);
        }
        self.text.extend_from_slice(piece);
        self.has_pieces = true;
        Ok(())
    }

    /// The whole text: the one piece of a call that has all of it, or what was collected before a final call.
    fn whole<'a>(&'a self, all: Option<&'a [u8]>) -> Result<&'a [u8], TokenError> {
        match all {
            Some(_) if self.has_pieces => Err(TokenError::OperationActive),
            Some(text) if text.len() > MESSAGE_OCTETS_MAX => Err(TokenError::DataLength),
            Some(text) => Ok(text),
            None => Ok(&self.text),
        }
    }
}

/// Gives a piece to an operation, which ends when it does not fit.
fn add_piece<Key>(place: &mut Option<Operation<Key>>, piece: &[u8]) -> Result<(), TokenError> {
    let operation = place.as_mut().ok_or(TokenError::OperationNotInitialised)?;
    operation.add(piece).inspect_err(|_| *place = None)
}

/// What to answer before anything is computed, where the caller only asks or has too little room.
const fn early(size: usize, room: Room) -> Option<Reply> {
    match room {
        Room::Asks => Some(Reply::Length(size)),
        Room::Octets(room) if room < size => Some(Reply::TooSmall(size)),
        Room::Octets(_) => None,
    }
}

impl Module {
    /// Begins to sign.
    ///
    /// # Errors
    ///
    /// Something is being signed; the key or the mechanism is not for that.
    pub(crate) fn sign_init(
        &mut self,
        session: CK_SESSION_HANDLE,
        mechanism: &Mechanism,
        key: CK_OBJECT_HANDLE,
    ) -> Result<(), TokenError> {
        if self.session(session)?.operations.sign.is_some() {
            return Err(TokenError::OperationActive);
        }
        let (located, digest, is_reversed) =
            self.begin_signature(session, mechanism, key, CKA_SIGN)?;
        let secret = self.user_secret(located.slot);
        let material = located.object.private_material(&located.name, secret)?;
        let operation = Operation::new(material, digest, is_reversed);
        self.session_mut(session)?.operations.sign = Some(operation);
        Ok(())
    }

    /// The key of a signature with the hash that the mechanism has, and whether the halves are exchanged.
    fn begin_signature(
        &self,
        session: CK_SESSION_HANDLE,
        mechanism: &Mechanism,
        key: CK_OBJECT_HANDLE,
        permission: CK_ATTRIBUTE_TYPE,
    ) -> Result<(Located, Option<DigestAlgorithm>, bool), TokenError> {
        let imitation = self.record(self.session(session)?.slot)?.imitation;
        let (family, digest) = match mechanism::purpose(&imitation, mechanism.kind)? {
            Purpose::Sign(family, digest) => (family, digest),
            Purpose::SignAndDecrypt(family) => (family, None),
            _ => return Err(TokenError::Mechanism),
        };
        expect_parameter(&mechanism.parameter, digest)?;
        let located = self.locate_key(session, key, &[family], permission)?;
        let is_gost = matches!(family, Family::Gost256 | Family::Gost512);
        Ok((located, digest, is_gost && imitation.reversed_signatures))
    }

    /// A key that is of one of the families and may be used for something.
    pub(super) fn locate_key(
        &self,
        session: CK_SESSION_HANDLE,
        key: CK_OBJECT_HANDLE,
        families: &[Family],
        permission: CK_ATTRIBUTE_TYPE,
    ) -> Result<Located, TokenError> {
        let located = self.locate(session, key).map_err(|error| match error {
            TokenError::ObjectHandle => TokenError::KeyHandle,
            other => other,
        })?;
        let family = located.object.family().ok_or(TokenError::KeyHandle)?;
        if !families.contains(&family) {
            return Err(TokenError::KeyType);
        }
        if !located.object.attributes.flag(permission) {
            return Err(TokenError::KeyFunction);
        }
        Ok(located)
    }

    /// Adds a piece to what is signed.
    ///
    /// # Errors
    ///
    /// Nothing is being signed, or it is too long.
    pub(crate) fn sign_update(
        &mut self,
        session: CK_SESSION_HANDLE,
        piece: &[u8],
    ) -> Result<(), TokenError> {
        add_piece(&mut self.session_mut(session)?.operations.sign, piece)
    }

    /// Signs: the text that is given, or the pieces that were.
    ///
    /// # Errors
    ///
    /// Nothing is being signed, or the text has a length that cannot be signed.
    pub(crate) fn sign(
        &mut self,
        session: CK_SESSION_HANDLE,
        text: Option<&[u8]>,
        room: Room,
    ) -> Result<Reply, TokenError> {
        let of_session = self.sessions.get_mut(&session);
        let place = &mut of_session.ok_or(TokenError::SessionHandle)?.operations.sign;
        let operation = place.as_ref().ok_or(TokenError::OperationNotInitialised)?;
        if let Some(reply) = early(operation.key.signature_size(), room) {
            return Ok(reply);
        }
        let operation = place.take().ok_or(TokenError::OperationNotInitialised)?;
        let text = operation.whole(text)?;
        let mut signature = operation.key.sign(text, operation.digest, &mut self.rng)?;
        if operation.is_reversed {
            signature = key::reversed(&signature);
        }
        Ok(Reply::Octets(Zeroizing::new(signature)))
    }

    /// Begins to verify.
    ///
    /// # Errors
    ///
    /// Something is being verified; the key or the mechanism is not for that.
    pub(crate) fn verify_init(
        &mut self,
        session: CK_SESSION_HANDLE,
        mechanism: &Mechanism,
        key: CK_OBJECT_HANDLE,
    ) -> Result<(), TokenError> {
        if self.session(session)?.operations.verify.is_some() {
            return Err(TokenError::OperationActive);
        }
        let (located, digest, is_reversed) =
            self.begin_signature(session, mechanism, key, CKA_VERIFY)?;
        let material = located.object.public_material()?;
        let operation = Operation::new(material, digest, is_reversed);
        self.session_mut(session)?.operations.verify = Some(operation);
        Ok(())
    }

    /// Adds a piece to what is verified.
    ///
    /// # Errors
    ///
    /// Nothing is being verified, or it is too long.
    pub(crate) fn verify_update(
        &mut self,
        session: CK_SESSION_HANDLE,
        piece: &[u8],
    ) -> Result<(), TokenError> {
        add_piece(&mut self.session_mut(session)?.operations.verify, piece)
    }

    /// Verifies a signature over the text that is given, or the pieces that were.
    ///
    /// # Errors
    ///
    /// Nothing is being verified, or the signature is not of this key over this text.
    pub(crate) fn verify(
        &mut self,
        session: CK_SESSION_HANDLE,
        text: Option<&[u8]>,
        signature: &[u8],
    ) -> Result<(), TokenError> {
        let taken = self.session_mut(session)?.operations.verify.take();
        let operation = taken.ok_or(TokenError::OperationNotInitialised)?;
        let text = operation.whole(text)?;
        let exchanged = operation.is_reversed.then(|| key::reversed(signature));
        let signature = exchanged.as_deref().unwrap_or(signature);
        operation.key.verify(text, operation.digest, signature)
    }

    /// Begins to decrypt.
    ///
    /// # Errors
    ///
    /// Something is being decrypted; the key or the mechanism is not for that.
    pub(crate) fn decrypt_init(
        &mut self,
        session: CK_SESSION_HANDLE,
        mechanism: &Mechanism,
        key: CK_OBJECT_HANDLE,
    ) -> Result<(), TokenError> {
        let of_session = self.session(session)?;
        if of_session.operations.decrypt.is_some() {
            return Err(TokenError::OperationActive);
        }
        let imitation = self.record(of_session.slot)?.imitation;
        let Purpose::SignAndDecrypt(family) = mechanism::purpose(&imitation, mechanism.kind)?
        else {
            return Err(TokenError::Mechanism);
        };
        expect_parameter(&mechanism.parameter, None)?;
        let located = self.locate_key(session, key, &[family], CKA_DECRYPT)?;
        let secret = self.user_secret(located.slot);
        let material = located.object.private_material(&located.name, secret)?;
        self.session_mut(session)?.operations.decrypt = Some(material);
        Ok(())
    }

    /// Decrypts.
    ///
    /// # Errors
    ///
    /// Nothing is being decrypted, or the ciphertext is not for this key.
    pub(crate) fn decrypt(
        &mut self,
        session: CK_SESSION_HANDLE,
        ciphertext: &[u8],
        room: Room,
    ) -> Result<Reply, TokenError> {
        let of_session = self.sessions.get_mut(&session);
        let place = &mut of_session
            .ok_or(TokenError::SessionHandle)?
            .operations
            .decrypt;
        let key = place.as_ref().ok_or(TokenError::OperationNotInitialised)?;
        let Room::Octets(room) = room else {
            return Ok(Reply::Length(key.signature_size()));
        };
        match key.decrypt(ciphertext, &mut self.rng) {
            Ok(plain) if plain.len() > room => Ok(Reply::TooSmall(plain.len())),
            outcome => {
                *place = None;
                outcome.map(Reply::Octets)
            }
        }
    }

    /// Begins to hash.
    ///
    /// # Errors
    ///
    /// Something is being hashed, or the mechanism is not for that.
    pub(crate) fn digest_init(
        &mut self,
        session: CK_SESSION_HANDLE,
        mechanism: &Mechanism,
    ) -> Result<(), TokenError> {
        let of_session = self.session(session)?;
        if of_session.operations.digest.is_some() {
            return Err(TokenError::OperationActive);
        }
        let imitation = self.record(of_session.slot)?.imitation;
        let Purpose::Digest(digest) = mechanism::purpose(&imitation, mechanism.kind)? else {
            return Err(TokenError::Mechanism);
        };
        expect_parameter(&mechanism.parameter, Some(digest))?;
        let operation = Operation::new((), Some(digest), false);
        self.session_mut(session)?.operations.digest = Some(operation);
        Ok(())
    }

    /// Adds a piece to what is hashed.
    ///
    /// # Errors
    ///
    /// Nothing is being hashed, or it is too long.
    pub(crate) fn digest_update(
        &mut self,
        session: CK_SESSION_HANDLE,
        piece: &[u8],
    ) -> Result<(), TokenError> {
        add_piece(&mut self.session_mut(session)?.operations.digest, piece)
    }

    /// Hashes: the text that is given, or the pieces that were.
    ///
    /// # Errors
    ///
    /// Nothing is being hashed.
    pub(crate) fn digest(
        &mut self,
        session: CK_SESSION_HANDLE,
        text: Option<&[u8]>,
        room: Room,
    ) -> Result<Reply, TokenError> {
        let place = &mut self.session_mut(session)?.operations.digest;
        let operation = place.as_ref().ok_or(TokenError::OperationNotInitialised)?;
        let digest = operation.digest.ok_or(TokenError::Failed)?;
        if let Some(reply) = early(digest.size(), room) {
            return Ok(reply);
        }
        let operation = place.take().ok_or(TokenError::OperationNotInitialised)?;
        let hash = digest.digest(operation.whole(text)?);
        Ok(Reply::Octets(Zeroizing::new(hash)))
    }
}

/// No parameter, or, as some callers give it with GOST, the identifier of the hash that the mechanism has anyway.
fn expect_parameter(
    parameter: &Parameter,
    digest: Option<DigestAlgorithm>,
) -> Result<(), TokenError> {
    match (parameter, digest) {
        (Parameter::None, _) => Ok(()),
        (Parameter::Octets(octets), Some(digest)) if *octets == asn1::oid(&digest.oid()) => Ok(()),
        _ => Err(TokenError::MechanismParameter),
    }
}
