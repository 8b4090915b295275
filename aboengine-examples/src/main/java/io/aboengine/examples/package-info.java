/** One runnable jar to try the engine with; each command has a package of its own. */
@NullMarked
package io.aboengine.examples;

import org.jspecify.annotations.NullMarked;
