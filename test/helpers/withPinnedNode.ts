// Runs a TypeScript file in the Node that the project pins: withPinnedNode.ts FILE [ARGUMENT...]
import { spawn } from 'node:child_process';
import { pinnedNode, typescriptArgs } from './node';

const child = spawn(pinnedNode(), [...typescriptArgs, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => (process.exitCode = code ?? 1));
