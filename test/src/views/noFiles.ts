import type { FileActs } from '../../../src/views/fileBridge';

const nothing = () => Promise.resolve(undefined);
const files: FileActs = { save: nothing, open: nothing, attachUris: nothing };

/** For a page bridge of which a test asks no files. */
export const noFiles = { files, urlOf: (path: string): string => path };

/** For one of which a test asks neither commands nor settings. */
export const noHelp = { openSetting: (): void => {}, slash: () => Promise.resolve({}) };
