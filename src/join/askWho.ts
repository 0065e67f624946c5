import { t } from '@vscode/l10n';
import { workspace } from 'vscode';
import { checkName } from '../../server/protocol/names';
import type { App } from '../app';
import type { Chat } from '../chat/chat';
import type { Address } from '../connection/address';
import type { Ending } from '../connection/ending';
import { suggestedName } from '../identity/gitName';
import { type InviteLink, looksLikeLink, parseInviteLink } from '../invites/inviteLink';
import { type AdmissionError, tellAdmission, tellPairing } from '../invites/inviteSentences';
import { tellName } from '../sentences';
import { nameSetting } from '../settings';
import { type Step, ask } from '../steps';
import { type Entered, type Way, enter, enterByCode } from './enter';
import { lastName, nameAt } from './recents';

/** What came of coming under a name, with an invite or by a code. */
export type Trial =
  | { readonly chat: Chat }
  | { readonly failed: Ending }
  | { readonly admission: AdmissionError; readonly name: string }
  /** Invited, but under another name. */
  | { readonly rename: InviteLink };

type Outcome = { readonly picked: Trial } | { readonly wrong: string };

const trying = () => t('Connecting… Escape cancels.');
const CODE_CHARS = 32;

export async function askName(app: App, way: Way, hasBack: boolean): Promise<Step<Trial>> {
  const { address } = way;
  const value = await prefilledName(app, address);
  const question = { title: t('Chat: Join {0}', address.shown), prompt: t('Your name in this chat'), value, hasBack };
  const check = (typed: string) => {
    // A name that an older version took stays good.
    if (typed.trim() === nameAt(app.memory, address)) return undefined;
    const checked = checkName(typed.trim());
    return checked.ok ? undefined : tellName(typed.trim(), checked.error.code, checked.error.detail);
  };
  return ask<Trial>({ ...question, check, trying: trying() }, async (typed, signal) => {
    const name = typed.trim();
    const entered = await enter(way, name, app.enterPorts, signal);
    if (!entered.ok && 'name' in entered) return { wrong: tellName(name, entered.name, entered.detail) };
    if (!entered.ok && 'admission' in entered) return { picked: { admission: entered.admission, name } };
    return outcomeOf(entered, signal);
  });
}

export function askCode(app: App, way: Way): Promise<Step<Trial>> {
  const { address } = way;
  const question = {
    title: t('Chat: Join {0} with a Pairing Code', address.shown),
    prompt: t('The code that Team Chat: Add Device shows on the other device'),
    value: '',
    hasBack: true,
    trying: trying(),
  };
  return ask<Trial>({ ...question, check: wrongCode }, (typed, signal) => tryCode(app, way, typed.trim(), signal));
}

/** For who is not let in as he came. */
export function askAdmission(app: App, way: Way, name: string, why: AdmissionError): Promise<Step<Trial>> {
  const { address } = way;
  const question = {
    title: t('Chat: Join {0}', address.shown),
    prompt: `${tellAdmission(why, address.shown)} ${t('Paste an invite link, or the pairing code of another device of yours.')}`,
    value: '',
    hasBack: true,
    trying: trying(),
  };
  const check = (typed: string) => (looksLikeLink(typed) ? wrongLink(typed, address) : wrongCode(typed));
  return ask<Trial>({ ...question, check }, (typed, signal) => {
    const link = looksLikeLink(typed) ? parseInviteLink(typed) : undefined;
    return link?.ok ? tryLink(app, link.value, name, signal) : tryCode(app, way, typed.trim(), signal);
  });
}

async function tryLink(app: App, link: InviteLink, name: string, signal: AbortSignal): Promise<Outcome> {
  const entered = await enter(link, name, app.enterPorts, signal);
  if (!entered.ok && 'name' in entered) return { picked: { rename: link } };
  if (!entered.ok && 'admission' in entered) return { wrong: tellAdmission(entered.admission, link.address.shown) };
  return outcomeOf(entered, signal);
}

async function tryCode(app: App, way: Way, code: string, signal: AbortSignal): Promise<Outcome> {
  const entered = await enterByCode(way, code, app.enterPorts, signal);
  if (!entered.ok && !('ending' in entered)) {
    return { wrong: tellPairing('admission' in entered ? entered.admission : undefined) };
  }
  return outcomeOf(entered, signal);
}

function outcomeOf(
  entered: Exclude<Entered, { readonly admission: unknown } | { readonly name: unknown }>,
  signal: AbortSignal,
): Outcome {
  if (signal.aborted && entered.ok) entered.chat.dispose();
  return { picked: entered.ok ? { chat: entered.chat } : { failed: entered.ending } };
}

const wrongCode = (typed: string): string | undefined =>
  typed.trim().length > CODE_CHARS ? t('This is too long for a pairing code.') : undefined;

function wrongLink(typed: string, { url, shown }: Address): string | undefined {
  const link = parseInviteLink(typed);
  if (!link.ok) return link.reason;
  return link.value.address.url === url
    ? undefined
    : t('This invite is not to {0}, but to {1}.', shown, link.value.address.shown);
}

async function prefilledName(app: App, address: Address): Promise<string> {
  const known = nameAt(app.memory, address) ?? (nameSetting() || lastName(app.memory));
  const folder = workspace.isTrusted ? workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file') : undefined;
  return known || suggestedName(folder?.uri.fsPath);
}
