import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Meter } from '../core/ports';
import { databaseFile } from '../state/files';
import { createMetrics } from '../metrics/metrics';
import { SERVER_LIMITS } from '../protocol/limits';
import type { RunningServer } from '../serve';
import { createMetricsServer } from '../transport/http';
import { EXIT, Refusal } from './exit';

interface PreparedMetrics {
  readonly meter: Meter;
  /** At this computer alone, whatever the server listens at. Rejects with Refusal. */
  listen(server: RunningServer, dataDir: string): Promise<{ readonly metricsPort: number }>;
  close(): void;
}

export function prepareMetrics(port: number): PreparedMetrics {
  const metrics = createMetrics();
  const http = createMetricsServer(() => metrics.text(), SERVER_LIMITS);
  return {
    meter: metrics.meter,
    listen: async (server, dataDir) => {
      metrics.watch({
        connections: () => server.connections(),
        queuedBytes: () => server.queuedBytes(),
        databaseFile: databaseFile(dataDir),
      });
      try {
        http.listen(port, '127.0.0.1');
        await once(http, 'listening');
      } catch (error) {
        await server.stop();
        throw new Refusal(
          'E_PORT_IN_USE',
          EXIT.portInUse,
          `--metrics: port ${port} cannot be used (${String(error)}).`,
        );
      }
      return { metricsPort: (http.address() as AddressInfo).port };
    },
    close: () => {
      http.close();
      http.closeAllConnections();
    },
  };
}
