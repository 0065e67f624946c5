import type { StateReader } from '../../core/ports';
import { fail, ok } from '../../protocol/result';
import type { MemberHandlers } from './handlers';

/** What whoever runs the server has begun. */
export interface MovePort {
  /** Tells everybody. False: it does not move, or that is no address. */
  goesOnAt(address: string): boolean;
}

interface MoveParts {
  readonly state: StateReader;
  readonly move: MovePort | undefined;
}

/** An owner who has started the server elsewhere says where: nothing is entered, so that it is no command. */
export const moveHandlers = ({ state, move }: MoveParts): MemberHandlers<'moveTo'> => ({
  moveTo: ({ member }, { address }) => {
    const isOwner = state.person(member)?.role === 'owner';
    return isOwner && move?.goesOnAt(address) ? ok({}) : fail('E_NOT_FOUND');
  },
});
