/** How often a test does what it does: `npm run soak` asks for more of it than `npm test`. */
export function howMany(name: 'KILLS' | 'CUTS' | 'INPUTS' | 'SEED' | 'CYCLE', otherwise: number): number {
  const asked = process.env[`SOAK_${name}`];
  return asked === undefined ? otherwise : Number(asked);
}
