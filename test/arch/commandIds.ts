import ts from 'typescript';

/** The keys of the object that a constant of a file holds, read from the source. */
export function keysOfConstant(text: string, constant: string): string[] {
  const file = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest);
  const declarations = file.statements
    .filter(ts.isVariableStatement)
    .flatMap((each) => [...each.declarationList.declarations]);
  const found = declarations.find(({ name }) => ts.isIdentifier(name) && name.text === constant);
  const value = found?.initializer;
  if (value === undefined || !ts.isObjectLiteralExpression(value)) return [];
  return value.properties.map(({ name }) =>
    name && (ts.isStringLiteral(name) || ts.isIdentifier(name)) ? name.text : '?',
  );
}
