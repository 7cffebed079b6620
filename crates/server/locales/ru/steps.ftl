### Слова страниц, на которых владелец проходит шаги замены.

step-stale = Пока страница была открыта, замена изменилась. Введённое сохранено: посмотрите ещё раз и отправьте снова.
step-file = { $name }, { $size } КБ
step-scan-hint = PDF, JPEG или PNG, не больше 10 МБ и 30 страниц. Подпись и печать должны читаться.

## Чего не хватает и что записано неверно

step-missing-birth_date = Укажите дату рождения.
step-missing-birth_place = Укажите место рождения, как в документе.
step-missing-code = Введите код.
step-missing-consent = Чтобы выпустить сертификат, отметьте согласие.
step-missing-date = Укажите дату документа.
step-missing-backup = Выберите, где лежит копия, или ответьте, что она не нужна.
step-missing-issued_on = Укажите, когда выдан документ.
step-missing-kind = Выберите один из видов.
step-missing-medium = Выберите носитель.
step-missing-number = Укажите номер документа.
step-missing-office = Выберите офис.
step-missing-power = Выберите, какую доверенность вы присылаете.
step-missing-scan = Приложите файл со сканом.
step-missing-sex = Укажите пол, как в документе.
step-missing-snils = Введите СНИЛС.
step-missing-systems = Отметьте системы, в которые вы отправили сертификат.
step-missing-text = Напишите сообщение.
step-missing-title = Укажите название документа.
step-missing-treatment = Выберите, что делать с прежним ключом.
step-wrong-birth_date = Дата рождения записана неверно или стоит позже выдачи документа.
step-wrong-code = Код не подошёл. Проверьте его и введите ещё раз.
step-wrong-date = Дата записана неверно. Пример: 12.03.2026.
step-wrong-email = Адрес почты записан неверно. Пример: name@example.ru.
step-wrong-issued_on = Дата выдачи записана неверно. Пример: 12.03.2026.
step-wrong-phone = Номер телефона записан неверно. Пример: +7 999 000-11-22.

## СНИЛС

step-snils-title = На кого выдан сертификат?
step-snils-lead = Введите СНИЛС человека, которому нужен новый сертификат. Он должен быть тем же, что в прежнем.
step-snils-hint = 11 цифр. Пример: 123-456-789 01
step-snils-good = Контрольное число сходится
step-snils-bad = Контрольное число не сходится: проверьте цифры
step-snils-button = Подтвердить

## Изменение данных

step-change-list-title = Что изменить в данных?
step-change-list-lead = У каждой строки сказано, что последует за изменением.
step-change-title = Изменить: { $label }
step-change-label = Новое значение
step-change-empty = Чтобы убрать значение, оставьте поле пустым.
step-change-good = Контрольное число сходится
step-change-bad = Значение записано неверно: проверьте знаки
step-change-button = Изменить
step-change-remote-says = Вы подпишете изменённое заявление прежним ключом. До подписи всё можно вернуть.
step-change-paper-says = Вы скачаете заявление, подпишете его от руки и отправите скан. Прежним ключом такое изменение не подписывают.
step-change-office-says = Если остальное верно, замену можно продолжить с прежним значением. Если это значение неверно, ответьте на странице данных «Неверны»: заменой займётся офис.
step-change-office-title = Только в офисе: { $label }
step-change-office-only = Это значение меняет только офис
step-change-back = Вернуться к данным

## Документ, удостоверяющий личность

step-identity-title = Какой у вас документ, удостоверяющий личность?
step-identity-lead = Эти данные нужны, чтобы зарегистрировать сертификат в единой системе идентификации (ЕСИА). В сам сертификат они не попадают.
step-identity-lead-changed = Если с прошлой замены документ не менялся, заполнять ничего не нужно.
step-identity-changed = Документ изменился?
step-identity-same = Не изменился
step-identity-same-says = Останется тот, что вы указали в прошлый раз.
step-identity-other = Изменился
step-identity-other-says = Заполните данные нового документа ниже.
step-identity-known = { $kind }, { $number }, выдан { $day }
step-identity-another = Данные документа
step-identity-kind = Вид документа
step-identity-kind-passport = Паспорт гражданина России
step-identity-kind-passport-says = Гражданство указывать не нужно.
step-identity-kind-other = Другой документ
step-identity-kind-other-says = Понадобится гражданство.
step-identity-number = Серия и номер
step-identity-number-hint = Как в документе. Пример для паспорта: 12 34 567890
step-identity-issued = Когда выдан
step-identity-born = Дата рождения
step-identity-place = Место рождения
step-identity-place-hint = Как в документе
step-identity-sex = Пол
step-identity-sex-female = Женский
step-identity-sex-female-says = Как в документе.
step-identity-sex-male = Мужской
step-identity-sex-male-says = Как в документе.
step-identity-citizenship = Гражданство
step-identity-citizenship-hint = Только если документ не паспорт гражданина России
step-identity-button = Сохранить

## Офис

step-office-title = Куда подать заявление?
step-office-lead = Выберите офис по месту работы. Приходить в него не нужно, пока прежний сертификат действует.
step-office-legend = Офис
step-office-region = Регион { $region }
step-office-own-region = Он в регионе вашего сертификата.
step-office-button = Выбрать

## Вид сертификата

step-kind-title = Какой сертификат нужен?
step-kind-lead = От вида зависит, чьё имя стоит в сертификате и какие документы понадобятся.
step-kind-legend = Вид сертификата
step-kind-same = Такой же, как сейчас.
step-kind-person = Сертификат физического лица
step-kind-person-says = В нём ваше имя без организации.
step-kind-official = Сертификат должностного лица
step-kind-official-says = В нём ваше имя, должность и организация.
step-kind-legal-entity = Сертификат юридического лица
step-kind-legal-entity-says = В нём организация и имя того, кто за неё действует.
step-kind-legal-entity-without-person = Сертификат юридического лица без ФИО
step-kind-legal-entity-without-person-says = В нём только организация: для программ, которые подписывают сами.
step-kind-data = Посмотреть и исправить данные сертификата
step-kind-button = Выбрать

## Полномочия в системах

step-powers-title = Какие полномочия указать в сертификате?
step-powers-lead = По ним информационные системы узнают, что вам разрешено.
step-powers-legend = Полномочия
step-powers-hint = Отметьте только нужные. Можно не отмечать ни одного.
step-powers-button = Сохранить

## Носитель и настройки ключа

step-medium-title = Где хранить новый ключ?
step-medium-lead = На этом носителе программа создаст новый ключ и положит рядом сертификат. Пароль или PIN-код спросят один раз.
step-medium-legend = Носитель
step-medium-recommended = Ключ с него труднее украсть.
step-medium-token = Токен
step-medium-token-says = Защищён PIN-кодом. Вставляйте его каждый раз, когда подписываете.
step-medium-card = Смарт-карта
step-medium-card-says = Защищена PIN-кодом. Вставляйте её в считыватель каждый раз, когда подписываете.
step-medium-flash-drive = Флеш-накопитель
step-medium-flash-drive-says = Защищён только паролем ключа. Вставляйте его каждый раз, когда подписываете.
step-medium-floppy = Дискета
step-medium-floppy-says = Защищена только паролем ключа и легко портится. Вставляйте её каждый раз.
step-medium-computer = Этот компьютер
step-medium-computer-says = Вставлять ничего не нужно, но подписать можно только на этом компьютере.
step-medium-button = Сохранить
step-export-legend = Можно ли будет скопировать ключ на другой носитель?
step-export-no = Нет
step-export-no-says = Ключ останется там, где создан. Так безопаснее.
step-export-yes = Да
step-export-yes-says = Ключ можно будет скопировать. Скопировать его сможет и тот, кто получит к нему доступ.
step-export-warning = Если ключ хранится на этом компьютере и копировать его нельзя, подпись работает только здесь. Сломается компьютер, и понадобится новая замена.
step-password-legend = Нужен ли пароль ключа?
step-password-hint = Для токена и смарт-карты не нужен: их защищает PIN-код.
step-password-no = Без пароля
step-password-no-says = Подписать сможет каждый, у кого окажется носитель.
step-password-yes = С паролем
step-password-yes-says = Программа спросит его дважды. Забытый пароль не восстановить: понадобится внеплановая замена.

## Документы

step-documents-title = Приложите документы
step-documents-lead = У каждого документа укажите название, дату и номер и приложите скан.
step-documents-name = Название
step-documents-name-hint = Как на документе. Пример: Приказ о назначении на должность
step-documents-day = Дата
step-documents-number = Номер
step-documents-scan = Скан документа
step-documents-button = Приложить
step-documents-sent = Файл принят: { $file }. Выбирать его снова не нужно.
step-documents-attached = Приложены
step-documents-said = { $name } № { $number }, { $day }
step-documents-download = Скачать
step-documents-replace = Заменить
step-documents-loose = Присланы, но не приложены
step-documents-remove = Убрать

## Контакты

step-contacts-title = Как с вами связаться?
step-contacts-lead = Сюда придут сообщения о том, как идёт замена.
step-contacts-code-says = На телефон придёт и код, которым вы подтвердите выпуск. Если изменить номер сейчас, сутки он ничего не подтверждает.
step-contacts-phone = Телефон
step-contacts-phone-hint = Пример: +7 999 000-11-22
step-contacts-email = Адрес электронной почты
step-contacts-email-hint = Для уведомлений; в сертификат он отсюда не попадает
step-contacts-button = Сохранить

## Доверенности

step-powers-of-attorney-title = Не хватает доверенностей
step-powers-of-attorney-lead = Без этих доверенностей замена не начинается. Пришлите скан, офис его проверит.
step-powers-of-attorney-all-there = Все доверенности на месте.
step-powers-of-attorney-send = Прислать доверенность
step-powers-of-attorney-which = Какая доверенность
step-powers-of-attorney-scan = Скан доверенности
step-powers-of-attorney-button = Отправить
step-powers-of-attorney-again = Проверить снова
step-powers-of-attorney-again-says = Если доверенность уже внесена офисом, проверьте снова.
step-power-missing = Такой доверенности нет
step-power-expired = Срок кончился { $day }
step-power-revoked = Отозвана { $day }
step-power-valid = Действует до { $day }
step-ticket-title = Переписка с офисом
step-ticket-open = Офис проверяет присланное
step-ticket-open-says = Страницу можно закрыть: когда офис ответит, придёт сообщение.
step-ticket-fulfilled = Офис ответил
step-ticket-fulfilled-says = Проверьте доверенности снова. Если их всё ещё не хватит, обращение откроется опять.
step-ticket-reopened = Обращение открыто снова
step-ticket-reopened-says = Доверенности всё ещё не хватает. Офис посмотрит ещё раз, новое обращение не нужно.
step-ticket-file = Вы прислали «{ $power }»: { $file }
step-ticket-you = Вы: { $text }
step-ticket-office = Офис: { $text }
step-ticket-comment = Сообщение офису
step-ticket-button = Написать

## Заявление

step-application-title = Проверьте и подпишите заявление
step-application-lead = Вот заявление на новый сертификат. Прочитайте его: подписано будет именно оно.
step-application-unchanged = Все данные те же, что в прежнем сертификате.
step-application-changed = Что изменится
step-application-look = Открыть заявление (PDF)
step-application-hash = Отпечаток файла (SHA-256). По нему можно убедиться, что программа показывает тот же файл.
step-application-happens = Программа на этом компьютере покажет заявление ещё раз и подпишет его прежним ключом. Понадобится носитель с прежним ключом; PIN-код или пароль спросят один раз.
step-application-hands-in = Вместе с подписью заявление будет подано. Печатать его и приносить не нужно.
step-application-hands-in-later = После подписи вы просмотрите документы и подадите заявление. Печатать его и приносить не нужно.
step-application-button = Подписать
step-submit-title = Подать заявление?
step-submit-lead = Заявление подписано. Посмотрите, все ли документы на месте.
step-submit-application = Подписанное заявление (PDF)
step-submit-then = После подачи изменить данные и документы нельзя.
step-submit-button = Подать заявление
step-paper-title = Подпишите заявление от руки
step-paper-expired = Прежний сертификат истёк, поэтому подписать заявление им нельзя.
step-paper-telephone = На заявлении стоят все ваши данные, поэтому при входе по телефону его не показывают. Его распечатают вам в офисе: приходите с документом, удостоверяющим личность.
step-paper-scan-instead = Если подписанное заявление уже есть
step-paper-data-changed = Изменились данные о владельце, поэтому заявление подписывают от руки.
step-paper-download = Скачать заявление (PDF)
step-paper-print = Напечатайте заявление.
step-paper-sign = Подпишите его от руки и поставьте дату.
step-paper-scan-says = Отсканируйте лист и отправьте скан здесь. Сам лист отдайте в офис.
step-paper-scan = Скан подписанного заявления
step-paper-button = Отправить скан
step-paper-button-again = Отправить другой скан
step-paper-sent = Скан получен
step-paper-sent-says = Когда офис примет заявление, придёт сообщение. Страницу можно закрыть.
step-paper-office = Куда принести лист

## Счёт

step-bill-title = Оплатите счёт
step-bill-due = Сертификат выпустят после оплаты
step-bill-says = Счёт выставлен вашей организации вместе с решением о выпуске. Всё, что вы заполнили, сохранено.
step-bill-by-itself = Когда оплата придёт, замена продолжится сама: страницу можно закрыть.
step-bill-questions = Если счёта нет или он уже оплачен
step-bill-button = Проверить оплату
step-bill-unpaid = Оплата ещё не пришла. Обычно это занимает до одного рабочего дня.
step-bill-renewal = К шагам замены

## Согласие

step-consent-title = Выпустить сертификат с этими данными?
step-consent-lead = Прочитайте данные в последний раз. После выпуска изменить их нельзя.
step-consent-sentence = Я подтверждаю своё согласие на выпуск сертификата электронной подписи с указанными данными
step-consent-says = Согласие сохраняется вместе с заявлением.
step-consent-button = Выпустить сертификат

## Код офиса

step-issue-code-title = Введите код, который дал офис
step-issue-code-instead = Или код, который дал офис
step-issue-code-lead = Код выдают в офисе, когда убедились, что вы это вы. Он связывает новый ключ с вашим заявлением.
step-issue-code-label = Код
step-issue-code-hint = 20 букв и цифр. Чёрточки и пробелы не важны. Пример: ABCDE-FGHJK-MNPQR-STUVW
step-issue-code-button = Подтвердить

## Код из сообщения

step-code-title = Введите код из сообщения
step-code-lead = Мы отправили его на номер, который кончается на { $phone }. Код подтверждает, что сертификат выпускают по вашей просьбе.
step-code-label = Код
step-code-button = Подтвердить
step-code-left = { $minutes ->
    [one] Код действует ещё { $minutes } минуту.
    [few] Код действует ещё { $minutes } минуты.
   *[other] Код действует ещё { $minutes } минут.
}
step-code-over = Время кода вышло. Попросите новый.
step-code-tried-often = Этот код ввели неверно пять раз, и больше он не действует. Попросите новый.
step-code-over-today = Коды неверно ввели десять раз за сутки, сегодня они больше не принимаются. Попробуйте завтра или обратитесь в офис удостоверяющего центра.
step-code-not-sent = Код ещё не отправлен. Обычно он приходит за две минуты.
step-code-again = Отправить код ещё раз
step-code-again-in = { $minutes ->
    [one] Если код не придёт, через { $minutes } минуту здесь можно будет попросить новый.
    [few] Если код не придёт, через { $minutes } минуты здесь можно будет попросить новый.
   *[other] Если код не придёт, через { $minutes } минут здесь можно будет попросить новый.
}
step-code-again-says = { $left ->
    [one] Код не пришёл? Можно отправить ещё { $left } раз.
    [few] Код не пришёл? Можно отправить ещё { $left } раза.
   *[other] Код не пришёл? Можно отправить ещё { $left } раз.
}
step-code-no-more = Больше кодов для этой замены не отправляется. Если ни один не пришёл, обратитесь в офис удостоверяющего центра.

## Готовность компьютера

step-workplace-title = Готов ли компьютер?
step-workplace-lead = Проверьте компьютер до начала, чтобы не прерваться на середине.
step-workplace-open = Откройте программу «Смена» на этом компьютере и вставьте носитель с ключом.
step-workplace-look = Запустите в ней проверку компьютера или выполните команду smena doctor. У каждой строки сказано, что сделать.
step-workplace-tick = Отметьте здесь то, что в порядке.
step-workplace-download = Скачать программу
step-workplace-legend = Что в порядке
step-workplace-agent = Программа «Смена»
step-workplace-agent-says = Установлена и запущена, обновлений не требует.
step-workplace-reader = Считыватель
step-workplace-reader-says = Подключён и виден программе.
step-workplace-medium = Носитель ключа
step-workplace-medium-says = Вставлен, на нём найден прежний сертификат.
step-workplace-provider = Криптопровайдер
step-workplace-provider-says = Программа, которая подписывает, установлена и не старше нужной версии.
step-workplace-sensor = Датчик случайных чисел
step-workplace-sensor-says = Есть источник случайности для нового ключа.
step-workplace-not-ready = Отмечено не всё. Без этого начинать нельзя: проверка в программе скажет, что сделать.
step-workplace-button = Продолжить

## Ознакомление

step-familiarise-title = Ознакомьтесь с новым сертификатом
step-familiarise-lead = Закон просит вас прочитать, что в нём записано, прежде чем вы распишетесь в получении.
step-familiarise-then = Если что-то неверно, не подтверждайте: вернитесь к шагам и откажитесь от сертификата.
step-familiarise-whole = Все сведения и печать
step-familiarise-button = Ознакомлен

## Копия ключа

step-backup-title = Сделать копию нового ключа?
step-backup-lead = Если носитель потеряется или сломается, без копии понадобится внеплановая замена.
step-backup-keep = Храните копию до { $until }, отдельно от основного носителя.
step-backup-insert = Вставьте другой носитель: флеш-накопитель, токен или дискету.
step-backup-open = В программе «Смена» сделайте резервную копию или выполните команду smena backup. Имя ключа не меняйте.
step-backup-password = Если программа предложит пароль копии, его можно не ставить; забытый пароль не восстановить.
step-backup-verified = Программа прочитает копию и скажет, что она верна. Тогда ответьте здесь.
step-backup-legend = Где лежит копия?
step-backup-card = На смарт-карте
step-backup-card-says = Защищена PIN-кодом.
step-backup-token = На токене
step-backup-token-says = Защищён PIN-кодом.
step-backup-flash-drive = На флеш-накопителе
step-backup-flash-drive-says = Защищён паролем ключа.
step-backup-floppy = На дискете
step-backup-floppy-says = Защищена паролем ключа.
step-backup-computer = На этом компьютере
step-backup-computer-says = Защищён паролем ключа.
step-backup-none = Копия не нужна
step-backup-none-says = Потеряется носитель, и подписывать будет нечем: понадобится внеплановая замена.
step-backup-button = Сохранить ответ

## Прежний ключ

step-old-key-title = Что делать с прежним ключом?
step-old-key-lead = Прежний ключ занимает место на карте. Новым документам он не нужен.
step-old-key-warning = Старые зашифрованные документы читаются только прежним ключом. Удалённый ключ не вернуть.
step-old-key-pin = При удалении карта спросит нынешний PIN-код. Если полей два, введите его в оба: менять PIN-код не нужно.
step-old-key-legend = Прежний ключ
step-old-key-kept = Оставить на карте
step-old-key-kept-says = Старые документы можно будет прочитать.
step-old-key-recommended = Ничего не потеряется.
step-old-key-deleted = Я удалил его с карты
step-old-key-deleted-says = Место освобождено; документы, зашифрованные для него, больше не прочитать.
step-old-key-backup-first = Сначала сделайте копию ключа или ответьте, что она не нужна.
step-old-key-button = Сохранить ответ

## Информационные системы

step-systems-title = Отправьте сертификат в системы, где вы работаете
step-systems-lead = Скачайте файл сертификата и пришлите его в поддержку каждой системы. Секретного в нём ничего нет.
step-systems-file = Скачать сертификат (.cer)
step-systems-how = Письма этот сайт не отправляет: адрес поддержки есть на сайте системы.
step-systems-legend = Куда вы отправили сертификат
step-systems-told = Уже отмечено
step-systems-button = Отметить

## Переход на новый сертификат

step-switch-title = Когда переходить на новый сертификат
step-switch-on = Программы перейдут на новый сертификат { $day }
step-switch-now = Подписывайте новым сертификатом уже сейчас
step-switch-old = Прежний сертификат действует
step-switch-new = Новый сертификат действует
step-switch-until-then = Прежним сертификатом можно пользоваться до конца его срока. Его ключ храните и потом: им читают старые документы.
step-switch-open = Откройте настройки программы, в которой вы подписываете.
step-switch-choose = Выберите сертификат с новым сроком.
step-switch-try = Подпишите что-нибудь для пробы.
step-switch-calendar = Добавить день в календарь
step-switch-finish = Итоги замены
