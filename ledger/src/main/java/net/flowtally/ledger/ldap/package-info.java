/// Reading the entries of an LDAP directory.
@NullMarked
package net.flowtally.ledger.ldap;

import org.jspecify.annotations.NullMarked;
