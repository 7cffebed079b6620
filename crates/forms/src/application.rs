//! What the form of an application prints: the contract between its template and whoever fills it.

use serde::Serialize;
use serde_json::Value;

/// The values of an application. All texts are for people and already formatted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Application {
    /// Number of the application.
    pub number: String,
    /// Its date, written out.
    pub date: String,
    /// The authority that it goes to.
    pub authority: ApplicationParty,
    /// The holder.
    pub holder: ApplicationParty,
    /// What is going to stand in the certificate, in order.
    pub rows: Vec<ApplicationRow>,
    /// What else the holder gave: office, kind, powers, identity document, documents, contacts.
    pub further: Vec<ApplicationRow>,
    /// It is printed and signed by hand.
    pub on_paper: bool,
    /// The certificate that is renewed.
    pub old_certificate: FormerCertificate,
    /// The new key; none where the procedure makes it after the approval.
    pub new_key: Option<ApplicationKey>,
    /// The procedure.
    pub procedure: ApplicationProcedure,
}

/// The authority or the holder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApplicationParty {
    /// Full name.
    pub name: String,
    /// Registration numbers, address, organisation and post; may be empty.
    pub details: String,
}

/// One datum of the certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApplicationRow {
    /// What it is called.
    pub label: String,
    /// What it is going to be.
    pub value: String,
    /// What it was in the old certificate, where that differs.
    pub was: Option<String>,
}

/// The certificate that is renewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormerCertificate {
    /// Serial number.
    pub serial: String,
    /// Who issued it.
    pub issuer: String,
    /// From when till when it is valid.
    pub validity: String,
    /// SHA-256 of its DER.
    pub thumbprint: String,
}

/// The new key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApplicationKey {
    /// Its algorithm and parameters.
    pub algorithm: String,
    /// SHA-256 of its SubjectPublicKeyInfo.
    pub fingerprint: String,
}

/// The procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApplicationProcedure {
    /// What it is called.
    pub title: String,
    /// Name and version by which files and signatures know it.
    pub version: String,
}

impl Application {
    /// The values as the template reads them.
    ///
    /// # Panics
    /// Never: texts and lists of texts are JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).expect("texts and lists of texts are JSON")
    }

    /// Every value in the order in which the form prints it: what the text of the document has to
    /// contain, one after another.
    pub fn printed(&self) -> impl Iterator<Item = &str> {
        let head = [
            &self.authority.name,
            &self.authority.details,
            &self.holder.name,
            &self.holder.details,
            &self.number,
            &self.date,
        ];
        let rows = self
            .rows
            .iter()
            .chain(&self.further)
            .flat_map(|row| [Some(&row.label), Some(&row.value), row.was.as_ref()])
            .flatten();
        let old = &self.old_certificate;
        let old = [&old.serial, &old.issuer, &old.validity, &old.thumbprint];
        let key = self
            .new_key
            .iter()
            .flat_map(|key| [&key.algorithm, &key.fingerprint]);
        let procedure = [&self.procedure.title, &self.procedure.version];
        head.into_iter()
            .chain(rows)
            .chain(old)
            .chain(key)
            .chain(procedure)
            .map(String::as_str)
    }
}
