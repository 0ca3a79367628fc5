package dev.onstage.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The boundaries every service keeps. */
public final class ServiceArchitecture {
    private static final List<String> SERVICES = List.of(
            "dev.onstage.streamcontrol", "dev.onstage.webhookingest", "dev.onstage.analytics", "dev.onstage.notifier");

    private static final String HTTP_METHOD = "jakarta.ws.rs.HttpMethod";
    private static final String PRODUCES = "jakarta.ws.rs.Produces";
    private static final Set<String> RESPONSES =
            Set.of("jakarta.ws.rs.core.Response", "org.jboss.resteasy.reactive.RestResponse");
    /** {@code jsonPath()} and {@code JsonPath}, {@code body(path, matcher)}, {@code path(path)}. */
    private static final List<String> SCRIPTS = List.of(
            "io/restassured/path/",
            "(Ljava/lang/String;Lorg/hamcrest/Matcher;[Ljava/lang/Object;)Lio/restassured/",
            "(Ljava/lang/String;[Ljava/lang/String;)Ljava/lang/Object;");

    /** Beside the clients that the platform makes from the settings. */
    private static final Set<String> MADE_FOR_KAFKA = Set.of(
            "org.apache.kafka.clients.producer.KafkaProducer.<init>",
            "org.apache.kafka.clients.consumer.KafkaConsumer.<init>",
            "org.apache.kafka.clients.admin.Admin.create",
            "org.apache.kafka.clients.admin.AdminClient.create",
            "dev.onstage.support.messaging.ConfirmedProducer.<init>");

    private static final Set<String> MADE_WITHOUT_THE_PLATFORM = Set.of(
            "java.sql.DriverManager.getConnection",
            "io.vertx.pgclient.PgConnectOptions.<init>",
            "io.vertx.pgclient.PgConnection.connect",
            "io.vertx.pgclient.pubsub.PgSubscriber.subscriber",
            "io.vertx.mutiny.pgclient.PgConnection.connect",
            "io.vertx.mutiny.pgclient.pubsub.PgSubscriber.subscriber",
            "io.vertx.redis.client.Redis.createClient",
            "io.vertx.mutiny.redis.client.Redis.createClient");

    private static final String FROM_ADDRESS = "io.vertx.pgclient.PgConnectOptions.fromUri";

    /** Looks at addresses before the start, and connects to none. */
    private static final String READS_ADDRESSES = "dev.onstage.support.start.UsableSettings";

    private static final String GIVEN_BY_NAME = "io.smallrye.common.annotation.Identifier";
    private static final String SETTINGS_OF_KAFKA = "default-kafka-broker";

    private ServiceArchitecture() {}

    /**
     * Checks the classes of a service, and how its tests read JSON.
     *
     * @param root any class in the service's root package
     * @throws AssertionError naming each class that crosses a boundary
     */
    public static void check(Class<?> root) {
        checkPackage(root.getPackageName());
    }

    /** As {@link #check(Class)}, for a root package without classes, for example {@code dev.onstage.analytics}. */
    public static void checkPackage(String rootPackage) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(rootPackage);
        featuresAreFreeOfCycles(classes, rootPackage);
        vendorTermsStayInAdapters(classes);
        servicesDoNotKnowEachOther(classes, rootPackage);
        answersSayWhatTheyAre(classes);
        clientsReachServersAsConfigured(classes);
        testsReadJsonWithoutScripts();
    }

    /**
     * Checks the tests of the module that runs: REST-assured compiles a script for each path that it reads, which takes longer
     * than most requests. {@link Json} reads without. This looks for the signatures in the class files, since that takes
     * milliseconds.
     *
     * @throws AssertionError naming each class that lets REST-assured read a path
     */
    public static void testsReadJsonWithoutScripts() {
        assertThat(classFiles(Path.of("target", "test-classes")))
                .isNotEmpty()
                .filteredOn(ServiceArchitecture::readsWithScripts)
                .as("test classes that let REST-assured read a path, instead of Json")
                .isEmpty();
    }

    private static List<Path> classFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean readsWithScripts(Path classFile) {
        try {
            String bytes = Files.readString(classFile, StandardCharsets.ISO_8859_1);
            return SCRIPTS.stream().anyMatch(bytes::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void featuresAreFreeOfCycles(JavaClasses classes, String rootPackage) {
        slices().matching(rootPackage + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .because("a feature that needs another which needs it back is one feature")
                .check(classes);
    }

    private static void vendorTermsStayInAdapters(JavaClasses classes) {
        noClasses()
                .that()
                .resideOutsideOfPackages("..provider..", "..getstream..", "..discord..")
                .should()
                .haveNameMatching(".*(GetStream|Getstream|Discord)[^.]*")
                .allowEmptyShould(true)
                .because("a vendor can be changed where its terms end: in provider.*, getstream and discord")
                .check(classes);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.getstream..")
                .allowEmptyShould(true)
                .because("GetStream's SDKs are proprietary and for tests only")
                .check(classes);
    }

    private static void servicesDoNotKnowEachOther(JavaClasses classes, String rootPackage) {
        String[] others = SERVICES.stream()
                .filter(service -> !rootPackage.equals(service))
                .map(service -> service + "..")
                .toArray(String[]::new);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .allowEmptyShould(true)
                .because("services talk over Kafka only")
                .check(classes);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.onstage.simulator..", "dev.onstage.localstack..", "dev.onstage.servers..")
                .allowEmptyShould(true)
                .because("the local stack runs services and is no part of them")
                .check(classes);
    }

    private static void answersSayWhatTheyAre(JavaClasses classes) {
        methods()
                .that()
                .areMetaAnnotatedWith(HTTP_METHOD)
                .and(describe("return a response", ServiceArchitecture::returnsResponse))
                .should(ArchCondition.from(describe("say what they produce", ServiceArchitecture::saysWhatItProduces)))
                .allowEmptyShould(true)
                .because("the framework would do what was asked for, and then answer in whatever form was asked for")
                .check(classes);
    }

    /**
     * Checks that no client of a server misses settings, such as those for TLS and passwords.
     *
     * @throws AssertionError naming each class with such a client
     */
    public static void clientsReachServersAsConfigured(JavaClasses classes) {
        classes()
                .that(describe("make clients of Kafka", type -> calls(type, MADE_FOR_KAFKA)))
                .and()
                .doNotHaveFullyQualifiedName("dev.onstage.support.messaging.ConfirmedProducer")
                .should(ArchCondition.from(
                        describe("be given the settings of Kafka", ServiceArchitecture::isGivenSettingsOfKafka)))
                .allowEmptyShould(true)
                .because("all that begins with kafka. must reach every client of Kafka")
                .check(classes);
        noClasses()
                .should(ArchCondition.from(
                        describe("connect by themselves", ServiceArchitecture::connectsWithoutThePlatform)))
                .allowEmptyShould(true)
                .because("only what the platform makes has the settings of PostgreSQL and Redis")
                .check(classes);
    }

    private static boolean connectsWithoutThePlatform(JavaClass type) {
        return calls(type, MADE_WITHOUT_THE_PLATFORM)
                || (!type.getName().equals(READS_ADDRESSES) && calls(type, Set.of(FROM_ADDRESS)));
    }

    private static boolean calls(JavaClass type, Set<String> makers) {
        return type.getCodeUnitCallsFromSelf().stream()
                .map(JavaAccess::getTarget)
                .anyMatch(target -> makers.contains(target.getOwner().getName() + "." + target.getName()));
    }

    private static boolean isGivenSettingsOfKafka(JavaClass type) {
        return type.getConstructors().stream()
                .flatMap(constructor -> constructor.getParameters().stream())
                .flatMap(parameter -> parameter.tryGetAnnotationOfType(GIVEN_BY_NAME).stream())
                .anyMatch(name -> SETTINGS_OF_KAFKA.equals(name.get("value").orElse(null)));
    }

    private static boolean returnsResponse(JavaMethod method) {
        return method.getReturnType().getAllInvolvedRawTypes().stream()
                .anyMatch(type -> RESPONSES.contains(type.getName()));
    }

    private static boolean saysWhatItProduces(JavaMethod method) {
        return method.isAnnotatedWith(PRODUCES) || method.getOwner().isAnnotatedWith(PRODUCES);
    }
}
