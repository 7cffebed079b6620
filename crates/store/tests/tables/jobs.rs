//! Jobs: claimed by one worker at a time, ended by the one that holds the lease.

use serde_json::json;
use smena_store::Store;
use smena_store::jobs::{self, JobState, Lease, NewJob};

use crate::engines::{at, each_engine, job, lease, write};

pub(crate) fn hold(n: u8, seconds: i64) -> Lease {
    Lease {
        id: lease(n),
        at: at(seconds),
        until: at(seconds + 60),
    }
}

pub(crate) async fn with_job(store: &Store, n: u8, due: i64) {
    let mut tx = write(store).await;
    let payload = json!({ "n": n });
    let new = NewJob {
        id: job(n),
        kind: "issue",
        renewal: None,
        once: None,
        payload: &payload,
        due_at: at(due),
    };
    assert!(jobs::enqueue(&mut tx, &new, at(0)).await.expect("queued"));
    tx.commit().await.expect("commit");
}

#[tokio::test(flavor = "multi_thread")]
#[expect(
    clippy::too_many_lines,
    reason = "one life, from its beginning to its end"
)]
async fn a_job_waits_for_its_moment_and_is_retried_or_given_up() {
    each_engine(|store| async move {
        with_job(&store, 2, 10).await;
        with_job(&store, 1, 20).await;
        let mut tx = write(&store).await;
        assert_eq!(
            jobs::next_due(&mut tx).await.expect("it reads"),
            Some(at(10))
        );
        assert_eq!(
            jobs::claim(&mut tx, &hold(1, 9)).await.expect("it reads"),
            None
        );
        let first = jobs::claim(&mut tx, &hold(1, 30))
            .await
            .expect("it reads")
            .expect("due");
        assert_eq!(
            (first.id, first.attempts, first.payload),
            (job(2), 1, json!({ "n": 2 }))
        );
        let second = jobs::claim(&mut tx, &hold(2, 30))
            .await
            .expect("it reads")
            .expect("due");
        assert_eq!(second.id, job(1));
        assert_eq!(
            jobs::claim(&mut tx, &hold(3, 30)).await.expect("it reads"),
            None
        );
        assert_eq!(
            jobs::next_due(&mut tx).await.expect("it reads"),
            Some(at(90))
        );

        jobs::retry(&mut tx, job(2), lease(1), at(100), "register down", at(31))
            .await
            .expect("back");
        let back = jobs::find(&mut tx, job(2))
            .await
            .expect("it reads")
            .expect("there");
        assert_eq!(
            (back.state, back.failure.as_deref()),
            (JobState::Queued, Some("register down"))
        );
        jobs::fail(&mut tx, job(1), lease(2), "no remedy", at(31))
            .await
            .expect("given up");
        let failed = jobs::in_state(&mut tx, JobState::Failed, None, 10)
            .await
            .expect("a page");
        assert_eq!(
            failed.iter().map(|row| row.id).collect::<Vec<_>>(),
            [job(1)]
        );
        let again = jobs::claim(&mut tx, &hold(4, 100))
            .await
            .expect("it reads")
            .expect("due");
        assert_eq!((again.id, again.attempts), (job(2), 2));
        jobs::extend(&mut tx, job(2), &hold(4, 150))
            .await
            .expect("longer");
        assert_eq!(
            jobs::claim(&mut tx, &hold(5, 170)).await.expect("it reads"),
            None
        );
        jobs::complete(&mut tx, job(2), lease(4), at(171))
            .await
            .expect("done");
        assert_eq!(
            jobs::claim(&mut tx, &hold(5, 9000))
                .await
                .expect("it reads"),
            None
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_effect_asked_for_twice_is_queued_once() {
    each_engine(|store| async move {
        let mut tx = write(&store).await;
        let payload = json!(null);
        let mut new = NewJob {
            id: job(1),
            kind: "notify",
            renewal: None,
            once: Some("notify 1"),
            payload: &payload,
            due_at: at(0),
        };
        assert!(jobs::enqueue(&mut tx, &new, at(0)).await.expect("queued"));
        new.id = job(2);
        assert!(!jobs::enqueue(&mut tx, &new, at(0)).await.expect("known"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_that_claim_at_one_instant_get_different_jobs() {
    each_engine(|store| async move {
        for n in 1..=40 {
            with_job(&store, n, 0).await;
        }
        let worker = |w: u8| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let mut tx = write(&store).await;
                    let own = u8::try_from(mine.len()).expect("few jobs") * 4 + w;
                    let claimed = jobs::claim(&mut tx, &hold(own, 1)).await.expect("it reads");
                    tx.commit().await.expect("commit");
                    match claimed {
                        Some(claimed) => mine.push(claimed.id),
                        None => return mine,
                    }
                }
            })
        };
        let (a, b, c, d) = tokio::join!(worker(0), worker(1), worker(2), worker(3));
        let mut all: Vec<_> = [a, b, c, d]
            .into_iter()
            .flat_map(|jobs| jobs.expect("no panic"))
            .collect();
        all.sort_unstable();
        assert_eq!(all, (1..=40).map(job).collect::<Vec<_>>());
    })
    .await;
}
