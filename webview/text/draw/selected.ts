/** What is selected in it: from which character to which. */
interface Selected {
  readonly from: number;
  readonly to: number;
  readonly isBackward: boolean;
}

/** Does something to the elements that hold a text, and keeps what is selected of it. */
export function keepingSelection(holder: HTMLElement, change: () => void): void {
  const selected = selectedIn(holder);
  change();
  if (selected) select(holder, selected);
}

/** Only what lies within it as a whole: a selection from elsewhere is set by its other end. */
function selectedIn(holder: HTMLElement): Selected | undefined {
  const selection = getSelection();
  const { anchorNode, focusNode } = selection ?? {};
  if (!selection || !anchorNode || !focusNode || selection.isCollapsed) return undefined;
  if (!holder.contains(anchorNode) || !holder.contains(focusNode)) return undefined;
  const [anchor, focus] = [place(holder, anchorNode, selection.anchorOffset), place(holder, focusNode, selection.focusOffset)]; // prettier-ignore
  return { from: Math.min(anchor, focus), to: Math.max(anchor, focus), isBackward: focus < anchor };
}

function place(holder: HTMLElement, node: Node, offset: number): number {
  const range = document.createRange();
  range.setStart(holder, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

function select(holder: HTMLElement, { from, to, isBackward }: Selected): void {
  const [start, end] = [pointAt(holder, from), pointAt(holder, to)];
  if (!start || !end) return;
  const [anchor, focus] = isBackward ? [end, start] : [start, end];
  getSelection()?.setBaseAndExtent(anchor.node, anchor.offset, focus.node, focus.offset);
}

function pointAt(holder: HTMLElement, at: number): { readonly node: Node; readonly offset: number } | undefined {
  const texts = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  let left = at;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (left <= length) return { node, offset: left };
    left -= length;
  }
  return undefined;
}
