import type { Fold } from '../text/fold.ts'

const TEST_WORDS = new Set(
  'test tests testing tester prueba pruebas probando teste testando prova prove essai essais asdf asdfasdf qwerty qwertz azerty foo bar foobar abc abcd xyz lorem ipsum dolor sit amet aaa bbb xxx hello hallo hola ola bonjour ciao hi hey dummy blah bla null undefined none n a na nada nichts sample demo dies das der el la il lo le de esto una uno um ein kein ignore please this is a mail form formular formulario formulaire modulo message nachricht mensaje mensagem messaggio just ein eine nur una uma solo un une ceci est das ist esto es isto e questo questa un'.split(
    ' ',
  ),
)
const CERTAIN =
  /^(?:test\w*|prueba\w*|probando|teste|testando|prova|essai|asdf\w*|qwert\w*|azerty|foo|foobar|lorem|abc\w*|xyz|dummy|aaa+|xxx+)$/u
const VOWELS = /[aeiouy]/gu
const KEYBOARD = /asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|erty|zxcv|xcvb|cvbn|lkjh|jkl[oö;]/u

function looksTyped(word: string): boolean {
  if (word.length < 5 || /\d/u.test(word)) return true
  if (/(.)\1{4}/u.test(word)) return false
  const vowels = word.match(VOWELS)?.length ?? 0
  if (vowels === 0 || vowels / word.length < 0.12) return false
  return !/[bcdfghjklmnpqrstvwxz]{6}/u.test(word) && !KEYBOARD.test(word)
}

/** Is the message a test of the form, or keys struck at random? An empty message is not: other fields may speak. */
export function isGibberish(fold: Fold): boolean {
  const words = fold.words.map((w) => w.text).filter((w) => /\p{L}/u.test(w))
  if (words.length === 0) return fold.original.trim().length > 12 && /^[\W_]+$/u.test(fold.text)
  if (
    words.some((w) => CERTAIN.test(w)) &&
    words.length <= 12 &&
    words.every((w) => TEST_WORDS.has(w) || CERTAIN.test(w))
  )
    return true
  if (/lorem ipsum dolor/u.test(fold.text)) return true
  const latin = words.filter((w) => /^[a-z]+$/u.test(w))
  const long = latin.filter((w) => w.length >= 5)
  const odd = long.filter((w) => !looksTyped(w))
  return long.length > 0 && odd.length / long.length > 0.6 && odd.length / words.length > 0.35
}
