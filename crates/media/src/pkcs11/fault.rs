//! What a return value of a PKCS#11 module means for a medium.
//!
//! PKCS#11 3.1, section 5.1. Whether something is tried again is not decided here: nothing is.

use cryptoki::error::{Error, RvError};

use crate::error::MediumError;

/// Translates an error of a module; `place` is the name of the token or reader.
pub(super) fn fault(place: &str, error: &Error) -> MediumError {
    let place = place.to_owned();
    let Error::Pkcs11(value, function) = error else {
        return MediumError::Pkcs11 {
            place,
            operation: "cryptoki".to_owned(),
            code: error.to_string(),
        };
    };
    match value {
        RvError::SessionHandleInvalid
        | RvError::SessionClosed
        | RvError::DeviceRemoved
        | RvError::DeviceError
        | RvError::TokenNotPresent
        | RvError::TokenNotRecognized
        // A search whose end failed is still under way in the module; only a new session is rid of it.
        | RvError::OperationActive
        | RvError::SlotIdInvalid => MediumError::DeviceGone { place },
        RvError::UserNotLoggedIn => MediumError::PinNeeded { place },
        RvError::PinLocked => MediumError::PinLocked { place },
        RvError::PinExpired => MediumError::PinExpired { place },
        RvError::UserPinNotInitialized => MediumError::PinNotSet { place },
        RvError::DeviceMemory => MediumError::NoSpace { place },
        value => MediumError::Pkcs11 {
            place,
            operation: format!("C_{function:?}"),
            code: name(*value),
        },
    }
}

/// The name of a return value as the standard writes it.
fn name(value: RvError) -> String {
    match value {
        RvError::VendorDefined(code) | RvError::UnknownErrorCode(code) => format!("{code:#x}"),
        value => {
            let mut name = "CKR".to_owned();
            for letter in format!("{value:?}").chars() {
                if letter.is_ascii_uppercase() {
                    name.push('_');
                }
                name.push(letter.to_ascii_uppercase());
            }
            name
        }
    }
}

#[cfg(test)]
mod tests {
    use cryptoki::context::Function;

    use super::*;

    fn of(value: RvError) -> MediumError {
        fault("Рутокен 1", &Error::Pkcs11(value, Function::SignInit))
    }

    #[test]
    fn a_device_that_is_away_is_told_apart_from_a_missing_pin() {
        for value in [
            RvError::SessionHandleInvalid,
            RvError::DeviceRemoved,
            RvError::TokenNotPresent,
            RvError::DeviceError,
            RvError::OperationActive,
        ] {
            assert_eq!(of(value).code(), "medium-device-gone", "{value:?}");
        }
        assert_eq!(of(RvError::UserNotLoggedIn).code(), "medium-pin-needed");
        assert_eq!(of(RvError::DeviceMemory).code(), "medium-no-space");
    }

    #[test]
    fn another_value_keeps_its_name_and_operation() {
        let text = of(RvError::KeyFunctionNotPermitted).to_string();
        assert!(text.contains("CKR_KEY_FUNCTION_NOT_PERMITTED"), "{text}");
        assert!(text.contains("C_SignInit"), "{text}");
        let text = of(RvError::VendorDefined(0x8000_0001)).to_string();
        assert!(text.contains("0x80000001"), "{text}");
    }
}
