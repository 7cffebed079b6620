//! Each shipped procedure, from the start to the end, with real signatures: what the holder does through the interface,
//! what the office, registers, bodies and the billing do through the use cases of the command line.

mod apart;
mod kinds;

use apart::endorsement;
use smena_domain::{
    permission::Role,
    procedure::Slug,
    renewal::{
        Bill, CodeFacts, CodePurpose, Command, PowerFact, PowerState, ProvedCode, RenewalId, Stage,
        Verdict,
    },
};
use smena_pki::cms::SignedDataBuilder;
use smena_protocol::{
    oid,
    v1::{
        AttachDocument, Bytes, ChooseKeyOptions, ChooseKind, ChooseOffice, ChooseSystemPowers,
        ConfirmData, DataChange, ErrandKind, Familiarise, GiveConsent, GiveContacts,
        GiveIdentityDocument, HolderCommand, IdentifyBySnils, IdentityDocument, MediumKind, Moment,
        Product, RecheckPowers, RecordBackup, RecordOldKey, RecordSystemTold, RenewalStatus,
        ReportWorkplace, SubmitApplication, SupplyPower, Work,
        signed::{Endorsement, Purpose, Structure as _},
    },
};
use smena_server::app::{
    Actor, Ctx,
    failure::Failure,
    office::{
        answers,
        decide::{self, SignDecision, Word},
    },
    powers, renewals,
    uploads::{self, UploadPurpose},
};

use crate::{
    agent::{Agent, Taken},
    office::{decider, operator},
    world::{Holder, Seeded, World},
};

fn text(words: &str) -> String {
    words.to_owned()
}

fn slug(name: &str) -> Slug {
    Slug::parse(name).expect("a name")
}

/// A PNG of one point.
fn scan() -> Vec<u8> {
    use image::{DynamicImage, ImageFormat, RgbImage};
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(1, 1))
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("a picture");
    bytes.into_inner()
}

/// Somebody on the way through a procedure.
struct Way<'w> {
    world: &'w World,
    holder: Holder,
    agent: Agent<'w>,
    status: RenewalStatus,
    /// The kind of medium that was chosen, and whether the key must stay there.
    chosen: Option<(MediumKind, bool)>,
}

impl<'w> Way<'w> {
    async fn begin(world: &'w World, procedure: &str, days: i64) -> Self {
        let holder = world.holder_under(0, days, procedure).await;
        let mut agent = Agent::signed_in(world, &holder).await;
        let status = agent.start(&holder.certificate).await.expect("begun");
        assert_eq!(status.procedure.name, procedure);
        Self {
            world,
            holder,
            agent,
            status,
            chosen: None,
        }
    }

    fn id(&self) -> RenewalId {
        RenewalId::new(*self.status.id.as_bytes())
    }

    fn ctx(&self) -> Ctx {
        self.world.app.ctx(Actor::Admin)
    }

    /// Does a command, and does it again on the revision that was seen before: the answer is the same.
    async fn does(&mut self, command: HolderCommand) {
        let seen = self.status.clone();
        self.status = self
            .agent
            .command(&seen, command.clone())
            .await
            .unwrap_or_else(|refused| panic!("{command:?}: {refused:?}"));
        let again = self.agent.command(&seen, command.clone()).await;
        let again = again.unwrap_or_else(|refused| panic!("{command:?} again: {refused:?}"));
        assert_eq!(again.revision, self.status.revision, "{command:?}");
    }

    #[track_caller]
    fn stands(&self, stage: &str) {
        assert_eq!(self.status.stage, stage, "{:?}", self.status.obligations);
    }

    async fn look(&mut self) {
        self.world.work().await;
        self.status = self.agent.status(self.status.id).await;
    }

    async fn take(&mut self, kind: ErrandKind) -> Taken {
        let taken = self.agent.take(kind, Some(self.status.id)).await;
        taken.unwrap_or_else(|refused| panic!("{kind:?}: {refused:?}"))
    }

    async fn key(&mut self) -> smena_pki::key::PrivateKey {
        let taken = self.take(ErrandKind::GenerateKey).await;
        let Work::GenerateKey(work) = &taken.errand.work else {
            panic!("another errand")
        };
        let (kind, stays) = self.chosen.unzip();
        assert_eq!(work.medium.media, Vec::from_iter(kind));
        assert_eq!(work.medium.non_exportable, stays.unwrap_or_default());
        let plan = self.agent.plan(&taken).await;
        let key = self.agent.new_key();
        let request = self.agent.request(&taken, &plan, &key, self.status.id);
        let product = Product::Request(Bytes::new(request));
        let finished = self.agent.finish(&taken, Some(product)).await;
        finished.expect("the request is taken");
        self.look().await;
        key
    }

    async fn apply(&mut self) {
        self.agent.applied(&self.holder, self.status.id).await;
        self.look().await;
    }

    async fn endorse(&mut self) {
        let taken = self.take(ErrandKind::Endorse).await;
        let product = endorsement(&mut self.agent, &taken, &self.holder, |_| ()).await;
        let finished = self.agent.finish(&taken, Some(product)).await;
        finished.expect("the endorsement is taken");
        self.look().await;
    }

    /// From the issued certificate to the receipt.
    async fn receive(&mut self, key: smena_pki::key::PrivateKey, familiarise: bool) {
        self.stands("issued");
        if familiarise {
            self.does(HolderCommand::Familiarise(Familiarise {})).await;
        }
        let new = self.agent.installed(self.status.id, key).await;
        let taken = self.take(ErrandKind::SignReceipt).await;
        let receipt = self.agent.receipt(&taken, &new.certificate).await;
        let receipt = receipt.to_bytes().expect("octets");
        let product = self.agent.attached(&new, oid::CONTENT_RECEIPT, &receipt);
        let finished = self.agent.finish(&taken, Some(product)).await;
        finished.expect("the receipt is taken");
        self.look().await;
    }

    /// The order by which the holder was appointed.
    async fn attach_order(&mut self) {
        let scan = self.upload(UploadPurpose::Document).await;
        self.does(HolderCommand::AttachDocument(AttachDocument {
            document: text("powers-of-recipient"),
            title: text("Приказ о назначении"),
            date: text("2026-01-12"),
            number: text("14-к"),
            scan,
        }))
        .await;
    }

    async fn contacts(&mut self, phone: &str) {
        self.does(HolderCommand::GiveContacts(GiveContacts {
            phone: Some(text(phone)),
            email: Some(text("a@example.org")),
        }))
        .await;
    }

    /// Neither powers in systems nor another identity document.
    async fn nothing_more(&mut self) {
        let powers = Vec::new();
        self.does(HolderCommand::ChooseSystemPowers(ChooseSystemPowers {
            powers,
        }))
        .await;
        self.does(HolderCommand::GiveIdentityDocument(GiveIdentityDocument {
            document: None,
        }))
        .await;
    }

    async fn ready(&mut self) {
        let failed = Vec::new();
        self.does(HolderCommand::ReportWorkplace(ReportWorkplace { failed }))
            .await;
    }

    async fn confirm(&mut self) {
        self.does(HolderCommand::ConfirmData(ConfirmData {})).await;
    }

    async fn options(&mut self, medium: &str, exportable: bool) {
        let device = matches!(medium, "token" | "card");
        let kind = if device {
            MediumKind::Token
        } else {
            MediumKind::Folder
        };
        self.chosen = Some((kind, device && !exportable));
        self.does(HolderCommand::ChooseKeyOptions(ChooseKeyOptions {
            medium: text(medium),
            exportable,
            password: false,
        }))
        .await;
    }

    async fn backup(&mut self, medium: Option<&str>) {
        let medium = medium.map(text);
        self.does(HolderCommand::RecordBackup(RecordBackup { medium }))
            .await;
    }

    async fn registered(&mut self, body: &str) {
        answers::registration(&self.world.app, &self.ctx(), self.id(), slug(body), None)
            .await
            .expect("registered");
        self.look().await;
    }

    async fn upload(&self, purpose: UploadPurpose) -> String {
        let renewal = renewals::load(&self.world.app, self.id())
            .await
            .expect("there");
        uploads::take(
            &self.world.app,
            &self.ctx(),
            renewal.holder,
            self.id(),
            purpose,
            "../scan.png",
            scan(),
        )
        .await
        .expect("taken")
        .id
        .to_string()
    }
}

/// An operator's key at hand.
struct Pen<'a>(&'a Holder);

impl SignDecision for Pen<'_> {
    fn sign(&self, decision: &[u8], ctx: &Ctx) -> Result<Vec<u8>, Failure> {
        use smena_pki::key::Signer as _;
        let digest = self.0.key.public_key().algorithm().binding_digest();
        Ok(SignedDataBuilder::new(oid::CONTENT_DECISION, digest)
            .attached(decision)
            .signing_time(ctx.now)
            .sign(
                &self.0.key,
                &self.0.certificate,
                &mut Seeded::new("decision"),
            )
            .expect("signed"))
    }
}

#[tokio::test]
async fn plain_renewal_is_walked_to_its_end() {
    let world = World::with_all_procedures().await;
    let mut way = Way::begin(&world, "plain-renewal", 20).await;
    way.confirm().await;
    let key = way.key().await;
    way.apply().await;
    way.receive(key, false).await;
    way.stands("completed");
}

#[tokio::test]
async fn the_wizard_of_a_provider_is_walked_to_its_end() {
    let world = World::with_all_procedures().await;
    let mut way = Way::begin(&world, "provider-wizard", 20).await;
    way.ready().await;
    let snils = |number: &str| {
        HolderCommand::IdentifyBySnils(IdentifyBySnils {
            snils: text(number),
        })
    };
    for (number, code) in [
        ("", "field-missing"),
        ("987-654-320 83", "value-not-valid"),
        ("987-654-321 83", "wrong-snils"),
    ] {
        let refused = way.agent.command(&way.status, snils(number)).await;
        assert_eq!(refused.expect_err("refused").code(), code, "{number}");
        assert!(world.journalled(code).await, "{code}");
    }
    way.does(snils("98765432082")).await;
    way.confirm().await;
    way.apply().await;
    way.stands("approved");
    way.options("token", true).await;
    let key = way.key().await;
    way.endorse().await;
    way.receive(key, true).await;
    way.stands("receipted");
    let same = HolderCommand::RecordBackup(RecordBackup {
        medium: Some(text("token")),
    });
    let refused = way.agent.command(&way.status, same).await;
    assert_eq!(
        refused.expect_err("refused").code(),
        "backup-on-same-medium"
    );
    way.backup(Some("flash-drive")).await;
    way.stands("completed");
}

#[tokio::test]
async fn the_client_for_reports_is_walked_to_its_end() {
    let world = World::with_all_procedures().await;
    let mut way = Way::begin(&world, "reporting-client", 20).await;
    way.ready().await;
    way.confirm().await;
    way.apply().await;
    way.options("computer", true).await;
    let key = way.key().await;
    way.endorse().await;
    way.receive(key, true).await;
    way.backup(None).await;
    for body in ["fns", "sfr", "rosstat"] {
        way.stands("receipted");
        way.registered(body).await;
    }
    way.stands("completed");
}

fn passport(number: &str) -> HolderCommand {
    HolderCommand::GiveIdentityDocument(GiveIdentityDocument {
        document: Some(IdentityDocument {
            kind: text("passport"),
            number: text(number),
            issued_on: text("2015-03-12"),
            birth_date: text("1985-07-01"),
            birth_place: text("г. Тюмень"),
            sex: text("female"),
            citizenship: None,
        }),
    })
}

#[tokio::test]
async fn the_cabinet_by_phone_is_walked_to_its_end() {
    let world = World::with_all_procedures().await;
    let mut way = Way::begin(&world, "phone-cabinet", 20).await;
    way.ready().await;
    let refused = way.agent.command(&way.status, passport(" ")).await;
    assert_eq!(refused.expect_err("refused").code(), "field-missing");
    way.does(passport("9900 123456")).await;
    way.confirm().await;
    way.apply().await;
    way.stands("signed");
    way.does(HolderCommand::SubmitApplication(SubmitApplication {}))
        .await;
    way.look().await;
    way.stands("approved");
    for bill in [Bill::Due, Bill::Paid] {
        answers::bill(&world.app, &way.ctx(), way.id(), bill)
            .await
            .expect("billed");
    }
    way.look().await;
    way.does(HolderCommand::GiveConsent(GiveConsent {})).await;
    way.options("token", true).await;
    let key = way.key().await;
    way.endorse().await;
    way.stands("approved");
    let renewal = renewals::load(&world.app, way.id())
        .await
        .expect("there")
        .state;
    let Stage::Approved(approved) = renewal.stage() else {
        panic!("approved")
    };
    assert_eq!(approved.code.sent, 1, "the code was sent by itself");
    // The phone is another's matter; here the code counts as entered.
    let code = ProvedCode::from_verifier(CodeFacts {
        renewal: way.id(),
        purpose: CodePurpose::ConfirmIssue,
        plan: approved.approval.plan().clone(),
        given_by: Vec::new(),
        at: smena_domain::calendar::Moment::new(way.ctx().now),
    });
    let code = Box::new(code);
    renewals::execute(
        &world.app,
        &way.ctx(),
        way.id(),
        Command::ConfirmByCode { code },
    )
    .await
    .expect("confirmed");
    way.look().await;
    way.receive(key, false).await;
    way.backup(None).await;
    way.registered("esia").await;
    way.stands("completed");
    let last = renewals::last_identity_document(&world.app, renewal.holder()).await;
    assert_eq!(last.expect("read").expect("given").number, "9900 123456");
}

#[tokio::test]
async fn the_card_with_powers_is_walked_to_its_end() {
    let world = World::with_all_procedures().await;
    operator(&world, "petrov", Role::Operator, "112-233-445 95", None).await;
    let mut way = Way::begin(&world, "smartcard-powers", 20).await;
    way.stands("held");
    let recheck = || HolderCommand::RecheckPowers(RecheckPowers {});
    let refused = way.agent.command(&way.status, recheck()).await;
    assert_eq!(refused.expect_err("refused").code(), "powers-lacking");
    let supply = |scan: &str| {
        HolderCommand::SupplyPower(SupplyPower {
            power: text("rosreestr"),
            scan: text(scan),
        })
    };
    let refused = way
        .agent
        .command(&way.status, supply(&"0".repeat(32)))
        .await;
    assert_eq!(refused.expect_err("refused").code(), "upload-unknown");
    let scan = way.upload(UploadPurpose::Power).await;
    way.does(supply(&scan)).await;
    let holder = renewals::load(&world.app, way.id())
        .await
        .expect("there")
        .holder;
    for power in ["act-for-entity", "rosreestr", "esia", "fedresurs"] {
        let until = smena_domain::calendar::Moment::new(way.ctx().now).plus_days(300);
        let fact = PowerFact {
            power: slug(power),
            state: PowerState::Valid { until },
        };
        powers::note(&world.app, &way.ctx(), holder, fact)
            .await
            .expect("noted");
    }
    decide::fulfil_ticket(&world.app, &way.ctx(), way.id(), "petrov")
        .await
        .expect("fulfilled");
    way.look().await;
    way.status = way
        .agent
        .command(&way.status, recheck())
        .await
        .expect("all there");
    way.stands("drafted");
    way.ready().await;
    way.confirm().await;
    way.options("card", false).await;
    let key = way.key().await;
    way.apply().await;
    way.receive(key, true).await;
    way.backup(None).await;
    way.does(HolderCommand::RecordOldKey(RecordOldKey {
        treatment: text("deleted"),
    }))
    .await;
    for system in ["rosreestr-portal", "fedresurs-portal"] {
        way.stands("receipted");
        let system = text(system);
        way.does(HolderCommand::RecordSystemTold(RecordSystemTold { system }))
            .await;
    }
    way.stands("completed");
}

#[expect(
    clippy::too_many_lines,
    reason = "one story, told from its beginning to its end"
)]
#[tokio::test]
async fn the_portal_for_state_bodies_is_walked_to_its_end() {
    let world = World::with_all_procedures().await;
    let signer = world.holder_under(1, 200, "treasury-portal").await;
    let snils = "987-654-321 83";
    operator(&world, "lebedev", Role::Operator, snils, Some(&signer)).await;
    let mut way = Way::begin(&world, "treasury-portal", 20).await;
    way.ready().await;
    way.does(HolderCommand::ChooseOffice(ChooseOffice {
        office: text("tyumen"),
    }))
    .await;
    way.does(HolderCommand::ChooseKind(ChooseKind {
        kind: text("official"),
    }))
    .await;
    let power = text("contract-signatory");
    way.does(HolderCommand::ChooseSystemPowers(ChooseSystemPowers {
        powers: vec![power],
    }))
    .await;
    way.does(HolderCommand::ChangeData(smena_protocol::v1::ChangeData {
        changes: vec![DataChange {
            key: text("title"),
            value: text("Начальник отдела"),
        }],
    }))
    .await;
    way.does(passport("9900 123456")).await;
    way.options("token", false).await;
    way.confirm().await;
    let key = way.key().await;
    way.attach_order().await;
    way.contacts("8 (999) 123-45-67").await;
    way.apply().await;
    way.stands("submitted");
    for register in ["mvd-passport", "sfr-snils", "fns-entity"] {
        answers::check(
            &world.app,
            &way.ctx(),
            way.id(),
            slug(register),
            Verdict::Passed,
        )
        .await
        .expect("answered");
    }
    way.look().await;
    way.stands("checked");
    let refused = decide::approve(&world.app, &way.ctx(), way.id(), &decider("lebedev", None))
        .await
        .expect_err("not signed");
    assert_eq!(refused.code(), Some("decision-not-signed"));
    let other = Pen(&way.holder);
    let by_other = decider("lebedev", Some(&other));
    let refused = decide::approve(&world.app, &way.ctx(), way.id(), &by_other)
        .await
        .expect_err("signed with another's key");
    assert_eq!(refused.code(), Some("decision-not-signed"));
    let pen = Pen(&signer);
    decide::approve(
        &world.app,
        &way.ctx(),
        way.id(),
        &decider("lebedev", Some(&pen)),
    )
    .await
    .expect("approved");
    way.look().await;
    way.receive(key, true).await;
    way.stands("completed");
    let der = renewals::certificate(
        &world.app,
        renewals::load(&world.app, way.id())
            .await
            .expect("there")
            .holder,
        way.id(),
    )
    .await
    .expect("a certificate");
    let new = smena_pki::certificate::Certificate::from_der(&der).expect("a certificate");
    let usage = new
        .extensions()
        .typed::<smena_pki::extension::ExtendedKeyUsage>();
    let purposes = usage.expect("readable").expect("there").0;
    assert!(
        purposes
            .iter()
            .any(|oid| oid.to_string() == "1.2.643.3.61.502710.1.6.3.4.1.3"),
        "the chosen power stands in the certificate: {purposes:?}"
    );
    assert!(new.subject().to_string().contains("Начальник отдела"));
}
