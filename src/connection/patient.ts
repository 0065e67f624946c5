import type { Answer, CallName, Params } from '../../server/protocol/calls';
import type { Result } from '../../server/protocol/result';
import { type Clock, pause } from '../clock';
import type { Link } from './link';
import { resendDelay } from './reconnect';

/** As often as the server asks for a pause: whoever asks for much in a row gets all of it, later. */
export async function callPatiently<K extends CallName>(
  link: Link,
  clock: Clock,
  name: K,
  params: Params<K>,
): Promise<Result<Answer<K>>> {
  for (;;) {
    const answer = await link.call(name, params);
    if (answer.ok || answer.error.code !== 'E_RATE') return answer;
    await pause(clock, resendDelay(0, answer.error.retryAfterMs));
  }
}
