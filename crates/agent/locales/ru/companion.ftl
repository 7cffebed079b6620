### Проверка рабочего места, напоминания, случайность от человека, выгрузка сертификата.

## Проверка рабочего места: вердикты и что проверяется.

doctor-good = в порядке
doctor-act = внимание
doctor-bad = неисправно
doctor-unchecked = не проверено
doctor-check-agent = Программа
doctor-check-authority = Доверие
doctor-check-network = Сеть
doctor-check-clock = Часы
doctor-check-roots = Корневой сертификат
doctor-check-provider = Библиотеки токенов
doctor-check-reader = Считыватель
doctor-check-medium = Носители
doctor-check-pin = PIN-код
doctor-check-space = Место на носителе
doctor-check-random = Случайные числа
doctor-check-certificate = Сертификат
doctor-check-revocation = Отзыв
doctor-check-door = Связь с браузером
doctor-check-binary = Файл программы
doctor-report = Отчёт записан: { $path }. В нём нет паролей, PIN-кодов, ключей и имён людей: только серийные номера, носители, адреса центров и версии.

## Проверка рабочего места: что найдено и что делать.

doctor-agent-current = smena { $version }, протокол { $protocol }; { $authority } такую принимает.
doctor-agent-old = smena { $version } говорит по протоколу { $protocol }, а { $authority } принимает начиная с { $floor }.
doctor-agent-old-remedy = Установите новую версию: { $origin }/downloads.
doctor-agent-unasked = smena { $version }, протокол { $protocol }; удостоверяющий центр спросить не удалось.
doctor-agent-unasked-remedy = Наладьте сначала доверие и сеть, затем повторите проверку.
doctor-authority-trusted = { $name }, { $origin }, доверие с { $since }.
doctor-authority-none = этот компьютер пока не доверяет ни одному удостоверяющему центру.
doctor-authority-none-remedy = Выполните smena trust АДРЕС и сравните отпечаток корневого сертификата.
    .page = Начните на странице удостоверяющего центра: программа покажет отпечаток его корневого сертификата для сравнения.
doctor-network-reached = { $origin } отвечает.
doctor-clock-right = идут одинаково с { $origin } (разница в секундах: { $seconds }).
doctor-clock-apart = расходятся: здесь { $here }, у { $origin } { $there } (разница в секундах: { $seconds }).
doctor-clock-apart-remedy = Включите в системе установку времени через интернет. При разнице больше десяти минут подписать ничего нельзя.
doctor-clock-unknown = здесь { $here }; сравнить не с чем: удостоверяющий центр не ответил.
doctor-clock-unknown-remedy = Наладьте сначала доверие и сеть, затем повторите проверку.
doctor-roots-good = { $authority }: действует до { $until }, отпечаток SHA-256 { $thumbprint }.
doctor-roots-soon = { $authority }: скоро кончается, { $until }, отпечаток SHA-256 { $thumbprint }.
doctor-roots-expired = { $authority }: сейчас не действует (до { $until }), отпечаток SHA-256 { $thumbprint }.
doctor-roots-unreadable = { $authority }: сертификат, сохранённый при доверии, не читается.
doctor-roots-other = { $authority } показывает теперь другой корневой сертификат, не тот, которому вы доверились.
doctor-roots-errand-key = { $authority } подписывает задания новым ключом.
doctor-roots-again = Выполните smena trust { $origin } и сравните отпечаток с тем, что центр сообщил другим путём.
    .page = Начните шаг на странице { $origin }: программа покажет отпечаток. Сравните его с тем, что центр сообщил другим путём.
doctor-provider-module = { $path } загружена.
doctor-provider-built-in = ГОСТ, папки и контейнеры КриптоПро программа знает сама; библиотек PKCS#11 для токенов не найдено.
doctor-reader-token = токен { $place } подключён.
doctor-reader-empty = считыватель { $reader } пуст.
doctor-reader-empty-remedy = Вставьте карту или токен.
doctor-reader-none = не подключены ни считыватель, ни токен.
doctor-reader-none-remedy = Если ключ на токене или карте, подключите его. Для ключа на этом компьютере или флешке считыватель не нужен.
doctor-reader-unneeded = токенов нет; ваши ключи лежат там, где считыватель не нужен.
doctor-medium-keys = { $place }: { $count ->
        [one] { $count } ключ.
        [few] { $count } ключа.
       *[other] { $count } ключей.
    }
doctor-medium-none = на подключённых носителях нет ни одного сертификата.
doctor-medium-none-remedy = Вставьте флешку или токен с вашим ключом; папку с ключами назовите через --medium.
    .page = Вставьте флешку или токен с вашим ключом и повторите проверку.
doctor-pin-good = { $place }: { $tries ->
        [enough] попыток достаточно.
       *[other] осталось попыток: { $tries }.
    }
doctor-pin-few = { $place }: { $tries ->
        [low] PIN-код недавно вводили неверно, попыток осталось мало.
       *[last] осталась последняя попытка.
    }
doctor-pin-few-remedy = Не угадывайте: найдите PIN-код, прежде чем вводить. После последней неверной попытки носитель заблокируется.
doctor-pin-locked = { $place }: PIN-код заблокирован.
doctor-pin-locked-remedy = Ключи целы. Разблокирует носитель его администратор или тот, кто его выдал.
doctor-pin-not-set = { $place }: PIN-код пользователя не задан.
doctor-pin-not-set-remedy = Задайте его программой производителя носителя.
doctor-pin-change = { $place } просит сменить PIN-код.
doctor-pin-change-remedy = Смените его программой производителя носителя.
doctor-space-good = { $place }: свободно { $kibibytes } КиБ.
doctor-space-short = { $place }: для нового ключа мало места, свободно октетов: { $bytes }.
doctor-space-short-remedy = Удалите лишнее с носителя или выберите для нового ключа другой. Заменённые ключи удаляет smena container remove.
    .page = Удалите лишнее с носителя или выберите для нового ключа другой.
doctor-space-untold = { $place } не сообщает, сколько свободно.
doctor-space-untold-remedy = Делать ничего не нужно: если места не хватит, это выяснится до того, как что-либо изменится.
doctor-random-good = генератор системы отвечает, каждый раз по-разному.
doctor-random-stuck = генератор системы выдаёт одно и то же.
doctor-random-stuck-remedy = Не создавайте на этом компьютере ключей и обратитесь к его администратору.
doctor-certificate-valid = { $serial } ({ $place }): действует с { $from } до { $until }, осталось дней: { $days }.
doctor-certificate-soon = { $serial } ({ $place }): действует с { $from } до { $until }, осталось дней: { $days }.
doctor-certificate-soon-remedy = Замените его, пока он действует: на портале центра или командой smena renew.
    .page = Замените его на странице удостоверяющего центра, пока он действует.
doctor-certificate-expired = { $serial } ({ $place }): закончился { $until }.
doctor-certificate-expired-remedy = Обратитесь в удостоверяющий центр: просроченный сертификат так, как действующий, не заменить.
doctor-certificate-early = { $serial } ({ $place }): начнёт действовать { $from }.
doctor-certificate-early-remedy = Проверьте часы компьютера. Если они верны, дождитесь этого дня.
doctor-certificate-replaced = { $serial } ({ $place }): заменён новым, действует до { $until }.
doctor-certificate-other-key = { $serial } ({ $place }): рядом лежит ключ от другого сертификата.
doctor-certificate-other-key-remedy = Не подписывайте этим ключом. Возьмите копию (smena container list) или обратитесь в удостоверяющий центр.
    .page = Не подписывайте этим ключом. Подключите носитель с его копией или обратитесь в удостоверяющий центр.
doctor-revocation-good = { $serial } ({ $place }): в списке отзыва его нет.
doctor-revocation-revoked = { $serial } ({ $place }): отозван { $since }.
doctor-revocation-revoked-remedy = Подписывать им нельзя. Обратитесь в удостоверяющий центр.
doctor-revocation-foreign = { $serial } ({ $place }): издатель не среди центров, которым доверяет этот компьютер.
doctor-revocation-foreign-remedy = Если это сертификат вашего центра, выполните smena trust с его адресом и наладьте сеть.
    .page = Если это сертификат вашего центра, начните на его странице, чтобы программа о нём узнала, и наладьте сеть.
doctor-revocation-unasked = { $serial } ({ $place }): удостоверяющий центр не ответил, спросить об отзыве не у кого.
doctor-revocation-unasked-remedy = Наладьте сеть и повторите проверку.
doctor-revocation-unbelievable = { $serial } ({ $place }): список отзыва подписан не издателем.
doctor-revocation-unbelievable-remedy = Повторите проверку позже; если не поможет, сообщите в удостоверяющий центр.
doctor-revocation-old = { $serial } ({ $place }): список отзыва устарел.
doctor-door-port = постоянный порт: кроме вас, на этот компьютер никто не вошёл.
doctor-door-link = ссылка smena: или код, который вводят вручную; постоянный порт закрыт, потому что вошедших на этот компьютер несколько: { $users }.
doctor-door-unknown = постоянный порт; сколько людей вошло на этот компьютер, система не сообщает. На общем компьютере открывайте программу ссылкой smena: или вводите код.
doctor-binary-hash = { $path }, SHA-256 { $hash }.
doctor-binary-replaced = файл { $path } с тех пор, как программа запущена, заменили.
doctor-binary-replaced-remedy = Перезапустите программу: закройте её и войдите в систему заново.
doctor-binary-unreadable = файл программы не читается, его отпечаток неизвестен.
doctor-binary-unreadable-remedy = Если кто-то просит сравнить отпечаток, посчитайте его другой программой.

## Напоминания на рабочем столе.

companion-ends-summary = Сертификат пора заменить
companion-ends = { $holder }: сертификат { $serial } действует до { $until }, { $days ->
        [0] сегодня последний день.
        [one] остался { $days } день.
        [few] осталось { $days } дня.
       *[other] осталось { $days } дней.
    }
companion-renew-at = Заменить: { $address }. Напомнить позже: smena remind --later ДНЕЙ.
companion-renew = Заменить: smena renew. Напомнить позже: smena remind --later ДНЕЙ.
companion-workplace-summary = Рабочее место не в порядке
companion-workplace = Подробности и что делать: smena doctor.
companion-entry-about = Замена сертификатов электронной подписи: связь с порталом и напоминания
companion-entry-link = Открывает задания портала замены сертификатов
companion-installed = Готово: агент будет запускаться при каждом входе в систему. Запустить сейчас: smena agent run.
companion-uninstalled = Агент больше не запускается при входе в систему. Ключи и сертификаты не тронуты.
companion-is-installed = Агент запускается при входе в систему.
companion-is-absent = Агент не запускается при входе в систему. Включить: smena agent install.
companion-is-other = Запуск агента настроен не полностью или иначе, чем сделала бы эта версия. Исправить: smena agent install.
companion-part-installed = { $place }: на месте
companion-part-other = { $place }: другое содержание
companion-part-absent = { $place }: нет

## Команда smena remind.

remind-none = Сертификатов на подключённых носителях нет, напоминать не о чем.
remind-on = { $serial }: до { $until }, осталось дней: { $days }. Следующее напоминание { $next }.
remind-now = { $serial }: до { $until }, осталось дней: { $days }. Напоминание будет при ближайшей проверке.
remind-later = { $serial }: до { $until }, осталось дней: { $days }. Напоминания отложены до { $next }.
remind-last = { $serial }: до { $until }, осталось дней: { $days }. Больше напоминаний не будет.
remind-replaced = { $serial }: до { $until }, заменён. Напоминаний не будет.
remind-expired = { $serial }: закончился { $until }. Напоминаний не будет.

## Случайность с клавиатуры.

random-invitation =
    Для нового ключа нужна случайность от вас: печатайте что угодно разными клавишами, не в такт.
    Набранное никуда не записывается. Прервать: Ctrl-C.
random-progress = { $bar } { $percent } %

## Выгрузка сертификата.

export-done =
    Сертификат записан: { $path }
    Отпечаток SHA-256: { $thumbprint }
    Отправьте файл в поддержку каждой системы, где вы пользуетесь подписью. Закрытого ключа в нём нет.
