package org.fabricast.compiler.attention;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Plans as JSON: {@code block_tokens}, {@code blocks}, {@code layers} (a list per layer with an entry per head, each a list of one
 * hexadecimal number per block of queries whose bit k says that block k of keys is kept).
 */
public final class AttentionMaskFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int HEXADECIMAL = 16;

    private AttentionMaskFile() {
    }

    /** The text of a plan. */
    public static String text(AttentionMaskPlan plan) {
        ObjectNode document = JSON.createObjectNode().put("block_tokens", plan.blockTokens()).put("blocks", plan.blocks());
        ArrayNode layers = document.putArray("layers");
        for (List<BlockMask> heads : plan.layers()) {
            ArrayNode layer = layers.addArray();
            heads.forEach(mask -> {
                ArrayNode rows = layer.addArray();
                for (int query = 0; query < mask.blocks(); query++) {
                    rows.add(row(mask, query).toString(HEXADECIMAL));
                }
            });
        }
        try {
            return JSON.writeValueAsString(document) + "\n";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigInteger row(BlockMask mask, int query) {
        BigInteger row = BigInteger.ZERO;
        for (int key = 0; key <= query; key++) {
            row = mask.keeps(query, key) ? row.setBit(key) : row;
        }
        return row;
    }

    /** Writes a plan. Errors: F1003 where the file cannot be written. */
    public static void write(AttentionMaskPlan plan, Path file) {
        try {
            Files.writeString(file, text(plan));
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F1003, file.toString(), "a writable file", e.toString(), "");
        }
    }

    /** The plan of a text. Errors: {@link IllegalArgumentException} for text that {@link #text} does not write. */
    public static AttentionMaskPlan parse(String text) {
        try {
            JsonNode document = JSON.readTree(text);
            int blocks = document.path("blocks").asInt();
            List<List<BlockMask>> layers = new ArrayList<>();
            for (JsonNode layer : document.path("layers")) {
                List<BlockMask> heads = new ArrayList<>();
                layer.forEach(rows -> heads.add(mask(rows, blocks)));
                layers.add(heads);
            }
            return new AttentionMaskPlan(document.path("block_tokens").asInt(), blocks, layers);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    private static BlockMask mask(JsonNode rows, int blocks) {
        if (rows.size() != blocks) {
            throw new IllegalArgumentException("a mask of " + rows.size() + " rows, not " + blocks);
        }
        BitSet kept = new BitSet(blocks * blocks);
        for (int query = 0; query < blocks; query++) {
            BigInteger row = new BigInteger(rows.get(query).asText(), HEXADECIMAL);
            if (row.signum() < 0 || row.bitLength() > blocks) {
                throw new IllegalArgumentException("row " + rows.get(query).asText() + " of " + blocks + " blocks");
            }
            for (int key = 0; key < blocks; key++) {
                kept.set(query * blocks + key, row.testBit(key));
            }
        }
        return new BlockMask(blocks, kept);
    }
}
