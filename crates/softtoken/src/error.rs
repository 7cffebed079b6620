//! What a token answers instead of doing what it was asked, and the number that PKCS#11 has for it.

use cryptoki_sys::{
    CK_ATTRIBUTE_TYPE, CK_RV, CKR_ACTION_PROHIBITED, CKR_ARGUMENTS_BAD, CKR_ATTRIBUTE_READ_ONLY,
    CKR_ATTRIBUTE_SENSITIVE, CKR_ATTRIBUTE_TYPE_INVALID, CKR_ATTRIBUTE_VALUE_INVALID,
    CKR_BUFFER_TOO_SMALL, CKR_CANT_LOCK, CKR_CRYPTOKI_ALREADY_INITIALIZED,
    CKR_CRYPTOKI_NOT_INITIALIZED, CKR_CURVE_NOT_SUPPORTED, CKR_DATA_LEN_RANGE, CKR_DEVICE_ERROR,
    CKR_DEVICE_MEMORY, CKR_DEVICE_REMOVED, CKR_ENCRYPTED_DATA_INVALID,
    CKR_ENCRYPTED_DATA_LEN_RANGE, CKR_FUNCTION_FAILED, CKR_FUNCTION_NOT_PARALLEL,
    CKR_FUNCTION_NOT_SUPPORTED, CKR_GENERAL_ERROR, CKR_KEY_FUNCTION_NOT_PERMITTED,
    CKR_KEY_HANDLE_INVALID, CKR_KEY_SIZE_RANGE, CKR_KEY_TYPE_INCONSISTENT, CKR_MECHANISM_INVALID,
    CKR_MECHANISM_PARAM_INVALID, CKR_NO_EVENT, CKR_OBJECT_HANDLE_INVALID, CKR_OPERATION_ACTIVE,
    CKR_OPERATION_NOT_INITIALIZED, CKR_PIN_INCORRECT, CKR_PIN_LEN_RANGE, CKR_PIN_LOCKED,
    CKR_RANDOM_SEED_NOT_SUPPORTED, CKR_SESSION_COUNT, CKR_SESSION_EXISTS,
    CKR_SESSION_HANDLE_INVALID, CKR_SESSION_PARALLEL_NOT_SUPPORTED, CKR_SESSION_READ_ONLY,
    CKR_SESSION_READ_ONLY_EXISTS, CKR_SESSION_READ_WRITE_SO_EXISTS, CKR_SIGNATURE_INVALID,
    CKR_SIGNATURE_LEN_RANGE, CKR_SLOT_ID_INVALID, CKR_TEMPLATE_INCOMPLETE,
    CKR_TEMPLATE_INCONSISTENT, CKR_TOKEN_NOT_PRESENT, CKR_TOKEN_NOT_RECOGNIZED,
    CKR_USER_ALREADY_LOGGED_IN, CKR_USER_ANOTHER_ALREADY_LOGGED_IN, CKR_USER_NOT_LOGGED_IN,
    CKR_USER_PIN_NOT_INITIALIZED, CKR_USER_TYPE_INVALID,
};
use smena_media::MediumError;

macro_rules! answers {
    ($($(#[$doc:meta])* $name:ident = $rv:ident, $text:literal;)*) => {
        /// A call that was not carried out.
        #[derive(Debug, thiserror::Error)]
        #[non_exhaustive]
        pub enum TokenError {
            $(
                $(#[$doc])*
                #[error($text)]
                $name,
            )*
            /// An attribute that this token does not have for such an object.
            #[error("the attribute {0:#x} is not known for such an object")]
            AttributeType(CK_ATTRIBUTE_TYPE),
            /// A value that the attribute cannot have.
            #[error("the attribute {0:#x} cannot have that value")]
            AttributeValue(CK_ATTRIBUTE_TYPE),
            /// An attribute that cannot be changed, or not that way.
            #[error("the attribute {0:#x} cannot be changed that way")]
            AttributeReadOnly(CK_ATTRIBUTE_TYPE),
            /// The files of the token could not be read or written.
            #[error("the files of the token could not be read or written")]
            Medium(#[source] MediumError),
            /// A file of the token is not what this program writes.
            #[error("{file} cannot be read: {why}")]
            Damaged {
                /// The name of the file.
                file: String,
                /// What is wrong with it; nothing secret.
                why: String,
            },
        }

        impl TokenError {
            /// The return value of PKCS#11 for it.
            #[must_use]
            pub fn rv(&self) -> CK_RV {
                match self {
                    $(Self::$name => $rv,)*
                    Self::AttributeType(_) => CKR_ATTRIBUTE_TYPE_INVALID,
                    Self::AttributeValue(_) => CKR_ATTRIBUTE_VALUE_INVALID,
                    Self::AttributeReadOnly(_) => CKR_ATTRIBUTE_READ_ONLY,
                    Self::Medium(MediumError::Absent { .. }) => CKR_TOKEN_NOT_PRESENT,
                    Self::Medium(_) | Self::Damaged { .. } => CKR_DEVICE_ERROR,
                }
            }
        }
    };
}

answers! {
    /// A pointer is null where it must not be, or arguments contradict each other.
    Arguments = CKR_ARGUMENTS_BAD, "an argument is missing or contradicts another";
    /// The object says that it is not to be changed, copied or destroyed.
    ActionProhibited = CKR_ACTION_PROHIBITED, "the object does not allow that";
    /// The value is not shown.
    Sensitive = CKR_ATTRIBUTE_SENSITIVE, "the attribute is not shown";
    /// The caller's buffer is too small.
    BufferTooSmall = CKR_BUFFER_TOO_SMALL, "the buffer is too small";
    /// The caller wants its own locks and no others.
    CannotLock = CKR_CANT_LOCK, "only locks of the operating system are used";
    /// `C_Initialize` a second time.
    AlreadyInitialised = CKR_CRYPTOKI_ALREADY_INITIALIZED, "the module is in use already";
    /// Anything before `C_Initialize`.
    NotInitialised = CKR_CRYPTOKI_NOT_INITIALIZED, "the module is not initialised";
    /// A curve or parameter set that is not known.
    Curve = CKR_CURVE_NOT_SUPPORTED, "the curve is not known";
    /// Data of a length that the mechanism does not take.
    DataLength = CKR_DATA_LEN_RANGE, "the data are too long or too short";
    /// The device failed.
    Device = CKR_DEVICE_ERROR, "the device failed";
    /// The token is full.
    DeviceMemory = CKR_DEVICE_MEMORY, "the token has no space left";
    /// The token was pulled out during the call.
    DeviceRemoved = CKR_DEVICE_REMOVED, "the token was pulled out";
    /// The ciphertext has another content than expected.
    EncryptedData = CKR_ENCRYPTED_DATA_INVALID, "the ciphertext is not valid";
    /// The ciphertext has the wrong length.
    EncryptedLength = CKR_ENCRYPTED_DATA_LEN_RANGE, "the ciphertext has the wrong length";
    /// A computation failed: our fault.
    Failed = CKR_FUNCTION_FAILED, "the computation failed";
    /// A function of an older time.
    NotParallel = CKR_FUNCTION_NOT_PARALLEL, "functions do not run in parallel";
    /// A function that this module does not have.
    NotSupported = CKR_FUNCTION_NOT_SUPPORTED, "the function is not supported";
    /// The module cannot work at all: its folder is unknown, or a script of faults cannot be read.
    General = CKR_GENERAL_ERROR, "the module cannot work";
    /// The key is not for that.
    KeyFunction = CKR_KEY_FUNCTION_NOT_PERMITTED, "the key is not for that";
    /// No key has that handle.
    KeyHandle = CKR_KEY_HANDLE_INVALID, "there is no such key";
    /// A size of keys that is not made.
    KeySize = CKR_KEY_SIZE_RANGE, "keys of that size are not made";
    /// The key is of another kind than the mechanism's.
    KeyType = CKR_KEY_TYPE_INCONSISTENT, "the key is of another kind than the mechanism";
    /// A mechanism that this token does not have, or not for this.
    Mechanism = CKR_MECHANISM_INVALID, "the mechanism is not known";
    /// The parameter of the mechanism is not what it takes.
    MechanismParameter = CKR_MECHANISM_PARAM_INVALID, "the mechanism does not take that parameter";
    /// Nothing happened to any slot.
    NoEvent = CKR_NO_EVENT, "nothing happened to a slot";
    /// No object has that handle.
    ObjectHandle = CKR_OBJECT_HANDLE_INVALID, "there is no such object";
    /// The session is in the middle of something.
    OperationActive = CKR_OPERATION_ACTIVE, "the session is in the middle of something";
    /// The session has not begun what is continued.
    OperationNotInitialised = CKR_OPERATION_NOT_INITIALIZED, "the session has begun nothing";
    /// The PIN is wrong; an attempt is spent.
    PinIncorrect = CKR_PIN_INCORRECT, "the PIN is wrong";
    /// The PIN is too short or too long; nothing was compared.
    PinLength = CKR_PIN_LEN_RANGE, "the PIN is too short or too long";
    /// No attempt is left.
    PinLocked = CKR_PIN_LOCKED, "the PIN is locked";
    /// The random source takes no seed.
    RandomSeed = CKR_RANDOM_SEED_NOT_SUPPORTED, "the random source takes no seed";
    /// Too many sessions.
    SessionCount = CKR_SESSION_COUNT, "there are too many sessions";
    /// Sessions are open that must not be.
    SessionExists = CKR_SESSION_EXISTS, "a session is open";
    /// No session has that handle.
    SessionHandle = CKR_SESSION_HANDLE_INVALID, "there is no such session";
    /// Sessions are always serial.
    SessionParallel = CKR_SESSION_PARALLEL_NOT_SUPPORTED, "sessions are always serial";
    /// The session may not write.
    SessionReadOnly = CKR_SESSION_READ_ONLY, "the session may not write";
    /// The security officer cannot log in while such a session is open.
    SessionReadOnlyExists = CKR_SESSION_READ_ONLY_EXISTS, "a session that may not write is open";
    /// The security officer is logged in.
    SecurityOfficerSession = CKR_SESSION_READ_WRITE_SO_EXISTS, "the security officer is logged in";
    /// The signature is not of this key over these data.
    Signature = CKR_SIGNATURE_INVALID, "the signature is not valid";
    /// The signature has the wrong length.
    SignatureLength = CKR_SIGNATURE_LEN_RANGE, "the signature has the wrong length";
    /// No slot has that number.
    Slot = CKR_SLOT_ID_INVALID, "there is no such slot";
    /// An attribute is missing that such an object must have.
    TemplateIncomplete = CKR_TEMPLATE_INCOMPLETE, "an attribute is missing";
    /// Attributes contradict each other or the function.
    TemplateInconsistent = CKR_TEMPLATE_INCONSISTENT, "the attributes contradict each other";
    /// The token is not there.
    TokenNotPresent = CKR_TOKEN_NOT_PRESENT, "the token is not there";
    /// The token was never initialised.
    TokenNotRecognised = CKR_TOKEN_NOT_RECOGNIZED, "the token is not initialised";
    /// That user is logged in.
    AlreadyLoggedIn = CKR_USER_ALREADY_LOGGED_IN, "the user is logged in already";
    /// The other user is logged in.
    AnotherLoggedIn = CKR_USER_ANOTHER_ALREADY_LOGGED_IN, "another user is logged in";
    /// Nobody is logged in, or not the right user.
    NotLoggedIn = CKR_USER_NOT_LOGGED_IN, "the user is not logged in";
    /// The security officer has set no user PIN.
    UserPinUnset = CKR_USER_PIN_NOT_INITIALIZED, "the user has no PIN yet";
    /// There is no such kind of user.
    UserType = CKR_USER_TYPE_INVALID, "there is no such kind of user";
}

impl From<MediumError> for TokenError {
    fn from(error: MediumError) -> Self {
        Self::Medium(error)
    }
}
