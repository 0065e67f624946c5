import { type TemplateResult, html } from 'lit';
import type { ShownRoom } from '../protocol/messages';
import { icon } from './icon';

const MARKS: Readonly<Record<ShownRoom['kind'], TemplateResult>> = {
  public: html`<span class="room-mark room-hash" aria-hidden="true">#</span>`,
  private: icon('lock', 'room-mark'),
  direct: icon('person', 'room-mark'),
};

/** For the eye: of what kind a room is. */
export const roomMark = (kind: ShownRoom['kind']): TemplateResult => MARKS[kind];
