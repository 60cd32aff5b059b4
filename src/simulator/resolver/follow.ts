import type { Answer, Question } from './answers.ts';
import type { Redirect } from './zone-answer.ts';

/** As many CNAMEs as a resolver follows before it gives up. */
const mostRedirects = 8;

/** Asks, and asks again where CNAMEs lead; undefined if they lead in a circle. */
export function followed(question: Question, ask: (question: Question) => Answer | Redirect): Answer | undefined {
  let { name } = question;
  for (let count = 0; count <= mostRedirects; count += 1) {
    const answer = ask({ ...question, name });
    if (answer.result !== 'redirected') return answer;
    name = answer.to;
  }
  return undefined;
}
