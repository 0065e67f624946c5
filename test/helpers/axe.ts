import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults, Result, RunOptions } from 'axe-core';
import { root } from './node';

/** To be evaluated in a page: gives it `axe`. */
export const axeSource = readFileSync(
  createRequire(path.join(root, 'package.json')).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** What passes is not described node by node. */
export const onlyFindings: RunOptions = { resultTypes: ['violations', 'incomplete'] };

/** Serious and critical findings, as "rule: element". */
export function seriousOf({
  violations,
  incomplete,
}: Pick<AxeResults, 'violations' | 'incomplete'>): readonly string[] {
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return [...serious, ...incomplete.map(invisible)].flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
}

/** Of a text in the very colour of what is behind it axe is not sure that it is a fault. */
const invisible = (result: Result): Result => ({
  ...result,
  nodes: result.nodes.filter(({ any }) =>
    any.some(({ data }) => (data as { readonly messageKey?: string } | null)?.messageKey === 'equalRatio'),
  ),
});
