import { t } from '@vscode/l10n';
import type { Address } from '../connection/address';

export const moveQuestion = ({ shown }: Address): string => t('The server has moved to {0}. Go there?', shown);

/** What is to be known before one goes there. */
export function moveDetail({ isEncrypted, isLoopback }: Address): string {
  const proof = t('It has to prove that it is your server. You stay who you are, and what is not sent yet goes along.');
  if (isEncrypted || isLoopback) return proof;
  const plain = t(
    'The connection is not encrypted: whoever sits on the network in between can read and change what is said.',
  );
  return `${plain} ${proof}`;
}

/** What is to be known before a server is moved. */
export const whatMoves = (): string =>
  t(
    'All of it goes into one encrypted file: the history, the members, what they sent, and the server’s certificate. From then on nobody can write here; what people write is kept on their computers, and sent when the server goes on.\n\nOn the other computer somebody runs Team Chat: Start Server from a Moved File. Until it runs there you can take it back.',
  );

export const passphraseDetail = (passphrase: string): string =>
  t(
    'The passphrase that opens it, shown this once:\n\n{0}\n\nGive both to whoever goes on with the server, in two different ways: with both, all that was ever said can be read.\n\nThere: Team Chat: Start Server from a Moved File. Keep this server running until everybody has gone along.',
    passphrase,
  );
