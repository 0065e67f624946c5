import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { EXIT } from '../../server/cli/exit';
import { HELP } from '../../server/cli/help';
import { DEFAULT_PORT, SERVER_LIMITS } from '../../server/protocol/limits';
import { FILES_PATH } from '../../server/transport/files';
import { CHAT_PATH, JOIN_PATH } from '../../server/transport/http';
import { root } from '../helpers/node';
import { type Program, runServerProgram } from '../helpers/serverProcess';
import { tempDir } from '../helpers/tempDir';

const read = (name: string): string => readFileSync(path.join(root, 'server/deploy', name), 'utf8');
const dockerfile = read('Dockerfile');
const unit = read('alongside.service');
const nginx = read('nginx.conf');
const caddy = read('Caddyfile');

/** What stands behind a word at the beginning of a line; the last one counts. */
function valueOf(text: string, word: RegExp): string {
  const found = [...text.matchAll(new RegExp(`^\\s*${word.source}\\s*(.*?);?$`, 'gm'))].at(-1)?.[1];
  assert.ok(found !== undefined, `no ${word.source}`);
  return found;
}

const listOf = (text: string, word: RegExp): readonly string[] => JSON.parse(valueOf(text, word)) as string[];

/** The server as the file starts it, but with a folder and a port of this test's own. */
function start(args: readonly string[], folder: string, dataDir: string): Program {
  assert.ok(args.includes(folder));
  return runServerProgram([...args.map((arg) => (arg === folder ? dataDir : arg)), '--port', '0']);
}

describe('the Dockerfile', () => {
  it('starts a server on a Node that can, as nobody special, with its history on a volume', async () => {
    const [, major] = /^FROM node:(\d+)-slim$/m.exec(dockerfile) ?? [];
    assert.ok(Number(major) >= 24);
    assert.equal(valueOf(dockerfile, /USER/), 'node');
    assert.deepEqual(listOf(dockerfile, /ENTRYPOINT/), ['node', '/app/server.js']);
    using dir = tempDir();
    await using program = start(listOf(dockerfile, /CMD/), valueOf(dockerfile, /VOLUME/), dir.path);
    assert.equal((await program.first)['host'], '0.0.0.0');
  });

  it('asks the server for its health', async () => {
    const [node, ...args] = JSON.parse(/^ {2}CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
    assert.equal(node, 'node');
    using dir = tempDir();
    await using program = start(listOf(dockerfile, /CMD/), '/data', dir.path);
    const port = String((await program.first)['port']);
    const ask = () =>
      promisify(execFile)(process.execPath, args.map((arg) => arg.replace(String(DEFAULT_PORT), port))); // prettier-ignore
    await ask();
    program.process.kill('SIGTERM');
    await program.ended;
    await assert.rejects(ask(), { code: 1 });
  });

  it('opens the port that the server takes', () => {
    assert.equal(valueOf(dockerfile, /EXPOSE/), String(DEFAULT_PORT));
    assert.match(dockerfile, new RegExp(`-p 127\\.0\\.0\\.1:${DEFAULT_PORT}:${DEFAULT_PORT} `));
  });
});

describe('the systemd unit', () => {
  it('starts a server in the folder that it may write to', async () => {
    const [node, script, ...args] = valueOf(unit, /ExecStart=/).split(' ');
    assert.deepEqual([node, script], ['/usr/bin/node', '/opt/alongside/server.js']);
    using dir = tempDir();
    await using program = start(args, `/var/lib/${valueOf(unit, /StateDirectory=/)}`, dir.path);
    assert.equal((await program.first)['kind'], 'ready');
  });

  it('starts it again after a failed disk, and not where a person has to mend something', () => {
    assert.equal(valueOf(unit, /Restart=/), 'on-failure');
    const final = valueOf(unit, /RestartPreventExitStatus=/)
      .split(' ')
      .map(Number);
    assert.deepEqual(final, [EXIT.usage, EXIT.notADatabase, EXIT.dataInUse, EXIT.config]);
  });

  it('waits until everybody was sent off', () => {
    assert.ok(Number(valueOf(unit, /TimeoutStopSec=/)) * 1_000 > SERVER_LIMITS.drainMs);
  });

  it('lets V8 write the code that it runs', () => assert.doesNotMatch(unit, /^MemoryDenyWriteExecute/m));
});

describe('the proxies', () => {
  it('pass on what is for the chat, its files and the page of invites, and nothing else', () => {
    const passed = [...nginx.matchAll(/^\s*location = (\S+) \{$/gm)].map(([, path]) => path);
    assert.deepEqual(passed, [CHAT_PATH, JOIN_PATH, FILES_PATH]);
    assert.equal(valueOf(nginx, /return/), '404');
    assert.equal(valueOf(nginx, /proxy_pass/), `http://127.0.0.1:${DEFAULT_PORT}`);
    assert.equal(valueOf(caddy, /@alongside path/), `${CHAT_PATH} ${FILES_PATH} ${JOIN_PATH}`);
    assert.equal(valueOf(caddy, /respond/), '404');
    assert.equal(valueOf(caddy, /reverse_proxy/), `127.0.0.1:${DEFAULT_PORT}`);
  });

  it('nginx is told what it does not do by itself', () => {
    const told = [...nginx.matchAll(/^\s*proxy_set_header (.*);$/gm)].map(([, header]) => header);
    const [upgrade, address] = [
      ['Upgrade $http_upgrade', 'Connection "upgrade"'],
      ['Host $host', 'X-Forwarded-For $remote_addr'],
    ] as const;
    assert.deepEqual(told, [...upgrade, ...address, ...address, ...address]);
    assert.equal(valueOf(nginx, /proxy_http_version/), '1.1');
    assert.equal(valueOf(nginx, /ssl_protocols/), 'TLSv1.2 TLSv1.3');
  });

  it('nginx holds back no file that the server takes, and keeps none in between', () => {
    const [, mebibytes] = /^\s*client_max_body_size (\d+)m;$/m.exec(nginx) ?? [];
    assert.ok(Number(mebibytes) * 2 ** 20 >= SERVER_LIMITS.fileBytes);
    for (const word of [/proxy_request_buffering/, /proxy_buffering/]) assert.equal(valueOf(nginx, word), 'off');
  });

  it('nginx cuts off no room in which nobody speaks', () => {
    for (const word of [/proxy_read_timeout/, /proxy_send_timeout/]) {
      const seconds = Number(/^(\d+)s$/.exec(valueOf(nginx, word))?.[1]);
      assert.ok(seconds > 60 && seconds * 1_000 > SERVER_LIMITS.pingMs + SERVER_LIMITS.pongMs);
    }
  });
});

describe('the files to deploy with, and the README', () => {
  it('name only options that the server has', () => {
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    const advice = [dockerfile, unit, nginx, caddy, readme].flatMap(
      (text) => text.match(/^(# {3}(serve )?--.*| +node dist\/server\.js serve .*)$/gm) ?? [],
    );
    const options = advice.flatMap((line) => line.match(/--[\w-]+/g) ?? []);
    assert.ok(advice.length >= 8);
    for (const option of options) assert.ok(HELP.includes(`    ${option} `), option);
  });
});
