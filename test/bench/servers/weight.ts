/** Lets the benchmark ask how much memory this server needs, the garbage of what came before being gone. */
export function reportsWeight(): void {
  process.on('message', (message: unknown) => {
    if (message !== 'weigh') return;
    // Twice, and with the rooms that V8 keeps for young objects given back: how large they have grown is no member's.
    for (let i = 0; i < 2; i += 1) globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    process.send?.({ rss: process.memoryUsage.rss() });
  });
}
