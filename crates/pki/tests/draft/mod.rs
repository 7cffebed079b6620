//! Certificates and revocation lists in parts, so that a test can break one part at a time.

use const_oid::ObjectIdentifier;
use smena_gost::ParameterSet;
use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::asn1::{self, tag};
use smena_pki::certificate::Certificate;
use smena_pki::extension::{Extensions, IssuerSignTool};
use smena_pki::key::{PrivateKey, PublicKey, Signer as _};
use smena_pki::lint::{self, Finding, LintContext};
use smena_pki::oid;
use smena_pki::profile::{
    AuthorityFacts, AuthorityProfile, CertificateProfile, FakeNumbers, HolderKind, Inn, IssueFacts,
    Ogrn, Places, QualifiedTools, SignToolClass, Snils, Subject,
};
use smena_pki::time::Time;
use time::OffsetDateTime;
use time::macros::datetime;

use crate::common::SeededRng;

pub(crate) const GOST: &str = "1.2.643.7.1.1.3.2";
pub(crate) const FROM: OffsetDateTime = datetime!(2026-01-10 00:00 UTC);
pub(crate) const TO: OffsetDateTime = datetime!(2027-01-10 00:00 UTC);

/// A certificate in parts that a test can break one by one. Its signature is of no key: lints do
/// not look at it.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) version: u64,
    pub(crate) serial: Vec<u8>,
    pub(crate) inner_algorithm: Vec<u8>,
    pub(crate) outer_algorithm: Vec<u8>,
    pub(crate) issuer: Vec<u8>,
    pub(crate) not_before: Vec<u8>,
    pub(crate) not_after: Vec<u8>,
    /// Relative names, each with its attributes: type, tag of the value, octets.
    pub(crate) subject: Vec<Vec<(ObjectIdentifier, u8, Vec<u8>)>>,
    pub(crate) key: Vec<u8>,
    pub(crate) unique_id: Vec<u8>,
    pub(crate) extensions: Vec<(ObjectIdentifier, Option<bool>, Vec<u8>)>,
}

impl Draft {
    pub(crate) fn build(&self) -> Certificate {
        let extensions: Vec<u8> = self
            .extensions
            .iter()
            .flat_map(|(oid, critical, value)| {
                let critical = critical.map(asn1::boolean_der).unwrap_or_default();
                asn1::sequence(&[&asn1::oid(oid), &critical, &asn1::octet_string(value)])
            })
            .collect();
        let tbs = asn1::sequence(&[
            &asn1::tlv(tag::context(0), &asn1::integer(self.version)),
            &asn1::tlv(tag::INTEGER, &self.serial),
            &self.inner_algorithm,
            &self.issuer,
            &asn1::sequence(&[&self.not_before, &self.not_after]),
            &self.subject_der(),
            &self.key,
            &self.unique_id,
            &asn1::tlv(tag::context(3), &asn1::tlv(tag::SEQUENCE, &extensions)),
        ]);
        let whole = asn1::sequence(&[&tbs, &self.outer_algorithm, &asn1::bit_string(&[7; 64])]);
        Certificate::from_der(&whole).expect("lenient enough for the linter to see it")
    }

    pub(crate) fn subject_der(&self) -> Vec<u8> {
        let rdns: Vec<u8> = self
            .subject
            .iter()
            .flat_map(|rdn| {
                let attributes = rdn
                    .iter()
                    .map(|(oid, tag, octets)| {
                        asn1::sequence(&[&asn1::oid(oid), &asn1::tlv(*tag, octets)])
                    })
                    .collect();
                asn1::set_of(attributes)
            })
            .collect();
        asn1::tlv(tag::SEQUENCE, &rdns)
    }

    pub(crate) fn attribute(
        &mut self,
        oid: ObjectIdentifier,
    ) -> &mut (ObjectIdentifier, u8, Vec<u8>) {
        let mut attributes = self.subject.iter_mut().flatten();
        attributes
            .find(|(found, ..)| *found == oid)
            .expect("the attribute is there")
    }

    pub(crate) fn set_text(&mut self, oid: ObjectIdentifier, text: &str) {
        self.attribute(oid).2 = text.as_bytes().to_vec();
    }

    pub(crate) fn drop_attribute(&mut self, oid: ObjectIdentifier) {
        self.subject
            .retain(|rdn| rdn.iter().all(|(found, ..)| *found != oid));
    }

    pub(crate) fn add_attribute(&mut self, oid: ObjectIdentifier, tag: u8, text: &str) {
        self.subject
            .push(vec![(oid, tag, text.as_bytes().to_vec())]);
    }

    pub(crate) fn extension(
        &mut self,
        oid: ObjectIdentifier,
    ) -> &mut (ObjectIdentifier, Option<bool>, Vec<u8>) {
        let mut extensions = self.extensions.iter_mut();
        extensions
            .find(|(found, ..)| *found == oid)
            .expect("the extension is there")
    }

    pub(crate) fn drop_extension(&mut self, oid: ObjectIdentifier) {
        self.extensions.retain(|(found, ..)| *found != oid);
    }

    pub(crate) fn set_policies(&mut self, policies: &[ObjectIdentifier]) {
        let policies: Vec<u8> = policies
            .iter()
            .flat_map(|policy| asn1::sequence(&[&asn1::oid(policy)]))
            .collect();
        self.extension(oid::CERTIFICATE_POLICIES).2 = asn1::tlv(tag::SEQUENCE, &policies);
    }
}

pub(crate) fn algorithm(oid: &str) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(&ObjectIdentifier::new_unwrap(oid))])
}

pub(crate) fn time(at: OffsetDateTime) -> Vec<u8> {
    Time::new(at).to_der()
}

pub(crate) fn key(name: &str, set: ParameterSet) -> PublicKey {
    let key = PrivateKey::generate(KeyAlgorithm::Gost(set), &mut SeededRng::new(name));
    key.expect("a key").public_key().clone()
}

pub(crate) fn organisation(name: &str) -> Subject {
    Subject {
        state: Some("77 г. Москва".into()),
        locality: Some("Москва".into()),
        street: Some("ул. Примерная, д. 1".into()),
        organisation: Some(name.into()),
        ogrn: Ogrn::parse("1047797019830", FakeNumbers::Refused).ok(),
        inn_organisation: Inn::parse("7710568760", FakeNumbers::Refused).ok(),
        ..Subject::new(HolderKind::OrganisationOnly, name)
    }
}

pub(crate) fn head() -> Subject {
    Subject {
        kind: HolderKind::OrganisationWithPerson,
        title: Some("Директор".into()),
        surname: Some("Сёмина".into()),
        given_name: Some("Анна Петровна".into()),
        snils: Snils::parse("11223344595", FakeNumbers::Refused).ok(),
        inn: Inn::parse("990100003310", FakeNumbers::Refused).ok(),
        email: Some("semina@example.org".into()),
        ..organisation("ООО «Ромашка»")
    }
}

pub(crate) fn tool() -> IssuerSignTool {
    IssuerSignTool {
        sign_tool: "СКЗИ для примера".into(),
        ca_tool: "УЦ для примера".into(),
        sign_tool_certificate: "№ СФ/000-0001".into(),
        ca_tool_certificate: "№ СФ/000-0002".into(),
    }
}

pub(crate) fn draft(
    subject: &Subject,
    issuer: Vec<u8>,
    key: &PublicKey,
    extensions: &Extensions,
) -> Draft {
    let subject = subject.to_name().expect("a complete subject");
    Draft {
        version: 2,
        serial: [&[0x4a; 1][..], &[0xb5; 15]].concat(),
        inner_algorithm: algorithm(GOST),
        outer_algorithm: algorithm(GOST),
        issuer,
        not_before: time(FROM),
        not_after: time(TO),
        subject: subject
            .rdns()
            .iter()
            .map(|rdn| {
                rdn.iter()
                    .map(|a| (a.oid(), a.kind().tag(), a.bytes().to_vec()))
                    .collect()
            })
            .collect(),
        key: key.spki_der().to_vec(),
        unique_id: Vec::new(),
        extensions: extensions
            .iter()
            .map(|one| {
                (
                    one.oid(),
                    one.is_critical().then_some(true),
                    one.value().to_vec(),
                )
            })
            .collect(),
    }
}

pub(crate) fn holder_draft(authority: &Certificate, places: Places<'_>) -> Draft {
    let holder_key = key("holder", ParameterSet::CryptoProA);
    let tools = QualifiedTools {
        class: SignToolClass::Ks2,
        subject: "СКЗИ для примера".into(),
        issuer: tool(),
    };
    let profile = CertificateProfile::qualified("holder", 1, 365, tools);
    let facts = IssueFacts {
        public_key: &holder_key,
        issuer: authority,
        not_before: FROM,
        not_after: TO,
        places,
    };
    let extensions = profile
        .extensions_at_issue(&facts)
        .expect("a holder's extensions");
    let issuer = authority.subject().der().to_vec();
    draft(&head(), issuer, &holder_key, &extensions)
}

/// A root, an authority under it and a holder under that, all without findings.
pub(crate) struct World {
    pub(crate) root: Certificate,
    pub(crate) authority_draft: Draft,
    pub(crate) authority: Certificate,
    pub(crate) holder_draft: Draft,
}

impl World {
    pub(crate) fn new() -> Self {
        let root_key = key("root", ParameterSet::CryptoProA);
        let authority_key = key("authority", ParameterSet::CryptoProA);
        let (from, to) = (
            datetime!(2025-01-01 00:00 UTC),
            datetime!(2040-01-01 00:00 UTC),
        );
        let profile = AuthorityProfile {
            path_length: None,
            private_key_days: Some(3 * 366),
            sign_tool_class: Some(SignToolClass::Ks2),
            subject_sign_tool: Some("СКЗИ для примера".into()),
            issuer_sign_tool: None,
        };
        let places = Places {
            revocation_lists: &["http://ca.example.org/root.crl".into()],
            issuer_certificates: &["http://ca.example.org/root.cer".into()],
            status_services: &[],
        };
        let facts = AuthorityFacts {
            public_key: &root_key,
            issuer: None,
            not_before: from,
            not_after: to,
            places: Places::default(),
        };
        let extensions = profile.extensions(&facts).expect("a root's extensions");
        let subject = organisation("Корневой УЦ");
        let name = subject.to_name().expect("complete").der().to_vec();
        let mut root_draft = draft(&subject, name.clone(), &root_key, &extensions);
        (root_draft.not_before, root_draft.not_after) = (time(from), time(to));
        let root = root_draft.build();

        let profile = AuthorityProfile {
            path_length: Some(0),
            issuer_sign_tool: Some(tool()),
            ..profile
        };
        let facts = AuthorityFacts {
            public_key: &authority_key,
            issuer: Some(&root),
            places,
            ..facts
        };
        let extensions = profile
            .extensions(&facts)
            .expect("an authority's extensions");
        let subject = organisation("Выпускающий УЦ");
        let mut authority_draft = draft(&subject, name, &authority_key, &extensions);
        (authority_draft.not_before, authority_draft.not_after) = (time(from), time(to));
        let authority = authority_draft.build();

        let holder_draft = holder_draft(&authority, places);
        Self {
            root,
            authority_draft,
            authority,
            holder_draft,
        }
    }

    pub(crate) fn lint_holder(&self, draft: &Draft) -> Vec<Finding> {
        lint::lint_certificate(&draft.build(), Some(&self.authority), &LintContext::OURS)
    }

    pub(crate) fn lint_authority(&self, draft: &Draft) -> Vec<Finding> {
        lint::lint_certificate(&draft.build(), Some(&self.root), &LintContext::OURS)
    }
}

/// A revocation list in parts.
#[derive(Clone)]
pub(crate) struct ListDraft {
    pub(crate) version: Option<u64>,
    pub(crate) inner_algorithm: Vec<u8>,
    pub(crate) issuer: Vec<u8>,
    pub(crate) this_update: Vec<u8>,
    pub(crate) next_update: Vec<u8>,
    pub(crate) entries: Option<Vec<Vec<u8>>>,
    pub(crate) extensions: Vec<Vec<u8>>,
}

pub(crate) fn list_extension(oid: ObjectIdentifier, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical {
        asn1::boolean_der(true)
    } else {
        Vec::new()
    };
    asn1::sequence(&[&asn1::oid(&oid), &critical, &asn1::octet_string(value)])
}

pub(crate) fn entry(serial: u64, at: OffsetDateTime, extensions: &[Vec<u8>]) -> Vec<u8> {
    let extensions = if extensions.is_empty() {
        Vec::new()
    } else {
        asn1::tlv(tag::SEQUENCE, &extensions.concat())
    };
    asn1::sequence(&[&asn1::integer(serial), &time(at), &extensions])
}

pub(crate) fn reason(code: u8) -> Vec<u8> {
    list_extension(oid::CRL_REASON, false, &[tag::ENUMERATED, 1, code])
}

impl ListDraft {
    pub(crate) fn new(issuer: &Certificate) -> Self {
        let key = issuer
            .extensions()
            .subject_key_identifier()
            .expect("reads")
            .expect("is there");
        let key = asn1::sequence(&[&asn1::tlv(0x80, &key.0)]);
        Self {
            version: Some(1),
            inner_algorithm: algorithm(GOST),
            issuer: issuer.subject().der().to_vec(),
            this_update: time(FROM),
            next_update: time(FROM + time::Duration::DAY),
            entries: Some(vec![entry(1, FROM, &[reason(1)]), entry(2, FROM, &[])]),
            extensions: vec![
                list_extension(oid::AUTHORITY_KEY_IDENTIFIER, false, &key),
                list_extension(oid::CRL_NUMBER, false, &asn1::integer(7)),
            ],
        }
    }

    pub(crate) fn der(&self) -> Vec<u8> {
        let entries = self
            .entries
            .as_ref()
            .map(|list| asn1::tlv(tag::SEQUENCE, &list.concat()));
        let extensions = asn1::tlv(tag::SEQUENCE, &self.extensions.concat());
        let tbs = asn1::sequence(&[
            &self.version.map(asn1::integer).unwrap_or_default(),
            &self.inner_algorithm,
            &self.issuer,
            &self.this_update,
            &self.next_update,
            &entries.unwrap_or_default(),
            &asn1::tlv(tag::context(0), &extensions),
        ]);
        asn1::sequence(&[&tbs, &algorithm(GOST), &asn1::bit_string(&[7; 64])])
    }
}
