import { alongside } from './alongside';
import type { Dialect } from './dialect';
import { irc } from './irc';
import { mqtt } from './mqtt';
import { nats } from './nats';
import { rawWs } from './rawWs';
import { socketIo } from './socketIo';

export const DIALECTS = { alongside, irc, mqtt, nats, rawWs, socketIo } as const satisfies Record<string, Dialect>;

export type DialectName = keyof typeof DIALECTS;
