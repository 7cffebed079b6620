//! Object identifiers of names, extensions, algorithms and attributes, by the document that
//! assigns them. Those of GOST algorithms stand in [`smena_gost::oid`].

use const_oid::ObjectIdentifier;

macro_rules! oids {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: ObjectIdentifier = ObjectIdentifier::new_unwrap($text);)*
    };
}

oids! {
    // --- attributes of names: X.520, RFC 5280 appendix A, order 795 ---
    /// commonName.
    COMMON_NAME = "2.5.4.3";
    /// surname.
    SURNAME = "2.5.4.4";
    /// serialNumber of a name, not of a certificate.
    SERIAL_NUMBER_ATTRIBUTE = "2.5.4.5";
    /// countryName.
    COUNTRY_NAME = "2.5.4.6";
    /// localityName.
    LOCALITY_NAME = "2.5.4.7";
    /// stateOrProvinceName.
    STATE_OR_PROVINCE_NAME = "2.5.4.8";
    /// streetAddress.
    STREET_ADDRESS = "2.5.4.9";
    /// organizationName.
    ORGANIZATION_NAME = "2.5.4.10";
    /// organizationalUnitName.
    ORGANIZATIONAL_UNIT_NAME = "2.5.4.11";
    /// title.
    TITLE = "2.5.4.12";
    /// description.
    DESCRIPTION = "2.5.4.13";
    /// businessCategory.
    BUSINESS_CATEGORY = "2.5.4.15";
    /// postalAddress.
    POSTAL_ADDRESS = "2.5.4.16";
    /// postalCode.
    POSTAL_CODE = "2.5.4.17";
    /// givenName.
    GIVEN_NAME = "2.5.4.42";
    /// initials.
    INITIALS = "2.5.4.43";
    /// pseudonym.
    PSEUDONYM = "2.5.4.65";
    /// organizationIdentifier.
    ORGANIZATION_IDENTIFIER = "2.5.4.97";
    /// userId of RFC 4519.
    USER_ID = "0.9.2342.19200300.100.1.1";
    /// domainComponent of RFC 4519.
    DOMAIN_COMPONENT = "0.9.2342.19200300.100.1.25";
    /// emailAddress of PKCS#9.
    EMAIL_ADDRESS = "1.2.840.113549.1.9.1";
    /// unstructuredName of PKCS#9.
    UNSTRUCTURED_NAME = "1.2.840.113549.1.9.2";
    /// ОГРН, a legal entity's register number.
    OGRN = "1.2.643.100.1";
    /// СНИЛС, a natural person's pension insurance number.
    SNILS = "1.2.643.100.3";
    /// ИНН of a legal entity.
    INNLE = "1.2.643.100.4";
    /// ОГРНИП, a sole proprietor's register number.
    OGRNIP = "1.2.643.100.5";
    /// ИНН of a natural person.
    INN = "1.2.643.3.131.1.1";
    /// Registration number in the social insurance fund (legacy).
    RNS_FSS = "1.2.643.3.141.1.1";
    /// Subordination code of the social insurance fund (legacy).
    KP_FSS = "1.2.643.3.141.1.2";

    // --- extensions: RFC 5280 section 4.2, order 795 ---
    /// subjectDirectoryAttributes.
    SUBJECT_DIRECTORY_ATTRIBUTES = "2.5.29.9";
    /// subjectKeyIdentifier.
    SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    /// keyUsage.
    KEY_USAGE = "2.5.29.15";
    /// privateKeyUsagePeriod.
    PRIVATE_KEY_USAGE_PERIOD = "2.5.29.16";
    /// subjectAltName.
    SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    /// issuerAltName.
    ISSUER_ALTERNATIVE_NAME = "2.5.29.18";
    /// basicConstraints.
    BASIC_CONSTRAINTS = "2.5.29.19";
    /// cRLNumber.
    CRL_NUMBER = "2.5.29.20";
    /// reasonCode of a CRL entry.
    CRL_REASON = "2.5.29.21";
    /// invalidityDate of a CRL entry.
    INVALIDITY_DATE = "2.5.29.24";
    /// deltaCRLIndicator.
    DELTA_CRL_INDICATOR = "2.5.29.27";
    /// issuingDistributionPoint.
    ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    /// certificateIssuer of a CRL entry.
    CERTIFICATE_ISSUER = "2.5.29.29";
    /// nameConstraints.
    NAME_CONSTRAINTS = "2.5.29.30";
    /// cRLDistributionPoints.
    CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    /// certificatePolicies.
    CERTIFICATE_POLICIES = "2.5.29.32";
    /// anyPolicy.
    ANY_POLICY = "2.5.29.32.0";
    /// policyMappings.
    POLICY_MAPPINGS = "2.5.29.33";
    /// authorityKeyIdentifier.
    AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    /// policyConstraints.
    POLICY_CONSTRAINTS = "2.5.29.36";
    /// extKeyUsage.
    EXTENDED_KEY_USAGE = "2.5.29.37";
    /// freshestCRL.
    FRESHEST_CRL = "2.5.29.46";
    /// inhibitAnyPolicy.
    INHIBIT_ANY_POLICY = "2.5.29.54";
    /// authorityInfoAccess.
    AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";
    /// subjectInfoAccess.
    SUBJECT_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.11";
    /// id-pkix-ocsp-nocheck of RFC 6960.
    OCSP_NO_CHECK = "1.3.6.1.5.5.7.48.1.5";
    /// subjectSignTool: the holder's signature tool.
    SUBJECT_SIGN_TOOL = "1.2.643.100.111";
    /// issuerSignTool: the tools of the authority.
    ISSUER_SIGN_TOOL = "1.2.643.100.112";
    /// identificationKind: how the holder was identified.
    IDENTIFICATION_KIND = "1.2.643.100.114";
    /// certificateTemplateName of Microsoft.
    MS_CERTIFICATE_TYPE = "1.3.6.1.4.1.311.20.2";
    /// certificateTemplate of Microsoft.
    MS_CERTIFICATE_TEMPLATE = "1.3.6.1.4.1.311.21.7";
    /// cAVersion of Microsoft.
    MS_CA_VERSION = "1.3.6.1.4.1.311.21.1";
    /// previousCertHash of Microsoft.
    MS_PREVIOUS_CERTIFICATE_HASH = "1.3.6.1.4.1.311.21.2";
    /// The arc of the classes of signature tools; class N is `….N`.
    SIGN_TOOL_CLASSES = "1.2.643.100.113";

    // --- access methods and purposes of keys ---
    /// id-ad-ocsp.
    ACCESS_OCSP = "1.3.6.1.5.5.7.48.1";
    /// id-ad-caIssuers.
    ACCESS_CA_ISSUERS = "1.3.6.1.5.5.7.48.2";
    /// anyExtendedKeyUsage.
    ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";
    /// TLS server.
    EKU_SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    /// TLS client.
    EKU_CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    /// Code signing.
    EKU_CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    /// E-mail protection.
    EKU_EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    /// Time stamping.
    EKU_TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    /// Signing of OCSP answers.
    EKU_OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

    // --- PKCS#9 and Microsoft attributes of requests ---
    /// extensionRequest of PKCS#9.
    EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
    /// Microsoft's older form of the same.
    MS_EXTENSION_REQUEST = "1.3.6.1.4.1.311.2.1.14";
    /// challengePassword of PKCS#9.
    CHALLENGE_PASSWORD = "1.2.840.113549.1.9.7";
    /// Microsoft's version of the requesting system.
    MS_OS_VERSION = "1.3.6.1.4.1.311.13.2.3";
    /// Microsoft's provider of the requesting key.
    MS_ENROLLMENT_CSP = "1.3.6.1.4.1.311.13.2.2";
    /// Microsoft's description of the requesting client.
    MS_REQUEST_CLIENT_INFO = "1.3.6.1.4.1.311.21.20";

    // --- digests ---
    /// SHA-1.
    SHA1 = "1.3.14.3.2.26";
    /// SHA-224.
    SHA224 = "2.16.840.1.101.3.4.2.4";
    /// SHA-256.
    SHA256 = "2.16.840.1.101.3.4.2.1";
    /// SHA-384.
    SHA384 = "2.16.840.1.101.3.4.2.2";
    /// SHA-512.
    SHA512 = "2.16.840.1.101.3.4.2.3";

    // --- keys and signatures ---
    /// id-ecPublicKey of RFC 5480.
    EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    /// NIST P-256.
    CURVE_P256 = "1.2.840.10045.3.1.7";
    /// NIST P-384.
    CURVE_P384 = "1.3.132.0.34";
    /// ecdsa-with-SHA256.
    ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    /// ecdsa-with-SHA384.
    ECDSA_SHA384 = "1.2.840.10045.4.3.3";
    /// ecdsa-with-SHA512.
    ECDSA_SHA512 = "1.2.840.10045.4.3.4";
    /// rsaEncryption.
    RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
    /// sha256WithRSAEncryption.
    RSA_SHA256 = "1.2.840.113549.1.1.11";
    /// sha384WithRSAEncryption.
    RSA_SHA384 = "1.2.840.113549.1.1.12";
    /// sha512WithRSAEncryption.
    RSA_SHA512 = "1.2.840.113549.1.1.13";
    /// Ed25519 of RFC 8410: key and signature.
    ED25519 = "1.3.101.112";

    // --- encryption of keys: RFC 8018, RFC 7914, RFC 9337 ---
    /// PBES2.
    PBES2 = "1.2.840.113549.1.5.13";
    /// PBKDF2.
    PBKDF2 = "1.2.840.113549.1.5.12";
    /// scrypt.
    SCRYPT = "1.3.6.1.4.1.11591.4.11";
    /// PBMAC1 of RFC 8018, in PKCS#12 by RFC 9579.
    PBMAC1 = "1.2.840.113549.1.5.14";
    /// HMAC with GOST R 34.11-94 (RFC 4357).
    HMAC_GOST3411_94 = "1.2.643.2.2.10";
    /// HMAC with SHA-1.
    HMAC_SHA1 = "1.2.840.113549.2.7";
    /// HMAC with SHA-224.
    HMAC_SHA224 = "1.2.840.113549.2.8";
    /// HMAC with SHA-256.
    HMAC_SHA256 = "1.2.840.113549.2.9";
    /// HMAC with SHA-384.
    HMAC_SHA384 = "1.2.840.113549.2.10";
    /// HMAC with SHA-512.
    HMAC_SHA512 = "1.2.840.113549.2.11";
    /// AES-128 in CBC mode.
    AES128_CBC = "2.16.840.1.101.3.4.1.2";
    /// AES-192 in CBC mode.
    AES192_CBC = "2.16.840.1.101.3.4.1.22";
    /// AES-256 in CBC mode.
    AES256_CBC = "2.16.840.1.101.3.4.1.42";
    /// Triple DES in CBC mode.
    DES_EDE3_CBC = "1.2.840.113549.3.7";
    /// RC2 in CBC mode.
    RC2_CBC = "1.2.840.113549.3.2";

    // --- PKCS#12: RFC 7292, and CryptoPro's own ---
    /// pbeWithSHAAnd3-KeyTripleDES-CBC.
    PBE_SHA_3DES_3KEY = "1.2.840.113549.1.12.1.3";
    /// pbeWithSHAAnd2-KeyTripleDES-CBC.
    PBE_SHA_3DES_2KEY = "1.2.840.113549.1.12.1.4";
    /// pbeWithSHAAnd128BitRC2-CBC.
    PBE_SHA_RC2_128 = "1.2.840.113549.1.12.1.5";
    /// pbeWithSHAAnd40BitRC2-CBC.
    PBE_SHA_RC2_40 = "1.2.840.113549.1.12.1.6";
    /// What the exports of CryptoPro encrypt a GOST key with; an identifier of nobody's register.
    PBE_CRYPTOPRO = "1.2.840.113549.1.12.1.80";
    /// keyBag.
    BAG_KEY = "1.2.840.113549.1.12.10.1.1";
    /// pkcs8ShroudedKeyBag.
    BAG_SHROUDED_KEY = "1.2.840.113549.1.12.10.1.2";
    /// certBag.
    BAG_CERTIFICATE = "1.2.840.113549.1.12.10.1.3";
    /// crlBag.
    BAG_CRL = "1.2.840.113549.1.12.10.1.4";
    /// secretBag.
    BAG_SECRET = "1.2.840.113549.1.12.10.1.5";
    /// safeContentsBag.
    BAG_SAFE_CONTENTS = "1.2.840.113549.1.12.10.1.6";
    /// x509Certificate inside of a certBag.
    BAG_X509_CERTIFICATE = "1.2.840.113549.1.9.22.1";
    /// friendlyName.
    FRIENDLY_NAME = "1.2.840.113549.1.9.20";
    /// localKeyId.
    LOCAL_KEY_ID = "1.2.840.113549.1.9.21";
    /// CryptoPro's end of a signature key, an extension of containers and PFX files.
    CRYPTOPRO_SIGNATURE_KEY_END = "1.2.643.2.2.37.3.9";
    /// CryptoPro's end of an exchange key.
    CRYPTOPRO_EXCHANGE_KEY_END = "1.2.643.2.2.37.3.10";

    // --- encryption of content and of its keys: RFC 3370, RFC 3560, RFC 3565, RFC 5753 ---
    /// id-RSAES-OAEP.
    RSA_OAEP = "1.2.840.113549.1.1.7";
    /// id-mgf1.
    MGF1 = "1.2.840.113549.1.1.8";
    /// id-pSpecified, the label of OAEP.
    OAEP_LABEL = "1.2.840.113549.1.1.9";
    /// dhSinglePass-stdDH-sha1kdf-scheme.
    ECDH_SHA1 = "1.3.133.16.840.63.0.2";
    /// dhSinglePass-stdDH-sha256kdf-scheme.
    ECDH_SHA256 = "1.3.132.1.11.1";
    /// dhSinglePass-stdDH-sha384kdf-scheme.
    ECDH_SHA384 = "1.3.132.1.11.2";
    /// dhSinglePass-stdDH-sha512kdf-scheme.
    ECDH_SHA512 = "1.3.132.1.11.3";
    /// id-aes128-wrap.
    AES128_WRAP = "2.16.840.1.101.3.4.1.5";
    /// id-aes192-wrap.
    AES192_WRAP = "2.16.840.1.101.3.4.1.25";
    /// id-aes256-wrap.
    AES256_WRAP = "2.16.840.1.101.3.4.1.45";

    // --- CMS: RFC 5652, RFC 5035, R 1323565.1.025-2019 ---
    /// id-envelopedData.
    CMS_ENVELOPED_DATA = "1.2.840.113549.1.7.3";
    /// id-cms-mac-attr: the encrypted code of a content in CTR-ACPKM-OMAC.
    CMS_MAC = "1.2.643.7.1.0.6.1.1";
    /// id-data.
    CMS_DATA = "1.2.840.113549.1.7.1";
    /// id-encryptedData.
    CMS_ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
    /// id-signedData.
    CMS_SIGNED_DATA = "1.2.840.113549.1.7.2";
    /// contentType.
    CMS_CONTENT_TYPE = "1.2.840.113549.1.9.3";
    /// messageDigest.
    CMS_MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    /// signingTime.
    CMS_SIGNING_TIME = "1.2.840.113549.1.9.5";
    /// signing-certificate-v2.
    CMS_SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    /// signing-certificate, version 1.
    CMS_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
    /// signature-time-stamp, the one unsigned attribute that verifiers take.
    CMS_TIME_STAMP_TOKEN = "1.2.840.113549.1.9.16.2.14";
}
