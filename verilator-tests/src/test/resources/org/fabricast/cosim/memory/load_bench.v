// The load path as the top wires it: load unit, read arbiter, both rings. The second master of the arbiter stays outside.
`default_nettype none

module load_bench #(
  parameter integer BUS_LOG2 = 4,
  parameter integer LANES_LOG2 = 0,
  parameter integer ACT_BITS = 12,
  parameter integer BURST_LOG2 = 4,
  parameter integer OUTSTANDING_LOG2 = 3,
  parameter integer RING0_BEATS_LOG2 = 11,
  parameter integer RING1_BEATS_LOG2 = 10,
  parameter integer WORD_BEATS_LOG2 = 2
) (
  input  wire                                        clk,
  input  wire                                        rst,
  input  wire                                        stop,
  input  wire                                        s_instr_valid,
  output wire                                        s_instr_ready,
  input  wire [3:0]                                  s_instr_code,
  input  wire [7:0]                                  s_instr_flags,
  input  wire [31:0]                                 s_instr_operand_0,
  input  wire [31:0]                                 s_instr_operand_1,
  input  wire [31:0]                                 s_instr_operand_2,
  input  wire [31:0]                                 s_instr_operand_3,
  input  wire [31:0]                                 s_instr_operand_4,
  input  wire [31:0]                                 s_instr_operand_5,
  output wire                                        done,
  output wire                                        busy,
  output wire                                        blocked,
  output wire                                        beat_weights,
  output wire                                        beat_rows,
  output wire                                        beat_kv,
  input  wire [63:0]                                 region_0,
  input  wire [63:0]                                 region_1,
  input  wire [63:0]                                 region_2,
  input  wire                                        s_fetch_ar_valid,
  output wire                                        s_fetch_ar_ready,
  input  wire [63:0]                                 s_fetch_ar_addr,
  input  wire [7:0]                                  s_fetch_ar_len,
  output wire                                        m_fetch_r_valid,
  input  wire                                        m_fetch_r_ready,
  output wire [(8<<BUS_LOG2)-1:0]                    m_fetch_r_data,
  output wire                                        m_fetch_r_last,
  output wire                                        m_fetch_r_error,
  output wire                                        m_axi_arvalid,
  input  wire                                        m_axi_arready,
  output wire                                        m_axi_arid,
  output wire [63:0]                                 m_axi_araddr,
  output wire [7:0]                                  m_axi_arlen,
  input  wire                                        m_axi_rvalid,
  output wire                                        m_axi_rready,
  input  wire                                        m_axi_rid,
  input  wire [(8<<BUS_LOG2)-1:0]                    m_axi_rdata,
  input  wire [1:0]                                  m_axi_rresp,
  input  wire                                        m_axi_rlast,
  output wire                                        bus_idle,
  output wire                                        fault,
  output wire                                        m_word0_valid,
  input  wire                                        m_word0_ready,
  output wire [(8<<(BUS_LOG2+WORD_BEATS_LOG2))-1:0]  m_word0_data,
  output wire [15:0]                                 level0,
  output wire                                        m_word1_valid,
  input  wire                                        m_word1_ready,
  output wire [(8<<(BUS_LOG2+WORD_BEATS_LOG2))-1:0]  m_word1_data,
  output wire [15:0]                                 level1,
  output wire                                        act_w_valid,
  input  wire                                        act_w_ready,
  output wire [ACT_BITS-1:0]                         act_w_addr,
  output wire [(1<<LANES_LOG2)-1:0]                  act_w_mask,
  output wire [(16<<LANES_LOG2)-1:0]                 act_w_data
);
  wire                      ar_valid;
  wire                      ar_ready;
  wire [63:0]               ar_addr;
  wire [7:0]                ar_len;
  wire                      r_valid;
  wire                      r_ready;
  wire [(8<<BUS_LOG2)-1:0]  r_data;
  wire                      r_last;
  wire                      ring0_valid;
  wire                      ring0_ready;
  wire [(8<<BUS_LOG2)-1:0]  ring0_data;
  wire                      ring1_valid;
  wire                      ring1_ready;
  wire [(8<<BUS_LOG2)-1:0]  ring1_data;

  load_unit #(
    .BUS_LOG2(BUS_LOG2),
    .LANES_LOG2(LANES_LOG2),
    .ACT_BITS(ACT_BITS),
    .BURST_LOG2(BURST_LOG2),
    .OUTSTANDING_LOG2(OUTSTANDING_LOG2),
    .RING0_BEATS_LOG2(RING0_BEATS_LOG2),
    .RING1_BEATS_LOG2(RING1_BEATS_LOG2),
    .WORD_BEATS_LOG2(WORD_BEATS_LOG2)
  ) u_load (
    .clk(clk),
    .rst(rst),
    .stop(stop),
    .s_instr_valid(s_instr_valid),
    .s_instr_ready(s_instr_ready),
    .s_instr_code(s_instr_code),
    .s_instr_flags(s_instr_flags),
    .s_instr_operand_0(s_instr_operand_0),
    .s_instr_operand_1(s_instr_operand_1),
    .s_instr_operand_2(s_instr_operand_2),
    .s_instr_operand_3(s_instr_operand_3),
    .s_instr_operand_4(s_instr_operand_4),
    .s_instr_operand_5(s_instr_operand_5),
    .done(done),
    .busy(busy),
    .blocked(blocked),
    .beat_weights(beat_weights),
    .beat_rows(beat_rows),
    .beat_kv(beat_kv),
    .region_0(region_0),
    .region_1(region_1),
    .region_2(region_2),
    .m_ar_valid(ar_valid),
    .m_ar_ready(ar_ready),
    .m_ar_addr(ar_addr),
    .m_ar_len(ar_len),
    .s_r_valid(r_valid),
    .s_r_ready(r_ready),
    .s_r_data(r_data),
    .s_r_last(r_last),
    .m_ring0_valid(ring0_valid),
    .m_ring0_ready(ring0_ready),
    .m_ring0_data(ring0_data),
    .m_ring1_valid(ring1_valid),
    .m_ring1_ready(ring1_ready),
    .m_ring1_data(ring1_data),
    .ring0_taken(m_word0_valid && m_word0_ready),
    .ring1_taken(m_word1_valid && m_word1_ready),
    .act_w_valid(act_w_valid),
    .act_w_ready(act_w_ready),
    .act_w_addr(act_w_addr),
    .act_w_mask(act_w_mask),
    .act_w_data(act_w_data)
  );

  read_arbiter #(
    .BUS_LOG2(BUS_LOG2),
    .OUTSTANDING_LOG2(OUTSTANDING_LOG2)
  ) u_arbiter (
    .clk(clk),
    .rst(rst),
    .s_load_ar_valid(ar_valid),
    .s_load_ar_ready(ar_ready),
    .s_load_ar_addr(ar_addr),
    .s_load_ar_len(ar_len),
    .m_load_r_valid(r_valid),
    .m_load_r_ready(r_ready),
    .m_load_r_data(r_data),
    .m_load_r_last(r_last),
    .s_fetch_ar_valid(s_fetch_ar_valid),
    .s_fetch_ar_ready(s_fetch_ar_ready),
    .s_fetch_ar_addr(s_fetch_ar_addr),
    .s_fetch_ar_len(s_fetch_ar_len),
    .m_fetch_r_error(m_fetch_r_error), .m_fetch_r_valid(m_fetch_r_valid),
    .m_fetch_r_ready(m_fetch_r_ready),
    .m_fetch_r_data(m_fetch_r_data),
    .m_fetch_r_last(m_fetch_r_last),
    .m_axi_arvalid(m_axi_arvalid),
    .m_axi_arready(m_axi_arready),
    .m_axi_arid(m_axi_arid),
    .m_axi_araddr(m_axi_araddr),
    .m_axi_arlen(m_axi_arlen),
    .m_axi_rvalid(m_axi_rvalid),
    .m_axi_rready(m_axi_rready),
    .m_axi_rid(m_axi_rid),
    .m_axi_rdata(m_axi_rdata),
    .m_axi_rresp(m_axi_rresp),
    .m_axi_rlast(m_axi_rlast),
    .bus_idle(bus_idle),
    .fault(fault)
  );

  ring_buffer #(
    .BEAT_BITS(8 << BUS_LOG2),
    .WORD_BEATS_LOG2(WORD_BEATS_LOG2),
    .WORDS_LOG2(RING0_BEATS_LOG2 - WORD_BEATS_LOG2)
  ) u_ring0 (
    .clk(clk),
    .rst(rst),
    .s_beat_valid(ring0_valid),
    .s_beat_ready(ring0_ready),
    .s_beat_data(ring0_data),
    .m_word_valid(m_word0_valid),
    .m_word_ready(m_word0_ready),
    .m_word_data(m_word0_data),
    .level(level0)
  );

  ring_buffer #(
    .BEAT_BITS(8 << BUS_LOG2),
    .WORD_BEATS_LOG2(WORD_BEATS_LOG2),
    .WORDS_LOG2(RING1_BEATS_LOG2 - WORD_BEATS_LOG2)
  ) u_ring1 (
    .clk(clk),
    .rst(rst),
    .s_beat_valid(ring1_valid),
    .s_beat_ready(ring1_ready),
    .s_beat_data(ring1_data),
    .m_word_valid(m_word1_valid),
    .m_word_ready(m_word1_ready),
    .m_word_data(m_word1_data),
    .level(level1)
  );
endmodule

`default_nettype wire
