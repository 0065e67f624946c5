import { MarkdownString } from 'vscode';

/** Lines as they are: names, topics and addresses are not Markdown. */
export function plainText(lines: readonly string[]): MarkdownString {
  const text = new MarkdownString();
  lines.forEach((line, i) => {
    if (i > 0) text.appendMarkdown('\n\n');
    text.appendText(line);
  });
  return text;
}
