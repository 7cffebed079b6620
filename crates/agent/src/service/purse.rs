//! The PIN and passwords of one sitting: those of one holder at one authority, for the errands that follow each other.
//!
//! They are wiped at the receipt, on leaving, when another holder or authority comes, when a medium is gone, when one turns
//! out to be wrong, and after five minutes without an act (security design, §1.8).

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use smena_protocol::v1::Origin;
use zeroize::Zeroizing;

use crate::limits::SITTING_IDLE_MAX;

/// What a secret opens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lock {
    /// A medium with a PIN, by its name.
    Medium(String),
    /// A key with a password, by the name of its entry.
    Key(String),
    /// The key that was made in this sitting.
    NewKey,
}

#[derive(Default)]
struct Inner {
    of: Option<(Origin, Option<String>)>,
    secrets: BTreeMap<Lock, Zeroizing<String>>,
    last_act: Option<Instant>,
}

/// Holds them. There is no `Debug`.
#[derive(Default)]
pub(super) struct Purse {
    inner: Mutex<Inner>,
}

impl Purse {
    /// An errand of this authority begins: what belongs to another is wiped.
    pub(super) fn serve(&self, origin: &Origin) {
        let mut inner = self.inner();
        if inner.of.as_ref().is_none_or(|(known, _)| known != origin) {
            *inner = Inner::default();
            inner.of = Some((origin.clone(), None));
        }
        inner.last_act = Some(Instant::now());
    }

    /// This holder acts: what belongs to another is wiped.
    pub(super) fn hold_for(&self, holder: &str) {
        let mut inner = self.inner();
        let Some((_, known)) = &mut inner.of else {
            return;
        };
        if known.as_deref() != Some(holder) {
            let is_other = known.is_some();
            *known = Some(holder.to_owned());
            if is_other {
                inner.secrets.clear();
            }
        }
    }

    /// A secret that was given in this sitting.
    pub(super) fn find(&self, lock: &Lock) -> Option<Zeroizing<String>> {
        let mut inner = self.inner();
        let now = Instant::now();
        if inner
            .last_act
            .is_some_and(|last| now - last > SITTING_IDLE_MAX)
        {
            inner.secrets.clear();
        }
        inner.last_act = Some(now);
        inner.secrets.get(lock).cloned()
    }

    pub(super) fn keep(&self, lock: Lock, secret: Zeroizing<String>) {
        let mut inner = self.inner();
        inner.last_act = Some(Instant::now());
        inner.secrets.insert(lock, secret);
    }

    pub(super) fn forget(&self, lock: &Lock) {
        self.inner().secrets.remove(lock);
    }

    /// The sitting is over.
    pub(super) fn wipe(&self) {
        self.inner().secrets.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.inner().secrets.is_empty()
    }

    /// Wipes everything when nobody has acted for long.
    pub(super) fn wipe_idle(&self, now: Instant) {
        let mut inner = self.inner();
        if inner
            .last_act
            .is_some_and(|last| now.saturating_duration_since(last) > SITTING_IDLE_MAX)
        {
            inner.secrets.clear();
        }
    }

    /// Wipes the PINs of media that are not there any more, and with them the passwords: which medium a key lies on is not
    /// known here.
    pub(super) fn keep_attached(&self, places: &[String]) {
        let mut inner = self.inner();
        let is_gone = inner
            .secrets
            .keys()
            .any(|lock| matches!(lock, Lock::Medium(name) if !places.contains(name)));
        if is_gone {
            inner.secrets.clear();
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use smena_protocol::v1::Origin;
    use zeroize::Zeroizing;

    use super::{Lock, Purse};
    use crate::limits::SITTING_IDLE_MAX;

    fn origin(host: &str) -> Origin {
        Origin::parse(&format!("https://{host}")).expect("an origin")
    }

    fn filled() -> Purse {
        let purse = Purse::default();
        purse.serve(&origin("ca.example"));
        purse.hold_for("one");
        let pin = Zeroizing::new("12345678".to_owned());
        purse.keep(Lock::Medium("token".to_owned()), pin);
        purse
    }

    fn has_pin(purse: &Purse) -> bool {
        purse.find(&Lock::Medium("token".to_owned())).is_some()
    }

    #[test]
    fn a_pin_serves_the_errands_of_one_holder_and_authority() {
        let purse = filled();
        purse.serve(&origin("ca.example"));
        purse.hold_for("one");
        assert!(has_pin(&purse));
        purse.hold_for("two");
        assert!(!has_pin(&purse));
        let purse = filled();
        purse.serve(&origin("other.example"));
        assert!(!has_pin(&purse));
    }

    #[test]
    fn it_is_wiped_when_the_medium_goes_or_nobody_acts() {
        let purse = filled();
        purse.keep_attached(&["token".to_owned()]);
        assert!(has_pin(&purse));
        purse.keep_attached(&[]);
        assert!(purse.is_empty());
        let purse = filled();
        purse.wipe_idle(Instant::now());
        assert!(has_pin(&purse));
        purse.wipe_idle(Instant::now() + SITTING_IDLE_MAX + Duration::from_secs(1));
        assert!(purse.is_empty());
    }
}
