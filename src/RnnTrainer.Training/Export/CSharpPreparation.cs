using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export;

/// <summary>How an exported file does what <see cref="Preparation"/> does to each sequence by itself.</summary>
static class CSharpPreparation
{
    /// <summary>The members <c>Prepared</c>, <c>Own</c> and <c>Transformed</c>.</summary>
    /// <param name="model">It has a preparation.</param>
    public static string Text(Model model)
    {
        var (columns, K) = (model.Schema.Preparation!, model.Schema.Inputs.Count);
        var filled = OwnScale.FilledOf(columns, K);
        return $$"""


            static readonly bool[] IsTransformed = {{Flags(columns.Transformed, K)}};
            static readonly bool[] IsScaled = {{Flags(columns.Scaled, K)}};
            static readonly double[] FilledAfter = {{CSharpFile.Numbers(filled)}};
            static readonly int[] Differences = [{{string.Join(", ", columns.Differences)}}];
            static readonly int[] Deviations = [{{string.Join(", ", columns.Deviations)}}];
            static readonly double[] LeastDeviations = {{CSharpFile.Numbers(columns.LeastDeviations)}};

            // The inputs, the changes from the step before, and the logarithms of the deviations.
            static double[][] Prepared(double[][] steps)
            {
                var (shift, scale, filled, sizes) = Own(steps);
                double[][] z = [.. steps.Select(row => row.Select((v, k) => ((double.IsNaN(v) ? filled[k] : Transformed(v, k)) - shift[k]) / scale[k]).ToArray())];
                return [.. z.Select((row, t) => (double[])[.. row, .. Differences.Select(k => t == 0 ? 0 : row[k] - z[t - 1][k]), .. sizes])];
            }

            // What the columns of this sequence are scaled by.
            static (double[] Shift, double[] Scale, double[] Filled, double[] Sizes) Own(double[][] steps)
            {
                var (shift, scale, filled, sizes) = (new double[{{K}}], new double[{{K}}], (double[])FilledAfter.Clone(), new double[Deviations.Length]);
                Array.Fill(scale, 1);
                for (var k = 0; k < {{K}}; k++)
                {
                    var place = Array.IndexOf(Deviations, k);
                    if (!IsScaled[k] && place < 0)
                    {
                        continue;
                    }

                    double[] known = [.. steps.Where(row => !double.IsNaN(row[k])).Select(row => Transformed(row[k], k)).DefaultIfEmpty(0)];
                    var isConstant = known.Min() == known.Max();
                    var mean = isConstant ? known[0] : known.Average();
                    var deviation = isConstant ? 0 : Math.Sqrt(known.Average(v => (v - mean) * (v - mean)));
                    if (place >= 0)
                    {
                        sizes[place] = Math.Log(Math.Max(deviation, LeastDeviations[place]));
                    }

                    if (IsScaled[k])
                    {
                        filled[k] = mean;
                        (shift[k], scale[k]) = {{OwnOf(columns)}};
                        scale[k] = scale[k] > 0 ? scale[k] : 1;
                    }
                }

                return (shift, scale, filled, sizes);
            }

            static double Transformed(double v, int k) => {{(columns.Transform is null ? "v" : $"IsTransformed[k] ? {Of(columns.Transform)} : v")}};
            """;
    }

    /// <summary>The method <c>FromUnits</c>: of outputs, and of the numbers that the model was given.</summary>
    /// <param name="season">See <see cref="ForecastStart"/>.</param>
    public static string FromUnits(Model model, int? season)
    {
        var columns = model.Schema.Preparation!;
        var place = "TargetPlaces[n % TargetPlaces.Length]";
        var start = season is null ? "" : $" + To(steps[^({season} - n / TargetPlaces.Length % {season})][{place}], {place})";
        var isOwn = columns.Scaled.Count > 0 && columns.Own == OwnScaling.Series;
        return $$"""


            static readonly int[] TargetPlaces = [{{string.Join(", ", model.Schema.TargetPlaces)}}];

            static double[] FromUnits(double[] y, double[][] steps)
            {
                {{(isOwn ? "var (shift, scale, _, _) = Own(Seen(steps));\n    " : "")}}return [.. y.Select((v, n) => From(v{{start}}, {{place}}))];
                {{(season is null ? "" : $"\n    double To(double v, int k) => k < 0 ? v : {(isOwn ? "(Transformed(v, k) - shift[k]) / scale[k]" : "Transformed(v, k)")};\n")}}
                double From(double v, int k) => k < 0 ? v : Restored({{(isOwn ? "v * scale[k] + shift[k]" : "v")}}, k);
            }

            static double Restored(double v, int k) => {{(columns.Transform is null ? "v" : $"IsTransformed[k] ? {Inverse(columns.Transform)} : v")}};
            """;
    }

    static string OwnOf(Preparation columns) => (columns.Own, columns.Transform) switch
    {
        (OwnScaling.Sequence, _) => "(mean, deviation)",
        (_, null) => "(0, known.Average(v => Math.Abs(v)))",
        _ => "(mean, 1)",
    };

    static string Of(Transform? transform) => transform == Transform.Log ? "Math.Log(v)" : "Math.CopySign(Math.Log(1 + Math.Abs(v)), v)";

    static string Inverse(Transform? transform) => transform == Transform.Log ? "Math.Exp(v)" : "Math.CopySign(Math.Exp(Math.Abs(v)) - 1, v)";

    static string Flags(IReadOnlyList<int> places, int K) =>
        $"[{string.Join(", ", Enumerable.Range(0, K).Select(k => places.Contains(k) ? "true" : "false"))}]";
}
