import { type InviteLink, parseInviteLink } from './inviteLink';

export interface LinkPorts {
  readonly refuse: (reason: string) => void;
  /** Asks the reader. Nothing is sent before. */
  readonly consents: (link: InviteLink) => Promise<boolean>;
  readonly join: (link: InviteLink) => Promise<void>;
}

/**
 * What a link from outside may do: have one question asked. What comes while that is open is dropped, so that no page can
 * pile questions up, or put another one under a hand that is about to answer.
 */
export function linkOpener({ refuse, consents, join }: LinkPorts): (raw: string) => Promise<void> {
  let isBusy = false;
  return async (raw) => {
    if (isBusy) return;
    isBusy = true;
    try {
      const link = parseInviteLink(raw);
      if (!link.ok) refuse(link.reason);
      else if (await consents(link.value)) await join(link.value);
    } finally {
      isBusy = false;
    }
  };
}
