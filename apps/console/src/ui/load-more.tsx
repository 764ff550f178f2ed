import { Button } from './button.tsx'
import { formatNumber } from './format.ts'

/** As far as a list's query is needed here. */
export interface LoadMoreList {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

interface LoadMoreProps {
  shown: number
  /** Singular and plural: `['lead', 'leads']`. */
  noun: readonly [string, string]
  list: LoadMoreList
}

/** How many rows there are, and the way to the next ones. */
export function LoadMore({ shown, noun, list }: LoadMoreProps) {
  if (shown === 0) return null
  return (
    <footer className="flex items-center justify-center gap-4 text-ink-2 text-sm">
      <span className="num">
        {formatNumber(shown)} {shown === 1 ? noun[0] : noun[1]}
        {list.hasNextPage && ' shown, more below'}
      </span>
      {list.hasNextPage && (
        <Button size="sm" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </footer>
  )
}
