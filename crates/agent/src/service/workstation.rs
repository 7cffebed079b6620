//! The check of the workplace as a page: one for the whole agent, made anew when the person wants it.

use std::sync::Arc;

use smena_ui::{Language, Surface};
use time::OffsetDateTime;

use super::{
    desk::{CLOCK, Served},
    talk::{End, Talk},
};
use crate::{
    clock::{Clock as _, system_rng},
    doctor::{self, Report, Row, Surroundings, Verdict},
    failure::{Failure, Kind},
    flow::Step,
    media,
    text::catalogue,
};

/// What a check came to.
#[derive(Clone)]
pub(super) struct Checked {
    pub(super) rows: Vec<Row>,
    pub(super) worst: Verdict,
    pub(super) at: OffsetDateTime,
    /// The report as it is saved.
    pub(super) record: Arc<Vec<u8>>,
}

/// Makes the check; what it came to, or why it could not be made, is the end of this conversation.
pub(super) fn check(served: &Served, talk: &Talk) {
    talk.begin(Step::CheckWorkplace);
    match examine(served, talk.language) {
        Ok(checked) => {
            talk.done(Step::CheckWorkplace);
            talk.end(End::Checked(checked));
        }
        Err(failure) => talk.end(End::Failed {
            failure,
            portal: None,
        }),
    }
}

/// Looks with the media that the agent runs with. Nothing is changed and no PIN is tried, so nothing needs to be locked.
fn examine(served: &Served, language: Language) -> Result<Checked, Failure> {
    let home = served.home()?;
    let attached = served.media(&home).map_err(media::failure)?;
    let place = &served.settings.place;
    let surroundings = Surroundings {
        home: &home,
        media: &attached.media,
        modules: &place.modules,
        look_around: place.look_around,
        clock: &CLOCK,
        language,
    };
    let findings = doctor::gather(&surroundings, attached.problems, &mut system_rng())?;
    let report = Report::of(&findings);
    let own_folder = etcetera::home_dir().ok();
    let rows = report.rows(catalogue(), language, Surface::Page, own_folder.as_deref());
    let at = CLOCK.now();
    let record = serde_json::to_vec_pretty(&report.record(&rows, at))
        .map_err(|error| Failure::new(Kind::Ours, "structure").caused_by(&error))?;
    Ok(Checked {
        worst: report.worst(),
        rows,
        at,
        record: Arc::new(record),
    })
}
