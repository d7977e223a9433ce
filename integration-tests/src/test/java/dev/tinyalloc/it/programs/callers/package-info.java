/**
 * One program that gets direct buffers in every way there is, to be run in all kinds of loaders.
 */
package dev.tinyalloc.it.programs.callers;
