### Слова страниц агента.

## Pages in common.

desk-continue = Продолжить
desk-cancel = Отменить
desk-retry = Повторить
desk-look-again = Посмотреть носители ещё раз
desk-sign = Подписать
desk-sign-in = Войти
desk-install = Установить сертификат
desk-close = Эту вкладку можно закрыть.
desk-to-portal = На страницу удостоверяющего центра
desk-to-renewal = Назад к этой замене
desk-row-authority = Удостоверяющий центр
desk-row-origin = Адрес
desk-row-root = Корневой сертификат
desk-row-thumbprint = Отпечаток SHA-256
desk-row-holder = Владелец
desk-row-organisation = Организация
desk-row-serial = Номер сертификата
desk-row-until = Действует до
desk-row-place = Где лежит ключ
desk-row-document-hash = Начало и конец отпечатка документа

## Coming in.

desk-entry-title = Поручение удостоверяющего центра
desk-refused-door-closed = Этот вход на компьютере закрыт
desk-refused-door-closed-says = За компьютером работают несколько человек. Вернитесь на страницу удостоверяющего центра и откройте программу ссылкой системы или введите код командой «smena errand».
desk-refused-old-browser = Браузер слишком старый для этой страницы
desk-refused-old-browser-says = Он не сообщает, откуда пришёл запрос, и программа не может отличить ваш щелчок от чужой страницы. Обновите браузер или введите код со страницы удостоверяющего центра командой «smena errand».
desk-refused-address = В ссылке нет адреса удостоверяющего центра
desk-refused-address-says = Откройте ссылку ещё раз на странице удостоверяющего центра. Если вы получили её в письме, не открывайте её.
desk-refused-code = В ссылке нет кода поручения
desk-refused-code-says = Откройте ссылку ещё раз на странице удостоверяющего центра: возможно, она скопирована не целиком.
desk-refused-too-many = Открыто слишком много поручений
desk-refused-too-many-says = Закончите или отмените одно из тех, что открыты в других вкладках, и откройте ссылку ещё раз.
desk-refused-reopened = Эта страница открыта заново
desk-refused-reopened-says = Браузер пришёл на неё не с одной из страниц программы, поэтому она пока ничего не показывает. Если вы сами открыли вкладку заново, продолжайте.
desk-refused-from-elsewhere-says = Сюда привела чужая страница, поэтому здесь ничего не показано и не сделано. Вернитесь на страницу удостоверяющего центра и начните этот шаг оттуда.
desk-refused-over = Этой страницы больше нет
desk-refused-over-says = Она относилась к работе, которая закончилась, или программа с тех пор была запущена заново. Вернитесь на страницу удостоверяющего центра и начните этот шаг ещё раз: сделанное раньше сохранено.
desk-start-title = Ввести код поручения
desk-start-lead = Код показывает страница удостоверяющего центра, когда программа не открылась сама.
desk-start-authority = Адрес удостоверяющего центра
desk-start-authority-hint = Например, https://ca.example
desk-start-authority-wrong = Введите адрес целиком, начиная с https://
desk-start-code = Код
desk-start-code-hint = Как он написан на странице удостоверяющего центра
desk-start-code-wrong = Такого кода не бывает: проверьте, что он введён целиком

## Progress and failures.

desk-working-title = Выполняется
desk-working-lead = Следующий вопрос появится здесь сам.
desk-working-close = Закрывать вкладку можно: начатое не пропадёт, вернуться можно по той же ссылке.
desk-step-claim = Получить поручение
desk-step-sign-in = Войти по сертификату
desk-step-generate-key = Создать новый ключ
desk-step-sign-application = Подписать
desk-step-install = Установить сертификат
desk-step-endorse = Подтвердить новый ключ прежним
desk-step-sign-receipt = Подтвердить получение
desk-step-check-workplace = Проверить компьютер
desk-step-pair = Связать программу с порталом
desk-step-done = Готово
desk-step-now = Сейчас
desk-step-failed = Не получилось
desk-failed-title = Не получилось, но ничего не потеряно
desk-failed-kept = Всё, что уже сделано, сохранено.
desk-failed-code = Код для службы поддержки: { $code }
desk-declined-title = Отменено
desk-declined-says = Ничего не подписано. Этот шаг можно начать снова на странице удостоверяющего центра.
desk-over-title = Это поручение выполнить не удалось
desk-over-says = Начните этот шаг снова на странице удостоверяющего центра.

## Trust.

desk-trust-title = Доверять этому удостоверяющему центру?
desk-trust-lead = Он обращается к программе на этом компьютере впервые. Если вы согласитесь, он сможет просить подписать документы ключами сертификатов, которые выдал сам. Без вашего щелчка ничего не подписывается.
desk-trust-compare = Сравните отпечаток с тем, что напечатан в ваших документах или на официальной странице центра, которую вы открыли сами.
desk-trust-changed = Этому адресу вы уже доверяете, но корневой сертификат теперь другой. Если центр не объявлял о замене, откажитесь.
desk-trust-resembles = Адрес похож на { $other }, которому вы доверяете, но это другой адрес. Так делают мошенники.
desk-trust-unicode = В адресе есть нелатинские буквы. Он читается { $read }, а записывается { $host }.
desk-trust-mixed = В одном слове адреса смешаны буквы двух алфавитов.
desk-trust-no = Нет, не доверять
desk-trust-yes = Отпечаток совпадает, доверять
desk-trust-after = Чтобы продолжить, поручение потом нужно будет открыть ещё раз.
desk-trusted-title = Теперь этому центру можно давать поручения
desk-trusted-says = Вернитесь на его страницу и начните шаг ещё раз.

## The certificate.

desk-certificate-title = С каким сертификатом войти?
desk-certificate-lead = Вы входите в { $authority }. Здесь сертификаты этого компьютера и его носителей.
desk-certificate-says =
    № { $serial }, до { $until }, { $days ->
        [one] остался { $days } день
        [few] осталось { $days } дня
       *[other] осталось { $days } дней
    }; { $place }
desk-certificate-expired = Срок действия закончился: войти с ним нельзя
desk-certificate-not-yet = Он ещё не действует
desk-certificate-foreign = Его выдал другой удостоверяющий центр
desk-certificate-archived = Он заменён новым и лежит в архиве
desk-certificate-none = Выберите сертификат
desk-certificate-empty = Сертификатов не нашлось. Вставьте токен или флеш-накопитель с ключом и посмотрите ещё раз.
desk-certificate-private = Этот список никуда не отправляется, центр узнает только о выбранном сертификате.

## The errand before it is done.

desk-errand-sign-in = Войти в { $authority }?
desk-errand-sign-in-says = Подпись подтвердит вход. Ничего, кроме входа, этим не подписывается.
desk-errand-generate-key = Подписать запрос к новому ключу для { $authority }?
desk-errand-generate-key-says = Ключ для этой замены уже создан раньше. Новый ключ подпишет запрос на сертификат.
desk-errand-sign-application = Подписать заявление для { $authority }?
desk-errand-endorse = Подтвердить новый ключ для { $authority }?
desk-errand-endorse-says = Прежний ключ подпишет, что новый ключ ваш и относится к поданному заявлению.
desk-errand-install = Установить сертификат от { $authority }?
desk-errand-install-says = Новый ключ подпишет пробный текст, который никуда не отправляется, и сертификат ляжет рядом с ключом.
desk-errand-sign-receipt = Подтвердить получение сертификата от { $authority }?
desk-errand-sign-receipt-says = Новый ключ подпишет, что сертификат получен и вы с ним ознакомились. После этого прежний сертификат уйдёт в архив.
desk-errand-check-workplace = Проверить этот компьютер для { $authority }?
desk-errand-check-workplace-says = Программа посмотрит, готов ли компьютер, и сообщит центру только названия того, что не в порядке. Ничего не подписывается.
desk-check = Проверить
desk-errand-pair = Связать эту программу с вашим входом в { $authority }?
desk-errand-pair-says = Вы вошли на портал по телефону. Программа покажет восемь цифр, вы введёте их на портале, и дальше замена пойдёт на этом компьютере. Ничего не подписывается. Если вы этого не начинали, откажитесь.
desk-pair = Показать цифры

## Secrets.

desk-password-title = Пароль ключа
desk-password-label = Пароль
desk-password-old = Ключ действующего сертификата { $key }.
desk-password-new = Новый ключ { $key }.
desk-password-copy = Ключ { $key }, с которого делается копия.
desk-password-trial = Ключ { $key }: нужна пробная подпись, она никуда не отправляется.
desk-pin-title = PIN носителя { $place }
desk-pin-label = PIN
desk-pin-wrong = PIN не подошёл. Проверьте раскладку клавиатуры.
desk-pin-tries = { $tries ->
        [enough] Ввести PIN можно несколько раз.
        [low] Попыток осталось мало.
        [last] Осталась одна попытка.
        [locked] Попыток не осталось.
       *[other] Осталось попыток: { $tries }.
    }
desk-secret-hint = Эти четыре слова вверху знает только программа на вашем компьютере. Если их нет или они другие, ничего не вводите.
desk-secret-sitting = Вводится один раз: служит следующим шагам этого владельца у этого центра и забывается после подтверждения получения, при отмене, когда носитель вынут или через 5 минут без действий. Каждую подпись вы подтверждаете отдельно.
desk-secret-extensions = Вы вводите его в браузере: расширение, которому разрешены все страницы, может его прочесть.
desk-secret-empty = Введите PIN или пароль
desk-last-try-title = Использовать последнюю попытку?
desk-last-try-says = Если PIN неверен, { $place } заблокируется, и разблокировать его сможет только администратор.
desk-last-try-no = Нет, остановиться
desk-last-try-yes = Проверить этот PIN

## The window of the system, in which the PIN is typed.

desk-window-title = smena
desk-window-prompt-pin = PIN:
desk-window-prompt-password = Пароль:
desk-window-row = { $label }: { $value }
desk-window-for = Для чего: { $step }.
desk-window-for-authority = Для чего: { $step }, { $origin }.
desk-window-phrase = Ваши четыре слова: { $phrase }. Если здесь другие слова, ничего не вводите и закройте окно.
desk-window-page-title = Ответьте в окне на вашем компьютере
desk-window-page-secret = Открылось окно программы: введите PIN или пароль в нём, а не в браузере. Так его не прочтут расширения браузера.
desk-window-page-consent = Открылось окно программы: сверьте, что в нём написано, и подтвердите там. Окно показывает сама программа, расширения браузера изменить его не могут.
desk-window-unseen = Окна не видно? Посмотрите за другими окнами и на панели задач. Окно закроется само через две минуты.
desk-window-closed-title = Окно закрылось без ответа
desk-window-closed-says = Ничего не потеряно и не подписано. Откройте окно ещё раз, когда будете готовы.
desk-window-open-again = Открыть окно ещё раз
desk-window-failed = Окно для ввода PIN открыть не удалось, поэтому ответ принимает страница в браузере. Её могут прочесть и изменить расширения, которым разрешены все страницы.

## Media and how a key is kept.

desk-medium-title = Где создать новый ключ?
desk-medium-lead = От этого зависит, где и как вы сможете подписывать.
desk-medium-none = Выберите носитель
desk-medium-token = Токен { $place }
desk-medium-token-says = Нужен при каждой подписи, ключ охраняет PIN. Скопировать такой ключ нельзя.
desk-medium-computer = Этот компьютер ({ $place })
desk-medium-computer-says = Ничего не нужно вставлять. Если компьютер сломается и копии нет, ключ потерян.
desk-medium-flash-drive = Папка на съёмном носителе, { $place }
desk-medium-flash-drive-says = Носитель нужен при каждой подписи. Файл ключа можно скопировать, поэтому задайте пароль.
desk-medium-crypto-pro = Контейнер КриптоПро, { $place }
desk-medium-crypto-pro-says = Ключ увидят и программы с КриптоПро CSP. Носитель нужен при каждой подписи.
desk-medium-recommended-old = Здесь лежит прежний ключ: вы уже знаете, как с ним работать.
desk-medium-recommended-first = Лучший из тех, что есть.
desk-target-title = Куда сделать копию ключа?
desk-target-lead = Копия на другом устройстве спасает, когда основной носитель потерян или сломан.
desk-target-recommended = Съёмный носитель можно хранить отдельно.
desk-target-empty = Другого носителя нет. Вставьте флеш-накопитель и посмотрите ещё раз.
desk-keep-title = Как хранить новый ключ?
desk-keep-copy-title = Как хранить копию ключа?
desk-keep-where = Место: { $place }.
desk-keep-password-says = Забытый пароль восстановить нельзя: понадобится новый сертификат.
desk-keep-pin-says = Ключ будет охранять PIN этого носителя.
desk-keep-password = Пароль ключа
desk-keep-password-hint = Лучше несколько слов. Удостоверяющий центр его не узнает.
desk-keep-again = Пароль ещё раз
desk-keep-without = Хранить без пароля
desk-keep-without-says = Кто получит файл ключа, сможет подписывать за вас.
desk-keep-exportable = Разрешить копировать ключ потом
desk-keep-exportable-says = Без этого нельзя сделать копию: если носитель потерян, потерян и ключ. Если выбран этот компьютер, подписывать можно будет только на нём.
desk-keep-empty = Введите пароль или отметьте, что он не нужен
desk-keep-both = Пароль введён, и отмечено, что он не нужен: оставьте одно
desk-keep-differ = Пароли не совпали, введите их ещё раз
desk-keep-weak = Пароль легко угадать. Придумайте другой или отметьте, что оставляете этот
desk-keep-weak-yes = Оставить этот пароль
desk-keep-weak-says = Введите его ещё раз в оба поля.
desk-keep-make-key = Создать ключ
desk-keep-make-copy = Сделать копию

## The sensor.

desk-sensor-title = Добавьте случайности новому ключу
desk-sensor-lead = Водите мышью или пальцем по полю или нажимайте разные клавиши вразнобой. Движения смешиваются со случайными числами системы и никуда не отправляются.
desk-sensor-field = Поле для движений
desk-sensor-progress = Собрано
desk-sensor-keyboard = С клавиатуры: нажимайте любые буквы и цифры. Удержание клавиши не считается, Esc не действует.
desk-sensor-noscript = Этой странице нужен JavaScript: без него движения не заметить. Можно продолжить со случайными числами системы.
desk-sensor-system = Взять только случайные числа системы
desk-sensor-system-says = Генератор системы надёжен и сам по себе, движения дают второй, независимый источник.

## The application.

desk-application-title = Подписать это заявление?
desk-application-lead = Подписывается именно то, что показано здесь.
desk-application-data = Данные заявления
desk-application-signed-with = Чем и для кого
desk-application-document = Открыть документ (PDF) в отдельной вкладке
desk-application-after = После подписи заявление уйдёт в удостоверяющий центр.
desk-application-other = Страница показывала другой документ. Прочтите этот

## The end.

desk-done-title = Готово
desk-done-sign-in = Вход подписан
desk-done-generate-key = Новый ключ создан
desk-done-sign-application = Заявление подписано
desk-done-endorse = Новый ключ подтверждён
desk-done-install = Сертификат установлен, ключ проверен пробной подписью
desk-done-sign-receipt = Получение подтверждено, новый сертификат готов к работе
desk-done-check-workplace = Компьютер проверен
desk-done-pair = Введите эти цифры на портале
desk-done-pair-says = Вернитесь в окно портала, где вы вошли по телефону: там их ждёт поле ввода. Никому другому цифры не сообщайте. Эту страницу закройте, когда портал примет их.
desk-done-says = { $authority } принял результат.
desk-done-back = Вернуться на страницу удостоверяющего центра
desk-done-again = Получить новую ссылку
desk-done-again-says = Ссылка назад действует две минуты. Если время вышло, возьмите новую.
desk-done-new = Новый сертификат
desk-done-copy = Сделать резервную копию ключа
desk-done-copy-says = Сделайте резервную копию на другом устройстве и храните её, пока действует сертификат, до { $until }.
desk-done-has-copy = Резервная копия есть. Храните её до { $until }.
desk-done-remove = Удалить прежний ключ
desk-done-remove-says = Прежний ключ нужен, чтобы читать документы, зашифрованные для него. Удаляйте его, только если на носителе нет места.
desk-copied-title = Копия сделана и проверена
desk-copied-where = Она здесь: { $place }.
desk-copied-until = Храните её до { $until }.
desk-remove-title = Удалить прежний ключ навсегда?
desk-remove-says = Ключ { $key } исчезнет с { $place }. Проверенная копия есть. Отменить удаление нельзя.
desk-remove-without-copy-says = У ключа { $key } нет проверенной копии. После удаления с { $place } зашифрованное для него прочесть нельзя будет никогда.
desk-remove-no = Нет, оставить
desk-remove-yes = Удалить навсегда
desk-removed-title = Прежний ключ удалён
desk-removed-says = Его больше нет на { $place }.

## The check of the workplace.

desk-doctor-link = Проверить этот компьютер
desk-doctor-title = Проверка этого компьютера
desk-doctor-good = Всё в порядке: обновлять сертификат можно.
desk-doctor-unchecked = Обновлять сертификат можно, но не всё удалось проверить.
desk-doctor-act = Обновлять сертификат можно, но кое на что стоит обратить внимание.
desk-doctor-bad = Пока обновить сертификат не получится. Ниже сказано, что для этого сделать.
desk-doctor-line = { $check }: { $evidence }
desk-doctor-save = Сохранить отчёт для поддержки
desk-doctor-again = Проверить ещё раз
desk-doctor-at = Проверено { $at }.
desk-doctor-private = В отчёте нет паролей, PIN, ключей и имён людей: только серийные номера, носители, адреса центров и версии. Никуда он не отправляется.
