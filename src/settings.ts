import { ConfigurationTarget, workspace } from 'vscode';
import { Looks, usualLooks } from '../webview/protocol/looks';

export type Location = 'editor' | 'sideBar';

const settings = () => workspace.getConfiguration('alongside');

export const locationSetting = (): Location => (settings().get('location') === 'sideBar' ? 'sideBar' : 'editor');

export const saveLocation = (location: Location): Thenable<void> =>
  settings().update('location', location, ConfigurationTarget.Global);

export const nameSetting = (): string => settings().get<string>('name', '');

/** What is told in a notification: `mentions` are those of the reader, and direct messages. */
export type Wanted = 'mentions' | 'all' | 'none';

export function notificationsSetting(): Wanted {
  const wanted = settings().get('notifications');
  return wanted === 'all' || wanted === 'none' ? wanted : 'mentions';
}

/** Whatever else stands in the settings is as usual. */
export function looksSetting(): Looks {
  const [density, timeFormat] = [settings().get('density'), settings().get('timeFormat')];
  const read = Looks.safeParse({ density, timeFormat });
  return read.data ?? usualLooks;
}

export const quietHoursSetting = (): string => settings().get<string>('quietHours', '');

/** Of a folder that is not trusted the editor gives none. */
export const issueLinkSetting = (): unknown => settings().get('issueLink');

interface ServerSettings {
  readonly host: string;
  readonly port: number;
}

export const serverSettings = (): ServerSettings => ({
  host: settings().get<string>('server.host', '127.0.0.1'),
  port: settings().get<number>('server.port', 12345),
});

/** From now on **Chat: Start Server** listens there. */
export const saveServerHost = (host: string): Thenable<void> =>
  settings().update('server.host', host, ConfigurationTarget.Global);
