//! Procedures that ask for what the pages of the steps ask.

/// A procedure that asks a holder for everything that a page can ask before the application.
pub(super) const STEPS: &[(&str, &str)] = &[
    ("workplace = []", "workplace = [\"agent\", \"medium\"]"),
    ("asks_snils = false", "asks_snils = true"),
    (
        "identity_document = \"not-asked\"",
        "identity_document = \"when-changed\"",
    ),
    (
        "contacts = []",
        "contacts = [\"phone\", \"email\"]\nkinds = [\"official\", \"legal-entity\", \
         \"legal-entity-without-person\"]",
    ),
    (
        "title = { change = \"office\" }",
        "title = { change = \"remote\" }",
    ),
    (
        "snils = { change = \"office\" }",
        "snils = { change = \"paper\" }",
    ),
    (
        "[key]",
        "[[gathering.offices]]\nname = \"moscow\"\nregion = \"77\"\n\n\
         [[gathering.offices]]\nname = \"tyumen\"\nregion = \"72\"\n\n\
         [[gathering.system_powers]]\nname = \"signatory\"\noid = \"1.2.643.100.113.99\"\n\n\
         [[gathering.documents]]\nname = \"order\"\n\n[key]",
    ),
    ("media = []", "media = [\"token\", \"computer\"]"),
    (
        "exportable = \"never\"",
        "exportable = \"asked-default-no\"",
    ),
    ("password = \"not-asked\"", "password = \"optional\""),
    (
        "submission = \"with-signature\"",
        "submission = \"separate\"",
    ),
    (
        "[text.ru]",
        "[text.ru]\npaper = \"Принесите лист в офис.\"\noffice-moscow = \"Москва\"\noffice-tyumen = \"Тюмень\"\n\
         system-power-signatory = \"Право подписи контракта\"\ndocument-order = \"Приказ о назначении\"",
    ),
    (
        "[text.en]",
        "[text.en]\npaper = \"Bring the sheet to the office.\"\noffice-moscow = \"Moscow\"\noffice-tyumen = \"Tyumen\"\n\
         system-power-signatory = \"Right to sign contracts\"\ndocument-order = \"Order of appointment\"",
    ),
];

/// A procedure that begins nothing without a power of attorney.
pub(super) const POWERS: &[(&str, &str)] = &[
    (
        "required_powers = []",
        "required_powers = [\"legal-entity\"]",
    ),
    (
        "[text.ru]",
        "[text.ru]\npower-legal-entity = \"Действовать от имени организации\"",
    ),
    (
        "[text.en]",
        "[text.en]\npower-legal-entity = \"To act for the organisation\"",
    ),
];
