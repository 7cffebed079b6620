//! Issuance: one decision, one intent, one serial, one certificate, whoever runs beside.

use serde_json::json;
use smena_domain::certificate::RevocationReason;
use smena_store::certificates::{self, CertificateStatus, Imported, Issued};
use smena_store::intents::{self, Intended, IntentState};
use smena_store::jobs::{self, NewJob};
use smena_store::keys_seen::{self, KeySource, KeyTaken};
use smena_store::{Engine, Sha256, Store, StoreError, crl, renewals};

use crate::engines::{
    at, change, each_engine, holder, intent, issuer, job, key, lease, new_certificate, new_intent,
    read, renewal, serial, thumbprint, with_holder, with_renewal, write,
};
use crate::jobs::{hold, with_job};

/// Saves the approval of a renewal and asks for its issue, as two operators do at one instant.
async fn approve(store: Store, round: u8, operator: u8) -> bool {
    let mut tx = write(&store).await;
    match renewals::save(&mut tx, &change(round, "approved", 2), 1, at(1)).await {
        Ok(()) => {}
        Err(error) => {
            assert!(error.is_stale(), "{error}");
            return false;
        }
    }
    let new = NewJob {
        id: job(operator * 100 + round),
        kind: "issue",
        renewal: Some(renewal(round)),
        once: Some(&format!("issue {round}")),
        payload: &json!({}),
        due_at: at(1),
    };
    assert!(
        jobs::enqueue(&mut tx, &new, at(1))
            .await
            .expect("it is queued")
    );
    tx.commit().await.is_ok()
}

/// Records an intent for a renewal, as two workers that both believe to hold the job.
async fn intend(store: Store, round: u8, worker: u8) -> Intended {
    let mut tx = write(&store).await;
    let own = worker * 100 + round;
    let outcome = intents::record(&mut tx, &new_intent(own, round, own), at(2)).await;
    let outcome = outcome.expect("an outcome");
    if outcome == Intended::Stored {
        tx.commit().await.expect("commit");
    }
    outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn approvals_of_two_operators_at_one_instant_make_one_decision_and_one_intent() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        for round in 1..=50 {
            with_renewal(&store, round).await;
            let (first, second) = tokio::join!(
                tokio::spawn(approve(store.clone(), round, 1)),
                tokio::spawn(approve(store.clone(), round, 2)),
            );
            let approvals = [first.expect("no panic"), second.expect("no panic")];
            assert_eq!(
                approvals.iter().filter(|won| **won).count(),
                1,
                "round {round}"
            );
            let (first, second) = tokio::join!(
                tokio::spawn(intend(store.clone(), round, 1)),
                tokio::spawn(intend(store.clone(), round, 2)),
            );
            let mut intended = [first.expect("no panic"), second.expect("no panic")];
            intended.sort_by_key(|outcome| *outcome != Intended::Stored);
            assert_eq!(
                intended,
                [
                    Intended::Stored,
                    Intended::AlreadyThere(IntentState::Intended)
                ],
                "round {round}"
            );
        }
        let all = intents::unfinished(&store, None, 200)
            .await
            .expect("it lists");
        assert_eq!(all.len(), 50);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_serial_is_used_once_whatever_became_of_it() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        for n in 1..=3 {
            with_renewal(&store, n).await;
        }
        let mut tx = write(&store).await;
        let stored = intents::record(&mut tx, &new_intent(1, 1, 7), at(0)).await;
        assert_eq!(stored.expect("an outcome"), Intended::Stored);
        let imported = certificates::import(&mut tx, &new_certificate(b"old", 9, 8), at(0)).await;
        assert_eq!(imported.expect("an outcome"), Imported::Stored);
        tx.commit().await.expect("commit");

        for (used, by) in [(7, "an intent"), (8, "an imported certificate")] {
            let mut tx = write(&store).await;
            let taken = intents::record(&mut tx, &new_intent(2, 2, used), at(1)).await;
            assert_eq!(
                taken.expect("an outcome"),
                Intended::SerialTaken,
                "used by {by}"
            );
        }
        let mut tx = write(&store).await;
        assert!(
            intents::abandon(&mut tx, intent(1), "stale", at(2))
                .await
                .expect("it moves")
        );
        assert!(
            !intents::abandon(&mut tx, intent(1), "stale", at(2))
                .await
                .expect("moved")
        );
        tx.commit().await.expect("commit");
        let mut tx = write(&store).await;
        let taken = intents::record(&mut tx, &new_intent(2, 2, 7), at(3)).await;
        assert_eq!(
            taken.expect("an outcome"),
            Intended::SerialTaken,
            "abandoned"
        );
        let taken = certificates::import(&mut tx, &new_certificate(b"new", 3, 7), at(3)).await;
        assert_eq!(taken.expect("an outcome"), Imported::SerialTaken);
        drop(tx);

        let mut tx = write(&store).await;
        let again = intents::record(&mut tx, &new_intent(3, 1, 9), at(4)).await;
        assert_eq!(
            again.expect("an outcome"),
            Intended::Stored,
            "after an abandoned intent"
        );
        let listed = crl::entries(&mut tx, &issuer(), None, 10)
            .await
            .expect("it lists");
        assert_eq!(
            listed
                .iter()
                .map(|entry| entry.serial.clone())
                .collect::<Vec<_>>(),
            [serial(7)]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_intent_gets_one_certificate_and_the_second_worker_its_bytes() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_renewal(&store, 1).await;
        let mut tx = write(&store).await;
        intents::record(&mut tx, &new_intent(1, 1, 7), at(0))
            .await
            .expect("recorded");
        let unseen = intents::committed(&store, intent(1)).await;
        if store.engine() == Engine::Postgres {
            assert_eq!(unseen.expect("it reads"), None, "not before the commit");
        }
        tx.commit().await.expect("commit");
        let stored = intents::committed_of_renewal(&store, renewal(1))
            .await
            .expect("it reads");
        let stored = stored.expect("it is there");
        assert_eq!(stored.tbs(), b"to be signed");
        assert_eq!(stored.tbs_hash(), Sha256::of(b"to be signed"));

        let mut tx = write(&store).await;
        let wrong =
            certificates::issue(&mut tx, &stored, &new_certificate(b"x", 5, 8), at(1)).await;
        assert_eq!(
            wrong.expect("an outcome"),
            Issued::NotIntended,
            "another serial"
        );
        let first =
            certificates::issue(&mut tx, &stored, &new_certificate(b"1", 3, 7), at(1)).await;
        assert_eq!(first.expect("an outcome"), Issued::Stored);
        tx.commit().await.expect("commit");

        let mut tx = write(&store).await;
        let second =
            certificates::issue(&mut tx, &stored, &new_certificate(b"2", 4, 7), at(2)).await;
        let Issued::AlreadyIssued(row) = second.expect("an outcome") else {
            panic!("the second worker stored a certificate");
        };
        assert_eq!(
            (row.der.as_slice(), row.renewal),
            (b"1".as_slice(), Some(renewal(1)))
        );
        let of_renewal = certificates::by_renewal(&mut tx, renewal(1))
            .await
            .expect("it reads");
        assert_eq!(of_renewal, Some(*row));
        assert!(
            !intents::abandon(&mut tx, intent(1), "late", at(3))
                .await
                .expect("signed")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[expect(
    clippy::too_many_lines,
    reason = "one life, from its beginning to its end"
)]
async fn a_certificate_is_revoked_once_and_only_its_reason_may_get_worse() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        let mut tx = write(&store).await;
        let new = new_certificate(b"der", 3, 7);
        certificates::import(&mut tx, &new, at(0))
            .await
            .expect("stored");
        let again = certificates::import(&mut tx, &new, at(0))
            .await
            .expect("an outcome");
        assert_eq!(again, Imported::AlreadyThere);

        assert!(
            certificates::hold(&mut tx, thumbprint(3), at(1))
                .await
                .expect("it moves")
        );
        assert!(
            certificates::release(&mut tx, thumbprint(3))
                .await
                .expect("it moves")
        );
        assert!(
            certificates::hold(&mut tx, thumbprint(3), at(2))
                .await
                .expect("it moves")
        );
        let listed = crl::entries(&mut tx, &issuer(), None, 10)
            .await
            .expect("it lists");
        assert_eq!((listed.len(), listed[0].reason), (1, None));
        let reason = RevocationReason::Superseded;
        let revoked = certificates::revoke(&mut tx, thumbprint(3), reason, at(5)).await;
        assert!(revoked.expect("it moves"));
        let again = certificates::revoke(&mut tx, thumbprint(3), reason, at(6)).await;
        assert!(!again.expect("it is revoked"));
        assert!(
            !certificates::release(&mut tx, thumbprint(3))
                .await
                .expect("for ever")
        );
        let row = certificates::find(&mut tx, thumbprint(3))
            .await
            .expect("it reads");
        let row = row.expect("it is there");
        assert_eq!(
            (row.status, row.revoked_at),
            (CertificateStatus::Revoked, Some(at(2)))
        );

        let worse = RevocationReason::KeyCompromise;
        assert!(
            certificates::revoke(&mut tx, thumbprint(3), worse, at(7))
                .await
                .expect("worse")
        );
        assert!(
            !certificates::revoke(&mut tx, thumbprint(3), worse, at(8))
                .await
                .expect("same")
        );
        let listed = crl::entries(&mut tx, &issuer(), None, 10)
            .await
            .expect("it lists");
        assert_eq!(
            (listed[0].reason, listed[0].revoked_at),
            (Some(worse), at(2))
        );
        let found = certificates::by_serial(&mut tx, &serial(7))
            .await
            .expect("it lists");
        assert_eq!(found.len(), 1);
        let mine = certificates::of_holder(&mut tx, holder(1), None, 10)
            .await
            .expect("a page");
        assert_eq!(mine.len(), 1);
        let missing = certificates::revoke(&mut tx, thumbprint(9), worse, at(8)).await;
        assert!(!missing.expect("nothing there"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_serves_one_renewal() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_renewal(&store, 1).await;
        with_renewal(&store, 2).await;
        let mut tx = write(&store).await;
        certificates::import(&mut tx, &new_certificate(b"old", 3, 7), at(0))
            .await
            .expect("stored");
        let test = keys_seen::remember(&mut tx, key(8), KeySource::Test, at(0)).await;
        assert!(test.expect("remembered"));
        for (n, source) in [(3, KeySource::Certificate), (8, KeySource::Test)] {
            let taken = keys_seen::take(&mut tx, key(n), renewal(1), at(1)).await;
            let KeyTaken::Refused(seen) = taken.expect("an outcome") else {
                panic!("a {source} key was taken");
            };
            assert_eq!(seen.source, source);
        }
        let fresh = keys_seen::take(&mut tx, key(5), renewal(1), at(1)).await;
        assert_eq!(fresh.expect("an outcome"), KeyTaken::Fresh);
        let same = keys_seen::take(&mut tx, key(5), renewal(1), at(2)).await;
        assert_eq!(same.expect("an outcome"), KeyTaken::SameRenewal);
        let other = keys_seen::take(&mut tx, key(5), renewal(2), at(2)).await;
        assert!(matches!(other.expect("an outcome"), KeyTaken::Refused(_)));
        let seen = keys_seen::find(&mut tx, key(5))
            .await
            .expect("it reads")
            .expect("seen");
        assert_eq!((seen.renewal, seen.seen_at), (Some(renewal(1)), at(1)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_lost_lease_both_workers_finish_and_one_certificate_is_stored() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_renewal(&store, 1).await;
        with_job(&store, 1, 0).await;
        let mut tx = write(&store).await;
        jobs::claim(&mut tx, &hold(1, 0))
            .await
            .expect("it reads")
            .expect("due");
        intents::record(&mut tx, &new_intent(1, 1, 7), at(0))
            .await
            .expect("recorded");
        tx.commit().await.expect("commit");
        let mut tx = write(&store).await;
        let second = jobs::claim(&mut tx, &hold(2, 60)).await.expect("it reads");
        assert_eq!(second.expect("the lease is over").id, job(1));
        tx.commit().await.expect("commit");

        // Both signed the same intent; hedged signatures give two files.
        let finish = |worker: u8| {
            let store = store.clone();
            tokio::spawn(async move {
                let stored = intents::committed(&store, intent(1))
                    .await
                    .expect("it reads");
                let mut tx = write(&store).await;
                let der = [worker; 4];
                let new = new_certificate(&der, worker, 7);
                let stored = stored.expect("it is there");
                let issued = certificates::issue(&mut tx, &stored, &new, at(61)).await;
                let issued = issued.expect("an outcome");
                let ended = jobs::complete(&mut tx, job(1), lease(worker), at(61)).await;
                if ended.is_ok() {
                    tx.commit().await.expect("commit");
                }
                (issued, ended)
            })
        };
        let (first, second) = tokio::join!(finish(1), finish(2));
        let (first, second) = (first.expect("no panic"), second.expect("no panic"));
        assert!(matches!(first.1, Err(StoreError::LeaseLost { .. })));
        assert!(second.1.is_ok());
        let mut tx = read(&store).await;
        let row = certificates::by_renewal(&mut tx, renewal(1))
            .await
            .expect("it reads");
        assert_eq!(row.expect("one is stored").der, [2; 4]);
        let of_serial = certificates::by_serial(&mut tx, &serial(7))
            .await
            .expect("it lists");
        assert_eq!(of_serial.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_and_moments_of_revocation_lists_only_grow() {
    each_engine(|store| async move {
        let mut tx = write(&store).await;
        let list = |number, seconds: i64| crl::Crl {
            number,
            this_update: at(seconds),
            next_update: at(seconds + 3600),
            der: vec![1, 2, 3],
        };
        assert_eq!(
            crl::latest(&mut tx, &issuer()).await.expect("it reads"),
            None
        );
        for (number, seconds, taken) in [
            (1, 10, true),
            (1, 11, false),
            (2, 9, false),
            (2, 10, true),
            (1, 20, false),
            (5, 30, true),
        ] {
            let stored = crl::insert(&mut tx, &issuer(), &list(number, seconds)).await;
            assert_eq!(
                stored.expect("an outcome"),
                taken,
                "number {number} at {seconds}"
            );
        }
        let latest = crl::latest(&mut tx, &issuer()).await.expect("it reads");
        assert_eq!(latest, Some(list(5, 30)));
    })
    .await;
}
