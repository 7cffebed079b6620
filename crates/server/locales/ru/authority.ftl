### Слова стороны удостоверяющего центра: командная строка smena-server, настройки, остановка выпуска.

## Имена в сертификатах центра.

authority-root-name = Корневой сертификат
authority-errand-name = Ключ поручений

## Почему выпуск остановлен.

issuing-stopped-clock-behind = Часы сервера показывают { $now }, а в журнале уже есть запись от { $newest }. Выпуск остановлен, пока часы не будут исправлены.
issuing-stopped-key-suspect = Подпись ключа выпуска не прошла проверку. Выпуск остановлен, пока администратор не проверит ключ и не перезапустит сервер.
issuing-stopped-issuer-not-valid = Сертификат ключа выпуска действует только с { $from } по { $to }. Выпуск остановлен.

## Справка: общее.

cli-about =
    Сервер удостоверяющего центра: принимает заявления на обновление сертификатов и выпускает сертификаты.
    Коды завершения: 0 сделано, 1 отказ или недействительно, 2 команда задана неверно, 3 помешали файл, база данных или сеть, 4 ошибка программы.
cli-usage = Использование:
cli-heading-commands = Команды
cli-heading-arguments = Аргументы
cli-heading-options = Параметры
cli-lang = Язык сообщений; по умолчанию язык системы
cli-json = Выводит один объект JSON: result или error
cli-config = Файл настроек; по умолчанию server.toml в текущей папке
cli-help = Показывает эту справку
cli-version = Показывает версию

## Справка по командам.

cli-ca-about = Действия с ключами удостоверяющего центра
cli-ca-init-about = Создаёт ключи и сертификаты центра: корневой, выпускающий и ключ поручений
cli-ca-init-algorithm = Алгоритм ключей: gost256 (по умолчанию), gost512, p256, rsa2048
cli-ca-init-name = Название центра в сертификатах; по умолчанию name из настроек
cli-ca-init-root-password-file = Файл с паролем корневого ключа; без него ключ хранится незашифрованным
cli-holder-about = Действия с владельцами сертификатов
cli-holder-import-about = Заносит в базу владельца по сертификату, который выпустил этот центр
cli-holder-import-file = Сертификат, DER или PEM
cli-holder-import-data = Файл TOML с данными владельца: email, phone, procedure; все необязательны
cli-serve-about = Запускает сервер
cli-serve-listen = Адрес и порт вместо указанных в настройках; порт 0 выбирает свободный
cli-revoke-about = Отзывает сертификат и выпускает список отзыва с ним
cli-revoke-serial = Серийный номер сертификата, шестнадцатеричный
cli-revoke-reason = Причина: unspecified, key-compromise, affiliation-changed, superseded, cessation-of-operation, privilege-withdrawn
cli-crl-about = Выпускает список отзыва
cli-crl-out = Файл, куда записать список, DER
cli-check-about = Проверяет настройки, процедуры, ключи и базу данных и сообщает обо всех ошибках сразу
cli-migrate-about = Приводит таблицы базы данных к виду, который нужен этой версии
cli-previews-about = Записывает все страницы портала во всех состояниях, для проверки вида
cli-previews-out = Папка, в которую они записываются

## Итоги команд.

ca-init-progress = Создаём ключи центра
ca-init-done =
    Ключи и сертификаты центра созданы в папке { $folder }.
    Отпечаток корневого сертификата SHA-256: { $thumbprint }
    Сообщите его владельцам сертификатов: по нему они узнают центр. Папку root храните отдельно от сервера: для работы она не нужна.
holder-import-done = Владелец занесён в базу: { $name }, сертификат { $thumbprint }
holder-import-known = Этот сертификат уже есть в базе: { $name }, { $thumbprint }
serve-ready = Сервер слушает { $address }, адрес для владельцев { $origin }
serve-stopped = Сервер остановлен
revoke-done = Сертификат { $serial } отозван; он указан в списке отзыва № { $number }
revoke-known = Сертификат { $serial } был отозван раньше; выпущен список отзыва № { $number }
crl-done = Выпущен список отзыва № { $number }, следующий не позднее { $next }
check-done =
    Настройки в порядке: процедур { $procedures }, запросов к базе данных { $statements }, ключи открываются.
migrate-done = Таблицы базы данных приведены к виду, который нужен этой версии

## Ошибки настроек. Что именно ожидалось, говорится по-английски: так оно пишется в файле.

contradiction-backup = старый ключ удаляется только после предложения сделать резервную копию
contradiction-bound-already = ключ, созданный до заявления, связан самим заявлением
contradiction-days-order = дни идут по убыванию и не повторяются
contradiction-early-reminder = напоминание до начала срока обновления бесполезно
contradiction-key-options = свойства ключа выбирают вместе с носителем: перечислите носители
contradiction-kind-fields = сертификат одного из этих видов не обходится без данных, которых нет в gathering.fields
contradiction-name-without-check = изменение имени дистанционно требует проверки по реестру, а её нет
contradiction-other-medium = другой носитель, чем у самого ключа: перечислите носители
contradiction-person = другой человек никогда не принимается дистанционно
contradiction-snils = СНИЛС запрашивается, но его нет в таблице данных
contradiction-unbound-key = ключ, созданный после одобрения, нужно связать с заявлением: endorsement = true или issue_code = true
expected-database = sqlite:ФАЙЛ или postgres://…
expected-dates = список дат
expected-days = список чисел дней
expected-flag = true или false
expected-http-address = адрес http или https
expected-https-address = адрес, который начинается с https://
expected-key-hash = хэш ключа издателя, 64 шестнадцатеричные цифры
expected-loopback = адрес этого компьютера с портом, например 127.0.0.1:8443
expected-month-days = список дней вида "ММ-ДД"
expected-name = имя из строчных латинских букв, цифр и дефисов
expected-object-identifier = объектный идентификатор из чисел через точку
expected-origin = адрес вида https://ca.example
expected-profile = описание сертификата без противоречий
expected-region = код региона из двух цифр
expected-sha256 = отпечаток SHA-256: 64 шестнадцатеричные цифры строчными буквами
expected-table = таблица
expected-tables = несколько таблиц вида [[имя]]
expected-text = строка в кавычках
expected-texts = список строк
expected-whole-number = целое число
expected-zone = пояс относительно UTC, например +03:00
expected-version = версия из трёх чисел, например 0.1.0
mistake-contradiction = противоречие: { $what }
mistake-doubled = «{ $value }» стоит дважды
mistake-file-name = имя файла становится именем процедуры: строчные латинские буквы, цифры и дефисы
mistake-missing = не хватает
mistake-missing-text = в [text.{ $language }] нет текста «{ $key }»
mistake-range = { $found } вне границ от { $min } до { $max }
mistake-syntax = это не TOML: { $what }
mistake-type = ожидалось другое: { $expected }
mistake-unknown-key = неизвестный ключ
mistake-unknown-text = текст «{ $text }» ни к чему не относится
mistake-unknown-word = «{ $found }» не подходит, возможны: { $known }
mistake-value = «{ $found }» не подходит, ожидалось: { $expected }

## Ошибки парами: err-КОД говорит, что случилось, rec-КОД, что делать.

err-status-list-unusable = Список отзыва { $file } другой системы нельзя использовать.
rec-status-list-unusable = Проверьте, что список на месте, подписан издающим центром и не просрочен: до тех пор ничего не выпускается. Или уберите status.list из настроек.
err-usage = Команда задана неверно: { $detail }
rec-usage = Справка: smena-server --help или smena-server КОМАНДА --help.
err-usage-unknown-argument = Параметра { $argument } у этой команды нет.
rec-usage-unknown-argument = { rec-usage }
err-usage-unknown-command = Команды { $command } нет.
rec-usage-unknown-command = { rec-usage }
err-usage-no-command = Не указано, что сделать.
rec-usage-no-command = Список команд: smena-server --help.
err-usage-missing = Не указано: { $arguments }.
rec-usage-missing = { rec-usage }
err-usage-twice = { $argument } указан больше одного раза.
rec-usage-twice = Укажите его один раз.
err-usage-conflict = { $argument } нельзя указать вместе с { $other }.
rec-usage-conflict = Оставьте одно из двух.
err-usage-no-value = Для { $argument } нужно значение.
rec-usage-no-value = { rec-usage }
err-usage-value = Значение «{ $value }» не подходит для { $argument }.
rec-usage-value = { rec-usage }
err-algorithm-unknown = Алгоритма «{ $algorithm }» нет.
rec-algorithm-unknown = Выберите gost256, gost512, p256 или rsa2048.
err-name-missing = Название центра нельзя записать в сертификат.
rec-name-missing = Укажите название до 64 знаков: --name НАЗВАНИЕ или name в настройках.
err-serial-malformed = «{ $serial }» не серийный номер.
rec-serial-malformed = Укажите номер шестнадцатеричными цифрами, как его показывает smena inspect.
err-reason-unknown = Причины «{ $reason }» нет.
rec-reason-unknown = Выберите одну из: { $known }.
err-address-open = Адрес { $address } доступен с других компьютеров.
rec-address-open = Сервер слушает только этот компьютер, например 127.0.0.1:8443; снаружи к нему обращаются через веб-сервер с TLS.
err-configuration-faulty = В настройках есть ошибки.
rec-configuration-faulty = Исправьте их; все перечислены с номерами строк. Проверить: smena-server check.
err-file-unreadable = Не удаётся прочитать: { $file }.
rec-file-unreadable = Проверьте, что файл или папка есть и доступны для чтения.
err-file-unwritable = Не удаётся записать: { $file }.
rec-file-unwritable = Проверьте, что папка есть, доступна для записи и на диске есть место.
err-certificate-unreadable = В файле { $file } нет сертификата, который можно прочитать.
rec-certificate-unreadable = Нужен один сертификат X.509, DER или PEM. Посмотреть файл: smena inspect.
err-certificate-not-ours = Сертификат подписан не выпускающим ключом этого центра.
rec-certificate-not-ours = Занести можно только сертификаты, которые выпустил этот центр.
err-holder-without-number = В сертификате нет ни СНИЛС, ни ИНН, ни ОГРН: неизвестно, чей он.
rec-holder-without-number = Проверьте сертификат командой smena inspect. Вымышленные номера допускает allow_fake_numbers в настройках.
err-import-data-faulty = В файле { $file } ошибка: { $detail }.
rec-import-data-faulty = Допустимы строки email, phone и procedure, каждая со значением в кавычках.
err-procedure-unknown = Процедуры { $procedure } нет.
rec-procedure-unknown = Проверьте имя: процедура лежит в папке procedures в файле с этим именем.
err-serial-taken = С этим серийным номером уже записан другой сертификат.
rec-serial-taken = Проверьте, не выпущены ли два сертификата с одним номером; один из них надо отозвать.
err-serial-not-issued = Сертификата с серийным номером { $serial } этот центр не выпускал.
rec-serial-not-issued = Проверьте номер. Сертификат, выпущенный до перехода на smena, сначала занесите: smena-server holder import.
err-key-exists = В папке { $folder } уже есть ключ. Ничего не изменено.
rec-key-exists = Ключи не перезаписываются. Если нужен новый центр, укажите в настройках другую папку.
err-authority-not-made = Ключи или сертификаты центра не созданы.
rec-authority-not-made = Причина в скобках ниже. Перед повтором уберите незаконченную папку центра.
err-authority-not-opened = Ключи центра не открываются.
rec-authority-not-opened = Причина в скобках ниже. Ключи создаёт smena-server ca init; пароль берётся из issuing_password_file.
err-password-unusable = В файле { $file } нет пароля.
rec-password-unusable = Пароль это первая строка файла, не пустая.
err-database-failed = База данных не отвечает или повреждена.
rec-database-failed = Причина в скобках ниже. Проверьте database в настройках, место на диске и права на файл.
err-database-not-migrated = Таблицы базы данных не такие, какие нужны этой версии.
rec-database-not-migrated = Выполните smena-server migrate.
err-database-of-other-authority = База данных принадлежит центру с другим корневым ключом.
rec-database-of-other-authority = Проверьте в настройках database и folder в разделе authority.
err-documents-key-unusable = Ключ, которым шифруются присланные документы, не читается.
rec-documents-key-unusable = Верните файл documents.key в папку удостоверяющего центра из резервной копии и закройте его от других пользователей (права 0600).
err-list-not-published = Список отзыва не выпущен; прежний остаётся.
rec-list-not-published = Причина в скобках ниже. Когда она устранена, повторите: smena-server crl.
err-address-taken = На адресе { $address } слушать не удаётся.
rec-address-taken = Возможно, сервер уже запущен или порт занят. Укажите другой: --listen 127.0.0.1:0 выберет свободный.
err-serving-failed = Сервер остановился из-за ошибки.
rec-serving-failed = Причина в скобках ниже. Запустите сервер снова: начатое продолжится.
err-runtime = Системе не хватает ресурсов, чтобы начать работу.
rec-runtime = Проверьте ограничения на число потоков и открытых файлов.
err-forms = Встроенные формы документов повреждены.
rec-forms = Это ошибка программы. Установите её заново или сообщите о ней.
err-previews-render = Страницу не удалось составить.
rec-previews-render = Сообщите разработчикам.
err-previews-write = Файл { $file } не записывается.
rec-previews-write = Проверьте, есть ли место на диске и право записи в папку.

err-codes-key-unusable = Ключ, которым защищены коды на телефон, нельзя использовать.
rec-codes-key-unusable = Проверьте файл codes.key в папке удостоверяющего центра: 32 октета, права только у владельца. Если его удалить, он создастся заново, а коды, которые уже в пути, перестанут действовать.
expected-country = первые цифры номеров страны, например 7
expected-gateway = адрес https://… или http://127.0.0.1:…
expected-network = сеть, например 127.0.0.1/32 или 10.0.0.0/8: первый её адрес и число неизменных битов

## Operators and renewals: help.

cli-operator-about = Учётные записи операторов
cli-operator-add-about = Заводит учётную запись оператора
cli-operator-add-name = Имя учётной записи
cli-operator-add-snils = СНИЛС человека: две записи одного человека считаются одним
cli-operator-add-role = Права: operator (если не указано), senior, administrator, auditor
cli-operator-add-email = Электронная почта; с кем она общая, за того человек не решает
cli-operator-add-phone = Телефон, так же
cli-operator-add-certificate = Сертификат этого центра, которым человек подписывает решения
cli-operator-add-by = Учётная запись администратора, который её заводит
cli-operator-list-about = Показывает учётные записи
cli-operator-change-about = Меняет права учётной записи
cli-operator-change-name = Имя учётной записи
cli-operator-change-role = Новые права: operator, senior, administrator, auditor
cli-operator-change-by = Учётная запись администратора
cli-operator-disable-about = Отключает учётную запись
cli-operator-disable-name = Имя учётной записи
cli-operator-disable-by = Учётная запись администратора
cli-renewal-about = Что оператор, регистры и служба оплаты делают с продлениями
cli-renewal-list-about = Показывает открытые продления и кто что должен
cli-renewal-list-stage = Только продления на этой стадии
cli-renewal-show-about = Показывает одно продление: изменённые данные, документы и план сертификата
cli-renewal-show-application = Файл, в который записать заявление для печати (PDF)
cli-renewal-approve-about = Одобряет продление
cli-renewal-reject-about = Отклоняет продление
cli-renewal-reject-reason = Причина: data-differ, document, identification, no-right, other
cli-renewal-return-about = Возвращает продление заявителю с вопросом
cli-renewal-override-check-about = Продолжает вопреки ответу регистра; нужны слова двух операторов
cli-renewal-override-check-register = Регистр, как он назван в порядке
cli-renewal-issue-code-about = Выдаёт код выпуска; нужны слова двух операторов
cli-renewal-accept-paper-about = Принимает заявление, подписанное от руки
cli-renewal-accept-paper-scan = Файл со сканом подписанных листов
cli-renewal-accept-paper-upload = Скан, который прислал заявитель: его номер из renewal show
cli-renewal-settle-about = Решает продление, переданное в офис
cli-renewal-settle-settlement = resumed: заявитель продолжает; closed: решено иначе
cli-renewal-fulfil-ticket-about = Отмечает, что просьба о доверенности исполнена
cli-renewal-comment-about = Пишет заявителю о доверенности
cli-renewal-note-power-about = Записывает, что известно о доверенности заявителя
cli-renewal-note-power-power = Доверенность, как она названа в порядке
cli-renewal-note-power-until = Последний день её действия, ГГГГ-ММ-ДД; без него доверенности нет
cli-renewal-answer-check-about = Записывает ответ регистра
cli-renewal-answer-check-register = Регистр, как он назван в порядке
cli-renewal-answer-check-verdict = passed, failed или unavailable
cli-renewal-mark-paid-about = Отмечает, что счёт оплачен
cli-renewal-bill-none-about = Отмечает, что счёта нет
cli-renewal-bill-due-about = Отмечает, что счёт ждёт оплаты
cli-renewal-registered-about = Записывает ответ органа о регистрации сертификата
cli-renewal-registered-body = Орган, как он назван в порядке
cli-renewal-registered-refused = Причина отказа; без неё сертификат зарегистрирован
cli-shared-renewal = Номер продления из renewal list
cli-shared-name = Имя учётной записи оператора, который решает
cli-shared-revision = Состояние, которое видел оператор; без него нынешнее
cli-shared-key = Папка с ключом оператора, где порядок требует его подписи
cli-shared-password-file = Файл с паролем этого ключа
cli-shared-words = Пояснение словами

## Operators and renewals: what commands did.

role-operator = оператор
role-senior = старший оператор
role-administrator = администратор
role-auditor = аудитор
operator-line = { $name }: { $role }
operator-line-disabled = { $name }: { $role }, отключена
operator-none = Учётных записей нет. Первую заведёт smena-server operator add.
renewal-none = Открытых продлений нет.
renewal-line = { $renewal }  { $holder }, { $procedure }: { $stage } с { $since }; ждут: { $owed }
renewal-changed = { "  " }{ $label }: «{ $was }» → «{ $value }»
renewal-upload = { "  " }{ $purpose }: { $name } ({ $id })
renewal-plan =
    { "  " }Сертификат будет выдан на имя: { $subject }
    { "  " }План сертификата (SHA-256): { $plan }
renewal-moved = Продление { $renewal }: { $stage }
renewal-first-word = Первое слово записано. Второе должен сказать другой оператор той же командой.
renewal-issue-code =
    Код выпуска: { $code }
    Передайте его заявителю, личность которого установлена. Больше он не покажется; новый код отменит этот.
upload-document = документ
upload-power = доверенность
upload-paper-application = подписанное заявление
err-day-malformed = «{ $day }» не похоже на дату.
rec-day-malformed = Запишите дату как ГГГГ-ММ-ДД.
err-key-unusable = Ключ в папке { $folder } нельзя использовать.
rec-key-unusable = Проверьте, что в папке лежат ключ и сертификат оператора и что пароль верен.
err-name-malformed = «{ $name }» не может быть таким именем.
rec-name-malformed = Возьмите имя из порядка продления или из renewal show.
err-program-fault = Ошибка программы.
rec-program-fault = Посмотрите подробности в строке причины и сообщите разработчикам.
err-renewal-malformed = «{ $renewal }» не номер продления.
rec-renewal-malformed = Возьмите номер из smena-server renewal list.
err-role-unknown = Таких прав нет: { $role }.
rec-role-unknown = Известны: { $known }.
err-scan-missing = Не сказано, где скан заявления.
rec-scan-missing = Укажите файл (--scan) или присланный документ (--upload), одно из двух.
err-settlement-unknown = «{ $settlement }» не решение.
rec-settlement-unknown = Напишите resumed или closed.
err-snils-malformed = СНИЛС записан неверно: одиннадцать цифр, последние две контрольные.
rec-snils-malformed = Проверьте номер.
err-stage-unknown = Такой стадии нет: { $stage }.
rec-stage-unknown = Известны: { $known }.
err-verdict-unknown = «{ $verdict }» не ответ регистра.
rec-verdict-unknown = Напишите passed, failed или unavailable.
err-words-missing = К отрицательному ответу нужно пояснение.
rec-words-missing = Добавьте --words с причиной, как её назвал регистр.
