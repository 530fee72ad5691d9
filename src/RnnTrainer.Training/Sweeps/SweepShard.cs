using System.Globalization;

namespace RnnTrainer.Training.Sweeps;

/// <summary>
/// One of several processes that share the folder of a sweep: process i of n begins with the runs i, i + n, i + 2n, …, and continues with
/// those that no other process has claimed. The number decides the order alone, so i may count from 0 or from 1.
/// </summary>
/// <param name="Index">i.</param>
/// <param name="Count">n; null: it is not known, and the process begins with run i, then i + 1, ….</param>
sealed record SweepShard(int Index, int? Count)
{
    // A launcher's variables: the number of the process, and how many there are.
    static readonly (string Index, string? Count)[] Launchers =
    [
        ("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT"),
        ("JOB_COMPLETION_INDEX", null),
    ];

    /// <summary>Reads <c>2/4</c>; null: it is none.</summary>
    public static SweepShard? Parse(string text) =>
        text.Split('/') is [var index, var count] && Number(index) is { } i && Number(count) is >= 1 and var n && i <= n
        ? new SweepShard(i, n) : null;

    /// <summary>The process of a Slurm job array or an indexed job of Kubernetes; null: it is in none.</summary>
    /// <param name="variable">A variable of the environment.</param>
    public static SweepShard? Of(Func<string, string?> variable) => Launchers
        .Select(l => Number(variable(l.Index)) is { } i
            ? new SweepShard(i, l.Count is null ? null : Number(variable(l.Count)) is >= 1 and var n ? n : null) : null)
        .FirstOrDefault(s => s is not null);

    /// <summary>The runs in the order in which this process claims them.</summary>
    public IReadOnlyList<T> Order<T>(IReadOnlyList<T> runs)
    {
        var n = Count ?? Math.Max(1, runs.Count);
        return [.. runs.Select((run, k) => (run, k)).OrderBy(r => (r.k - (Index % n) + n) % n).Select(r => r.run)];
    }

    static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
