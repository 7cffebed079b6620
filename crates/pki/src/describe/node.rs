//! The tree that a described object becomes.

use const_oid::ObjectIdentifier;
use time::OffsetDateTime;

use super::oid_name;

/// The stable kebab-case id of a label; its words stand in the locales of who shows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LabelId(pub(super) &'static str);

impl LabelId {
    /// Returns the id.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl core::fmt::Display for LabelId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.0)
    }
}

/// What stands beside a label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// Nothing: the children say it all.
    Empty,
    /// Text as the object carries it; may hold any character, so who shows it escapes it.
    Text(String),
    /// An object identifier and, where it is known, the id of its name.
    Oid {
        /// The identifier.
        oid: ObjectIdentifier,
        /// The id of its name in [`oid_name::TABLE`].
        name: Option<&'static str>,
    },
    /// An instant.
    Time(OffsetDateTime),
    /// Octets.
    Bytes(Vec<u8>),
    /// A number.
    Number(u64),
    /// Yes or no.
    Flag(bool),
    /// One of a closed list of words, itself a label.
    Term(LabelId),
}

/// A described field: its label, its value, and the fields inside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// What the field is.
    pub label: LabelId,
    /// Its value.
    pub value: Value,
    /// Its fields.
    pub children: Vec<Node>,
}

impl Node {
    pub(super) fn new(label: LabelId, value: Value) -> Self {
        Self {
            label,
            value,
            children: Vec::new(),
        }
    }

    pub(super) fn branch(label: LabelId, children: Vec<Self>) -> Self {
        Self {
            label,
            value: Value::Empty,
            children,
        }
    }

    pub(super) fn text(label: LabelId, text: impl Into<String>) -> Self {
        Self::new(label, Value::Text(text.into()))
    }

    pub(super) fn bytes(label: LabelId, bytes: &[u8]) -> Self {
        Self::new(label, Value::Bytes(bytes.to_vec()))
    }

    pub(super) fn oid(label: LabelId, oid: ObjectIdentifier) -> Self {
        Self::new(
            label,
            Value::Oid {
                oid,
                name: oid_name::of(&oid),
            },
        )
    }

    pub(super) fn time(label: LabelId, at: OffsetDateTime) -> Self {
        Self::new(label, Value::Time(at))
    }

    pub(super) fn number(label: LabelId, number: u64) -> Self {
        Self::new(label, Value::Number(number))
    }

    pub(super) fn count(label: LabelId, count: usize) -> Self {
        Self::number(label, u64::try_from(count).unwrap_or(u64::MAX))
    }

    pub(super) fn flag(label: LabelId, flag: bool) -> Self {
        Self::new(label, Value::Flag(flag))
    }

    pub(super) fn term(label: LabelId, term: LabelId) -> Self {
        Self::new(label, Value::Term(term))
    }

    pub(super) fn with(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// Returns the first node with this label, this one included, depth first.
    #[must_use]
    pub fn find(&self, label: &str) -> Option<&Self> {
        if self.label.as_str() == label {
            return Some(self);
        }
        self.children.iter().find_map(|child| child.find(label))
    }

    /// Visits this node and all below it.
    pub fn visit(&self, each: &mut impl FnMut(&Self)) {
        each(self);
        for child in &self.children {
            child.visit(each);
        }
    }
}
