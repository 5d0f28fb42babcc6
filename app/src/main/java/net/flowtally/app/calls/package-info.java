/// The screen Calls: call records, page by page, filtered and sorted.
@NullMarked
package net.flowtally.app.calls;

import org.jspecify.annotations.NullMarked;
