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
        place with { Class = schema.Classes[outputs.ClassOf(n)], Probabilities = outputs.Softmax(n) };

    public override IReadOnlyList<string> ProbabilityNames(ModelSchema schema) => schema.Classes;

    /// <summary>The schema with the classes of training and how often each occurs.</summary>
    public static ModelSchema Fit(ModelSchema schema, IReadOnlyList<Sequence> training)
    {
        var classes = Classes.Of(training);
        var counts = training.SelectMany(s => s.StepLabels ?? [s.Label!]).CountBy(label => label).ToDictionary();
        return schema with { Classes = classes.Names, Naive = [.. classes.Names.Select(c => (double)counts[c])] };
    }

    /// <summary>
    /// Scores of classes, and of the baselines that need no more than the targets. A label that training never saw counts as an error.
    /// </summary>
    /// <param name="labels">Of each sequence, the labels of its outputs.</param>
    public static EvaluationResult Score(IPredictor predictor, DataPart part, Func<Sequence, IReadOnlyList<string>> labels)
    {
        var (schema, outputs) = (predictor.Schema, predictor.Outputs());
        var classes = schema.Classes.Select((name, c) => (name, c)).ToDictionary(p => p.name, p => p.c, StringComparer.Ordinal);
        var unseen = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] targets = [.. part.Raw.SelectMany(labels).Select(Number)];
        int[] predicted = [.. targets.Select((_, n) => outputs.ClassOf(n))];
        double[] losses = [.. targets.Select((y, n) => y < 0 ? 0 : outputs.CrossEntropy(n, y))];
        int[] counts = [.. part.Raw.Select(s => labels(s).Count)];
        var tally = ClassSums.Tally(schema.Classes.Count, unseen.Count, targets, predicted, losses, counts);
        return new EvaluationResult(tally.Scores(), schema.Naive is { } naive ? Baselines.Classes(schema, naive, targets, part.Raw) : [])
        {
            Tally = tally,
            Confusion = ConfusionMatrix.Of(schema.Classes, targets, predicted),
            Outputs = outputs,
        };

        // Labels that training never saw are −1, −2, …
        int Number(string label)
        {
            if (classes.TryGetValue(label, out var y))
            {
                return y;
            }

            unseen.TryAdd(label, -unseen.Count - 1);
            return unseen[label];
        }
    }
}
