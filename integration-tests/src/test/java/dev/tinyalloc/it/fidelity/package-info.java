/**
 * What direct buffers do, in checks that run twice: without the agent and with it. Each prints what
 * it found out; {@code FidelityTest} compares. A check must print the same in every run of one JDK,
 * whatever the addresses, the times and the threads' luck.
 */
package dev.tinyalloc.it.fidelity;
