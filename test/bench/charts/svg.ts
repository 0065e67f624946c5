/** Charts without a library: plain SVG, readable on a light and on a dark page. */

const WIDTH = 720;
const COLOURS = ['#0a7d55', '#5b6cc9', '#b5651d', '#8b5aa8', '#a33b57', '#4b7f8c', '#7a7a2a', '#777777', '#4f6d3a'];

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .quiet { fill: #57606a; font-size: 11px }
  .title { font-weight: 600; font-size: 15px }
  .line { stroke: #d0d7de; stroke-width: 1 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .quiet { fill: #9ea7b3 } .line { stroke: #3d444d }
  }`;

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Behind the value. */
  readonly note?: string;
  readonly isOurs?: boolean;
}

export interface Series {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Bars from a zero, one below the other. */
export function barChart(title: string, subtitle: string, bars: readonly Bar[]): string {
  const [left, right, row, top] = [230, 130, 26, 58];
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const drawn = bars.map(({ label, value, note = '', isOurs = false }, i) => {
    const y = top + i * row;
    const width = Math.max(1, ((WIDTH - left - right) * value) / most);
    const text = `${compact(value)}${note === '' ? '' : `  ${note}`}`;
    return [
      `<text x="${left - 8}" y="${y + 14}" text-anchor="end"${isOurs ? ' font-weight="600"' : ''}>${escaped(label)}</text>`,
      `<rect x="${left}" y="${y}" width="${width.toFixed(1)}" height="18" rx="2" fill="${isOurs ? COLOURS[0] : COLOURS[7]}"/>`,
      `<text x="${(left + width + 6).toFixed(1)}" y="${y + 14}">${escaped(text)}</text>`,
    ].join('');
  });
  return document(top + bars.length * row + 10, [head(title, subtitle), ...drawn]);
}

/** Lines over powers of ten on both sides. */
export function lineChart(title: string, subtitle: string, series: readonly Series[]): string {
  const [left, right, top, height] = [64, 20, 80, 240];
  const points = series.flatMap((one) => one.points);
  const xs = decades(points.map(([x]) => x));
  const ys = decades(points.map(([, y]) => y));
  const x = (value: number) => left + ((WIDTH - left - right) * (Math.log10(value) - xs.from)) / (xs.to - xs.from);
  const y = (value: number) => top + height - (height * (Math.log10(value) - ys.from)) / (ys.to - ys.from);
  const grid = [
    ...xs.all.map(
      (value) =>
        `<text class="quiet" x="${x(value)}" y="${top + height + 18}" text-anchor="middle">${compact(value)}</text>`,
    ),
    ...ys.all.map(
      (value) =>
        `<line class="line" x1="${left}" x2="${WIDTH - right}" y1="${y(value)}" y2="${y(value)}"/>` +
        `<text class="quiet" x="${left - 8}" y="${y(value) + 4}" text-anchor="end">${compact(value)}</text>`,
    ),
  ];
  const lines = series.map(({ points: each }, i) => {
    const at = each.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`);
    const dots = at.map(
      (place) => `<circle cx="${place.split(',')[0]}" cy="${place.split(',')[1]}" r="3" fill="${colour(i)}"/>`,
    );
    return `<polyline points="${at.join(' ')}" fill="none" stroke="${colour(i)}" stroke-width="2"/>${dots.join('')}`;
  });
  const legend = series.map(
    ({ label }, i) =>
      `<rect x="${left + i * 210}" y="58" width="12" height="12" rx="2" fill="${colour(i)}"/>` +
      `<text class="quiet" x="${left + i * 210 + 18}" y="68">${escaped(label)}</text>`,
  );
  return document(top + height + 32, [head(title, subtitle), ...legend, ...grid, ...lines]);
}

const colour = (i: number): string => COLOURS[i % COLOURS.length]!;

const head = (title: string, subtitle: string): string =>
  `<text class="title" x="12" y="24">${escaped(title)}</text><text class="quiet" x="12" y="43">${escaped(subtitle)}</text>`;

const document = (height: number, parts: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<style>${STYLE}</style>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');

/** The powers of ten around all values. */
function decades(values: readonly number[]): { from: number; to: number; all: readonly number[] } {
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values))));
  return { from, to, all: Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i)) };
}

/** 4.8 M, 192 k, 0.41 */
export function compact(value: number): string {
  const [divisor, unit] = value >= 1e6 ? [1e6, ' M'] : value >= 1e3 ? [1e3, ' k'] : [1, ''];
  return `${Number((value / divisor).toPrecision(3))}${unit}`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
