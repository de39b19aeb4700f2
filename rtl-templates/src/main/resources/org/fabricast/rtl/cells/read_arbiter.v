// Two masters of read bursts on one AXI4 port: the load unit (ID 0) and fetch (ID 1). Fetch goes first: its bursts are rare
// and everything waits for them.
//
// Requests pass one register, so a raised request never changes; one request per two cycles, far more than bursts need.
// Beats pass straight through, routed by their ID. The masters bound their bursts in flight: 2^OUTSTANDING_LOG2 of the load
// unit, up to 4 of fetch. fault (a bad beat of the load unit; fetch judges its own) is combinational, so it is never later
// than bus_idle. Reset clears the request and the count.
`default_nettype none

module read_arbiter #(
  parameter integer BUS_LOG2 = 4,           // log2 of bytes per beat
  parameter integer OUTSTANDING_LOG2 = 4
) (
  input  wire                     clk,
  input  wire                     rst,
  input  wire                     s_load_ar_valid,
  output wire                     s_load_ar_ready,
  input  wire [63:0]              s_load_ar_addr,
  input  wire [7:0]               s_load_ar_len,
  output wire                     m_load_r_valid,
  input  wire                     m_load_r_ready,
  output wire [(8<<BUS_LOG2)-1:0] m_load_r_data,
  output wire                     m_load_r_last,
  input  wire                     s_fetch_ar_valid,
  output wire                     s_fetch_ar_ready,
  input  wire [63:0]              s_fetch_ar_addr,
  input  wire [7:0]               s_fetch_ar_len,
  output wire                     m_fetch_r_valid,
  input  wire                     m_fetch_r_ready,
  output wire [(8<<BUS_LOG2)-1:0] m_fetch_r_data,
  output wire                     m_fetch_r_last,
  output wire                     m_fetch_r_error,
  output wire                     m_axi_arvalid,
  input  wire                     m_axi_arready,
  output wire                     m_axi_arid,
  output wire [63:0]              m_axi_araddr,
  output wire [7:0]               m_axi_arlen,
  input  wire                     m_axi_rvalid,
  output wire                     m_axi_rready,
  input  wire                     m_axi_rid,
  input  wire [(8<<BUS_LOG2)-1:0] m_axi_rdata,
  input  wire [1:0]               m_axi_rresp,
  input  wire                     m_axi_rlast,
  output wire                     bus_idle,
  output wire                     fault
);
  localparam integer COUNT_BITS = OUTSTANDING_LOG2 + 3;   // the load unit's bursts, 4 of fetch and more
  localparam [COUNT_BITS-1:0] ONE = 1;

  reg                  valid_q;
  reg                  id_q;
  reg [63:0]           addr_q;
  reg [7:0]            len_q;
  reg [COUNT_BITS-1:0] outstanding_q;       // bursts taken from the masters whose last beat has not come

  wire take = !valid_q && (s_fetch_ar_valid || s_load_ar_valid);
  wire ended = m_axi_rvalid && m_axi_rready && m_axi_rlast;
  wire okay_unused = m_axi_rresp[0];        // tells apart kinds of success and kinds of failure

  assign s_fetch_ar_ready = !valid_q;
  assign s_load_ar_ready = !valid_q && !s_fetch_ar_valid;
  assign m_axi_arvalid = valid_q;
  assign m_axi_arid = id_q;
  assign m_axi_araddr = addr_q;
  assign m_axi_arlen = len_q;

  assign m_axi_rready = m_axi_rid ? m_fetch_r_ready : m_load_r_ready;
  assign m_load_r_valid = m_axi_rvalid && !m_axi_rid;
  assign m_load_r_data = m_axi_rdata;
  assign m_load_r_last = m_axi_rlast;
  assign m_fetch_r_valid = m_axi_rvalid && m_axi_rid;
  assign m_fetch_r_data = m_axi_rdata;
  assign m_fetch_r_last = m_axi_rlast;
  assign m_fetch_r_error = m_axi_rresp[1];

  assign bus_idle = outstanding_q == {COUNT_BITS{1'b0}} && !s_load_ar_valid && !s_fetch_ar_valid;
  assign fault = m_load_r_valid && m_load_r_ready && m_axi_rresp[1];

  always @(posedge clk) begin
    if (take) begin
      id_q <= s_fetch_ar_valid;
      addr_q <= s_fetch_ar_valid ? s_fetch_ar_addr : s_load_ar_addr;
      len_q <= s_fetch_ar_valid ? s_fetch_ar_len : s_load_ar_len;
    end
    if (rst) begin
      valid_q <= 1'b0;
      outstanding_q <= {COUNT_BITS{1'b0}};
    end else begin
      valid_q <= take || (valid_q && !m_axi_arready);
      if (take && !ended) outstanding_q <= outstanding_q + ONE;
      if (!take && ended) outstanding_q <= outstanding_q - ONE;
    end
  end
endmodule

`default_nettype wire
