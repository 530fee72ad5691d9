using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Tests.Autodiff;

namespace RnnTrainer.Tests.Cells;

/// <summary>Sequences of unequal lengths in one batch: what stands after an example's end has no effect at all.</summary>
public sealed class PaddingTests
{
    const int T = 4;
    static readonly int[] Lengths = [4, 1, 3];

    public static TheoryData<string> Cells => [.. CellLibrary.Names];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Garbage_after_the_end_changes_no_bit_of_loss_or_gradients(string cell) =>
        Assert.Equal(Run(cell, padding: 0, Lengths), Run(cell, padding: 1e6, Lengths));

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_padded_input_has_no_gradient(string cell)
    {
        using var batch = new Batch(cell, padding: 7, Lengths);

        Assert.All(batch.Padded(), grad => Assert.Equal(0, grad));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_example_ends_in_the_state_it_has_when_it_runs_alone(string cell)
    {
        using var batch = new Batch(cell, padding: 7, Lengths);
        for (var row = 0; row < Lengths.Length; row++)
        {
            using var alone = new Batch(cell, padding: 0, Lengths, steps: Lengths[row], holds: false);
            Assert.Equal(alone.Last(row), batch.Last(row));
        }
    }

    static List<double> Run(string cell, double padding, int[] lengths)
    {
        using var batch = new Batch(cell, padding, lengths);
        return [
            .. batch.Loss.Value.ToArray(), .. batch.Phi.Parameters.SelectMany(p => p.Grad.ToArray()),
            .. batch.Start.SelectMany(h => h.Grad.ToArray())];
    }

    sealed class Batch : IDisposable
    {
        readonly int _units;
        readonly Graph _graph = new(Precision.Float64, batch: Lengths.Length);
        readonly IReadOnlyList<Input> _x;
        readonly IReadOnlyList<Node> _last;

        public Batch(string name, double padding, int[] lengths, int steps = T, bool holds = true)
        {
            var cell = CellLibrary.Find(name)!;
            _units = CellSizes.For(cell).J;
            Phi = Phi.Zeros(cell, Precision.Float64, K: 4, _units);
            _x = [.. Enumerable.Range(0, steps).Select(t => _graph.Input($"x{t}", lengths.Length, 4))];
            Start = [.. cell.States.Select(s => _graph.Input(s, lengths.Length, _units))];
            Input[] running = [.. Enumerable.Range(0, steps).Select(t => _graph.Data($"running{t}", lengths.Length))];
            _last = Unroll.Over(_graph, cell, Phi, _x, Start, holds ? running : null)[^1];
            Loss = _graph.Weighted(_last);
            _graph.FillAtRandom();
            for (var t = 0; t < steps; t++)
            {
                running[t].Value.Assign([.. lengths.Select(length => t < length ? 1.0 : 0.0)]);
                foreach (var entry in Entries(t).Where(e => t >= lengths[e.Row]))
                {
                    _x[t].Value.Set(entry.Position, padding);
                }
            }

            _graph.Forward();
            _graph.Backward(Loss);
        }

        public Phi Phi { get; }

        public IReadOnlyList<Input> Start { get; }

        public Computed Loss { get; }

        public IEnumerable<double> Padded() => Enumerable.Range(0, _x.Count)
            .SelectMany(t => Entries(t).Where(e => t >= Lengths[e.Row]).Select(e => _x[t].Grad.Get(e.Position)));

        public IEnumerable<double> Last(int row) => _last.SelectMany(h => h.Value.ToArray().Skip(row * _units).Take(_units));

        public void Dispose() => _graph.Dispose();

        IEnumerable<(int Row, int Position)> Entries(int t) => Enumerable.Range(0, _x[t].Value.Length).Select(n => (n / 4, n));
    }
}
