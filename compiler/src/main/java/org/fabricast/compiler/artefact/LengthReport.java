package org.fabricast.compiler.artefact;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.lengths.Lengths;
import org.fabricast.compiler.lengths.Prefill;
import org.fabricast.compiler.divide.Division;
import org.fabricast.compiler.lower.DecodeProgram;
import org.fabricast.compiler.lower.InstructionBytes;
import org.fabricast.compiler.lower.LengthAccount;
import org.fabricast.compiler.pack.KvLayout;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/** How many bytes of instructions a model takes by how its lengths are compiled; every number is counted by emission. */
public final class LengthReport {

    private LengthReport() {
    }

    /**
     * Compares the ways for lengths 1 to {@code longest}.
     *
     * <p>Errors: F1012 if the model has no such length; F1012, F1013 for the buckets.
     */
    public static InstructionBytes of(CompiledModel compiled, Lengths.Bucketed buckets, int longest) {
        int context = compiled.fused().context();
        if (longest < 1 || longest > context) {
            throw new FabricastException(ErrorCode.F1012, "--length-report", "a length from 1 to " + context
                    + ", the model's longest", String.valueOf(longest), "");
        }
        CompileOptions options = compiled.options();
        KvLayout kv = new KvLayout(options.config().array(), compiled.fused().headDim(), context,
                Division.of(compiled.fused(), options.config()).kvHeads());
        return LengthAccount.of(compiled.fused(), options.config(), options.group(), compiled.image().layout(), kv,
                buckets.prefill().resolve(longest), buckets.decode().resolve(longest), parametric(compiled, kv),
                options.cores());
    }

    private static int parametric(CompiledModel compiled, KvLayout kv) {
        CompileOptions options = compiled.options();
        return switch (options.lengths()) {
            case Lengths.Parametric already -> compiled.program().instructions().size();
            case Lengths.Bucketed other -> DecodeProgram.lower(compiled.fused(), options.config(), options.group(),
                    compiled.image().layout(), kv, Prefill.CHUNKED).instructions().size();
        };
    }

    /** The comparison as JSON. Units: bytes unless a key says otherwise. */
    public static ObjectNode json(InstructionBytes bytes) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("longest", bytes.longest()).put("cores", bytes.cores().count())
                .put("channels_per_core", bytes.cores().channels());
        files(out.putObject("naive"), bytes.naive());
        files(out.putObject("bucketed"), bytes.bucketed()).put("prefill_buckets", bytes.prefillBuckets())
                .put("prefill_bytes", bytes.bucketedPrefill()).put("decode_buckets", bytes.decodeBuckets())
                .put("decode_bytes", bytes.bucketedDecode());
        files(out.putObject("parametric"), bytes.parametric());
        return out;
    }

    private static ObjectNode files(ObjectNode out, InstructionBytes.Files files) {
        return out.put("files", files.files()).put("instructions", files.instructions()).put("bytes", files.bytes());
    }
}
