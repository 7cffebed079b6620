### Слова рамки страниц и её частей.

ui-skip = Перейти к содержанию
ui-language = Язык
ui-sign-out = Выйти
ui-signed-in = Вы вошли как
ui-navigation = Разделы
ui-on-this-computer = На этом компьютере
ui-recognition = Ваши слова
ui-errors-title = Исправьте, и можно идти дальше
ui-error = Ошибка:
ui-was = Было:
ui-now = Стало:
ui-absent = —
ui-attention = Внимание
ui-recommended = Рекомендуем
ui-optional-mark = необязательно
ui-drop = Перетащите файл сюда или выберите его
ui-back = Назад
ui-steps = Шаги
ui-print = Напечатать
ui-step-place = Шаг { $at } из { $of }: { $title }
