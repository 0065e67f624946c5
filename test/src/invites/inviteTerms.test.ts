import assert from 'node:assert/strict';
import { CALLS } from '../../../server/protocol/calls';
import type { InviteId } from '../../../server/protocol/ids';
import { Role } from '../../../server/protocol/model';
import { ADMISSION_ERRORS, tellAdmission, tellPairing } from '../../../src/invites/inviteSentences';
import { LASTING, USES, USUAL, describeInvite, invitedBy, tellTerms } from '../../../src/invites/inviteTerms';

const A_SENTENCE = /^[A-Z].*\.$/;

describe('the terms of an invite', () => {
  it('are all such that a server takes them', () => {
    for (const lastsMs of LASTING)
      for (const uses of USES)
        for (const role of Role.options)
          assert.ok(CALLS.createInvite.params.safeParse({ role, lastsMs, uses }).success, `${lastsMs} ${uses} ${role}`);
  });

  it('are usually those of a link for a team', () => {
    assert.equal(tellTerms(USUAL), 'Up to 25 people can join with it within 7 days.');
  });

  it('are told in a sentence', () => {
    assert.equal(
      tellTerms({ role: 'guest', uses: 1, lastsMs: 60 * 60 * 1000 }),
      'One person can join with it as guest within 1 hour.',
    );
    assert.equal(
      tellTerms({ role: 'owner', uses: 5, lastsMs: 5 * 60 * 60 * 1000 }),
      'Up to 5 people can join with it as owners within 5 hours.',
    );
  });

  it('offer to nobody but owners the roles that moderate', () => {
    assert.deepEqual(invitedBy('owner'), ['member', 'guest', 'moderator', 'owner']);
    for (const role of ['member', 'moderator', 'bot', undefined] as const)
      assert.deepEqual(invitedBy(role), ['member', 'guest']);
  });

  it('are shown with what is left of them', () => {
    const invite = { id: `i-${'a'.repeat(32)}` as InviteId, by: 'ana', role: 'member', usesLeft: 1 } as const;
    assert.match(
      describeInvite({ ...invite, expiresAt: 1_700_000_000_000 }, 'en'),
      /^member, 1 use left, until Nov 1\d, 2023/,
    );
    assert.match(describeInvite({ ...invite, usesLeft: 24, expiresAt: 0 }, 'en'), /^member, 24 uses left, until/);
  });
});

describe('what is said of invites', () => {
  it('is a sentence for each refusal, and another one each', () => {
    const all = ADMISSION_ERRORS.map((code) => tellAdmission(code, 'wss://chat.example.org:443'));
    for (const sentence of [...all, tellPairing('E_NOT_FOUND'), tellPairing('E_TOO_MANY')])
      assert.match(sentence, A_SENTENCE);
    assert.equal(new Set(all).size, all.length);
  });
});
