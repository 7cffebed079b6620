### Названия объектных идентификаторов из smena_pki::describe::oid_name.

## Атрибуты имён.

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

## Расширения.

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
oid-ms-application-policies = Политики применения (Microsoft)
oid-qc-statements = Заявления о квалифицированном сертификате
oid-subject-directory-attributes = Атрибуты владельца из каталога
oid-any-policy = любая политика

## Атрибуты запросов и подписей.

oid-content-type = { label-attribute-content-type }
oid-message-digest = { label-attribute-message-digest }
oid-signing-time = { label-attribute-signing-time }
oid-challenge-password = { label-attribute-challenge-password }
oid-extension-request = { label-attribute-extension-request }
oid-signing-certificate = { label-attribute-signing-certificate }
oid-signature-time-stamp = { label-attribute-time-stamp }
oid-signing-certificate-v2 = { label-attribute-signing-certificate-v2 }
oid-cms-content-code = { label-attribute-content-code }
oid-ms-extension-request = Запрошенные расширения (Microsoft)
oid-ms-enrollment-provider = { label-attribute-ms-provider }
oid-ms-os-version = { label-attribute-ms-os-version }
oid-ms-request-client = { label-attribute-ms-client }

## Содержимое CMS.

oid-cms-data = данные
oid-cms-signed-data = подписанные данные
oid-cms-enveloped-data = зашифрованные данные
oid-time-stamp-info = сведения штампа времени

## Алгоритмы ГОСТ.

oid-gost-2001-signature = ГОСТ Р 34.10-2001 с ГОСТ Р 34.11-94
oid-gost-94-signature = ГОСТ Р 34.10-94 с ГОСТ Р 34.11-94
oid-gost-94-digest = ГОСТ Р 34.11-94
oid-cryptopro-no-key-wrap = без обёртки ключа (КриптоПро)
oid-cryptopro-key-wrap = обёртка ключа КриптоПро
oid-cryptopro-no-key-meshing = без усложнения ключа (КриптоПро)
oid-cryptopro-key-meshing = усложнение ключа КриптоПро
oid-gost-2001-key = ГОСТ Р 34.10-2001
oid-gost-94-key = ГОСТ Р 34.10-94
oid-gost-28147-89 = ГОСТ 28147-89
oid-gost-94-digest-cryptopro = параметры ГОСТ Р 34.11-94 КриптоПро
oid-gost-28147-cryptopro-a = параметры ГОСТ 28147-89 КриптоПро A
oid-gost-28147-cryptopro-b = параметры ГОСТ 28147-89 КриптоПро B
oid-gost-28147-cryptopro-c = параметры ГОСТ 28147-89 КриптоПро C
oid-gost-28147-cryptopro-d = параметры ГОСТ 28147-89 КриптоПро D
oid-gost-2001-agreement = согласование ключей ГОСТ Р 34.10-2001
oid-gost-2012-256-key = ГОСТ Р 34.10-2012, 256 бит
oid-gost-2012-512-key = ГОСТ Р 34.10-2012, 512 бит
oid-streebog-256 = ГОСТ Р 34.11-2012 (Стрибог), 256 бит
oid-streebog-512 = ГОСТ Р 34.11-2012 (Стрибог), 512 бит
oid-gost-2012-256-signature = ГОСТ Р 34.10-2012 с ГОСТ Р 34.11-2012, 256 бит
oid-gost-2012-512-signature = ГОСТ Р 34.10-2012 с ГОСТ Р 34.11-2012, 512 бит
oid-hmac-streebog-256 = HMAC на ГОСТ Р 34.11-2012, 256 бит
oid-hmac-streebog-512 = HMAC на ГОСТ Р 34.11-2012, 512 бит
oid-magma-ctr-acpkm = Магма, режим CTR-ACPKM
oid-magma-ctr-acpkm-omac = Магма, режим CTR-ACPKM с имитовставкой
oid-kuznyechik-ctr-acpkm = Кузнечик, режим CTR-ACPKM
oid-kuznyechik-ctr-acpkm-omac = Кузнечик, режим CTR-ACPKM с имитовставкой
oid-vko-256 = согласование ключей VKO, 256 бит
oid-vko-512 = согласование ключей VKO, 512 бит
oid-magma-kexp15 = обёртка ключа KExp15, Магма
oid-kuznyechik-kexp15 = обёртка ключа KExp15, Кузнечик
oid-gost-28147-param-z = параметры ГОСТ 28147-89 Z

## Кривые ГОСТ.

oid-curve-test-256 = проверочная кривая, 256 бит
oid-curve-cryptopro-a = КриптоПро A
oid-curve-cryptopro-b = КриптоПро B
oid-curve-cryptopro-c = КриптоПро C
oid-curve-cryptopro-xcha = КриптоПро XchA
oid-curve-cryptopro-xchb = КриптоПро XchB
oid-curve-tc26-256-a = ТК 26, 256 бит, A
oid-curve-tc26-256-b = ТК 26, 256 бит, B
oid-curve-tc26-256-c = ТК 26, 256 бит, C
oid-curve-tc26-256-d = ТК 26, 256 бит, D
oid-curve-tc26-512-test = проверочная кривая ТК 26, 512 бит
oid-curve-tc26-512-a = ТК 26, 512 бит, A
oid-curve-tc26-512-b = ТК 26, 512 бит, B
oid-curve-tc26-512-c = ТК 26, 512 бит, C

## Другие алгоритмы.

oid-ec-public-key = эллиптическая кривая
oid-curve-p256 = P-256
oid-curve-p384 = P-384
oid-curve-p521 = P-521
oid-ecdsa-sha1 = ECDSA с SHA-1
oid-ecdsa-sha256 = ECDSA с SHA-256
oid-ecdsa-sha384 = ECDSA с SHA-384
oid-ecdsa-sha512 = ECDSA с SHA-512
oid-rsa-encryption = RSA
oid-rsa-sha1 = RSA с SHA-1
oid-mgf1 = MGF1
oid-rsa-oaep = RSA с OAEP
oid-oaep-label = метка OAEP
oid-ecdh-sha1 = ECDH с SHA-1
oid-ecdh-sha256 = ECDH с SHA-256
oid-ecdh-sha384 = ECDH с SHA-384
oid-ecdh-sha512 = ECDH с SHA-512
oid-rsa-pss = RSA-PSS
oid-rsa-sha256 = RSA с SHA-256
oid-rsa-sha384 = RSA с SHA-384
oid-rsa-sha512 = RSA с SHA-512
oid-pbkdf2 = PBKDF2
oid-pbes2 = PBES2
oid-hmac-sha256 = HMAC с SHA-256
oid-hmac-sha512 = HMAC с SHA-512
oid-scrypt = scrypt
oid-sha1 = SHA-1
oid-ed25519 = Ed25519
oid-aes-128-cbc = AES-128, режим CBC
oid-aes-256-cbc = AES-256, режим CBC
oid-aes-192-cbc = AES-192, режим CBC
oid-triple-des-cbc = 3DES, режим CBC
oid-aes-128-wrap = обёртка ключа AES-128
oid-aes-192-wrap = обёртка ключа AES-192
oid-aes-256-wrap = обёртка ключа AES-256
oid-sha256 = SHA-256
oid-sha384 = SHA-384
oid-sha512 = SHA-512

## Назначения ключа.

oid-purpose-cryptopro-ra-client = клиент центра регистрации (КриптоПро)
oid-purpose-cryptopro-ra-administrator = администратор центра регистрации (КриптоПро)
oid-purpose-cryptopro-ra-operator = оператор центра регистрации (КриптоПро)
oid-purpose-cryptopro-ra-user = пользователь центра регистрации (КриптоПро)
oid-purpose-cryptopro-ocsp-user = пользователь службы OCSP (КриптоПро)
oid-purpose-cryptopro-tsp-user = пользователь службы штампов времени (КриптоПро)
oid-cryptopro-ocsp-instant-revocation = служба OCSP знает об отзыве сразу (КриптоПро)
oid-cryptopro-crl-matching-issuer = подбор издателя списка отзыва (КриптоПро)
oid-cryptopro-crl-matching = подбор списка отзыва (КриптоПро)
oid-purpose-information-system = автоматическая подпись информационной системой
oid-purpose-information-system-person = подпись человека в информационной системе
oid-purpose-smart-card-logon = вход по смарт-карте (Microsoft)
oid-purpose-tls-server = сервер TLS
oid-purpose-tls-client = клиент TLS
oid-purpose-code-signing = подпись программ
oid-purpose-email-protection = защита электронной почты
oid-purpose-time-stamping = штампы времени
oid-purpose-ocsp-signing = подпись ответов OCSP
oid-purpose-any = любое назначение

## Полномочия в системах закупок.

oid-power-treasury-customer-administrator = заказчик: администратор организации
oid-power-treasury-customer-specialist = заказчик: уполномоченный специалист
oid-power-treasury-customer-contract-signer = заказчик: должностное лицо с правом подписи контракта
oid-power-treasury-customer-contract-drafter = заказчик: специалист с правом готовить контракт
oid-power-treasury-authorised-body = уполномоченный орган
oid-power-treasury-specialised-organisation = специализированная организация
oid-power-treasury-supervising-body = контролирующий орган
oid-power-treasury-authorised-institution = уполномоченное учреждение

## Классы средств подписи и средств удостоверяющего центра.

oid-sign-tool-class-ks1 = средство подписи, класс КС1
oid-sign-tool-class-ks2 = средство подписи, класс КС2
oid-sign-tool-class-ks3 = средство подписи, класс КС3
oid-sign-tool-class-kv1 = средство подписи, класс КВ1
oid-sign-tool-class-kv2 = средство подписи, класс КВ2
oid-sign-tool-class-ka1 = средство подписи, класс КА1
oid-authority-tool-class-ks1 = средство удостоверяющего центра, класс КС1
oid-authority-tool-class-ks2 = средство удостоверяющего центра, класс КС2
oid-authority-tool-class-ks3 = средство удостоверяющего центра, класс КС3
oid-authority-tool-class-kv1 = средство удостоверяющего центра, класс КВ1
oid-authority-tool-class-kv2 = средство удостоверяющего центра, класс КВ2
oid-authority-tool-class-ka1 = средство удостоверяющего центра, класс КА1

## Сведения об издателе и политиках.

oid-qualifier-practice-statement = { label-certification-practice-statement }
oid-qualifier-user-notice = { label-user-notice }
oid-access-ocsp = состояние сертификата (OCSP)
oid-access-issuer-certificate = сертификат издателя
oid-access-repository = хранилище

## PKCS #12.

oid-hmac-gost-94 = HMAC с ГОСТ Р 34.11-94
oid-pbmac1 = PBMAC1
oid-cms-encrypted-data = зашифрованные данные
oid-friendly-name = имя для людей (friendlyName)
oid-local-key-id = идентификатор пары (localKeyId)
oid-pbe-rc4-128 = RC4 128 бит, PKCS #12
oid-pbe-rc4-40 = RC4 40 бит, PKCS #12
oid-pbe-3des-3-keys = Triple DES с тремя ключами, PKCS #12
oid-pbe-3des-2-keys = Triple DES с двумя ключами, PKCS #12
oid-pbe-rc2-128 = RC2 128 бит, PKCS #12
oid-pbe-rc2-40 = RC2 40 бит, PKCS #12
oid-pbe-cryptopro = выгрузка КриптоПро
oid-bag-revocation-list = список отзыва
oid-bag-secret = секрет
oid-bag-nested = вложенные части
oid-hmac-sha1 = HMAC с SHA-1
oid-hmac-sha224 = HMAC с SHA-224
oid-hmac-sha384 = HMAC с SHA-384
oid-rc2-cbc = RC2, режим CBC
oid-ms-key-provider = поставщик ключа
oid-ms-machine-key = ключ компьютера
oid-sha224 = SHA-224
