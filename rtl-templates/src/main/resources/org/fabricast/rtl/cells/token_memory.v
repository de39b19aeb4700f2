// Token memory: one port, shared by the sequencer (first) and the host.
//
// A request is taken in the cycle it is made (host: when host_ready); its read data stands at read_data from the next cycle
// on, until the next read. Bytes are written under strobes. Contents are not reset: the host writes what a program reads.
`default_nettype none
module token_memory #(
  parameter integer ADDRESS_BITS = 10
) (
  input  wire                    clk,
  input  wire                    sequencer_valid,
  input  wire                    sequencer_write,
  input  wire [ADDRESS_BITS-1:0] sequencer_address,
  input  wire [31:0]             sequencer_data,
  input  wire                    host_valid,
  output wire                    host_ready,
  input  wire                    host_write,
  input  wire [ADDRESS_BITS-1:0] host_address,
  input  wire [31:0]             host_data,
  input  wire [3:0]              host_strobe,
  output wire [31:0]             read_data
);
  reg [31:0] words_q [0:(1 << ADDRESS_BITS)-1];
  reg [31:0] read_q;

  wire                    valid = sequencer_valid || host_valid;
  wire                    write = sequencer_valid ? sequencer_write : host_write;
  wire [ADDRESS_BITS-1:0] address = sequencer_valid ? sequencer_address : host_address;
  wire [31:0]             data = sequencer_valid ? sequencer_data : host_data;
  wire [3:0]              strobe = sequencer_valid ? 4'b1111 : host_strobe;

  assign host_ready = !sequencer_valid;
  assign read_data = read_q;

  always @(posedge clk) begin
    if (valid) begin
      if (write) begin
        if (strobe[0]) words_q[address][7:0] <= data[7:0];
        if (strobe[1]) words_q[address][15:8] <= data[15:8];
        if (strobe[2]) words_q[address][23:16] <= data[23:16];
        if (strobe[3]) words_q[address][31:24] <= data[31:24];
      end else begin
        read_q <= words_q[address];
      end
    end
  end
endmodule
`default_nettype wire
