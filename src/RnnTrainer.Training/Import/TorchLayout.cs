using RnnTrainer.Training.Export;

namespace RnnTrainer.Training.Import;

/// <summary>
/// The layout of PyTorch: <c>weight_ih_l0</c> [G·H,K], <c>weight_hh_l0</c> [G·H,H], <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [G·H], of
/// further layers and directions <c>_l1</c> and
/// <c>_l0_reverse</c>, behind a prefix such as <c>rnn.</c>; <c>weight</c> [C,W] and <c>bias</c> [C] of a <c>torch.nn.Linear</c>. Gates are
/// stacked as rows: r, z, n or i, f, g, o.
/// </summary>
static class TorchLayout
{
    const string First = "weight_ih_l0";

    /// <summary>Whether it is that of a file.</summary>
    public static bool IsOf(ForeignTensors tensors) => tensors.Names.Any(n => n.EndsWith(First, StringComparison.Ordinal));

    /// <param name="name">What the user calls the cell; <c>gru</c> is the one that PyTorch has.</param>
    /// <param name="head">The name of the linear layer; null: there is only one.</param>
    /// <exception cref="CheckpointException">A tensor is missing, one too many, or of another shape.</exception>
    public static ForeignModel Read(ForeignTensors tensors, string name, string? head)
    {
        var cell = StandardCell.Named(name == "gru" ? "gru-reset-after" : name);
        var prefixes = tensors.Names.Where(n => n.EndsWith(First, StringComparison.Ordinal)).Select(n => n[..^First.Length]).ToList();
        var prefix = prefixes.Count == 1 ? prefixes[0]
            : throw tensors.Error($"it has several recurrent modules: {string.Join(", ", prefixes)}", "import one of them");
        var (H, K) = (tensors.Shape($"{prefix}weight_hh_l0", 2)[1], tensors.Shape(prefix + First, 2)[1]);
        var directions = tensors.Has($"{prefix}{First}_reverse") ? 2 : 1;
        var layers = new List<(ForeignGates, ForeignGates?)>();
        while (tensors.Has($"{prefix}weight_ih_l{layers.Count}"))
        {
            var (suffix, inputs) = ($"l{layers.Count}", layers.Count == 0 ? K : directions * H);
            layers.Add((Gates(suffix, inputs), directions == 2 ? Gates($"{suffix}_reverse", inputs) : null));
        }

        return new ForeignModel(cell, K, H, layers, Head(tensors, head, directions * H));

        ForeignGates Gates(string suffix, int inputs)
        {
            var (order, gates) = (TorchWeights.Order(cell), new ForeignGates());
            var rows = order.Length * H;
            var (Wx, Wh) = (
                tensors.Take($"{prefix}weight_ih_{suffix}", rows, inputs), tensors.Take($"{prefix}weight_hh_{suffix}", rows, H));
            var (B, Bh) = (tensors.TakeBias($"{prefix}bias_ih_{suffix}", rows), tensors.TakeBias($"{prefix}bias_hh_{suffix}", rows));
            foreach (var (gate, g) in order.Select((gate, g) => (gate, g)))
            {
                gates[gate] = new ForeignGate(
                    Wx[(g * H * inputs)..((g + 1) * H * inputs)], Wh[(g * H * H)..((g + 1) * H * H)], B[(g * H)..((g + 1) * H)],
                    Bh[(g * H)..((g + 1) * H)]);
            }

            return gates;
        }
    }

    static ForeignHead Head(ForeignTensors tensors, string? name, int width)
    {
        const string Weight = ".weight";
        var found = tensors.HeadOf(name, Weight, "linear", "NAME.weight and NAME.bias of one torch.nn.Linear");
        var C = tensors.Shape(found + Weight, 2)[0];
        return new ForeignHead(tensors.Take(found + Weight, C, width), tensors.TakeBias($"{found}.bias", C));
    }
}
