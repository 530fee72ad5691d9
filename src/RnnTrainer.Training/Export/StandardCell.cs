using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export;

/// <summary>
/// A built-in cell that other libraries have too: which of its weights are which of theirs. Their biases are added and ours subtracted, so
/// they have the opposite sign. A UGRNN is a GRU whose
/// reset gate is held at 1.
/// </summary>
/// <param name="Name">The built-in cell.</param>
/// <param name="Operator">GRU, LSTM or RNN.</param>
/// <param name="Gates">By the letters that ONNX has for them: z, r and h; i, o, f and c; i.</param>
/// <param name="ResetAfter">Of a GRU: whether the reset gate comes after the product of the state.</param>
/// <param name="Activation">Of an RNN: Tanh or Relu.</param>
sealed record StandardCell(
    string Name, string Operator, IReadOnlyDictionary<char, StandardGate> Gates, bool ResetAfter = false, string Activation = "Tanh")
{
    /// <summary>Those there are.</summary>
    public static IReadOnlyList<StandardCell> All { get; } =
    [
        new("ugrnn", "GRU", new Dictionary<char,
            StandardGate> { ['z'] = new("WxG", "WhG", "BG"), ['r'] = StandardGate.Open, ['h'] = new("WxR", "WhR", "BR") }),
        new("gru", "GRU", Usual('z', 'r', 'h')),
        new("gru-reset-after", "GRU", new Dictionary<char, StandardGate>(Usual('z', 'r', 'h')) { ['h'] = new("Wxn", "Whn", "Bn", "Bhn") },
        ResetAfter: true),
        new("lstm", "LSTM", Usual('i', 'o', 'f', 'c')),
        new("lstm-peephole", "LSTM",
        Usual('i', 'o', 'f', 'c')
        .ToDictionary(
            g => g.Key, g => g.Value with { Peephole = g.Key == 'c' ? null : g.Value.Wx.Replace("Wx", "P", StringComparison.Ordinal) })),
        new("rnn", "RNN", Plain),
        new("rnn-relu", "RNN", Plain, Activation: "Relu"),
        new("irnn", "RNN", Plain, Activation: "Relu"),
    ];

    static Dictionary<char, StandardGate> Plain => new() { ['i'] = new("Wx", "Wh", "B") };

    /// <summary>The one of this name.</summary>
    public static StandardCell Named(string name) => All.Single(c => c.Name == name);

    /// <summary>That of a model; null: its cell is none of them. A cell from a file is none, whatever it says.</summary>
    public static StandardCell? Of(Model model) => All.FirstOrDefault(c => c.Name == model.Config.Model.Cell);

    /// <summary>Gates whose weights have the letters of our library: n for the candidate h, u for the input gate i, g for the candidate
    /// c.</summary>
    static Dictionary<char, StandardGate> Usual(params char[] letters) => letters.ToDictionary(l => l, l =>
    {
        var own = l switch { 'h' => 'n', 'i' => 'u', 'c' => 'g', _ => l };
        return new StandardGate($"Wx{own}", $"Wh{own}", $"B{own}");
    });
}

/// <summary>The weights of a gate, or of a candidate.</summary>
/// <param name="Wx">[H,K].</param>
/// <param name="Wh">[H,H].</param>
/// <param name="B">[H], subtracted.</param>
/// <param name="Bh">The bias of the state's product alone; null: there is none.</param>
/// <param name="Peephole">What multiplies the cell state; null: nothing.</param>
sealed record StandardGate(string Wx, string Wh, string B, string? Bh = null, string? Peephole = null)
{
    // sigmoid(30) is 1 − 1e-13, which is 1 in float32.
    const double OpenBias = 30;

    /// <summary>A gate that is always open: it has no weights.</summary>
    public static StandardGate Open { get; } = new("", "", "");

    /// <summary>[H,K], row-major.</summary>
    public double[] InputWeights(Layer layer, int H, int K) => this == Open ? new double[H * K] : Values(layer, Wx);

    /// <summary>[H,H], row-major.</summary>
    public double[] StateWeights(Layer layer, int H) => this == Open ? new double[H * H] : Values(layer, Wh);

    /// <summary>[H], to be added.</summary>
    public double[] InputBias(Layer layer, int H) => this == Open ? [.. Enumerable.Repeat(OpenBias, H)] : Negative(Values(layer, B));

    /// <summary>[H], to be added to the state's product.</summary>
    public double[] StateBias(Layer layer, int H) => Bh is null ? new double[H] : Negative(Values(layer, Bh));

    /// <summary>[H].</summary>
    public double[] PeepholeWeights(Layer layer, int H) => Peephole is null ? new double[H] : Values(layer, Peephole);

    static double[] Values(Layer layer, string name) => layer.Phi[name].Value.ToArray();

    /// <summary>A bias that is added as one that is subtracted, and the other way round.</summary>
    public static double[] Negative(double[] values) => Array.ConvertAll(values, v => -v);
}
