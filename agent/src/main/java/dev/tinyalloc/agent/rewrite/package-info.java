/**
 * Finds the call sites of {@code ByteBuffer.allocateDirect} and of {@code Arena}, and redirects
 * them.
 *
 * <p>In order: {@link dev.tinyalloc.agent.rewrite.AllocationTransformer} sees every class that is
 * loaded; {@link dev.tinyalloc.agent.rewrite.ConstantPoolScan} lets few of them pass; at the first
 * one of an API {@code Redirection} switches that on; {@code CallSiteRewriter} changes the
 * bytecode.
 */
@NullMarked
package dev.tinyalloc.agent.rewrite;

import org.jspecify.annotations.NullMarked;
