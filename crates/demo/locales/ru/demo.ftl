# Слова демонстрации.

cli-about = Удостоверяющий центр и владелец сертификата на одном компьютере
cli-headless = Выполнить перевыпуск целиком и оставить файлы в папке DIR
cli-dir = Папка; второй запуск в ней перевыпускает сертификат первого
cli-algorithm = Алгоритм ключей
cli-medium = Где ключи владельца: folder (папка программы), cryptopro (контейнеры КриптоПро), softtoken (программный токен smena), softhsm (токен SoftHSM)
cli-port = Порт этого компьютера
cli-lang = Язык

step-set-up = подготовка: центр, владелец, сервер
step-resend = повторная отправка результата
step-sign-in = вход по действующему сертификату
step-start = начало перевыпуска
step-check-workplace = проверка компьютера
step-confirm-data = подтверждение данных
step-generate-key = новый ключ и запрос на сертификат
step-sign-application = подпись заявления прежним ключом
step-wait = ожидание выпуска
step-install = установка нового сертификата
step-endorse = подтверждение нового ключа прежним
step-sign-receipt = подпись расписки новым ключом
step-collect = сбор файлов

demo-done =
    Готово за { $milliseconds } мс. Прежний сертификат { $old }, новый { $new }.
    Файлы: { $folder }
demo-running =
    Центр работает. Состояние: { $status }
    Папка: { $folder }
    Сертификат владельца { $serial } действует до { $until }.

    Обновите его в браузере: { $origin }
      Агент владельца уже запущен и знает этот центр.
      Вход по телефону { $phone }: коды появятся здесь.
      Страница агента для кода, набранного вручную: { $agent }

    Или в другом окне терминала:
      { "  " }{ $smena } --home "{ $home }" list
      { "  " }{ $smena } --home "{ $home }" renew --authority { $origin } --no-password
      { "  " }{ $smena } --home "{ $home }" status --authority { $origin }

    Остановить: Ctrl-C.

demo-message =
    Сообщение на { $to }:
      { "  " }{ $text }

err-file = Файл или папку { $path } не удалось записать или прочитать.
rec-file = Проверьте права и свободное место или назовите другую папку: --dir.
err-other-algorithm = В этой папке уже есть центр с алгоритмом { $there }, а запрошен { $asked }.
rec-other-algorithm = Назовите другую папку или тот же алгоритм: --algorithm { $there }.
err-other-medium = В этой папке ключи владельца уже лежат в { $there }, а запрошено { $asked }.
rec-other-medium = Назовите другую папку или то же место: --medium { $there }.
err-no-module = Библиотеки PKCS#11 для «{ $medium }» на этом компьютере нет.
rec-no-module = Для softhsm установите SoftHSM (в Debian: apt install softhsm2). Для softtoken соберите программу заново: cargo build --workspace.
err-description = Файл { $path } не описывает демонстрацию.
rec-description = Назовите другую папку: --dir.
err-port = Порт { $port } этого компьютера занят или недоступен.
rec-port = Назовите другой порт или не называйте никакого: будет взят свободный.
err-busy = Папку { $path } использует другой запуск.
rec-busy = Остановите его или назовите другую папку: --dir.
err-set-up = Не удалось подготовить часть «{ $what }».
rec-set-up = Это ошибка программы: сообщите о ней вместе со строкой ниже.
err-incomplete = Перевыпуск остановился на стадии { $stage }.
rec-incomplete = Запустите ещё раз с той же папкой: он продолжится.
