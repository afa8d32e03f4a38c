import { speak } from '../../state/cursor.ts';
import { edit } from '../../state/edit.ts';
import type { DrawingScale } from './drawingScale.ts';
import { followDrag } from './dragging.ts';
import { moveBlock } from './faultBlocks.ts';
import type { BlockPart } from './faultBlocks.ts';
import type { FaultBlock } from './scenarioTraffic.ts';
import { idOf, selection } from './selection.ts';
import type { Selection } from './selection.ts';
import { snapTime, timeStep } from './snapping.ts';
import { useFocus } from './useFocus.ts';
import { blockName, blockSpan } from './words.ts';

/** The id of the first number of what is selected. */
export const firstNumber = 'traffic-first-number';

/** Height of a lane at the usual text size, with the gap below it. */
export const laneHeight = 32;

/** A fault as a block on the axis: dragged to move it, by an edge to change its length. */
export function FaultLaneBlock({ block, top, scale, isDisabled, roomAfter }: { block: FaultBlock; top: number; scale: DrawingScale; isDisabled: boolean; roomAfter: number }) {
  const self: Selection = { kind: 'block', index: block.index };
  const id = idOf(self);
  const element = useFocus(id);
  const isSelected = selection.value !== null && idOf(selection.value) === id;
  const [left = 0, right = 0] = scale.x.range();
  const from = Math.max(left, scale.x(block.from));
  const until = Math.min(right, Math.max(scale.x(block.until), from + 3));
  const width = until - from;
  const height = (laneHeight - 6) * scale.text;
  const inside = Math.min(10, Math.max(0, (width - 24) / 2));
  const name = blockName(block);
  const character = 6.3 * scale.text;
  const fits = width - 18 >= name.length * character;
  const isBeside = !fits && roomAfter - 12 >= Math.min(name.length, width < 6 * character ? 4 : Infinity) * character;
  const hold = (part: BlockPart) => (event: PointerEvent) => {
    if (isDisabled) return;
    element.current?.focus({ preventScroll: true });
    const secondsEach = (scale.span.to - scale.span.from) / (right - left);
    followDrag(event, scale.top, ({ right: way, fine }) => {
      const step = timeStep(scale.span.to - scale.span.from, fine);
      const held = part === 'until' ? block.until : block.from;
      return way === 0 ? [] : moveBlock(block, part, snapTime(held + way * secondsEach, step) - held, scale.durationSeconds, step);
    });
  };
  return (
    <g
      ref={element}
      id={id}
      class={`fault-block is-${kindOf(block)}${isSelected ? ' is-selected' : ''}`}
      role="slider"
      tabindex={isDisabled ? -1 : 0}
      aria-disabled={isDisabled}
      aria-label={`${name}, ${block.of.kind} ${block.of.name}`}
      aria-valuemin={0}
      aria-valuemax={Math.max(scale.durationSeconds, block.from)}
      aria-valuenow={block.from}
      aria-valuetext={blockSpan(block, scale.durationSeconds)}
      onFocus={() => {
        selection.value = self;
      }}
      onKeyDown={(event) => {
        if (isDisabled || !onBlockKey(event, block, scale)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onDblClick={focusNumbers}
    >
      <rect class="block-body" x={from} y={top} width={width} height={height} rx={3} onPointerDown={hold('whole')} />
      {isBeside ? (
        <text class="block-name is-beside" x={until + 6} y={top + height / 2} dy="0.35em">
          {fitted(name, (roomAfter - 12) / character)}
        </text>
      ) : (
        width > 5 * character && (
          <text class="block-name" x={from + 8} y={top + height / 2} dy="0.35em">
            {fitted(name, (width - 18) / character)}
          </text>
        )
      )}
      <path class="block-grips" d={`M${String(from + 3)} ${String(top + 7)}V${String(top + height - 7)}M${String(until - 3)} ${String(top + 7)}V${String(top + height - 7)}`} />
      <rect class="block-edge" x={from - 24 + inside} y={top} width={24} height={height} onPointerDown={hold('from')} />
      <rect class="block-edge" x={until - inside} y={top} width={24} height={height} onPointerDown={hold('until')} />
    </g>
  );
}

/** Takes a fault out. */
export function removeBlock(block: FaultBlock): void {
  edit([{ path: ['faults', block.index], value: undefined }]);
  selection.value = null;
  speak(`${blockName(block)} removed.`);
}

/** Moves the focus to the numbers of what is selected. */
function focusNumbers(): void {
  document.getElementById(firstNumber)?.focus();
}

/** Does what a key means for a block; false where it means nothing. */
function onBlockKey(event: KeyboardEvent, block: FaultBlock, scale: DrawingScale): boolean {
  if (event.ctrlKey || event.metaKey) return false;
  const directions: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 };
  const direction = directions[event.key];
  if (direction !== undefined) {
    const step = timeStep(scale.span.to - scale.span.from, false);
    const part: BlockPart = event.shiftKey ? 'until' : event.altKey ? 'from' : 'whole';
    const held = part === 'until' ? block.until : block.from;
    edit(moveBlock(block, part, snapTime(held + direction * step, step) - held, scale.durationSeconds, step), `fault ${String(block.index)} ${part}`);
    return true;
  }
  if (event.key === 'Enter') focusNumbers();
  else if (event.key === 'Delete' || event.key === 'Backspace') removeBlock(block);
  else return false;
  return true;
}

/** What kind of trouble a block is, for its colour. */
function kindOf({ effects }: FaultBlock): 'failing' | 'throttled' | 'slow' {
  const [first] = effects;
  if (first?.name === 'ReservedConcurrentExecutions') return 'throttled';
  return first?.name === 'durationFactor' ? 'slow' : 'failing';
}

function fitted(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, Math.max(1, Math.floor(characters) - 1)).trimEnd()}…`;
}
