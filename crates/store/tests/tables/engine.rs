//! What holds for every table: prepared statements, reading and writing transactions, migrations.

use smena_store::{Store, StoreError, authority};

use crate::engines::{at, each_engine, read, write};

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_fits_the_tables_of_both_engines() {
    each_engine(|store| async move {
        let prepared = store
            .prepare_all()
            .await
            .expect("every statement is prepared");
        assert!(prepared > 60, "only {prepared} statements are registered");
        store
            .migrate()
            .await
            .expect("a second run finds nothing to do");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_transaction_cannot_write() {
    each_engine(|store| async move {
        let mut tx = read(&store).await;
        assert!(
            authority::insert(&mut tx, "name", b"value", at(0))
                .await
                .is_err()
        );
        drop(tx);
        let mut tx = read(&store).await;
        assert_eq!(
            authority::find(&mut tx, "name").await.expect("it reads"),
            None
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_of_the_authority_are_replaced_only_by_who_saw_them() {
    each_engine(|store| async move {
        let mut tx = write(&store).await;
        assert!(
            authority::insert(&mut tx, "root", b"one", at(0))
                .await
                .expect("stored")
        );
        assert!(
            !authority::insert(&mut tx, "root", b"two", at(0))
                .await
                .expect("there")
        );
        let stale = authority::replace(&mut tx, "root", b"two", b"three", at(1)).await;
        assert!(stale.expect_err("another value").is_stale());
        authority::replace(&mut tx, "root", b"one", b"three", at(1))
            .await
            .expect("replaced");
        let found = authority::find(&mut tx, "root").await.expect("it reads");
        assert_eq!(found.as_deref(), Some(b"three".as_slice()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_committed_is_not_there_after_reopening() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let address = format!("sqlite:{}", folder.path().join("smena.db").display());
    let store = Store::open(&address).await.expect("it opens");
    store.migrate().await.expect("migrated");
    let mut tx = write(&store).await;
    authority::insert(&mut tx, "kept", b"1", at(0))
        .await
        .expect("stored");
    tx.commit().await.expect("commit");
    let mut tx = write(&store).await;
    authority::insert(&mut tx, "lost", b"1", at(0))
        .await
        .expect("stored");
    drop(tx);
    store.close().await;
    let store = Store::open(&address).await.expect("it opens again");
    let mut tx = read(&store).await;
    assert!(
        authority::find(&mut tx, "kept")
            .await
            .expect("it reads")
            .is_some()
    );
    assert!(
        authority::find(&mut tx, "lost")
            .await
            .expect("it reads")
            .is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_an_unknown_engine_is_refused() {
    let refused = Store::open("mysql://localhost/smena").await;
    assert!(matches!(refused, Err(StoreError::UnknownAddress)));
}

#[test]
fn the_migrations_have_the_same_names_for_both_engines() {
    let names = |engine: &str| {
        let folder = format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}
