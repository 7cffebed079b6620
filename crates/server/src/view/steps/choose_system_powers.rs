//! Powers in information systems that the certificate is to carry (F14).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_ui::page::part::Card;

use super::{Question, Step, StepPage};
use crate::view::Frame;

/// The page of a renewal.
#[must_use]
pub fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
    let held = renewal.gathered().system_powers.as_deref().unwrap_or(&[]);
    let powers = procedure
        .gathering
        .system_powers
        .iter()
        .map(|power| {
            let value = power.name.to_string();
            let checked = if step.typed.is_sent() {
                step.typed.all("powers").any(|typed| typed == value)
            } else {
                held.contains(&power.name)
            };
            let title = step.named(procedure, &format!("system-power-{}", power.name));
            (value, title, power.oid.clone(), checked)
        })
        .collect();
    of(step, powers)
}

fn of(step: Step<'_>, powers: Vec<(String, String, String, bool)>) -> StepPage {
    let cards = powers
        .into_iter()
        .map(|(value, title, oid, checked)| Card {
            value,
            title,
            consequence: Some(oid),
            checked,
            ..Card::default()
        })
        .collect();
    let mut choice = step.choice("powers", "step-powers-legend", cards);
    choice.several = true;
    choice.hint = Some(step.say("step-powers-hint"));
    let form = step.form(vec![Question::Choice(choice)], "step-powers-button");
    let blocks = vec![step.text("step-powers-lead"), form.block()];
    step.page("step-powers-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let power = |number: usize, name: &str| {
        (
            format!("power-{number}"),
            name.to_owned(),
            format!("1.2.643.3.61.502710.1.6.3.4.1.{number}"),
            number.is_multiple_of(3),
        )
    };
    let names = [
        "Заказчик: администратор организации",
        "Заказчик: уполномоченный специалист",
        "Заказчик: должностное лицо с правом подписи контракта",
    ];
    let usual = names.iter().zip(1..).map(|(name, n)| power(n, name));
    let all = (1..=12).map(|number| {
        let name = "Уполномоченный орган: должностное лицо с правом подписи контракта, размещения \
            извещений и ведения реестра недобросовестных поставщиков";
        power(number, name)
    });
    let step = || Step::sample(frame, Duty::ChooseSystemPowers);
    vec![
        ("usual", of(step(), usual.collect())),
        ("longest", of(step(), all.collect())),
    ]
}
