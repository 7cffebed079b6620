//! The bags of a PKCS#12 file, `SafeContents ::= SEQUENCE OF SafeBag` (RFC 7292, section 4.2).
//!
//! Bags inside of bags are taken out. What a key or a certificate is, is not looked at here.

use std::char;

use const_oid::ObjectIdentifier;
use zeroize::Zeroizing;

use super::ber::definite;
use super::deviation::Deviation;
use super::error::Pkcs12Error;
use super::scheme::Scheme;
use super::unlocking::Notes;
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::{limits, oid};

/// A bag with the attributes that mean something here.
pub(super) struct Bag {
    pub(super) content: Content,
    pub(super) label: Label,
}

/// What a bag holds.
pub(super) enum Content {
    /// A PrivateKeyInfo.
    Key(Zeroizing<Vec<u8>>),
    /// An EncryptedPrivateKeyInfo.
    ShroudedKey { scheme: Scheme, sealed: Vec<u8> },
    /// The DER of an X.509 certificate.
    Certificate(Vec<u8>),
    /// Something that has no use here: revocation lists, secrets, unknown bags.
    Other(ObjectIdentifier),
}

/// The attributes friendlyName and localKeyId.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Label {
    pub(super) friendly_name: Option<String>,
    pub(super) local_key_id: Option<Vec<u8>>,
}

/// Reads bags and counts them over the whole file.
#[derive(Clone, Default)]
pub(super) struct BagReader {
    count: usize,
    pub(super) notes: Notes,
}

impl BagReader {
    /// Reads `SafeContents`.
    pub(super) fn read(&mut self, octets: &[u8]) -> Result<Vec<Bag>, Pkcs12Error> {
        let contents = definite(octets)?;
        if contents.is_rewritten() {
            self.notes.add(Deviation::BerEncoding);
        }
        let list = asn1::only(&contents.octets, tag::SEQUENCE)?;
        let mut bags = Vec::new();
        self.read_list(Walker::new(list.content), limits::PFX_DEPTH_MAX, &mut bags)?;
        Ok(bags)
    }

    fn read_list(
        &mut self,
        mut list: Walker<'_>,
        depth: usize,
        bags: &mut Vec<Bag>,
    ) -> Result<(), Pkcs12Error> {
        while !list.is_empty() {
            self.count += 1;
            if self.count > limits::PFX_BAGS_MAX {
                return Err(Pkcs12Error::TooMany("bags"));
            }
            let mut bag = list.enter(tag::SEQUENCE)?;
            let kind = bag.oid()?;
            let mut value = bag.enter(tag::context(0))?;
            let label = match bag.optional(tag::SET)? {
                Some(attributes) => Label::read(Walker::new(attributes.content))?,
                None => Label::default(),
            };
            bag.finish()?;
            if kind == oid::BAG_SAFE_CONTENTS {
                let depth = depth.checked_sub(1).ok_or(Pkcs12Error::TooDeep)?;
                let inner = value.enter(tag::SEQUENCE)?;
                value.finish()?;
                self.read_list(inner, depth, bags)?;
                continue;
            }
            let content = Content::read(kind, &mut value)?;
            bags.push(Bag { content, label });
        }
        Ok(())
    }
}

impl Content {
    fn read(kind: ObjectIdentifier, value: &mut Walker<'_>) -> Result<Self, Pkcs12Error> {
        let content = match kind {
            oid::BAG_KEY => Self::Key(Zeroizing::new(value.expect(tag::SEQUENCE)?.full.to_vec())),
            oid::BAG_SHROUDED_KEY => {
                let mut info = value.enter(tag::SEQUENCE)?;
                let scheme = Scheme::read(&mut info)?;
                let sealed = info.expect(tag::OCTET_STRING)?.content.to_vec();
                info.finish()?;
                Self::ShroudedKey { scheme, sealed }
            }
            oid::BAG_CERTIFICATE => {
                let mut certificate = value.enter(tag::SEQUENCE)?;
                let form = certificate.oid()?;
                let mut octets = certificate.enter(tag::context(0))?;
                certificate.finish()?;
                if form != oid::BAG_X509_CERTIFICATE {
                    return Ok(Self::Other(form));
                }
                let der = octets.expect(tag::OCTET_STRING)?.content.to_vec();
                octets.finish()?;
                Self::Certificate(der)
            }
            other => return Ok(Self::Other(other)),
        };
        value.finish()?;
        Ok(content)
    }
}

impl Label {
    /// Reads `SET OF SEQUENCE { attrId OID, attrValues SET OF ANY }`.
    fn read(mut attributes: Walker<'_>) -> Result<Self, Pkcs12Error> {
        let mut label = Self::default();
        let mut count = 0;
        while !attributes.is_empty() {
            count += 1;
            if count > limits::PFX_ATTRIBUTES_MAX {
                return Err(Pkcs12Error::TooMany("attributes of a bag"));
            }
            let mut attribute = attributes.enter(tag::SEQUENCE)?;
            let name = attribute.oid()?;
            let mut values = attribute.enter(tag::SET)?;
            attribute.finish()?;
            if values.is_empty() {
                continue;
            }
            let value = values.any()?;
            match name {
                oid::FRIENDLY_NAME => label.friendly_name = Some(text(value.tag, value.content)),
                oid::LOCAL_KEY_ID => label.local_key_id = Some(value.content.to_vec()),
                _ => {}
            }
        }
        Ok(label)
    }
}

/// Reads a BMPString with surrogates, or UTF-8 that stands in its place; what is neither is shown
/// with replacement characters.
pub(crate) fn text(found: u8, content: &[u8]) -> String {
    if found != tag::BMP_STRING {
        return String::from_utf8_lossy(content).into_owned();
    }
    let (pairs, _) = content.as_chunks();
    char::decode_utf16(pairs.iter().map(|pair| u16::from_be_bytes(*pair)))
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Tells whether a decrypted text has the shape of `SafeContents` and nothing behind it.
pub(super) fn is_safe_contents(text: &[u8]) -> bool {
    let Ok(contents) = definite(text) else {
        return false;
    };
    contents.trailing == 0 && has_outline_of_bags(&contents.octets).is_ok()
}

fn has_outline_of_bags(octets: &[u8]) -> Result<(), Asn1Error> {
    let mut list = Walker::new(asn1::only(octets, tag::SEQUENCE)?.content);
    while !list.is_empty() {
        let mut bag = list.enter(tag::SEQUENCE)?;
        bag.oid()?;
        bag.expect(tag::context(0))?;
    }
    Ok(())
}

/// Tells whether a decrypted text has the shape of a PrivateKeyInfo and nothing behind it.
pub(super) fn is_private_key(text: &[u8]) -> bool {
    has_outline_of_key(text).is_ok()
}

fn has_outline_of_key(octets: &[u8]) -> Result<(), Asn1Error> {
    let mut key = Walker::new(asn1::only(octets, tag::SEQUENCE)?.content);
    key.unsigned()?;
    key.enter(tag::SEQUENCE)?.oid()?;
    key.expect(tag::OCTET_STRING)?;
    while !key.is_empty() {
        key.any()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other_bag(attributes: &[Vec<u8>]) -> Vec<u8> {
        asn1::sequence(&[
            &asn1::oid(&oid::BAG_SECRET),
            &asn1::tlv(tag::context(0), &asn1::null()),
            &asn1::set_of(attributes.to_vec()),
        ])
    }

    fn read(bags: &[Vec<u8>]) -> Result<Vec<Bag>, Pkcs12Error> {
        BagReader::default().read(&asn1::tlv(tag::SEQUENCE, &bags.concat()))
    }

    fn name(text: &str) -> Vec<u8> {
        let octets: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let value = asn1::tlv(tag::BMP_STRING, &octets);
        asn1::sequence(&[&asn1::oid(&oid::FRIENDLY_NAME), &asn1::set_of(vec![value])])
    }

    #[test]
    fn bags_at_the_limit_are_read_and_one_more_is_refused() {
        let most = vec![other_bag(&[]); limits::PFX_BAGS_MAX];
        assert_eq!(read(&most).map(|bags| bags.len()), Ok(limits::PFX_BAGS_MAX));
        let more = [most, vec![other_bag(&[])]].concat();
        assert_eq!(read(&more).err(), Some(Pkcs12Error::TooMany("bags")));
    }

    #[test]
    fn attributes_at_the_limit_are_read_and_one_more_is_refused() {
        let most = vec![name("имя"); limits::PFX_ATTRIBUTES_MAX];
        let bags = read(&[other_bag(&most)]).expect("a bag");
        assert_eq!(bags[0].label.friendly_name.as_deref(), Some("имя"));
        let more = [most, vec![name("имя")]].concat();
        let refusal = Pkcs12Error::TooMany("attributes of a bag");
        assert_eq!(read(&[other_bag(&more)]).err(), Some(refusal));
    }

    #[test]
    fn bags_inside_of_bags_are_taken_out_down_to_the_limit() {
        let nested = |levels: usize| {
            (0..levels).fold(other_bag(&[]), |inner, _| {
                let list = asn1::tlv(tag::SEQUENCE, &inner);
                asn1::sequence(&[
                    &asn1::oid(&oid::BAG_SAFE_CONTENTS),
                    &asn1::tlv(tag::context(0), &list),
                ])
            })
        };
        let deepest = read(&[nested(limits::PFX_DEPTH_MAX)]).expect("a bag");
        assert!(matches!(
            deepest[0].content,
            Content::Other(oid::BAG_SECRET)
        ));
        let deeper = read(&[nested(limits::PFX_DEPTH_MAX + 1)]);
        assert_eq!(deeper.err(), Some(Pkcs12Error::TooDeep));
    }

    #[test]
    fn names_are_read_in_the_strings_that_writers_use() {
        assert_eq!(
            text(tag::BMP_STRING, &[0x20, 0xac, 0xd8, 0x34, 0xdd, 0x1e]),
            "€𝄞"
        );
        assert_eq!(
            text(tag::BMP_STRING, &[0xd8, 0x34, 0, 0x31, 0]),
            "\u{fffd}1"
        );
        assert_eq!(text(tag::UTF8_STRING, "имя".as_bytes()), "имя");
    }

    #[test]
    fn shapes_are_told_from_noise() {
        let safe = asn1::tlv(tag::SEQUENCE, &other_bag(&[]));
        assert!(is_safe_contents(&safe));
        assert!(!is_safe_contents(&[safe.clone(), vec![0]].concat()));
        assert!(!is_safe_contents(&asn1::sequence(&[&asn1::null()])));
        let algorithm = asn1::sequence(&[&asn1::oid(&oid::ED25519)]);
        let key = asn1::sequence(&[&asn1::integer(0), &algorithm, &asn1::octet_string(&[1])]);
        assert!(is_private_key(&key));
        assert!(!is_private_key(&safe));
        assert!(!is_private_key(&[key, vec![0]].concat()));
    }
}
