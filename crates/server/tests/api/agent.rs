//! A small agent over the types of the protocol: it does what the real one does, and can be told to do it wrongly.

use axum::http::Method;
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::Certificate,
    cms::SignedDataBuilder,
    key::{PrivateKey, Signer},
    oid::CMS_DATA,
    request::RequestBuilder,
};
use smena_protocol::{
    oid,
    v1::{
        Accepted, Bytes, Claim, Claimed, CommandRequested, ConfirmData, Done, Envelope, Errand,
        ErrandKind, ErrandMade, ErrandRequested, ErrandResult, Extended, Extension, HolderCommand,
        IdempotencyKey, Moment, Nonce, Outcome, Part, Product, Protocol, RenewalId,
        RenewalRequested, RenewalStatus, ReturnRequested, Returned, SessionOpened, Sha256,
        SignedIn, Work,
        signed::{
            ApplicationBinding, ApplicationFiles, CertificatePlan, Purpose, Receipt,
            RequestBinding, SignIn, SmenaContext, Structure as _,
        },
    },
};
use time::{Duration, OffsetDateTime};

use crate::world::{GOST, Holder, Refused, Seeded, World};

/// An errand that was claimed.
pub(crate) struct Taken {
    pub(crate) errand: Errand,
    pub(crate) token: String,
}

/// An agent with a session.
pub(crate) struct Agent<'w> {
    pub(crate) world: &'w World,
    pub(crate) key: PrivateKey,
    pub(crate) session: String,
    pub(crate) rng: Seeded,
    /// The version of its program.
    pub(crate) version: &'static str,
    /// Hours by which its clock is wrong.
    pub(crate) clock_hours: i64,
}

/// The files of an application's errand.
pub(crate) struct Files {
    pub(crate) document: Vec<u8>,
    pub(crate) data: Vec<u8>,
    pub(crate) request: Option<Vec<u8>>,
}

impl<'w> Agent<'w> {
    /// An agent with an anonymous session.
    pub(crate) async fn new(world: &'w World, seed: &str) -> Self {
        let mut rng = Seeded::new(format!("agent {seed}"));
        let key = PrivateKey::generate(KeyAlgorithm::EcdsaP256, &mut rng).expect("a key");
        let mut agent = Self {
            world,
            key,
            session: String::new(),
            rng,
            version: "0.1.0",
            clock_hours: 0,
        };
        agent.open_session().await;
        agent
    }

    /// An agent whose holder has signed in.
    pub(crate) async fn signed_in(world: &'w World, holder: &Holder) -> Self {
        let mut agent = Self::new(world, "usual").await;
        agent.sign_in(holder).await.expect("signed in");
        agent
    }

    /// A holder, the agent in which he has signed in, and his renewal with its new key made.
    pub(crate) async fn with_new_key(world: &'w World) -> (Holder, Self, RenewalStatus) {
        let holder = world.holder(0, 20).await;
        let mut agent = Self::signed_in(world, &holder).await;
        let (status, _) = agent.keyed(&holder).await;
        (holder, agent, status)
    }

    pub(crate) async fn open_session(&mut self) {
        let opened: SessionOpened = self
            .world
            .ask(
                Method::POST,
                "/api/v1/session",
                None,
                Some(&serde_json::json!({})),
            )
            .await
            .expect("a session");
        self.session = opened.token.reveal().to_string();
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.world.app.clock.now() + Duration::hours(self.clock_hours)
    }

    pub(crate) async fn make(
        &self,
        kind: ErrandKind,
        renewal: Option<RenewalId>,
    ) -> Result<ErrandMade, Refused> {
        self.world
            .ask(
                Method::POST,
                "/api/v1/errands",
                Some(&self.session),
                Some(&ErrandRequested { kind, renewal }),
            )
            .await
    }

    pub(crate) async fn claim(&mut self, made: &ErrandMade) -> Result<Taken, Refused> {
        self.claim_at(made, None).await
    }

    /// Claims an errand and says where its page is.
    pub(crate) async fn claim_at(
        &mut self,
        made: &ErrandMade,
        address: Option<String>,
    ) -> Result<Taken, Refused> {
        let claim = Claim {
            protocol: Protocol::CURRENT,
            code: made.code.clone(),
            agent_key: Bytes::new(self.key.public_key().spki_der().to_vec()),
            agent_version: self.version.to_owned(),
            agent_nonce: Nonce::draw(&mut self.rng),
            time: Moment::new(self.now()),
            address,
        };
        let envelope = Envelope::sign(&claim, &self.key, &mut self.rng).expect("signed");
        let claimed: Claimed = self
            .world
            .ask(Method::POST, "/api/v1/errands/claim", None, Some(&envelope))
            .await?;
        let authority = self.world.app.authority.errand_certificate();
        let errand = claimed
            .errand
            .open::<Errand>(&authority.public_key().expect("a key"))
            .expect("signed by the authority")
            .into_message();
        assert_eq!(errand.agent_nonce, claim.agent_nonce);
        Ok(Taken {
            errand,
            token: claimed.claim_token.reveal().to_string(),
        })
    }

    pub(crate) async fn take(
        &mut self,
        kind: ErrandKind,
        renewal: Option<RenewalId>,
    ) -> Result<Taken, Refused> {
        let made = self.make(kind, renewal).await?;
        self.claim(&made).await
    }

    pub(crate) async fn part(&self, taken: &Taken, part: &Part) -> Vec<u8> {
        let path = format!("/api/v1/parts/{}", part.sha256);
        let (status, octets) = self
            .world
            .raw(Method::GET, &path, Some(&taken.token), None, "ru")
            .await;
        assert!(status.is_success(), "{status}");
        part.check(&octets).expect("what the errand names");
        octets
    }

    pub(crate) fn seal(&mut self, taken: &Taken, outcome: Outcome) -> Envelope {
        let result = ErrandResult {
            protocol: Protocol::CURRENT,
            errand_id: taken.errand.errand_id,
            outcome,
        };
        Envelope::sign(&result, &self.key, &mut self.rng).expect("signed")
    }

    pub(crate) async fn send(
        &self,
        taken: &Taken,
        envelope: &Envelope,
    ) -> Result<Accepted, Refused> {
        let path = format!("/api/v1/errands/{}/result", taken.errand.errand_id);
        self.world
            .ask(Method::POST, &path, None, Some(envelope))
            .await
    }

    pub(crate) async fn extend(&mut self, taken: &Taken) -> Result<Extended, Refused> {
        let extension = Extension {
            protocol: Protocol::CURRENT,
            errand_id: taken.errand.errand_id,
        };
        let envelope = Envelope::sign(&extension, &self.key, &mut self.rng).expect("signed");
        let path = format!("/api/v1/errands/{}/extension", taken.errand.errand_id);
        self.world
            .ask(Method::POST, &path, None, Some(&envelope))
            .await
    }

    pub(crate) async fn hand_in(
        &mut self,
        taken: &Taken,
        product: Option<Product>,
    ) -> Result<Accepted, Refused> {
        let envelope = self.seal(taken, Outcome::Done(Done::with(product)));
        self.send(taken, &envelope).await
    }

    pub(crate) async fn take_back(
        &self,
        taken: &Taken,
        accepted: Accepted,
    ) -> Result<Returned, Refused> {
        let path = format!("/api/v1/errands/{}/return", taken.errand.errand_id);
        let return_code = accepted.return_code.expect("a return code");
        let asked = ReturnRequested { return_code };
        self.world
            .ask(Method::POST, &path, Some(&self.session), Some(&asked))
            .await
    }

    pub(crate) async fn finish(
        &mut self,
        taken: &Taken,
        product: Option<Product>,
    ) -> Result<Returned, Refused> {
        let accepted = self.hand_in(taken, product).await?;
        self.take_back(taken, accepted).await
    }

    /// The context that everything of an errand is signed in.
    pub(crate) fn context(&self, taken: &Taken, purpose: Purpose) -> SmenaContext {
        let root = self.world.app.authority.root().public_key().expect("a key");
        let authority = Sha256::new(root.spki_sha256());
        SmenaContext::of(
            purpose,
            &self.world.app.config.origin,
            authority,
            &taken.errand,
        )
    }

    // --- sign-in ---

    pub(crate) fn sign_in_cms(&mut self, holder: &Holder, context: SmenaContext) -> Product {
        let at = self.now();
        let signed = SignIn::new(context, Moment::new(at))
            .to_bytes()
            .expect("a sign-in");
        self.attached(holder, oid::CONTENT_SIGN_IN, &signed)
    }

    pub(crate) fn attached(
        &mut self,
        holder: &Holder,
        content_type: const_oid::ObjectIdentifier,
        content: &[u8],
    ) -> Product {
        let digest = holder.key.public_key().algorithm().binding_digest();
        let cms = SignedDataBuilder::new(content_type, digest)
            .attached(content)
            .signing_time(self.now())
            .sign(&holder.key, &holder.certificate, &mut self.rng)
            .expect("signed");
        Product::Cms(Bytes::new(cms))
    }

    pub(crate) async fn sign_in(&mut self, holder: &Holder) -> Result<SignedIn, Refused> {
        let taken = self.take(ErrandKind::SignIn, None).await?;
        let product = self.sign_in_cms(holder, self.context(&taken, Purpose::SignIn));
        match self.finish(&taken, Some(product)).await? {
            Returned::SignedIn(signed_in) => {
                self.session = signed_in.token.reveal().to_string();
                Ok(signed_in)
            }
            Returned::Applied(_) => panic!("a sign-in raises the session"),
        }
    }

    // --- renewals ---

    pub(crate) async fn start(
        &mut self,
        certificate: &Certificate,
    ) -> Result<RenewalStatus, Refused> {
        let asked = RenewalRequested {
            certificate: Sha256::new(certificate.thumbprint()),
            idempotency_key: IdempotencyKey::draw(&mut self.rng),
            unplanned_reason: None,
        };
        self.world
            .ask(
                Method::POST,
                "/api/v1/renewals",
                Some(&self.session),
                Some(&asked),
            )
            .await
    }

    pub(crate) async fn status(&self, id: RenewalId) -> RenewalStatus {
        let path = format!("/api/v1/renewals/{id}");
        self.world
            .ask::<(), _>(Method::GET, &path, Some(&self.session), None)
            .await
            .expect("a status")
    }

    pub(crate) async fn command(
        &self,
        status: &RenewalStatus,
        command: HolderCommand,
    ) -> Result<RenewalStatus, Refused> {
        let path = format!("/api/v1/renewals/{}/commands", status.id);
        let asked = CommandRequested {
            revision: status.revision,
            command,
        };
        self.world
            .ask(Method::POST, &path, Some(&self.session), Some(&asked))
            .await
    }

    /// A renewal whose data are confirmed.
    pub(crate) async fn confirmed(&mut self, holder: &Holder) -> RenewalStatus {
        let status = self.start(&holder.certificate).await.expect("begun");
        self.command(&status, HolderCommand::ConfirmData(ConfirmData {}))
            .await
            .expect("confirmed")
    }

    // --- key and request ---

    pub(crate) async fn plan(&self, taken: &Taken) -> Vec<u8> {
        let Work::GenerateKey(work) = &taken.errand.work else {
            panic!("another errand")
        };
        self.part(taken, &work.plan).await
    }

    pub(crate) fn request(
        &mut self,
        taken: &Taken,
        plan: &[u8],
        key: &dyn Signer,
        renewal: RenewalId,
    ) -> Vec<u8> {
        let read = CertificatePlan::from_bytes(plan).expect("a plan");
        let context = self.context(taken, Purpose::Request);
        let digest = key.public_key().algorithm().binding_digest();
        let binding = RequestBinding::over(context, renewal, digest, plan).expect("a binding");
        RequestBuilder::new(read.subject().expect("a subject"))
            .extensions(read.extensions().expect("extensions"))
            .attribute(
                oid::ATTRIBUTE_REQUEST_BINDING,
                &binding.to_bytes().expect("octets"),
            )
            .sign(key, &mut self.rng)
            .expect("a request")
            .der()
            .to_vec()
    }

    pub(crate) fn new_key(&mut self) -> PrivateKey {
        PrivateKey::generate(GOST, &mut self.rng).expect("a key")
    }

    /// A renewal with its key.
    pub(crate) async fn keyed(&mut self, holder: &Holder) -> (RenewalStatus, PrivateKey) {
        let status = self.confirmed(holder).await;
        let taken = self
            .take(ErrandKind::GenerateKey, Some(status.id))
            .await
            .expect("taken");
        let plan = self.plan(&taken).await;
        let key = self.new_key();
        let request = self.request(&taken, &plan, &key, status.id);
        let product = Product::Request(Bytes::new(request));
        self.finish(&taken, Some(product))
            .await
            .expect("the request is taken");
        (self.status(status.id).await, key)
    }

    // --- application ---

    pub(crate) async fn files(&self, taken: &Taken) -> Files {
        let Work::SignApplication(work) = &taken.errand.work else {
            panic!("another errand")
        };
        Files {
            document: self.part(taken, &work.document).await,
            data: self.part(taken, &work.data).await,
            request: match &work.request {
                Some(request) => Some(self.part(taken, request).await),
                None => None,
            },
        }
    }

    pub(crate) fn binding(
        &self,
        taken: &Taken,
        files: &Files,
        old: &Certificate,
    ) -> ApplicationBinding {
        let Work::SignApplication(work) = &taken.errand.work else {
            panic!("another errand")
        };
        let files = ApplicationFiles {
            document: &files.document,
            data: &files.data,
            request: files.request.as_deref(),
            old_certificate: old,
        };
        let digest = old
            .public_key()
            .expect("a key")
            .algorithm()
            .binding_digest();
        let until = Moment::new(self.now() + Duration::hours(24));
        let context = self.context(taken, Purpose::Application);
        ApplicationBinding::over(context, work, digest, &files, until).expect("a binding")
    }

    pub(crate) fn application_cms(
        &mut self,
        signer: &Holder,
        binding: &ApplicationBinding,
        document: &[u8],
    ) -> Vec<u8> {
        let digest = signer.key.public_key().algorithm().binding_digest();
        SignedDataBuilder::new(CMS_DATA, digest)
            .detached(document)
            .signing_time(self.now())
            .attribute(
                oid::ATTRIBUTE_APPLICATION_BINDING,
                binding.to_bytes().expect("octets"),
            )
            .sign(&signer.key, &signer.certificate, &mut self.rng)
            .expect("signed")
    }

    /// A renewal whose application was handed in; gives its CMS.
    pub(crate) async fn applied(&mut self, holder: &Holder, id: RenewalId) -> Vec<u8> {
        let taken = self
            .take(ErrandKind::SignApplication, Some(id))
            .await
            .expect("taken");
        let files = self.files(&taken).await;
        let binding = self.binding(&taken, &files, &holder.certificate);
        let cms = self.application_cms(holder, &binding, &files.document);
        let product = Product::Cms(Bytes::new(cms.clone()));
        self.finish(&taken, Some(product))
            .await
            .expect("the application is taken");
        cms
    }

    // --- installation and receipt ---

    pub(crate) async fn installed(&mut self, id: RenewalId, key: PrivateKey) -> Holder {
        let taken = self
            .take(ErrandKind::Install, Some(id))
            .await
            .expect("taken");
        let Work::Install(work) = &taken.errand.work else {
            panic!("another errand")
        };
        let der = self.part(&taken, &work.certificate).await;
        let certificate = Certificate::from_der(&der).expect("a certificate");
        self.finish(&taken, None).await.expect("installed");
        Holder { key, certificate }
    }

    pub(crate) async fn receipt(&mut self, taken: &Taken, certificate: &Certificate) -> Receipt {
        let Work::SignReceipt(work) = &taken.errand.work else {
            panic!("another errand")
        };
        let application = self.part(taken, &work.application).await;
        let digest = certificate
            .public_key()
            .expect("a key")
            .algorithm()
            .binding_digest();
        Receipt::over(
            self.context(taken, Purpose::Receipt),
            work.renewal_id,
            digest,
            certificate,
            &application,
            Moment::new(self.now()),
        )
        .expect("a receipt")
    }

    /// A whole renewal up to the installed certificate.
    pub(crate) async fn renewed(&mut self, holder: &Holder) -> (RenewalStatus, Holder) {
        let (status, key) = self.keyed(holder).await;
        self.applied(holder, status.id).await;
        self.world.work().await;
        let new = self.installed(status.id, key).await;
        (self.status(status.id).await, new)
    }
}
