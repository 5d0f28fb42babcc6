package net.flowtally.ledger.imports;

import static net.flowtally.ledger.imports.ImportFixture.GOOD_ROWS;
import static net.flowtally.ledger.imports.ImportFixture.asOf;
import static net.flowtally.ledger.imports.ImportFixture.compared;
import static net.flowtally.ledger.imports.ImportFixture.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.directory.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportFormatsTest {
    private static final String MACS = "00:11:22:33:44:55";

    @TempDir private Path folder;
    private ImportFixture site;

    @BeforeEach
    void open() {
        site = new ImportFixture(folder);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static List<String> passedOver(ImportOutcome.Compared outcome) {
        return outcome.warnings().stream().map(RowError::toString).toList();
    }

    private ImportOutcome csv(String mapping, String text, ImportOptions options) {
        return site.imports.csv(site.file("t.csv", text), Mapping.parse(mapping), options, "anna");
    }

    @Nested
    class Tables {
        @Test
        void aMappingNamesTheColumnsAndGivesConstants() {
            csv(
                    "user=Name,address=IP,department:=Company/IT",
                    "IP,Floor,Name\n10.0.0.1 10.0.0.2;2001:db8::/64,3,ann\n",
                    GOOD_ROWS);
            for (String address : new String[] {"10.0.0.1", "10.0.0.2", "2001:db8::9"}) {
                assertThat(site.ownerAt(address, "2026-03-01T00:00:00Z"))
                        .isEqualTo("Company/IT, user ann");
            }
        }

        @Test
        void aRowWithoutAnAddressTellsOfTheUserAlone() {
            csv(
                    "user=u,department=d,address=a",
                    "u,d,a\nann,Sales,\nben,Works,10.0.0.1\n",
                    GOOD_ROWS);
            assertThat(site.directory().memberships()).hasSize(2);
            assertThat(site.directory().assignments()).hasSize(1);
        }

        @Test
        void aWrongRowIsLeftOutAndTheOthersAreTaken() {
            ImportOutcome.Compared outcome =
                    compared(
                            csv(
                                    "user=u,department=d,address=a",
                                    "u,d,a\nann,Sales,10.0.0.1\nben,Works,nowhere\ncam,Works,"
                                            + "10.0.0.1\n",
                                    GOOD_ROWS));
            assertThat(outcome.leftOut())
                    .extracting(RowError::toString)
                    .containsExactly(
                            "line 3, a: 'nowhere' is not an address or prefix.",
                            "line 4, address: 10.0.0.1 is claimed for the same time by line 2.");
            assertThat(outcome.tally().added()).isEqualTo(1);
            assertThat(site.ownerAt("10.0.0.1", "2026-03-01T00:00:00Z"))
                    .isEqualTo("Sales, user ann");
        }

        @Test
        void aDryRunTellsTheSameAsTheImportAndWritesNothing() {
            ImportOptions dry = new ImportOptions("", true, false, new Telling.History());
            String text = "u,d,a\nann,Sales,10.0.0.1\n";
            ImportOutcome.Compared told = compared(csv("user=u,department=d,address=a", text, dry));
            assertThat(told.applied()).isFalse();
            assertThat(site.isEmpty()).isTrue();
            ImportOutcome.Compared made =
                    compared(csv("user=u,department=d,address=a", text, GOOD_ROWS));
            assertThat(made.changes().changes()).isEqualTo(told.changes().changes()).isNotEmpty();
        }

        @Test
        void oneSourceLeavesAloneWhatAnotherSaid() {
            ImportOptions hr = new ImportOptions("hr", false, false, new Telling.History());
            csv("user=u,department=d,address=a", "u,d,a\nann,Sales,10.0.0.1\n", GOOD_ROWS);
            ImportOutcome.Compared second =
                    compared(
                            csv(
                                    "user=u,department=d,address=a",
                                    "u,d,a\nben,Works,10.0.0.1\n",
                                    hr));
            assertThat(second.tally().added()).isEqualTo(1);
            assertThat(second.tally().changed()).isZero();
            assertThat(second.conflicts()).hasSize(1);
        }

        @Test
        void mappingsAreKeptByName() {
            SavedSources sources = new SavedSources(site.store);
            sources.save(
                    new SavedSource("hr", "file", Map.of("mapping", "user=u,address=a")), "anna");
            sources.save(
                    new SavedSource("hr", "file", Map.of("mapping", "user=v,address=a")), "anna");
            assertThat(sources.find("hr").orElseThrow().get("mapping"))
                    .contains("user=v,address=a");
            assertThat(sources.find("other")).isEmpty();
            assertThat(Mapping.parse("user=v,department:=A/B,address=a").toString())
                    .isEqualTo("user=v,address=a,department:=A/B");
        }

        @Test
        void aMappingThatCannotBeIsToldSo() {
            assertThatExceptionOfType(BadImport.class)
                    .isThrownBy(() -> Mapping.parse("name=u"))
                    .withMessageStartingWith("'name' is no field");
            assertThatExceptionOfType(BadImport.class)
                    .isThrownBy(() -> Mapping.parse("user=u"))
                    .withMessageStartingWith("A mapping takes at least address");
            assertThat(errors(csv("user=u,address=ip", "u,a\nann,10.0.0.1\n", GOOD_ROWS)))
                    .containsExactly(
                            "line 1, ip: The column is missing; the mapping takes address from it.");
        }
    }

    @Nested
    class States {
        private static final String MAP = "user=u,department=d,address=a";

        @Test
        void whatHoldsAsOfATimeEndsWhatWasSaidOtherwise() {
            csv(
                    MAP,
                    "u,d,a\nann,Sales,10.0.0.1\nben,Works,10.0.0.2\n",
                    asOf("2026-03-01T00:00:00Z", true));
            ImportOutcome.Compared second =
                    compared(
                            csv(
                                    MAP,
                                    "u,d,a\nann,Works,10.0.0.1\n",
                                    asOf("2026-03-10T00:00:00Z", true)));
            assertThat(second.tally().ended()).isEqualTo(2);
            assertThat(second.tally().added()).isEqualTo(1);
            // said for the first time: always so
            assertThat(site.ownerAt("10.0.0.1", "2020-01-01T00:00:00Z"))
                    .isEqualTo("Sales, user ann");
            assertThat(site.ownerAt("10.0.0.1", "2026-03-10T00:00:00Z"))
                    .isEqualTo("Works, user ann");
            assertThat(site.ownerAt("10.0.0.2", "2026-03-09T23:59:59Z"))
                    .isEqualTo("Works, user ben");
            assertThat(site.ownerAt("10.0.0.2", "2026-03-10T00:00:00Z")).isEqualTo("Unassigned");
            long revision = site.store.revision();
            csv(MAP, "u,d,a\nann,Works,10.0.0.1\n", asOf("2026-03-11T00:00:00Z", true));
            assertThat(site.store.revision()).isEqualTo(revision);
        }

        @Test
        void withoutCompleteWhatIsMissingStays() {
            csv(
                    MAP,
                    "u,d,a\nann,Sales,10.0.0.1\nben,Works,10.0.0.2\n",
                    asOf("2026-03-01T00:00:00Z", false));
            csv(MAP, "u,d,a\nann,Works,10.0.0.1\n", asOf("2026-03-10T00:00:00Z", false));
            assertThat(site.ownerAt("10.0.0.2", "2026-03-10T00:00:00Z"))
                    .isEqualTo("Works, user ben");
        }

        @Test
        void aCompleteSourceWithAWrongRowEndsNothing() {
            csv(
                    MAP,
                    "u,d,a\nann,Sales,10.0.0.1\nben,Works,10.0.0.2\n",
                    asOf("2026-03-01T00:00:00Z", true));
            assertThat(
                            errors(
                                    csv(
                                            MAP,
                                            "u,d,a\nann,Sales,10.0.0.1\nben,Works,10.0.0.x\n",
                                            asOf("2026-03-10T00:00:00Z", true))))
                    .hasSize(1);
            assertThat(site.ownerAt("10.0.0.2", "2026-03-10T00:00:00Z"))
                    .isEqualTo("Works, user ben");
        }

        @Test
        void aSourceThatFellSilentEndsNothing() {
            StringBuilder all = new StringBuilder("u,d,a\n");
            for (int i = 1; i <= 20; i++) {
                all.append("user ").append(i).append(",Sales,10.0.0.").append(i).append('\n');
            }
            csv(MAP, all.toString(), asOf("2026-03-01T00:00:00Z", true));
            assertThatExceptionOfType(BadImport.class)
                    .isThrownBy(() -> csv(MAP, "u,d,a\n", asOf("2026-03-10T00:00:00Z", true)))
                    .withMessage(
                            "Of 40 things that directory said, 40 are no longer there; nothing is"
                                    + " changed. If that is meant, say --even-most.");
            assertThat(site.ownerAt("10.0.0.2", "2026-03-10T00:00:00Z"))
                    .isEqualTo("Sales, user user 2");
        }
    }

    @Test
    void anLdifFileTellsUsersByTheirAttributesAndUnits() {
        ImportOutcome.Compared outcome =
                compared(
                        site.imports.ldif(
                                site.file(
                                        "people.ldif",
                                        """
                                        version: 1
                                        # a comment
                                         that goes on
                                        dn: ou=North,ou=Sales,dc=example
                                        ou: North

                                        dn: uid=ann,ou=North,ou=Sal
                                         es,dc=example
                                        uid: ann
                                        cn;lang-de:: SsO8cmdlbg==
                                        ipHostNumber: 10.0.0.1
                                        ipHostNumber: 10.0.0.2

                                        dn: uid=ben,ou=Works\\, Inc,dc=example
                                        UID: ben
                                        ipHostNumber: 10.0.0.3
                                        """),
                                Mapping.parse("user=uid,department=dn:path,address=iphostnumber"),
                                asOf("2026-03-01T00:00:00Z", false),
                                "anna"));
        assertThat(outcome.leftOut()).isEmpty();
        assertThat(passedOver(outcome))
                .containsExactly("1 entries have neither a user nor an address.");
        assertThat(site.ownerAt("10.0.0.2", "2026-03-01T00:00:00Z"))
                .isEqualTo("Sales/North, user ann");
        assertThat(site.ownerAt("10.0.0.3", "2026-03-01T00:00:00Z"))
                .isEqualTo("Works, Inc, user ben");
    }

    @Test
    void anLdifFileNeverFetchesAndNeverChanges() {
        ImportOutcome.Compared outcome =
                compared(
                        site.imports.ldif(
                                site.file(
                                        "people.ldif",
                                        """
                                        dn: uid=ann,ou=Sales
                                        uid:< file:///etc/passwd

                                        dn: uid=ben,ou=Sales
                                        changetype: delete

                                        dn: uid=cam,ou=Sales
                                        uid:: ////

                                        dn: uid=dan,ou=Sales
                                        uid: dan
                                        """),
                                Mapping.parse("user=uid,department=dn:path"),
                                asOf("2026-03-01T00:00:00Z", false),
                                "anna"));
        assertThat(outcome.leftOut())
                .extracting(RowError::toString)
                .containsExactly(
                        "line 2, uid: The value is at a URL, from which nothing is fetched.",
                        "line 5, changetype: The entry is a change (delete); entries are wanted.",
                        "line 8, uid: The value is not UTF-8.");
        assertThat(site.directory().users()).extracting(user -> user.name()).containsExactly("dan");
    }

    @Test
    void iscLeasesTieAddressesToMacsAndTheLastWordCounts() {
        csv("user=u,department=d,address=a", "u,d,a\nann,Sales," + MACS + "\n", GOOD_ROWS);
        String leases =
                """
                # written by the server
                lease 10.0.0.5 {
                  starts 4 2026/03/05 08:00:00;
                  ends 4 2026/03/05 20:00:00;
                  binding state active;
                  hardware ethernet 00:11:22:33:44:55;
                  client-hostname "pc-17";
                }
                lease 10.0.0.5 {
                  starts 4 2026/03/05 08:00:00;
                  ends 4 2026/03/05 12:00:00;
                  binding state free;
                  hardware ethernet 00:11:22:33:44:55;
                }
                lease 10.0.0.6 {
                  starts epoch 1772697600; # Thu Mar 05 08:00:00 2026
                  ends never;
                  hardware ethernet 00:11:22:33:44:55;
                }
                lease 10.0.0.7 {
                  starts 4 2026/03/05 08:00:00;
                  ends 4 2026/03/05 20:00:00;
                }
                lease 10.0.0.8 {
                  starts 4 2026/13/05 08:00:00;
                """;
        ImportOutcome.Compared outcome =
                compared(site.imports.leases(site.file("dhcpd.leases", leases), GOOD_ROWS, "anna"));
        assertThat(outcome.leftOut())
                .extracting(RowError::toString)
                .containsExactly(
                        "line 24, lease: The lease has no end: the file is cut off.",
                        "line 25, starts: '4 2026/13/05 08:00:00' is no time.");
        assertThat(passedOver(outcome))
                .containsExactly("1 leases have no MAC and tie an address to nobody.");
        assertThat(site.directory().leases()).hasSize(2);
        assertThat(site.ownerAt("10.0.0.5", "2026-03-05T11:59:59Z")).isEqualTo("Sales, user ann");
        assertThat(site.ownerAt("10.0.0.5", "2026-03-05T12:00:00Z")).isEqualTo("Unassigned");
        assertThat(site.ownerAt("10.0.0.6", "2026-03-05T08:00:00Z")).isEqualTo("Sales, user ann");
    }

    @Test
    void keaLeasesRunUpToTheirExpiryUnlessGivenBack() {
        csv("user=u,department=d,address=a", "u,d,a\nann,Sales," + MACS + "\n", GOOD_ROWS);
        // 2026-03-05T20:00:00Z less 12 hours; given back at 10:00
        String leases =
                """
                address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context
                10.0.0.5,00:11:22:33:44:55,,43200,1772740800,1,0,0,pc-17,0,
                10.0.0.6,00:11:22:33:44:55,,43200,1772740800,1,0,0,pc-17,0,
                10.0.0.6,00:11:22:33:44:55,,0,1772704800,1,0,0,pc-17,2,
                10.0.0.7,,01:02,43200,1772740800,1,0,0,,0,
                10.0.0.8,00:11:22:33:44:55,,43200,soon,1,0,0,,0,
                """;
        ImportOutcome.Compared outcome =
                compared(site.imports.leases(site.file("kea.csv", leases), GOOD_ROWS, "anna"));
        assertThat(outcome.leftOut())
                .extracting(RowError::toString)
                .containsExactly(
                        "line 6, expire: The lifetime or the expiry is no number of seconds.");
        assertThat(passedOver(outcome))
                .containsExactly("1 leases have no MAC and tie an address to nobody.");
        assertThat(site.ownerAt("10.0.0.5", "2026-03-05T07:59:59Z")).isEqualTo("Unassigned");
        assertThat(site.ownerAt("10.0.0.5", "2026-03-05T19:59:59Z")).isEqualTo("Sales, user ann");
        assertThat(site.ownerAt("10.0.0.6", "2026-03-05T09:59:59Z")).isEqualTo("Sales, user ann");
        assertThat(site.ownerAt("10.0.0.6", "2026-03-05T10:00:00Z")).isEqualTo("Unassigned");
    }

    @Test
    void aRenewedLeaseThatIsGivenBackEndsThen() {
        csv("user=u,department=d,address=a", "u,d,a\nann,Sales," + MACS + "\n", GOOD_ROWS);
        String header =
                "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state\n";
        // from 08:00 to 20:00; renewed at 14:00; given back at 15:00
        String first = "10.0.0.5,00:11:22:33:44:55,,43200,1772740800,1,0,0,pc-17,0\n";
        String renewed = "10.0.0.5,00:11:22:33:44:55,,43200,1772762400,1,0,0,pc-17,0\n";
        String back = "10.0.0.5,00:11:22:33:44:55,,0,1772722800,1,0,0,pc-17,2\n";
        String all = header + first + renewed + back;
        for (String text : new String[] {header + first, all, header + renewed + back, all}) {
            compared(site.imports.leases(site.file("kea.csv", text), GOOD_ROWS, "anna"));
        }
        assertThat(site.directory().leases()).hasSize(2);
        assertThat(site.ownerAt("10.0.0.5", "2026-03-05T08:00:00Z")).isEqualTo("Sales, user ann");
        assertThat(site.ownerAt("10.0.0.5", "2026-03-05T14:59:59Z")).isEqualTo("Sales, user ann");
        assertThat(site.ownerAt("10.0.0.5", "2026-03-05T15:00:00Z")).isEqualTo("Unassigned");
        ImportOutcome.Compared again =
                compared(site.imports.leases(site.file("kea.csv", all), GOOD_ROWS, "anna"));
        assertThat(again.changes().isEmpty()).isTrue();
    }

    @Test
    void whoIsLoggedOnAnswersBeforeTheMachinesOwner() {
        csv(
                "user=u,department=d,address=a",
                "u,d,a\nann,Sales,10.0.0.1\nben,Works,10.0.0.2\n",
                GOOD_ROWS);
        String logons =
                """
                event,time,user,address
                logoff,2026-03-05T10:00:00Z,ben,10.0.0.1
                logon,2026-03-05T08:00:00Z,ben,10.0.0.1
                logon,2026-03-05T11:00:00Z,ben,10.0.0.1
                logon,2026-03-05T12:00:00Z,cam,10.0.0.1
                login,2026-03-05T12:00:00Z,cam,10.0.0.1
                """;
        ImportOutcome.Compared outcome =
                compared(
                        site.imports.logons(
                                site.file("logons.csv", logons),
                                Duration.ofHours(8),
                                GOOD_ROWS,
                                "anna"));
        assertThat(outcome.leftOut())
                .extracting(RowError::toString)
                .containsExactly("line 6, event: 'login' is neither logon nor logoff.");
        assertThat(outcome.conflicts()).isEmpty();
        assertThat(site.ownerAt("10.0.0.1", "2026-03-05T07:59:59Z")).isEqualTo("Sales, user ann");
        assertThat(site.ownerAt("10.0.0.1", "2026-03-05T09:00:00Z")).isEqualTo("Works, user ben");
        assertThat(site.ownerAt("10.0.0.1", "2026-03-05T10:00:00Z")).isEqualTo("Sales, user ann");
        assertThat(site.ownerAt("10.0.0.1", "2026-03-05T11:59:59Z")).isEqualTo("Works, user ben");
        assertThat(site.ownerAt("10.0.0.1", "2026-03-05T19:59:59Z"))
                .isEqualTo("Unassigned, user cam");
        assertThat(site.ownerAt("10.0.0.1", "2026-03-05T20:00:00Z")).isEqualTo("Sales, user ann");
    }

    @Test
    void aSessionEndsByWhatALaterFileTells() {
        String header = "time,user,address,event\n";
        String[] files = {
            header + "2026-03-05T08:00:00Z,ann,10.0.0.1,logon\n",
            header
                    + "2026-03-05T10:00:00Z,ann,10.0.0.1,logoff\n"
                    + "2026-03-05T11:00:00Z,ben,10.0.0.1,logon\n",
            header
                    + "2026-03-05T12:00:00Z,cam,10.0.0.1,logon\n"
                    + "2026-03-05T12:30:00Z,ben,10.0.0.1,logoff\n"
                    + "2026-03-05T13:00:00Z,cam,10.0.0.1,logoff\n"
        };
        ImportOutcome.Compared last = logons(files[0]);
        for (int i = 1; i < files.length; i++) {
            last = logons(files[i]);
        }
        assertThat(passedOver(last))
                .containsExactly("1 logoffs end no session of that user at that address.");
        assertThat(site.directory().assignments())
                .extracting(each ->
                        site.directory().userName(each.user())
                                + " "
                                + each.span().from()
                                + " "
                                + each.span().to())
                .containsExactlyInAnyOrder(
                        "ann 2026-03-05T08:00:00Z 2026-03-05T10:00:00Z",
                        "ben 2026-03-05T11:00:00Z 2026-03-05T12:00:00Z",
                        "cam 2026-03-05T12:00:00Z 2026-03-05T13:00:00Z");
        assertThat(logons(files[2]).changes().isEmpty()).isTrue();
    }

    private ImportOutcome.Compared logons(String text) {
        return compared(
                site.imports.logons(
                        site.file("logons.csv", text), Duration.ofHours(12), GOOD_ROWS, "anna"));
    }

    @Test
    void aHostsFileNamesWorkstations() {
        ImportOutcome.Compared outcome =
                compared(
                        site.imports.hosts(
                                site.file(
                                        "hosts",
                                        "127.0.0.1 localhost\r\nff02::1 all\n10.0.0.1\tpc-1"
                                                + " pc-1.example # Ann's\n\n10.0.0.2\n"),
                                "Company/IT",
                                asOf("2026-03-01T00:00:00Z", false),
                                "anna"));
        assertThat(outcome.leftOut())
                .extracting(RowError::toString)
                .containsExactly("line 5, name: The address has no name.");
        assertThat(passedOver(outcome))
                .containsExactly("2 addresses are loopback or multicast, which are nobody's.");
        assertThat(site.directory().assignments()).hasSize(1);
        assertThat(site.ownerAt("10.0.0.1", "2026-03-01T00:00:00Z"))
                .isEqualTo("Company/IT, workstation pc-1");
    }

    @Test
    void customersAreDepartmentsWithPrefixesMacsAndPortsAndStayTheSameUnderAnotherName() {
        String one =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <customers>
                  <customer id="17" name="Nordlicht">
                    <cidr>192.0.2.0/24</cidr><cidr>2001:db8::/48</cidr>
                    <mac>00:11:22:33:44:55</mac>
                    <port exporter="198.51.100.1" interface="7"/>
                    <cidr>192.0.2.1/24</cidr>
                  </customer>
                </customers>
                """;
        ImportOutcome.Compared outcome =
                compared(
                        site.imports.customers(
                                site.file("c.xml", one),
                                "Customers",
                                asOf("2026-03-01T00:00:00Z", false),
                                "anna"));
        assertThat(outcome.leftOut())
                .extracting(RowError::toString)
                .containsExactly("line 7, cidr: '192.0.2.1/24' is not an address or prefix.");
        assertThat(site.directory().assignments())
                .extracting(each -> each.key().toString())
                .containsExactlyInAnyOrder(
                        "192.0.2.0/24", "2001:db8::/48", "00:11:22:33:44:55", "198.51.100.1#7");
        long id = site.directory().department("Customers/Nordlicht").orElseThrow().id();
        ImportOutcome.Compared renamed =
                compared(
                        site.imports.customers(
                                site.file("c.xml", one.replace("Nordlicht", "Südlicht")),
                                "Customers",
                                asOf("2026-03-10T00:00:00Z", false),
                                "anna"));
        assertThat(renamed.tally().added()).isZero();
        assertThat(site.directory().department("Customers/Südlicht").orElseThrow().id())
                .isEqualTo(id);
    }

    @Test
    void anyImportIsTakenBackAsAWhole() {
        csv("user=u,department=d,address=a", "u,d,a\nann,Sales,10.0.0.1\n", GOOD_ROWS);
        Directory directory = new Directory(site.store);
        directory.undo("eve", directory.newestEdit().orElseThrow().revision());
        assertThat(site.directory().assignments()).isEmpty();
        assertThat(site.directory().users()).isEmpty();
        assertThat(site.directory().departments()).isEmpty();
    }
}
