/** The value below which `share` (0 to 1) of the sorted values lie, by the nearest rank. */
export function percentile(sorted: ArrayLike<number>, share: number): number | undefined {
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1];
}

export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1 ? sorted[middle - 0.5] : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Undefined when there is no value. */
export function summary(values: readonly (number | undefined)[]): Summary | undefined {
  const known = values.filter((value) => value !== undefined);
  const middle = median(known);
  return middle === undefined ? undefined : { median: middle, least: Math.min(...known), most: Math.max(...known) };
}

/** Three significant digits. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/** Values as they come, without a boxed number for each. */
export class Samples {
  #values = new Float64Array(1_024);
  #count = 0;

  add(value: number): void {
    if (this.#count === this.#values.length) {
      const more = new Float64Array(this.#count * 2);
      more.set(this.#values);
      this.#values = more;
    }
    this.#values[this.#count++] = value;
  }

  get count(): number {
    return this.#count;
  }

  /** The percentile for a share. Throws when there is no sample. */
  at(share: number): number {
    const found = percentile(this.#values.slice(0, this.#count).sort(), share);
    if (found === undefined) throw new Error('nothing was measured');
    return found;
  }

  /** Throws when there is no sample. */
  percentilesOrThrow(): Percentiles {
    const found = this.percentiles();
    if (!found) throw new Error('nothing was measured');
    return found;
  }

  percentiles(): Percentiles | undefined {
    const sorted = this.#values.slice(0, this.#count).sort();
    const [p50, p99] = [percentile(sorted, 0.5), percentile(sorted, 0.99)];
    return p50 === undefined || p99 === undefined ? undefined : { p50, p99 };
  }
}
