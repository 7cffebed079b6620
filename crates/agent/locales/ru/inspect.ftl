### Слова smena inspect: label-ID для каждого поля и термина из smena_pki::describe::labels.

## Слова вида.

yes = да
no = нет
inspect-extension = { $label } ({ $oid })
inspect-extension-critical = { $label } ({ $oid }), критическое

## Объекты.

label-certificate = Сертификат
label-request = Запрос на сертификат (PKCS #10)
label-revocation-list = Список отозванных сертификатов
label-signed-data = Подписанные данные (CMS)
label-enveloped-data = Зашифрованные данные (CMS)
label-private-key = Закрытый ключ (PKCS #8)
label-encrypted-private-key = Зашифрованный закрытый ключ (PKCS #8)
label-key-container = Ключевой контейнер КриптоПро
label-public-key = Открытый ключ
label-several-objects = Несколько объектов

## Общее.

label-algorithm = Алгоритм
label-not-readable = Не читается
label-other-field = Ещё одно поле
label-octets = Октеты
label-object-identifier = Объектный идентификатор
label-parameters = Параметры
label-null-value = отсутствуют (NULL)
label-signature = Подпись
label-signature-algorithm = Алгоритм подписи
label-size-bits = Размер в битах
label-size-octets = Размер в октетах
label-string-type = Тип строки
label-thumbprint-sha256 = Отпечаток SHA-256
label-unused-bits = Неиспользуемых битов
label-version = Версия

## Сертификат.

label-issuer = Издатель
label-issuer-unique-id = Уникальный идентификатор издателя
label-not-after = Действует до
label-not-before = Действует с
label-serial-number = Серийный номер
label-signed-algorithm = Алгоритм подписи, внутри подписанной части
label-subject = Владелец
label-subject-unique-id = Уникальный идентификатор владельца
label-validity = Срок действия

## Открытый ключ.

label-curve = Кривая
label-digest-parameter-set = Параметры хеш-функции
label-encryption-parameter-set = Параметры шифрования
label-exponent = Экспонента
label-key-octets = Октеты ключа
label-modulus = Модуль
label-parameter-set = Набор параметров
label-spki-sha256 = SHA-256 открытого ключа (SubjectPublicKeyInfo)

## Закрытый ключ.

label-cipher = Шифр
label-encrypted-size = Размер зашифрованного в октетах
label-initialisation-vector = Синхропосылка
label-iterations = Итераций
label-key-derivation = Получение ключа из пароля
label-key-length = Длина ключа в октетах
label-pseudo-random-function = Псевдослучайная функция
label-salt = Соль
label-scrypt-block-size = Размер блока scrypt
label-scrypt-cost = Стоимость scrypt
label-scrypt-parallelism = Параллельность scrypt
label-secret-not-shown = не показывается
label-secret-part = Секретная часть

## Ключевые контейнеры.

label-container-key = Ключ
label-container-name = Имя
label-container-password = Нужен пароль
label-key-exportable = Можно копировать
label-key-fingerprint = Отпечаток
label-key-role = Назначение
label-key-until = Закрытый ключ действует до
label-role-exchange = подпись и шифрование
label-role-signature = только подпись

## Имена.

label-business-category = Вид деятельности
label-common-name = Общее имя
label-country-name = Страна
label-description = Описание
label-domain-component = Составная часть домена
label-email-address = Электронная почта
label-empty-name = пусто
label-given-name = Имя и отчество
label-initials = Инициалы
label-inn = ИНН
label-inn-organisation = ИНН организации
label-kp-fss = Код подчинённости в ФСС
label-locality-name = Населённый пункт
label-name-serial-number = Серийный номер в имени
label-ogrn = ОГРН
label-ogrnip = ОГРНИП
label-organization-identifier = Идентификатор организации
label-organization-name = Организация
label-organizational-unit-name = Подразделение
label-other-attribute = Другой атрибут
label-postal-address = Почтовый адрес
label-postal-code = Почтовый индекс
label-pseudonym = Псевдоним
label-rns-fss = Регистрационный номер в ФСС
label-several-attributes = Составная часть имени
label-snils = СНИЛС
label-state-or-province-name = Регион
label-street-address = Адрес
label-surname = Фамилия
label-title = Должность
label-unstructured-name = Неструктурированное имя
label-user-id = Идентификатор пользователя

## Обобщённые имена.

label-directory-name = Имя в каталоге
label-dns-name = Имя DNS
label-edi-party-name = Имя участника EDI
label-ip-address = Адрес IP
label-other-name = Имя другого вида
label-registered-id = Зарегистрированный идентификатор
label-rfc822-name = Адрес электронной почты
label-uri = Адрес (URI)
label-x400-address = Адрес X.400

## Расширения.

label-critical = Критическое
label-extensions = Расширения
label-extension-authority-information-access = Доступ к сведениям издателя
label-extension-authority-key-identifier = Идентификатор ключа издателя
label-extension-basic-constraints = Основные ограничения
label-extension-certificate-issuer = Издатель отозванного сертификата
label-extension-certificate-policies = Политики сертификата
label-extension-crl-distribution-points = Где взять список отзыва
label-extension-crl-number = Номер списка отзыва
label-extension-crl-reason = Причина отзыва
label-extension-delta-crl-indicator = Признак разностного списка отзыва
label-extension-extended-key-usage = Дополнительные назначения ключа
label-extension-freshest-crl = Где взять разностный список отзыва
label-extension-identification-kind = Способ идентификации заявителя
label-extension-inhibit-any-policy = Запрет политики anyPolicy
label-extension-invalidity-date = Дата недействительности
label-extension-issuer-alternative-name = Другие имена издателя
label-extension-issuer-sign-tool = Средства издателя
label-extension-issuing-distribution-point = Область списка отзыва
label-extension-key-usage = Назначение ключа
label-extension-ms-ca-version = Версия ключа и сертификата издателя (Microsoft)
label-extension-ms-certificate-template = Шаблон сертификата (Microsoft)
label-extension-ms-certificate-type = Имя шаблона сертификата (Microsoft)
label-extension-ms-previous-certificate-hash = Хеш прежнего сертификата издателя (Microsoft)
label-extension-name-constraints = Ограничения имён
label-extension-ocsp-no-check = Отзыв этого сертификата OCSP не проверять
label-extension-policy-constraints = Ограничения политик
label-extension-policy-mappings = Соответствие политик
label-extension-private-key-usage-period = Срок действия закрытого ключа
label-extension-subject-alternative-name = Другие имена владельца
label-extension-subject-information-access = Доступ к сведениям владельца
label-extension-subject-key-identifier = Идентификатор ключа владельца
label-extension-subject-sign-tool = Средство подписи владельца
label-extension-unknown = Неизвестное расширение

## Внутри расширений.

label-access-description = Вид сведений
label-authority-tool = Средство удостоверяющего центра
label-authority-tool-certificate = Заключение на средство удостоверяющего центра
label-base-crl-number = Номер основного списка отзыва
label-certification-practice-statement = Регламент издателя
label-crl-issuer = Издатель списка отзыва
label-crl-number = Номер
label-date = Дата
label-distribution-point = Место размещения
label-excluded-subtree = Запрещены имена под
label-explicit-text = Текст
label-identification = Способ
label-identification-by-certificate = удалённо, по действующему сертификату подписи
label-identification-by-passport = удалённо, по загранпаспорту с электронным носителем
label-identification-by-system = удалённо, через единую систему идентификации и единую биометрическую систему
label-identification-in-person = при личном присутствии
label-indirect-crl = Содержит отзывы других издателей
label-inhibit-policy-mapping = Соответствие политик запрещено после стольких сертификатов
label-is-authority = Удостоверяющий центр
label-issuer-domain-policy = Политика издателя
label-key-identifier = Идентификатор ключа
label-key-usage = Назначение
label-location = Где
label-major-version = Старшая версия
label-maximum-distance = Наибольшее расстояние
label-minimum-distance = Наименьшее расстояние
label-minor-version = Младшая версия
label-notice-number = Номер уведомления
label-notice-organisation = Организация
label-notice-reference = Ссылка на уведомление
label-only-attribute-certificates = Только атрибутные сертификаты
label-only-authority-certificates = Только сертификаты удостоверяющих центров
label-only-user-certificates = Только сертификаты пользователей
label-path-length = Наибольшее число центров ниже
label-permitted-subtree = Разрешены имена под
label-policy = Политика
label-policy-mapping = Соответствие
label-policy-qualifier = Уточнение политики
label-purpose = Назначение
label-reason = Причина
label-relative-name = Относительное имя
label-require-explicit-policy = Явная политика обязательна после стольких сертификатов
label-sign-tool = Средство подписи
label-sign-tool-certificate = Заключение на средство подписи
label-skip-certificates = Действует после стольких сертификатов
label-subject-domain-policy = Политика владельца
label-user-notice = Уведомление пользователя

## Назначения ключа.

label-usage-crl-sign = подпись списков отзыва
label-usage-data-encipherment = шифрование данных
label-usage-decipher-only = только расшифрование при согласовании
label-usage-digital-signature = электронная подпись
label-usage-encipher-only = только зашифрование при согласовании
label-usage-key-agreement = согласование ключей
label-usage-key-cert-sign = подпись сертификатов
label-usage-key-encipherment = шифрование ключей
label-usage-non-repudiation = неотказуемость

## Причины отзыва.

label-reason-aa-compromise = ключ центра атрибутов стал известен посторонним
label-reason-affiliation-changed = изменились данные или место работы владельца
label-reason-ca-compromise = ключ удостоверяющего центра стал известен посторонним
label-reason-certificate-hold = действие приостановлено
label-reason-cessation-of-operation = сертификат больше не нужен
label-reason-key-compromise = ключ стал известен посторонним
label-reason-privilege-withdrawn = право, которое подтверждал сертификат, отозвано
label-reason-remove-from-crl = сертификат удалён из списка отзыва
label-reason-superseded = сертификат заменён новым
label-reason-unspecified = не указана

## Запрос.

label-attribute-challenge-password = Пароль для отзыва
label-attribute-extension-request = Запрошенные расширения
label-attribute-ms-client = Программа, создавшая запрос (Microsoft)
label-attribute-ms-os-version = Версия операционной системы (Microsoft)
label-attribute-ms-provider = Криптопровайдер (Microsoft)
label-attribute-unknown = Неизвестный атрибут
label-attribute-value = Значение
label-attributes = Атрибуты
label-client-id = Номер программы
label-machine-name = Имя компьютера
label-process-name = Имя программы
label-provider-name = Название криптопровайдера
label-user-name = Имя пользователя

## Список отзыва.

label-entries-count = Всего
label-entries-left-out = Не показано
label-next-update = Следующий выпуск
label-revocation-date = Дата отзыва
label-revoked-certificate = Отозван сертификат
label-revoked-certificates = Отозванные сертификаты
label-this-update = Выпущен

## Подписанные и зашифрованные данные CMS.

label-attribute-content-code = Имитовставка содержимого
label-attribute-content-type = Тип содержимого
label-attribute-message-digest = Хеш содержимого
label-attribute-signing-certificate = Сертификат подписавшего (signing-certificate)
label-attribute-signing-certificate-v2 = Сертификат подписавшего (signing-certificate-v2)
label-attribute-signing-time = Время подписи, со слов подписавшего
label-attribute-time-stamp = Штамп времени
label-certificate-hash = Хеш сертификата
label-certificate-reference = Ссылка на сертификат
label-certificates = Сертификаты
label-content = Содержимое
label-content-detached = отдельно от подписи
label-content-encryption-algorithm = Алгоритм шифрования содержимого
label-content-sha256 = SHA-256 содержимого
label-content-type = Тип содержимого
label-digest-algorithm = Алгоритм хеширования
label-digest-algorithms = Алгоритмы хеширования
label-encrypted-content-key = Зашифрованный ключ содержимого
label-issuer-and-serial = Издатель и серийный номер
label-key-encryption-algorithm = Алгоритм шифрования ключа
label-keying-material = Добавка к ключу (UKM)
label-recipient = Получатель
label-recipient-identifier = Чем назван получатель
label-recipients = Получатели
label-revocation-lists = Списки отзыва
label-sender-key = Ключ отправителя для этого сообщения
label-signed-attributes = Подписанные атрибуты
label-signer = Подписавший
label-signer-identifier = Чем назван подписавший
label-signers = Подписавшие
label-unprotected-attributes = Незащищённые атрибуты
label-unsigned-attributes = Неподписанные атрибуты

## PKCS #12.

label-friendly-name = Имя
label-local-key-id = Идентификатор пары
label-pkcs12 = Ключи и сертификаты под паролем (PKCS #12, PFX)
label-pkcs12-clear-part = Часть, не зашифрованная целиком
label-pkcs12-encrypted-part = Зашифрованная часть
label-pkcs12-mac = Код целостности
label-pkcs12-no-mac = нет: по файлу не видно, цел ли он
label-pkcs12-other-bag = Другое содержимое
