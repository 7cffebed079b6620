//! What is signed and is not true: relayed, replayed, exchanged, of another key. Every product here carries a good
//! signature of somebody; none of it may be believed.

#![cfg(test)]

use smena_agent::clock::system_rng;
use smena_demo::{
    Algorithm,
    holder::{self, Holder},
};
use smena_gost::{ParameterSet, SigningKey};
use smena_media::{Keeping, NewKey, Protection};
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::Certificate,
    cms::SignedDataBuilder,
    extension::{BasicConstraints, TypedExtension as _},
    key::{PrivateKey, Signer},
    oid as pki_oid,
    request::RequestBuilder,
};
use smena_protocol::{
    oid,
    v1::{
        Bytes, ErrandKind, Moment, Nonce, Origin, Product, RenewalId, RenewalStatus, Work,
        signed::{Purpose, SignIn, Structure as _},
    },
};
use smena_scenarios::{
    Stage,
    evidence::{expect_journalled, issued},
    hand::{Application, ContentType, Hand, Session, Taken, receipt, sign_attached},
};
use time::Duration;

fn cms(octets: Vec<u8>) -> Product {
    Product::Cms(Bytes::new(octets))
}

fn request(octets: Vec<u8>) -> Product {
    Product::Request(Bytes::new(octets))
}

/// Hands the product in and expects this refusal, in the journal too.
#[track_caller]
fn expect_refused(
    hand: &Hand<'_>,
    stage: &Stage,
    taken: &Taken,
    product: impl Into<Option<Product>>,
    code: &str,
) {
    let refused = hand.hand_in(taken, product.into()).expect_err(code);
    assert_eq!(refused.code.as_str(), code, "{refused:?}");
    expect_journalled(&stage.world, code);
    assert_eq!(issued(&stage.world), 0);
}

fn sign_in_errand(hand: &Hand<'_>) -> Taken {
    hand.take(&hand.session(), ErrandKind::SignIn, None)
        .expect("an errand")
}

// --- cases 11 to 14: sign-in ---

#[test]
fn a_sign_in_for_another_origin_is_refused() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let own = stage.world.origin().as_str().to_owned();
    let other_port = format!("http://localhost:{}", stage.world.port() ^ 1);
    // A phishing portal; an authority on the same host behind another port; the same place under another name.
    let ip = own.replace("localhost", "127.0.0.1");
    for origin in ["https://ca.example", other_port.as_str(), ip.as_str()] {
        let taken = sign_in_errand(&hand);
        let mut context = hand.context(&taken, Purpose::SignIn);
        context.origin = Origin::parse(origin).expect("an origin");
        let statement = SignIn::new(context, Moment::new(hand.now()))
            .to_bytes()
            .expect("DER");
        let product = hand.attached(ContentType::SignIn, &statement);
        expect_refused(
            &hand,
            &stage,
            &taken,
            Some(product),
            "signed-origin-differs",
        );
    }
}

#[test]
fn a_sign_in_for_another_authority_of_the_same_origin_is_refused() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let taken = sign_in_errand(&hand);
    let mut context = hand.context(&taken, Purpose::SignIn);
    context.authority_key = smena_protocol::v1::Sha256::of(b"another root");
    let statement = SignIn::new(context, Moment::new(hand.now()))
        .to_bytes()
        .expect("DER");
    let product = hand.attached(ContentType::SignIn, &statement);
    expect_refused(
        &hand,
        &stage,
        &taken,
        Some(product),
        "signed-authority-key-differs",
    );
}

#[test]
fn an_old_sign_in_is_refused_in_a_new_errand() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let first = sign_in_errand(&hand);
    let product = hand.attached(ContentType::SignIn, &hand.sign_in_statement(&first));
    hand.hand_in(&first, Some(product.clone()))
        .expect("accepted");
    let second = sign_in_errand(&hand);
    expect_refused(
        &hand,
        &stage,
        &second,
        Some(product),
        "signed-errand-differs",
    );

    // The right errand with the nonce of another one.
    let third = sign_in_errand(&hand);
    let mut context = hand.context(&third, Purpose::SignIn);
    context.server_nonce = first.errand.nonce;
    let statement = SignIn::new(context, Moment::new(hand.now()))
        .to_bytes()
        .expect("DER");
    let product = hand.attached(ContentType::SignIn, &statement);
    expect_refused(
        &hand,
        &stage,
        &third,
        Some(product),
        "signed-server-nonce-differs",
    );

    let fourth = sign_in_errand(&hand);
    let mut context = hand.context(&fourth, Purpose::SignIn);
    context.agent_nonce = Nonce::new([7; 32]);
    let statement = SignIn::new(context, Moment::new(hand.now()))
        .to_bytes()
        .expect("DER");
    let product = hand.attached(ContentType::SignIn, &statement);
    expect_refused(
        &hand,
        &stage,
        &fourth,
        Some(product),
        "signed-agent-nonce-differs",
    );
}

#[test]
fn a_signature_for_one_purpose_is_refused_for_another() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let taken = sign_in_errand(&hand);
    let context = hand.context(&taken, Purpose::Application);
    let statement = SignIn::new(context, Moment::new(hand.now())).to_bytes();
    // A statement that cannot even be written with another purpose is as good as refused.
    if let Ok(statement) = statement {
        let product = hand.attached(ContentType::SignIn, &statement);
        let refused = hand.hand_in(&taken, Some(product)).expect_err("refused");
        assert!(
            ["signed-purpose-differs", "structure-unreadable"].contains(&refused.code.as_str())
        );
    }
    let taken = sign_in_errand(&hand);
    let product = hand.attached(ContentType::Receipt, &hand.sign_in_statement(&taken));
    expect_refused(&hand, &stage, &taken, Some(product), "cms-content-type");

    // The reverse: a sign-in where the application is due.
    let (session, status) = keyed(&hand);
    let taken = application_errand(&hand, &session, &status);
    let product = hand.attached(ContentType::SignIn, &hand.sign_in_statement(&taken));
    expect_refused(&hand, &stage, &taken, Some(product), "cms-content-type");
    let taken = application_errand(&hand, &session, &status);
    let mut application = hand.application(&taken);
    application.context.purpose = Purpose::SignIn;
    let refused = try_application(&hand, &taken, &application);
    assert!(["signed-purpose-differs", "structure-unreadable"].contains(&refused.as_str()));
}

/// Goes on to where the application is due.
fn keyed(hand: &Hand<'_>) -> (Session, RenewalStatus) {
    let (session, status) = hand.confirmed();
    let _ = hand.keyed(&session, status.id);
    let status = hand.status(&session, status.id).expect("the renewal");
    (session, status)
}

fn application_errand(hand: &Hand<'_>, session: &Session, status: &RenewalStatus) -> Taken {
    hand.take(session, ErrandKind::SignApplication, Some(status.id))
        .expect("an errand")
}

/// Signs an application whose context is bent, and gives what it is refused with.
fn try_application(hand: &Hand<'_>, taken: &Taken, application: &Application) -> String {
    let product = hand.sign_application(application);
    let refused = hand.hand_in(taken, Some(product)).expect_err("refused");
    refused.code.as_str().to_owned()
}

// --- cases 15 to 17: the application ---

#[test]
fn an_application_that_binds_another_request_is_refused() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let (session, status) = keyed(&hand);
    let taken = application_errand(&hand, &session, &status);
    let mut application = hand.application(&taken);
    application.request = Some(b"another request".to_vec());
    let product = hand.sign_application(&application);
    expect_refused(&hand, &stage, &taken, Some(product), "request-hash-differs");
    // Without any request it is no better.
    let taken = application_errand(&hand, &session, &status);
    let mut application = hand.application(&taken);
    application.request = None;
    application.work.request = None;
    let product = hand.sign_application(&application);
    expect_refused(&hand, &stage, &taken, Some(product), "request-hash-differs");
}

#[test]
fn an_application_over_another_document_or_other_data_is_refused() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let (session, status) = keyed(&hand);
    let taken = application_errand(&hand, &session, &status);
    let mut application = hand.application(&taken);
    application.document.push(b'\n');
    let product = hand.sign_application(&application);
    expect_refused(&hand, &stage, &taken, Some(product), "cms-content-changed");
    let taken = application_errand(&hand, &session, &status);
    let mut application = hand.application(&taken);
    application.data.push(0);
    let product = hand.sign_application(&application);
    expect_refused(&hand, &stage, &taken, Some(product), "signed-data-differs");
}

#[test]
fn an_application_of_another_renewal_or_revision_is_refused() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let (session, status) = keyed(&hand);
    let taken = application_errand(&hand, &session, &status);
    let mut application = hand.application(&taken);
    application.work.renewal_id = RenewalId::new([9; 16]);
    let product = hand.sign_application(&application);
    expect_refused(
        &hand,
        &stage,
        &taken,
        Some(product),
        "application-of-other-renewal",
    );
    let taken = application_errand(&hand, &session, &status);
    let mut application = hand.application(&taken);
    application.work.revision -= 1;
    let product = hand.sign_application(&application);
    expect_refused(&hand, &stage, &taken, Some(product), "stale-revision");
    assert_eq!(
        hand.status(&session, status.id).expect("the renewal").stage,
        status.stage
    );
}

#[test]
fn an_application_signed_by_a_sibling_certificate_is_refused() {
    let stage = Stage::set();
    let sibling = sibling(&stage);
    let hand = Hand::of(&stage.world, &sibling.0);
    let (session, status) = keyed(&hand);
    let taken = application_errand(&hand, &session, &status);
    let application = hand.application(&taken);
    let product = hand.sign_application_with(&application, &sibling.1, &sibling.2);
    let refused = hand.hand_in(&taken, Some(product)).expect_err("refused");
    assert!(
        ["other-signer", "unknown-certificate"].contains(&refused.code.as_str()),
        "{refused:?}"
    );
    expect_journalled(&stage.world, refused.code.as_str());
    assert_eq!(issued(&stage.world), 0);
}

/// The same person with a second certificate of the same issuer.
fn sibling(stage: &Stage) -> (smena_demo::Agent, PrivateKey, Certificate) {
    let world = &stage.world;
    let holder = Holder {
        subject: holder::official(0).expect("a subject"),
        not_after: world.agent().clock.instant() + Duration::days(40),
    };
    let key = PrivateKey::generate(world.algorithm().key(), &mut system_rng()).expect("a key");
    let certificate = holder::certify(
        &holder,
        key.public_key(),
        &world.app().config,
        &mut system_rng(),
    )
    .expect("a certificate");
    world.wait_for(async {
        let app = world.app();
        let ctx = app.ctx(smena_server::app::Actor::Admin);
        let facts = smena_server::app::holders::ImportedFacts::default();
        smena_server::app::holders::import(app, &ctx, &certificate, facts)
            .await
            .expect("imported")
    });
    (world.agent().clone(), key, certificate)
}

#[test]
fn a_namesake_of_another_authority_is_refused() {
    let stage = Stage::set();
    let foreign = Stage::set();
    let hand = Hand::holders(&stage.world);
    let (session, status) = keyed(&hand);
    let taken = application_errand(&hand, &session, &status);
    let application = hand.application(&taken);
    // The other authority has the same name, and so has its holder.
    let other = Hand::holders(&foreign.world);
    assert_eq!(other.certificate.subject(), hand.certificate.subject());
    let product = hand.sign_application_with(&application, other.key(), &other.certificate);
    expect_refused(&hand, &stage, &taken, Some(product), "certificate-path");
    let taken = sign_in_errand(&hand);
    let statement = hand.sign_in_statement(&taken);
    let product = sign_attached(
        ContentType::SignIn,
        &statement,
        other.key(),
        &other.certificate,
        hand.now(),
    );
    expect_refused(&hand, &stage, &taken, cms(product), "certificate-path");
}

// --- case 18: the form of a CMS; the reasons one by one are the tests of `pki` ---

#[test]
fn a_malformed_cms_is_refused_with_its_own_reason() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let good = |hand: &Hand<'_>, taken: &Taken| {
        let product = hand.attached(ContentType::SignIn, &hand.sign_in_statement(taken));
        product.der().to_vec()
    };
    let taken = sign_in_errand(&hand);
    let mut trailing = good(&hand, &taken);
    trailing.push(0);
    expect_refused(&hand, &stage, &taken, cms(trailing), "cms-trailing-bytes");

    let taken = sign_in_errand(&hand);
    let mut broken = good(&hand, &taken);
    *broken.last_mut().expect("octets") ^= 1;
    expect_refused(&hand, &stage, &taken, cms(broken), "cms-signature");

    let taken = sign_in_errand(&hand);
    expect_refused(
        &hand,
        &stage,
        &taken,
        cms(vec![0x30, 0x03, 1, 1, 1]),
        "cms-unreadable",
    );

    let taken = sign_in_errand(&hand);
    let statement = hand.sign_in_statement(&taken);
    let digest = hand.key().public_key().algorithm().binding_digest();
    let extra = SignedDataBuilder::new(oid::CONTENT_SIGN_IN, digest)
        .attached(&statement)
        .signing_time(hand.now())
        .attribute(oid::ATTRIBUTE_APPLICATION_BINDING, vec![0x05, 0x00])
        .sign(hand.key(), &hand.certificate, &mut system_rng())
        .expect("a signature");
    expect_refused(
        &hand,
        &stage,
        &taken,
        cms(extra),
        "cms-unexpected-attribute",
    );

    let taken = sign_in_errand(&hand);
    expect_refused(&hand, &stage, &taken, None, "product-missing");
    let taken = sign_in_errand(&hand);
    expect_refused(
        &hand,
        &stage,
        &taken,
        request(vec![0x30, 0x00]),
        "product-unexpected",
    );
}

#[test]
fn an_application_without_its_binding_is_refused() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let (session, status) = keyed(&hand);
    let taken = application_errand(&hand, &session, &status);
    let application = hand.application(&taken);
    let digest = hand.key().public_key().algorithm().binding_digest();
    let bare = SignedDataBuilder::new(pki_oid::CMS_DATA, digest)
        .detached(&application.document)
        .signing_time(hand.now())
        .sign(hand.key(), &hand.certificate, &mut system_rng())
        .expect("a signature");
    expect_refused(&hand, &stage, &taken, cms(bare), "cms-missing-attribute");
}

// --- case 29: requests ---

fn key_errand(hand: &Hand<'_>, session: &Session, status: &RenewalStatus) -> Taken {
    hand.take(session, ErrandKind::GenerateKey, Some(status.id))
        .expect("an errand")
}

#[test]
fn a_request_with_a_key_that_is_known_is_refused() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let (session, status) = hand.confirmed();
    let taken = key_errand(&hand, &session, &status);
    let product = request(hand.request(&taken, hand.key()));
    expect_refused(&hand, &stage, &taken, product, "key-of-old-certificate");

    let sibling = sibling(&stage);
    let taken = key_errand(&hand, &session, &status);
    let product = request(hand.request(&taken, &sibling.1));
    expect_refused(&hand, &stage, &taken, product, "key-issued-before");
}

#[test]
fn a_request_with_the_point_of_the_old_key_under_a_twin_parameter_set_is_refused() {
    let stage = Stage::with(|options| options.algorithm = Algorithm::Gost256);
    let hand = Hand::holders(&stage.world);
    let (session, status) = hand.confirmed();
    // The private key of the old certificate, read from the medium and written under the other name of its curve.
    let pkcs8 = old_private_key(&stage);
    let twin = SigningKey::from_le_bytes(ParameterSet::CryptoProXchA, &pkcs8).expect("a key");
    let twin = PrivateKey::from_gost(twin).expect("a key");
    let taken = key_errand(&hand, &session, &status);
    let product = request(hand.request(&taken, &twin));
    expect_refused(&hand, &stage, &taken, product, "key-of-old-certificate");
}

/// The octets of the holder's private key: they end the PKCS#8 of GOST keys.
fn old_private_key(stage: &Stage) -> Vec<u8> {
    let keys = stage.world.agent().home().join("store/keys");
    let entry = std::fs::read_dir(keys)
        .expect("the keys")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.join("certificate.cer").exists())
        .expect("the entry of the certificate");
    let pkcs8 = std::fs::read(entry.join("key.p8")).expect("the key");
    pkcs8[pkcs8.len() - 32..].to_vec()
}

#[test]
fn a_request_with_a_key_of_another_form_is_refused() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let (session, status) = hand.confirmed();
    for algorithm in [KeyAlgorithm::Ed25519, KeyAlgorithm::Rsa { bits: 2048 }] {
        let key = PrivateKey::generate(algorithm, &mut system_rng()).expect("a key");
        let taken = key_errand(&hand, &session, &status);
        let product = request(hand.request(&taken, &key));
        expect_refused(&hand, &stage, &taken, product, "request-key-form");
    }
}

#[test]
fn a_request_for_more_than_was_planned_is_refused() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let (session, status) = hand.confirmed();
    let key = PrivateKey::generate(hand.key().public_key().algorithm(), &mut system_rng())
        .expect("a key");
    let bound =
        |hand: &Hand<'_>, taken: &Taken, change: &dyn Fn(RequestBuilder) -> RequestBuilder| {
            let (builder, binding) = hand.request_parts(taken, &key);
            change(builder)
                .attribute(
                    oid::ATTRIBUTE_REQUEST_BINDING,
                    &binding.to_bytes().expect("a binding"),
                )
                .sign(&key, &mut system_rng())
                .expect("a request")
                .der()
                .to_vec()
        };
    let taken = key_errand(&hand, &session, &status);
    let authority = BasicConstraints {
        ca: true,
        path_length: None,
    };
    let extra: smena_pki::extension::Extensions =
        [authority.to_extension(true)].into_iter().collect();
    let product = bound(&hand, &taken, &|builder| builder.extensions(extra.clone()));
    expect_refused(
        &hand,
        &stage,
        &taken,
        request(product),
        "request-extensions",
    );

    let taken = key_errand(&hand, &session, &status);
    let subject = holder::official(1)
        .expect("a subject")
        .to_name()
        .expect("a name");
    let (_, binding) = hand.request_parts(&taken, &key);
    let product = RequestBuilder::new(subject)
        .attribute(
            oid::ATTRIBUTE_REQUEST_BINDING,
            &binding.to_bytes().expect("a binding"),
        )
        .sign(&key, &mut system_rng())
        .expect("a request");
    expect_refused(
        &hand,
        &stage,
        &taken,
        request(product.der().to_vec()),
        "request-subject",
    );

    let taken = key_errand(&hand, &session, &status);
    let (builder, _) = hand.request_parts(&taken, &key);
    let product = builder.sign(&key, &mut system_rng()).expect("a request");
    expect_refused(
        &hand,
        &stage,
        &taken,
        request(product.der().to_vec()),
        "request-not-bound",
    );
}

// --- case 51: the receipt ---

/// Goes on to where the receipt is due; gives session, renewal, new key and certificate.
fn installed(hand: &Hand<'_>) -> (Session, RenewalId, PrivateKey, Certificate) {
    let (session, status) = hand.confirmed();
    let key = hand.keyed(&session, status.id);
    let taken = application_errand(hand, &session, &status);
    let application = hand.application(&taken);
    let accepted = hand
        .hand_in(&taken, Some(hand.sign_application(&application)))
        .expect("accepted");
    hand.take_back(&session, &taken, accepted)
        .expect("taken back");
    wait_for_issue(hand, &session, status.id);
    let taken = hand
        .take(&session, ErrandKind::Install, Some(status.id))
        .expect("an errand");
    let Work::Install(work) = &taken.errand.work else {
        panic!("{:?}", taken.errand.work)
    };
    let certificate = Certificate::from_der(&hand.part(&taken, &work.certificate)).expect("DER");
    let accepted = hand.hand_in(&taken, None).expect("accepted");
    hand.take_back(&session, &taken, accepted)
        .expect("taken back");
    (session, status.id, key, certificate)
}

fn wait_for_issue(hand: &Hand<'_>, session: &Session, renewal: RenewalId) {
    let begun = std::time::Instant::now();
    while hand
        .status(session, renewal)
        .expect("the renewal")
        .certificate
        .is_none()
    {
        assert!(begun.elapsed().as_secs() < 30, "nothing is issued");
        std::thread::park_timeout(std::time::Duration::from_millis(50));
    }
}

#[test]
fn a_receipt_by_the_old_key_or_for_another_certificate_is_refused() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let (session, renewal, key, certificate) = installed(&hand);
    let errand = || {
        hand.take(&session, ErrandKind::SignReceipt, Some(renewal))
            .expect("an errand")
    };
    let application_of = |taken: &Taken| {
        let Work::SignReceipt(work) = &taken.errand.work else {
            panic!("another kind")
        };
        hand.part(taken, &work.application)
    };
    let sign = |content: &[u8], signer: &dyn Signer, own: &Certificate| {
        cms(sign_attached(
            ContentType::Receipt,
            content,
            signer,
            own,
            hand.now(),
        ))
    };
    let refused = |taken: &Taken, product, code: &str| {
        let refused = hand.hand_in(taken, Some(product)).expect_err(code);
        assert_eq!(refused.code.as_str(), code, "{refused:?}");
        expect_journalled(&stage.world, code);
    };
    let taken = errand();
    let content = receipt(&hand, &taken, &certificate, &application_of(&taken));
    refused(
        &taken,
        sign(&content, hand.key(), &hand.certificate),
        "receipt-other-signer",
    );

    let taken = errand();
    let content = receipt(&hand, &taken, &hand.certificate, &application_of(&taken));
    refused(
        &taken,
        sign(&content, &key, &certificate),
        "certificate-differs",
    );

    let taken = errand();
    let content = receipt(&hand, &taken, &certificate, b"another application");
    refused(
        &taken,
        sign(&content, &key, &certificate),
        "receipt-differs",
    );

    // The right one, and then once more.
    let taken = errand();
    let content = receipt(&hand, &taken, &certificate, &application_of(&taken));
    let product = sign(&content, &key, &certificate);
    let result = hand.result(&taken, Some(product));
    hand.send(&taken, &result).expect("accepted");
    hand.send(&taken, &result).expect("accepted alike");
    let again = hand
        .make(&session, ErrandKind::SignReceipt, Some(renewal))
        .expect_err("refused");
    assert_eq!(again.code.as_str(), "closed");
    expect_not_revoked(&stage);
}

#[test]
fn a_receipt_for_a_certificate_that_was_revoked_is_refused() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let (session, renewal, key, certificate) = installed(&hand);
    let taken = hand
        .take(&session, ErrandKind::SignReceipt, Some(renewal))
        .expect("an errand");
    let Work::SignReceipt(work) = &taken.errand.work else {
        panic!("another kind")
    };
    let application = hand.part(&taken, &work.application);
    let serial = certificate.serial().clone();
    stage.world.wait_for(async {
        let app = stage.world.app();
        let ctx = app.ctx(smena_server::app::Actor::Admin);
        let reason = smena_domain::certificate::RevocationReason::KeyCompromise;
        smena_server::app::revocation::revoke_serial(app, &ctx, &serial, reason)
            .await
            .expect("revoked")
    });
    let content = receipt(&hand, &taken, &certificate, &application);
    let product = sign_attached(
        ContentType::Receipt,
        &content,
        &key,
        &certificate,
        hand.now(),
    );
    let refused = hand
        .hand_in(&taken, Some(cms(product)))
        .expect_err("refused");
    assert_eq!(
        refused.code.as_str(),
        "new-certificate-revoked",
        "{refused:?}"
    );
    expect_journalled(&stage.world, "new-certificate-revoked");
}

/// The old certificate stays what it was.
fn expect_not_revoked(stage: &Stage) {
    let old = smena_scenarios::evidence::certificates(&stage.world)
        .into_iter()
        .find(|row| row.renewal.is_none())
        .expect("the old certificate");
    assert!(old.revoked_at.is_none());
}

// --- case 25: two errands crossed ---

#[test]
fn the_result_of_one_errand_does_not_answer_another() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let (session, status) = hand.confirmed();
    let first = key_errand(&hand, &session, &status);
    let key = PrivateKey::generate(hand.key().public_key().algorithm(), &mut system_rng())
        .expect("a key");
    let product = request(hand.request(&first, &key));
    let result = hand.result(&first, Some(product.clone()));
    let second = key_errand(&hand, &session, &status);
    // The result names its errand, and what is signed names it too.
    let crossed = hand.send(&second, &result).expect_err("refused");
    assert_eq!(crossed.code.as_str(), "errand-unknown");
    let third = key_errand(&hand, &session, &status);
    expect_refused(&hand, &stage, &third, product, "signed-errand-differs");
    assert_eq!(
        hand.status(&session, status.id).expect("the renewal").stage,
        "confirmed"
    );
}

// --- case 48: the key file; its other faults are the tests of `media` ---

#[test]
fn an_exchanged_key_beside_the_certificate_stops_the_renewal_before_any_signature() {
    let stage = Stage::set();
    let agent = stage.world.agent();
    let media = agent.media().expect("the store");
    let store = media.first().expect("the store");
    let new = NewKey {
        algorithm: stage.world.algorithm().key(),
        keeping: Keeping::new(Protection::None, agent.clock.instant()),
    };
    let other = store
        .generate(&new, &mut system_rng())
        .expect("another key");
    let old = agent.certificate().expect("a certificate");
    let from = std::fs::read_dir(agent.home().join("store/keys"))
        .expect("the keys")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.join("certificate.cer").exists())
        .expect("the entry");
    let stranger = agent
        .home()
        .join("store/keys")
        .join(other.id.as_str())
        .join("key.p8");
    std::fs::copy(stranger, from.join("key.p8")).expect("exchanged");
    let error = agent
        .renew(&old, &smena_demo::Willing::default())
        .expect_err("refused");
    assert!(
        matches!(error, smena_agent::flow::FlowError::Medium(_)),
        "{error:?}"
    );
    let home = agent.open().expect("the home");
    assert!(
        smena_agent::state::SignatureRecord::all(&home)
            .expect("the log")
            .is_empty()
    );
    assert_eq!(issued(&stage.world), 0);
}
