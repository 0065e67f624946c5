// The load generator, a process of its own: told by its parent what to do, one thing at a time.
import { Fleet } from './fleet';
import type { LoadCall, LoadReply } from './remote';

let fleet: Fleet | undefined;

const reply = (message: LoadReply): void => void process.send?.(message);
const failed = (error: unknown): void => reply({ error: error instanceof Error ? error.message : String(error) });

async function answer(call: LoadCall): Promise<LoadReply> {
  if (call.kind === 'join') {
    const found = await Fleet.joined(call.options, failed);
    fleet = found.fleet;
    return { joined: found.joined };
  }
  if (!fleet) throw new Error('no members have joined');
  switch (call.kind) {
    case 'saturate':
      return { result: await fleet.saturate(call.ms, call.window) };
    case 'pace':
      return { result: await fleet.pace(call.ms, call.perSecond) };
    case 'catchUp':
      return { joined: await fleet.catchUp() };
    case 'survive':
      return { joined: await fleet.survive() };
  }
}

process.on('message', (call: LoadCall) => void answer(call).then(reply, failed));
process.on('disconnect', () => process.exit(0));
reply({ ready: true });
