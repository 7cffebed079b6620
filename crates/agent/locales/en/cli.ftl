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
cli-help = Shows this help
cli-version = Shows the version

## Help for each command.

cli-list-about = Lists the certificates and the days that are left
cli-renew-about = Renews a certificate: from the application signed with the old key to the new one installed
cli-renew-certificate = The certificate: its SHA-256 thumbprint, the beginning of it (4 digits or more) or its serial number; not needed if there is only one
cli-renew-authority = Address of the authority; not needed if only one is trusted
cli-renew-yes = Answers yes to the questions about the data and the signature of the application
cli-renew-no-password = Keeps the new key without a password
cli-renew-password-file = File with the password of the keys, instead of typing it
cli-renew-pin-file = File with the token's PIN instead of typing it; a wrong PIN is not sent twice
cli-renew-on = Medium of the new key: computer, the path of a folder or the name of a token as in smena media; by default that of the old key
cli-renew-exportable = Allows the new key to be copied to another medium later; a token cannot do that
cli-status-about = Shows where the renewals of a certificate stand
cli-status-certificate = { cli-renew-certificate }
cli-status-authority = { cli-renew-authority }
cli-status-yes = { cli-renew-yes }
cli-status-no-password = { cli-renew-no-password }
cli-status-password-file = { cli-renew-password-file }
cli-status-pin-file = { cli-renew-pin-file }
cli-status-on = { cli-renew-on }
cli-status-exportable = { cli-renew-exportable }
cli-install-about = Goes on with a renewal: fetches the certificate that was issued and installs it
cli-install-certificate = The old certificate that is being renewed: its SHA-256 thumbprint, the beginning of it (4 digits or more) or its serial number
cli-install-authority = { cli-renew-authority }
cli-install-yes = { cli-renew-yes }
cli-install-no-password = { cli-renew-no-password }
cli-install-password-file = { cli-renew-password-file }
cli-install-pin-file = { cli-renew-pin-file }
cli-install-on = { cli-renew-on }
cli-install-exportable = { cli-renew-exportable }
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
