// AXI4-Lite slave: turns the five channels into single register accesses.
//
// One access at a time, reads and writes in turn when both wait. An access is offered (req_valid, with address, data and
// strobes held) until rsp_valid answers it; a read's rsp_data goes back to the bus. Responses are always OKAY.
// Latency: request offered the cycle after the address (and data of a write) arrived, response one cycle after rsp_valid.
// Reset drops everything.
`default_nettype none
module axi_lite_slave #(
  parameter integer ADDRESS_BITS = 16
) (
  input  wire                    clk,
  input  wire                    rst,
  input  wire                    s_axi_awvalid,
  output wire                    s_axi_awready,
  input  wire [ADDRESS_BITS-1:0] s_axi_awaddr,
  input  wire                    s_axi_wvalid,
  output wire                    s_axi_wready,
  input  wire [31:0]             s_axi_wdata,
  input  wire [3:0]              s_axi_wstrb,
  output wire                    s_axi_bvalid,
  input  wire                    s_axi_bready,
  output wire [1:0]              s_axi_bresp,
  input  wire                    s_axi_arvalid,
  output wire                    s_axi_arready,
  input  wire [ADDRESS_BITS-1:0] s_axi_araddr,
  output wire                    s_axi_rvalid,
  input  wire                    s_axi_rready,
  output wire [31:0]             s_axi_rdata,
  output wire [1:0]              s_axi_rresp,
  output wire                    req_valid,
  output wire                    req_write,
  output wire [ADDRESS_BITS-3:0] req_word,
  output wire [31:0]             req_data,
  output wire [3:0]              req_strobe,
  input  wire                    rsp_valid,
  input  wire [31:0]             rsp_data
);
  // Per channel: a full flag says that a request is held (AW, W, AR) or a response is offered (B, R).
  reg                    aw_full_q;
  reg                    w_full_q;
  reg                    ar_full_q;
  reg                    b_full_q;
  reg                    r_full_q;
  reg [ADDRESS_BITS-3:0] aw_word_q;
  reg [ADDRESS_BITS-3:0] ar_word_q;
  reg [31:0]             w_data_q;
  reg [3:0]              w_strobe_q;
  reg [31:0]             r_data_q;
  reg                    busy_q;    // an access is offered
  reg                    write_q;   // it is a write; else the last one was: the other kind goes first next time

  wire can_write = aw_full_q && w_full_q && !b_full_q;
  wire can_read = ar_full_q && !r_full_q;
  wire answered = busy_q && rsp_valid;
  wire bytes_unused = &{1'b0, s_axi_awaddr[1:0], s_axi_araddr[1:0]};

  assign s_axi_awready = !aw_full_q;
  assign s_axi_wready = !w_full_q;
  assign s_axi_arready = !ar_full_q;
  assign s_axi_bvalid = b_full_q;
  assign s_axi_bresp = 2'b00;
  assign s_axi_rvalid = r_full_q;
  assign s_axi_rdata = r_data_q;
  assign s_axi_rresp = 2'b00;

  assign req_valid = busy_q;
  assign req_write = write_q;
  assign req_word = write_q ? aw_word_q : ar_word_q;
  assign req_data = w_data_q;
  assign req_strobe = w_strobe_q;

  always @(posedge clk) begin
    if (s_axi_awvalid && s_axi_awready) begin
      aw_word_q <= s_axi_awaddr[ADDRESS_BITS-1:2];
    end
    if (s_axi_wvalid && s_axi_wready) begin
      w_data_q <= s_axi_wdata;
      w_strobe_q <= s_axi_wstrb;
    end
    if (s_axi_arvalid && s_axi_arready) begin
      ar_word_q <= s_axi_araddr[ADDRESS_BITS-1:2];
    end
    if (answered && !write_q) begin
      r_data_q <= rsp_data;
    end
    if (rst) begin
      aw_full_q <= 1'b0;
      w_full_q <= 1'b0;
      ar_full_q <= 1'b0;
      b_full_q <= 1'b0;
      r_full_q <= 1'b0;
      busy_q <= 1'b0;
      write_q <= 1'b0;
    end else begin
      aw_full_q <= (s_axi_awvalid || aw_full_q) && !(answered && write_q);
      w_full_q <= (s_axi_wvalid || w_full_q) && !(answered && write_q);
      ar_full_q <= (s_axi_arvalid || ar_full_q) && !(answered && !write_q);
      b_full_q <= (answered && write_q) || (b_full_q && !s_axi_bready);
      r_full_q <= (answered && !write_q) || (r_full_q && !s_axi_rready);
      if (busy_q) begin
        busy_q <= !rsp_valid;
      end else if (can_write || can_read) begin
        busy_q <= 1'b1;
        write_q <= can_write && !(can_read && write_q);
      end
    end
  end
endmodule
`default_nettype wire
