/** The way through a table that is shown a page at a time; pages count from 0. */
export function TablePages({ page, pages, words: [before, after], go }: { page: number; pages: number; words: readonly [string, string]; go: (page: number) => void }) {
  return (
    <div class="table-pages">
      <button type="button" class="quiet" disabled={page === 0} onClick={() => go(page - 1)}>
        {before}
      </button>
      <span>
        page {page + 1} of {pages}
      </span>
      <button type="button" class="quiet" disabled={page >= pages - 1} onClick={() => go(page + 1)}>
        {after}
      </button>
    </div>
  );
}
