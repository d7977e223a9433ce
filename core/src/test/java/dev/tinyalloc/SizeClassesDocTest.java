package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The table in {@code docs/size-classes.md} says what the code does. */
class SizeClassesDocTest {

  @Test
  void shouldStandInTheDocumentationAsItIs() throws IOException {
    String documented = Files.readString(Path.of("..", "docs", "size-classes.md"));
    assertThat(documented).contains(table());
  }

  private static String table() {
    StringBuilder rows =
        new StringBuilder(
            """
            | block | requests | mean waste | worst waste | slab | blocks | lost at its end |
            |---:|---:|---:|---:|---:|---:|---:|
            """);
    int from = 1;
    for (int c = 0; c < SizeClasses.COUNT; c++) {
      rows.append(row(c, from));
      from = SizeClasses.blockBytes(c) + 1;
    }
    return rows.toString();
  }

  /** Waste as a share of the block, over all request sizes of the class alike. */
  private static String row(int sizeClass, int from) {
    int block = SizeClasses.blockBytes(sizeClass);
    int slab = SizeClasses.granules(sizeClass) << SizeClasses.GRANULE_SHIFT;
    double worst = 100.0 * (block - from) / block;
    return String.format(
        Locale.ROOT,
        "| %d | %d–%d | %.1f %% | %.1f %% | %d KiB | %d | %.1f %% |%n",
        block,
        from,
        block,
        worst / 2,
        worst,
        slab >> 10,
        slab / block,
        100.0 * (slab % block) / slab);
  }
}
