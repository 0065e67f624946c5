import type { Chat } from '../chat/chat';
import type { Address } from '../connection/address';
import type { Ending } from '../connection/ending';
import { type EnterPorts, tryOut } from '../join/enter';

type Gone = { readonly ok: true; readonly chat: Chat } | { readonly ok: false; readonly ending: Ending };

/**
 * Joins the same server, as the same member, where it goes on: by the certificate that it took along, or one that is trusted
 * there. What answers has to prove that it is that server, as at every connection; nothing else is said to it.
 */
export async function goAlong(
  { identity }: Pick<Chat, 'identity'>,
  to: Address,
  { identities, make }: Pick<EnterPorts, 'identities' | 'make'>,
  signal: AbortSignal,
): Promise<Gone> {
  let ending: Ending = 'lost';
  for (const address of waysTo(to)) {
    const entered = await tryOut(make(address, identity), signal);
    if (entered.ok) {
      await identities.pin(identity.server, address.pin);
      return entered;
    }
    if ('ending' in entered) ending = entered.ending;
    if (ending !== 'otherCertificate') break;
  }
  return { ok: false, ending };
}

function waysTo(to: Address): readonly Address[] {
  const { pin: _pin, ...trusted } = to;
  return to.pin === undefined ? [to] : [to, trusted];
}
