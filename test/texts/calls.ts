import ts from 'typescript';

/** A place where a text is asked for. */
export interface Call {
  /** The text, or undefined where it is not written down there. */
  readonly text: string | undefined;
  /** It is asked for each time it is shown, not once when the file is loaded. */
  readonly isLate: boolean;
  readonly place: string;
}

/** Every `t(…)` of a source. */
export function callsIn(file: string, source: string): Call[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Call[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
      const [first] = node.arguments;
      const text = first && ts.isStringLiteralLike(first) ? first.text : undefined;
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
      found.push({ text, isLate: isInFunction(node), place: `${file}:${line + 1}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const isInFunction = (node: ts.Node): boolean =>
  ts.findAncestor(node, (each) => ts.isFunctionLike(each) && !ts.isTypeNode(each)) !== undefined;

/** The places in a text for what is put in, each once. */
export const slotsOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{\w+\}/g)].map(([slot]) => slot))].sort();
