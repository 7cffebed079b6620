//! Looks at everything once, for the checks to judge.

use std::{collections::BTreeSet, path::PathBuf};

use rand_core::CryptoRng;
use smena_media::{EntryState, Held, KeyMedium, MediumError, Survey, pkcs11::Modules};
use smena_pki::{certificate::Certificate, crl::CertificateRevocationList, key::PublicKey};
use smena_protocol::v1::{AuthorityStatement, Envelope, Sha256};
use smena_ui::Language;

use super::findings::{
    Announced, Findings, Heard, Listing, Program, Revocation, SeenCertificate, SeenMedium, Trouble,
};
use crate::{
    client::{Client, ClientError},
    clock::Clock,
    failure::{Failure, Kind},
    flow::FlowError,
    host, media,
    media::Problem,
    state::{Home, SignatureRecord, StateError, TrustEntry},
};

/// Where and with what the check of the workplace is made.
pub struct Surroundings<'a> {
    /// The agent's folder.
    pub home: &'a Home,
    /// The media that are attached.
    pub media: &'a [Box<dyn KeyMedium>],
    /// The modules that were named.
    pub modules: &'a [PathBuf],
    /// Whether modules are looked for at their usual places too.
    pub look_around: bool,
    /// The clock.
    pub clock: &'a dyn Clock,
    /// The language of dates and of the authorities' words.
    pub language: Language,
}

/// Looks at the media, the modules, the authorities and the program itself. Nothing is changed, no PIN is tried.
///
/// # Errors
///
/// The agent's own files cannot be read; everything else is told by the checks.
pub fn gather(
    surroundings: &Surroundings<'_>,
    problems: Vec<Problem>,
    rng: &mut dyn CryptoRng,
) -> Result<Findings, StateError> {
    let Surroundings {
        home,
        clock,
        language,
        ..
    } = *surroundings;
    let running = host::running();
    let modules = Modules::open(surroundings.modules, surroundings.look_around);
    let looked = modules.look();
    let survey = Survey::of(surroundings.media);
    let authorities: Vec<(Heard, Option<Lists>)> = home
        .trusted()?
        .into_iter()
        .map(|trust| hear(trust, clock, language))
        .collect();
    let replaced = SignatureRecord::successors(home)?.into_keys().collect();
    let mut findings = Findings {
        now: clock.now(),
        language,
        program: Program {
            version: env!("CARGO_PKG_VERSION"),
            path: running.path.map(|path| path.display().to_string()),
            sha256: running.sha256,
            is_replaced: running.is_replaced,
        },
        users: host::users(),
        authorities: Vec::new(),
        modules: modules.paths().map(PathBuf::from).collect(),
        module_problems: Vec::new(),
        empty_readers: looked.empty_readers,
        media: Vec::new(),
        silent: Vec::new(),
        damaged: Vec::new(),
        certificates: certificates(&survey, &authorities, &replaced),
        random_differs: random_differs(rng),
    };
    let of_modules = modules.into_problems().into_iter().chain(looked.problems);
    findings.module_problems = of_modules.map(media::failure).collect();
    // Modules are told by a check of their own.
    let of_media = problems
        .into_iter()
        .filter(|problem| !problem.is_of_modules());
    findings.silent = of_media
        .map(|Problem { place, error }| trouble(&place, error))
        .collect();
    look_at_media(surroundings.media, survey, &mut findings);
    findings.authorities = authorities.into_iter().map(|(heard, _)| heard).collect();
    Ok(findings)
}

/// The media that answer, those that do not, and the keys that cannot be read.
fn look_at_media(media: &[Box<dyn KeyMedium>], survey: Survey<'_>, findings: &mut Findings) {
    for medium in media {
        let place = medium.place();
        if survey.failed.iter().any(|(failed, _)| *failed == place) {
            continue;
        }
        let held = survey.held.iter();
        let keys = held.filter(|held| held.medium.place() == place).count();
        let state = medium.pin().and_then(|pin| Ok((pin, medium.free_bytes()?)));
        match state {
            Ok((pin, free_bytes)) => findings.media.push(SeenMedium {
                place: place.clone(),
                keys,
                pin,
                free_bytes,
            }),
            Err(error) => findings.silent.push(trouble(&place.name, error)),
        }
    }
    for (place, error) in survey.failed {
        findings.silent.push(trouble(&place.name, error));
    }
    for (_, damaged) in survey.damaged {
        let name = damaged.id.to_string();
        findings.damaged.push(trouble(&name, damaged.error));
    }
}

fn trouble(name: &str, error: MediumError) -> Trouble {
    Trouble {
        name: name.to_owned(),
        failure: media::failure(error),
    }
}

/// What an authority publishes of its certificates.
struct Lists {
    issuer: Certificate,
    issuer_key: PublicKey,
    list: Result<CertificateRevocationList, Failure>,
}

/// Asks an authority who it is, and for its list.
fn hear(trust: TrustEntry, clock: &dyn Clock, language: Language) -> (Heard, Option<Lists>) {
    let client = Client::new(&trust.origin, language);
    let answer = announced(&client, clock).map_err(FlowError::into_failure);
    let lists = match &answer {
        Ok(_) => lists(&client, &trust),
        Err(_) => None,
    };
    (Heard { trust, answer }, lists)
}

fn announced(client: &Client, clock: &dyn Clock) -> Result<Announced, FlowError> {
    let envelope: Envelope = client.get("/.well-known/smena", None)?;
    let at = clock.now();
    let statement = envelope
        .open_introduction::<AuthorityStatement>()?
        .into_message();
    if statement.origin != *client.origin() {
        return Err(FlowError::Statement("origin"));
    }
    Ok(Announced { statement, at })
}

/// The issuing certificate, if it is of an issuer that the person has trusted this authority with, and its list.
fn lists(client: &Client, trust: &TrustEntry) -> Option<Lists> {
    let issuer = client.get_bytes("/ca/issuing.cer", None).ok()?;
    let issuer = Certificate::from_der(&issuer).ok()?;
    let issuer_key = issuer.public_key().ok()?;
    let known = Sha256::new(issuer_key.spki_sha256());
    trust.allowed_issuers.contains(&known).then(|| {
        let list = client
            .get_bytes("/ca/issuing.crl", None)
            .map_err(ClientError::into_failure)
            .and_then(|octets| {
                CertificateRevocationList::from_der(&octets).map_err(|error| {
                    Failure::new(Kind::OtherSide, "list-unreadable").caused_by(&error)
                })
            });
        Lists {
            issuer,
            issuer_key,
            list,
        }
    })
}

/// The certificates in use, each once.
fn certificates(
    survey: &Survey<'_>,
    authorities: &[(Heard, Option<Lists>)],
    replaced: &BTreeSet<Sha256>,
) -> Vec<SeenCertificate> {
    let mut seen: Vec<SeenCertificate> = Vec::new();
    for Held { medium, entry } in &survey.held {
        let Some(certificate) = &entry.certificate else {
            continue;
        };
        let is_known = seen.iter().any(|known| known.certificate == *certificate);
        if entry.state != EntryState::Installed || is_known {
            continue;
        }
        let key_fits = certificate
            .public_key()
            .is_ok_and(|key| key.normalised_hash() == entry.public_key.normalised_hash());
        seen.push(SeenCertificate {
            certificate: certificate.clone(),
            place: medium.place().clone(),
            key_fits,
            is_replaced: replaced.contains(&Sha256::new(certificate.thumbprint())),
            revocation: revocation(certificate, authorities),
        });
    }
    seen
}

fn revocation(certificate: &Certificate, authorities: &[(Heard, Option<Lists>)]) -> Revocation {
    let issued = |lists: &&Lists| {
        lists.issuer.subject() == certificate.issuer()
            && certificate.verify_signed_by(&lists.issuer_key).is_ok()
    };
    let mut lists = authorities.iter().filter_map(|(_, lists)| lists.as_ref());
    let Some(lists) = lists.find(issued) else {
        let is_silent =
            |(heard, lists): &(Heard, Option<Lists>)| heard.answer.is_err() || lists.is_none();
        return if authorities.iter().any(is_silent) {
            Revocation::Unasked
        } else {
            Revocation::Foreign
        };
    };
    match &lists.list {
        Err(failure) => Revocation::Unheard(failure.clone()),
        Ok(list) if list.verify_signed_by(&lists.issuer_key).is_err() => Revocation::Unbelievable,
        Ok(list) => Revocation::Listed(Listing {
            next_update: list.next_update(),
            revoked: list.find(certificate.serial()).map(|entry| entry.date),
        }),
    }
}

/// Whether the generator gives other octets each time, and not one octet for ever.
fn random_differs(rng: &mut dyn CryptoRng) -> bool {
    let mut draws = zeroize::Zeroizing::new([[0_u8; 32]; 2]);
    for draw in draws.iter_mut() {
        rng.fill_bytes(draw);
    }
    let differ = |draw: &[u8; 32]| draw.iter().any(|octet| *octet != draw[0]);
    draws[0] != draws[1] && draws.iter().all(differ)
}
