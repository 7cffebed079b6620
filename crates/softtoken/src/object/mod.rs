//! Objects on a token or in a session: attributes, and for private keys and private data something secret.
//!
//! What of an object is secret is kept apart from its attributes: sealed under the secret of the token when it lies
//! on the token, in memory that is wiped when it belongs to a session. Templates become objects in `template`.

mod template;

use cryptoki_sys::{
    CK_ATTRIBUTE_TYPE, CK_OBJECT_CLASS, CKA_CLASS, CKA_EXTRACTABLE, CKA_KEY_TYPE, CKA_PRIVATE,
    CKA_PUBLIC_KEY_INFO, CKA_SENSITIVE, CKA_TOKEN, CKA_VALUE, CKO_DATA, CKO_PRIVATE_KEY,
    CKO_PUBLIC_KEY, CKO_SECRET_KEY,
};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use smena_pki::key::PublicKey;
use zeroize::Zeroizing;

pub(crate) use self::template::{KeyPairTemplates, change, copy, create, derived};
use crate::{
    attribute::Attributes,
    error::TokenError,
    key::{self, PrivateMaterial, PublicMaterial},
    mechanism::Family,
    seal::{Seal, TokenSecret},
};

/// The number of the format of an object's file.
const FORMAT: u32 = 1;

/// An object that has no place yet.
pub(crate) struct Draft {
    pub(crate) attributes: Attributes,
    /// PKCS#8 of a private key, value of a secret key or of private data.
    secret: Option<Zeroizing<Vec<u8>>>,
}

/// An object in its place.
#[derive(Clone)]
pub(crate) struct Object {
    pub(crate) attributes: Attributes,
    secret: Option<Secret>,
}

/// What is secret of an object.
#[derive(Clone)]
enum Secret {
    /// On a token.
    Sealed(Seal),
    /// In a session.
    Clear(Zeroizing<Vec<u8>>),
}

/// The file of an object.
// Stored: a change needs a migration.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    attributes: Map<String, Json>,
    secret: Option<Seal>,
}

impl Draft {
    /// Whether it is to lie on the token.
    pub(crate) fn is_token(&self) -> bool {
        self.attributes.flag(CKA_TOKEN)
    }

    /// Whether only the user may see it.
    pub(crate) fn is_private(&self) -> bool {
        self.attributes.flag(CKA_PRIVATE)
    }

    /// Makes it an object of a token, sealed for the name of its file.
    ///
    /// # Errors
    ///
    /// It has a secret, and nobody is logged in whose PIN opens the token.
    pub(crate) fn seal(
        &self,
        name: &str,
        token: Option<&TokenSecret>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Object, TokenError> {
        let secret = match (&self.secret, token) {
            (Some(plain), Some(token)) => Some(Secret::Sealed(token.seal(name, plain, rng))),
            (Some(_), None) => return Err(TokenError::NotLoggedIn),
            (None, _) => None,
        };
        Ok(Object {
            attributes: self.attributes.clone(),
            secret,
        })
    }

    /// Makes it an object of a session.
    pub(crate) fn keep(self) -> Object {
        Object {
            attributes: self.attributes,
            secret: self.secret.map(Secret::Clear),
        }
    }
}

impl Object {
    /// The class; every object has one.
    pub(crate) fn class(&self) -> Option<CK_OBJECT_CLASS> {
        self.attributes.number(CKA_CLASS)
    }

    /// Whether only the user may see it.
    pub(crate) fn is_private(&self) -> bool {
        self.attributes.flag(CKA_PRIVATE)
    }

    /// Whether an attribute that is not among the others is a secret one of this object.
    pub(crate) fn has_secret_attribute(&self, kind: CK_ATTRIBUTE_TYPE) -> bool {
        match self.class() {
            Some(CKO_PRIVATE_KEY) => self
                .family()
                .is_some_and(|family| key::is_private_attribute(family, kind)),
            _ => self.secret.is_some() && kind == CKA_VALUE,
        }
    }

    /// Whether the secret attributes may be shown: those of keys only where the key is extractable and not sensitive.
    pub(crate) fn may_be_shown(&self) -> bool {
        match self.class() {
            Some(CKO_PRIVATE_KEY | CKO_SECRET_KEY) => {
                self.attributes.flag(CKA_EXTRACTABLE) && !self.attributes.flag(CKA_SENSITIVE)
            }
            _ => true,
        }
    }

    /// The secret attributes, from the opened secret.
    ///
    /// # Errors
    ///
    /// The secret is not what belongs to such an object.
    pub(crate) fn secret_attributes(&self, opened: &[u8]) -> Result<Attributes, TokenError> {
        if self.class() == Some(CKO_PRIVATE_KEY) {
            let family = self.family().ok_or(TokenError::Device)?;
            return key::private_attributes(family, opened);
        }
        let mut attributes = Attributes::default();
        attributes.set(CKA_VALUE, opened.to_vec());
        Ok(attributes)
    }

    /// Opens what is secret of it; `name` is that of its file.
    ///
    /// # Errors
    ///
    /// There is nothing secret, nobody is logged in, or it was changed.
    pub(crate) fn open(
        &self,
        name: &str,
        token: Option<&TokenSecret>,
    ) -> Result<Zeroizing<Vec<u8>>, TokenError> {
        match &self.secret {
            None => Err(TokenError::KeyFunction),
            Some(Secret::Clear(plain)) => Ok(plain.clone()),
            Some(Secret::Sealed(seal)) => {
                let token = token.ok_or(TokenError::NotLoggedIn)?;
                token.open(name, seal).ok_or_else(|| TokenError::Damaged {
                    file: name.to_owned(),
                    why: "its seal is broken".to_owned(),
                })
            }
        }
    }

    /// The private key of this object, checked against its public key.
    ///
    /// # Errors
    ///
    /// The object is no private key, or cannot be opened.
    pub(crate) fn private_material(
        &self,
        name: &str,
        token: Option<&TokenSecret>,
    ) -> Result<PrivateMaterial, TokenError> {
        if self.class() != Some(CKO_PRIVATE_KEY) {
            return Err(TokenError::KeyHandle);
        }
        PrivateMaterial::open(&self.open(name, token)?, &self.public_key()?)
    }

    /// The public key of this object.
    ///
    /// # Errors
    ///
    /// The object is no public key.
    pub(crate) fn public_material(&self) -> Result<PublicMaterial, TokenError> {
        if self.class() != Some(CKO_PUBLIC_KEY) {
            return Err(TokenError::KeyHandle);
        }
        PublicMaterial::open(&self.public_key()?)
    }

    /// The family of a key.
    pub(crate) fn family(&self) -> Option<Family> {
        let key_type = self.attributes.number(CKA_KEY_TYPE);
        key_type.and_then(Family::of_key_type)
    }

    fn public_key(&self) -> Result<PublicKey, TokenError> {
        let spki = self.attributes.octets(CKA_PUBLIC_KEY_INFO);
        let spki = spki.ok_or(TokenError::Device)?;
        PublicKey::from_spki_der(spki).map_err(|_| TokenError::Device)
    }

    /// The attributes of it, and its secret if there is one, without a place.
    ///
    /// # Errors
    ///
    /// As [`Object::open`].
    pub(crate) fn to_draft(
        &self,
        name: &str,
        token: Option<&TokenSecret>,
    ) -> Result<Draft, TokenError> {
        let secret = match &self.secret {
            None => None,
            Some(_) => Some(self.open(name, token)?),
        };
        Ok(Draft {
            attributes: self.attributes.clone(),
            secret,
        })
    }

    /// Reads the file of an object; says what is wrong with it.
    pub(crate) fn from_json(content: &[u8]) -> Result<Self, String> {
        let file: File = serde_json::from_slice(content).map_err(|error| error.to_string())?;
        if file.format != FORMAT {
            return Err(format!("format {} is not known", file.format));
        }
        Ok(Self {
            attributes: Attributes::from_json(&file.attributes)?,
            secret: file.secret.map(Secret::Sealed),
        })
    }

    /// Writes the file of an object. What a session has in the clear is not written.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        let Json::Object(attributes) = self.attributes.to_json() else {
            unreachable!("attributes are written as an object")
        };
        let secret = match &self.secret {
            Some(Secret::Sealed(seal)) => Some(seal.clone()),
            Some(Secret::Clear(_)) | None => None,
        };
        let file = File {
            format: FORMAT,
            attributes,
            secret,
        };
        serde_json::to_vec_pretty(&file).expect("texts, numbers and octets always have a JSON form")
    }
}

/// Whether the value of an object of this class is kept as a secret.
fn is_sealed_value(class: CK_OBJECT_CLASS, is_private: bool) -> bool {
    class == CKO_DATA && is_private
}
