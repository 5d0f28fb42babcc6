@NullMarked
package net.flowtally.app.launch;

import org.jspecify.annotations.NullMarked;
