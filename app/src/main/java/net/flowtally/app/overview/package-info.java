/// The screen Overview: the period so far, who used it, and whether collection is healthy.
@NullMarked
package net.flowtally.app.overview;

import org.jspecify.annotations.NullMarked;
