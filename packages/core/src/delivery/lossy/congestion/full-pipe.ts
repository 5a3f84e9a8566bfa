/**
 * Whether Startup has filled the pipe (draft-ietf-ccwg-bbr §5.3.1.2 and §5.3.1.3): three rounds brought less than 25 %
 * more, or one did so while much was lost. Loss alone is no sign: a link that loses at random does it at every rate.
 */
export class FullPipe {
  reached = false;
  #base = 0;
  #flatRounds = 0;

  /** At the end of a round that the application did not limit. `lossRate` is that round's, 0 to 1. */
  handleRound(bandwidth: number, lossRate: number): void {
    if (bandwidth >= this.#base * growth) {
      this.#base = bandwidth;
      this.#flatRounds = 0;
      return;
    }
    this.#flatRounds++;
    this.reached = this.#flatRounds >= patience || lossRate > muchLoss;
  }

  reset(): void {
    this.reached = false;
    this.#base = 0;
    this.#flatRounds = 0;
  }
}

const growth = 1.25;
const patience = 3;
const muchLoss = 0.15;
