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

    /// <summary>Whether the scores are to come with all outputs, and with the sums of each sequence.</summary>
    bool KeepsOutputs { get; }

    /// <summary>Whether the scores are to come with the sums of each sequence.</summary>
    bool KeepsSums { get; }

    /// <summary>The outputs for all sequences.</summary>
    ModelOutputs Outputs();

    /// <summary>
    /// The same in their order, some at a time, computed as they are enumerated: only those of one batch are held. A long sequence may
    /// be in several of them; the losses are those of the sequences that end in it.
    /// </summary>
    IEnumerable<ModelOutputs> OutputsInBatches();

    /// <summary>How likely a language model finds sequences, computed as they are enumerated.</summary>
    /// <param name="ready">The label of each step is the next symbol.</param>
    IEnumerable<Likelihood> Likelihoods(IReadOnlyList<Sequence> ready);
}
