import type { StoredPerson } from '../../core/ports';
import type { Journal } from '../../journal/journal';
import type { Answer, Params } from '../../protocol/calls';
import type { DeviceId } from '../../protocol/ids';
import { PROTOCOL_VERSION, type ServerLimits } from '../../protocol/limits';
import type { ListedRoom } from '../../protocol/model';
import { type Result, fail, ok, tooFast } from '../../protocol/result';
import { bytesOf, checkProof, newDeviceId, newMemberId, newNonce } from '../authentication';
import { hashOfCode, hashOfInvite } from '../secrets';
import type { Outside } from '../outside';
import type { Presence } from '../presence';
import type { Session } from '../session';
import type { EntranceHandlers } from './handlers';

interface Entrance {
  readonly journal: Journal;
  /** Name and version of this server. */
  readonly app: string;
  readonly limits: ServerLimits;
  readonly mustBeInvited: boolean;
  readonly outside: Outside;
  readonly presence: Presence;
  /** Lets in who has proved to be this member. */
  readonly open: (session: Session, member: StoredPerson, device: DeviceId) => readonly ListedRoom[];
}

export const entranceHandlers = (entrance: Entrance): EntranceHandlers => ({
  hello: (session, { protocol, nonce }) => {
    if (protocol !== PROTOCOL_VERSION) {
      const older = protocol < PROTOCOL_VERSION ? 'extension' : 'server';
      session.close('version', `update the ${older}`);
      return fail('E_BAD_REQUEST', 'protocol');
    }
    const serverNonce = newNonce();
    session.phase = { at: 'greeted', clientNonce: nonce, serverNonce };
    const { server } = entrance.journal.state;
    return ok({ protocol: PROTOCOL_VERSION, app: entrance.app, server, nonce: serverNonce });
  },
  claim: (session, { cid, name, storedKey, serverKey, invite: secret }) => {
    const keys = { storedKey: bytesOf(storedKey), serverKey: bytesOf(serverKey) };
    const { journal, mustBeInvited } = entrance;
    const newcomer = { cid, name, member: newMemberId(), device: newDeviceId(), ...keys, mustBeInvited };
    const invite = secret === undefined ? {} : { invite: hashOfInvite(secret) };
    const join = () => joining(entrance, session, () => journal.submit({ kind: 'claim', ...newcomer, ...invite }));
    return secret === undefined ? join() : guarded(entrance, session, join);
  },
  pair: (session, { cid, code, storedKey, serverKey }) => {
    const keys = { storedKey: bytesOf(storedKey), serverKey: bytesOf(serverKey) };
    const command = { kind: 'pair', cid, codeHash: hashOfCode(code), device: newDeviceId(), ...keys } as const;
    return guarded(entrance, session, () => entrance.journal.submit(command));
  },
  authenticate: (session, params) => authenticate(entrance, session, params),
});

/** Lets so many newcomers in from one address, and then one at a time. */
async function joining<T>(
  { outside }: Entrance,
  { address }: Session,
  join: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const retryAfterMs = outside.joinWaitMs(address);
  if (retryAfterMs > 0) return tooFast(retryAfterMs);
  const outcome = await join();
  if (!outcome.ok) outside.hasNotJoined(address);
  return outcome;
}

/** Lets a secret be tried as seldom as a proof. */
async function guarded<T>(
  { outside }: Entrance,
  { address }: Session,
  attempt: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const retryAfterMs = outside.waitMs(address) || outside.tryWaitMs();
  if (retryAfterMs > 0) return tooFast(retryAfterMs);
  const outcome = await attempt();
  if (!outcome.ok && outcome.error.code === 'E_NOT_FOUND') outside.failed(address);
  else outside.wasNoGuess();
  return outcome;
}

function authenticate(
  { journal: { state }, limits, outside, presence, open }: Entrance,
  session: Session,
  { member: id, proof }: Params<'authenticate'>,
): Result<Answer<'authenticate'>> {
  if (session.phase.at !== 'greeted') return fail('E_UNAUTHENTICATED');
  const { clientNonce, serverNonce } = session.phase;
  const member = state.person(id);
  const occasion = { clientNonce, serverNonce, server: state.server, member: id };
  const proven = checkProof(state.credentials(id), proof, occasion);
  if (!member || !proven) {
    outside.failed(session.address);
    session.close('unauthenticated');
    return fail('E_UNAUTHENTICATED');
  }
  const isKeptOut = outside.waitMs(id) > 0;
  if (isKeptOut || presence.connections(id) >= limits.connectionsPerMember) {
    session.close(isKeptOut ? 'rate' : 'connectionLimit');
    return fail('E_RATE');
  }
  const rooms = open(session, member, proven.device);
  const { name, role } = member;
  return ok({ proof: proven.proof, member: { id, name }, role, epoch: state.epoch, rooms: [...rooms] });
}
