import { CircleHelp } from 'lucide-react'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'

/** What to ask on the phone, to copy into a mail or a note. */
export function QuestionsCard({ questions }: { questions: readonly string[] }) {
  const all = questions.map((question) => `- ${question}`).join('\n')
  return (
    <Card title="Questions to ask" aside={<CopyButton wide text={all} label="Copy all" />} flush>
      <ol className="divide-y divide-line">
        {questions.map((question) => (
          <li key={question} className="group flex items-center gap-2.5 py-1 pr-2 pl-4">
            <CircleHelp aria-hidden className="size-4 shrink-0 text-accent" />
            <span className="flex-1 py-1">{question}</span>
            <CopyButton text={question} label={`Copy: ${question}`} />
          </li>
        ))}
      </ol>
    </Card>
  )
}
