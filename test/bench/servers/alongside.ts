// Our server as anybody runs it, but for the rates of one member: no person sends as fast as the load does.
// alongside.ts DATA_FOLDER TRANSCRIPT PORT
import type { Log } from '../../../server/core/ports';
import { startServer } from '../../../server/serve';
import { LIFTED } from '../../helpers/lifted';
import { reportsWeight } from './weight';

const ignore = () => undefined;
const log: Log = { info: ignore, warn: ignore, error: (what, details) => console.error(what, details) };
const [, , dataDir = '', transcript = 'off', port = '0'] = process.argv;

const options = { dataDir, transcript, log, host: '127.0.0.1', port: Number(port), version: 'bench', limits: LIFTED };
void startServer(options).then((server) => {
  process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
  process.send?.({ port: server.port });
});
reportsWeight();
