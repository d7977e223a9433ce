/**
 * One program that opens arenas and allocates in them in every way there is, to be run in all kinds
 * of loaders.
 */
package dev.tinyalloc.it.programs.arenas;
