import { parseAddress } from '../connection/address';

/** What a person types as the new address of a server. Beyond this computer it is encrypted, unless it begins with ws://. */
export function parsePlace(typed: string): ReturnType<typeof parseAddress> {
  const parsed = parseAddress(typed);
  if (!parsed.ok || parsed.value.isLoopback || typed.includes('://')) return parsed;
  return parseAddress(`wss://${typed.trim()}`);
}

/** What is wrong with it, while it is typed. */
export function wrongPlace(typed: string): string | undefined {
  const parsed = typed === '' ? undefined : parsePlace(typed);
  return parsed && !parsed.ok ? parsed.reason : undefined;
}
