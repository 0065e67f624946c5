import { inputBox, palette, quickPick, toast } from '../../installed/actions';
import { addressStep, nameStep } from '../../installed/chatPage';
import { TALK } from '../sayings';
import { chapter } from '../scene';
import { Team } from '../team';

export const trouble = chapter('trouble', 'When something is wrong', () => Team.open({ talk: TALK.slice(-6) }), [
  {
    name: 'offline',
    caption: 'Without a connection everything can be read, and what is written waits',
    how: 'Nothing: it connects again by itself; **Retry now** does not wait',
    looks: ['light', 'highContrast'],
    async show(team) {
      team.server.process.kill('SIGKILL');
      await team.server.ended;
      await team.frame.getByText('Retry now').waitFor();
      await team.chat.say('I am in a tunnel, and write on');
      await team.chat.message('in a tunnel').getByText('Waiting for connection').waitFor();
    },
  },
  {
    name: 'nobody-there',
    caption: 'An address where nobody answers',
    how: '**Chat: Join** with it',
    async show(team) {
      const { page } = team;
      await palette(page, 'Chat: Exit');
      await team.frame
        .getByRole('alertdialog')
        .waitFor({ timeout: 2_000 })
        .then(
          () => team.frame.getByRole('button', { name: 'Exit', exact: true }).last().click(),
          () => undefined,
        );
      await palette(page, 'Chat: Join');
      await quickPick(page, /Enter Address/);
      await addressStep(page).waitFor();
      await inputBox(page, '127.0.0.1:1');
      await nameStep(page).waitFor();
      await inputBox(page, 'ana');
      await toast(page, 'Nothing answers at 127.0.0.1:1').waitFor();
    },
  },
]);
