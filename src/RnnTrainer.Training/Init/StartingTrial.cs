using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Init;

/// <summary>Shows that a config trains before anyone is given it.</summary>
static class StartingTrial
{
    // Steps of each part: a proof is no training.
    const int Rows = 1000;

    /// <summary>Builds the model, takes one update and scores every part, on the first sequences.</summary>
    /// <param name="data">As the config reads them.</param>
    /// <exception cref="DataException">A sequence cannot be predicted, or the targets do not change.</exception>
    /// <exception cref="DivergenceException">The first loss is not finite.</exception>
    /// <exception cref="InvalidOperationException">Anything else fails: it says what.</exception>
    public static void Require(Config config, TrainingData data)
    {
        if (ConstantTargets.All(config, data) is { } constant)
        {
            throw new DataException(Diagnostic.OfFile(
                data.Train.File, $"{constant}: nothing can be learned", "Name another target (target:), or give more data."));
        }

        var some = data with { Train = First(data.Train), Validation = First(data.Validation), Test = First(data.Test) };
        try
        {
            using var model = new Model(config, data.Schema);
            _ = new Trainer(model, some).Run().First();
            foreach (var (_, part) in some.Parts)
            {
                _ = Predictor.Evaluate(model, part, keepsOutputs: false);
            }
        }
        catch (Exception e) when (
            e is not (DataException or ConfigException or CellException or DivergenceException or OutOfMemoryException))
        {
            throw new InvalidOperationException(
                $"the config that was chosen for {data.Train.File} does not train, and is not written: {e.Message}", e);
        }
    }

    /// <summary>The first sequences, up to about a number of steps; a single long one is cut.</summary>
    static DataPart First(DataPart part)
    {
        var (count, rows) = (0, 0L);
        while (count < part.Count && (rows += part.Raw[count].Length) <= Rows)
        {
            count++;
        }

        count = Math.Min(part.Count, Math.Max(1, count));
        return part with { Raw = Cut(part.Raw), Ready = Cut(part.Ready), Series = part.Series?.First(count) };

        // Windows are as long as they are.
        Sequence[] Cut(IReadOnlyList<Sequence> all) =>
            [.. all.Take(count).Select(s => s.Length > Rows && s.Past is null ? s.Slice(0, Rows) : s)];
    }
}
