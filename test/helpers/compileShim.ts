import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { root } from './node';

/** Builds a shared library from test/faults/shims, with Debian's compiler, which it installs where there is none. */
export function compileShim(name: string, folder: string): string {
  const library = path.join(folder, `${name}.so`);
  const source = path.join(root, 'test/faults/shims', `${name}.c`);
  const flags = ['-Wall', '-Wextra', '-Werror', '-O2', '-shared', '-fPIC'];
  execFileSync(compiler(), [...flags, '-o', library, source, '-ldl', '-lpthread'], { stdio: 'pipe' });
  return library;
}

function compiler(): string {
  if (!compiles()) {
    try {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      execFileSync('apt-get', ['update'], { env, stdio: 'pipe' });
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'gcc', 'libc6-dev'], { env, stdio: 'pipe' });
    } catch (cause) {
      throw new Error('These tests need a C compiler: apt-get install gcc libc6-dev, as root.', { cause });
    }
  }
  return 'gcc';
}

/** A compiler without the headers of the C library is none. */
function compiles(): boolean {
  try {
    execFileSync('gcc', ['-fsyntax-only', '-x', 'c', '-'], { input: '#include <stdio.h>\n', stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
