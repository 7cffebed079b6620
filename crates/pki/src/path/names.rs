//! Name constraints (RFC 5280 §4.2.1.10): which names the authorities of a path may certify.

use std::mem::discriminant;

use super::error::Fault;
use super::facts::Facts;
use super::meter::{Meter, Work};
use crate::certificate::Certificate;
use crate::extension::{GeneralName, GeneralSubtree, NameConstraints};
use crate::name::{Attribute, Name};
use crate::oid;

/// The constraints of all authorities from the anchor down to where processing stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Constraints<'a> {
    layers: Vec<&'a NameConstraints>,
}

impl<'a> Constraints<'a> {
    /// Adds the constraints of the next authority; they narrow those above.
    pub(super) fn add(&mut self, constraints: &'a NameConstraints) {
        self.layers.push(constraints);
    }

    /// Checks every name of a certificate.
    pub(super) fn check(
        &self,
        certificate: &Certificate,
        facts: &Facts,
        meter: &mut Meter,
    ) -> Result<(), Fault> {
        if self.layers.is_empty() {
            return Ok(());
        }
        let subject = certificate.subject();
        if !subject.is_empty() {
            self.check_one(&GeneralName::Directory(subject.clone()), meter)?;
        }
        match &facts.alternative_names {
            Some(names) => names
                .0
                .iter()
                .try_for_each(|name| self.check_one(name, meter)),
            // Where there is no alternative name, addresses in the subject count.
            None => subject
                .attributes()
                .filter(|attribute| attribute.oid() == oid::EMAIL_ADDRESS)
                .try_for_each(|attribute| {
                    let address = attribute.text().ok_or(Fault::NameForm)?;
                    self.check_one(&GeneralName::Email(address), meter)
                }),
        }
    }

    fn check_one(&self, name: &GeneralName, meter: &mut Meter) -> Result<(), Fault> {
        for layer in &self.layers {
            let (mut asked, mut permitted) = (false, false);
            for base in same_kind(layer.permitted.as_ref(), name) {
                meter.spend(Work::NameComparison).map_err(Fault::Budget)?;
                asked = true;
                if within(name, base, Tree::Permitted)? {
                    permitted = true;
                    break;
                }
            }
            if asked && !permitted {
                return Err(Fault::NameNotPermitted(text_of(name)));
            }
            for base in same_kind(layer.excluded.as_ref(), name) {
                meter.spend(Work::NameComparison).map_err(Fault::Budget)?;
                if within(name, base, Tree::Excluded)? {
                    return Err(Fault::NameExcluded(text_of(name)));
                }
            }
        }
        Ok(())
    }
}

/// The bases of the same form as `name`. Forms that are not told apart count as one, and refuse.
fn same_kind<'a>(
    subtrees: Option<&'a Vec<GeneralSubtree>>,
    name: &GeneralName,
) -> impl Iterator<Item = &'a GeneralName> {
    let kind = discriminant(name);
    subtrees
        .into_iter()
        .flatten()
        .map(|tree| &tree.base)
        .filter(move |base| discriminant(*base) == kind)
}

/// Which list a base stands in: wildcards are read against the holder in both.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tree {
    Permitted,
    Excluded,
}

fn text_of(name: &GeneralName) -> String {
    match name {
        GeneralName::Directory(directory) => directory.to_string(),
        GeneralName::Email(text) | GeneralName::Dns(text) | GeneralName::Uri(text) => text.clone(),
        other => hex::encode(other.to_der()),
    }
}

/// Tells whether `name` lies in the subtree of `base`, both of one kind.
fn within(name: &GeneralName, base: &GeneralName, tree: Tree) -> Result<bool, Fault> {
    match (name, base) {
        (GeneralName::Dns(name), GeneralName::Dns(base)) => dns_within(name, base, tree),
        (GeneralName::Email(name), GeneralName::Email(base)) => email_within(name, base),
        (GeneralName::Ip(name), GeneralName::Ip(base)) => address_within(name, base),
        (GeneralName::Uri(name), GeneralName::Uri(base)) => uri_within(name, base),
        (GeneralName::Directory(name), GeneralName::Directory(base)) => {
            Ok(directory_within(name, base))
        }
        _ => Err(Fault::NameForm),
    }
}

/// Letters, digits, hyphens and underscores in labels of 1 to 63 octets.
pub(super) fn is_host_name(name: &str) -> bool {
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_');
    name.len() <= 253
        && name
            .split('.')
            .all(|label| (1..=63).contains(&label.len()) && label.bytes().all(plain))
}

/// The part of `name` before `end`, compared without regard to case.
fn strip_end<'a>(name: &'a str, end: &str) -> Option<&'a str> {
    let (start, tail) = name.split_at_checked(name.len().checked_sub(end.len())?)?;
    tail.eq_ignore_ascii_case(end).then_some(start)
}

/// `host.example` lies in `example` when labels are added on the left, none or more.
fn host_within(name: &str, base: &str) -> bool {
    base.is_empty()
        || strip_end(name, base).is_some_and(|start| start.is_empty() || start.ends_with('.'))
}

fn dns_within(name: &str, base: &str, tree: Tree) -> Result<bool, Fault> {
    if !base.is_empty() && !is_host_name(base) {
        return Err(Fault::NameForm);
    }
    let Some(parent) = name.strip_prefix("*.") else {
        return if is_host_name(name) {
            Ok(host_within(name, base))
        } else {
            Err(Fault::NameForm)
        };
    };
    if !is_host_name(parent) {
        return Err(Fault::NameForm);
    }
    // A wildcard stands for any one label: all of its names must be permitted, none may be excluded.
    let above = base.split_once('.').map(|(_, above)| above);
    let covers_base = above.is_some_and(|above| above.eq_ignore_ascii_case(parent));
    Ok(host_within(parent, base) || (tree == Tree::Excluded && covers_base))
}

/// A mailbox matches exactly; a host stands for its mailboxes; `.domain` for those of hosts below it.
fn email_within(name: &str, base: &str) -> Result<bool, Fault> {
    let (local, host) = split_mailbox(name).ok_or(Fault::NameForm)?;
    if base.contains('@') {
        let (base_local, base_host) = split_mailbox(base).ok_or(Fault::NameForm)?;
        return Ok(local == base_local && host.eq_ignore_ascii_case(base_host));
    }
    match base.strip_prefix('.') {
        Some(domain) if is_host_name(domain) => {
            Ok(strip_end(host, base).is_some_and(|start| !start.is_empty()))
        }
        None if base.is_empty() => Ok(true),
        None if is_host_name(base) => Ok(host.eq_ignore_ascii_case(base)),
        _ => Err(Fault::NameForm),
    }
}

fn split_mailbox(mailbox: &str) -> Option<(&str, &str)> {
    let (local, host) = mailbox.rsplit_once('@')?;
    let plain = |octet: u8| octet.is_ascii_graphic() && octet != b'@';
    (!local.is_empty() && local.bytes().all(plain) && is_host_name(host)).then_some((local, host))
}

/// The base is an address and a mask of the same length, the mask's ones on the left.
fn address_within(name: &[u8], base: &[u8]) -> Result<bool, Fault> {
    if !matches!(name.len(), 4 | 16) || !matches!(base.len(), 8 | 32) {
        return Err(Fault::NameForm);
    }
    let (network, mask) = base.split_at(base.len() / 2);
    let ones: u32 = mask.iter().map(|octet| octet.leading_ones()).sum();
    let set: u32 = mask.iter().map(|octet| octet.count_ones()).sum();
    let first_partial = mask
        .iter()
        .position(|&octet| octet != 0xff)
        .unwrap_or(mask.len());
    let rest_is_zero = mask.iter().skip(first_partial + 1).all(|&octet| octet == 0);
    if ones != set || !rest_is_zero {
        return Err(Fault::NameForm);
    }
    Ok(name.len() == network.len()
        && name
            .iter()
            .zip(network)
            .zip(mask)
            .all(|((octet, base), mask)| octet & mask == base & mask))
}

/// A URI is compared by its host, which must be a name: RFC 5280 refuses what has none.
fn uri_within(name: &str, base: &str) -> Result<bool, Fault> {
    let host = uri_host(name).ok_or(Fault::NameForm)?;
    match base.strip_prefix('.') {
        Some(_) => Ok(strip_end(host, base).is_some_and(|start| !start.is_empty())),
        None => Ok(host.eq_ignore_ascii_case(base)),
    }
}

fn uri_host(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    is_host_name(host).then_some(host)
}

/// The base is a prefix of the name, compared as RFC 5280 §7.1 compares: case and repeated spaces do not
/// count, nor does the kind of string.
fn directory_within(name: &Name, base: &Name) -> bool {
    base.rdns().len() <= name.rdns().len()
        && base.rdns().iter().zip(name.rdns()).all(|(base, own)| {
            base.len() == own.len()
                && base
                    .iter()
                    .all(|wanted| own.iter().any(|attribute| same(wanted, attribute)))
        })
}

fn same(a: &Attribute, b: &Attribute) -> bool {
    a.oid() == b.oid()
        && match (a.text(), b.text()) {
            (Some(a), Some(b)) => folded(&a) == folded(&b),
            _ => a.kind() == b.kind() && a.bytes() == b.bytes(),
        }
}

fn folded(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        let check = |name: &str, base: &str, tree, expected| {
            assert_eq!(dns_within(name, base, tree), expected, "{name} {base}");
        };
        for (name, base, expected) in [
            ("example.com", "example.com", true),
            ("a.b.EXAMPLE.com", "example.COM", true),
            ("badexample.com", "example.com", false),
            ("example.com", "a.example.com", false),
            ("anything", "", true),
            ("*.example.com", "example.com", true),
            ("*.example.com", "a.example.com", false),
        ] {
            check(name, base, Tree::Permitted, Ok(expected));
        }
        check("*.example.com", "a.example.com", Tree::Excluded, Ok(true));
        check(
            "*.example.com",
            "b.a.example.com",
            Tree::Excluded,
            Ok(false),
        );
        check(
            "example.com",
            ".example.com",
            Tree::Permitted,
            Err(Fault::NameForm),
        );
        check("a..com", "com", Tree::Permitted, Err(Fault::NameForm));
        check("*.*.com", "com", Tree::Permitted, Err(Fault::NameForm));
    }

    #[test]
    fn mailboxes() {
        let check = |name: &str, base: &str, expected| {
            assert_eq!(email_within(name, base), expected, "{name} {base}");
        };
        check("a@example.com", "a@EXAMPLE.com", Ok(true));
        check("A@example.com", "a@example.com", Ok(false));
        check("a@example.com", "example.com", Ok(true));
        check("a@x.example.com", "example.com", Ok(false));
        check("a@x.example.com", ".example.com", Ok(true));
        check("a@example.com", ".example.com", Ok(false));
        check("a@example.com", "", Ok(true));
        check("no mailbox", "example.com", Err(Fault::NameForm));
        check("a@example.com", "*.example.com", Err(Fault::NameForm));
    }

    #[test]
    fn addresses() {
        let check =
            |name: &[u8], base: &[u8], expected| assert_eq!(address_within(name, base), expected);
        check(&[192, 0, 2, 7], &[192, 0, 2, 0, 255, 255, 255, 0], Ok(true));
        check(
            &[192, 0, 3, 7],
            &[192, 0, 2, 0, 255, 255, 255, 0],
            Ok(false),
        );
        check(&[192, 0, 3, 7], &[0, 0, 0, 0, 0, 0, 0, 0], Ok(true));
        check(&[0; 16], &[0; 8], Ok(false));
        check(
            &[192, 0, 2, 7],
            &[192, 0, 2, 0, 255, 0, 255, 0],
            Err(Fault::NameForm),
        );
        check(
            &[192, 0, 2, 7],
            &[192, 0, 2, 0, 255, 127, 0, 0],
            Err(Fault::NameForm),
        );
        check(&[192, 0, 2], &[0; 8], Err(Fault::NameForm));
    }

    #[test]
    fn uris() {
        let check = |name: &str, base: &str, expected| {
            assert_eq!(uri_within(name, base), expected, "{name} {base}");
        };
        check("http://u@www.example.com:80/x", "www.example.com", Ok(true));
        check("http://www.example.com", ".example.com", Ok(true));
        check("http://example.com?a", ".example.com", Ok(false));
        check("urn:x", "example.com", Err(Fault::NameForm));
    }
}
