//! What lies on a token, and which of its objects are one key pair.
//!
//! A certificate, a public key object and a note belong together by `CKA_ID`; where that is missing or two keys share it, by
//! the key itself (never by the label: other programs write there what they like). Private keys are mostly invisible
//! before the PIN was given, so entries come from certificates and public keys.

use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use smena_pki::{
    algorithm::DigestAlgorithm, certificate::Certificate, extension::BasicConstraints,
    key::PublicKey,
};
use time::OffsetDateTime;

use super::{
    gost,
    keys::{self, PublicObject},
    record::{self, Note, Noted},
    token::Link,
};
use crate::{
    error::MediumError,
    limits::{FILE_SIZE_BYTES_MAX, TOKEN_KEY_ID_SIZE_BYTES_MAX},
    medium::{Contents, Damaged, Entry, EntryId, EntryState},
};

/// All key pairs of a token.
pub(super) struct Shelf {
    pub(super) pairs: Vec<Pair>,
    damaged: Vec<Damaged>,
    pub(super) notes: Vec<Noted>,
}

/// The objects of one key pair.
pub(super) struct Pair {
    pub(super) id: EntryId,
    pub(super) public_key: PublicKey,
    /// The names under which its objects go; the first is that of the public key object, if it has one.
    pub(super) names: Vec<Vec<u8>>,
    pub(super) publics: Vec<ObjectHandle>,
    pub(super) certificates: Vec<(ObjectHandle, Certificate)>,
    pub(super) label: Option<String>,
    note: Option<Note>,
}

impl Shelf {
    /// Reads the token.
    pub(super) fn read(link: &Link<'_>) -> Result<Self, MediumError> {
        let mut shelf = Self {
            pairs: Vec::new(),
            damaged: Vec::new(),
            notes: record::read_all(link)?,
        };
        for object in link.find(&[Attribute::Class(ObjectClass::PUBLIC_KEY)])? {
            shelf.take_public(link, object)?;
        }
        for object in link.find(&[Attribute::Class(ObjectClass::CERTIFICATE)])? {
            shelf.take_certificate(link, object)?;
        }
        shelf.name_pairs();
        if link.is_open() {
            shelf.forget_halves(link)?;
        }
        Ok(shelf)
    }

    /// The key pair of that name.
    pub(super) fn pair(mut self, id: &EntryId) -> Result<Pair, MediumError> {
        let found = self.pairs.iter().position(|pair| &pair.id == id);
        match found {
            Some(number) => Ok(self.pairs.swap_remove(number)),
            None => Err(MediumError::NoSuchEntry(id.clone())),
        }
    }

    pub(super) fn into_contents(self) -> Contents {
        let mut entries: Vec<Entry> = self.pairs.iter().map(Pair::entry).collect();
        entries.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
        Contents {
            entries,
            damaged: self.damaged,
        }
    }

    fn take_public(&mut self, link: &Link<'_>, object: ObjectHandle) -> Result<(), MediumError> {
        let mut read = PublicObject::of(link.attributes(object, &keys::READ)?);
        if read.is_gost() {
            let parameters = link.raw_attribute(object, gost::PARAMETERS)?;
            read.parameters = parameters.unwrap_or_default();
        }
        match read.public_key() {
            Ok(public_key) => {
                let pair = self.pair_of(public_key, &read.id, &read.label);
                pair.publics.push(object);
            }
            Err(source) => {
                let id = damaged_id(&read.id, object);
                let error = MediumError::PublicKey {
                    id: id.clone(),
                    source,
                };
                self.damaged.push(Damaged { id, error });
            }
        }
        Ok(())
    }

    fn take_certificate(
        &mut self,
        link: &Link<'_>,
        object: ObjectHandle,
    ) -> Result<(), MediumError> {
        let kinds = [
            AttributeType::Id,
            AttributeType::Label,
            AttributeType::Value,
        ];
        let (mut id, mut label, mut der) = (Vec::new(), Vec::new(), Vec::new());
        for attribute in link.attributes(object, &kinds)? {
            match attribute {
                Attribute::Id(value) => id = value,
                Attribute::Label(value) => label = value,
                Attribute::Value(value) => der = value,
                _ => {}
            }
        }
        let name = damaged_id(&id, object);
        match read_certificate(&name, &der) {
            // An authority's certificate lies there for the chain; its key is elsewhere.
            Ok((certificate, _)) if is_of_authority(&certificate) => {}
            Ok((certificate, public_key)) => {
                let pair = self.pair_of(public_key, &id, &label);
                pair.certificates.push((object, certificate));
            }
            Err(error) => self.damaged.push(Damaged { id: name, error }),
        }
        Ok(())
    }

    /// The pair of a key, made where it is the first object of that.
    fn pair_of(&mut self, public_key: PublicKey, name: &[u8], label: &[u8]) -> &mut Pair {
        let hash = public_key.normalised_hash();
        let found = self
            .pairs
            .iter()
            .position(|pair| pair.public_key.normalised_hash() == hash);
        let number = found.unwrap_or_else(|| {
            self.pairs.push(Pair {
                id: id_of_key(&public_key),
                public_key,
                names: Vec::new(),
                publics: Vec::new(),
                certificates: Vec::new(),
                label: None,
                note: None,
            });
            self.pairs.len() - 1
        });
        let pair = &mut self.pairs[number];
        if !name.is_empty() && !pair.names.iter().any(|known| known == name) {
            pair.names.push(name.to_vec());
        }
        if pair.label.is_none() && !label.is_empty() {
            pair.label = Some(String::from_utf8_lossy(label).trim().to_owned());
        }
        pair
    }

    /// Gives each pair the name of its `CKA_ID`, where it has one for itself, and its note.
    fn name_pairs(&mut self) {
        let mut taken: Vec<EntryId> = Vec::new();
        for pair in &mut self.pairs {
            let first = pair.names.first();
            if let Some(id) = first.and_then(|name| id_of_name(name))
                && !taken.contains(&id)
            {
                taken.push(id.clone());
                pair.id = id;
            }
            for noted in self
                .notes
                .iter()
                .filter(|noted| pair.names.contains(&noted.id))
            {
                match (&mut pair.note, &noted.note) {
                    // Archiving writes a new note and then removes the old one; between the two, both are there.
                    (Some(known), Some(other)) => known.archived |= other.archived,
                    (known, other) => *known = known.take().or_else(|| other.clone()),
                }
            }
        }
        // A public key that cannot be read matters no more where the certificate can.
        self.damaged.retain(|damaged| !taken.contains(&damaged.id));
    }

    /// Forgets what a device that lost its power in the middle of a generation has left: a public key of ours (another
    /// program may name its private key otherwise) with neither private key nor certificate.
    fn forget_halves(&mut self, link: &Link<'_>) -> Result<(), MediumError> {
        let mut private = Vec::new();
        for object in link.find(&[Attribute::Class(ObjectClass::PRIVATE_KEY)])? {
            for attribute in link.attributes(object, &[AttributeType::Id])? {
                if let Attribute::Id(name) = attribute {
                    private.push(name);
                }
            }
        }
        self.pairs.retain(|pair| {
            pair.note.is_none()
                || !pair.certificates.is_empty()
                || pair.names.iter().any(|name| private.contains(name))
        });
        Ok(())
    }
}

impl Pair {
    /// The certificate; of several, the newest.
    pub(super) fn certificate(&self) -> Option<&Certificate> {
        self.certificates
            .iter()
            .map(|(_, certificate)| certificate)
            .max_by_key(|certificate| certificate.not_before())
    }

    /// The note, or what can be said without one.
    pub(super) fn note(&self) -> Note {
        let made_elsewhere = || Note {
            created: self
                .certificate()
                .map_or(OffsetDateTime::UNIX_EPOCH, Certificate::not_before),
            made_for: None,
            archived: false,
        };
        self.note.clone().unwrap_or_else(made_elsewhere)
    }

    pub(super) fn entry(&self) -> Entry {
        let note = self.note();
        let certificate = self.certificate().cloned();
        let state = match (note.archived, &certificate) {
            (true, _) => EntryState::Archived,
            (false, Some(_)) => EntryState::Installed,
            (false, None) => EntryState::Pending,
        };
        Entry {
            id: self.id.clone(),
            state,
            public_key: self.public_key.clone(),
            certificate,
            created: note.created,
            made_for: note.made_for,
            label: self.label.clone(),
            has_password: false,
            exportable: false,
            key_until: None,
        }
    }
}

fn read_certificate(id: &EntryId, der: &[u8]) -> Result<(Certificate, PublicKey), MediumError> {
    if der.len() > FILE_SIZE_BYTES_MAX {
        return Err(MediumError::TooLarge {
            path: id.to_string(),
        });
    }
    let certificate = Certificate::from_der(der).map_err(|source| MediumError::Certificate {
        id: id.clone(),
        source,
    })?;
    let public_key = certificate
        .public_key()
        .map_err(|source| MediumError::PublicKey {
            id: id.clone(),
            source,
        })?;
    Ok((certificate, public_key))
}

fn is_of_authority(certificate: &Certificate) -> bool {
    certificate
        .extensions()
        .typed::<BasicConstraints>()
        .is_ok_and(|constraints| constraints.is_some_and(|constraints| constraints.ca))
}

fn id_of_name(name: &[u8]) -> Option<EntryId> {
    (name.len() <= TOKEN_KEY_ID_SIZE_BYTES_MAX).then(|| EntryId::parse(&hex::encode(name)))?
}

/// The name of a key that has none on the token, or shares it.
fn id_of_key(public_key: &PublicKey) -> EntryId {
    let hash = hex::encode(&public_key.normalised_hash()[..16]);
    EntryId::parse(&format!("key-{hash}")).expect("letters, digits and a hyphen are a name")
}

fn damaged_id(name: &[u8], object: ObjectHandle) -> EntryId {
    let hash = DigestAlgorithm::Sha256.digest(name);
    let text = format!("object-{}-{}", object.handle(), hex::encode(&hash[..8]));
    id_of_name(name)
        .or_else(|| EntryId::parse(&text))
        .expect("letters, digits and hyphens under 64 characters are a name")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_key_is_its_cka_id_up_to_the_limit() {
        let at = [0xab; TOKEN_KEY_ID_SIZE_BYTES_MAX];
        assert_eq!(
            id_of_name(&at).map(|id| id.as_str().to_owned()),
            Some(hex::encode(at))
        );
        assert_eq!(id_of_name(&[0xab; TOKEN_KEY_ID_SIZE_BYTES_MAX + 1]), None);
        assert_eq!(id_of_name(&[]), None);
    }
}
