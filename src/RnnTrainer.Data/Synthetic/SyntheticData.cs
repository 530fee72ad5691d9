using RnnTrainer.Common;
using RnnTrainer.Data.Files;

namespace RnnTrainer.Data.Synthetic;

/// <summary>Synthetic tasks from the literature on recurrent models, generated from a seed.</summary>
static class SyntheticData
{
    /// <summary>In alphabetical order.</summary>
    public static IReadOnlyList<SyntheticTask> Tasks { get; } =
        [AddingTask.Task, CapacityTask.Task, CopyTask.Task, MackeyGlassTask.Task, ParenthesesTask.Task, ReberTask.Task, SineTask.Task,
        TemporalOrderTask.Task];

    /// <summary>The task of that name; null if there is none.</summary>
    public static SyntheticTask? Find(string name) => Tasks.FirstOrDefault(t => t.Name == name);

    /// <summary>
    /// Generates sequences one at a time. Sequence n depends on (task, part, seed, n) only, so a longer set begins with the same sequences.
    /// </summary>
    /// <param name="length">T as the task defines it; null: the usual one.</param>
    /// <param name="part">train, validation or test; the sequences of two parts are independent.</param>
    /// <exception cref="ArgumentOutOfRangeException">The task needs a longer sequence, or the count is negative.</exception>
    public static IEnumerable<Sequence> Make(SyntheticTask task, int sequences, int? length, int seed, string part = "train")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequences);
        ArgumentOutOfRangeException.ThrowIfLessThan(length ?? task.Length, task.LeastLength, nameof(length));
        return Enumerable.Range(0, sequences)
            .Select(n => task.Make(n, length ?? task.Length, new RandomStream(seed, $"make {task.Name} {part}", n)));
    }

    /// <summary>Writes the sequences in the long layout while they are generated.</summary>
    public static void Write(SyntheticTask task, int sequences, int? length, int seed, TableWriter to, string part = "train")
    {
        var made = Make(task, sequences, length, seed, part);
        var writer = new LongWriter(to, task.Inputs, task.Texts, task.Targets);
        foreach (var sequence in made)
        {
            writer.Write(sequence);
        }

        to.End();
    }
}

/// <summary>A synthetic task.</summary>
/// <param name="Name">As in <c>rnn data make NAME</c>.</param>
/// <param name="Description">What is to be learned, and its source, in one sentence.</param>
/// <param name="Kind">The value of <c>task</c> in a config: classify, tag, regress, multilabel.</param>
/// <param name="Length">The usual T.</param>
/// <param name="LeastLength">The smallest T.</param>
/// <param name="Inputs">The numeric columns.</param>
/// <param name="Texts">The columns of symbols.</param>
/// <param name="Targets">The columns to predict.</param>
/// <param name="TargetLevel">Whether targets belong to the sequence or to its steps.</param>
/// <param name="Baseline">The score of a prediction without memory, in one sentence.</param>
sealed record SyntheticTask(
    string Name,
    string Description,
    string Kind,
    int Length,
    int LeastLength,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Texts,
    IReadOnlyList<string> Targets,
    TargetLevel TargetLevel,
    string Baseline)
{
    /// <summary>Generates sequence n of length T.</summary>
    internal Func<int, int, RandomStream, Sequence> Make { get; init; } = (_, _, _) => throw new NotSupportedException();
}
