using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.ConfigFiles;

/// <summary>Keys of <c>model</c> that need one another, or that the task excludes.</summary>
static class ModelRules
{
    public static IEnumerable<Diagnostic> Errors(Config config, SourceMap sources)
    {
        var model = config.Model;
        if (model.Bidirectional && SequenceTask.Of(config).IsCausal(config.Data))
        {
            yield return sources.KeyError(
                "model.bidirectional", "model.bidirectional: a layer that reads from the end sees the next step, which is to be predicted",
                "remove it");
        }

        if (model.InitialState == InitialState.Learned && config.Training.Truncate is not null)
        {
            yield return sources.ValueError(
                "model.initial_state",
                "model.initial_state: with training.truncate each chunk continues from the states of the one before, and the first " +
                "begins at zero", "remove it");
        }

        if (model.Bidirectional && config.Training.Truncate is not null)
        {
            yield return sources.KeyError(
                "model.bidirectional",
                "model.bidirectional: a layer that reads from the end cannot carry its state on, as training.truncate would have it",
                "remove one of them");
        }

        if (model is { Residual: true, Layers: 1 })
        {
            yield return sources.KeyError(
                "model.residual", "model.residual needs two layers or more: the lowest has inputs of another size and adds nothing",
                "set model.layers to 2");
        }

        if (model.Readout != ReadoutKind.Last && config.IsPerStep())
        {
            yield return sources.ValueError(
                "model.readout", "model.readout: every step has an output of its own, there is nothing to pool", "remove it");
        }

        if (model.Patch is { } patch)
        {
            foreach (var error in Errors(patch, config, sources))
            {
                yield return error;
            }
        }

        if (model is { DropoutMask: DropoutMask.Sequence, Dropout: 0, InputDropout: 0 })
        {
            yield return sources.KeyError(
                "model.dropout_mask", "model.dropout_mask needs model.dropout or model.input_dropout", "for example dropout: 0.2");
        }
    }

    static IEnumerable<Diagnostic> Errors(PatchConfig patch, Config config, SourceMap sources)
    {
        if (patch.Step > patch.Size)
        {
            yield return sources.ValueError(
                "model.patch.stride",
                $"model.patch.stride: {patch.Step} is more than size, {patch.Size}: steps between patches would never be read",
                $"at most {patch.Size}");
        }

        if (SequenceTask.Of(config).PredictsNextSymbol)
        {
            yield return sources.KeyError(
                "model.patch", "model.patch: the inputs are symbols; size, stride and width are of windows of numbers", "remove it");
        }

        if (config.Training.Truncate is not null)
        {
            yield return sources.KeyError(
                "model.patch",
                "model.patch: with training.truncate a chunk begins without the steps before it, which its first patches need",
                "remove one of them");
        }
    }
}
