//! Made-up values for samples: usual ones, and the longest that the law and our limits allow.

use smena_pki::profile::{HolderKind, Subject};
use smena_ui::{
    Language,
    page::{part::SummaryRow, preview},
};
use time::{OffsetDateTime, UtcOffset, macros::datetime};

use super::{Frame, frame::Telephone};

/// When samples are looked at.
pub const NOW: OffsetDateTime = datetime!(2026-11-26 09:30 UTC);
/// Where questions go.
pub const SUPPORT: &str = "8 800 000-00-00, support@example.ru";
/// A person's name.
pub const PERSON: &str = "Соколова Анна Петровна";
/// A post that somebody had before.
pub const FORMER_TITLE: &str = "Бухгалтер";
/// An algorithm of keys.
pub const ALGORITHM: &str = "ГОСТ Р 34.10-2012 (256), CryptoProA";
/// A tool for signatures.
pub const TOOL: &str = "Средство электронной подписи «Пример»";
/// Bodies that register certificates.
pub const BODIES: [&str; 3] = ["ФНС", "СФР", "Росстат"];
/// A procedure.
pub const PROCEDURE: &str = "Плановая замена сертификата";
/// What to do in the office.
pub const OFFICE: &str =
    "Обратитесь в офис удостоверяющего центра с документом, удостоверяющим личность.";
/// An organisation.
pub const ORGANISATION: &str = "ООО «Болты и гайки»";
/// The greatest length of a name in a certificate, in characters.
const NAME_CHARS_MAX: usize = 256;

/// The frame of a page of a holder who has signed in.
#[must_use]
pub fn frame(language: Language) -> Frame {
    Frame {
        person: Some(PERSON.to_owned()),
        ..stranger_frame(language)
    }
}

/// The frame of a page of somebody who has not.
#[must_use]
pub fn stranger_frame(language: Language) -> Frame {
    Frame {
        language,
        authority: "УЦ «Пример»".to_owned(),
        assets: preview::ASSETS.to_owned(),
        zone: UtcOffset::from_hms(3, 0, 0).unwrap_or(UtcOffset::UTC),
        path: "/".to_owned(),
        person: None,
        telephone: None,
        token: "0".repeat(96),
    }
}

/// The frame of a page of somebody who has only the holder's telephone.
#[must_use]
pub fn telephone_frame(language: Language) -> Frame {
    Frame {
        telephone: Some(Telephone { paired: false }),
        ..stranger_frame(language)
    }
}

/// The longest name of an organisation: 256 characters.
#[must_use]
pub fn longest_organisation() -> String {
    let text = "Федеральное государственное бюджетное образовательное учреждение дополнительного \
        профессионального образования «Межрегиональный институт повышения квалификации \
        специалистов государственных и муниципальных учреждений, подведомственных Министерству \
        примеров и образцов» ";
    text.chars().cycle().take(NAME_CHARS_MAX).collect()
}

/// A row of data.
#[must_use]
pub fn row(frame: &Frame, field: &str, value: &str) -> SummaryRow {
    SummaryRow {
        label: frame.say(&format!("label-{field}")),
        value: (!value.is_empty()).then(|| value.to_owned()),
        is_number: matches!(
            field,
            "snils" | "inn" | "organisation-inn" | "ogrn" | "ogrnip"
        ),
        ..SummaryRow::default()
    }
}

/// The data table of the guides (T7), one value absent.
#[must_use]
pub fn data(frame: &Frame) -> Vec<SummaryRow> {
    [
        ("common-name", PERSON),
        ("surname", "Соколова"),
        ("given-name", "Анна Петровна"),
        ("snils", "987-654-320 82"),
        ("inn", "990012345668"),
        ("email", "sokolova@example.ru"),
        ("title", "Главный бухгалтер"),
        ("department", ""),
        ("organisation", ORGANISATION),
        ("organisation-inn", "9900123450"),
        ("ogrn", "1029900123450"),
        ("country", "RU"),
        ("region", "77 г. Москва"),
    ]
    .map(|(field, value)| row(frame, field, value))
    .to_vec()
}

/// The subject of a certificate.
#[must_use]
pub fn subject(organisation: &str) -> Subject {
    Subject {
        organisation: Some(organisation.to_owned()),
        title: Some("Главный бухгалтер".to_owned()),
        surname: Some("Соколова".to_owned()),
        given_name: Some("Анна Петровна".to_owned()),
        state: Some("77 г. Москва".to_owned()),
        locality: Some("г. Москва".to_owned()),
        ..Subject::new(HolderKind::Official, PERSON.to_owned())
    }
}
