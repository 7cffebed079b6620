//! What is refused of the things that agents send: each with its own code, an entry in the journal, nothing issued and
//! the renewal as it was (security design, section 6, cases 11 to 18, 25 to 29 and 51 as far as the server sees them).

mod application;
mod receipt;
mod request;
mod sign_in;

use smena_protocol::v1::{Bytes, Product, RenewalStatus};

use crate::{
    agent::{Agent, Taken},
    world::Refused,
};

fn cms(octets: Vec<u8>) -> Product {
    Product::Cms(Bytes::new(octets))
}

/// Hands in what has to be refused, and looks that nothing came of it.
async fn refused(
    agent: &mut Agent<'_>,
    taken: &Taken,
    product: Product,
    before: &RenewalStatus,
    code: &str,
) -> Refused {
    let answer = agent.hand_in(taken, Some(product)).await;
    let refused = answer.expect_err(code);
    assert_eq!(refused.code(), code, "{}", refused.problem.message);
    assert!(agent.world.journalled(code).await, "{code}");
    let after = agent.status(before.id).await;
    assert_eq!(
        (&after.stage, after.revision),
        (&before.stage, before.revision),
        "{code}"
    );
    assert_eq!(
        after.certificate, before.certificate,
        "{code}: nothing is issued"
    );
    refused
}
