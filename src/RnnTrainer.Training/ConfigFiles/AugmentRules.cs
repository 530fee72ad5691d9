using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.ConfigFiles;

/// <summary>Keys of <c>training.augment</c> that would change inputs without the targets that belong to them.</summary>
static class AugmentRules
{
    public static IEnumerable<Diagnostic> Errors(Config config, SourceMap sources)
    {
        if (config.Training.Augment is not { IsIdle: false } augment)
        {
            return [];
        }

        var (task, data) = (SequenceTask.Of(config), config.Data);
        (string Key, bool IsSet, string? Reason)[] keys =
        [
            ("noise", augment.Noise > 0, task.PredictsNextSymbol ? "the inputs are symbols, not numbers" : null),
            ("scale", augment.Scale > 0, task.PredictsNextSymbol ? "the inputs are symbols, not numbers"
                : task.WindowsOf(data) is not null || task.IsCausal(data) ? "the values ahead would not be scaled along" : null),
            ("warp", augment.Warp > 0, task.WindowsOf(data) is not null ? "the values ahead would not be warped along"
                : config.IsPerStep() ? "every step has a target of its own, which would not be warped along" : null),
            ("slice", augment.Slice < 1, task.WindowsOf(data) is not null ? "a window has to end right before the values ahead"
                : config.ChunkLength(sequences: 1) is not null ? "sequences are cut into chunks, each of which continues the one before"
                : null),
        ];
        return keys.Where(k => k.IsSet && k.Reason is not null)
            .Select(k => sources.KeyError($"training.augment.{k.Key}", $"training.augment.{k.Key}: {k.Reason}", "remove it"));
    }
}
