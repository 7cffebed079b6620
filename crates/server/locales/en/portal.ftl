### Words of the pages for holders of certificates.

portal-language-name = English

## Sections

portal-nav-start = Start
portal-nav-certificates = My certificates
portal-nav-notices = News and notices
portal-nav-downloads = Program
portal-nav-authority = About the authority

## What did not work

portal-problem-ours = Something broke on our side
portal-problem-refused = That does not work
portal-problem-signed-out = You need to sign in
portal-problem-missing = There is nothing here
portal-problem-forbidden = You may not go there
portal-problem-too-many = Too often
portal-problem-busy = That did not work just now
portal-problem-gone = The time is over

## Start

portal-start-title = Replace your signature certificate
portal-start-about = Here you replace a certificate issued by { $authority } with a new one. You need not go anywhere while the old certificate is valid.
portal-start-certificates = My certificates
portal-start-ways = How to sign in
portal-way-certificate = Sign in with your certificate
portal-start-certificate-says = For everything: look at your data, make a key, sign the application. You need the medium with your key, and the program on this computer.
portal-start-needed = What you will need
portal-start-needed-certificate = A certificate that is still valid.
portal-start-needed-medium = The medium that holds its key – a token, a smart card, a flash drive or a folder on the computer – and its password.
portal-start-needed-program = The program “Smena” on this computer.
portal-start-download = Download
portal-start-time = It takes a few minutes. You can close the page at any moment: you come back to where you were.
portal-start-support = Questions:

## My certificates

portal-certificates-title = My certificates
portal-certificates-none = Certificates that this authority has issued to you will appear here.
portal-certificates-replace = Replace
portal-certificates-go-on = Go on with the replacement
portal-certificate-soon = { $days ->
    [0] Last day: you can sign until { $until }. Replace the certificate now.
    [one] { $days } day left: you can sign until { $until }. Replace the certificate.
   *[other] { $days } days left: you can sign until { $until }. Replace the certificate.
}
portal-certificate-over = It ended on { $since }. Keep the key: old documents are read with it.
portal-certificate-revoked = The certificate has been revoked.
portal-certificate-on-hold = The certificate is suspended. Please contact the office of the authority.
portal-certificate-replaced = Replaced. The old certificate is valid until { $until }; keep its key.
portal-label-serial = Serial number
portal-label-validity = Valid
portal-label-key-until = Can sign until
portal-label-left = Left
portal-label-renewal = Replacement
portal-period = from { $from } to { $until }
portal-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}

## Steps

portal-task-done = Done
portal-task-now = Now: you
portal-task-now-until = Now: you, until { $due }
portal-task-now-certificate = Now: you, after signing in with the certificate
portal-not-by-telephone = not shown
portal-by-telephone = the owner of the telephone
portal-task-overdue = Overdue: you, it was due until { $due }
portal-task-waiting = Waiting for: { $who }
portal-task-waiting-until = Waiting for: { $who }, until { $due }
portal-task-later = Later
portal-task-not-needed-on-paper = Not needed: the application is signed by hand
portal-task-not-needed-no-bill = Not needed: there is no bill
portal-task-not-needed-ended = Not needed: the replacement ended before
portal-task-about = { $duty }: { $about }
portal-party-authority = the authority
portal-party-holder = you
portal-party-office = the office of the authority
portal-party-operator = an operator of the authority

## A renewal's page

portal-renewal-about = Certificate { $serial } is being replaced; you can sign with it until { $until }.
portal-renewal-history = What happened
portal-renewal-rejected = Your application was rejected. The reason:
portal-renewal-question = An operator returned your application. The operator writes:
portal-renewal-certificate-needed = This step needs signing in with the certificate
portal-renewal-certificate-needed-says = You signed in by telephone, and your data are shown or something is signed here. Sign out, and sign in with the certificate at the computer that has the key. All that is done stays.
portal-renewal-withdraw = Give up this replacement
portal-renewal-abandon = Give up the new certificate
portal-standing-you = Your step now: { $what }.
portal-standing-you-until = Your step now: { $what }. Do it before { $due } is over.
portal-standing-waiting = Now waiting for { $who }. Step: { $what }, since { $since }. You may close the page, we will write to you.
portal-standing-waiting-until = Now waiting for { $who }, until { $due }. Step: { $what }, since { $since }. You may close the page, we will write to you.
portal-standing-nothing = There is nothing to do now.
portal-standing-completed = The replacement is complete.
portal-standing-rejected = The replacement ended with a rejection.
portal-standing-withdrawn = The replacement was cancelled. The old certificate is valid until its end.
portal-standing-abandoned = You gave up the new certificate; it has been revoked.
portal-happened = { $who }: { $what }
portal-happened-moved = { $who }: { $what }. Now: { $stage }
portal-happened-refused = { $who }: { $what }. Not accepted: { $why }
portal-happened-why-shown = the reason was shown on the page
portal-who-holder = You
portal-who-authority = The authority
portal-who-outside = An outside service

## Looking through the data

portal-check-data-title = Are the data of the new certificate right?
portal-check-data-lead = Check that they are true. They will stand like this in the new certificate.
portal-check-data-telephone = The data are taken from the old certificate. They are not shown after signing in by telephone: you see them on the application. If something has changed, put it right here.
portal-check-data-source = This is how the authority has these data: { $authority }.
portal-check-data-right = They are right
portal-check-data-wrong = They are wrong
portal-check-data-wrong-says = If you answer “They are wrong”, the office will deal with the replacement. To change a single line, press “Change” beside it.
portal-check-data-answer-missing = Say whether the data are right: press “They are right” or “They are wrong”.
portal-change = Change
portal-change-remote = Can be changed here, at once.
portal-change-paper = After a change the application is printed and signed by hand.
portal-change-office = Changed in the office only.

## What happened

portal-did-start = began the replacement
portal-did-supply-power = sent a power of attorney
portal-did-comment-ticket = wrote in the request
portal-did-fulfil-ticket = fulfilled the request
portal-did-recheck-powers = checked the powers of attorney again
portal-did-report-workplace = checked the computer
portal-did-identify-by-snils = typed the SNILS
portal-did-change-data = changed the data
portal-did-dispute-data = said that the data are wrong
portal-did-confirm-data = confirmed the data
portal-did-give-identity-document = gave the identity document
portal-did-choose-office = chose the office
portal-did-choose-kind = chose the kind of certificate
portal-did-choose-system-powers = chose the powers in systems
portal-did-choose-key-options = chose the medium of the key
portal-did-attach-document = attached a document
portal-did-give-contacts = gave contacts
portal-did-accept-request = made the key
portal-did-accept-application = signed the application
portal-did-submit-application = handed in the application
portal-did-accept-paper-application = took the application on paper
portal-did-record-check = answered a check
portal-did-override-check = went on without the answer of a check
portal-did-approve-by-rule = approved by the rules
portal-did-approve = approved
portal-did-reject = rejected
portal-did-return-to-holder = returned it to you with a question
portal-did-record-bill = recorded the bill
portal-did-give-consent = agreed to the issue
portal-did-accept-endorsement = endorsed the new key with the old one
portal-did-accept-issue-code = entered the code from the office
portal-did-resend-code = asked for another code
portal-did-confirm-by-code = confirmed the issue with the code
portal-did-prepare-issue = prepared the issue
portal-did-drop-intent = put the prepared issue off
portal-did-record-issue = issued the certificate
portal-did-record-installation = installed the certificate
portal-did-familiarise = read the contents of the certificate
portal-did-accept-receipt = signed the receipt
portal-did-record-backup = decided about a backup of the key
portal-did-record-old-key = decided about the old key
portal-did-record-registration = answered about the registration
portal-did-record-system-told = told a system of the certificate
portal-did-record-standing = checked the old certificate
portal-did-settle-referral = settled it in the office
portal-did-withdraw = gave up the replacement
portal-did-abandon = gave up the new certificate
portal-did-make-errand = opened a step in the program on the computer
portal-did-read-command = sent data
portal-did-other = took a step

## Sign-in and the program on this computer

portal-back = Back
portal-sign-in-title = Signing in with a certificate
portal-sign-in-lead = The program “Smena” on this computer will show your certificates and ask for the password of the medium. Password and key stay on the computer.
portal-sign-in-button = Open the program
portal-errand-sign-in = Signing in with a certificate
portal-errand-pair = Connecting to the program on the computer
portal-errand-sign-application = Signing the application
portal-errand-generate-key = A new key
portal-errand-endorse = Endorsing the new key
portal-errand-install = Installing the certificate
portal-errand-sign-receipt = Signing the receipt
portal-errand-approve = An operator's decision
portal-errand-update = Updating the program
portal-errand-check-workplace = Checking the computer
portal-door-lead = It goes on in the program “Smena” on this computer, in a new tab.
portal-door-open = Go on in the program
portal-door-registered = The program is not running? Start it
portal-door-stays = This page waits and goes on by itself.
portal-door-late = The program has not answered
portal-door-late-download = If it is not on this computer, install it. The page goes on by itself as soon as the program answers.
portal-door-download = Download the program
portal-door-late-typed = If you have the program, open it and type this code:
portal-door-typed-until = The code is valid until
portal-door-claimed = Go on in the window of the program. This page is waiting.
portal-door-fulfilled = The program is done. Come back from its window by the link “Back to the portal”.
portal-pairing-lead = The program on the computer shows eight digits. Type them, and what you do here goes through that program.
portal-pairing-label = Digits from the program's window
portal-pairing-hint = Eight digits, such as 1234 5678
portal-pairing-wrong = These are not the digits that the program shows. Look at its window again and type them once more.
portal-pairing-button = Connect
portal-pairing-other = If no program on your computer has shown digits, type nothing and call the authority.
portal-door-go-to-agent = Go to the program
portal-door-again = Begin again
portal-door-burned = Another program answered on this computer
portal-door-burned-says = The code was used twice, so the step was stopped. Nothing was signed. Check that you have the genuine program, and begin again.
portal-door-declined = You declined in the program
portal-door-declined-says = Nothing was signed and nothing is lost. You can begin again whenever you like.
portal-door-failed = The step did not work
portal-door-failed-says = The reason: { $reason }. What was done before is kept.
portal-door-closed = The time is over
portal-door-closed-says = The program did not finish in time, or you began this step again elsewhere. Nothing is lost.
portal-door-update = The program has to be updated
portal-door-update-says = Its version is too old for this authority. Download the new one, install it, and begin again.

## Coming back from the program

portal-returned-you = Are you { $name }?
portal-returned-you-says = The sign-in is signed so. If it is you, go on. If not, close the page: nobody will be signed in.
portal-returned-sign-in = Yes, sign in
portal-returned-not-me = That is not me
portal-returned-done = The program is done
portal-returned-go-on = Go on
portal-returned-pair = The computer is connected to this session.
portal-returned-sign-application = The application is signed and taken.
portal-returned-generate-key = The new key is made, the request is taken.
portal-returned-endorse = The new key is endorsed by the old one.
portal-returned-install = The certificate is installed.
portal-returned-sign-receipt = The receipt is signed and taken.
portal-returned-approve = The decision is signed.
portal-returned-update = The program is updated.
portal-returned-check-workplace = The computer was checked, everything is ready.
portal-label-until = Valid until

## The program

portal-downloads-title = The program “Smena” for this computer
portal-downloads-lead = It works with the keys on your media. Keys and passwords stay on the computer; the portal never sees them.
portal-downloads-none = The authority offers no download yet. Please ask for the program in its office.
portal-downloads-download = Download
portal-downloads-sha256 = SHA-256 of the file
portal-downloads-compare = Compare the hash of the downloaded file with the one shown here.
portal-downloads-after = What comes next
portal-downloads-after-install = Install the program. There is no need to restart the computer.
portal-downloads-after-trust = When it first runs, it asks whether you trust this authority. Compare the thumbprint:
portal-downloads-after-return = Go back to the page you came from: it goes on by itself.

## About the authority

portal-authority-title = The authority: { $authority }
portal-authority-lead = The address at which the portal really works:
portal-authority-root = Root certificate
portal-authority-issuing = The certificate that signs your certificates
portal-authority-download = Download
portal-authority-compare = Compare the thumbprint with the paper that you were given, or with what the authority has published. If they differ, do not trust this page.
portal-authority-list = List of revoked certificates
portal-label-thumbprint = SHA-256 thumbprint

## Notices

portal-notices-title = News and notices
portal-notices-none = There is no news. Reminders to replace a certificate and answers of the authority will appear here.
portal-notices-pressing = Time to replace
portal-notices-early = { $next ->
    [one] There is time enough. The next reminder comes { $next } day before then.
   *[other] There is time enough. The next reminder comes { $next } days before then.
}
portal-notices-early-only = There is time enough. No further reminder will come.
portal-notices-near = { $next ->
    [one] Please do not put the replacement off. The next reminder comes { $next } day before then.
   *[other] Please do not put the replacement off. The next reminder comes { $next } days before then.
}
portal-notices-last = This is the last reminder. Begin the replacement today: after then there is nothing to sign the application with.
portal-notices-news = Your replacements
portal-notices-renewal = Replacement: { $stage }, { $when }
portal-notices-open = Open

## Steps that the program does

portal-step-application-pdf = Look at the application (PDF)
portal-step-certificate = What the certificate says
portal-step-generate-key-title = Make a new key
portal-step-generate-key-lead = The program on this computer makes a new key on the medium of your choice. The old key stays where it is.
portal-step-generate-key-needed = You need a medium for the key, and its password.
portal-step-generate-key-button = Make the key
portal-step-sign-application-title = Sign the application
portal-step-sign-application-lead = You sign the application with your old key. The program shows its data once more and asks you to confirm.
portal-step-sign-application-needed = You need the medium with your old key, and its password.
portal-step-sign-application-button = Sign
portal-step-endorse-title = Endorse the new key with the old one
portal-step-endorse-lead = Your old key signs that it was you who made the new key. Nothing is issued without it.
portal-step-endorse-needed = You need the medium with your old key, and its password.
portal-step-endorse-button = Endorse
portal-step-install-title = Install the certificate
portal-step-install-lead = The program puts the new certificate beside the new key and makes a test signature.
portal-step-install-needed = You need the medium with the new key.
portal-step-install-button = Install the certificate
portal-step-sign-receipt-title = Sign the receipt
portal-step-sign-receipt-lead = With the new key you sign that you received the certificate and read it. That ends the replacement.
portal-step-sign-receipt-needed = You need the medium with the new key, and its password.
portal-step-sign-receipt-button = Sign the receipt
portal-step-check-workplace-title = Check the computer
portal-step-check-workplace-lead = The program looks whether the computer is ready for the replacement: reader, medium, libraries, random numbers. Nothing is changed and nothing is signed.
portal-step-check-workplace-needed = Insert your card or token, if your key is on one.
portal-step-check-workplace-button = Check the computer
portal-step-pair-title = Connect the program
portal-step-pair-lead = You signed in by telephone, so the program on the computer first shows eight digits, and you type them here. Then it does this step.
portal-step-pair-needed = Do this at the computer that will have the new key.
portal-step-pair-button = Connect the program

## Giving up

portal-withdraw-title = Give up this replacement?
portal-withdraw-lead = The replacement ends. The old certificate stays valid until its end. You can begin another replacement later.
portal-withdraw-button = Give up the replacement
portal-abandon-title = Give up the new certificate?
portal-abandon-lead = The new certificate will be revoked for ever. Do this when the new key is lost. The old certificate stays valid until its end.
portal-abandon-button = Give up and revoke
portal-leave-stay = Stay

## The issue

portal-renewal-finish = The result
portal-progress = { $ahead ->
    [0] The certificate is being issued; you are first in the queue.
    [one] The certificate is being issued. { $ahead } application is before yours.
   *[other] The certificate is being issued. { $ahead } applications are before yours.
}
portal-progress-elapsed = Gone by:
portal-progress-label = Issue of the certificate
portal-progress-close = It usually takes less than a minute. You may close the page: you come back here.

## What the certificate says

portal-certificate-title = What the certificate says
portal-certificate-information = These data and their printed form are for your information only.
portal-certificate-holder = Holder
portal-certificate-itself = Certificate
portal-certificate-file = Download the certificate file
portal-label-issuer = Issued by
portal-label-private-key = Private key may be used
portal-label-algorithm = Algorithm of the key
portal-label-public-key = Public key
portal-label-subject-tool = The holder's signature tool
portal-label-issuer-tool = The authority's signature tool

## The result

portal-finish-title = The certificate is replaced
portal-finish-panel = Programs switch to the new certificate on { $date }.
portal-finish-new-period = The new certificate is valid
portal-finish-old-period = The old certificate is valid
portal-finish-switch = Day of the switch
portal-finish-backup = Backup of the key
portal-finish-backup-none = Not made yet
portal-finish-backup-declined = You decided to have none
portal-finish-backup-made = Made and checked: { $medium }. Keep it as long as the certificate is valid.
portal-finish-old-key-kept = Keep the old key: old documents are read with it. You can sign with it until its end.
portal-finish-old-key-deleted = The old key was deleted from the card, as you decided.
portal-finish-bodies = Registration
portal-finish-bodies-says = Until the registration is done, send reports with the old certificate.
portal-registration-pending = Waiting for the answer
portal-registration-refused = Not registered: { $reason }. An operator is dealing with it.
portal-registration-registered = Registered on { $date }
portal-finish-systems = Tell them about the new certificate
portal-finish-calendar = Add to calendar
portal-finish-renewal = The replacement's page
portal-calendar-switch = Programs switch to the new certificate

## Why a step did not work

portal-failed-unknown = the reason is not known
portal-failed-no-certificate = there is no fitting certificate on this computer
portal-failed-no-key = the private key was not found; insert the medium that holds it
portal-failed-wrong-secret = the password or PIN was wrong
portal-failed-medium-locked = the medium is locked after wrong tries
portal-failed-medium-lost = the medium was removed or does not answer
portal-failed-medium-full = there is no room left on the medium
portal-failed-medium-unfit = no medium on this computer fits
portal-failed-part-refused = a file could not be fetched whole
portal-failed-document-refused = the document has what the program does not sign
portal-failed-content-refused = the data contradict what the program knows
portal-failed-unsupported = the program does not know this step; update it
portal-failed-time-over = the time was over
portal-failed-internal = a fault of the program

# Signing in by telephone.
portal-way-phone = Sign in by telephone
portal-start-phone-says = To see how the renewal is going, to fill in, send and confirm, or if the certificate has expired. Nothing can be signed this way.
portal-phone-title = Sign in by telephone
portal-phone-lead = This shows how your renewal is going, takes what has to be filled in and sent, and replaces a certificate that has expired. Your data are not shown. To sign the application, sign in with your certificate.
portal-phone-label = Telephone number
portal-phone-hint = A message with a six-digit code will come to it. For example, +7 900 123-45-67
portal-phone-button = Get a code
portal-code-title = Enter the code from the message
portal-code-lead = If this number is on record as yours, a message with a code has been sent to it. It mostly comes within two minutes.
portal-code-label = Code
portal-code-hint = Six digits. Tell them to nobody
portal-code-button = Sign in
portal-code-until = The code is valid until { $until }.
portal-code-over = The time of this code is over. Get another one.
portal-code-tried-often = This code was entered wrongly five times and is no longer valid. Get another one.
portal-code-over-today = Codes were entered wrongly ten times in a day, and no more are taken today. Sign in with your certificate, try again tomorrow, or go to the office of the authority.
portal-code-other-way = Sign in with the certificate
portal-code-none = No message?
portal-code-none-says = If it still does not come, the number may be on record in another way, or for several people. Sign in with your certificate, or ask for help.
portal-code-again = Get another code
portal-code-again-at = Another code can be had from { $at }.
portal-code-again-now = Another code can be had now.
portal-progress-title = How the renewal is going
portal-progress-none = No certificate has to be replaced, and no renewal is under way.
portal-progress-more = What next
portal-progress-more-says = Signing in by telephone opens the steps on which something is typed, sent or confirmed. Your data are not shown and nothing can be signed. Everything else is there after signing in with the certificate: sign out, and sign in with it at the computer that has the key.
portal-progress-ends = A certificate ends on { $day }
portal-progress-over = A certificate ended on { $day }
portal-progress-open = Open
