/** A path that may break across lines before its dots, and nowhere else. */
export function breakable(path: string) {
  return path.split(/(?=[.[])/).map((part, index) => (
    <span key={index}>
      {part}
      <wbr />
    </span>
  ));
}
