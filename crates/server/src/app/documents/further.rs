//! What an application says besides the data table: office, kind, powers, identity document, documents, contacts.
//!
//! It is printed and signed like the data: a row for each thing, so that none is longer than a signed value may be.

use smena_domain::{
    procedure::Procedure,
    renewal::{AttachedDocument, IdentityDocument, Renewal},
};
use smena_ui::{Language, Message, format};
use time::Date;

use super::russian;

/// A row.
pub(super) struct Further {
    /// Its key in the signed data.
    pub(super) key: String,
    /// What it is called in the print.
    pub(super) label: String,
    /// Its value.
    pub(super) value: String,
}

/// The rows of a renewal, in the order in which they are asked for.
pub(super) fn rows(renewal: &Renewal, procedure: &Procedure) -> Vec<Further> {
    let given = renewal.gathered();
    let text = &procedure.text;
    let mut rows = Vec::new();
    if let Some(kind) = given.kind {
        rows.push(row("kind", word(&format!("certificate-kind-{kind}"))));
    }
    if let Some(office) = &given.office {
        let name = text.russian(&format!("office-{office}")).to_owned();
        rows.push(row("office", name));
    }
    if let Some(document) = &given.identity_document {
        rows.push(row("identity-document", identity_document(document)));
    }
    for (index, power) in given.system_powers.iter().flatten().enumerate() {
        let name = text.russian(&format!("system-power-{power}")).to_owned();
        rows.push(numbered("system-power", index, name));
    }
    for (index, document) in given.documents.iter().enumerate() {
        rows.push(numbered("document", index, attached(document)));
    }
    if let Some(phone) = given
        .contacts
        .phone
        .as_ref()
        .filter(|_| given.contacts.given)
    {
        rows.push(row("contact-phone", phone.clone()));
    }
    if let Some(email) = given
        .contacts
        .email
        .as_ref()
        .filter(|_| given.contacts.given)
    {
        rows.push(row("contact-email", email.clone()));
    }
    rows
}

fn row(key: &str, value: String) -> Further {
    Further {
        key: key.to_owned(),
        label: word(&format!("application-{key}")),
        value,
    }
}

fn numbered(key: &str, index: usize, value: String) -> Further {
    Further {
        key: format!("{key}-{}", index + 1),
        label: word(&format!("application-{key}")),
        value,
    }
}

fn attached(document: &AttachedDocument) -> String {
    russian(
        &Message::new("application-attached")
            .with("name", document.name.clone())
            .with("number", document.number.clone())
            .with("date", day(document.date)),
    )
}

fn identity_document(document: &IdentityDocument) -> String {
    let message = Message::new("application-identity")
        .with(
            "kind",
            word(&format!("identity-document-{}", document.kind)),
        )
        .with("number", document.number.clone())
        .with("issued", day(document.issued_on))
        .with("born", day(document.birth_date))
        .with("place", document.birth_place.clone())
        .with("sex", word(&format!("sex-{}", document.sex)));
    let text = russian(&message);
    match &document.citizenship {
        None => text,
        Some(citizenship) => russian(
            &Message::new("application-identity-citizenship")
                .with("document", text)
                .with("citizenship", citizenship.clone()),
        ),
    }
}

fn day(date: Date) -> String {
    format::date(Language::Russian, date)
}

fn word(key: &str) -> String {
    russian(&Message::new(key.to_owned()))
}
