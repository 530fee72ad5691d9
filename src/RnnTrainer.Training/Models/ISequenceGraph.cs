using RnnTrainer.Autodiff;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Training.Models;

/// <summary>A model over a batch of sequences: inputs, layers over time, head and loss.</summary>
interface ISequenceGraph : IDisposable
{
    /// <summary>The nodes and statements, for the gradient check.</summary>
    Graph Graph { get; }

    /// <summary>The loss of each sequence [B].</summary>
    Node Loss { get; }

    /// <summary>The nodes that hold the inputs.</summary>
    IReadOnlyList<Input> Inputs { get; }

    /// <summary>The states before the first step, layer by layer; zero unless they are set. None if they are learned.</summary>
    IReadOnlyList<Input> InitialStates { get; }

    /// <summary>The states after each sequence's last step, in the order of <see cref="InitialStates"/>, [B,H] each.</summary>
    IReadOnlyList<Node> FinalStates { get; }

    /// <summary>The row of the batch's sequence b in initial and final states.</summary>
    int RowOf(int b);

    /// <summary>Roughly what the graph occupies.</summary>
    long Bytes { get; }

    /// <summary>Copies a batch into the inputs. Sequences without a label or target are given any: their loss means nothing.</summary>
    /// <param name="dropout">What dropout is drawn from, where a model that is trained has it.</param>
    void Load(Batch batch, DropoutStream? dropout = null);

    /// <summary>
    /// Computes outputs and losses. A graph that trains in segments adds a part of the parameters' gradients already: clear them before,
    /// and not between forward and backward pass.
    /// </summary>
    void Forward();

    /// <summary>Adds the derivatives of the batch-mean loss to the parameters' gradients.</summary>
    void Backward();

    /// <summary>The loss of the batch's sequence b: the sum over its outputs.</summary>
    double LossOf(int b);

    /// <summary>A score of a class, or a scaled target, of the batch's sequence b.</summary>
    /// <param name="t">The step, if there is an output for every step.</param>
    double OutputOf(int b, int t, int c);
}
