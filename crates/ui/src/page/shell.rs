//! The frame around every page.

use super::part::Link;
use crate::{Catalogue, Language, Message, text};

/// Whose pages they are. The agent's look unmistakably different: a frame of their own colour and a heading that says
/// that everything happens on this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The portal of an authority.
    Portal,
    /// The pages of the agent.
    Agent,
}

impl Area {
    /// The class of the root element.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Agent => "agent",
        }
    }
}

/// An entry of the navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Where it leads.
    pub link: Link,
    /// Whether it is the page that is shown.
    pub current: bool,
}

/// What stands at the head of a page.
#[derive(Clone, Debug, Default)]
pub struct Masthead {
    /// The name of the authority, or of the program on this computer.
    pub brand: String,
    /// Where the name leads; none where there is no page to go to.
    pub home: Option<String>,
    /// The navigation.
    pub nav: Vec<NavItem>,
    /// Who is signed in, by name.
    pub person: Option<String>,
    /// How one signs out.
    pub sign_out: Option<SignOut>,
    /// The words by which a person recognises the agent of this computer.
    pub recognition: Option<String>,
}

/// The form that signs out.
#[derive(Clone, Debug)]
pub struct SignOut {
    /// Where it is sent.
    pub action: String,
    /// The form token.
    pub token: String,
}

/// A page that follows what happens at the server.
#[derive(Clone, Debug)]
pub struct Live {
    /// Where the state is asked for: JSON with `state`, and `go` when another page is due.
    pub address: String,
    /// The state that the page shows.
    pub state: String,
    /// Seconds between two questions; without script the page is loaded anew as often.
    pub every_seconds: u32,
}

/// The frame around a page.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The words of the program.
    pub words: Catalogue,
    /// The language of the page.
    pub language: Language,
    /// Whose page it is.
    pub area: Area,
    /// The title of the page, without the name of the program.
    pub title: String,
    /// The address of the folder of the assets, without a slash at its end.
    pub assets: String,
    /// The head of the page.
    pub masthead: Masthead,
    /// Links to this page in the other languages.
    pub languages: Vec<Link>,
    /// What the page follows.
    pub live: Option<Live>,
    /// Scripts that this page loads besides the one that all load, by the names of their assets.
    pub scripts: Vec<&'static str>,
    /// Links and sentences at the foot.
    pub foot: Vec<Link>,
}

impl Shell {
    /// Whether the page is the agent's.
    #[must_use]
    pub fn is_agent(&self) -> bool {
        self.area == Area::Agent
    }

    /// The text of a key of the program, for constant words in templates.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.words.word(self.language, key)
    }

    /// The text of a message with arguments.
    #[must_use]
    pub fn text(&self, message: &Message) -> String {
        self.words.text(self.language, message)
    }

    /// The text of a key of this crate: what the frame itself says.
    #[must_use]
    pub fn own(&self, key: &str) -> String {
        text::catalogue().word(self.language, key)
    }
}
