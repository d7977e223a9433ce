package dev.tinyalloc.hook;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The compiler makes one piece of the method and whoever calls it. Else that depends on which of
 * the two was compiled first: large methods that are compiled already stay apart.
 *
 * <p>A name only: when the agent is packed, the JDK's own annotation takes its place, which the VM
 * heeds in classes of the boot loader.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Inlined {}
