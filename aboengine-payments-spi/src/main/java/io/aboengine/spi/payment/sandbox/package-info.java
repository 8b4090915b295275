/**
 * A gateway without a provider, for development, tests, replays and demos. Create a {@link SandboxGateway}, say how the
 * next charges of an account shall end in {@link SandboxOutcome}s, and move its day; it then tells which money came
 * back. It keeps everything in memory, reads no clock, and counts the money it moved, so a test can check the books.
 */
@NullMarked
package io.aboengine.spi.payment.sandbox;

import org.jspecify.annotations.NullMarked;
