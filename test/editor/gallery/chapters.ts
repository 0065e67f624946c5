import { density } from './chapters/density';
import { files } from './chapters/files';
import { finding } from './chapters/finding';
import { german } from './chapters/german';
import { joining } from './chapters/joining';
import { links } from './chapters/links';
import { messages } from './chapters/messages';
import { moving } from './chapters/moving';
import { people } from './chapters/people';
import { rooms } from './chapters/rooms';
import { sideBar } from './chapters/sideBar';
import { threads } from './chapters/threads';
import { told } from './chapters/told';
import { trouble } from './chapters/trouble';
import { writing } from './chapters/writing';
import type { Chapter } from './scene';

/** In the order in which the pictures are shown. A feature that comes gets its scene in one of them. */
export const CHAPTERS: readonly Chapter[] = [
  joining,
  messages,
  threads,
  links,
  writing,
  density,
  files,
  finding,
  rooms,
  people,
  told,
  sideBar,
  german,
  trouble,
  moving,
];
