/** What a run of the suite and the process that started it tell each other, by environment variables. */
export const testRun = {
  /** Where the suite writes its report. */
  report: () => read('ALONGSIDE_TEST_REPORT'),
  /** Where logs of a failed run go. */
  logs: () => read('ALONGSIDE_TEST_LOGS'),
  /** What each line of the suite begins with, so that it can be told from what the editor logs. Empty on the desktop. */
  mark: () => process.env['ALONGSIDE_TEST_MARK'] ?? '',
  grep: () => process.env['ALONGSIDE_TEST_GREP'],
};

function read(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
}
