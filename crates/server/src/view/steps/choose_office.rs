//! The office that the request goes to, with its region (F7, F8).

use smena_domain::{
    procedure::{Field, Procedure},
    renewal::{Duty, Renewal},
};
use smena_ui::{Message, page::part::Card};

use super::{Question, Step, StepPage};
use crate::view::{Frame, sample};

/// An office to choose from.
struct Office {
    value: String,
    name: String,
    region: String,
    own_region: bool,
    chosen: bool,
}

/// The page of a renewal. The offices of the holder's own region stand first.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
    // The region is the holder's: it is not told to whoever has only his telephone.
    let region = renewal
        .value(Field::Region)
        .filter(|_| step.frame.telephone.is_none());
    let own = region.as_deref().and_then(|text| text.get(..2));
    let held = renewal.gathered().office.as_ref().map(ToString::to_string);
    let chosen = step.typed.or("office", held.as_deref());
    let mut offices: Vec<Office> = procedure
        .gathering
        .offices
        .iter()
        .map(|office| Office {
            value: office.name.to_string(),
            name: step.named(procedure, &format!("office-{}", office.name)),
            region: office.region.to_string(),
            own_region: own == Some(office.region.to_string().as_str()),
            chosen: chosen == office.name.as_str(),
        })
        .collect();
    offices.sort_by_key(|office| !office.own_region);
    of(step, offices)
}

fn of(step: Step<'_>, offices: Vec<Office>) -> StepPage {
    let cards = offices
        .into_iter()
        .map(|office| {
            let region = Message::new("step-office-region").with("region", office.region);
            Card {
                value: office.value,
                title: office.name,
                consequence: Some(step.words(&region)),
                recommended: office
                    .own_region
                    .then(|| step.say("step-office-own-region")),
                checked: office.chosen,
                unfit: None,
            }
        })
        .collect();
    let choice = step.choice("office", "step-office-legend", cards);
    let form = step.form(vec![Question::Choice(choice)], "step-office-button");
    let blocks = vec![step.text("step-office-lead"), form.block()];
    step.page("step-office-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::ChooseOffice;
    let offices = |first: &str| {
        let office = |value: &str, name: &str, region: &str| Office {
            value: value.to_owned(),
            name: name.to_owned(),
            region: region.to_owned(),
            own_region: region == "77",
            chosen: false,
        };
        vec![
            office("moscow", first, "77"),
            office("tyumen", "Управление по Тюменской области", "72"),
        ]
    };
    let usual = "Управление по городу Москве";
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("office", "")],
        &[("office", "step-missing-office")],
    );
    vec![
        ("usual", of(Step::sample(frame, duty), offices(usual))),
        ("with-errors", of(wrong, offices(usual))),
        (
            "longest",
            of(
                Step::sample(frame, duty),
                offices(&sample::longest_organisation()),
            ),
        ),
    ]
}
