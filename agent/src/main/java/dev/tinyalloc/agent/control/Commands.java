package dev.tinyalloc.agent.control;

import java.io.OutputStream;

/** What an agent does when it is asked. */
public interface Commands {

  /** Called first by each thread that answers. */
  void enter();

  /**
   * Does it and writes the answer; leaves {@code out} open. Several threads may ask at once.
   *
   * @throws Exception whose text is all that the user gets to see
   */
  void run(Request request, OutputStream out) throws Exception;

  /** Whether nobody is to be listened to any more, once the answers under way are given. */
  boolean isOver();
}
