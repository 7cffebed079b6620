### Words of smena inspect: label-ID for each field and term of smena_pki::describe::labels.

## Words of the layout.

yes = yes
no = no
inspect-extension = { $label } ({ $oid })
inspect-extension-critical = { $label } ({ $oid }), critical

## Objects.

label-certificate = Certificate
label-request = Certificate request (PKCS #10)
label-revocation-list = Certificate revocation list
label-signed-data = Signed data (CMS)
label-enveloped-data = Encrypted data (CMS)
label-private-key = Private key (PKCS #8)
label-encrypted-private-key = Encrypted private key (PKCS #8)
label-key-container = Key container of CryptoPro
label-public-key = Public key
label-several-objects = Several objects

## Shared.

label-algorithm = Algorithm
label-not-readable = Not readable
label-other-field = Another field
label-octets = Octets
label-object-identifier = Object identifier
label-parameters = Parameters
label-null-value = none (NULL)
label-signature = Signature
label-signature-algorithm = Signature algorithm
label-size-bits = Size in bits
label-size-octets = Size in octets
label-string-type = String type
label-thumbprint-sha256 = SHA-256 thumbprint
label-unused-bits = Unused bits
label-version = Version

## Certificates.

label-issuer = Issuer
label-issuer-unique-id = Issuer unique identifier
label-not-after = Valid until
label-not-before = Valid from
label-serial-number = Serial number
label-signed-algorithm = Signature algorithm, inside the signed part
label-subject = Subject
label-subject-unique-id = Subject unique identifier
label-validity = Validity

## Public keys.

label-curve = Curve
label-digest-parameter-set = Hash parameters
label-encryption-parameter-set = Encryption parameters
label-exponent = Exponent
label-key-octets = Octets of the key
label-modulus = Modulus
label-parameter-set = Parameter set
label-spki-sha256 = SHA-256 of the public key (SubjectPublicKeyInfo)

## Private keys.

label-cipher = Cipher
label-encrypted-size = Size of the encrypted part in octets
label-initialisation-vector = Initialisation vector
label-iterations = Iterations
label-key-derivation = Derivation of the key from the password
label-key-length = Length of the key in octets
label-pseudo-random-function = Pseudo-random function
label-salt = Salt
label-scrypt-block-size = Block size of scrypt
label-scrypt-cost = Cost of scrypt
label-scrypt-parallelism = Parallelism of scrypt
label-secret-not-shown = not shown
label-secret-part = Secret part

## Key containers.

label-container-key = Key
label-container-name = Name
label-container-password = Needs a password
label-key-exportable = May be copied
label-key-fingerprint = Fingerprint
label-key-role = Made for
label-key-until = Private key may be used until
label-role-exchange = signature and encryption
label-role-signature = signature only

## Names.

label-business-category = Business category
label-common-name = Common name
label-country-name = Country
label-description = Description
label-domain-component = Domain component
label-email-address = E-mail
label-empty-name = empty
label-given-name = Given names
label-initials = Initials
label-inn = INN (taxpayer number)
label-inn-organisation = INN of the organisation (taxpayer number)
label-kp-fss = Subordination code at the Social Insurance Fund
label-locality-name = Locality
label-name-serial-number = Serial number in the name
label-ogrn = OGRN (state register number of the organisation)
label-ogrnip = OGRNIP (state register number of the entrepreneur)
label-organization-identifier = Organisation identifier
label-organization-name = Organisation
label-organizational-unit-name = Department
label-other-attribute = Other attribute
label-postal-address = Postal address
label-postal-code = Postal code
label-pseudonym = Pseudonym
label-rns-fss = Registration number at the Social Insurance Fund
label-several-attributes = Part of several attributes
label-snils = SNILS (insurance number)
label-state-or-province-name = Region
label-street-address = Street address
label-surname = Surname
label-title = Position
label-unstructured-name = Unstructured name
label-user-id = User identifier

## General names.

label-directory-name = Directory name
label-dns-name = DNS name
label-edi-party-name = EDI party name
label-ip-address = IP address
label-other-name = Other name
label-registered-id = Registered identifier
label-rfc822-name = E-mail address
label-uri = Address (URI)
label-x400-address = X.400 address

## Extensions.

label-critical = Critical
label-extensions = Extensions
label-extension-authority-information-access = Authority information access
label-extension-authority-key-identifier = Authority key identifier
label-extension-basic-constraints = Basic constraints
label-extension-certificate-issuer = Issuer of the revoked certificate
label-extension-certificate-policies = Certificate policies
label-extension-crl-distribution-points = CRL distribution points
label-extension-crl-number = CRL number
label-extension-crl-reason = Reason of revocation
label-extension-delta-crl-indicator = Delta CRL indicator
label-extension-extended-key-usage = Extended key usage
label-extension-freshest-crl = Freshest CRL
label-extension-identification-kind = Kind of identification of the applicant
label-extension-inhibit-any-policy = Inhibit anyPolicy
label-extension-invalidity-date = Invalidity date
label-extension-issuer-alternative-name = Issuer alternative name
label-extension-issuer-sign-tool = Tools of the issuer
label-extension-issuing-distribution-point = Issuing distribution point
label-extension-key-usage = Key usage
label-extension-ms-ca-version = Version of the authority's key and certificate (Microsoft)
label-extension-ms-certificate-template = Certificate template (Microsoft)
label-extension-ms-certificate-type = Name of the certificate template (Microsoft)
label-extension-ms-previous-certificate-hash = Hash of the authority's previous certificate (Microsoft)
label-extension-name-constraints = Name constraints
label-extension-ocsp-no-check = OCSP no check
label-extension-policy-constraints = Policy constraints
label-extension-policy-mappings = Policy mappings
label-extension-private-key-usage-period = Private key usage period
label-extension-subject-alternative-name = Subject alternative name
label-extension-subject-information-access = Subject information access
label-extension-subject-key-identifier = Subject key identifier
label-extension-subject-sign-tool = Signature tool of the holder
label-extension-unknown = Unknown extension

## Inside extensions.

label-access-description = Kind of access
label-authority-tool = Tool of the authority
label-authority-tool-certificate = Conformity document of the authority's tool
label-base-crl-number = Number of the base CRL
label-certification-practice-statement = Certification practice statement
label-crl-issuer = CRL issuer
label-crl-number = Number
label-date = Date
label-distribution-point = Distribution point
label-excluded-subtree = Names excluded below
label-explicit-text = Text
label-identification = Kind
label-identification-by-certificate = remotely, by a valid signature certificate
label-identification-by-passport = remotely, by a passport with a chip
label-identification-by-system = remotely, by the state identification and biometric systems
label-identification-in-person = in person
label-indirect-crl = Holds revocations of other issuers
label-inhibit-policy-mapping = Policy mapping forbidden after this many certificates
label-is-authority = Certification authority
label-issuer-domain-policy = Policy of the issuer
label-key-identifier = Key identifier
label-key-usage = Usage
label-location = Where
label-major-version = Major version
label-maximum-distance = Maximum distance
label-minimum-distance = Minimum distance
label-minor-version = Minor version
label-notice-number = Number of the notice
label-notice-organisation = Organisation
label-notice-reference = Reference of the notice
label-only-attribute-certificates = Attribute certificates only
label-only-authority-certificates = Authorities' certificates only
label-only-user-certificates = Users' certificates only
label-path-length = Most authorities below
label-permitted-subtree = Names permitted below
label-policy = Policy
label-policy-mapping = Mapping
label-policy-qualifier = Policy qualifier
label-purpose = Purpose
label-reason = Reason
label-relative-name = Relative name
label-require-explicit-policy = Explicit policy required after this many certificates
label-sign-tool = Signature tool
label-sign-tool-certificate = Conformity document of the signature tool
label-skip-certificates = In force after this many certificates
label-subject-domain-policy = Policy of the subject
label-user-notice = User notice

## Key usages.

label-usage-crl-sign = signing revocation lists
label-usage-data-encipherment = data encipherment
label-usage-decipher-only = decipherment only, when agreeing on keys
label-usage-digital-signature = digital signature
label-usage-encipher-only = encipherment only, when agreeing on keys
label-usage-key-agreement = key agreement
label-usage-key-cert-sign = signing certificates
label-usage-key-encipherment = key encipherment
label-usage-non-repudiation = non-repudiation

## Reasons of revocation.

label-reason-aa-compromise = the attribute authority's key became known to others
label-reason-affiliation-changed = the holder's data or employment changed
label-reason-ca-compromise = the authority's key became known to others
label-reason-certificate-hold = the certificate is suspended
label-reason-cessation-of-operation = the certificate is no longer needed
label-reason-key-compromise = the key became known to others
label-reason-privilege-withdrawn = a right that the certificate attested was withdrawn
label-reason-remove-from-crl = the certificate leaves the revocation list
label-reason-superseded = a new certificate took its place
label-reason-unspecified = not given

## Requests.

label-attribute-challenge-password = Challenge password
label-attribute-extension-request = Extensions asked for
label-attribute-ms-client = Program that made the request (Microsoft)
label-attribute-ms-os-version = Version of the operating system (Microsoft)
label-attribute-ms-provider = Cryptographic provider (Microsoft)
label-attribute-unknown = Unknown attribute
label-attribute-value = Value
label-attributes = Attributes
label-client-id = Number of the program
label-machine-name = Name of the computer
label-process-name = Name of the program
label-provider-name = Name of the provider
label-user-name = Name of the user

## Revocation lists.

label-entries-count = In all
label-entries-left-out = Not shown
label-next-update = Next update
label-revocation-date = Date of revocation
label-revoked-certificate = Revoked certificate
label-revoked-certificates = Revoked certificates
label-this-update = This update

## CMS.

label-attribute-content-code = Authentication code of the content
label-attribute-content-type = Content type
label-attribute-message-digest = Hash of the content
label-attribute-signing-certificate = Certificate of the signer (signing-certificate)
label-attribute-signing-certificate-v2 = Certificate of the signer (signing-certificate-v2)
label-attribute-signing-time = Time of signing, as the signer says
label-attribute-time-stamp = Time stamp
label-certificate-hash = Hash of the certificate
label-certificate-reference = Reference to the certificate
label-certificates = Certificates
label-content = Content
label-content-detached = detached from the signature
label-content-encryption-algorithm = Encryption algorithm of the content
label-content-sha256 = SHA-256 of the content
label-content-type = Content type
label-digest-algorithm = Hash algorithm
label-digest-algorithms = Hash algorithms
label-encrypted-content-key = Encrypted key of the content
label-issuer-and-serial = Issuer and serial number
label-key-encryption-algorithm = Encryption algorithm of the key
label-keying-material = User keying material (UKM)
label-recipient = Recipient
label-recipient-identifier = How the recipient is named
label-recipients = Recipients
label-revocation-lists = Revocation lists
label-sender-key = The sender's key for this message
label-signed-attributes = Signed attributes
label-signer = Signer
label-signer-identifier = How the signer is named
label-signers = Signers
label-unprotected-attributes = Unprotected attributes
label-unsigned-attributes = Unsigned attributes

## PKCS #12.

label-friendly-name = Name
label-local-key-id = Identifier of the pair
label-pkcs12 = Keys and certificates under a password (PKCS #12, PFX)
label-pkcs12-clear-part = Part that is not encrypted as a whole
label-pkcs12-encrypted-part = Encrypted part
label-pkcs12-mac = Integrity code
label-pkcs12-no-mac = none: the file does not show whether it is whole
label-pkcs12-other-bag = Other contents
