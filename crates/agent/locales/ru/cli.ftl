### Справка командной строки. Ключи строит src/cli/help.rs.

## Справка: общее.

cli-about =
    Обновляет сертификаты электронной подписи на этом компьютере.
    Коды завершения: 0 сделано, 1 отказ или недействительно, 2 команда задана неверно, 3 помешало устройство, сеть или файл, 4 ошибка программы.
cli-usage = Использование:
cli-heading-commands = Команды
cli-heading-arguments = Аргументы
cli-heading-options = Параметры
cli-lang = Язык сообщений; по умолчанию язык системы
cli-json = Выводит один объект JSON: result или error
cli-home = Папка программы; по умолчанию в данных пользователя
cli-medium = Ещё одна папка с ключами, например на флешке; можно указать несколько раз
cli-help = Показывает эту справку
cli-version = Показывает версию

## Справка по командам.

cli-list-about = Показывает сертификаты и сколько дней осталось до конца их срока
cli-renew-about = Обновляет сертификат: от заявления, подписанного старым ключом, до установки нового
cli-renew-certificate = Сертификат: отпечаток SHA-256, его начало (от 4 знаков) или серийный номер; не нужен, если сертификат один
cli-renew-authority = Адрес удостоверяющего центра; не нужен, если доверенный центр один
cli-renew-yes = Отвечает «да» на вопросы о данных и подписи заявления
cli-renew-no-password = Хранит новый ключ без пароля
cli-renew-password-file = Файл с паролем ключей вместо ввода с клавиатуры
cli-renew-pin-file = Файл с PIN-кодом токена вместо ввода с клавиатуры; неверный PIN-код второй раз не отправляется
cli-renew-on = Носитель для нового ключа: computer, путь папки или имя токена, как в smena media; по умолчанию тот, где старый ключ
cli-renew-exportable = Разрешает потом скопировать новый ключ на другой носитель; токен этого не умеет
cli-status-about = Показывает, на каком шаге обновления сертификата
cli-status-certificate = { cli-renew-certificate }
cli-status-authority = { cli-renew-authority }
cli-status-yes = { cli-renew-yes }
cli-status-no-password = { cli-renew-no-password }
cli-status-password-file = { cli-renew-password-file }
cli-status-pin-file = { cli-renew-pin-file }
cli-status-on = { cli-renew-on }
cli-status-exportable = { cli-renew-exportable }
cli-install-about = Продолжает начатое обновление: получает выпущенный сертификат и устанавливает его
cli-install-certificate = Старый сертификат, который обновляется: отпечаток SHA-256, его начало (от 4 знаков) или серийный номер
cli-install-authority = { cli-renew-authority }
cli-install-yes = { cli-renew-yes }
cli-install-no-password = { cli-renew-no-password }
cli-install-password-file = { cli-renew-password-file }
cli-install-pin-file = { cli-renew-pin-file }
cli-install-on = { cli-renew-on }
cli-install-exportable = { cli-renew-exportable }
cli-trust-about = Один раз решает доверять удостоверяющему центру
cli-trust-url = Адрес удостоверяющего центра
cli-trust-root = Отпечаток SHA-256 корневого сертификата, полученный другим путём; тогда вопроса не будет
cli-inspect-about = Показывает словами, что записано в сертификате, запросе, списке отзыва, подписи CMS или файле ключа
cli-inspect-file = Файл, DER или PEM
cli-verify-about = Проверяет, ведёт ли сертификат к доверенному, на заданное время
cli-verify-anchor = Файл с доверенными сертификатами, DER или PEM
cli-verify-pool = Папка с промежуточными сертификатами
cli-verify-crls = Папка со списками отзыва; без неё отзыв не проверяется
cli-verify-at = Время, на которое проверять, например 2026-03-12T14:00:00Z; по умолчанию now, то есть сейчас
cli-verify-file = Проверяемый сертификат, DER или PEM
