//! Buckets of tokens: emptied, filled, shared by whoever takes at the same time.

use smena_store::{
    Store,
    rate_buckets::{self, Bucket, BucketKind, Rate},
};
use time::{Duration, OffsetDateTime};
use tokio::task::JoinSet;

use crate::engines::{at, each_engine, secret, write};

const RATE: Rate = Rate {
    tokens: 5,
    each_ms: 1_500,
};

fn bucket(kind: BucketKind, asker: &str) -> Bucket {
    Bucket {
        kind,
        asker: secret(asker),
    }
}

async fn take(store: &Store, bucket: Bucket, now: OffsetDateTime) -> Option<Duration> {
    let mut tx = write(store).await;
    let wait = rate_buckets::take(&mut tx, bucket, RATE, now)
        .await
        .expect("it is counted");
    tx.commit().await.expect("commit");
    wait
}

async fn taken_at_once(store: &Store, bucket: Bucket, now: OffsetDateTime) -> usize {
    let mut taken = 0;
    while take(store, bucket, now).await.is_none() {
        taken += 1;
        assert!(taken <= 100, "a bucket without a bottom");
    }
    taken
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_is_emptied_and_fills_again_and_others_have_their_own() {
    each_engine(|store| async move {
        let mine = bucket(BucketKind::Form, "mine");
        assert_eq!(taken_at_once(&store, mine, at(0)).await, 5);
        assert_eq!(
            take(&store, mine, at(0)).await,
            Some(Duration::milliseconds(1_500))
        );
        assert_eq!(
            take(&store, mine, at(1)).await,
            Some(Duration::milliseconds(500)),
            "what is left to wait, and the refusal costs nothing"
        );
        for other in [
            bucket(BucketKind::Look, "mine"),
            bucket(BucketKind::Form, "another's"),
        ] {
            assert_eq!(take(&store, other, at(0)).await, None, "{other:?}");
        }
        assert_eq!(taken_at_once(&store, mine, at(3)).await, 2);
        assert!(
            take(&store, mine, at(-9)).await.is_some(),
            "a clock that was set back fills nothing"
        );
        assert_eq!(
            taken_at_once(&store, mine, at(3_600)).await,
            5,
            "it never holds more than a full one"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_at_once_take_what_there_is_and_no_more() {
    each_engine(|store| async move {
        let mine = bucket(BucketKind::Guess, "mine");
        let mut askers = JoinSet::new();
        for _ in 0..100 {
            let store = store.clone();
            askers.spawn(async move { take(&store, mine, at(0)).await.is_none() });
        }
        let taken = askers.join_all().await.into_iter().filter(|taken| *taken);
        assert_eq!(taken.count(), 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_given_back_and_a_full_bucket_is_forgotten() {
    each_engine(|store| async move {
        let mine = bucket(BucketKind::Guess, "mine");
        assert_eq!(taken_at_once(&store, mine, at(0)).await, 5);
        let mut tx = write(&store).await;
        let given = rate_buckets::give_back(&mut tx, mine, RATE).await;
        assert!(given.expect("given back"));
        tx.commit().await.expect("commit");
        assert_eq!(taken_at_once(&store, mine, at(0)).await, 1);

        // Five tokens come in seven seconds and a half.
        for (second, forgotten) in [(7, 0), (8, 1), (9, 0)] {
            let mut tx = write(&store).await;
            let full = rate_buckets::forget_full(&mut tx, at(second)).await;
            assert_eq!(full.expect("swept"), forgotten, "second {second}");
            tx.commit().await.expect("commit");
        }
        let mut tx = write(&store).await;
        let given = rate_buckets::give_back(&mut tx, mine, RATE).await;
        assert!(!given.expect("none is there"));
        tx.rollback().await.expect("rolled back");
        assert_eq!(taken_at_once(&store, mine, at(9)).await, 5);
    })
    .await;
}
