package dev.tinyalloc.agent.ab;

/** Is told how far an experiment has come. */
public interface Listener {

  /** The next fork is about to start. */
  void next(Progress progress);

  /** One line that the user should know. */
  void say(String line);
}
