//! How the new key is made, where it may lie, and what binds it to the application.

/// How the key is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPolicy {
    /// In which order with the application.
    pub made: KeyMade,
    /// Media to choose from, the recommended first.
    pub media: Vec<Medium>,
    /// Whether the private key may leave its medium (F15).
    pub exportable: Exportable,
    /// Whether a password of the container is asked for (T17, K29, R15).
    pub password: PasswordPolicy,
}

/// In which order with the application the key is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMade {
    /// After the approval; then something has to bind the request to the application.
    AfterApproval(Binding),
    /// Before the application, whose signature binds the request.
    BeforeApplication,
}

crate::bytes::words!(
    /// What binds a key made after the approval to the application.
    Binding {
        /// An endorsement signed with the old key.
        Endorsement = "endorsement",
        /// A code that the office gave to the identified person.
        IssueCode = "issue-code",
        /// Either of them.
        Either = "either",
    }
);

crate::bytes::words!(
    /// Where a key and its certificate may lie.
    Medium {
        /// A smart card.
        Card = "card",
        /// A token (Рутокен, eToken).
        Token = "token",
        /// A flash drive.
        FlashDrive = "flash-drive",
        /// A floppy disk.
        Floppy = "floppy",
        /// The computer's own store («Реестр»).
        Computer = "computer",
    }
);

impl Medium {
    /// Tells whether a PIN guards it; the others have a container password.
    #[must_use]
    pub fn has_pin(self) -> bool {
        matches!(self, Self::Card | Self::Token)
    }
}

crate::bytes::words!(
    /// Whether the private key may leave its medium.
    Exportable {
        /// Never; not asked.
        Never = "never",
        /// The holder is asked, "no" stands first (F15).
        AskedDefaultNo = "asked-default-no",
        /// Always; not asked.
        Always = "always",
    }
);

crate::bytes::words!(
    /// Whether a password of the container is asked for.
    PasswordPolicy {
        /// The medium's PIN is all.
        NotAsked = "not-asked",
        /// The holder may set one, entered twice; what its loss means is said first (T18, T19).
        Optional = "optional",
        /// The holder sets one.
        Required = "required",
    }
);
