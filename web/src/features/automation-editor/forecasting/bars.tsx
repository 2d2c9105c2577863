interface BarsProps {
  /** What the bars are, for whoever does not see them. */
  label: string;
  values: readonly number[];
  /** The bar that something else is about. */
  chosen?: number;
}

const HEIGHT = 64;

/** A plain chart of bars; its numbers stand beside it in words or in a table. */
export function Bars({ label, values, chosen }: BarsProps) {
  const most = Math.max(1, ...values);
  const width = 320 / Math.max(1, values.length);
  return (
    <svg
      role="img"
      aria-label={`${label}: ${values.length} bars, at most ${most.toLocaleString('en')}.`}
      viewBox={`0 0 320 ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-20 w-full rounded-md bg-sunken"
    >
      {values.map((value, index) => {
        const height = (value / most) * (HEIGHT - 4);
        return (
          <rect
            key={index}
            x={index * width + width * 0.12}
            y={HEIGHT - height}
            width={width * 0.76}
            height={height}
            fill={chosen === undefined || chosen === index ? 'var(--accent)' : 'var(--line-strong)'}
          />
        );
      })}
    </svg>
  );
}
