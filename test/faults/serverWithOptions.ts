// A server whose database is told not to flush, for control runs: serverWithOptions.ts DATA_FOLDER OFF|FULL
import { startServer } from '../../server/serve';
import { LIFTED } from '../helpers/lifted';
import { silentLog } from '../helpers/testServer';

async function main(dataDir: string, synchronous: 'OFF' | 'FULL'): Promise<void> {
  const options = {
    dataDir,
    synchronous,
    host: '127.0.0.1',
    port: 0,
    transcript: 'off',
    log: silentLog,
    version: 'test',
    limits: LIFTED,
  };
  const { lease } = await startServer(options);
  process.send?.({ kind: 'ready', ...lease });
}

const [, , dataDir = '', synchronous = ''] = process.argv;
void main(dataDir, synchronous === 'OFF' ? 'OFF' : 'FULL');
