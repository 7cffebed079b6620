### Words of the commands: steps, questions, outcomes.

## The steps of a renewal while they run.

progress-resend = Sending the result that was left from last time
progress-sign-in = Signing in with the certificate in use
progress-start = Opening the renewal
progress-check-workplace = Checking whether the computer is ready
progress-confirm-data = Checking the data for the new certificate
progress-generate-key = Making the new key and its certificate request
progress-pair = Connecting the program to the portal
progress-sign-application = Preparing the application for the signature with the old key
progress-wait = Waiting for the authority to issue the certificate
progress-install = Fetching the certificate and storing it beside the new key
progress-endorse = Endorsing the new key with the old one
progress-sign-receipt = Confirming receipt with a signature by the new key

## Questions.

ask-password-old = Password of the key of the certificate in use, { $key } (to sign in and to sign the application):
ask-password-new = Password of the new key { $key } (for its request and the receipt):
ask-password-copy = Password of the key { $key } (needed to make the copy):
ask-password-decrypt = Password of the key { $key } (needed to decrypt the file):
ask-password-trial = Password of the key { $key } (needed for a trial signature, which is sent nowhere):
ask-copy-password = Think of a password for the copy of the key { $key } (empty to keep the copy without one):
ask-copy-password-again = The password of the copy once more:
ask-remove = Remove the key { $key } from { $place }? There is a verified copy. This cannot be undone.
ask-remove-without-backup =
    There is no verified copy of the key { $key }. Once it is removed from { $place }, what was encrypted for its certificate can never be read.
    Remove it without a copy?
ask-file-password = Password of the file { $file }:
ask-new-file-password = Think of a password for the file { $file }:
ask-new-file-password-again = The password of the file once more:
ask-import-password = Think of a password for the key on { $place } (empty to keep it without one):
ask-import-password-again = The password of the key once more:
ask-new-password = Choose a password for the new key, { $authority } will not learn it (empty: keep it without one):
ask-new-password-again = Repeat the password for the new key ({ $authority }):
ask-no-password = Keep the new key without a password? Anyone who gets hold of its file can then sign with it.
ask-data-right = Are the data right? { $authority } will issue the new certificate with them.
ask-sign-application = Sign this application?
ask-trust = Is the thumbprint the one that the authority gave you? Trust this authority?
ask-answers-yes = y, yes
ask-hint = (y/N)
application-facts =
    Application to renew a certificate
      to: { $authority }, { $origin }
      signed with: the key of certificate { $serial }, valid until { $until }
      thumbprint of the document: { $hash }

## Media: what follows from the choice, PIN, password.

medium-computer = this computer ({ $place }): nothing to plug in; if it breaks or is set up anew the key is lost, unless there is a copy
medium-flash-drive = folder { $place }: the medium is needed for each signature; the key file can be copied, so set a password
medium-crypto-pro = CryptoPro containers in { $place }: programs with CryptoPro CSP see the key too; the medium is needed for each signature
medium-token = token { $place }: needed for each signature, a PIN guards the key; such a key cannot be copied
ask-medium-intro = Where shall the new key be made?
ask-medium-line = { "  " }{ $number }. { $medium }
ask-medium = Number (Enter for 1):
ask-pin =
    The PIN of { $place }. It is entered once and serves the whole renewal: signing in, the application, the new key and the receipt.
    { $tries ->
        [enough] PIN:
        [low] Few tries are left. PIN:
        [last] One try is left. PIN:
       *[other] Tries left: { $tries }. PIN:
    }
ask-pin-again = { $tries ->
        [enough] That PIN was wrong. Check the keyboard layout and enter it again (empty to stop):
        [low] That PIN was wrong, few tries are left. Enter it again (empty to stop):
        [last] That PIN was wrong. One try is left (empty to stop):
       *[other] That PIN was wrong. Tries left: { $tries }. Enter it again (empty to stop):
    }
ask-last-try = This is the last try: if the PIN is wrong, { $place } locks itself. Send it?
ask-weak-password = Keep this password?
ask-password-strength = { $strength ->
        [weak] The password is weak: whoever gets the key file finds it soon. Several words are better.
        [fair] The password is fair: somebody who wants this key can find it.
       *[strong] The password is strong.
    } A forgotten password cannot be recovered: keep it where you keep what matters.
advice-default-pin = { $place } has the PIN of its vendor, which everybody knows. Change it with the vendor's program.
advice-change-pin = { $place } asks for its PIN to be changed. Change it with the vendor's program.
advice-not-archived = The renewal is complete, but the old key could not be moved to the archive of { $place }. It is unharmed; the next command tries again.
advice-not-told = What was told about the copy of the key was not taken. { $reason }

## The data of the application: words of the fields that are shown before signing.

field-common-name = Common name
field-surname = Surname
field-given-name = Given names
field-snils = SNILS
field-inn = INN
field-email = E-mail
field-title = Position
field-department = Department
field-organisation = Organisation
field-organisation-inn = INN of the organisation
field-ogrn = OGRN
field-ogrnip = OGRNIP
field-fss-number = Registration number at the Social Insurance Fund
field-country = Country
field-region = Region
field-locality = Town or village
field-street = Address
field-kind = Kind of certificate
field-office = Handed in at
field-identity-document = Identity document
field-system-power = Power in an information system
field-document = Attached document
field-contact-phone = Contact phone
field-contact-email = E-mail for notices

## The list of certificates.

list-empty = There are no certificates on this computer yet. Those in your store and on the media named with --medium will be listed here.
list-valid =
    valid until { $until }, { $days ->
        [0] today is the last day
        [one] { $days } day left
       *[other] { $days } days left
    }
list-expired = expired on { $until }
list-archived = archived: valid until { $until }
list-standard = GOST R
list-serial = serial number: { $serial }
list-thumbprint = SHA-256 thumbprint: { $thumbprint }
list-replaced = replaced by the certificate with the thumbprint { $thumbprint }
list-place = key: { $place }, { $algorithm }
list-pending =
    New key { $key } waits for its certificate
      made on { $created }
      key: { $place }
list-damaged = Entry { $key } on the medium { $place } cannot be read:

## The outcome of a renewal and where it stands.

renew-completed = Done: the certificate is renewed and its receipt confirmed.
renew-waiting = Not finished yet: { $stage }. What is done is kept. Go on with smena install.
renew-certificate = The new certificate { $serial } is valid from { $from } until { $until }.
renew-copy = Make a copy of the key on another medium while all is well: smena backup --to PATH.
renew-no-copy = This key cannot be copied: it was made so. Take care of the medium; if it breaks, a new certificate is needed.
renew-owed = { "  " }left to do: { $what }
renew-how-copy = { "    " }smena backup --to PATH, or smena backup --none where no copy is wanted
renew-how-no-copy = { "    " }smena backup --none confirms that there will be no copy
renew-how-old-key = { "    " }smena container remove KEY removes it, smena container keep KEY leaves it; smena container list shows its name
renew-how-cabinet = { "    " }in the cabinet: { $address }
status-renewal =
    { $procedure }: { $stage }
      number of the renewal: { $id }
status-owed-until = { "  " }left to do: { $what }, by { $due }
status-none = There is no renewal of this certificate. Begin one with smena renew.

## Trusting an authority.

trust-compare =
    { $name }, { $origin }
      root certificate: { $root }
      its SHA-256 thumbprint:
      { $thumbprint }
    Compare the thumbprint with the one that the authority gave you by another way: on paper, in a contract, in person.
trust-changed =
    The key of the root certificate has changed: you trusted another one before.
    { $name }, { $origin }
      root certificate now: { $root }
      its SHA-256 thumbprint:
      { $thumbprint }
    Agree only if the authority itself told you of the change by another way and the thumbprint is the same.
trust-done = This computer now trusts “{ $name }” ({ $origin }).

## Verification of a certificate.

verify-valid = The certificate is valid at { $at }.
verify-not-revoked = No certificate of the chain is revoked.
verify-revocation-not-asked = Revocation was not checked: no revocation lists (--crls) were given.
verify-path = The chain, from the verified certificate to the trusted one:

## Media and the keys on them.

media-keys = { $count ->
        [0] no keys
        [one] { $count } key
       *[other] { $count } keys
    }
media-pin = { $tries ->
        [enough] PIN: in order
        [low] PIN: few tries are left
        [last] PIN: one try is left
        [locked] PIN: locked
       *[other] PIN: { $tries } tries left
    }
media-pin-not-set = the user PIN is not set
media-pin-change = the device asks for its PIN to be changed
media-problem = The medium { $place } is not used:
backup-made = The copy was made and has signed its trial: { $place }.
backup-keep = Keep it apart from the medium itself, at least until { $until }; a key that decrypts even longer: without it old documents cannot be read.
aftercare-told = The authority was told: this step of the renewal is done.
aftercare-copy-not-told = The authority could not be told; the next run of smena renew does it.
aftercare-removal-not-told = The authority could not be told: mark this step in the cabinet.
decrypt-done = Decrypted with the key of certificate { $serial }: { $path }. The content is unchanged, that was verified.
decrypt-done-unproved = Decrypted with the key of certificate { $serial }: { $path }. This way of encryption does not show whether the file was changed on its way.
container-none = There are no keys on the attached media.
container-line = { $key }: { $label }, { $algorithm }, { $place }
container-pending = waits for its certificate
container-installed = with its certificate
container-archived = in the archive
container-exportable = can be copied
container-not-exportable = cannot be copied
container-key-until = the key may be used until { $until }
container-imported = The key { $key } was taken in and has signed its trial: { $place }.
container-exported = The key with its certificate was written: { $path }. Keep the file and its password apart.
container-removed = The key { $key } was removed from { $place }.
container-kept = The key { $key } stays on { $place }. The authority was told.

## The agent that runs.

desk-agent-started = The agent listens on { $port }. End it with Ctrl+C or smena agent stop.
desk-agent-pin-page-program = PINs are typed on a page in the browser: the program pinentry was not found. Install it, or name its full path in SMENA_PINENTRY.
desk-agent-pin-page-screen = PINs are typed on a page in the browser: the agent runs outside a desktop and cannot open a window.
desk-agent-pin-page-system = PINs are typed on a page in the browser: on this system the program does not open a window for them yet.
desk-agent-stopped = The agent ends.
desk-agent-running = An agent runs and listens on { $port }.
desk-agent-address = Open in the browser: { $address }
