//! Revoking certificates and publishing the revocation list.
//!
//! A list names what the store calls revoked or on hold, and every serial number whose intent was abandoned. Its
//! number comes from the store and only grows. Before it is stored, and thereby published, it is read again, verified
//! with the issuer's key, linted and compared with its forerunner.

use smena_domain::{
    certificate::{RevocationReason, Thumbprint},
    renewal::{Command, Renewal},
};
use smena_pki::{
    certificate::{CertificateError, SerialNumber},
    crl::{CertificateRevocationList, CrlError, Reason, RevokedEntry},
    lint::{self, LintContext, Severity},
};
use smena_store::{
    Serial, StoreError, certificates,
    crl::{self, Crl, RevokedSerial},
    journal::{self, JournalEntry},
    renewals,
};
use time::Duration;

use super::{
    App, Ctx,
    authority::{AuthorityError, ListDraft},
    renewals::{ExecuteError, execute},
    standing::standing_of,
};
use crate::limits::{LIST_ENTRIES_MAX, RACE_ATTEMPTS_MAX, WALK_ROWS};

/// Why a certificate was not revoked, or a list not published.
#[derive(Debug, thiserror::Error)]
pub enum RevocationError {
    /// This authority issued no certificate with this serial number.
    #[error("this authority issued no certificate with the serial number {0}")]
    NotIssued(String),
    /// A serial number in the store cannot stand in a list.
    #[error("a stored serial number cannot stand in a list")]
    Serial(#[source] CertificateError),
    /// There are more entries than a list may have.
    #[error("there are more than {LIST_ENTRIES_MAX} revoked certificates")]
    TooMany,
    /// The number of the last list cannot be followed.
    #[error("the numbers of lists are used up")]
    Number,
    /// The key did not sign.
    #[error("the list could not be signed")]
    Sign(#[from] AuthorityError),
    /// The list that was made does not verify.
    #[error("the list that was made does not verify")]
    Made(#[source] CrlError),
    /// The list that was made breaks rules.
    #[error("the list that was made breaks rules: {}", .0.join(", "))]
    Lint(Vec<&'static str>),
    /// The list has fewer entries than its forerunner.
    #[error("the list would have {found} entries, its forerunner has {former}")]
    Shrunk {
        /// Entries of the new list.
        found: usize,
        /// Entries of the former list.
        former: usize,
    },
    /// The clock stands before the former list, or others published at each attempt.
    #[error("a newer list is stored already")]
    NotNewer,
    /// The database failed.
    #[error("the database failed")]
    Store(#[from] StoreError),
}

/// What a revocation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// The certificate.
    pub thumbprint: Thumbprint,
    /// Whether it was revoked now; false when it had been before.
    pub changed: bool,
    /// The list that names it.
    pub list: Crl,
}

/// Revokes a certificate by its serial number and publishes a list that names it.
///
/// # Errors
///
/// [`RevocationError`]; when only the list failed, the certificate is revoked.
pub async fn revoke_serial(
    app: &App,
    ctx: &Ctx,
    serial: &SerialNumber,
    reason: RevocationReason,
) -> Result<Revoked, RevocationError> {
    let mut tx = app.store.read().await?;
    let rows = certificates::by_serial(&mut tx, &Serial::from_bytes(serial.content())).await?;
    tx.rollback().await?;
    let row = rows
        .into_iter()
        .find(|row| &row.issuer_key_id == app.authority.issuer_key_id())
        .ok_or_else(|| RevocationError::NotIssued(serial.to_string()))?;
    let changed = revoke(app, ctx, row.thumbprint, reason).await?;
    let list = publish_list(app, ctx).await?;
    Ok(Revoked {
        thumbprint: row.thumbprint,
        changed,
        list,
    })
}

/// Revokes a certificate and tells the renewal that runs on it; gives whether anything changed. The list is another step.
///
/// # Errors
///
/// [`RevocationError::Store`].
pub async fn revoke(
    app: &App,
    ctx: &Ctx,
    thumbprint: Thumbprint,
    reason: RevocationReason,
) -> Result<bool, RevocationError> {
    let mut tx = app.store.write().await?;
    let changed = certificates::revoke(&mut tx, thumbprint, reason, ctx.now).await?;
    journal::append(
        &mut tx,
        &JournalEntry {
            at: ctx.now,
            actor: &ctx.actor.to_string(),
            command: "revoke-certificate",
            subject: &format!("certificate:{thumbprint}"),
            outcome: if changed { "done" } else { "repeated" },
            details: &serde_json::json!({ "reason": reason.as_str() }),
        },
    )
    .await?;
    let open = renewals::find_open::<Renewal>(&mut tx, thumbprint).await?;
    tx.commit().await?;
    if let Some(open) = open {
        let standing = standing_of(app, ctx.now, thumbprint).await;
        match execute(app, ctx, open.id, Command::RecordStanding { standing }).await {
            // A refusal means that the stage looks at the standing by itself, or no longer has to.
            Ok(_) | Err(ExecuteError::Refused(_)) => {}
            Err(error) => tracing::warn!(
                renewal.id = %open.id,
                error = %crate::text::chain(&error),
                "a renewal was not told of the revocation; it looks again before the issue"
            ),
        }
    }
    Ok(changed)
}

/// Makes and publishes a revocation list.
///
/// # Errors
///
/// [`RevocationError`]; the former list stays published then.
pub async fn publish_list(app: &App, ctx: &Ctx) -> Result<Crl, RevocationError> {
    for _ in 0..RACE_ATTEMPTS_MAX {
        let (former, entries) = read_entries(app).await?;
        let list = make_list(app, ctx, former.as_ref(), entries).await?;
        let mut tx = app.store.write().await?;
        if crl::insert(&mut tx, app.authority.issuer_key_id(), &list).await? {
            write_entry(&mut tx, ctx, &list).await?;
            tx.commit().await?;
            tracing::info!(number = list.number, "a revocation list was published");
            return Ok(list);
        }
        tx.rollback().await?;
    }
    Err(RevocationError::NotNewer)
}

/// Publishes a list if there is none, or half of the time of the last one is over; gives whether it did.
///
/// # Errors
///
/// As [`publish_list`].
pub async fn keep_list_fresh(app: &App, ctx: &Ctx) -> Result<bool, RevocationError> {
    let fresh = latest_list(app).await?.is_some_and(|list| {
        let half = (list.next_update - list.this_update) / 2;
        ctx.now < list.this_update + half
    });
    if !fresh {
        publish_list(app, ctx).await?;
    }
    Ok(!fresh)
}

/// The newest list.
///
/// # Errors
///
/// [`StoreError`].
pub async fn latest_list(app: &App) -> Result<Option<Crl>, StoreError> {
    let mut tx = app.store.read().await?;
    let list = crl::latest(&mut tx, app.authority.issuer_key_id()).await?;
    tx.rollback().await?;
    Ok(list)
}

async fn read_entries(app: &App) -> Result<(Option<Crl>, Vec<RevokedEntry>), RevocationError> {
    let issuer = app.authority.issuer_key_id();
    let mut tx = app.store.read().await?;
    let former = crl::latest(&mut tx, issuer).await?;
    let mut entries = Vec::new();
    let mut after: Option<Serial> = None;
    loop {
        let page = crl::entries(&mut tx, issuer, after.as_ref(), WALK_ROWS).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.serial.clone());
        for revoked in &page {
            entries.push(entry_of(revoked)?);
        }
        if entries.len() > LIST_ENTRIES_MAX {
            return Err(RevocationError::TooMany);
        }
    }
    tx.rollback().await?;
    Ok((former, entries))
}

async fn make_list(
    app: &App,
    ctx: &Ctx,
    former: Option<&Crl>,
    entries: Vec<RevokedEntry>,
) -> Result<Crl, RevocationError> {
    let last = former.map_or(0, |former| former.number);
    let number = last.checked_add(1).ok_or(RevocationError::Number)?;
    let draft_number = u64::try_from(number).map_err(|_| RevocationError::Number)?;
    let count = entries.len();
    let next_update = ctx.now + Duration::hours(app.config.crl_hours.into());
    let draft = ListDraft {
        number: draft_number,
        this_update: ctx.now,
        next_update,
        entries,
    };
    let der = app.authority.sign_list(draft, ctx).await?;
    check(app, &der, count, former)?;
    Ok(Crl {
        number,
        this_update: ctx.now,
        next_update,
        der,
    })
}

/// What leaves the process was read and verified first.
fn check(app: &App, der: &[u8], count: usize, former: Option<&Crl>) -> Result<(), RevocationError> {
    let list = CertificateRevocationList::from_der(der).map_err(RevocationError::Made)?;
    list.verify_signed_by(app.authority.issuing_key())
        .map_err(RevocationError::Made)?;
    let found = list.entries().count();
    if let Some(former) = former {
        let former =
            CertificateRevocationList::from_der(&former.der).map_err(RevocationError::Made)?;
        let former = former.entries().count();
        if found < former || found != count {
            return Err(RevocationError::Shrunk { found, former });
        }
    }
    let rules: Vec<_> = lint::lint_list(der, Some(app.authority.issuing()), &LintContext::OURS)
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.rule)
        .collect();
    if rules.is_empty() {
        Ok(())
    } else {
        Err(RevocationError::Lint(rules))
    }
}

async fn write_entry(tx: &mut smena_store::Tx, ctx: &Ctx, list: &Crl) -> Result<(), StoreError> {
    journal::append(
        tx,
        &JournalEntry {
            at: ctx.now,
            actor: &ctx.actor.to_string(),
            command: "sign-list",
            subject: &format!("list:{}", list.number),
            outcome: "done",
            details: &serde_json::json!({
                "sha256": smena_store::Sha256::of(&list.der).to_string(),
            }),
        },
    )
    .await
}

fn entry_of(revoked: &RevokedSerial) -> Result<RevokedEntry, RevocationError> {
    let serial =
        SerialNumber::from_content(revoked.serial.as_bytes()).map_err(RevocationError::Serial)?;
    // RFC 5280, 5.3.1: "unspecified" is said by saying nothing. Without a reason it is on hold.
    let reason = match revoked.reason {
        None => Some(Reason::CertificateHold),
        Some(RevocationReason::Unspecified) => None,
        Some(RevocationReason::KeyCompromise) => Some(Reason::KeyCompromise),
        Some(RevocationReason::AffiliationChanged) => Some(Reason::AffiliationChanged),
        Some(RevocationReason::Superseded) => Some(Reason::Superseded),
        Some(RevocationReason::CessationOfOperation) => Some(Reason::CessationOfOperation),
        Some(RevocationReason::PrivilegeWithdrawn) => Some(Reason::PrivilegeWithdrawn),
    };
    Ok(RevokedEntry {
        serial,
        date: revoked.revoked_at,
        reason,
    })
}

#[cfg(test)]
mod tests {
    use smena_domain::certificate::RevocationReason;
    use smena_pki::{certificate::Certificate, crl::CertificateRevocationList};
    use smena_store::certificates;
    use time::Duration;

    use super::{RevocationError, keep_list_fresh, latest_list, publish_list, revoke_serial};
    use crate::world::{ALGORITHMS, Holder, OpenSsl, World};

    async fn hold(world: &World, holder: &Holder) {
        let thumbprint = world.row_of(&holder.certificate).await.thumbprint;
        let mut tx = world.app.store.write().await.expect("a transaction");
        certificates::hold(&mut tx, thumbprint, world.ctx().now)
            .await
            .expect("held");
        tx.commit().await.expect("committed");
    }

    #[tokio::test]
    async fn openssl_accepts_the_list_and_refuses_what_it_names() {
        for algorithm in ALGORITHMS {
            let world = World::of(algorithm).await;
            let (good, bad, held) = (
                world.holder("Good").await,
                world.holder("Bad").await,
                world.holder("Held").await,
            );
            hold(&world, &held).await;
            let reason = RevocationReason::KeyCompromise;
            let serial = bad.certificate.serial();
            let revoked = revoke_serial(&world.app, &world.ctx(), serial, reason)
                .await
                .expect("revoked");
            assert!(revoked.changed);

            let folder = world.folder.path();
            let Some(openssl) = OpenSsl::in_folder(folder) else {
                continue;
            };
            std::fs::write(folder.join("list.crl"), &revoked.list.der).expect("a file");
            for (name, holder) in [("good", &good), ("bad", &bad), ("held", &held)] {
                std::fs::write(
                    folder.join(format!("{name}.pem")),
                    holder.certificate.to_pem(),
                )
                .expect("a file");
            }
            for name in ["root", "issuing"] {
                openssl.accepts(&format!(
                    "x509 -inform DER -in authority/{name}.cer -out {name}.pem"
                ));
            }
            openssl.accepts("crl -inform DER -in list.crl -out list.pem");
            let text = openssl.accepts("crl -in list.pem -CAfile issuing.pem -noout -text");
            assert!(text.contains("Key Compromise"), "{text}");
            assert!(text.contains("Certificate Hold"), "{text}");
            let at = world.ctx().now.unix_timestamp();
            let verify = format!(
                "verify -x509_strict -attime {at} -crl_check -CRLfile list.pem -CAfile root.pem \
                 -untrusted issuing.pem"
            );
            openssl.accepts(&format!("{verify} good.pem"));
            openssl.refuses(&format!("{verify} bad.pem"));
            openssl.refuses(&format!("{verify} held.pem"));
        }
    }

    #[tokio::test]
    async fn numbers_grow_over_processes_and_a_clock_that_ran_back_publishes_nothing() {
        let world = World::new().await;
        let other = world.second_process().await;
        let first = publish_list(&world.app, &world.ctx())
            .await
            .expect("published");
        let second = publish_list(&other, &world.ctx()).await.expect("published");
        assert_eq!((first.number, second.number), (1, 2));
        world.pass(-Duration::hours(1));
        let refused = publish_list(&world.app, &world.ctx()).await;
        assert!(
            matches!(refused, Err(RevocationError::NotNewer)),
            "{refused:?}"
        );
        let latest = latest_list(&world.app)
            .await
            .expect("read")
            .expect("a list");
        assert_eq!(latest.number, 2);
    }

    #[tokio::test]
    async fn a_list_is_renewed_when_half_of_its_time_is_over() {
        let world = World::new().await;
        assert!(
            keep_list_fresh(&world.app, &world.ctx())
                .await
                .expect("looked at")
        );
        world.pass(Duration::hours(12) - Duration::seconds(1));
        assert!(
            !keep_list_fresh(&world.app, &world.ctx())
                .await
                .expect("looked at")
        );
        world.pass(Duration::seconds(1));
        assert!(
            keep_list_fresh(&world.app, &world.ctx())
                .await
                .expect("looked at")
        );
    }

    #[tokio::test]
    async fn a_revocation_names_a_serial_number_of_this_authority_once() {
        let world = World::new().await;
        let holder = world.holder("Holder").await;
        let stranger: Certificate = world.stranger("Stranger").certificate;
        let (ctx, reason) = (world.ctx(), RevocationReason::Superseded);
        let unknown = revoke_serial(&world.app, &ctx, stranger.serial(), reason).await;
        assert!(
            matches!(unknown, Err(RevocationError::NotIssued(_))),
            "{unknown:?}"
        );
        let serial = holder.certificate.serial();
        let first = revoke_serial(&world.app, &ctx, serial, reason)
            .await
            .expect("revoked");
        world.pass(Duration::minutes(5));
        let again = revoke_serial(&world.app, &world.ctx(), serial, reason)
            .await
            .expect("asked again");
        assert!(first.changed && !again.changed);
        let list = CertificateRevocationList::from_der(&again.list.der).expect("a list");
        let entry = list.find(serial).expect("named");
        assert_eq!(entry.date, ctx.now, "the date is not moved");
    }
}
