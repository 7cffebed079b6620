//! Documents that holders send: encrypted, their own, bounded, and never more than a row.

use smena_domain::{person::HolderId, renewal::RenewalId};
use smena_server::{
    app::{
        Actor, Ctx,
        failure::Failure,
        uploads::{self, Upload, UploadPurpose},
    },
    limits::UPLOADS_MAX,
};
use smena_store::UploadId;

use crate::{agent::Agent, world::World};

/// A renewal of the first holder.
async fn begun(world: &World) -> (HolderId, RenewalId) {
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(world, &holder).await;
    let status = agent.start(&holder.certificate).await.expect("begun");
    let id = RenewalId::new(*status.id.as_bytes());
    let row = smena_server::app::renewals::load(&world.app, id)
        .await
        .expect("there");
    (row.holder, id)
}

fn ctx(world: &World) -> Ctx {
    world.app.ctx(Actor::Anybody)
}

/// A plain PDF of one page that says what is searched for.
const MARK: &[u8] = b"(marked words)";

fn pdf() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned(),
        String::from_utf8_lossy(MARK).into_owned(),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut rows = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        rows.push(format!("{:010} 00000 n \n", file.len()));
        file.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", index + 1).as_bytes());
    }
    let start = file.len();
    let rows = rows.concat();
    let table = format!(
        "xref\n0 5\n0000000000 65535 f \n{rows}\
         trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.extend_from_slice(table.as_bytes());
    file
}

async fn send(
    world: &World,
    holder: HolderId,
    id: RenewalId,
    octets: Vec<u8>,
) -> Result<Upload, Failure> {
    let purpose = UploadPurpose::Document;
    uploads::take(
        &world.app,
        &ctx(world),
        holder,
        id,
        purpose,
        "../../a.exe",
        octets,
    )
    .await
}

#[tokio::test]
async fn a_document_is_encrypted_and_opens_for_its_holder_alone() {
    let world = World::new().await;
    let (holder, id) = begun(&world).await;
    let upload = send(&world, holder, id, pdf()).await.expect("taken");
    assert_eq!(
        upload.name, "a.pdf",
        "what it was called does not make it that"
    );
    let opened = uploads::open(&world.app, holder, id, upload.id)
        .await
        .expect("opened");
    assert_eq!(*opened.bytes, pdf());

    let mut tx = world.app.store.read().await.expect("a transaction");
    let stored = smena_store::uploads::find(&mut tx, id, UploadId::new(*upload.id.as_bytes()))
        .await
        .expect("read")
        .expect("there")
        .1;
    tx.rollback().await.expect("rolled back");
    let holds = |octets: &[u8], mark: &[u8]| octets.windows(mark.len()).any(|part| part == mark);
    assert!(
        holds(&pdf(), MARK) && !holds(&stored.bytes, MARK),
        "what lies there is no PDF"
    );

    let stranger = HolderId::new([9; 16]);
    for refused in [
        uploads::open(&world.app, stranger, id, upload.id)
            .await
            .err(),
        uploads::list(&world.app, stranger, id).await.err(),
        send(&world, stranger, id, pdf()).await.err(),
        uploads::remove(&world.app, &ctx(&world), stranger, id, upload.id)
            .await
            .err(),
    ] {
        assert_eq!(refused.expect("refused").code(), Some("not-found"));
    }
    assert_eq!(
        uploads::list(&world.app, holder, id)
            .await
            .expect("listed")
            .len(),
        1
    );
    uploads::remove(&world.app, &ctx(&world), holder, id, upload.id)
        .await
        .expect("taken back");
    let gone = uploads::open(&world.app, holder, id, upload.id).await.err();
    assert_eq!(gone.expect("gone").code(), Some("not-found"));
}

#[tokio::test]
async fn a_row_that_was_moved_to_another_document_does_not_open() {
    let world = World::new().await;
    let (holder, id) = begun(&world).await;
    let upload = send(&world, holder, id, pdf()).await.expect("taken");
    let mut tx = world.app.store.write().await.expect("a transaction");
    let (mut entry, sealed) =
        smena_store::uploads::find(&mut tx, id, UploadId::new(*upload.id.as_bytes()))
            .await
            .expect("read")
            .expect("there");
    entry.id = UploadId::new([7; 16]);
    smena_store::uploads::insert(&mut tx, id, &entry, &sealed)
        .await
        .expect("stored");
    tx.commit().await.expect("committed");
    let moved = smena_domain::renewal::DocumentId::new([7; 16]);
    let failed = uploads::open(&world.app, holder, id, moved)
        .await
        .err()
        .expect("it does not open");
    assert_eq!(failed.code(), None, "a fault of ours, not a refusal");
}

#[tokio::test]
async fn a_renewal_takes_so_many_documents_and_no_more() {
    let world = World::new().await;
    let (holder, id) = begun(&world).await;
    for _ in 0..UPLOADS_MAX {
        send(&world, holder, id, pdf()).await.expect("taken");
    }
    let refused = send(&world, holder, id, pdf())
        .await
        .expect_err("one too many");
    assert_eq!(refused.code(), Some("uploads-too-many"));
    assert!(world.journalled("uploads-too-many").await);
    let first = uploads::list(&world.app, holder, id).await.expect("listed")[0].id;
    uploads::remove(&world.app, &ctx(&world), holder, id, first)
        .await
        .expect("taken back");
    send(&world, holder, id, pdf())
        .await
        .expect("there is room again");
}

#[tokio::test]
async fn what_is_no_document_leaves_no_row() {
    let world = World::new().await;
    let (holder, id) = begun(&world).await;
    let refused = send(&world, holder, id, b"<svg/>".to_vec())
        .await
        .expect_err("no document");
    assert_eq!(refused.code(), Some("upload-not-taken"));
    assert!(world.journalled("upload-not-taken").await);
    assert!(
        uploads::list(&world.app, holder, id)
            .await
            .expect("listed")
            .is_empty()
    );
}
