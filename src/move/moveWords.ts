import type { Address } from '../connection/address';

export const moveQuestion = ({ shown }: Address): string => `The server has moved to ${shown}. Go there?`;

const ENCRYPTED = 'It has to prove that it is your server. You stay who you are, and what is not sent yet goes along.';
const PLAIN =
  'The connection is not encrypted: whoever sits on the network in between can read and change what is said.';

/** What is to be known before one goes there. */
export const moveDetail = ({ isEncrypted, isLoopback }: Address): string =>
  isEncrypted || isLoopback ? ENCRYPTED : `${PLAIN} ${ENCRYPTED}`;

/** What is to be known before a server is moved. */
export const MOVE_DETAIL =
  'All of it goes into one encrypted file: the history, the members, what they sent, and the server’s certificate. From then ' +
  'on nobody can write here; what people write is kept on their computers, and sent when the server goes on.\n\n' +
  'On the other computer somebody runs Team Chat: Start Server from a Moved File. Until it runs there you can take it back.';

export const passphraseDetail = (passphrase: string): string =>
  `The passphrase that opens it, shown this once:\n\n${passphrase}\n\n` +
  'Give both to whoever goes on with the server, in two different ways: with both, all that was ever said can be read.\n\n' +
  'There: Team Chat: Start Server from a Moved File. Keep this server running until everybody has gone along.';
