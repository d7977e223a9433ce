/**
 * Puts the allocator and the hooks into the boot loader, without {@code
 * appendToBootstrapClassLoaderSearch}, which would switch off class sharing and make the VM warn.
 *
 * <p>{@link dev.tinyalloc.agent.boot.BootInstaller} tells the order. Loaded at the first rewritten
 * class.
 */
@NullMarked
package dev.tinyalloc.agent.boot;

import org.jspecify.annotations.NullMarked;
