//! An agent that does by hand what the real one never would: it signs what a test wants, when the test wants it.
//!
//! It speaks the real interface. Where nothing is bent, it does what the real agent does.

mod signed;

pub use signed::{Application, ContentType, receipt, sign_attached};

use smena_agent::{
    client::{Bearer, Client, ClientError},
    clock::system_rng,
};
use smena_demo::{Agent, World};
use smena_media::UnlockedKey;
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::Certificate,
    cms::SignedDataBuilder,
    key::{PrivateKey, Signer},
    oid as pki_oid,
    request::RequestBuilder,
};
use smena_protocol::{
    oid,
    v1::{
        Accepted, Bytes, Claim, ClaimToken, Claimed, CommandRequested, ConfirmData, Done, Envelope,
        Errand, ErrandKind, ErrandMade, ErrandRequested, ErrandResult, HolderCommand,
        IdempotencyKey, Moment, Nonce, Outcome, Part, Problem, Product, Protocol, RenewalId,
        RenewalRequested, RenewalStatus, ReturnRequested, Returned, SessionOpened, Sha256, Work,
        signed::{
            ApplicationBinding, ApplicationFiles, CertificatePlan, Purpose, RequestBinding, SignIn,
            SmenaContext, Structure as _,
        },
    },
};
use smena_ui::Language;
use time::{Duration, OffsetDateTime};

/// A session with its token.
pub struct Session {
    token: Bearer,
}

/// An errand that was claimed.
pub struct Taken {
    /// The errand as the authority signed it.
    pub errand: Errand,
    claim_token: ClaimToken,
}

/// The agent by hand, with the holder's key open.
pub struct Hand<'w> {
    world: &'w World,
    client: Client,
    agent_key: PrivateKey,
    /// The certificate that it renews.
    pub certificate: Certificate,
    key: UnlockedKey,
    /// How far its clock is off.
    pub clock_off: Duration,
}

impl<'w> Hand<'w> {
    /// Takes the keys of an agent of this world.
    ///
    /// # Panics
    ///
    /// When the agent has no certificate.
    #[must_use]
    pub fn of(world: &'w World, agent: &Agent) -> Self {
        let certificate = agent.certificate().expect("a certificate");
        let key = agent
            .media()
            .expect("the store")
            .iter()
            .find_map(|medium| {
                let entries = medium.contents().ok()?.entries;
                let entry = entries
                    .into_iter()
                    .find(|entry| entry.certificate.as_ref() == Some(&certificate))?;
                medium.unlock(&entry.id, None).ok()
            })
            .expect("the key of the certificate");
        Self {
            world,
            client: Client::new(world.origin(), Language::Russian),
            agent_key: PrivateKey::generate(KeyAlgorithm::EcdsaP256, &mut system_rng())
                .expect("an agent key"),
            certificate,
            key,
            clock_off: Duration::ZERO,
        }
    }

    /// Takes the keys of the world's own holder.
    #[must_use]
    pub fn holders(world: &'w World) -> Self {
        Self::of(world, world.agent())
    }

    /// Hears answers in this language.
    pub fn speak(&mut self, language: Language) {
        self.client = Client::new(self.world.origin(), language);
    }

    /// The holder's key.
    #[must_use]
    pub fn key(&self) -> &dyn Signer {
        self.key.signer()
    }

    /// What its clock says.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.world.agent().clock.instant() + self.clock_off
    }

    /// Begins an anonymous session.
    ///
    /// # Panics
    ///
    /// When the server refuses.
    #[must_use]
    pub fn session(&self) -> Session {
        let opened: SessionOpened = self
            .client
            .post("/api/v1/session", None, &serde_json::json!({}))
            .expect("a session");
        Session {
            token: opened.token.reveal(),
        }
    }

    /// Asks for an errand and claims it.
    ///
    /// # Errors
    ///
    /// What the server refuses with.
    pub fn take(
        &self,
        session: &Session,
        kind: ErrandKind,
        renewal: Option<RenewalId>,
    ) -> Result<Taken, Box<Problem>> {
        let asked = ErrandRequested { kind, renewal };
        let made: ErrandMade = refused(self.client.post(
            "/api/v1/errands",
            Some(&session.token),
            &asked,
        ))?;
        self.claim(made)
    }

    /// Asks for an errand and leaves it.
    ///
    /// # Errors
    ///
    /// What the server refuses with.
    pub fn make(
        &self,
        session: &Session,
        kind: ErrandKind,
        renewal: Option<RenewalId>,
    ) -> Result<ErrandMade, Box<Problem>> {
        let asked = ErrandRequested { kind, renewal };
        refused(
            self.client
                .post("/api/v1/errands", Some(&session.token), &asked),
        )
    }

    /// Claims an errand.
    ///
    /// # Errors
    ///
    /// What the server refuses with.
    ///
    /// # Panics
    ///
    /// When the errand is not signed by the authority.
    pub fn claim(&self, made: ErrandMade) -> Result<Taken, Box<Problem>> {
        let claim = Claim {
            protocol: Protocol::CURRENT,
            code: made.code,
            agent_key: Bytes::new(self.agent_key.public_key().spki_der().to_vec()),
            agent_version: "0.0.0".to_owned(),
            agent_nonce: Nonce::draw(&mut system_rng()),
            time: Moment::new(self.now()),
            address: None,
        };
        let envelope = self.seal(&claim);
        let claimed: Claimed = refused(self.client.post("/api/v1/errands/claim", None, &envelope))?;
        let key = self
            .world
            .app()
            .authority
            .errand_certificate()
            .public_key()
            .expect("a key");
        let errand = claimed
            .errand
            .open::<Errand>(&key)
            .expect("signed by the authority");
        Ok(Taken {
            errand: errand.into_message(),
            claim_token: claimed.claim_token,
        })
    }

    /// Fetches a part.
    ///
    /// # Panics
    ///
    /// When the server refuses.
    #[must_use]
    pub fn part(&self, taken: &Taken, part: &Part) -> Vec<u8> {
        let path = format!("/api/v1/parts/{}", part.sha256);
        self.client
            .get_bytes(&path, Some(&taken.claim_token.reveal()))
            .expect("the part")
    }

    /// The context that belongs into what is signed for this errand.
    ///
    /// # Panics
    ///
    /// Never: the root of a world has a key.
    #[must_use]
    pub fn context(&self, taken: &Taken, purpose: Purpose) -> SmenaContext {
        let root = self
            .world
            .app()
            .authority
            .root()
            .public_key()
            .expect("the root's key");
        let authority_key = Sha256::new(root.spki_sha256());
        SmenaContext::of(purpose, self.world.origin(), authority_key, &taken.errand)
    }

    /// Hands in a product.
    ///
    /// # Errors
    ///
    /// What the server refuses with.
    pub fn hand_in(
        &self,
        taken: &Taken,
        product: Option<Product>,
    ) -> Result<Accepted, Box<Problem>> {
        self.send(taken, &self.result(taken, product))
    }

    /// The signed result of an errand.
    #[must_use]
    pub fn result(&self, taken: &Taken, product: Option<Product>) -> Envelope {
        self.ended(taken, Done::with(product))
    }

    /// The signed result of an errand that came to this.
    #[must_use]
    pub fn ended(&self, taken: &Taken, done: Done) -> Envelope {
        self.seal(&ErrandResult {
            protocol: Protocol::CURRENT,
            errand_id: taken.errand.errand_id,
            outcome: Outcome::Done(done),
        })
    }

    /// Sends a signed result.
    ///
    /// # Errors
    ///
    /// What the server refuses with.
    pub fn send(&self, taken: &Taken, result: &Envelope) -> Result<Accepted, Box<Problem>> {
        let path = format!("/api/v1/errands/{}/result", taken.errand.errand_id);
        refused(self.client.post(&path, None, result))
    }

    /// Takes the result for a session.
    ///
    /// # Errors
    ///
    /// What the server refuses with.
    ///
    /// # Panics
    ///
    /// When there is nothing to take.
    pub fn take_back(
        &self,
        session: &Session,
        taken: &Taken,
        accepted: Accepted,
    ) -> Result<Returned, Box<Problem>> {
        let return_code = accepted.return_code.expect("a return code");
        let path = format!("/api/v1/errands/{}/return", taken.errand.errand_id);
        refused(self.client.post(
            &path,
            Some(&session.token),
            &ReturnRequested { return_code },
        ))
    }

    /// What is signed to sign in.
    ///
    /// # Panics
    ///
    /// When it cannot be written.
    #[must_use]
    pub fn sign_in_statement(&self, taken: &Taken) -> Vec<u8> {
        let context = self.context(taken, Purpose::SignIn);
        SignIn::new(context, Moment::new(self.now()))
            .to_bytes()
            .expect("a statement")
    }

    /// Signs content attached, with the holder's key.
    ///
    /// # Panics
    ///
    /// When the key does not sign.
    #[must_use]
    pub fn attached(&self, content_type: ContentType, content: &[u8]) -> Product {
        Product::Cms(Bytes::new(sign_attached(
            content_type,
            content,
            self.key(),
            &self.certificate,
            self.now(),
        )))
    }

    /// Signs in, as the real agent does.
    ///
    /// # Errors
    ///
    /// What the server refuses with.
    pub fn sign_in(&self) -> Result<Session, Box<Problem>> {
        let mut session = self.session();
        let taken = self.take(&session, ErrandKind::SignIn, None)?;
        let product = self.attached(ContentType::SignIn, &self.sign_in_statement(&taken));
        let accepted = self.hand_in(&taken, Some(product))?;
        if let Returned::SignedIn(signed_in) = self.take_back(&session, &taken, accepted)? {
            session.token = signed_in.token.reveal();
        }
        Ok(session)
    }

    /// Begins the renewal of a certificate.
    ///
    /// # Errors
    ///
    /// What the server refuses with.
    pub fn start(
        &self,
        session: &Session,
        certificate: &Certificate,
    ) -> Result<RenewalStatus, Box<Problem>> {
        let asked = RenewalRequested {
            certificate: Sha256::new(certificate.thumbprint()),
            idempotency_key: IdempotencyKey::draw(&mut system_rng()),
            unplanned_reason: None,
        };
        refused(
            self.client
                .post("/api/v1/renewals", Some(&session.token), &asked),
        )
    }

    /// Gives a command.
    ///
    /// # Errors
    ///
    /// What the server refuses with.
    pub fn command(
        &self,
        session: &Session,
        status: &RenewalStatus,
        command: HolderCommand,
    ) -> Result<RenewalStatus, Box<Problem>> {
        let path = format!("/api/v1/renewals/{}/commands", status.id);
        let asked = CommandRequested {
            revision: status.revision,
            command,
        };
        refused(self.client.post(&path, Some(&session.token), &asked))
    }

    /// How a renewal stands.
    ///
    /// # Errors
    ///
    /// What the server refuses with.
    pub fn status(&self, session: &Session, id: RenewalId) -> Result<RenewalStatus, Box<Problem>> {
        refused(
            self.client
                .get(&format!("/api/v1/renewals/{id}"), Some(&session.token)),
        )
    }

    /// Signs in, begins the renewal and confirms the data.
    ///
    /// # Panics
    ///
    /// When the server refuses.
    #[must_use]
    pub fn confirmed(&self) -> (Session, RenewalStatus) {
        let session = self.sign_in().expect("signed in");
        let status = self.start(&session, &self.certificate).expect("a renewal");
        let confirm = HolderCommand::ConfirmData(ConfirmData {});
        let status = self.command(&session, &status, confirm).expect("confirmed");
        (session, status)
    }

    /// The request for this key, as the plan of the errand wants it.
    ///
    /// # Panics
    ///
    /// When it cannot be made.
    #[must_use]
    pub fn request(&self, taken: &Taken, key: &dyn Signer) -> Vec<u8> {
        let (builder, binding) = self.request_parts(taken, key);
        builder
            .attribute(
                oid::ATTRIBUTE_REQUEST_BINDING,
                &binding.to_bytes().expect("a binding"),
            )
            .sign(key, &mut system_rng())
            .expect("a request")
            .der()
            .to_vec()
    }

    /// What a request is made of, for tests that change it.
    ///
    /// # Panics
    ///
    /// When the errand is not one of key making.
    #[must_use]
    pub fn request_parts(
        &self,
        taken: &Taken,
        key: &dyn Signer,
    ) -> (RequestBuilder, RequestBinding) {
        let Work::GenerateKey(work) = &taken.errand.work else {
            panic!("an errand of another kind: {:?}", taken.errand.work)
        };
        let der = self.part(taken, &work.plan);
        let plan = CertificatePlan::from_bytes(&der).expect("a plan");
        let binding = RequestBinding::over(
            self.context(taken, Purpose::Request),
            work.renewal_id,
            key.public_key().algorithm().binding_digest(),
            &der,
        )
        .expect("a binding");
        let builder = RequestBuilder::new(plan.subject().expect("a subject"))
            .extensions(plan.extensions().expect("extensions"));
        (builder, binding)
    }

    /// Goes on to the stage where the application is due; gives the new key.
    ///
    /// # Panics
    ///
    /// When the server refuses.
    #[must_use]
    pub fn keyed(&self, session: &Session, renewal: RenewalId) -> PrivateKey {
        let algorithm = self.key().public_key().algorithm();
        let key = PrivateKey::generate(algorithm, &mut system_rng()).expect("a key");
        let taken = self
            .take(session, ErrandKind::GenerateKey, Some(renewal))
            .expect("an errand");
        let request = Product::Request(Bytes::new(self.request(&taken, &key)));
        let accepted = self.hand_in(&taken, Some(request)).expect("accepted");
        self.take_back(session, &taken, accepted)
            .expect("taken back");
        key
    }

    /// The files of an application's errand.
    ///
    /// # Panics
    ///
    /// When the errand is not one of signing an application.
    #[must_use]
    pub fn application(&self, taken: &Taken) -> Application {
        let Work::SignApplication(work) = taken.errand.work.clone() else {
            panic!("an errand of another kind: {:?}", taken.errand.work)
        };
        Application {
            document: self.part(taken, &work.document),
            data: self.part(taken, &work.data),
            request: work.request.as_ref().map(|part| self.part(taken, part)),
            work,
            context: self.context(taken, Purpose::Application),
        }
    }

    /// Signs an application with the holder's key.
    #[must_use]
    pub fn sign_application(&self, application: &Application) -> Product {
        self.sign_application_with(application, self.key(), &self.certificate)
    }

    /// Signs an application with any key.
    ///
    /// # Panics
    ///
    /// When it cannot be signed.
    #[must_use]
    pub fn sign_application_with(
        &self,
        application: &Application,
        key: &dyn Signer,
        certificate: &Certificate,
    ) -> Product {
        let digest = key.public_key().algorithm().binding_digest();
        let files = ApplicationFiles {
            document: &application.document,
            data: &application.data,
            request: application.request.as_deref(),
            old_certificate: &self.certificate,
        };
        let valid_until = Moment::new(self.now() + Duration::hours(24));
        let context = application.context.clone();
        let binding =
            ApplicationBinding::over(context, &application.work, digest, &files, valid_until)
                .expect("a binding");
        let cms = SignedDataBuilder::new(pki_oid::CMS_DATA, digest)
            .detached(&application.document)
            .signing_time(self.now())
            .attribute(
                oid::ATTRIBUTE_APPLICATION_BINDING,
                binding.to_bytes().expect("a binding"),
            )
            .sign(key, certificate, &mut system_rng())
            .expect("a signature");
        Product::Cms(Bytes::new(cms))
    }

    fn seal<M: smena_protocol::v1::Message>(&self, message: &M) -> Envelope {
        Envelope::sign(message, &self.agent_key, &mut system_rng()).expect("an envelope")
    }
}

fn refused<T>(outcome: Result<T, ClientError>) -> Result<T, Box<Problem>> {
    match outcome {
        Ok(value) => Ok(value),
        Err(ClientError::Problem(problem, _)) => Err(problem),
        Err(other) => panic!("{}", smena_ui::chain(&other)),
    }
}
