package org.fabricast.ir.graph.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.build.WeightSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirReaderTest {

    private static final String GOOD = """
            graph "t" { // a comment
              vocab = 3 context = 4 eos = [] tied = true
              $t: f16[3, 4] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
              $g: f32[4] = [1.0, 0x1.8p0, 1e0, -2.5E-1]
              %x: f32[4] = embedding($t)
              %n: f32[4] = rms-norm(%x, $g) {eps = 0.5}
              %r: f32[4] = rotary(%n) {style = half, headDim = 4, rotaryDim = 2, theta = 100}
              %a: f32[4] = attention(%r, %r, %n)
                {layer = 0, heads = 2, kvHeads = 2, headDim = 2, context = 4, scale = 1}
              %s: f32[4] = activation(%a) {function = silu}
              %y: f32[3] = linear(%s, $t)
              output %y
            }
            """;

    private static List<String> findings(String text) {
        FabricastException refusal =
                catchThrowableOfType(FabricastException.class, () -> FirReader.parse(text, "t.fir"));
        assertThat(refusal).as("a refusal of\n%s", text).isNotNull();
        return refusal.diagnostics().stream().map(Diagnostic::text).toList();
    }

    @Test
    void readsWhatThePrinterPrints() {
        for (Graph graph : List.of(SampleGraphs.llama(), SampleGraphs.everything(),
                SampleGraphs.llama(WeightSource.shapeOnly(DType.F16)))) {
            String text = FirPrinter.print(graph);
            Graph read = FirReader.parse(text, "printed");
            assertThat(read).isEqualTo(graph);
            assertThat(FirPrinter.print(read)).isEqualTo(text);
        }
    }

    @Test
    void readsDecimalNumbersCommentsAndFreeLayout() {
        Graph graph = FirReader.parse(GOOD, "t.fir");
        assertThat(graph.nodes()).hasSize(6);
        assertThat(graph.constantsByName().get("g").data()).containsExactly(1f, 1.5f, 1f, -0.25f);
        assertThat(FirReader.parse(FirPrinter.print(graph), "again")).isEqualTo(graph);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tied = true              | tied true               | error[F2201] t.fir:2:39: expected '=', found 'true'.
            output %y                | output $t               | error[F2201] t.fir:12:10: expected VALUE, found '$t'.
            vocab = 3                | vocab = 3 ?             | error[F2201] t.fir:2:13: expected a word, name, number or sign of the grammar, found '?'.
            vocab = 3                | vocab = 3000000000      | error[F2204] t.fir:2:11: expected an integer of 32 bits, found 3000000000.
            vocab = 3                | vocab = 0               | error[F2204] t.fir:2:3: expected vocab at least 1, found 0.
            vocab = 3                | vocab = 3 vocab = 3     | error[F2203] t.fir:2:13: expected vocab once, found a second one.
            tied = true              |                         | error[F2203] t.fir:1:7: expected tied = one of true, false, found none.
            tied = true              | tied = maybe            | error[F2202] t.fir:2:41: expected one of true, false, found maybe.
            tied = true              | tied = true colour = 3  | error[F2202] t.fir:2:46: expected an attribute of the graph, found colour.
            tied = true              | tied = 1                | error[F2203] t.fir:2:41: expected tied = one of true, false, found 1.
            tied = true              | tied = false            | error[F2113] t.fir:2:34 tied: expected true, as the output's weight is the embedding table, found false.
            context = 4 eos          | context = 5 eos         | error[F2113] t.fir:8:3 %a: expected a cache of 5 positions, the context, found 4 positions.
            eos = []                 | eos = [2, 3]            | error[F2113] t.fir:2:25 eos: expected a token id below 3, found 3.
            eos = []                 | eos = [2, -3]           | error[F2204] t.fir:2:25: expected eos at least 0, found -3.
            $g: f32[4]               | $g: f64[4]              | error[F2202] t.fir:4:7: expected one of [f32, f16, bf16, i8, i32], found f64.
            $g: f32[4]               | $g: f32[0]              | error[F2204] t.fir:4:7: expected extents of at least 1 and fewer than 2^63 elements, found [0].
            1e0, -2.5E-1             | 1e0                     | error[F2204] t.fir:4:16: expected 4 numbers, found 3 numbers.
            -2.5E-1                  | 1e39                    | error[F2204] t.fir:4:36: expected a number in the range of binary32, found 1e39.
            -2.5E-1                  | nan                     | error[F2106] t.fir:4:3 $g: expected finite numbers, found 1 others, the first NaN at element 3.
            11, 12                   | 11, 0.1                 | error[F2110] t.fir:3:3 $t: expected numbers that are exact in f16, found 1 others, the first 0.1 at element 11.
            rms-norm(%x              | rms-norm(%z             | error[F2101] t.fir:6:25: expected %z to be defined before, found no definition.
            rms-norm(%x, $g)         | rms-norm(%x, %x)        | error[F2203] t.fir:6:16: expected 1 values, then 1 constants for rms-norm, found 2 values and 0 constants.
            rms-norm(%x, $g)         | rms-norm($g, %x)        | error[F2203] t.fir:6:16: expected 1 values, then 1 constants for rms-norm, found 1 values and 1 constants in another order.
            rms-norm                 | rms-nrm                 | error[F2202] t.fir:6:16: expected one of embedding, learned-position, rms-norm, layer-norm, linear, rotary, attention, activation, multiply, add, found rms-nrm.
            {eps = 0.5}              |                         | error[F2203] t.fir:6:16: expected eps = a number, found none.
            {eps = 0.5}              | {eps = half}            | error[F2203] t.fir:6:40: expected eps = a number, found half.
            {eps = 0.5}              | {eps = 0}               | error[F2109] t.fir:6:16 %n: expected eps finite and greater than 0, found 0.0.
            {eps = 0.5}              | {eps = 0.5, esp = 1}    | error[F2202] t.fir:6:45: expected an attribute of rms-norm, found esp.
            {eps = 0.5}              | {eps = 0.5, eps = 1}    | error[F2203] t.fir:6:45: expected eps once, found a second one.
            %n: f32[4]               | %n: f32[5]              | error[F2103] t.fir:6:7 %n: expected f32[4], the result of the operator, found f32[5].
            %n: f32[4]               | %x: f32[4]              | error[F2102] t.fir:6:3: expected %x defined once, found a definition at line 5 already.
            style = half             | style = third           | error[F2202] t.fir:7:36: expected one of half, interleaved, found third.
            rotaryDim = 2            | rotaryDim = 3           | error[F2105] t.fir:7:16 %r: expected rotaryDim even, from 2 to headDim 4, found 3.
            theta = 100              | theta = 100, scaling = yarn, factor = 1, lowFrequencyFactor = 1, highFrequencyFactor = 4, originalContext = 8 | error[F2202] t.fir:7:93: expected one of llama3, found yarn.
            theta = 100              | theta = 100, scaling = llama3, factor = 1, lowFrequencyFactor = 4, highFrequencyFactor = 1, originalContext = 8 | error[F2109] t.fir:7:83: expected factor >= 1, 0 < lowFrequencyFactor < highFrequencyFactor, originalContext >= 1, found 1.0, 4.0, 1.0, 8.
            heads = 2, kvHeads = 2   | heads = 2, kvHeads = 3  | error[F2104] t.fir:8:16 %a: expected heads a multiple of kvHeads, found 2 heads and 3 kvHeads.
            layer = 0                | layer = 1               | error[F2111] t.fir:8:3 %a: expected layer 0, found layer 1.
            output %y                | output %a               | error[F2108] t.fir:12:10 output %a: expected type f32[3], the logits, found f32[4].
            linear(%s                | linear(%a               | error[F2107] t.fir:10:3 %s: expected a node that reads it, found none.
            """)
    void saysWhatIsWrongAndWhere(String good, String bad, String expected) {
        assertThat(GOOD).contains(good);
        assertThat(findings(GOOD.replace(good, bad == null ? "" : bad))).contains(expected);
    }

    @Test
    void oneMistakeIsReportedOnce() {
        // What reads a refused node takes the type that is written for it.
        assertThat(findings(GOOD.replace("rms-norm(%x", "rms-norm(%z"))).hasSize(1);
        assertThat(findings(GOOD.replace("{eps = 0.5}", "{eps = half}"))).hasSize(1);
        assertThat(findings(GOOD.replace("rotaryDim = 2", "rotaryDim = 2.5"))).hasSize(1);
        assertThat(findings(GOOD.replace("%n: f32[4]", "%n: f64[4]"))).hasSize(1);
        assertThat(findings(GOOD.replace("$g: f32[4]", "$g: f64[4]"))).hasSize(1);
    }

    @Test
    void reportsAllMistakesAtOnce() {
        // 3 KV heads of 2 neither divide 2 heads nor fit the 4 elements of k and of v.
        assertThat(findings(GOOD.replace("rms-norm(%x", "rms-norm(%z").replace("rotaryDim = 2", "rotaryDim = 3")
                .replace("-2.5E-1", "nan").replace("kvHeads = 2", "kvHeads = 3").replace("silu", "mish")))
                .extracting(text -> text.substring(6, 11)).containsExactly("F2101", "F2105", "F2104", "F2103", "F2103",
                        "F2202", "F2106");
        assertThat(findings(GOOD.replace("tied = true", "tied true").replace("output %y", "output $t")))
                .extracting(text -> text.substring(6, 11)).containsExactly("F2201", "F2201");
    }

    @Test
    void anEmptyOrCutOffTextIsRefused() {
        assertThat(findings("")).isNotEmpty().allMatch(text -> text.startsWith("error[F2201] t.fir:1:1"));
        for (int length = 0; length < GOOD.length() - 2; length += 7) {
            assertThat(findings(GOOD.substring(0, length))).as("cut at %d", length).isNotEmpty();
        }
    }

    @Test
    void damagedTextIsReadOrRefusedByFindings() {
        long seed = 4711;
        Random random = new Random(seed);
        String signs = "%$@+-=:,.()[]{}\"#0123456789aefinptx \n";
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder(GOOD);
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, signs.charAt(random.nextInt(signs.length())));
                    default -> text.setCharAt(at, signs.charAt(random.nextInt(signs.length())));
                }
            }
            try {
                Graph graph = FirReader.parse(text.toString(), "t.fir");
                assertThat(FirReader.parse(FirPrinter.print(graph), "again")).isEqualTo(graph);
            } catch (FabricastException refusal) {
                refused++;
            } catch (RuntimeException crash) {
                throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, crash);
            }
        }
        assertThat(refused).isBetween(1000, 1999);
    }

    @Test
    void refusesSideFilesThatAreMissingShortOrElsewhere(@TempDir Path directory) throws Exception {
        Files.write(directory.resolve("w.bin"), new byte[20]);
        for (String[] pair : new String[][] {
            {"@\"w.bin\"+8", "16 bytes, found 20 bytes"},
            {"@\"none.bin\"+0", "a readable file"},
            {"@\"../w.bin\"+0", "plain name"},
            {"@\"/etc/w.bin\"+0", "plain name"},
            {"@\"\"+0", "plain name"},
            {"@\"w.bin\"+1.5", "a byte offset"}}) {
            Path file = directory.resolve("t.fir");
            Files.writeString(file, GOOD.replace("[1.0, 0x1.8p0, 1e0, -2.5E-1]", pair[0]));
            assertThatThrownBy(() -> FirReader.read(file)).isInstanceOf(FabricastException.class)
                    .hasMessageContaining(pair[1]).hasMessageContaining("t.fir:4:");
        }
        assertThat(findings(GOOD.replace("[1.0, 0x1.8p0, 1e0, -2.5E-1]", "@\"w.bin\"+0")))
                .singleElement().asString().startsWith("error[F2205] t.fir:4:17");
    }

    @Test
    void refusesFilesThatAreMissingOrNoText(@TempDir Path directory) throws Exception {
        assertThatThrownBy(() -> FirReader.read(directory.resolve("none.fir"))).isInstanceOf(FabricastException.class)
                .hasMessageStartingWith("error[F1002] none.fir");
        Path binary = Files.write(directory.resolve("t.fir"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertThatThrownBy(() -> FirReader.read(binary)).isInstanceOf(FabricastException.class)
                .hasMessageStartingWith("error[F2201] t.fir");
    }
}
