//! All label ids of the described tree.
//!
//! The ids are stable: locales and the JSON form of `inspect` use them. The texts do not stand
//! here, they belong to who shows the tree.

use super::node::LabelId;

macro_rules! labels {
    ($($(#[$comment:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$comment])* pub(super) const $name: LabelId = LabelId($text);)*

        /// Every label id, for proofs that a locale is complete.
        pub const ALL: &[LabelId] = &[$($name),*];
    };
}

labels! {
    // Objects.
    CERTIFICATE = "certificate";
    REQUEST = "request";
    REVOCATION_LIST = "revocation-list";
    SIGNED_DATA = "signed-data";
    ENVELOPED_DATA = "enveloped-data";
    PRIVATE_KEY = "private-key";
    ENCRYPTED_PRIVATE_KEY = "encrypted-private-key";
    KEY_CONTAINER = "key-container";
    PUBLIC_KEY = "public-key";
    SEVERAL_OBJECTS = "several-objects";

    // Shared.
    ALGORITHM = "algorithm";
    NOT_READABLE = "not-readable";
    OTHER_FIELD = "other-field";
    OCTETS = "octets";
    OBJECT_IDENTIFIER = "object-identifier";
    PARAMETERS = "parameters";
    NULL_VALUE = "null-value";
    SIGNATURE = "signature";
    SIGNATURE_ALGORITHM = "signature-algorithm";
    SIZE_BITS = "size-bits";
    SIZE_OCTETS = "size-octets";
    STRING_TYPE = "string-type";
    THUMBPRINT_SHA256 = "thumbprint-sha256";
    UNUSED_BITS = "unused-bits";
    VERSION = "version";

    // Certificates.
    ISSUER = "issuer";
    ISSUER_UNIQUE_ID = "issuer-unique-id";
    NOT_AFTER = "not-after";
    NOT_BEFORE = "not-before";
    SERIAL_NUMBER = "serial-number";
    SIGNED_ALGORITHM = "signed-algorithm";
    SUBJECT = "subject";
    SUBJECT_UNIQUE_ID = "subject-unique-id";
    VALIDITY = "validity";

    // Public keys.
    CURVE = "curve";
    DIGEST_PARAMETER_SET = "digest-parameter-set";
    ENCRYPTION_PARAMETER_SET = "encryption-parameter-set";
    EXPONENT = "exponent";
    KEY_OCTETS = "key-octets";
    MODULUS = "modulus";
    PARAMETER_SET = "parameter-set";
    SPKI_SHA256 = "spki-sha256";

    // Private keys.
    CIPHER = "cipher";
    ENCRYPTED_SIZE = "encrypted-size";
    INITIALISATION_VECTOR = "initialisation-vector";
    ITERATIONS = "iterations";
    KEY_DERIVATION = "key-derivation";
    KEY_LENGTH = "key-length";
    PSEUDO_RANDOM_FUNCTION = "pseudo-random-function";
    SALT = "salt";
    SCRYPT_BLOCK_SIZE = "scrypt-block-size";
    SCRYPT_COST = "scrypt-cost";
    SCRYPT_PARALLELISM = "scrypt-parallelism";
    SECRET_NOT_SHOWN = "secret-not-shown";
    SECRET_PART = "secret-part";

    // Key containers.
    CONTAINER_KEY = "container-key";
    CONTAINER_NAME = "container-name";
    CONTAINER_PASSWORD = "container-password";
    KEY_EXPORTABLE = "key-exportable";
    KEY_FINGERPRINT = "key-fingerprint";
    KEY_ROLE = "key-role";
    KEY_UNTIL = "key-until";
    ROLE_EXCHANGE = "role-exchange";
    ROLE_SIGNATURE = "role-signature";

    // Names.
    BUSINESS_CATEGORY = "business-category";
    COMMON_NAME = "common-name";
    COUNTRY_NAME = "country-name";
    DESCRIPTION = "description";
    DOMAIN_COMPONENT = "domain-component";
    EMAIL_ADDRESS = "email-address";
    EMPTY_NAME = "empty-name";
    GIVEN_NAME = "given-name";
    INITIALS = "initials";
    INN = "inn";
    INN_ORGANISATION = "inn-organisation";
    KP_FSS = "kp-fss";
    LOCALITY_NAME = "locality-name";
    NAME_SERIAL_NUMBER = "name-serial-number";
    OGRN = "ogrn";
    OGRNIP = "ogrnip";
    ORGANIZATION_IDENTIFIER = "organization-identifier";
    ORGANIZATION_NAME = "organization-name";
    ORGANIZATIONAL_UNIT_NAME = "organizational-unit-name";
    OTHER_ATTRIBUTE = "other-attribute";
    POSTAL_ADDRESS = "postal-address";
    POSTAL_CODE = "postal-code";
    PSEUDONYM = "pseudonym";
    RNS_FSS = "rns-fss";
    SEVERAL_ATTRIBUTES = "several-attributes";
    SNILS = "snils";
    STATE_OR_PROVINCE_NAME = "state-or-province-name";
    STREET_ADDRESS = "street-address";
    SURNAME = "surname";
    TITLE = "title";
    UNSTRUCTURED_NAME = "unstructured-name";
    USER_ID = "user-id";

    // General names.
    DIRECTORY_NAME = "directory-name";
    DNS_NAME = "dns-name";
    EDI_PARTY_NAME = "edi-party-name";
    IP_ADDRESS = "ip-address";
    OTHER_NAME = "other-name";
    REGISTERED_ID = "registered-id";
    RFC822_NAME = "rfc822-name";
    URI = "uri";
    X400_ADDRESS = "x400-address";

    // Extensions.
    CRITICAL = "critical";
    EXTENSIONS = "extensions";
    EXTENSION_AUTHORITY_INFORMATION_ACCESS = "extension-authority-information-access";
    EXTENSION_AUTHORITY_KEY_IDENTIFIER = "extension-authority-key-identifier";
    EXTENSION_BASIC_CONSTRAINTS = "extension-basic-constraints";
    EXTENSION_CERTIFICATE_ISSUER = "extension-certificate-issuer";
    EXTENSION_CERTIFICATE_POLICIES = "extension-certificate-policies";
    EXTENSION_CRL_DISTRIBUTION_POINTS = "extension-crl-distribution-points";
    EXTENSION_CRL_NUMBER = "extension-crl-number";
    EXTENSION_CRL_REASON = "extension-crl-reason";
    EXTENSION_DELTA_CRL_INDICATOR = "extension-delta-crl-indicator";
    EXTENSION_EXTENDED_KEY_USAGE = "extension-extended-key-usage";
    EXTENSION_FRESHEST_CRL = "extension-freshest-crl";
    EXTENSION_IDENTIFICATION_KIND = "extension-identification-kind";
    EXTENSION_INHIBIT_ANY_POLICY = "extension-inhibit-any-policy";
    EXTENSION_INVALIDITY_DATE = "extension-invalidity-date";
    EXTENSION_ISSUER_ALTERNATIVE_NAME = "extension-issuer-alternative-name";
    EXTENSION_ISSUER_SIGN_TOOL = "extension-issuer-sign-tool";
    EXTENSION_ISSUING_DISTRIBUTION_POINT = "extension-issuing-distribution-point";
    EXTENSION_KEY_USAGE = "extension-key-usage";
    EXTENSION_MS_CA_VERSION = "extension-ms-ca-version";
    EXTENSION_MS_CERTIFICATE_TEMPLATE = "extension-ms-certificate-template";
    EXTENSION_MS_CERTIFICATE_TYPE = "extension-ms-certificate-type";
    EXTENSION_MS_PREVIOUS_CERTIFICATE_HASH = "extension-ms-previous-certificate-hash";
    EXTENSION_NAME_CONSTRAINTS = "extension-name-constraints";
    EXTENSION_OCSP_NO_CHECK = "extension-ocsp-no-check";
    EXTENSION_POLICY_CONSTRAINTS = "extension-policy-constraints";
    EXTENSION_POLICY_MAPPINGS = "extension-policy-mappings";
    EXTENSION_PRIVATE_KEY_USAGE_PERIOD = "extension-private-key-usage-period";
    EXTENSION_SUBJECT_ALTERNATIVE_NAME = "extension-subject-alternative-name";
    EXTENSION_SUBJECT_INFORMATION_ACCESS = "extension-subject-information-access";
    EXTENSION_SUBJECT_KEY_IDENTIFIER = "extension-subject-key-identifier";
    EXTENSION_SUBJECT_SIGN_TOOL = "extension-subject-sign-tool";
    EXTENSION_UNKNOWN = "extension-unknown";

    // Inside extensions.
    ACCESS_DESCRIPTION = "access-description";
    AUTHORITY_TOOL = "authority-tool";
    AUTHORITY_TOOL_CERTIFICATE = "authority-tool-certificate";
    BASE_CRL_NUMBER = "base-crl-number";
    CERTIFICATION_PRACTICE_STATEMENT = "certification-practice-statement";
    CRL_ISSUER = "crl-issuer";
    CRL_NUMBER_VALUE = "crl-number";
    DATE = "date";
    DISTRIBUTION_POINT = "distribution-point";
    EXCLUDED_SUBTREE = "excluded-subtree";
    EXPLICIT_TEXT = "explicit-text";
    IDENTIFICATION = "identification";
    IDENTIFICATION_BY_CERTIFICATE = "identification-by-certificate";
    IDENTIFICATION_BY_PASSPORT = "identification-by-passport";
    IDENTIFICATION_BY_SYSTEM = "identification-by-system";
    IDENTIFICATION_IN_PERSON = "identification-in-person";
    INDIRECT_CRL = "indirect-crl";
    INHIBIT_POLICY_MAPPING = "inhibit-policy-mapping";
    IS_AUTHORITY = "is-authority";
    ISSUER_DOMAIN_POLICY = "issuer-domain-policy";
    KEY_IDENTIFIER = "key-identifier";
    KEY_USAGE = "key-usage";
    LOCATION = "location";
    MAJOR_VERSION = "major-version";
    MAXIMUM_DISTANCE = "maximum-distance";
    MINIMUM_DISTANCE = "minimum-distance";
    MINOR_VERSION = "minor-version";
    NOTICE_NUMBER = "notice-number";
    NOTICE_ORGANISATION = "notice-organisation";
    NOTICE_REFERENCE = "notice-reference";
    ONLY_ATTRIBUTE_CERTIFICATES = "only-attribute-certificates";
    ONLY_AUTHORITY_CERTIFICATES = "only-authority-certificates";
    ONLY_USER_CERTIFICATES = "only-user-certificates";
    PATH_LENGTH = "path-length";
    PERMITTED_SUBTREE = "permitted-subtree";
    POLICY = "policy";
    POLICY_MAPPING = "policy-mapping";
    POLICY_QUALIFIER = "policy-qualifier";
    PURPOSE = "purpose";
    REASON = "reason";
    RELATIVE_NAME = "relative-name";
    REQUIRE_EXPLICIT_POLICY = "require-explicit-policy";
    SIGN_TOOL = "sign-tool";
    SIGN_TOOL_CERTIFICATE = "sign-tool-certificate";
    SKIP_CERTIFICATES = "skip-certificates";
    SUBJECT_DOMAIN_POLICY = "subject-domain-policy";
    USER_NOTICE = "user-notice";

    // Key usages.
    USAGE_CRL_SIGN = "usage-crl-sign";
    USAGE_DATA_ENCIPHERMENT = "usage-data-encipherment";
    USAGE_DECIPHER_ONLY = "usage-decipher-only";
    USAGE_DIGITAL_SIGNATURE = "usage-digital-signature";
    USAGE_ENCIPHER_ONLY = "usage-encipher-only";
    USAGE_KEY_AGREEMENT = "usage-key-agreement";
    USAGE_KEY_CERT_SIGN = "usage-key-cert-sign";
    USAGE_KEY_ENCIPHERMENT = "usage-key-encipherment";
    USAGE_NON_REPUDIATION = "usage-non-repudiation";

    // Reasons of revocation.
    REASON_AA_COMPROMISE = "reason-aa-compromise";
    REASON_AFFILIATION_CHANGED = "reason-affiliation-changed";
    REASON_CA_COMPROMISE = "reason-ca-compromise";
    REASON_CERTIFICATE_HOLD = "reason-certificate-hold";
    REASON_CESSATION_OF_OPERATION = "reason-cessation-of-operation";
    REASON_KEY_COMPROMISE = "reason-key-compromise";
    REASON_PRIVILEGE_WITHDRAWN = "reason-privilege-withdrawn";
    REASON_REMOVE_FROM_CRL = "reason-remove-from-crl";
    REASON_SUPERSEDED = "reason-superseded";
    REASON_UNSPECIFIED = "reason-unspecified";

    // Requests.
    ATTRIBUTE_CHALLENGE_PASSWORD = "attribute-challenge-password";
    ATTRIBUTE_EXTENSION_REQUEST = "attribute-extension-request";
    ATTRIBUTE_MS_CLIENT = "attribute-ms-client";
    ATTRIBUTE_MS_OS_VERSION = "attribute-ms-os-version";
    ATTRIBUTE_MS_PROVIDER = "attribute-ms-provider";
    ATTRIBUTE_UNKNOWN = "attribute-unknown";
    ATTRIBUTE_VALUE = "attribute-value";
    ATTRIBUTES = "attributes";
    CLIENT_ID = "client-id";
    MACHINE_NAME = "machine-name";
    PROCESS_NAME = "process-name";
    PROVIDER_NAME = "provider-name";
    USER_NAME = "user-name";

    // Revocation lists.
    ENTRIES_COUNT = "entries-count";
    ENTRIES_LEFT_OUT = "entries-left-out";
    NEXT_UPDATE = "next-update";
    REVOCATION_DATE = "revocation-date";
    REVOKED_CERTIFICATE = "revoked-certificate";
    REVOKED_CERTIFICATES = "revoked-certificates";
    THIS_UPDATE = "this-update";

    // CMS.
    ATTRIBUTE_CONTENT_CODE = "attribute-content-code";
    ATTRIBUTE_CONTENT_TYPE = "attribute-content-type";
    ATTRIBUTE_MESSAGE_DIGEST = "attribute-message-digest";
    ATTRIBUTE_SIGNING_CERTIFICATE = "attribute-signing-certificate";
    ATTRIBUTE_SIGNING_CERTIFICATE_V2 = "attribute-signing-certificate-v2";
    ATTRIBUTE_SIGNING_TIME = "attribute-signing-time";
    ATTRIBUTE_TIME_STAMP = "attribute-time-stamp";
    CERTIFICATE_HASH = "certificate-hash";
    CERTIFICATE_REFERENCE = "certificate-reference";
    CERTIFICATES = "certificates";
    CONTENT = "content";
    CONTENT_DETACHED = "content-detached";
    CONTENT_ENCRYPTION_ALGORITHM = "content-encryption-algorithm";
    CONTENT_SHA256 = "content-sha256";
    CONTENT_TYPE = "content-type";
    DIGEST_ALGORITHM = "digest-algorithm";
    DIGEST_ALGORITHMS = "digest-algorithms";
    ENCRYPTED_CONTENT_KEY = "encrypted-content-key";
    ISSUER_AND_SERIAL = "issuer-and-serial";
    KEY_ENCRYPTION_ALGORITHM = "key-encryption-algorithm";
    KEYING_MATERIAL = "keying-material";
    RECIPIENT = "recipient";
    RECIPIENT_IDENTIFIER = "recipient-identifier";
    RECIPIENTS = "recipients";
    REVOCATION_LISTS = "revocation-lists";
    SENDER_KEY = "sender-key";
    SIGNED_ATTRIBUTES = "signed-attributes";
    SIGNER = "signer";
    SIGNER_IDENTIFIER = "signer-identifier";
    SIGNERS = "signers";
    UNPROTECTED_ATTRIBUTES = "unprotected-attributes";
    UNSIGNED_ATTRIBUTES = "unsigned-attributes";

    // PKCS#12.
    FRIENDLY_NAME = "friendly-name";
    LOCAL_KEY_ID = "local-key-id";
    PKCS12 = "pkcs12";
    PKCS12_CLEAR_PART = "pkcs12-clear-part";
    PKCS12_ENCRYPTED_PART = "pkcs12-encrypted-part";
    PKCS12_MAC = "pkcs12-mac";
    PKCS12_NO_MAC = "pkcs12-no-mac";
    PKCS12_OTHER_BAG = "pkcs12-other-bag";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_unique_and_kebab_case() {
        let unique: BTreeSet<_> = ALL.iter().collect();
        assert_eq!(unique.len(), ALL.len());
        for label in ALL {
            let text = label.as_str();
            assert!(
                text.split('-').all(|part| !part.is_empty()
                    && part
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())),
                "{text}"
            );
        }
    }
}
