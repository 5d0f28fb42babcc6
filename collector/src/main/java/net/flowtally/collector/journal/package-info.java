/// What was received, as it was received, before anything is made of it.
@NullMarked
package net.flowtally.collector.journal;

import org.jspecify.annotations.NullMarked;
