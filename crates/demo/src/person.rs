//! A person who agrees to everything and remembers how long each step took.

use std::{
    cell::RefCell,
    time::{Duration, Instant},
};

use rand_core::CryptoRng;
use serde::Serialize;
use smena_agent::flow::{
    Advice, ApplicationShown, Candidate, FlowError, KeyUse, NewKeyChoice, Offer, Person, PinAsked,
    Step, local::Question,
};
use smena_media::{Entry, Place, Secret};
use smena_protocol::v1::DataRow;
use zeroize::Zeroizing;

/// How long a step took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepTime {
    /// The step.
    pub step: String,
    /// Its time.
    pub milliseconds: u64,
}

impl StepTime {
    /// A step that took this long.
    #[must_use]
    pub fn new(step: impl Into<String>, took: Duration) -> Self {
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        Self {
            step: step.into(),
            milliseconds,
        }
    }
}

type OnStep<'a> = Box<dyn Fn(&StepTime) + 'a>;

/// Agrees to everything, stores keys without a password, and measures.
pub struct Willing<'a> {
    pin: Option<Zeroizing<String>>,
    randomness: RefCell<Option<Box<dyn CryptoRng>>>,
    begun: RefCell<Option<(Step, Instant)>>,
    steps: RefCell<Vec<StepTime>>,
    on_done: OnStep<'a>,
}

impl Default for Willing<'_> {
    fn default() -> Self {
        Self::telling(|_| {})
    }
}

impl<'a> Willing<'a> {
    /// One that tells of each step when it is done.
    pub fn telling(on_done: impl Fn(&StepTime) + 'a) -> Self {
        Self {
            pin: None,
            randomness: RefCell::default(),
            begun: RefCell::default(),
            steps: RefCell::default(),
            on_done: Box::new(on_done),
        }
    }

    /// The same person, who knows the PIN of his token.
    #[must_use]
    pub fn with_pin(self, pin: Option<&str>) -> Self {
        Self {
            pin: pin.map(|pin| Zeroizing::new(pin.to_owned())),
            ..self
        }
    }

    /// The same person, who gives this source for the next key that he makes.
    #[must_use]
    pub fn with_randomness(self, source: Box<dyn CryptoRng>) -> Self {
        Self {
            randomness: RefCell::new(Some(source)),
            ..self
        }
    }

    /// The steps so far.
    #[must_use]
    pub fn steps(&self) -> Vec<StepTime> {
        self.steps.borrow().clone()
    }
}

impl Person for Willing<'_> {
    fn step(&self, step: Step) {
        self.begun.replace(Some((step, Instant::now())));
    }

    fn done(&self, step: Step) {
        let took = match self.begun.take() {
            Some((begun, at)) if begun == step => at.elapsed(),
            _ => Duration::ZERO,
        };
        let time = StepTime::new(word(step), took);
        (self.on_done)(&time);
        self.steps.borrow_mut().push(time);
    }

    fn password(&self, _key: &Entry, _used_for: KeyUse) -> Result<Secret, FlowError> {
        // No key of a world has one.
        Err(FlowError::Declined)
    }

    fn pin(&self, asked: &PinAsked<'_>) -> Result<Secret, FlowError> {
        // A wrong PIN is not tried twice.
        match (&self.pin, asked.wrong_before) {
            (Some(pin), None) => Ok(Secret::from_typed(pin)?),
            _ => Err(FlowError::Declined),
        }
    }

    fn last_try(&self, _place: &Place) -> Result<bool, FlowError> {
        Ok(false)
    }

    fn choose_certificate(
        &self,
        _authority: (&str, &str),
        candidates: &[Candidate<'_>],
    ) -> Result<usize, FlowError> {
        // What is under way stands first.
        let fit = candidates.iter().position(|one| one.unfit.is_none());
        fit.ok_or(FlowError::CertificateAbsent)
    }

    fn choose_medium(&self, _offers: &[Offer<'_>]) -> Result<usize, FlowError> {
        Ok(0)
    }

    fn new_key(&self, _authority: &str, _place: &Place) -> Result<NewKeyChoice, FlowError> {
        Ok(NewKeyChoice::plain())
    }

    fn randomness(&self) -> Result<Option<Box<dyn CryptoRng>>, FlowError> {
        Ok(self.randomness.take())
    }

    fn copied_key(&self, _key: &Entry, _place: &Place) -> Result<NewKeyChoice, FlowError> {
        Ok(NewKeyChoice::plain())
    }

    fn imported_key(&self, _place: &Place) -> Result<NewKeyChoice, FlowError> {
        Ok(NewKeyChoice::plain())
    }

    fn agrees_to(&self, _question: Question<'_>) -> Result<bool, FlowError> {
        Ok(true)
    }

    fn advise(&self, _advice: Advice<'_>) {}

    fn data_right(&self, _authority: &str, _rows: &[DataRow]) -> Result<bool, FlowError> {
        Ok(true)
    }

    fn sign_application(&self, _shown: &ApplicationShown<'_>) -> Result<bool, FlowError> {
        Ok(true)
    }
}

fn word(step: Step) -> &'static str {
    match step {
        Step::Resend => "resend",
        Step::SignIn => "sign-in",
        Step::Start => "start",
        Step::CheckWorkplace => "check-workplace",
        Step::Pair => "pair",
        Step::ConfirmData => "confirm-data",
        Step::GenerateKey => "generate-key",
        Step::SignApplication => "sign-application",
        Step::Wait => "wait",
        Step::Install => "install",
        Step::Endorse => "endorse",
        Step::SignReceipt => "sign-receipt",
    }
}
