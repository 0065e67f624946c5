/**
 * Step 4: what is done to messages. An edit has the text of its message (kind 5, of which there is one for a message; one that
 * was replaced is of kind 6). What marks hold could be made anew from the entries.
 */
export const ADD_ACTS = `
  ALTER TABLE entry ADD COLUMN reply INTEGER;
  ALTER TABLE entry ADD COLUMN thread INTEGER;
  CREATE UNIQUE INDEX entry_edit ON entry (room, target) WHERE kind = 5;
  CREATE INDEX entry_thread ON entry (room, thread) WHERE thread IS NOT NULL;
  CREATE TABLE mark (
    number INTEGER PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES room,
    seq INTEGER NOT NULL,
    what TEXT NOT NULL,
    member INTEGER NOT NULL REFERENCES member,
    UNIQUE (room, seq, what, member)
  ) STRICT;
  CREATE INDEX mark_pinned ON mark (room) WHERE what = 'pinned';
`;
