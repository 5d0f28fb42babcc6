package net.flowtally.ledger.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.explore.FilterNode.And;
import net.flowtally.ledger.explore.FilterNode.Bytes;
import net.flowtally.ledger.explore.FilterNode.Comparison;
import net.flowtally.ledger.explore.FilterNode.HasText;
import net.flowtally.ledger.explore.FilterNode.InPorts;
import net.flowtally.ledger.explore.FilterNode.InPrefix;
import net.flowtally.ledger.explore.FilterNode.IsProtocol;
import net.flowtally.ledger.explore.FilterNode.IsService;
import net.flowtally.ledger.explore.FilterNode.IsText;
import net.flowtally.ledger.explore.FilterNode.Not;
import net.flowtally.ledger.explore.FilterNode.Or;
import net.flowtally.ledger.explore.FilterNode.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterParserTest {
    @Test
    void andBindsMoreTightlyThanOr() {
        assertThat(root("zone=WAN | user=anna & !protocol=udp"))
                .isEqualTo(
                        new Or(
                                List.of(
                                        new IsText(FilterField.ZONE, List.of("wan")),
                                        new And(
                                                List.of(
                                                        new IsText(
                                                                FilterField.USER, List.of("anna")),
                                                        new Not(new IsProtocol(List.of(17))))))));
    }

    @Test
    void bracketsChangeTheOrder() {
        assertThat(root("(zone = WAN | user ~ anna) & bytes >= 2.5M"))
                .isEqualTo(
                        new And(
                                List.of(
                                        new Or(
                                                List.of(
                                                        new IsText(
                                                                FilterField.ZONE, List.of("wan")),
                                                        new HasText(
                                                                FilterField.USER,
                                                                List.of("anna")))),
                                        new Bytes(Comparison.AT_LEAST, 2_500_000))));
    }

    @Test
    void addressesArePrefixesOfBothFamilies() {
        assertThat(root("caller = 10.1.0.0/16, 2001:db8::/32"))
                .isEqualTo(
                        new InPrefix(
                                FilterField.CALLER,
                                List.of(
                                        Prefix.parse("10.1.0.0/16"),
                                        Prefix.parse("2001:db8::/32"))));
    }

    @Test
    void servicesAreNamesOrPortsOfAProtocol() {
        assertThat(root("service != TCP:80-90, domain"))
                .isEqualTo(
                        new Not(new IsService(List.of("domain"), List.of(new Ports(6, 80, 90)))));
        assertThat(root("port = 53, udp:1000-2000"))
                .isEqualTo(new InPorts(List.of(new Ports(-1, 53, 53), new Ports(17, 1000, 2000))));
    }

    @Test
    void quotedValuesHoldBlanksSignsAndQuotes() {
        assertThat(root("department = \"Sales & \"\"Care\"\"\""))
                .isEqualTo(new IsText(FilterField.DEPARTMENT, List.of("sales & \"care\"")));
        assertThat(root(Filter.condition(FilterField.USER, true, "Anna \"A\" Olm")))
                .isEqualTo(new IsText(FilterField.USER, List.of("anna \"a\" olm")));
        assertThat(Filter.condition(FilterField.ADDRESS, false, "10.0.0.1"))
                .isEqualTo("address != 10.0.0.1");
    }

    @Test
    void nothingIsEverything() {
        assertThat(Filter.parse("  ").isAll()).isTrue();
        assertThat(Filter.parse("zone=WAN").and(Filter.ALL).text()).isEqualTo("zone=WAN");
        assertThat(Filter.parse("zone=WAN").and(Filter.parse("user=a | user=b")).text())
                .isEqualTo("(zone=WAN) & (user=a | user=b)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    zona = WAN             ; 1  ; expected a field
                    zone WAN               ; 6  ; expected = != ~ !~ after zone, found 'WAN'
                    zone =                 ; 7  ; expected a value, found the end of the filter
                    zone = WAN user = a    ; 12 ; expected & or |
                    zone = WAN &           ; 13 ; expected a field
                    (zone = WAN            ; 12 ; expected ), found the end of the filter
                    zone = "WAN            ; 8  ; the quoted value has no closing quote
                    caller = 10.0.0.300    ; 10 ; '10.0.0.300' is not an address or prefix
                    caller = 10.0.0.1/8    ; 10 ; is not an address or prefix
                    port = 70000           ; 8  ; '70000' is no port
                    port = 90-80           ; 8  ; '90-80' is no range of ports
                    port ~ 80              ; 6  ; port is a number
                    protocol = tcpp        ; 12 ; 'tcpp' is no protocol
                    bytes > ten            ; 9  ; 'ten' is no number of bytes
                    bytes > 0.5            ; 9  ; is no whole number of bytes
                    user > 10              ; 6  ; only bytes can be compared
                    zone = WAN, & user = a ; 13 ; expected a value, found '&'
                    """)
    void errorsNameTheColumn(String text, int column, String message) {
        assertThatExceptionOfType(MalformedFilter.class)
                .isThrownBy(() -> Filter.parse(text))
                .satisfies(e -> assertThat(e.column()).isEqualTo(column))
                .withMessageContaining(message);
    }

    @Test
    void deepNestingIsAnErrorAndNoCrash() {
        assertThatExceptionOfType(MalformedFilter.class)
                .isThrownBy(() -> Filter.parse("(".repeat(100_000)))
                .withMessageContaining("nested too deeply");
    }

    private static FilterNode root(String text) {
        return Filter.parse(text).root();
    }
}
