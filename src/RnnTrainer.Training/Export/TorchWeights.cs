using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export;

/// <summary>
/// A model's weights in the layout of PyTorch: of <c>torch.nn.GRU</c>, <c>LSTM</c> or <c>RNN</c> under their own names, <c>weight_ih_l0</c>
/// … <c>bias_hh_l1_reverse</c>, then
/// <c>head.weight</c> and <c>head.bias</c> of a <c>torch.nn.Linear</c> and <c>embedding.weight</c>. Gates are in PyTorch's order, and
/// biases are added.
/// Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html and LSTM, RNN.
/// </summary>
static class TorchWeights
{
    /// <summary>The gates by the letters of ONNX in the order of PyTorch: r, z, n of a GRU, i, f, g, o of an LSTM.</summary>
    internal static string Order(StandardCell cell) => cell.Operator switch { "GRU" => "rzh", "LSTM" => "ifco", _ => "i" };

    /// <exception cref="RunException">PyTorch has no module that is this cell, or stacks layers otherwise.</exception>
    public static SafeTensors Of(Model model)
    {
        var cell = CellOf(model);
        if (model.Schema.Preparation is not null)
        {
            throw new RunException(
                "torch.nn has no layers that do what the data section does to each sequence: "
                + ModelMetadata.PreparationKeys(model.Config.Data),
                "train without, or export as onnx");
        }

        if (model.Config.Model.Residual)
        {
            throw new RunException("torch.nn has no layers with residual sums", "train without model.residual, or export as onnx");
        }

        if (model.Patches is not null)
        {
            throw new RunException("torch.nn has no layers that read patches of steps", "train without model.patch, or export as onnx");
        }

        var layers = model.Layers.SelectMany((layer, l) => Layer(model, cell, layer, l == 0 ? model.Inputs : model.Width, $"l{l}"));
        var initial = model.Layers[0].Initial.Count == 0 ? [] : model.Cell.States.Select((s, n) => Initial(model, $"{s}0", n));
        var head = new[]
        {
            Tensor(model, "head.weight", model.Head["W"].Shape, model.Head["W"].Value.ToArray()),
            Tensor(model, "head.bias", model.Head["B"].Shape, StandardGate.Negative(model.Head["B"].Value.ToArray())),
        };
        var embedding = model.Embedding is { } E ? [Tensor(model, "embedding.weight", E.Shape, E.Value.ToArray())]
            : Array.Empty<SafeTensor>();
        return new SafeTensors(Metadata(model, cell).ToDictionary(), [.. layers, .. initial, .. head, .. embedding]);
    }

    /// <summary>With what is done to inputs before the weights are: <c>(x − shift) / scale</c>, and to outputs after: <c>y · target_scale +
    /// target_shift</c>.</summary>
    static IEnumerable<KeyValuePair<string, string>> Metadata(Model model, StandardCell cell) =>
    [
        .. ModelMetadata.Of(model, "rnn.torch/1"),
        new("module", Module(cell)),
        .. model.Schema.Inputs.Count > 0 ? ModelMetadata.Scaling("", model.Schema.Normalization) : [],
        .. model.Schema.TargetScaling is { } scaling ? ModelMetadata.Scaling("target_", scaling) : [],
    ];

    /// <summary>What makes the module, sizes left out.</summary>
    static string Module(StandardCell cell) =>
        cell.Activation == "Relu" ? "torch.nn.RNN, nonlinearity='relu'" : $"torch.nn.{cell.Operator}";

    static StandardCell CellOf(Model model) => StandardCell.Of(model) switch
    {
        { Operator: "GRU", ResetAfter: false, Name: "gru" } =>
            throw new RunException(
                "torch.nn.GRU applies the reset gate after the product of the state, the cell gru before it",
                "the cell gru-reset-after is torch.nn.GRU; --format onnx takes both"),
        null =>
            throw new RunException(
                $"torch.nn has no module that is the cell {model.Cell.Name}",
                $"it has {string.Join(", ", Known)}; --format onnx takes every cell"),
        { } cell when cell.Gates.Values.Any(g => g.Peephole is not null) =>
            throw new RunException("torch.nn.LSTM has no peepholes", "the cell lstm is torch.nn.LSTM; --format onnx takes both"),
        { } cell => cell,
    };

    static IEnumerable<string> Known => ["ugrnn (a GRU with its reset gate open)", "gru-reset-after", "lstm", "rnn", "rnn-relu", "irnn"];

    static IEnumerable<SafeTensor> Layer(Model model, StandardCell cell, Layer layer, int K, string suffix)
    {
        var (H, order) = (model.Config.Model.Hidden, Order(cell));
        IEnumerable<SafeTensor> own =
        [
            Tensor(model, $"weight_ih_{suffix}", [order.Length * H, K], order.SelectMany(g => cell.Gates[g].InputWeights(layer, H, K))),
            Tensor(model, $"weight_hh_{suffix}", [order.Length * H, H], order.SelectMany(g => cell.Gates[g].StateWeights(layer, H))),
            Tensor(model, $"bias_ih_{suffix}", [order.Length * H], order.SelectMany(g => cell.Gates[g].InputBias(layer, H))),
            Tensor(model, $"bias_hh_{suffix}", [order.Length * H], order.SelectMany(g => cell.Gates[g].StateBias(layer, H))),
        ];
        return layer.Reverse is null ? own : [.. own, .. Layer(model, cell, layer.Reverse, K, $"{suffix}_reverse")];
    }

    /// <summary>A learned initial state of all layers [layers · directions, H], as PyTorch takes it but for the batch between the
    /// two.</summary>
    static SafeTensor Initial(Model model, string name, int n)
    {
        var all = model.Layers.SelectMany(l => new[] { l, l.Reverse }.OfType<Layer>()).Select(l => l.Initial[n].Value.ToArray()).ToList();
        return Tensor(model, name, [all.Count, model.Config.Model.Hidden], all.SelectMany(h => h));
    }

    static SafeTensor Tensor(Model model, string name, IReadOnlyList<int> shape, IEnumerable<double> values) =>
        new(name, [.. shape.Select(s => (long)s)], model.Precision == Precision.Float32 ? values.Select(v => (float)v).ToArray()
            : values.ToArray());
}
