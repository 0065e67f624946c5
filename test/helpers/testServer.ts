import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Log } from '../../server/core/ports';
import { LIFTED } from './lifted';
import { type RunningServer, type ServeOptions, startServer } from '../../server/serve';

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

export interface TestServer extends RunningServer, AsyncDisposable {
  readonly dataDir: string;
}

/** A real server in this process on a free port, with a data folder of its own unless one is given and no limit of pace. */
export async function testServer(over: Partial<ServeOptions> = {}): Promise<TestServer> {
  const own = over.dataDir === undefined ? mkdtempSync(path.join(os.tmpdir(), 'alongside-')) : undefined;
  const dataDir = over.dataDir ?? own ?? '';
  const defaults = { host: '127.0.0.1', port: 0, transcript: 'off', log: silentLog, version: '0.0.0-test' };
  const limits = { ...LIFTED, ...over.limits };
  const server = await startServer({ ...defaults, ...over, limits, dataDir });
  return {
    ...server,
    dataDir,
    async [Symbol.asyncDispose]() {
      await server.stop();
      if (own) rmSync(own, { recursive: true, force: true });
    },
  };
}
