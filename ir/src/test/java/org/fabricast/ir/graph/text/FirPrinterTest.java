package org.fabricast.ir.graph.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.ModelFacts;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;
import org.fabricast.ir.graph.Value;
import org.fabricast.ir.graph.build.GraphBuilder;
import org.fabricast.ir.graph.build.WeightSource;
import org.junit.jupiter.api.Test;

class FirPrinterTest {

    private static Graph small() {
        GraphBuilder b = new GraphBuilder("small", 3, 4);
        Tensor table = new Tensor("table", TensorType.of(DType.F16, 3, 2), new float[] {1, -0.5f, 0, 3, 0.75f, -0f});
        Value x = b.embedding("x", table);
        Value n = b.rmsNorm("n", x, Tensor.f32("gain", new float[] {1, 2}, 2), 1e-5f);
        return b.build(new ModelFacts(OptionalInt.of(1), List.of(2), true), b.linear("y", n, table, Optional.empty()));
    }

    private static final String TEXT = """
            graph "small" {
              vocab = 3
              context = 4
              bos = 1
              eos = [2]
              tied = true

              $table: f16[3, 2] = %s
              $gain: f32[2] = [0x1.0p0, 0x1.0p1]

              %%x: f32[2] = embedding($table)
              %%n: f32[2] = rms-norm(%%x, $gain) {eps = 1.0E-5}
              %%y: f32[3] = linear(%%n, $table)

              output %%y
            }
            """;

    @Test
    void printsOneStatementPerLine() {
        assertThat(FirPrinter.print(small()))
                .isEqualTo(TEXT.formatted("[0x1.0p0, -0x1.0p-1, 0x0.0p0, 0x1.8p1, 0x1.8p-1, -0x0.0p0]"));
    }

    @Test
    void putsConstantsAboveTheLimitIntoTheSideFile() {
        FirPrinter.Printed printed = FirPrinter.print(small(), "small.bin", 2);
        assertThat(printed.text()).isEqualTo(TEXT.formatted("@\"small.bin\"+0"));
        assertThat(printed.external()).extracting(Tensor::name).containsExactly("table");
    }

    @Test
    void offsetsCountBytesWithoutGaps() {
        FirPrinter.Printed printed = FirPrinter.print(small(), "small.bin", 0);
        assertThat(printed.text()).contains("@\"small.bin\"+0\n", "$gain: f32[2] = @\"small.bin\"+24\n");
    }

    @Test
    void constantsKnownByShapeHaveNoContents() {
        assertThat(FirPrinter.print(SampleGraphs.llama(WeightSource.shapeOnly(DType.BF16))))
                .contains("  $embedding.table: bf16[9, 12]\n")
                .contains("{style = half, headDim = 4, rotaryDim = 4, theta = 500000.0, scaling = llama3, factor = 8.0, "
                        + "lowFrequencyFactor = 1.0, highFrequencyFactor = 4.0, originalContext = 8192}\n");
    }
}
