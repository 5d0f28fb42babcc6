/// Reports as one self-contained HTML file.
@NullMarked
package net.flowtally.reports.html;

import org.jspecify.annotations.NullMarked;
