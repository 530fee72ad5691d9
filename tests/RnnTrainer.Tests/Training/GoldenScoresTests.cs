using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Training;

/// <summary>Scores against those of scikit-learn (<c>tests/check-scores</c> computes them again) and of seqeval, on random and degenerate
/// cases.</summary>
public sealed class GoldenScoresTests
{
    const double Near = 1e-9;

    static readonly Normalization None = new(NormalizationKind.None, [], []);

    public static TheoryData<string> Classes => Names("classes");

    public static TheoryData<string> Labels => Names("labels");

    public static TheoryData<string> Against => Names("against");

    public static TheoryData<string> Entities => Names("entities");

    [Theory]
    [MemberData(nameof(Classes))]
    public void Scores_of_classes_are_those_of_scikit_learn(string name)
    {
        var (y, p, golden) = Case("classes", name);
        var tally = TallyOf(y, p, keeps: false);

        AssertGolden(golden, [.. tally.Scores().Where(s => s.Metric != "loss")]);
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Scores_of_some_sequences_are_those_of_their_outputs_alone(string name)
    {
        var (y, p, _) = Case("classes", name);
        int[] some = [.. Enumerable.Range(0, y.Length).Where(n => n % 3 != 1), 0, 0]; // the first counts three times

        var scores = TallyOf(y, p, keeps: true).Scores(some);
        var alone = TallyOf([.. some.Select(n => y[n])], [.. some.Select(n => p[n])], keeps: false).Scores();

        Assert.Equal(alone.Select(s => s.Metric), scores.Select(s => s.Metric));
        Assert.Equal(alone.Select(s => s.Value), scores.Select(s => s.Value), IsNear);
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void Scores_of_labels_are_those_of_scikit_learn(string name)
    {
        var (y, p, golden) = Case("labels", name);
        var (C, N) = (y[0].Length, y.Length);
        var (sums, ranked) = (new BinarySums(C), new RankedScores(C, 0, keeps: false));
        foreach (var (target, probabilities) in y.Zip(p))
        {
            double[] there = [.. target.Select(t => (double)t)];
            sums.Add(there, [.. probabilities.Select(x => x > 0.5 ? 1.0 : 0)], probabilities);
            ranked.Add(probabilities, there);
        }

        var evaluation = new EvaluationResult([], [])
        {
            Tally = new RankedTally(
                new Tally<BinarySums>([sums], BinarySums.ScoresOf), weights => RankedTally.OfLabels(ranked, weights), keeps: false),
            Labels = sums.Counts,
            Ranked = ranked,
        };
        AssertGolden(golden, [.. evaluation.Tally.Scores().Where(s => s.Metric is not ("loss" or "accuracy"))]);

        string[] names = [.. Enumerable.Range(0, C).Select(c => $"{c}")];
        var labels = LabelScores.Of(new ModelSchema([], names, [], None), evaluation);
        var means = LabelScores.Means(evaluation, labels);
        Assert.Equal(N * C, evaluation.Labels.Sum(l => l.True + l.FalsePositive + l.FalseNegative + l.Neither));
        AssertMean("micro", "f1", "f1");
        AssertMean("macro", "f1", "macro_f1");
        AssertMean("macro", "mcc", "mcc");
        AssertMean("macro", "balanced_accuracy", "balanced_accuracy");
        AssertMean("macro", "roc_auc", "roc_auc");
        AssertMean("macro", "pr_auc", "pr_auc");
        AssertMean("micro", "roc_auc", "micro_roc_auc");
        AssertMean("micro", "pr_auc", "micro_pr_auc");
        AssertMean("micro", "log_loss", "log_loss");
        AssertMean("macro", "log_loss", "log_loss");
        AssertMean("macro", "brier", "brier");
        AssertMean("micro", "ece", "ece");

        void AssertMean(string mean, string metric, string expected) => Assert.Equal(
            golden.GetValueOrDefault(expected, double.NaN), means.Single(m => m.Name == mean).Scores.Value(metric)!.Value, IsNear);
    }

    [Theory]
    [MemberData(nameof(Against))]
    public void Scores_of_a_class_against_the_others_are_those_of_scikit_learn(string name)
    {
        var (y, p, golden) = Case("against", name);
        int[] targets = [.. y.Select(t => t[0])];
        string[] classes = [.. p[0].Select((_, c) => $"class {c}")];
        var ranked = new RankedScores(classes.Length, 0, keeps: false);
        foreach (var (target, probabilities) in targets.Zip(p))
        {
            ranked.Add(probabilities, target);
        }

        var evaluation = new EvaluationResult([], [])
        {
            Tally = TallyOf(y, p, keeps: false),
            Confusion = ConfusionMatrix.Of(classes, targets, [.. p.Select(ArgMax)]),
            Ranked = ranked,
        };
        var group = LabelScores.Of(new ModelSchema([], ["y"], classes, None), evaluation).Single(g => g.Name == name);

        Assert.Equal(targets.Count(t => name == $"class {t}"), group.Count);
        AssertGolden(golden, group.Scores);
    }

    [Theory]
    [MemberData(nameof(Entities))]
    public void Entities_are_counted_as_seqeval_counts_them(string name)
    {
        var (targets, predictions, golden) = EntityCase(name);
        var (counts, all) = (new EntityCounts(), default(BinaryCounts));
        foreach (var (target, prediction) in targets.Zip(predictions))
        {
            foreach (var (y, found) in target.Zip(prediction))
            {
                counts.Add(y, found);
            }

            all += counts.EndSequence();
        }

        List<(string Name, double[] Values)> rows =
        [
            ("all", [all.Precision, all.Recall, all.F1, all.Support]),
            .. counts.Scores().Select(g => (g.Name, (double[])[.. g.Scores.Select(s => s.Value), g.Count])),
        ];
        Assert.Equal(golden.Select(g => g.Name), rows.Select(r => r.Name));
        Assert.All(golden.Zip(rows), p => Assert.Equal(p.First.Values, p.Second.Values, IsNear));
    }

    [Theory]
    [InlineData(true, "O", "B-PER", "I-PER")]
    [InlineData(true, "B-PER", "I-PER", "E-LOC", "S-LOC")]
    [InlineData(true, "B", "I", "O")]
    [InlineData(false, "B", "I", "O", "N")]
    [InlineData(false, "NOUN", "VERB")]
    [InlineData(false, "B", "E", "S")]
    [InlineData(false, "O", "L-PER", "B-PER")]
    [InlineData(false, "O")]
    public void Labels_mark_entities_if_all_are_written_so(bool marks, params string[] classes) =>
        Assert.Equal(marks, EntityCounts.Fit(classes));

    [Fact]
    public void Keys_in_the_temporary_file_give_the_scores_of_those_in_memory()
    {
        var random = new Random(5);
        var (small, large, weighted) = (
            new RankedScores(2, 0, keeps: false), new RankedScores(2, 1L << 40, keeps: false), new RankedScores(2, 0, keeps: true));
        int[] weights = [1, 1, 1];
        for (var n = 0; n < 10_007; n++)
        {
            double[] p = [random.Next(900) / 900.0, random.NextDouble()], y = [random.Next(2), n % 5 == 0 ? 1 : 0];
            small.Add(p, y);
            large.Add(p, y);
            weighted.Add(p, y);
            if (n % 4000 == 3999)
            {
                weighted.EndSequence();
            }
        }

        foreach (int? column in new int?[] { 0, 1, null })
        {
            Assert.Equal(large.AreasOf(column), small.AreasOf(column));
            Assert.Equal(large.AreasOf(column), weighted.AreasOf(column, weights));
            Assert.Equal(large.Outputs(column), small.Outputs(column));
        }
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_in_the_right_order()
    {
        var random = new Random(6);
        (double P, bool IsThere)[] outputs = [.. Enumerable.Range(0, 300).Select(_ => (random.Next(20) / 20.0, random.Next(3) == 0))];
        var ranked = new RankedScores(1, 0, keeps: false);
        Array.ForEach(outputs, o => ranked.Add([o.P], [o.IsThere ? 1.0 : 0]));

        var pairs = outputs.Where(o => o.IsThere).SelectMany(
            a => outputs.Where(o => !o.IsThere).Select(b => a.P > b.P ? 1 : a.P == b.P ? 0.5 : 0));

        Assert.Equal(pairs.Average(), ranked.AreasOf(0).Roc, Near);
    }

    [Fact]
    public void Outputs_that_are_not_numbers_have_no_areas()
    {
        var ranked = new RankedScores(2, 0, keeps: false);
        ranked.Add([double.NaN, double.NaN], 0);
        ranked.Add([0.5, 0.5], 1);
        Assert.Empty(RankedTally.OfClasses(ranked, null));
    }

    [Theory]
    [InlineData(0.6, 0.6)] // 9/15 belongs to the bin below
    [InlineData(2.0 / 15, 2.0 / 15)]
    public void A_limit_between_bins_belongs_to_the_bin_below(double limit, double confidence)
    {
        var calibration = new Calibration();
        calibration.Add(limit - 0.01, isRight: true);
        calibration.Add(confidence, isRight: true);
        calibration.Add(limit + 0.001, isRight: true);
        Assert.Equal([2, 1], calibration.Filled.Select(b => b.Count));
    }

    static RankedTally TallyOf(int[][] y, double[][] p, bool keeps)
    {
        var C = p[0].Length;
        var (sums, ranked) = (new RunningTally<ClassSums>(new ClassSums(C), keeps), new RankedScores(C, 0, keeps));
        foreach (var (target, probabilities) in y.Zip(p))
        {
            var t = target[0];
            sums.Current.Add(t, ArgMax(probabilities), t < 0 ? 0 : -Math.Log(probabilities[t]), probabilities);
            ranked.Add(probabilities, t);
            sums.EndSequence();
            ranked.EndSequence();
        }

        return new RankedTally(sums.Tally(ClassSums.ScoresOf), weights => RankedTally.OfClasses(ranked, weights), keeps);
    }

    static int ArgMax(double[] p) => Logits.ArgMax(p);

    static void AssertGolden(Dictionary<string, double> golden, IReadOnlyList<Score> scores)
    {
        Assert.Equal(golden.Keys, scores.Select(s => s.Metric));
        Assert.All(scores, s => Assert.Equal(golden[s.Metric], s.Value, IsNear));
    }

    static (int[][] Y, double[][] P, Dictionary<string, double> Golden) Case(string file, string name)
    {
        var lines = Lines(file, name);
        string[] scores = lines[2].Split(' ');
        return (
            [.. lines[0].Split("; ").Select(row => row.Split(' ').Select(t => int.Parse(t, CultureInfo.InvariantCulture)).ToArray())],
            [.. lines[1].Split("; ").Select(row => row.Split(' ').Select(t => Number(t) / 20).ToArray())],
            scores.Chunk(2).ToDictionary(s => s[0], s => Number(s[1])));
    }

    static (string[][] Targets, string[][] Predictions, (string Name, double[] Values)[] Golden) EntityCase(string name)
    {
        var lines = Lines("entities", name);
        return (Rows(lines[0]), Rows(lines[1]), [.. lines[2].Split("; ").Select(g => g.Split(' ')).Select(
            g => (g[0], g[1..].Select(Number).ToArray()))]);

        static string[][] Rows(string line) => [.. line.Split(" | ").Select(s => s.Split(' '))];
    }

    static string[] Lines(string file, string name) => [.. Read(file).SkipWhile(l => l != $"# {name}").Skip(1).Take(3)];

    static TheoryData<string> Names(string file) => [.. Read(file).Where(l => l.StartsWith('#')).Select(l => l[2..])];

    static string[] Read(string file) =>
        File.ReadAllLines(RepositoryFolder.File("tests", "RnnTrainer.Tests", "Training", "Scores", $"{file}.txt"));

    static double Number(string text) => text == "nan" ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);

    static bool IsNear(double a, double b) => Math.Abs(a - b) < Near || a.Equals(b);
}
