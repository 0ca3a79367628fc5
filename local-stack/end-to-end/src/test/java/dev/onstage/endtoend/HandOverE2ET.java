package dev.onstage.endtoend;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.events.Topic;
import dev.onstage.localstack.stack.ServerKind;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a copy that ends in an orderly way leaves to the others, and what copies say while all servers are away. */
@AloneOnStack
class HandOverE2ET {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_END = Duration.ofMinutes(3);
    private static final int VIEWERS = 40;
    private static final String GROUP = "analytics.presence";
    private static final String TOPIC = Topic.PROVIDER_PRESENCE.topicName();

    /** Kafka would notice the end of this copy by itself only long after the test, and nobody takes its place by name. */
    private static final Map<String, String> ONLY_GOODBYE_COUNTS = Map.of(
            "ONSTAGE_INSTANCE",
            "",
            "MP_MESSAGING_CONNECTOR_SMALLRYE_KAFKA_SESSION_TIMEOUT_MS",
            Long.toString(Duration.ofMinutes(10).toMillis()));

    /** What each service holds all the time; the spool's relay has a lease only while there is something in the spool. */
    private static final Map<ServiceKind, Set<String>> LEASES = Map.of(
            ServiceKind.STREAM_CONTROL, Set.of("outbox-relay"),
            ServiceKind.WEBHOOK_INGEST, Set.of("journal-upkeep", "outbox-relay"),
            ServiceKind.ANALYTICS, Set.of("outbox-relay", "analytics.live"),
            ServiceKind.NOTIFIER, Set.of("outbox-relay"));

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void shouldCommitWhatWasDoneAndLeaveItsPartitionsAtOnce(StackUnderTest stack) throws Exception {
        Scenario scenario = Scenario.provisioned(stack, "hand-over");
        scenario.connectEncoder();
        String sessionId = scenario.goLive();
        try (Admin admin = Admin.create(Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.stack().kafkaBootstrapServers()))) {
            // Whoever was killed by another test has been given up.
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(members(admin))
                    .singleElement()
                    .satisfies(alone -> assertThat(partitionsOf(alone))
                            .isEqualTo(ends(admin).keySet())));
            ServiceInstance leaving = stack.stack().startAnother(ServiceKind.ANALYTICS, ONLY_GOODBYE_COUNTS);
            try {
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(members(admin))
                        .hasSize(2)
                        .noneMatch(member -> partitionsOf(member).isEmpty())
                        .anyMatch(HandOverE2ET::isLeaving));
                scenario.joinViewers(VIEWERS, "hand-over");
                TopicPartition ofCall = partitionOf(scenario.callCid(), stack);
                scenario.awaitViewersOnPage(VIEWERS);
                // No time between this and the end: offsets are also committed once a second.
                Map<TopicPartition, Long> done = ends(admin);
                Set<TopicPartition> left = members(admin).stream()
                        .filter(HandOverE2ET::isLeaving)
                        .flatMap(member -> partitionsOf(member).stream())
                        .collect(Collectors.toSet());
                // Here counts of the call may follow that no page waits for.
                left.remove(ofCall);

                assertThat(leaving.stop(LONGEST_END)).isTrue();

                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(GROUP)
                        .partitionsToOffsetAndMetadata()
                        .get();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(members(admin))
                        .singleElement()
                        .satisfies(alone -> assertThat(partitionsOf(alone)).isEqualTo(done.keySet())));
                assertThat(left).isNotEmpty().allSatisfy(partition -> assertThat(offset(committed.get(partition)))
                        .as("%s", partition)
                        .isGreaterThanOrEqualTo(done.get(partition)));
            } finally {
                stack.stack().remove(leaving);
            }
        }
        scenario.leaveViewers(VIEWERS / 2);
        scenario.awaitViewersOnPage(VIEWERS - VIEWERS / 2);
        scenario.stopLive();
        scenario.awaitSession(
                sessionId,
                figures -> assertThat(figures.path("uniqueViewers").asInt()).isEqualTo(VIEWERS));
    }

    @Test
    void shouldGiveItsLeasesBack(StackUnderTest stack) throws InterruptedException {
        for (ServiceKind service : ServiceKind.values()) {
            ServiceInstance copy = stack.stack().service(service);
            await(service.label())
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> {
                        assertThat(heldLeases(stack, service)).containsExactlyInAnyOrderElementsOf(LEASES.get(service));
                        assertThat(leasesOf(copy)).containsExactlyInAnyOrderElementsOf(LEASES.get(service));
                    });
        }
        AtOnce.run(Stream.of(ServiceKind.values())
                .<Runnable>map(service -> () -> {
                    ServiceInstance copy = stack.stack().service(service);
                    assertThat(copy.stop(LONGEST_END)).as(service.label()).isTrue();
                    try {
                        assertThat(heldLeases(stack, service))
                                .as(service.label())
                                .isEmpty();
                    } finally {
                        copy.start(Map.of());
                    }
                })
                .toList());
    }

    @Test
    void shouldStayReadyWhileAllServersAreAwayAndSayWhichAreAway(StackUnderTest stack) throws Exception {
        List<ServerKind> down = new ArrayList<>();
        try {
            for (ServerKind server : List.of(ServerKind.KAFKA, ServerKind.REDIS, ServerKind.POSTGRES)) {
                down.add(0, server);
                stack.stack().kill(server);
            }
            for (ServiceKind service : ServiceKind.values()) {
                ServiceInstance copy = stack.stack().service(service);
                awaitShown(copy, "database_away 1.0", "redis_away 1.0", "kafka_away 1.0");
                for (String health : List.of("/q/health/ready", "/q/health/live")) {
                    assertThat(get(copy, health).statusCode())
                            .as("%s of %s", health, service.label())
                            .isEqualTo(200);
                }
            }
        } finally {
            down.forEach(stack.stack()::start);
        }
        for (ServiceKind service : ServiceKind.values()) {
            awaitShown(stack.stack().service(service), "database_away 0.0", "redis_away 0.0", "kafka_away 0.0");
        }
    }

    private void awaitShown(ServiceInstance copy, String... series) {
        await(copy.name())
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(scrape(copy)).contains(series));
    }

    /** Of leases and of channels that are being checked. */
    private static List<String> heldLeases(StackUnderTest stack, ServiceKind service) {
        String channels = service == ServiceKind.STREAM_CONTROL
                ? " UNION ALL SELECT 'channel ' || channel_id FROM broadcasts WHERE lease_until > clock_timestamp()"
                : "";
        List<String> held = new ArrayList<>();
        try (Connection database = stack.stack().database(service);
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT name FROM leases WHERE held_until > clock_timestamp()" + channels)) {
            while (rows.next()) {
                held.add(rows.getString(1));
            }
            return held;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** By what the copy itself says. */
    private List<String> leasesOf(ServiceInstance copy) throws IOException, InterruptedException {
        return scrape(copy).stream()
                .filter(line -> line.startsWith("lease_held{") && line.endsWith(" 1.0"))
                .map(line -> line.replaceAll(".*lease=\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private static Collection<MemberDescription> members(Admin admin) throws ExecutionException, InterruptedException {
        return requireNonNull(
                        admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP))
                .members();
    }

    private static Set<TopicPartition> partitionsOf(MemberDescription member) {
        return member.assignment().topicPartitions();
    }

    /** Where records of that key are: one is there, or comes. */
    private static TopicPartition partitionOf(String key, StackUnderTest stack) {
        try (KafkaConsumer<String, byte[]> reader = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.stack().kafkaBootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            reader.assign(IntStream.range(0, Topic.PROVIDER_PRESENCE.partitions())
                    .mapToObj(number -> new TopicPartition(TOPIC, number))
                    .toList());
            reader.seekToBeginning(reader.assignment());
            return await().atMost(PATIENCE)
                    .until(
                            () -> StreamSupport.stream(reader.poll(POLL).spliterator(), false)
                                    .filter(found -> key.equals(found.key()))
                                    .map(ConsumerRecord::partition)
                                    .findFirst(),
                            Optional::isPresent)
                    .map(number -> new TopicPartition(TOPIC, number))
                    .orElseThrow();
        }
    }

    /** See {@link #ONLY_GOODBYE_COUNTS}: no other copy is without a name of its own. */
    private static boolean isLeaving(MemberDescription member) {
        return member.groupInstanceId().isEmpty();
    }

    private static long offset(@Nullable OffsetAndMetadata committed) {
        return committed == null ? 0 : committed.offset();
    }

    private static Map<TopicPartition, Long> ends(Admin admin) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = IntStream.range(0, Topic.PROVIDER_PRESENCE.partitions())
                .boxed()
                .collect(Collectors.toMap(number -> new TopicPartition(TOPIC, number), number -> OffsetSpec.latest()));
        return admin.listOffsets(wanted).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, found -> found.getValue().offset()));
    }

    /** The series with their values, one in each element. */
    private List<String> scrape(ServiceInstance copy) throws IOException, InterruptedException {
        return Arrays.asList(get(copy, "/q/metrics").body().split("\n", -1));
    }

    private HttpResponse<String> get(ServiceInstance copy, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(copy.managementUrl() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
