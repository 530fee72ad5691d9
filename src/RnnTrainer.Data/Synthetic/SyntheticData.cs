using RnnTrainer.Common;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Data.Synthetic;

/// <summary>The tasks by which the literature compares recurrent models, generated from a seed.</summary>
static class SyntheticData
{
    /// <summary>In alphabetical order.</summary>
    public static IReadOnlyList<SyntheticTask> Tasks { get; } =
        [AddingTask.Task, CapacityTask.Task, CopyTask.Task, MackeyGlassTask.Task, ParenthesesTask.Task, ReberTask.Task, SineTask.Task, TemporalOrderTask.Task];

    /// <summary>The task of that name; null if there is none.</summary>
    public static SyntheticTask? Find(string name) => Tasks.FirstOrDefault(t => t.Name == name);

    /// <summary>
    /// Makes sequences one at a time; sequence n depends on (task, part, seed, n) only, so that more of them begin with the same ones.
    /// </summary>
    /// <param name="length">T as the task means it; null: the usual one.</param>
    /// <param name="part">Sequences of one part have nothing to do with those of another: train, validation, test.</param>
    /// <exception cref="ArgumentOutOfRangeException">The task needs a longer sequence, or the count is negative.</exception>
    public static IEnumerable<Sequence> Make(SyntheticTask task, int sequences, int? length, int seed, string part = "train")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequences);
        ArgumentOutOfRangeException.ThrowIfLessThan(length ?? task.Length, task.LeastLength, nameof(length));
        return Enumerable.Range(0, sequences)
            .Select(n => task.Make(n, length ?? task.Length, new RandomStream(seed, $"make {task.Name} {part}", n)));
    }

    /// <summary>Writes them as long CSV while they are made.</summary>
    public static void Write(SyntheticTask task, int sequences, int? length, int seed, TextWriter to, string part = "train")
    {
        var made = Make(task, sequences, length, seed, part);
        var writer = new LongCsvWriter(to, task.Inputs, task.Texts, task.Targets);
        foreach (var sequence in made)
        {
            writer.Write(sequence);
        }
    }
}

/// <summary>A task that is made rather than measured.</summary>
/// <param name="Name">As in <c>rnn data make NAME</c>.</param>
/// <param name="Says">What is to be learned, and where it comes from; one sentence.</param>
/// <param name="Kind">The task of a config: classify, tag, regress, multilabel.</param>
/// <param name="Length">The usual T.</param>
/// <param name="LeastLength">The smallest T.</param>
/// <param name="Inputs">Numeric columns.</param>
/// <param name="Texts">Columns of symbols.</param>
/// <param name="Targets">Columns to predict.</param>
/// <param name="TargetLevel">Whether they belong to the sequence or to its steps.</param>
/// <param name="Baseline">The score of predicting without memory; one sentence.</param>
sealed record SyntheticTask(
    string Name,
    string Says,
    string Kind,
    int Length,
    int LeastLength,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Texts,
    IReadOnlyList<string> Targets,
    TargetLevel TargetLevel,
    string Baseline)
{
    /// <summary>Sequence n of length T.</summary>
    internal Func<int, int, RandomStream, Sequence> Make { get; init; } = (_, _, _) => throw new NotSupportedException();
}
