import { t } from '@vscode/l10n';
import { cleanFileName } from '../../server/protocol/fileNames';
import { LIMITS } from '../../server/protocol/limits';

export const tooBig = (name: string): string =>
  t(
    '{0} is bigger than {1} MB, which is the most that a file may have.',
    cleanFileName(name),
    LIMITS.fileBytes / 1024 / 1024,
  );
