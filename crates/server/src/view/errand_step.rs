//! A step that the agent does: what will happen, what is needed, and the button that opens the program.

use askama::Template;
use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_ui::page::{
    Shell,
    part::{Link, TaskList},
};
use time::OffsetDateTime;

use super::{
    Frame, Section,
    previews::Sampled,
    sample,
    tasks::{self, task_list},
};

/// A step that the agent does.
#[derive(Debug, Template)]
#[template(path = "portal/errand_step.html")]
pub struct ErrandStepPage {
    shell: Shell,
    tasks: TaskList,
    renewal: String,
    token: String,
    kind: &'static str,
    title: String,
    lead: String,
    needed: String,
    button: String,
    files: Vec<Link>,
}

/// The kind of errand by which a step is done.
#[must_use]
pub fn kind_of(duty: Duty) -> Option<&'static str> {
    Some(match duty {
        Duty::MakeKey => "generate-key",
        Duty::SignApplication => "sign-application",
        Duty::BindKey => "endorse",
        Duty::InstallCertificate => "install",
        Duty::SignReceipt => "sign-receipt",
        Duty::ReadyWorkplace => "check-workplace",
        _ => return None,
    })
}

impl ErrandStepPage {
    /// The page of a step of a renewal, by its kind of errand.
    #[must_use]
    pub fn new(
        frame: &Frame,
        renewal: &Renewal,
        procedure: &Procedure,
        now: OffsetDateTime,
        kind: &'static str,
    ) -> Self {
        let tasks = task_list(frame, renewal, procedure, now);
        Self::of(frame, format!("/renewals/{}", renewal.id()), tasks, kind)
    }

    fn of(frame: &Frame, renewal: String, tasks: TaskList, kind: &'static str) -> Self {
        let say = |part: &str| frame.say(&format!("portal-step-{kind}-{part}"));
        let title = say("title");
        let files = match kind {
            _ if frame.telephone.is_some() => Vec::new(),
            "sign-application" => vec![Link::new(
                format!("{renewal}/application.pdf"),
                frame.say("portal-step-application-pdf"),
            )],
            "install" | "sign-receipt" => vec![Link::new(
                format!("{renewal}/certificate"),
                frame.say("portal-step-certificate"),
            )],
            _ => Vec::new(),
        };
        Self {
            shell: frame.shell(title.clone(), Section::None),
            tasks,
            token: frame.token.clone(),
            kind,
            lead: say("lead"),
            needed: say("needed"),
            button: say("button"),
            title,
            files,
            renewal,
        }
    }
}

impl Sampled for ErrandStepPage {
    const PAGE: &'static str = "errand_step";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let of = |kind, duty: Duty| {
            let tasks = tasks::sample(frame, duty.as_str());
            Self::of(frame, "/renewals/0".to_owned(), tasks, kind)
        };
        let longest = Frame {
            authority: sample::longest_organisation(),
            ..frame.clone()
        };
        vec![
            ("usual", of("generate-key", Duty::MakeKey)),
            (
                "sign-application",
                of("sign-application", Duty::SignApplication),
            ),
            ("endorse", of("endorse", Duty::BindKey)),
            ("install", of("install", Duty::InstallCertificate)),
            ("sign-receipt", of("sign-receipt", Duty::SignReceipt)),
            (
                "check-workplace",
                of("check-workplace", Duty::ReadyWorkplace),
            ),
            (
                "pair",
                Self::of(
                    &sample::telephone_frame(frame.language),
                    "/renewals/0".to_owned(),
                    tasks::sample(frame, Duty::MakeKey.as_str()),
                    "pair",
                ),
            ),
            (
                "longest",
                Self::of(
                    &longest,
                    "/renewals/0".to_owned(),
                    tasks::sample(frame, Duty::MakeKey.as_str()),
                    "generate-key",
                ),
            ),
        ]
    }
}
