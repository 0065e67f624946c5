import { TALK } from '../sayings';
import { chapter } from '../scene';
import { Team } from '../team';

const open = () => Team.open({ talk: TALK, settings: { 'alongside.density': 'compact' } });

export const density = chapter('density', 'Closer together', open, [
  {
    name: 'compact',
    caption: 'More messages on the screen',
    how: '`alongside.density`: comfortable or compact',
    looks: ['light'],
    show: (team) => team.chat.message('release notes').waitFor(),
  },
]);
