package dev.tinyalloc.agent.ab;

/**
 * How far an experiment has come.
 *
 * @param fork which one starts now, from 1
 * @param forks so many there will be; where it goes on until it is precise, at least
 * @param arm the fork's arm
 * @param pair the fork's pair, 0 for a warm-up
 * @param leftMillis an estimate of the time left, from the forks so far; negative: nobody knows
 */
public record Progress(int fork, int forks, String arm, int pair, long leftMillis) {}
