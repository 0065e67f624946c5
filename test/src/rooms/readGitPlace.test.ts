import assert from 'node:assert/strict';
import { readGitPlace } from '../../../src/rooms/readGitPlace';

const MAIN = 'ref: refs/heads/main\n';
const ORIGIN = '[core]\n\tbare = false\n[remote "origin"]\n\turl = git@example.org:team/alongside.git\n\tfetch = x\n';

const placeIn = (folder: string, files: Readonly<Record<string, string>>) =>
  readGitPlace(folder, (path) => Promise.resolve(files[path]));

describe('the repository of a folder', () => {
  it('is called as its remote calls it, with the branch that is checked out', async () => {
    const files = { '/src/app/.git/HEAD': 'ref: refs/heads/feature/login\n', '/src/app/.git/config': ORIGIN };
    assert.deepEqual(await placeIn('/src/app', files), { name: 'alongside', branch: 'feature/login' });
  });

  it('is called as its folder where there is no remote', async () => {
    assert.deepEqual(await placeIn('/src/app', { '/src/app/.git/HEAD': MAIN }), { name: 'app', branch: 'main' });
  });

  it('takes origin before other remotes, and another one before none', async () => {
    const other = '[remote "backup"]\n\turl = https://example.org/copy/\n';
    const named = async (config: string) =>
      (await placeIn('/a', { '/a/.git/HEAD': MAIN, '/a/.git/config': config }))?.name;
    assert.equal(await named(other + ORIGIN), 'alongside');
    assert.equal(await named(other), 'copy');
    assert.equal(await named('[remote "origin"]\n\tfetch = x\n' + other), 'copy');
    const last = '[remote "last"]\n\turl = https://example.org/last\n';
    assert.equal(await named(other + '[remote "origin"]\n\tfetch = x\n' + last), 'copy');
    assert.equal(await named('[remote "origin"]\n\turl = C:\\team\\tools\n'), 'tools');
  });

  it('has no branch where a commit is checked out', async () => {
    assert.deepEqual(await placeIn('/a', { '/a/.git/HEAD': `${'0'.repeat(40)}\n` }), { name: 'a' });
  });

  it('is found from a folder within it', async () => {
    assert.equal((await placeIn('/src/app/lib/x', { '/src/app/.git/HEAD': MAIN }))?.name, 'app');
  });

  it('is found from a worktree, which has its own branch', async () => {
    const files = {
      '/wt/next/.git': 'gitdir: /src/app/.git/worktrees/next\n',
      '/src/app/.git/worktrees/next/HEAD': 'ref: refs/heads/next\n',
      '/src/app/.git/worktrees/next/commondir': '../..\n',
      '/src/app/.git/config': ORIGIN,
    };
    assert.deepEqual(await placeIn('/wt/next', files), { name: 'alongside', branch: 'next' });
  });

  it('is found where its folder is on a drive', async () => {
    const files = { '/c:/wt/.git': 'gitdir: C:\\app\\.git\n', '/C:/app/.git/HEAD': MAIN };
    assert.equal((await placeIn('/c:/wt', files))?.branch, 'main');
  });

  it('is none where there is none', async () => {
    assert.equal(await placeIn('/src/app', {}), undefined);
  });
});
