//! Entering a code: tries are counted before anything is compared, for the code and for the day.

use hmac::Mac as _;
use smena_domain::renewal::Refusal;
use smena_store::{
    SecretHash, StoreError, Tx,
    phone_codes::{self, Addressee, CodePurpose, PhoneCode},
};
use time::{Duration, OffsetDateTime};

use super::code::Code;
use crate::{
    app::{
        App, Ctx,
        failure::{Denial, Failure},
    },
    limits::{CODE_PAUSES_SECONDS, CODE_TRIES_A_DAY_MAX, CODE_TRIES_MAX},
};

/// A code with all that it is bound to.
pub(super) struct Bound<'a> {
    pub(super) to: Addressee<'a>,
    /// What the code confirms: the holder who signs in, the plan of the certificate.
    pub(super) what: &'a [u8],
}

impl Bound<'_> {
    pub(super) fn parts<'p>(&'p self, code: &'p Code) -> [&'p [u8]; 4] {
        [
            self.to.purpose.as_str().as_bytes(),
            self.to.subject.as_bytes(),
            self.what,
            code.0.as_bytes(),
        ]
    }

    /// Counts a try and compares. The right code is used up.
    pub(super) async fn enter(&self, app: &App, ctx: &Ctx, typed: &str) -> Result<(), Failure> {
        let typed = Code::typed(typed).ok_or(Refusal::WrongCode {})?;
        let mut tx = app.store.write().await?;
        let stored = phone_codes::try_one(&mut tx, self.to, CODE_TRIES_MAX, ctx.now).await?;
        let in_day = match &stored {
            Some(code) => {
                phone_codes::count_try(&mut tx, code.counted, CODE_TRIES_A_DAY_MAX, ctx.now).await?
            }
            None => false,
        };
        // The try counts whatever comes of it.
        tx.commit().await?;
        let Some(stored) = stored else {
            return Err(self.used_up(app, ctx).await?);
        };
        if !in_day {
            return Err(self.over_today().into());
        }
        let entered = app.codes_key.mac(&self.parts(&typed));
        // Where nothing was sent nothing is right, and it is found out by the same work.
        let sent = stored.mac.map_or([0; 32], |mac| *mac.as_bytes());
        let right = entered.verify_slice(&sent).is_ok() && stored.mac.is_some();
        if !right {
            return Err(Refusal::WrongCode {}.into());
        }
        let mut tx = app.store.write().await?;
        let first = phone_codes::use_up(&mut tx, self.to, ctx.now).await?;
        if first {
            phone_codes::uncount_try(&mut tx, stored.counted).await?;
        }
        tx.commit().await?;
        if first {
            Ok(())
        } else {
            Err(Refusal::WrongCode {}.into())
        }
    }

    /// Why there is no code that could be entered: too many tries, or it is too old or was used.
    async fn used_up(&self, app: &App, ctx: &Ctx) -> Result<Failure, StoreError> {
        Ok(
            match waiting_for(app, ctx, self.to).await?.map(|w| w.entering) {
                Some(Entering::OverToday) => self.over_today().into(),
                Some(Entering::TriedOften) => Denial::CodeTriedOften {}.into(),
                Some(Entering::Open | Entering::Over) | None => Refusal::WrongCode {}.into(),
            },
        )
    }

    /// No code is taken any more today.
    fn over_today(&self) -> Denial {
        over_today(self.to.purpose)
    }
}

/// What is said when the tries of the day are used up: whoever signs in has the certificate as another way.
pub(super) fn over_today(purpose: CodePurpose) -> Denial {
    match purpose {
        CodePurpose::SignIn => Denial::CodesOverToday {},
        CodePurpose::ConfirmIssue => Denial::ConfirmationsOverToday {},
    }
}

/// What the page of a code shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Until when the code can be entered.
    pub until: OffsetDateTime,
    /// From when another one can be asked for.
    pub again_at: OffsetDateTime,
    /// Whether it can be entered.
    pub entering: Entering,
}

/// Whether a code that was asked for can be entered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entering {
    /// It can.
    Open,
    /// Its time is over.
    Over,
    /// It was entered wrongly too often; another one can be asked for.
    TriedOften,
    /// Codes were entered wrongly too often today; no other one helps.
    OverToday,
}

/// From when another code can be asked for.
pub(super) fn again_at(code: &PhoneCode) -> OffsetDateTime {
    let asked = usize::try_from(code.asked.max(1)).unwrap_or(usize::MAX);
    let pause = CODE_PAUSES_SECONDS[(asked - 1).min(CODE_PAUSES_SECONDS.len() - 1)];
    code.asked_at + Duration::seconds(pause)
}

pub(super) async fn is_over_today(
    tx: &mut Tx,
    ctx: &Ctx,
    counted: SecretHash,
) -> Result<bool, StoreError> {
    let tries = phone_codes::tries_of_day(tx, counted, ctx.now).await?;
    Ok(tries >= CODE_TRIES_A_DAY_MAX)
}

pub(super) async fn waiting_for(
    app: &App,
    ctx: &Ctx,
    to: Addressee<'_>,
) -> Result<Option<Waiting>, StoreError> {
    let mut tx = app.store.read().await?;
    let found = phone_codes::find(&mut tx, to).await?;
    let over_today = match &found {
        Some(code) => is_over_today(&mut tx, ctx, code.counted).await?,
        None => false,
    };
    tx.rollback().await?;
    Ok(found.map(|code| Waiting {
        until: code.expires_at,
        again_at: again_at(&code),
        entering: if over_today {
            Entering::OverToday
        } else if code.expires_at <= ctx.now {
            Entering::Over
        } else if code.tries >= CODE_TRIES_MAX {
            Entering::TriedOften
        } else {
            Entering::Open
        },
    }))
}
