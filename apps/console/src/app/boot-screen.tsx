/** The same outline that index.html shows before the script: nothing jumps when one takes over from the other. */
export function BootScreen() {
  return (
    <div className="boot" role="status">
      <div className="boot-side" />
      <div className="boot-main">
        <div className="boot-bar" />
        <div className="boot-line" />
        <div className="boot-line" />
        <div className="boot-line" />
      </div>
      <span className="sr-only">Loading INSA CRM</span>
    </div>
  )
}
