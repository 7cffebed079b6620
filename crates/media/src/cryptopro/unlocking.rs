//! Opening a key of a container, wherever its files are read from.
//!
//! The CSP writes the files of a key anew at every use, one after the other, so a pair may be caught
//! half changed: it is read once more, and only then the reserve copy is turned to.

use std::io::ErrorKind;

use smena_pki::{
    container::{ContainerError, Header, KeySlot, PairFiles, PasswordOctets},
    key::PrivateKey,
};

use crate::{error::MediumError, medium::EntryId};

/// Which of the two copies of the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum KeyCopy {
    /// `masks.key` and `primary.key`.
    Main,
    /// `masks2.key` and `primary2.key`.
    Reserve,
}

/// The order in which the copies are tried.
const TRIES: [KeyCopy; 3] = [KeyCopy::Main, KeyCopy::Main, KeyCopy::Reserve];

/// Opens a key; `read` gives the files of a copy as they are at that moment.
///
/// # Errors
///
/// What was wrong with the main copy when the reserve copy is no better. Files that others could read
/// or change are refused at once.
pub(crate) fn open_key(
    id: &EntryId,
    container: &str,
    header: &Header,
    slot: KeySlot,
    password: &PasswordOctets,
    read: impl Fn(KeyCopy) -> Result<PairFiles, MediumError>,
) -> Result<PrivateKey, MediumError> {
    let mut first_failure = None;
    for copy in TRIES {
        let opened = read(copy).and_then(|pair| {
            let opened = header.open(slot, &pair, password);
            opened.map_err(|error| refusal(id, container, error))
        });
        match opened {
            Ok(key) => return Ok(key),
            Err(error) if is_damage(&error) => {
                first_failure.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    Err(first_failure.unwrap_or_else(|| MediumError::NoSuchEntry(id.clone())))
}

/// Whether the other copy may be better.
fn is_damage(error: &MediumError) -> bool {
    match error {
        MediumError::ContainerDamaged { .. } | MediumError::TooLarge { .. } => true,
        MediumError::File { source, .. } => source.kind() == ErrorKind::NotFound,
        _ => false,
    }
}

/// What the octets of a container were refused for, in the terms of a medium.
pub(crate) fn refusal(id: &EntryId, container: &str, error: ContainerError) -> MediumError {
    let container = container.to_owned();
    match error {
        ContainerError::PasswordNeeded => MediumError::PasswordNeeded(id.clone()),
        ContainerError::NoPassword => MediumError::NoPassword(id.clone()),
        ContainerError::WrongPassword => MediumError::WrongPassword(id.clone()),
        ContainerError::ForeignCertificate => MediumError::ForeignCertificate(id.clone()),
        ContainerError::PasswordCharacters => MediumError::PasswordCharacters,
        source @ (ContainerError::UnsupportedType(_)
        | ContainerError::BoundToDevice
        | ContainerError::Algorithm(_)) => MediumError::ContainerUnsupported { container, source },
        ContainerError::Name => MediumError::Label { label: container },
        source => MediumError::ContainerDamaged { container, source },
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use getrandom::{SysRng, rand_core::UnwrapErr};
    use smena_gost::{ParameterSet, SigningKey};
    use smena_pki::container::{Files, KeyRecord, KeyRole};
    use time::macros::datetime;

    use super::*;

    fn files(secret: u8) -> Files {
        let set = ParameterSet::CryptoProA;
        let key = SigningKey::from_le_bytes(set, &[secret; 32]).expect("a key");
        let record = KeyRecord::new(KeyRole::Exchange, set, false);
        let password = PasswordOctets::for_new(None).expect("none");
        let mut rng = UnwrapErr(SysRng);
        Header::new(record, None, datetime!(2028-02-26 10:00 UTC))
            .seal("name", (&key, None), &password, &mut rng)
            .expect("sealed")
    }

    fn pair(masks: &PairFiles, primary: &PairFiles) -> PairFiles {
        PairFiles {
            masks: masks.masks.clone(),
            primary: primary.primary.clone(),
        }
    }

    /// Opens with these answers to the questions for files; returns which copies were asked for.
    fn opened(
        answers: impl IntoIterator<Item = Result<PairFiles, MediumError>>,
    ) -> (Result<PrivateKey, MediumError>, Vec<KeyCopy>) {
        let files = files(1);
        let header = Header::from_file(&files.header).expect("a header");
        let password = header.check_password(None).expect("none");
        let asked = RefCell::new(Vec::new());
        let answers = RefCell::new(answers.into_iter());
        let id = EntryId::parse("key").expect("an id");
        let key = open_key(
            &id,
            "name.000",
            &header,
            KeySlot::First,
            &password,
            |copy| {
                asked.borrow_mut().push(copy);
                answers.borrow_mut().next().expect("no more questions")
            },
        );
        (key, asked.into_inner())
    }

    #[test]
    fn a_pair_caught_while_it_was_written_is_read_once_more() {
        let (old, new) = (files(1), files(1));
        let mixed = pair(&old.main, &new.main);
        let (key, asked) = opened([Ok(mixed), Ok(pair(&new.main, &new.main))]);
        assert!(key.is_ok());
        assert_eq!(asked, [KeyCopy::Main; 2]);
    }

    #[test]
    fn the_reserve_copy_comes_last_and_the_first_failure_is_told() {
        let (own, other) = (files(1), files(2));
        let foreign = || Ok(pair(&other.main, &other.main));
        let (key, asked) = opened([foreign(), foreign(), Ok(pair(&own.reserve, &own.reserve))]);
        assert!(key.is_ok());
        assert_eq!(asked, [KeyCopy::Main, KeyCopy::Main, KeyCopy::Reserve]);
        let (key, _) = opened([foreign(), foreign(), Ok(pair(&own.main, &own.reserve))]);
        let refused = key.err().expect("refused");
        assert!(matches!(
            refused,
            MediumError::ContainerDamaged {
                source: ContainerError::Fingerprint,
                ..
            }
        ));
    }

    #[test]
    fn files_that_others_may_read_are_not_passed_over() {
        let open = MediumError::OpenToOthers {
            path: "primary.key".to_owned(),
            mode: "644".to_owned(),
        };
        let (key, asked) = opened([Err(open)]);
        assert_eq!(key.err().expect("refused").code(), "medium-open-to-others");
        assert_eq!(asked.len(), 1);
    }
}
