//! Pairs of keys, agreed keys, and random octets.

use cryptoki_sys::{CK_OBJECT_HANDLE, CK_SESSION_HANDLE, CKA_DERIVE, CKA_TOKEN};
use smena_pki::key::PrivateKey;
use zeroize::Zeroizing;

use super::Module;
use crate::{
    attribute::Template,
    error::TokenError,
    limits::RANDOM_OCTETS_MAX,
    mechanism::{self, Agreement, Mechanism, Parameter, Purpose},
    object::{KeyPairTemplates, derived},
};

impl Module {
    /// Makes a pair of keys; gives the handles of the public and the private one.
    ///
    /// # Errors
    ///
    /// The mechanism makes no keys, the templates are not those of such a pair, the session may not write them, or
    /// there is no space.
    pub(crate) fn generate_key_pair(
        &mut self,
        session: CK_SESSION_HANDLE,
        mechanism: &Mechanism,
        public: &Template,
        private: &Template,
    ) -> Result<(CK_OBJECT_HANDLE, CK_OBJECT_HANDLE), TokenError> {
        let imitation = self.record(self.session(session)?.slot)?.imitation;
        let Purpose::KeyPair(family) = mechanism::purpose(&imitation, mechanism.kind)? else {
            return Err(TokenError::Mechanism);
        };
        if !matches!(mechanism.parameter, Parameter::None) {
            return Err(TokenError::MechanismParameter);
        }
        let (public, private) = (public.attributes()?, private.attributes()?);
        // Said before the work is done: making an RSA key takes seconds.
        self.expect_may_put(session, public.flag(CKA_TOKEN), false)?;
        self.expect_may_put(session, private.flag(CKA_TOKEN), true)?;
        let templates = KeyPairTemplates::new(family, mechanism.kind, public, private)?;
        let key = PrivateKey::generate(templates.algorithm, &mut self.rng);
        let key = key.map_err(|_| TokenError::Failed)?;
        let drafts = templates.complete(&key, &imitation)?;
        match self.put(session, drafts.into())?.as_slice() {
            [public, private] => Ok((*public, *private)),
            _ => Err(TokenError::Failed),
        }
    }

    /// Agrees on a key with the owner of another; the result is an object of the session.
    ///
    /// # Errors
    ///
    /// The mechanism or the key is not for that, the other public key is none, or the template is not that of a secret
    /// key of the session.
    pub(crate) fn derive_key(
        &mut self,
        session: CK_SESSION_HANDLE,
        mechanism: &Mechanism,
        key: CK_OBJECT_HANDLE,
        template: &Template,
    ) -> Result<CK_OBJECT_HANDLE, TokenError> {
        let imitation = self.record(self.session(session)?.slot)?.imitation;
        let Purpose::Derive(agreement) = mechanism::purpose(&imitation, mechanism.kind)? else {
            return Err(TokenError::Mechanism);
        };
        let Parameter::Agreement { public, ukm } = &mechanism.parameter else {
            return Err(TokenError::MechanismParameter);
        };
        let located = self.locate_key(session, key, agreement.families(), CKA_DERIVE)?;
        let secret = self.user_secret(located.slot);
        let material = located.object.private_material(&located.name, secret)?;
        let agreed = match agreement {
            Agreement::Ecdh => material.agree(public)?,
            Agreement::VkoOfSmall | Agreement::Vko256 => material.agree_vko_256(public, ukm)?,
            Agreement::Vko512 => material.agree_vko_512(public, ukm)?,
        };
        let draft = derived(
            template.attributes()?,
            &agreed,
            agreement.may_be_shortened(),
        )?;
        match self.put(session, vec![draft])?.as_slice() {
            [handle] => Ok(*handle),
            _ => Err(TokenError::Failed),
        }
    }

    /// Draws random octets.
    ///
    /// # Errors
    ///
    /// There is no such session, or more than [`RANDOM_OCTETS_MAX`] are asked for.
    pub(crate) fn random(
        &mut self,
        session: CK_SESSION_HANDLE,
        count: usize,
    ) -> Result<Zeroizing<Vec<u8>>, TokenError> {
        self.session(session)?;
        if count > RANDOM_OCTETS_MAX {
            return Err(TokenError::Arguments);
        }
        let mut octets = Zeroizing::new(vec![0; count]);
        self.rng.fill_bytes(&mut octets);
        Ok(octets)
    }
}
