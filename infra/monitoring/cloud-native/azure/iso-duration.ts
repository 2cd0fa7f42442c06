/** Durations of Prometheus (`1h30m`, `90s`) as Azure writes them (ISO 8601: `PT1H30M`). */

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of a duration in Prometheus' terms. */
export function durationSeconds(duration: string): number {
  const parts = [...duration.matchAll(/(\d+)([smhdw])/g)];
  if (parts.map(([text]) => text).join('') !== duration || parts.length === 0) throw new RangeError(`'${duration}' is no duration of Prometheus`);
  return parts.reduce((sum, [, count = '', unit = '']) => sum + Number(count) * (seconds[unit] ?? 0), 0);
}

/** The shortest way to write it, which is what Azure answers: anything else would be a difference in every plan. */
export function isoDuration(of: number): string {
  const days = Math.floor(of / 86_400);
  const parts = [
    ['H', Math.floor((of % 86_400) / 3600)],
    ['M', Math.floor((of % 3600) / 60)],
    ['S', of % 60],
  ] as const;
  const time = parts.flatMap(([unit, count]) => (count > 0 ? [`${count}${unit}`] : [])).join('');
  return `P${days > 0 ? `${days}D` : ''}${time === '' && days > 0 ? '' : `T${time === '' ? '0S' : time}`}`;
}
