//! Holders, renewals, documents, sessions and the journal.

use serde_json::json;
use smena_store::documents::{self, DocumentKind};
use smena_store::renewals::{self, Opened, RenewalRow};
use smena_store::{Tx, holders, journal, sessions};

use crate::engines::{
    agent, at, change, each_engine, holder, renewal, secret, session, thumbprint, with_holder,
    with_renewal, with_session, write,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_reads_back_and_a_lost_update_is_refused() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        let mut tx = write(&store).await;
        let mut found: holders::Holder<serde_json::Value> = holders::find(&mut tx, holder(1))
            .await
            .expect("it reads")
            .expect("it is there");
        assert_eq!(
            (found.label.as_str(), &found.facts),
            ("Иванова М. П.", &json!({ "n": 1 }))
        );
        found.label = "Петрова М. П.".to_owned();
        holders::update(&mut tx, &found, at(1))
            .await
            .expect("the first change is saved");
        let lost = holders::update(&mut tx, &found, at(2)).await;
        assert!(lost.expect_err("the second saw an old revision").is_stale());
        let all: Vec<holders::Holder<serde_json::Value>> =
            holders::list(&mut tx, None, 10).await.expect("it lists");
        assert_eq!((all.len(), all[0].revision), (1, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_is_found_by_his_number_and_is_one() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_holder(&store, 2).await;
        let mut tx = write(&store).await;
        for (number, expected) in [("snils:2", Some(holder(2))), ("snils:3", None)] {
            let found = holders::by_number::<serde_json::Value>(&mut tx, number).await;
            assert_eq!(found.expect("it reads").map(|found| found.id), expected);
        }
        let twin = holders::insert(&mut tx, holder(3), "snils:2", "Twin", &json!({}), at(0)).await;
        twin.expect_err("one number is one holder");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_saved_twice_from_one_revision_is_saved_once() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_renewal(&store, 1).await;
        let mut tx = write(&store).await;
        renewals::save(&mut tx, &change(1, "signed", 2), 1, at(1))
            .await
            .expect("saved");
        let lost = renewals::save(&mut tx, &change(1, "rejected", 2), 1, at(2)).await;
        assert!(lost.expect_err("the revision has moved on").is_stale());
        let row: RenewalRow<i64> = renewals::find(&mut tx, renewal(1))
            .await
            .expect("it reads")
            .expect("it is there");
        assert_eq!(
            (row.stage.as_str(), row.revision, row.state),
            ("signed", 2, 2)
        );
        assert_eq!((row.created_at, row.changed_at), (at(0), at(1)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_renewal_of_a_certificate_is_open_and_the_next_may_follow_its_end() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_renewal(&store, 1).await;
        let mut tx = write(&store).await;
        let mut second = change(2, "started", 1);
        second.old_certificate = thumbprint(1);
        let opened = renewals::open(&mut tx, &second, at(1))
            .await
            .expect("an outcome");
        assert_eq!(opened, Opened::AlreadyOpen(renewal(1)));
        let mut ended = change(1, "abandoned", 2);
        ended.closed = true;
        renewals::save(&mut tx, &ended, 1, at(2))
            .await
            .expect("it ends");
        let reopened = renewals::save(&mut tx, &change(1, "started", 3), 2, at(3)).await;
        assert!(reopened.is_err(), "what has ended is not changed");
        let opened = renewals::open(&mut tx, &second, at(3))
            .await
            .expect("an outcome");
        assert_eq!(opened, Opened::Stored);
        let open: Option<RenewalRow<i64>> = renewals::find_open(&mut tx, thumbprint(1))
            .await
            .expect("it reads");
        assert_eq!(open.map(|row| row.id), Some(renewal(2)));
        let count = renewals::count_at_stage(&mut tx, thumbprint(1), "abandoned").await;
        assert_eq!(count.expect("it counts"), 1);
        let all: Vec<RenewalRow<i64>> = renewals::of_holder(&mut tx, holder(1), None, 1)
            .await
            .expect("a page");
        assert_eq!(all.len(), 1);
        let rest: Vec<RenewalRow<i64>> =
            renewals::of_holder(&mut tx, holder(1), Some(all[0].id), 10)
                .await
                .expect("a page");
        assert_eq!(rest.len(), 1);
        let started: Vec<RenewalRow<i64>> = renewals::at_stage(&mut tx, "started", None, 10)
            .await
            .expect("a page");
        assert_eq!(started.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_keeps_its_bytes_and_the_last_of_a_kind_is_known() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_renewal(&store, 1).await;
        let mut tx = write(&store).await;
        let kind = DocumentKind::ApplicationPdf;
        let one = documents::insert(&mut tx, renewal(1), kind, b"%PDF one", at(1)).await;
        let one = one.expect("stored");
        documents::insert(&mut tx, renewal(1), kind, b"%PDF two", at(1))
            .await
            .expect("stored");
        let again = documents::insert(&mut tx, renewal(1), kind, b"%PDF one", at(2)).await;
        assert_eq!(again.expect("there"), one);
        let latest = documents::latest(&mut tx, renewal(1), kind)
            .await
            .expect("it reads");
        assert_eq!(latest.expect("it is there").bytes, b"%PDF two");
        let found = documents::find(&mut tx, renewal(1), one)
            .await
            .expect("it reads");
        assert_eq!(found.expect("it is there").bytes, b"%PDF one");
        let other = documents::find(&mut tx, renewal(2), one)
            .await
            .expect("it reads");
        assert_eq!(other, None, "a document belongs to its renewal");
        assert_eq!(
            documents::list(&mut tx, renewal(1))
                .await
                .expect("it lists")
                .len(),
            2
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_by_idleness_by_age_and_by_signing_out() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_session(&store, 1, false).await;
        let token = secret("token 1");
        let mut tx = write(&store).await;
        let live = async |tx: &mut Tx, seconds| {
            sessions::find_live(tx, token, at(seconds))
                .await
                .expect("it reads")
                .is_some()
        };
        assert!(live(&mut tx, 1799).await);
        assert!(!live(&mut tx, 1800).await, "idle for half an hour");
        assert!(
            sessions::touch(&mut tx, session(1), at(1799))
                .await
                .expect("it is there")
        );
        assert!(live(&mut tx, 1800).await);
        let eight_hours = 8 * 60 * 60;
        sessions::touch(&mut tx, session(1), at(eight_hours - 1))
            .await
            .expect("it is there");
        assert!(live(&mut tx, eight_hours - 1).await);
        assert!(!live(&mut tx, eight_hours).await, "however busy");

        let new = secret("token after sign-in");
        sessions::raise(
            &mut tx,
            session(1),
            new,
            holder(1),
            agent(4),
            at(eight_hours - 1),
        )
        .await
        .expect("it is raised");
        assert!(
            !live(&mut tx, eight_hours - 1).await,
            "the old token is void"
        );
        let twice = sessions::raise(&mut tx, session(1), new, holder(1), agent(4), at(1800)).await;
        assert!(twice.expect_err("raised once").is_stale());
        let session_now = sessions::find_live(&mut tx, new, at(eight_hours - 1)).await;
        let session_now = session_now.expect("it reads").expect("it lives");
        assert_eq!(
            (session_now.holder, session_now.agent_key),
            (Some(holder(1)), Some(agent(4)))
        );
        assert!(
            sessions::end(&mut tx, session(1), at(1801))
                .await
                .expect("it ends")
        );
        assert!(
            !sessions::end(&mut tx, session(1), at(1802))
                .await
                .expect("it has ended")
        );
        assert_eq!(
            sessions::find(&mut tx, session(1)).await.expect("it reads"),
            None
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_keeps_its_order_and_says_its_newest_moment() {
    each_engine(|store| async move {
        let mut tx = write(&store).await;
        assert_eq!(
            journal::newest(&mut tx)
                .await
                .expect("it reads")
                .unix_timestamp(),
            0
        );
        let details = json!({ "revision": 2 });
        for (n, command) in ["start", "confirm-data", "submit"].into_iter().enumerate() {
            let entry = journal::JournalEntry {
                at: at(i64::try_from(n).expect("a small number")),
                actor: "holder:01",
                command,
                subject: if n == 0 { "renewal:01" } else { "renewal:02" },
                outcome: "done",
                details: &details,
            };
            journal::append(&mut tx, &entry).await.expect("written");
        }
        let all = journal::list(&mut tx, 0, 2).await.expect("a page");
        assert_eq!(
            all.iter()
                .map(|row| row.command.as_str())
                .collect::<Vec<_>>(),
            ["start", "confirm-data"]
        );
        assert_eq!(all[0].details, details);
        let rest = journal::list(&mut tx, all[1].id, 10).await.expect("a page");
        assert_eq!(rest.len(), 1);
        let second = journal::of_subject(&mut tx, "renewal:02", 0, 10)
            .await
            .expect("a page");
        assert_eq!(second.len(), 2);
        assert_eq!(journal::newest(&mut tx).await.expect("it reads"), at(2));
    })
    .await;
}
