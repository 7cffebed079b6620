//! Issue codes: given out by two operators to the identified person, they bind a key that no old key can endorse.
//!
//! A code has 100 random bits in 20 letters and digits, holds for one certificate plan and thirty days, and is stored
//! as a hash. A try is counted before anything is compared.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use smena_domain::{
    certificate::ContentHash,
    permission::Operator,
    renewal::{ProvedCode, Refusal, Renewal, RenewalId},
};
use smena_store::{SecretHash, StoreError, Tx, issue_codes};
use zeroize::Zeroizing;

use super::{App, Ctx, failure::Failure, verify};
use crate::limits::{ISSUE_CODE_DAYS, ISSUE_CODE_TRIES_MAX};

/// Letters and digits that nobody takes for one another; 32 of them, five bits each.
const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Signs of a code.
const LENGTH: usize = 20;
/// Signs of a group.
const GROUP: usize = 5;

/// What a code was given out for.
// Stored: a change needs a migration.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeGiven {
    /// The plan of the certificate.
    pub plan: ContentHash,
    /// The two who gave it out.
    pub given_by: Vec<Operator>,
}

/// A code as it is told: shown once, to whoever gives it out.
pub struct IssueCode(Zeroizing<String>);

impl IssueCode {
    fn draw(rng: &mut dyn CryptoRng) -> Self {
        let mut octets = Zeroizing::new([0; LENGTH]);
        rng.fill_bytes(octets.as_mut_slice());
        let signs = octets
            .iter()
            .map(|octet| char::from(SIGNS[usize::from(octet % 32)]));
        Self(Zeroizing::new(signs.collect()))
    }

    /// Reads what a person typed; none when it cannot be a code.
    fn typed(text: &str) -> Option<Self> {
        let signs: Zeroizing<String> = Zeroizing::new(
            text.chars()
                .filter(|c| !c.is_whitespace() && *c != '-')
                .map(|c| c.to_ascii_uppercase())
                .take(LENGTH + 1)
                .collect(),
        );
        let sound = signs.len() == LENGTH && signs.bytes().all(|sign| SIGNS.contains(&sign));
        sound.then(|| Self(signs))
    }

    /// The code in groups, to be told.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let groups: Vec<&str> = (0..LENGTH / GROUP)
            .map(|group| &self.0[group * GROUP..(group + 1) * GROUP])
            .collect();
        Zeroizing::new(groups.join("-"))
    }

    fn hash(&self) -> SecretHash {
        SecretHash::of(self.0.as_bytes())
    }
}

/// Gives out a code in the place of the former one, within the caller's transaction.
///
/// # Errors
/// [`StoreError`].
pub async fn give(
    tx: &mut Tx,
    ctx: &Ctx,
    renewal: RenewalId,
    facts: CodeGiven,
) -> Result<IssueCode, StoreError> {
    let code = IssueCode::draw(ctx.rng().as_mut());
    let stored = issue_codes::IssueCode {
        hash: code.hash(),
        facts,
        given_at: ctx.now,
    };
    issue_codes::give(tx, renewal, &stored).await?;
    Ok(code)
}

/// Compares what the holder typed with the code that was given out.
///
/// # Errors
/// [`Refusal::WrongCode`] for a wrong one, one that is too old, and where none was given out;
/// [`Refusal::CodesExhausted`] after too many tries; or faults of ours.
pub async fn prove(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    typed: &str,
) -> Result<ProvedCode, Failure> {
    let typed = IssueCode::typed(typed).ok_or(Refusal::WrongCode {})?;
    let mut tx = app.store.write().await?;
    let code =
        issue_codes::try_one::<CodeGiven>(&mut tx, renewal.id(), ISSUE_CODE_TRIES_MAX).await?;
    // The try counts whatever comes of it.
    tx.commit().await?;
    let Some(code) = code else {
        return Err(Refusal::CodesExhausted {
            limit: ISSUE_CODE_TRIES_MAX,
        }
        .into());
    };
    let until = code.given_at + time::Duration::days(ISSUE_CODE_DAYS);
    // The hashes of 100 random bits are compared: how long that takes tells nothing about the code.
    if code.hash != typed.hash() || ctx.now > until {
        return Err(Refusal::WrongCode {}.into());
    }
    Ok(verify::issue_code::proved(ctx, renewal.id(), code.facts))
}

#[cfg(test)]
mod tests {
    use super::{IssueCode, SIGNS};
    use crate::world::Seeded;

    #[test]
    fn a_code_is_read_as_it_is_told_and_as_people_type_it() {
        let code = IssueCode::draw(&mut Seeded::new("code"));
        let told = code.reveal();
        assert_eq!(told.len(), 23);
        for typed in [
            told.to_string(),
            told.to_lowercase(),
            told.replace('-', " "),
            told.replace('-', ""),
        ] {
            let read = IssueCode::typed(&typed).expect("a code");
            assert_eq!(read.hash(), code.hash(), "{typed}");
        }
        for typed in [
            "",
            "ABCDE",
            &format!("{}A", told.as_str()),
            "ABCDE-FGHJK-MNPQR-0IO11",
        ] {
            assert!(IssueCode::typed(typed).is_none(), "{typed}");
        }
        assert_eq!(
            SIGNS
                .iter()
                .collect::<std::collections::BTreeSet<_>>()
                .len(),
            32
        );
    }
}
