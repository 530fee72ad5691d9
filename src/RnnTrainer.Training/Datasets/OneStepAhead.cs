using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>A file with targets, each of which a model predicts from what precedes it.</summary>
static class OneStepAhead
{
    /// <summary>
    /// Of a forecast a window before every step, whose target is that step alone, which the model is not given; of other models the
    /// sequences.
    /// </summary>
    /// <exception cref="DataException">Nothing can be predicted.</exception>
    public static DataPart Part(Config config, ModelSchema schema, SequenceSet set)
    {
        if (SequenceTask.Of(config).WindowsOf(config.Data) is null)
        {
            return Reading.Part(config, schema, set, labelled: true);
        }

        // What is known is read of all steps ahead.
        var one = schema.Known is null ? config with { Data = config.Data with { Horizon = 1 } } : config;
        var part = Preprocessing.Apply(Portion.All(set), one, schema);
        return part.Count > 0 ? part with
        {
            Raw = part.Raw.Changed(s => s with { Target = s.Target![..schema.Target.Count] }),
            Ready = part.Ready.Changed(s => s with { Target = null }),
        }
        : throw Reading.NothingLeft(one, set, "it");
    }
}
