import { Skeleton, SkeletonRows } from '../ui/states.tsx'

/** A page whose script is on its way. */
export function PageSkeleton() {
  return (
    <div className="mx-auto grid w-full max-w-[100rem] gap-4 p-4 md:px-6 md:py-5">
      <Skeleton className="h-7 w-48" />
      <div className="card">
        <SkeletonRows label="Loading the page" />
      </div>
    </div>
  )
}
