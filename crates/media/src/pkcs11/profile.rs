//! What is known of token models beyond what they say themselves: the PINs they are sold with.
//!
//! From the vendors' manuals. A default PIN is never sent by the program: it is compared with what a person typed, after
//! the token has taken that, so that he can be urged to change it.

use cryptoki::slot::TokenInfo;
use subtle::ConstantTimeEq as _;

/// How keys are deleted from a token.
///
/// Which of a vendor's cards want the second way cannot be told from what PKCS#11 says of them, nor was it seen on
/// hardware: people tell them apart by their looks. So it is told to the medium
/// ([`super::TokenMedium::set_delete_flow`]) and never guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeleteFlow {
    /// A login is enough.
    #[default]
    Login,
    /// The PIN must be set once more, to the same value, before each deletion (`C_SetPIN` with the old PIN as the new).
    SetPinSame,
}

/// A family of tokens and the user PIN it is sold with.
struct Family {
    /// What the manufacturer's name contains.
    manufacturer: &'static str,
    /// What the model's name contains; an empty text fits every model.
    model: &'static str,
    pin: &'static str,
}

/// The more special before the more general.
const FAMILIES: [Family; 15] = [
    family("aktiv", "", "12345678"),
    family("rutoken", "", "12345678"),
    family("", "rutoken", "12345678"),
    family("", "jacarta pki", "11111111"),
    family("", "jacarta lt", "1234567890"),
    family("", "jacarta ds", "1234567890"),
    family("", "jacarta gost 2", "1234567890"),
    family("", "jacarta laser", "11111111"),
    family("", "jacarta-2 se", "0987654321"),
    family("", "jacarta-2", "1234567890"),
    family("", "jacarta se", "0987654321"),
    family("", "etoken", "1234567890"),
    family("aladdin", "pro", "1234567890"),
    family("", "esmart", "12345678"),
    family("isbc", "", "12345678"),
];

const fn family(manufacturer: &'static str, model: &'static str, pin: &'static str) -> Family {
    Family {
        manufacturer,
        model,
        pin,
    }
}

/// Whether a PIN that the token has taken is the one that such tokens are sold with.
pub(super) fn is_default_pin(token: &TokenInfo, pin: &[u8]) -> bool {
    is_default(token.manufacturer_id(), token.model(), pin)
}

fn is_default(manufacturer: &str, model: &str, pin: &[u8]) -> bool {
    let (manufacturer, model) = (manufacturer.to_lowercase(), model.to_lowercase());
    FAMILIES
        .iter()
        .find(|family| manufacturer.contains(family.manufacturer) && model.contains(family.model))
        .is_some_and(|family| bool::from(family.pin.as_bytes().ct_eq(pin)))
}

#[cfg(test)]
mod tests {
    use super::is_default;

    #[test]
    fn each_family_has_its_own_default_pin() {
        let check = |manufacturer, model, pin: &str| {
            assert!(is_default(manufacturer, model, pin.as_bytes()), "{model}");
            assert!(!is_default(manufacturer, model, b"73501864"), "{model}");
        };
        check("Aktiv Co.", "Rutoken ECP", "12345678");
        check("Aktiv Co.", "Rutoken lite", "12345678");
        check("Aladdin R.D.", "JaCarta PKI", "11111111");
        check("Aladdin R.D.", "JaCarta LT", "1234567890");
        check("Aladdin R.D.", "JaCarta GOST 2.0", "1234567890");
        check("Aladdin R.D.", "JaCarta Laser", "11111111");
        check("Aladdin R.D.", "JaCarta-2 SE", "0987654321");
        check("Aladdin R.D.", "PRO", "1234567890");
        check("ISBC", "ESMARTToken GOST", "12345678");
    }

    #[test]
    fn of_an_unknown_model_no_pin_is_the_default() {
        assert!(!is_default("SoftHSM project", "SoftHSM v2", b"12345678"));
    }
}
