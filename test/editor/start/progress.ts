/** Tells what is going on, and how long it took. */
export async function step<T>(what: string, run: () => T | Promise<T>): Promise<T> {
  const startedAt = performance.now();
  console.log(`· ${what} …`);
  const value = await run();
  console.log(`  done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return value;
}

export const note = (line: string): void => console.log(`  ${line}`);
