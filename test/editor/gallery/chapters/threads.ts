import { GENERAL } from '../../../../server/protocol/ids';
import { palette } from '../../installed/actions';
import { TALK } from '../sayings';
import { chapter } from '../scene';
import { Team } from '../team';

const thread = (team: Team) => team.frame.getByRole('region', { name: /^Thread of/ });

async function open(): Promise<Team> {
  const team = await Team.open({ talk: TALK.slice(-6) });
  const question = team.seqOf('question');
  await team.post('ben', GENERAL, 'The old one still has the fix of last week, or does it not?', question);
  await team.post('chloe', GENERAL, 'It is in both.', question);
  await team.post('dora', GENERAL, 'Good. I tell the testers.', question);
  await team.frame.getByRole('button', { name: '4 replies' }).waitFor();
  return team;
}

export const threads = chapter('threads', 'Threads', open, [
  {
    name: 'over',
    caption: 'A thread, where there is no room beside the messages',
    how: '<kbd>T</kbd> at a message, or its **4 replies**',
    looks: ['light', 'highContrast'],
    async show(team) {
      await team.frame.getByRole('button', { name: '4 replies' }).click();
      await thread(team).getByText('I tell the testers').waitFor();
    },
  },
  {
    name: 'beside',
    caption: 'A thread beside the messages',
    how: 'Make the chat wider',
    looks: ['light', 'highContrast', 'highContrastLight'],
    kept: ['dark'],
    async show(team) {
      await palette(team.page, 'View: Move Editor into Previous Group');
      await thread(team).getByText('I tell the testers').waitFor();
      await team.chat.message('release notes').waitFor();
    },
  },
  {
    name: 'writing',
    caption: 'Answering in it; its draft stays with it',
    how: 'Write at its end',
    async show(team) {
      await thread(team).getByText('Reply…').click();
      await team.frame.getByRole('textbox', { name: 'Reply in the thread' }).waitFor();
      await team.page.keyboard.type('Thank you, all three.');
    },
  },
  {
    name: 'resolved',
    caption: 'Resolved',
    how: '<kbd>S</kbd> at its first message',
    async show(team) {
      await team.page.keyboard.press('Enter');
      await thread(team).getByText('Thank you, all three.').waitFor();
      const { dora } = team.members;
      await dora.connection.value('flag', {
        room: GENERAL,
        seq: team.seqOf('question'),
        flag: 'resolved',
        isOn: true,
      });
      await thread(team).getByText('Resolved').waitFor();
    },
  },
]);
