import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeTranscript } from '../../server/transcript/transcriptWriter';
import { spokenJournal } from '../helpers/journals';
import { silentLog } from '../helpers/testServer';
import { type Secret, isToGo, secrets } from './secrets';

/** Says secrets, deletes some of them, and is killed on the way: a process of its own, `deletedText.ts FOLDER MS COUNT`. */
async function main([dataDir = '', afterMs = '0', count = '0']: readonly string[]): Promise<void> {
  const speaking = await spokenJournal(dataDir, { eraseMs: 20 });
  writeTranscript({
    file: path.join(dataDir, 'chat_history.txt'),
    journal: speaking.journal,
    log: silentLog,
    wakeMs: 5,
  });
  const said: Secret[] = [];
  for (const secret of secrets(Number(count))) {
    await speaking.say(secret.text);
    said.push(secret);
  }
  await pause(Number(afterMs) * 3); // so that the index and the file hold some of them, or all
  for (const [i] of said.entries()) if (isToGo(i)) await speaking.remove(i + 1);
  writeFileSync(path.join(dataDir, '..', 'said.json'), JSON.stringify(said));
  await pause(Number(afterMs));
  process.kill(process.pid, 'SIGKILL');
}

void main(process.argv.slice(2));
