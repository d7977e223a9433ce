package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.site.Sites;
import org.jspecify.annotations.Nullable;

/** Enters call sites in the table that the report is made from. */
final class RegisteredSites implements SiteIds {

  static final String API = "ByteBuffer.allocateDirect";

  private final String loader;

  /** Sites of classes whose loader is called {@code loader}. */
  RegisteredSites(String loader) {
    this.loader = loader;
  }

  @Override
  public int id(String className, String method, @Nullable String file, int line) {
    return Sites.register(API, className, method, file, line, loader);
  }

  @Override
  public String reference(int site) {
    return ReferenceClasses.of(site);
  }

  @Override
  public void left(String className, int site) {
    LeftReferences.add(className, loader, site);
  }
}
