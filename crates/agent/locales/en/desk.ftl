### Words of the agent's pages.

## Pages in common.

desk-continue = Continue
desk-cancel = Cancel
desk-retry = Try again
desk-look-again = Look at the media again
desk-sign = Sign
desk-sign-in = Sign in
desk-install = Install the certificate
desk-close = You can close this tab.
desk-to-portal = To the authority's page
desk-to-renewal = Back to this renewal
desk-row-authority = Authority
desk-row-origin = Address
desk-row-root = Root certificate
desk-row-thumbprint = SHA-256 thumbprint
desk-row-holder = Holder
desk-row-organisation = Organisation
desk-row-serial = Certificate number
desk-row-until = Valid until
desk-row-place = Where the key is
desk-row-document-hash = Beginning and end of the document's thumbprint

## Coming in.

desk-entry-title = An errand of the authority
desk-refused-door-closed = This way in is closed on this computer
desk-refused-door-closed-says = Several people use this computer. Go back to the authority's page and open the program by the system's link, or type the code with the command “smena errand”.
desk-refused-old-browser = The browser is too old for this page
desk-refused-old-browser-says = It does not say where a request comes from, so the program cannot tell your click from a page of somebody else. Update the browser, or type the code of the authority's page with the command “smena errand”.
desk-refused-address = The link has no address of an authority
desk-refused-address-says = Open the link again on the authority's page. If you have received it in a message, do not open it.
desk-refused-code = The link has no code of an errand
desk-refused-code-says = Open the link again on the authority's page: perhaps it was not copied whole.
desk-refused-too-many = Too many errands are open
desk-refused-too-many-says = Finish or cancel one of those that are open in other tabs, and open the link again.
desk-refused-reopened = This page was opened again
desk-refused-reopened-says = The browser did not come from one of the program's own pages, so nothing is shown here yet. If you have opened the tab again yourself, go on.
desk-refused-from-elsewhere-says = A page of somebody else has led here, so nothing is shown or done. Go back to the authority's page and begin this step there.
desk-refused-over = This page is no more
desk-refused-over-says = It belonged to work that has ended, or the program was started anew since. Go back to the authority's page and begin this step again: what was done before is kept.
desk-start-title = Type the code of an errand
desk-start-lead = The authority's page shows the code when the program has not opened by itself.
desk-start-authority = Address of the authority
desk-start-authority-hint = For example https://ca.example
desk-start-authority-wrong = Type the whole address, beginning with https://
desk-start-code = Code
desk-start-code-hint = As it is written on the authority's page
desk-start-code-wrong = No code is like this: check that it was typed whole

## Progress and failures.

desk-working-title = At work
desk-working-lead = The next question appears here by itself.
desk-working-close = You may close the tab: nothing that was begun is lost, and the same link leads back.
desk-step-claim = Receive the errand
desk-step-sign-in = Sign in with the certificate
desk-step-generate-key = Make the new key
desk-step-sign-application = Sign
desk-step-install = Install the certificate
desk-step-endorse = Endorse the new key with the old one
desk-step-sign-receipt = Confirm receipt
desk-step-check-workplace = Check the computer
desk-step-pair = Connect the program to the portal
desk-step-done = Done
desk-step-now = Now
desk-step-failed = Did not work
desk-failed-title = It did not work, but nothing is lost
desk-failed-kept = What was done already is kept.
desk-failed-code = Code for support: { $code }
desk-declined-title = Cancelled
desk-declined-says = Nothing was signed. You can begin this step again on the authority's page.
desk-over-title = This errand could not be done
desk-over-says = Begin this step again on the authority's page.

## Trust.

desk-trust-title = Trust this authority?
desk-trust-lead = It turns to the program on this computer for the first time. If you agree, it can ask for documents to be signed with the keys of certificates that it has issued itself. Nothing is signed without your click.
desk-trust-compare = Compare the thumbprint with the one printed in your papers or on the authority's official page that you have opened yourself.
desk-trust-changed = You trust this address already, but its root certificate is another now. If the authority has not announced a change, say no.
desk-trust-resembles = The address resembles { $other }, which you trust, but it is another one. This is how fraud is done.
desk-trust-unicode = The address has letters that are not Latin. It reads { $read } and is written { $host }.
desk-trust-mixed = One word of the address mixes letters of two alphabets.
desk-trust-no = No, do not trust
desk-trust-yes = The thumbprint is the same, trust
desk-trust-after = To go on, you will open the errand once more afterwards.
desk-trusted-title = This authority can give errands now
desk-trusted-says = Go back to its page and begin the step again.

## The certificate.

desk-certificate-title = Which certificate do you sign in with?
desk-certificate-lead = You are signing in to { $authority }. These are the certificates of this computer and its media.
desk-certificate-says =
    No. { $serial }, until { $until }, { $days ->
        [one] { $days } day left
       *[other] { $days } days left
    }; { $place }
desk-certificate-expired = It has expired: you cannot sign in with it
desk-certificate-not-yet = It is not valid yet
desk-certificate-foreign = It was issued by another authority
desk-certificate-archived = It was replaced and lies in the archive
desk-certificate-none = Choose a certificate
desk-certificate-empty = No certificates were found. Plug in the token or drive with the key, and look again.
desk-certificate-private = This list is sent nowhere; the authority learns of the chosen certificate only.

## The errand before it is done.

desk-errand-sign-in = Sign in to { $authority }?
desk-errand-sign-in-says = The signature confirms that you sign in. Nothing else is signed by it.
desk-errand-generate-key = Sign the request of the new key for { $authority }?
desk-errand-generate-key-says = The key for this renewal was made before. The new key signs the request for the certificate.
desk-errand-sign-application = Sign the application for { $authority }?
desk-errand-endorse = Endorse the new key for { $authority }?
desk-errand-endorse-says = The old key signs that the new key is yours and belongs to the application you have handed in.
desk-errand-install = Install the certificate of { $authority }?
desk-errand-install-says = The new key signs a trial text, which is sent nowhere, and the certificate is put beside the key.
desk-errand-sign-receipt = Confirm that you have received the certificate of { $authority }?
desk-errand-sign-receipt-says = The new key signs that the certificate was received and that you have read it. The old certificate goes to the archive then.
desk-errand-check-workplace = Check this computer for { $authority }?
desk-errand-check-workplace-says = The program looks whether the computer is ready and tells the authority only the names of what is not in order. Nothing is signed.
desk-check = Check
desk-errand-pair = Connect this program to your session at { $authority }?
desk-errand-pair-says = You signed in to the portal by telephone. The program shows eight digits, you type them on the portal, and the renewal goes on at this computer. Nothing is signed. If you did not begin this, decline.
desk-pair = Show the digits

## Secrets.

desk-password-title = Password of the key
desk-password-label = Password
desk-password-old = The key of the certificate in use, { $key }.
desk-password-new = The new key { $key }.
desk-password-copy = The key { $key }, of which a copy is made.
desk-password-trial = The key { $key }: a trial signature is needed, which is sent nowhere.
desk-pin-title = PIN of { $place }
desk-pin-label = PIN
desk-pin-wrong = That PIN was wrong. Check the keyboard layout.
desk-pin-tries = { $tries ->
        [enough] You have several tries.
        [low] Few tries are left.
        [last] One try is left.
        [locked] No try is left.
       *[other] Tries left: { $tries }.
    }
desk-secret-hint = Only the program on your computer knows the four words above. If they are missing or different, type nothing.
desk-secret-sitting = It is entered once: it serves the next steps of this holder at this authority, and is forgotten after the receipt, when you cancel, when the medium is removed or after 5 minutes without an act. You confirm each signature by itself.
desk-secret-extensions = You are typing it in the browser: an extension that is allowed on all pages can read it.
desk-secret-empty = Type the PIN or password
desk-last-try-title = Use the last try?
desk-last-try-says = If the PIN is wrong, { $place } locks itself, and only its administrator can unlock it.
desk-last-try-no = No, stop
desk-last-try-yes = Try this PIN

## The window of the system, in which the PIN is typed.

desk-window-title = smena
desk-window-prompt-pin = PIN:
desk-window-prompt-password = Password:
desk-window-row = { $label }: { $value }
desk-window-for = What for: { $step }.
desk-window-for-authority = What for: { $step }, { $origin }.
desk-window-phrase = Your four words: { $phrase }. If other words stand here, type nothing and close the window.
desk-window-page-title = Answer in the window on your computer
desk-window-page-secret = The program has opened a window: type the PIN or password there, not in the browser. Extensions of the browser cannot read it then.
desk-window-page-consent = The program has opened a window: compare what it says, and confirm there. The program itself shows it, extensions of the browser cannot change it.
desk-window-unseen = You see no window? Look behind the others and in the task bar. It closes by itself after two minutes.
desk-window-closed-title = The window has closed without an answer
desk-window-closed-says = Nothing is lost and nothing was signed. Open the window again when you are ready.
desk-window-open-again = Open the window again
desk-window-failed = The window for the PIN could not be opened, so the page in the browser takes the answer. Extensions that are allowed on all pages can read and change it.

## Media and how a key is kept.

desk-medium-title = Where shall the new key be made?
desk-medium-lead = It decides where and how you can sign.
desk-medium-none = Choose a medium
desk-medium-token = Token { $place }
desk-medium-token-says = Needed for each signature, a PIN guards the key. Such a key cannot be copied.
desk-medium-computer = This computer ({ $place })
desk-medium-computer-says = Nothing to plug in. If the computer breaks and there is no copy, the key is lost.
desk-medium-flash-drive = Folder on a removable drive, { $place }
desk-medium-flash-drive-says = The drive is needed for each signature. The key file can be copied, so set a password.
desk-medium-crypto-pro = CryptoPro container, { $place }
desk-medium-crypto-pro-says = Programs with CryptoPro CSP see the key too. The drive is needed for each signature.
desk-medium-recommended-old = The old key is here: you know how to work with it.
desk-medium-recommended-first = The best of what is there.
desk-target-title = Where shall the copy of the key go?
desk-target-lead = A copy on another device helps when the main one is lost or broken.
desk-target-recommended = A removable drive can be kept apart.
desk-target-empty = There is no other medium. Plug in a drive and look again.
desk-keep-title = How shall the new key be kept?
desk-keep-copy-title = How shall the copy be kept?
desk-keep-where = Place: { $place }.
desk-keep-password-says = A forgotten password cannot be recovered: you would need a new certificate.
desk-keep-pin-says = The PIN of this medium will guard the key.
desk-keep-password = Password of the key
desk-keep-password-hint = Several words are better. The authority will not learn it.
desk-keep-again = The password again
desk-keep-without = Keep it without a password
desk-keep-without-says = Whoever gets the key file can sign in your name.
desk-keep-exportable = Let the key be copied later
desk-keep-exportable-says = Without it no copy can be made: if the medium is lost, so is the key. If this computer was chosen, you can sign on it alone.
desk-keep-empty = Type a password, or tick that none is needed
desk-keep-both = A password was typed and it is ticked that none is needed: keep one of them
desk-keep-differ = The passwords differ, type them again
desk-keep-weak = The password is easily guessed. Think of another, or tick that you keep it
desk-keep-weak-yes = Keep this password
desk-keep-weak-says = Type it in both fields again.
desk-keep-make-key = Make the key
desk-keep-make-copy = Make the copy

## The sensor.

desk-sensor-title = Add chance to the new key
desk-sensor-lead = Move the mouse or a finger over the field, or press different keys unevenly. The movements are mixed with the system's random numbers and are sent nowhere.
desk-sensor-field = Field for movements
desk-sensor-progress = Gathered
desk-sensor-keyboard = With the keyboard: press any letters and digits. Holding a key does not count, and Esc does nothing.
desk-sensor-noscript = This page needs JavaScript: without it movements cannot be seen. You can go on with the system's random numbers.
desk-sensor-system = Use the system's random numbers alone
desk-sensor-system-says = The system's generator is sound by itself; movements are a second, independent source.

## The application.

desk-application-title = Sign this application?
desk-application-lead = What is signed is exactly what is shown here.
desk-application-data = Data of the application
desk-application-signed-with = With what and for whom
desk-application-document = Open the document (PDF) in a tab of its own
desk-application-after = After the signature the application goes to the authority.
desk-application-other = The page showed another document. Read this one

## The end.

desk-done-title = Done
desk-done-sign-in = The sign-in is signed
desk-done-generate-key = The new key is made
desk-done-sign-application = The application is signed
desk-done-endorse = The new key is endorsed
desk-done-install = The certificate is installed, and its key has signed a trial
desk-done-sign-receipt = Receipt is confirmed, the new certificate is ready
desk-done-check-workplace = The computer was checked
desk-done-pair = Type these digits on the portal
desk-done-pair-says = Go back to the window of the portal where you signed in by telephone: a field waits for them there. Tell them to nobody else. Close this page once the portal has taken them.
desk-done-says = { $authority } has taken the result.
desk-done-back = Go back to the authority's page
desk-done-again = Get a new link
desk-done-again-says = The link back is good for two minutes. If the time is over, get a new one.
desk-done-new = The new certificate
desk-done-copy = Make a backup of the key
desk-done-copy-says = Make a backup on another device and keep it while the certificate is valid, until { $until }.
desk-done-has-copy = There is a backup. Keep it until { $until }.
desk-done-remove = Remove the old key
desk-done-remove-says = The old key is needed to read documents that were encrypted for it. Remove it only if the medium has no room.
desk-copied-title = The copy is made and tried
desk-copied-where = It is here: { $place }.
desk-copied-until = Keep it until { $until }.
desk-remove-title = Remove the old key for ever?
desk-remove-says = The key { $key } goes from { $place }. There is a verified copy. This cannot be undone.
desk-remove-without-copy-says = The key { $key } has no verified copy. Once it is gone from { $place }, what was encrypted for it can never be read.
desk-remove-no = No, keep it
desk-remove-yes = Remove for ever
desk-removed-title = The old key is removed
desk-removed-says = It is no longer on { $place }.

## The check of the workplace.

desk-doctor-link = Check this computer
desk-doctor-title = Check of this computer
desk-doctor-good = Everything is in order: a certificate can be renewed.
desk-doctor-unchecked = A certificate can be renewed, but not everything could be checked.
desk-doctor-act = A certificate can be renewed, but some things deserve attention.
desk-doctor-bad = A certificate cannot be renewed yet. What to do is said below.
desk-doctor-line = { $check }: { $evidence }
desk-doctor-save = Save the report for support
desk-doctor-again = Check again
desk-doctor-at = Checked on { $at }.
desk-doctor-private = There are no passwords, PINs, keys or names of people in the report: only serial numbers, media, addresses of authorities and versions. It is sent nowhere.
