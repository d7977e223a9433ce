/** The programs that the tests run in child JVMs. They know nothing of the agent. */
package dev.tinyalloc.it.programs;
