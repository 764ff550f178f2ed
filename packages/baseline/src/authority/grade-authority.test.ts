import { describe, expect, it } from 'vitest'
import { BLANK_LEAD } from '../text/blank-lead.ts'
import { readLead } from '../text/reading.ts'
import { gradeAuthority } from './grade-authority.ts'

const AT = new Date('2026-03-02T09:00:00Z')
const grade = (job_title: string | null, message: string | null) =>
  gradeAuthority(readLead({ ...BLANK_LEAD, job_title, message }, AT))
const band = (score: number | null): string =>
  score === null
    ? '?'
    : score >= 88
      ? 'decides'
      : score >= 68
        ? 'influences'
        : score >= 43
          ? 'user'
          : score >= 18
            ? 'helper'
            : 'none'

const TITLES: readonly [title: string, band: string][] = [
  ['CEO', 'decides'],
  ['Managing Director', 'decides'],
  ['Owner', 'decides'],
  ['Plant Manager', 'decides'],
  ['VP Operations', 'decides'],
  ['Gerente General', 'decides'],
  ['Director de Planta', 'decides'],
  ['Dueño', 'decides'],
  ['Jefe de planta', 'decides'],
  ['Geschäftsführer', 'decides'],
  ['Geschäftsführerin', 'decides'],
  ['Werkleiter', 'decides'],
  ['Technischer Leiter', 'influences'],
  ['Inhaberin', 'decides'],
  ['Diretor Industrial', 'influences'],
  ['Sócio-proprietário', 'decides'],
  ['Gerente de fábrica', 'decides'],
  ['PDG', 'decides'],
  ["Directeur d'usine", 'decides'],
  ['Directrice générale', 'decides'],
  ['Amministratore delegato', 'decides'],
  ['Titolare', 'decides'],
  ['Direttore di stabilimento', 'decides'],
  ['Maintenance Manager', 'influences'],
  ['Head of Automation', 'influences'],
  ['Project Manager', 'influences'],
  ['Purchasing Manager', 'influences'],
  ['Lead Controls Engineer', 'influences'],
  ['OT Security Manager', 'influences'],
  ['Jefe de mantenimiento', 'influences'],
  ['Gerente de ingeniería', 'influences'],
  ['Coordinadora de proyectos', 'influences'],
  ['Jefe de compras', 'influences'],
  ['Instandhaltungsleiter', 'influences'],
  ['Leiter Automatisierung', 'influences'],
  ['Projektleiterin', 'influences'],
  ['Leiter Elektrotechnik', 'influences'],
  ['Einkaufsleiter', 'influences'],
  ['Gerente de manutenção', 'influences'],
  ['Coordenador de automação', 'influences'],
  ['Supervisor de elétrica', 'influences'],
  ['Responsable maintenance', 'influences'],
  ['Chef de projet', 'influences'],
  ['Responsable des achats', 'influences'],
  ['Responsabile manutenzione', 'influences'],
  ['Responsabile ufficio tecnico', 'influences'],
  ['Capo progetto', 'influences'],
  ['Automation Engineer', 'user'],
  ['Buyer', 'user'],
  ['Maintenance Technician', 'user'],
  ['Ingeniero de proyectos', 'user'],
  ['Comprador', 'user'],
  ['Elektroingenieur', 'user'],
  ['Einkäuferin', 'user'],
  ['Instandhalter', 'user'],
  ['Engenheiro de automação', 'user'],
  ['Automaticien', 'user'],
  ['Acheteur', 'user'],
  ['Ingegnere', 'user'],
  ['Ufficio acquisti', 'user'],
  ['Assistant to the Managing Director', 'helper'],
  ['Executive Assistant', 'helper'],
  ['Intern', 'helper'],
  ['Asistente de gerencia', 'helper'],
  ['Assistentin der Geschäftsführung', 'helper'],
  ['Werkstudent', 'helper'],
  ['Estagiário', 'helper'],
  ['Assistante de direction', 'helper'],
  ['Stagista', 'helper'],
  ['Student', 'none'],
  ['Estudiante', 'none'],
  ['Rentner', 'none'],
  ['Étudiante', 'none'],
  ['Studente', 'none'],
]

const TEXTS: readonly [message: string, band: string][] = [
  ['I sign the order myself.', 'decides'],
  ['The board has asked me to find an integrator.', 'decides'],
  ['La decisión es mía.', 'decides'],
  ['Ich entscheide das selbst.', 'decides'],
  ['Ich bin zeichnungsberechtigt.', 'decides'],
  ['Sou eu quem decide.', 'decides'],
  ["C'est moi qui décide.", 'decides'],
  ['La decisione spetta a me.', 'decides'],
  ['I am responsible for the automation of our plant.', 'influences'],
  ['Soy el responsable del proyecto.', 'influences'],
  ['Ich bin für das Projekt verantwortlich und leite das Team.', 'influences'],
  ['Je pilote le projet.', 'influences'],
  ['I am only collecting prices for my boss.', 'helper'],
  ['I do not decide, my manager does.', 'helper'],
  ['Solo estoy recopilando precios para mi jefe.', 'helper'],
  ['Ich sammle nur Preise für meinen Chef, entscheiden tut er.', 'helper'],
  ['Estou apenas coletando preços para o meu chefe.', 'helper'],
  ['Je ne fais que collecter des prix pour mon chef.', 'helper'],
  ['Raccolgo solo preventivi per il mio capo.', 'helper'],
  ['We need a PLC.', '?'],
  ['My plant manager said that the line is old.', '?'],
]

describe('gradeAuthority', () => {
  it.each(TITLES)('reads the title %s as %s [baseline.authority]', (title, wanted) => {
    expect(band(grade(title, null).factor.score)).toBe(wanted)
  })

  it.each(TEXTS)(
    'reads "%s" as %s [baseline.authority] [baseline.languages]',
    (message, wanted) => {
      expect(band(grade(null, message).factor.score)).toBe(wanted)
    },
  )

  it('lets the text win over the title and flags the contradiction', () => {
    const found = grade(
      'Managing Director',
      'I am just the intern and only collecting prices for my boss.',
    )
    expect(band(found.factor.score)).toBe('helper')
    expect(found.flags.map((f) => f.code)).toEqual(['title_contradicts_text'])
  })

  it('reads how senders introduce themselves', () => {
    expect(band(grade(null, 'I am the plant manager of a dairy in Ohio.').factor.score)).toBe(
      'decides',
    )
    expect(band(grade(null, 'Hallo, ich bin Betriebsleiter eines Sägewerks.').factor.score)).toBe(
      'decides',
    )
    expect(
      band(
        grade(null, 'We need a PLC.\n\nBest regards\nJohn Miller\nMaintenance Manager').factor
          .score,
      ),
    ).toBe('influences')
  })
})
