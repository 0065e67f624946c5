import { Worker } from 'node:worker_threads';
import type { Look } from '../highlight/look';
import type { FromThread } from '../highlight/thread';
import type { ColourThread, ThreadEvents } from './codeColours';

const MOST_MEGABYTES = 512;

/** Starts `script`, which is dist/highlight.js. */
export function startColourThread(script: string, look: Look, { said, ended }: ThreadEvents): ColourThread {
  const worker = new Worker(script, {
    workerData: JSON.stringify(look),
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  });
  worker.unref();
  worker.on('message', (message: FromThread) => said(message));
  worker.on('error', (error) => ended(error.message));
  worker.on('exit', (code) => ended(`it ended with ${code}`));
  return {
    post: (message) => worker.postMessage(message),
    end() {
      worker.removeAllListeners();
      // An error on its way out concerns nobody.
      worker.on('error', () => undefined);
      void worker.terminate();
    },
  };
}
