package org.fabricast.compiler.artefact;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.estimate.InstructionCounts;
import org.fabricast.compiler.lower.BufferUse;
import org.fabricast.compiler.pack.CoreNames;
import org.fabricast.compiler.plan.WeightMatrix;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.compiler.quantise.QuantisedMatrix;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.MemoryRegion;
import org.fabricast.ir.image.StepCosts;
import org.fabricast.ir.image.WeightTensor;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;

/**
 * What a compilation says about its result, as JSON: {@code compile --json} prints it, the artefact keeps it. Holds no time
 * and no place, so that equal compilations give equal bytes.
 *
 * <p>Units: bytes unless a key says otherwise.
 */
public final class CompileReport {

    private CompileReport() {
    }

    /** The report of {@code compiled}. */
    public static ObjectNode of(CompiledModel compiled) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        HardwareConfig config = compiled.options().config();
        model(report.putObject("model"), compiled);
        report.put("board", compiled.options().board().name());
        report.put("configuration", config.name());
        report.put("configuration_hash", config.hash());
        report.put("engine", "dsp-chain");
        report.put("weights", compiled.options().weights().text());
        report.put("group", compiled.options().group());
        report.put("attention", "engine");
        report.put("kv", "int8");
        report.put("lengths", compiled.options().lengths().text());
        resources(report.putObject("resources"), config);
        report.put("weight_bytes", compiled.image().table().bytes());
        report.put("bits_per_weight", compiled.bitsPerWeight());
        report.put("average_bits", compiled.weights().plan().average(WeightMatrix.of(compiled.fused())));
        report.put("cores", compiled.options().cores().count());
        report.put("program_bytes", (long) compiled.options().cores().count() * compiled.program().instructions().size()
                * Opcode.BYTES);
        report.put("instructions", compiled.program().instructions().size());
        instructionCounts(report.putObject("instruction_counts"), compiled);
        queues(report.putObject("instructions_per_queue"), InstructionCounts.stored(compiled.program()));
        // With parametric lengths any position would give the same: only sizes depend on it.
        queues(report.putObject("instructions_per_step"), InstructionCounts.executed(compiled.program(), 0));
        memoryMap(report.putArray("memory_map"), compiled);
        buffers(report.putArray("buffers"), compiled);
        costs(report.putObject("step_costs"), compiled.costs());
        matrices(report.putArray("matrices"), compiled);
        SparsityAccount.of(compiled).ifPresent(account -> report.set("sparsity", account));
        compiled.weights().measurement().ifPresent(m -> report.putObject("calibration").put("text", m.origin())
                .put("tokens", m.tokens()).put("divergence_int8", m.base()).put("divergence", m.divergence()));
        return report;
    }

    /** Bits, bytes and errors of every matrix; with a measured plan what each choice would have cost, in nats per token. */
    private static void matrices(ArrayNode out, CompiledModel compiled) {
        List<WeightTensor> matrices = compiled.matrices();
        for (int i = 0; i < matrices.size(); i++) {
            WeightTensor matrix = matrices.get(i);
            int index = i % WeightMatrix.of(compiled.fused()).size();
            ObjectNode node = out.addObject().put("name", matrix.name()).put("rows", matrix.rows())
                    .put("cols", matrix.cols()).put("bits", matrix.bits()).put("pattern", matrix.index().text())
                    .put("bytes", matrix.bytes()).put("necessary_bytes", necessary(matrix, compiled));
            Optional.ofNullable(compiled.image().errors().get(CoreNames.whole(matrix.name()))).ifPresent(e -> node.put("relative_error", e));
            compiled.weights().measurement().ifPresent(m -> {
                ObjectNode sensitivity = node.putObject("sensitivity");
                for (int c = 0; c < WeightPlan.CHOICES.size(); c++) {
                    sensitivity.put(String.valueOf(WeightPlan.CHOICES.get(c)), m.sensitivities().get(index).get(c));
                }
            });
        }
    }

    private static long necessary(WeightTensor matrix, CompiledModel compiled) {
        return Optional.ofNullable(compiled.image().sparse().get(matrix.name())).map(facts -> facts.bytes().necessary()).orElseGet(
                () -> QuantisedMatrix.necessaryBytes(matrix.rows(), matrix.cols(), matrix.group(), matrix.bits()));
    }

    private static void model(ObjectNode out, CompiledModel compiled) {
        Graph graph = compiled.fused().graph();
        out.put("name", graph.name()).put("parameters", graph.parameters()).put("layers", graph.layers())
                .put("dim", compiled.fused().dim()).put("hidden", compiled.fused().hidden())
                .put("heads", compiled.fused().heads()).put("kv_heads", compiled.fused().kvHeads())
                .put("head_dim", compiled.fused().headDim()).put("vocabulary", graph.vocab())
                .put("context", graph.context());
    }

    private static void resources(ObjectNode out, HardwareConfig config) {
        int copies = HardwareConfig.READ_PORTS;
        out.put("macs_per_cycle", config.macsPerCycle()).put("on_chip_bytes", config.onChipBytes());
        out.putObject("memories").put("weight_ring", config.weightRingBytes()).put("kv_ring", config.kvRingBytes())
                .put("activation", copies * 2 * config.activationElements())
                .put("result", copies * 4 * config.resultElements())
                .put("input", config.inputWords() * config.array()).put("input_scale", 4 * config.inputScales())
                .put("instruction_cache", config.cacheBytes()).put("token", 4 * config.tokenCapacity());
    }

    private static void instructionCounts(ObjectNode out, CompiledModel compiled) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Instruction instruction : compiled.program().instructions()) {
            counts.merge(instruction.opcode().mnemonic(), 1, Integer::sum);
        }
        counts.forEach(out::put);
    }

    /** Instructions of every queue, those of none included. */
    private static void queues(ObjectNode out, InstructionCounts counts) {
        for (Queue queue : Queue.values()) {
            out.put(queue.name(), counts.of(queue));
        }
    }

    private static void memoryMap(ArrayNode out, CompiledModel compiled) {
        for (MemoryRegion region : compiled.memoryMap()) {
            out.addObject().put("name", region.name().name().toLowerCase(Locale.ROOT)).put("base", region.base())
                    .put("bytes", region.bytes());
        }
    }

    private static void buffers(ArrayNode out, CompiledModel compiled) {
        for (BufferUse use : BufferUse.of(compiled.fused(), compiled.options().config(), compiled.options().group())) {
            out.addObject().put("buffer", use.buffer()).put("unit", use.unit()).put("used", use.used())
                    .put("capacity", use.capacity());
        }
    }

    private static void costs(ObjectNode out, StepCosts costs) {
        out.put("layer_weight_bytes", costs.layerWeightBytes()).put("classifier_bytes", costs.classifierBytes())
                .put("row_bytes", costs.rowBytes()).put("kv_bytes_per_position", costs.kvBytesPerPosition())
                .put("layer_macs", costs.layerMacs()).put("classifier_macs", costs.classifierMacs())
                .put("attention_macs_per_position", costs.attentionMacsPerPosition());
    }
}
