import type { Answer } from '../../server/protocol/calls';
import type { Cid, MemberId, ServerId } from '../../server/protocol/ids';
import { PROTOCOL_VERSION } from '../../server/protocol/limits';
import type { Member } from '../../server/protocol/model';
import type { Pin } from '../../server/protocol/pin';
import { clientProof, serverProof, verifierKeys } from '../../server/protocol/proof';
import { ERRORS } from '../../server/protocol/codes';
import type { Failure, Result } from '../../server/protocol/result';
import { decodeBytes, digests, encodeBytes, isSame, random32 } from './digests';
import { type Attempt, type Ending, ended } from './ending';
import type { Link } from './link';

const APP = 'alongside-vscode';

/** Who the reader is on one server. The credential is a secret: it stays on this computer. */
export interface Identity {
  readonly server: ServerId;
  readonly member: MemberId;
  readonly name: string;
  readonly credential: string;
  /** Of the certificate that the server is known by, where it made its own. */
  readonly pin?: Pin | undefined;
}

interface Greeting {
  readonly server: ServerId;
  readonly clientNonce: string;
  readonly serverNonce: string;
}

/** With `expected`, another server at the same address ends the link before anything else is said. */
export async function greet(link: Link, expected?: ServerId): Promise<Attempt<Greeting>> {
  const clientNonce = random32();
  const hello = await link.call('hello', { protocol: PROTOCOL_VERSION, app: APP, nonce: clientNonce });
  if (!hello.ok) return ended(await endingOf(link, hello.error));
  const { server, nonce, protocol } = hello.value;
  if (protocol !== PROTOCOL_VERSION) return stop(link, 'version');
  if (expected !== undefined && server !== expected) return stop(link, 'otherServer');
  return { ok: true, value: { server, clientNonce, serverNonce: nonce } };
}

/** The same claim again, with the same cid, gives the same member. */
export function claimName(
  link: Link,
  claim: {
    readonly cid: Cid;
    readonly name: string;
    readonly credential: string;
    readonly invite?: string | undefined;
  },
): Promise<Result<{ readonly member: Member }>> {
  const { cid, name, credential, invite } = claim;
  return link.call('claim', { cid, name, ...keysOf(credential), ...(invite !== undefined && { invite }) });
}

/** As the member whose other device was given the code. Again, with the same cid, is the same. */
export function pairDevice(
  link: Link,
  { cid, code, credential }: { readonly cid: Cid; readonly code: string; readonly credential: string },
): Promise<Result<{ readonly member: Member }>> {
  return link.call('pair', { cid, code, ...keysOf(credential) });
}

/** That check a credential and cannot make it. */
export function keysOf(credential: string): { readonly storedKey: string; readonly serverKey: string } {
  const { storedKey, serverKey } = verifierKeys(digests, decodeBytes(credential));
  return { storedKey: encodeBytes(storedKey), serverKey: encodeBytes(serverKey) };
}

/**
 * Each side proves that it knows the member. A wrong proof ends the link: it is not the server that the name was claimed
 * on, whatever it calls itself, and it has learnt nothing.
 */
export async function authenticate(
  link: Link,
  greeting: Greeting,
  identity: Identity,
): Promise<Attempt<Answer<'authenticate'>>> {
  const credential = decodeBytes(identity.credential);
  const occasion = { ...greeting, member: identity.member };
  const proof = encodeBytes(clientProof(digests, credential, occasion));
  const answer = await link.call('authenticate', { member: identity.member, proof });
  if (!answer.ok) return stop(link, await endingOf(link, answer.error));
  const expected = serverProof(digests, verifierKeys(digests, credential).serverKey, occasion);
  if (!isSame(decodeBytes(answer.value.proof), expected)) return stop(link, 'wrongProof');
  return { ok: true, value: answer.value };
}

function stop(link: Link, ending: Ending): Attempt<never> {
  link.close(ending);
  return ended(ending);
}

/** What a failed call says about its link. Where the server closes right behind it, the close code says more. */
export async function endingOf(link: Link, failure: Failure): Promise<Ending> {
  if (failure.detail === 'link lost') return link.closed;
  if (failure.code === 'E_UNAVAILABLE') return 'timeout';
  if (failure.code === 'E_MOVED') return 'moved';
  if (failure.code === 'E_UNAUTHENTICATED') return 'unauthenticated';
  return ERRORS[failure.code].final ? 'notAlongside' : 'busy';
}
