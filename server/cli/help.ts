import { DEFAULT_HOST, DEFAULT_PORT } from '../protocol/limits';

export const HELP = `Alongside: team chat beside the code. This is its server.

  serve                 Run the server until Ctrl+C.
    --host ADDRESS        Listen at this address only. Default ${DEFAULT_HOST}: this computer alone.
    --port NUMBER         Default ${DEFAULT_PORT}; 0 takes any free one.
    --data FOLDER         Where the history is kept. Default: $ALONGSIDE_DATA, or
                          ~/.local/share/alongside.
    --transcript FILE     A plain copy of the history, line by line. Default:
                          chat_history.txt in the data folder; off for none.
    --tls-cert FILE       Encrypt: the certificate and those it needs to be trusted, in
                          PEM form. Both files are read again when they are renewed.
    --tls-key FILE        Its private key, without a passphrase.
    --unencrypted         Do not encrypt where others reach the server: whoever sits on the
                          network in between can read and change all of it. Without
                          this and without a certificate it makes one for itself
                          (certificate.pem in the data folder), and invite links
                          carry its fingerprint. For a proxy that encrypts instead.
    --public-host NAME    Behind a proxy: the name that it serves. NAME,NAME for more.
    --trusted-proxy ADDRESS
                          Take the word of the proxy at this address, or network, on
                          whom it speaks for (X-Forwarded-For). ADDRESS,ADDRESS for more.
    --invites needed|open Who may join: who was invited, or whoever reaches it. Default:
                          open for this computer alone, needed otherwise.
    --idle-exit SECONDS   Stop when nobody has been connected for so long.
    --metrics PORT        Figures for Prometheus at http://127.0.0.1:PORT/metrics.
    --limit NAME=NUMBER   Another limit than the default; may be given again. Among them
                          sendsPerMinute, connections, connectionsPerAddress,
                          connectionsPerMember; a wrong name lists all.

  invite                Make an invite, and print it. The server may be running. Who comes
                        first is the owner, whatever the invite says.
    --server ADDRESS      Where members join; then it is a link, with the fingerprint of
                          the certificate where the server made its own.
    --role ROLE           Default member; else guest, moderator, owner or bot.
    --room ID             A room that it lets into as well.
    --days NUMBER         Default 7.
    --uses NUMBER         Default 25.
    --data FOLDER

  members               List them. The server may be running.
  members role NAME ROLE, ban NAME, unban NAME, unmute NAME
                        Change what a member may do: also where no owner can any more.
  members pair NAME     Print a code that lets in one more device of a member, once.
    --data FOLDER

  import FILE           Add a chat_history.txt, also the Python chat's, to the history.
                        All of it or nothing; a second time adds nothing. The server
                        must not be running.
    --room NAME           Default general.
    --data FOLDER

  export                Write the history out. The server must not be running; from the
                        editor it may.
    --format txt|jsonl|md Default txt: the lines of chat_history.txt.
    --out FILE            Default: standard output.
    --room NAME           Default general.
    --data FOLDER

  backup                Make a backup, check it, and print where it is. The server may be
                        running. It makes one by itself every day, and keeps those of
                        the newest seven days that have one.
    --data FOLDER

  restore FILE          Check a backup and put it in the place of the history, which is
                        moved, not deleted. The server must not be running.
    --data FOLDER

  move-out FILE         Put the whole server (history, members, files, certificate) into one
                        encrypted file, and print the passphrase that opens it: once, and
                        alone on standard output. From then on nothing is entered here.
                        The server may be running.
    --data FOLDER

  move-in FILE          Put it into an empty data folder, or back into the one that it came
                        from: all of it, or nothing. Asks for the passphrase, or reads it
                        from standard input.
    --data FOLDER

  move-to ADDRESS       Where the server goes on: who comes to the old one is told.
    --data FOLDER

  move-cancel           Go on at the old place: only where it went on nowhere else.
    --data FOLDER

  doctor                Check the history, the backups and the disk, change nothing, and
                        say what to do.
    --data FOLDER

  --help, --version

Logs are JSON lines on stderr; no message text is ever in them.
Exit codes: 0 done · 64 wrong usage · 65 history damaged or gone · 69 port in use ·
73 data folder in use · 74 disk failed · 78 unsuitable Node, newer
database, or certificate that cannot be used.
`;
