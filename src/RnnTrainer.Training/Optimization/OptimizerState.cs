using RnnTrainer.Autodiff;
using RnnTrainer.Training.Checkpoints;

namespace RnnTrainer.Training.Optimization;

/// <summary>A number for each entry of each parameter that an optimizer keeps between updates, zero at first. In a checkpoint it is
/// <c>optim.name.parameter</c>.</summary>
/// <param name="name">Its name, such as <c>momentum</c>.</param>
/// <param name="parameters">The parameters.</param>
sealed class OptimizerState(string name, IReadOnlyList<Parameter> parameters)
{
    readonly Array[] _numbers =
        [.. parameters.Select(
            p => (Array)(p.Value.Precision == Precision.Float32 ? new float[p.Value.Length] : new double[p.Value.Length]))];

    /// <summary>The numbers of parameter n.</summary>
    public Span<T> Of<T>(int n) => (T[])_numbers[n];

    /// <summary>Copies.</summary>
    public IEnumerable<SafeTensor> ToTensors() =>
        _numbers.Select((a, n) => new SafeTensor(NameOf(n), [.. parameters[n].Shape.Select(s => (long)s)], (Array)a.Clone()));

    /// <summary>Takes the numbers of a checkpoint.</summary>
    /// <exception cref="CheckpointException">One is missing, or of another shape or precision; then none is taken.</exception>
    public void Assign(IReadOnlyList<SafeTensor> tensors, string file)
    {
        var found = _numbers.Select((a, n) => Find(n, a, tensors, file)).ToList();
        for (var n = 0; n < found.Count; n++)
        {
            Array.Copy(found[n], _numbers[n], found[n].Length);
        }
    }

    Array Find(int n, Array like, IReadOnlyList<SafeTensor> tensors, string file)
    {
        var data = tensors.FirstOrDefault(t => t.Name == NameOf(n))?.Data;
        return data is not null && data.Length == like.Length && data.GetType() == like.GetType()
            ? data
            : throw new CheckpointException(file, $"its optimizer state 'optim.{NameOf(n)}' is missing or of another shape or precision");
    }

    string NameOf(int n) => $"{name}.{parameters[n].Name}";
}
