//! The pages with made-up values, for review: each page in each state, also with the longest values that the law allows.

use std::sync::Arc;

use askama::Template as _;
use smena_media::{Guard, KeysLeave, MediumKind, Place, Tries};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::{Bytes, ErrandKind, Moment, Origin, Sha256, signed::ApplicationField};
use smena_ui::{
    Language, Message,
    page::preview::{ASSETS, Preview},
};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::{Frame, doctor, end, entry, question, working};
use crate::{
    failure::{Failure, Kind},
    flow::{KeyUse, Step, Unfit},
    service::{
        look_alike::Warning,
        talk::{Authority, CertificateOffered, End, MediumOffered, Onward, Phase, Question, Seen},
    },
    state::TrustEntry,
};

/// A certificate of a made-up holder, whose key nobody has.
const CERTIFICATE: &[u8] = include_bytes!("sample.cer");
/// Longest name of an organisation (X.520, and the order of the security service about qualified certificates).
const LONGEST: usize = 256;

/// Every page of the agent in every state, in one language.
///
/// # Errors
///
/// A template fails.
pub fn previews(language: Language) -> Result<Vec<Preview>, askama::Error> {
    let frame = frame(language, Vec::new());
    let mut all = Vec::new();
    for refusal in entry::Refusal::ALL {
        let onward = (refusal == entry::Refusal::Reopened).then(|| frame.base.clone());
        let page = entry::refused(&frame, refusal, onward).render()?;
        all.push(preview("refused", refusal.word(), language, page));
    }
    let origin = Some(authority(false).origin);
    let page = entry::came_in(&frame, origin).render()?;
    all.push(preview("entry", "usual", language, page));
    let page = entry::start(&frame, &[trusted()]).render()?;
    all.push(preview("start", "usual", language, page));
    let wrong = self::frame(language, vec![("code", "desk-start-code-wrong")]);
    let page = entry::start(&wrong, &[]).render()?;
    all.push(preview("start", "with-errors", language, page));
    let page = working(&frame, &seen(Phase::Working)).render()?;
    all.push(preview("working", "usual", language, page));
    let page = working(&frame, &seen_with_advice(Phase::Working)).render()?;
    all.push(preview("working", "with-advice", language, page));
    for (page, state, question) in questions() {
        let mistakes = mistakes(page, state);
        let frame = self::frame(language, mistakes);
        let html = question::show(&frame, &question, &seen(Phase::Working), 37)?;
        all.push(preview(page, state, language, html));
    }
    for (state, checked) in doctor::samples(language) {
        let html = doctor::page(&frame, &checked).render()?;
        all.push(preview("doctor", state, language, html));
    }
    for (page, state, ended) in ends().into_iter().chain(local_ends()) {
        let html = end::of(&frame, &ended, &seen(Phase::Working), state == "with-copy").render()?;
        all.push(preview(page, state, language, html));
    }
    Ok(all)
}

fn preview(page: &'static str, state: &'static str, language: Language, html: String) -> Preview {
    Preview {
        area: "agent",
        page,
        state,
        language,
        html,
    }
}

pub(super) fn frame(language: Language, mistakes: Vec<(&'static str, &'static str)>) -> Frame {
    Frame {
        language,
        base: "/s/sample".to_owned(),
        assets: ASSETS.to_owned(),
        token: "sample".to_owned(),
        number: 7,
        phrase: "якорь самовар ласточка туман".to_owned(),
        doctor: Some("/s/sample/doctor".to_owned()),
        mistakes,
    }
}

/// What is wrong in the states that show mistakes.
fn mistakes(page: &str, state: &str) -> Vec<(&'static str, &'static str)> {
    match (page, state) {
        ("certificate", "with-errors") => vec![("choice", "desk-certificate-none")],
        ("medium", "with-errors") => vec![("choice", "desk-medium-none")],
        ("password", "with-errors") => vec![("secret", "desk-secret-empty")],
        ("keep", "empty") => vec![("password", "desk-keep-empty")],
        ("keep", "both") => vec![("without", "desk-keep-both")],
        ("keep", "differ") => vec![("password-again", "desk-keep-differ")],
        ("keep", "weak") => vec![("weak", "desk-keep-weak")],
        ("application", "other") => vec![("answer", "desk-application-other")],
        _ => Vec::new(),
    }
}

pub(super) fn seen(phase: Phase) -> Seen {
    Seen {
        number: 7,
        phase,
        steps: vec![(Step::Resend, true), (Step::SignApplication, false)],
        advice: Vec::new(),
        mistakes: Vec::new(),
    }
}

/// The same, where the device said something about its PIN that is worth knowing.
fn seen_with_advice(phase: Phase) -> Seen {
    let advice = Message::new("advice-default-pin").with("place", "Рутокен ЭЦП 3.0 0912345678");
    Seen {
        advice: vec![advice],
        ..seen(phase)
    }
}

fn authority(longest: bool) -> Authority {
    Authority {
        name: if longest {
            long("Удостоверяющий центр ")
        } else {
            "УЦ «Пример»".to_owned()
        },
        origin: "https://ca.example".to_owned(),
    }
}

/// A text of the greatest length, in words of a usual one.
fn long(word: &str) -> String {
    word.repeat(LONGEST).chars().take(LONGEST).collect()
}

fn certificate() -> Certificate {
    Certificate::from_der(CERTIFICATE).expect("the sample is a certificate, as a test says")
}

fn origin(text: &str) -> Origin {
    Origin::parse(text).expect("the samples are origins, as a test says")
}

fn trusted() -> TrustEntry {
    TrustEntry {
        origin: origin("https://xn--c-7tb.example"),
        name: authority(false).name,
        root: Bytes::new(CERTIFICATE.to_vec()),
        root_key: Sha256::of(CERTIFICATE),
        errand_chain: Vec::new(),
        allowed_issuers: Vec::new(),
        since: Moment::new(OffsetDateTime::UNIX_EPOCH),
    }
}

fn place(kind: MediumKind, name: &str) -> Place {
    let is_token = kind == MediumKind::Token;
    Place {
        kind,
        name: name.to_owned(),
        guards_access: true,
        guard: if is_token {
            Guard::Pin
        } else {
            Guard::Password
        },
        keys_leave: if is_token {
            KeysLeave::Never
        } else {
            KeysLeave::AsChosen
        },
        device: None,
    }
}

fn media() -> Vec<MediumOffered> {
    let offered = |kind, name, has_old_key| MediumOffered {
        place: place(kind, name),
        has_old_key,
    };
    vec![
        offered(MediumKind::Token, "Рутокен ЭЦП 3.0 0912345678", true),
        offered(MediumKind::FlashDrive, "/media/anna/KINGSTON/smena", false),
        offered(MediumKind::CryptoPro, "/media/anna/KINGSTON", false),
        offered(
            MediumKind::Computer,
            "/Users/anna/Library/Application Support/smena/store",
            false,
        ),
    ]
}

/// The data of an application; one value is absent, one has changed.
fn fields(count: usize, longest: bool) -> Vec<ApplicationField> {
    const FIELDS: [(&str, &str); 17] = [
        ("common-name", "Соколова Анна Петровна"),
        ("surname", "Соколова"),
        ("given-name", "Анна Петровна"),
        ("snils", "987-654-320 82"),
        ("inn", "990012345668"),
        ("email", "sokolova@example.ru"),
        ("title", "Главный бухгалтер"),
        ("department", "Бухгалтерия"),
        ("organisation", "ООО «Болты и гайки»"),
        ("organisation-inn", ""),
        ("ogrn", "1029900123450"),
        ("ogrnip", "329900000000015"),
        ("fss-number", "0000000000"),
        ("country", "RU"),
        ("region", "77 г. Москва"),
        ("locality", "г. Москва"),
        ("street", "ул. Примерная, д. 1"),
    ];
    FIELDS
        .iter()
        .cycle()
        .take(count)
        .map(|(key, value)| ApplicationField {
            key: (*key).to_owned(),
            was: (*key == "title").then(|| "Бухгалтер".to_owned()),
            value: if longest && !value.is_empty() {
                long("Учреждение ")
            } else {
                (*value).to_owned()
            },
        })
        .collect()
}

/// Pages that ask, by the name of the page and of the state.
pub(super) fn questions() -> Vec<(&'static str, &'static str, Question)> {
    let mut all = trust_questions();
    all.extend(certificate_questions());
    all.extend(errand_questions());
    all.extend(secret_questions());
    all.extend(medium_questions());
    all.extend(application_questions());
    let failure = || Failure::new(Kind::OtherSide, "key-absent");
    let failed = |can_retry| Question::Failed {
        failure: failure(),
        can_retry,
    };
    all.push(("failed", "can-retry", failed(true)));
    all.push(("failed", "final", failed(false)));
    all.push(("sensor", "usual", Question::Sensor));
    for (state, has_backup) in [("with-copy", true), ("without-copy", false)] {
        let question = Question::Remove {
            key: "01D9A0F0".to_owned(),
            place: "Рутокен ЭЦП 3.0 0912345678".to_owned(),
            has_backup,
        };
        all.push(("remove", state, question));
    }
    all
}

fn trust_questions() -> Vec<(&'static str, &'static str, Question)> {
    let trust = |warnings, changed| Question::Trust {
        entry: Box::new(trusted()),
        root: Box::new(certificate()),
        warnings,
        changed,
    };
    vec![
        ("trust", "usual", trust(Vec::new(), false)),
        ("trust", "changed", trust(Vec::new(), true)),
        (
            "trust",
            "look-alike",
            trust(
                vec![
                    Warning::Resembles("https://ca.example".to_owned()),
                    Warning::MixedScripts,
                    Warning::Unicode("cа.example".to_owned()),
                ],
                false,
            ),
        ),
    ]
}

fn certificate_questions() -> Vec<(&'static str, &'static str, Question)> {
    let offered = |unfit: &[Option<Unfit>]| {
        unfit
            .iter()
            .map(|unfit| CertificateOffered {
                certificate: certificate(),
                place: "Рутокен ЭЦП 3.0 0912345678".to_owned(),
                unfit: *unfit,
            })
            .collect()
    };
    let of = |offered, longest| Question::Certificate {
        authority: authority(longest),
        offered,
    };
    let unfit = [
        None,
        Some(Unfit::Expired),
        Some(Unfit::NotYet),
        Some(Unfit::Foreign),
        Some(Unfit::Archived),
    ];
    vec![
        ("certificate", "usual", of(offered(&unfit), false)),
        ("certificate", "with-errors", of(offered(&unfit), false)),
        ("certificate", "none-fits", of(offered(&unfit[1..]), false)),
        ("certificate", "empty", of(Vec::new(), false)),
        ("certificate", "longest", of(offered(&[None; 40]), true)),
    ]
}

fn errand_questions() -> Vec<(&'static str, &'static str, Question)> {
    [
        ("sign-in", ErrandKind::SignIn, false),
        ("generate-key", ErrandKind::GenerateKey, false),
        ("endorse", ErrandKind::Endorse, false),
        ("install", ErrandKind::Install, false),
        ("sign-receipt", ErrandKind::SignReceipt, false),
        ("longest", ErrandKind::Endorse, true),
    ]
    .into_iter()
    .map(|(state, kind, longest)| {
        let question = Question::Errand {
            authority: authority(longest),
            kind,
            certificate: Some(Box::new(certificate())),
            place: Some("Рутокен ЭЦП 3.0 0912345678".to_owned()),
        };
        ("errand", state, question)
    })
    .collect()
}

fn secret_questions() -> Vec<(&'static str, &'static str, Question)> {
    let password = |used_for| Question::Password {
        key: "01D9A0F0".to_owned(),
        used_for,
    };
    let pin = |tries, wrong_before| Question::Pin {
        place: "Рутокен ЭЦП 3.0 0912345678".to_owned(),
        tries,
        wrong_before,
    };
    let window = |asks_secret, is_closed| Question::Window {
        asks_secret,
        is_closed,
    };
    vec![
        ("password", "old", password(KeyUse::Old)),
        ("password", "new", password(KeyUse::New)),
        ("password", "copy", password(KeyUse::Copy)),
        ("password", "trial", password(KeyUse::Trial)),
        ("password", "with-errors", password(KeyUse::Old)),
        ("pin", "usual", pin(Tries::Left(10), false)),
        ("pin", "wrong", pin(Tries::Left(9), true)),
        ("pin", "low", pin(Tries::Low, true)),
        ("pin", "last", pin(Tries::Last, true)),
        (
            "last-try",
            "usual",
            Question::LastTry {
                place: "Рутокен ЭЦП 3.0 0912345678".to_owned(),
            },
        ),
        ("window", "secret", window(true, false)),
        ("window", "consent", window(false, false)),
        ("window", "closed", window(true, true)),
    ]
}

fn medium_questions() -> Vec<(&'static str, &'static str, Question)> {
    let keep = |kind, is_copy| Question::Keep {
        place: place(kind, "/media/anna/KINGSTON/smena"),
        is_copy,
    };
    let folder = || keep(MediumKind::FlashDrive, false);
    let mut all = vec![
        ("medium", "usual", Question::Medium { offered: media() }),
        (
            "medium",
            "with-errors",
            Question::Medium { offered: media() },
        ),
        ("target", "usual", Question::Target { offered: media() }),
        (
            "target",
            "empty",
            Question::Target {
                offered: Vec::new(),
            },
        ),
        ("keep", "usual", folder()),
        ("keep", "token", keep(MediumKind::Token, false)),
        ("keep", "copy", keep(MediumKind::FlashDrive, true)),
    ];
    for state in ["empty", "both", "differ", "weak"] {
        all.push(("keep", state, folder()));
    }
    all
}

fn application_questions() -> Vec<(&'static str, &'static str, Question)> {
    let of = |count, longest| Question::Application {
        authority: authority(longest),
        certificate: Box::new(certificate()),
        fields: fields(count, longest),
        document: Arc::new(Vec::new()),
        hash: Sha256::of(b"document"),
    };
    vec![
        ("application", "usual", of(13, false)),
        ("application", "other", of(13, false)),
        ("application", "longest", of(52, true)),
    ]
}

/// Pages at the end, by the name of the page and of the state.
fn ends() -> Vec<(&'static str, &'static str, End)> {
    let back = || {
        Some(Arc::new(Zeroizing::new(
            "https://ca.example/return".to_owned(),
        )))
    };
    let done = |kind| End::Done {
        authority: authority(false),
        kind,
        back: back(),
        certificate: Some(Box::new(certificate())),
        digits: None,
    };
    let paired = End::Done {
        authority: authority(false),
        kind: ErrandKind::Pair,
        back: back(),
        certificate: None,
        digits: Some("1234 5678".to_owned()),
    };
    let portal = || Some("https://ca.example/".to_owned());
    vec![
        ("done", "sign-in", done(ErrandKind::SignIn)),
        ("done", "generate-key", done(ErrandKind::GenerateKey)),
        (
            "done",
            "sign-application",
            done(ErrandKind::SignApplication),
        ),
        ("done", "endorse", done(ErrandKind::Endorse)),
        ("done", "install", done(ErrandKind::Install)),
        ("done", "pair", paired),
        ("done", "sign-receipt", done(ErrandKind::SignReceipt)),
        ("done", "with-copy", done(ErrandKind::SignReceipt)),
        ("declined", "usual", End::Declined { portal: portal() }),
        (
            "over",
            "usual",
            End::Failed {
                failure: Failure::new(Kind::Refused, "document-differs"),
                portal: portal(),
            },
        ),
        (
            "trusted",
            "usual",
            End::Trusted {
                authority: authority(false),
            },
        ),
    ]
}

/// Pages at the end of what needed no authority.
fn local_ends() -> Vec<(&'static str, &'static str, End)> {
    let onward = || Onward {
        portal: Some("https://ca.example/".to_owned()),
        begun_at: Some("/s/sample".to_owned()),
    };
    vec![
        (
            "copied",
            "usual",
            End::Copied {
                place: "/media/anna/KINGSTON/smena".to_owned(),
                until: Some("12 марта 2027 года".to_owned()),
                onward: onward(),
            },
        ),
        (
            "removed",
            "usual",
            End::Removed {
                place: "Рутокен ЭЦП 3.0 0912345678".to_owned(),
                onward: onward(),
            },
        ),
        (
            "removed",
            "without-authority",
            End::Removed {
                place: "Рутокен ЭЦП 3.0 0912345678".to_owned(),
                onward: Onward::default(),
            },
        ),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use smena_ui::Language;

    use super::previews;

    #[test]
    fn every_page_has_pictures_in_every_language_each_in_its_own_file() {
        for language in Language::ALL {
            let all = previews(language).expect("templates");
            let paths: BTreeSet<String> = all
                .iter()
                .map(smena_ui::page::preview::Preview::path)
                .collect();
            assert_eq!(paths.len(), all.len());
            for one in &all {
                // A key without words would stand there as it is.
                assert!(!one.html.contains(">desk-"), "{}", one.path());
                assert!(one.html.contains("class=\"agent\""), "{}", one.path());
            }
        }
    }

    #[test]
    fn what_was_done_without_an_authority_leads_on_or_says_that_the_tab_can_be_closed() {
        let all = previews(Language::English).expect("templates");
        let of = |page, state| {
            let mut found = all
                .iter()
                .filter(|one| (one.page, one.state) == (page, state));
            found.next().expect("a picture").html.clone()
        };
        for page in ["copied", "removed"] {
            let html = of(page, "usual");
            for href in ["href=\"https://ca.example/\"", "href=\"/s/sample\""] {
                assert!(html.contains(href), "{page}: {href}");
            }
            assert!(!html.contains("close this tab"), "{page}");
        }
        assert!(of("removed", "without-authority").contains("close this tab"));
    }

    #[test]
    fn the_heading_of_a_page_stands_above_its_text() {
        for one in previews(Language::Russian).expect("templates") {
            let (_, main) = one.html.split_once("<main").expect("a main part");
            let heading = main.find("<h1").expect("a heading");
            for before in ["<p>", "<input id=", "class=\"notice "] {
                let text = main.find(before).unwrap_or(main.len());
                assert!(heading < text, "{}: {before}", one.path());
            }
        }
    }

    #[test]
    fn a_failure_names_on_its_page_what_to_plug_in() {
        for one in previews(Language::Russian).expect("templates") {
            assert!(!one.html.contains("--medium"), "{}", one.path());
            if one.page == "failed" {
                assert!(one.html.contains("Подключите флешку или токен"));
            }
        }
    }

    #[test]
    fn no_page_is_large_or_has_script_or_style_of_its_own() {
        for one in previews(Language::Russian).expect("templates") {
            assert!(
                one.html.len() < 200_000,
                "{}: {}",
                one.path(),
                one.html.len()
            );
            for inline in ["<style", " style=", "onclick", "javascript:"] {
                assert!(!one.html.contains(inline), "{}: {inline}", one.path());
            }
        }
    }
}
