import { MarkdownString } from 'vscode';
import { asMarkdown } from '../wording';

/** Lines as they are: names, topics and addresses are not Markdown, and no links that nobody asks about. */
export const plainText = (lines: readonly string[]): MarkdownString =>
  new MarkdownString(lines.map(asMarkdown).join('\n\n'));
