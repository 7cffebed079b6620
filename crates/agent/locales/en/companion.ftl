### The check of the workplace, reminders, randomness from a person, export of a certificate.

## The check of the workplace: verdicts, and what is looked at.

doctor-good = good
doctor-act = attend
doctor-bad = bad
doctor-unchecked = not checked
doctor-check-agent = Program
doctor-check-authority = Trust
doctor-check-network = Network
doctor-check-clock = Clock
doctor-check-roots = Root certificate
doctor-check-provider = Token libraries
doctor-check-reader = Reader
doctor-check-medium = Media
doctor-check-pin = PIN
doctor-check-space = Room on the medium
doctor-check-random = Random numbers
doctor-check-certificate = Certificate
doctor-check-revocation = Revocation
doctor-check-door = Link with the browser
doctor-check-binary = Program file
doctor-report = The report was written: { $path }. It holds no passwords, PINs, keys or names of people: only serial numbers, media, addresses of authorities and versions.

## The check of the workplace: what was found, and what to do.

doctor-agent-current = smena { $version }, protocol { $protocol }; { $authority } accepts it.
doctor-agent-old = smena { $version } speaks protocol { $protocol }, but { $authority } accepts { $floor } and newer.
doctor-agent-old-remedy = Install the new version: { $origin }/downloads.
doctor-agent-unasked = smena { $version }, protocol { $protocol }; no authority could be asked.
doctor-agent-unasked-remedy = See to trust and network first, then check again.
doctor-authority-trusted = { $name }, { $origin }, trusted since { $since }.
doctor-authority-none = this computer does not trust any authority yet.
doctor-authority-none-remedy = Run smena trust ADDRESS and compare the thumbprint of the root certificate.
    .page = Begin on the page of the authority: the program shows the thumbprint of its root certificate to compare.
doctor-network-reached = { $origin } answers.
doctor-clock-right = agrees with { $origin } (apart by { $seconds } s).
doctor-clock-apart = apart: here { $here }, at { $origin } { $there } ({ $seconds } s).
doctor-clock-apart-remedy = Let the system set its clock from the internet. When the clocks are more than ten minutes apart, nothing can be signed.
doctor-clock-unknown = here it is { $here }; there is nothing to compare it with: no authority answered.
doctor-clock-unknown-remedy = See to trust and network first, then check again.
doctor-roots-good = { $authority }: valid until { $until }, SHA-256 thumbprint { $thumbprint }.
doctor-roots-soon = { $authority }: ends soon, on { $until }, SHA-256 thumbprint { $thumbprint }.
doctor-roots-expired = { $authority }: not valid now (until { $until }), SHA-256 thumbprint { $thumbprint }.
doctor-roots-unreadable = { $authority }: the certificate that was kept when it was trusted cannot be read.
doctor-roots-other = { $authority } now shows another root certificate, not the one that you trusted.
doctor-roots-errand-key = { $authority } signs errands with a new key.
doctor-roots-again = Run smena trust { $origin } and compare the thumbprint with the one that the authority gave you another way.
    .page = Begin the step on the page of { $origin }: the program shows the thumbprint. Compare it with the one that the authority gave you another way.
doctor-provider-module = { $path } is loaded.
doctor-provider-built-in = GOST, folders and CryptoPro containers are built in; no PKCS#11 libraries for tokens were found.
doctor-reader-token = the token { $place } is connected.
doctor-reader-empty = the reader { $reader } is empty.
doctor-reader-empty-remedy = Insert the card or token.
doctor-reader-none = neither a reader nor a token is connected.
doctor-reader-none-remedy = If your key is on a token or card, connect it. A key on this computer or a flash drive needs no reader.
doctor-reader-unneeded = there are no tokens; your keys lie where no reader is needed.
doctor-medium-keys = { $place }: { $count ->
        [one] { $count } key.
       *[other] { $count } keys.
    }
doctor-medium-none = there is no certificate on the attached media.
doctor-medium-none-remedy = Insert the flash drive or token with your key; name a folder of keys with --medium.
    .page = Insert the flash drive or token with your key and repeat the check.
doctor-pin-good = { $place }: { $tries ->
        [enough] enough tries are left.
       *[other] tries left: { $tries }.
    }
doctor-pin-few = { $place }: { $tries ->
        [low] a wrong PIN was entered lately, few tries are left.
       *[last] one try is left.
    }
doctor-pin-few-remedy = Do not guess: find the PIN before you enter it. After the last wrong try the medium locks itself.
doctor-pin-locked = { $place }: the PIN is locked.
doctor-pin-locked-remedy = The keys are unharmed. The medium is unlocked by its administrator or by whoever issued it.
doctor-pin-not-set = { $place }: the user has no PIN.
doctor-pin-not-set-remedy = Set it with the vendor's program.
doctor-pin-change = { $place } asks for its PIN to be changed.
doctor-pin-change-remedy = Change it with the vendor's program.
doctor-space-good = { $place }: { $kibibytes } KiB are free.
doctor-space-short = { $place }: too little room for a new key, { $bytes } octets are free.
doctor-space-short-remedy = Remove what is not needed from the medium, or choose another for the new key. smena container remove removes replaced keys.
    .page = Remove what is not needed from the medium, or choose another for the new key.
doctor-space-untold = { $place } does not tell how much is free.
doctor-space-untold-remedy = There is nothing to do: if the room does not suffice, that comes out before anything is changed.
doctor-random-good = the system's generator answers, each time differently.
doctor-random-stuck = the system's generator gives the same again and again.
doctor-random-stuck-remedy = Make no keys on this computer, and tell its administrator.
doctor-certificate-valid = { $serial } ({ $place }): valid from { $from } until { $until }, days left: { $days }.
doctor-certificate-soon = { $serial } ({ $place }): valid from { $from } until { $until }, days left: { $days }.
doctor-certificate-soon-remedy = Replace it while it is valid: on the authority's portal or with smena renew.
    .page = Replace it on the page of the authority while it is valid.
doctor-certificate-expired = { $serial } ({ $place }): ended on { $until }.
doctor-certificate-expired-remedy = Turn to the authority: an expired certificate cannot be replaced in the way of a valid one.
doctor-certificate-early = { $serial } ({ $place }): valid only from { $from }.
doctor-certificate-early-remedy = Check the computer's clock. If it is right, wait for that day.
doctor-certificate-replaced = { $serial } ({ $place }): replaced by a new one, valid until { $until }.
doctor-certificate-other-key = { $serial } ({ $place }): the key beside it belongs to another certificate.
doctor-certificate-other-key-remedy = Do not sign with this key. Take a copy (smena container list) or turn to the authority.
    .page = Do not sign with this key. Attach the medium with its copy, or turn to the authority.
doctor-revocation-good = { $serial } ({ $place }): not in the revocation list.
doctor-revocation-revoked = { $serial } ({ $place }): revoked on { $since }.
doctor-revocation-revoked-remedy = It may not be used for signing. Turn to the authority.
doctor-revocation-foreign = { $serial } ({ $place }): its issuer is none of the authorities that this computer trusts.
doctor-revocation-foreign-remedy = If it is a certificate of your authority, run smena trust with its address and see to the network.
    .page = If it is a certificate of your authority, begin on its page so that the program gets to know it, and see to the network.
doctor-revocation-unasked = { $serial } ({ $place }): the authority did not answer, so nobody could be asked about revocation.
doctor-revocation-unasked-remedy = See to the network and check again.
doctor-revocation-unbelievable = { $serial } ({ $place }): the revocation list is not signed by the issuer.
doctor-revocation-unbelievable-remedy = Check again later; if that does not help, tell the authority.
doctor-revocation-old = { $serial } ({ $place }): the revocation list is out of date.
doctor-door-port = the fixed port: nobody but you is signed in to this computer.
doctor-door-link = the link smena: or a typed code; the fixed port is closed, because several people are signed in to this computer: { $users }.
doctor-door-unknown = the fixed port; the system does not tell how many people are signed in to this computer. On a shared computer open the program by the link smena: or type the code.
doctor-binary-hash = { $path }, SHA-256 { $hash }.
doctor-binary-replaced = the file { $path } was replaced since the program was started.
doctor-binary-replaced-remedy = Start the program anew: close it and sign in to the system again.
doctor-binary-unreadable = the program's file cannot be read, so its hash is not known.
doctor-binary-unreadable-remedy = If somebody asks you to compare the hash, let another program compute it.

## Reminders on the desktop.

companion-ends-summary = Time to replace a certificate
companion-ends = { $holder }: the certificate { $serial } is valid until { $until }, { $days ->
        [0] today is the last day.
        [one] { $days } day is left.
       *[other] { $days } days are left.
    }
companion-renew-at = Replace it: { $address }. Remind later: smena remind --later DAYS.
companion-renew = Replace it: smena renew. Remind later: smena remind --later DAYS.
companion-workplace-summary = Something is wrong with the workplace
companion-workplace = Details and what to do: smena doctor.
companion-entry-about = Renewal of electronic-signature certificates: link with the portal and reminders
companion-entry-link = Opens errands of the certificate renewal portal
companion-installed = Done: the agent will start each time you sign in to the system. To start it now: smena agent run.
companion-uninstalled = The agent does not start with the session any more. Keys and certificates were left alone.
companion-is-installed = The agent starts when you sign in to the system.
companion-is-absent = The agent does not start when you sign in to the system. To make it: smena agent install.
companion-is-other = The start of the agent is set up in part, or otherwise than this version would. To put it right: smena agent install.
companion-part-installed = { $place }: in place
companion-part-other = { $place }: other content
companion-part-absent = { $place }: absent

## The command smena remind.

remind-none = There are no certificates on the attached media, so there is nothing to remind of.
remind-on = { $serial }: until { $until }, days left: { $days }. The next reminder comes on { $next }.
remind-now = { $serial }: until { $until }, days left: { $days }. A reminder comes with the next look.
remind-later = { $serial }: until { $until }, days left: { $days }. Reminders are put off until { $next }.
remind-last = { $serial }: until { $until }, days left: { $days }. No more reminders will come.
remind-replaced = { $serial }: until { $until }, replaced. No reminders will come.
remind-expired = { $serial }: ended on { $until }. No reminders will come.

## Randomness from the keyboard.

random-invitation =
    The new key needs randomness from you: type anything, with different keys, without a beat.
    What you type is not recorded anywhere. To stop: Ctrl-C.
random-progress = { $bar } { $percent } %

## Export of a certificate.

export-done =
    The certificate was written: { $path }
    SHA-256 thumbprint: { $thumbprint }
    Send the file to the support of each system where you use the signature. There is no private key in it.
