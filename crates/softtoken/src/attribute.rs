//! Attributes of objects (PKCS#11 2.40, section 4): their names, their forms, templates of callers, and how they are
//! written down. What they mean for a class of objects is said in `object`.

use std::collections::BTreeMap;

use cryptoki_sys::{
    CK_ATTRIBUTE_TYPE, CK_FALSE, CK_TRUE, CK_ULONG, CKA_ALWAYS_AUTHENTICATE, CKA_ALWAYS_SENSITIVE,
    CKA_APPLICATION, CKA_CERTIFICATE_CATEGORY, CKA_CERTIFICATE_TYPE, CKA_CLASS, CKA_COEFFICIENT,
    CKA_COPYABLE, CKA_DECRYPT, CKA_DERIVE, CKA_DESTROYABLE, CKA_EC_PARAMS, CKA_EC_POINT,
    CKA_ENCRYPT, CKA_END_DATE, CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_EXTRACTABLE,
    CKA_GOST28147_PARAMS, CKA_GOSTR3410_PARAMS, CKA_GOSTR3411_PARAMS, CKA_ID, CKA_ISSUER,
    CKA_KEY_GEN_MECHANISM, CKA_KEY_TYPE, CKA_LABEL, CKA_LOCAL, CKA_MODIFIABLE, CKA_MODULUS,
    CKA_MODULUS_BITS, CKA_NEVER_EXTRACTABLE, CKA_OBJECT_ID, CKA_PRIME_1, CKA_PRIME_2, CKA_PRIVATE,
    CKA_PRIVATE_EXPONENT, CKA_PUBLIC_EXPONENT, CKA_PUBLIC_KEY_INFO, CKA_SENSITIVE,
    CKA_SERIAL_NUMBER, CKA_SIGN, CKA_SIGN_RECOVER, CKA_START_DATE, CKA_SUBJECT, CKA_TOKEN,
    CKA_TRUSTED, CKA_UNWRAP, CKA_VALUE, CKA_VALUE_LEN, CKA_VERIFY, CKA_VERIFY_RECOVER, CKA_WRAP,
    CKA_WRAP_WITH_TRUSTED,
};
use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use crate::{
    error::TokenError,
    limits::{ATTRIBUTE_OCTETS_MAX, TEMPLATE_ATTRIBUTES_MAX},
};

/// What the octets of an attribute are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One octet, 0 or 1.
    Bool,
    /// A `CK_ULONG`, in the order of octets and the size of the host.
    Number,
    /// Anything.
    Octets,
}

/// The attributes that objects of this token have, with the names under which they are stored.
// Stored: a change of a name needs a migration.
const KNOWN: &[(CK_ATTRIBUTE_TYPE, &str, Form)] = &[
    (CKA_CLASS, "class", Form::Number),
    (CKA_TOKEN, "token", Form::Bool),
    (CKA_PRIVATE, "private", Form::Bool),
    (CKA_LABEL, "label", Form::Octets),
    (CKA_ID, "id", Form::Octets),
    (CKA_MODIFIABLE, "modifiable", Form::Bool),
    (CKA_COPYABLE, "copyable", Form::Bool),
    (CKA_DESTROYABLE, "destroyable", Form::Bool),
    (CKA_APPLICATION, "application", Form::Octets),
    (CKA_OBJECT_ID, "object-id", Form::Octets),
    (CKA_VALUE, "value", Form::Octets),
    (CKA_CERTIFICATE_TYPE, "certificate-type", Form::Number),
    (
        CKA_CERTIFICATE_CATEGORY,
        "certificate-category",
        Form::Number,
    ),
    (CKA_TRUSTED, "trusted", Form::Bool),
    (CKA_ISSUER, "issuer", Form::Octets),
    (CKA_SERIAL_NUMBER, "serial-number", Form::Octets),
    (CKA_SUBJECT, "subject", Form::Octets),
    (CKA_START_DATE, "start-date", Form::Octets),
    (CKA_END_DATE, "end-date", Form::Octets),
    (CKA_KEY_TYPE, "key-type", Form::Number),
    (CKA_PUBLIC_KEY_INFO, "public-key-info", Form::Octets),
    (CKA_LOCAL, "local", Form::Bool),
    (CKA_KEY_GEN_MECHANISM, "key-gen-mechanism", Form::Number),
    (CKA_SENSITIVE, "sensitive", Form::Bool),
    (CKA_EXTRACTABLE, "extractable", Form::Bool),
    (CKA_ALWAYS_SENSITIVE, "always-sensitive", Form::Bool),
    (CKA_NEVER_EXTRACTABLE, "never-extractable", Form::Bool),
    (CKA_ALWAYS_AUTHENTICATE, "always-authenticate", Form::Bool),
    (CKA_WRAP_WITH_TRUSTED, "wrap-with-trusted", Form::Bool),
    (CKA_ENCRYPT, "encrypt", Form::Bool),
    (CKA_DECRYPT, "decrypt", Form::Bool),
    (CKA_SIGN, "sign", Form::Bool),
    (CKA_SIGN_RECOVER, "sign-recover", Form::Bool),
    (CKA_VERIFY, "verify", Form::Bool),
    (CKA_VERIFY_RECOVER, "verify-recover", Form::Bool),
    (CKA_WRAP, "wrap", Form::Bool),
    (CKA_UNWRAP, "unwrap", Form::Bool),
    (CKA_DERIVE, "derive", Form::Bool),
    (CKA_GOSTR3410_PARAMS, "gostr3410-params", Form::Octets),
    (CKA_GOSTR3411_PARAMS, "gostr3411-params", Form::Octets),
    (CKA_GOST28147_PARAMS, "gost28147-params", Form::Octets),
    (CKA_EC_PARAMS, "ec-params", Form::Octets),
    (CKA_EC_POINT, "ec-point", Form::Octets),
    (CKA_MODULUS, "modulus", Form::Octets),
    (CKA_MODULUS_BITS, "modulus-bits", Form::Number),
    (CKA_PUBLIC_EXPONENT, "public-exponent", Form::Octets),
    (CKA_PRIVATE_EXPONENT, "private-exponent", Form::Octets),
    (CKA_PRIME_1, "prime-1", Form::Octets),
    (CKA_PRIME_2, "prime-2", Form::Octets),
    (CKA_EXPONENT_1, "exponent-1", Form::Octets),
    (CKA_EXPONENT_2, "exponent-2", Form::Octets),
    (CKA_COEFFICIENT, "coefficient", Form::Octets),
    (CKA_VALUE_LEN, "value-len", Form::Number),
];

fn form(kind: CK_ATTRIBUTE_TYPE) -> Option<Form> {
    let known = KNOWN.iter().find(|(known, _, _)| *known == kind);
    known.map(|(_, _, form)| *form)
}

/// The value of an attribute. It may be secret, so it is wiped and not shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// Yes or no.
    Bool(bool),
    /// A number of PKCS#11.
    Number(CK_ULONG),
    /// Octets.
    Octets(Zeroizing<Vec<u8>>),
}

impl Value {
    /// The octets as callers see them.
    pub(crate) fn to_octets(&self) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Bool(true) => Zeroizing::new(vec![CK_TRUE]),
            Self::Bool(false) => Zeroizing::new(vec![CK_FALSE]),
            Self::Number(number) => Zeroizing::new(number.to_ne_bytes().to_vec()),
            Self::Octets(octets) => octets.clone(),
        }
    }

    fn read(form: Form, octets: &[u8]) -> Option<Self> {
        match form {
            Form::Bool => match octets {
                [CK_FALSE] => Some(Self::Bool(false)),
                [CK_TRUE] => Some(Self::Bool(true)),
                _ => None,
            },
            Form::Number => octets
                .try_into()
                .ok()
                .map(|octets| Self::Number(CK_ULONG::from_ne_bytes(octets))),
            Form::Octets => (octets.len() <= ATTRIBUTE_OCTETS_MAX)
                .then(|| Self::Octets(Zeroizing::new(octets.to_vec()))),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<CK_ULONG> for Value {
    fn from(value: CK_ULONG) -> Self {
        Self::Number(value)
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Octets(Zeroizing::new(value))
    }
}

/// A caller's list of attributes with their octets, in its order.
#[derive(Clone, Default)]
pub(crate) struct Template(Vec<(CK_ATTRIBUTE_TYPE, Zeroizing<Vec<u8>>)>);

impl Template {
    /// Takes the list as the caller gave it.
    ///
    /// # Errors
    ///
    /// It is longer than [`TEMPLATE_ATTRIBUTES_MAX`].
    pub(crate) fn new(
        entries: Vec<(CK_ATTRIBUTE_TYPE, Zeroizing<Vec<u8>>)>,
    ) -> Result<Self, TokenError> {
        if entries.len() > TEMPLATE_ATTRIBUTES_MAX {
            return Err(TokenError::Arguments);
        }
        Ok(Self(entries))
    }

    /// Reads the values by their forms.
    ///
    /// # Errors
    ///
    /// An attribute is not known, has a value that it cannot have, or stands twice.
    pub(crate) fn attributes(&self) -> Result<Attributes, TokenError> {
        let mut attributes = Attributes::default();
        for (kind, octets) in &self.0 {
            let form = form(*kind).ok_or(TokenError::AttributeType(*kind))?;
            let value = Value::read(form, octets).ok_or(TokenError::AttributeValue(*kind))?;
            if attributes.0.insert(*kind, value).is_some() {
                return Err(TokenError::TemplateInconsistent);
            }
        }
        Ok(attributes)
    }
}

/// The attributes of an object.
#[derive(Clone, Default)]
pub(crate) struct Attributes(BTreeMap<CK_ATTRIBUTE_TYPE, Value>);

impl Attributes {
    /// Sets an attribute, whatever it was.
    pub(crate) fn set(&mut self, kind: CK_ATTRIBUTE_TYPE, value: impl Into<Value>) {
        self.0.insert(kind, value.into());
    }

    /// Sets an attribute where it is missing.
    pub(crate) fn set_default(&mut self, kind: CK_ATTRIBUTE_TYPE, value: impl Into<Value>) {
        self.0.entry(kind).or_insert_with(|| value.into());
    }

    /// Takes an attribute out.
    pub(crate) fn take(&mut self, kind: CK_ATTRIBUTE_TYPE) -> Option<Value> {
        self.0.remove(&kind)
    }

    /// Puts all of the others in, over those that are there.
    pub(crate) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The value of an attribute.
    pub(crate) fn value(&self, kind: CK_ATTRIBUTE_TYPE) -> Option<&Value> {
        self.0.get(&kind)
    }

    /// Whether an attribute is there and true.
    pub(crate) fn flag(&self, kind: CK_ATTRIBUTE_TYPE) -> bool {
        self.0.get(&kind) == Some(&Value::Bool(true))
    }

    /// The number that an attribute has.
    pub(crate) fn number(&self, kind: CK_ATTRIBUTE_TYPE) -> Option<CK_ULONG> {
        match self.0.get(&kind) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The octets that an attribute has.
    pub(crate) fn octets(&self, kind: CK_ATTRIBUTE_TYPE) -> Option<&[u8]> {
        match self.0.get(&kind) {
            Some(Value::Octets(octets)) => Some(octets),
            _ => None,
        }
    }

    /// The octets that an attribute must have.
    ///
    /// # Errors
    ///
    /// It is missing.
    pub(crate) fn required(&self, kind: CK_ATTRIBUTE_TYPE) -> Result<&[u8], TokenError> {
        self.octets(kind).ok_or(TokenError::TemplateIncomplete)
    }

    /// All attributes with their values, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (CK_ATTRIBUTE_TYPE, &Value)> {
        self.0.iter().map(|(kind, value)| (*kind, value))
    }

    /// Whether every attribute of the template is here with the same octets; one that is not known is nowhere.
    pub(crate) fn match_template(&self, template: &Template) -> bool {
        template.0.iter().all(|(kind, octets)| {
            self.0
                .get(kind)
                .is_some_and(|value| value.to_octets() == *octets)
        })
    }

    /// Writes them as a JSON object: names, and octets in hexadecimal.
    pub(crate) fn to_json(&self) -> Json {
        let named = |kind: CK_ATTRIBUTE_TYPE| {
            let known = KNOWN.iter().find(|(known, _, _)| *known == kind);
            let (_, name, _) = known.expect("templates take known attributes only");
            (*name).to_owned()
        };
        let members = self.0.iter().map(|(kind, value)| {
            let value = match value {
                Value::Bool(value) => Json::from(*value),
                Value::Number(number) => Json::from(*number),
                Value::Octets(octets) => Json::from(hex::encode(octets)),
            };
            (named(*kind), value)
        });
        Json::Object(members.collect::<Map<_, _>>())
    }

    /// Reads them from a JSON object; says which member it stopped at.
    pub(crate) fn from_json(members: &Map<String, Json>) -> Result<Self, String> {
        let mut attributes = Self::default();
        for (name, json) in members {
            let known = KNOWN.iter().find(|(_, known, _)| known == name);
            let (kind, _, form) = known.ok_or_else(|| format!("unknown attribute {name}"))?;
            let value = match form {
                Form::Bool => json.as_bool().map(Value::Bool),
                Form::Number => serde_json::from_value(json.clone()).ok().map(Value::Number),
                Form::Octets => json
                    .as_str()
                    .and_then(|text| hex::decode(text).ok())
                    .map(Value::from),
            };
            let value = value.ok_or_else(|| format!("the attribute {name} has a wrong value"))?;
            attributes.0.insert(*kind, value);
        }
        Ok(attributes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(entries: &[(CK_ATTRIBUTE_TYPE, &[u8])]) -> Template {
        let owned = entries
            .iter()
            .map(|(kind, octets)| (*kind, Zeroizing::new(octets.to_vec())));
        Template::new(owned.collect()).expect("a short template")
    }

    #[test]
    fn attributes_are_read_as_they_were_written() {
        let number = CKA_VALUE.to_ne_bytes();
        let given = template(&[
            (CKA_TOKEN, &[CK_TRUE]),
            (CKA_LABEL, b"label"),
            (CKA_KEY_TYPE, &number),
        ]);
        let attributes = given.attributes().expect("known attributes");
        let Json::Object(json) = attributes.to_json() else {
            panic!("an object")
        };
        let again = Attributes::from_json(&json).expect("what was written");
        assert!(again.match_template(&given));
        assert_eq!(json["label"], "6c6162656c");
    }

    #[test]
    fn each_known_attribute_has_one_number_and_one_name() {
        for (kind, name, _) in KNOWN {
            let same = KNOWN
                .iter()
                .filter(|(other_kind, other_name, _)| other_kind == kind || other_name == name);
            assert_eq!(same.count(), 1, "{name}");
        }
    }

    #[test]
    fn unknown_and_doubled_attributes_and_values_of_a_wrong_form_are_refused() {
        let refused = |entries: &[(CK_ATTRIBUTE_TYPE, &[u8])]| template(entries).attributes().err();
        assert!(matches!(
            refused(&[(0xdead, b"")]),
            Some(TokenError::AttributeType(0xdead))
        ));
        assert!(matches!(
            refused(&[(CKA_TOKEN, &[2])]),
            Some(TokenError::AttributeValue(CKA_TOKEN))
        ));
        assert!(matches!(
            refused(&[(CKA_CLASS, &[2])]),
            Some(TokenError::AttributeValue(CKA_CLASS))
        ));
        assert!(matches!(
            refused(&[(CKA_ID, b"1"), (CKA_ID, b"1")]),
            Some(TokenError::TemplateInconsistent)
        ));
    }

    #[test]
    fn the_limits_of_a_template_hold_at_the_limit_and_one_beyond() {
        let entries = |count| vec![(CKA_ID, Zeroizing::new(Vec::new())); count];
        assert!(Template::new(entries(TEMPLATE_ATTRIBUTES_MAX)).is_ok());
        assert!(Template::new(entries(TEMPLATE_ATTRIBUTES_MAX + 1)).is_err());
        let value = |length| {
            template(&[(CKA_LABEL, &vec![0; length])])
                .attributes()
                .is_ok()
        };
        assert!(value(ATTRIBUTE_OCTETS_MAX));
        assert!(!value(ATTRIBUTE_OCTETS_MAX + 1));
    }

    #[test]
    fn a_template_with_an_unknown_attribute_matches_nothing() {
        let attributes = template(&[(CKA_ID, b"1")]).attributes().expect("known");
        assert!(attributes.match_template(&template(&[])));
        assert!(attributes.match_template(&template(&[(CKA_ID, b"1")])));
        assert!(!attributes.match_template(&template(&[(CKA_ID, b"2")])));
        assert!(!attributes.match_template(&template(&[(0xdead, b"1")])));
    }
}
