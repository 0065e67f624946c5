import * as z from 'zod/mini';

/** How close messages stand, and how times of day are written: as the language has them, or with 12 or 24 hours. */
export const Looks = z.object({
  density: z.enum(['comfortable', 'compact']),
  timeFormat: z.enum(['auto', '12h', '24h']),
});
export type Looks = Readonly<z.infer<typeof Looks>>;

export const usualLooks: Looks = { density: 'comfortable', timeFormat: 'auto' };

/** For what writes times. */
export const hoursOf = (format: Looks['timeFormat']): Pick<Intl.DateTimeFormatOptions, 'hourCycle'> =>
  format === 'auto' ? {} : { hourCycle: format === '12h' ? 'h12' : 'h23' };
