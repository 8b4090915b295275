package io.aboengine.store;

/**
 * A command that carried a request key.
 *
 * @param fingerprint what the command was, so that another command under the same key is noticed
 * @param result what it answered, in the engine's own words
 */
public record RecordedRequest(String key, String fingerprint, String result) {}
