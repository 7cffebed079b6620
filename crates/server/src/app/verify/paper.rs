//! An application signed by hand: taken by an operator from the holder whom he identified.

use smena_domain::{
    calendar::Moment,
    certificate::ContentHash,
    permission::Operator,
    renewal::{DocumentId, PaperFacts, ProvedPaper, Renewal},
};

use crate::app::Ctx;

/// States that this operator took the sheets of this print, whose scan is stored.
pub(in crate::app) fn taken(
    ctx: &Ctx,
    renewal: &Renewal,
    operator: Operator,
    document: ContentHash,
    scan: DocumentId,
) -> ProvedPaper {
    ProvedPaper::from_verifier(PaperFacts {
        renewal: renewal.id(),
        operator,
        document,
        scan,
        at: Moment::new(ctx.now),
    })
}
