### Names of the object identifiers of smena_pki::describe::oid_name.

## Attributes of names.

oid-user-id = { label-user-id }
oid-domain-component = { label-domain-component }
oid-inn = { label-inn }
oid-rns-fss = { label-rns-fss }
oid-kp-fss = { label-kp-fss }
oid-ogrn = { label-ogrn }
oid-snils = { label-snils }
oid-inn-organisation = { label-inn-organisation }
oid-ogrnip = { label-ogrnip }
oid-email-address = { label-email-address }
oid-unstructured-name = { label-unstructured-name }
oid-common-name = { label-common-name }
oid-surname = { label-surname }
oid-name-serial-number = { label-name-serial-number }
oid-country-name = { label-country-name }
oid-locality-name = { label-locality-name }
oid-state-or-province-name = { label-state-or-province-name }
oid-street-address = { label-street-address }
oid-organization-name = { label-organization-name }
oid-organizational-unit-name = { label-organizational-unit-name }
oid-title = { label-title }
oid-description = { label-description }
oid-business-category = { label-business-category }
oid-postal-address = { label-postal-address }
oid-postal-code = { label-postal-code }
oid-given-name = { label-given-name }
oid-initials = { label-initials }
oid-pseudonym = { label-pseudonym }
oid-organization-identifier = { label-organization-identifier }

## Extensions.

oid-subject-sign-tool = { label-extension-subject-sign-tool }
oid-issuer-sign-tool = { label-extension-issuer-sign-tool }
oid-identification-kind = { label-extension-identification-kind }
oid-ms-certificate-type = { label-extension-ms-certificate-type }
oid-ms-ca-version = { label-extension-ms-ca-version }
oid-ms-previous-certificate-hash = { label-extension-ms-previous-certificate-hash }
oid-ms-certificate-template = { label-extension-ms-certificate-template }
oid-authority-information-access = { label-extension-authority-information-access }
oid-subject-information-access = { label-extension-subject-information-access }
oid-ocsp-no-check = { label-extension-ocsp-no-check }
oid-subject-key-identifier = { label-extension-subject-key-identifier }
oid-key-usage = { label-extension-key-usage }
oid-private-key-usage-period = { label-extension-private-key-usage-period }
oid-subject-alternative-name = { label-extension-subject-alternative-name }
oid-issuer-alternative-name = { label-extension-issuer-alternative-name }
oid-basic-constraints = { label-extension-basic-constraints }
oid-crl-number = { label-extension-crl-number }
oid-crl-reason = { label-extension-crl-reason }
oid-invalidity-date = { label-extension-invalidity-date }
oid-delta-crl-indicator = { label-extension-delta-crl-indicator }
oid-issuing-distribution-point = { label-extension-issuing-distribution-point }
oid-certificate-issuer = { label-extension-certificate-issuer }
oid-name-constraints = { label-extension-name-constraints }
oid-crl-distribution-points = { label-extension-crl-distribution-points }
oid-certificate-policies = { label-extension-certificate-policies }
oid-policy-mappings = { label-extension-policy-mappings }
oid-authority-key-identifier = { label-extension-authority-key-identifier }
oid-policy-constraints = { label-extension-policy-constraints }
oid-extended-key-usage = { label-extension-extended-key-usage }
oid-freshest-crl = { label-extension-freshest-crl }
oid-inhibit-any-policy = { label-extension-inhibit-any-policy }
oid-ms-application-policies = Application policies (Microsoft)
oid-qc-statements = Qualified certificate statements
oid-subject-directory-attributes = Subject directory attributes
oid-any-policy = any policy

## Attributes of requests and signatures.

oid-content-type = { label-attribute-content-type }
oid-message-digest = { label-attribute-message-digest }
oid-signing-time = { label-attribute-signing-time }
oid-challenge-password = { label-attribute-challenge-password }
oid-extension-request = { label-attribute-extension-request }
oid-signing-certificate = { label-attribute-signing-certificate }
oid-signature-time-stamp = { label-attribute-time-stamp }
oid-signing-certificate-v2 = { label-attribute-signing-certificate-v2 }
oid-cms-content-code = { label-attribute-content-code }
oid-ms-extension-request = Extensions asked for (Microsoft)
oid-ms-enrollment-provider = { label-attribute-ms-provider }
oid-ms-os-version = { label-attribute-ms-os-version }
oid-ms-request-client = { label-attribute-ms-client }

## Contents of CMS.

oid-cms-data = data
oid-cms-signed-data = signed data
oid-cms-enveloped-data = enveloped data
oid-time-stamp-info = time stamp information

## GOST algorithms.

oid-gost-2001-signature = GOST R 34.10-2001 with GOST R 34.11-94
oid-gost-94-signature = GOST R 34.10-94 with GOST R 34.11-94
oid-gost-94-digest = GOST R 34.11-94
oid-cryptopro-no-key-wrap = no key wrap (CryptoPro)
oid-cryptopro-key-wrap = CryptoPro key wrap
oid-cryptopro-no-key-meshing = no key meshing (CryptoPro)
oid-cryptopro-key-meshing = CryptoPro key meshing
oid-gost-2001-key = GOST R 34.10-2001
oid-gost-94-key = GOST R 34.10-94
oid-gost-28147-89 = GOST 28147-89
oid-gost-94-digest-cryptopro = CryptoPro parameters of GOST R 34.11-94
oid-gost-28147-cryptopro-a = CryptoPro parameters A of GOST 28147-89
oid-gost-28147-cryptopro-b = CryptoPro parameters B of GOST 28147-89
oid-gost-28147-cryptopro-c = CryptoPro parameters C of GOST 28147-89
oid-gost-28147-cryptopro-d = CryptoPro parameters D of GOST 28147-89
oid-gost-2001-agreement = key agreement with GOST R 34.10-2001
oid-gost-2012-256-key = GOST R 34.10-2012, 256 bits
oid-gost-2012-512-key = GOST R 34.10-2012, 512 bits
oid-streebog-256 = GOST R 34.11-2012 (Streebog), 256 bits
oid-streebog-512 = GOST R 34.11-2012 (Streebog), 512 bits
oid-gost-2012-256-signature = GOST R 34.10-2012 with GOST R 34.11-2012, 256 bits
oid-gost-2012-512-signature = GOST R 34.10-2012 with GOST R 34.11-2012, 512 bits
oid-hmac-streebog-256 = HMAC with GOST R 34.11-2012, 256 bits
oid-hmac-streebog-512 = HMAC with GOST R 34.11-2012, 512 bits
oid-magma-ctr-acpkm = Magma in CTR-ACPKM mode
oid-magma-ctr-acpkm-omac = Magma in CTR-ACPKM mode with OMAC
oid-kuznyechik-ctr-acpkm = Kuznyechik in CTR-ACPKM mode
oid-kuznyechik-ctr-acpkm-omac = Kuznyechik in CTR-ACPKM mode with OMAC
oid-vko-256 = VKO key agreement, 256 bits
oid-vko-512 = VKO key agreement, 512 bits
oid-magma-kexp15 = KExp15 key wrap with Magma
oid-kuznyechik-kexp15 = KExp15 key wrap with Kuznyechik
oid-gost-28147-param-z = parameters Z of GOST 28147-89

## GOST curves.

oid-curve-test-256 = test curve, 256 bits
oid-curve-cryptopro-a = CryptoPro A
oid-curve-cryptopro-b = CryptoPro B
oid-curve-cryptopro-c = CryptoPro C
oid-curve-cryptopro-xcha = CryptoPro XchA
oid-curve-cryptopro-xchb = CryptoPro XchB
oid-curve-tc26-256-a = TC 26, 256 bits, A
oid-curve-tc26-256-b = TC 26, 256 bits, B
oid-curve-tc26-256-c = TC 26, 256 bits, C
oid-curve-tc26-256-d = TC 26, 256 bits, D
oid-curve-tc26-512-test = TC 26 test curve, 512 bits
oid-curve-tc26-512-a = TC 26, 512 bits, A
oid-curve-tc26-512-b = TC 26, 512 bits, B
oid-curve-tc26-512-c = TC 26, 512 bits, C

## Other algorithms.

oid-ec-public-key = elliptic curve
oid-curve-p256 = P-256
oid-curve-p384 = P-384
oid-curve-p521 = P-521
oid-ecdsa-sha1 = ECDSA with SHA-1
oid-ecdsa-sha256 = ECDSA with SHA-256
oid-ecdsa-sha384 = ECDSA with SHA-384
oid-ecdsa-sha512 = ECDSA with SHA-512
oid-rsa-encryption = RSA
oid-rsa-sha1 = RSA with SHA-1
oid-mgf1 = MGF1
oid-rsa-oaep = RSA with OAEP
oid-oaep-label = label of OAEP
oid-ecdh-sha1 = ECDH with SHA-1
oid-ecdh-sha256 = ECDH with SHA-256
oid-ecdh-sha384 = ECDH with SHA-384
oid-ecdh-sha512 = ECDH with SHA-512
oid-rsa-pss = RSA-PSS
oid-rsa-sha256 = RSA with SHA-256
oid-rsa-sha384 = RSA with SHA-384
oid-rsa-sha512 = RSA with SHA-512
oid-pbkdf2 = PBKDF2
oid-pbes2 = PBES2
oid-hmac-sha256 = HMAC with SHA-256
oid-hmac-sha512 = HMAC with SHA-512
oid-scrypt = scrypt
oid-sha1 = SHA-1
oid-ed25519 = Ed25519
oid-aes-128-cbc = AES-128 in CBC mode
oid-aes-256-cbc = AES-256 in CBC mode
oid-aes-192-cbc = AES-192 in CBC mode
oid-triple-des-cbc = 3DES in CBC mode
oid-aes-128-wrap = AES-128 key wrap
oid-aes-192-wrap = AES-192 key wrap
oid-aes-256-wrap = AES-256 key wrap
oid-sha256 = SHA-256
oid-sha384 = SHA-384
oid-sha512 = SHA-512

## Purposes of keys.

oid-purpose-cryptopro-ra-client = client of a registration authority (CryptoPro)
oid-purpose-cryptopro-ra-administrator = administrator of a registration authority (CryptoPro)
oid-purpose-cryptopro-ra-operator = operator of a registration authority (CryptoPro)
oid-purpose-cryptopro-ra-user = user of a registration authority (CryptoPro)
oid-purpose-cryptopro-ocsp-user = user of the OCSP service (CryptoPro)
oid-purpose-cryptopro-tsp-user = user of the time stamping service (CryptoPro)
oid-cryptopro-ocsp-instant-revocation = OCSP with instant revocation (CryptoPro)
oid-cryptopro-crl-matching-issuer = matching the issuer of the revocation list (CryptoPro)
oid-cryptopro-crl-matching = matching the revocation list (CryptoPro)
oid-purpose-information-system = automatic signature by an information system
oid-purpose-information-system-person = signature of a person in an information system
oid-purpose-smart-card-logon = smart card logon (Microsoft)
oid-purpose-tls-server = TLS server
oid-purpose-tls-client = TLS client
oid-purpose-code-signing = code signing
oid-purpose-email-protection = e-mail protection
oid-purpose-time-stamping = time stamping
oid-purpose-ocsp-signing = signing OCSP responses
oid-purpose-any = any purpose

## Powers in the procurement systems.

oid-power-treasury-customer-administrator = customer: administrator of the organisation
oid-power-treasury-customer-specialist = customer: authorised specialist
oid-power-treasury-customer-contract-signer = customer: officer who may sign contracts
oid-power-treasury-customer-contract-drafter = customer: specialist who may draft contracts
oid-power-treasury-authorised-body = authorised body
oid-power-treasury-specialised-organisation = specialised organisation
oid-power-treasury-supervising-body = supervising body
oid-power-treasury-authorised-institution = authorised institution

## Classes of signature tools and of authorities' tools.

oid-sign-tool-class-ks1 = signature tool, class KS1
oid-sign-tool-class-ks2 = signature tool, class KS2
oid-sign-tool-class-ks3 = signature tool, class KS3
oid-sign-tool-class-kv1 = signature tool, class KV1
oid-sign-tool-class-kv2 = signature tool, class KV2
oid-sign-tool-class-ka1 = signature tool, class KA1
oid-authority-tool-class-ks1 = tool of an authority, class KS1
oid-authority-tool-class-ks2 = tool of an authority, class KS2
oid-authority-tool-class-ks3 = tool of an authority, class KS3
oid-authority-tool-class-kv1 = tool of an authority, class KV1
oid-authority-tool-class-kv2 = tool of an authority, class KV2
oid-authority-tool-class-ka1 = tool of an authority, class KA1

## Information about the issuer and its policies.

oid-qualifier-practice-statement = { label-certification-practice-statement }
oid-qualifier-user-notice = { label-user-notice }
oid-access-ocsp = status of the certificate (OCSP)
oid-access-issuer-certificate = certificate of the issuer
oid-access-repository = repository

## PKCS #12.

oid-hmac-gost-94 = HMAC with GOST R 34.11-94
oid-pbmac1 = PBMAC1
oid-cms-encrypted-data = encrypted data
oid-friendly-name = friendly name
oid-local-key-id = local key identifier
oid-pbe-rc4-128 = RC4 with 128 bits, PKCS #12
oid-pbe-rc4-40 = RC4 with 40 bits, PKCS #12
oid-pbe-3des-3-keys = Triple DES with three keys, PKCS #12
oid-pbe-3des-2-keys = Triple DES with two keys, PKCS #12
oid-pbe-rc2-128 = RC2 with 128 bits, PKCS #12
oid-pbe-rc2-40 = RC2 with 40 bits, PKCS #12
oid-pbe-cryptopro = CryptoPro's export
oid-bag-revocation-list = revocation list
oid-bag-secret = secret
oid-bag-nested = nested parts
oid-hmac-sha1 = HMAC with SHA-1
oid-hmac-sha224 = HMAC with SHA-224
oid-hmac-sha384 = HMAC with SHA-384
oid-rc2-cbc = RC2, CBC mode
oid-ms-key-provider = key provider
oid-ms-machine-key = key of the computer
oid-sha224 = SHA-224
