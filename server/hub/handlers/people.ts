import { fail, ok } from '../../protocol/result';
import type { MemberHandlers } from './handlers';

/** Who the members are, what they are called, and what each may do. */
export const peopleHandlers = (): MemberHandlers<
  'people' | 'setStatus' | 'rename' | 'setRole' | 'mute' | 'ban' | 'unban' | 'leave'
> => ({
  people: () => fail('E_UNKNOWN_TYPE'),
  setStatus: () => fail('E_UNKNOWN_TYPE'),
  rename: () => fail('E_UNKNOWN_TYPE'),
  setRole: () => fail('E_UNKNOWN_TYPE'),
  mute: () => fail('E_UNKNOWN_TYPE'),
  ban: () => fail('E_UNKNOWN_TYPE'),
  unban: () => fail('E_UNKNOWN_TYPE'),
  leave: ({ session }) => {
    session.saidLeave = true;
    return ok({});
  },
});
