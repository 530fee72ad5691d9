using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Data;

namespace RnnTrainer.Training.Models;

/// <summary>
/// The end of a model that has an output for every step, over packed rows: a head for the step of a row, or one for each step whose output
/// its patch has. The mean over the batch of <see cref="Loss"/> is the mean over all outputs, whichever sequence they are of.
/// </summary>
sealed class PackedHeads
{
    readonly OutputHead[] _heads;
    readonly Input[] _isThere = [];
    readonly Input _owner;
    readonly Input _weight;

    /// <param name="h">The states, packed rows [rows, H].</param>
    public PackedHeads(Graph graph, Model model, Node h)
    {
        _heads = [.. model.Heads.Select(head => new OutputHead(graph, model, h, head))];
        var row = _heads[0].Loss;
        if (_heads.Length > 1)
        {
            _isThere = [.. _heads.Select((_, step) => graph.Data($"is there {step}", Graph.PackedRows))];
            row = Losses.SumOfOutputs(graph, [.. _heads.Select(head => head.Loss)], _isThere);
        }

        (_owner, _weight) = (graph.Indices("owner", Graph.PackedRows), graph.Data("weight", Graph.PackedRows));
        Loss = Losses.SumByExample(graph, row, _owner, _weight);
    }

    /// <summary>The loss of each sequence [B].</summary>
    public Computed Loss { get; }

    /// <summary>The outputs of each head [rows, C].</summary>
    public IEnumerable<Node> Outputs => _heads.Select(h => h.Outputs);

    /// <summary>Sets the targets of row <paramref name="row"/>.</summary>
    /// <param name="sequence">Without labels or targets it is given any: its loss means nothing.</param>
    /// <param name="t">The step of the layers.</param>
    /// <param name="owner">The sequence's place in the batch.</param>
    /// <param name="weight">B over the number of outputs of the batch.</param>
    public void Load(int row, Sequence sequence, int t, int owner, double weight)
    {
        _owner.Value.Integers[row] = owner;
        _weight.Value.Set(row, weight);
        var T = sequence.Unpatched ?? sequence.Length;
        for (var n = 0; n < _heads.Length; n++)
        {
            var step = (t * _heads.Length) + n;
            _heads[n].LoadStep(row, sequence, Math.Min(step, T - 1));
            if (_isThere.Length > 0)
            {
                _isThere[n].Value.Set(row, step < T ? 1 : 0);
            }
        }
    }

    /// <summary>An output of a row.</summary>
    /// <param name="head">Which of its steps.</param>
    public double Output(int row, int head, int c) => _heads[head].Output(row, c);
}
