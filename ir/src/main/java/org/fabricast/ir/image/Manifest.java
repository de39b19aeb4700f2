package org.fabricast.ir.image;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fabricast.ir.hw.HardwareConfig;

/**
 * {@code manifest.json}: everything a driver must know about an artefact. JSON keys are the component names in snake case.
 *
 * @param top               top Verilog module
 * @param files             every file of the directory but the manifest, sorted by path
 * @param model             what was compiled
 * @param board             for which board
 * @param configuration     sizes of the core
 * @param configurationHash {@link HardwareConfig#hash()} of it
 * @param memoryMap         regions of device memory, none overlapping, each name once
 * @param program           what the host must know about the program
 * @param weights           table of contents of {@code weights.bin}
 * @param costs             necessary bytes and multiply-accumulates of a step
 * @param versions          of the forms
 */
public record Manifest(String top, List<ArtefactFile> files, ModelSummary model, BoardFacts board,
                       HardwareConfig configuration, String configurationHash, List<MemoryRegion> memoryMap,
                       ProgramFacts program, WeightImage weights, StepCosts costs, Versions versions) {

    /** Name of the manifest's file. */
    public static final String FILE = "manifest.json";
    /** Name of the program's file. */
    public static final String PROGRAM_FILE = "program.bin";
    /** Name of the program's text. */
    public static final String PROGRAM_TEXT = "program.asm";
    /** Name of the weight image's file. */
    public static final String WEIGHTS_FILE = "weights.bin";
    /** Directory of the Verilog. */
    public static final String RTL = "rtl";

    /** Far above the memory of any board; what ends behind it is a damaged manifest. */
    private static final long MAXIMUM_MEMORY = 1L << 40;

    public Manifest {
        files = List.copyOf(files);
        memoryMap = List.copyOf(memoryMap);
        if (!top.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("top module " + top);
        }
        Set<String> paths = new HashSet<>();
        for (ArtefactFile file : files) {
            if (!paths.add(file.path())) {
                throw new IllegalArgumentException("file " + file.path() + " is listed twice");
            }
        }
        Set<RegionName> names = EnumSet.noneOf(RegionName.class);
        for (MemoryRegion a : memoryMap) {
            if (a.end() > MAXIMUM_MEMORY) {
                throw new IllegalArgumentException("region " + a.name() + " ends behind " + MAXIMUM_MEMORY + " bytes");
            }
            if (!names.add(a.name())) {
                throw new IllegalArgumentException("region " + a.name() + " is listed twice");
            }
            for (MemoryRegion b : memoryMap) {
                if (a != b && a.base() < b.end() && b.base() < a.end()) {
                    throw new IllegalArgumentException("regions " + a.name() + " and " + b.name() + " overlap");
                }
            }
        }
        if (names.size() != RegionName.values().length) {
            throw new IllegalArgumentException("the memory map lacks a region; it has " + names);
        }
    }

    /** A region by name. */
    public MemoryRegion region(RegionName name) {
        return memoryMap.stream().filter(r -> r.name() == name).findFirst().orElseThrow();
    }
}
