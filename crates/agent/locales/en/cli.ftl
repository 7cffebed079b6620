### Help of the command line. The keys are computed in src/cli/help.rs.

## Help: in general.

cli-about =
    Renews certificates of electronic signatures on this computer.
    Exit codes: 0 done, 1 refused or not valid, 2 wrongly given, 3 a device, the network or a file failed, 4 a mistake of this program.
cli-usage = Usage:
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-lang = Language of the messages; that of the system by default
cli-json = Prints one JSON object: result or error
cli-home = Folder of this program; among the user's data by default
cli-medium = One more folder of keys, on a flash drive for example; may be given several times
cli-containers = Another folder with containers of CryptoPro CSP; can be given several times
cli-module = PKCS#11 library of a token, if it is not in a usual place; can be given several times
cli-only-named = Do not look for drives, containers and tokens: only what is named and the program's own store
cli-help = Shows this help
cli-version = Shows the version

## Help for each command.

cli-list-about = Lists the certificates and the days that are left
cli-renew-about = Renews a certificate: from the application signed with the old key to the new one installed
cli-status-about = Shows where the renewals of a certificate stand
cli-install-about = Goes on with a renewal: fetches the certificate that was issued and installs it
cli-trust-about = Decides once to trust an authority
cli-trust-url = Address of the authority
cli-trust-root = SHA-256 thumbprint of the root certificate, obtained by another way; then nothing is asked
cli-inspect-about = Says in words what is in a certificate, request, revocation list, CMS signature or key file
cli-inspect-file = The file, DER or PEM
cli-verify-about = Verifies that a certificate leads to a trusted one, at a given time
cli-verify-anchor = File with the trusted certificates, DER or PEM
cli-verify-pool = Folder of intermediate certificates
cli-verify-crls = Folder of revocation lists; without it revocation is not checked
cli-verify-at = The time to verify for, 2026-03-12T14:00:00Z for example; now by default
cli-verify-file = The certificate to verify, DER or PEM
cli-media-about = Shows the attached media: what follows from keeping a key on each, and how many tries its PIN has left
cli-backup-about = Makes a verified copy of a key with its certificate on another medium
cli-backup-to = Where to copy: the path of a folder or the name of a medium as in smena media
cli-backup-none = No copy is wanted: tells the authority that waits for one
cli-decrypt-about = Decrypts a file that is encrypted for one of your certificates; finds the old key by itself
cli-decrypt-file = The encrypted file (CMS), DER or PEM
cli-decrypt-out = Where to write the result; by default beside it, without the ending .p7m, .enc and the like
cli-container-about = Keys on media: list, import from PFX, export to PFX, copy, remove
cli-container-list-about = Shows all keys on all attached media, archived ones too
cli-container-import-about = Takes keys with their certificates from a PFX file (PKCS#12), also one exported by CryptoPro
cli-container-import-file = The PFX file
cli-container-import-to = The medium to write to; by default this computer
cli-container-import-file-password-file = File with the password of the PFX file instead of typing it
cli-container-export-about = Writes a key with its certificate to a PFX file (PKCS#12) under a password
cli-container-export-id = { cli-container-copy-id }
cli-container-export-out = The file to be made
cli-container-export-file-password-file = File with the password for the PFX file instead of typing it
cli-container-copy-about = Makes a verified copy of a key on another medium
cli-container-copy-id = The key: its name in smena container list, the thumbprint of its certificate or the serial number
cli-container-copy-to = { cli-backup-to }
cli-container-keep-about = Says that a replaced key stays where it is, where a renewal asks
cli-container-keep-id = { cli-container-copy-id }
cli-container-remove-about = Removes a replaced key for ever; asks when there is no verified copy
cli-container-remove-id = { cli-container-copy-id }
cli-export-about = Writes a certificate to a file, for the support of systems where you sign, for example
cli-export-format = Form of the file: der (by default) or pem
cli-export-out = The file to be made; by default named after holder and serial number, in the present folder
cli-doctor-about = Checks whether the workplace is ready: program, trust, network, clock, media, certificates
cli-doctor-report = Write a report for support to a file (JSON, without passwords, keys and names)
cli-remind-about = Shows when it will remind of the end of certificates
cli-remind-later = Put reminders off for so many days, 1 to 60
cli-agent-about = The agent: the program that starts with your session, joins the portal to your keys and reminds
cli-agent-install-about = Start the agent with the session, and open the portal's links with it
cli-agent-uninstall-about = Do not start the agent with the session any more
cli-agent-status-about = Shows whether the agent starts with the session
cli-shared-random = Where the randomness of the new key comes from: os (by default), or keyboard: your keystrokes together with the system
cli-shared-certificate = The certificate: SHA-256 thumbprint, a beginning of it (4 characters or more), or serial number; not needed if there is only one
cli-shared-authority = Address of the authority; not needed if only one is trusted
cli-shared-yes = Answers questions with yes
cli-shared-no-password = Keeps the new key (or the copy) without a password
cli-shared-password-file = File with the password of the keys instead of typing it
cli-shared-pin-file = File with the token's PIN instead of typing it; a wrong PIN is not sent twice
cli-shared-on = Medium of the new key: computer, the path of a folder or the name of a token as in smena media; by default that of the old key
cli-shared-exportable = Allows the new key to be copied to another medium later; a token cannot do that
cli-container-remove-without-backup = Removes it without a verified copy too: what was encrypted for this certificate can then never be read
cli-container-export-gost28147 = Protects a GOST key with the cipher 28147-89, which OpenSSL and GnuTLS read; they do not know RFC 9548

cli-agent-run-about = Runs the agent: pages for the browser on this computer, and reminders
cli-agent-run-port = Port of the pages; 17817 by default
cli-agent-run-any-port = Takes any free port; pages are then reached by the system's link or a typed code
cli-agent-run-unknown-peers = Answers connections whose owner the system does not tell; unsafe on computers that several people use
cli-agent-run-pin-entry = Where PINs are typed: window, a window of the system if it has one; page, a page in the browser
cli-agent-open-about = Gives the address of a page where a code is typed
cli-agent-open-doctor = Gives the address of the page that checks this computer instead
cli-agent-running-about = Says whether an agent runs, and where
cli-agent-stop-about = Ends the agent that runs
cli-errand-about = Hands an errand of an authority to the agent, and starts one if none runs
cli-errand-errand = The code that the authority's page shows, or the link
