### Words of the frame of pages and of its parts.

ui-skip = Skip to the content
ui-language = Language
ui-sign-out = Sign out
ui-signed-in = Signed in as
ui-navigation = Sections
ui-on-this-computer = On this computer
ui-recognition = Your words
ui-errors-title = Put this right, then go on
ui-error = Error:
ui-was = Before:
ui-now = Now:
ui-absent = —
ui-attention = Attention
ui-recommended = Recommended
ui-optional-mark = optional
ui-drop = Drop the file here or choose it
ui-back = Back
ui-steps = Steps
ui-print = Print
ui-step-place = Step { $at } of { $of }: { $title }
