/// Reports as plain text, for terminals.
@NullMarked
package net.flowtally.reports.text;

import org.jspecify.annotations.NullMarked;
