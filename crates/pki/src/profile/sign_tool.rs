//! Classes of signature tools, and the sizes of the tools' texts (order № 795).
//!
//! The extensions themselves are read and written in [`crate::extension`].

use const_oid::ObjectIdentifier;

use crate::extension::IssuerSignTool;
use crate::oid;

/// A class of signature tools; each implies the lower ones.
///
/// Not to be mixed up with `1.2.643.100.114.N`, the classes of an *authority's* tools: the bare arc
/// 1.2.643.100.114 is the extension identificationKind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignToolClass {
    /// КС1.
    Ks1 = 1,
    /// КС2.
    Ks2,
    /// КС3.
    Ks3,
    /// КВ1.
    Kv1,
    /// КВ2.
    Kv2,
    /// КА1.
    Ka1,
}

impl SignToolClass {
    /// All classes, the lowest first.
    pub const ALL: [Self; 6] = [
        Self::Ks1,
        Self::Ks2,
        Self::Ks3,
        Self::Kv1,
        Self::Kv2,
        Self::Ka1,
    ];

    /// Returns the class's own policy identifier.
    #[must_use]
    pub const fn oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::Ks1 => "1.2.643.100.113.1",
            Self::Ks2 => "1.2.643.100.113.2",
            Self::Ks3 => "1.2.643.100.113.3",
            Self::Kv1 => "1.2.643.100.113.4",
            Self::Kv2 => "1.2.643.100.113.5",
            Self::Ka1 => "1.2.643.100.113.6",
        })
    }

    /// Returns the class with this policy identifier.
    #[must_use]
    pub fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.oid() == *oid)
    }

    /// Returns the policies of a certificate whose tool has this class: the implied ones first.
    #[must_use]
    pub fn policies(self) -> Vec<ObjectIdentifier> {
        Self::ALL
            .into_iter()
            .filter(|class| *class <= self)
            .map(Self::oid)
            .collect()
    }
}

/// Most characters of a tool's name.
pub const TOOL_NAME_MAX: usize = 200;
/// Most characters of the details of a conformity certificate.
pub const TOOL_CERTIFICATE_MAX: usize = 100;

/// Returns the four texts of issuerSignTool in their order: the name of the field, the text, and
/// how many characters it may have at most.
#[must_use]
pub fn issuer_sign_tool_parts(tool: &IssuerSignTool) -> [(&'static str, &str, usize); 4] {
    [
        ("signTool", &tool.sign_tool, TOOL_NAME_MAX),
        ("cATool", &tool.ca_tool, TOOL_NAME_MAX),
        (
            "signToolCert",
            &tool.sign_tool_certificate,
            TOOL_CERTIFICATE_MAX,
        ),
        (
            "cAToolCert",
            &tool.ca_tool_certificate,
            TOOL_CERTIFICATE_MAX,
        ),
    ]
}

/// Tells whether a policy is one of the classes of signature tools.
#[must_use]
pub fn is_sign_tool_class(policy: &ObjectIdentifier) -> bool {
    policy.parent() == Some(oid::SIGN_TOOL_CLASSES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_implies_the_lower_ones() {
        let policies = SignToolClass::Ks2.policies();
        assert_eq!(
            policies,
            [SignToolClass::Ks1.oid(), SignToolClass::Ks2.oid()]
        );
        assert!(policies.iter().all(is_sign_tool_class));
        assert_eq!(
            SignToolClass::from_oid(&policies[1]),
            Some(SignToolClass::Ks2)
        );
    }
}
