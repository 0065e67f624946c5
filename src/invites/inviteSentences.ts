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
      return `The server at ${server} lets in only who was invited.`;
    case 'E_INVITE_EXPIRED':
      return `This invite to ${server} has expired. Ask for another one.`;
    case 'E_INVITE_USED':
      return `This invite to ${server} was used as often as it may be. Ask for another one.`;
    case 'E_NOT_FOUND':
      return `The server at ${server} does not know this invite, or it was revoked. Ask for another one.`;
    case 'E_TOO_MANY':
      return `The server at ${server} takes nobody more.`;
  }
}

export const tellPairing = (code: AdmissionError | undefined): string =>
  code === 'E_TOO_MANY'
    ? 'You have as many devices as there may be. Remove one on another device: Team Chat: Manage Devices.'
    : 'The server does not take this code: it was used, is older than ten minutes, or has a slip in it.';

interface Question {
  readonly placeholder: string;
  readonly yes: string;
  readonly detail: string;
}

/** What is asked before anything is sent to the server of a link. */
export function linkQuestion({ address, from }: InviteLink, leaves: string | undefined): Question {
  const { shown, isEncrypted, isLoopback, pin } = address;
  const by = from === undefined ? 'A link invites you' : `${from} invites you, says the link`;
  const isPlain = !isEncrypted && !isLoopback;
  const security = isPlain
    ? 'Not encrypted: whoever sits on the network in between can read and change it.'
    : isEncrypted
      ? pin === undefined
        ? 'Encrypted.'
        : 'Encrypted, and only with the certificate that the link names.'
      : 'On this computer, or at the other end of a tunnel from here.';
  return {
    placeholder: `${by}. Nothing was sent there yet.`,
    yes: `${isPlain ? '$(warning)' : '$(sign-in)'} Join ${shown}${isPlain ? ' Unencrypted' : ''}`,
    detail: leaves === undefined ? security : `${security} This window leaves ${leaves} then.`,
  };
}
