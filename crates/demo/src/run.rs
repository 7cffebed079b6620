//! The renewal of `smena-demo --headless`: every step with its time, and the files for whoever wants to judge.

use std::{fs, path::Path, time::Instant};

use serde_json::json;
use smena_agent::flow::{Artefacts, Outcome};
use smena_pki::certificate::Certificate;
use smena_store::{RenewalId, documents, documents::DocumentKind};

use crate::{Options, StepTime, Willing, World, WorldError};

/// The folder of the world below the folder of the files.
pub const WORLD: &str = "world";

/// What a run came to.
#[derive(Debug)]
pub struct Finished {
    /// The certificate that was renewed.
    pub old: Certificate,
    /// The new one.
    pub new: Certificate,
    /// The steps with their times.
    pub steps: Vec<StepTime>,
}

/// Renews the certificate of the world below `folder`, which is set up where it is missing, and leaves the files.
///
/// # Errors
///
/// [`WorldError`].
pub fn run(
    folder: &Path,
    mut options: Options,
    tell: &dyn Fn(&StepTime),
) -> Result<Finished, WorldError> {
    options.folder = folder.join(WORLD);
    let mut steps = Vec::new();
    let mut step = |name: &str, begun: Instant| {
        let time = StepTime::new(name, begun.elapsed());
        tell(&time);
        steps.push(time);
    };
    let begun = Instant::now();
    let world = World::start(&options)?;
    step("set-up", begun);
    let old = world.certificate()?;
    let person = Willing::telling(tell).with_pin(world.agent().pin());
    let outcome = world.agent().renew(&old, &person)?;
    steps.extend(person.steps());
    let begun = Instant::now();
    let files = Files::collect(&world, old, &outcome)?;
    let time = StepTime::new("collect", begun.elapsed());
    tell(&time);
    steps.push(time);
    files.write(folder, &world, &steps)?;
    let Files { old, new, .. } = files;
    world.stop()?;
    Ok(Finished { old, new, steps })
}

/// What is left in the folder.
struct Files {
    old: Certificate,
    new: Certificate,
    request: Vec<u8>,
    document: Vec<u8>,
    application: Vec<u8>,
    receipt: Vec<u8>,
    list: Vec<u8>,
}

impl Files {
    /// What the agent made in this run; what it made in an earlier one, broken off, is taken from the authority.
    fn collect(world: &World, old: Certificate, outcome: &Outcome) -> Result<Self, WorldError> {
        let incomplete = || WorldError::Incomplete(outcome.status.stage.clone());
        if !outcome.completed {
            return Err(incomplete());
        }
        let renewal = RenewalId::new(*outcome.status.id.as_bytes());
        let Artefacts {
            request,
            document,
            application,
            // The demo's procedure makes the key first, and the application binds it.
            endorsement: _,
            certificate,
            receipt,
        } = outcome.artefacts.clone();
        let stored = |made: Option<Vec<u8>>, kind| match made {
            Some(octets) => Ok(octets),
            None => document_of(world, renewal, kind)?.ok_or_else(incomplete),
        };
        Ok(Self {
            old,
            new: match certificate {
                Some(certificate) => certificate,
                None => world.certificate()?,
            },
            request: stored(request, DocumentKind::Request)?,
            document: stored(document, DocumentKind::ApplicationPdf)?,
            application: stored(application, DocumentKind::ApplicationSignature)?,
            receipt: stored(receipt, DocumentKind::Receipt)?,
            list: world.agent().fetch("/ca/issuing.crl")?,
        })
    }

    fn write(&self, folder: &Path, world: &World, steps: &[StepTime]) -> Result<(), WorldError> {
        let root = world.app().authority.root();
        let issuing = world.app().authority.issuing();
        let root_pem = root.to_pem();
        let chain = format!("{}{root_pem}", issuing.to_pem());
        let run = self.run_json(world, steps);
        let files: [(&str, &[u8]); 12] = [
            ("root.cer", root.der()),
            ("issuing.cer", issuing.der()),
            ("old.cer", self.old.der()),
            ("new.cer", self.new.der()),
            ("request.p10", &self.request),
            ("application.pdf", &self.document),
            ("application.pdf.p7s", &self.application),
            ("receipt.p7s", &self.receipt),
            ("issuing.crl", &self.list),
            ("root.pem", root_pem.as_bytes()),
            ("chain.pem", chain.as_bytes()),
            ("run.json", run.as_bytes()),
        ];
        for (name, octets) in files {
            let path = folder.join(name);
            fs::write(&path, octets).map_err(WorldError::file(path))?;
        }
        Ok(())
    }

    fn run_json(&self, world: &World, steps: &[StepTime]) -> String {
        let named = |certificate: &Certificate| {
            json!({
                "serial": certificate.serial().to_string(),
                "thumbprint": hex::encode(certificate.thumbprint()),
            })
        };
        let run = json!({
            "algorithm": world.algorithm().word(),
            "old": named(&self.old),
            "new": named(&self.new),
            "root": named(world.app().authority.root()),
            "issuing": named(world.app().authority.issuing()),
            "steps": steps,
            "milliseconds": steps.iter().map(|step| step.milliseconds).sum::<u64>(),
        });
        format!("{run:#}\n")
    }
}

fn document_of(
    world: &World,
    renewal: RenewalId,
    kind: DocumentKind,
) -> Result<Option<Vec<u8>>, WorldError> {
    world.wait_for(async {
        let mut tx = world
            .app()
            .store
            .read()
            .await
            .map_err(WorldError::set_up("server"))?;
        let found = documents::latest(&mut tx, renewal, kind)
            .await
            .map_err(WorldError::set_up("server"))?;
        Ok(found.map(|document| document.bytes))
    })
}
