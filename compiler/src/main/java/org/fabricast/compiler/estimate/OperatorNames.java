package org.fabricast.compiler.estimate;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.fabricast.ir.image.Tiling;
import org.fabricast.ir.image.WeightImage;
import org.fabricast.ir.image.WeightTensor;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Region;

/** Which operator of a model an instruction works for; matrices of one shape share a name. What has size 0 only orders queues. */
final class OperatorNames implements Function<Operands, String> {

    private static final String LAYER = "layers\\.\\d+\\.";

    private final Map<String, String> matrices = new HashMap<>();

    /** Of a model with this weight image. */
    OperatorNames(WeightImage image) {
        for (WeightTensor tensor : image.tensors()) {
            if (tensor.tiling() == Tiling.STREAM) {
                String name = tensor.name().replaceFirst(LAYER, "");
                matrices.merge(shape(tensor.rows(), tensor.cols()), name,
                        (known, other) -> known.contains(other) ? known : known + "/" + other);
            }
        }
    }

    @Override
    public String apply(Operands operands) {
        if (operands.isEmpty()) {
            return "of size 0";
        }
        return switch (operands.opcode()) {
            case LD_RING -> operands.bits("region") == Region.KV.ordinal() ? "load keys and values" : "load weights";
            case LD_ACT -> operands.bits("region") == Region.KV.ordinal() ? "load scales of values" : "load rows";
            case ST_I8, ST_F16 -> "store keys and values";
            case ST_F32 -> "store logits";
            case ST_GATHER -> "gather";
            case ST_ARGMAX -> "arg-max of all cores";
            case MM_RUN, MV_RUN -> operands.bits("ring") == 0
                    ? matrices.getOrDefault(shape(operands.get("rows"), operands.get("cols")), "matrix")
                    : operands.flag("transpose") ? "weighted values" : "scores";
            case MV_LOADX -> operands.flag("scaled") ? "quantise probabilities" : "quantise inputs";
            case MISC_RMSNORM, MISC_SOFTMAX, MISC_SILU_MUL, MISC_ROPE, MISC_ADD, MISC_CAST, MISC_QUANTISE_KV, MISC_ARGMAX,
                    MISC_LAYERNORM, MISC_BIAS_ADD, MISC_BIAS_RELU, MISC_SUM ->
                    operands.opcode().name().substring("MISC_".length()).toLowerCase(Locale.ROOT).replace('_', ' ');
            case SYS_HALT, SYS_ADD, SYS_SUB, SYS_MUL, SYS_SHR, SYS_MIN, SYS_LOOP, SYS_END, SYS_BRANCH, SYS_TOKGET, SYS_TOKPUT,
                    SYS_RESULT, SYS_ARG, SYS_BARRIER, SYS_EXIT -> "control";
        };
    }

    private static String shape(long rows, long cols) {
        return rows + " x " + cols;
    }
}
