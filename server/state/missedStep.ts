/** What is told of who was away: a flag was put or taken, a message answers another one or carries files. */
export const NOTABLE = '(kind = 8 OR reply IS NOT NULL OR files IS NOT NULL)';

/** Step 6: ways to that, and from a message to whom it names. */
export const ADD_WAYS_TO_MISSED = `
  CREATE INDEX entry_notable ON entry (room, seq) WHERE (kind = 8 OR reply IS NOT NULL OR files IS NOT NULL);
  CREATE INDEX mention_message ON mention (room, seq);
`;
