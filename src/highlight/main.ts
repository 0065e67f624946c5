import { parentPort, workerData } from 'node:worker_threads';
import { Look } from './look';
import { Painter } from './painter';
import type { FromThread, ToThread } from './thread';

const told = new Set<string>();
const say = (message: FromThread) => parentPort?.postMessage(message);

const painter = new Painter(Look.parse(JSON.parse(String(workerData))), ({ of, error }) => {
  if (told.has(of)) return;
  told.add(of);
  say({ kind: 'trouble', of, error });
});

parentPort?.on('message', ({ id, code }: ToThread) => say({ kind: 'painted', id, colouring: painter.paint(code) }));
