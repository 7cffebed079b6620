//! What a person does with a page: reads it, presses what has a name, fills what has a label, or does all by keyboard.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::{By, Key, WebElement, prelude::WebDriverResult};

use super::Browser;

/// Keys of Tab after which a page has certainly begun again.
const TABS_MAX: usize = 120;

/// What can be pressed and has this name, by what a person sees: not hidden, text with single blanks.
const PRESSABLE: &str = r#"
const wanted = arguments[0], exact = arguments[1];
const text = (one) => (one.innerText || one.value || one.getAttribute("aria-label") || "").replace(/\s+/g, " ").trim();
const all = [...document.querySelectorAll("button, a[href], summary, input[type=submit]")];
const seen = all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled);
return seen.find((one) => text(one) === wanted) || (exact ? null : seen.find((one) => text(one).startsWith(wanted))) || null;
"#;

/// What is filled or chosen and has this label.
const LABELLED: &str = r#"
const wanted = arguments[0];
const text = (one) => (one.innerText || "").replace(/\s+/g, " ").trim();
for (const label of document.querySelectorAll("label")) {
  if (text(label) === wanted || text(label).startsWith(wanted)) {
    const field = label.control;
    if (field) return field;
  }
}
return document.querySelector(`[aria-label="${CSS.escape(wanted)}"]`);
"#;

/// What has the focus, in words.
const FOCUSED: &str = r#"
const one = document.activeElement;
if (!one || one === document.body) return "";
const label = one.labels && one.labels.length ? one.labels[0].innerText : "";
return (label || one.innerText || one.value || "").replace(/\s+/g, " ").trim();
"#;

/// Whether what has the focus shows it by a ring.
const RINGED: &str = r#"
const one = document.activeElement;
const ringed = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
if (!one || one === document.body) return true;
return ringed(getComputedStyle(one)) || (one.closest("label") && ringed(getComputedStyle(one.closest("label"))));
"#;

impl Browser {
    /// The main heading; empty while there is none.
    #[must_use]
    pub fn heading(&self) -> String {
        self.text_of("h1")
    }

    /// What can be read on the page.
    #[must_use]
    pub fn text(&self) -> String {
        self.text_of("body")
    }

    /// What can be read in the first element that this selector finds; empty while there is none.
    #[must_use]
    pub fn text_of(&self, selector: &str) -> String {
        let script =
            "const one = document.querySelector(arguments[0]); return one ? one.innerText : '';";
        match self.try_script(script, &[json!(selector)]) {
            Some(Value::String(text)) => text.trim().to_owned(),
            _ => String::new(),
        }
    }

    /// Whether the page says this.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// Waits until the page says this.
    ///
    /// # Panics
    ///
    /// When it does not in time.
    #[track_caller]
    pub fn expect_text(&self, text: &str) {
        self.until(&format!("the text “{text}”"), || self.says(text));
    }

    /// Waits until the heading says this.
    ///
    /// # Panics
    ///
    /// When it does not in time.
    #[track_caller]
    pub fn expect_heading(&self, text: &str) {
        let what = format!("the heading “{text}” (it is “{}”)", self.heading());
        self.until(&what, || self.heading().contains(text));
    }

    /// Waits until the address holds this.
    ///
    /// # Panics
    ///
    /// When it does not in time.
    #[track_caller]
    pub fn expect_address(&self, part: &str) {
        self.until(&format!("the address …{part}…"), || {
            self.address().contains(part)
        });
    }

    /// Whether something that this selector finds can be seen.
    #[must_use]
    pub fn sees(&self, selector: &str) -> bool {
        let script = "const one = document.querySelector(arguments[0]); return !!one && one.checkVisibility();";
        self.try_script(script, &[json!(selector)]) == Some(Value::Bool(true))
    }

    /// Whether there is something to press with this name.
    #[must_use]
    pub fn offers(&self, name: &str) -> bool {
        self.found(PRESSABLE, &[json!(name), json!(false)])
            .is_some()
    }

    /// Presses the button or link of this name, or, where there is none, the first whose name begins so.
    ///
    /// # Panics
    ///
    /// When there is none in time.
    #[track_caller]
    pub fn press(&self, name: &str) {
        self.act(&format!("something to press: “{name}”"), || {
            let one = self.found(PRESSABLE, &[json!(name), json!(false)])?;
            self.wait(one.click()).ok()
        });
    }

    /// Presses it twice at once, as an impatient hand does.
    ///
    /// # Panics
    ///
    /// When there is none in time.
    #[track_caller]
    pub fn press_twice(&self, name: &str) {
        self.act(&format!("something to press: “{name}”"), || {
            let one = self.found(PRESSABLE, &[json!(name), json!(false)])?;
            self.double_click(&one).ok()
        });
    }

    /// Sends the form of the button of this name without the page's script having a say, twice: two requests.
    ///
    /// # Panics
    ///
    /// When there is no such button.
    #[track_caller]
    pub fn send_form_twice(&self, name: &str) {
        let script = r#"
            const [wanted, done] = arguments;
            const text = (one) => one.innerText.replace(/\s+/g, " ").trim();
            const button = [...document.querySelectorAll("button")].find((one) => text(one).startsWith(wanted));
            if (!button || !button.form) return done(null);
            const body = new URLSearchParams(new FormData(button.form, button));
            const send = () => fetch(button.formAction || button.form.action, { method: "POST", body, redirect: "manual" });
            Promise.all([send(), send()]).then(
              (both) => done(both.map((one) => one.type === "opaqueredirect" ? 303 : one.status)),
              (error) => done(String(error)));
        "#;
        let answers = self.script_until_called(script, &[json!(name)]);
        assert!(answers.is_array(), "the form of “{name}”: {answers}");
    }

    /// Waits until there is something to press with this name.
    ///
    /// # Panics
    ///
    /// When there is none in time.
    #[track_caller]
    pub fn expect_offer(&self, name: &str) {
        self.until(&format!("something to press: “{name}”"), || {
            self.offers(name)
        });
    }

    /// Fills the field with this label.
    ///
    /// # Panics
    ///
    /// When there is none in time.
    #[track_caller]
    pub fn fill(&self, label: &str, value: &str) {
        self.act(&format!("a field “{label}”"), || {
            let field = self.found(LABELLED, &[json!(label)])?;
            self.wait(async {
                field.clear().await?;
                field.send_keys(value).await
            })
            .ok()
        });
    }

    /// Chooses the radio button or the box with this label.
    ///
    /// # Panics
    ///
    /// When there is none in time.
    #[track_caller]
    pub fn choose(&self, label: &str) {
        self.act(&format!("a choice “{label}”"), || {
            let field = self.found(LABELLED, &[json!(label)])?;
            if self.wait(field.is_selected()).ok()? {
                return Some(());
            }
            // The label may lie over its field.
            let label = "return arguments[0].labels[0]";
            let argument = field.to_json().ok()?;
            let label = self.found(label, &[argument])?;
            self.wait(label.click()).ok()
        });
    }

    /// Goes by Tab to what has this name and presses Enter.
    ///
    /// # Panics
    ///
    /// When the keyboard does not lead there, or does not show where it is.
    #[track_caller]
    pub fn press_by_keyboard(&self, name: &str) {
        self.expect_offer(name);
        self.tab_to(name);
        self.type_keys(Key::Enter.into());
    }

    /// Goes by Tab to the first thing that this selector finds and presses Enter, as soon as it can be pressed. What has
    /// gone meanwhile, because the page has gone on by itself, is not pressed.
    ///
    /// # Panics
    ///
    /// When the keyboard does not lead there, or does not show where it is.
    #[track_caller]
    pub fn press_found_by_keyboard(&self, selector: &str) {
        self.until(&format!("{selector} to be ready"), || {
            self.ready(selector).is_some() || !self.sees(selector)
        });
        if self.tab_to_found(selector) {
            self.type_keys(Key::Enter.into());
        }
    }

    /// Goes by Tab to the field that this selector finds and types.
    ///
    /// # Panics
    ///
    /// When the keyboard does not lead there, or does not show where it is.
    #[track_caller]
    pub fn type_into_by_keyboard(&self, selector: &str, text: &str) {
        assert!(self.tab_to_found(selector), "there is no {selector}");
        for char in text.chars() {
            self.type_keys(char);
        }
    }

    /// Goes by Tab to the field with this label and types.
    ///
    /// # Panics
    ///
    /// When the keyboard does not lead there.
    #[track_caller]
    pub fn fill_by_keyboard(&self, label: &str, value: &str) {
        self.until(&format!("a field “{label}”"), || {
            self.found(LABELLED, &[json!(label)]).is_some()
        });
        self.tab_to(label);
        for char in value.chars() {
            self.type_keys(char);
        }
    }

    /// Goes by Tab to the choice with this label and presses the space bar.
    ///
    /// # Panics
    ///
    /// When the keyboard does not lead there.
    #[track_caller]
    pub fn choose_by_keyboard(&self, label: &str) {
        self.until(&format!("a choice “{label}”"), || {
            self.found(LABELLED, &[json!(label)]).is_some()
        });
        self.tab_to(label);
        self.type_keys(' ');
    }

    /// Presses a key.
    ///
    /// # Panics
    ///
    /// When the browser refuses.
    pub fn type_keys(&self, key: char) {
        let chain = self
            .session()
            .action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO))
            .send_keys(key);
        self.must("a key", self.wait(chain.perform()));
    }

    /// Moves the pointer over this element so that it sees movements to this place, in parts of its size. An element that
    /// has gone meanwhile sees nothing.
    ///
    /// # Panics
    ///
    /// When the browser refuses.
    pub fn move_over(&self, selector: &str, x: f64, y: f64) {
        let script = "const one = document.querySelector(arguments[0])?.getBoundingClientRect(); \
            return one ? [one.x + one.width * arguments[1], one.y + one.height * arguments[2]] : null;";
        if let Some(Value::Array(place)) =
            self.try_script(script, &[json!(selector), json!(x), json!(y)])
        {
            let event = json!({ "type": "mouseMoved", "x": place[0], "y": place[1] });
            self.devtools("Input.dispatchMouseEvent", event);
        }
    }

    /// Whether the page is wider than the window.
    #[must_use]
    pub fn scrolls_sideways(&self) -> bool {
        let script = "return document.documentElement.scrollWidth > window.innerWidth";
        self.script(script, &[]) == Value::Bool(true)
    }

    /// What has the focus.
    #[must_use]
    pub fn focused(&self) -> String {
        match self.try_script(FOCUSED, &[]) {
            Some(Value::String(name)) => name,
            _ => String::new(),
        }
    }

    #[track_caller]
    fn tab_to(&self, name: &str) {
        self.tab_until(name, || Some(self.focused().starts_with(name)));
    }

    /// Says whether it was still there when the keyboard came.
    #[track_caller]
    fn tab_to_found(&self, selector: &str) -> bool {
        let script = "const one = document.querySelector(arguments[0]); \
            return one ? one === document.activeElement : null;";
        self.tab_until(selector, || {
            self.try_script(script, &[json!(selector)])?.as_bool()
        })
    }

    /// Presses Tab until it is so, or until it cannot be any more.
    #[track_caller]
    fn tab_until(&self, what: &str, mut so: impl FnMut() -> Option<bool>) -> bool {
        let mut seen = Vec::new();
        for _ in 0..TABS_MAX {
            match so() {
                Some(true) => return true,
                Some(false) => {}
                None => return false,
            }
            seen.push(self.focused());
            self.type_keys(Key::Tab.into());
            assert_ne!(
                self.try_script(RINGED, &[]),
                Some(Value::Bool(false)),
                "no ring shows the focus on “{}”",
                self.focused()
            );
        }
        panic!("the keyboard does not lead to “{what}”, only to {seen:?}");
    }

    /// Does it as soon as it can be done: a page may be on its way.
    #[track_caller]
    fn act(&self, what: &str, mut act: impl FnMut() -> Option<()>) {
        self.until(what, || act().is_some());
    }

    pub(super) fn found(&self, script: &str, arguments: &[Value]) -> Option<WebElement> {
        self.wait(self.session().execute(script, arguments.to_vec()))
            .ok()?
            .element()
            .ok()
    }

    pub(super) fn double_click(&self, one: &WebElement) -> WebDriverResult<()> {
        let twice = self
            .session()
            .action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO))
            .double_click_element(one);
        self.wait(twice.perform())
    }

    pub(super) fn try_script(&self, script: &str, arguments: &[Value]) -> Option<Value> {
        let answer = self.wait(self.session().execute(script, arguments.to_vec()));
        answer.ok().map(|answer| answer.json().clone())
    }

    /// The elements that a selector finds.
    ///
    /// # Errors
    ///
    /// The tab is gone.
    pub fn elements(&self, selector: &str) -> WebDriverResult<Vec<WebElement>> {
        self.wait(self.session().find_all(By::Css(selector)))
    }
}
