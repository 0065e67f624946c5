import { t } from '@vscode/l10n';
import type { ErrorCode } from '../../server/protocol/codes';
import type { InviteLink } from './inviteLink';

/** Why a server does not let somebody in who comes with an invite, or without one. */
export const ADMISSION_ERRORS = [
  'E_INVITE_NEEDED',
  'E_INVITE_EXPIRED',
  'E_INVITE_USED',
  'E_NOT_FOUND',
  'E_TOO_MANY',
] as const;
export type AdmissionError = (typeof ADMISSION_ERRORS)[number];

export const isAdmissionError = (code: ErrorCode): code is AdmissionError =>
  (ADMISSION_ERRORS as readonly ErrorCode[]).includes(code);

export function tellAdmission(code: AdmissionError, server: string): string {
  switch (code) {
    case 'E_INVITE_NEEDED':
      return t('The server at {0} lets in only who was invited.', server);
    case 'E_INVITE_EXPIRED':
      return t('This invite to {0} has expired. Ask for another one.', server);
    case 'E_INVITE_USED':
      return t('This invite to {0} was used as often as it may be. Ask for another one.', server);
    case 'E_NOT_FOUND':
      return t('The server at {0} does not know this invite, or it was revoked. Ask for another one.', server);
    case 'E_TOO_MANY':
      return t('The server at {0} takes nobody more.', server);
  }
}

export const tellPairing = (code: AdmissionError | undefined): string =>
  code === 'E_TOO_MANY'
    ? t('You have as many devices as there may be. Remove one on another device: Team Chat: Manage Devices.')
    : t('The server does not take this code: it was used, is older than ten minutes, or has a slip in it.');

interface Question {
  readonly placeholder: string;
  readonly yes: string;
  readonly detail: string;
}

/** A link that takes the reader to a server: an invite, or one to what was said there. */
export type AskedLink = Pick<InviteLink, 'address'> & Partial<InviteLink> & { readonly leadsTo?: 'room' | 'message' };

function toldBy({ from, leadsTo }: AskedLink): string {
  if (leadsTo === 'room') return t('A link leads to a room of another team. Nothing was sent there yet.');
  if (leadsTo === 'message') return t('A link leads to a message of another team. Nothing was sent there yet.');
  return from === undefined
    ? t('A link invites you. Nothing was sent there yet.')
    : t('{0} invites you, says the link. Nothing was sent there yet.', from);
}

/** What is asked before anything is sent to the server of a link. */
export function linkQuestion(link: AskedLink, leaves: string | undefined): Question {
  const { shown, isEncrypted, isLoopback, pin } = link.address;
  const isPlain = !isEncrypted && !isLoopback;
  const security = isPlain
    ? t('Not encrypted: whoever sits on the network in between can read and change it.')
    : isEncrypted
      ? pin === undefined
        ? t('Encrypted.')
        : t('Encrypted, and only with the certificate that the link names.')
      : t('On this computer, or at the other end of a tunnel from here.');
  return {
    placeholder: toldBy(link),
    yes: isPlain ? `$(warning) ${t('Join {0} Unencrypted', shown)}` : `$(sign-in) ${t('Join {0}', shown)}`,
    detail: leaves === undefined ? security : `${security} ${t('This window leaves {0} then.', leaves)}`,
  };
}
