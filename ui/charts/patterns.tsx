/** Fills that carry meaning without colour, defined once for every chart and swatch on the page. */
export function Patterns() {
  return (
    <svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="hatch-late" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hatch-late-ground" width="6" height="6" />
          <rect class="hatch-late-line" width="1.4" height="6" />
        </pattern>
        <pattern id="hatch-destination" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect class="hatch-captured-ground" width="5" height="5" />
          <rect class="hatch-captured-line" width="1.4" height="5" />
        </pattern>
        <pattern id="hatch-both" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect class="hatch-captured-ground" width="5" height="5" />
          <rect class="hatch-captured-line" width="1.4" height="5" />
          <rect class="hatch-captured-line" width="5" height="1.4" />
        </pattern>
        <pattern id="hatch-gone" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <rect class="hatch-gone-ground" width="4" height="4" />
          <rect class="hatch-gone-line" width="1.6" height="4" />
        </pattern>
        <pattern id="hatch-overdue" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hatch-overdue-line" width="1.6" height="6" />
        </pattern>
      </defs>
    </svg>
  );
}
