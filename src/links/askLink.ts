import { t } from '@vscode/l10n';
import type { Target } from '../../webview/protocol/links';
import { asLabel } from '../asking';
import { type Choice, pick } from '../steps';
import type { Answer } from './linkDoor';

/**
 * The answer that comes first is no, so that a key that was meant for something else opens nothing. A dialog of the editor
 * has no such order.
 */
export async function askLink(target: Target): Promise<Answer> {
  const step = await pick<Answer>(
    { title: t('Open Link'), placeholder: t('Nothing was sent there yet.') },
    choices(target),
  );
  return typeof step === 'object' ? step.picked : 'no';
}

function choices({ url, host, isMail }: Target): Choice<Answer>[] {
  const no: Choice<Answer> = { label: `$(circle-slash) ${t('Do Not Open')}`, alwaysShow: true, value: 'no' };
  if (isMail)
    return [no, { label: `$(mail) ${t('Write a Mail')}`, detail: asLabel(host), alwaysShow: true, value: 'once' }];
  const isPlain = url.startsWith('http:');
  const yes = isPlain ? `$(warning) ${t('Open the Unencrypted Site')}` : `$(link-external) ${t('Open the Site')}`;
  return [
    no,
    { label: yes, detail: asLabel(host), description: asLabel(url), alwaysShow: true, value: 'once' }, // prettier-ignore
    {
      label: `$(verified) ${t('Open It, and Do Not Ask Again for')}`,
      detail: asLabel(host),
      alwaysShow: true,
      value: 'always',
    },
  ];
}
