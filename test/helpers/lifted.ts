import type { ServerLimits } from '../../server/protocol/limits';

const MANY = 1_000_000_000;

/** For tests that talk faster than people do, and are about something else. */
export const LIFTED: Partial<ServerLimits> = {
  sendBurst: MANY,
  sendsPerMinute: MANY,
  callsPerMinute: MANY,
  framesPerMinute: MANY,
  pingsPerMinute: MANY,
  strangers: MANY,
  rostersPerMinute: MANY,
  joins: MANY,
  joinsPerMinute: MANY,
  invitedPerMinute: MANY,
};

/** The same for a server that is started as a program. */
export const liftedArgs = Object.entries(LIFTED).flatMap(([name, limit]) => ['--limit', `${name}=${limit}`]);
