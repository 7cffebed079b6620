//! Ids of the names of known object identifiers.
//!
//! A table and nothing else: the identifier, and the id under which the locales hold its name.
//! Sorted by arc; a new line needs no other change. The identifiers are those of RFC 5280, 5652,
//! 6960, 8017, 5480, 9215 and 9337, of the order № 795, and of «powers» that older Russian
//! certificates carry.

use const_oid::ObjectIdentifier;

/// Returns the id of the name of an object identifier.
#[must_use]
pub fn of(oid: &ObjectIdentifier) -> Option<&'static str> {
    let text = oid.to_string();
    TABLE
        .iter()
        .find(|(known, _)| *known == text)
        .map(|(_, name)| *name)
}

/// Known identifiers and the ids of their names.
pub static TABLE: &[(&str, &str)] = &[
    ("0.9.2342.19200300.100.1.1", "oid-user-id"),
    ("0.9.2342.19200300.100.1.25", "oid-domain-component"),
    ("1.2.643.2.2.3", "oid-gost-2001-signature"),
    ("1.2.643.2.2.4", "oid-gost-94-signature"),
    ("1.2.643.2.2.9", "oid-gost-94-digest"),
    ("1.2.643.2.2.10", "oid-hmac-gost-94"),
    ("1.2.643.2.2.13.0", "oid-cryptopro-no-key-wrap"),
    ("1.2.643.2.2.13.1", "oid-cryptopro-key-wrap"),
    ("1.2.643.2.2.14.0", "oid-cryptopro-no-key-meshing"),
    ("1.2.643.2.2.14.1", "oid-cryptopro-key-meshing"),
    ("1.2.643.2.2.19", "oid-gost-2001-key"),
    ("1.2.643.2.2.20", "oid-gost-94-key"),
    ("1.2.643.2.2.21", "oid-gost-28147-89"),
    ("1.2.643.2.2.30.1", "oid-gost-94-digest-cryptopro"),
    ("1.2.643.2.2.31.1", "oid-gost-28147-cryptopro-a"),
    ("1.2.643.2.2.31.2", "oid-gost-28147-cryptopro-b"),
    ("1.2.643.2.2.31.3", "oid-gost-28147-cryptopro-c"),
    ("1.2.643.2.2.31.4", "oid-gost-28147-cryptopro-d"),
    ("1.2.643.2.2.34.2", "oid-purpose-cryptopro-ra-client"),
    ("1.2.643.2.2.34.4", "oid-purpose-cryptopro-ra-administrator"),
    ("1.2.643.2.2.34.5", "oid-purpose-cryptopro-ra-operator"),
    ("1.2.643.2.2.34.6", "oid-purpose-cryptopro-ra-user"),
    ("1.2.643.2.2.34.25", "oid-purpose-cryptopro-ocsp-user"),
    ("1.2.643.2.2.34.26", "oid-purpose-cryptopro-tsp-user"),
    ("1.2.643.2.2.35.0", "oid-curve-test-256"),
    ("1.2.643.2.2.35.1", "oid-curve-cryptopro-a"),
    ("1.2.643.2.2.35.2", "oid-curve-cryptopro-b"),
    ("1.2.643.2.2.35.3", "oid-curve-cryptopro-c"),
    ("1.2.643.2.2.36.0", "oid-curve-cryptopro-xcha"),
    ("1.2.643.2.2.36.1", "oid-curve-cryptopro-xchb"),
    ("1.2.643.2.2.47.1", "oid-cryptopro-ocsp-instant-revocation"),
    ("1.2.643.2.2.49.1", "oid-cryptopro-crl-matching-issuer"),
    ("1.2.643.2.2.49.2", "oid-cryptopro-crl-matching"),
    ("1.2.643.2.2.98", "oid-gost-2001-agreement"),
    (
        "1.2.643.3.61.502710.1.6.3.4.1.1",
        "oid-power-treasury-customer-administrator",
    ),
    (
        "1.2.643.3.61.502710.1.6.3.4.1.2",
        "oid-power-treasury-customer-specialist",
    ),
    (
        "1.2.643.3.61.502710.1.6.3.4.1.3",
        "oid-power-treasury-customer-contract-signer",
    ),
    (
        "1.2.643.3.61.502710.1.6.3.4.1.4",
        "oid-power-treasury-customer-contract-drafter",
    ),
    (
        "1.2.643.3.61.502710.1.6.3.4.2",
        "oid-power-treasury-authorised-body",
    ),
    (
        "1.2.643.3.61.502710.1.6.3.4.3",
        "oid-power-treasury-specialised-organisation",
    ),
    (
        "1.2.643.3.61.502710.1.6.3.4.4",
        "oid-power-treasury-supervising-body",
    ),
    (
        "1.2.643.3.61.502710.1.6.3.4.16",
        "oid-power-treasury-authorised-institution",
    ),
    ("1.2.643.3.131.1.1", "oid-inn"),
    ("1.2.643.3.141.1.1", "oid-rns-fss"),
    ("1.2.643.3.141.1.2", "oid-kp-fss"),
    ("1.2.643.7.1.0.6.1.1", "oid-cms-content-code"),
    ("1.2.643.7.1.1.1.1", "oid-gost-2012-256-key"),
    ("1.2.643.7.1.1.1.2", "oid-gost-2012-512-key"),
    ("1.2.643.7.1.1.2.2", "oid-streebog-256"),
    ("1.2.643.7.1.1.2.3", "oid-streebog-512"),
    ("1.2.643.7.1.1.3.2", "oid-gost-2012-256-signature"),
    ("1.2.643.7.1.1.3.3", "oid-gost-2012-512-signature"),
    ("1.2.643.7.1.1.4.1", "oid-hmac-streebog-256"),
    ("1.2.643.7.1.1.4.2", "oid-hmac-streebog-512"),
    ("1.2.643.7.1.1.5.1.1", "oid-magma-ctr-acpkm"),
    ("1.2.643.7.1.1.5.1.2", "oid-magma-ctr-acpkm-omac"),
    ("1.2.643.7.1.1.5.2.1", "oid-kuznyechik-ctr-acpkm"),
    ("1.2.643.7.1.1.5.2.2", "oid-kuznyechik-ctr-acpkm-omac"),
    ("1.2.643.7.1.1.6.1", "oid-vko-256"),
    ("1.2.643.7.1.1.6.2", "oid-vko-512"),
    ("1.2.643.7.1.1.7.1.1", "oid-magma-kexp15"),
    ("1.2.643.7.1.1.7.2.1", "oid-kuznyechik-kexp15"),
    ("1.2.643.7.1.2.1.1.1", "oid-curve-tc26-256-a"),
    ("1.2.643.7.1.2.1.1.2", "oid-curve-tc26-256-b"),
    ("1.2.643.7.1.2.1.1.3", "oid-curve-tc26-256-c"),
    ("1.2.643.7.1.2.1.1.4", "oid-curve-tc26-256-d"),
    ("1.2.643.7.1.2.1.2.0", "oid-curve-tc26-512-test"),
    ("1.2.643.7.1.2.1.2.1", "oid-curve-tc26-512-a"),
    ("1.2.643.7.1.2.1.2.2", "oid-curve-tc26-512-b"),
    ("1.2.643.7.1.2.1.2.3", "oid-curve-tc26-512-c"),
    ("1.2.643.7.1.2.5.1.1", "oid-gost-28147-param-z"),
    ("1.2.643.100.1", "oid-ogrn"),
    ("1.2.643.100.2.1", "oid-purpose-information-system"),
    ("1.2.643.100.2.2", "oid-purpose-information-system-person"),
    ("1.2.643.100.3", "oid-snils"),
    ("1.2.643.100.4", "oid-inn-organisation"),
    ("1.2.643.100.5", "oid-ogrnip"),
    ("1.2.643.100.111", "oid-subject-sign-tool"),
    ("1.2.643.100.112", "oid-issuer-sign-tool"),
    ("1.2.643.100.113.1", "oid-sign-tool-class-ks1"),
    ("1.2.643.100.113.2", "oid-sign-tool-class-ks2"),
    ("1.2.643.100.113.3", "oid-sign-tool-class-ks3"),
    ("1.2.643.100.113.4", "oid-sign-tool-class-kv1"),
    ("1.2.643.100.113.5", "oid-sign-tool-class-kv2"),
    ("1.2.643.100.113.6", "oid-sign-tool-class-ka1"),
    ("1.2.643.100.114", "oid-identification-kind"),
    ("1.2.643.100.114.1", "oid-authority-tool-class-ks1"),
    ("1.2.643.100.114.2", "oid-authority-tool-class-ks2"),
    ("1.2.643.100.114.3", "oid-authority-tool-class-ks3"),
    ("1.2.643.100.114.4", "oid-authority-tool-class-kv1"),
    ("1.2.643.100.114.5", "oid-authority-tool-class-kv2"),
    ("1.2.643.100.114.6", "oid-authority-tool-class-ka1"),
    ("1.2.840.10045.2.1", "oid-ec-public-key"),
    ("1.2.840.10045.3.1.7", "oid-curve-p256"),
    ("1.2.840.10045.4.1", "oid-ecdsa-sha1"),
    ("1.2.840.10045.4.3.2", "oid-ecdsa-sha256"),
    ("1.2.840.10045.4.3.3", "oid-ecdsa-sha384"),
    ("1.2.840.10045.4.3.4", "oid-ecdsa-sha512"),
    ("1.2.840.113549.1.1.1", "oid-rsa-encryption"),
    ("1.2.840.113549.1.1.5", "oid-rsa-sha1"),
    ("1.2.840.113549.1.1.7", "oid-rsa-oaep"),
    ("1.2.840.113549.1.1.8", "oid-mgf1"),
    ("1.2.840.113549.1.1.9", "oid-oaep-label"),
    ("1.2.840.113549.1.1.10", "oid-rsa-pss"),
    ("1.2.840.113549.1.1.11", "oid-rsa-sha256"),
    ("1.2.840.113549.1.1.12", "oid-rsa-sha384"),
    ("1.2.840.113549.1.1.13", "oid-rsa-sha512"),
    ("1.2.840.113549.1.5.12", "oid-pbkdf2"),
    ("1.2.840.113549.1.5.13", "oid-pbes2"),
    ("1.2.840.113549.1.5.14", "oid-pbmac1"),
    ("1.2.840.113549.1.7.1", "oid-cms-data"),
    ("1.2.840.113549.1.7.2", "oid-cms-signed-data"),
    ("1.2.840.113549.1.7.3", "oid-cms-enveloped-data"),
    ("1.2.840.113549.1.7.6", "oid-cms-encrypted-data"),
    ("1.2.840.113549.1.9.1", "oid-email-address"),
    ("1.2.840.113549.1.9.2", "oid-unstructured-name"),
    ("1.2.840.113549.1.9.3", "oid-content-type"),
    ("1.2.840.113549.1.9.4", "oid-message-digest"),
    ("1.2.840.113549.1.9.5", "oid-signing-time"),
    ("1.2.840.113549.1.9.7", "oid-challenge-password"),
    ("1.2.840.113549.1.9.14", "oid-extension-request"),
    ("1.2.840.113549.1.9.16.1.4", "oid-time-stamp-info"),
    ("1.2.840.113549.1.9.16.2.12", "oid-signing-certificate"),
    ("1.2.840.113549.1.9.16.2.14", "oid-signature-time-stamp"),
    ("1.2.840.113549.1.9.16.2.47", "oid-signing-certificate-v2"),
    ("1.2.840.113549.1.9.20", "oid-friendly-name"),
    ("1.2.840.113549.1.9.21", "oid-local-key-id"),
    ("1.2.840.113549.1.12.1.1", "oid-pbe-rc4-128"),
    ("1.2.840.113549.1.12.1.2", "oid-pbe-rc4-40"),
    ("1.2.840.113549.1.12.1.3", "oid-pbe-3des-3-keys"),
    ("1.2.840.113549.1.12.1.4", "oid-pbe-3des-2-keys"),
    ("1.2.840.113549.1.12.1.5", "oid-pbe-rc2-128"),
    ("1.2.840.113549.1.12.1.6", "oid-pbe-rc2-40"),
    ("1.2.840.113549.1.12.1.80", "oid-pbe-cryptopro"),
    ("1.2.840.113549.1.12.10.1.4", "oid-bag-revocation-list"),
    ("1.2.840.113549.1.12.10.1.5", "oid-bag-secret"),
    ("1.2.840.113549.1.12.10.1.6", "oid-bag-nested"),
    ("1.2.840.113549.2.7", "oid-hmac-sha1"),
    ("1.2.840.113549.2.8", "oid-hmac-sha224"),
    ("1.2.840.113549.2.9", "oid-hmac-sha256"),
    ("1.2.840.113549.2.10", "oid-hmac-sha384"),
    ("1.2.840.113549.2.11", "oid-hmac-sha512"),
    ("1.2.840.113549.3.2", "oid-rc2-cbc"),
    ("1.2.840.113549.3.7", "oid-triple-des-cbc"),
    ("1.3.6.1.4.1.311.2.1.14", "oid-ms-extension-request"),
    ("1.3.6.1.4.1.311.13.2.2", "oid-ms-enrollment-provider"),
    ("1.3.6.1.4.1.311.13.2.3", "oid-ms-os-version"),
    ("1.3.6.1.4.1.311.17.1", "oid-ms-key-provider"),
    ("1.3.6.1.4.1.311.17.2", "oid-ms-machine-key"),
    ("1.3.6.1.4.1.311.20.2", "oid-ms-certificate-type"),
    ("1.3.6.1.4.1.311.20.2.2", "oid-purpose-smart-card-logon"),
    ("1.3.6.1.4.1.311.21.1", "oid-ms-ca-version"),
    ("1.3.6.1.4.1.311.21.2", "oid-ms-previous-certificate-hash"),
    ("1.3.6.1.4.1.311.21.7", "oid-ms-certificate-template"),
    ("1.3.6.1.4.1.311.21.10", "oid-ms-application-policies"),
    ("1.3.6.1.4.1.311.21.20", "oid-ms-request-client"),
    ("1.3.6.1.4.1.11591.4.11", "oid-scrypt"),
    ("1.3.6.1.5.5.7.1.1", "oid-authority-information-access"),
    ("1.3.6.1.5.5.7.1.3", "oid-qc-statements"),
    ("1.3.6.1.5.5.7.1.11", "oid-subject-information-access"),
    ("1.3.6.1.5.5.7.2.1", "oid-qualifier-practice-statement"),
    ("1.3.6.1.5.5.7.2.2", "oid-qualifier-user-notice"),
    ("1.3.6.1.5.5.7.3.1", "oid-purpose-tls-server"),
    ("1.3.6.1.5.5.7.3.2", "oid-purpose-tls-client"),
    ("1.3.6.1.5.5.7.3.3", "oid-purpose-code-signing"),
    ("1.3.6.1.5.5.7.3.4", "oid-purpose-email-protection"),
    ("1.3.6.1.5.5.7.3.8", "oid-purpose-time-stamping"),
    ("1.3.6.1.5.5.7.3.9", "oid-purpose-ocsp-signing"),
    ("1.3.6.1.5.5.7.48.1", "oid-access-ocsp"),
    ("1.3.6.1.5.5.7.48.1.5", "oid-ocsp-no-check"),
    ("1.3.6.1.5.5.7.48.2", "oid-access-issuer-certificate"),
    ("1.3.6.1.5.5.7.48.5", "oid-access-repository"),
    ("1.3.14.3.2.26", "oid-sha1"),
    ("1.3.101.112", "oid-ed25519"),
    ("1.3.132.0.34", "oid-curve-p384"),
    ("1.3.132.0.35", "oid-curve-p521"),
    ("1.3.132.1.11.1", "oid-ecdh-sha256"),
    ("1.3.132.1.11.2", "oid-ecdh-sha384"),
    ("1.3.132.1.11.3", "oid-ecdh-sha512"),
    ("1.3.133.16.840.63.0.2", "oid-ecdh-sha1"),
    ("2.5.4.3", "oid-common-name"),
    ("2.5.4.4", "oid-surname"),
    ("2.5.4.5", "oid-name-serial-number"),
    ("2.5.4.6", "oid-country-name"),
    ("2.5.4.7", "oid-locality-name"),
    ("2.5.4.8", "oid-state-or-province-name"),
    ("2.5.4.9", "oid-street-address"),
    ("2.5.4.10", "oid-organization-name"),
    ("2.5.4.11", "oid-organizational-unit-name"),
    ("2.5.4.12", "oid-title"),
    ("2.5.4.13", "oid-description"),
    ("2.5.4.15", "oid-business-category"),
    ("2.5.4.16", "oid-postal-address"),
    ("2.5.4.17", "oid-postal-code"),
    ("2.5.4.42", "oid-given-name"),
    ("2.5.4.43", "oid-initials"),
    ("2.5.4.65", "oid-pseudonym"),
    ("2.5.4.97", "oid-organization-identifier"),
    ("2.5.29.9", "oid-subject-directory-attributes"),
    ("2.5.29.14", "oid-subject-key-identifier"),
    ("2.5.29.15", "oid-key-usage"),
    ("2.5.29.16", "oid-private-key-usage-period"),
    ("2.5.29.17", "oid-subject-alternative-name"),
    ("2.5.29.18", "oid-issuer-alternative-name"),
    ("2.5.29.19", "oid-basic-constraints"),
    ("2.5.29.20", "oid-crl-number"),
    ("2.5.29.21", "oid-crl-reason"),
    ("2.5.29.24", "oid-invalidity-date"),
    ("2.5.29.27", "oid-delta-crl-indicator"),
    ("2.5.29.28", "oid-issuing-distribution-point"),
    ("2.5.29.29", "oid-certificate-issuer"),
    ("2.5.29.30", "oid-name-constraints"),
    ("2.5.29.31", "oid-crl-distribution-points"),
    ("2.5.29.32", "oid-certificate-policies"),
    ("2.5.29.32.0", "oid-any-policy"),
    ("2.5.29.33", "oid-policy-mappings"),
    ("2.5.29.35", "oid-authority-key-identifier"),
    ("2.5.29.36", "oid-policy-constraints"),
    ("2.5.29.37", "oid-extended-key-usage"),
    ("2.5.29.37.0", "oid-purpose-any"),
    ("2.5.29.46", "oid-freshest-crl"),
    ("2.5.29.54", "oid-inhibit-any-policy"),
    ("2.16.840.1.101.3.4.1.2", "oid-aes-128-cbc"),
    ("2.16.840.1.101.3.4.1.5", "oid-aes-128-wrap"),
    ("2.16.840.1.101.3.4.1.22", "oid-aes-192-cbc"),
    ("2.16.840.1.101.3.4.1.25", "oid-aes-192-wrap"),
    ("2.16.840.1.101.3.4.1.42", "oid-aes-256-cbc"),
    ("2.16.840.1.101.3.4.1.45", "oid-aes-256-wrap"),
    ("2.16.840.1.101.3.4.2.1", "oid-sha256"),
    ("2.16.840.1.101.3.4.2.2", "oid-sha384"),
    ("2.16.840.1.101.3.4.2.3", "oid-sha512"),
    ("2.16.840.1.101.3.4.2.4", "oid-sha224"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_valid_sorted_and_their_names_unique() {
        let arcs = |text: &str| -> Vec<u64> {
            text.split('.')
                .map(|arc| arc.parse().expect("a number"))
                .collect()
        };
        assert!(
            TABLE
                .windows(2)
                .all(|pair| arcs(pair[0].0) < arcs(pair[1].0))
        );
        let mut names: Vec<_> = TABLE.iter().map(|(_, name)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TABLE.len());
        for (oid, name) in TABLE {
            assert_eq!(of(&ObjectIdentifier::new_unwrap(oid)), Some(*name));
        }
    }

    #[test]
    fn an_unknown_identifier_has_no_name() {
        assert_eq!(
            of(&ObjectIdentifier::new_unwrap("1.2.643.3.61.999999")),
            None
        );
    }
}
