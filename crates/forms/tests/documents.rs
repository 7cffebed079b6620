//! Documents as they leave the crate: the same bytes for the same values, values printed and never
//! executed, nothing in the PDF that acts or points outside.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use smena_forms::{
    APPLICATION, Application, ApplicationKey, ApplicationParty, ApplicationProcedure,
    ApplicationRow, FixedForms, FormError, FormerCertificate, Forms, Template, TypstForms,
    ValueProblem, limits,
};

fn shipped() -> TypstForms {
    TypstForms::shipped().expect("the shipped templates are in order")
}

fn row(label: &str, value: &str, was: Option<&str>) -> ApplicationRow {
    ApplicationRow {
        label: label.to_owned(),
        value: value.to_owned(),
        was: was.map(str::to_owned),
    }
}

fn party(name: &str, details: &str) -> ApplicationParty {
    ApplicationParty {
        name: name.to_owned(),
        details: details.to_owned(),
    }
}

fn application() -> Application {
    Application {
        number: "7F3A-0C21".to_owned(),
        date: "23 ноября 2026 г.".to_owned(),
        authority: party(
            "Удостоверяющий центр «Смена»",
            "ИНН 7707083893, ОГРН 1027700132195",
        ),
        holder: party("Иванова Мария Петровна", "ООО «Ромашка», главный бухгалтер"),
        rows: vec![
            row("Общее имя", "Иванова Мария Петровна", None),
            row("Фамилия", "Иванова", None),
            row("Имя и отчество", "Мария Петровна", None),
            row("СНИЛС", "112-233-445 95", None),
            row("ИНН", "500100732259", None),
            row("Организация", "ООО «Ромашка»", None),
            row("Должность", "главный бухгалтер", Some("бухгалтер")),
            row("Электронная почта", "ivanova@romashka.example", None),
        ],
        further: vec![row("Телефон", "+7 999 123-45-67", None)],
        on_paper: false,
        old_certificate: FormerCertificate {
            serial: "01 d9 3c 7e 5b 2a 4f 60 81 92 a3 b4 c5 d6 e7 f8".to_owned(),
            issuer: "CN=Удостоверяющий центр «Смена», C=RU".to_owned(),
            validity: "с 13 декабря 2025 г. по 13 декабря 2026 г.".to_owned(),
            thumbprint: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                .to_owned(),
        },
        new_key: Some(ApplicationKey {
            algorithm: "ГОСТ Р 34.10-2012, 256 бит".to_owned(),
            fingerprint: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
                .to_owned(),
        }),
        procedure: ApplicationProcedure {
            title: "Продление сертификата без изменения сведений".to_owned(),
            version: "plain-renewal, версия 1".to_owned(),
        },
    }
}

/// The longest values that a qualified certificate takes, and more rows than any procedure has.
fn longest() -> Application {
    let mut longest = application();
    let name = "Публичное акционерное общество «Научно-производственное объединение имени \
                академика Константинопольского-Преображенского» ";
    let address = "124460, город Москва, Зеленоград, улица Конструктора Лукина, дом 14, строение \
                   12, этаж 4, помещение 1, кабинет 404";
    longest.authority = party(name.repeat(3).trim_end(), address);
    let surname = "Константинопольская-Преображенская ".repeat(3);
    longest.holder = party(surname.trim_end(), "ООО «Ромашка», главный бухгалтер");
    longest.rows = (1..=20)
        .map(|number| {
            row(
                &format!("Наименование сведения по порядку {number}"),
                &"Ж".repeat(128),
                (number % 3 == 0).then_some("Прежнее значение сведения, которое было длинным"),
            )
        })
        .collect();
    longest.rows.push(row(
        "Электронная почта",
        &format!("{}@example.org", "m".repeat(180)),
        None,
    ));
    longest.old_certificate.serial = "f".repeat(40);
    longest.old_certificate.issuer = format!("CN={}", "Щ".repeat(256));
    longest.new_key = Some(ApplicationKey {
        algorithm: "ГОСТ Р 34.10-2012, 512 бит, id-tc26-gost-3410-2012-512-paramSetA".to_owned(),
        fingerprint: "0123456789abcdef".repeat(8),
    });
    longest
}

fn render(application: &Application) -> Vec<u8> {
    shipped()
        .render(APPLICATION, &application.to_value())
        .expect("a document")
}

#[expect(clippy::print_stderr, reason = "a line that xtask test counts")]
fn skipped(package: &str) {
    eprintln!("skipped: {package} is not installed");
}

/// Runs a tool on a file; `None` when the tool is not installed.
fn tool(program: &str, arguments: &[&str], file: &Path) -> Option<Output> {
    let output = Command::new("timeout")
        .arg("60")
        .arg(program)
        .args(arguments)
        .arg(file)
        .output()
        .ok()?;
    (output.status.code() != Some(127)).then_some(output)
}

fn saved(bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("form.pdf");
    std::fs::write(&file, bytes).expect("the file is written");
    (folder, file)
}

/// The text of a PDF without any white space: where lines break is no part of a value.
fn text(bytes: &[u8]) -> Option<String> {
    let (_folder, file) = saved(bytes);
    let output = Command::new("timeout")
        .args(["60", "pdftotext", "-raw"])
        .arg(&file)
        .arg("-")
        .output()
        .ok()
        .filter(|output| output.status.code() != Some(127))?;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(dense(&String::from_utf8(output.stdout).expect("UTF-8")))
}

fn dense(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace())
        .collect()
}

/// Asserts that the text has every value, one after another.
fn assert_in_order<'a>(text: &str, values: impl Iterator<Item = &'a str>) {
    let mut rest = text;
    for value in values {
        let value = dense(value);
        let Some(at) = rest.find(&value) else {
            panic!("{value} is not in, or not after: {rest}")
        };
        rest = &rest[at + value.len()..];
    }
}

/// Long values cross pages, where the footer stands between their halves.
fn without_footer(text: &str, application: &Application) -> String {
    let mut text = text.to_owned();
    let pages_max = 20;
    for page in 1..=pages_max {
        for pages in page..=pages_max {
            let footer = format!("Заявление № {}лист {page} из {pages}", application.number);
            text = text.replace(&dense(&footer), "");
        }
    }
    text.replace('\u{c}', "")
}

#[test]
fn the_same_values_give_the_same_bytes() {
    let first = render(&application());
    let second = render(&longest());
    assert_ne!(first, second);
    assert_eq!(
        render(&application()),
        first,
        "another compiler, after another document"
    );
}

#[test]
fn the_text_of_an_application_has_every_value_in_order() {
    for filled in [application(), longest()] {
        let Some(found) = text(&render(&filled)) else {
            skipped("poppler-utils");
            return;
        };
        let found = without_footer(&found, &filled);
        assert_in_order(&found, filled.printed());
        assert!(found.contains(&dense("подписывается действующей электронной подписью")));
    }
}

#[test]
fn an_application_without_a_key_says_that_the_key_comes_later() {
    let mut later = application();
    later.new_key = None;
    let Some(found) = text(&render(&later)) else {
        skipped("poppler-utils");
        return;
    };
    assert!(found.contains(&dense("после одобрения заявления")));
}

#[test]
fn a_document_has_one_revision_and_nothing_that_acts_or_points_outside() {
    for filled in [application(), longest()] {
        let bytes = render(&filled);
        let (_folder, file) = saved(&bytes);
        let Some(checked) = tool("qpdf", &["--check"], &file) else {
            skipped("qpdf");
            return;
        };
        assert!(
            checked.status.success(),
            "{}",
            String::from_utf8_lossy(&checked.stdout)
        );
        let count = |mark: &[u8]| {
            bytes
                .windows(mark.len())
                .filter(|part| *part == mark)
                .count()
        };
        assert_eq!((count(b"startxref"), count(b"%%EOF")), (1, 1));
        let plain = Command::new("timeout")
            .args(["60", "qpdf", "--qdf", "--object-streams=disable"])
            .arg(&file)
            .arg("-")
            .output()
            .expect("qpdf runs");
        let plain = String::from_utf8_lossy(&plain.stdout).into_owned();
        for name in [
            "JavaScript",
            "JS",
            "AA",
            "OpenAction",
            "Launch",
            "URI",
            "SubmitForm",
            "ImportData",
            "GoToR",
            "EmbeddedFile",
            "EmbeddedFiles",
            "RichMedia",
            "XFA",
            "AcroForm",
            "OCProperties",
            "Annots",
            "Encrypt",
            "FFilter",
        ] {
            let found = plain.split('/').skip(1).any(|part| {
                part.strip_prefix(name).is_some_and(|rest| {
                    !rest.starts_with(|next: char| next.is_ascii_alphanumeric())
                })
            });
            assert!(!found, "/{name} is in the document");
        }
    }
}

#[test]
fn every_font_of_a_document_is_embedded() {
    let (_folder, file) = saved(&render(&longest()));
    let Some(output) = tool("pdffonts", &[], &file) else {
        skipped("poppler-utils");
        return;
    };
    let table = String::from_utf8(output.stdout).expect("UTF-8");
    let fonts: Vec<_> = table.lines().skip(2).collect();
    assert!(!fonts.is_empty());
    for font in fonts {
        let words: Vec<_> = font.split_whitespace().collect();
        // … emb sub uni object ID
        assert_eq!(words[words.len() - 5], "yes", "{font}");
    }
}

// Case 44 of docs/negative-cases.md.
#[test]
fn code_in_a_name_is_printed_and_not_run() {
    let names = [
        "#eval(\"1\")",
        "*bold*",
        "$x$",
        "#read(\"/etc/passwd\")",
        "\\ #{} [a] <b> @c _d_ `e` = f // g /* h */",
        "#panic()",
        "\"); #panic(\"",
    ];
    for name in names {
        let mut filled = application();
        filled.holder = party(name, "");
        filled.rows[0] = row("Общее имя", name, None);
        let Some(found) = text(&render(&filled)) else {
            skipped("poppler-utils");
            return;
        };
        assert!(
            found.matches(&dense(name)).count() >= 2,
            "{name} in {found}"
        );
        assert!(!found.contains("root:"));
    }
}

// Case 44 of docs/negative-cases.md.
#[test]
fn a_name_of_100_kilobytes_or_one_that_turns_the_text_around_is_refused() {
    let refused = |name: String| {
        let mut filled = application();
        filled.holder.name = name;
        match shipped().render(APPLICATION, &filled.to_value()) {
            Err(FormError::Value { place, problem }) => (place, problem),
            other => panic!("{other:?}"),
        }
    };
    let place = "/holder/name".to_owned();
    assert_eq!(
        refused("я".repeat(50_000)),
        (place.clone(), ValueProblem::Long)
    );
    let turned = ValueProblem::Character('\u{202e}');
    assert_eq!(
        refused("Иванова\u{202e}атреп".to_owned()),
        (place.clone(), turned)
    );
    assert_eq!(
        refused("鬱".to_owned()),
        (place, ValueProblem::NoGlyph('鬱'))
    );
}

#[test]
fn an_own_template_takes_the_place_of_the_shipped_one() {
    let mut forms = shipped();
    let before = forms.template_sha256(APPLICATION).expect("it is there");
    let own = "#let data = json(\"data.json\")\nОсобая форма: #data.number";
    forms.put(Template::parse(APPLICATION, own).expect("it is in order"));
    assert_ne!(
        forms.template_sha256(APPLICATION).expect("it is there"),
        before
    );
    let bytes = forms
        .render(APPLICATION, &application().to_value())
        .expect("a document");
    match text(&bytes) {
        Some(found) => assert!(found.contains(&dense("Особая форма: 7F3A-0C21")), "{found}"),
        None => skipped("poppler-utils"),
    }
}

#[test]
fn a_template_without_end_or_without_its_values_is_an_error_and_not_a_document() {
    let mut forms = shipped();
    let mut put = |name: &str, text: &str| {
        forms.put(Template::parse(name, text).expect("it is in order"));
    };
    put(
        "missing",
        "#let data = json(\"data.json\")\n\n#data.nothing",
    );
    put("pages", "#for _ in range(21) { pagebreak() }");
    put("twenty", "#for _ in range(19) { pagebreak() }");
    put("clock", "#datetime.today().display()");
    put("endless", "#while true {}");
    put("hidden", "#let f = (\"ev\" + \"al\"); #sys.inputs.at(f)");
    let render = |name: &str| forms.render(name, &json!({}));
    let Err(FormError::Layout { messages, .. }) = render("missing") else {
        panic!("it passed")
    };
    assert!(messages[0].starts_with("line 3: "), "{messages:?}");
    assert!(matches!(
        render("pages"),
        Err(FormError::Pages { pages: 22, .. })
    ));
    assert!(render("twenty").is_ok(), "{} pages", limits::PAGES_MAX);
    for name in ["clock", "endless", "hidden"] {
        assert!(
            matches!(render(name), Err(FormError::Layout { .. })),
            "{name}"
        );
    }
    assert!(matches!(
        render("unknown"),
        Err(FormError::UnknownForm { .. })
    ));
}

#[test]
fn a_document_over_its_size_is_refused() {
    let mut forms = shipped();
    // Two megabytes of incompressible strokes.
    let text = "#set page(width: 2000pt, height: 2000pt)\n#let x = 7\n\
                #for i in range(18000) { \
                  x = calc.rem(x * 48271, 2147483647); \
                  let a = x; x = calc.rem(x * 48271, 2147483647); \
                  place(dx: a / 2147483647 * 1900pt, dy: x / 2147483647 * 1900pt, \
                  rotate(a / 2147483647 * 360deg, \
                  curve(curve.move((0pt, 0pt)), ..range(12).map(k => curve.line(\
                  (calc.rem(a * (k + 3), 9973) / 99.73 * 1pt, \
                  calc.rem(x * (k + 5), 9973) / 99.73 * 1pt)))))) }";
    forms.put(Template::parse("large", text).expect("it is in order"));
    let outcome = forms.render("large", &Value::Null);
    assert!(
        matches!(outcome, Err(FormError::Size { .. })),
        "{:?}",
        outcome.map(|it| it.len())
    );
}

#[test]
fn the_fixed_form_is_a_pdf_of_one_page() {
    let bytes = FixedForms
        .render(APPLICATION, &Value::Null)
        .expect("a document");
    let (_folder, file) = saved(&bytes);
    match tool("qpdf", &["--check"], &file) {
        Some(output) => assert!(output.status.success()),
        None => skipped("qpdf"),
    }
    assert!(FixedForms.render("unknown", &Value::Null).is_err());
}

#[test]
#[ignore = "writes the forms, and the values that they hold, to SMENA_FORMS_OUT to look at"]
fn show_the_forms() {
    let folder = std::path::PathBuf::from(std::env::var_os("SMENA_FORMS_OUT").expect("a folder"));
    for (name, filled) in [("application", application()), ("longest", longest())] {
        let values: Vec<_> = filled.printed().collect();
        std::fs::write(folder.join(format!("{name}.txt")), values.join("\n")).expect("written");
        std::fs::write(folder.join(format!("{name}.pdf")), render(&filled)).expect("written");
    }
}
