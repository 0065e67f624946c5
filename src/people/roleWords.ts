import { t } from '@vscode/l10n';
import type { Role } from '../../server/protocol/model';
import { plural } from '../../webview/protocol/language';

/** What somebody is in the team, or several are. */
export function roleName(role: Role, count = 1): string {
  switch (role) {
    case 'owner':
      return plural(count, t('owner'), t('owners'));
    case 'moderator':
      return plural(count, t('moderator'), t('moderators'));
    case 'member':
      return plural(count, t('member'), t('members'));
    case 'bot':
      return plural(count, t('bot'), t('bots'));
    case 'guest':
      return plural(count, t('guest'), t('guests'));
  }
}
