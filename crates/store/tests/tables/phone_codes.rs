//! Codes sent to telephones: tries, newer codes, purposes, and how many messages were asked for.

use smena_store::{
    Store,
    phone_codes::{self, Addressee, CodePurpose, MessageAsked, MessageCounts},
};
use tokio::task::JoinSet;

use crate::engines::{at, each_engine, holder, read, secret, with_holder, write};

const TRIES_MAX: i64 = 5;
const SIGN_IN: Addressee<'static> = Addressee {
    purpose: CodePurpose::SignIn,
    subject: "one",
};

/// Asks for a code at a second and draws it; it holds for ten minutes.
async fn sent(store: &Store, to: Addressee<'_>, code: &str, second: i64) {
    let mut tx = write(store).await;
    let asked = phone_codes::ask(
        &mut tx,
        to,
        Some(holder(1)),
        secret("a number"),
        at(second),
        at(second + 600),
    );
    asked.await.expect("asked");
    let drawn = phone_codes::draw(&mut tx, to, secret(code), at(second)).await;
    assert!(drawn.expect("drawn"));
    tx.commit().await.expect("commit");
}

/// Whether a try may be compared at a second.
async fn may_try(store: &Store, to: Addressee<'_>, second: i64) -> bool {
    let mut tx = write(store).await;
    let found = phone_codes::try_one(&mut tx, to, TRIES_MAX, at(second)).await;
    tx.commit().await.expect("commit");
    found.expect("counted").is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_tries_at_once_five_are_compared() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        sent(&store, SIGN_IN, "a code", 0).await;
        let mut tries = JoinSet::new();
        for _ in 0..100 {
            let store = store.clone();
            tries.spawn(async move { may_try(&store, SIGN_IN, 1).await });
        }
        let compared = tries.join_all().await.into_iter().filter(|may| *may);
        assert_eq!(compared.count(), 5);
        let mut tx = read(&store).await;
        let code = phone_codes::find(&mut tx, SIGN_IN).await.expect("read");
        assert_eq!(code.expect("there").tries, TRIES_MAX);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_for_one_purpose_and_subject_in_time_and_used_once() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        sent(&store, SIGN_IN, "a code", 0).await;
        for other in [
            Addressee {
                purpose: CodePurpose::ConfirmIssue,
                ..SIGN_IN
            },
            Addressee {
                subject: "another",
                ..SIGN_IN
            },
        ] {
            assert!(!may_try(&store, other, 1).await, "{other:?}");
        }
        assert!(may_try(&store, SIGN_IN, 599).await);
        assert!(!may_try(&store, SIGN_IN, 600).await, "its time is over");
        for first in [true, false] {
            let mut tx = write(&store).await;
            let used = phone_codes::use_up(&mut tx, SIGN_IN, at(2)).await;
            assert_eq!(used.expect("used"), first);
            tx.commit().await.expect("commit");
        }
        assert!(!may_try(&store, SIGN_IN, 3).await, "it was used");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_code_voids_the_former_before_it_is_drawn() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        sent(&store, SIGN_IN, "the former", 0).await;
        let mut tx = write(&store).await;
        phone_codes::ask(&mut tx, SIGN_IN, None, secret("other"), at(60), at(660))
            .await
            .expect("asked");
        let code = phone_codes::find(&mut tx, SIGN_IN).await.expect("read");
        let code = code.expect("there");
        assert_eq!((code.mac, code.holder, code.asked), (None, None, 2));
        assert!(code.counted == secret("other"));
        let late = phone_codes::draw(&mut tx, SIGN_IN, secret("late"), at(660)).await;
        assert!(!late.expect("read"), "nobody waits for it any more");
        tx.commit().await.expect("commit");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_counted_by_number_and_by_network_and_forgotten() {
    each_engine(|store| async move {
        let asked = |number: &str, network: &str| MessageAsked {
            number: secret(number),
            network: secret(network),
        };
        let mut tx = write(&store).await;
        for (id, (number, network)) in (0_u8..).zip([("a", "x"), ("a", "y"), ("b", "x")]) {
            let second = i64::from(id) * 10;
            phone_codes::note_message(&mut tx, [id; 16], asked(number, network), at(second))
                .await
                .expect("noted");
        }
        for (after, number, network, all) in [(-1, 2, 2, 3), (0, 1, 1, 2), (10, 0, 1, 1)] {
            let counts = phone_codes::count_messages(&mut tx, asked("a", "x"), at(after)).await;
            assert_eq!(
                counts.expect("counted"),
                MessageCounts { number, network },
                "after {after}"
            );
            let every = phone_codes::count_all_messages(&mut tx, at(after)).await;
            assert_eq!(every.expect("counted"), all, "after {after}");
        }
        let forgotten = phone_codes::forget_messages(&mut tx, at(10)).await;
        assert_eq!(forgotten.expect("forgotten"), 2);
        tx.commit().await.expect("commit");
    })
    .await;
}

/// Whether a try for a number still has its place in the day.
async fn counted(store: &Store, number: &str, second: i64) -> bool {
    let mut tx = write(store).await;
    let counted = phone_codes::count_try(&mut tx, secret(number), 10, at(second)).await;
    tx.commit().await.expect("commit");
    counted.expect("counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_has_ten_tries_for_each_number_however_many_come_at_once() {
    const DAY: i64 = 24 * 3_600;
    each_engine(|store| async move {
        let mut tries = JoinSet::new();
        for _ in 0..40 {
            let store = store.clone();
            tries.spawn(async move { counted(&store, "a", 5).await });
        }
        let taken = tries.join_all().await.into_iter().filter(|taken| *taken);
        assert_eq!(taken.count(), 10);
        assert!(!counted(&store, "a", 4 + DAY).await, "the same day");
        assert!(counted(&store, "b", 5).await, "another number");
        let mut tx = write(&store).await;
        let of_day = phone_codes::tries_of_day(&mut tx, secret("a"), at(6)).await;
        assert_eq!(of_day.expect("counted"), 10);
        phone_codes::uncount_try(&mut tx, secret("a"))
            .await
            .expect("taken back");
        tx.commit().await.expect("commit");
        assert!(counted(&store, "a", 6).await, "one was taken back");
        assert!(!counted(&store, "a", 6).await);
        assert!(counted(&store, "a", 5 + DAY).await, "the next day");
        let mut tx = write(&store).await;
        for (number, tries) in [("a", 1), ("b", 0)] {
            let of_day = phone_codes::tries_of_day(&mut tx, secret(number), at(5 + DAY)).await;
            assert_eq!(of_day.expect("counted"), tries, "{number}");
        }
        let forgotten = phone_codes::forget_tries(&mut tx, at(5)).await;
        assert_eq!(forgotten.expect("forgotten"), 1);
        tx.commit().await.expect("commit");
    })
    .await;
}
