using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;

namespace RnnTrainer.Training.Tracing;

/// <summary>Every number of a forward and a backward pass.</summary>
/// <param name="Subject">What was run.</param>
/// <param name="Names">The names of its tensors, with their time steps.</param>
/// <param name="Given">The values that were set from outside: inputs, states before the first step, parameters.</param>
/// <param name="Forward">The statements of the forward pass in the order in which they ran.</param>
/// <param name="Backward">The statements of the backward pass in the order in which they ran.</param>
/// <param name="Results">Each node with its value and its gradient after both passes.</param>
sealed record PassTrace(
    TraceSubject Subject, TensorNames Names, IReadOnlyList<TracedTensor> Given, IReadOnlyList<TracedStatement> Forward,
    IReadOnlyList<TracedStatement> Backward, IReadOnlyList<TracedTensor> Results);

/// <summary>What is traced.</summary>
/// <param name="Name">The cell or program.</param>
/// <param name="Steps">T; null for a program, which has no time steps.</param>
/// <param name="Batch">B.</param>
/// <param name="Hidden">J.</param>
/// <param name="Inputs">K.</param>
/// <param name="Seed">Chooses the numbers.</param>
sealed record TraceSubject(string Name, int? Steps, int Batch, int Hidden, int Inputs, int Seed);

/// <summary>A node's numbers in row-major order.</summary>
/// <param name="Name">With its time step.</param>
/// <param name="Gradient">Null before the backward pass, and for data.</param>
sealed record TracedTensor(string Name, IReadOnlyList<int> Shape, IReadOnlyList<double> Values, IReadOnlyList<double>? Gradient = null);

/// <summary>A statement with what it did.</summary>
/// <param name="Time">The time step that it belongs to; null if it has none.</param>
/// <param name="Entries">The entries of its target, in the order in which it first added to them.</param>
sealed record TracedStatement(Statement Statement, int? Time, IReadOnlyList<TracedEntry> Entries);

/// <summary>An entry of the target of a statement.</summary>
/// <param name="Before">Its value before the statement.</param>
/// <param name="Terms">What was added, in this order.</param>
/// <param name="After">Its value after the statement.</param>
sealed record TracedEntry(IReadOnlyList<int> Index, double Before, IReadOnlyList<TracedTerm> Terms, double After);

/// <summary>One contribution.</summary>
/// <param name="Numbers">The right side of the statement with numbers for its entries.</param>
/// <param name="Value">The value of the right side.</param>
sealed record TracedTerm(Expression Numbers, double Value);
