package org.fabricast.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import org.fabricast.diag.ErrorCode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** All rules on the checkout itself. */
@Tag("rules")
class RepositoryTest {

    private static final List<Rule> RULES = List.of(new TopLevelEntries(), new DocumentLinks(), new NoPlaceOrTime(),
            new SourceSizes(), new PackagePages(), new ErrorCodePages(Stream.of(ErrorCode.values()).map(Enum::name).toList()));

    @TestFactory
    Stream<DynamicTest> the_checkout_keeps() {
        Checkout checkout = Checkout.current();
        return RULES.stream().map(rule -> DynamicTest.dynamicTest(rule.getClass().getSimpleName(),
                () -> assertThat(rule.check(checkout)).as(rule.getClass().getSimpleName()).isEmpty()));
    }
}
