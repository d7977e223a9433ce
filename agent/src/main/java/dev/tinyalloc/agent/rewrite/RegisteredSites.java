package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.policy.Policies;
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
    if (target.kind() == Target.Kind.OPENING) {
      return Openings.register(label, className, method, file, line, loader);
    }
    int id = Sites.register(label, className, method, file, line, loader);
    Policies.registered(id);
    return id;
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
