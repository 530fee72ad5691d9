namespace RnnTrainer.Training.Inspect;

/// <summary>How a trained model's layers remember, on data.</summary>
/// <param name="Sequences">How many were inspected.</param>
/// <param name="Steps">Those of the longest; longer ones were cut.</param>
/// <param name="Layers">The lowest first, each followed by its reverse layer.</param>
sealed record GateReport(int Sequences, int Steps, IReadOnlyList<LayerGates> Layers);

/// <summary>One layer.</summary>
/// <param name="Name"><c>layer0</c>, <c>layer0.reverse</c>.</param>
/// <param name="Gates">What its cell computes as a sigmoid.</param>
/// <param name="States">In the order of the cell's states.</param>
/// <param name="LyapunovExponent">Per step; see <see cref="StepMap"/>. −∞: the next states do not depend on the states.</param>
sealed record LayerGates(string Name, IReadOnlyList<GateValues> Gates, IReadOnlyList<StateMemory> States, double LyapunovExponent);

/// <summary>The values of a gate over all steps, sequences and units.</summary>
/// <param name="Mean">Of all.</param>
/// <param name="NearZero">The share below 0.1.</param>
/// <param name="NearOne">The share above 0.9. The limits are those of Karpathy, Johnson and Fei-Fei 2015, "Visualizing and understanding
/// recurrent networks".</param>
/// <param name="BySteps">At [n] those of the n-th step that the layer reads.</param>
sealed record GateValues(string Name, double Mean, double NearZero, double NearOne, IReadOnlyList<GateAtStep> BySteps);

/// <summary>The values of a gate over all sequences and units at one step.</summary>
/// <param name="Low">Below it are 10 % of them.</param>
/// <param name="High">Above it are 10 % of them.</param>
sealed record GateAtStep(double Mean, double Low, double High);

/// <summary>How long a state lasts, and what the loss asks of it.</summary>
/// <param name="Name">The state.</param>
/// <param name="Carry">The mean of |c|, c being what a unit hands to its own next value by no other way than a factor: in h' += G h + …,
/// G.</param>
/// <param name="MedianMemory">Of the units' effective memory lengths −1 / mean(ln |c|), in steps: after that many, 1/e is left of what a
/// unit held. ∞: nothing is lost.</param>
/// <param name="LongestMemory">The largest of them.</param>
/// <param name="GradientNorms">At [n] ‖∂ℓ/∂h_t‖, t the n-th step before a sequence's last: the root of the mean square over the sequences
/// that have it.</param>
sealed record StateMemory(string Name, double Carry, double MedianMemory, double LongestMemory, IReadOnlyList<double> GradientNorms);
