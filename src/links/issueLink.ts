import { t } from '@vscode/l10n';
import { targetOf } from '../../webview/protocol/links';

type Checked =
  { readonly ok: true; readonly template: string | undefined } | { readonly ok: false; readonly reason: string };

const SLOT = '{id}';
const NAME = 'alongside.issueLink';
const EXAMPLE = 'https://github.com/owner/repo/issues/{id}';

const wrong = (reason: string): Checked => ({ ok: false, reason });

/** Where the numbers of issues lead: nowhere, or to a place of one site. Each refusal is a sentence. */
export function checkIssueLink(raw: unknown): Checked {
  if (raw === undefined || raw === '') return { ok: true, template: undefined };
  const template = typeof raw === 'string' ? raw.trim() : '';
  if (!template.includes(SLOT))
    return wrong(t('The setting {0} names no place for the number of an issue, as {1} does.', NAME, EXAMPLE));
  const [one, other] = ['1', '23'].map((id) => targetOf(template.replaceAll(SLOT, id)));
  if (!one || !other || one.isMail)
    return wrong(t('The setting {0} is not an address of the web, such as {1}.', NAME, EXAMPLE));
  // What the reader is asked about, and may say once for all, is the host.
  if (one.host !== other.host)
    return wrong(t('The setting {0} has the number of an issue in its host. It belongs behind that, as in {1}.', NAME, EXAMPLE)); // prettier-ignore
  return { ok: true, template };
}
