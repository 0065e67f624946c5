import { t } from '@vscode/l10n';

export const joinTitle = (): string => t('Chat: Join');
