### Слова страниц для владельцев сертификатов.

portal-language-name = Русский

## Разделы

portal-nav-start = Начало
portal-nav-certificates = Мои сертификаты
portal-nav-notices = Новости – Уведомления
portal-nav-downloads = Программа
portal-nav-authority = Об удостоверяющем центре

## Что не получилось

portal-problem-ours = Что-то сломалось у нас
portal-problem-refused = Так не получится
portal-problem-signed-out = Нужно войти
portal-problem-missing = Здесь ничего нет
portal-problem-forbidden = Сюда нельзя
portal-problem-too-many = Слишком часто
portal-problem-busy = Сейчас не получилось
portal-problem-gone = Время вышло

## Начало

portal-start-title = Замена сертификата электронной подписи
portal-start-about = Здесь вы заменяете сертификат, который выпустил { $authority }, на новый. Приходить никуда не нужно, пока прежний сертификат действует.
portal-start-certificates = Мои сертификаты
portal-start-ways = Как войти
portal-way-certificate = Войти по сертификату
portal-start-certificate-says = Для всего: посмотреть данные, создать ключ, подписать заявление. Нужен носитель с ключом и программа на этом компьютере.
portal-start-needed = Что понадобится
portal-start-needed-certificate = Сертификат, срок которого ещё не кончился.
portal-start-needed-medium = Носитель, на котором лежит его ключ: токен, смарт-карта, флеш-накопитель или папка на компьютере, и пароль от него.
portal-start-needed-program = Программа «Смена» на этом компьютере.
portal-start-download = Скачать
portal-start-time = Это занимает несколько минут. Страницу можно закрыть в любой момент: вы вернётесь туда, где остановились.
portal-start-support = Вопросы:

## Мои сертификаты

portal-certificates-title = Мои сертификаты
portal-certificates-none = Здесь появятся сертификаты, которые выпустил вам этот удостоверяющий центр.
portal-certificates-replace = Заменить
portal-certificates-go-on = Продолжить замену
portal-certificate-soon = { $days ->
    [0] Последний день: подписывать можно до { $until }. Замените сертификат сейчас.
    [one] Остался { $days } день: подписывать можно до { $until }. Замените сертификат.
    [few] Осталось { $days } дня: подписывать можно до { $until }. Замените сертификат.
   *[other] Осталось { $days } дней: подписывать можно до { $until }. Замените сертификат.
}
portal-certificate-over = Срок кончился { $since }. Храните ключ: им читают старые документы.
portal-certificate-revoked = Сертификат отозван.
portal-certificate-on-hold = Действие сертификата приостановлено. Обратитесь в офис удостоверяющего центра.
portal-certificate-replaced = Заменён. Прежний сертификат действует до { $until }, его ключ нужно хранить.
portal-label-serial = Серийный номер
portal-label-validity = Действует
portal-label-key-until = Подписывать можно до
portal-label-left = Осталось
portal-label-renewal = Замена
portal-period = с { $from } по { $until }
portal-days = { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}

## Шаги

portal-task-done = Готово
portal-task-now = Сейчас: вы
portal-task-now-until = Сейчас: вы, до { $due }
portal-task-now-certificate = Сейчас: вы, после входа по сертификату
portal-not-by-telephone = не показано
portal-by-telephone = владелец телефона
portal-task-overdue = Просрочено: вы, было нужно до { $due }
portal-task-waiting = Ждём: { $who }
portal-task-waiting-until = Ждём: { $who }, до { $due }
portal-task-later = Потом
portal-task-not-needed-on-paper = Не требуется: заявление подписывается от руки
portal-task-not-needed-no-bill = Не требуется: счёта нет
portal-task-not-needed-ended = Не требуется: замена закончилась раньше
portal-task-about = { $duty }: { $about }
portal-party-authority = удостоверяющий центр
portal-party-holder = вы
portal-party-office = офис удостоверяющего центра
portal-party-operator = оператор удостоверяющего центра

## Страница замены

portal-renewal-about = Заменяется сертификат { $serial }; подписывать им можно до { $until }.
portal-renewal-history = Что происходило
portal-renewal-rejected = Вам отказали. Причина:
portal-renewal-question = Оператор вернул вам заявку. Он пишет:
portal-renewal-certificate-needed = Для этого шага нужен вход по сертификату
portal-renewal-certificate-needed-says = Вы вошли по телефону, а здесь показывают ваши данные или подписывают. Выйдите и войдите по сертификату на компьютере, где лежит ключ. Всё уже сделанное останется.
portal-renewal-withdraw = Отказаться от замены
portal-renewal-abandon = Отказаться от нового сертификата
portal-standing-you = Сейчас ваш шаг: { $what }.
portal-standing-you-until = Сейчас ваш шаг: { $what }. Сделайте его до { $due }.
portal-standing-waiting = Сейчас ждём: { $who }. Шаг: { $what }, с { $since }. Страницу можно закрыть, мы напишем вам.
portal-standing-waiting-until = Сейчас ждём: { $who }, до { $due }. Шаг: { $what }, с { $since }. Страницу можно закрыть, мы напишем вам.
portal-standing-nothing = Сейчас ничего делать не нужно.
portal-standing-completed = Замена завершена.
portal-standing-rejected = Замена закончилась отказом.
portal-standing-withdrawn = Замена отменена. Прежний сертификат действует до конца своего срока.
portal-standing-abandoned = Вы отказались от нового сертификата, он отозван.
portal-happened = { $who }: { $what }
portal-happened-moved = { $who }: { $what }. Теперь: { $stage }
portal-happened-refused = { $who }: { $what }. Не принято: { $why }
portal-happened-why-shown = причина была показана на странице
portal-who-holder = Вы
portal-who-authority = Удостоверяющий центр
portal-who-outside = Внешняя служба

## Проверка данных

portal-check-data-title = Данные нового сертификата верны?
portal-check-data-lead = Проверьте, соответствуют ли они действительности. Так они будут стоять в новом сертификате.
portal-check-data-telephone = Данные возьмут из прежнего сертификата. При входе по телефону они не показываются: вы увидите их на заявлении. Если что-то изменилось, исправьте это здесь.
portal-check-data-source = Так эти данные записаны у удостоверяющего центра: { $authority }.
portal-check-data-right = Верны
portal-check-data-wrong = Неверны
portal-check-data-wrong-says = Если вы ответите «Неверны», заменой займётся офис. Чтобы изменить одну строку, нажмите «Изменить» рядом с ней.
portal-check-data-answer-missing = Ответьте, верны ли данные: нажмите «Верны» или «Неверны».
portal-change = Изменить
portal-change-remote = Изменить можно здесь, сразу.
portal-change-paper = После изменения заявление печатают и подписывают от руки.
portal-change-office = Меняется только в офисе.

## Что происходило

portal-did-start = начали замену
portal-did-supply-power = прислали доверенность
portal-did-comment-ticket = написали в обращении
portal-did-fulfil-ticket = выполнили обращение
portal-did-recheck-powers = проверили доверенности снова
portal-did-report-workplace = проверили компьютер
portal-did-identify-by-snils = ввели СНИЛС
portal-did-change-data = изменили данные
portal-did-dispute-data = указали, что данные неверны
portal-did-confirm-data = подтвердили данные
portal-did-give-identity-document = указали документ, удостоверяющий личность
portal-did-choose-office = выбрали офис
portal-did-choose-kind = выбрали вид сертификата
portal-did-choose-system-powers = выбрали полномочия в системах
portal-did-choose-key-options = выбрали носитель ключа
portal-did-attach-document = приложили документ
portal-did-give-contacts = указали контакты
portal-did-accept-request = создали ключ
portal-did-accept-application = подписали заявление
portal-did-submit-application = подали заявление
portal-did-accept-paper-application = приняли заявление на бумаге
portal-did-record-check = получен ответ проверки
portal-did-override-check = продолжили без ответа проверки
portal-did-approve-by-rule = одобрено по правилам
portal-did-approve = одобрено
portal-did-reject = отказано
portal-did-return-to-holder = вернули вам с вопросом
portal-did-record-bill = отметили счёт
portal-did-give-consent = согласились на выпуск
portal-did-accept-endorsement = подтвердили новый ключ прежним
portal-did-accept-issue-code = ввели код из офиса
portal-did-resend-code = запросили код ещё раз
portal-did-confirm-by-code = подтвердили выпуск кодом
portal-did-prepare-issue = подготовили выпуск
portal-did-drop-intent = отложили подготовленный выпуск
portal-did-record-issue = сертификат выпущен
portal-did-record-installation = установили сертификат
portal-did-familiarise = ознакомились со сведениями сертификата
portal-did-accept-receipt = подписали расписку
portal-did-record-backup = решили о копии ключа
portal-did-record-old-key = решили о прежнем ключе
portal-did-record-registration = получен ответ о регистрации
portal-did-record-system-told = сообщили сертификат в систему
portal-did-record-standing = проверили прежний сертификат
portal-did-settle-referral = решили в офисе
portal-did-withdraw = отказались от замены
portal-did-abandon = отказались от нового сертификата
portal-did-make-errand = открыли шаг в программе на компьютере
portal-did-read-command = прислали данные
portal-did-other = сделали шаг

## Вход и программа на компьютере

portal-back = Назад
portal-sign-in-title = Вход по сертификату
portal-sign-in-lead = Программа «Смена» на этом компьютере покажет ваши сертификаты и попросит пароль от носителя. Пароль и ключ остаются на компьютере.
portal-sign-in-button = Открыть программу
portal-errand-sign-in = Вход по сертификату
portal-errand-pair = Связь с программой на компьютере
portal-errand-sign-application = Подпись заявления
portal-errand-generate-key = Новый ключ
portal-errand-endorse = Подтверждение нового ключа
portal-errand-install = Установка сертификата
portal-errand-sign-receipt = Подпись расписки
portal-errand-approve = Решение оператора
portal-errand-update = Обновление программы
portal-errand-check-workplace = Проверка компьютера
portal-door-lead = Продолжение откроется в программе «Смена» на этом компьютере, в новой вкладке.
portal-door-open = Продолжить в программе
portal-door-registered = Программа не запущена? Запустить
portal-door-stays = Эта страница подождёт и продолжит сама.
portal-door-late = Программа не ответила
portal-door-late-download = Если её нет на этом компьютере, установите её. Страница продолжит сама, как только программа ответит.
portal-door-download = Скачать программу
portal-door-late-typed = Если программа есть, откройте её и введите код:
portal-door-typed-until = Код действует до
portal-door-claimed = Продолжайте в окне программы. Эта страница ждёт.
portal-door-fulfilled = Программа всё сделала. Вернитесь из её окна по ссылке «Вернуться на портал».
portal-pairing-lead = Программа на компьютере показывает восемь цифр. Введите их, и этот вход будет связан с ней.
portal-pairing-label = Цифры из окна программы
portal-pairing-hint = Восемь цифр, например 1234 5678
portal-pairing-wrong = Это не те цифры, которые показывает программа. Посмотрите в её окно ещё раз и введите их снова.
portal-pairing-button = Связать
portal-pairing-other = Если ни одна программа на вашем компьютере цифр не показала, ничего не вводите и позвоните в удостоверяющий центр.
portal-door-go-to-agent = Перейти к программе
portal-door-again = Начать снова
portal-door-burned = На этом компьютере ответила другая программа
portal-door-burned-says = Код использовали дважды, поэтому шаг остановлен. Ничего не подписано. Проверьте, что установлена настоящая программа, и начните снова.
portal-door-declined = Вы отказались в программе
portal-door-declined-says = Ничего не подписано и не потеряно. Можно начать снова, когда захотите.
portal-door-failed = Шаг не получился
portal-door-failed-says = Причина: { $reason }. То, что сделано раньше, сохранено.
portal-door-closed = Время вышло
portal-door-closed-says = Программа не закончила вовремя, или вы начали этот шаг снова в другом месте. Ничего не потеряно.
portal-door-update = Программу нужно обновить
portal-door-update-says = Её версия слишком старая для этого удостоверяющего центра. Скачайте новую, установите её и начните снова.

## Возвращение из программы

portal-returned-you = Вы — { $name }?
portal-returned-you-says = Так подписан вход. Если это вы, продолжайте. Если нет, закройте страницу: никто не войдёт.
portal-returned-sign-in = Да, войти
portal-returned-not-me = Это не я
portal-returned-done = Программа всё сделала
portal-returned-go-on = Продолжить
portal-returned-pair = Компьютер связан с этим сеансом.
portal-returned-sign-application = Заявление подписано и принято.
portal-returned-generate-key = Новый ключ создан, запрос принят.
portal-returned-endorse = Новый ключ подтверждён прежним.
portal-returned-install = Сертификат установлен.
portal-returned-sign-receipt = Расписка подписана и принята.
portal-returned-approve = Решение подписано.
portal-returned-update = Программа обновлена.
portal-returned-check-workplace = Компьютер проверен, всё готово.
portal-label-until = Действует до

## Программа

portal-downloads-title = Программа «Смена» для этого компьютера
portal-downloads-lead = Она работает с ключами на ваших носителях. Ключи и пароли остаются на компьютере, на портал они не попадают.
portal-downloads-none = Удостоверяющий центр пока не выложил программу. Спросите её в его офисе.
portal-downloads-download = Скачать
portal-downloads-sha256 = SHA-256 файла
portal-downloads-compare = Сравните отпечаток скачанного файла с тем, что показан здесь.
portal-downloads-after = Что дальше
portal-downloads-after-install = Установите программу. Перезагружать компьютер не нужно.
portal-downloads-after-trust = При первом запуске она спросит, доверяете ли вы этому центру. Сравните отпечаток:
portal-downloads-after-return = Вернитесь на страницу, с которой пришли: она продолжит сама.

## Об удостоверяющем центре

portal-authority-title = Удостоверяющий центр: { $authority }
portal-authority-lead = Адрес, по которому портал работает на самом деле:
portal-authority-root = Корневой сертификат
portal-authority-issuing = Сертификат, которым подписываются ваши сертификаты
portal-authority-download = Скачать
portal-authority-compare = Сравните отпечаток с бумагой, которую вам выдали, или с официальной публикацией центра. Если они не совпадают, не доверяйте этой странице.
portal-authority-list = Список отозванных сертификатов
portal-label-thumbprint = Отпечаток SHA-256

## Уведомления

portal-notices-title = Новости – Уведомления
portal-notices-none = Сейчас новостей нет. Здесь появятся напоминания о замене и ответы удостоверяющего центра.
portal-notices-pressing = Пора заменить
portal-notices-early = { $next ->
    [one] Времени достаточно. Следующее напоминание — за { $next } день до этого срока.
    [few] Времени достаточно. Следующее напоминание — за { $next } дня до этого срока.
   *[other] Времени достаточно. Следующее напоминание — за { $next } дней до этого срока.
}
portal-notices-early-only = Времени достаточно. Других напоминаний не будет.
portal-notices-near = { $next ->
    [one] Не откладывайте замену. Следующее напоминание — за { $next } день до этого срока.
    [few] Не откладывайте замену. Следующее напоминание — за { $next } дня до этого срока.
   *[other] Не откладывайте замену. Следующее напоминание — за { $next } дней до этого срока.
}
portal-notices-last = Это последнее напоминание. Начните замену сегодня: после этого срока заявление нечем будет подписать.
portal-notices-news = Ваши замены
portal-notices-renewal = Замена: { $stage }, { $when }
portal-notices-open = Открыть

## Шаги, которые делает программа

portal-step-application-pdf = Посмотреть заявление (PDF)
portal-step-certificate = Сведения о сертификате
portal-step-generate-key-title = Создайте новый ключ
portal-step-generate-key-lead = Программа на этом компьютере создаст новый ключ на носителе, который вы выберете. Прежний ключ останется на месте.
portal-step-generate-key-needed = Понадобится носитель для ключа и пароль от него.
portal-step-generate-key-button = Создать ключ
portal-step-sign-application-title = Подпишите заявление
portal-step-sign-application-lead = Вы подписываете заявление прежним ключом. Программа покажет его данные ещё раз и спросит подтверждение.
portal-step-sign-application-needed = Понадобится носитель с прежним ключом и пароль от него.
portal-step-sign-application-button = Подписать
portal-step-endorse-title = Подтвердите новый ключ прежним
portal-step-endorse-lead = Прежний ключ подписывает, что новый ключ создали вы. Без этого сертификат не выпускается.
portal-step-endorse-needed = Понадобится носитель с прежним ключом и пароль от него.
portal-step-endorse-button = Подтвердить
portal-step-install-title = Установите сертификат
portal-step-install-lead = Программа положит новый сертификат рядом с новым ключом и сделает пробную подпись.
portal-step-install-needed = Понадобится носитель с новым ключом.
portal-step-install-button = Установить сертификат
portal-step-sign-receipt-title = Подпишите расписку
portal-step-sign-receipt-lead = Новым ключом вы подписываете, что получили сертификат и ознакомились с ним. Это заканчивает замену.
portal-step-sign-receipt-needed = Понадобится носитель с новым ключом и пароль от него.
portal-step-sign-receipt-button = Подписать расписку
portal-step-check-workplace-title = Проверьте компьютер
portal-step-check-workplace-lead = Программа посмотрит, всё ли на компьютере готово к замене: считыватель, носитель, библиотеки, случайные числа. Ничего не изменится и не подпишется.
portal-step-check-workplace-needed = Вставьте карту или токен, если ваш ключ на них.
portal-step-check-workplace-button = Проверить компьютер
portal-step-pair-title = Свяжите программу с этим входом
portal-step-pair-lead = Вы вошли по телефону, поэтому сначала программа на компьютере покажет восемь цифр, а вы введёте их здесь. Потом она сделает этот шаг.
portal-step-pair-needed = Это делают на том компьютере, где будет новый ключ.
portal-step-pair-button = Связать программу

## Отказ

portal-withdraw-title = Отказаться от замены?
portal-withdraw-lead = Замена закончится. Прежний сертификат действует до конца своего срока. Позже можно начать новую замену.
portal-withdraw-button = Отказаться от замены
portal-abandon-title = Отказаться от нового сертификата?
portal-abandon-lead = Новый сертификат будет отозван навсегда. Это нужно, если новый ключ потерян. Прежний сертификат действует до конца своего срока.
portal-abandon-button = Отказаться и отозвать
portal-leave-stay = Остаться

## Выпуск

portal-renewal-finish = Итог замены
portal-progress = { $ahead ->
    [0] Сертификат выпускается, вы первый в очереди.
    [one] Сертификат выпускается. Перед вами { $ahead } заявка.
    [few] Сертификат выпускается. Перед вами { $ahead } заявки.
   *[other] Сертификат выпускается. Перед вами { $ahead } заявок.
}
portal-progress-elapsed = Прошло:
portal-progress-label = Выпуск сертификата
portal-progress-close = Обычно это занимает меньше минуты. Страницу можно закрыть: вы вернётесь сюда же.

## Сведения о сертификате

portal-certificate-title = Сведения о сертификате
portal-certificate-information = Эти сведения и их печатная форма — только в ознакомительных целях.
portal-certificate-holder = Владелец
portal-certificate-itself = Сертификат
portal-certificate-file = Скачать файл сертификата
portal-label-issuer = Кем выпущен
portal-label-private-key = Срок закрытого ключа
portal-label-algorithm = Алгоритм ключа
portal-label-public-key = Открытый ключ
portal-label-subject-tool = Средство подписи владельца
portal-label-issuer-tool = Средство подписи центра

## Итог

portal-finish-title = Сертификат заменён
portal-finish-panel = Программы перейдут на новый сертификат { $date }.
portal-finish-new-period = Новый сертификат действует
portal-finish-old-period = Прежний сертификат действует
portal-finish-switch = День перехода
portal-finish-backup = Копия ключа
portal-finish-backup-none = Ещё не сделана
portal-finish-backup-declined = Вы отказались от копии
portal-finish-backup-made = Сделана и проверена: { $medium }. Храните её весь срок сертификата.
portal-finish-old-key-kept = Прежний ключ храните: им читают старые документы. Подписывать им можно до конца его срока.
portal-finish-old-key-deleted = Прежний ключ удалён с карты, как вы решили.
portal-finish-bodies = Регистрация
portal-finish-bodies-says = Пока регистрация не закончена, отправляйте отчёты с прежним сертификатом.
portal-registration-pending = Ждём ответа
portal-registration-refused = Не зарегистрирован: { $reason }. Этим занимается оператор.
portal-registration-registered = Зарегистрирован { $date }
portal-finish-systems = Сообщите о новом сертификате
portal-finish-calendar = В календарь
portal-finish-renewal = Страница замены
portal-calendar-switch = Программы переходят на новый сертификат

## Почему шаг не получился

portal-failed-unknown = причина неизвестна
portal-failed-no-certificate = на этом компьютере нет подходящего сертификата
portal-failed-no-key = закрытый ключ не найден; вставьте носитель, на котором он лежит
portal-failed-wrong-secret = пароль или PIN не подошёл
portal-failed-medium-locked = носитель заблокирован после неверных попыток
portal-failed-medium-lost = носитель вынут или не отвечает
portal-failed-medium-full = на носителе нет места
portal-failed-medium-unfit = ни один носитель на этом компьютере не подходит
portal-failed-part-refused = файл не удалось получить целым
portal-failed-document-refused = в документе есть то, что программа не подписывает
portal-failed-content-refused = данные расходятся с тем, что знает программа
portal-failed-unsupported = программа не умеет этого шага; обновите её
portal-failed-time-over = время вышло
portal-failed-internal = ошибка программы

# Вход по номеру телефона.
portal-way-phone = Войти по номеру телефона
portal-start-phone-says = Чтобы узнать, как идёт замена, что-то заполнить, отправить и подтвердить, или если срок сертификата закончился. Подписать так нельзя.
portal-phone-title = Вход по номеру телефона
portal-phone-lead = Так можно узнать, как идёт замена, заполнить и отправить то, что для неё нужно, и заменить сертификат, срок которого закончился. Ваши данные не показываются. Чтобы подписать заявление, войдите по сертификату.
portal-phone-label = Номер телефона
portal-phone-hint = На него придёт сообщение с кодом из шести цифр. Например, +7 900 123-45-67
portal-phone-button = Получить код
portal-code-title = Введите код из сообщения
portal-code-lead = Если этот номер записан за вами, на него отправлено сообщение с кодом. Обычно оно приходит за две минуты.
portal-code-label = Код
portal-code-hint = Шесть цифр. Никому их не сообщайте
portal-code-button = Войти
portal-code-until = Код действует до { $until }.
portal-code-over = Время этого кода вышло. Получите новый.
portal-code-tried-often = Этот код ввели неверно пять раз, и больше он не действует. Получите новый.
portal-code-over-today = Коды неверно ввели десять раз за сутки, сегодня они больше не принимаются. Войдите по сертификату, попробуйте завтра или обратитесь в офис удостоверяющего центра.
portal-code-other-way = Войти по сертификату
portal-code-none = Сообщение не пришло?
portal-code-none-says = Если сообщения всё равно нет, номер может быть записан иначе или за несколькими людьми. Войдите по сертификату или обратитесь за помощью.
portal-code-again = Получить код повторно
portal-code-again-at = Новый код можно получить с { $at }.
portal-code-again-now = Новый код можно получить уже сейчас.
portal-progress-title = Как идёт замена
portal-progress-none = Сертификатов, которые пора заменить, нет, и замена не идёт.
portal-progress-more = Что дальше
portal-progress-more-says = Вход по телефону открывает шаги, на которых что-то вводят, отправляют или подтверждают. Ваши данные не показываются, подписать ничего нельзя. Всё остальное доступно после входа по сертификату: выйдите и войдите по нему на компьютере, где лежит ключ.
portal-progress-ends = Сертификат действует до { $day }
portal-progress-over = Срок сертификата закончился { $day }
portal-progress-open = Открыть
