//! How something has ended, and where to go from there.

use smena_protocol::v1::ErrandKind;
use smena_ui::{
    Message, format,
    page::part::{Notice, NoticeKind, Panel},
};

use super::{Frame, Go, Page, PageForm, PageLink, Sheet, doctor, wording};
use crate::service::{
    desk::Served,
    talk::{End, Onward, Seen},
    work,
};

/// After how many seconds the browser goes back to the authority by itself.
const BACK_AFTER_SECONDS: u32 = 2;

pub(super) fn show(frame: &Frame, end: &End, seen: &Seen, served: &Served) -> Page {
    let has_copy = match end {
        End::Done {
            certificate: Some(certificate),
            ..
        } => served
            .home()
            .is_ok_and(|home| work::has_copy(&home, certificate)),
        _ => false,
    };
    of(frame, end, seen, has_copy)
}

pub(super) fn of(frame: &Frame, end: &End, seen: &Seen, has_copy: bool) -> Page {
    let mut page = match end {
        End::Done { .. } => done(frame, end, has_copy),
        End::Declined { portal } => closing(
            frame,
            "desk-declined-title",
            "desk-declined-says",
            portal.as_deref(),
        ),
        End::Failed { failure, portal } => {
            let (what, remedy) = frame.failure(failure);
            let mut page = closing(
                frame,
                "desk-over-title",
                "desk-over-says",
                portal.as_deref(),
            );
            page.tasks = (!seen.steps.is_empty()).then(|| wording::steps(frame, &seen.steps, true));
            page.notices.push(Notice {
                language: frame.language,
                kind: NoticeKind::Bad,
                title: what,
                text: Some(remedy),
                links: Vec::new(),
            });
            page.after.push(
                frame.text(
                    &Message::new("desk-failed-code").with("code", failure.code().to_owned()),
                ),
            );
            page
        }
        End::Trusted { authority } => {
            let portal = format!("{}/", authority.origin);
            let mut page = closing(
                frame,
                "desk-trusted-title",
                "desk-trusted-says",
                Some(&portal),
            );
            page.sheets.push(Sheet {
                title: None,
                summary: wording::summary(frame, wording::authority_rows(frame, authority)),
            });
            page
        }
        End::Checked(checked) => doctor::page(frame, checked),
        End::Copied {
            place,
            until,
            onward,
        } => copied(frame, place, until.clone(), onward),
        End::Removed { place, onward } => {
            let mut page = frame.page(frame.say("desk-removed-title"));
            page.lead
                .push(frame.text(&Message::new("desk-removed-says").with("place", place.clone())));
            lead_on(frame, &mut page, onward);
            page
        }
    };
    page.notices.extend(wording::advice(frame, &seen.advice));
    page
}

fn copied(frame: &Frame, place: &str, until: Option<String>, onward: &Onward) -> Page {
    let mut page = frame.page(frame.say("desk-copied-title"));
    page.panel = Some(Panel {
        title: frame.say("desk-copied-title"),
        text: Some(frame.text(&Message::new("desk-copied-where").with("place", place))),
    });
    page.lead.extend(
        until.map(|until| frame.text(&Message::new("desk-copied-until").with("until", until))),
    );
    lead_on(frame, &mut page, onward);
    page
}

/// The ways on after something that needed no authority; where there is none the tab can be closed.
fn lead_on(frame: &Frame, page: &mut Page, onward: &Onward) {
    page.links
        .extend(onward.begun_at.as_ref().map(|href| PageLink {
            href: href.clone(),
            text: frame.say("desk-to-renewal"),
            own_tab: false,
        }));
    page.way = to_portal(frame, onward.portal.as_deref());
    if page.way.is_none() && page.links.is_empty() {
        page.lead.push(frame.say("desk-close"));
    }
}

fn to_portal(frame: &Frame, portal: Option<&str>) -> Option<PageLink> {
    portal.map(|href| PageLink {
        href: href.to_owned(),
        text: frame.say("desk-to-portal"),
        own_tab: false,
    })
}

fn closing(frame: &Frame, title: &str, says: &str, portal: Option<&str>) -> Page {
    let mut page = frame.page(frame.say(title));
    page.lead.push(frame.say(says));
    page.way = to_portal(frame, portal);
    page
}

/// The digits stay in sight until the person has typed them: the browser is not led away by itself.
fn paired(frame: &Frame, mut page: Page, digits: &str, back: Option<&str>) -> Page {
    page.panel = Some(Panel {
        title: digits.to_owned(),
        text: Some(frame.say("desk-done-pair")),
    });
    page.lead.push(frame.say("desk-done-pair-says"));
    page.way = back.map(|href| PageLink {
        href: href.to_owned(),
        text: frame.say("desk-done-back"),
        own_tab: false,
    });
    page
}

fn done(frame: &Frame, end: &End, has_copy: bool) -> Page {
    let mut page = frame.page(frame.say("desk-done-title"));
    let End::Done {
        authority,
        kind,
        back,
        certificate,
        digits,
    } = end
    else {
        return page;
    };
    page.panel = Some(Panel {
        title: frame.say(match kind {
            ErrandKind::GenerateKey => "desk-done-generate-key",
            ErrandKind::SignApplication => "desk-done-sign-application",
            ErrandKind::Endorse => "desk-done-endorse",
            ErrandKind::Install => "desk-done-install",
            ErrandKind::SignReceipt => "desk-done-sign-receipt",
            ErrandKind::CheckWorkplace => "desk-done-check-workplace",
            ErrandKind::Pair => "desk-done-pair",
            _ => "desk-done-sign-in",
        }),
        text: Some(
            frame.text(&Message::new("desk-done-says").with("authority", authority.name.clone())),
        ),
    });
    if let Some(digits) = digits {
        return paired(frame, page, digits, back.as_ref().map(|back| back.as_str()));
    }
    let is_last = *kind == ErrandKind::SignReceipt;
    if let Some(back) = back {
        // After the receipt the person chooses here what to do with the keys.
        page.go = (!is_last).then(|| Go {
            after_seconds: BACK_AFTER_SECONDS,
            address: back.to_string(),
        });
        page.way = Some(PageLink {
            href: back.to_string(),
            text: frame.say("desk-done-back"),
            own_tab: false,
        });
    }
    if let Some(certificate) = certificate.as_ref().filter(|_| is_last) {
        let until = format::date(frame.language, certificate.not_after().date());
        page.sheets.push(Sheet {
            title: Some(frame.say("desk-done-new")),
            summary: wording::summary(frame, wording::certificate_rows(frame, certificate)),
        });
        let says = if has_copy {
            "desk-done-has-copy"
        } else {
            "desk-done-copy-says"
        };
        page.lead
            .push(frame.text(&Message::new(says).with("until", until)));
        let mut buttons = vec![frame.second("remove", "desk-done-remove")];
        if !has_copy {
            buttons.insert(0, frame.second("copy", "desk-done-copy"));
        }
        page.forms.push(PageForm {
            action: format!("{}/local", frame.base),
            ..frame.form(buttons)
        });
        page.after.push(frame.say("desk-done-remove-says"));
    }
    page.forms
        .push(frame.form(vec![frame.second("again", "desk-done-again")]));
    page.after.push(frame.say("desk-done-again-says"));
    page
}
