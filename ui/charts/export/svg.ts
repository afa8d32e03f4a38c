import { cursor } from '../../state/cursor.ts';
import type { ExportedChart } from '../exportMenu.tsx';
import { binClock, tickName, timeTicks, visibleBin } from '../timeAxis.ts';
import type { TimeAxis } from '../timeAxis.ts';
import { wrapped } from '../wrapped.ts';

/** A picture that needs nothing else. */
export interface Picture {
  svg: string;
  width: number;
  height: number;
}

const namespace = 'http://www.w3.org/2000/svg';
const margin = 20;

/** Widths of an average character, in ems, a little more than the fonts have. */
const averageCharacter = 0.54;

/** What of an element's computed style makes its picture; all of them may stand as attributes. */
const styles = ['fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'paint-order', 'font-family', 'font-size', 'font-weight', 'text-anchor'];

/**
 * A chart as it stands on the page, in the page's theme, as a file of its own: its title and note, the facts that tell which run it
 * is of, its direct labels and its time axis, with every style written out. Fonts are named, with what may stand in for them.
 */
export function chartPicture(figure: HTMLElement, chart: ExportedChart, facts: string): Picture {
  const plot = figure.querySelector('.plot > svg');
  if (plot === null) throw new Error('the chart has no plot');
  const { title, note } = chart;
  const axis = 'axis' in chart ? chart.axis : null;
  const box = plot.getBoundingClientRect();
  const inner = axis?.width ?? Math.ceil(box.width);
  const width = inner + 2 * margin;
  const root = element('svg', { role: 'img', 'font-family': getComputedStyle(figure).fontFamily });
  root.append(textElement('title', {}, `${title}. ${facts}`));

  const bin = axis === null ? null : visibleBin(axis, cursor.value);
  const at = axis === null || bin === null ? '' : `; numbers at ${binClock(axis, bin)}`;
  const head = [...paragraph(figure.querySelector('h3, h4'), title, inner), ...paragraph(figure.querySelector('.chart-note'), note + at, inner), ...paragraph(figure.querySelector('.chart-note'), facts, inner)];
  let y = margin;
  const texts = head.map(({ lineHeight, line, attributes }) => textElement('text', { ...attributes, x: margin, y: (y += lineHeight) - lineHeight * 0.25 }, line));

  const origin = figure.getBoundingClientRect();
  const labels = [...figure.querySelectorAll<HTMLElement>('.direct-labels li')];
  const top = Math.min(box.top, ...labels.map((label) => label.getBoundingClientRect().top));
  const body = element('g', { transform: `translate(${String(margin)} ${String(y + 12 - top + origin.top)})` });
  const offset = { x: origin.left, y: origin.top };
  const drawing = element('g', { transform: `translate(${String(box.left - offset.x)} ${String(box.top - offset.y)})` });
  drawing.append(...[...plot.children].map((child) => inlined(child)), ...(axis === null ? [] : timeAxisLabels(figure, axis, box.height)));
  body.append(drawing, ...labels.flatMap((label) => labelElements(label, offset)));

  const height = Math.ceil(y + 12 + (box.bottom - top) + 24 * (axis?.scale ?? 0) + margin);
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${String(width)} ${String(height)}` })) root.setAttribute(name, String(value));
  root.append(patternsOf(body), element('rect', { width, height, fill: getComputedStyle(document.documentElement).backgroundColor }), ...texts, body);
  return { svg: new XMLSerializer().serializeToString(root), width, height };
}

/** A copy of an element and all that is in it, with the styles it has on the page wherever they differ from its parent's. */
function inlined(original: Element, parent: CSSStyleDeclaration | null = null): Element {
  const copy = original.cloneNode(false) as Element;
  const style = getComputedStyle(original);
  copy.removeAttribute('class');
  for (const name of styles) {
    const value = style.getPropertyValue(name);
    if (value !== parent?.getPropertyValue(name)) copy.setAttribute(name, value);
  }
  for (const child of original.childNodes) copy.append(child instanceof Element ? inlined(child, style) : child.cloneNode());
  return copy;
}

/** The patterns that a drawing refers to. */
function patternsOf(drawing: Element): Element {
  const used = new Set([...drawing.querySelectorAll('[fill^="url"]')].map((one) => /#([\w-]+)/.exec(one.getAttribute('fill') ?? '')?.[1]));
  const definitions = element('defs', {});
  definitions.append(...[...document.querySelectorAll('.patterns pattern')].filter(({ id }) => used.has(id)).map((pattern) => inlined(pattern)));
  return definitions;
}

interface Line {
  line: string;
  lineHeight: number;
  attributes: Record<string, string>;
}

/** A text in lines that fit, in the type of an element on the page. */
function paragraph(like: Element | null, text: string, width: number): Line[] {
  const style = getComputedStyle(like ?? document.body);
  const size = Number.parseFloat(style.fontSize);
  const attributes = { fill: style.color, 'font-size': style.fontSize, 'font-weight': style.fontWeight };
  return wrapped(text, Math.floor(width / (size * averageCharacter))).map((line) => ({ line, lineHeight: size * 1.4, attributes }));
}

function timeAxisLabels(figure: HTMLElement, axis: TimeAxis, height: number): Element[] {
  const style = getComputedStyle(figure.querySelector('svg text') ?? figure);
  const attributes = { fill: getComputedStyle(figure.querySelector('.chart-note') ?? figure).color, 'font-size': style.fontSize, y: height + 14 * axis.scale };
  const ticks = timeTicks(axis).map((seconds) => textElement('text', { ...attributes, x: axis.x(seconds), 'text-anchor': 'middle' }, tickName(axis, seconds)));
  return axis.right > 100 ? [...ticks, textElement('text', { ...attributes, x: axis.width, 'text-anchor': 'end' }, 'simulated time')] : ticks;
}

/** A direct label where it stands on the page: its sample, its name, its number. */
function labelElements(label: HTMLElement, offset: { x: number; y: number }): Element[] {
  const elements: Element[] = [];
  const swatch = label.querySelector('.swatch');
  if (swatch !== null) {
    const { left, top } = swatch.getBoundingClientRect();
    const sample = element('g', { transform: `translate(${String(left - offset.x)} ${String(top - offset.y)})` });
    sample.append(...[...swatch.children].map((child) => inlined(child)));
    elements.push(sample);
  }
  const name = label.querySelector<HTMLElement>('.label-name');
  const value = label.querySelector<HTMLElement>('.label-value');
  if (name === null || value === null) return elements;
  const text = labelText(name, name.getBoundingClientRect().left - offset.x, name, offset, fitted(name));
  const isInRow = label.closest('.in-row') !== null;
  // In a row the number follows its name however wide the font makes it; beside the plot numbers end at one edge.
  if (isInRow) text.append(` ${value.textContent ?? ''}`);
  elements.push(text);
  if (!isInRow) {
    const number = labelText(value, value.getBoundingClientRect().right - offset.x, name, offset, value.textContent ?? '');
    number.setAttribute('text-anchor', 'end');
    elements.push(number);
  }
  return elements;
}

/** A text at `x`, in the type of one element and the line of another. */
function labelText(like: HTMLElement, x: number, line: HTMLElement, offset: { y: number }, text: string): Element {
  const { top, bottom } = line.getBoundingClientRect();
  const { color, fontSize, fontWeight } = getComputedStyle(like);
  return textElement('text', { x, y: (top + bottom) / 2 - offset.y, dy: '0.34em', fill: color, 'font-size': fontSize, 'font-weight': fontWeight }, text);
}

/** What of an element's text the page has room for. */
function fitted({ textContent, clientWidth, scrollWidth }: HTMLElement): string {
  if (clientWidth === 0 || scrollWidth <= clientWidth) return textContent ?? '';
  return `${(textContent ?? '').slice(0, Math.floor(((textContent ?? '').length * clientWidth) / scrollWidth) - 1)}…`;
}

function element(name: string, attributes: Record<string, string | number>): Element {
  const made = document.createElementNS(namespace, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  return made;
}

function textElement(name: string, attributes: Record<string, string | number>, text: string): Element {
  const made = element(name, attributes);
  made.textContent = text;
  return made;
}
