### Words of the pages on which a holder does the steps of a renewal.

step-stale = The renewal changed while this page was open. What you entered is kept: look it over and send it again.
step-file = { $name }, { $size } KB
step-scan-hint = PDF, JPEG or PNG, at most 10 MB and 30 pages. Signature and seal have to be legible.

## What is missing and what is wrong

step-missing-birth_date = Enter the date of birth.
step-missing-birth_place = Enter the place of birth as the document has it.
step-missing-code = Enter the code.
step-missing-consent = Tick your consent to have the certificate issued.
step-missing-date = Enter the date of the document.
step-missing-backup = Choose where the copy is, or say that you need none.
step-missing-issued_on = Enter the day the document was issued.
step-missing-kind = Choose one of the kinds.
step-missing-medium = Choose where to keep the key.
step-missing-number = Enter the number of the document.
step-missing-office = Choose an office.
step-missing-power = Choose which power of attorney you are sending.
step-missing-scan = Attach a file with the scan.
step-missing-sex = Enter the sex as the document has it.
step-missing-snils = Enter the SNILS.
step-missing-systems = Tick the systems to which you have sent the certificate.
step-missing-text = Write a message.
step-missing-title = Enter the name of the document.
step-missing-treatment = Choose what to do with the old key.
step-wrong-birth_date = The date of birth is not valid, or is later than the day the document was issued.
step-wrong-code = The code does not match. Check it and enter it again.
step-wrong-date = The date is not valid. Example: 12/03/2026.
step-wrong-email = The e-mail address is not valid. Example: name@example.ru.
step-wrong-issued_on = The date of issue is not valid. Example: 12/03/2026.
step-wrong-phone = The phone number is not valid. Example: +7 999 000-11-22.

## SNILS

step-snils-title = Whose certificate is it?
step-snils-lead = Enter the SNILS (the personal insurance number) of the person who needs the new certificate. It has to be the one in the old certificate.
step-snils-hint = 11 digits. Example: 123-456-789 01
step-snils-good = The check digits match
step-snils-bad = The check digits do not match: look at the number again
step-snils-button = Confirm

## Changing data

step-change-list-title = What do you want to change?
step-change-list-lead = Each row says what a change leads to.
step-change-title = Change: { $label }
step-change-label = New value
step-change-empty = To take the value out, leave the field empty.
step-change-good = The check digit matches
step-change-bad = The value is not valid: check its characters
step-change-button = Change
step-change-remote-says = You will sign the changed application with the old key. Until then everything can be undone.
step-change-paper-says = You will download the application, sign it by hand and send a scan. Such a change is not signed with the old key.
step-change-office-says = If everything else is right, you can go on with the present value. If this value is wrong, answer “Not right” on the page of the data: the office will take over.
step-change-office-title = In the office only: { $label }
step-change-office-only = Only the office changes this value
step-change-back = Back to the data

## Identity document

step-identity-title = What is your identity document?
step-identity-lead = The data are needed to register the certificate with the national identification system (ESIA). They do not go into the certificate.
step-identity-lead-changed = If the document has not changed since the last renewal, there is nothing to fill in.
step-identity-changed = Has the document changed?
step-identity-same = It has not changed
step-identity-same-says = The one that you gave the last time stays.
step-identity-other = It has changed
step-identity-other-says = Fill in the data of the new document below.
step-identity-known = { $kind }, { $number }, issued on { $day }
step-identity-another = Data of the document
step-identity-kind = Kind of document
step-identity-kind-passport = Passport of the Russian Federation
step-identity-kind-passport-says = No citizenship needs to be given.
step-identity-kind-other = Another document
step-identity-kind-other-says = The citizenship is needed too.
step-identity-number = Series and number
step-identity-number-hint = As in the document. Example for a passport: 12 34 567890
step-identity-issued = Issued on
step-identity-born = Date of birth
step-identity-place = Place of birth
step-identity-place-hint = As in the document
step-identity-sex = Sex
step-identity-sex-female = Female
step-identity-sex-female-says = As in the document.
step-identity-sex-male = Male
step-identity-sex-male-says = As in the document.
step-identity-citizenship = Citizenship
step-identity-citizenship-hint = Only if the document is not a passport of the Russian Federation
step-identity-button = Save

## Office

step-office-title = Where should the application go?
step-office-lead = Choose the office by the place where you work. You need not go there as long as the old certificate is valid.
step-office-legend = Office
step-office-region = Region { $region }
step-office-own-region = It is in the region of your certificate.
step-office-button = Choose

## Kind of certificate

step-kind-title = Which certificate do you need?
step-kind-lead = The kind decides whose name stands in the certificate and which documents are needed.
step-kind-legend = Kind of certificate
step-kind-same = The same as now.
step-kind-person = Certificate of a natural person
step-kind-person-says = It has your name and no organisation.
step-kind-official = Certificate of an official
step-kind-official-says = It has your name, your post and your organisation.
step-kind-legal-entity = Certificate of a legal entity
step-kind-legal-entity-says = It has the organisation and the name of whoever acts for it.
step-kind-legal-entity-without-person = Certificate of a legal entity without a person
step-kind-legal-entity-without-person-says = It has the organisation alone: for programs that sign by themselves.
step-kind-data = Look through the data of the certificate and correct them
step-kind-button = Choose

## Powers in systems

step-powers-title = Which powers should the certificate state?
step-powers-lead = Information systems learn from them what you may do.
step-powers-legend = Powers
step-powers-hint = Tick only what you need. You may tick none.
step-powers-button = Save

## Medium and key options

step-medium-title = Where do you want to keep the new key?
step-medium-lead = The program makes the new key there and puts the certificate beside it. The PIN or password is asked once.
step-medium-legend = Medium
step-medium-recommended = A key is harder to steal from it.
step-medium-token = Token
step-medium-token-says = Guarded by a PIN. Insert it each time you sign.
step-medium-card = Smart card
step-medium-card-says = Guarded by a PIN. Insert it into the reader each time you sign.
step-medium-flash-drive = Flash drive
step-medium-flash-drive-says = Guarded by the key's password alone. Insert it each time you sign.
step-medium-floppy = Floppy disk
step-medium-floppy-says = Guarded by the key's password alone, and easily damaged. Insert it each time.
step-medium-computer = This computer
step-medium-computer-says = There is nothing to insert, but you can sign on this computer only.
step-medium-button = Save
step-export-legend = Should it be possible to copy the key to another medium?
step-export-no = No
step-export-no-says = The key stays where it was made. This is safer.
step-export-yes = Yes
step-export-yes-says = The key can be copied. So it can by anybody who gets hold of it.
step-export-warning = A key that is kept on this computer and cannot be copied signs here only. If the computer breaks, you will need another renewal.
step-password-legend = Should the key have a password?
step-password-hint = Tokens and smart cards need none: their PIN guards them.
step-password-no = No password
step-password-no-says = Anybody who has the medium can sign.
step-password-yes = A password
step-password-yes-says = The program asks for it twice. A forgotten password cannot be recovered: you would need an unplanned renewal.

## Documents

step-documents-title = Attach the documents
step-documents-lead = Give the name, date and number of each document and attach a scan.
step-documents-name = Name
step-documents-name-hint = As on the document. Example: Order of appointment
step-documents-day = Date
step-documents-number = Number
step-documents-scan = Scan of the document
step-documents-button = Attach
step-documents-sent = The file was received: { $file }. You need not choose it again.
step-documents-attached = Attached
step-documents-said = { $name }, No. { $number }, { $day }
step-documents-download = Download
step-documents-replace = Replace
step-documents-loose = Sent but not attached
step-documents-remove = Remove

## Contacts

step-contacts-title = How can we reach you?
step-contacts-lead = Messages about the renewal come here.
step-contacts-code-says = The code with which you confirm the issue goes to the phone too. A number that you change now confirms nothing for a day.
step-contacts-phone = Phone
step-contacts-phone-hint = Example: +7 999 000-11-22
step-contacts-email = E-mail address
step-contacts-email-hint = For messages; it does not go into the certificate from here
step-contacts-button = Save

## Powers of attorney

step-powers-of-attorney-title = Powers of attorney are lacking
step-powers-of-attorney-lead = The renewal does not begin without them. Send a scan; the office will look at it.
step-powers-of-attorney-all-there = All powers of attorney are there.
step-powers-of-attorney-send = Send a power of attorney
step-powers-of-attorney-which = Which power of attorney
step-powers-of-attorney-scan = Scan of the power of attorney
step-powers-of-attorney-button = Send
step-powers-of-attorney-again = Check again
step-powers-of-attorney-again-says = If the office has recorded the power of attorney by now, check again.
step-power-missing = There is no such power of attorney
step-power-expired = It ended on { $day }
step-power-revoked = It was revoked on { $day }
step-power-valid = Valid until { $day }
step-ticket-title = Messages with the office
step-ticket-open = The office is looking at what you sent
step-ticket-open-says = You may close the page: a message will come when the office has answered.
step-ticket-fulfilled = The office has answered
step-ticket-fulfilled-says = Check the powers of attorney again. If they are still lacking, the request is reopened.
step-ticket-reopened = The request is open again
step-ticket-reopened-says = The power of attorney is still lacking. The office will look again; no new request is needed.
step-ticket-file = You sent “{ $power }”: { $file }
step-ticket-you = You: { $text }
step-ticket-office = Office: { $text }
step-ticket-comment = Message to the office
step-ticket-button = Write

## Application

step-application-title = Look through the application and sign it
step-application-lead = This is the application for the new certificate. Read it: exactly this will be signed.
step-application-unchanged = All data are those of the old certificate.
step-application-changed = What will change
step-application-look = Open the application (PDF)
step-application-hash = Fingerprint of the file (SHA-256). It tells you that the program shows the same file.
step-application-happens = The program on this computer shows the application once more and signs it with the old key. You need the medium with the old key; the PIN or password is asked once.
step-application-hands-in = The application is handed in with the signature. You need not print or bring it.
step-application-hands-in-later = After signing you look through the documents and hand the application in. You need not print or bring it.
step-application-button = Sign
step-submit-title = Hand in the application?
step-submit-lead = The application is signed. See whether all documents are there.
step-submit-application = Signed application (PDF)
step-submit-then = Data and documents cannot be changed afterwards.
step-submit-button = Hand in
step-paper-title = Sign the application by hand
step-paper-expired = The old certificate has expired, so it cannot sign the application.
step-paper-telephone = The application has all your data, so it is not shown after signing in by telephone. The office prints it for you: bring your identity document.
step-paper-scan-instead = If you have the signed application already
step-paper-data-changed = Data about the holder have changed, so the application is signed by hand.
step-paper-download = Download the application (PDF)
step-paper-print = Print the application.
step-paper-sign = Sign it by hand and write the date.
step-paper-scan-says = Scan the sheet and send the scan here. Hand the sheet itself to the office.
step-paper-scan = Scan of the signed application
step-paper-button = Send the scan
step-paper-button-again = Send another scan
step-paper-sent = The scan was received
step-paper-sent-says = A message will come when the office has accepted the application. You may close the page.
step-paper-office = Where to bring the sheet

## Bill

step-bill-title = Pay the bill
step-bill-due = The certificate is issued once the bill is paid
step-bill-says = The bill went to your organisation with the decision. Everything that you filled in is kept.
step-bill-by-itself = The renewal goes on by itself when the payment has come: you may close the page.
step-bill-questions = If there is no bill, or it was paid already
step-bill-button = Check the payment
step-bill-unpaid = The payment has not come yet. It usually takes up to one working day.
step-bill-renewal = To the steps of the renewal

## Consent

step-consent-title = Issue the certificate with these data?
step-consent-lead = Read the data for the last time. They cannot be changed after the issue.
step-consent-sentence = I confirm that I agree to the issue of an electronic-signature certificate with these data
step-consent-says = Your consent is kept with the application.
step-consent-button = Issue the certificate

## Code of the office

step-issue-code-title = Enter the code that the office gave you
step-issue-code-instead = Or the code that the office gave you
step-issue-code-lead = The office gives the code out when it has made sure that you are you. It ties the new key to your application.
step-issue-code-label = Code
step-issue-code-hint = 20 letters and digits. Hyphens and spaces do not matter. Example: ABCDE-FGHJK-MNPQR-STUVW
step-issue-code-button = Confirm

## Code from a message

step-code-title = Enter the code from the message
step-code-lead = We sent it to the number that ends in { $phone }. The code confirms that the certificate is issued at your wish.
step-code-label = Code
step-code-button = Confirm
step-code-left = { $minutes ->
    [one] The code is valid for { $minutes } more minute.
   *[other] The code is valid for { $minutes } more minutes.
}
step-code-over = The code is no longer valid. Ask for a new one.
step-code-tried-often = This code was entered wrongly five times and is no longer valid. Ask for a new one.
step-code-over-today = Codes were entered wrongly ten times in a day, and no more are taken today. Try again tomorrow, or go to the office of the authority.
step-code-not-sent = The code has not been sent yet. It usually comes within two minutes.
step-code-again = Send the code again
step-code-again-in = { $minutes ->
    [one] If no code comes, you can ask for another one here in { $minutes } minute.
   *[other] If no code comes, you can ask for another one here in { $minutes } minutes.
}
step-code-again-says = { $left ->
    [one] No code? It can be sent { $left } more time.
   *[other] No code? It can be sent { $left } more times.
}
step-code-no-more = No more codes are sent for this renewal. If none of them came, go to the office of the authority.

## Workplace

step-workplace-title = Is the computer ready?
step-workplace-lead = Check the computer first, so that nothing stops you halfway.
step-workplace-open = Open the program Smena on this computer and insert the medium with the key.
step-workplace-look = Run its check of the computer, or the command smena doctor. Each line says what to do.
step-workplace-tick = Tick here what is in order.
step-workplace-download = Download the program
step-workplace-legend = What is in order
step-workplace-agent = The program Smena
step-workplace-agent-says = Installed, running and up to date.
step-workplace-reader = Reader
step-workplace-reader-says = Connected, and the program sees it.
step-workplace-medium = Medium of the key
step-workplace-medium-says = Inserted, with the old certificate on it.
step-workplace-provider = Cryptographic provider
step-workplace-provider-says = The program that signs is installed and recent enough.
step-workplace-sensor = Source of random numbers
step-workplace-sensor-says = There is randomness for the new key.
step-workplace-not-ready = Not everything is ticked. You cannot begin without it: the check in the program says what to do.
step-workplace-button = Go on

## Looking through the certificate

step-familiarise-title = Look through the new certificate
step-familiarise-lead = The law asks you to read what it says before you acknowledge its receipt.
step-familiarise-then = If something is wrong, do not confirm: go back to the steps and give the certificate up.
step-familiarise-whole = All contents, and print
step-familiarise-button = I have read it

## Copy of the key

step-backup-title = Make a copy of the new key?
step-backup-lead = Without a copy, a lost or broken medium means an unplanned renewal.
step-backup-keep = Keep the copy until { $until }, apart from the medium that you use.
step-backup-insert = Insert another medium: a flash drive, a token or a floppy disk.
step-backup-open = Make a backup with the program Smena, or run the command smena backup. Do not change the key's name.
step-backup-password = If the program offers a password for the copy, you may leave it empty; a forgotten password cannot be recovered.
step-backup-verified = The program reads the copy back and says that it is good. Answer here then.
step-backup-legend = Where is the copy?
step-backup-card = On a smart card
step-backup-card-says = Guarded by a PIN.
step-backup-token = On a token
step-backup-token-says = Guarded by a PIN.
step-backup-flash-drive = On a flash drive
step-backup-flash-drive-says = Guarded by the key's password.
step-backup-floppy = On a floppy disk
step-backup-floppy-says = Guarded by the key's password.
step-backup-computer = On this computer
step-backup-computer-says = Guarded by the key's password.
step-backup-none = I need no copy
step-backup-none-says = If the medium is lost, you cannot sign any more: you will need an unplanned renewal.
step-backup-button = Save the answer

## Old key

step-old-key-title = What to do with the old key?
step-old-key-lead = The old key takes room on the card. New documents do not need it.
step-old-key-warning = Old encrypted documents can be read with the old key only. A deleted key does not come back.
step-old-key-pin = The card asks for its present PIN when you delete. If there are two fields, enter it in both: there is no need to change the PIN.
step-old-key-legend = Old key
step-old-key-kept = Leave it on the card
step-old-key-kept-says = Old documents can still be read.
step-old-key-recommended = Nothing is lost.
step-old-key-deleted = I have deleted it from the card
step-old-key-deleted-says = There is room again; documents that were encrypted for it cannot be read any more.
step-old-key-backup-first = First make a copy of the key, or say that you need none.
step-old-key-button = Save the answer

## Information systems

step-systems-title = Send the certificate to the systems you work with
step-systems-lead = Download the certificate file and send it to the support of each system. There is nothing secret in it.
step-systems-file = Download the certificate (.cer)
step-systems-how = This site sends no letters: the address of the support is on the site of the system.
step-systems-legend = Where you have sent the certificate
step-systems-told = Ticked before
step-systems-button = Tick off

## Switching to the new certificate

step-switch-title = When to switch to the new certificate
step-switch-on = Your programs switch to the new certificate on { $day }
step-switch-now = Sign with the new certificate from now on
step-switch-old = The old certificate is valid
step-switch-new = The new certificate is valid
step-switch-until-then = You can use the old certificate until it ends. Keep its key afterwards too: old documents are read with it.
step-switch-open = Open the settings of the program in which you sign.
step-switch-choose = Choose the certificate with the new period.
step-switch-try = Sign something on trial.
step-switch-calendar = Add the day to the calendar
step-switch-finish = Results of the renewal
