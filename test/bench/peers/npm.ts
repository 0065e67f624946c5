import path from 'node:path';
import type { Peer } from './peer';
import { startProgram } from './program';

const program = (name: string): string => path.join(import.meta.dirname, '../servers', name);

export const rawWs: Peer = {
  name: 'rawWs',
  title: 'raw ws, a loop of send',
  durable: false,
  from: 'npm',
  dialect: 'rawWs',
  start: () => startProgram({ file: program('rawWs.ts') }),
};

export const socketIo: Peer = {
  name: 'socketIo',
  title: 'socket.io',
  durable: false,
  from: 'npm',
  dialect: 'socketIo',
  start: () => startProgram({ file: program('socketIo.ts') }),
};

export const socketIoSqlite: Peer = {
  name: 'socketIoSqlite',
  title: 'socket.io, an SQLite insert each',
  durable: true,
  from: 'npm',
  dialect: 'socketIo',
  start: (dir) => startProgram({ file: program('socketIo.ts'), args: [path.join(dir, 'messages.db')] }),
};

export const aedes: Peer = {
  name: 'aedes',
  title: 'aedes, MQTT at QoS 0',
  durable: false,
  from: 'npm',
  dialect: 'mqtt',
  start: () => startProgram({ file: program('aedes.ts') }),
};
