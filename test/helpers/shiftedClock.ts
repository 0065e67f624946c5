import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { compileShim } from './compileShim';
import type { TempDir } from './tempDir';

/** The clock of programs that are started with `env`: wrong by as much as it was set last. */
export interface ShiftedClock {
  readonly env: NodeJS.ProcessEnv;
  set(offsetMs: number): void;
}

export function shiftedClock(dir: TempDir, name: string, offsetMs = 0): ShiftedClock {
  const file = dir.file(`${name}.offset`);
  const set = (ms: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(Math.round(ms)));
    const fd = openSync(file, constants.O_WRONLY | constants.O_CREAT);
    writeSync(fd, bytes, 0, 8, 0);
    closeSync(fd);
  };
  set(offsetMs);
  return { env: { LD_PRELOAD: compileShim('shiftedClock', dir.path), SHIFTED_CLOCK: file }, set };
}
