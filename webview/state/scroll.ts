/** What a scroller says of itself, in pixels. */
export interface Extent {
  readonly top: number;
  readonly height: number;
  readonly total: number;
}

const NEAR_END = 80;
/** Pages are asked for this long before the reader gets there. */
const LOAD_AHEAD = 600;

export const toEnd = (extent: Extent): number => extent.total - extent.height - extent.top;
export const isNearEnd = (extent: Extent): boolean => toEnd(extent) <= NEAR_END;
export const wantsOlder = (extent: Extent): boolean => extent.top < LOAD_AHEAD;
export const wantsNewer = (extent: Extent): boolean => toEnd(extent) < LOAD_AHEAD;
