// Upgrades a database and stops, to be killed, in front of the step with this number: upgradeThatStops.ts FILE STEP
import { MIGRATIONS } from '../../server/state/schema';
import { openDatabase } from '../../server/state/open';
import { upgrade } from './upgrade';

const [, , file = '', stop = ''] = process.argv;

process.send?.({ kind: 'begins' });
const steps = upgrade((step) => {
  if (step !== Number(stop)) return;
  process.send?.({ kind: 'stopped' });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
openDatabase(file, { migrations: [...MIGRATIONS, ...steps] });
process.send?.({ kind: 'done' });
