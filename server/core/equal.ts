/** Takes as long for two that differ early as for two that differ late. */
export const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.reduce((differing, byte, i) => differing | (byte ^ (b[i] ?? 0)), 0) === 0;
