import { enableCompileCache, flushCompileCache } from 'node:module';
import type * as Extension from './extension';

// What is compiled once is kept for the next window, which the editor does for its own code alone: a third of the start.
enableCompileCache();

// eslint-disable-next-line @typescript-eslint/no-require-imports -- only this is compiled after the line above
const extension = require('./extension.js') as typeof Extension;

// An extension host is often ended before it could do this itself.
setTimeout(flushCompileCache, 1_000).unref();

export const { activate } = extension;
