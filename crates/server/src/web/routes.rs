//! The table of routes from which the router is built ([`super::router`]); nothing else adds a route.
//!
//! Each row says method, path, who is let in, how large a body may be, and the handler. A test walks the table: every
//! route keeps out whoever its guard names.

use axum::{
    http::Method,
    routing::{delete, get, post},
};
use smena_protocol::limits::{BODY_BYTES_MAX, ENVELOPE_BYTES_MAX, SCAN_BYTES_MAX};

use super::{
    agent_api::{errands, parts, renewals, session},
    portal::{
        self,
        steps::{
            self, bind_key::BindKey, choose_key_options::ChooseKeyOptions, choose_kind::ChooseKind,
            choose_office::ChooseOffice, choose_system_powers::ChooseSystemPowers,
            familiarise::Familiarise, give_consent::GiveConsent, give_contacts::GiveContacts,
            identify_by_snils::IdentifyBySnils, make_backup::MakeBackup, pay_bill::PayBill, plain,
            ready_workplace::ReadyWorkplace, submit_application::SubmitApplication,
            tell_system::TellSystem, treat_old_key::TreatOldKey,
        },
    },
    publish, status, well_known,
};
use crate::limits::FORM_BYTES_MAX;

use super::route::row;
pub use super::route::{Guard, Route, is_for_programs};

/// Every route of the server.
pub const TABLE: &[Route] = {
    const GET: Method = Method::GET;
    const POST: Method = Method::POST;
    const DELETE: Method = Method::DELETE;
    const NONE: usize = 0;
    const JSON: usize = BODY_BYTES_MAX;
    const SIGNED: usize = ENVELOPE_BYTES_MAX;
    use Guard::{Agent, Anybody, Claim, Holder, Session};
    const FORM: usize = FORM_BYTES_MAX;
    const FILES: usize = SCAN_BYTES_MAX + FORM_BYTES_MAX;
    use Guard::{
        FirstForm, HolderPage, OwnErrand, OwnErrandForm, Page, PhoneForm, PhonePage,
        PhoneRenewalForm, PhoneRenewalPage, RenewalForm, RenewalPage, SessionForm,
    };
    &[
        row(GET, "/.well-known/smena", Anybody, NONE, || {
            get(well_known::statement)
        }),
        row(GET, "/status", Anybody, NONE, || get(status::status)),
        row(GET, "/ca/root.cer", Anybody, NONE, || get(publish::root)),
        row(GET, "/ca/issuing.cer", Anybody, NONE, || {
            get(publish::issuing)
        }),
        row(GET, "/ca/issuing.crl", Anybody, NONE, || get(publish::list)),
        row(POST, "/api/v1/session", Anybody, JSON, || {
            post(session::open)
        }),
        row(DELETE, "/api/v1/session", Session, NONE, || {
            delete(session::close)
        }),
        row(POST, "/api/v1/errands", Session, JSON, || {
            post(errands::make)
        }),
        row(POST, "/api/v1/errands/claim", Agent, SIGNED, || {
            post(errands::claim)
        }),
        row(
            POST,
            "/api/v1/errands/{id}/extension",
            Agent,
            SIGNED,
            || post(errands::extend),
        ),
        row(POST, "/api/v1/errands/{id}/result", Agent, SIGNED, || {
            post(errands::result)
        }),
        row(POST, "/api/v1/errands/{id}/return", Session, JSON, || {
            post(errands::return_code)
        }),
        row(GET, "/api/v1/parts/{sha256}", Claim, NONE, || {
            get(parts::fetch)
        }),
        row(POST, "/api/v1/renewals", Holder, JSON, || {
            post(renewals::start)
        }),
        row(GET, "/api/v1/renewals", Holder, NONE, || {
            get(renewals::list)
        }),
        row(GET, "/api/v1/renewals/{id}", Holder, NONE, || {
            get(renewals::show)
        }),
        row(POST, "/api/v1/renewals/{id}/commands", Holder, JSON, || {
            post(renewals::command)
        }),
        row(
            GET,
            "/api/v1/renewals/{id}/certificate",
            Holder,
            NONE,
            || get(renewals::certificate),
        ),
        row(GET, "/assets/{name}", Page, NONE, || {
            get(portal::assets::show)
        }),
        row(GET, "/", Page, NONE, || get(portal::start::show)),
        row(GET, "/downloads", Page, NONE, || {
            get(portal::information::downloads)
        }),
        row(GET, "/authority", Page, NONE, || {
            get(portal::information::authority)
        }),
        row(GET, "/notices", HolderPage, NONE, || {
            get(portal::notices::show)
        }),
        row(GET, "/certificates", HolderPage, NONE, || {
            get(portal::certificates::show)
        }),
        row(POST, "/renewals", PhoneForm, FORM, || {
            post(portal::renewals::start)
        }),
        row(GET, "/renewals/{id}", PhoneRenewalPage, NONE, || {
            get(portal::renewals::show)
        }),
        row(
            GET,
            "/renewals/{id}/check-data",
            PhoneRenewalPage,
            NONE,
            || get(portal::check_data::show),
        ),
        row(
            POST,
            "/renewals/{id}/check-data",
            PhoneRenewalForm,
            FORM,
            || post(portal::check_data::act),
        ),
        row(GET, "/renewals/{id}/state", PhoneRenewalPage, NONE, || {
            get(portal::renewals::state)
        }),
        row(
            GET,
            "/renewals/{id}/make-key",
            PhoneRenewalPage,
            NONE,
            || get(portal::errand_step::show),
        ),
        row(
            GET,
            "/renewals/{id}/attach-documents",
            PhoneRenewalPage,
            NONE,
            || get(steps::attach_documents::show),
        ),
        row(
            POST,
            "/renewals/{id}/attach-documents",
            PhoneRenewalForm,
            FILES,
            || post(steps::attach_documents::act),
        ),
        row(
            GET,
            "/renewals/{id}/bind-key",
            PhoneRenewalPage,
            NONE,
            || get(plain::show::<BindKey>),
        ),
        row(
            POST,
            "/renewals/{id}/bind-key",
            PhoneRenewalForm,
            FORM,
            || post(plain::act::<BindKey>),
        ),
        row(
            GET,
            "/renewals/{id}/bring-paper-application",
            PhoneRenewalPage,
            NONE,
            || get(steps::bring_paper_application::show),
        ),
        row(
            POST,
            "/renewals/{id}/bring-paper-application",
            PhoneRenewalForm,
            FILES,
            || post(steps::bring_paper_application::act),
        ),
        row(
            GET,
            "/renewals/{id}/change-data",
            PhoneRenewalPage,
            NONE,
            || get(steps::change_data::show),
        ),
        row(
            POST,
            "/renewals/{id}/change-data",
            PhoneRenewalForm,
            FORM,
            || post(steps::change_data::act),
        ),
        row(
            GET,
            "/renewals/{id}/choose-key-options",
            PhoneRenewalPage,
            NONE,
            || get(plain::show::<ChooseKeyOptions>),
        ),
        row(
            POST,
            "/renewals/{id}/choose-key-options",
            PhoneRenewalForm,
            FORM,
            || post(plain::act::<ChooseKeyOptions>),
        ),
        row(
            GET,
            "/renewals/{id}/choose-kind",
            PhoneRenewalPage,
            NONE,
            || get(plain::show::<ChooseKind>),
        ),
        row(
            POST,
            "/renewals/{id}/choose-kind",
            PhoneRenewalForm,
            FORM,
            || post(plain::act::<ChooseKind>),
        ),
        row(
            GET,
            "/renewals/{id}/choose-office",
            PhoneRenewalPage,
            NONE,
            || get(plain::show::<ChooseOffice>),
        ),
        row(
            POST,
            "/renewals/{id}/choose-office",
            PhoneRenewalForm,
            FORM,
            || post(plain::act::<ChooseOffice>),
        ),
        row(
            GET,
            "/renewals/{id}/choose-system-powers",
            PhoneRenewalPage,
            NONE,
            || get(plain::show::<ChooseSystemPowers>),
        ),
        row(
            POST,
            "/renewals/{id}/choose-system-powers",
            PhoneRenewalForm,
            FORM,
            || post(plain::act::<ChooseSystemPowers>),
        ),
        row(
            GET,
            "/renewals/{id}/confirm-by-code",
            PhoneRenewalPage,
            NONE,
            || get(steps::confirm_by_code::show),
        ),
        row(
            POST,
            "/renewals/{id}/confirm-by-code",
            PhoneRenewalForm,
            FORM,
            || post(steps::confirm_by_code::act),
        ),
        row(GET, "/renewals/{id}/familiarise", RenewalPage, NONE, || {
            get(plain::show::<Familiarise>)
        }),
        row(
            POST,
            "/renewals/{id}/familiarise",
            RenewalForm,
            FORM,
            || post(plain::act::<Familiarise>),
        ),
        row(
            GET,
            "/renewals/{id}/give-consent",
            PhoneRenewalPage,
            NONE,
            || get(plain::show::<GiveConsent>),
        ),
        row(
            POST,
            "/renewals/{id}/give-consent",
            PhoneRenewalForm,
            FORM,
            || post(plain::act::<GiveConsent>),
        ),
        row(
            GET,
            "/renewals/{id}/give-contacts",
            RenewalPage,
            NONE,
            || get(plain::show::<GiveContacts>),
        ),
        row(
            POST,
            "/renewals/{id}/give-contacts",
            RenewalForm,
            FORM,
            || post(plain::act::<GiveContacts>),
        ),
        row(
            GET,
            "/renewals/{id}/give-identity-document",
            PhoneRenewalPage,
            NONE,
            || get(steps::give_identity_document::show),
        ),
        row(
            POST,
            "/renewals/{id}/give-identity-document",
            PhoneRenewalForm,
            FORM,
            || post(steps::give_identity_document::act),
        ),
        row(
            GET,
            "/renewals/{id}/identify-by-snils",
            PhoneRenewalPage,
            NONE,
            || get(plain::show::<IdentifyBySnils>),
        ),
        row(
            POST,
            "/renewals/{id}/identify-by-snils",
            PhoneRenewalForm,
            FORM,
            || post(plain::act::<IdentifyBySnils>),
        ),
        row(GET, "/renewals/{id}/make-backup", RenewalPage, NONE, || {
            get(plain::show::<MakeBackup>)
        }),
        row(
            POST,
            "/renewals/{id}/make-backup",
            RenewalForm,
            FORM,
            || post(plain::act::<MakeBackup>),
        ),
        row(
            GET,
            "/renewals/{id}/pay-bill",
            PhoneRenewalPage,
            NONE,
            || get(plain::show::<PayBill>),
        ),
        row(
            POST,
            "/renewals/{id}/pay-bill",
            PhoneRenewalForm,
            FORM,
            || post(steps::pay_bill::act),
        ),
        row(
            GET,
            "/renewals/{id}/ready-workplace",
            PhoneRenewalPage,
            NONE,
            || get(plain::show::<ReadyWorkplace>),
        ),
        row(
            POST,
            "/renewals/{id}/ready-workplace",
            PhoneRenewalForm,
            FORM,
            || post(plain::act::<ReadyWorkplace>),
        ),
        row(
            GET,
            "/renewals/{id}/submit-application",
            RenewalPage,
            NONE,
            || get(plain::show::<SubmitApplication>),
        ),
        row(
            POST,
            "/renewals/{id}/submit-application",
            RenewalForm,
            FORM,
            || post(plain::act::<SubmitApplication>),
        ),
        row(
            GET,
            "/renewals/{id}/supply-powers",
            RenewalPage,
            NONE,
            || get(steps::supply_powers::show),
        ),
        row(
            POST,
            "/renewals/{id}/supply-powers",
            RenewalForm,
            FILES,
            || post(steps::supply_powers::act),
        ),
        row(GET, "/renewals/{id}/tell-system", RenewalPage, NONE, || {
            get(plain::show::<TellSystem>)
        }),
        row(
            POST,
            "/renewals/{id}/tell-system",
            RenewalForm,
            FORM,
            || post(steps::tell_system::act),
        ),
        row(
            GET,
            "/renewals/{id}/treat-old-key",
            RenewalPage,
            NONE,
            || get(plain::show::<TreatOldKey>),
        ),
        row(
            POST,
            "/renewals/{id}/treat-old-key",
            RenewalForm,
            FORM,
            || post(plain::act::<TreatOldKey>),
        ),
        row(
            GET,
            "/renewals/{id}/sign-application",
            RenewalPage,
            NONE,
            || get(steps::sign_application::show),
        ),
        row(
            GET,
            "/renewals/{id}/switch-programs",
            RenewalPage,
            NONE,
            || get(steps::switch_programs::show),
        ),
        row(
            GET,
            "/renewals/{id}/application.pdf",
            RenewalPage,
            NONE,
            || get(steps::documents::application),
        ),
        row(
            POST,
            "/renewals/{id}/comment-ticket",
            RenewalForm,
            FORM,
            || post(steps::supply_powers::comment),
        ),
        row(
            POST,
            "/renewals/{id}/recheck-powers",
            RenewalForm,
            FORM,
            || post(steps::supply_powers::recheck),
        ),
        row(
            POST,
            "/renewals/{id}/resend-code",
            PhoneRenewalForm,
            FORM,
            || post(steps::confirm_by_code::resend),
        ),
        row(
            GET,
            "/renewals/{id}/documents/{doc}",
            RenewalPage,
            NONE,
            || get(steps::documents::download),
        ),
        row(
            POST,
            "/renewals/{id}/documents/{doc}",
            RenewalForm,
            FORM,
            || post(steps::documents::remove),
        ),
        row(
            GET,
            "/renewals/{id}/install-certificate",
            PhoneRenewalPage,
            NONE,
            || get(portal::errand_step::show),
        ),
        row(
            GET,
            "/renewals/{id}/sign-receipt",
            RenewalPage,
            NONE,
            || get(portal::errand_step::show),
        ),
        row(GET, "/renewals/{id}/withdraw", RenewalPage, NONE, || {
            get(portal::leave::withdraw)
        }),
        row(POST, "/renewals/{id}/withdraw", RenewalForm, FORM, || {
            post(portal::leave::act_withdraw)
        }),
        row(GET, "/renewals/{id}/abandon", RenewalPage, NONE, || {
            get(portal::leave::abandon)
        }),
        row(POST, "/renewals/{id}/abandon", RenewalForm, FORM, || {
            post(portal::leave::act_abandon)
        }),
        row(GET, "/renewals/{id}/certificate", RenewalPage, NONE, || {
            get(portal::result::certificate)
        }),
        row(
            GET,
            "/renewals/{id}/certificate.cer",
            RenewalPage,
            NONE,
            || get(portal::result::file),
        ),
        row(GET, "/renewals/{id}/finish", RenewalPage, NONE, || {
            get(portal::result::finish)
        }),
        row(GET, "/renewals/{id}/switch.ics", RenewalPage, NONE, || {
            get(portal::result::switch_day)
        }),
        row(
            POST,
            "/renewals/{id}/errands",
            PhoneRenewalForm,
            FORM,
            || post(portal::errands::make),
        ),
        row(GET, "/sign-in/certificate", Page, NONE, || {
            get(portal::sign_in::show)
        }),
        row(POST, "/sign-in/certificate", FirstForm, FORM, || {
            post(portal::sign_in::act)
        }),
        row(GET, "/sign-in/phone", Page, NONE, || {
            get(portal::sign_in_phone::show)
        }),
        row(POST, "/sign-in/phone", FirstForm, FORM, || {
            post(portal::sign_in_phone::act)
        }),
        row(GET, "/sign-in/phone/code", Page, NONE, || {
            get(portal::sign_in_phone::show_code)
        }),
        row(POST, "/sign-in/phone/code", SessionForm, FORM, || {
            post(portal::sign_in_phone::enter)
        }),
        row(GET, "/progress", PhonePage, NONE, || {
            get(portal::progress::show)
        }),
        row(GET, "/errands/{id}", OwnErrand, NONE, || {
            get(portal::errands::show)
        }),
        row(GET, "/errands/{id}/state", OwnErrand, NONE, || {
            get(portal::errands::state)
        }),
        row(POST, "/errands/{id}/digits", OwnErrandForm, FORM, || {
            post(portal::errands::pair)
        }),
        row(GET, "/return", Page, NONE, || get(portal::returned::show)),
        row(POST, "/return", SessionForm, FORM, || {
            post(portal::returned::act)
        }),
        row(POST, "/sign-out", SessionForm, FORM, || {
            post(portal::sign_out::act)
        }),
    ]
};
