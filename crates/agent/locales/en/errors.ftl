### Failures in pairs: err-CODE says what happened, rec-CODE what to do.

## The command was given wrongly.

err-usage = The command was given wrongly: { $detail }
rec-usage = Help: smena --help or smena COMMAND --help.
err-usage-unknown-argument = This command has no argument { $argument }.
rec-usage-unknown-argument = { rec-usage }
err-usage-unknown-command = There is no command { $command }.
rec-usage-unknown-command = { rec-usage }
err-usage-no-command = No command was given.
rec-usage-no-command = { rec-usage }
err-usage-missing = This is missing: { $arguments }.
rec-usage-missing = { rec-usage }
err-usage-twice = { $argument } was given more than once.
rec-usage-twice = Give it once.
err-usage-conflict = { $argument } cannot be given together with { $other }.
rec-usage-conflict = Leave one of the two.
err-usage-no-value = { $argument } needs a value.
rec-usage-no-value = { rec-usage }
err-usage-value = The value “{ $value }” does not fit { $argument }.
rec-usage-value = { rec-usage }
err-certificate-unknown = There is no certificate { $name } on the attached media.
rec-certificate-unknown = See the list with smena list. If the key is on a flash drive, name its folder with --medium.
err-certificate-none = There is no certificate on the attached media that could be renewed.
rec-certificate-none = { rec-certificate-unknown }
err-certificate-which = Several certificates would do: { $candidates }.
rec-certificate-which = Name one with --certificate and the beginning of its thumbprint. smena list shows them all.
err-origin = “{ $origin }” is not the address of an authority.
rec-origin = Give the whole address without a path, https://ca.example.ru for example.
err-thumbprint = “{ $thumbprint }” is not a SHA-256 thumbprint.
rec-thumbprint = A thumbprint has 64 hexadecimal digits; spaces and colons between them may stay.
err-verify-time = “{ $time }” is not a time as RFC 3339 writes it.
rec-verify-time = Write 2026-03-12T14:00:00Z for example, or now for the present moment.
err-authority-none = This computer does not trust any authority yet.
rec-authority-none = Run smena trust ADDRESS and compare the thumbprint of the root certificate.
    .page = Begin the step on the page of the authority: the program shows the thumbprint of its root certificate to compare.
err-authority-which = Several authorities are trusted.
rec-authority-which = Name the one you mean with --authority ADDRESS.
    .page = Open the page of the one you mean and begin there.
err-password-choice = It is not chosen how to keep the new key, and nobody can be asked: the input is not a terminal.
rec-password-choice = Give --password-file FILE or --no-password. The key has not been made yet.
    .page = Begin the step again and choose how to keep the key. The key has not been made yet.
err-keyboard-none = There is nothing here on which keys could be timed: the input is not a terminal.
rec-keyboard-none = Run the command in a terminal, or take the randomness from the system: --random os. The key has not been made yet.
    .page = Begin the step again. The key has not been made yet.
err-keyboard-unreadable = The keys of the terminal cannot be read.
rec-keyboard-unreadable = Take the randomness from the system: --random os. The key has not been made yet.
    .page = Begin the step again. The key has not been made yet.
err-password-file = The file with the password cannot be read: { $path }.
rec-password-file = Check the path and the permissions of the file, and run the command again.
err-passwords-differ = The two passwords differ.
rec-passwords-differ = Run the command again and type the same password twice. The key has not been made yet.

## Files named on the command line.

err-file-without-key = There is no private key in the file, only certificates.
rec-file-without-key = Export the key again together with its private part.
err-file-exists = The file { $file } is there already and was left alone.
rec-file-exists = Name another file: --out FILE.
err-file-missing = There is no file { $file }.
rec-file-missing = Check the name and the folder.
err-file-unreadable = { $file } cannot be read.
rec-file-unreadable = Check that it is what the command asks for, a file or a folder, and that you may read it.
err-file-too-large = { $file }: the file or folder is larger than this program reads.
rec-file-too-large = Files of up to 64 MiB and folders of up to 2000 files are read. Check that it is the right one.
err-inspect-unreadable = { $file } is not a certificate, request, revocation list, CMS signature, encrypted CMS message, key or PFX, or it is damaged.
rec-inspect-unreadable = Check that it is the right file; if it was sent to you, ask for it again.
err-verify-unreadable = { $file } is not a certificate or is damaged, so it cannot be valid.
rec-verify-unreadable = See what is in it with smena inspect. If it was sent to you, ask for it again.
err-verify-material = { $file }, needed for the verification, cannot be read; the certificate was not judged.
rec-verify-material = --anchor and --pool take certificates, --crls takes revocation lists, DER or PEM. Move other files out of the folder.

## The authority and the network.

err-authority-unreachable = The authority { $origin } cannot be reached.
rec-authority-unreachable = Check the address and the network, then run the command again. What is done is kept.
err-authority-unexpected = { $origin } does not answer as an authority of smena does.
rec-authority-unexpected = Check the address. If it is right, try later or tell the authority. What is done is kept.
err-authority-broken-answer = The answer of { $origin } broke off or is too long.
rec-authority-broken-answer = Run the command again: it goes on where it stopped.
err-authority-not-trusted = This computer does not trust { $origin }.
rec-authority-not-trusted = If it is your authority, run smena trust { $origin } and compare the thumbprint of the root certificate.
    .page = If it is your authority, begin the step on its page again and compare the thumbprint of the root certificate.
err-authority-statement = What the authority says about itself does not hold together. It is not trusted.
rec-authority-statement = Check the address and tell the authority.
err-authority-other-root = The root certificate is not the one you named: its thumbprint differs. It is not trusted.
rec-authority-other-root = Check the thumbprint. If it is right, somebody else answers in the authority's place: do not go on, and tell the authority.
err-authority-not-believed = A message of the authority is not signed with its key, or is damaged. Nothing was signed.
rec-authority-not-believed = Run the command again. If that does not help, ask the authority whether its key has changed, and run smena trust again.
    .page = Try again. If that does not help, ask the authority whether its key has changed.
err-trust-unreadable = What is kept about the trusted authority cannot be read.
rec-trust-unreadable = Run smena trust for this authority again.
    .page = Try again. If that does not help, turn to the support of the authority: the trust in it has to be set up anew.
err-trust-not-compared = Nobody can compare the thumbprint: the input is not a terminal. The authority is not trusted.
rec-trust-not-compared = Run the command in a terminal, or give the thumbprint that you got by another way: --root SHA256.
err-clocks-apart = The clocks are apart: { $here } on this computer, { $there } at the authority. Nothing was signed.
rec-clocks-apart = Set the date, time and time zone of this computer right, then run the command again.

## What the authority asks for.

err-errand-differs = The authority sent another errand than it was asked for. It was not carried out.
rec-errand-differs = Run the command again. If that does not help, tell the authority the line in brackets below.
err-program-outdated = The authority works with version { $minimum } of this program and later. Nothing was signed.
rec-program-outdated = Install the newer version from { $address }. What you have begun goes on by itself then.
err-errand-kind = This version of the program does not carry out errands of the kind “{ $kind }”.
rec-errand-kind = Install a newer version of the program. What is done is kept.
err-errand-part = A file received from the authority is not the one that the signed errand names. Nothing was signed.
rec-errand-part = { rec-errand-differs }
err-declined = You declined or gave no answer. Nothing was signed or sent.
rec-declined = If the data are wrong, turn to the authority. The same command goes on; without a terminal the answers come from --yes and --password-file.
    .page = If the data are wrong, turn to the authority. If you changed your mind, begin the step on its page again.
err-aftercare-not-owed = No renewal under way waits for that.
rec-aftercare-not-owed = Nothing needs to be done. smena status shows what is left.
    .page = Nothing needs to be done. What is left stands on the page of the renewal at the authority.
err-renewal-none = No renewal of this certificate is under way.
rec-renewal-none = Begin one with smena renew.
    .page = Begin one on the page of the authority.
err-document-form = The application has a form that could hide or change what is shown. It was not signed.
rec-document-form = Tell the authority: it has to mend the form of the application.
err-document-differs = The application does not say what would be signed with it. It was not signed.
rec-document-differs = Tell the authority, and do not sign this application in another way.
err-shown-differs = The document changed after it was shown. It was not signed.
rec-shown-differs = Ask for support and quote the line in brackets below.
err-request-foreign = The application asks for a certificate for a key that is not on your media. It was not signed.
rec-request-foreign = Attach the medium on which the new key was made (--medium). If it is attached, tell the authority.
    .page = Attach the medium on which the new key was made and try again. If it is attached, tell the authority.
err-certificate-out-of-scope = The certificate is of another authority: this one may not work with it.
rec-certificate-out-of-scope = Name the authority that issued the certificate: --authority ADDRESS.
    .page = Open the page of the authority that issued the certificate and begin there.
err-new-certificate = The certificate that was issued is not the one you applied for, or does not lead to the trusted root. It was not installed.
rec-new-certificate = Tell the authority the line in brackets below. The old certificate works as before.
err-certificate-absent = The certificate is not on the attached media.
rec-certificate-absent = Attach the medium that it is on and name its folder with --medium.
    .page = Attach the flash drive or token that it is on and try again.
err-key-absent = The new key is not on the attached media.
rec-key-absent = Attach the medium on which it was made and name its folder with --medium.
    .page = Attach the flash drive or token on which it was made and try again.
err-chosen-medium-absent = No medium of the kind that you have chosen for the new key is attached.
rec-chosen-medium-absent = Attach it and repeat. Another kind is chosen in the cabinet, at the step “Where to keep the new key”.
err-key-form = The authority takes only forms of keys that this program does not make.
rec-key-form = Install a newer version of the program, or ask the authority what to make the key with.
err-key-unreadable = The public key in a certificate cannot be read.
rec-key-unreadable = Look at the certificate with smena inspect; install a newer version of the program if the key is of a new kind.
    .page = Install a newer version of the program if the key is of a new kind, and try again.

## The folder of this program.

err-home-unknown = The folder of the user's data is not known.
rec-home-unknown = Name the folder of the program with --home DIR.
err-program-unknown = It is not known where the file of this program lies.
rec-program-unknown = Run the program by its whole path and try again.
err-autostart-file = The file { $path } cannot be written or read.
rec-autostart-file = Check the rights to the folder and the free space, and run the command again.
err-autostart-program = The system's program { $program } failed.
rec-autostart-program = Show the line in brackets below to the computer's administrator: changing settings may be forbidden.
err-autostart-unknown = It is not known how this system starts programs with the session.
rec-autostart-unknown = Add the command smena agent run to what starts with the session, by the system's own means.
err-workplace-not-ready = The workplace is not ready: there are lines marked as bad.
rec-workplace-not-ready = Do what stands under these lines and run smena doctor again. A report for support: smena doctor --report FILE.
err-list-unreadable = The authority's revocation list cannot be read.
rec-list-unreadable = Try again later; if that does not help, tell the authority.
err-state-busy = Another command of smena is at work for this user.
rec-state-busy = Wait until it has finished, then run this one again.
err-state-unreadable = The file { $file } in the folder of this program cannot be read.
rec-state-unreadable = Restore it from a backup. If it is trust.json, rename it and run smena trust again.
    .page = Restore it from a backup. If it is trust.json, rename it and begin the step on the page of the authority again.
err-state-agent-key = The key of this program for this authority cannot be read or made.
rec-state-agent-key = Rename the file agent.p8 in the folder of the program: a new one will be made. It holds none of your signature keys.

## Key media.

err-key-no-successor = Nothing has replaced this key: no newer certificate of the same holder is attached. The key was kept.
rec-key-no-successor = Renew the certificate first: smena renew. If the new key is on another medium, attach that.
    .page = Renew the certificate first, on the page of the authority. If the new key is on another medium, attach that.
err-message-not-for-us = The file is encrypted for none of your certificates: no attached medium has the key.
rec-message-not-for-us = Attach the medium with the old key (flash drive, token) and repeat the command. The list: smena list.
err-message-not-opened = The encrypted file cannot be opened: it is damaged, or encrypted in a way that is not known here.
rec-message-not-opened = Ask for the file again. smena inspect shows what is in it.
err-medium-unknown = No attached medium on which the new key can be made is called “{ $name }”.
rec-medium-unknown = See the names with smena media and repeat. If the medium is not shown, plug it in again.
    .page = Plug the medium in again and try once more.
err-medium-absent = The medium { $place } is not there.
rec-medium-absent = Attach the flash drive or check the path of the folder.
err-medium-file = { $path } cannot be read or written.
rec-medium-file = Check the free space and the right to write. If it is a flash drive, plug it in again.
err-medium-read-back = { $path } does not read back as it was written: the medium is failing.
rec-medium-read-back = Keep no keys on this medium. Take another one and run the command again.
err-medium-open-to-others = { $path } is open to other users of this computer, so it is not used.
rec-medium-open-to-others = Close it: chmod 700 for a folder, chmod 600 for a file. If it was open for long, take the key as known to others.
err-medium-foreign-owner = { $path } belongs to another user, so it is not used.
rec-medium-foreign-owner = Sign in as the user whose keys they are, or name a folder of your own.
err-medium-not-plain-file = { $path } is not a plain file or folder, so it is not used.
rec-medium-not-plain-file = Put the file itself in place of the link, or name another folder.
err-medium-too-large = { $path } is too large for a file of a key.
rec-medium-too-large = Check that it is the folder of keys, and move the foreign file out of it.
err-medium-too-many-entries = The medium holds too many keys.
rec-medium-too-many-entries = Move some of the keys to another folder.
err-medium-busy = Another program uses the medium { $place } at this moment.
rec-medium-busy = Wait until it has finished, then run the command again.
err-medium-no-such-entry = The key { $key } is not on the medium any more.
rec-medium-no-such-entry = Check that the right medium is attached.
err-medium-description = The description of the key { $key } cannot be read: it is damaged, or a newer program made it.
rec-medium-description = Install a newer version of the program, or restore the key from a backup.
err-medium-public-key = The public part of the key { $key } cannot be read.
rec-medium-public-key = Restore the key from a backup.
err-medium-certificate = The certificate beside the key { $key } cannot be read.
rec-medium-certificate = Restore it from a backup; the authority can give the certificate, too.
err-medium-foreign-certificate = The certificate does not belong to the key { $key }, or the key has another one already. Nothing was changed.
rec-medium-foreign-certificate = See the list: smena list.
    .page = Check that the right medium is attached and try again.
err-medium-unlock = The key { $key } cannot be opened: most likely the password is wrong.
rec-medium-unlock = Check the keyboard layout and try again. The program cannot find the password out; if it is forgotten, only the office can renew.
err-medium-foreign-private-key = The private part of the key { $key } does not belong to its public part: the file is damaged or was exchanged.
rec-medium-foreign-private-key = Do not use this key. Restore it from a backup.
err-medium-password-needed = The key { $key } needs its password.
rec-medium-password-needed = Run the command again and type the password, or give --password-file FILE.
    .page = Try again and type the password.
err-medium-no-password = The key { $key } has no password, yet one was given.
rec-medium-no-password = Run the command again without a password.
err-medium-pin-needed = The medium { $place } asks for its PIN.
rec-medium-pin-needed = Repeat the command and enter the PIN when it is asked for.
err-medium-wrong-pin =
    The PIN of { $place } is wrong. { $tries ->
        [low] The device warns that few tries are left.
        [last] One try is left.
        [locked] No try is left, the device is locked.
        [enough] A try was used up.
       *[other] Tries left: { $tries }.
    }
rec-medium-wrong-pin = Check keyboard layout and Caps Lock. If you have forgotten the PIN, do not guess: ask whoever gave you the device.
err-medium-last-try = One try of the PIN of { $place } is left. It was not used up.
rec-medium-last-try = If you are sure of the PIN, repeat the command and confirm the last try. If not, have the device unlocked by whoever gave it to you.
err-medium-pin-locked = The device { $place } is locked: a wrong PIN was entered too often.
rec-medium-pin-locked = The keys on it are unharmed. Its administrator, or whoever gave it to you, can unlock it.
err-medium-pin-length = A PIN of { $place } has { $min } to { $max } characters. The one entered was not sent, no try was used up.
rec-medium-pin-length = Check that it is the right PIN and repeat the command.
err-medium-pin-not-set = The device { $place } has no user PIN.
rec-medium-pin-not-set = Set one with the program of its vendor, then repeat the command.
err-medium-pin-expired = The device { $place } wants its PIN changed before it does anything else.
rec-medium-pin-expired = Change the PIN with the program of the device's vendor, then repeat the command.
err-medium-wrong-password = The password of the key { $key } is wrong.
rec-medium-wrong-password = Check the keyboard layout and repeat. The program cannot find out the password.
err-medium-not-exportable = The key { $key } cannot leave its medium: it was made so.
rec-medium-not-exportable = No copy can be made. Take care of the medium; if it breaks, a new certificate is needed.
err-medium-pfx-password = The password of the PFX file is wrong.
rec-medium-pfx-password = Check the keyboard layout and repeat. Whoever exported the key has chosen the password.
err-medium-pfx = The PFX file cannot be read: it is damaged, or protected in a way that is not known here.
rec-medium-pfx = Export the key again. smena inspect shows what is in the file.
    .page = Export the key again and try once more.
err-medium-same-device = { $place } is on the same device as the key itself.
rec-medium-same-device = The copy would be lost together with the key. Attach another flash drive or medium and name that.
err-medium-only-in-container = The key { $key } is one of GOST R 34.10-2001. Such a key is copied only together with its container, and { $place } is no place for containers of CryptoPro.
rec-medium-only-in-container = Name a folder or flash drive for containers: --containers PATH --to PATH. The copy keeps its password.
    .page = Attach a flash drive and choose it for the copy: there the key stays in a container. The copy keeps its password.
err-medium-not-supported = The medium { $place } cannot do that.
rec-medium-not-supported = Choose another medium: smena media shows which are connected.
    .page = Attach or choose another medium.
err-medium-module = The library { $path } of a token's vendor cannot be used.
rec-medium-module = Check that it is whole and made for this computer (64 bits), or install the vendor's program again. Tokens of other vendors work all the same.
err-medium-device-gone = The device { $place } was pulled out or does not answer.
rec-medium-device-gone = Plug it in again and repeat the command. The PIN will be asked for anew; no try of it was used up.
err-medium-pkcs11 = The device { $place } refused what was asked of it.
rec-medium-pkcs11 = Plug it in again and repeat the command. If that does not help, ask for support and quote the line in brackets below.
err-medium-private-key-missing = There is a certificate with the name { $key } on the device, but not its private key.
rec-medium-private-key-missing = Perhaps the key is in a container of CryptoPro on the same device or on another medium: see smena container list.
    .page = Perhaps the key is in a container of CryptoPro on the same device or on another medium: attach that and try again.
err-medium-no-space = There is not enough space on { $place } for a new key and its certificate.
rec-medium-no-space = Remove a key that is no longer needed (make a copy first), or choose another medium.
err-medium-container-damaged = The container { $container } is damaged: its reserve copy does not open either, or the data about it are changed.
rec-medium-container-damaged = Use a copy of the container if you have one. If it was copied file by file, copy the whole folder again.
err-medium-container-unsupported = The container { $container } is of a kind that this program does not know.
rec-medium-container-unsupported = Containers with RSA or ECDSA keys, and keys that stay in a device, open in CryptoPro CSP only. For a new certificate choose another medium.
err-medium-public-key-hidden = Which key { $key } is cannot be seen before its password is given: there is no certificate in its container.
rec-medium-public-key-hidden = Put the certificate of the key into the container with CryptoPro CSP.
err-medium-shared-container = The key { $key } shares its container with another key.
rec-medium-shared-container = It cannot be removed alone. Move the container to the archive instead.
err-medium-label = The name { $label } cannot be written into a container.
rec-medium-label = Choose a name of Cyrillic and Latin letters, digits and common signs, of at most 256 characters.
err-medium-password-characters = The password has characters that other programs would read differently.
rec-medium-password-characters = Choose a password of Latin letters, digits and signs for a container of CryptoPro.
err-medium-empty-password = The password is empty.
rec-medium-empty-password = Type a password. To keep the new key without one, give --no-password.
    .page = Type a password, or choose to keep the key without one.
err-medium-password-too-long = The password is too long.
rec-medium-password-too-long = Take a shorter password.
err-medium-generate = The new key was not made.
rec-medium-generate = Ask for support and quote the line in brackets below.
err-medium-wrap = The new key could not be encrypted and was not stored.
rec-medium-wrap = Ask for support and quote the line in brackets below.
err-medium-test-signature = The trial signature with the key { $key } is wrong: this key must not be used.
rec-medium-test-signature = Restore the key from a backup, or make a new one.
err-medium-device = The medium failed.
rec-medium-device = Attach it again and run the command again.

## Mistakes of this program.

err-structure = A mistake of this program: what would be signed cannot be put together or read. Nothing was signed.
rec-structure = Ask for support and quote the line in brackets below.
err-signature-not-made = A mistake of this program: the signature was not made.
rec-signature-not-made = Ask for support and quote the line in brackets below.
err-request-not-made = A mistake of this program: the certificate request was not made.
rec-request-not-made = Ask for support and quote the line in brackets below.

## Why a certificate is refused.

err-path-no-issuer =
    No trusted certificate of the issuer was found: { $issuer }.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-no-issuer = Put the issuers' certificates into the folder of --pool, and check that --anchor names the right trusted certificate.
err-path-not-yet-valid =
    It is not valid yet: from { $from } on; verified for { $at }.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-not-yet-valid = Check the time (--at) and the clock of this computer.
err-path-expired =
    It has expired: on { $until }; verified for { $at }.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-expired = To verify for the time at which a document was signed, give that with --at.
err-path-signature =
    The signature on it was not made with the key of the issuer: { $issuer }.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-signature = It is forged or damaged, or the issuer's certificate is another one. Do not accept it.
err-path-signature-algorithm =
    The algorithm of the signature on it is not supported.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-signature-algorithm = This program cannot verify it. See the algorithm with smena inspect.
err-path-algorithm-mismatch =
    It names its signature algorithm twice, and differently.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-algorithm-mismatch = Such a certificate must not be accepted. Turn to its issuer.
err-path-key =
    Its public key is of no use: of an unknown kind, too weak or not on its curve.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-key = Such a certificate must not be accepted. Turn to its issuer.
err-path-extension =
    Its extension { $oid } cannot be read.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-extension = Such a certificate must not be accepted. Turn to its issuer.
err-path-extension-doubled =
    Its extension { $oid } occurs twice.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-extension-doubled = Such a certificate must not be accepted. Turn to its issuer.
err-path-extension-critical =
    Its critical extension { $oid } is not known to this program.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-extension-critical = A certificate must not be accepted without understanding a critical extension. See it with smena inspect.
err-path-not-authority =
    Another certificate is signed with it, yet it is not an authority's.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-not-authority = Such a certificate must not be accepted. Turn to its issuer.
err-path-no-certificate-sign =
    Its key usage does not allow signing certificates, yet it signed another.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-no-certificate-sign = Such a certificate must not be accepted. Turn to its issuer.
err-path-length =
    More authorities stand below it than a path length constraint allows.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-length = Such a certificate must not be accepted. Turn to its issuer.
err-path-too-long =
    The chain has more than { $count } intermediate certificates.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-too-long = Name a nearer trusted certificate with --anchor.
err-path-name-not-permitted =
    The name { $name } is outside what its issuers may certify.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-name-not-permitted = Such a certificate must not be accepted. Turn to its issuer.
err-path-name-excluded =
    The name { $name } is among those that its issuers must not certify.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-name-excluded = Such a certificate must not be accepted. Turn to its issuer.
err-path-name-form =
    A name constraint, or a name under one, has a form that cannot be compared.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-name-form = Such a certificate must not be accepted. Turn to its issuer.
err-path-purpose =
    It does not allow the purpose { $oid }.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-purpose = Such a certificate must not be accepted. Turn to its issuer.
err-path-key-usage =
    Its key usage lacks: { $usages }.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-key-usage = Such a certificate must not be accepted. Turn to its issuer.
err-path-policy =
    No certificate policy is left under which the chain is valid.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-policy = Such a certificate must not be accepted. Turn to its issuer.
err-path-policy-mapping =
    It maps anyPolicy, which is forbidden.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-policy-mapping = Such a certificate must not be accepted. Turn to its issuer.
err-path-profile =
    It breaks RFC 5280. { $rule }
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-profile = RFC 5280 does not let it be accepted. Turn to its issuer.
err-path-revoked =
    It was revoked on { $since }. { $reason }
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-revoked = Do not accept signatures made with it after that time.
err-path-no-list =
    Whether it is revoked is not known: there is no revocation list of the issuer { $issuer }.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-no-list = Put a fresh revocation list of the issuer into the folder of --crls and try again. Until then take the certificate as not verified.
err-path-list-not-current =
    Whether it is revoked is not known: the revocation list of { $from } is not current at that time.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-list-not-current = Put a fresh revocation list of the issuer into the folder of --crls and try again. Until then take the certificate as not verified.
err-path-list-no-next =
    Whether it is revoked is not known: the revocation list does not say when the next one is due.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-list-no-next = Put a fresh revocation list of the issuer into the folder of --crls and try again. Until then take the certificate as not verified.
err-path-list-signature =
    Whether it is revoked is not known: the revocation list is not signed with the issuer's key.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-list-signature = Put a fresh revocation list of the issuer into the folder of --crls and try again. Until then take the certificate as not verified.
err-path-list-no-crl-sign =
    Whether it is revoked is not known: the issuer's key usage does not allow signing revocation lists.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-list-no-crl-sign = Put a fresh revocation list of the issuer into the folder of --crls and try again. Until then take the certificate as not verified.
err-path-list-number =
    Whether it is revoked is not known: the revocation list has no proper number.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-list-number = Put a fresh revocation list of the issuer into the folder of --crls and try again. Until then take the certificate as not verified.
err-path-list-critical =
    Whether it is revoked is not known: the revocation list has a critical extension that is not known.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-list-critical = Put a fresh revocation list of the issuer into the folder of --crls and try again. Until then take the certificate as not verified.
err-path-list-scope =
    Whether it is revoked is not known: the revocation list is not for this kind of certificate.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-list-scope = Put a fresh revocation list of the issuer into the folder of --crls and try again. Until then take the certificate as not verified.
err-path-too-much-work =
    Verifying the chain takes more work than is allowed: its certificates are too entangled.
    Certificate: { $subject }
    Serial number: { $serial }
rec-path-too-much-work = Leave only the issuers' certificates that are needed in the folder of --pool and try again.

## Rules of RFC 5280: the sentence after err-path-profile.

rule-authority-key-missing = The authority key identifier is missing (§4.2.1.1).
rule-authority-key-critical = The authority key identifier is marked critical (§4.2.1.1).
rule-subject-key-missing = The subject key identifier is missing (§4.2.1.2).
rule-subject-key-critical = The subject key identifier is marked critical (§4.2.1.2).
rule-access-critical = The authority information access is marked critical (§4.2.2.1).
rule-basic-constraints-not-critical = The basic constraints are not marked critical (§4.2.1.9).
rule-certificate-sign-of-holder = The key may sign certificates, yet it is not an authority's (§4.2.1.9).
rule-name-constraints-of-holder = There are name constraints, yet it is not an authority's (§4.2.1.10).
rule-name-constraints-not-critical = The name constraints are not marked critical (§4.2.1.10).
rule-policy-constraints-not-critical = The policy constraints are not marked critical (§4.2.1.11).
rule-inhibit-any-policy-not-critical = The extension inhibitAnyPolicy is not marked critical (§4.2.1.14).
rule-serial-number = The serial number is not a positive number of at most 20 octets (§4.1.2.2).
rule-issuer-empty = The issuer's name is empty (§4.1.2.4).
rule-subject-empty = The subject is empty, yet it is an authority's (§4.1.2.6).
rule-nameless-subject = The subject is empty and no critical alternative name stands in its place (§4.2.1.6).
rule-alternative-name = An alternative name is not in the form of its kind (§4.2.1.6).
revoked-no-reason = No reason is given.

## The reason of a revocation: the sentence after err-path-revoked.

revoked-reason = The reason: { $reason }.

err-look-again = The media are being looked at anew.
rec-look-again = Wait a moment; the list appears again by itself.
err-time-over = Nobody has answered for half an hour, so the work has ended. Nothing was signed.
rec-time-over = Go back to the authority's page and begin this step again.

err-port-taken = Another program listens on port { $port } already.
rec-port-taken = End that program, or start the agent with another port: smena agent run --port N. The authority's page has to know it too.
err-port-taken-by = A program of user number { $user } listens on port { $port } already.
rec-port-taken-by = End that program, or start the agent with another port: smena agent run --port N. If the user is not you, use the authority's other ways: the system's link or the typed code.
err-port-refused = The system does not let the agent listen on port { $port }.
rec-port-refused = Choose a port above 1023: smena agent run --port N.
err-port-lost = The system has taken the agent's port away.
rec-port-lost = Start the agent again: smena agent run.
err-agent-runs = An agent of this user runs already.
rec-agent-runs = Nothing needs to be done. To see where it listens: smena agent running. To end it: smena agent stop.
err-agent-absent = No agent of this user runs.
rec-agent-absent = Start it: smena agent run.
err-agent-silent = The agent that runs cannot be spoken to.
rec-agent-silent = End it and start it again: smena agent run.
err-agent-runtime = The agent could not be started.
rec-agent-runtime = Send this message to support.
err-agent-not-started = The agent could not be started, or does not answer.
rec-agent-not-started = Start it yourself to see why: smena agent run.
err-agent-too-many = Too many errands are open.
rec-agent-too-many = Finish or cancel one of those that are open in the browser, and try again.
err-errand-code = This is neither the code of an errand nor a link to one.
rec-errand-code = Copy the code from the authority's page whole, without what stands around it.
err-previews-not-written = The pictures of the pages could not be written.
rec-previews-not-written = Check that the folder can be written to.
