package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void shouldReadSizesWithAndWithoutUnits() {
    assertThat(Settings.parseBytes("4096")).isEqualTo(4096);
    assertThat(Settings.parseBytes("64k")).isEqualTo(65536);
    assertThat(Settings.parseBytes("2M")).isEqualTo(2 << 20);
    assertThat(Settings.parseBytes("1g")).isEqualTo(1 << 30);
  }

  @Test
  void shouldRefuseWhatIsNoSize() {
    for (String text : new String[] {"", "k", "-1", "1x", "1.5k", "9999999999999g"}) {
      assertThat(Settings.parseBytes(text)).as(text).isNull();
    }
  }

  @Test
  void shouldRouteByTheThresholdThatWasSetBeforeTheHeapWasMade() {
    long before = Settings.largeThreshold();
    try {
      Settings.largeThreshold(1024);
      try (Heap heap = Heap.create()) {
        assertThat(heap.isLarge(1024)).isFalse();
        assertThat(heap.isLarge(1025)).isTrue();
        long large = LargeBlocks.count();
        heap.alloc(1025);
        assertThat(LargeBlocks.count()).isEqualTo(large + 1);
        heap.alloc(1024);
        assertThat(LargeBlocks.count()).isEqualTo(large + 1);
      }
    } finally {
      Settings.largeThreshold(before);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Settings.largeThreshold(-1));
  }
}
