import { randomBytes } from 'node:crypto';
import { type MemberId, type ServerId, newCid } from '../../server/protocol/ids';
import { checkName } from '../../server/protocol/names';
import { ERRORS, type ErrorCode } from '../../server/protocol/codes';
import type { Member } from '../../server/protocol/model';
import type { Failure, Result } from '../../server/protocol/result';
import type { Chat } from '../chat/chat';
import type { Address } from '../connection/address';
import { random32 } from '../connection/digests';
import type { Ending } from '../connection/ending';
import { type Identity, claimName, endingOf, greet, pairDevice } from '../connection/handshake';
import type { Connect, Link } from '../connection/link';
import type { Identities, KnownName } from '../identity/identities';
import type { InviteLink } from '../invites/inviteLink';
import { type AdmissionError, isAdmissionError } from '../invites/inviteSentences';

/** Where to go in, and by what right where it takes one. */
export type Way = Pick<InviteLink, 'address'> &
  Partial<InviteLink> & {
    /** The reader wants it even if the server was known by another certificate. */
    readonly isCertificateNew?: boolean;
  };

export interface EnterPorts {
  readonly identities: Identities;
  readonly connect: Connect;
  /** A chat that is not joined yet. */
  readonly make: (address: Address, identity: Identity) => Chat;
  /** An invite to the server of this computer, if this is it. */
  readonly ownInvite?: (address: Address, server: ServerId) => Promise<string | undefined>;
}

export type Entered =
  | { readonly ok: true; readonly chat: Chat }
  | { readonly ok: false; readonly ending: Ending }
  | { readonly ok: false; readonly name: ErrorCode; readonly detail?: string | undefined }
  | { readonly ok: false; readonly admission: AdmissionError };

type NotEntered = Extract<Entered, { ok: false }>;

/**
 * Joins a server under a name: as the member this computer already is there, else as a new one. The chat it gives is
 * online; whatever else happens, nothing stays open.
 */
export const enter = (way: Way, name: string, ports: EnterPorts, signal: AbortSignal): Promise<Entered> =>
  meet(way, ports, signal, (met) => enterAs({ ...met, name, invite: way.secret }));

/** Joins a server as the member whose other device shows this code. */
export const enterByCode = (way: Way, code: string, ports: EnterPorts, signal: AbortSignal): Promise<Entered> =>
  meet(way, ports, signal, async (met) => {
    const paired = await introduce(met, met.known, '', (asked) => pairDevice(met.link, { ...asked, code }));
    return 'identity' in paired ? tryOut(ports.make(met.address, paired.identity), signal) : paired;
  });

interface Met {
  readonly address: Address;
  readonly server: ServerId;
  /** Who the reader is there, the newest first. */
  readonly known: readonly KnownName[];
  readonly link: Link;
  readonly ports: EnterPorts;
  readonly signal: AbortSignal;
}

/** Where the server is known by a certificate, it is met by that one. */
async function meet(
  { address, isCertificateNew }: Way,
  ports: EnterPorts,
  signal: AbortSignal,
  goOn: (met: Met) => Promise<Entered>,
): Promise<Entered> {
  const opened = await ports.connect(address, signal);
  if (!opened.ok) return opened;
  const link = opened.value;
  const abort = () => link.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const greeted = await greet(link);
    if (!greeted.ok) return greeted;
    const { server } = greeted.value;
    const known = await ports.identities.names(server);
    const isOther = known.some(({ pin }) => pin !== undefined && pin !== address.pin);
    if (isOther && !isCertificateNew) return { ok: false, ending: 'newCertificate' };
    const entered = await goOn({ address, server, known, link, ports, signal });
    if (entered.ok && known.some(({ pin }) => pin !== address.pin)) await ports.identities.pin(server, address.pin);
    return entered;
  } finally {
    signal.removeEventListener('abort', abort);
    link.close();
  }
}

type Attempted = Met & { readonly name: string; readonly invite: string | undefined };

async function enterAs(attempted: Attempted): Promise<Entered> {
  const { address, name, server, ports, signal } = attempted;
  const known = attempted.known.filter((one) => isSameName(one.name, name));
  const tried = new Set<MemberId>();
  for (const { member, credential, name: shown } of known) {
    if (!member || tried.has(member)) continue;
    tried.add(member);
    const entered = await tryOut(ports.make(address, { server, member, credential, name: shown }), signal);
    if (entered.ok || !('ending' in entered) || entered.ending !== 'unauthenticated') return entered;
  }
  const claimed = await claim(attempted, known);
  return 'identity' in claimed ? tryOut(ports.make(address, claimed.identity), signal) : claimed;
}

type Introduced = { readonly identity: Identity } | NotEntered;

/** Whoever's computer the server runs on lets himself in. */
async function claim(attempted: Attempted, known: readonly KnownName[]): Promise<Introduced> {
  const { address, link, name, server, ports, invite } = attempted;
  const claimWith = (secret: string | undefined) =>
    introduce(attempted, known, name, (asked) => claimName(link, { ...asked, invite: secret }));
  const claimed = await claimWith(invite);
  if (!('admission' in claimed) || claimed.admission !== 'E_INVITE_NEEDED') return claimed;
  const own = await ports.ownInvite?.(address, server);
  return own === undefined ? claimed : claimWith(own);
}

/**
 * Makes a credential, and has the server take it. It is kept before it is sent: when the answer gets lost, asking again
 * gives the same member. Who comes by a code has no name before the answer.
 */
async function introduce(
  { address, link, server, ports: { identities } }: Met,
  known: readonly KnownName[],
  name: string,
  ask: (asked: KnownName) => Promise<Result<{ readonly member: Member }>>,
): Promise<Introduced> {
  const unanswered = known.find((one) => one.member === undefined && one.name === name);
  const cid = newCid(Date.now(), randomBytes(16));
  const asked = unanswered ?? { name, credential: random32(), cid, pin: address.pin };
  await identities.save(server, asked);
  const answer = await ask(asked);
  if (!answer.ok) {
    if (ERRORS[answer.error.code].final) await identities.forget(server, asked.credential);
    return refusal(link, answer.error);
  }
  const { member } = answer.value;
  if (!checkName(member.name).ok) return { ok: false, ending: 'misbehaving' };
  await identities.save(server, { ...asked, name: member.name, member: member.id });
  return { identity: { server, member: member.id, name: member.name, credential: asked.credential } };
}

async function refusal(link: Link, error: Failure): Promise<NotEntered> {
  if (error.code.startsWith('E_NAME_')) return { ok: false, name: error.code, detail: error.detail };
  if (isAdmissionError(error.code)) return { ok: false, admission: error.code };
  return { ok: false, ending: await endingOf(link, error) };
}

/** Online, or not at the first attempt. */
export async function tryOut(chat: Chat, signal: AbortSignal): Promise<Entered> {
  const { promise, resolve } = Promise.withResolvers<Entered>();
  const look = () => {
    const { standing } = chat;
    if (standing.at === 'online') resolve({ ok: true, chat });
    else if ('ending' in standing) resolve({ ok: false, ending: standing.ending });
  };
  const abort = () => resolve({ ok: false, ending: 'lost' });
  const following = chat.changed.on((event) => {
    if (event.kind === 'link') look();
  });
  signal.addEventListener('abort', abort, { once: true });
  chat.start();
  const entered = await promise;
  signal.removeEventListener('abort', abort);
  following.dispose();
  if (!entered.ok) chat.dispose();
  return entered;
}

function isSameName(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [checkName(a), checkName(b)];
  return one.ok && other.ok && one.value.key === other.value.key;
}
