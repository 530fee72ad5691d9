
namespace RnnTrainer.Autodiff.Execution;

/// <summary>What a statement does to one entry of its target, for one value of each of its indexes.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Position">The entry, in row-major order.</param>
/// <param name="Before">The entry before.</param>
/// <param name="Value">The value of the right side.</param>
/// <param name="After">The entry after.</param>
/// <param name="Numbers">The right side with a number in place of each entry, and of B.</param>
readonly record struct Contribution(Statement Statement, int Position, double Before, double Value, double After, Expression Numbers);
