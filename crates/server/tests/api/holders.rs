//! The people whom an authority knows, and others: their keys, and certificates made for them.

use smena_domain::procedure::Slug;
use smena_pki::{
    certificate::{Certificate, SerialNumber},
    issue::{self, CertificateContents},
    key::{PrivateKey, Signer as _},
    name::Name,
    profile::{FakeNumbers, HolderKind, Inn, IssueFacts, Ogrn, Places, Snils, Subject},
};
use smena_server::app::{
    Actor,
    holders::{ImportedFacts, import},
};
use time::Duration;

use crate::world::{GOST, Holder, NOW, Seeded, World};

impl World {
    /// A holder known to the authority, whose certificate ends in so many days.
    pub(crate) async fn holder(&self, number: usize, days: i64) -> Holder {
        let holder = self.stranger(number, days, "certificate");
        self.import(&holder.certificate).await;
        holder
    }

    /// The first holder, whose telephone is known.
    pub(crate) async fn holder_with_phone(&self, phone: &str) -> Holder {
        let holder = self.holder(0, 20).await;
        let facts = ImportedFacts {
            phone: Some(phone.to_owned()),
            ..ImportedFacts::default()
        };
        import(
            &self.app,
            &self.app.ctx(Actor::Admin),
            &holder.certificate,
            facts,
        )
        .await
        .expect("imported");
        holder
    }

    /// A holder whose certificate counts as issued under a procedure.
    pub(crate) async fn holder_under(&self, number: usize, days: i64, procedure: &str) -> Holder {
        let holder = self.stranger(number, days, "certificate");
        self.import_under(&holder.certificate, procedure).await;
        holder
    }

    /// Another certificate of the same person.
    pub(crate) async fn sibling(&self, _of: &Holder, days: i64) -> Holder {
        let sibling = self.stranger(0, days, "sibling");
        self.import_under(&sibling.certificate, "reporting-client")
            .await;
        sibling
    }

    /// A certificate that the authority signed and does not know.
    pub(crate) fn stranger(&self, number: usize, days: i64, seed: &str) -> Holder {
        let mut rng = Seeded::new(format!("{seed} {number}"));
        let key = PrivateKey::generate(GOST, &mut rng).expect("a key");
        let issuer = self.app.authority.issuing().clone();
        let subject = subject(number).to_name().expect("a subject");
        let issuing = self.issuing_key();
        let certificate = self.certify(&key, subject, days, &issuer, issuing.signer(), &mut rng);
        Holder { key, certificate }
    }

    /// A certificate of the same name from another authority.
    pub(crate) fn foreigner(&self, of: &Holder, days: i64) -> Holder {
        let mut rng = Seeded::new("another authority");
        let key = PrivateKey::generate(GOST, &mut rng).expect("a key");
        let issuer_key = PrivateKey::generate(GOST, &mut rng).expect("a key");
        let subject = of.certificate.subject().clone();
        let issuer = self.app.authority.issuing().clone();
        let certificate = self.certify(&key, subject, days, &issuer, &issuer_key, &mut rng);
        Holder { key, certificate }
    }

    pub(crate) async fn import(&self, certificate: &Certificate) {
        let ctx = self.app.ctx(Actor::Admin);
        import(&self.app, &ctx, certificate, ImportedFacts::default())
            .await
            .expect("imported");
    }

    async fn import_under(&self, certificate: &Certificate, procedure: &str) {
        let ctx = self.app.ctx(Actor::Admin);
        let facts = ImportedFacts {
            procedure: Slug::parse(procedure),
            ..ImportedFacts::default()
        };
        import(&self.app, &ctx, certificate, facts)
            .await
            .expect("imported");
    }

    fn certify(
        &self,
        key: &PrivateKey,
        subject: Name,
        days: i64,
        issuer: &Certificate,
        signer: &dyn smena_pki::key::Signer,
        rng: &mut Seeded,
    ) -> Certificate {
        let config = &self.app.config;
        let mut profile = config.profiles.values().next().expect("a profile").clone();
        (profile.validity_days, profile.private_key_days) = (365, Some(365));
        let not_after = NOW + Duration::days(days);
        let not_before = not_after - Duration::days(365);
        let facts = IssueFacts {
            public_key: key.public_key(),
            issuer,
            not_before,
            not_after,
            places: Places {
                revocation_lists: std::slice::from_ref(&config.crl_url),
                issuer_certificates: std::slice::from_ref(&config.issuer_url),
                status_services: &[],
            },
        };
        let mut serial = [0; 16];
        rand_core::Rng::fill_bytes(rng, &mut serial);
        let contents = CertificateContents {
            serial: SerialNumber::from_magnitude(&serial).expect("a serial number"),
            signature_algorithm: signer.public_key().algorithm().signature_algorithm(),
            issuer: issuer.subject().clone(),
            not_before,
            not_after,
            subject,
            public_key: key.public_key().clone(),
            extensions: profile.extensions_at_issue(&facts).expect("extensions"),
        };
        issue::sign(&contents.freeze().expect("a certificate"), signer, rng).expect("signed")
    }
}

fn subject(number: usize) -> Subject {
    let people = [
        (
            "Соколова",
            "Анна Петровна",
            "987-654-320 82",
            "990012345668",
        ),
        (
            "Лебедев",
            "Илья Сергеевич",
            "987-654-321 83",
            "990065432152",
        ),
    ];
    let (surname, given_name, snils, inn) = people[number];
    let refused = FakeNumbers::Refused;
    Subject {
        state: Some("77 г. Москва".to_owned()),
        locality: Some("г. Москва".to_owned()),
        street: Some("ул. Примерная, д. 1".to_owned()),
        organisation: Some("Учреждение «Пример»".to_owned()),
        title: Some("Главный бухгалтер".to_owned()),
        surname: Some(surname.to_owned()),
        given_name: Some(given_name.to_owned()),
        ogrn: Some(Ogrn::parse("1029900123450", refused).expect("a number")),
        snils: Some(Snils::parse(snils, refused).expect("a number")),
        inn_organisation: Some(Inn::parse("9900123450", refused).expect("a number")),
        inn: Some(Inn::parse(inn, refused).expect("a number")),
        ..Subject::new(HolderKind::Official, format!("{surname} {given_name}"))
    }
}
