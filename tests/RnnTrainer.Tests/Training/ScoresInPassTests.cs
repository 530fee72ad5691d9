using RnnTrainer.Autodiff;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.Training;

/// <summary>Scores that are added up batch by batch against those of all outputs at once: the same bits, for every task.</summary>
public sealed class ScoresInPassTests
{
    const int K = 3;

    // The longest have more outputs than are held at once.
    static readonly int[] Ragged = [2, 7, 1, 30, 5, 4, 11];
    static readonly int[] Long = [9000, 3, 4097];

    static readonly (string Name, TaskKind Task, TargetLevel? Level, bool HasSymbols)[] Cases =
    [
        ("classify", TaskKind.Classify, null, false),
        ("tag", TaskKind.Tag, null, false),
        ("tag words", TaskKind.Tag, null, true),
        ("regress", TaskKind.Regress, null, false),
        ("regress by step", TaskKind.Regress, TargetLevel.Step, false),
        ("multilabel", TaskKind.Multilabel, TargetLevel.Next, false),
        ("multilabel by sequence", TaskKind.Multilabel, TargetLevel.Sequence, false),
        ("language", TaskKind.Language, null, true),
    ];

    public static TheoryData<string, int> Batches
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (name, _, _, _) in Cases)
            {
                foreach (var batch in new[] { 1, 2, 5, 64 })
                {
                    data.Add(name, batch);
                }
            }

            return data;
        }
    }

    public static TheoryData<string, int?, int> Truncated => new()
    {
        { "tag", 4, 3 }, { "tag words", 4, 1 }, { "regress by step", 4, 2 }, { "multilabel", 6, 64 }, { "tag", 5000, 2 },
        { "regress by step", 64, 3 },
    };

    [Theory]
    [MemberData(nameof(Batches))]
    public void In_a_pass_the_scores_are_those_of_all_outputs_at_once(string name, int batch) => AssertSame(name, batch, null, Ragged);

    [Theory]
    [MemberData(nameof(Truncated))]
    public void Also_where_sequences_are_read_in_chunks(string name, int? truncate, int batch)
    {
        AssertSame(name, batch, truncate, Ragged);
        AssertSame(name, batch, truncate, Long);
    }

    [Theory]
    [MemberData(nameof(Truncated))]
    public void Also_where_one_long_sequence_is_read_at_several_places(string name, int? truncate, int batch)
    {
        AssertSame(name, batch, truncate, [203]);
        AssertSame(name, batch, truncate, [20_011]);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Also_those_of_an_ensemble(string name, int batch)
    {
        Together(null, Ragged);
        if (name is not ("classify" or "regress" or "multilabel by sequence"))
        {
            Together(4, Ragged);
            Together(64, [5011]);
        }

        void Together(int? truncate, int[] lengths)
        {
            using var one = Make(name, batch, truncate, seed: 3);
            using var two = Make(name, batch, truncate, seed: 4);
            var part = Part(one, lengths);
            AssertSame(
                part,
                (keepsOutputs, keepsSums) => one.Task.Evaluate(new EnsemblePredictor([one, two], part, keepsOutputs, keepsSums), part));
        }
    }

    static void AssertSame(string name, int batch, int? truncate, int[] lengths)
    {
        using var model = Make(name, batch, truncate);
        var part = Part(model, lengths);
        AssertSame(part, (keepsOutputs, keepsSums) => Predictor.Evaluate(model, part, keepsOutputs, keepsSums));
    }

    static void AssertSame(DataPart part, Func<bool, bool, EvaluationResult> evaluate)
    {
        var (plain, scores, sums) = (evaluate(true, true), evaluate(false, false), evaluate(false, true));

        Assert.Equal(Shown(plain), Shown(scores));
        Assert.Equal(Shown(plain), Shown(sums));
        Assert.Equal(part.Count, sums.Tally.Count);
        foreach (var n in Enumerable.Range(0, part.Count))
        {
            Assert.Equal(Bits(plain.Tally.Scores([n, 0])), Bits(sums.Tally.Scores([n, 0])));
        }
    }

    static string Shown(EvaluationResult result) => string.Join(
        '\n',
        [result.MainMetric, Bits(result.Scores), .. result.Baselines.Select(b => $"{b.Name} {Bits(b.Scores)}"),
        $"{result.Confusion?.ToJson()}"]);

    static string Bits(IReadOnlyList<Score> scores) =>
        string.Join(' ', scores.Select(s => $"{s.Metric} {BitConverter.DoubleToInt64Bits(s.Value):x} {s.Value}"));

    static Model Make(string name, int batch, int? truncate, int seed = 1)
    {
        var (_, task, level, hasSymbols) = Cases.First(c => c.Name == name);
        var config = new Config
        {
            Task = task,
            Data = new DataConfig { Train = "", TargetLevel = level },
            Model = new ModelConfig { Hidden = 4 },
            Training = new TrainingConfig { Precision = Precision.Float64, Threads = 1, Batch = batch, Truncate = truncate, Seed = seed },
        };
        var output = SequenceTask.Of(task).Output;
        string[] classes = output == OutputKind.Class ? ["0", "1", "2", "3"] : [];
        string[] inputs = task == TaskKind.Language ? [] : ["t", "u", "z"];
        return new Model(
            config,
            new ModelSchema(
                inputs, ["t", "u"], classes,
                new Normalization(NormalizationKind.None, new double[inputs.Length], [.. inputs.Select(_ => 1.0)]),
                output == OutputKind.Number ? new Normalization(NormalizationKind.Standard, [0.25, -3], [1.5, 0.7]) : null,
                Naive: output == OutputKind.Class ? [5, 1, 2, 5] : [0.3, 0.6],
                Encoding: hasSymbols
                    ? new InputEncoding(
                        MissingPolicy.Error, inputs, [.. inputs.Select(_ => 0.0)], [], [], "text", new Vocabulary(["0", "1", "2", "3"]))
                    : null)
            {
                SymbolClasses = name == "tag words" ? [3, 0, 1, 1] : null,
            });
    }

    static DataPart Part(Model model, int[] lengths)
    {
        var (random, isBinary) = (new RandomStream(lengths.Length, "pass", 0), model.Task.Output == OutputKind.Binary);
        Sequence[] raw = [
            .. lengths.Select((T, n) => new Sequence($"{n}", T, Numbers(T * model.Schema.Inputs.Count), $"{n % 6}", Numbers(2))
        {
            StepLabels = [.. Enumerable.Range(0, T).Select(t => $"{(n + (t * t)) % (model.Embedding is null ? 5 : 4)}")], // 4 is no class
            StepTargets = model.IsPerStep && model.Task.Output != OutputKind.Class ? Numbers(T * 2) : null,
            Symbols = model.Embedding is null ? null : [.. Enumerable.Range(0, T).Select(t => (n + (2 * t)) % 4)],
        })];
        return new DataPart("a.csv", raw, raw);

        double[] Numbers(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1).Select(x => !isBinary ? x : x > 0 ? 1 : 0)];
    }
}
