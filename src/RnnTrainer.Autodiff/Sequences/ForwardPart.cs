namespace RnnTrainer.Autodiff.Sequences;

/// <summary>What a worker does in a forward pass, and where.</summary>
/// <param name="Units">Those that it has; null: all.</param>
/// <param name="Memory">Of these units alone: one core's rows are not next to another's, where it would fetch what the other is about to write.</param>
/// <param name="Early">Products of the input for a tile of steps, before the first of them.</param>
/// <param name="Steps">The work of every step, in this order.</param>
sealed record ForwardPart(UnitRange? Units, ScanMemory Memory, IStepWork[] Early, IStepWork[] Steps);
