//! Names in words: distinguished names and general names.

use const_oid::ObjectIdentifier;

use super::labels;
use super::node::{LabelId, Node, Value};
use crate::asn1;
use crate::extension::GeneralName;
use crate::name::{Attribute, Name, StringKind, string_kind};
use crate::oid;

const ATTRIBUTES: [(ObjectIdentifier, LabelId); 29] = [
    (oid::COMMON_NAME, labels::COMMON_NAME),
    (oid::SURNAME, labels::SURNAME),
    (oid::SERIAL_NUMBER_ATTRIBUTE, labels::NAME_SERIAL_NUMBER),
    (oid::COUNTRY_NAME, labels::COUNTRY_NAME),
    (oid::LOCALITY_NAME, labels::LOCALITY_NAME),
    (oid::STATE_OR_PROVINCE_NAME, labels::STATE_OR_PROVINCE_NAME),
    (oid::STREET_ADDRESS, labels::STREET_ADDRESS),
    (oid::ORGANIZATION_NAME, labels::ORGANIZATION_NAME),
    (
        oid::ORGANIZATIONAL_UNIT_NAME,
        labels::ORGANIZATIONAL_UNIT_NAME,
    ),
    (oid::TITLE, labels::TITLE),
    (oid::DESCRIPTION, labels::DESCRIPTION),
    (oid::BUSINESS_CATEGORY, labels::BUSINESS_CATEGORY),
    (oid::POSTAL_ADDRESS, labels::POSTAL_ADDRESS),
    (oid::POSTAL_CODE, labels::POSTAL_CODE),
    (oid::GIVEN_NAME, labels::GIVEN_NAME),
    (oid::INITIALS, labels::INITIALS),
    (oid::PSEUDONYM, labels::PSEUDONYM),
    (
        oid::ORGANIZATION_IDENTIFIER,
        labels::ORGANIZATION_IDENTIFIER,
    ),
    (oid::USER_ID, labels::USER_ID),
    (oid::DOMAIN_COMPONENT, labels::DOMAIN_COMPONENT),
    (oid::EMAIL_ADDRESS, labels::EMAIL_ADDRESS),
    (oid::UNSTRUCTURED_NAME, labels::UNSTRUCTURED_NAME),
    (oid::OGRN, labels::OGRN),
    (oid::SNILS, labels::SNILS),
    (oid::INNLE, labels::INN_ORGANISATION),
    (oid::OGRNIP, labels::OGRNIP),
    (oid::INN, labels::INN),
    (oid::RNS_FSS, labels::RNS_FSS),
    (oid::KP_FSS, labels::KP_FSS),
];

/// Describes a name; `der` that is none becomes its octets.
pub(super) fn name(label: LabelId, der: &[u8]) -> Node {
    match Name::from_der(der) {
        Ok(name) => parsed_name(label, &name),
        Err(_) => Node::branch(label, vec![Node::bytes(labels::NOT_READABLE, der)]),
    }
}

pub(super) fn parsed_name(label: LabelId, name: &Name) -> Node {
    if name.is_empty() {
        return Node::term(label, labels::EMPTY_NAME);
    }
    let mut children = Vec::new();
    for rdn in name.rdns() {
        match rdn.as_slice() {
            [single] => children.push(attribute(single)),
            several => children.push(Node::branch(
                labels::SEVERAL_ATTRIBUTES,
                several.iter().map(attribute).collect(),
            )),
        }
    }
    Node::branch(label, children)
}

fn attribute(attribute: &Attribute) -> Node {
    let known = ATTRIBUTES.iter().find(|(oid, _)| *oid == attribute.oid());
    let value = match attribute.text() {
        Some(text) => Value::Text(text),
        None => Value::Bytes(asn1::tlv(attribute.kind().tag(), attribute.bytes())),
    };
    let mut node = Node::new(
        known.map_or(labels::OTHER_ATTRIBUTE, |(_, label)| *label),
        value,
    );
    if known.is_none() {
        node.children
            .push(Node::oid(labels::OBJECT_IDENTIFIER, attribute.oid()));
    }
    // The usual type goes without saying.
    if known.is_none() || attribute.kind() != string_kind(&attribute.oid()) {
        node.children
            .push(Node::text(labels::STRING_TYPE, type_name(attribute.kind())));
    }
    node
}

fn type_name(kind: StringKind) -> String {
    match kind {
        StringKind::Utf8 => "UTF8String".to_owned(),
        StringKind::Numeric => "NumericString".to_owned(),
        StringKind::Printable => "PrintableString".to_owned(),
        StringKind::Ia5 => "IA5String".to_owned(),
        StringKind::Visible => "VisibleString".to_owned(),
        StringKind::Teletex => "TeletexString".to_owned(),
        StringKind::Bmp => "BMPString".to_owned(),
        StringKind::Universal => "UniversalString".to_owned(),
        StringKind::Other(tag) => format!("{tag:#04x}"),
    }
}

/// Describes a general name.
pub(super) fn general_name(name: &GeneralName) -> Node {
    match name {
        GeneralName::Other { oid, value } => {
            Node::oid(labels::OTHER_NAME, *oid).with([Node::bytes(labels::OCTETS, value)])
        }
        GeneralName::Email(text) => Node::text(labels::RFC822_NAME, text),
        GeneralName::Dns(text) => Node::text(labels::DNS_NAME, text),
        GeneralName::Directory(name) => parsed_name(labels::DIRECTORY_NAME, name),
        GeneralName::Uri(text) => Node::text(labels::URI, text),
        GeneralName::Ip(octets) => ip_address(octets),
        GeneralName::RegisteredId(oid) => Node::oid(labels::REGISTERED_ID, *oid),
        GeneralName::Opaque { tag, content } => {
            let label = match tag & 0x1f {
                3 => labels::X400_ADDRESS,
                5 => labels::EDI_PARTY_NAME,
                _ => labels::NOT_READABLE,
            };
            Node::bytes(label, &asn1::tlv(*tag, content))
        }
    }
}

fn ip_address(octets: &[u8]) -> Node {
    use std::net::{Ipv4Addr, Ipv6Addr};
    let v4 = |octets: &[u8]| <[u8; 4]>::try_from(octets).ok().map(Ipv4Addr::from);
    let v6 = |octets: &[u8]| <[u8; 16]>::try_from(octets).ok().map(Ipv6Addr::from);
    let (address, mask) = octets.split_at(octets.len() / 2);
    let text = match octets.len() {
        4 => v4(octets).map(|address| address.to_string()),
        16 => v6(octets).map(|address| address.to_string()),
        8 => v4(address)
            .zip(v4(mask))
            .map(|(address, mask)| format!("{address}/{mask}")),
        32 => v6(address)
            .zip(v6(mask))
            .map(|(address, mask)| format!("{address}/{mask}")),
        _ => None,
    };
    match text {
        Some(text) => Node::text(labels::IP_ADDRESS, text),
        None => Node::bytes(labels::IP_ADDRESS, octets),
    }
}

pub(super) fn general_names(names: &[GeneralName]) -> impl Iterator<Item = Node> + '_ {
    names.iter().map(general_name)
}
