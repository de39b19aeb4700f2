// The scale words of the present and of the next group: two banks, read a slice of lanes at a time.
//
// slice <= scaled ? bank[index * LANES + lane] : 1.0, one cycle after en. Nothing is reset.
`default_nettype none
module scale_store #(
  parameter integer WORD_BITS = 2048,
  parameter integer LANES = 4,
  parameter integer INDEX_BITS = 5  // WORD_BITS = 16 * LANES * 2^INDEX_BITS
) (
  input  wire                  clk,
  input  wire                  load,
  input  wire                  load_bank,
  input  wire [WORD_BITS-1:0]  word,
  input  wire                  en,
  input  wire                  scaled,
  input  wire                  bank,
  input  wire [INDEX_BITS-1:0] index,
  output wire [16*LANES-1:0]   slice
);
  localparam [15:0] HALF_ONE = 16'h3c00;

  reg [WORD_BITS-1:0] bank_0_q;
  reg [WORD_BITS-1:0] bank_1_q;
  reg [16*LANES-1:0]  slice_q;
  assign slice = slice_q;

  always @(posedge clk) begin
    if (load && !load_bank) bank_0_q <= word;
    if (load && load_bank) bank_1_q <= word;
    if (en) begin
      if (!scaled) begin
        slice_q <= {LANES{HALF_ONE}};
      end else if (bank) begin
        slice_q <= bank_1_q[index*(16*LANES) +: 16*LANES];
      end else begin
        slice_q <= bank_0_q[index*(16*LANES) +: 16*LANES];
      end
    end
  end
endmodule
`default_nettype wire
