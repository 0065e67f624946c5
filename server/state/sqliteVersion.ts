/**
 * SQLite before 3.51.3, but for repaired older lines, may damage a database that two connections write to and checkpoint at
 * the same moment. A server has one connection, and locks all others out; whoever opens the file besides is to be warned.
 */
export function hasWalResetBug(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 3 || minor > 51) return false;
  const repairedFrom: Readonly<Record<number, number>> = { 44: 6, 50: 7, 51: 3 };
  return patch < (repairedFrom[minor] ?? Infinity);
}
