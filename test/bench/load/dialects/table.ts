import { alongside } from './alongside';
import type { Dialect } from './dialect';
import { nats } from './nats';
import { rawWs } from './rawWs';
import { socketIo } from './socketIo';

export const DIALECTS = { alongside, nats, rawWs, socketIo } as const satisfies Record<string, Dialect>;

export type DialectName = keyof typeof DIALECTS;
