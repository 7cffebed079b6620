### Words of the authority's side: the command line of smena-server, the configuration, stopped issuing.

## Names in the authority's certificates; those in Russian are written.

authority-root-name = Root certificate
authority-errand-name = Errand key

## Why nothing is issued.

issuing-stopped-clock-behind = The server's clock stands at { $now }, but the journal has an entry of { $newest }. Issuing is stopped until the clock is set right.
issuing-stopped-key-suspect = A signature of the issuing key did not verify. Issuing is stopped until an administrator has looked at the key and started the server anew.
issuing-stopped-issuer-not-valid = The certificate of the issuing key is valid from { $from } to { $to } only. Issuing is stopped.

## Help: for all commands.

cli-about =
    The authority's server: takes applications for the renewal of certificates and issues certificates.
    Exit codes: 0 done, 1 refused or not valid, 2 wrongly given, 3 a file, the database or the network failed, 4 a fault of the program.
cli-usage = Usage:
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-lang = Language of messages; that of the system if absent
cli-json = Prints one JSON object: result or error
cli-config = The configuration; server.toml in the present folder if absent
cli-help = Shows this help
cli-version = Shows the version

## Help for each command.

cli-ca-about = What is done with the authority's keys
cli-ca-init-about = Makes the authority's keys and certificates: root, issuing and errand key
cli-ca-init-algorithm = Algorithm of the keys: gost256 (if absent), gost512, p256, rsa2048
cli-ca-init-name = Name of the authority in the certificates; name of the configuration if absent
cli-ca-init-root-password-file = File with the password of the root's key; without it the key is kept unencrypted
cli-holder-about = What is done with holders of certificates
cli-holder-import-about = Makes a holder known by a certificate that this authority issued
cli-holder-import-file = The certificate, DER or PEM
cli-holder-import-data = TOML file with data of the holder: email, phone, procedure; each optional
cli-serve-about = Runs the server
cli-serve-listen = Address and port instead of those of the configuration; port 0 takes a free one
cli-revoke-about = Revokes a certificate and issues a revocation list that names it
cli-revoke-serial = Serial number of the certificate, hexadecimal
cli-revoke-reason = Reason: unspecified, key-compromise, affiliation-changed, superseded, cessation-of-operation, privilege-withdrawn
cli-crl-about = Issues a revocation list
cli-crl-out = File to write the list to, DER
cli-check-about = Checks configuration, procedures, keys and database and reports all mistakes at once
cli-migrate-about = Brings the tables of the database to the form that this version needs
cli-previews-about = Writes all pages of the portal in all states, for review
cli-previews-out = The folder that they are written to

## What commands did.

ca-init-progress = Making the authority's keys
ca-init-done =
    Keys and certificates of the authority were made in the folder { $folder }.
    SHA-256 of the root certificate: { $thumbprint }
    Tell it to the holders of certificates: they know the authority by it. Keep the folder root away from the server: it is not needed for its work.
holder-import-done = The holder is known now: { $name }, certificate { $thumbprint }
holder-import-known = This certificate was known before: { $name }, { $thumbprint }
serve-ready = The server listens on { $address }; holders reach it at { $origin }
serve-stopped = The server was stopped
revoke-done = Certificate { $serial } is revoked; revocation list { $number } names it
revoke-known = Certificate { $serial } had been revoked before; revocation list { $number } was issued
crl-done = Revocation list { $number } was issued, the next one comes by { $next }
check-done =
    The configuration is in order: procedures { $procedures }, database statements { $statements }, the keys open.
migrate-done = The tables of the database have the form that this version needs

## Mistakes of the configuration.

contradiction-backup = an old key is deleted only after a backup was offered
contradiction-bound-already = a key made before the application is bound by the application itself
contradiction-days-order = the days go down, none twice
contradiction-early-reminder = a reminder before the window opens is useless
contradiction-key-options = key options are asked together with the medium: list the media
contradiction-kind-fields = a certificate of one of these kinds cannot do without data that gathering.fields does not have
contradiction-name-without-check = a name changed from afar needs a register check, and there is none
contradiction-other-medium = another medium than the key's own: list the media
contradiction-person = another person is never taken from afar
contradiction-snils = the SNILS is asked for but is no row of the data table
contradiction-unbound-key = a key made after the approval needs endorsement = true or issue_code = true, or nothing binds it to the application
expected-database = sqlite:FILE or postgres://…
expected-dates = a list of dates
expected-days = a list of numbers of days
expected-flag = true or false
expected-http-address = an http address
expected-https-address = an address that begins with https://
expected-key-hash = the hash of an issuer's key, 64 hexadecimal digits
expected-loopback = an address of this computer with a port, 127.0.0.1:8443 for one
expected-month-days = a list of days as "MM-DD"
expected-name = a name in lower-case letters, digits and hyphens
expected-object-identifier = an object identifier, numbers with dots between
expected-origin = an origin such as https://ca.example
expected-profile = a description of certificates without contradictions
expected-region = a two-digit region code
expected-sha256 = a SHA-256: 64 hexadecimal digits in lower case
expected-table = a table
expected-tables = several tables of the form [[name]]
expected-text = a text in quotation marks
expected-texts = a list of texts
expected-whole-number = a whole number
expected-zone = a zone relative to UTC, such as +03:00
expected-version = a version of three numbers, such as 0.1.0
mistake-contradiction = contradiction: { $what }
mistake-doubled = "{ $value }" stands twice
mistake-file-name = the file's name becomes the name of the procedure: lower-case letters, digits and hyphens
mistake-missing = is missing
mistake-missing-text = [text.{ $language }] has no text "{ $key }"
mistake-range = { $found } is not between { $min } and { $max }
mistake-syntax = not TOML: { $what }
mistake-type = should be { $expected }
mistake-unknown-key = unknown key
mistake-unknown-text = the text "{ $text }" belongs to nothing
mistake-unknown-word = "{ $found }" is none of: { $known }
mistake-value = "{ $found }" is not { $expected }

## Errors in pairs: err-CODE says what happened, rec-CODE what to do.

err-status-list-unusable = The revocation list { $file } of the other system cannot be used.
rec-status-list-unusable = See to it that the list is there, signed by the issuing authority and not out of date: until then nothing is issued. Or take status.list out of the configuration.
err-usage = The command was given wrongly: { $detail }
rec-usage = For help: smena-server --help or smena-server COMMAND --help.
err-usage-unknown-argument = This command has no argument { $argument }.
rec-usage-unknown-argument = { rec-usage }
err-usage-unknown-command = There is no command { $command }.
rec-usage-unknown-command = { rec-usage }
err-usage-no-command = What to do was not said.
rec-usage-no-command = The commands: smena-server --help.
err-usage-missing = This is missing: { $arguments }.
rec-usage-missing = { rec-usage }
err-usage-twice = { $argument } was given more than once.
rec-usage-twice = Give it once.
err-usage-conflict = { $argument } cannot be given together with { $other }.
rec-usage-conflict = Leave one of the two.
err-usage-no-value = { $argument } needs a value.
rec-usage-no-value = { rec-usage }
err-usage-value = The value "{ $value }" does not fit { $argument }.
rec-usage-value = { rec-usage }
err-algorithm-unknown = There is no algorithm "{ $algorithm }".
rec-algorithm-unknown = Choose gost256, gost512, p256 or rsa2048.
err-name-missing = The name of the authority cannot stand in a certificate.
rec-name-missing = Give a name of up to 64 characters: --name NAME, or name in the configuration.
err-serial-malformed = "{ $serial }" is no serial number.
rec-serial-malformed = Give the number in hexadecimal digits, as smena inspect shows it.
err-reason-unknown = There is no reason "{ $reason }".
rec-reason-unknown = Choose one of: { $known }.
err-address-open = The address { $address } can be reached from other computers.
rec-address-open = The server listens to this computer only, 127.0.0.1:8443 for one; a web server with TLS stands before it.
err-configuration-faulty = The configuration has mistakes.
rec-configuration-faulty = Correct them; all are listed with their lines. To check: smena-server check.
err-file-unreadable = Cannot read: { $file }.
rec-file-unreadable = See that the file or folder is there and can be read.
err-file-unwritable = Cannot write: { $file }.
rec-file-unwritable = See that the folder is there and can be written to, and that the disk has room.
err-certificate-unreadable = The file { $file } holds no certificate that can be read.
rec-certificate-unreadable = One X.509 certificate is needed, DER or PEM. To look at the file: smena inspect.
err-certificate-not-ours = The certificate was not signed by this authority's issuing key.
rec-certificate-not-ours = Only certificates that this authority issued can be imported.
err-holder-without-number = The certificate has no SNILS, INN or OGRN: nobody knows whose it is.
rec-holder-without-number = Look at it with smena inspect. Invented numbers are taken with allow_fake_numbers in the configuration.
err-import-data-faulty = The file { $file } has a mistake: { $detail }.
rec-import-data-faulty = It may have the lines email, phone and procedure, each with a value in quotes.
err-procedure-unknown = There is no procedure { $procedure }.
rec-procedure-unknown = Check the name: a procedure is a file of this name in the folder procedures.
err-serial-taken = Another certificate is stored with this serial number.
rec-serial-taken = See whether two certificates were issued with one number; one of them has to be revoked.
err-serial-not-issued = This authority issued no certificate with the serial number { $serial }.
rec-serial-not-issued = Check the number. A certificate from before smena is imported first: smena-server holder import.
err-key-exists = There is a key in the folder { $folder } already. Nothing was changed.
rec-key-exists = Keys are not overwritten. For a new authority, name another folder in the configuration.
err-authority-not-made = The keys or certificates of the authority were not made.
rec-authority-not-made = The reason stands in brackets below. Take the unfinished folder away before trying again.
err-authority-not-opened = The authority's keys do not open.
rec-authority-not-opened = The reason stands in brackets below. smena-server ca init makes keys; the password comes from issuing_password_file.
err-password-unusable = The file { $file } holds no password.
rec-password-unusable = The password is the first line of the file, and not empty.
err-database-failed = The database does not answer or is damaged.
rec-database-failed = The reason stands in brackets below. Check database in the configuration, the room on the disk and the rights to the file.
err-database-not-migrated = The tables of the database are not those that this version needs.
rec-database-not-migrated = Run smena-server migrate.
err-database-of-other-authority = The database belongs to an authority with another root key.
rec-database-of-other-authority = Check database, and folder in the section authority of the configuration.
err-documents-key-unusable = The key that encrypts the documents that are sent cannot be used.
rec-documents-key-unusable = Put the file documents.key back into the authority's folder from the backup, and close it to other users (mode 0600).
err-list-not-published = The revocation list was not issued; the former one stays.
rec-list-not-published = The reason stands in brackets below. When it is gone, run smena-server crl again.
err-address-taken = The address { $address } cannot be listened on.
rec-address-taken = The server may be running already, or the port is taken. Give another one: --listen 127.0.0.1:0 takes a free one.
err-serving-failed = The server stopped because of an error.
rec-serving-failed = The reason stands in brackets below. Start the server again: what was begun goes on.
err-runtime = The system lacks resources to begin.
rec-runtime = Check the limits of threads and open files.
err-forms = The built-in forms of documents are damaged.
rec-forms = This is a fault of the program. Install it again, or report it.
err-previews-render = A page could not be put together.
rec-previews-render = Please tell the developers.
err-previews-write = The file { $file } cannot be written.
rec-previews-write = Check that there is space on the disk and that the folder may be written to.

err-codes-key-unusable = The key that protects codes for telephones cannot be used.
rec-codes-key-unusable = Check the file codes.key in the authority's folder: 32 octets, readable by its owner alone. If it is removed, it is made anew, and the codes that are on their way become void.
expected-country = the first digits of a country's numbers, for example 7
expected-gateway = an address https://… or http://127.0.0.1:…
expected-network = a network such as 127.0.0.1/32 or 10.0.0.0/8: its first address, then the number of fixed bits

## Operators and renewals: help.

cli-operator-about = Accounts of operators
cli-operator-add-about = Makes an account of an operator
cli-operator-add-name = Name of the account
cli-operator-add-snils = SNILS of the person: two accounts of one person count as one
cli-operator-add-role = Rights: operator (if absent), senior, administrator, auditor
cli-operator-add-email = E-mail address; the person does not decide for anybody who shares it
cli-operator-add-phone = Phone number, likewise
cli-operator-add-certificate = Certificate of this authority with which the person signs decisions
cli-operator-add-by = Account of the administrator who makes it
cli-operator-list-about = Shows the accounts
cli-operator-change-about = Changes the rights of an account
cli-operator-change-name = Name of the account
cli-operator-change-role = New rights: operator, senior, administrator, auditor
cli-operator-change-by = Account of the administrator
cli-operator-disable-about = Disables an account
cli-operator-disable-name = Name of the account
cli-operator-disable-by = Account of the administrator
cli-renewal-about = What operators, registers and the billing do to renewals
cli-renewal-list-about = Shows the open renewals and who owes what
cli-renewal-list-stage = Renewals at this stage only
cli-renewal-show-about = Shows one renewal: changed data, documents and the certificate plan
cli-renewal-show-application = File to write the application to, for printing (PDF)
cli-renewal-approve-about = Approves a renewal
cli-renewal-reject-about = Rejects a renewal
cli-renewal-reject-reason = Reason: data-differ, document, identification, no-right, other
cli-renewal-return-about = Returns a renewal to its holder with a question
cli-renewal-override-check-about = Goes on in spite of a register; takes the words of two operators
cli-renewal-override-check-register = The register, as the procedure names it
cli-renewal-issue-code-about = Gives out an issue code; takes the words of two operators
cli-renewal-accept-paper-about = Takes an application signed by hand
cli-renewal-accept-paper-scan = File with the scan of the signed sheets
cli-renewal-accept-paper-upload = The scan that the holder sent: its id from renewal show
cli-renewal-settle-about = Settles a renewal that was referred to the office
cli-renewal-settle-settlement = resumed: the holder goes on; closed: settled otherwise
cli-renewal-fulfil-ticket-about = Notes that what the ticket asked is done
cli-renewal-comment-about = Writes to the holder about the power of attorney
cli-renewal-note-power-about = Records what is known of a holder's power of attorney
cli-renewal-note-power-power = The power, as the procedure names it
cli-renewal-note-power-until = Last day of its validity, YYYY-MM-DD; without it there is none
cli-renewal-answer-check-about = Records the answer of a register
cli-renewal-answer-check-register = The register, as the procedure names it
cli-renewal-answer-check-verdict = passed, failed or unavailable
cli-renewal-mark-paid-about = Notes that the bill is paid
cli-renewal-bill-none-about = Notes that there is no bill
cli-renewal-bill-due-about = Notes that a bill waits to be paid
cli-renewal-registered-about = Records what a body answered to the registration
cli-renewal-registered-body = The body, as the procedure names it
cli-renewal-registered-refused = Why it refuses; without it the certificate is registered
cli-shared-renewal = Number of the renewal from renewal list
cli-shared-name = Name of the account of the operator who decides
cli-shared-revision = The revision that the operator saw; the present one if absent
cli-shared-key = Folder with the operator's key, where the procedure wants his signature
cli-shared-password-file = File with the password of that key
cli-shared-words = The reason or text in words

## Operators and renewals: what commands did.

role-operator = operator
role-senior = senior operator
role-administrator = administrator
role-auditor = auditor
operator-line = { $name }: { $role }
operator-line-disabled = { $name }: { $role }, disabled
operator-none = There are no accounts. The first one is made by smena-server operator add.
renewal-none = No renewal is open.
renewal-line = { $renewal }  { $holder }, { $procedure }: { $stage } since { $since }; awaited: { $owed }
renewal-changed = { "  " }{ $label }: "{ $was }" → "{ $value }"
renewal-upload = { "  " }{ $purpose }: { $name } ({ $id })
renewal-plan =
    { "  " }The certificate will be issued to: { $subject }
    { "  " }Certificate plan (SHA-256): { $plan }
renewal-moved = Renewal { $renewal }: { $stage }
renewal-first-word = The first word is recorded. Another operator has to say the second by the same command.
renewal-issue-code =
    Issue code: { $code }
    Give it to the holder whom you identified. It is not shown again; a new code voids this one.
upload-document = document
upload-power = power of attorney
upload-paper-application = signed application
err-day-malformed = "{ $day }" is no date.
rec-day-malformed = Write it as YYYY-MM-DD.
err-key-unusable = The key in the folder { $folder } cannot be used.
rec-key-unusable = See that the folder holds the operator's key and certificate, and that the password is right.
err-name-malformed = "{ $name }" cannot be such a name.
rec-name-malformed = Take the name from the procedure or from renewal show.
err-program-fault = A fault of the program.
rec-program-fault = See the line with the cause, and tell the developers.
err-renewal-malformed = "{ $renewal }" is no number of a renewal.
rec-renewal-malformed = Take the number from smena-server renewal list.
err-role-unknown = There are no such rights: { $role }.
rec-role-unknown = Known: { $known }.
err-scan-missing = It is not said where the scan of the application is.
rec-scan-missing = Name a file (--scan) or a document that was sent (--upload), one of the two.
err-settlement-unknown = "{ $settlement }" settles nothing.
rec-settlement-unknown = Write resumed or closed.
err-snils-malformed = The SNILS is not well formed: eleven digits, the last two check the others.
rec-snils-malformed = Check the number.
err-stage-unknown = There is no such stage: { $stage }.
rec-stage-unknown = Known: { $known }.
err-verdict-unknown = "{ $verdict }" is no answer of a register.
rec-verdict-unknown = Write passed, failed or unavailable.
err-words-missing = A refusal needs a reason.
rec-words-missing = Add --words with the reason as the register gave it.
