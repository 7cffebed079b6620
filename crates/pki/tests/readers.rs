//! Every reader of outside bytes comes back, whatever it is given: a corpus is replayed through each
//! and mutated for a bounded time.
//!
//! The corpus is what our own writers make, and the published and real files where they are.
//! `SMENA_FUZZ_SECONDS` is the time for each reader; a second without it. The mutations are the same
//! in every run, only how far they come depends on the machine.

#![cfg(test)]

mod authority;
mod common;
#[path = "../../../fuzz/readers.rs"]
mod readers;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use rand_core::Rng as _;
use smena_gost::{BlockCipher, ParameterSet};
use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::certificate::SerialNumber;
use smena_pki::cms::{ContentEncryption, EnvelopedDataBuilder, SignedDataBuilder};
use smena_pki::container::{Files, Header, KeyRecord, KeyRole, PasswordOctets};
use smena_pki::crl::{CrlBuilder, Reason, RevokedEntry};
use smena_pki::key::Signer as _;
use smena_pki::pkcs8::{self, Protection};
use smena_pki::request::RequestBuilder;
use smena_pki::{oid, pem};

use authority::{FROM, NOW, Plan};
use common::{SeededRng, file_name, files, issued, testdata};

/// Larger files of the corpus are replayed and not mutated.
const MUTATED_OCTETS_MAX: usize = 16 * 1024;

/// The published PKCS#12 files; opening any would take longer than all mutations may.
const PKCS12: [&str; 3] = [
    include_str!("vectors/rfc9548-a2.pem"),
    include_str!("vectors/rfc9548-a3.pem"),
    include_str!("vectors/rfc9579-a1.pem"),
];

/// Octets that mean something at the head of an element.
const TELLING: [u8; 14] = [
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x30, 0x31, 0x7f, 0x80, 0x84, 0xa0, 0xff,
];

#[test]
fn every_reader_comes_back_from_a_mutated_corpus() {
    let corpus = corpus();
    let seconds = env::var("SMENA_FUZZ_SECONDS").map_or(1, |text| {
        text.parse()
            .expect("SMENA_FUZZ_SECONDS is a number of seconds")
    });
    let limit = Duration::from_secs(seconds);
    thread::scope(|scope| {
        for (name, reader) in readers::READERS {
            let corpus = &corpus;
            scope.spawn(move || {
                for file in corpus {
                    reader(file);
                }
                let rounds = mutate(name, *reader, corpus, limit);
                assert!(rounds > 0, "{name}: no time for a single mutation");
            });
        }
    });
}

#[test]
fn every_reader_has_its_target_for_cargo_fuzz() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let targets: BTreeSet<String> = files(&folder.join("fuzz_targets"), ".rs")
        .iter()
        .map(|path| file_name(path).trim_end_matches(".rs").to_owned())
        .collect();
    let names: BTreeSet<String> = readers::READERS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(targets, names);
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
    for name in &names {
        let target = fs::read_to_string(folder.join(format!("fuzz_targets/{name}.rs")));
        let call = format!("readers::run(\"{name}\", bytes)");
        assert!(target.expect("a target").contains(&call), "{name}");
        assert!(
            manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")),
            "{name}"
        );
        readers::run(name, b"");
    }
}

/// Gives a reader changed files until the time is up; says how many.
fn mutate(name: &str, reader: fn(&[u8]), corpus: &[Vec<u8>], limit: Duration) -> usize {
    let small: Vec<&Vec<u8>> = corpus
        .iter()
        .filter(|file| !file.is_empty() && file.len() <= MUTATED_OCTETS_MAX)
        .collect();
    let mut rng = SeededRng::new(name);
    let begun = Instant::now();
    let mut rounds = 0;
    while begun.elapsed() < limit {
        let mut bytes = small[below(&mut rng, small.len())].clone();
        for _ in 0..=below(&mut rng, 4) {
            change(&mut bytes, small[below(&mut rng, small.len())], &mut rng);
        }
        reader(&bytes);
        rounds += 1;
    }
    rounds
}

/// One change: of a bit, of an octet, a part left out, doubled, or taken from another file.
fn change(bytes: &mut Vec<u8>, other: &[u8], rng: &mut SeededRng) {
    if bytes.is_empty() {
        return;
    }
    let at = below(rng, bytes.len());
    let end = (at + 1 + below(rng, 64)).min(bytes.len());
    match below(rng, 6) {
        0 => bytes[at] ^= 1 << below(rng, 8),
        1 => bytes[at] = TELLING[below(rng, TELLING.len())],
        2 => {
            bytes.drain(at..end);
        }
        3 => {
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
        4 => {
            let from = below(rng, other.len());
            let to = (from + 1 + below(rng, 64)).min(other.len());
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        _ => bytes.truncate(at),
    }
}

fn below(rng: &mut SeededRng, bound: usize) -> usize {
    rng.next_u32() as usize % bound
}

fn corpus() -> Vec<Vec<u8>> {
    let mut corpus = own_files();
    for example in PKCS12 {
        let der = pem::decode(example.as_bytes(), &[pem::PKCS12]).expect("PEM");
        corpus.extend(der);
        corpus.push(example.as_bytes().to_vec());
    }
    for (folder, suffix) in [("gost-real/tc26-vectors", ".der"), ("gost-real/ca", ".crt")] {
        if let Some(folder) = testdata(folder) {
            let found = files(&folder, suffix);
            corpus.extend(found.iter().map(|path| fs::read(path).expect("a file")));
        }
    }
    corpus
}

/// One of everything that is written here, for each kind of key.
fn own_files() -> Vec<Vec<u8>> {
    let mut made = Vec::new();
    for algorithm in [
        KeyAlgorithm::Gost(ParameterSet::CryptoProA),
        KeyAlgorithm::Gost(ParameterSet::Tc26512C),
        KeyAlgorithm::EcdsaP256,
        KeyAlgorithm::Rsa { bits: 2_048 },
        KeyAlgorithm::Ed25519,
    ] {
        let mut rng = SeededRng::new("corpus");
        let root = Plan::authority("Root", 1).root(algorithm);
        let holder = Plan::holder("Holder", 2).under(&root);
        made.push(root.certificate.der().to_vec());
        made.push(holder.certificate.to_pem().into_bytes());
        let leaf = issued::leaf(&root.certificate, &root.key, holder.key.public_key());
        made.push(leaf.der().to_vec());
        let request = RequestBuilder::new(issued::holder_name())
            .extensions(issued::leaf_extensions(
                &root.certificate,
                holder.key.public_key(),
            ))
            .sign(&holder.key, &mut rng);
        made.push(request.expect("a request").der().to_vec());
        let signed = SignedDataBuilder::new(oid::CMS_DATA, algorithm.binding_digest())
            .signing_time(NOW)
            .attached(b"a document")
            .sign(&holder.key, &holder.certificate, &mut rng);
        made.push(signed.expect("a signature"));
        let plain = holder.key.to_pkcs8_der().expect("an encoding");
        made.push(pem::encode(pem::PRIVATE_KEY, &plain).into_bytes());
        made.push(plain.to_vec());
        for protection in [Protection::Gost { iterations: 1_000 }, Protection::Scrypt] {
            let file = pkcs8::encrypt(&holder.key, b"password", protection, &mut rng);
            made.push(file.expect("an encrypted key"));
        }
        made.push(list(&root));
        made.extend(container(&holder));
        made.extend(envelopes(&holder));
    }
    made
}

fn list(root: &authority::Party) -> Vec<u8> {
    let entry = |serial: u8| RevokedEntry {
        serial: SerialNumber::from_magnitude(&[serial; 4]).expect("4 octets"),
        date: FROM,
        reason: Some(Reason::Superseded),
    };
    let entries = [entry(1), entry(2)];
    CrlBuilder::new(&root.certificate, 1, FROM, NOW)
        .sign(&entries, &root.key, &mut SeededRng::new("list"))
        .expect("a list")
}

/// The files of a container with the key, one after the other as the reader takes them; none for keys that containers do
/// not hold.
fn container(holder: &authority::Party) -> Option<Vec<u8>> {
    let key = holder.key.gost()?;
    let mut record = KeyRecord::new(KeyRole::Exchange, key.parameter_set(), true);
    record.set_certificate(&holder.certificate).ok()?;
    let password = PasswordOctets::for_new(None).expect("none");
    let files = Header::new(record, None, NOW)
        .seal(
            "Holder",
            (key, None),
            &password,
            &mut SeededRng::new("container"),
        )
        .expect("a container");
    let Files {
        header, main, name, ..
    } = files;
    Some([&header[..], &main.masks, &main.primary, &name].concat())
}

/// The envelopes that a key takes.
fn envelopes(holder: &authority::Party) -> Vec<Vec<u8>> {
    let ciphers = [
        ContentEncryption::Gost28147,
        ContentEncryption::CtrAcpkm(BlockCipher::Magma),
        ContentEncryption::CtrAcpkmOmac(BlockCipher::Kuznyechik),
        ContentEncryption::Aes256Cbc,
    ];
    let seal = |encryption: ContentEncryption| {
        EnvelopedDataBuilder::new(encryption)
            .recipient(&holder.certificate)
            .seal(b"a content", &mut SeededRng::new("envelope"))
            .ok()
    };
    ciphers.into_iter().filter_map(seal).collect()
}
