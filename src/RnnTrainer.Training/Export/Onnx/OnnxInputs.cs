using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>The beginning of an exported graph: from what it is given to what the lowest layer takes.</summary>
/// <param name="graph">It gets the inputs <c>lengths</c> [B], and <c>x</c> [B,T,K], <c>symbols</c> [B,T] or both.</param>
sealed class OnnxInputs(OnnxGraph graph, Model model)
{
    const int Steps = 1; // axes of x
    const int Columns = 2;

    readonly ModelSchema _schema = model.Schema;
    readonly int _given = ModelMetadata.InputsOf(model.Schema).Count;
    readonly string _lengths = graph.Input("lengths", OnnxType.Int64, "batch");
    string _filled = "";

    /// <summary>The steps of the longest sequence, int64 [1], of a model that reads patches.</summary>
    public string AllSteps { get; private set; } = "";

    /// <summary>What is done to each sequence by itself; null: nothing.</summary>
    public OnnxPreparation? Preparation { get; } = model.Schema.Preparation is null ? null : new OnnxPreparation(graph, model);

    /// <summary>What the lowest layer takes: the vectors of symbols, the numbers, or both side by side.</summary>
    public OnnxSteps Ready()
    {
        var window = model.Task.WindowsOf(model.Config.Data)?.Window;
        var ends = window is null ? _lengths
            : graph.Add("Expand", "window lengths", [graph.Integer(window.Value), graph.Add("Shape", "batch", [_lengths])]);
        string[] parts = [
            .. model.Embedding is null ? [] : new[] { InWindow(Vectors(), window) },
            .. _schema.Inputs.Count == 0 ? [] : new[] { Numbers(window) }];
        var x = parts.Length == 1 ? parts[0] : graph.Add("Concat", "inputs side by side", parts, ("axis", (long)Columns));
        if (model.Patches is { } patches)
        {
            (x, ends) = (Patched(x, ends, patches), Counts(ends, patches));
        }

        return OnnxSteps.Of(graph, graph.Add("Transpose", "steps first", [x], ("perm", new long[] { 1, 0, 2 })), model.Inputs, ends);
    }

    /// <summary>
    /// The maps of patches [B,N,J] of the steps [B,T,K], zeros after the end of each sequence. N is that of the longest sequence or more:
    /// the patches after the last one of a sequence have no effect.
    /// </summary>
    string Patched(string x, string ends, Patches patches)
    {
        AllSteps = graph.Add("Shape", "all steps", [x], ("start", 1L), ("end", 2L));
        var t = graph.Add("Range", "steps of patches", [graph.Integer(0), graph.Add("Squeeze", "all steps", [AllSteps]), graph.Integer(1)]);
        var isThere = graph.Add("Less", "is within", [t, graph.Add("Unsqueeze", "ends", [ends, graph.Integers(1)])]);
        x = graph.Add(
            "Where", "zeros after the end", [graph.Add("Unsqueeze", "is within", [isThere, graph.Integers(2)]), x, graph.Number(0)]);
        x = graph.Add("Pad", "filled up", [x, graph.Integers(0, -patches.First(0), 0, 0, patches.Size - 1, 0)]);
        string[] parts = [.. Enumerable.Range(0, patches.Size).Select(s => graph.Add(
            "Slice", $"step {s} of patches",
            [
                x, graph.Integers(s), graph.Add("Add", $"end of step {s}", [AllSteps, graph.Integers(s)]), graph.Integers(Steps),
                graph.Integers(patches.Stride),
            ]))];
        var rows = parts.Length == 1 ? parts[0] : graph.Add("Concat", "patches", parts, ("axis", (long)Columns));
        return graph.Add("MatMul", "patch", [rows, graph.Add("Transpose", "patch.W turned", [OnnxFile.Weight(graph, model.Patch!)])]);
    }

    /// <summary>The number of patches of each sequence.</summary>
    string Counts(string ends, Patches patches)
    {
        if (patches.HasStepOutputs)
        {
            var filled = graph.Add("Add", "steps filled up", [ends, graph.Integer(patches.Stride - 1)]);
            return graph.Add("Div", "patches of each", [filled, graph.Integer(patches.Stride)]);
        }

        var rest = graph.Add("Add", "steps after the first patch", [ends, graph.Integer(patches.Stride - 1 - patches.Size)]);
        var further = graph.Add(
            "Div", "further patches",
            [graph.Add("Max", "steps after the first patch", [rest, graph.Integer(0)]), graph.Integer(patches.Stride)]);
        return graph.Add("Add", "patches of each", [further, graph.Integer(1)]);
    }

    /// <summary>The values of some columns at P steps before the end, to which a forecast is added: [B,P,C].</summary>
    /// <param name="before">1 is the last step.</param>
    public string Before(IReadOnlyList<int> before, IReadOnlyList<int> columns) =>
        graph.Add(
            "Gather", "targets before", [FromEnd(_filled, before, "steps before"), graph.Integers([.. columns.Select(c => (long)c)])],
            ("axis", (long)Columns));

    /// <summary>The vector of each step's symbol; of several columns the sum of theirs, each numbered from 0 in its own list.</summary>
    string Vectors()
    {
        if (_schema.Encoding!.Forms.Count > 0)
        {
            throw new RunException("a model that looks at the form of words is not exported as ONNX", "train without data.affixes");
        }

        var E = OnnxFile.Weight(graph, model.Embedding!);
        var M = _schema.SymbolsPerStep;
        if (M == 1)
        {
            return graph.Add("Gather", "vectors", [E, graph.Input("symbols", OnnxType.Int64, "batch", "steps")]);
        }

        long[] firsts = new long[M];
        foreach (var (v, m) in _schema.Encoding!.Vocabularies().SkipLast(1).Select((v, m) => (v, m)))
        {
            firsts[m + 1] = firsts[m] + v.Count;
        }

        var symbols = graph.Add(
            "Add", "symbols of all columns", [graph.Input("symbols", OnnxType.Int64, "batch", "steps", M), graph.Integers(firsts)]);
        return graph.Add(
            "ReduceSum", "vectors", [graph.Add("Gather", "vectors of columns", [E, symbols]), graph.Integers(Columns)], ("keepdims", 0L));
    }

    /// <summary>The numbers of each step, filled and scaled.</summary>
    string Numbers(int? window)
    {
        var raw = graph.Input("x", OnnxType.Float, "batch", "steps", _given);
        _filled = Filled(raw);
        var x = InWindow(WithIndicators(raw, _filled), window);
        if (Preparation is null)
        {
            return Scaled(x);
        }

        var isStep = window is null ? IsStep(x) : null;
        x = Scaled(Preparation.Prepared(x, isStep));
        return isStep is null ? x : graph.Add("Where", "without padding", [isStep, x, graph.Number(0)]);
    }

    /// <summary>[B,T,1]: whether a step is one of its sequence, and no padding.</summary>
    string IsStep(string x)
    {
        var length = graph.Add("Gather", "length of the longest", [graph.Add("Shape", "shape", [x]), graph.Integer(Steps)], ("axis", 0L));
        var steps = graph.Add("Range", "steps", [graph.Integer(0), length, graph.Integer(1)]);
        var isStep = graph.Add("Less", "is step", [steps, graph.Add("Unsqueeze", "ends", [_lengths, graph.Integers(1)])]);
        return graph.Add("Unsqueeze", "is step", [isStep, graph.Integers(Columns)]);
    }

    /// <summary>The last steps of each sequence that a forecast reads.</summary>
    string InWindow(string x, int? window) =>
        window is { } steps ? FromEnd(x, [.. Enumerable.Range(0, steps).Select(t => steps - t)], "window") : x;

    /// <summary>Rows of each sequence, counted from its end: [B,P,K].</summary>
    string FromEnd(string x, IReadOnlyList<int> before, string wish)
    {
        var ends = graph.Add("Unsqueeze", "ends", [_lengths, graph.Integers(1)]);
        var rows = graph.Add("Sub", $"rows of the {wish}", [ends, graph.Integers([.. before.Select(n => (long)n)])]);
        return graph.Add(
            "GatherND", wish, [x, graph.Add("Unsqueeze", $"rows of the {wish}", [rows, graph.Integers(2)])], ("batch_dims", 1L));
    }

    /// <summary><c>(x − shift) / scale</c>; inputs that are targets too may be counted from their last value.</summary>
    string Scaled(string x)
    {
        var (shift, scale, K) = (_schema.Normalization.Shift, _schema.Normalization.Scale, _schema.Channels.Count);
        if (model.Config.Data.RelativeInputs)
        {
            var isTarget = _schema.Channels.Select((name, k) => k < _schema.Inputs.Count && _schema.Target.Contains(name)).ToArray();
            var last = graph.Add("Gather", "last step", [x, graph.Integers(-1)], ("axis", (long)Steps));
            x = graph.Add(
                "Sub", "from the last step",
                [x, graph.Add("Mul", "last targets", [last, graph.Floats("is target", [K], isTarget.Select(t => t ? 1.0 : 0))])]);
            shift = [.. shift.Select((s, k) => isTarget[k] ? 0 : s)];
        }

        return graph.Add(
            "Div", "scaled", [graph.Add("Sub", "shifted", [x, graph.Floats("shift", [K], shift)]), graph.Floats("scale", [K], scale)]);
    }

    /// <summary>Missing numbers replaced.</summary>
    string Filled(string x)
    {
        var K = _given;
        if (_schema.Encoding is not { Numbers.Count: > 0, Missing: not MissingPolicy.Error } encoding)
        {
            return x;
        }

        var means = graph.Floats("means", [K], Enumerable.Range(0, K).Select(MeanOf));
        if (encoding.Missing != MissingPolicy.ForwardFill)
        {
            return graph.Add("Where", "filled", [graph.Add("IsNaN", "is missing", [x]), means, x]);
        }

        var body = new OnnxGraph("forward fill", graph);
        var (before, now) = (body.Input("row before", OnnxType.Float, "batch", K), body.Input("row", OnnxType.Float, "batch", K));
        var row = body.Add("Where", "filled row", [body.Add("IsNaN", "is missing", [now]), before, now]);
        body.Output(row, OnnxType.Float, "batch", K);
        body.Output(body.Add("Identity", "filled row", [row]), OnnxType.Float, "batch", K);
        var first = graph.Add(
            "Expand", "rows before the first",
            [means, graph.Add("Concat", "rows", [graph.Add("Shape", "batch", [_lengths]), graph.Integers(K)], ("axis", 0L))]);
        return graph.Add(
            "Scan", ["last rows", "filled"], [first, x], ("body", body), ("num_scan_inputs", 1L),
            ("scan_input_axes", new[] { (long)Steps }), ("scan_output_axes", new[] { (long)Steps }))[1];
    }

    /// <summary>What a missing number becomes; NaN where its sequence decides.</summary>
    double MeanOf(int k) => k >= _schema.Encoding!.Means.Count ? 0
        : _schema.Preparation?.Unfilled.Contains(k) == true ? double.NaN : _schema.Encoding.Means[k];

    /// <summary>1 where a number was missing, for the columns that have such a second one, in its place among the inputs.</summary>
    string WithIndicators(string raw, string x)
    {
        if (_schema.Encoding is not { Indicators.Count: > 0 } encoding)
        {
            return x;
        }

        var (numbers, indicators) = (encoding.Numbers.Count, encoding.Indicators.Count);
        var columns = graph.Integers([.. encoding.Indicators.Select(i => (long)encoding.Numbers.ToList().IndexOf(i))]);
        var missing = graph.Add(
            "Cast", "indicators",
            [graph.Add("IsNaN", "is missing", [graph.Add("Gather", "columns", [raw, columns], ("axis", (long)Columns))])],
            ("to", (long)OnnxType.Float));
        var all = graph.Add("Concat", "with indicators", [x, missing], ("axis", (long)Columns));
        long[] order = [
            .. Enumerable.Range(0, _given + indicators)
            .Select(k => (long)(k < numbers ? k : k < numbers + indicators ? k - numbers + _given : k - indicators))];
        return graph.Add("Gather", "inputs", [all, graph.Integers(order)], ("axis", (long)Columns));
    }
}
