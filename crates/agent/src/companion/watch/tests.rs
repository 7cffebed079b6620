//! The companion over a store on disk, with a clock and a desktop of the tests.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicI64, Ordering},
    mpsc,
};

use smena_gost::ParameterSet;
use smena_media::{FolderMedium, Keeping, KeyMedium as _, MediumKind, NewKey, Protection};
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::SerialNumber,
    extension::Extensions,
    issue::{self, RootContents},
    name::NameBuilder,
    oid,
};
use time::{Duration, macros::datetime};

use super::*;
use crate::{
    companion::{
        Notice,
        desktop::{NotShown, Notify},
    },
    text::catalogue,
};

const BEGIN: OffsetDateTime = datetime!(2026-09-01 12:00 UTC);

/// A clock that the test moves by days.
#[derive(Clone, Default)]
struct Days(Arc<AtomicI64>);

impl Clock for Days {
    fn now(&self) -> OffsetDateTime {
        BEGIN + Duration::days(self.0.load(Ordering::SeqCst))
    }
}

/// A desktop that keeps what it was shown, and can be away.
#[derive(Clone, Default)]
struct Shown {
    notices: Arc<Mutex<Vec<Notice>>>,
    away: Arc<AtomicBool>,
}

impl Notify for Shown {
    fn show(&self, notice: &Notice) -> Result<(), NotShown> {
        if self.away.load(Ordering::SeqCst) {
            return Err(NotShown("nobody is there".into()));
        }
        self.notices
            .lock()
            .expect("one thread")
            .push(notice.clone());
        Ok(())
    }
}

/// A home with the companion in it.
struct Bench {
    folder: tempfile::TempDir,
    clock: Days,
    shown: Shown,
    watched: Watched,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (clock, shown) = (Days::default(), Shown::default());
        let watched = Watched {
            home: Home::open(&folder.path().join("home")).expect("a home"),
            folders: Vec::new(),
            containers: Vec::new(),
            modules: Vec::new(),
            look_around: false,
            clock: Box::new(clock.clone()),
            catalogue: catalogue(),
            language: Language::English,
            notify: Box::new(shown.clone()),
        };
        Self {
            folder,
            clock,
            shown,
            watched,
        }
    }

    /// A certificate of this holder, valid for so many days from the beginning.
    fn holder(&self, name: &str, since: i64, days: i64) -> Certificate {
        let store = self.folder.path().join("home/store");
        let medium = FolderMedium::open(&store, MediumKind::Computer).expect("a store");
        let new = NewKey {
            algorithm: KeyAlgorithm::Gost(ParameterSet::CryptoProA),
            keeping: Keeping::new(Protection::None, BEGIN),
        };
        let entry = medium.generate(&new, &mut system_rng()).expect("a key");
        let key = medium.unlock(&entry.id, None).expect("no password");
        let subject = NameBuilder::new().push(oid::COMMON_NAME, name);
        let contents = RootContents {
            serial: SerialNumber::from_magnitude(&[0x11, 0x22]).expect("a number"),
            subject: subject.expect("a name").build(),
            not_before: BEGIN + Duration::days(since),
            not_after: BEGIN + Duration::days(days),
            extensions: Extensions::new(),
        };
        let made = issue::self_signed_root(&contents, key.signer(), &mut system_rng());
        let certificate = made.expect("a certificate");
        medium.install(&entry.id, &certificate).expect("its own");
        certificate
    }

    fn on_day(&self, day: i64) -> Vec<Notice> {
        self.clock.0.store(day, Ordering::SeqCst);
        round(&self.watched).expect("a round");
        std::mem::take(&mut *self.shown.notices.lock().expect("one thread"))
    }

    /// The reminders of a day, without what the check of the workplace says.
    fn reminders(&self, day: i64) -> Vec<Notice> {
        let mut notices = self.on_day(day);
        notices.retain(|notice| notice.summary == "Time to replace a certificate");
        notices
    }
}

#[test]
fn each_rung_is_told_on_its_day_and_not_again() {
    let bench = Bench::new();
    bench.holder("Anna", -300, 90);
    let told: Vec<i64> = (0..=95)
        .filter(|day| bench.reminders(*day).len() == 1)
        .collect();
    assert_eq!(told, [30, 60, 76, 83, 87, 89]);
}

#[test]
fn a_reminder_says_whose_which_until_when_and_what_to_do() {
    let bench = Bench::new();
    bench.holder("Anna", -300, 90);
    let notices = bench.reminders(76);
    let expected = "Anna: the certificate 1122 is valid until 30 November 2026, 14 days are left.\n\
                    Replace it: smena renew. Remind later: smena remind --later DAYS.";
    assert_eq!(notices[0].body, expected);
}

#[test]
fn a_desktop_that_is_away_is_tried_again() {
    let bench = Bench::new();
    bench.holder("Anna", -300, 90);
    bench.shown.away.store(true, Ordering::SeqCst);
    assert!(bench.on_day(30).is_empty());
    assert!(bench.on_day(31).is_empty());
    bench.shown.away.store(false, Ordering::SeqCst);
    assert_eq!(bench.reminders(32).len(), 1);
    assert!(bench.reminders(33).is_empty());
}

#[test]
fn nothing_is_said_of_a_certificate_with_a_successor() {
    let bench = Bench::new();
    let old = bench.holder("Anna", -300, 40);
    bench.holder("Boris", -300, 40);
    let new = bench.holder("Anna", 10, 400);
    let notices = bench.reminders(30);
    assert_eq!(notices.len(), 1);
    assert!(notices[0].body.starts_with("Boris"), "{notices:?}");
    assert!(succeeds(&new, &old) && !succeeds(&old, &new) && !succeeds(&new, &new));
}

#[test]
fn what_was_put_off_comes_on_its_day() {
    let bench = Bench::new();
    let certificate = bench.holder("Anna", -300, 90);
    assert_eq!(bench.reminders(30).len(), 1);
    let later = Moment::new(BEGIN + Duration::days(65));
    let now = Moment::new(bench.clock.now());
    CompanionState::change(&bench.watched.home, now, |state| {
        let thumbprint = Sha256::new(certificate.thumbprint());
        state.certificates.get_mut(&thumbprint).expect("told").later = Some(later);
    })
    .expect("written");
    for day in [60, 64] {
        assert!(bench.reminders(day).is_empty(), "{day}");
    }
    assert_eq!(bench.reminders(65).len(), 1);
    assert!(bench.reminders(66).is_empty());
    assert_eq!(bench.reminders(76).len(), 1);
}

#[test]
fn the_workplace_is_checked_daily_and_only_a_new_problem_is_told() {
    let bench = Bench::new();
    bench.holder("Anna", -300, 3);
    let workplace = |day| {
        let mut notices = bench.on_day(day);
        notices.retain(|notice| notice.summary == "Something is wrong with the workplace");
        notices
    };
    let first = workplace(0);
    assert_eq!(first.len(), 1, "no authority is trusted yet");
    assert!(first[0].body.ends_with("what to do: smena doctor."));
    assert!(workplace(0).is_empty() && workplace(1).is_empty());
    let expired = workplace(4);
    assert_eq!(expired.len(), 1);
    assert!(expired[0].body.contains("ended on"), "{expired:?}");
    assert!(!expired[0].body.contains("does not trust"), "{expired:?}");
    assert!(workplace(5).is_empty());
}

#[test]
fn what_belongs_to_ended_certificates_is_forgotten() {
    let bench = Bench::new();
    bench.holder("Anna", -300, 20);
    bench.holder("Boris", -300, 90);
    bench.on_day(10);
    let known = |bench: &Bench| {
        let state = CompanionState::current(&bench.watched.home).expect("readable");
        state.certificates.len()
    };
    assert_eq!(known(&bench), 1);
    bench.on_day(40);
    assert_eq!(known(&bench), 1, "Boris came, Anna went");
}

#[test]
fn the_watch_ends_when_it_is_told_to() {
    let bench = Bench::new();
    bench.holder("Anna", -300, 30);
    let (stop, stopped) = mpsc::channel();
    let shown = bench.shown.clone();
    let watching = std::thread::spawn(move || {
        watch(&bench.watched, &stopped);
        bench.folder
    });
    drop(stop);
    watching.join().expect("it ends");
    assert!(!shown.notices.lock().expect("ended").is_empty());
}
