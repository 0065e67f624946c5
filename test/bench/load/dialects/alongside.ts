import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type Answer, type CallName, type Params } from '../../../../server/protocol/calls';
import { decodeAnswer } from '../../../../server/protocol/frames';
import { GENERAL, RoomId, newCid } from '../../../../server/protocol/ids';
import { PROTOCOL_VERSION, SUBPROTOCOL } from '../../../../server/protocol/limits';
import type { Cursor, Member } from '../../../../server/protocol/model';
import { type Digests, clientProof, verifierKeys } from '../../../../server/protocol/proof';
import type { Conversation, Dialect } from './dialect';

const digests: Digests = {
  hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
};
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** What a member does in an editor: takes a name, proves it, and asks for the room. */
export const alongside: Dialect = {
  acks: true,
  order: 'total',
  join: async (talk) => {
    await talk.upgrade('/chat', SUBPROTOCOL);
    const credential = remembered(talk, 'credential', () => randomBytes(32));
    const clientNonce = base64(randomBytes(32));
    const { server, nonce } = await call(talk, 'hello', {
      protocol: PROTOCOL_VERSION,
      app: 'bench',
      nonce: clientNonce,
    });
    const member = (talk.memory.get('member') as Member | undefined) ?? (await claim(talk, credential));
    talk.memory.set('member', member);
    const occasion = { clientNonce, serverNonce: nonce, server, member: member.id };
    await call(talk, 'authenticate', { member: member.id, proof: base64(clientProof(digests, credential, occasion)) });
    await catchUp(talk);
  },
  catchUp,
  post: ({ member, id, text, room = GENERAL }) =>
    `{"id":${id},"call":"post","params":{"cid":"${cid(member, id)}","room":"${room}","text":"${text}"}}`,
  ackOf: (payload) => {
    if (payload.toString('latin1', 0, 6) !== '{"id":') return undefined;
    const id = Number.parseInt(payload.toString('latin1', 6, 20), 10);
    if (!payload.includes('"result"')) throw new Error(`refused: ${payload.toString()}`);
    return id;
  },
};

async function claim(talk: Conversation, credential: Uint8Array): Promise<Member> {
  const keys = verifierKeys(digests, credential);
  const { member } = await call(talk, 'claim', {
    cid: newCid(Date.now(), randomBytes(16)),
    name: `member ${talk.member}`,
    storedKey: base64(keys.storedKey),
    serverKey: base64(keys.serverKey),
  });
  return member;
}

async function catchUp(talk: Conversation): Promise<void> {
  for (const name of talk.rooms) {
    const room = name === undefined ? GENERAL : RoomId.parse(name);
    for (let status = 'more'; status === 'more';) {
      const after = talk.memory.get(room) as Cursor | undefined;
      const answer = await call(talk, 'resume', { room, ...(after && { after }) });
      talk.memory.set(room, { epoch: answer.epoch, seq: answer.entries.at(-1)?.seq ?? answer.head });
      status = answer.status;
    }
  }
}

async function call<K extends CallName>(talk: Conversation, name: K, params: Params<K>): Promise<Answer<K>> {
  talk.say(JSON.stringify({ id: 0, call: name, params }));
  const frame = JSON.parse(await talk.hear((payload) => payload.startsWith('{"id":0,'))) as { result?: unknown };
  const answer = decodeAnswer(name, frame.result);
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(frame)}`);
  return answer.value;
}

function remembered<T>({ memory }: Conversation, key: string, make: () => T): T {
  if (!memory.has(key)) memory.set(key, make());
  return memory.get(key) as T;
}

const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');

/** A time-ordered id, as clients make them, of counters instead of random bits. */
function cid(member: number, id: number): string {
  const now = hex(Date.now(), 12);
  return `${now.slice(0, 8)}-${now.slice(8)}-7000-8${hex(member, 3)}-${hex(id, 12)}`;
}
