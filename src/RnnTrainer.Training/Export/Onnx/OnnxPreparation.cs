using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.Onnx;

/// <summary>What <see cref="Preparation"/> does to each sequence by itself, in an exported graph.</summary>
sealed class OnnxPreparation(OnnxGraph graph, Model model)
{
    const long Steps = 1; // axes of x [B,T,K]
    const long Columns = 2;

    readonly Preparation _columns = model.Schema.Preparation!;
    readonly int _inputs = model.Schema.Inputs.Count;
    (string Shift, string Scale)? _own;

    /// <summary>The channels of each step [B,T,W].</summary>
    /// <param name="x">[B,T,K], NaN where a number is missing.</param>
    /// <param name="isStep">[B,T,1]: which steps are no padding; null: all.</param>
    public string Prepared(string x, string? isStep)
    {
        var z = Transformed(x, "inputs", [.. Enumerable.Range(0, _inputs)]);
        var deviation = "";
        if (_columns.Unfilled.Count > 0)
        {
            var isMissing = graph.Add("IsNaN", "is missing", [z]);
            var known = graph.Add("Not", "is known", [isMissing]);
            known = isStep is null ? known : graph.Add("And", "is known step", [known, isStep]);
            var (mean, dev, size) = Statistics(z, known);
            deviation = dev;
            var isScaled = Flags("is scaled by itself", _columns.Scaled);
            var filled = graph.Floats("filled after", [_inputs], OwnScale.FilledOf(_columns, _inputs));
            z = graph.Add("Where", "filled by itself", [isMissing, graph.Add("Where", "fill", [isScaled, mean, filled]), z]);
            _own = Own(isScaled, mean, dev, size);
            z = graph.Add("Div", "own scaled", [graph.Add("Sub", "own shifted", [z, _own.Value.Shift]), _own.Value.Scale]);
        }

        string[] parts = [z, .. Differences(z), .. Deviations(x, deviation)];
        return parts.Length == 1 ? z : graph.Add("Concat", "channels", parts, ("axis", Columns));
    }

    /// <summary>Targets that are inputs, from the units of the file: [B,·,C].</summary>
    public string ToUnits(string y)
    {
        y = Transformed(y, "targets", model.Schema.TargetPlaces);
        return OfTargets() is var (shift, scale)
            ? graph.Add("Div", "own base", [graph.Add("Sub", "own base", [y, shift]), scale]) : y;
    }

    /// <summary>Outputs to the units of the file.</summary>
    public string FromUnits(string y)
    {
        y = OfTargets() is var (shift, scale)
            ? graph.Add("Add", "from own scale", [graph.Add("Mul", "from own scale", [y, scale]), shift]) : y;
        return Chosen(
            "targets", model.Schema.TargetPlaces, y, () => _columns.Transform == Transform.Log ? graph.Add("Exp", "exponential", [y])
                : Signed(y, graph.Add("Sub", "exponential", [graph.Add("Exp", "exponential", [graph.Add("Abs", "size", [y])]), graph.Number(1)])));
    }

    string Transformed(string x, string kind, IReadOnlyList<int> places) => Chosen(
        kind, places, x, () => _columns.Transform == Transform.Log ? graph.Add("Log", "logarithm", [x])
            : Signed(x, graph.Add("Log", "logarithm", [graph.Add("Add", "1 + size", [graph.Add("Abs", "size", [x]), graph.Number(1)])])));

    string Signed(string x, string size) => graph.Add("Mul", "signed", [graph.Add("Sign", "sign", [x]), size]);

    /// <summary><paramref name="change"/> of the columns that are transformed, and the others.</summary>
    string Chosen(string kind, IReadOnlyList<int> places, string x, Func<string> change) => !places.Any(_columns.Transformed.Contains) ? x
        : graph.Add(
            "Where", $"{kind} transformed",
            [Bools($"are {kind} transformed", places.Select(_columns.Transformed.Contains)), change(), x]);

    /// <summary>Of each sequence and column, over the known steps: [B,1,K].</summary>
    (string Mean, string Deviation, string Size) Statistics(string z, string known)
    {
        var (zero, one) = (graph.Number(0), graph.Number(1));
        var least = Reduced("ReduceMin", "least", graph.Add("Where", "known", [known, z, graph.Number(float.MaxValue)]));
        var most = Reduced("ReduceMax", "most", graph.Add("Where", "known", [known, z, graph.Number(float.MinValue)]));
        var isConstant = graph.Add("LessOrEqual", "is constant", [most, least]);
        var isEmpty = graph.Add("Less", "is empty", [most, least]);
        var unit = graph.Add(
            "Where", "unit", [isConstant, one, graph.Add("Max", "largest", [graph.Add("Abs", "size", [least]), graph.Add("Abs", "size", [most])])]);
        var numbers = graph.Add("Div", "in units", [graph.Add("Where", "known or 0", [known, z, zero]), unit]);
        var count = graph.Add(
            "Max", "count", [Reduced("ReduceSum", "count", graph.Add("Cast", "known", [known], ("to", (long)OnnxType.Float))), one]);
        var mean = graph.Add(
            "Where", "mean",
            [isConstant, graph.Add("Where", "constant", [isEmpty, zero, least]), graph.Add("Div", "mean", [Reduced("ReduceSum", "sum", numbers), count])]);
        var distance = graph.Add("Where", "distance", [known, graph.Add("Sub", "distance", [numbers, mean]), zero]);
        var variance = graph.Add(
            "Div", "variance", [Reduced("ReduceSum", "squares", graph.Add("Mul", "square", [distance, distance])), count]);
        var deviation = graph.Add(
            "Where", "deviation", [isConstant, zero, graph.Add("Mul", "deviation", [graph.Add("Sqrt", "deviation", [variance]), unit])]);
        var size = graph.Add(
            "Mul", "mean size",
            [graph.Add("Div", "mean size", [Reduced("ReduceSum", "sizes", graph.Add("Abs", "size", [numbers])), count]), unit]);
        return (graph.Add("Mul", "mean", [mean, unit]), deviation, size);
    }

    string Reduced(string operation, string wish, string x) => graph.Add(operation, wish, [x, graph.Integers(Steps)], ("keepdims", 1L));

    (string Shift, string Scale) Own(string isScaled, string mean, string deviation, string size)
    {
        var (zero, one) = (graph.Floats("no shift", [1, 1, 1], [0]), graph.Floats("no scale", [1, 1, 1], [1]));
        var (shift, scale) = (_columns.Own, _columns.Transform) switch
        {
            (OwnScaling.Sequence, _) => (mean, deviation),
            (_, null) => (zero, size),
            _ => (mean, one),
        };
        var isUsed = graph.Add("And", "has own scale", [isScaled, graph.Add("Greater", "is above 0", [scale, zero])]);
        return (graph.Add("Where", "own shift", [isScaled, shift, zero]), graph.Add("Where", "own scale", [isUsed, scale, one]));
    }

    IEnumerable<string> Differences(string z)
    {
        if (_columns.Differences.Count == 0)
        {
            yield break;
        }

        var now = Gathered("differing", z, _columns.Differences);
        var first = graph.Add("Slice", "first", [now, graph.Integers(0), graph.Integers(1), graph.Integers(Steps)]);
        var others = graph.Add("Slice", "all but the last", [now, graph.Integers(0), graph.Integers(-1), graph.Integers(Steps)]);
        yield return graph.Add("Sub", "differences", [now, graph.Add("Concat", "before", [first, others], ("axis", Steps))]);
    }

    IEnumerable<string> Deviations(string x, string deviation)
    {
        if (_columns.Deviations.Count == 0)
        {
            yield break;
        }

        var count = _columns.Deviations.Count;
        var least = graph.Floats("least deviations", [count], _columns.LeastDeviations);
        var logarithms = graph.Add(
            "Log", "scales", [graph.Add("Max", "deviations", [Gathered("deviations", deviation, _columns.Deviations), least])]);
        var shape = graph.Add("Shape", "batch and steps", [x], ("start", 0L), ("end", 2L));
        yield return graph.Add(
            "Expand", "scales at each step", [logarithms, graph.Add("Concat", "shape", [shape, graph.Integers(count)], ("axis", 0L))]);
    }

    /// <summary>The own scales of the targets [B,1,C]; null: they have none.</summary>
    (string Shift, string Scale)? OfTargets() => _own is var (shift, scale) && model.Schema.TargetPlaces.Any(_columns.Scaled.Contains)
        ? (Gathered("target own shift", shift, model.Schema.TargetPlaces), Gathered("target own scale", scale, model.Schema.TargetPlaces))
        : null;

    string Gathered(string wish, string x, IReadOnlyList<int> columns) =>
        graph.Add("Gather", wish, [x, graph.Integers([.. columns.Select(k => (long)k)])], ("axis", Columns));

    string Flags(string wish, IReadOnlyList<int> places) => Bools(wish, Enumerable.Range(0, _inputs).Select(places.Contains));

    string Bools(string wish, IEnumerable<bool> flags)
    {
        double[] numbers = [.. flags.Select(flag => flag ? 1.0 : 0)];
        return graph.Add("Cast", wish, [graph.Floats($"{wish} (0 or 1)", [numbers.Length], numbers)], ("to", (long)OnnxType.Bool));
    }
}
