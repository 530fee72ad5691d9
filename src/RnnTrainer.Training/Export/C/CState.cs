using System.Globalization;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.C;

/// <summary>What a model in C keeps from step to step.</summary>
sealed class CState
{
    const int WordBytes = 8;

    readonly CWeights _weights;
    readonly CInputs _inputs;
    readonly IReadOnlyList<string> _names;

    public CState(CWeights weights, CInputs inputs)
    {
        (_weights, _inputs) = (weights, inputs);
        var names = new CNames();
        _names = [.. Model.Cell.States.Select(names.Of)];
    }

    Model Model => _weights.Model;

    int H => Model.Config.Model.Hidden;

    /// <summary>The number of rows that a forecast keeps; null: it is none.</summary>
    public int? Rows => Model.Task.WindowsOf(Model.Config.Data)?.Before;

    /// <summary>Whether the sums, or the largest, of the outputs of the steps are kept.</summary>
    public bool Pools => !Model.IsPerStep && Model.Config.Model.Readout != ReadoutKind.Last;

    /// <summary>The bytes of the hidden states.</summary>
    public long HiddenBytes => (long)Model.Layers.Count * _names.Count * H * _weights.NumberBytes;

    /// <summary>The bytes of a state.</summary>
    public long Bytes
    {
        get
        {
            var row = (long)_inputs.K * sizeof(double);
            var kept = Rows is { } rows ? rows * row
                : HiddenBytes + (Pools ? (long)H * _weights.NumberBytes : 0) + (_inputs.Differences.Count > 0 ? row : 0);
            return WordBytes + kept + (_inputs.FillsForward ? row : 0);
        }
    }

    /// <summary>The fields of the states of a layer.</summary>
    public IReadOnlyList<string> Of(int layer) => [.. _names.Select(s => $"layer{layer}_{s}")];

    /// <summary>The declarations of its types.</summary>
    public string Text
    {
        get
        {
            var (p, type) = (_weights.Prefix, _weights.Type);
            var hidden = Enumerable.Range(0, Model.Layers.Count).SelectMany(Of).Select(s => $"    {type} {s}[{H}];\n");
            string[] fields =
            [
                "long steps;",
                .. Rows is { } rows ? [$"double rows[{rows} * {_inputs.K}];"] : new[] { $"{p}_hidden hidden;" },
                .. Rows is null && Pools ? [$"{type} pool[{H}];"] : Array.Empty<string>(),
                .. Rows is null && _inputs.Differences.Count > 0 ? [$"double before[{_inputs.K}];"] : Array.Empty<string>(),
                .. _inputs.FillsForward ? [$"double filled[{_inputs.K}];"] : Array.Empty<string>(),
            ];
            return $$"""
                typedef struct
                {
                {{string.Concat(hidden)}}} {{p}}_hidden;

                typedef struct
                {
                {{string.Concat(fields.Select(f => $"    {f}\n"))}}} {{p}}_state;

                """;
        }
    }

    /// <summary>The functions that set the states before the first step.</summary>
    public string Start
    {
        get
        {
            var (p, zero) = (_weights.Prefix, _weights.Zero);
            var hidden = Model.Layers.SelectMany((layer, l) => Of(l).Select((name, s) => string.Create(
                CultureInfo.InvariantCulture,
                $"    for (n = 0; n < {H}; n++) hidden->{name}[n] = {(layer.Initial.Count > 0 ? $"{_weights.NameOf(layer.Initial[s])}[n]" : zero)};\n")));
            var pool = Model.Config.Model.Readout == ReadoutKind.Max ? "-INFINITY" : zero;
            string[] others =
            [
                .. Rows is null ? [$"{p}_start(&state->hidden);"] : Array.Empty<string>(),
                .. Rows is null && Pools ? [$"for (n = 0; n < {H}; n++) state->pool[n] = {pool};"] : Array.Empty<string>(),
                .. Rows is null && _inputs.Differences.Count > 0 ? [$"for (n = 0; n < {_inputs.K}; n++) state->before[n] = 0.0;"]
                    : Array.Empty<string>(),
                .. Rows is { } rows ? [$"for (n = 0; n < {rows * _inputs.K}; n++) state->rows[n] = 0.0;"] : Array.Empty<string>(),
                .. _inputs.FillsForward ? [$"for (n = 0; n < {_inputs.K}; n++) state->filled[n] = NAN;"] : Array.Empty<string>(),
            ];
            var needsIndex = others.Any(o => o.StartsWith("for", StringComparison.Ordinal));
            return $$"""
                static inline void {{p}}_start({{p}}_hidden *hidden)
                {
                    int n;
                {{string.Concat(hidden)}}}

                /* Before the first step of a sequence. */
                static inline void {{p}}_reset({{p}}_state *state)
                {
                {{(needsIndex ? "    int n;\n" : "")}}    state->steps = 0;
                {{string.Concat(others.Select(o => $"    {o}\n"))}}}

                """;
        }
    }
}
