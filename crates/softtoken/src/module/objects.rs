//! Objects and their handles: made, copied, found, read, changed, destroyed (PKCS#11 2.40, section 5.7).

use cryptoki_sys::{
    CK_ATTRIBUTE_TYPE, CK_OBJECT_HANDLE, CK_SESSION_HANDLE, CK_SLOT_ID, CKA_DESTROYABLE,
};
use zeroize::Zeroizing;

use super::Module;
use crate::{
    attribute::{Attributes, Template},
    error::TokenError,
    limits::OBJECTS_MAX,
    object::{self, Draft, Object},
    record::Who,
};

/// What a handle stands for.
pub(super) enum Handle {
    /// The file of a token.
    Token {
        slot: CK_SLOT_ID,
        name: String,
        is_private: bool,
    },
    /// An object that goes with its session.
    Session {
        slot: CK_SLOT_ID,
        session: CK_SESSION_HANDLE,
        object: Box<Object>,
    },
}

impl Handle {
    pub(super) const fn slot(&self) -> CK_SLOT_ID {
        match self {
            Self::Token { slot, .. } | Self::Session { slot, .. } => *slot,
        }
    }

    pub(super) const fn session(&self) -> Option<CK_SESSION_HANDLE> {
        match self {
            Self::Token { .. } => None,
            Self::Session { session, .. } => Some(*session),
        }
    }

    pub(super) fn is_private(&self) -> bool {
        match self {
            Self::Token { is_private, .. } => *is_private,
            Self::Session { object, .. } => object.is_private(),
        }
    }
}

/// An object with the name that it is sealed for; that of a session object means nothing.
pub(super) struct Located {
    pub(super) slot: CK_SLOT_ID,
    pub(super) name: String,
    pub(super) object: Object,
    pub(super) is_token: bool,
}

impl Module {
    /// Makes an object of a template.
    ///
    /// # Errors
    ///
    /// The template is not that of an object, the session may not write it, or there is no space.
    pub(crate) fn create_object(
        &mut self,
        session: CK_SESSION_HANDLE,
        template: &Template,
    ) -> Result<CK_OBJECT_HANDLE, TokenError> {
        let imitation = self.record(self.session(session)?.slot)?.imitation;
        let draft = object::create(template.attributes()?, &imitation)?;
        self.put_one(session, draft)
    }

    /// Makes another object of one, with changes.
    ///
    /// # Errors
    ///
    /// As [`Module::create_object`], and when the object may not be copied or changed that way.
    pub(crate) fn copy_object(
        &mut self,
        session: CK_SESSION_HANDLE,
        object: CK_OBJECT_HANDLE,
        template: &Template,
    ) -> Result<CK_OBJECT_HANDLE, TokenError> {
        let located = self.locate(session, object)?;
        let secret = self.user_secret(located.slot);
        let draft = located.object.to_draft(&located.name, secret)?;
        let copy = object::copy(draft, template.attributes()?)?;
        self.put_one(session, copy)
    }

    fn put_one(
        &mut self,
        session: CK_SESSION_HANDLE,
        draft: Draft,
    ) -> Result<CK_OBJECT_HANDLE, TokenError> {
        let handles = self.put(session, vec![draft])?;
        handles.first().copied().ok_or(TokenError::Failed)
    }

    /// Whether a session may write an object of this kind.
    ///
    /// # Errors
    ///
    /// It may not.
    pub(super) fn expect_may_put(
        &self,
        session: CK_SESSION_HANDLE,
        is_token: bool,
        is_private: bool,
    ) -> Result<(), TokenError> {
        let session = self.session(session)?;
        if is_token && !session.may_write {
            return Err(TokenError::SessionReadOnly);
        }
        if is_private && self.who(session.slot) != Some(Who::User) {
            return Err(TokenError::NotLoggedIn);
        }
        Ok(())
    }

    /// Puts objects where they belong, all or none, and gives their handles in the same order.
    ///
    /// # Errors
    ///
    /// The session may not write them, or there is no space.
    pub(super) fn put(
        &mut self,
        session: CK_SESSION_HANDLE,
        drafts: Vec<Draft>,
    ) -> Result<Vec<CK_OBJECT_HANDLE>, TokenError> {
        for draft in &drafts {
            self.expect_may_put(session, draft.is_token(), draft.is_private())?;
        }
        let slot = self.session(session)?.slot;
        let in_session = self.objects.values().filter(|of| of.session().is_some());
        if in_session.count() + drafts.len() > OBJECTS_MAX {
            return Err(TokenError::DeviceMemory);
        }
        let of_token: Vec<&Draft> = drafts.iter().filter(|draft| draft.is_token()).collect();
        let mut names = Vec::new();
        if !of_token.is_empty() {
            let secret = self.user_secret(slot).cloned();
            let make = |number: usize, name: &str, rng: &mut dyn rand_core::CryptoRng| {
                of_token[number].seal(name, secret.as_ref(), rng)
            };
            names = self.token(slot)?.add(of_token.len(), &mut self.rng, make)?;
        }
        let mut names = names.into_iter();
        let mut handles = Vec::new();
        for draft in drafts {
            let is_private = draft.is_private();
            let handle = if draft.is_token() {
                Handle::Token {
                    slot,
                    name: names.next().ok_or(TokenError::Failed)?,
                    is_private,
                }
            } else {
                Handle::Session {
                    slot,
                    session,
                    object: Box::new(draft.keep()),
                }
            };
            handles.push(self.new_handle(handle));
        }
        Ok(handles)
    }

    fn new_handle(&mut self, handle: Handle) -> CK_OBJECT_HANDLE {
        self.last_object += 1;
        self.objects.insert(self.last_object, handle);
        self.last_object
    }

    /// The object of a handle, as it is now, if the session may see it.
    ///
    /// # Errors
    ///
    /// There is no such object for this session.
    pub(super) fn locate(
        &self,
        session: CK_SESSION_HANDLE,
        object: CK_OBJECT_HANDLE,
    ) -> Result<Located, TokenError> {
        let slot = self.session(session)?.slot;
        let handle = self.objects.get(&object);
        let handle = handle.filter(|handle| handle.slot() == slot);
        let located = match handle.ok_or(TokenError::ObjectHandle)? {
            Handle::Token { name, .. } => Located {
                slot,
                name: name.clone(),
                object: self
                    .token(slot)?
                    .object(name)?
                    .ok_or(TokenError::ObjectHandle)?,
                is_token: true,
            },
            Handle::Session { object, .. } => Located {
                slot,
                name: String::new(),
                object: (**object).clone(),
                is_token: false,
            },
        };
        if located.object.is_private() && self.who(slot) != Some(Who::User) {
            return Err(TokenError::ObjectHandle);
        }
        Ok(located)
    }

    /// Destroys an object.
    ///
    /// # Errors
    ///
    /// There is no such object, the session may not write it, or the object does not allow it.
    pub(crate) fn destroy_object(
        &mut self,
        session: CK_SESSION_HANDLE,
        object: CK_OBJECT_HANDLE,
    ) -> Result<(), TokenError> {
        let located = self.locate(session, object)?;
        self.expect_may_put(session, located.is_token, located.object.is_private())?;
        if !located.object.attributes.flag(CKA_DESTROYABLE) {
            return Err(TokenError::ActionProhibited);
        }
        if located.is_token {
            self.token(located.slot)?.remove(&located.name)?;
        }
        self.objects.remove(&object);
        Ok(())
    }

    /// How many octets an object takes on its token, or would take.
    ///
    /// # Errors
    ///
    /// There is no such object.
    pub(crate) fn object_size(
        &self,
        session: CK_SESSION_HANDLE,
        object: CK_OBJECT_HANDLE,
    ) -> Result<usize, TokenError> {
        let located = self.locate(session, object)?;
        if located.is_token {
            self.token(located.slot)?.object_size(&located.name)
        } else {
            Ok(located.object.to_json().len())
        }
    }

    /// The values of attributes, one answer for each that was asked for.
    ///
    /// # Errors
    ///
    /// There is no such object, or what is secret of it cannot be opened. An attribute that the object does not have
    /// or does not show is an error in its own place.
    pub(crate) fn attribute_values(
        &self,
        session: CK_SESSION_HANDLE,
        object: CK_OBJECT_HANDLE,
        kinds: &[CK_ATTRIBUTE_TYPE],
    ) -> Result<Vec<Result<Zeroizing<Vec<u8>>, TokenError>>, TokenError> {
        let Located {
            slot, name, object, ..
        } = self.locate(session, object)?;
        let wants_secret = kinds.iter().any(|kind| object.has_secret_attribute(*kind));
        let secret = if wants_secret && object.may_be_shown() {
            let opened = object.open(&name, self.user_secret(slot))?;
            object.secret_attributes(&opened)?
        } else {
            Attributes::default()
        };
        let value = |kind: &CK_ATTRIBUTE_TYPE| {
            let known = object
                .attributes
                .value(*kind)
                .or_else(|| secret.value(*kind));
            match known {
                Some(value) => Ok(value.to_octets()),
                None if object.has_secret_attribute(*kind) => Err(TokenError::Sensitive),
                None => Err(TokenError::AttributeType(*kind)),
            }
        };
        Ok(kinds.iter().map(value).collect())
    }

    /// Changes attributes of an object.
    ///
    /// # Errors
    ///
    /// There is no such object, the session may not write it, or an attribute cannot be changed that way.
    pub(crate) fn set_attributes(
        &mut self,
        session: CK_SESSION_HANDLE,
        object: CK_OBJECT_HANDLE,
        template: &Template,
    ) -> Result<(), TokenError> {
        let mut located = self.locate(session, object)?;
        self.expect_may_put(session, located.is_token, located.object.is_private())?;
        object::change(&mut located.object, template.attributes()?)?;
        if located.is_token {
            return self
                .token(located.slot)?
                .replace(&located.name, &located.object);
        }
        if let Some(Handle::Session { object, .. }) = self.objects.get_mut(&object) {
            **object = located.object;
        }
        Ok(())
    }

    /// Begins a search.
    ///
    /// # Errors
    ///
    /// A search is under way, or the files cannot be read.
    pub(crate) fn find_init(
        &mut self,
        session: CK_SESSION_HANDLE,
        template: &Template,
    ) -> Result<(), TokenError> {
        let of_session = self.session(session)?;
        if of_session.found.is_some() {
            return Err(TokenError::OperationActive);
        }
        let slot = of_session.slot;
        let sees_private = self.who(slot) == Some(Who::User);
        let fits = |object: &Object| {
            (sees_private || !object.is_private()) && object.attributes.match_template(template)
        };
        let mut found = Vec::new();
        let token = self.token(slot)?;
        for name in token.objects()? {
            // Another process may have destroyed it since the names were read.
            if let Some(object) = token.object(&name)?.filter(fits) {
                found.push(self.handle_of(slot, name, object.is_private()));
            }
        }
        let in_sessions = self.objects.iter().filter_map(|(handle, of)| match of {
            Handle::Session { object, .. } if of.slot() == slot && fits(object) => Some(*handle),
            _ => None,
        });
        found.extend(in_sessions);
        // Given from the end.
        found.reverse();
        self.session_mut(session)?.found = Some(found);
        Ok(())
    }

    /// The handle of a file, the same as before where it has one.
    fn handle_of(&mut self, slot: CK_SLOT_ID, name: String, is_private: bool) -> CK_OBJECT_HANDLE {
        let known = self.objects.iter().find(|(_, handle)| {
            matches!(handle, Handle::Token { slot: of, name: known, .. }
                if *of == slot && *known == name)
        });
        match known.map(|(handle, _)| *handle) {
            Some(handle) => handle,
            None => self.new_handle(Handle::Token {
                slot,
                name,
                is_private,
            }),
        }
    }

    /// Gives the next objects of a search.
    ///
    /// # Errors
    ///
    /// No search is under way.
    pub(crate) fn find(
        &mut self,
        session: CK_SESSION_HANDLE,
        count_max: usize,
    ) -> Result<Vec<CK_OBJECT_HANDLE>, TokenError> {
        let found = self.session_mut(session)?.found.as_mut();
        let found = found.ok_or(TokenError::OperationNotInitialised)?;
        let rest = found.len().saturating_sub(count_max);
        let mut given = found.split_off(rest);
        given.reverse();
        Ok(given)
    }

    /// Ends a search.
    ///
    /// # Errors
    ///
    /// No search is under way.
    pub(crate) fn find_final(&mut self, session: CK_SESSION_HANDLE) -> Result<(), TokenError> {
        let found = self.session_mut(session)?.found.take();
        found.map(drop).ok_or(TokenError::OperationNotInitialised)
    }
}
