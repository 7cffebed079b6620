//! From templates to objects: which attributes a class has, what is filled in, what may be changed later.

use cryptoki_sys::{
    CK_ATTRIBUTE_TYPE, CK_CERTIFICATE_CATEGORY_UNSPECIFIED, CK_MECHANISM_TYPE, CK_OBJECT_CLASS,
    CK_ULONG, CK_UNAVAILABLE_INFORMATION, CKA_ALWAYS_AUTHENTICATE, CKA_ALWAYS_SENSITIVE,
    CKA_APPLICATION, CKA_CERTIFICATE_CATEGORY, CKA_CERTIFICATE_TYPE, CKA_CLASS, CKA_COEFFICIENT,
    CKA_COPYABLE, CKA_DECRYPT, CKA_DERIVE, CKA_DESTROYABLE, CKA_EC_PARAMS, CKA_EC_POINT,
    CKA_ENCRYPT, CKA_END_DATE, CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_EXTRACTABLE,
    CKA_GOST28147_PARAMS, CKA_GOSTR3410_PARAMS, CKA_GOSTR3411_PARAMS, CKA_ID, CKA_ISSUER,
    CKA_KEY_GEN_MECHANISM, CKA_KEY_TYPE, CKA_LABEL, CKA_LOCAL, CKA_MODIFIABLE, CKA_MODULUS,
    CKA_MODULUS_BITS, CKA_NEVER_EXTRACTABLE, CKA_OBJECT_ID, CKA_PRIME_1, CKA_PRIME_2, CKA_PRIVATE,
    CKA_PRIVATE_EXPONENT, CKA_PUBLIC_EXPONENT, CKA_PUBLIC_KEY_INFO, CKA_SENSITIVE,
    CKA_SERIAL_NUMBER, CKA_SIGN, CKA_SIGN_RECOVER, CKA_START_DATE, CKA_SUBJECT, CKA_TOKEN,
    CKA_UNWRAP, CKA_VALUE, CKA_VALUE_LEN, CKA_VERIFY, CKA_VERIFY_RECOVER, CKA_WRAP,
    CKA_WRAP_WITH_TRUSTED, CKC_X_509, CKK_GOST28147, CKO_CERTIFICATE, CKO_DATA, CKO_PRIVATE_KEY,
    CKO_PUBLIC_KEY, CKO_SECRET_KEY,
};
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::Certificate,
    key::{PrivateKey, PublicKey, Signer as _},
};
use zeroize::Zeroizing;

use super::{Draft, Object, is_sealed_value};
use crate::{
    attribute::{Attributes, Value},
    error::TokenError,
    key,
    mechanism::Family,
    record::Imitation,
};

/// Octets of a key of GOST 28147-89.
const GOST28147_KEY_OCTETS: usize = 32;

const STORAGE: &[CK_ATTRIBUTE_TYPE] = &[
    CKA_CLASS,
    CKA_TOKEN,
    CKA_PRIVATE,
    CKA_MODIFIABLE,
    CKA_COPYABLE,
    CKA_DESTROYABLE,
    CKA_LABEL,
];
const DATA: &[CK_ATTRIBUTE_TYPE] = &[CKA_APPLICATION, CKA_OBJECT_ID, CKA_VALUE];
const CERTIFICATE: &[CK_ATTRIBUTE_TYPE] = &[
    CKA_CERTIFICATE_TYPE,
    CKA_CERTIFICATE_CATEGORY,
    CKA_SUBJECT,
    CKA_ID,
    CKA_ISSUER,
    CKA_SERIAL_NUMBER,
    CKA_VALUE,
    CKA_START_DATE,
    CKA_END_DATE,
];
const KEY: &[CK_ATTRIBUTE_TYPE] = &[
    CKA_KEY_TYPE,
    CKA_ID,
    CKA_START_DATE,
    CKA_END_DATE,
    CKA_SUBJECT,
    CKA_DERIVE,
    CKA_GOST28147_PARAMS,
];
/// What the key itself says; of a template it is read and then replaced.
const PARAMETERS: &[CK_ATTRIBUTE_TYPE] = &[
    CKA_GOSTR3410_PARAMS,
    CKA_GOSTR3411_PARAMS,
    CKA_EC_PARAMS,
    CKA_EC_POINT,
    CKA_MODULUS,
    CKA_MODULUS_BITS,
    CKA_PUBLIC_EXPONENT,
    CKA_PUBLIC_KEY_INFO,
];
const PUBLIC_KEY: &[CK_ATTRIBUTE_TYPE] = &[CKA_ENCRYPT, CKA_VERIFY, CKA_VERIFY_RECOVER, CKA_WRAP];
const PRIVATE_KEY: &[CK_ATTRIBUTE_TYPE] = &[
    CKA_SENSITIVE,
    CKA_EXTRACTABLE,
    CKA_DECRYPT,
    CKA_SIGN,
    CKA_SIGN_RECOVER,
    CKA_UNWRAP,
    CKA_ALWAYS_AUTHENTICATE,
    CKA_WRAP_WITH_TRUSTED,
];
const SECRET_KEY: &[CK_ATTRIBUTE_TYPE] = &[
    CKA_SENSITIVE,
    CKA_EXTRACTABLE,
    CKA_ENCRYPT,
    CKA_DECRYPT,
    CKA_SIGN,
    CKA_VERIFY,
    CKA_WRAP,
    CKA_UNWRAP,
    CKA_VALUE_LEN,
    CKA_WRAP_WITH_TRUSTED,
];
/// The secret numbers of a private key.
const PRIVATE_VALUES: &[CK_ATTRIBUTE_TYPE] = &[
    CKA_VALUE,
    CKA_PRIVATE_EXPONENT,
    CKA_PRIME_1,
    CKA_PRIME_2,
    CKA_EXPONENT_1,
    CKA_EXPONENT_2,
    CKA_COEFFICIENT,
];
/// What may be changed at any time, where the class has it.
const CHANGEABLE: &[CK_ATTRIBUTE_TYPE] = &[
    CKA_LABEL,
    CKA_ID,
    CKA_SUBJECT,
    CKA_START_DATE,
    CKA_END_DATE,
    CKA_APPLICATION,
    CKA_OBJECT_ID,
];

/// Makes an object of the template of `C_CreateObject`.
///
/// # Errors
///
/// Attributes are missing, contradict each other, or are not those of the class.
pub(crate) fn create(template: Attributes, imitation: &Imitation) -> Result<Draft, TokenError> {
    let class = template.number(CKA_CLASS);
    match class.ok_or(TokenError::TemplateIncomplete)? {
        CKO_DATA => data(template),
        CKO_CERTIFICATE => certificate(template),
        CKO_PUBLIC_KEY => {
            expect_only(
                &template,
                &[STORAGE, KEY, PARAMETERS, PUBLIC_KEY, &[CKA_VALUE]],
            )?;
            let family = expected_family(&template)?;
            let key = key::public_from(family, &template)?;
            public_key(template, &key, None, imitation)
        }
        CKO_PRIVATE_KEY => {
            let lists = [STORAGE, KEY, PARAMETERS, PRIVATE_KEY, PRIVATE_VALUES];
            expect_only(&template, &lists)?;
            let key = key::import(expected_family(&template)?, &template)?;
            private_key(template, &key, None)
        }
        _ => Err(TokenError::AttributeValue(CKA_CLASS)),
    }
}

fn expected_family(template: &Attributes) -> Result<Family, TokenError> {
    let key_type = template.number(CKA_KEY_TYPE);
    Family::of_key_type(key_type.ok_or(TokenError::TemplateIncomplete)?)
        .ok_or(TokenError::AttributeValue(CKA_KEY_TYPE))
}

fn expect_only(template: &Attributes, allowed: &[&[CK_ATTRIBUTE_TYPE]]) -> Result<(), TokenError> {
    for (kind, _) in template.iter() {
        if !allowed.iter().any(|list| list.contains(&kind)) {
            return Err(TokenError::AttributeType(kind));
        }
    }
    Ok(())
}

fn storage_defaults(attributes: &mut Attributes, class: CK_OBJECT_CLASS, is_private: bool) {
    attributes.set(CKA_CLASS, class);
    attributes.set_default(CKA_TOKEN, false);
    attributes.set_default(CKA_PRIVATE, is_private);
    for kind in [CKA_MODIFIABLE, CKA_COPYABLE, CKA_DESTROYABLE] {
        attributes.set_default(kind, true);
    }
    attributes.set_default(CKA_LABEL, Vec::new());
}

fn data(mut attributes: Attributes) -> Result<Draft, TokenError> {
    expect_only(&attributes, &[STORAGE, DATA])?;
    storage_defaults(&mut attributes, CKO_DATA, false);
    for kind in DATA {
        attributes.set_default(*kind, Vec::new());
    }
    let secret = if is_sealed_value(CKO_DATA, attributes.flag(CKA_PRIVATE)) {
        octets_of(attributes.take(CKA_VALUE))
    } else {
        None
    };
    Ok(Draft { attributes, secret })
}

fn octets_of(value: Option<Value>) -> Option<Zeroizing<Vec<u8>>> {
    value.map(|value| value.to_octets())
}

/// A certificate; name, issuer and serial number are filled in from its content.
fn certificate(mut attributes: Attributes) -> Result<Draft, TokenError> {
    expect_only(&attributes, &[STORAGE, CERTIFICATE])?;
    if attributes.number(CKA_CERTIFICATE_TYPE) != Some(CKC_X_509) {
        return Err(match attributes.number(CKA_CERTIFICATE_TYPE) {
            Some(_) => TokenError::AttributeValue(CKA_CERTIFICATE_TYPE),
            None => TokenError::TemplateIncomplete,
        });
    }
    let certificate = Certificate::from_der(attributes.required(CKA_VALUE)?)
        .map_err(|_| TokenError::AttributeValue(CKA_VALUE))?;
    storage_defaults(&mut attributes, CKO_CERTIFICATE, false);
    attributes.set_default(CKA_ID, Vec::new());
    attributes.set_default(
        CKA_CERTIFICATE_CATEGORY,
        CK_CERTIFICATE_CATEGORY_UNSPECIFIED,
    );
    attributes.set_default(CKA_SUBJECT, certificate.subject().der().to_vec());
    attributes.set_default(CKA_ISSUER, certificate.issuer().der().to_vec());
    attributes.set_default(CKA_SERIAL_NUMBER, certificate.serial().to_der());
    Ok(Draft {
        attributes,
        secret: None,
    })
}

/// The two templates of `C_GenerateKeyPair`, checked.
pub(crate) struct KeyPairTemplates {
    public: Attributes,
    private: Attributes,
    mechanism: CK_MECHANISM_TYPE,
    /// What is to be made.
    pub(crate) algorithm: KeyAlgorithm,
}

impl KeyPairTemplates {
    /// Checks the templates before anything is made.
    ///
    /// # Errors
    ///
    /// They are not those of such a pair, or contradict each other.
    pub(crate) fn new(
        family: Family,
        mechanism: CK_MECHANISM_TYPE,
        public: Attributes,
        private: Attributes,
    ) -> Result<Self, TokenError> {
        expect_only(&public, &[STORAGE, KEY, PARAMETERS, PUBLIC_KEY])?;
        expect_only(&private, &[STORAGE, KEY, PARAMETERS, PRIVATE_KEY])?;
        for (template, class) in [(&public, CKO_PUBLIC_KEY), (&private, CKO_PRIVATE_KEY)] {
            let other = |kind, expected| template.number(kind).is_some_and(|is| is != expected);
            if other(CKA_CLASS, class) || other(CKA_KEY_TYPE, family.key_type()) {
                return Err(TokenError::TemplateInconsistent);
            }
        }
        // Parameters stand in either template; in both they must be the same.
        let mut parameters = Attributes::default();
        for kind in PARAMETERS {
            match (public.value(*kind), private.value(*kind)) {
                (Some(one), Some(other)) if one != other => {
                    return Err(TokenError::TemplateInconsistent);
                }
                (Some(value), _) | (None, Some(value)) => parameters.set(*kind, value.clone()),
                (None, None) => {}
            }
        }
        let algorithm = key::algorithm_from(family, &parameters)?;
        Ok(Self {
            public,
            private,
            mechanism,
            algorithm,
        })
    }

    /// Makes the two objects of the key that was made.
    ///
    /// # Errors
    ///
    /// The private key was asked to be public.
    pub(crate) fn complete(
        self,
        key: &PrivateKey,
        imitation: &Imitation,
    ) -> Result<[Draft; 2], TokenError> {
        let made_by = Some(self.mechanism);
        Ok([
            public_key(self.public, key.public_key(), made_by, imitation)?,
            private_key(self.private, key, made_by)?,
        ])
    }
}

fn public_key(
    mut attributes: Attributes,
    key: &PublicKey,
    made_by: Option<CK_MECHANISM_TYPE>,
    imitation: &Imitation,
) -> Result<Draft, TokenError> {
    for kind in PARAMETERS {
        attributes.take(*kind);
    }
    attributes.extend(key::public_attributes(key, imitation)?);
    storage_defaults(&mut attributes, CKO_PUBLIC_KEY, false);
    key_defaults(&mut attributes, made_by);
    attributes.set_default(CKA_VERIFY, true);
    for kind in [CKA_ENCRYPT, CKA_VERIFY_RECOVER, CKA_WRAP] {
        attributes.set_default(kind, false);
    }
    Ok(Draft {
        attributes,
        secret: None,
    })
}

fn private_key(
    mut attributes: Attributes,
    key: &PrivateKey,
    made_by: Option<CK_MECHANISM_TYPE>,
) -> Result<Draft, TokenError> {
    for kind in PARAMETERS.iter().chain(PRIVATE_VALUES) {
        attributes.take(*kind);
    }
    let shared = key::shared_attributes(key.public_key())?;
    attributes.extend(shared);
    storage_defaults(&mut attributes, CKO_PRIVATE_KEY, true);
    key_defaults(&mut attributes, made_by);
    if !attributes.flag(CKA_PRIVATE) || attributes.flag(CKA_ALWAYS_AUTHENTICATE) {
        return Err(TokenError::TemplateInconsistent);
    }
    let decrypts = matches!(key.public_key().algorithm(), KeyAlgorithm::Rsa { .. });
    attributes.set_default(CKA_SIGN, true);
    attributes.set_default(CKA_DECRYPT, decrypts);
    for kind in [
        CKA_SIGN_RECOVER,
        CKA_UNWRAP,
        CKA_ALWAYS_AUTHENTICATE,
        CKA_WRAP_WITH_TRUSTED,
    ] {
        attributes.set_default(kind, false);
    }
    secrecy(&mut attributes, made_by.is_some());
    let pkcs8 = key.to_pkcs8_der().map_err(|_| TokenError::Failed)?;
    Ok(Draft {
        attributes,
        secret: Some(pkcs8),
    })
}

/// A key that was not made here may have been anywhere before.
fn secrecy(attributes: &mut Attributes, is_made_here: bool) {
    attributes.set_default(CKA_SENSITIVE, true);
    attributes.set_default(CKA_EXTRACTABLE, false);
    let always = is_made_here && attributes.flag(CKA_SENSITIVE);
    let never = is_made_here && !attributes.flag(CKA_EXTRACTABLE);
    attributes.set(CKA_ALWAYS_SENSITIVE, always);
    attributes.set(CKA_NEVER_EXTRACTABLE, never);
}

fn key_defaults(attributes: &mut Attributes, made_by: Option<CK_MECHANISM_TYPE>) {
    attributes.set_default(CKA_DERIVE, false);
    for kind in [CKA_ID, CKA_SUBJECT, CKA_START_DATE, CKA_END_DATE] {
        attributes.set_default(kind, Vec::new());
    }
    attributes.set(CKA_LOCAL, made_by.is_some());
    let mechanism = made_by.unwrap_or(CK_UNAVAILABLE_INFORMATION);
    attributes.set(CKA_KEY_GEN_MECHANISM, mechanism);
}

/// Makes the object of a key that two have agreed on. It lives in its session.
///
/// # Errors
///
/// The template asks for a key on the token, for more octets than there are, or is not that of a secret key.
pub(crate) fn derived(
    mut attributes: Attributes,
    agreed: &Zeroizing<Vec<u8>>,
    may_be_shortened: bool,
) -> Result<Draft, TokenError> {
    expect_only(&attributes, &[STORAGE, KEY, SECRET_KEY])?;
    let class = attributes.number(CKA_CLASS);
    if class.is_some_and(|class| class != CKO_SECRET_KEY) || attributes.flag(CKA_TOKEN) {
        return Err(TokenError::TemplateInconsistent);
    }
    let key_type = attributes.number(CKA_KEY_TYPE);
    let key_type = key_type.ok_or(TokenError::TemplateIncomplete)?;
    if key_type == CKK_GOST28147 && agreed.len() != GOST28147_KEY_OCTETS {
        return Err(TokenError::AttributeValue(CKA_KEY_TYPE));
    }
    let mut value = agreed.clone();
    if let Some(wanted) = attributes.number(CKA_VALUE_LEN) {
        let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
        if wanted == 0 || wanted > value.len() || (wanted < value.len() && !may_be_shortened) {
            return Err(TokenError::AttributeValue(CKA_VALUE_LEN));
        }
        // The leading octets go (PKCS#11 2.40, current mechanisms, section 2.3.8).
        let leading = value.len() - wanted;
        value.drain(..leading);
    }
    storage_defaults(&mut attributes, CKO_SECRET_KEY, true);
    key_defaults(&mut attributes, None);
    let length = CK_ULONG::try_from(value.len()).map_err(|_| TokenError::Failed)?;
    attributes.set(CKA_VALUE_LEN, length);
    secrecy(&mut attributes, false);
    Ok(Draft {
        attributes,
        secret: Some(value),
    })
}

/// Changes attributes of an object in place.
///
/// # Errors
///
/// The object does not allow it, or one of the attributes cannot be changed, or not that way.
pub(crate) fn change(object: &mut Object, changes: Attributes) -> Result<(), TokenError> {
    if !object.attributes.flag(CKA_MODIFIABLE) {
        return Err(TokenError::ActionProhibited);
    }
    for (kind, value) in changes.iter() {
        expect_changeable(&object.attributes, kind, value, CHANGEABLE)?;
    }
    object.attributes.extend(changes);
    Ok(())
}

/// Makes another object of one, with changes.
///
/// # Errors
///
/// As [`change`]; or the copy would be public where the original is private.
pub(crate) fn copy(mut draft: Draft, changes: Attributes) -> Result<Draft, TokenError> {
    const MORE: &[CK_ATTRIBUTE_TYPE] = &[CKA_MODIFIABLE, CKA_COPYABLE, CKA_DESTROYABLE, CKA_TOKEN];
    if !draft.attributes.flag(CKA_COPYABLE) {
        return Err(TokenError::ActionProhibited);
    }
    let free = [CHANGEABLE, MORE].concat();
    for (kind, value) in changes.iter() {
        expect_changeable(&draft.attributes, kind, value, &free)?;
    }
    draft.attributes.extend(changes);
    Ok(draft)
}

fn expect_changeable(
    present: &Attributes,
    kind: CK_ATTRIBUTE_TYPE,
    value: &Value,
    free: &[CK_ATTRIBUTE_TYPE],
) -> Result<(), TokenError> {
    let now = present.value(kind).ok_or(TokenError::AttributeType(kind))?;
    // A key becomes sensitive and stops being extractable, never the other way round.
    let is_one_way = match kind {
        CKA_SENSITIVE => *value == Value::Bool(true),
        CKA_EXTRACTABLE => *value == Value::Bool(false),
        _ => false,
    };
    if free.contains(&kind) || is_one_way || now == value {
        Ok(())
    } else {
        Err(TokenError::AttributeReadOnly(kind))
    }
}
