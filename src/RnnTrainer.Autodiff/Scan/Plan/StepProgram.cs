namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>One step of a recurrence, traced into a graph of its own: x_t and the states before the step in, the states after it
/// out.</summary>
/// <param name="Graph">Holds the step's statements and nothing else.</param>
/// <param name="X">x_t [B,K].</param>
/// <param name="Before">The states before the step, each [B,J].</param>
/// <param name="After">The states after it, in the same order; each computed by the step.</param>
sealed record StepProgram(Graph Graph, Input X, IReadOnlyList<Input> Before, IReadOnlyList<Computed> After);
