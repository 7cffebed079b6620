//! (a) Sign-in: attached CMS of content type `id-smena-signIn`.

use der::Sequence;

use super::context::{Purpose, SmenaContext};
use super::mismatch::{Field, Mismatch, compare};
use super::structure::{Structure, StructureError};
use crate::v1::moment::Moment;
use crate::v1::origin::Origin;
use crate::v1::text;

/// What a holder signs to sign in. Every field is the agent's own but errand and server nonce.
///
/// ```asn1
/// SignIn ::= SEQUENCE { context SmenaContext, at GeneralizedTime, statement UTF8String }
/// ```
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct SignIn {
    /// For what, for whom, in answer to what.
    pub context: SmenaContext,
    /// The agent's clock.
    pub at: Moment,
    /// The fixed sentence, see [`sign_in_statement`].
    pub statement: String,
}

/// The sentence that is signed at signing in, the same for everybody but for the origin.
#[must_use]
pub fn sign_in_statement(origin: &Origin) -> String {
    format!("Вход в {origin}; ничего, кроме входа, этим не подписывается.")
}

impl SignIn {
    /// Writes the sentence for the origin of the context.
    #[must_use]
    pub fn new(context: SmenaContext, at: Moment) -> Self {
        let statement = sign_in_statement(&context.origin);
        Self {
            context,
            at,
            statement,
        }
    }

    /// Compares with the context that the verifier knows; the purpose must be signing in.
    ///
    /// # Errors
    /// [`Mismatch`] naming the first field that differs.
    pub fn matches(&self, expected: &SmenaContext) -> Result<(), Mismatch> {
        compare(&[(self.context.purpose == Purpose::SignIn, Field::Purpose)])?;
        self.context.matches(expected)?;
        compare(&[(
            self.statement == sign_in_statement(&expected.origin),
            Field::Statement,
        )])
    }
}

impl Structure for SignIn {
    const NAME: &'static str = "SignIn";

    fn check(&self) -> Result<(), StructureError> {
        self.context.check()?;
        text::check_value(&self.statement).map_err(|source| StructureError::Text {
            field: "statement".to_owned(),
            source,
        })
    }
}
