/** The fills of what a shard does that are told apart without colour; the others are solid. */
export function LanePatterns() {
  return (
    <svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="hatch-bisecting" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hatch-bisecting-ground" width="5" height="5" />
          <rect class="hatch-bisecting-line" width="2.6" height="5" />
        </pattern>
        <pattern id="hatch-throttled" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect class="hatch-throttled-ground" width="4" height="4" />
          <rect class="hatch-throttled-line" width="4" height="1.8" />
        </pattern>
      </defs>
    </svg>
  );
}
