/**
 * Replay: a story told to the engine in one JSON file, and what came of it. {@link
 * io.aboengine.examples.replay.StoryReader} reads a {@link io.aboengine.examples.replay.Story} strictly, {@link
 * io.aboengine.examples.replay.Replay} acts it out day by day on a store of its own, {@link
 * io.aboengine.examples.replay.Result} is what the engine did, as JSON, and {@link
 * io.aboengine.examples.replay.Timeline} the same for people. Nothing outside the story is read: no clock, no network.
 */
@NullMarked
package io.aboengine.examples.replay;

import org.jspecify.annotations.NullMarked;
