/**
 * Who serves which site, as users say while the program runs.
 *
 * <p>Classes of {@code core} are named in {@code SiteRoutes} only: rules may be set before the
 * hooks are there.
 */
@NullMarked
package dev.tinyalloc.agent.policy;

import org.jspecify.annotations.NullMarked;
