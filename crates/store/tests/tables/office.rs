//! Operators, first words, issue codes and uploads.

use serde_json::{Value, json};
use smena_store::{
    SecretHash, Sha256, UploadId, first_words, issue_codes,
    operators::{self, OperatorRow},
    uploads::{self, Sealed, UploadEntry, UploadPurpose, WrappedKey},
};

use crate::engines::{at, each_engine, renewal, with_holder, with_renewal, write};

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_its_name_alone_and_a_lost_update_is_refused() {
    each_engine(|store| async move {
        let mut tx = write(&store).await;
        let id = |octet: u8| smena_store::OperatorId::new([octet; 16]);
        let facts = json!({ "role": "operator" });
        assert!(
            operators::insert(&mut tx, id(1), "petrov", &facts, at(0))
                .await
                .expect("new")
        );
        assert!(
            !operators::insert(&mut tx, id(2), "petrov", &facts, at(0))
                .await
                .expect("taken")
        );
        let account: OperatorRow<Value> = operators::by_name(&mut tx, "petrov")
            .await
            .expect("read")
            .expect("there");
        assert_eq!((account.id, account.revision), (id(1), 1));
        operators::update(&mut tx, &account, at(1))
            .await
            .expect("saved");
        let lost = operators::update(&mut tx, &account, at(2)).await;
        assert!(lost.expect_err("an old revision").is_stale());
        let all: Vec<OperatorRow<Value>> = operators::list(&mut tx, "", 10).await.expect("listed");
        assert_eq!(all.len(), 1);
        let none: Option<OperatorRow<Value>> = operators::find(&mut tx, id(2)).await.expect("read");
        assert!(none.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_word_waits_and_a_newer_one_takes_its_place() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_renewal(&store, 1).await;
        let mut tx = write(&store).await;
        for word in ["one", "two"] {
            first_words::say(
                &mut tx,
                renewal(1),
                "override-check",
                "mvd",
                &json!(word),
                at(0),
            )
            .await
            .expect("said");
        }
        let said: Option<Value> = first_words::find(&mut tx, renewal(1), "override-check", "mvd")
            .await
            .expect("read");
        assert_eq!(said, Some(json!("two")));
        let other: Option<Value> = first_words::find(&mut tx, renewal(1), "override-check", "sfr")
            .await
            .expect("read");
        assert_eq!(other, None);
        for there in [true, false] {
            let removed = first_words::remove(&mut tx, renewal(1), "override-check", "mvd").await;
            assert_eq!(removed.expect("removed"), there);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issue_code_is_tried_so_often_and_a_new_one_voids_it() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_renewal(&store, 1).await;
        let mut tx = write(&store).await;
        let tried = issue_codes::try_one::<Value>(&mut tx, renewal(1), 2)
            .await
            .expect("read");
        assert!(tried.is_none(), "none was given out");
        for code in ["first", "second"] {
            let given = issue_codes::IssueCode {
                hash: SecretHash::of(code.as_bytes()),
                facts: json!({ "plan": code }),
                given_at: at(0),
            };
            issue_codes::give(&mut tx, renewal(1), &given)
                .await
                .expect("given");
        }
        for _ in 0..2 {
            let tried = issue_codes::try_one::<Value>(&mut tx, renewal(1), 2)
                .await
                .expect("read");
            assert_eq!(tried.expect("there").hash, SecretHash::of(b"second"));
        }
        let tried = issue_codes::try_one::<Value>(&mut tx, renewal(1), 2)
            .await
            .expect("read");
        assert!(tried.is_none(), "the tries are used up");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_reads_back_and_its_renewal_has_one_key() {
    each_engine(|store| async move {
        with_holder(&store, 1).await;
        with_renewal(&store, 1).await;
        let mut tx = write(&store).await;
        let entry = UploadEntry {
            id: UploadId::new([1; 16]),
            purpose: UploadPurpose::Power,
            sha256: Sha256::of(b"plain"),
            media_type: "image/png".to_owned(),
            name: "scan.png".to_owned(),
            size_bytes: 5,
            sender: "holder:1".to_owned(),
            stored_at: at(0),
        };
        let sealed = Sealed {
            nonce: [3; 12],
            bytes: b"sealed".to_vec(),
        };
        uploads::insert(&mut tx, renewal(1), &entry, &sealed)
            .await
            .expect("stored");
        let found = uploads::find(&mut tx, renewal(1), entry.id)
            .await
            .expect("read");
        assert!(found.is_some_and(|found| found == (entry.clone(), sealed.clone())));
        assert_eq!(
            uploads::list(&mut tx, renewal(1)).await.expect("listed"),
            std::slice::from_ref(&entry)
        );
        assert_eq!(
            uploads::count(&mut tx, renewal(1)).await.expect("counted"),
            1
        );
        for first in [true, false] {
            let key = WrappedKey {
                wrapped_by: Sha256::of(if first { b"a" } else { b"b" }),
                sealed: sealed.clone(),
            };
            let stored = uploads::insert_key(&mut tx, renewal(1), &key, at(0)).await;
            assert_eq!(stored.expect("stored"), first);
        }
        let key = uploads::find_key(&mut tx, renewal(1))
            .await
            .expect("read")
            .expect("there");
        assert_eq!(key.wrapped_by, Sha256::of(b"a"), "the first stays");
        assert_eq!(uploads::count_keys(&mut tx).await.expect("counted"), 1);
        for there in [true, false] {
            let removed = uploads::remove(&mut tx, renewal(1), entry.id).await;
            assert_eq!(removed.expect("removed"), there);
        }
        let other = uploads::find(&mut tx, renewal(1), entry.id)
            .await
            .expect("read");
        assert!(other.is_none());
    })
    .await;
}
