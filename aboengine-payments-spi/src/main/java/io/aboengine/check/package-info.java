/**
 * The checks that the constructors of this module share. Not exported: a caller meets only what they throw, an
 * {@link io.aboengine.spi.InvalidRequestException}.
 */
@NullMarked
package io.aboengine.check;

import org.jspecify.annotations.NullMarked;
