using System.Text.RegularExpressions;
using RnnTrainer.Training.Export;

namespace RnnTrainer.Training.Import;

/// <summary>
/// The layout of Keras and TensorFlow, names being the paths of variables: <c>gru/gru_cell/kernel</c> [K,G·H], <c>…/recurrent_kernel</c>
/// [H,G·H] and <c>…/bias</c> [G·H], of a GRU with
/// <c>reset_after</c> [2,G·H]; <c>dense/kernel</c> [W,C] and <c>dense/bias</c> [C]. Layers are taken in the order of the numbers in their
/// names (gru, gru_1, …); what has <c>backward</c> in
/// its name reads from the end. Gates are stacked as columns: z, r, h or i, f, c, o. The UGRNNCell of TensorFlow 1 has
/// <c>…ugrnn_cell/kernel</c> [K+H,2·H], gate and candidate, and adds a
/// constant to the gate's bias.
/// </summary>
static partial class KerasLayout
{
    const string Recurrent = "recurrent_kernel";
    const string Ugrnn = "ugrnn_cell/kernel";
    const string Kernel = "kernel";

    /// <summary>Whether it is that of a file.</summary>
    public static bool IsOf(ForeignTensors tensors) =>
        tensors.Names.Any(n => n.EndsWith(Recurrent, StringComparison.Ordinal) || n.EndsWith(Ugrnn, StringComparison.Ordinal));

    /// <param name="name">What the user calls the cell; which <c>gru</c> it is, the shape of the bias tells.</param>
    /// <param name="head">The name of the dense layer; null: there is only one.</param>
    /// <param name="forgetBias">Added to the gate's bias of a UGRNN.</param>
    /// <exception cref="CheckpointException">A tensor is missing, one too many, or of another shape.</exception>
    public static ForeignModel Read(ForeignTensors tensors, string name, string? head, double forgetBias)
    {
        var last = name == "ugrnn" ? Kernel : Recurrent;
        var all = tensors.Names.Where(n => n.EndsWith(name == "ugrnn" ? Ugrnn : Recurrent, StringComparison.Ordinal))
            .Select(n => n[..^last.Length]).OrderBy(InOrder, StringComparer.Ordinal).ToList();
        var (there, back) = (all.Where(p => !IsBackward(p)).ToList(), all.Where(IsBackward).ToList());
        if (there.Count == 0 || (back.Count > 0 && back.Count != there.Count))
        {
            throw tensors.Error(
                $"it has {there.Count} recurrent layers that read forward and {back.Count} that read backward",
                $"expected is …/{(name == "ugrnn" ? Ugrnn : Recurrent)} of each layer");
        }

        var cell = StandardCell.Named(name == "gru" ? GruOf(tensors, there[0]) : name);
        var kernel = tensors.Shape(there[0] + Kernel, 2);
        var H = name == "ugrnn" ? kernel[1] / 2 : tensors.Shape(there[0] + Recurrent, 2)[0];
        var (K, width) = (name == "ugrnn" ? kernel[0] - H : kernel[0], back.Count > 0 ? 2 * H : H);
        var layers = there.Select((p, l) => (Gates(p, l == 0 ? K : width), back.Count > 0 ? Gates(back[l], l == 0 ? K : width) : null))
            .ToList();
        return new ForeignModel(cell, K, H, layers, Head(tensors, head, width));

        ForeignGates Gates(string prefix, int inputs) =>
            name == "ugrnn" ? UgrnnGates(tensors, prefix, inputs, H, forgetBias) : GatesOf(tensors, cell, prefix, inputs, H);
    }

    static string GruOf(ForeignTensors tensors, string prefix) => !tensors.Has($"{prefix}bias")
        ? throw tensors.Error(
            "without biases nothing tells whether the reset gate comes after the product of the state",
            "--cell gru-reset-after where reset_after is true, as it is by default; else give the biases as zeros")
        : IsResetAfter(tensors, prefix) ? "gru-reset-after" : "gru";

    static bool IsResetAfter(ForeignTensors tensors, string prefix) => tensors.Has($"{prefix}bias") && tensors.AxesOf($"{prefix}bias") == 2;

    static ForeignGates GatesOf(ForeignTensors tensors, StandardCell cell, string prefix, int K, int H)
    {
        var (order, gates) = (cell.Operator switch { "GRU" => "zrh", "LSTM" => "ifco", _ => "i" }, new ForeignGates());
        var columns = order.Length * H;
        var both = IsResetAfter(tensors, prefix) ? tensors.Take($"{prefix}bias", 2, columns)
            : [.. tensors.TakeBias($"{prefix}bias", columns), .. new double[columns]];
        var (Wx, Wh) = (tensors.Take(prefix + Kernel, K, columns), tensors.Take(prefix + Recurrent, H, columns));
        foreach (var (gate, g) in order.Select((gate, g) => (gate, g)))
        {
            gates[gate] = new ForeignGate(
                Columns(Wx, K, columns, g * H, H), Columns(Wh, H, columns, g * H, H), both[(g * H)..((g + 1) * H)],
                both[(columns + (g * H))..(columns + ((g + 1) * H))]);
        }

        return gates;
    }

    static ForeignGates UgrnnGates(ForeignTensors tensors, string prefix, int K, int H, double forgetBias)
    {
        var (W, B) = (tensors.Take(prefix + Kernel, K + H, 2 * H), tensors.TakeBias($"{prefix}bias", 2 * H));
        ForeignGate Gate(int from, double more) =>
            new(Columns(W[..(K * 2 * H)], K, 2 * H, from, H), Columns(W[(K * 2 * H)..], H, 2 * H, from, H),
                [.. B[from..(from + H)].Select(b => b + more)], new double[H]);
        return new ForeignGates { ['z'] = Gate(0, forgetBias), ['h'] = Gate(H, 0) };
    }

    /// <summary>Some columns of a matrix as rows of another.</summary>
    static double[] Columns(double[] matrix, int rows, int columns, int from, int count) =>
        [.. Enumerable.Range(from, count).SelectMany(c => Enumerable.Range(0, rows).Select(r => matrix[(r * columns) + c]))];

    static ForeignHead Head(ForeignTensors tensors, string? name, int width)
    {
        var found = tensors.HeadOf(name, $"/{Kernel}", "dense", "NAME/kernel and NAME/bias of one Dense layer");
        var C = tensors.Shape($"{found}/{Kernel}", 2)[1];
        return new ForeignHead(Columns(tensors.Take($"{found}/{Kernel}", width, C), width, C, 0, C), tensors.TakeBias($"{found}/bias", C));
    }

    static bool IsBackward(string prefix) => prefix.Contains("backward", StringComparison.Ordinal);

    /// <summary>Numbers in names count as numbers: gru_2 comes before gru_10.</summary>
    static string InOrder(string name) => Digits().Replace(name, m => m.Value.PadLeft(9, '0'));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
