using System.Globalization;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.C;

/// <summary>
/// What a header does with a row of the file: symbols are numbers of a list, then come the numbers, then 0/1 columns of categories.
/// Missing numbers are filled, columns transformed, changes added, all normalized.
/// </summary>
sealed class CInputs(CWeights weights)
{
    readonly Model _model = weights.Model;
    readonly InputEncoding? _encoding = weights.Model.Schema.Encoding;

    /// <summary>M, the symbols of a step.</summary>
    public int Symbols => _model.Embedding is null ? 0 : _model.Schema.SymbolsPerStep;

    /// <summary>The inputs of the model that are 1 where a number is missing: they are no columns of the file.</summary>
    int Indicators => _encoding?.Indicators.Count ?? 0;

    /// <summary>The numeric inputs of the encoding; where there is none, all inputs.</summary>
    int Numbers => _encoding?.Numbers.Count ?? _model.Schema.Inputs.Count;

    /// <summary>K, the numbers of a step before channels are added.</summary>
    public int K => _model.Schema.Inputs.Count;

    /// <summary>The channels that the layers are given besides the vector of the symbols.</summary>
    public int Channels => _model.Schema.Channels.Count;

    /// <summary>The columns of <c>x</c>, with what has to be known of each.</summary>
    public IReadOnlyList<string> Columns =>
    [
        .. Symbols == 0 ? [] : _encoding!.WordVocabularies().Zip(_encoding.TokenColumns, (v, name) => $"{name}: the number of "
            + $"{string.Join(", ", v.Names.Select((s, n) => $"{n} {Printable.Cell(s)}"))}"),
        .. _model.Schema.Inputs.Where((_, k) => k < Numbers || k >= Numbers + Indicators),
    ];

    /// <summary>Whether missing numbers are filled.</summary>
    public bool Fills => _encoding is { Numbers.Count: > 0, Missing: not MissingPolicy.Error };

    /// <summary>Whether a missing number is filled with the one before it.</summary>
    public bool FillsForward => Fills && _encoding!.Missing == MissingPolicy.ForwardFill;

    Preparation? Preparation => _model.Schema.Preparation;

    /// <summary>The columns whose change is a channel.</summary>
    public IReadOnlyList<int> Differences => Preparation?.Differences ?? [];

    /// <summary>The arrays of numbers that the functions read.</summary>
    public IEnumerable<string> Constants()
    {
        var (prefix, normalization) = (weights.Prefix, _model.Schema.Normalization);
        if (Channels > 0)
        {
            yield return Doubles($"{prefix}_shift", normalization.Shift);
            yield return Doubles($"{prefix}_divisor", normalization.Scale);
        }

        if (Fills)
        {
            yield return Doubles($"{prefix}_mean", _encoding!.Means);
        }

        if (Differences.Count > 0)
        {
            yield return Ints($"{prefix}_difference", Differences);
        }

        if (Indicators > 0)
        {
            yield return Ints($"{prefix}_indicator", _encoding!.Indicators.Select(n => _encoding.Numbers.ToList().IndexOf(n)));
        }
    }

    /// <summary>The function from the numbers of a row of <c>x</c> to the K numbers of a step in the units of the file.</summary>
    public string Filled() => K == 0 ? "" : $$"""
        /* The numbers of a row, missing ones filled. */
        static inline void {{weights.Prefix}}_fill({{(FillsForward ? $"{weights.Prefix}_state *state, " : "")}}const float *x, double *row)
        {
            int k;
            for (k = 0; k < {{Numbers}}; k++)
            {
                row[k] = x[k];
        {{Fill()}}    }
        {{Flags()}}{{Rest()}}}

        """;

    /// <summary>The function from the numbers of a step to what the lowest layer takes of them.</summary>
    /// <param name="last">Whether columns that are targets are taken relative to the last row of the window.</param>
    public string Ready(bool last)
    {
        if (K == 0)
        {
            return "";
        }

        var (p, t, offset) = (weights.Prefix, weights.Type, _model.Inputs - Channels);
        var to = offset == 0 ? "input[k]" : $"input[{offset} + k]";
        var transformed = Preparation is { Transform: { } transform } prepared ? string.Concat(prepared.Transformed.Select(k =>
            $"    z[{k}] = {Transformed(transform, $"z[{k}]")};\n")) : "";
        var changes = Differences.Count == 0 ? "" : $$"""
                for (k = 0; k < {{Differences.Count}}; k++)
                {
                    z[{{K}} + k] = before == 0 ? 0.0 : z[{{p}}_difference[k]] - before[{{p}}_difference[k]];
                }

            """;
        var relative = last ? $"({p}_is_target[k] ? last[k] : {p}_shift[k])" : $"{p}_shift[k]";
        return $$"""
            /* The channels of a step before they are normalized. */
            static inline void {{p}}_channels(const double *row, {{(Differences.Count > 0 ? "const double *before, " : "")}}double *z)
            {
                int k;
                for (k = 0; k < {{K}}; k++) z[k] = row[k];
            {{transformed}}{{changes}}}

            /* What the layers take of the channels. */
            static inline void {{p}}_normalize(const double *z, {{(last ? "const double *last, " : "")}}{{t}} *input)
            {
                int k;
                for (k = 0; k < {{Channels}}; k++) {{to}} = ({{t}})((z[k] - {{relative}}) / {{p}}_divisor[k]);
            }

            """;
    }

    /// <summary>A transform of a number.</summary>
    public static string Transformed(Transform transform, string v) =>
        transform == Transform.Log ? $"log({v})" : $"copysign(log(1.0 + fabs({v})), {v})";

    /// <summary>Its inverse.</summary>
    public static string Restored(Transform transform, string v) =>
        transform == Transform.Log ? $"exp({v})" : $"copysign(exp(fabs({v})) - 1.0, {v})";

    /// <summary>The statements that set the vector of the symbols; a number of no symbol is that of the first, which stands for all others,
    /// or makes the output NAN.</summary>
    public string Embedded()
    {
        if (Symbols == 0)
        {
            return "";
        }

        var (p, E) = (weights.Prefix, _model.Config.Model.Embedding);
        var entry = weights.Entry(_model.Embedding!, "n", $"n * {E} + k");
        return $"    for (k = 0; k < {E}; k++) input[k] = {weights.Zero};\n" + string.Concat(
            _encoding!.WordVocabularies().Select((vocabulary, c) =>
            {
                var (first, V) = (_encoding.WordVocabularies().Take(c).Sum(v => v.Count), vocabulary.Count);
                var isKnown = string.Create(CultureInfo.InvariantCulture, $"x[{c}] >= 0.0f && x[{c}] < {V}.0f");
                var other = vocabulary.HasUnknown ? $"{first}" : "-1";
                return $"    n = {isKnown} ? {first} + (int)x[{c}] : {other};\n"
                    + (vocabulary.HasUnknown ? "" : $"    if (n < 0)\n    {{\n        for (k = 0; k < {p.ToUpperInvariant()}_OUTPUTS; k++) y[k] = NAN;\n        return;\n    }}\n\n")
                    + $"    for (k = 0; k < {E}; k++) input[k] += {entry};\n";
            }));
    }

    internal static string Doubles(string name, IEnumerable<double> numbers) =>
        CWeights.Array("double", name, [.. numbers.Select(n => CPrinter.Number(n, ""))]);

    internal static string Ints(string name, IEnumerable<int> numbers) =>
        CWeights.Array("int", name, [.. numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))]);

    string Fill()
    {
        var p = weights.Prefix;
        return !Fills ? "" : FillsForward ? $"        if (isnan(row[k])) row[k] = isnan(state->filled[k]) ? {p}_mean[k] : state->filled[k];\n        state->filled[k] = row[k];\n"
            : $"        if (isnan(row[k])) row[k] = {p}_mean[k];\n";
    }

    string Flags() => Indicators == 0 ? ""
        : $"    for (k = 0; k < {Indicators}; k++) row[{Numbers} + k] = isnan(x[{weights.Prefix}_indicator[k]]) ? 1.0 : 0.0;\n";

    string Rest() => K == Numbers + Indicators ? ""
        : $"    for (k = {Numbers}; k < {K - Indicators}; k++) row[{Indicators} + k] = x[k];\n";
}
