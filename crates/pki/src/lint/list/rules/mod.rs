//! The rules for revocation lists, one to each file.

mod authority_key_identifier_present;
mod entries_not_empty;
mod entries_not_later;
mod entries_unique;
mod entry_extension_critical;
mod extensions_unique;
mod issuer_matches;
mod next_update_after;
mod next_update_present;
mod next_update_soon;
mod number_present;
mod reason_known;
mod reason_unspecified_absent;
mod signature_algorithms_equal;
mod times_encoding;
mod version;

use super::ListRule;

/// All of them, in the order of running.
pub(super) const RULES: &[ListRule] = &[
    version::RULE,
    signature_algorithms_equal::RULE,
    issuer_matches::RULE,
    times_encoding::RULE,
    next_update_present::RULE,
    next_update_after::RULE,
    next_update_soon::RULE,
    number_present::RULE,
    authority_key_identifier_present::RULE,
    extensions_unique::RULE,
    entries_not_empty::RULE,
    entries_unique::RULE,
    entries_not_later::RULE,
    reason_unspecified_absent::RULE,
    reason_known::RULE,
    entry_extension_critical::RULE,
];
