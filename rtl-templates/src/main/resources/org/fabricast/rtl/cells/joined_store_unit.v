// Store unit of one of several cores: ST.GATHER and ST.ARGMAX go to the exchange, all else to the store unit.
//
// Instructions are done in order: one goes to the other of the two only when the first is idle. So only one of them reads the
// buffers at a time. Ports as those of store_unit and core_link.
`default_nettype none
module joined_store_unit #(
  parameter integer BUS_LOG2 = 4,
  parameter integer LANES_LOG2 = 0,
  parameter integer ACT_BITS = 12,
  parameter integer RES_BITS = 11,
  parameter integer BURST_LOG2 = 4,
  parameter integer CORES = 2,
  parameter [3:0]   GATHER = 4'd3,   // codes
  parameter [3:0]   ARGMAX = 4'd4
) (
  input  wire [7:0]                  core,
  input  wire                        argmax_starts,
  input  wire [31:0]                 result,
  output wire [31:0]                 joined_result,
  output wire                        act_w_valid,
  input  wire                        act_w_ready,
  output wire [ACT_BITS-1:0]         act_w_addr,
  output wire [(1<<LANES_LOG2)-1:0]  act_w_mask,
  output wire [(16<<LANES_LOG2)-1:0] act_w_data,
  output wire                        m_link_valid,
  input  wire                        m_link_ready,
  output wire [(16<<LANES_LOG2)+52:0] m_link_data,
  input  wire                        s_link_0_valid,
  output wire                        s_link_0_ready,
  input  wire [(16<<LANES_LOG2)+52:0] s_link_0_data,
  input  wire                        s_link_1_valid,
  output wire                        s_link_1_ready,
  input  wire [(16<<LANES_LOG2)+52:0] s_link_1_data,
  input  wire                        s_link_2_valid,
  output wire                        s_link_2_ready,
  input  wire [(16<<LANES_LOG2)+52:0] s_link_2_data,
  input  wire                        s_link_3_valid,
  output wire                        s_link_3_ready,
  input  wire [(16<<LANES_LOG2)+52:0] s_link_3_data,
  input  wire                        clk,
  input  wire                        rst,
  input  wire                        stop,
  input  wire                        s_instr_valid,
  output wire                        s_instr_ready,
  input  wire [3:0]                  s_instr_code,
  input  wire [7:0]                  s_instr_flags,
  input  wire [31:0]                 s_instr_operand_0,
  input  wire [31:0]                 s_instr_operand_1,
  input  wire [31:0]                 s_instr_operand_2,
  input  wire [31:0]                 s_instr_operand_3,
  input  wire [31:0]                 s_instr_operand_4,
  input  wire [31:0]                 s_instr_operand_5,
  output wire                        done,
  output wire                        busy,
  input  wire [63:0]                 region_0,
  input  wire [63:0]                 region_1,
  input  wire [63:0]                 region_2,
  output wire                        act_r_valid,
  input  wire                        act_r_ready,
  output wire [ACT_BITS-1:0]         act_r_addr,
  input  wire [(16<<LANES_LOG2)-1:0] act_r_data,
  output wire                        res_r_valid,
  input  wire                        res_r_ready,
  output wire [RES_BITS-1:0]         res_r_addr,
  input  wire [(32<<LANES_LOG2)-1:0] res_r_data,
  output wire                        m_axi_awvalid,
  input  wire                        m_axi_awready,
  output wire [63:0]                 m_axi_awaddr,
  output wire [7:0]                  m_axi_awlen,
  output wire                        m_axi_wvalid,
  input  wire                        m_axi_wready,
  output wire [(8<<BUS_LOG2)-1:0]    m_axi_wdata,
  output wire [(1<<BUS_LOG2)-1:0]    m_axi_wstrb,
  output wire                        m_axi_wlast,
  input  wire                        m_axi_bvalid,
  output wire                        m_axi_bready,
  input  wire [1:0]                  m_axi_bresp,
  output wire                        bus_idle,
  output wire                        fault,
  output wire [7:0]                  written,
  output wire [1:0]                  written_region  // of what is written
);
  wire is_argmax = s_instr_code == ARGMAX;
  wire is_link = is_argmax || s_instr_code == GATHER;
  wire core_unused = &core[7:2];
  wire store_ready, store_done, store_busy, store_act_valid, store_res_valid;
  wire link_ready, link_done, link_busy, link_act_valid, link_res_valid;
  wire [ACT_BITS-1:0] store_act_addr, link_act_addr;
  wire [RES_BITS-1:0] store_res_addr, link_res_addr;
  wire store_valid = s_instr_valid && !is_link && !link_busy;
  wire link_valid = s_instr_valid && is_link && !store_busy;

  assign s_instr_ready = is_link ? link_ready && !store_busy : store_ready && !link_busy;
  assign done = store_done || link_done;
  assign busy = store_busy || link_busy;
  assign act_r_valid = store_act_valid || link_act_valid;
  assign act_r_addr = link_act_valid ? link_act_addr : store_act_addr;
  assign res_r_valid = store_res_valid || link_res_valid;
  assign res_r_addr = link_res_valid ? link_res_addr : store_res_addr;

  store_unit #(
    .BUS_LOG2(BUS_LOG2), .LANES_LOG2(LANES_LOG2), .ACT_BITS(ACT_BITS), .RES_BITS(RES_BITS), .BURST_LOG2(BURST_LOG2)
  ) u_store (
    .clk(clk), .rst(rst), .stop(stop), .s_instr_valid(store_valid), .s_instr_ready(store_ready),
    .s_instr_code(s_instr_code), .s_instr_flags(s_instr_flags), .s_instr_operand_0(s_instr_operand_0),
    .s_instr_operand_1(s_instr_operand_1), .s_instr_operand_2(s_instr_operand_2),
    .s_instr_operand_3(s_instr_operand_3), .s_instr_operand_4(s_instr_operand_4),
    .s_instr_operand_5(s_instr_operand_5), .done(store_done), .busy(store_busy), .region_0(region_0),
    .region_1(region_1), .region_2(region_2), .act_r_valid(store_act_valid), .act_r_ready(act_r_ready),
    .act_r_addr(store_act_addr), .act_r_data(act_r_data), .res_r_valid(store_res_valid), .res_r_ready(res_r_ready),
    .res_r_addr(store_res_addr), .res_r_data(res_r_data), .m_axi_awvalid(m_axi_awvalid),
    .m_axi_awready(m_axi_awready), .m_axi_awaddr(m_axi_awaddr), .m_axi_awlen(m_axi_awlen),
    .m_axi_wvalid(m_axi_wvalid), .m_axi_wready(m_axi_wready), .m_axi_wdata(m_axi_wdata), .m_axi_wstrb(m_axi_wstrb),
    .m_axi_wlast(m_axi_wlast), .m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready), .m_axi_bresp(m_axi_bresp),
    .bus_idle(bus_idle), .fault(fault), .written(written), .written_region(written_region)
  );
  core_link #(.CORES(CORES), .LANES_LOG2(LANES_LOG2), .ACT_BITS(ACT_BITS), .RES_BITS(RES_BITS)) u_link (
    .clk(clk), .rst(rst), .core(core[1:0]), .s_instr_valid(link_valid), .s_instr_ready(link_ready), .s_instr_argmax(is_argmax),
    .s_instr_operand_1(s_instr_operand_1), .s_instr_operand_2(s_instr_operand_2), .s_instr_operand_3(s_instr_operand_3),
    .done(link_done), .busy(link_busy), .argmax_starts(argmax_starts), .result(result), .joined_result(joined_result),
    .act_r_valid(link_act_valid), .act_r_ready(act_r_ready), .act_r_addr(link_act_addr), .act_r_data(act_r_data),
    .res_r_valid(link_res_valid), .res_r_ready(res_r_ready), .res_r_addr(link_res_addr), .res_r_data(res_r_data),
    .act_w_valid(act_w_valid), .act_w_ready(act_w_ready), .act_w_addr(act_w_addr), .act_w_mask(act_w_mask),
    .act_w_data(act_w_data), .m_link_valid(m_link_valid), .m_link_ready(m_link_ready), .m_link_data(m_link_data),
    .s_link_0_valid(s_link_0_valid), .s_link_0_ready(s_link_0_ready), .s_link_0_data(s_link_0_data),
    .s_link_1_valid(s_link_1_valid), .s_link_1_ready(s_link_1_ready), .s_link_1_data(s_link_1_data),
    .s_link_2_valid(s_link_2_valid), .s_link_2_ready(s_link_2_ready), .s_link_2_data(s_link_2_data),
    .s_link_3_valid(s_link_3_valid), .s_link_3_ready(s_link_3_ready), .s_link_3_data(s_link_3_data)
  );
endmodule
`default_nettype wire
