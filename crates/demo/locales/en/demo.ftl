# Words of the demonstration.

cli-about = An authority and a holder of a certificate on one computer
cli-headless = Perform the whole renewal and leave the files in DIR
cli-dir = The folder; a second run into it renews the certificate of the first
cli-algorithm = Algorithm of the keys
cli-medium = Where the holder keeps his keys: folder (the program's own), cryptopro (containers of CryptoPro CSP), softtoken (smena's software token), softhsm (a token of SoftHSM)
cli-port = Port of this computer
cli-lang = Language

step-set-up = setting up: authority, holder, server
step-resend = handing in a left-over result
step-sign-in = signing in with the valid certificate
step-start = beginning the renewal
step-check-workplace = checking the computer
step-confirm-data = confirming the data
step-generate-key = new key and certification request
step-sign-application = signing the application with the old key
step-wait = waiting for the issue
step-install = installing the new certificate
step-endorse = endorsing the new key with the old one
step-sign-receipt = signing the receipt with the new key
step-collect = collecting the files

demo-done =
    Done in { $milliseconds } ms. The old certificate is { $old }, the new one { $new }.
    Files: { $folder }
demo-running =
    The authority runs. Status: { $status }
    Folder: { $folder }
    The holder's certificate { $serial } is valid until { $until }.

    Renew it in a browser: { $origin }
      The holder's agent runs already and knows this authority.
      Signing in by telephone { $phone }: the codes appear here.
      The agent's page for a code that is typed: { $agent }

    Or in another terminal:
      { "  " }{ $smena } --home "{ $home }" list
      { "  " }{ $smena } --home "{ $home }" renew --authority { $origin } --no-password
      { "  " }{ $smena } --home "{ $home }" status --authority { $origin }

    To stop: Ctrl-C.

demo-message =
    Message to { $to }:
      { "  " }{ $text }

err-file = The file or folder { $path } cannot be written or read.
rec-file = Check permissions and free space, or name another folder: --dir.
err-other-algorithm = This folder holds an authority of { $there } already, and { $asked } was asked for.
rec-other-algorithm = Name another folder, or the same algorithm: --algorithm { $there }.
err-other-medium = The holder of this folder has his keys in { $there } already, and { $asked } was asked for.
rec-other-medium = Name another folder, or the same place: --medium { $there }.
err-no-module = The PKCS#11 library for { $medium } is not on this computer.
rec-no-module = For softhsm install SoftHSM (on Debian: apt install softhsm2). For softtoken build the program again: cargo build --workspace.
err-description = The file { $path } describes no demonstration.
rec-description = Name another folder: --dir.
err-port = Port { $port } of this computer is taken or cannot be used.
rec-port = Name another port, or none: a free one is taken then.
err-busy = The folder { $path } is in use by another run.
rec-busy = Stop that one, or name another folder: --dir.
err-set-up = The part "{ $what }" could not be set up.
rec-set-up = This is a mistake of the program: report it with the line below.
err-incomplete = The renewal stopped at the stage { $stage }.
rec-incomplete = Run it again with the same folder: it goes on.
