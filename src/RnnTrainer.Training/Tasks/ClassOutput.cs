using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>One of C classes: softmax, cross-entropy.</summary>
sealed class ClassOutput : OutputKind
{
    public override bool HasClassTargets => true;

    public override OutputActivation? Activation { get; } = new("probabilities", "Softmax", -1, "Softmax(Head(h))", """


        static double[] Softmax(double[] s)
        {
            var largest = s.Max();
            var e = Array.ConvertAll(s, v => Math.Exp(v - largest));
            var Z = e.Sum();
            return Array.ConvertAll(e, v => v / Z);
        }
        """, HasLikeliest: true);

    public override string Meaning => "the probability of each class.";

    public override Computed Loss(Graph graph, Computed outputs, Input targets, NumberLoss loss) =>
        Losses.SoftmaxCrossEntropy(graph, outputs, targets);

    public override double LossOfZeros(int C, IEnumerable<double> targets, NumberLoss loss) => Math.Log(C);

    public override double LossOf(ModelOutputs outputs, int n, OutputTarget target) =>
        target.Class < 0 ? 0 : outputs.CrossEntropy(n, target.Class);

    public override double[] Values(ModelOutputs outputs, int n) => outputs.Softmax(n);

    /// <summary>The logarithms of the mean probabilities, <c>log Σ_k p[k,c] − log K</c>, from logarithms: nothing underflows.</summary>
    public override double[] Average(IReadOnlyList<double[]> members)
    {
        double[] Z = [.. members.Select(s => Logits.LogSumExp(s))];
        return [.. Enumerable.Range(0, members[0].Length).Select(c => Logits.LogMeanExp([.. members.Select((s, k) => s[c] - Z[k])]))];
    }

    public override Prediction Predicted(Prediction place, ModelOutputs outputs, int n, ModelSchema schema) =>
        place with { Class = schema.Classes[outputs.ClassOf(n, schema.Decision)], Probabilities = outputs.Softmax(n) };

    public override string? Read(ReadOnlySpan<double> output, ModelSchema schema, Span<double> probabilities, Span<double> values)
    {
        Logits.Softmax(output, probabilities);
        return schema.Classes[schema.Decision is { } decision ? decision.ClassOf(probabilities) : Logits.ArgMax(output)];
    }

    public override IReadOnlyList<string> ProbabilityNames(ModelSchema schema) => schema.Classes;

    /// <summary>The schema with the classes of training and how often each occurs.</summary>
    public static ModelSchema Fit(ModelSchema schema, IReadOnlyList<Sequence> training)
    {
        var classes = Classes.Of(training);
        var counts = training.SelectMany(Classes.LabelsOf).CountBy(label => label).ToDictionary();
        return schema with { Classes = classes.Names, Naive = [.. classes.Names.Select(c => (double)counts[c])] };
    }

    /// <summary>
    /// Scores of classes, and of the baselines that need no more than the targets. A label that training never saw counts as an error.
    /// </summary>
    /// <param name="labelOf">The label of a sequence, or of a step of it.</param>
    public static EvaluationResult Score(IPredictor predictor, DataPart part, Func<Sequence, int, string> labelOf) =>
        predictor.KeepsOutputs ? ScoreAll(predictor, part, labelOf) : ScoreInPass(predictor, part, labelOf);

    // All outputs at once: the plain form of ScoreInPass.
    static EvaluationResult ScoreAll(IPredictor predictor, DataPart part, Func<Sequence, int, string> labelOf)
    {
        var (schema, outputs, isPerStep) = (predictor.Schema, predictor.Outputs(), predictor.Config.IsPerStep());
        var (scorer, targets) = (new ClassScorer(predictor), new List<int>());
        foreach (var sequence in part.Raw)
        {
            for (var t = 0; t < (isPerStep ? sequence.Length : 1); t++)
            {
                targets.Add(scorer.Add(labelOf(sequence, t), outputs, targets.Count));
            }

            scorer.EndSequence();
        }

        return scorer.Result(schema.Naive is { } naive ? Baselines.Classes(schema, naive, targets, part.Raw) : []) with
        {
            Outputs = outputs,
        };
    }

    // The outputs of many steps would be far more than the sums: each is added and given up.
    static EvaluationResult ScoreInPass(IPredictor predictor, DataPart part, Func<Sequence, int, string> labelOf)
    {
        var schema = predictor.Schema;
        var (scorer, baselines) = (new ClassScorer(predictor), schema.Naive is { } naive ? new ClassBaselines(schema, naive) : null);
        foreach (var output in predictor.InOrder(part))
        {
            var y = scorer.Add(labelOf(output.Sequence, output.Step), output.All, output.Number);
            baselines?.Add(y, output.Sequence, output.Step);
            if (output.Loss is not null)
            {
                scorer.EndSequence();
            }
        }

        return scorer.Result(baselines?.Baselines() ?? []);
    }
}
