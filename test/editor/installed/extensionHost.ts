import assert from 'node:assert/strict';
import { isExtensionHost, killAll, workersOf } from '../host/processes';
import type { Editor } from './editors';

/** Kills the extension host of an editor's window, without a word. */
export function killExtensionHost({ server }: Pick<Editor, 'server'>): void {
  const hosts = workersOf(server.pid).filter(isExtensionHost);
  assert.notEqual(hosts.length, 0, 'the editor has no extension host');
  killAll(hosts);
}
