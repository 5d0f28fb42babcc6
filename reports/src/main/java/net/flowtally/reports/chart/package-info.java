/// Charts as plain figures; renderers draw them and compute nothing.
@NullMarked
package net.flowtally.reports.chart;

import org.jspecify.annotations.NullMarked;
