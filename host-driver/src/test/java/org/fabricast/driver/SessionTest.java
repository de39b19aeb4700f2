package org.fabricast.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.Generation.StopReason;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions on hand-made programs whose tokens, logits and counters can be reckoned. */
class SessionTest {

    private static final GenerateOptions NO_END = new GenerateOptions(4, 0, 0, false, false);

    @TempDir
    Path directory;

    private Session counting(Integer... ends) {
        return TinyArtefact.session(TinyArtefact.counting(directory.resolve("a"), List.of(ends)));
    }

    private Session bigram(Integer... ends) {
        return TinyArtefact.session(TinyArtefact.bigram(directory.resolve("a"), List.of(ends)));
    }

    private static GenerateOptions sampled(int tokens, double temperature, long seed) {
        return new GenerateOptions(tokens, temperature, seed, false, true);
    }

    @Test
    void tokensFollowFromTheLastOfThePromptAndItsPosition() {
        try (Session session = counting()) {
            // The prompt's 7 stands at position 2: 7 + 2, then + 3, + 4, + 5.
            Generation generation = session.generate(new int[] {1, 2, 7}, GenerateOptions.greedy(4), token -> { });
            assertThat(generation.tokens()).containsExactly(9, 12, 16, 21);
            assertThat(generation.prompt()).containsExactly(1, 2, 7);
            assertThat(generation.firstPosition()).isZero();
            assertThat(generation.stop()).isEqualTo(StopReason.LENGTH);
            assertThat(generation.logits()).isEmpty();
            assertThat(session.position()).isEqualTo(6);
        }
    }

    @Test
    void aSecondCallContinuesTheSequenceAndResetBeginsAnother() {
        try (Session session = counting()) {
            session.generate(new int[] {1, 2, 7}, GenerateOptions.greedy(4), token -> { });
            Generation second = session.generate(new int[] {21}, GenerateOptions.greedy(2), token -> { });
            assertThat(second.firstPosition()).isEqualTo(6);
            assertThat(second.tokens()).containsExactly(27, 34);
            assertThat(session.position()).isEqualTo(8);
            session.reset();
            assertThat(session.position()).isZero();
            assertThat(session.generate(new int[] {1, 2, 7}, GenerateOptions.greedy(1), token -> { }).tokens())
                    .containsExactly(9);
        }
    }

    @Test
    void theListenerHearsEachTokenWhenTheDeviceHasItAndInOrder() {
        try (Session session = counting()) {
            List<Integer> heard = new ArrayList<>();
            List<Integer> produced = new ArrayList<>();
            Generation generation = session.generate(new int[] {1, 2, 7}, GenerateOptions.greedy(4), token -> {
                heard.add(token);
                produced.add(session.device().transport().readRegister(Register.PRODUCED.offset()));
            });
            assertThat(heard).isEqualTo(generation.tokens());
            assertThat(produced).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void theListenerHearsWatchedAndSampledTokensOnceEach() {
        try (Session session = bigram(3, 3)) {
            List<Integer> heard = new ArrayList<>();
            assertThat(session.generate(new int[] {0}, GenerateOptions.greedy(5), heard::add).tokens())
                    .containsExactly(1, 2, 0, 1, 2).isEqualTo(heard);
            heard.clear();
            assertThat(session.generate(new int[] {0}, sampled(5, 1, 3), heard::add).tokens()).isEqualTo(heard);
        }
    }

    @Test
    void oneEndTokenIsWatchedByTheMachine() {
        try (Session session = counting(16)) {
            Generation generation = session.generate(new int[] {1, 2, 7}, GenerateOptions.greedy(9), token -> { });
            assertThat(generation.tokens()).containsExactly(9, 12, 16);
            assertThat(generation.stop()).isEqualTo(StopReason.END_OF_SEQUENCE);
            assertThat(session.position()).isEqualTo(5);
        }
    }

    @Test
    void theFirstOfSeveralEndTokensEnds() {
        try (Session session = counting(500, 12, 16)) {
            Generation generation = session.generate(new int[] {1, 2, 7}, GenerateOptions.greedy(9), token -> { });
            assertThat(generation.tokens()).containsExactly(9, 12);
            assertThat(generation.stop()).isEqualTo(StopReason.END_OF_SEQUENCE);
            assertThat(session.position()).isEqualTo(4);
        }
    }

    @Test
    void severalEndTokensThatDoNotComeChangeNothing() {
        try (Session session = counting(500, 501)) {
            Generation generation = session.generate(new int[] {1, 2, 7}, GenerateOptions.greedy(4), token -> { });
            assertThat(generation.tokens()).containsExactly(9, 12, 16, 21);
            assertThat(generation.stop()).isEqualTo(StopReason.LENGTH);
        }
    }

    @Test
    void endTokensAreTokensLikeOthersIfNotAskedFor() {
        for (Integer[] ends : new Integer[][] {{12}, {12, 16}}) {
            try (Session session = counting(ends)) {
                assertThat(session.generate(new int[] {1, 2, 7}, NO_END, token -> { }).tokens())
                        .containsExactly(9, 12, 16, 21);
            }
        }
    }

    @Test
    void generationEndsWithTheContext() {
        try (Session session = counting()) {
            Generation generation = session.generate(new int[TinyArtefact.CONTEXT - 2], GenerateOptions.greedy(9),
                    token -> { });
            // Positions 29, 30 and 31 of 32 give a token each.
            assertThat(generation.tokens()).containsExactly(29, 59, 90);
            assertThat(generation.stop()).isEqualTo(StopReason.CONTEXT);
            assertThat(session.position()).isEqualTo(TinyArtefact.CONTEXT);
        }
    }

    @Test
    void aPromptAsLongAsTheContextGivesOneToken() {
        try (Session session = counting()) {
            Generation generation = session.generate(new int[TinyArtefact.CONTEXT], GenerateOptions.greedy(1),
                    token -> { });
            assertThat(generation.tokens()).containsExactly(31);
            assertThat(generation.stop()).isEqualTo(StopReason.LENGTH);
        }
    }

    @Test
    void aPromptLongerThanTheRestOfTheContextIsRefusedAndLeavesTheSession() {
        try (Session session = counting()) {
            refused(session, TinyArtefact.CONTEXT + 1);
            session.generate(new int[] {1, 2, 7}, GenerateOptions.greedy(4), token -> { });
            refused(session, TinyArtefact.CONTEXT - 5);
            assertThatThrownBy(() -> session.logits(new int[TinyArtefact.CONTEXT - 5]))
                    .isInstanceOf(FabricastException.class).hasMessageContaining("F1004");
            assertThat(session.position()).isEqualTo(6);
            assertThat(session.generate(new int[TinyArtefact.CONTEXT - 6], GenerateOptions.greedy(0), token -> { })
                    .tokens()).isEmpty();
        }
    }

    private static void refused(Session session, int length) {
        assertThatThrownBy(() -> session.generate(new int[length], GenerateOptions.greedy(1), token -> { }))
                .isInstanceOfSatisfying(FabricastException.class, e -> assertThat(e.diagnostics())
                        .singleElement().satisfies(d -> {
                            assertThat(d.code()).isEqualTo(ErrorCode.F1004);
                            assertThat(d.text()).contains("at most " + (TinyArtefact.CONTEXT - session.position())
                                    + " tokens").contains("found " + length + " tokens");
                        }));
    }

    @Test
    void emptyPromptsAndUnknownTokensAreTheCallersFault() {
        try (Session session = bigram()) {
            for (int[] prompt : new int[][] {{}, {4}, {0, -1}}) {
                assertThatThrownBy(() -> session.generate(prompt, NO_END, token -> { }))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void nothingToGenerateFeedsTheWholePrompt() {
        try (Session session = counting()) {
            Generation generation = session.generate(new int[] {1, 2, 7}, GenerateOptions.greedy(0), token -> { });
            assertThat(generation.tokens()).isEmpty();
            assertThat(generation.stop()).isEqualTo(StopReason.LENGTH);
            assertThat(generation.decode()).isEqualTo(Counters.ZERO);
            assertThat(session.position()).isEqualTo(3);
            assertThat(session.generate(new int[] {5}, GenerateOptions.greedy(1), token -> { }).tokens())
                    .containsExactly(8);
        }
    }

    @Test
    void countersOfPrefillAndDecodeAreApart() {
        try (Session session = bigram()) {
            Generation generation = session.generate(new int[] {3, 1, 0}, GenerateOptions.greedy(2), token -> { });
            assertThat(generation.tokens()).containsExactly(1, 2);
            // Only steps that generate load: a row of 24 bytes is two beats of 16, the stream 64 bytes; 3 words of 16 MACs.
            assertThat(generation.prefill().get(Counter.READ_BYTES)).isZero();
            assertThat(generation.prefill().get(Counter.MACS)).isZero();
            assertThat(generation.decode().get(Counter.READ_BYTES)).isEqualTo(2 * (32 + 64));
            assertThat(generation.decode().get(Counter.MACS)).isEqualTo(2 * 3 * 16);
            assertThat(generation.decode().get(Counter.WRITE_BYTES)).isZero();
        }
    }

    @Test
    void countersOfSeveralStartsAreAdded() {
        try (Session session = bigram(3, 3)) {
            Generation generation = session.generate(new int[] {0}, GenerateOptions.greedy(4).withLogits(), t -> { });
            assertThat(generation.decode().get(Counter.MACS)).isEqualTo(4 * 3 * 16);
            assertThat(generation.decode().get(Counter.WRITE_BYTES)).isEqualTo(4 * 4 * 4);
        }
    }

    @Test
    void instructionsOfAStartAreThoseOfTheListing() {
        try (Session session = counting()) {
            Generation generation = session.generate(new int[] {1, 2, 7}, GenerateOptions.greedy(2), token -> { });
            // 9 arguments, LOOP and HALT. A prompt step: TOKGET, BRANCH, two ADD, END. One that generates: TOKGET, two
            // BRANCH, ADD, TOKPUT, BRANCH, two ADD, END.
            assertThat(generation.prefill().get(Counter.INSTRUCTIONS)).isEqualTo(11 + 2 * 5);
            assertThat(generation.decode().get(Counter.INSTRUCTIONS)).isEqualTo(11 + 2 * 9);
        }
    }

    @Test
    void greedyTokensComeWithTheirLogits() {
        for (Integer[] ends : new Integer[][] {{}, {3, 3}}) {
            try (Session session = bigram(ends)) {
                Generation generation = session.generate(new int[] {3, 0}, GenerateOptions.greedy(3).withLogits(),
                        token -> { });
                assertThat(generation.tokens()).containsExactly(1, 2, 0);
                assertThat(generation.logits()).hasSize(3);
                assertColumn(generation.logits().get(0), 0);
                assertColumn(generation.logits().get(1), 1);
                assertColumn(generation.logits().get(2), 2);
            }
        }
    }

    @Test
    void logitsOfEveryTokenOfATextAreKept() {
        try (Session session = bigram()) {
            float[][] logits = session.logits(new int[] {2, 3, 1});
            assertThat(logits).hasNumberOfRows(3);
            assertColumn(logits[0], 2);
            assertColumn(logits[1], 3);
            assertColumn(logits[2], 1);
            assertThat(session.position()).isEqualTo(3);
            assertColumn(session.logits(new int[] {0})[0], 0);
            assertThat(session.position()).isEqualTo(4);
        }
    }

    /** The quantiser's scale is 1/127 rounded. */
    private static void assertColumn(float[] logits, int token) {
        assertThat(logits).hasSize(4);
        for (int next = 0; next < 4; next++) {
            assertThat((double) logits[next]).as("logit %d after token %d", next, token)
                    .isCloseTo(TinyArtefact.TRANSITIONS[next][token], within(1e-6));
        }
    }

    @Test
    void samplingRepeatsWithItsSeedAndOnlyWithIt() {
        try (Session session = bigram()) {
            List<Integer> first = session.generate(new int[] {0}, sampled(30, 3, 11), token -> { }).tokens();
            session.reset();
            assertThat(session.generate(new int[] {0}, sampled(30, 3, 11), token -> { }).tokens()).isEqualTo(first);
            Set<List<Integer>> others = new HashSet<>();
            for (int seed = 0; seed < 5; seed++) {
                session.reset();
                others.add(session.generate(new int[] {0}, sampled(30, 3, seed), token -> { }).tokens());
            }
            assertThat(others).as("seeds 0 to 4").hasSize(5);
        }
    }

    @Test
    void samplingAtALowTemperatureIsGreedy() {
        try (Session session = bigram()) {
            Generation generation = session.generate(new int[] {0}, sampled(6, 1e-3, 5), token -> { });
            assertThat(generation.tokens()).containsExactly(1, 2, 0, 1, 2, 0);
            assertThat(session.position()).isEqualTo(6);
        }
    }

    @Test
    void aSampledEndTokenEnds() {
        try (Session session = bigram(2)) {
            Generation generation = session.generate(new int[] {0}, sampled(6, 1e-3, 5), token -> { });
            assertThat(generation.tokens()).containsExactly(1, 2);
            assertThat(generation.stop()).isEqualTo(StopReason.END_OF_SEQUENCE);
        }
    }
}
