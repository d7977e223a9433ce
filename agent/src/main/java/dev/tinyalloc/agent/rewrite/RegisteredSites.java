package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.site.Openings;
import dev.tinyalloc.site.Sites;
import org.jspecify.annotations.Nullable;

/** Enters call sites in the tables that the report is made from. */
final class RegisteredSites implements SiteIds {

  private final String loader;

  /** Sites of classes whose loader is called {@code loader}. */
  RegisteredSites(String loader) {
    this.loader = loader;
  }

  @Override
  public int id(Target target, String className, String method, @Nullable String file, int line) {
    String label = target.label();
    return target.kind() == Target.Kind.OPENING
        ? Openings.register(label, className, method, file, line, loader)
        : Sites.register(label, className, method, file, line, loader);
  }

  @Override
  public String reference(Target target, int id) {
    return ReferenceClasses.of(target, id);
  }

  @Override
  public void left(Target target, String className, int id) {
    LeftReferences.add(target.label(), className, loader, id);
  }
}
