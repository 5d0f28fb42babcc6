@NullMarked
package net.flowtally.reports;

import org.jspecify.annotations.NullMarked;
