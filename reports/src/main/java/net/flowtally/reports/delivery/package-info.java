/// Reports on their way to readers.
@NullMarked
package net.flowtally.reports.delivery;

import org.jspecify.annotations.NullMarked;
