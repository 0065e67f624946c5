import type { Migration } from '../../server/state/migrate';

/** An upgrade in steps that rewrite every entry, as a real one might. `before` is told each step's number. */
export function upgrade(before: (step: number) => void = () => undefined): readonly Migration[] {
  const steps = [
    'ALTER TABLE entry ADD COLUMN extra TEXT',
    "UPDATE entry SET extra = 'new ' || text",
    'CREATE INDEX entry_extra ON entry (extra)',
    '',
  ];
  return steps.map((sql, step) => (db) => {
    before(step);
    db.exec(sql);
  });
}

export const STEPS = upgrade().length;
