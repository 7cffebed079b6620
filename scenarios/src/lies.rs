//! An authority that lies: errands and files that are not what they should be, put into the answers of a true server by
//! the proxy in front of it.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use smena_agent::clock::system_rng;
use smena_pki::{algorithm::KeyAlgorithm, key::PrivateKey};
use smena_protocol::v1::{Claimed, Envelope, Message, Sha256};
use smena_server::app::{Actor, App};

use crate::proxy::{Fate, Proxy};

/// An errand as somebody else would write it.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Forged(Value);

impl Message for Forged {
    const NAME: &'static str = "errand";
    const BYTES_MAX: usize = 1 << 20;
}

/// Who signs what was forged.
#[derive(Clone, Copy, Debug)]
pub enum Signer {
    /// The authority: what is wrong is what it says.
    Authority,
    /// A key that nobody knows.
    Stranger,
}

fn seal(app: &App, signer: Signer, message: Forged) -> Envelope {
    match signer {
        Signer::Authority => tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime")
            .block_on(app.authority.seal(message, &app.ctx(Actor::Anybody)))
            .expect("sealed"),
        Signer::Stranger => {
            let key = PrivateKey::generate(KeyAlgorithm::EcdsaP256, &mut system_rng());
            Envelope::sign(&message, &key.expect("a key"), &mut system_rng()).expect("sealed")
        }
    }
}

/// The answer to a claim with a changed errand; nothing where it is no such answer.
fn claimed(
    body: &[u8],
    app: &App,
    signer: Signer,
    change: &mut dyn FnMut(&mut Value),
) -> Option<Vec<u8>> {
    let mut claimed: Claimed = serde_json::from_slice(body).ok()?;
    let mut errand: Value =
        serde_json::from_slice(claimed.errand.payload.as_bytes()).expect("an errand");
    change(&mut errand);
    claimed.errand = seal(app, signer, Forged(errand));
    Some(serde_json::to_vec(&claimed).expect("JSON"))
}

/// Changes every errand that is claimed from now on.
///
/// # Panics
///
/// When what answers a claim is none.
pub fn change_errands(
    proxy: &Proxy,
    app: &App,
    signer: Signer,
    mut change: impl FnMut(&mut Value) + Send + 'static,
) {
    let app = app.clone();
    proxy.forge(move |body| {
        claimed(&body, &app, signer, &mut change).expect("the answer to a claim")
    });
    proxy.rule(|line| {
        if line.contains("/claim ") {
            Fate::Forge
        } else {
            Fate::Pass
        }
    });
}

/// Gives another file for the document of each application from now on. The errand names it, and the authority has signed
/// that, if it `admits` it.
///
/// # Panics
///
/// When an errand to sign names no document.
pub fn exchange_document(proxy: &Proxy, app: &App, named: Vec<u8>, admits: bool) {
    let app = app.clone();
    let hash = Sha256::of(&named).to_string();
    let mut true_hash = None;
    let (tell, told) = std::sync::mpsc::channel::<String>();
    let size = named.len();
    proxy.forge(move |body| {
        let mut change = |errand: &mut Value| {
            let part = &mut errand["work"]["document"];
            let asked = part["sha256"].as_str().expect("a document").to_owned();
            if admits {
                *part = json!({ "sha256": hash.clone(), "size_bytes": size });
            }
            // The rule below lives as long as this.
            let _ = tell.send(if admits { hash.clone() } else { asked });
        };
        claimed(&body, &app, Signer::Authority, &mut change).unwrap_or_else(|| named.clone())
    });
    proxy.rule(move |line| {
        true_hash = told.try_iter().last().or(true_hash.take());
        let is_document = true_hash.as_ref().is_some_and(|hash| line.contains(hash));
        if line.contains("/claim ") || is_document {
            Fate::Forge
        } else {
            Fate::Pass
        }
    });
}

/// A PDF of one empty page, with these entries in its catalogue.
#[must_use]
pub fn pdf(entries: &str) -> Vec<u8> {
    let objects = [
        format!("<< /Type /Catalog /Pages 2 0 R {entries} >>"),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>"
            .to_owned(),
        "<< /Length 0 >>\nstream\n\nendstream".to_owned(),
    ];
    let mut text = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        write!(table, "{:010} 00000 n\r\n", text.len()).expect("a String takes all");
        write!(text, "{} 0 obj\n{object}\nendobj\n", number + 1).expect("a String takes all");
    }
    let start = text.len();
    let size = objects.len() + 1;
    let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF");
    text.push_str(&table);
    text.push_str(&trailer);
    text.into_bytes()
}
