import type { WriteStream } from 'node:tty';

export interface Progress {
  /** A line that stays. */
  say(line: string): void;
  /** How much of the step under way is done. On a terminal in one place; elsewhere a line every tenth. */
  percent(step: string, done: number, total: number): void;
}

/** Says how a long command gets on. */
export function progressOn(out: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean | undefined }): Progress {
  let shown = '';
  let last = '';
  const clear = () => {
    if (shown !== '') out.write(`\r${' '.repeat(shown.length)}\r`);
    shown = '';
  };
  return {
    say: (line) => {
      clear();
      out.write(`${line}\n`);
    },
    percent: (step, done, total) => {
      const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
      const line = `${step}: ${out.isTTY ? percent : percent - (percent % 10)} %`;
      if (line === last) return;
      last = line;
      if (out.isTTY) {
        out.write(`\r${line}`);
        shown = line;
      } else out.write(`${line}\n`);
    },
  };
}
