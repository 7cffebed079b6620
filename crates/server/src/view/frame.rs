//! What every page of the portal has around it: the authority's name, the sections, who is signed in, the languages.

use smena_domain::procedure::Field;
use smena_pki::profile::{FakeNumbers, Snils};
use smena_ui::{
    Language, Message, format,
    page::{
        Area, Masthead, NavItem, Shell, SignOut,
        part::{Errors, FieldError, Link},
    },
};
use time::{Date, OffsetDateTime, UtcOffset};

use crate::text::catalogue;

/// Where the assets of the pages lie.
pub const ASSETS: &str = "/assets";

/// A section of the portal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// None of those in the navigation.
    #[default]
    None,
    /// The start.
    Start,
    /// «Мои сертификаты».
    Certificates,
    /// «Новости – Уведомления».
    Notices,
    /// «Как идёт замена», for whoever has signed in by telephone.
    Progress,
    /// The program for this computer.
    Downloads,
    /// Who the authority is.
    Authority,
}

/// A reader who has only the holder's telephone: he is shown nothing of the holder's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telephone {
    /// Whether his session was paired with an agent.
    pub paired: bool,
}

/// What every page has around it.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The language of the page.
    pub language: Language,
    /// The name of the authority.
    pub authority: String,
    /// The address of the folder of the assets.
    pub assets: String,
    /// The zone in which instants are shown.
    pub zone: UtcOffset,
    /// The path of the page, for the links to its other languages.
    pub path: String,
    /// Who is signed in.
    pub person: Option<String>,
    /// Whoever looks has only the holder's telephone.
    pub telephone: Option<Telephone>,
    /// The token of the page's forms; empty where there is no session.
    pub token: String,
}

impl Frame {
    /// What is shown of a value of the holder's: nothing to whoever has only his telephone, but that there is one.
    #[must_use]
    pub fn shown(&self, value: Option<String>) -> Option<String> {
        if self.telephone.is_some() {
            Some(self.say("portal-not-by-telephone"))
        } else {
            value
        }
    }

    /// Who is said to have signed in: by telephone nobody by name.
    fn reader(&self) -> Option<String> {
        let telephone = self.telephone.map(|_| self.say("portal-by-telephone"));
        self.person.clone().or(telephone)
    }

    /// Whether an agent is still to be paired with the reader's session before it does anything for him.
    #[must_use]
    pub fn needs_pairing(&self) -> bool {
        self.telephone.is_some_and(|telephone| !telephone.paired)
    }

    /// The shell of a page.
    #[must_use]
    pub fn shell(&self, title: impl Into<String>, section: Section) -> Shell {
        Shell {
            words: catalogue(),
            language: self.language,
            area: Area::Portal,
            title: title.into(),
            assets: self.assets.clone(),
            masthead: Masthead {
                brand: self.authority.clone(),
                home: Some("/".to_owned()),
                nav: self.navigation(section),
                sign_out: self.reader().is_some().then(|| SignOut {
                    action: "/sign-out".to_owned(),
                    token: self.token.clone(),
                }),
                person: self.reader(),
                recognition: None,
            },
            languages: self.languages(),
            live: None,
            scripts: Vec::new(),
            foot: vec![
                Link::new("/authority", self.say("portal-nav-authority")),
                Link::new("/downloads", self.say("portal-nav-downloads")),
            ],
        }
    }

    /// The text of a key.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        catalogue().word(self.language, key)
    }

    /// Whether there is a text of a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        catalogue().holds(self.language, key)
    }

    /// What a code of a refusal means, where its words need nothing that is not kept with it.
    #[must_use]
    pub fn meaning(&self, code: &str) -> Option<String> {
        [format!("portal-failed-{code}"), format!("err-{code}")]
            .iter()
            .filter(|key| self.has(key))
            .map(|key| self.say(key))
            .find(|text| !text.contains('{'))
            .map(|text| text.trim_end_matches('.').to_owned())
    }

    /// The text of a message with arguments.
    #[must_use]
    pub fn text(&self, message: &Message) -> String {
        catalogue().text(self.language, message)
    }

    /// A datum as people write it: a SNILS in its groups.
    #[must_use]
    pub fn datum(&self, field: Field, value: &str) -> String {
        let snils = (field == Field::Snils)
            .then(|| Snils::parse(value, FakeNumbers::Allowed).ok())
            .flatten();
        snils.map_or_else(|| value.to_owned(), |snils| snils.to_string())
    }

    /// A date in words.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        format::date(self.language, date)
    }

    /// The day of an instant in the zone of the page.
    #[must_use]
    pub fn day(&self, at: OffsetDateTime) -> String {
        self.date(at.to_offset(self.zone).date())
    }

    /// An instant in words with its zone.
    #[must_use]
    pub fn instant(&self, at: OffsetDateTime) -> String {
        format::instant(self.language, at, self.zone)
    }

    /// The summary of what is wrong with a form: for each mistake the name of its question and what to do.
    #[must_use]
    pub fn errors(&self, mistakes: impl IntoIterator<Item = (&'static str, String)>) -> Errors {
        let one = |(name, text): (&str, String)| FieldError {
            name: (!name.is_empty()).then(|| name.to_owned()),
            text,
        };
        Errors {
            language: self.language,
            errors: mistakes.into_iter().map(one).collect(),
        }
    }

    fn navigation(&self, section: Section) -> Vec<NavItem> {
        let signed_in: &[(&str, &str, Section)] = &[
            (
                "/certificates",
                "portal-nav-certificates",
                Section::Certificates,
            ),
            ("/notices", "portal-nav-notices", Section::Notices),
        ];
        let anybody: &[(&str, &str, Section)] = &[
            ("/downloads", "portal-nav-downloads", Section::Downloads),
            ("/authority", "portal-nav-authority", Section::Authority),
        ];
        let telephone: &[(&str, &str, Section)] =
            &[("/progress", "portal-progress-title", Section::Progress)];
        let start: &[(&str, &str, Section)] = &[("/", "portal-nav-start", Section::Start)];
        let first = match (&self.person, self.telephone) {
            (Some(_), _) => signed_in,
            (None, Some(_)) => telephone,
            (None, None) => start,
        };
        first
            .iter()
            .chain(anybody)
            .map(|(href, key, own)| NavItem {
                link: Link::new(*href, self.say(key)),
                current: *own == section,
            })
            .collect()
    }

    /// Links to this page in the other languages, each named in its own.
    fn languages(&self) -> Vec<Link> {
        Language::ALL
            .into_iter()
            .filter(|language| *language != self.language)
            .map(|language| Link {
                href: format!("{}?lang={}", self.path, language.tag()),
                text: catalogue().word(language, "portal-language-name"),
                hidden: None,
                language: Some(language.tag()),
            })
            .collect()
    }
}
