package org.fabricast.compiler.lengths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user writes for buckets, and what is wrong with it. */
class BucketSpecTest {

    private static BucketSpec decode(String text) {
        return BucketSpec.decode(Optional.of(text));
    }

    @Test
    void withoutAWordBucketsHaveThePublishedSizes() {
        assertThat(BucketSpec.prefill(Optional.empty()).resolve(2048).count()).isEqualTo(16);
        assertThat(BucketSpec.decode(Optional.empty()).resolve(2048).count()).isEqualTo(128);
    }

    @Test
    void theLastBucketOfOneSizeEndsWithTheContext() {
        assertThat(decode("16").resolve(40).ends()).containsExactly(16, 32, 40);
        assertThat(BucketSpec.prefill(Optional.empty()).resolve(40).ends()).containsExactly(40);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"8,20,40", "1-8,9-20,21-40", "8,9-20,40", " 8 , 20 , 40"})
    void aListOfLastLengthsOrOfRangesIsAListOfBuckets(String text) {
        Buckets buckets = decode(text).resolve(40);
        assertThat(buckets).isEqualTo(new Buckets(List.of(8, 20, 40)));
        assertThat(buckets.first(1)).isEqualTo(9);
        assertThat(buckets.last(1)).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "0; F1012; --decode-buckets: expected a length from 1 to 40",
        "41; F1012; found 41",
        "x; F1012; found x",
        "8,,40; F1012; entry 2",
        "8,-20,40; F1012; entry 2",
        "8,64; F1012; entry 2",
        "8,20; F1013; expected an end at the model's longest length 40",
        "8,20; F1013; Add a bucket: 8,20,40",
        "1-8,12-40; F1013; entry 2: expected a bucket that begins at 9, found 12-40, so that no bucket holds lengths 9 to 11",
        "1-8,10-40; F1013; no bucket holds length 9",
        "1-8,10-40; F1013; Write 9-40",
        "4-40; F1013; no bucket holds lengths 1 to 3",
        "1-8,8-40; F1013; behind the one before",
        "20,8,40; F1013; increasing order",
        "8,8,40; F1013; entry 2: expected an end above 8",
        "1-8,30-9,40; F1013; entry 2"})
    void aListThatLeavesLengthsOutOrIsInDisorderIsRefusedWithThePlaceAndWhatWouldWork(String text, String code, String said) {
        assertThatThrownBy(() -> decode(text).resolve(40)).isInstanceOf(FabricastException.class)
                .hasMessageContaining(code).hasMessageContaining(said);
    }

    @Test
    void allFindingsAreSaidAtOnce() {
        assertThatThrownBy(() -> decode("0,8,99,40").resolve(40)).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics()).hasSize(2));
    }
}
