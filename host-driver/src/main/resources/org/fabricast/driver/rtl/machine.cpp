// C interface of a verilated machine: registers over AXI4-Lite, device memory, time in batches, traces. All loops over
// cycles are here; the host calls once per batch.
#include "Vdut.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_fst_c.h"
#endif
#include <memory>
#include <vector>

#ifndef CORES
#define CORES 1
#endif
// M(number) for every memory port.
#if CORES == 1
#define EACH_PORT(M) M(0)
#elif CORES == 2
#define EACH_PORT(M) M(0) M(1)
#elif CORES == 3
#define EACH_PORT(M) M(0) M(1) M(2)
#else
#define EACH_PORT(M) M(0) M(1) M(2) M(3)
#endif

namespace {

enum Stop { DONE = 0, TOKEN = 1, BUDGET = 2, STALLED = 3, VIOLATION = 4 };

constexpr uint64_t STALL_CYCLES = 1u << 17;  // without a bus handshake while running
constexpr uint64_t POLL_CYCLES = 1u << 12;   // between looks at the count of produced tokens

struct Machine {
    std::unique_ptr<VerilatedContext> context{new VerilatedContext};
    std::unique_ptr<Vdut> top;
    DeviceMemory memory;
    std::vector<std::unique_ptr<AxiMemory>> ports;
    uint64_t cycle = 0;
    uint64_t last_handshake = 0, handshakes_seen = 0, last_poll = 0;
    std::string channel;
#if VM_TRACE
    std::unique_ptr<VerilatedFstC> trace;
    uint64_t trace_to = 0, trace_from = 0;
#endif

    Machine(uint64_t bytes, uint32_t latency) : memory(bytes) {
        for (int port = 0; port < CORES; port++) ports.emplace_back(new AxiMemory(memory, latency));
        context->traceEverOn(VM_TRACE != 0);
        top.reset(new Vdut(context.get(), "fabricast"));
        top->ap_clk = 0;
        top->ap_rst_n = 0;
        top->s_axi_control_awvalid = 0;
        top->s_axi_control_wvalid = 0;
        top->s_axi_control_bready = 0;
        top->s_axi_control_arvalid = 0;
        top->s_axi_control_rready = 0;
        drive();
        for (int i = 0; i < 16; i++) tick();
        top->ap_rst_n = 1;
        for (int i = 0; i < 4; i++) tick();
    }

    ~Machine() {
        close_trace();
        top->final();
    }

    AxiMemory::Inputs inputs(int port) {
        switch (port) {
#define INPUTS(N)                                                                                                        \
        case N:                                                                                                          \
            return {bool(top->m_axi_gmem##N##_arvalid), bool(top->m_axi_gmem##N##_awvalid),                              \
                    bool(top->m_axi_gmem##N##_wvalid), bool(top->m_axi_gmem##N##_wlast),                                 \
                    bool(top->m_axi_gmem##N##_rready), bool(top->m_axi_gmem##N##_bready), top->m_axi_gmem##N##_araddr,   \
                    top->m_axi_gmem##N##_awaddr, uint64_t(top->m_axi_gmem##N##_wstrb), top->m_axi_gmem##N##_arlen,       \
                    top->m_axi_gmem##N##_awlen, top->m_axi_gmem##N##_arid, top->m_axi_gmem##N##_awid,                    \
                    reinterpret_cast<const uint8_t *>(&top->m_axi_gmem##N##_wdata)};
            EACH_PORT(INPUTS)
        }
        return {};
    }

    void drive() {
#define DRIVE(N)                                                                                                         \
    {                                                                                                                    \
        const AxiMemory::Outputs &out = ports[N]->out;                                                                   \
        top->m_axi_gmem##N##_arready = out.arready;                                                                      \
        top->m_axi_gmem##N##_awready = out.awready;                                                                      \
        top->m_axi_gmem##N##_wready = out.wready;                                                                        \
        top->m_axi_gmem##N##_rvalid = out.rvalid;                                                                        \
        if (out.rvalid) {                                                                                                \
            top->m_axi_gmem##N##_rid = out.rid;                                                                          \
            top->m_axi_gmem##N##_rlast = out.rlast;                                                                      \
            top->m_axi_gmem##N##_rresp = out.rresp;                                                                      \
            std::memcpy(&top->m_axi_gmem##N##_rdata, out.rdata, BUS_BYTES);                                              \
        }                                                                                                                \
        top->m_axi_gmem##N##_bvalid = out.bvalid;                                                                        \
        top->m_axi_gmem##N##_bid = out.bid;                                                                              \
        top->m_axi_gmem##N##_bresp = out.bresp;                                                                          \
    }
        EACH_PORT(DRIVE)
    }

    // One clock cycle. Inputs change right after the rising edge, as if registered outside.
    void tick() {
        top->ap_clk = 0;
        top->eval();
        dump(0);
        AxiMemory::Inputs before[CORES];
        uint8_t beat[CORES][BUS_BYTES];
        for (int port = 0; port < CORES; port++) {
            before[port] = inputs(port);
            if (before[port].wvalid) {
                std::memcpy(beat[port], before[port].wdata, BUS_BYTES);
                before[port].wdata = beat[port];
            }
        }
        top->ap_clk = 1;
        top->eval();
        uint64_t handshakes = 0;
        for (int port = 0; port < CORES; port++) {
            if (top->ap_rst_n) ports[port]->edge(cycle, before[port]);
            handshakes += ports[port]->handshakes;
        }
        drive();
        dump(1);
        cycle++;
        if (handshakes != handshakes_seen) {
            handshakes_seen = handshakes;
            last_handshake = cycle;
        }
    }

    bool write_register(uint32_t offset, uint32_t value) {
        top->s_axi_control_awaddr = offset;
        top->s_axi_control_awvalid = 1;
        top->s_axi_control_wdata = value;
        top->s_axi_control_wstrb = 0xf;
        top->s_axi_control_wvalid = 1;
        top->s_axi_control_bready = 1;
        for (int i = 0; i < 1000; i++) {
            top->ap_clk = 0;
            top->eval();
            bool aw = top->s_axi_control_awvalid && top->s_axi_control_awready;
            bool w = top->s_axi_control_wvalid && top->s_axi_control_wready;
            bool b = top->s_axi_control_bvalid;
            tick();
            if (aw) top->s_axi_control_awvalid = 0;
            if (w) top->s_axi_control_wvalid = 0;
            if (b) {
                top->s_axi_control_bready = 0;
                if ((offset & 0xffff) == 0) last_handshake = cycle;  // a start: the watchdog counts from here
                return true;
            }
        }
        return false;
    }

    bool read_register(uint32_t offset, uint32_t *value) {
        top->s_axi_control_araddr = offset;
        top->s_axi_control_arvalid = 1;
        top->s_axi_control_rready = 1;
        for (int i = 0; i < 1000; i++) {
            top->ap_clk = 0;
            top->eval();
            bool ar = top->s_axi_control_arvalid && top->s_axi_control_arready;
            bool r = top->s_axi_control_rvalid;
            uint32_t data = top->s_axi_control_rdata;
            tick();
            if (ar) top->s_axi_control_arvalid = 0;
            if (r) {
                top->s_axi_control_rready = 0;
                *value = data;
                return true;
            }
        }
        return false;
    }

    const std::string &violation() {
        for (auto &port : ports) {
            if (!port->violation.empty()) return port->violation;
        }
        return ports[0]->violation;
    }

    uint64_t sum(uint64_t AxiMemory::*count) {
        uint64_t all = 0;
        for (auto &port : ports) all += (*port).*count;
        return all;
    }

    int run(uint64_t budget, uint32_t produced_offset, uint32_t known) {
        uint64_t end = cycle + budget;
        while (cycle < end) {
            tick();
            if (top->__SYM__interrupt) return DONE;  // Verilator renames the port: its name is a word of C++ dialects
            if (!violation().empty()) return VIOLATION;
            if (cycle - last_handshake > STALL_CYCLES) {
                for (int port = CORES - 1; port >= 0; port--) {
                    std::string waits = ports[port]->waiting(inputs(port));
                    if (!waits.empty()) channel = waits;
                }
                return STALLED;
            }
            if (cycle - last_poll >= POLL_CYCLES) {
                uint32_t produced = known;
                last_poll = cycle;
                if (!read_register(produced_offset, &produced)) return STALLED;
                if (produced != known) return TOKEN;
            }
        }
        return BUDGET;
    }

    void dump(int phase) {
#if VM_TRACE
        if (!trace) return;
        if (cycle > trace_to) {
            close_trace();
        } else if (cycle >= trace_from) {
            trace->dump(2 * cycle + phase);
        }
#else
        (void)phase;
#endif
    }

    bool open_trace(const char *path, uint64_t from, uint64_t to) {
#if VM_TRACE
        close_trace();
        trace.reset(new VerilatedFstC);
        top->trace(trace.get(), 99);
        trace->open(path);
        trace_from = cycle + from;
        trace_to = to > UINT64_MAX - cycle ? UINT64_MAX : cycle + to;
        return trace->isOpen();
#else
        (void)path; (void)from; (void)to;
        return false;
#endif
    }

    void close_trace() {
#if VM_TRACE
        if (trace) trace->close();
        trace.reset();
#endif
    }
};

Machine *machine(void *handle) { return static_cast<Machine *>(handle); }

}  // namespace

extern "C" {

void *fab_open(uint64_t memory_bytes, uint32_t latency) {
    std::unique_ptr<Machine> m(new Machine(memory_bytes, latency));
    return m->memory.allocated() ? m.release() : nullptr;
}

void fab_close(void *h) { delete machine(h); }

int fab_write_register(void *h, uint32_t offset, uint32_t value) { return machine(h)->write_register(offset, value); }

int fab_read_register(void *h, uint32_t offset, uint32_t *value) { return machine(h)->read_register(offset, value); }

int fab_write_memory(void *h, uint64_t address, const uint8_t *data, uint64_t length) {
    if (!machine(h)->memory.inside(address, length)) return 0;
    std::memcpy(machine(h)->memory.at(address), data, length);
    return 1;
}

int fab_read_memory(void *h, uint64_t address, uint8_t *data, uint64_t length) {
    if (!machine(h)->memory.inside(address, length)) return 0;
    std::memcpy(data, machine(h)->memory.at(address), length);
    return 1;
}

int fab_run(void *h, uint64_t budget, uint32_t produced_offset, uint32_t known) {
    return machine(h)->run(budget, produced_offset, known);
}

uint64_t fab_cycles(void *h) { return machine(h)->cycle; }

uint64_t fab_read_bytes(void *h) { return machine(h)->sum(&AxiMemory::read_bytes); }

uint64_t fab_write_bytes(void *h) { return machine(h)->sum(&AxiMemory::write_bytes); }

const char *fab_channel(void *h) { return machine(h)->channel.c_str(); }

const char *fab_violation(void *h) { return machine(h)->violation().c_str(); }

void fab_noise(void *h, uint64_t seed, uint32_t per_mille) {
    for (int port = 0; port < CORES; port++) machine(h)->ports[port]->noise(seed + 1000003 * uint64_t(port), per_mille);
}

int fab_trace_open(void *h, const char *path, uint64_t from, uint64_t to) {
    return machine(h)->open_trace(path, from, to);
}

void fab_trace_close(void *h) { machine(h)->close_trace(); }

}  // extern "C"
