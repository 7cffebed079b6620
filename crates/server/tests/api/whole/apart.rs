//! Where procedures leave the straight way: an application on paper, endorsements that are refused, a register that two
//! persons go on without.

use smena_server::app::office::decide::Decider;

use super::*;

/// How an endorsement is falsified.
type Change = fn(&mut Endorsement);

#[expect(
    clippy::too_many_lines,
    reason = "one story, told from its beginning to its end"
)]
#[tokio::test]
async fn an_application_on_paper_is_bound_by_the_code_of_two_operators() {
    let world = World::with_all_procedures().await;
    operator(&world, "petrov", Role::Operator, "112-233-445 95", None).await;
    operator(&world, "senior", Role::Senior, "087-654-303 00", None).await;
    operator(&world, "herself", Role::Senior, "987-654-320 82", None).await;
    let mut way = Way::begin(&world, "phone-cabinet", 20).await;
    way.ready().await;
    way.does(passport("9900 123456")).await;
    way.does(HolderCommand::ChangeData(smena_protocol::v1::ChangeData {
        changes: [
            ("surname", "Орлова"),
            ("common-name", "Орлова Анна Петровна"),
        ]
        .map(|(key, value)| DataChange {
            key: text(key),
            value: text(value),
        })
        .to_vec(),
    }))
    .await;
    way.confirm().await;
    way.look().await;
    way.stands("papered");
    let renewal = renewals::load(&world.app, way.id()).await.expect("there");
    let look = way.ctx();
    let print = || smena_server::app::preview::application(&world.app, &look, &renewal.state);
    let (first, second) = (
        print().await.expect("a print"),
        print().await.expect("a print"),
    );
    assert_eq!(first, second, "the print stays as it was");
    let shown = smena_protocol::v1::pdf_subset::text(&first).expect("its text");
    assert!(shown.contains("Подпись заявителя"), "{shown}");
    let scan = way.upload(UploadPurpose::PaperApplication).await;
    let scan = smena_domain::renewal::DocumentId::parse(&scan).expect("an id");
    let (app, ctx, id) = (&world.app, way.ctx(), way.id());
    let refused = decide::accept_paper(app, &ctx, id, "herself", scan).await;
    assert_eq!(
        refused.expect_err("refused").code(),
        Some("operator-involved")
    );
    decide::accept_paper(app, &ctx, id, "petrov", scan)
        .await
        .expect("taken");
    way.look().await;
    way.stands("checked");
    decide::approve(app, &ctx, id, &decider("petrov", None))
        .await
        .expect("approved");
    answers::bill(app, &ctx, id, Bill::None)
        .await
        .expect("no bill");
    way.look().await;
    way.stands("approved");
    way.does(HolderCommand::GiveConsent(GiveConsent {})).await;
    way.options("token", true).await;
    let key = way.key().await;
    let refused = way
        .agent
        .make(ErrandKind::Endorse, Some(way.status.id))
        .await;
    assert_eq!(
        refused.expect_err("refused").code(),
        "endorsement-not-offered"
    );
    let enter = |code: &str| {
        HolderCommand::EnterIssueCode(smena_protocol::v1::EnterIssueCode { code: text(code) })
    };
    let first = decide::issue_code(app, &ctx, id, &decider("petrov", None)).await;
    assert!(matches!(first, Ok(Word::First)));
    let same = decide::issue_code(app, &ctx, id, &decider("petrov", None)).await;
    assert!(matches!(same, Ok(Word::First)), "one person is not two");
    let second = decide::issue_code(app, &ctx, id, &decider("senior", None)).await;
    let Ok(Word::Second(code)) = second else {
        panic!("a code")
    };
    let refused = way
        .agent
        .command(&way.status, enter("AAAAA-AAAAA-AAAAA-AAAAA"))
        .await;
    assert_eq!(refused.expect_err("refused").code(), "wrong-code");
    way.status = way
        .agent
        .command(&way.status, enter(&code.reveal().to_lowercase()))
        .await
        .expect("the key is bound");
    assert!(
        way.status
            .obligations
            .iter()
            .any(|duty| duty.what == "confirm-by-code")
    );
    drop(key);
}

#[tokio::test]
async fn endorsements_that_are_refused() {
    let world = World::with_all_procedures().await;
    let mut way = Way::begin(&world, "reporting-client", 20).await;
    way.ready().await;
    way.confirm().await;
    way.apply().await;
    way.options("token", true).await;
    let refused = way
        .agent
        .make(ErrandKind::Endorse, Some(way.status.id))
        .await;
    assert_eq!(refused.expect_err("no key yet").code(), "step-missing");
    way.key().await;
    let sibling = world.sibling(&way.holder, 30).await;
    let changes: [(Change, &str); 5] = [
        (
            |made| made.request = made.application.clone(),
            "endorsement-differs",
        ),
        (
            |made| made.application = made.request.clone(),
            "endorsement-differs",
        ),
        (
            |made| made.spki = made.request.clone(),
            "endorsement-differs",
        ),
        (
            |made| made.context.purpose = Purpose::SignIn,
            "signed-purpose-differs",
        ),
        (
            |made| made.renewal_id = smena_protocol::v1::RenewalId::new([7; 16]),
            "application-of-other-renewal",
        ),
    ];
    for (change, code) in changes {
        let taken = way.take(ErrandKind::Endorse).await;
        let product = endorsement(&mut way.agent, &taken, &way.holder, change).await;
        let refused = way.agent.hand_in(&taken, Some(product)).await;
        assert_eq!(refused.expect_err("refused").code(), code);
        assert!(world.journalled(code).await, "{code}");
    }
    // The same person, another certificate of the same authority.
    let taken = way.take(ErrandKind::Endorse).await;
    let product = endorsement(&mut way.agent, &taken, &sibling, |_| ()).await;
    let refused = way.agent.hand_in(&taken, Some(product)).await;
    assert_eq!(refused.expect_err("refused").code(), "other-signer");
    // The content type of a receipt.
    let taken = way.take(ErrandKind::Endorse).await;
    let Work::Endorse(_) = taken.errand.work else {
        panic!("another errand")
    };
    let product = way
        .agent
        .attached(&way.holder, oid::CONTENT_RECEIPT, b"\x30\x00");
    let refused = way.agent.hand_in(&taken, Some(product)).await;
    assert_eq!(refused.expect_err("refused").code(), "cms-content-type");
    // An endorsement of an earlier errand.
    let first = way.take(ErrandKind::Endorse).await;
    let old = endorsement(&mut way.agent, &first, &way.holder, |_| ()).await;
    let second = way.take(ErrandKind::Endorse).await;
    let refused = way.agent.hand_in(&second, Some(old)).await;
    assert_eq!(
        refused.expect_err("refused").code(),
        "signed-errand-differs"
    );
    way.look().await;
    way.stands("approved");
    way.endorse().await;
    way.stands("issued");
}

#[expect(
    clippy::too_many_lines,
    reason = "one story, told from its beginning to its end"
)]
#[tokio::test]
async fn a_register_is_overridden_by_two_persons_only() {
    let world = World::with_all_procedures().await;
    let signer = world.holder_under(1, 200, "treasury-portal").await;
    operator(
        &world,
        "lebedev",
        Role::Operator,
        "987-654-321 83",
        Some(&signer),
    )
    .await;
    operator(
        &world,
        "twin",
        Role::Senior,
        "987-654-321 83",
        Some(&signer),
    )
    .await;
    let mut way = Way::begin(&world, "treasury-portal", 20).await;
    way.ready().await;
    way.does(HolderCommand::ChooseOffice(ChooseOffice {
        office: text("moscow"),
    }))
    .await;
    way.does(HolderCommand::ChooseKind(ChooseKind {
        kind: text("legal-entity-without-person"),
    }))
    .await;
    way.nothing_more().await;
    way.options("token", false).await;
    way.confirm().await;
    way.key().await;
    way.contacts("+79991234567").await;
    way.apply().await;
    way.stands("submitted");
    let reason = text("нет в реестре");
    let failed = Verdict::Failed { reason };
    answers::check(
        &world.app,
        &way.ctx(),
        way.id(),
        slug("mvd-passport"),
        failed,
    )
    .await
    .expect("answered");
    let pen = Pen(&signer);
    let (app, ctx, id) = (&world.app, way.ctx(), way.id());
    let say = |name: &'static str| {
        let by = Decider {
            name,
            revision: None,
            signer: Some(&pen as &dyn SignDecision),
        };
        let ctx = ctx.clone();
        async move {
            decide::override_check(
                app,
                &ctx,
                id,
                &by,
                slug("mvd-passport"),
                text("ошибка реестра"),
            )
            .await
        }
    };
    assert!(matches!(say("lebedev").await, Ok(Word::First)));
    let Err(refused) = say("twin").await else {
        panic!("two accounts of one person")
    };
    assert_eq!(refused.code(), Some("same-operator"));
    way.look().await;
    way.stands("submitted");
}

/// An endorsement as an agent makes it, changed on the way.
pub(super) async fn endorsement(
    agent: &mut Agent<'_>,
    taken: &Taken,
    holder: &Holder,
    change: impl FnOnce(&mut Endorsement),
) -> Product {
    let Work::Endorse(work) = taken.errand.work.clone() else {
        panic!("another errand")
    };
    let application = agent.part(taken, &work.application).await;
    let request = agent.part(taken, &work.request).await;
    let read = smena_pki::request::CertificationRequest::from_der(&request).expect("a request");
    let old = holder.certificate.public_key().expect("a key");
    let mut made = Endorsement::over(
        agent.context(taken, Purpose::Endorsement),
        work.renewal_id,
        old.algorithm().binding_digest(),
        &application,
        &request,
        &read.public_key().expect("a key"),
        Moment::new(agent.now()),
    )
    .expect("an endorsement");
    change(&mut made);
    let octets = made.to_bytes().expect("octets");
    agent.attached(holder, oid::CONTENT_ENDORSEMENT, &octets)
}
