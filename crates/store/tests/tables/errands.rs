//! Errands: every move that the table allows, and none besides.

use smena_store::errands::{
    self, Answered, Claimed, ErrandKind, ErrandRefusal, ErrandState, OpenedErrand, Product,
    Returned,
};
use smena_store::{Sha256, Store, Tx, bindings_seen, sessions};

use crate::engines::{
    agent, at, each_engine, errand, new_claim, new_errand, secret, session, with_holder,
    with_renewal, with_session, write,
};

async fn open_errand(tx: &mut Tx, n: u8, kind: ErrandKind) -> OpenedErrand {
    errands::open(tx, &new_errand(n, kind), at(0))
        .await
        .expect("an outcome")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_errand_closes_the_former_and_a_session_has_at_most_three() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_renewal(&store, 1).await;
        with_session(&store, 1, true).await;
        let mut tx = write(&store).await;
        let opened = open_errand(&mut tx, 1, ErrandKind::GenerateKey).await;
        assert_eq!(opened, OpenedErrand::Opened { closed: 0 });
        let opened = open_errand(&mut tx, 2, ErrandKind::GenerateKey).await;
        assert_eq!(opened, OpenedErrand::Opened { closed: 1 });
        let former = errands::find(&mut tx, errand(1))
            .await
            .expect("it reads")
            .expect("there");
        assert_eq!(
            (former.state, former.reason.as_deref()),
            (ErrandState::Closed, Some("newer"))
        );
        open_errand(&mut tx, 3, ErrandKind::SignApplication).await;
        open_errand(&mut tx, 4, ErrandKind::Install).await;
        let fourth = open_errand(&mut tx, 5, ErrandKind::SignReceipt).await;
        assert_eq!(fourth, OpenedErrand::TooMany);
        let replaced = open_errand(&mut tx, 6, ErrandKind::Install).await;
        assert_eq!(replaced, OpenedErrand::Opened { closed: 1 }, "still three");
        let closed = errands::close_of_session(&mut tx, session(1), at(1)).await;
        assert_eq!(closed.expect("they close"), 3);
        assert_eq!(
            errands::of_session(&mut tx, session(1), None)
                .await
                .expect("a page")
                .len(),
            5
        );
        sessions::end(&mut tx, session(1), at(1))
            .await
            .expect("it ends");
        let none = open_errand(&mut tx, 7, ErrandKind::Install).await;
        assert_eq!(none, OpenedErrand::NoSession);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_errand_burns_when_another_agent_claims_it() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_renewal(&store, 1).await;
        with_session(&store, 1, true).await;
        let mut tx = write(&store).await;
        // Not the session's agent, of an errand that needs it.
        open_errand(&mut tx, 1, ErrandKind::SignApplication).await;
        let squatted = errands::claim(&mut tx, &new_claim(1, 9), at(1))
            .await
            .expect("an outcome");
        assert!(matches!(squatted, Claimed::Burned(_)));
        let late = errands::claim(&mut tx, &new_claim(1, 1), at(1))
            .await
            .expect("an outcome");
        assert_eq!(
            late,
            Claimed::Refused(ErrandRefusal::NotNow(ErrandState::Burned))
        );
        // Any agent may claim a sign-in, but not a second one.
        open_errand(&mut tx, 2, ErrandKind::SignIn).await;
        let first = errands::claim(&mut tx, &new_claim(2, 9), at(1))
            .await
            .expect("an outcome");
        assert!(matches!(first, Claimed::Claimed(_)));
        let second = errands::claim(&mut tx, &new_claim(2, 8), at(2))
            .await
            .expect("an outcome");
        let Claimed::Burned(row) = second else {
            panic!("a second agent got the errand")
        };
        assert_eq!(row.state, ErrandState::Burned);
        let unknown = errands::claim(&mut tx, &new_claim(3, 1), at(1))
            .await
            .expect("an outcome");
        assert_eq!(unknown, Claimed::Refused(ErrandRefusal::Unknown));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_claim_brings_the_same_errand_with_a_new_nonce_until_it_is_answered() {
    each_engine(|store| async move {
        with_session(&store, 1, false).await;
        let mut tx = write(&store).await;
        open_errand(&mut tx, 1, ErrandKind::SignIn).await;
        errands::claim(&mut tx, &new_claim(1, 9), at(1))
            .await
            .expect("claimed");
        let mut again = new_claim(1, 9);
        again.agent_nonce = [77; 32];
        again.token = secret("other token");
        let outcome = errands::claim(&mut tx, &again, at(700))
            .await
            .expect("an outcome");
        let Claimed::Claimed(row) = outcome else {
            panic!("a restarted agent was refused")
        };
        let agent_now = row.agent.expect("it is claimed");
        assert_eq!((agent_now.nonce, agent_now.expires), ([77; 32], at(1800)));
        let by_token = errands::by_claim_token(&mut tx, secret("other token"), at(700)).await;
        assert_eq!(
            by_token.expect("it reads").map(|row| row.id),
            Some(errand(1))
        );
        let former = errands::by_claim_token(&mut tx, secret("claim 1 9"), at(700)).await;
        assert_eq!(former.expect("it reads"), None);
        assert!(
            errands::extend(&mut tx, errand(1), agent(9), at(3000), at(800))
                .await
                .expect("once")
        );
        assert!(
            !errands::extend(&mut tx, errand(1), agent(9), at(4000), at(800))
                .await
                .expect("no")
        );
        let expired = errands::claim(&mut tx, &again, at(3000))
            .await
            .expect("an outcome");
        assert_eq!(expired, Claimed::Refused(ErrandRefusal::Expired));
        let row = errands::find(&mut tx, errand(1))
            .await
            .expect("it reads")
            .expect("there");
        assert_eq!(row.state, ErrandState::Closed);
    })
    .await;
}

fn product<'a>(bytes: &'a [u8], by: u8, code: &str, expires: i64) -> Product<'a> {
    Product {
        errand: errand(1),
        agent_key: agent(by),
        bytes,
        return_code: secret(code),
        return_expires: at(expires),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_stored_once_and_each_repeat_voids_the_former_return_code() {
    each_engine(|store| async move {
        with_session(&store, 1, false).await;
        with_session(&store, 2, false).await;
        let mut tx = write(&store).await;
        open_errand(&mut tx, 1, ErrandKind::SignIn).await;
        let early = errands::fulfil(&mut tx, &product(b"cms", 9, "a", 130), at(1)).await;
        assert_eq!(
            early.expect("an outcome"),
            Answered::Refused(ErrandRefusal::NotNow(ErrandState::Open))
        );
        errands::claim(&mut tx, &new_claim(1, 9), at(1))
            .await
            .expect("claimed");
        let other = errands::fulfil(&mut tx, &product(b"cms", 8, "a", 130), at(2)).await;
        assert_eq!(
            other.expect("an outcome"),
            Answered::Refused(ErrandRefusal::OtherAgent)
        );
        let stored = errands::fulfil(&mut tx, &product(b"cms", 9, "a", 130), at(2)).await;
        assert_eq!(stored.expect("an outcome"), Answered::Stored);
        let changed = errands::fulfil(&mut tx, &product(b"other", 9, "b", 130), at(3)).await;
        assert_eq!(
            changed.expect("an outcome"),
            Answered::Refused(ErrandRefusal::OtherProduct)
        );
        let repeated = errands::fulfil(&mut tx, &product(b"cms", 9, "b", 140), at(20)).await;
        assert_eq!(repeated.expect("an outcome"), Answered::Repeated);

        let back = async |tx: &mut Tx, by: u8, code: &str, seconds: i64| {
            errands::take_return(tx, errand(1), session(by), secret(code), at(seconds))
                .await
                .expect("an outcome")
        };
        for (by, code, seconds, why) in [
            (1, "a", 30, ErrandRefusal::WrongReturnCode),
            (2, "b", 30, ErrandRefusal::OtherSession),
            (1, "b", 140, ErrandRefusal::Expired),
        ] {
            assert_eq!(
                back(&mut tx, by, code, seconds).await,
                Returned::Refused(why)
            );
        }
        let Returned::Returned(row) = back(&mut tx, 1, "b", 139).await else {
            panic!("the right code was refused");
        };
        assert_eq!(
            (row.state, row.product),
            (ErrandState::Returned, Some(b"cms".to_vec()))
        );
        assert_eq!(
            back(&mut tx, 1, "b", 139).await,
            Returned::Refused(ErrandRefusal::NotNow(ErrandState::Returned))
        );
        let over = errands::fulfil(&mut tx, &product(b"cms", 9, "c", 150), at(139)).await;
        assert_eq!(over.expect("an outcome"), Answered::Over);
    })
    .await;
}

/// Brings errand 1 into a state, by the moves that lead there.
async fn bring(tx: &mut Tx, state: ErrandState) {
    open_errand(tx, 1, ErrandKind::SignIn).await;
    if state == ErrandState::Open {
        return;
    }
    if state == ErrandState::Closed {
        assert_eq!(
            errands::close_expired(tx, at(600))
                .await
                .expect("it closes"),
            1
        );
        return;
    }
    errands::claim(tx, &new_claim(1, 9), at(1))
        .await
        .expect("claimed");
    match state {
        ErrandState::Burned => {
            errands::claim(tx, &new_claim(1, 8), at(2))
                .await
                .expect("burned");
        }
        ErrandState::Declined => {
            let refused = errands::decline(tx, errand(1), agent(9), at(2)).await;
            assert_eq!(refused.expect("an outcome"), None);
        }
        ErrandState::Failed => {
            let refused = errands::fail(tx, errand(1), agent(9), "no medium", at(2)).await;
            assert_eq!(refused.expect("an outcome"), None);
        }
        ErrandState::Fulfilled | ErrandState::Returned => {
            errands::fulfil(tx, &product(b"cms", 9, "a", 130), at(2))
                .await
                .expect("stored");
        }
        _ => {}
    }
    if state == ErrandState::Returned {
        errands::take_return(tx, errand(1), session(1), secret("a"), at(3))
            .await
            .expect("taken");
    }
}

/// Tries every move on an errand and gives the names of those that moved it.
async fn moves(store: &Store, state: ErrandState) -> Vec<&'static str> {
    let mut moved = Vec::new();
    for name in [
        "claim",
        "foreign claim",
        "fulfil",
        "decline",
        "fail",
        "return",
        "expire",
    ] {
        let mut tx = write(store).await;
        bring(&mut tx, state).await;
        let before = errands::find(&mut tx, errand(1))
            .await
            .expect("it reads")
            .expect("there");
        assert_eq!(before.state, state);
        match name {
            "claim" => drop(errands::claim(&mut tx, &new_claim(1, 9), at(4)).await),
            "foreign claim" => drop(errands::claim(&mut tx, &new_claim(1, 8), at(4)).await),
            "fulfil" => {
                drop(errands::fulfil(&mut tx, &product(b"cms", 9, "b", 130), at(4)).await);
            }
            "decline" => drop(errands::decline(&mut tx, errand(1), agent(9), at(4)).await),
            "fail" => drop(errands::fail(&mut tx, errand(1), agent(9), "why", at(4)).await),
            "return" => {
                let code = secret("a");
                drop(errands::take_return(&mut tx, errand(1), session(1), code, at(4)).await);
            }
            _ => drop(errands::close_expired(&mut tx, at(9000)).await),
        }
        let after = errands::find(&mut tx, errand(1))
            .await
            .expect("it reads")
            .expect("there");
        if after.state != before.state {
            moved.push(name);
        }
        tx.rollback().await.expect("rollback");
    }
    moved
}

#[tokio::test(flavor = "multi_thread")]
async fn an_errand_moves_only_as_its_table_says() {
    each_engine(|store| async move {
        with_session(&store, 1, false).await;
        for state in ErrandState::ALL {
            let expected: &[&str] = match state {
                // A sign-in is open to any agent: the foreign claim is the first one here.
                ErrandState::Open => &["claim", "foreign claim", "expire"],
                ErrandState::Claimed => &["foreign claim", "fulfil", "decline", "fail", "expire"],
                ErrandState::Fulfilled => &["return"],
                _ => &[],
            };
            assert_eq!(moves(&store, *state).await, expected, "from {state}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_agents_that_claim_at_one_instant_do_not_both_get_the_errand() {
    each_engine(|store| async move {
        with_session(&store, 1, false).await;
        for n in 1..=20 {
            let mut tx = write(&store).await;
            open_errand(&mut tx, n, ErrandKind::SignIn).await;
            tx.commit().await.expect("commit");
            let attempt = |by: u8| {
                let store = store.clone();
                tokio::spawn(async move {
                    let mut tx = write(&store).await;
                    let outcome = errands::claim(&mut tx, &new_claim(n, by), at(1)).await;
                    tx.commit().await.expect("commit");
                    outcome.expect("an outcome")
                })
            };
            let (first, second) = tokio::join!(attempt(8), attempt(9));
            let outcomes = [first.expect("no panic"), second.expect("no panic")];
            let won = outcomes
                .iter()
                .filter(|one| matches!(one, Claimed::Claimed(_)))
                .count();
            let burned = outcomes
                .iter()
                .filter(|one| matches!(one, Claimed::Burned(_)))
                .count();
            assert_eq!((won, burned), (1, 1), "round {n}: {outcomes:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_binding_counts_once() {
    each_engine(|store| async move {
        with_session(&store, 1, false).await;
        let mut tx = write(&store).await;
        open_errand(&mut tx, 1, ErrandKind::SignIn).await;
        let binding = Sha256::of(b"binding");
        let first = bindings_seen::remember(&mut tx, binding, errand(1), at(0)).await;
        assert!(first.expect("remembered"));
        let second = bindings_seen::remember(&mut tx, binding, errand(1), at(1)).await;
        assert!(!second.expect("known"));
    })
    .await;
}
