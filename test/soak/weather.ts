import type { FaultProxy } from '../helpers/faultProxy';
import { pick } from '../helpers/random';

/** What a network does for a while. Each is undone by `heal`. */
export const WEATHER = {
  'goes dead in both directions': (proxy) => proxy.unplug(),
  'goes dead from the client on': (proxy) => (proxy.up.isDead = true),
  'goes dead from the server on': (proxy) => (proxy.down.isDead = true),
  'resets everything': (proxy) => proxy.resetAll(),
  'resets everybody who comes': (proxy) => {
    proxy.welcome = 'reset';
    proxy.resetAll();
  },
  'takes connections and says nothing': (proxy) => {
    proxy.welcome = 'freeze';
    proxy.resetAll();
  },
  'ends one direction': (proxy) => proxy.halfClose('up'),
  'becomes slow': (proxy) => {
    for (const way of [proxy.up, proxy.down]) Object.assign(way, { latencyMs: 300, bytesPerSecond: 20_000 });
  },
  'comes in slices': (proxy) => {
    for (const way of [proxy.up, proxy.down]) Object.assign(way, { sliceBytes: 3 });
  },
  'cuts what is said in mid-frame': (proxy) => (proxy.up.cutAfterBytes = 1_000),
  'cuts what is heard in mid-frame': (proxy) => (proxy.down.cutAfterBytes = 10_000),
} satisfies Record<string, (proxy: FaultProxy) => unknown>;

export type Weather = keyof typeof WEATHER;

const KINDS = Object.keys(WEATHER) as Weather[];

/** Makes one proxy misbehave; says how. */
export function worsen(random: () => number, proxies: readonly FaultProxy[]): { proxy: FaultProxy; weather: Weather } {
  const [proxy, weather] = [pick(random, proxies), pick(random, KINDS)];
  WEATHER[weather](proxy);
  return { proxy, weather };
}
