//! Every step page in its states, for review.

use askama::Template as _;
use smena_ui::{Language, page::preview::Preview};

use super::{
    StepPage, attach_documents, bind_key, bring_paper_application, change_data, choose_key_options,
    choose_kind, choose_office, choose_system_powers, confirm_by_code, familiarise, give_consent,
    give_contacts, give_identity_document, identify_by_snils, make_backup, pay_bill,
    ready_workplace, sign_application, submit_application, supply_powers, switch_programs,
    tell_system, treat_old_key,
};
use crate::view::{Frame, sample};

type Samples = fn(&Frame) -> Vec<(&'static str, StepPage)>;

/// The pages by the names of their addresses.
pub const PAGES: &[(&str, Samples)] = &[
    ("attach-documents", attach_documents::samples),
    ("bind-key", bind_key::samples),
    ("bring-paper-application", bring_paper_application::samples),
    ("change-data", change_data::samples),
    ("choose-key-options", choose_key_options::samples),
    ("choose-kind", choose_kind::samples),
    ("choose-office", choose_office::samples),
    ("choose-system-powers", choose_system_powers::samples),
    ("confirm-by-code", confirm_by_code::samples),
    ("familiarise", familiarise::samples),
    ("give-consent", give_consent::samples),
    ("give-contacts", give_contacts::samples),
    ("give-identity-document", give_identity_document::samples),
    ("identify-by-snils", identify_by_snils::samples),
    ("make-backup", make_backup::samples),
    ("pay-bill", pay_bill::samples),
    ("ready-workplace", ready_workplace::samples),
    ("sign-application", sign_application::samples),
    ("submit-application", submit_application::samples),
    ("supply-powers", supply_powers::samples),
    ("switch-programs", switch_programs::samples),
    ("tell-system", tell_system::samples),
    ("treat-old-key", treat_old_key::samples),
];

/// Renders all of them in a language.
///
/// # Errors
/// A template that does not render.
pub fn all(area: &'static str, language: Language) -> Result<Vec<Preview>, askama::Error> {
    let frame = sample::frame(language);
    let mut previews = Vec::new();
    for (page, samples) in PAGES {
        for (state, shown) in samples(&frame) {
            previews.push(Preview {
                area,
                page,
                state,
                language,
                html: shown.render()?,
            });
        }
    }
    Ok(previews)
}
