package org.fabricast.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.fabricast.compiler.assign.PreparedWeights;
import org.fabricast.compiler.divide.Division;
import org.fabricast.compiler.fuse.Family;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.fuse.Fuser;
import org.fabricast.compiler.lengths.Lengths;
import org.fabricast.compiler.lower.BucketProgram;
import org.fabricast.compiler.lower.BufferUse;
import org.fabricast.compiler.lower.DecodeProgram;
import org.fabricast.compiler.pack.ImageBuilder;
import org.fabricast.compiler.pack.ImageLayout;
import org.fabricast.compiler.pack.KvLayout;
import org.fabricast.compiler.pack.MatrixMasks;
import org.fabricast.compiler.pack.ModelImage;
import org.fabricast.compiler.pack.ShapeImage;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.compiler.sparse.SparsityTarget;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.hw.FunctionSet;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.MemoryRegion;
import org.fabricast.ir.image.RegionName;
import org.fabricast.ir.image.StepCosts;
import org.fabricast.ir.image.WeightTensor;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.RunShape;
import org.fabricast.ir.isa.verify.ProgramVerifier;
import org.fabricast.ir.isa.verify.RegionSizes;
import org.fabricast.ir.isa.verify.Scenario;
import org.fabricast.ir.isa.verify.WeightContents;

/**
 * Graph to program and weight image: fuse, check the fit, leave weights out, choose bits, quantise and pack, lower.
 *
 * <p>Errors: F1011 for the bits asked for, F2301, F2302, F2303 from the model, F4001 and F4002 (all of them) when it does not fit.
 */
public final class ModelCompiler {

    private static final int LOGITS_OF_GENERATED = 1;
    private static final int LOGITS_OF_ALL = 2;
    /** Power of two that the instruction's field of 16 bits holds. */
    private static final int MAXIMUM_GROUP = 1 << 15;

    private ModelCompiler() {
    }

    /** Compiles {@code graph}; without weights the image has sizes and no contents. */
    public static CompiledModel compile(Graph graph, CompileOptions options) {
        HardwareConfig machine = options.config().with(functions(Fuser.fuse(graph)));
        return compileFor(graph, options.on(machine));
    }

    private static CompiledModel compileFor(Graph graph, CompileOptions options) {
        HardwareConfig config = options.config();
        checkFit(Fuser.fuse(graph), options);
        PreparedWeights prepared = PreparedWeights.of(graph, options.group(), options.weights(), options.sparsity(), () -> { });
        FusedModel fused = Fuser.fuse(prepared.graph());
        KvLayout kv = new KvLayout(config.array(), fused.headDim(), fused.context(), Division.of(fused, config).kvHeads());
        ModelImage image = image(fused, prepared, options);
        Program program = new Program(0, config.cores(), lower(fused, options, image.layout(), kv).instructions());
        List<MemoryRegion> map = memoryMap(fused, program, image.layout(), kv, config.cores());
        checkProgram(program, config, map, contents(image), fused.context());
        return new CompiledModel(options, fused, prepared.assignment(), prepared.sparse(), program, image, map, costs(fused, image));
    }

    private static ModelImage image(FusedModel fused, PreparedWeights prepared, CompileOptions options) {
        WeightPlan plan = prepared.assignment().plan();
        if (!fused.graph().hasData()) {
            return ShapeImage.of(fused, options.config(), options.group(), plan, options.sparsity());
        }
        MatrixMasks masks = prepared.sparse().map(sparse -> MatrixMasks.of(fused, sparse,
                options.sparsity().orElseThrow().force())).orElse(MatrixMasks.NONE);
        return ImageBuilder.build(fused, options.config(), options.group(), plan, masks);
    }

    /** What a verifier may know of the weights: all, or where each stream lies. */
    private static WeightContents contents(ModelImage image) {
        return image.bytes().length > 0 ? new WeightContents.Bytes(image.bytes()) : new WeightContents.Sizes(image.table().tensors()
                .stream().collect(Collectors.toMap(WeightTensor::offset, WeightTensor::bytes)));
    }

    /** The kernels that the model needs, whatever the configuration says. */
    private static FunctionSet functions(FusedModel model) {
        return switch (model.family()) {
            case ROTARY_GATED -> FunctionSet.ROTARY_GATED;
            case BIASED_RELU -> FunctionSet.BIASED_RELU;
        };
    }

    private static Program lower(FusedModel model, CompileOptions options, ImageLayout image, KvLayout kv) {
        return switch (options.lengths()) {
            case Lengths.Parametric parametric ->
                    DecodeProgram.lower(model, options.config(), options.group(), image, kv, parametric.prefill());
            case Lengths.Bucketed bucketed -> BucketProgram.lower(model, options.config(), options.group(), image, kv,
                    bucketed.prefill().resolve(model.context()), bucketed.decode().resolve(model.context()));
        };
    }

    /** No race, no deadlock, nothing out of range, at the first and at the last positions. A finding is a bug of ours. */
    private static void checkProgram(Program program, HardwareConfig config, List<MemoryRegion> map, WeightContents weights,
                                     int context) {
        RegionSizes sizes = new RegionSizes(map.get(1).bytes() / config.cores(), map.get(2).bytes() / config.cores(),
                map.get(3).bytes());
        int steps = Math.min(2, context);
        // a whole chunk, one of a single token, and the token that follows
        int prompt = Math.min(config.vectors() + 2, context);
        List<Scenario> scenarios = List.of(Scenario.of(steps, 1, LOGITS_OF_ALL, 0),
                Scenario.of(1, steps, LOGITS_OF_GENERATED, context - steps), Scenario.of(prompt, 1, 0, 0),
                Scenario.of(prompt, 1, LOGITS_OF_GENERATED, context - prompt));
        List<Diagnostic> findings = ProgramVerifier.verify(program, config, sizes, weights, scenarios);
        if (!findings.isEmpty()) {
            throw new IllegalStateException("the lowered program is wrong: " + findings.getFirst());
        }
    }

    private static void checkFit(FusedModel model, CompileOptions options) {
        HardwareConfig config = options.config();
        List<Diagnostic> findings = new ArrayList<>();
        String subject = model.graph().name() + " on " + config.name();
        require(findings, model.headsPerKv() <= config.vectors(), subject,
                "at most " + config.vectors() + " query heads per KV head", String.valueOf(model.headsPerKv()),
                "Raise vectors in the configuration.");
        int unit = model.family() == Family.ROTARY_GATED ? 2 * config.lanes() : config.lanes();
        require(findings, model.headDim() % unit == 0, subject, "a head size that is a multiple of " + unit
                        + (unit == config.lanes() ? " (whole lane words)" : " (two halves of whole lane words)"),
                String.valueOf(model.headDim()), "Lower lanes in the configuration.");
        require(findings, model.headDim() % config.resultLanes() == 0, subject, "a head size that is a multiple of the "
                + config.resultLanes() + " results that are rescaled per cycle", String.valueOf(model.headDim()),
                "Lower result_lanes in the configuration.");
        // A word of an array of 4 is less than the unit of loads.
        require(findings, config.array() >= 8, subject, "an array of 8, 16, 32 or 64",
                String.valueOf(config.array()), "Choose another array size.");
        require(findings, model.headDim() < config.array() || model.headDim() % config.array() == 0, subject,
                "a head size below " + config.array() + " or a multiple of it", String.valueOf(model.headDim()),
                "Choose another array size.");
        require(findings, model.context() < config.tokenCapacity(), subject,
                "a context below the token memory's " + config.tokenCapacity() + " words",
                String.valueOf(model.context()), "Raise token_capacity in the configuration.");
        require(findings, config.cores() <= model.kvHeads(), subject, "at most " + model.kvHeads()
                + " cores, one for each KV head", config.cores() + " cores", "Use --cores " + Math.min(model.kvHeads(),
                HardwareConfig.MAXIMUM_CORES) + " or fewer.");
        require(findings, options.group() >= config.array() && options.group() % config.array() == 0
                        && options.group() <= MAXIMUM_GROUP, "--group",
                "a multiple of the array size " + config.array() + " up to " + MAXIMUM_GROUP,
                String.valueOf(options.group()), "Use 64.");
        if (options.sparsity().isPresent()) {
            require(findings, config.products() == HardwareConfig.Products.SPARSE_DSP48E2, "--sparsity on " + config.name(),
                    "an array of 16, whose slices choose among 16 inputs", String.valueOf(config.array()),
                    "Use --board sim256, or set array to 16 in the configuration.");
            require(findings, config.cores() == 1 || options.sparsity().get().target() instanceof SparsityTarget.Fixed,
                    "--sparsity with " + config.cores() + " cores", "a pattern N:M: cores that run one program need streams of one length",
                    options.sparsity().get().target().text(), "Use --sparsity 8:16, or one core.");
            require(findings, RunShape.SPARSE_GROUPS.contains((long) options.group()), "--group",
                    "one of " + RunShape.SPARSE_GROUPS + " with --sparsity", String.valueOf(options.group()), "Use 64 or 128.");
        }
        if (options.group() > 0) {
            buffers(findings, model, options);
        }
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
    }

    /** All that does not fit is said at once: a buffer too small beside a size that is not possible. */
    private static void buffers(List<Diagnostic> findings, FusedModel model, CompileOptions options) {
        try {
            BufferUse.of(model, options.config(), options.group());
        } catch (FabricastException tooSmall) {
            findings.addAll(tooSmall.diagnostics());
        }
    }

    private static void require(List<Diagnostic> findings, boolean holds, String subject, String expected, String found,
                                String hint) {
        if (!holds) {
            findings.add(new Diagnostic(ErrorCode.F4002, subject, expected, found, hint));
        }
    }

    /** Program, weights, K and V, logits; in this order from address 0. Weights, K and V of all cores, one behind the other. */
    private static List<MemoryRegion> memoryMap(FusedModel model, Program program, ImageLayout image, KvLayout kv, int cores) {
        long[] bytes = {
            (long) program.instructions().size() * Opcode.BYTES,
            cores * image.totalBytes(),
            (long) cores * kv.layerStride() * model.layers().size(),
            (long) DecodeProgram.logitsStride(model.vocab()) * model.context()};
        RegionName[] names = {RegionName.PROGRAM, RegionName.WEIGHTS, RegionName.KV, RegionName.IO};
        List<MemoryRegion> map = new ArrayList<>();
        long base = 0;
        for (int i = 0; i < names.length; i++) {
            map.add(new MemoryRegion(names[i], base, bytes[i]));
            base = (base + bytes[i] + 4095) / 4096 * 4096;
        }
        return map;
    }

    /** Binary16 vectors of a step: embedding, what comes from the position, biases, the final norm's. */
    private static long rowBytes(FusedModel model) {
        return switch (model.family()) {
            case ROTARY_GATED -> 2L * model.dim() + 4L * model.headDim();
            case BIASED_RELU -> 2L * (4L * model.dim() + (long) model.layers().size()
                    * ((long) model.heads() * model.headDim() + 2L * model.dim() + model.hidden()));
        };
    }

    private static StepCosts costs(FusedModel model, ModelImage image) {
        long attention = (long) model.heads() * model.headDim();
        long keyValue = (long) model.kvHeads() * model.headDim();
        long layer = model.dim() * (attention + 2 * keyValue) + attention * model.dim()
                + (1L + model.layers().getFirst().inner().size()) * model.dim() * model.hidden();
        int layers = model.layers().size();
        return new StepCosts(image.necessaryLayerBytes(), image.necessaryClassifierBytes(),
                rowBytes(model), 2L * layers * model.kvHeads() * (model.headDim() + 2),
                layer * layers - image.leftOut(), (long) model.vocab() * model.dim(), 2 * attention * layers);
    }
}
