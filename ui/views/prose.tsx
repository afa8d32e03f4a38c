/** A sentence as it should break: a number stays with its unit, and what stands in backticks is code. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {unbroken(text)
        .split('`')
        .map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}
    </>
  );
}

/** No line ends between a number and its unit. */
function unbroken(text: string): string {
  return text.replace(/(\d) (%|ms|s|min|h|d|k|M|G)(?![\w])/g, '$1\u00a0$2');
}
