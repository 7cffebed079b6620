//! The PINs of tokens: how many tries are left, and whether the device wants something. No PIN is tried.

use smena_media::{PinState, Tries};
use smena_ui::Message;

use super::{Check, Findings, Line, Verdict};
use crate::media::tries_word;

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let guarded = findings.media.iter().filter_map(|medium| {
        let pin = medium.pin?;
        Some(line(&medium.place.name, pin))
    });
    guarded.collect()
}

fn line(place: &str, pin: PinState) -> Line {
    let said = |key: &str| {
        Message::new(key)
            .with("place", place)
            .with("tries", tries_word(pin.tries))
    };
    let (verdict, key, remedy) = match pin {
        PinState { is_set: false, .. } => (
            Verdict::Act,
            "doctor-pin-not-set",
            "doctor-pin-not-set-remedy",
        ),
        PinState {
            tries: Tries::Locked,
            ..
        } => (
            Verdict::Bad,
            "doctor-pin-locked",
            "doctor-pin-locked-remedy",
        ),
        PinState {
            tries: Tries::Last | Tries::Low,
            ..
        } => (Verdict::Act, "doctor-pin-few", "doctor-pin-few-remedy"),
        PinState {
            must_change: true, ..
        } => (
            Verdict::Act,
            "doctor-pin-change",
            "doctor-pin-change-remedy",
        ),
        _ => return Line::good(Check::Pin, said("doctor-pin-good")),
    };
    Line::of(Check::Pin, verdict, said(key), Message::new(remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_pin_is_bad_and_one_with_few_tries_wants_care() {
        let of = |tries, is_set, must_change| {
            let state = PinState {
                tries,
                is_set,
                must_change,
            };
            let line = line("token", state);
            (line.verdict, line.code().to_owned())
        };
        let expect = |verdict, code: &str| (verdict, code.to_owned());
        for (found, wanted) in [
            (
                of(Tries::Left(9), true, false),
                expect(Verdict::Good, "doctor-pin-good"),
            ),
            (
                of(Tries::Enough, true, true),
                expect(Verdict::Act, "doctor-pin-change"),
            ),
            (
                of(Tries::Low, true, true),
                expect(Verdict::Act, "doctor-pin-few"),
            ),
            (
                of(Tries::Last, true, false),
                expect(Verdict::Act, "doctor-pin-few"),
            ),
            (
                of(Tries::Locked, true, false),
                expect(Verdict::Bad, "doctor-pin-locked"),
            ),
            (
                of(Tries::Locked, false, false),
                expect(Verdict::Act, "doctor-pin-not-set"),
            ),
        ] {
            assert_eq!(found, wanted);
        }
    }
}
