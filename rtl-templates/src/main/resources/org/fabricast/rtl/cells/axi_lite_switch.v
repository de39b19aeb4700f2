// One AXI4-Lite port for the control ports of several cores, by a window of 64 KiB each.
//
// Address bits 18:16 select the core; 7 writes to all of them in the same cycles, so that all start together. One write and one
// read at a time. What selects no core is answered OKAY, reads then give 0. Latency: a write or read of a core plus four
// cycles. Reset drops everything.
`default_nettype none
module axi_lite_switch #(
  parameter integer CORES = 2          // 2..4
) (
  input  wire                clk,
  input  wire                rst,
  input  wire                s_axi_awvalid,
  output wire                s_axi_awready,
  input  wire [18:0]         s_axi_awaddr,
  input  wire                s_axi_wvalid,
  output wire                s_axi_wready,
  input  wire [31:0]         s_axi_wdata,
  input  wire [3:0]          s_axi_wstrb,
  output wire                s_axi_bvalid,
  input  wire                s_axi_bready,
  output wire [1:0]          s_axi_bresp,
  input  wire                s_axi_arvalid,
  output wire                s_axi_arready,
  input  wire [18:0]         s_axi_araddr,
  output wire                s_axi_rvalid,
  input  wire                s_axi_rready,
  output wire [31:0]         s_axi_rdata,
  output wire [1:0]          s_axi_rresp,
  output wire [CORES-1:0]    m_axi_awvalid,
  input  wire [CORES-1:0]    m_axi_awready,
  output wire [15:0]         m_axi_awaddr,   // the same for all
  output wire [CORES-1:0]    m_axi_wvalid,
  input  wire [CORES-1:0]    m_axi_wready,
  output wire [31:0]         m_axi_wdata,
  output wire [3:0]          m_axi_wstrb,
  input  wire [CORES-1:0]    m_axi_bvalid,
  output wire [CORES-1:0]    m_axi_bready,
  output wire [CORES-1:0]    m_axi_arvalid,
  input  wire [CORES-1:0]    m_axi_arready,
  output wire [15:0]         m_axi_araddr,
  input  wire [CORES-1:0]    m_axi_rvalid,
  output wire [CORES-1:0]    m_axi_rready,
  input  wire [32*CORES-1:0] m_axi_rdata
);
  localparam [2:0] ALL = 3'd7;

  function [CORES-1:0] selected(input [2:0] window);
    integer c;
    begin
      for (c = 0; c < CORES; c = c + 1) begin
        selected[c] = {29'd0, window} == c;
      end
    end
  endfunction

  // ---- write ----
  reg             aw_full_q;
  reg             w_full_q;
  reg             write_q;      // under way
  reg             b_full_q;
  reg [18:0]      awaddr_q;
  reg [31:0]      wdata_q;
  reg [3:0]       wstrb_q;
  reg [CORES-1:0] aw_left_q;
  reg [CORES-1:0] w_left_q;
  reg [CORES-1:0] b_left_q;

  wire write_begins = aw_full_q && w_full_q && !write_q && !b_full_q;
  wire write_ends = write_q && b_left_q == {CORES{1'b0}};
  wire [CORES-1:0] write_to = awaddr_q[18:16] == ALL ? {CORES{1'b1}} : selected(awaddr_q[18:16]);

  assign s_axi_awready = !aw_full_q;
  assign s_axi_wready = !w_full_q;
  assign s_axi_bvalid = b_full_q;
  assign s_axi_bresp = 2'b00;
  assign m_axi_awvalid = aw_left_q;
  assign m_axi_awaddr = awaddr_q[15:0];
  assign m_axi_wvalid = w_left_q;
  assign m_axi_wdata = wdata_q;
  assign m_axi_wstrb = wstrb_q;
  assign m_axi_bready = b_left_q;

  always @(posedge clk) begin
    if (s_axi_awvalid && s_axi_awready) awaddr_q <= s_axi_awaddr;
    if (s_axi_wvalid && s_axi_wready) begin
      wdata_q <= s_axi_wdata;
      wstrb_q <= s_axi_wstrb;
    end
    if (rst) begin
      {aw_full_q, w_full_q, write_q, b_full_q} <= 4'd0;
      aw_left_q <= {CORES{1'b0}};
      w_left_q <= {CORES{1'b0}};
      b_left_q <= {CORES{1'b0}};
    end else begin
      aw_full_q <= s_axi_awvalid || (aw_full_q && !write_ends);
      w_full_q <= s_axi_wvalid || (w_full_q && !write_ends);
      write_q <= write_begins || (write_q && !write_ends);
      b_full_q <= write_ends || (b_full_q && !s_axi_bready);
      aw_left_q <= write_begins ? write_to : aw_left_q & ~m_axi_awready;
      w_left_q <= write_begins ? write_to : w_left_q & ~m_axi_wready;
      b_left_q <= write_begins ? write_to : b_left_q & ~m_axi_bvalid;
    end
  end

  // ---- read ----
  reg             ar_full_q;
  reg             read_q;
  reg             r_full_q;
  reg [18:0]      araddr_q;
  reg [31:0]      rdata_q;
  reg [CORES-1:0] ar_left_q;
  reg [CORES-1:0] r_left_q;

  wire read_begins = ar_full_q && !read_q && !r_full_q;
  wire read_ends = read_q && r_left_q == {CORES{1'b0}};

  assign s_axi_arready = !ar_full_q;
  assign s_axi_rvalid = r_full_q;
  assign s_axi_rdata = rdata_q;
  assign s_axi_rresp = 2'b00;
  assign m_axi_arvalid = ar_left_q;
  assign m_axi_araddr = araddr_q[15:0];
  assign m_axi_rready = r_left_q;

  reg [31:0] data;
  integer c;
  always @* begin
    data = 32'd0;
    for (c = 0; c < CORES; c = c + 1) begin
      if (m_axi_rvalid[c]) data = data | m_axi_rdata[32*c +: 32];
    end
  end

  always @(posedge clk) begin
    if (s_axi_arvalid && s_axi_arready) araddr_q <= s_axi_araddr;
    if (read_begins) rdata_q <= 32'd0;
    else if ((m_axi_rvalid & r_left_q) != {CORES{1'b0}}) rdata_q <= data;
    if (rst) begin
      {ar_full_q, read_q, r_full_q} <= 3'd0;
      ar_left_q <= {CORES{1'b0}};
      r_left_q <= {CORES{1'b0}};
    end else begin
      ar_full_q <= s_axi_arvalid || (ar_full_q && !read_ends);
      read_q <= read_begins || (read_q && !read_ends);
      r_full_q <= read_ends || (r_full_q && !s_axi_rready);
      ar_left_q <= read_begins ? selected(araddr_q[18:16]) : ar_left_q & ~m_axi_arready;
      r_left_q <= read_begins ? selected(araddr_q[18:16]) : r_left_q & ~m_axi_rvalid;
    end
  end
endmodule
`default_nettype wire
