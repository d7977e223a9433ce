/**
 * The bottom of the road: the only package that touches raw addresses, locks and threads of the
 * operating system. It imports nothing of ours.
 *
 * <p>{@link dev.tinyalloc.os.Os} is the interface; {@code InternalOs} implements it on {@code
 * jdk.internal.misc.Unsafe} where the running JVM lets us reach it (the agent arranges that),
 * {@code NativeOs} on {@code java.lang.foreign} where native access is enabled for this module (JDK
 * 22 and later, Linux), {@code PortableOs} on {@code sun.misc.Unsafe} everywhere else.
 */
@NullMarked
package dev.tinyalloc.os;

import org.jspecify.annotations.NullMarked;
