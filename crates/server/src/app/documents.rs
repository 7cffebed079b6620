//! The documents of an application: its data in canonical DER, the PDF made from them, and the check that both say the
//! same before anybody is asked to sign (security design, 1.7).

mod further;

use std::sync::Arc;

use smena_domain::{
    calendar::Moment,
    procedure::{Field, Procedure},
    renewal::{Evidence, Refusal, Renewal, Route},
};
use smena_forms::{
    APPLICATION, Application, ApplicationKey, ApplicationParty, ApplicationProcedure,
    ApplicationRow, FormError, FormerCertificate,
};
use smena_pki::{algorithm::DigestAlgorithm, certificate::Certificate, key::PublicKey};
use smena_protocol::v1::{
    ProcedureReference, Sha256,
    pdf_subset::{self, MissingValue, PdfRefusal},
    signed::{ApplicationData, ApplicationField, Structure as _, StructureError, digest_of},
};
use smena_store::documents::{self, DocumentKind};
use smena_ui::{Language, Message, format};

use self::further::Further;
use super::{App, Ctx, failure::Failure, shelf};
use crate::{config, text::catalogue};

/// Why there is no document to offer.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The data cannot stand in a signed structure.
    #[error("the data of the application cannot be signed")]
    Data(#[source] StructureError),
    /// The form cannot be filled.
    #[error("the application could not be printed")]
    Form(#[source] FormError),
    /// The thread that fills forms ended.
    #[error("the thread that fills forms has ended")]
    Thread(#[source] tokio::task::JoinError),
    /// The PDF has what no agent signs.
    #[error("the printed application is not within the subset of PDF that is signed")]
    Subset(#[source] PdfRefusal),
    /// The PDF does not say what the data say.
    #[error("the printed application does not say what its data say")]
    Differs(#[source] MissingValue),
    /// The file of the procedure cannot be hashed.
    #[error("the file of procedure {name} cannot be read")]
    Procedure {
        /// Which.
        name: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The hash of the procedure's file has no form.
    #[error("the file of the procedure cannot be hashed")]
    Digest(#[source] StructureError),
}

/// An application, ready to be signed.
pub struct Prepared {
    /// The PDF.
    pub document: Vec<u8>,
    /// The data in DER.
    pub data: Vec<u8>,
}

/// What an application is made from.
pub struct Sources<'a> {
    /// The renewal.
    pub renewal: &'a Renewal,
    /// Its procedure.
    pub procedure: &'a Procedure,
    /// The certificate that is renewed.
    pub old: &'a Certificate,
    /// The new key, where it is made first.
    pub key: Option<&'a PublicKey>,
    /// The day that stands in it.
    pub now: time::OffsetDateTime,
}

/// Prepares an application: data, PDF, and the checks that the agent repeats.
///
/// # Errors
/// [`DocumentError`]; nothing is offered then.
pub async fn application(app: &App, sources: &Sources<'_>) -> Result<Prepared, DocumentError> {
    let further = further::rows(sources.renewal, sources.procedure);
    let data = data_of(sources.renewal, &further).map_err(DocumentError::Data)?;
    let form = form_of(app, sources, &further);
    let document = print(app, &form).await?;
    check(&document, &data, &form)?;
    Ok(Prepared {
        document,
        data: data.to_bytes().map_err(DocumentError::Data)?,
    })
}

async fn print(app: &App, form: &Application) -> Result<Vec<u8>, DocumentError> {
    let values = form.to_value();
    let forms = Arc::clone(&app.forms);
    tokio::task::spawn_blocking(move || forms.render(APPLICATION, &values))
        .await
        .map_err(DocumentError::Thread)?
        .map_err(DocumentError::Form)
}

/// The application of a renewal that is printed and signed by hand (K16, K17). Once printed it stays as it was, until
/// something in it changes.
///
/// # Errors
/// Faults of ours alone.
pub async fn paper_application(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
) -> Result<Vec<u8>, Failure> {
    if let Some(Evidence::Paper(paper)) = renewal.stage().evidence() {
        let hash = Sha256::from_slice(paper.facts().document.as_bytes()).map_err(Failure::ours)?;
        return shelf::document(app, renewal.id(), hash)
            .await?
            .ok_or_else(|| {
                let (renewal, kind) = (renewal.id(), DocumentKind::PaperApplication);
                Failure::ours(shelf::ShelfError::Document { renewal, kind })
            });
    }
    let procedure = app
        .procedure(&renewal.procedure().name)
        .ok_or(Refusal::ProcedureChanged {})?;
    let (_, old) = shelf::certificate(app, renewal.old_thumbprint()).await?;
    let sources = Sources {
        renewal,
        procedure,
        old: &old,
        key: None,
        // A print stays the same while the renewal does: its date is the day of the last change.
        now: renewal.changed_at().at(),
    };
    let document = application(app, &sources).await?.document;
    let mut tx = app.store.write().await?;
    documents::insert(
        &mut tx,
        renewal.id(),
        DocumentKind::PaperApplication,
        &document,
        ctx.now,
    )
    .await?;
    tx.commit().await?;
    Ok(document)
}

/// The procedure as an application binds it: the hash of its file, by the digest of the old certificate's key.
///
/// # Errors
/// [`DocumentError::Procedure`] or [`DocumentError::Digest`].
pub fn procedure_reference(
    app: &App,
    procedure: &Procedure,
    digest: DigestAlgorithm,
) -> Result<ProcedureReference, DocumentError> {
    let name = procedure.name.to_string();
    let octets =
        config::octets::of_procedure(&app.config.procedures, procedure).map_err(|source| {
            DocumentError::Procedure {
                name: name.clone(),
                source,
            }
        })?;
    let hash = digest_of(digest, &octets).map_err(DocumentError::Digest)?;
    Ok(ProcedureReference {
        name,
        version: procedure.version,
        hash,
    })
}

/// The data of an application: every row that has or had a value, in the order of the table, and what else was given.
fn data_of(renewal: &Renewal, further: &[Further]) -> Result<ApplicationData, StructureError> {
    let rows = renewal
        .rows()
        .into_iter()
        .filter(|row| row.value.is_some() || row.was.is_some())
        .map(|row| ApplicationField {
            key: row.field.as_str().to_owned(),
            was: row.was,
            value: row.value.unwrap_or_default(),
        });
    let further = further.iter().map(|row| ApplicationField {
        key: row.key.clone(),
        was: None,
        value: row.value.clone(),
    });
    ApplicationData::new(rows.chain(further).collect())
}

/// The agent's checks, before it sees anything.
fn check(document: &[u8], data: &ApplicationData, form: &Application) -> Result<(), DocumentError> {
    pdf_subset::check(document).map_err(DocumentError::Subset)?;
    let text = pdf_subset::text(document).map_err(DocumentError::Subset)?;
    let values = data.fields().iter().map(|field| field.value.as_str());
    pdf_subset::holds_in_order(&text, values).map_err(DocumentError::Differs)?;
    pdf_subset::holds_in_order(&text, form.printed()).map_err(DocumentError::Differs)
}

fn form_of(app: &App, sources: &Sources<'_>, further: &[Further]) -> Application {
    let Sources {
        renewal,
        procedure,
        old,
        key,
        now,
    } = sources;
    let calendar = &procedure.calendar;
    let day = |at| format::date(Language::Russian, calendar.day(Moment::new(at)));
    Application {
        number: renewal.id().to_string(),
        date: day(*now),
        authority: ApplicationParty {
            name: app.config.name.clone(),
            details: app.config.origin.as_str().to_owned(),
        },
        holder: ApplicationParty {
            name: renewal.value(Field::CommonName).unwrap_or_default(),
            details: holder_details(renewal),
        },
        rows: rows_of(renewal),
        further: further
            .iter()
            .map(|row| ApplicationRow {
                label: row.label.clone(),
                value: row.value.clone(),
                was: None,
            })
            .collect(),
        on_paper: matches!(renewal.route(), Route::Paper(_)),
        old_certificate: FormerCertificate {
            serial: old.serial().to_string(),
            issuer: app.config.name.clone(),
            validity: russian(
                &Message::new("document-validity")
                    .with("from", day(old.not_before()))
                    .with("until", day(old.not_after())),
            ),
            thumbprint: format::grouped_hex(&old.thumbprint()),
        },
        new_key: key.map(|key| ApplicationKey {
            algorithm: key
                .algorithm()
                .name_with(&russian(&Message::new("document-standard"))),
            fingerprint: format::grouped_hex(&key.spki_sha256()),
        }),
        procedure: ApplicationProcedure {
            title: procedure.text.russian("title").to_owned(),
            version: russian(
                &Message::new("document-procedure-version")
                    .with("name", procedure.name.as_str())
                    .with("version", procedure.version.to_string()),
            ),
        },
    }
}

fn rows_of(renewal: &Renewal) -> Vec<ApplicationRow> {
    renewal
        .rows()
        .into_iter()
        .filter(|row| row.value.is_some() || row.was.is_some())
        .map(|row| ApplicationRow {
            label: russian(&Message::new(format!("label-{}", row.field))),
            was: row.is_changed().then(|| row.was.clone()).flatten(),
            value: row.value.unwrap_or_default(),
        })
        .collect()
}

fn holder_details(renewal: &Renewal) -> String {
    let parts: Vec<String> = [Field::Organisation, Field::Title, Field::Snils, Field::Inn]
        .into_iter()
        .filter_map(|field| {
            let value = renewal.value(field)?;
            let label = russian(&Message::new(format!("label-{field}")));
            Some(format!("{label}: {value}"))
        })
        .collect();
    parts.join("; ")
}

fn russian(message: &Message) -> String {
    catalogue().text(Language::Russian, message)
}
