using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Streams;

/// <summary>Outputs that were computed before, where a task makes predictions of them.</summary>
sealed class KnownOutputs(Config config, ModelSchema schema, ModelOutputs outputs) : IPredictor
{
    public Config Config => config;

    public ModelSchema Schema => schema;

    public DataOptions DataOptions => Reading.Options(config);

    public bool KeepsOutputs => false;

    public bool KeepsSums => false;

    public ModelOutputs Outputs() => outputs;

    public IEnumerable<ModelOutputs> OutputsInBatches() => [outputs];

    public IEnumerable<Likelihood> Likelihoods(IReadOnlyList<Sequence> ready) =>
        throw new NotSupportedException("Likelihoods are not made of outputs.");
}
