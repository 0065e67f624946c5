import { fail } from '../../protocol/result';
import type { MemberHandlers } from './handlers';

/** Which rooms there are, who is in them, and what each has read. */
export const roomHandlers = (): MemberHandlers<
  | 'createRoom'
  | 'openDirect'
  | 'changeRoom'
  | 'joinRoom'
  | 'leaveRoom'
  | 'addToRoom'
  | 'removeFromRoom'
  | 'roomMembers'
  | 'read'
  | 'preferRoom'
  | 'typing'
> => ({
  createRoom: () => fail('E_UNKNOWN_TYPE'),
  openDirect: () => fail('E_UNKNOWN_TYPE'),
  changeRoom: () => fail('E_UNKNOWN_TYPE'),
  joinRoom: () => fail('E_UNKNOWN_TYPE'),
  leaveRoom: () => fail('E_UNKNOWN_TYPE'),
  addToRoom: () => fail('E_UNKNOWN_TYPE'),
  removeFromRoom: () => fail('E_UNKNOWN_TYPE'),
  roomMembers: () => fail('E_UNKNOWN_TYPE'),
  read: () => fail('E_UNKNOWN_TYPE'),
  preferRoom: () => fail('E_UNKNOWN_TYPE'),
  typing: () => fail('E_UNKNOWN_TYPE'),
});
