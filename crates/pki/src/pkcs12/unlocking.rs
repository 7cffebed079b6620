//! What one attempt to open a file carries along: the password, its budget, and what was unusual.

use super::deviation::Deviation;
use super::password::{Form, Password};
use super::work::Work;

/// Deviations in the order in which they were met, each once.
#[derive(Clone, Default, Debug)]
pub(super) struct Notes(Vec<Deviation>);

impl Notes {
    pub(super) fn add(&mut self, deviation: Deviation) {
        if !self.0.contains(&deviation) {
            self.0.push(deviation);
        }
    }

    pub(super) fn into_vec(self) -> Vec<Deviation> {
        self.0
    }
}

/// One attempt.
pub(super) struct Unlocking<'a> {
    pub(super) password: Password<'a>,
    pub(super) work: Work,
    pub(super) notes: Notes,
    form: Option<Form>,
}

impl<'a> Unlocking<'a> {
    pub(super) const fn new(password: &'a [u8], notes: Notes) -> Self {
        Self {
            password: Password::new(password),
            work: Work::new(),
            notes,
            form: None,
        }
    }

    /// The forms of the password to try, first the one that has fitted before.
    pub(super) fn forms(&self) -> Vec<Form> {
        let mut forms = self.password.forms().to_vec();
        forms.sort_by_key(|form| Some(*form) != self.form);
        forms
    }

    /// Remembers the form that fitted.
    pub(super) fn fitted(&mut self, form: Form) {
        self.form = Some(form);
        match form {
            Form::Standard => {}
            Form::Absent => self.notes.add(Deviation::PasswordAbsent),
            Form::Octets => self.notes.add(Deviation::PasswordOctets),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_that_fitted_is_tried_first() {
        let mut unlocking = Unlocking::new("п".as_bytes(), Notes::default());
        assert_eq!(unlocking.forms(), [Form::Standard, Form::Octets]);
        unlocking.fitted(Form::Octets);
        unlocking.fitted(Form::Octets);
        assert_eq!(unlocking.forms(), [Form::Octets, Form::Standard]);
        assert_eq!(unlocking.notes.into_vec(), [Deviation::PasswordOctets]);
    }
}
