using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Export;

/// <summary>How an exported file computes outputs from the rows that the head reads.</summary>
static class CSharpOutputs
{
    /// <summary>An expression for the output of a row <c>h</c>.</summary>
    public static string Call(Model model) => model.Task.Output.Activation is { } activation ? activation.CSharp
        : model.Schema.HasUnits ? $"FromUnits(InOwnUnits(Head(h)), {CSharpInputs.NumbersOf(model)})"
        : ForecastStart.SeasonOf(model) is null ? "InOwnUnits(Head(h))"
        : $"FromBase(InOwnUnits(Head(h)), {CSharpInputs.NumbersOf(model)})";

    /// <summary>The method that names the likeliest class; empty where there are none.</summary>
    public static string Labels(Model model, string type) => model.Schema.Decision is { } decision ? Decided(model, type, decision)
        : model.Task.Output.Activation is not { HasLikeliest: true } ? "" : $$"""
        /// <summary>{{(model.IsPerStep ? "The likeliest class at each step." : "The likeliest class, alone in its array.")}}</summary>
        public static string[] Labels({{type}} steps) => [.. Answers(steps).Select(p => Outputs[Array.IndexOf(p, p.Max())])];
        """;

    /// <summary>The same where a decision takes another class than the likeliest; of labels, whether each is predicted.</summary>
    static string Decided(Model model, string type, Decision decision) => decision.Costs is { } costs
        ? $$"""
        /// <summary>{{(model.IsPerStep ? "The class that is predicted at each step" : "The class that is predicted, alone in its array")}}: that with the lowest expected cost.</summary>
        public static string[] Labels({{type}} steps) => [.. Answers(steps).Select(p => Outputs[Cheapest(p)])];

        static int Cheapest(double[] p)
        {
            double[][] costs = [{{string.Join(", ", costs.Select(CSharpFile.Numbers))}}];
            double[] expected = [.. p.Select((_, k) => p.Select((q, c) => q * costs[c][k]).Sum())];
            return Array.IndexOf(expected, expected.Min());
        }
        """
        : $$"""
        /// <summary>{{(model.IsPerStep ? "Of each step" : "Alone in its array")}}, whether each output is predicted: its probability is above its threshold.</summary>
        public static bool[][] Labels({{type}} steps) => [.. Answers(steps).Select(p => p.Select((q, c) => q > Thresholds[c]).ToArray())];

        static readonly double[] Thresholds = {{CSharpFile.Numbers([.. decision.Thresholds!])}};
        """;

    /// <summary>The head and what <see cref="Call"/> calls.</summary>
    public static string Text(Model model)
    {
        var (C, H) = (model.Schema.Outputs, model.Width);
        return $$"""
            {{Weights(model)}}
                var s = new double[{{C}}];
                for (var c = 0; c < {{C}}; c++)
                {
                    for (var j = 0; j < {{H}}; j++)
                    {
                        s[c] += W[c * {{H}} + j] * h[j];
                    }

                    s[c] -= B[c];
                }

                return s;
            }
            """ + (model.Task.Output.Activation is { } activation ? activation.CSharpFunctions : Units(model) + FromBase(model));
    }

    /// <summary>The beginning of the head: its weights, of patches those of one of their steps.</summary>
    static string Weights(Model model) => model.Heads.Count == 1
        ? """
        static double[] Head(double[] h)
        {
            var (W, B) = (Weights.All["head.W"], Weights.All["head.B"]);
        """
        : """
        static double[] Head((double[] State, int Step) patch)
        {
            var (h, name) = (patch.State, patch.Step == 0 ? "head" : $"head.{patch.Step}");
            var (W, B) = (Weights.All[$"{name}.W"], Weights.All[$"{name}.B"]);
        """;

    static string Units(Model model) => model.Schema.TargetScaling is not { } scaling ? "\n\nstatic double[] InOwnUnits(double[] y) => y;" : $$"""


        static readonly double[] TargetShift = {{CSharpFile.Numbers(scaling.Shift)}};
        static readonly double[] TargetScale = {{CSharpFile.Numbers(scaling.Scale)}};

        static double[] InOwnUnits(double[] y) => [.. y.Select((v, n) => v * TargetScale[n % TargetScale.Length] + TargetShift[n % TargetShift.Length])];
        """;

    static string FromBase(Model model) => model.Schema.HasUnits
        ? CSharpPreparation.FromUnits(model, ForecastStart.SeasonOf(model))
        : ForecastStart.SeasonOf(model) is not { } season ? "" : $$"""


        static readonly int[] TargetColumns = [{{string.Join(", ", model.Schema.TargetPlaces)}}];

        static double[] FromBase(double[] y, double[][] steps) =>
            [.. y.Select((v, n) => v + steps[^({{season}} - n / TargetColumns.Length % {{season}})][TargetColumns[n % TargetColumns.Length]])];
        """;
}
