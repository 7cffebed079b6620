//! Regions of the Russian Federation by their two-digit codes, as they open stateOrProvinceName.
//!
//! The list is data: a new region is a new line. Codes are those of the ФНС classifier ССРФ; the
//! names are the short ones, and a certificate may spell them out differently.

/// A region: its code and short name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Two digits.
    pub code: &'static str,
    /// Short name in Russian.
    pub name: &'static str,
}

/// Returns the region with this code.
#[must_use]
pub fn by_code(code: &str) -> Option<&'static Region> {
    REGIONS.iter().find(|region| region.code == code)
}

/// Returns the region that a stateOrProvinceName of the form `NN name` opens with.
#[must_use]
pub fn of_state(state: &str) -> Option<&'static Region> {
    let (code, name) = state.split_once(' ')?;
    (!name.trim().is_empty()).then(|| by_code(code)).flatten()
}

/// All regions, by code.
pub static REGIONS: &[Region] = &[
    Region {
        code: "01",
        name: "Республика Адыгея",
    },
    Region {
        code: "02",
        name: "Республика Башкортостан",
    },
    Region {
        code: "03",
        name: "Республика Бурятия",
    },
    Region {
        code: "04",
        name: "Республика Алтай",
    },
    Region {
        code: "05",
        name: "Республика Дагестан",
    },
    Region {
        code: "06",
        name: "Республика Ингушетия",
    },
    Region {
        code: "07",
        name: "Кабардино-Балкарская Республика",
    },
    Region {
        code: "08",
        name: "Республика Калмыкия",
    },
    Region {
        code: "09",
        name: "Карачаево-Черкесская Республика",
    },
    Region {
        code: "10",
        name: "Республика Карелия",
    },
    Region {
        code: "11",
        name: "Республика Коми",
    },
    Region {
        code: "12",
        name: "Республика Марий Эл",
    },
    Region {
        code: "13",
        name: "Республика Мордовия",
    },
    Region {
        code: "14",
        name: "Республика Саха (Якутия)",
    },
    Region {
        code: "15",
        name: "Северная Осетия — Алания",
    },
    Region {
        code: "16",
        name: "Республика Татарстан",
    },
    Region {
        code: "17",
        name: "Республика Тыва",
    },
    Region {
        code: "18",
        name: "Удмуртская Республика",
    },
    Region {
        code: "19",
        name: "Республика Хакасия",
    },
    Region {
        code: "20",
        name: "Чеченская Республика",
    },
    Region {
        code: "21",
        name: "Чувашская Республика",
    },
    Region {
        code: "22",
        name: "Алтайский край",
    },
    Region {
        code: "23",
        name: "Краснодарский край",
    },
    Region {
        code: "24",
        name: "Красноярский край",
    },
    Region {
        code: "25",
        name: "Приморский край",
    },
    Region {
        code: "26",
        name: "Ставропольский край",
    },
    Region {
        code: "27",
        name: "Хабаровский край",
    },
    Region {
        code: "28",
        name: "Амурская область",
    },
    Region {
        code: "29",
        name: "Архангельская область",
    },
    Region {
        code: "30",
        name: "Астраханская область",
    },
    Region {
        code: "31",
        name: "Белгородская область",
    },
    Region {
        code: "32",
        name: "Брянская область",
    },
    Region {
        code: "33",
        name: "Владимирская область",
    },
    Region {
        code: "34",
        name: "Волгоградская область",
    },
    Region {
        code: "35",
        name: "Вологодская область",
    },
    Region {
        code: "36",
        name: "Воронежская область",
    },
    Region {
        code: "37",
        name: "Ивановская область",
    },
    Region {
        code: "38",
        name: "Иркутская область",
    },
    Region {
        code: "39",
        name: "Калининградская область",
    },
    Region {
        code: "40",
        name: "Калужская область",
    },
    Region {
        code: "41",
        name: "Камчатский край",
    },
    Region {
        code: "42",
        name: "Кемеровская область",
    },
    Region {
        code: "43",
        name: "Кировская область",
    },
    Region {
        code: "44",
        name: "Костромская область",
    },
    Region {
        code: "45",
        name: "Курганская область",
    },
    Region {
        code: "46",
        name: "Курская область",
    },
    Region {
        code: "47",
        name: "Ленинградская область",
    },
    Region {
        code: "48",
        name: "Липецкая область",
    },
    Region {
        code: "49",
        name: "Магаданская область",
    },
    Region {
        code: "50",
        name: "Московская область",
    },
    Region {
        code: "51",
        name: "Мурманская область",
    },
    Region {
        code: "52",
        name: "Нижегородская область",
    },
    Region {
        code: "53",
        name: "Новгородская область",
    },
    Region {
        code: "54",
        name: "Новосибирская область",
    },
    Region {
        code: "55",
        name: "Омская область",
    },
    Region {
        code: "56",
        name: "Оренбургская область",
    },
    Region {
        code: "57",
        name: "Орловская область",
    },
    Region {
        code: "58",
        name: "Пензенская область",
    },
    Region {
        code: "59",
        name: "Пермский край",
    },
    Region {
        code: "60",
        name: "Псковская область",
    },
    Region {
        code: "61",
        name: "Ростовская область",
    },
    Region {
        code: "62",
        name: "Рязанская область",
    },
    Region {
        code: "63",
        name: "Самарская область",
    },
    Region {
        code: "64",
        name: "Саратовская область",
    },
    Region {
        code: "65",
        name: "Сахалинская область",
    },
    Region {
        code: "66",
        name: "Свердловская область",
    },
    Region {
        code: "67",
        name: "Смоленская область",
    },
    Region {
        code: "68",
        name: "Тамбовская область",
    },
    Region {
        code: "69",
        name: "Тверская область",
    },
    Region {
        code: "70",
        name: "Томская область",
    },
    Region {
        code: "71",
        name: "Тульская область",
    },
    Region {
        code: "72",
        name: "Тюменская область",
    },
    Region {
        code: "73",
        name: "Ульяновская область",
    },
    Region {
        code: "74",
        name: "Челябинская область",
    },
    Region {
        code: "75",
        name: "Забайкальский край",
    },
    Region {
        code: "76",
        name: "Ярославская область",
    },
    Region {
        code: "77",
        name: "Москва",
    },
    Region {
        code: "78",
        name: "Санкт-Петербург",
    },
    Region {
        code: "79",
        name: "Еврейская автономная область",
    },
    Region {
        code: "83",
        name: "Ненецкий автономный округ",
    },
    Region {
        code: "86",
        name: "Ханты-Мансийский автономный округ — Югра",
    },
    Region {
        code: "87",
        name: "Чукотский автономный округ",
    },
    Region {
        code: "89",
        name: "Ямало-Ненецкий автономный округ",
    },
    Region {
        code: "90",
        name: "Запорожская область",
    },
    Region {
        code: "91",
        name: "Республика Крым",
    },
    Region {
        code: "92",
        name: "Севастополь",
    },
    Region {
        code: "93",
        name: "Донецкая Народная Республика",
    },
    Region {
        code: "94",
        name: "Луганская Народная Республика",
    },
    Region {
        code: "95",
        name: "Херсонская область",
    },
    Region {
        code: "99",
        name: "Байконур",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_two_digits_in_order_and_unique() {
        assert!(REGIONS.iter().all(|region| region.code.len() == 2));
        assert!(REGIONS.windows(2).all(|pair| pair[0].code < pair[1].code));
    }

    #[test]
    fn the_code_opens_the_state() {
        assert_eq!(
            of_state("77 г. Москва").map(|region| region.code),
            Some("77")
        );
        assert_eq!(
            of_state("72 Тюменская область").map(|region| region.code),
            Some("72")
        );
        for state in ["Москва", "77", "77 ", "00 Нигде", "7 Дагестан", "77Москва"]
        {
            assert_eq!(of_state(state), None, "{state}");
        }
    }
}
