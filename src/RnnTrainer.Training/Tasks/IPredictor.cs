using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>A model and the sequences of a part that it is run over, when a task asks for its outputs.</summary>
interface IPredictor
{
    /// <summary>What the model was made from.</summary>
    Config Config { get; }

    /// <summary>What it expects and outputs.</summary>
    ModelSchema Schema { get; }

    /// <summary>How the part's file writes numbers and dates.</summary>
    DataOptions DataOptions { get; }

    /// <summary>Whether the scores are to come with the outputs and the sums of each sequence; else only the scores are needed.</summary>
    bool KeepsOutputs { get; }

    /// <summary>The outputs for all sequences.</summary>
    ModelOutputs Outputs();

    /// <summary>The same a batch at a time, computed as they are enumerated: only the outputs of one batch are held.</summary>
    IEnumerable<ModelOutputs> OutputsInBatches();

    /// <summary>How likely a language model finds sequences.</summary>
    /// <param name="ready">The label of each step is the next symbol.</param>
    IReadOnlyList<Likelihood> Likelihoods(IReadOnlyList<Sequence> ready);
}
