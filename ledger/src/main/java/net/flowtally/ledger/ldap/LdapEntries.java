package net.flowtally.ledger.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustStoreTrustManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import net.flowtally.ledger.imports.EntryTable;
import net.flowtally.ledger.imports.Mapping;
import net.flowtally.ledger.imports.RowErrors;
import net.flowtally.ledger.imports.TableSource;

/// The entries of an LDAP v3 server, read page by page. A certificate must be valid and of the host
/// that was asked for; referrals are not followed. An answer that the server cut off is no answer.
public final class LdapEntries implements TableSource {
    private static final int PAGE = 500;
    private static final int MOST_ENTRIES = 1_000_000;
    private static final int CONNECT_MILLIS = 10_000;
    private static final long ANSWER_MILLIS = 60_000;

    private final LdapQuestion question;
    private final String password;
    private final Optional<Path> authorities;
    private final Mapping mapping;

    /// @param password of who asks, empty for nobody
    /// @param authorities a key store (PKCS 12, no password) with the certificates to be trusted;
    ///   empty = those that the system trusts
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public LdapEntries(
            LdapQuestion question, String password, Optional<Path> authorities, Mapping mapping) {
        this.question = question;
        this.password = password;
        this.authorities = authorities;
        this.mapping = mapping;
    }

    @Override
    public void read(Sink sink, RowErrors errors) throws IOException {
        EntryTable table = new EntryTable(mapping, sink, errors);
        if (!table.begin()) {
            return;
        }
        try (LDAPConnection connection = connect()) {
            if (!question.bindDn().isEmpty()) {
                connection.bind(question.bindDn(), password);
            }
            search(connection, table, errors);
        } catch (LDAPSearchException e) {
            throw new IOException(
                    "the search ended with '" + e.getResultCode().getName() + "': " + why(e), e);
        } catch (LDAPException e) {
            throw new IOException(e.getResultCode().getName() + ": " + why(e), e);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be used: " + e.getMessage(), e);
        }
    }

    /// What the server says, or what failed at the bottom: the texts between repeat each other.
    private static String why(LDAPException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = e.getDiagnosticMessage() == null ? e.getMessage() : e.getDiagnosticMessage();
        return String.valueOf(root.equals(e) ? said : root.getMessage());
    }

    private LDAPConnection connect() throws LDAPException, GeneralSecurityException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(CONNECT_MILLIS);
        options.setResponseTimeoutMillis(ANSWER_MILLIS);
        options.setFollowReferrals(false);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        return switch (question.security()) {
            case NONE -> new LDAPConnection(options, question.host(), question.port());
            case TLS ->
                    new LDAPConnection(
                            tls().getSocketFactory(), options, question.host(), question.port());
            case START_TLS -> {
                LDAPConnection connection =
                        new LDAPConnection(options, question.host(), question.port());
                try {
                    connection.processExtendedOperation(new StartTLSExtendedRequest(tls()));
                } catch (LDAPException | GeneralSecurityException e) {
                    connection.close();
                    throw e;
                }
                yield connection;
            }
        };
    }

    private SSLContext tls() throws GeneralSecurityException {
        return authorities
                .map(store ->
                        new SSLUtil(
                                new TrustStoreTrustManager(store.toFile(), null, "PKCS12", true)))
                .orElseGet(SSLUtil::new)
                .createSSLContext();
    }

    private void search(LDAPConnection connection, EntryTable table, RowErrors errors)
            throws LDAPException {
        SearchRequest request =
                new SearchRequest(
                        question.base(),
                        SearchScope.SUB,
                        question.filter(),
                        table.attributes().toArray(String[]::new));
        ASN1OctetString cookie = null;
        long number = 0;
        do {
            request.setControls(new SimplePagedResultsControl(PAGE, cookie));
            SearchResult page = connection.search(request);
            List<SearchResultEntry> entries = page.getSearchEntries();
            for (SearchResultEntry entry :
                    entries == null ? List.<SearchResultEntry>of() : entries) {
                number++;
                add(entry, number, table);
            }
            if (number > MOST_ENTRIES) {
                errors.fail(number, "There are more than " + MOST_ENTRIES + " entries.");
                return;
            }
            SimplePagedResultsControl answer = SimplePagedResultsControl.get(page);
            cookie = answer == null ? null : answer.getCookie();
        } while (cookie != null && cookie.getValueLength() > 0);
    }

    private static void add(SearchResultEntry entry, long number, EntryTable table) {
        table.add(number, "dn", entry.getDN());
        for (Attribute attribute : entry.getAttributes()) {
            for (String value : List.of(attribute.getValues())) {
                table.add(number, attribute.getName(), value);
            }
        }
        table.end();
    }
}
