//! A session with the authority: door D, the command line.

use smena_protocol::v1::{
    CommandRequested, HolderCommand, RenewalStatus, SessionOpened, SessionToken, SignedIn,
};

use super::{context::Context, error::FlowError};
use crate::client::Bearer;

/// A session. It holds nothing but its token; what it may do the authority knows.
pub(super) struct Session {
    token: SessionToken,
}

impl Session {
    /// Opens a session that knows nobody yet.
    pub(super) fn open(context: &Context<'_>) -> Result<Self, FlowError> {
        let opened: SessionOpened =
            context
                .client
                .post("/api/v1/session", None, &serde_json::json!({}))?;
        Ok(Self {
            token: opened.token,
        })
    }

    /// Takes the new token that signing in has given.
    pub(super) fn raise(&mut self, signed_in: SignedIn) {
        self.token = signed_in.token;
    }

    /// What the session proves itself with.
    pub(super) fn bearer(&self) -> Bearer {
        self.token.reveal()
    }

    /// The holder's renewals.
    pub(super) fn renewals(&self, context: &Context<'_>) -> Result<Vec<RenewalStatus>, FlowError> {
        let client = &context.client;
        Ok(client.get("/api/v1/renewals", Some(&self.bearer()))?)
    }

    /// Moves a renewal on from where it was seen.
    pub(super) fn command(
        &self,
        context: &Context<'_>,
        status: &RenewalStatus,
        command: HolderCommand,
    ) -> Result<RenewalStatus, FlowError> {
        let path = format!("/api/v1/renewals/{}/commands", status.id);
        let requested = CommandRequested {
            revision: status.revision,
            command,
        };
        let client = &context.client;
        Ok(client.post(&path, Some(&self.bearer()), &requested)?)
    }

    /// Signs out. A session that is not closed ends by itself; so a failure here is no failure of the work.
    pub(super) fn close(self, context: &Context<'_>) {
        let _ = context.client.delete("/api/v1/session", &self.bearer());
    }
}
