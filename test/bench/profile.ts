import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { figure, textTable } from './textTable';

interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

export interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: Frame; readonly children?: readonly number[] }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface Cost {
  readonly what: string;
  /** Of the time that was not idle, 0 to 1. */
  readonly share: number;
}

const IDLE = new Set(['(idle)', '(program)', '(root)']);

/** Seconds that were not idle. */
export function busySeconds({ nodes, samples, timeDeltas }: Profile): number {
  const idle = new Set(nodes.filter(({ callFrame }) => IDLE.has(callFrame.functionName)).map(({ id }) => id));
  return samples.reduce((sum, id, i) => sum + (idle.has(id) ? 0 : (timeDeltas[i] ?? 0)), 0) / 1e6;
}

/** Where the CPU time of a profile went, by the function that spent it itself. */
export function costsOf({ nodes, samples, timeDeltas }: Profile, count = 12): readonly Cost[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, i) => {
    const frame = frames.get(id);
    if (!frame || IDLE.has(frame.functionName)) return;
    const time = timeDeltas[i] ?? 0;
    busy += time;
    const what = nameOf(frame);
    times.set(what, (times.get(what) ?? 0) + time);
  });
  return [...times]
    .map(([what, time]) => ({ what, share: time / busy }))
    .toSorted((a, b) => b.share - a.share)
    .slice(0, count);
}

function nameOf({ functionName, url, lineNumber }: Frame): string {
  const file = url === '' ? '' : ` ${path.basename(url)}:${lineNumber + 1}`;
  return `${functionName === '' ? 'anonymous' : functionName}${file}`;
}

/** A table for each profile in a folder. */
export function topCosts(dir: string): readonly string[] {
  const files = readdirSync(dir).filter((name) => name.endsWith('.cpuprofile'));
  return files.sort().map((name) => {
    const profile = JSON.parse(readFileSync(path.join(dir, name), 'utf8')) as Profile;
    const rows = costsOf(profile).map(({ what, share }) => [what, `${figure(share * 100)} %`]);
    return `${name}: ${figure(busySeconds(profile))} s busy\n${textTable(rows)}`;
  });
}
