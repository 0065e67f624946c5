import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

function alongside(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('alongside.alongside');
  assert.ok(extension, 'the extension is not there');
  return extension;
}

describe('the extension in VS Code', () => {
  it('activates', async () => {
    await alongside().activate();
    assert.equal(alongside().isActive, true);
  });

  it('registers every command that its manifest offers', async () => {
    await alongside().activate();
    const { contributes } = alongside().packageJSON as Manifest;
    const offered = contributes.commands.map(({ command }) => command);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.ok(offered.length > 0);
    assert.deepEqual(
      offered.filter((id) => !registered.has(id)),
      [],
    );
  });
});
