package dev.tinyalloc.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class ConsoleLoggerTest {

  private final PrintStream stderr = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setErr(stderr);
    Console.threshold(LogLevel.WARN);
  }

  @Test
  void shouldWriteOneLineWithThePrefix() {
    Loggers.logger(ConsoleLoggerTest.class).warn("{} of {}", 1, "two");

    assertThat(lines()).containsExactly("tinyalloc: 1 of two");
  }

  @Test
  void shouldNameAnExceptionInTheSameLine() {
    Loggers.logger(ConsoleLoggerTest.class).error("no luck", new IllegalStateException("why"));

    assertThat(lines()).containsExactly("tinyalloc: no luck: java.lang.IllegalStateException: why");
  }

  @Test
  void shouldKeepToTheThreshold() {
    Logger logger = Loggers.logger(ConsoleLoggerTest.class);
    logger.info("dropped");
    Console.threshold(LogLevel.DEBUG);
    logger.debug("shown");
    logger.trace("never");
    Console.threshold(LogLevel.ERROR);
    logger.warn("dropped");

    assertThat(lines()).containsExactly("tinyalloc: shown");
  }

  @Test
  void shouldBeWhatLibrariesFind() {
    LoggerFactory.getLogger("a.library").warn("found");

    assertThat(lines()).containsExactly("tinyalloc: found");
  }

  private String[] lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toArray(String[]::new);
  }
}
