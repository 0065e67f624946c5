import { type Pasted, isLong } from './state/longText';
import { asCodeBlock, codeLanguage } from './state/pasteCode';
import { insertText, writing } from './ui/toolkit';

/**
 * Code that is pasted into the composer becomes a block. It is pasted as it is first: one undo takes the block away, and
 * leaves the text. Of a long text it is told, as it may go as a file.
 */
export function pasteCode(tellLong: (pasted: Pasted) => void): void {
  document.addEventListener('paste', (event) => {
    const { clipboardData, target } = event;
    const place = writing();
    if (event.defaultPrevented || !place || !clipboardData || clipboardData.files.length > 0) return;
    if (!(target instanceof Element) || target.closest('.textarea') === null) return;
    const [text, editorData] = [clipboardData.getData('text/plain'), clipboardData.getData('vscode-editor-data')];
    const block = asCodeBlock({ text, editorData }, place.text, place.from, place.to);
    const plain = text.replaceAll(/\r\n?/g, '\n');
    const put = block ?? plain;
    if (isLong(plain)) tellLong({ put, text: plain, language: codeLanguage({ text: plain, editorData }) });
    if (block === undefined) return;
    event.preventDefault();
    insertText(text);
    const end = writing()?.to ?? place.from;
    insertText(block, place.from, end);
  });
}
