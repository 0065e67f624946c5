import { Emitter } from '../../../src/lifecycle';
import type { FileActs } from '../../../src/views/fileBridge';
import { type Looks, usualLooks } from '../../../webview/protocol/looks';

const nothing = () => Promise.resolve(undefined);
const files: FileActs = { save: nothing, open: nothing, attachUris: nothing };

const looks = { now: usualLooks, changed: new Emitter<Looks>() };

/** For a page bridge of which a test asks no files, and no other looks. */
export const noFiles = { files, looks, urlOf: (path: string): string => path };

/** For one of which a test asks neither commands nor settings. */
export const noHelp = { openSetting: (): void => {}, slash: () => Promise.resolve({}) };

/** For a page bridge of which a test follows no links. */
export const noLinks = {
  openLink: () => Promise.resolve(),
  copyLink: () => Promise.resolve(),
  issues: { template: undefined, changed: new Emitter<undefined>() },
};
