import { t } from '@vscode/l10n';
import { type PlaceLink, placeOf } from '../../webview/protocol/placeLinks';
import { type Address, CHAT_PATH, LONGEST_SHOWN, parseAddress } from '../connection/address';

/** What a link to a room or a message says. Whoever wrote the link chose all of it. */
export interface LinkedPlace extends Omit<PlaceLink, 'address'> {
  readonly address: Address;
}

type Parsed = { readonly ok: true; readonly value: LinkedPlace } | { readonly ok: false; readonly reason: string };

const wrong = (reason: string): Parsed => ({ ok: false, reason });

/** Each refusal is a sentence that repeats nothing of the link. */
export function parsePlaceLink(raw: string): Parsed {
  const place = placeOf(raw.trim());
  const address = place && parseAddress(place.address);
  if (!address) return wrong(t('This is not a link to a room or a message of Team Chat.'));
  if (!address.ok || !CHAT_PATH.test(address.value.url))
    return wrong(t('This link does not name a server as it should.'));
  if (address.value.shown.length > LONGEST_SHOWN)
    return wrong(t('The server of this link has too long a name to be shown.'));
  return { ok: true, value: { ...place, address: address.value } };
}
